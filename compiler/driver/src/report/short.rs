//! A line a message: `file:line:column: code: message`.

use super::{Entry, one_line};
use crate::Sources;

pub(super) fn write(out: &mut Vec<u8>, entry: &Entry<'_>, sources: &Sources<'_>) {
    let mut line = String::new();
    if let Some(place) = entry.place {
        line.push_str(&place.shown(sources));
        line.push_str(": ");
    }
    line.push_str(&entry.code);
    line.push_str(": ");
    if let Some(rendered) = entry.rendered_line() {
        line.push_str(&format!("line {rendered} of the rendered text: "));
    }
    line.push_str(&one_line(&entry.message));
    line.push('\n');
    out.extend_from_slice(line.as_bytes());
}
