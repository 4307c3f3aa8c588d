//! A line a message: `file:line:column: code: message`, and the targets concerned.

use nexachart_source::Diagnostic;

use super::secret::masked;
use super::{Sources, named, one_line, rendered_line, shown};

pub(super) fn text(diagnostic: &Diagnostic, sources: &Sources<'_>) -> String {
    let place = diagnostic.primary.as_deref();
    let mut line = place.map(|place| format!("{}: ", shown(place, sources))).unwrap_or_default();
    line.push_str(&format!("nxc::{}: ", diagnostic.code));
    if let Some(rendered) = rendered_line(place) {
        line.push_str(&format!("line {rendered} of the rendered text: "));
    }
    line.push_str(&one_line(&masked(&diagnostic.message, diagnostic, sources)));
    if !diagnostic.targets.is_empty() {
        line.push_str(&format!(" (in {})", named(&diagnostic.targets)));
    }
    line.push('\n');
    line
}
