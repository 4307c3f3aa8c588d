//! Decoded values as Go's `%#v` prints them, for the two errors that hold one.

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float, quote};

use super::decode::{Key, items, pairs, string};
use super::document::{Document, Kind};
use super::resolve::Resolved;

/// What is still to be printed.
enum Piece {
    Node(u32),
    Text(&'static str),
}

/// `map[interface {}]interface {}{"a":1, "b":[]interface {}{true, interface {}(nil)}}`
///
/// Only for what [`check`](super::decode::check) lets pass. A null at the top is `<nil>`, as fmt prints a bare nil.
pub(super) fn go_syntax(document: &Document<'_>, id: u32) -> String {
    let mut out = String::new();
    let mut pieces = vec![Piece::Node(id)];
    let mut top = true;
    while let Some(piece) = pieces.pop() {
        let id = match piece {
            Piece::Text(text) => {
                out.push_str(text);
                continue;
            }
            Piece::Node(id) => document.target(id),
        };
        let entry = document.entry(id);
        match entry.kind {
            Kind::Alias => {}
            Kind::Scalar => match document.resolved(entry) {
                Resolved::Null if top => out.push_str("<nil>"),
                resolved => scalar(&mut out, resolved, || string(document, entry).into_owned()),
            },
            Kind::Sequence => {
                out.push_str("[]interface {}{");
                pieces.push(Piece::Text("}"));
                for (index, &item) in items(document, id).iter().enumerate().rev() {
                    pieces.push(Piece::Node(item));
                    if index > 0 {
                        pieces.push(Piece::Text(", "));
                    }
                }
            }
            Kind::Mapping => {
                out.push_str("map[interface {}]interface {}{");
                let mut pairs = pairs(document, id);
                pairs.sort_by(|(a, ..), (b, ..)| compare(a, b));
                pieces.push(Piece::Text("}"));
                for (index, &(_, key, value)) in pairs.iter().enumerate().rev() {
                    pieces.push(Piece::Node(value));
                    pieces.push(Piece::Text(":"));
                    pieces.push(Piece::Node(key));
                    if index > 0 {
                        pieces.push(Piece::Text(", "));
                    }
                }
            }
        }
        top = false;
    }
    out
}

fn scalar(out: &mut String, resolved: Resolved, string: impl FnOnce() -> Vec<u8>) {
    match resolved {
        Resolved::Null => out.push_str("interface {}(nil)"),
        Resolved::Bool(value) => out.push_str(if value { "true" } else { "false" }),
        Resolved::Int(value) => out.push_str(&value.to_string()),
        Resolved::Uint(value) => out.push_str(&format!("{value:#x}")),
        Resolved::Float(value) => out.push_str(&float_g(value)),
        Resolved::String | Resolved::Timestamp => out.push_str(&quote(&string())),
    }
}

/// The order in which fmt prints keys of different types (internal/fmtsort): nil first, then by the address of
/// the type. In Helm's binary that makes strings, `uint64`, `int`, `float64`, `bool`.
fn compare(a: &Key<'_>, b: &Key<'_>) -> std::cmp::Ordering {
    let rank = |key: &Key<'_>| match key {
        Key::Null => 0,
        Key::String(_) => 1,
        Key::Uint(_) => 2,
        Key::Int(_) => 3,
        Key::Float(_) => 4,
        Key::Bool(_) => 5,
    };
    match (a, b) {
        (Key::String(a), Key::String(b)) => a.cmp(b),
        (Key::Uint(a), Key::Uint(b)) => a.cmp(b),
        (Key::Int(a), Key::Int(b)) => a.cmp(b),
        // NaN comes first.
        (Key::Float(a), Key::Float(b)) => a.partial_cmp(b).unwrap_or_else(|| b.is_nan().cmp(&a.is_nan())),
        (Key::Bool(a), Key::Bool(b)) => a.cmp(b),
        _ => rank(a).cmp(&rank(b)),
    }
}

/// A number as `%v` prints it.
pub(super) fn float_g(value: f64) -> String {
    format_float(value, FloatFormat::General, -1, FloatBits::B64)
}
