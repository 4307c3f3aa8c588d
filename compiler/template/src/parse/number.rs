//! Numbers and characters, read as all the types that can hold them. Their place is set by the caller.
//! Go: text/template/parse/node.go newNumber; for complex ones fmt/scan.go.

use nexachart_go::strconv::{self, Escape, FloatBits, append_quote};

use crate::Number;

/// The text of an error.
type Message = Vec<u8>;

/// A character constant, with its quotes.
pub(super) fn character(text: &[u8]) -> Result<Number, Message> {
    let (c, tail) = strconv::unquote_char(&text[1..], text[0]).map_err(|e| e.to_string().into_bytes())?;
    if tail != b"'" {
        return Err([b"malformed character constant: ", text].concat());
    }
    let n = c.code();
    Ok(Number { int: Some(n.into()), uint: Some(n.into()), float: Some(n.into()), ..Number::default() })
}

/// A number that is not the sum of two.
pub(super) fn number(text: &[u8]) -> Result<Number, Message> {
    if let Some(imaginary) = text.strip_suffix(b"i")
        && let Ok(f) = strconv::parse_float(imaginary, FloatBits::B64)
    {
        return Ok(simplified(0.0, f));
    }
    let mut number = Number {
        uint: strconv::parse_uint(text, 0, 64).ok(),
        int: strconv::parse_int(text, 0, 64).ok(),
        ..Number::default()
    };
    if number.int == Some(0) {
        number.uint = Some(0); // -0
    }
    number.float = match (number.int, number.uint) {
        (Some(i), _) => Some(i as f64),
        (None, Some(u)) => Some(u as f64),
        (None, None) => strconv::parse_float(text, FloatBits::B64).ok(),
    };
    let quoting = |what: &str| {
        let mut message = what.as_bytes().to_vec();
        append_quote(&mut message, text, Escape::NotPrintable);
        message
    };
    match number.float {
        None => return Err(quoting("illegal number syntax: ")),
        Some(f) if number.int.is_none() && number.uint.is_none() => {
            if !text.iter().any(|b| b".eEpP".contains(b)) {
                return Err(quoting("integer overflow: "));
            }
            number.int = exact_int(f);
            number.uint = exact_uint(f);
        }
        Some(_) => {}
    }
    Ok(number)
}

/// Two numbers with a sign between them, the second ending in `i`.
pub(super) fn complex(text: &[u8]) -> Result<Number, Message> {
    const SYNTAX: &[u8] = b"syntax error scanning complex number";
    let mut rest = text;
    let real = float_token(&mut rest);
    if !matches!(rest.first(), Some(b'+' | b'-')) {
        return Err(SYNTAX.to_vec());
    }
    // The sign belongs to the second number; one more sign behind it is read and refused later.
    let (sign, mut rest) = rest.split_at(1);
    let imaginary = [sign, float_token(&mut rest)].concat();
    if rest.first() != Some(&b'i') {
        return Err(SYNTAX.to_vec());
    }
    Ok(simplified(scan_float(real)?, scan_float(&imaginary)?))
}

/// What fmt's scanner takes for a float. It does not know `0b`, `0o`.
fn float_token<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let text = *rest;
    let mut at = 0;
    let mut accept = |valid: &[u8]| {
        let accepted = text.get(at).is_some_and(|b| valid.contains(b));
        at += usize::from(accepted);
        accepted
    };
    accept(b"+-");
    // It looks for an infinity, and does not give back what it has read of one.
    accept(b"iI");
    let mut digits: &[u8] = b"0123456789_";
    let mut exponent: &[u8] = b"eEpP";
    if accept(b"0") && accept(b"xX") {
        digits = b"0123456789aAbBcCdDeEfF_";
        exponent = b"pP";
    }
    while accept(digits) {}
    if accept(b".") {
        while accept(digits) {}
    }
    if accept(exponent) {
        accept(b"+-");
        while accept(b"0123456789_") {}
    }
    let token;
    (token, *rest) = text.split_at(at);
    token
}

fn scan_float(text: &[u8]) -> Result<f64, Message> {
    strconv::parse_float(text, FloatBits::B64).map_err(|e| e.to_string().into_bytes())
}

/// A complex number, and what else it is when its imaginary part is zero.
fn simplified(re: f64, im: f64) -> Number {
    let mut number = Number { complex: Some((re, im)), ..Number::default() };
    if im == 0.0 {
        number.float = Some(re);
        number.int = exact_int(re);
        number.uint = exact_uint(re);
    }
    number
}

/// The integer that a float is exactly.
fn exact_int(f: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0; // 2^63
    ((-LIMIT..LIMIT).contains(&f) && f.trunc() == f).then_some(f as i64)
}

fn exact_uint(f: f64) -> Option<u64> {
    const LIMIT: f64 = 18_446_744_073_709_551_616.0; // 2^64
    ((0.0..LIMIT).contains(&f) && f.trunc() == f).then_some(f as u64)
}
