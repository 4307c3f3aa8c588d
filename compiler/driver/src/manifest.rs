//! What is wrong with manifests.

use nexachart_manifest::{ParseError, split};
use nexachart_source::{Base, Diagnostic, Place, Severity, nth_line};

use crate::{Rendered, fault};

/// A rendered file that is no YAML.
pub(crate) fn broken(error: &ParseError, rendered: &Rendered) -> Diagnostic {
    broken_text(error, rendered.get(&error.path).map_or(&b""[..], |text| text))
}

/// The same of its text.
pub(crate) fn broken_text(error: &ParseError, text: &[u8]) -> Diagnostic {
    let path = String::from_utf8_lossy(&error.path);
    let place = place(error, text);
    let (code, help) = fault::of_yaml(&error.error, place.excerpt.as_deref());
    Diagnostic::error(code, format!("YAML parse error on {path}: {}", error.error))
        .summed_up(error.error.reason())
        .at(place)
        .helped(help)
        .blaming_budgets()
}

/// Helm's remark on a manifest that it drops.
pub(crate) fn unknown_hook(types: &[u8]) -> Diagnostic {
    let types = String::from_utf8_lossy(types);
    let quoted = if types.contains([' ', '"', '=']) { format!("{types:?}") } else { types.to_string() };
    Diagnostic::new("manifest::unknown-hook", Severity::Warning, format!("skipping unknown hooks: {types}"))
        .logged(format!("level=INFO msg=\"skipping unknown hooks\" hookTypes={quoted}"))
}

/// Where a rendered text is no YAML.
fn place(error: &ParseError, text: &[u8]) -> Place {
    let mut place = Place::file(Base::Rendered, &error.path);
    let Some(document) = split(text).nth(error.document) else { return place };
    // Documents are parts of the text.
    let start = (document.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    if let Some(line) = error.error.line() {
        let line = text[..start].iter().filter(|&&b| b == b'\n').count() + line;
        (place.line, place.excerpt) = (Some(line), nth_line(text, line));
    } else if let Some(offset) = error.error.offset() {
        place = place.at(text, start + document.len().min(offset as usize));
    }
    // What a Secret holds is shown to nobody.
    if is_secret(document) {
        place.excerpt = None;
    }
    place
}

/// Whether a document, which need not be YAML, is a Secret.
pub(crate) fn is_secret(document: &[u8]) -> bool {
    document.split(|&b| b == b'\n').any(|line| {
        let Some(kind) = line.strip_prefix(b"kind:") else { return false };
        let mut words = kind.split(|b| !b.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.next() == Some(b"Secret")
    })
}

/// A line of a Secret, or of a template that prints one: what stands behind the key is not shown.
pub(crate) fn masked(line: &[u8]) -> Vec<u8> {
    match memchr::memchr(b':', line) {
        Some(colon) if !line[colon + 1..].trim_ascii().is_empty() => [&line[..=colon], b" ***"].concat(),
        Some(_) => line.to_vec(),
        None => b"***".to_vec(),
    }
}
