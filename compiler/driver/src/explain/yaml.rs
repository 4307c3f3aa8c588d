//! Rendered files that are no YAML, at the line of the template that printed what is wrong.

use nexachart_manifest::{ParseError, read, split};
use nexachart_source::{Diagnostic, Label};

use super::cause::{calls, layer_name};
use super::trace::{Known, Trace, TracedFile};
use crate::manifest;

/// What is wrong with the YAML of a file.
pub(super) fn failure(trace: &Trace, file: &TracedFile) -> Option<Diagnostic> {
    let name = &trace.templates[file.template].name;
    if name.ends_with(b"NOTES.txt") {
        return None;
    }
    let error = read(name, &file.text, &trace.budgets()).err()?;
    let mut told = manifest::broken_text(&error, &file.text);
    let Some(offset) = offset(&error, &file.text) else { return Some(told) };
    if let Some(rendered) = told.primary.take() {
        let text = format!("rendered: {}", error.error.reason());
        told.labels.push(Label::rendered(*rendered, text));
    }
    explain_line(trace, file, offset, &mut told);
    Some(told)
}

/// The place of a byte that is wrong where it stands in its line. What an action printed in the middle of a line is its value's
/// fault. All else is the fault of what began the line: of a literal, or of what put the blanks there.
fn explain_line(trace: &Trace, file: &TracedFile, offset: usize, told: &mut Diagnostic) {
    let text = &file.text;
    let line = memchr::memrchr(b'\n', &text[..offset.min(text.len())]).map_or(0, |at| at + 1);
    let begin = line + text[line..].iter().take_while(|&&b| b == b' ').count();
    let own = trace.byte(file, offset);
    if begin < offset && !own.inputs.is_empty() {
        let first = trace.byte(file, begin);
        if first.chain.last() != own.chain.last() {
            return explain(trace, file, offset, told);
        }
    }
    if begin == line {
        return explain(trace, file, begin, told);
    }
    // Whose blanks: those of `nindent`, say, or of the literal that goes on behind them.
    let blanks = trace.byte(file, begin - 1);
    let first = trace.byte(file, begin);
    match blanks.chain.last() == first.chain.last() || !trace.is_action(&blanks) {
        true => explain(trace, file, begin, told),
        false => explain(trace, file, begin - 1, told),
    }
}

/// Gives a finding the place that printed a byte, the calls that led there, and the values that went in.
pub(crate) fn explain(trace: &Trace, file: &TracedFile, offset: usize, told: &mut Diagnostic) {
    let is_secret = manifest::is_secret(document_at(&file.text, offset));
    let found = trace.byte(file, offset);
    let Some((at, spot)) = trace.innermost(&found.chain) else { return };
    let within = if at + 1 == found.chain.len() { found.within } else { 0 };
    if let Some(mut place) = trace.place(spot, within) {
        if is_secret {
            place.excerpt = place.excerpt.as_deref().map(manifest::masked);
        }
        told.primary = Some(Box::new(place));
    }
    told.trace = calls(trace, &found.chain[..at]);
    for input in found.inputs.iter().filter(|input| input.is_taken).take(4) {
        let Some(Known::Value(path) | Known::Key(path)) = trace.known(input) else { continue };
        let sets = trace.layers().find(&path);
        let Some(set) = sets.first() else { continue };
        let text = format!("`{path}` goes in here");
        let label = Label::value(set.place.clone(), path.to_string(), layer_name(&set.place), text);
        told.labels.push(if is_secret { label.kept_secret() } else { label });
    }
}

/// The document that holds a byte.
fn document_at(text: &[u8], offset: usize) -> &[u8] {
    let holds = |document: &&[u8]| {
        let start = (document.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
        (start..=start + document.len()).contains(&offset)
    };
    split(text).find(holds).unwrap_or_default()
}

/// The byte of a rendered file at which its YAML is wrong.
fn offset(error: &ParseError, text: &[u8]) -> Option<usize> {
    let document = split(text).nth(error.document)?;
    let start = (document.as_ptr() as usize).saturating_sub(text.as_ptr() as usize).min(text.len());
    if let Some(offset) = error.error.offset() {
        return Some(start + document.len().min(offset as usize));
    }
    let line = error.error.line()?.checked_sub(1)?;
    let before = match line.checked_sub(1) {
        Some(before) => memchr::memchr_iter(b'\n', document).nth(before)? + 1,
        None => 0,
    };
    let blank = document[before..].iter().take_while(|b| matches!(b, b' ')).count();
    Some(start + (before + blank).min(document.len()))
}
