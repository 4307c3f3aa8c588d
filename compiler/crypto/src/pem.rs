//! PEM blocks: found with Go's leniency, written with lines of 64 (Go: encoding/pem).

use nexachart_go::base64;

const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"\n-----END ";
const DASHES: &[u8] = b"-----";

/// What a block says it is, and its content. Headers are checked and dropped.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: Vec<u8>,
    pub(crate) content: Vec<u8>,
}

/// The first whole block in `data`, whatever text stands around it.
pub(crate) fn decode(data: &[u8]) -> Option<Block> {
    let mut rest = data;
    loop {
        // The first END, and the last BEGIN before it: a BEGIN without an END of its own is skipped.
        let end = find(rest, END)?;
        let after_end = &rest[end + END.len()..];
        if let Some(begin) = rfind(&rest[..end], BEGIN)
            && (begin == 0 || rest[begin - 1] == b'\n')
        {
            match block(&rest[begin + BEGIN.len()..], end - begin - BEGIN.len(), after_end) {
                Attempt::Block(block) => return Some(block),
                Attempt::Ended => return None,
                Attempt::Malformed => {}
            }
        }
        rest = after_end;
    }
}

enum Attempt {
    Block(Block),
    /// Not a block: the search goes on behind its END.
    Malformed,
    /// The text ended among the headers, with which Go gives up.
    Ended,
}

/// The block that starts with its type line; its END line's newline is at `end`.
fn block(text: &[u8], end: usize, after_end: &[u8]) -> Attempt {
    let (type_line, mut rest) = line(text);
    let Some(kind) = type_line.strip_suffix(DASHES) else { return Attempt::Malformed };
    let mut has_headers = false;
    loop {
        if rest.is_empty() {
            return Attempt::Ended;
        }
        let (header, next) = line(rest);
        if !header.contains(&b':') {
            break;
        }
        has_headers = true;
        rest = next;
    }
    // None when the END stands right behind the type line or a header, whose newline is then part of it.
    let read = text.len() - rest.len();
    let content = end.checked_sub(read);
    if has_headers && content.is_none() {
        // An END line with a colon counts as a header.
        return if read > end + END.len() { Attempt::Ended } else { Attempt::Malformed };
    }
    let Some(after_kind) = after_end.strip_prefix(kind).and_then(|tail| tail.strip_prefix(DASHES)) else {
        return Attempt::Malformed;
    };
    if !line(after_kind).0.is_empty() {
        return Attempt::Malformed;
    }
    let encoded = &rest[..content.unwrap_or(0)];
    let encoded: Vec<u8> = encoded.iter().copied().filter(|byte| !matches!(byte, b' ' | b'\t')).collect();
    match base64::decode(&encoded) {
        Ok(content) => Attempt::Block(Block { kind: kind.to_vec(), content }),
        Err(_) => Attempt::Malformed,
    }
}

/// A block as text.
pub(crate) fn encode(kind: &str, content: &[u8]) -> String {
    let encoded = base64::encode(content);
    let mut out = format!("-----BEGIN {kind}-----\n");
    let mut rest = encoded.as_str();
    while !rest.is_empty() {
        // Base64 is ASCII, so that every index is a boundary.
        let (line, next) = rest.split_at(rest.len().min(64));
        out.push_str(line);
        out.push('\n');
        rest = next;
    }
    out.push_str(&format!("-----END {kind}-----\n"));
    out
}

/// The first line without the blanks and the newline at its end, and what follows.
fn line(data: &[u8]) -> (&[u8], &[u8]) {
    let (line, rest) = match data.iter().position(|byte| *byte == b'\n') {
        Some(at) => {
            let (line, rest) = (&data[..at], &data[at + 1..]);
            (line.strip_suffix(b"\r").unwrap_or(line), rest)
        }
        None => (data, &[][..]),
    };
    let blanks = line.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    (&line[..line.len() - blanks], rest)
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn rfind(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).rposition(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Results of Go's `pem.Decode`.
    #[test]
    fn decodes_as_go() {
        let cases: [(&str, Option<(&str, &str)>); 14] = [
            ("-----BEGIN A-----\nYWJj\n-----END A-----", Some(("A", "abc"))),
            ("text\n-----BEGIN A-----\r\nYW\r\n J\tj\r\n-----END A----- \t\r\ntext", Some(("A", "abc"))),
            ("-----BEGIN A-----\nK: v\n\nYWJj\n-----END A-----\n", Some(("A", "abc"))),
            ("-----BEGIN A-----\n-----END A-----", Some(("A", ""))),
            ("-----BEGIN A-----\nYWJj\n-----BEGIN B-----\nYWI=\n-----END B-----", Some(("B", "ab"))),
            (
                "-----BEGIN A-----\nYWJj\n-----END B-----\n-----BEGIN C-----\nYQ==\n-----END C-----",
                Some(("C", "a")),
            ),
            (
                "-----BEGIN A-----\n!\n-----END A-----\n-----BEGIN C-----\nYQ==\n-----END C-----",
                Some(("C", "a")),
            ),
            ("x-----BEGIN A-----\nYWJj\n-----END A-----", None),
            ("-----BEGIN A-----\nYWJj\n-----END A-----x", None),
            ("-----BEGIN A----\nYWJj\n-----END A-----", None),
            ("-----BEGIN A-----\nK: v\n-----END A-----", None),
            ("-----BEGIN A:-----\nYWJj\n-----END A:-----\n", Some(("A:", "abc"))),
            ("-----BEGIN A-----\nYWJj", None),
            ("", None),
        ];
        for (text, want) in cases {
            let want = want.map(|(kind, content)| Block { kind: kind.into(), content: content.into() });
            assert_eq!(decode(text.as_bytes()), want, "{text:?}");
        }
    }

    #[test]
    fn encodes_in_lines_of_64() {
        assert_eq!(encode("A B", b""), "-----BEGIN A B-----\n-----END A B-----\n");
        assert_eq!(encode("A", b"abc"), "-----BEGIN A-----\nYWJj\n-----END A-----\n");
        for len in [47, 48, 49, 96, 100] {
            let text = encode("A", &vec![7; len]);
            assert!(text.lines().all(|line| line.len() <= 64), "{text}");
            assert_eq!(decode(text.as_bytes()).map(|block| block.content), Some(vec![7; len]));
        }
    }
}
