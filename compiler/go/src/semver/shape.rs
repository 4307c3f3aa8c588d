//! The outline that versions and the versions inside constraints share:
//! `v? N (.N)? (.N)? (-id(.id)*)? (+id(.id)*)?`.

/// The parts of a text of that outline; what is missing is empty.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape<'a> {
    pub major: &'a str,
    pub minor: &'a str,
    pub patch: &'a str,
    /// Without the `-`.
    pub pre: &'a str,
    /// Without the `+`.
    pub metadata: &'a str,
}

/// Reads the longest prefix of `text` of the outline, with `numeral` saying what a number is made of
/// (it must accept only ASCII, and neither `.`, `-` nor `+`), and gives the parts and the prefix's
/// length.
///
/// Each part ends where a byte follows that it cannot hold, so the longest reading is also the one that
/// the regular expressions of the Go library choose (`looseSemVerRegex`, `cvRegex`).
pub(super) fn scan(text: &[u8], numeral: fn(u8) -> bool) -> Option<(Shape<'_>, usize)> {
    let mut at = usize::from(text.first() == Some(&b'v'));
    let major = run(text, at, numeral)?;
    at += major.len();
    let mut shape = Shape { major, ..Shape::default() };
    for part in [&mut shape.minor, &mut shape.patch] {
        match after(text, at, b'.').and_then(|start| run(text, start, numeral)) {
            Some(number) => {
                *part = number;
                at += 1 + number.len();
            }
            None => break,
        }
    }
    for (mark, part) in [(b'-', &mut shape.pre), (b'+', &mut shape.metadata)] {
        if let Some(found) = after(text, at, mark).and_then(|start| identifiers(text, start)) {
            *part = found;
            at += 1 + found.len();
        }
    }
    Some((shape, at))
}

/// Whether `byte` may stand in a pre-release or metadata identifier.
pub(super) fn is_identifier(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

fn after(text: &[u8], at: usize, mark: u8) -> Option<usize> {
    (text.get(at) == Some(&mark)).then_some(at + 1)
}

/// `id(.id)*` at `start`.
fn identifiers(text: &[u8], start: usize) -> Option<&str> {
    let mut end = start + run(text, start, is_identifier)?.len();
    while let Some(next) = after(text, end, b'.').and_then(|start| run(text, start, is_identifier)) {
        end += 1 + next.len();
    }
    std::str::from_utf8(&text[start..end]).ok()
}

/// The bytes of one kind at `start`, at least one.
fn run(text: &[u8], start: usize, kind: fn(u8) -> bool) -> Option<&str> {
    let rest = text.get(start..)?;
    let length = rest.iter().position(|&byte| !kind(byte)).unwrap_or(rest.len());
    if length == 0 {
        return None;
    }
    std::str::from_utf8(&rest[..length]).ok()
}
