//! Words of messages: quoted texts, and numbers as golang.org/x/text writes them in English.

use crate::document::{Document, Node, NodeId};
use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};

/// A text in single quotes (Go: kind.quote). A backslash at its end is not doubled: with the closing quote it looks like
/// an escaped quote, and loses its escape.
pub(crate) fn quote(text: &[u8]) -> String {
    let quoted = nexachart_go::strconv::quote(text).replace("\\\"", "\"").replace('\'', "\\'");
    format!("'{}'", &quoted[1..quoted.len() - 1])
}

/// Several texts in quotes, with commas between.
pub(crate) fn quoted_list<'t>(texts: impl IntoIterator<Item = &'t [u8]>) -> String {
    let quoted: Vec<String> = texts.into_iter().map(quote).collect();
    quoted.join(", ")
}

/// A value of a schema as messages show it; `None` for lists and objects (Go: kind.display).
pub(crate) fn primitive(document: &Document, node: NodeId) -> Option<String> {
    match document.node(node) {
        Node::Null => Some("<nil>".to_owned()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Number(text) => Some(String::from_utf8_lossy(document.text(text)).into_owned()),
        Node::String(text) => Some(quote(document.text(text))),
        Node::List(_) | Node::Object(_) | Node::Foreign(_) => None,
    }
}

/// Places in a row, with blanks between.
pub(crate) fn spaced(places: &[usize]) -> String {
    let places: Vec<String> = places.iter().map(usize::to_string).collect();
    places.join(" ")
}

/// A whole number with a comma at every third digit.
pub(crate) fn whole(n: i64) -> String {
    let mut out = String::new();
    if n < 0 {
        out.push('-');
    }
    push_grouped(&mut out, &n.unsigned_abs().to_string());
    out
}

/// A number with as many digits as it needs: `1,234.5`, and `1.5×10⁰⁶` from a million on or below 0.0001.
pub(crate) fn number(n: f64) -> String {
    if n.is_infinite() {
        return if n < 0.0 { "-∞" } else { "∞" }.to_owned();
    }
    let mut out = String::new();
    if n < 0.0 {
        out.push('-');
    }
    let text = format_float(n.abs(), FloatFormat::General, -1, FloatBits::B64);
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            out.push_str(mantissa);
            out.push_str("×10");
            out.extend(exponent.chars().filter_map(|c| match c {
                '-' => Some('⁻'),
                '0'..='9' => "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().nth(c as usize - '0' as usize),
                _ => None,
            }));
        }
        None => match text.split_once('.') {
            Some((whole, fraction)) => {
                push_grouped(&mut out, whole);
                out.push('.');
                out.push_str(fraction);
            }
            None => push_grouped(&mut out, &text),
        },
    }
    out
}

fn push_grouped(out: &mut String, digits: &str) {
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_as_x_text() {
        for (n, want) in [
            (0.0, "0"),
            (-1.0, "-1"),
            (999.0, "999"),
            (1234.5, "1,234.5"),
            (-1234.5678, "-1,234.5678"),
            (999999.5, "999,999.5"),
            (1e6, "1×10⁰⁶"),
            (-1234567.25, "-1.23456725×10⁰⁶"),
            (1.5e300, "1.5×10³⁰⁰"),
            (0.00012345, "0.00012345"),
            (1.25e-7, "1.25×10⁻⁰⁷"),
            (f64::NEG_INFINITY, "-∞"),
        ] {
            assert_eq!(number(n), want);
        }
        for (n, want) in [(0, "0"), (-1000, "-1,000"), (i64::MIN, "-9,223,372,036,854,775,808")] {
            assert_eq!(whole(n), want);
        }
    }

    #[test]
    fn quotes() {
        for (text, want) in [("a", "'a'"), ("it's", r"'it\'s'"), ("\"\\\n", r#"'"\\\n'"#), ("a\\", r"'a\'")] {
            assert_eq!(quote(text.as_bytes()), want);
        }
    }
}
