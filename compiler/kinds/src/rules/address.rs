//! IP addresses and ranges of them. Go: k8s.io/apimachinery/pkg/util/validation/ip.go (strict since 1.33).

use std::net::{IpAddr, Ipv6Addr};

/// What is wrong with an address.
pub(super) fn ip(text: &str) -> Vec<String> {
    match parse(text) {
        None => vec!["must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)".into()],
        Some((_, true)) => vec!["must not have leading 0s".into()],
        Some((IpAddr::V6(address), _)) if address.to_ipv4_mapped().is_some() => {
            vec!["must not be an IPv4-mapped IPv6 address".into()]
        }
        Some(_) => Vec::new(),
    }
}

/// What is wrong with a range.
pub(super) fn cidr(text: &str) -> Vec<String> {
    let Some((address, length, zeros)) = parse_cidr(text) else {
        return vec!["must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)".into()];
    };
    if zeros {
        return vec!["must not have leading 0s in IP or prefix length".into()];
    }
    if matches!(address, IpAddr::V6(address) if address.to_ipv4_mapped().is_some()) {
        return vec!["must not have an IPv4-mapped IPv6 address".into()];
    }
    let (bits, size) = bits(address);
    if length < size && bits << (128 - size + length) != 0 {
        return vec!["must not have bits set beyond the prefix length".into()];
    }
    Vec::new()
}

/// Whether the second range is within the first and smaller.
pub(super) fn is_strict_subset(outer: &str, inner: &str) -> bool {
    let (Some((a, long, _)), Some((b, longer, _))) = (parse_cidr(outer), parse_cidr(inner)) else {
        return true;
    };
    let ((outer, size), (inner, other)) = (bits(a), bits(b));
    let shift = size - long;
    let head = |bits: u128| if shift >= 128 { 0 } else { bits >> shift };
    size == other && head(outer) == head(inner) && long < longer
}

/// Whether it is an address at all, zeros or not.
pub(crate) fn is_ip(text: &str) -> bool {
    parse(text).is_some()
}

/// Whether it is a range at all.
pub(crate) fn is_cidr(text: &str) -> bool {
    parse_cidr(text).is_some()
}

fn bits(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(address.to_bits()), 32),
        IpAddr::V6(address) => (address.to_bits(), 128),
    }
}

/// The address, and whether a number in it begins with a zero that is not to be there.
fn parse(text: &str) -> Option<(IpAddr, bool)> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some((address, false));
    }
    let (head, quad) = match text.rsplit_once(':') {
        Some((head, quad)) => (Some(head), quad),
        None => (None, text),
    };
    let parts: Vec<&str> = quad.split('.').collect();
    if parts.len() != 4 {
        return None;
    }
    let mut plain = Vec::new();
    for part in parts {
        if part.is_empty() || part.len() > 64 || !part.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let digits = part.trim_start_matches('0');
        plain.push(if digits.is_empty() { "0" } else { digits });
    }
    let quad = plain.join(".");
    match head {
        None => quad.parse().ok().map(|address| (address, true)),
        Some(head) => {
            format!("{head}:{quad}").parse::<Ipv6Addr>().ok().map(|address| (IpAddr::V6(address), true))
        }
    }
}

fn parse_cidr(text: &str) -> Option<(IpAddr, u32, bool)> {
    let (address, length) = text.split_once('/')?;
    let (address, zeros) = parse(address)?;
    if length.is_empty() || !length.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = length.parse::<u32>().ok()?;
    let size = bits(address).1;
    (number <= size).then_some((address, number, zeros || length.len() > 1 && length.starts_with('0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["10.0.0.1", "::1", "2001:db8::ffff", "FE80::1"] {
            assert!(ip(good).is_empty(), "{good}");
        }
        for bad in ["", "10.0.0", "10.0.0.256", "010.0.0.1", "::ffff:1.2.3.4", "a", "1.2.3.4/24"] {
            assert!(!ip(bad).is_empty(), "{bad}");
        }
    }

    #[test]
    fn ranges() {
        for good in ["10.0.0.0/8", "0.0.0.0/0", "::/0", "2001:db8::/32", "10.1.2.3/32", "::1/128"] {
            assert!(cidr(good).is_empty(), "{good} {:?}", cidr(good));
        }
        for bad in
            ["", "10.0.0.0", "10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.0/-1", "2001:db8::1/32"]
        {
            assert!(!cidr(bad).is_empty(), "{bad}");
        }
        assert!(is_strict_subset("10.0.0.0/8", "10.1.0.0/16"));
        assert!(is_strict_subset("0.0.0.0/0", "10.1.0.0/16"));
        assert!(!is_strict_subset("10.0.0.0/8", "11.1.0.0/16"));
        assert!(!is_strict_subset("10.0.0.0/8", "10.0.0.0/8"));
    }
}
