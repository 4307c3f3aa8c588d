//! Base64 with the standard alphabet and padding, decoded with Go's leniency and error offsets
//! (Go: encoding/base64 `StdEncoding`).

use std::fmt;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const INVALID: u8 = 0xff;

const VALUES: [u8; 256] = {
    let mut table = [INVALID; 256];
    let mut i = 0;
    while i < 64 {
        table[ALPHABET[i] as usize] = i as u8;
        i += 1;
    }
    table
};

/// The offset of the first byte at which the input is no base64; shown as Go's `CorruptInputError`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CorruptInput(pub usize);

impl fmt::Display for CorruptInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "illegal base64 data at input byte {}", self.0)
    }
}

impl std::error::Error for CorruptInput {}

/// Base64 of `bytes`, padded, on one line.
///
/// ```
/// assert_eq!(nexachart_go::base64::encode(b"abcd"), "YWJjZA==");
/// ```
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    let digit = |word: u32, place: u32| char::from(ALPHABET[(word >> (6 * place) & 63) as usize]);
    let (groups, rest) = bytes.as_chunks::<3>();
    for &[a, b, c] in groups {
        let word = u32::from_be_bytes([0, a, b, c]);
        out.extend([digit(word, 3), digit(word, 2), digit(word, 1), digit(word, 0)]);
    }
    match *rest {
        [a] => {
            let word = u32::from_be_bytes([0, a, 0, 0]);
            out.extend([digit(word, 3), digit(word, 2), '=', '=']);
        }
        [a, b] => {
            let word = u32::from_be_bytes([0, a, b, 0]);
            out.extend([digit(word, 3), digit(word, 2), digit(word, 1), '=']);
        }
        _ => {}
    }
    out
}

/// The bytes that `text` stands for. Line ends (`\r`, `\n`) are skipped anywhere, padding is needed,
/// nothing but line ends may follow it; the bits that padding cuts off need not be zero.
///
/// ```
/// use nexachart_go::base64::{CorruptInput, decode};
/// assert_eq!(decode(b"YWJj\nZA=="), Ok(b"abcd".to_vec()));
/// assert_eq!(decode(b"YWJj!"), Err(CorruptInput(4)));
/// ```
///
/// # Errors
/// The offset at which Go sees the first fault.
pub fn decode(text: &[u8]) -> Result<Vec<u8>, CorruptInput> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let mut at = 0;
    while at < text.len() {
        if let Some(&[a, b, c, d]) = text[at..].first_chunk::<4>() {
            let [a, b, c, d] = [a, b, c, d].map(|byte| VALUES[usize::from(byte)]);
            if (a | b | c | d) & 0xc0 == 0 {
                push_group(&mut out, [a, b, c, d], 3);
                at += 4;
                continue;
            }
        }
        at = decode_group(text, at, &mut out)?;
    }
    Ok(out)
}

fn push_group(out: &mut Vec<u8>, digits: [u8; 4], bytes: usize) {
    let word = digits.iter().fold(0, |word, &digit| word << 6 | u32::from(digit));
    out.extend_from_slice(&word.to_be_bytes()[1..=bytes]);
}

/// One group that holds line ends or padding, or is the last one; returns where the next one begins.
fn decode_group(text: &[u8], mut at: usize, out: &mut Vec<u8>) -> Result<usize, CorruptInput> {
    let line_end = |byte: u8| byte == b'\n' || byte == b'\r';
    let mut digits = [0; 4];
    let mut count = 0;
    while count < 4 {
        let Some(&byte) = text.get(at) else {
            // Go counts back by digits, not by bytes: line ends inside the group shift the offset.
            return if count == 0 { Ok(at) } else { Err(CorruptInput(at - count)) };
        };
        let value = VALUES[usize::from(byte)];
        if value != INVALID {
            digits[count] = value;
            count += 1;
        } else if byte == b'=' {
            return decode_padding(text, at, digits, count, out);
        } else if !line_end(byte) {
            return Err(CorruptInput(at));
        }
        at += 1;
    }
    push_group(out, digits, 3);
    Ok(at)
}

/// The end of the last group: `at` is at its first `=`.
fn decode_padding(
    text: &[u8],
    at: usize,
    digits: [u8; 4],
    count: usize,
    out: &mut Vec<u8>,
) -> Result<usize, CorruptInput> {
    let skip_line_ends =
        |from: usize| from + text[from..].iter().take_while(|&&byte| byte == b'\n' || byte == b'\r').count();
    let mut next = at + 1;
    if count < 2 {
        return Err(CorruptInput(at));
    }
    if count == 2 {
        next = skip_line_ends(next);
        match text.get(next) {
            None => return Err(CorruptInput(text.len())),
            Some(b'=') => next += 1,
            Some(_) => return Err(CorruptInput(next - 1)),
        }
    }
    next = skip_line_ends(next);
    if next < text.len() {
        return Err(CorruptInput(next));
    }
    push_group(out, digits, count - 1);
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes() {
        for (bytes, want) in [("", ""), ("a", "YQ=="), ("ab", "YWI="), ("abc", "YWJj"), ("abcd", "YWJjZA==")]
        {
            assert_eq!(encode(bytes.as_bytes()), want);
        }
        assert_eq!(encode(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    /// Results of Go's `base64.StdEncoding.DecodeString`.
    #[test]
    fn decodes_as_go() {
        let cases: [(&str, Result<&str, usize>); 22] = [
            ("", Ok("")),
            ("\n\r\n", Ok("")),
            ("YWJj", Ok("abc")),
            ("Y\nW\rJ\r\nj\n", Ok("abc")),
            ("YQ==", Ok("a")),
            ("YR==", Ok("a")),
            ("YQ=\n=\n", Ok("a")),
            ("YWI=\r\n", Ok("ab")),
            ("Y", Err(0)),
            ("YQ", Err(0)),
            ("Y\nQ", Err(1)),
            ("YWJjY", Err(4)),
            ("YQ=", Err(3)),
            ("YQ=x", Err(2)),
            ("YQ=\nx", Err(3)),
            ("YQ==x", Err(4)),
            ("YWI=\nYQ", Err(5)),
            ("=", Err(0)),
            ("Y===", Err(1)),
            ("YWJj=", Err(4)),
            ("YW J", Err(2)),
            ("notbase64!!", Err(9)),
        ];
        for (text, want) in cases {
            let want = want.map(|bytes| bytes.as_bytes().to_vec()).map_err(CorruptInput);
            assert_eq!(decode(text.as_bytes()), want, "{text:?}");
        }
    }
}
