//! Commands of GitHub's workflows, which show findings beside the lines of a pull request. The worst come first: GitHub
//! shows ten of each kind a step. A line with how many there are comes last.

use nexachart_source::Severity;

use super::found::{Found, counted, found};
use super::{Entry, inert};

pub(super) fn text(entries: &[Entry<'_>]) -> String {
    let all = found(entries);
    let mut out: String = all.iter().map(command).collect();
    if !all.is_empty() {
        out.push_str(&counted(&all));
        out.push('\n');
    }
    out
}

fn command(found: &Found<'_>) -> String {
    let command = match found.diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Debug => "notice",
    };
    let mut properties = Vec::new();
    if let Some(spot) = &found.spot {
        properties.push(format!("file={}", property(&spot.path)));
        properties.extend(spot.line.map(|line| format!("line={line}")));
        properties.extend(spot.column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", property(&found.code)));
    let mut message = found.message.clone();
    for label in &found.labels {
        let place = label.spot.as_ref().map_or(String::new(), |spot| match spot.line {
            Some(line) => format!("{}:{line}: ", spot.path),
            None => format!("{}: ", spot.path),
        });
        if !label.text.is_empty() {
            message.push_str(&format!("\n{place}{}", label.text));
        }
    }
    if let Some(help) = &found.help {
        message.push_str(&format!("\nhelp: {help}"));
    }
    if !found.diagnostic.targets.is_empty() {
        message.push_str(&format!("\nin {}", super::named(&found.diagnostic.targets)));
    }
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

/// The text of a command (GitHub: toolkit/packages/core/src/command.ts escapeData), without `##`, which starts commands too.
fn data(text: &str) -> String {
    inert(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command (escapeProperty).
fn property(text: &str) -> String {
    data(&super::safe(text.as_bytes())).replace(':', "%3A").replace(',', "%2C")
}
