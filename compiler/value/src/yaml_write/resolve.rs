//! Whether a plain scalar would be read back as something other than a string.

use super::Dialect;
use crate::yaml::{Resolved, resolve};

/// Whether a reader takes the plain text `s` for a string. If not, the writer has to quote it.
///
/// Source: `stringv`, `isBase60Float` and `isOldBool` in encode.go of go.yaml.in/yaml. The reader of
/// yaml v3 knows fewer booleans, but its writer quotes those of YAML 1.1 all the same.
pub(super) fn is_string(s: &[u8], dialect: Dialect) -> bool {
    match s {
        // Only these can follow the sign of a number; flags of commands are common.
        [b'+' | b'-', b'0'..=b'9' | b'.' | b'_', ..] | [b'0'..=b'9', ..] => {
            resolve(s) == Resolved::String
                && !is_base60(s)
                && !(dialect == Dialect::Yaml3 && is_octal_after_sign(s))
        }
        [b'+' | b'-', ..] => true,
        _ => resolve(s) == Resolved::String,
    }
}

/// Numbers of base 60, as YAML 1.1 had them: `1:30`, `-12:59.5`.
fn is_base60(s: &[u8]) -> bool {
    let digits = |s: &[u8]| s.iter().take_while(|b| b.is_ascii_digit() || **b == b'_').count();
    let s = match s {
        [b'+' | b'-', rest @ ..] => rest,
        _ => s,
    };
    if !s.first().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let mut rest = &s[digits(s)..];
    if !rest.starts_with(b":") {
        return false;
    }
    while let [b':', part @ ..] = rest {
        rest = match part {
            [b'0'..=b'5', b'0'..=b'9', rest @ ..] => rest,
            [b'0'..=b'9', rest @ ..] => rest,
            _ => return false,
        };
    }
    match rest {
        [b'.', fraction @ ..] => digits(fraction) == fraction.len(),
        _ => rest.is_empty(),
    }
}

/// `0o` and digits with a sign between them: yaml v3 hands what follows the prefix to `ParseInt`.
fn is_octal_after_sign(s: &[u8]) -> bool {
    let digits: Vec<u8> = s.iter().copied().filter(|b| *b != b'_').collect();
    let Some([sign @ (b'+' | b'-'), digits @ ..]) = digits.strip_prefix(b"0o") else { return false };
    let limit = if *sign == b'-' { 1 << 63 } else { (1 << 63) - 1 };
    std::str::from_utf8(digits).is_ok_and(|digits| {
        !digits.starts_with('+') && u64::from_str_radix(digits, 8).is_ok_and(|n| n <= limit)
    })
}
