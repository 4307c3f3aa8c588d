//! The text of a string or bytes literal (cel-go: parser/unescape.go).

/// Whether a literal is text or bytes: escapes of bytes are bytes, not code points.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Literal {
    Text,
    Bytes,
}

/// The bytes that a literal with its quotes and prefix `r` stands for. The lexer has seen that the quotes match.
pub fn unescape(token: &str, literal: Literal) -> Result<Vec<u8>, &'static str> {
    const UNABLE: &str = "unable to unescape string";
    let text = token.replace("\r\n", "\n").replace('\r', "\n");
    let (raw, text) = match text.strip_prefix(['r', 'R']) {
        Some(rest) => (true, rest),
        None => (false, text.as_str()),
    };
    let triple = ["'''", "\"\"\""].iter().find_map(|q| text.strip_prefix(q)?.strip_suffix(q));
    let single = ["'", "\""].iter().find_map(|q| text.strip_prefix(q)?.strip_suffix(q));
    let inner = triple.or(single).ok_or(UNABLE)?;
    if raw || !inner.contains('\\') {
        return Ok(inner.as_bytes().to_vec());
    }
    let mut out = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let mut chars = rest[at + 1..].chars();
        let digits = |chars: &std::str::Chars<'_>, n: usize, radix: u32, error: &'static str| {
            let digits = chars.as_str().get(..n).ok_or(error)?;
            if !digits.bytes().all(|b| char::from(b).is_digit(radix)) {
                return Err(error);
            }
            u32::from_str_radix(digits, radix).map_err(|_| error)
        };
        let (code, length) =
            match chars.next().ok_or("unable to unescape string, found '\\' as last character")? {
                'a' => (7, 0),
                'b' => (8, 0),
                'f' => (12, 0),
                'n' => (10, 0),
                'r' => (13, 0),
                't' => (9, 0),
                'v' => (11, 0),
                c @ ('\\' | '\'' | '"' | '`' | '?') => (c as u32, 0),
                'x' | 'X' => (digits(&chars, 2, 16, UNABLE)?, 2),
                'u' if literal == Literal::Text => (digits(&chars, 4, 16, UNABLE)?, 4),
                'U' if literal == Literal::Text => (digits(&chars, 8, 16, UNABLE)?, 8),
                c @ '0'..='3' => {
                    const OCTAL: &str = "unable to unescape octal sequence in string";
                    ((c as u32 - '0' as u32) * 64 + digits(&chars, 2, 8, OCTAL)?, 2)
                }
                _ => return Err(UNABLE),
            };
        match literal {
            Literal::Bytes => out.push(code as u8),
            Literal::Text => {
                let c = char::from_u32(code).ok_or("invalid unicode code point")?;
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        rest = &chars.as_str()[length..];
    }
    out.extend_from_slice(rest.as_bytes());
    Ok(out)
}
