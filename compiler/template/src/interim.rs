//! Stands in for nexachart_go until its modules are there.
#![allow(missing_docs)]

pub mod utf8 {
    pub fn decode_rune(s: &[u8]) -> (char, usize) {
        for len in 1..=s.len().min(4) {
            if let Ok(t) = std::str::from_utf8(&s[..len]) {
                return (t.chars().next().unwrap_or('\u{fffd}'), len);
            }
        }
        ('\u{fffd}', 1)
    }
}

pub mod unicode {
    pub fn is_letter(c: char) -> bool {
        c.is_alphabetic()
    }
    pub fn is_digit(c: char) -> bool {
        c.is_numeric()
    }
    pub fn is_print(c: char) -> bool {
        c == ' ' || !(c.is_control() || c.is_whitespace())
    }
}

pub mod strings {
    pub fn trim_space(s: &[u8]) -> &[u8] {
        s.trim_ascii()
    }
}

pub mod strconv {
    pub type E = &'static str;
    const SYNTAX: E = "invalid syntax";
    pub fn append_quote(out: &mut Vec<u8>, mut s: &[u8]) {
        out.push(b'"');
        while !s.is_empty() {
            let (c, n) = super::utf8::decode_rune(s);
            match c {
                '"' | '\\' => out.extend([b'\\', s[0]]),
                '\n' => out.extend(b"\\n"),
                '\t' => out.extend(b"\\t"),
                '\r' => out.extend(b"\\r"),
                '\x07' => out.extend(b"\\a"),
                '\x08' => out.extend(b"\\b"),
                '\x0c' => out.extend(b"\\f"),
                '\x0b' => out.extend(b"\\v"),
                '\u{fffd}' if n == 1 => out.extend(format!("\\x{:02x}", s[0]).bytes()),
                c if super::unicode::is_print(c) => out.extend(&s[..n]),
                c if c < ' ' || c == '\x7f' => out.extend(format!("\\x{:02x}", c as u32).bytes()),
                c if (c as u32) < 0x10000 => out.extend(format!("\\u{:04x}", c as u32).bytes()),
                c => out.extend(format!("\\U{:08x}", c as u32).bytes()),
            }
            s = &s[n..];
        }
        out.push(b'"');
    }
    pub fn unquote_char(s: &[u8], quote: u8) -> Result<(char, bool, &[u8]), E> {
        let b = *s.first().ok_or(SYNTAX)?;
        if b == quote {
            return Err(SYNTAX);
        }
        if b != b'\\' {
            let (c, n) = super::utf8::decode_rune(s);
            return Ok((c, n > 1, &s[n..]));
        }
        let e = *s.get(1).ok_or(SYNTAX)?;
        let rest = &s[2..];
        let c = match e {
            b'a' => '\x07',
            b'b' => '\x08',
            b'f' => '\x0c',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'v' => '\x0b',
            b'\\' => '\\',
            b'\'' | b'"' if e == quote => e as char,
            b'x' | b'u' | b'U' | b'0'..=b'7' => {
                let (digits, radix, skip) = match e {
                    b'x' => (2, 16, 2),
                    b'u' => (4, 16, 2),
                    b'U' => (8, 16, 2),
                    _ => (3, 8, 1),
                };
                let t = s.get(skip..skip + digits).ok_or(SYNTAX)?;
                let mut v = 0u32;
                for d in t {
                    v = v.wrapping_mul(radix) + (*d as char).to_digit(radix).ok_or(SYNTAX)?;
                }
                if digits < 4 {
                    if v > 255 {
                        return Err(SYNTAX);
                    }
                    return Ok((char::from(v as u8), false, &s[skip + digits..]));
                }
                return Ok((char::from_u32(v).ok_or(SYNTAX)?, true, &s[skip + digits..]));
            }
            _ => return Err(SYNTAX),
        };
        Ok((c, false, rest))
    }
    pub fn unquote(s: &[u8]) -> Result<Vec<u8>, E> {
        if s.len() < 2 {
            return Err(SYNTAX);
        }
        let mut inner = &s[1..s.len() - 1];
        if s[0] == b'`' {
            return Ok(inner.iter().copied().filter(|b| *b != b'\r').collect());
        }
        let mut out = Vec::new();
        while !inner.is_empty() {
            let (c, multi, rest) = unquote_char(inner, b'"')?;
            if multi || (c as u32) < 0x80 {
                out.extend(c.encode_utf8(&mut [0; 4]).bytes());
            } else if c == '\u{fffd}' {
                out.extend(&inner[..1]);
            } else {
                out.push(c as u32 as u8);
            }
            inner = rest;
        }
        Ok(out)
    }
    pub fn parse_uint(s: &[u8], _base: u32, _bits: u32) -> Result<u64, E> {
        let t = std::str::from_utf8(s).map_err(|_| SYNTAX)?;
        let lower = t.to_ascii_lowercase();
        let (radix, digits) = match lower.as_bytes() {
            [b'0', b'x', ..] => (16, &lower[2..]),
            [b'0', b'o', ..] => (8, &lower[2..]),
            [b'0', b'b', ..] => (2, &lower[2..]),
            [b'0', _, ..] => (8, &lower[1..]),
            _ => (10, &lower[..]),
        };
        if digits.ends_with('_')
            || digits.contains("__")
            || digits.starts_with('+')
            || digits.starts_with('-')
        {
            return Err(SYNTAX);
        }
        u64::from_str_radix(&digits.replace('_', ""), radix).map_err(|_| SYNTAX)
    }
    pub fn parse_int(s: &[u8], base: u32, bits: u32) -> Result<i64, E> {
        let (negative, rest) = match s {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, s),
        };
        let n = parse_uint(rest, base, bits)? as i128;
        i64::try_from(if negative { -n } else { n }).map_err(|_| SYNTAX)
    }
    pub fn parse_float(s: &[u8], _bits: u32) -> Result<f64, E> {
        let t = std::str::from_utf8(s).map_err(|_| SYNTAX)?;
        if t.contains('_') {
            return Err(SYNTAX);
        }
        t.parse().map_err(|_| SYNTAX)
    }
}
