//! Name constraints, and what a domain or mailbox may look like (Go: crypto/x509/parser.go, verify.go).

use std::net::IpAddr;

use nexachart_go::strconv::quote;

use crate::asn1::read::{Reader, SEQUENCE, context_constructed};

/// Go: crypto/x509 `parseNameConstraintsExtension`.
pub(super) fn check_name_constraints(mut value: Reader<'_>) -> Result<(), String> {
    let invalid = "x509: invalid NameConstraints extension";
    let mut fields = value.read(SEQUENCE).filter(|_| value.is_empty()).ok_or(invalid)?;
    let permitted = fields.optional(context_constructed(0)).ok_or(invalid)?;
    let excluded = fields.optional(context_constructed(1)).ok_or(invalid)?;
    if !fields.is_empty() {
        return Err(invalid.into());
    }
    let lists = [permitted, excluded].map(|list| list.unwrap_or(Reader(&[])));
    if lists.iter().all(Reader::is_empty) {
        return Err("x509: empty name constraints extension".into());
    }
    for mut list in lists {
        while !list.is_empty() {
            let name = list.read(SEQUENCE).and_then(|mut subtree| subtree.any()).ok_or(invalid)?;
            check_constraint(name.tag, name.content)?;
        }
    }
    Ok(())
}

fn check_constraint(tag: u8, value: &[u8]) -> Result<(), String> {
    let fault = match tag {
        0x87 => return check_network(value),
        0x81 | 0x82 | 0x86 if !value.is_ascii() => {
            format!(
                "x509: invalid constraint value: x509: {} cannot be encoded as an IA5String",
                quote(value)
            )
        }
        0x81 if !is_mail_constraint(value) => {
            format!("x509: failed to parse rfc822Name constraint {}", quote(value))
        }
        0x82 if !is_domain_constraint(value) => {
            format!("x509: failed to parse dnsName constraint {}", quote(value))
        }
        0x86 if std::str::from_utf8(value).is_ok_and(|text| text.parse::<IpAddr>().is_ok()) => {
            format!("x509: failed to parse URI constraint {}: cannot be IP address", quote(value))
        }
        0x86 if !is_domain_constraint(value) => {
            format!("x509: failed to parse URI constraint {}", quote(value))
        }
        _ => return Ok(()),
    };
    Err(fault)
}

/// An address and a mask of ones followed by zeros.
fn check_network(value: &[u8]) -> Result<(), String> {
    if value.len() != 8 && value.len() != 32 {
        return Err(format!("x509: IP constraint contained value of length {}", value.len()));
    }
    let mask = &value[value.len() / 2..];
    let bits = mask.iter().fold(0u128, |bits, &byte| bits << 8 | u128::from(byte));
    let bits = bits << (128 - 8 * mask.len());
    if bits.leading_ones() + bits.trailing_zeros() < 128 {
        let hex: String = mask.iter().map(|byte| format!("{byte:02x}")).collect();
        return Err(format!("x509: IP constraint contained invalid mask {hex}"));
    }
    Ok(())
}

/// Go: crypto/x509 `domainNameValid`, which is lenient: no labels without characters, none but visible
/// ASCII characters. The empty name is one.
pub(super) fn is_domain_name(name: &[u8]) -> bool {
    name.is_empty() || are_labels(name)
}

/// The same, where a dot in front stands for any label.
fn is_domain_constraint(name: &[u8]) -> bool {
    name.is_empty() || name.last() != Some(&b'.') && are_labels(name.strip_prefix(b".").unwrap_or(name))
}

fn are_labels(name: &[u8]) -> bool {
    name.split(|byte| *byte == b'.').all(|label| !label.is_empty() && label.iter().all(u8::is_ascii_graphic))
}

fn is_mail_constraint(value: &[u8]) -> bool {
    if value.contains(&b'@') { is_mailbox(value) } else { is_domain_constraint(value) }
}

/// Go: crypto/x509 `parseRFC2821Mailbox`.
fn is_mailbox(text: &[u8]) -> bool {
    let after_local = match text.strip_prefix(b"\"") {
        Some(quoted) => after_quoted(quoted),
        None => after_atoms(text),
    };
    after_local.and_then(|rest| rest.strip_prefix(b"@")).is_some_and(is_domain_name)
}

/// What follows a quoted string's closing quote.
fn after_quoted(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        match rest {
            [b'"', after @ ..] => return Some(after),
            [b'\\', 1..=9 | 11 | 12 | 14..=127, after @ ..] => rest = after,
            [1..=8 | 11 | 12 | 14..=33 | 35..=91 | 93..=127, after @ ..] => rest = after,
            _ => return None,
        }
    }
}

/// What follows words with single dots between; a backslash lets any character pass.
fn after_atoms(mut rest: &[u8]) -> Option<&[u8]> {
    let mut local = Vec::new();
    loop {
        match rest {
            [b'\\', byte, after @ ..] => {
                local.push(*byte);
                rest = after;
            }
            [b'\\'] => return None,
            [byte, after @ ..] if byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(byte) => {
                local.push(*byte);
                rest = after;
            }
            _ => break,
        }
    }
    let between_dots = local.split(|byte| *byte == b'.').all(|word| !word.is_empty());
    between_dots.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mailboxes() {
        let cases: [(&str, bool); 14] = [
            ("a@b.c", true),
            ("a.b@c", true),
            ("a@", true),
            (".a@b", false),
            ("a..b@c", false),
            ("a.@b", false),
            ("@b", false),
            ("a@b.", false),
            ("a@.b", false),
            ("\"a b\"@c", true),
            ("\"a\\\"b\"@c", true),
            ("\"a@c", false),
            ("a\\@b@c", true),
            ("a b@c", false),
        ];
        for (text, want) in cases {
            assert_eq!(is_mailbox(text.as_bytes()), want, "{text}");
        }
    }

    #[test]
    fn networks() {
        let with_mask = |mask: [u8; 4]| check_network(&[[10, 0, 0, 0], mask].concat());
        assert_eq!(with_mask([255, 240, 0, 0]), Ok(()));
        assert_eq!(with_mask([0; 4]), Ok(()));
        assert_eq!(with_mask([255; 4]), Ok(()));
        assert_eq!(
            with_mask([255, 0, 255, 0]),
            Err("x509: IP constraint contained invalid mask ff00ff00".into())
        );
        assert_eq!(check_network(&[1]), Err("x509: IP constraint contained value of length 1".into()));
    }
}
