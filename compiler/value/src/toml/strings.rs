//! The four kinds of TOML strings.

use super::scan::{END, Problem, Scanner, is_newline, quoted_text};

type Result<T> = std::result::Result<T, Problem>;

/// Reads a string in `"`, whose opening quote was read.
pub(super) fn basic(scanner: &mut Scanner) -> Result<Vec<u8>> {
    scanner.begin();
    let mut escapes = false;
    loop {
        match scanner.next()? {
            END => return Err(scanner.unexpected("unexpected EOF; expected '\"'")),
            c if is_newline(c) => return Err(scanner.error_before("strings cannot contain newlines")),
            '\\' => {
                escapes = true;
                escape(scanner)?;
            }
            '"' => {
                let content = content(scanner, 1);
                let line = scanner.line();
                return if escapes { unescape(content, line) } else { Ok(content.to_vec()) };
            }
            _ => {}
        }
    }
}

/// Reads a string in `'`, whose opening quote was read.
pub(super) fn literal(scanner: &mut Scanner) -> Result<Vec<u8>> {
    scanner.begin();
    loop {
        match scanner.next()? {
            END => return Err(scanner.unexpected("unexpected EOF; expected \"'\"")),
            c if is_newline(c) => return Err(scanner.error_before("strings cannot contain newlines")),
            '\'' => return Ok(content(scanner, 1).to_vec()),
            _ => {}
        }
    }
}

/// Reads a string in `"""`, whose opening quotes were read.
pub(super) fn basic_lines(scanner: &mut Scanner) -> Result<Vec<u8>> {
    scanner.begin();
    loop {
        match scanner.next()? {
            END => return Err(scanner.unexpected("unexpected EOF; expected '\"\"\"'")),
            // At the end of a line it needs nothing after it.
            '\\' if is_newline(scanner.peek()?) => {}
            '\\' => escape(scanner)?,
            '"' if closes(scanner, '"')? => {
                let content = content(scanner, 3);
                let text = join_lines(without_first_newline(content));
                return unescape(&text, scanner.line());
            }
            _ => {}
        }
    }
}

/// Reads a string in `'''`, whose opening quotes were read.
pub(super) fn literal_lines(scanner: &mut Scanner) -> Result<Vec<u8>> {
    scanner.begin();
    loop {
        match scanner.next()? {
            END => return Err(scanner.unexpected("unexpected EOF; expected \"'''\"")),
            '\'' if closes(scanner, '\'')? => {
                let content = content(scanner, 3);
                return Ok(without_first_newline(content).to_vec());
            }
            _ => {}
        }
    }
}

/// Whether the quote just read is the first of three that close the string; these are read then. Quotes may stand
/// before them: of up to five the last three count.
fn closes(scanner: &mut Scanner, quote: char) -> Result<bool> {
    if !scanner.accept(quote)? {
        return Ok(false);
    }
    if !scanner.accept(quote)? {
        scanner.back();
        return Ok(false);
    }
    if scanner.peek()? != quote {
        return Ok(true);
    }
    let piece = scanner.piece();
    let five = piece.len() >= 5 && piece[piece.len() - 5..].iter().all(|b| char::from(*b) == quote);
    let escaped = quote == '"' && piece.len() >= 6 && piece[piece.len() - 6] == b'\\';
    if five && !escaped {
        let message = if quote == '"' { "unexpected '\"\"\"\"\"\"'" } else { "unexpected \"''''''\"" };
        return Err(scanner.unexpected(message));
    }
    scanner.back();
    scanner.back();
    Ok(false)
}

/// The piece without the closing quotes. A new one begins.
fn content<'t>(scanner: &mut Scanner<'t>, quotes: usize) -> &'t [u8] {
    let piece = scanner.piece();
    scanner.begin();
    &piece[..piece.len() - quotes]
}

/// Reads what follows a backslash.
fn escape(scanner: &mut Scanner) -> Result<()> {
    let c = scanner.next()?;
    let (count, name) = match c {
        'e' | 'b' | 't' | 'n' | 'f' | 'r' | '"' | ' ' | '\t' | '\\' => return Ok(()),
        'x' => (2, "two"),
        'u' => (4, "four"),
        'U' => (8, "eight"),
        _ => return Err(scanner.error(format!("invalid escape in string '\\{c}'"))),
    };
    for _ in 0..count {
        if !scanner.next()?.is_ascii_hexdigit() {
            let found = quoted_text(scanner.piece());
            return Err(scanner.unexpected(format!(
                "expected {name} hexadecimal digits after '\\{c}', but got {found} instead"
            )));
        }
    }
    Ok(())
}

fn without_first_newline(s: &[u8]) -> &[u8] {
    s.strip_prefix(b"\n").or(s.strip_prefix(b"\r\n")).unwrap_or(s)
}

/// Takes out backslashes at the end of a line, with all blanks and newlines after them.
fn join_lines(s: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(s.len());
    let mut rest = s;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let after = &rest[at + 1..];
        let blanks = after.iter().take_while(|b| matches!(b, b' ' | b'\t' | b'\r' | b'\n')).count();
        let end = if after[..blanks].contains(&b'\n') {
            joined.extend_from_slice(&rest[..at]);
            at + 1 + blanks
        } else {
            // Another escape, of one character at least; a backslash after it is none of its own.
            let end = if after.starts_with(b"\\") { at + 2 } else { at + 1 };
            joined.extend_from_slice(&rest[..end]);
            end
        };
        rest = &rest[end..];
    }
    joined.extend_from_slice(rest);
    joined
}

/// Replaces escapes, which are known to be complete.
fn unescape(s: &[u8], line: i64) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(s.len());
    let mut rest = s;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let (escape, after) = rest[at + 1..].split_first().unwrap_or((&b'\\', &[]));
        let digits = match escape {
            b'x' => 2,
            b'u' => 4,
            b'U' => 8,
            _ => 0,
        };
        let (digits, after) = after.split_at(digits.min(after.len()));
        match escape {
            b'b' => out.push(0x08),
            b't' => out.push(b'\t'),
            b'n' => out.push(b'\n'),
            b'f' => out.push(0x0C),
            b'r' => out.push(b'\r'),
            b'e' => out.push(0x1B),
            b'x' | b'u' | b'U' => {
                let digits = String::from_utf8_lossy(digits);
                let Some(c) = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32) else {
                    let message = format!("Escaped character '\\u{digits}' is not valid UTF-8.");
                    return Err(Problem { line, message });
                };
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            b' ' | b'\t' => {
                let message = format!("invalid escape: '\\{}'", char::from(*escape));
                return Err(Problem { line, message });
            }
            other => out.push(*other),
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    Ok(out)
}
