//! Where a text that is no YAML is wrong, as its writer sees it. The reader notices some mistakes late: a quote that was left open,
//! at the next quote.

use memchr::memrchr;

use super::error::Error;
use super::event::EventKind;
use super::parser::Parser;
use super::token::Style;
use super::{Input, error::Stage};

/// The same error, at the byte where it should be mended. Its text stays as it is.
#[cold]
pub(super) fn located(input: &Input<'_>, error: Error) -> Error {
    match cause(input, &error) {
        Some(offset) => error.at(offset),
        None => error,
    }
}

fn cause(input: &Input<'_>, error: &Error) -> Option<u32> {
    let problem = error.offset()?;
    if error.stage() != Stage::Convert {
        return None;
    }
    let text: &[u8] = &input.text;
    match error.reason() {
        // What was begun and does not go on: a key without its colon, a quote or a tag that is left open.
        "could not find expected ':'"
        | "found unexpected end of stream"
        | "found unexpected document indicator"
        | "found unknown escape character"
        | "did not find expected alphabetic or numeric character" => error.context(),
        "did not find expected ',' or ']'" | "did not find expected ',' or '}'" => {
            open_quote(input, problem).or(error.context())
        }
        "mapping values are not allowed in this context" => {
            let line = line_start(text, problem);
            let begin = line + blanks(&text[line..problem as usize]);
            // Of two in a line the second one is wrong; alone, the line is deeper than the text above it allows.
            let alone = memchr::memmem::find(&text[begin..problem as usize], b": ").is_none();
            alone.then_some(begin as u32)
        }
        _ => open_quote(input, problem),
    }
}

/// The last quoted text before a byte, if it ends in the same line and began in an earlier one: it swallowed lines.
fn open_quote(input: &Input<'_>, problem: u32) -> Option<u32> {
    let text: &[u8] = &input.text;
    let line = line_start(text, problem);
    let mut parser = Parser::new(input);
    let mut last = None;
    while let Ok(event) = parser.next_event() {
        if event.span.start > problem || event.kind == EventKind::StreamEnd {
            break;
        }
        if let EventKind::Scalar { style, start, .. } = event.kind {
            last = Some((style, start, event.span.end));
        }
    }
    let (style, start, end) = last?;
    let quoted = matches!(style, Style::SingleQuoted | Style::DoubleQuoted);
    (quoted && (start as usize) < line && end as usize >= line).then_some(start)
}

fn line_start(text: &[u8], offset: u32) -> usize {
    memrchr(b'\n', &text[..(offset as usize).min(text.len())]).map_or(0, |at| at + 1)
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|b| matches!(b, b' ' | b'-' | b'?')).count()
}
