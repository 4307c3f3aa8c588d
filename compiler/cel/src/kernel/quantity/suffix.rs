//! The suffixes of quantities. Go: pkg/api/resource/suffix.go.

use super::Format;
use nexachart_go::strconv::parse_int;

const DECIMAL: [(&str, i32); 10] =
    [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

const BINARY: [(&str, i32); 6] = [("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60)];

/// The exponent that a suffix stands for (of two for [`Format::BinarySi`], else of ten) and its family.
pub(super) fn interpret(suffix: &str) -> Option<(i32, Format)> {
    let find = |table: &[(&str, i32)]| table.iter().find(|(name, _)| *name == suffix).map(|entry| entry.1);
    if let Some(exponent) = find(&DECIMAL) {
        return Some((exponent, Format::DecimalSi));
    }
    if let Some(exponent) = find(&BINARY) {
        return Some((exponent, Format::BinarySi));
    }
    let exponent = suffix.strip_prefix(['e', 'E'])?;
    // Go keeps the lower 32 bits of what it read.
    Some((parse_int(exponent.as_bytes(), 10, 64).ok()? as i32, Format::DecimalExponent))
}

/// The suffix of `1024^times`; nothing where there is none, as in Go: what has no suffix is lost.
pub(super) fn binary(times: i64) -> String {
    if times == 0 {
        return String::new();
    }
    usize::try_from(times - 1).ok().and_then(|at| BINARY.get(at)).map_or("", |entry| entry.0).to_owned()
}

/// The suffix of `10^exponent`; nothing where there is none, as in Go.
pub(super) fn decimal(exponent: i64) -> String {
    DECIMAL.iter().find(|entry| i64::from(entry.1) == exponent).map_or("", |entry| entry.0).to_owned()
}

/// The suffix of `10^exponent` as an exponent.
pub(super) fn exponent(exponent: i64) -> String {
    // Go counts in 32 bits.
    match exponent as i32 {
        0 => String::new(),
        exponent => format!("e{exponent}"),
    }
}
