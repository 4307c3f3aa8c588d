//! A stream of YAML documents into its documents.

/// Splits a text at the lines that begin with `---`. Blanks before a document are cut off, those
/// after it stay; documents of blanks only are left out (Helm: SplitManifests, which splits at
/// `(?m)^---[ \t]*`: what follows on the line belongs to the document).
///
/// ```
/// let docs: Vec<&[u8]> = nexachart_manifest::split(b"a: 1\n---\n\n--- \nb: 2\n").collect();
/// assert_eq!(docs, [&b"a: 1\n"[..], b"b: 2\n"]);
/// ```
pub fn split(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = Some(trim_start(text));
    std::iter::from_fn(move || {
        let text = rest?;
        let (document, next) = match find_separator(text) {
            Some(at) => {
                let after = &text[at + 3..];
                let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
                (&text[..at], Some(&after[blanks..]))
            }
            None => (text, None),
        };
        rest = next;
        Some(document)
    })
    .map(trim_start)
    .filter(|document| !document.is_empty())
}

fn find_separator(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"---") {
        return Some(0);
    }
    memchr::memmem::find(text, b"\n---").map(|at| at + 1)
}

/// Without the white space at the start, as Go's unicode.IsSpace has it.
pub(crate) fn trim_start(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        rest = match rest {
            [b'\t' | b'\n' | 0x0B | 0x0C | b'\r' | b' ', rest @ ..] => rest,
            [0xC2, 0x85 | 0xA0, rest @ ..] => rest,
            [0xE1, 0x9A, 0x80, rest @ ..] => rest,
            [0xE2, 0x80, 0x80..=0x8A | 0xA8 | 0xA9 | 0xAF, rest @ ..] => rest,
            [0xE2, 0x81, 0x9F, rest @ ..] => rest,
            [0xE3, 0x80, 0x80, rest @ ..] => rest,
            _ => return rest,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::split;

    fn check(text: &str, expected: &[&str]) {
        let documents: Vec<_> = split(text.as_bytes()).map(|d| std::str::from_utf8(d).unwrap()).collect();
        assert_eq!(documents, expected, "{text:?}");
    }

    #[test]
    fn splits_as_helm_does() {
        check("", &[]);
        check(" \n\u{a0}\n", &[]);
        check("---\n", &[]);
        check("a: 1", &["a: 1"]);
        check("\n\n---  \na: 1\n\n---\n\nb: 2\n", &["a: 1\n\n", "b: 2\n"]);
        check("a: 1\n--- # comment\nb: 2", &["a: 1\n", "# comment\nb: 2"]);
        check("a: 1\n----\nb: 2", &["a: 1\n", "-\nb: 2"]);
        check("a: |\n  x\n  ---\nb: 2", &["a: |\n  x\n  ---\nb: 2"]);
    }
}
