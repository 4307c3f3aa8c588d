//! Errors of an execution in Helm's words (Helm: engine.go reformatExecErrorMsg).

use memchr::memmem;
use nexachart_funcs::MARKS;
use nexachart_template::Error;

/// One level of an error, as Helm finds it again in Go's text.
#[derive(PartialEq)]
pub(crate) struct Level<'a> {
    pub location: &'a [u8],
    pub executing: Option<(&'a [u8], &'a [u8])>,
    pub message: &'a [u8],
}

/// Helm's text of an error. `fail` and `required` give just their message and the outermost place;
/// where each level of the error is one of text/template, it becomes a block of lines, else Go's text
/// stays as it is.
pub fn rewrite(file: &[u8], error: &Error) -> Vec<u8> {
    let text = error.message();
    if !error.chain().any(Error::is_exec) {
        return text.to_vec();
    }
    let mut tokens = Tokens(Some(text));
    let (Some(_), Some(location), Some(rest)) = (tokens.next(), tokens.next(), tokens.0) else {
        return [b"execution error in (", file, b"): ", text].concat();
    };
    if let Some(message) = marked(rest) {
        return [b"execution error at (", location, b"): ", message].concat();
    }
    let mut levels: Vec<Level<'_>> = Vec::new();
    for error in error.chain() {
        let Some(level) = level(error.message()) else { return text.to_vec() };
        if levels.last() != Some(&level) {
            levels.push(level);
        }
    }
    let mut out = Vec::new();
    for level in &levels {
        if !level.location.is_empty() {
            out.extend_from_slice(level.location);
            out.extend_from_slice(b"\n  ");
        }
        if let Some((name, at)) = level.executing {
            out.extend_from_slice(&[b"executing \"", name, b"\" at <", at, b">:\n    "].concat());
        }
        if !level.message.is_empty() {
            out.extend_from_slice(level.message);
            out.push(b'\n');
        }
    }
    nexachart_go::strings::trim_space(&out).to_vec()
}

/// A text cut at each `: `; what is not yet taken is in `0`.
struct Tokens<'a>(Option<&'a [u8]>);

impl<'a> Iterator for Tokens<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.0?;
        let at = memmem::find(text, b": ");
        self.0 = at.map(|at| &text[at + 2..]);
        Some(at.map_or(text, |at| &text[..at]))
    }
}

/// The message between the marks that `fail` and `required` set; the outermost marks count.
pub(crate) fn marked(text: &[u8]) -> Option<&[u8]> {
    let start = memmem::find(text, MARKS.0.as_bytes())? + MARKS.0.len();
    let end = memmem::rfind(&text[start..], MARKS.1.as_bytes())?;
    Some(&text[start..start + end])
}

pub(crate) fn level(text: &[u8]) -> Option<Level<'_>> {
    let rest = text.strip_prefix(b"template: ")?;
    if rest.starts_with(b"no template ") {
        return Some(Level { location: b"", executing: None, message: text });
    }
    if let Some(level) = executing(rest) {
        return Some(level);
    }
    let at = memmem::rfind(rest, b": ")?;
    Some(Level { location: &rest[..at], executing: None, message: until_next(&rest[at + 2..]) })
}

/// `NAME:LINE:COL: executing "TEMPLATE" at <NODE>: MESSAGE`.
fn executing(text: &[u8]) -> Option<Level<'_>> {
    let (location, after) = cut(text, b": executing ")?;
    let (name, after) = cut(after.strip_prefix(b"\"")?, b"\"")?;
    let (at, message) = cut(after.strip_prefix(b" at <")?, b">: ")?;
    Some(Level { location, executing: Some((name, at)), message: until_next(message) })
}

fn cut<'a>(text: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = memmem::find(text, separator)?;
    Some((&text[..at], &text[at + separator.len()..]))
}

/// The message without the next level that follows it.
fn until_next(message: &[u8]) -> &[u8] {
    memmem::find(message, b" template:").map_or(message, |at| &message[..at])
}
