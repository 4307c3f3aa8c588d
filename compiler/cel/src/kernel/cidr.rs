//! Networks in CIDR notation as CEL takes them; host bits are kept. Go: apiserver cel/library/cidr.go, net/netip.

use super::ip::{Ip, mapped};
use nexachart_go::{netip, strconv::quote};
use std::fmt;

/// A network: an address, whose host bits need not be zero, and how many of its bits are the prefix.
///
/// ```
/// use nexachart_cel::kernel::cidr::Cidr;
/// let net: Cidr = "10.1.2.3/8".parse()?;
/// assert_eq!((net.to_string(), net.masked().to_string()), ("10.1.2.3/8".into(), "10.0.0.0/8".into()));
/// assert!(net.contains_ip("10.200.0.1".parse()?));
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Cidr {
    ip: Ip,
    bits: u32,
}

impl std::str::FromStr for Cidr {
    type Err = String;

    /// # Errors
    /// The text of `cidr()` without the words it puts before all of them.
    fn from_str(text: &str) -> Result<Cidr, String> {
        let wrong = |cause: &str| {
            let text = quote(text.as_bytes());
            format!(
                "network address parse error during conversion from string: netip.ParsePrefix({text}): {cause}"
            )
        };
        let (address, length) = text.rsplit_once('/').ok_or_else(|| wrong("no '/'"))?;
        netip::parse_addr(address.as_bytes()).map_err(|cause| wrong(&cause))?;
        if address.contains('%') {
            return Err(wrong("IPv6 zones cannot be present in a prefix"));
        }
        let bad = || wrong(&format!("bad bits after slash: {}", quote(length.as_bytes())));
        // A single character may only be a digit: a sign alone is no number.
        if length.len() > 1 && !matches!(length.as_bytes()[0], b'1'..=b'9') {
            return Err(bad());
        }
        let bits = length.parse::<i64>().map_err(|_| bad())?;
        let ip = Ip::parse_checked(address).ok_or_else(bad)?;
        let bits = u32::try_from(bits).ok().filter(|bits| *bits <= ip.bit_length());
        let bits = bits.ok_or_else(|| wrong("prefix length out of range"))?;
        if ip.is_4_in_6() { Err(mapped(text)) } else { Ok(Cidr { ip, bits }) }
    }
}

impl Cidr {
    /// The address, with its host bits.
    pub fn ip(self) -> Ip {
        self.ip
    }

    /// How many bits are the prefix.
    pub fn prefix_length(self) -> u32 {
        self.bits
    }

    /// The same network, its host bits zero.
    #[must_use]
    pub fn masked(self) -> Cidr {
        let host = self.ip.bit_length() - self.bits;
        let bits = self.ip.bits().checked_shr(host).and_then(|bits| bits.checked_shl(host)).unwrap_or(0);
        Cidr { ip: self.ip.with_bits(bits), bits: self.bits }
    }

    /// Whether an address of the same family has the same prefix.
    pub fn contains_ip(self, ip: Ip) -> bool {
        self.ip.family() == ip.family() && Cidr { ip, bits: self.bits }.masked() == self.masked()
    }

    /// Whether another network lies within this one or is the same.
    pub fn contains_cidr(self, other: Cidr) -> bool {
        self.bits <= other.bits && self.contains_ip(other.ip)
    }
}

impl fmt::Display for Cidr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.ip, self.bits)
    }
}

#[cfg(test)]
mod tests {
    use super::Cidr;

    #[test]
    fn errors_are_those_of_kubernetes() {
        let prefix = "network address parse error during conversion from string: netip.ParsePrefix";
        let cases = [
            ("10.0.0.0", r#"("10.0.0.0"): no '/'"#),
            ("10.0.0.0/33", r#"("10.0.0.0/33"): prefix length out of range"#),
            ("10.0.0.0/08", r#"("10.0.0.0/08"): bad bits after slash: "08""#),
            ("10.0.0.0/-", r#"("10.0.0.0/-"): bad bits after slash: "-""#),
            ("::1%a/64", r#"("::1%a/64"): IPv6 zones cannot be present in a prefix"#),
        ];
        for (text, want) in cases {
            assert_eq!(text.parse::<Cidr>().unwrap_err(), format!("{prefix}{want}"));
        }
    }

    #[test]
    fn masks() {
        let masked = |text: &str| text.parse::<Cidr>().unwrap().masked().to_string();
        assert_eq!(masked("255.255.255.255/0"), "0.0.0.0/0");
        assert_eq!(masked("2001:db8::1/0"), "::/0");
        assert_eq!(masked("2001:db8:ffff::1/33"), "2001:db8:8000::/33");
        assert_eq!(masked("10.1.2.3/32"), "10.1.2.3/32");
    }
}
