//! IP addresses as CEL takes them: no zones, no IPv4 in IPv6. Go: apiserver cel/library/ip.go, net/netip.

use nexachart_go::{netip, strconv::quote};
use std::fmt;
use std::net::IpAddr;

/// An address.
///
/// ```
/// use nexachart_cel::kernel::ip::Ip;
/// let ip: Ip = "2001:DB8:0:0::1".parse()?;
/// assert_eq!(ip.to_string(), "2001:db8::1");
/// assert!(ip.is_global_unicast());
/// assert!("::ffff:10.0.0.1".parse::<Ip>().is_err());
/// # Ok::<(), String>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ip(IpAddr);

impl std::str::FromStr for Ip {
    type Err = String;

    /// # Errors
    /// The text of `ip()`.
    fn from_str(text: &str) -> Result<Ip, String> {
        if let Err(cause) = netip::parse_addr(text.as_bytes()) {
            let text = quote(text.as_bytes());
            return Err(format!("IP Address {text} parse error during conversion from string: {cause}"));
        }
        let address = match text.split_once('%') {
            Some((_, _)) => {
                let text = quote(text.as_bytes());
                return Err(format!("IP address {text} with zone value is not allowed"));
            }
            None => Ip::parse_checked(text),
        };
        address.filter(|ip| !ip.is_4_in_6()).ok_or_else(|| mapped(text))
    }
}

/// Go: apiserver cel/library, `parseIPAddr` and `parseCIDR`.
pub(super) fn mapped(text: &str) -> String {
    format!("IPv4-mapped IPv6 address {} is not allowed", quote(text.as_bytes()))
}

impl Ip {
    /// The bits of a text that `netip` takes.
    pub(super) fn parse_checked(text: &str) -> Option<Ip> {
        text.parse().ok().map(Ip)
    }

    pub(super) fn is_4_in_6(self) -> bool {
        matches!(self.0, IpAddr::V6(ip) if ip.to_ipv4_mapped().is_some())
    }

    /// The bits, in the lower 32 for IPv4.
    pub(super) fn bits(self) -> u128 {
        match self.0 {
            IpAddr::V4(ip) => u128::from(ip.to_bits()),
            IpAddr::V6(ip) => ip.to_bits(),
        }
    }

    /// The same family, other bits.
    pub(super) fn with_bits(self, bits: u128) -> Ip {
        Ip(match self.0 {
            // The lower 32 are those of IPv4.
            IpAddr::V4(_) => IpAddr::V4((bits as u32).into()),
            IpAddr::V6(_) => IpAddr::V6(bits.into()),
        })
    }

    /// 4 or 6.
    pub fn family(self) -> i64 {
        if self.0.is_ipv4() { 4 } else { 6 }
    }

    /// 32 or 128.
    pub fn bit_length(self) -> u32 {
        if self.0.is_ipv4() { 32 } else { 128 }
    }

    /// `0.0.0.0` or `::`.
    pub fn is_unspecified(self) -> bool {
        self.0.is_unspecified()
    }

    /// `127.0.0.0/8` or `::1`.
    pub fn is_loopback(self) -> bool {
        self.0.is_loopback()
    }

    /// `224.0.0.0/24` or `ff02::/16`, whatever the flags.
    pub fn is_link_local_multicast(self) -> bool {
        match self.0 {
            IpAddr::V4(ip) => ip.octets()[..3] == [224, 0, 0],
            IpAddr::V6(ip) => ip.segments()[0] & 0xff0f == 0xff02,
        }
    }

    /// `169.254.0.0/16` or `fe80::/10`.
    pub fn is_link_local_unicast(self) -> bool {
        match self.0 {
            IpAddr::V4(ip) => ip.is_link_local(),
            IpAddr::V6(ip) => ip.is_unicast_link_local(),
        }
    }

    /// Everything that is not unspecified, loopback, multicast, link-local or the broadcast: private addresses too.
    pub fn is_global_unicast(self) -> bool {
        !self.is_unspecified()
            && !matches!(self.0, IpAddr::V4(ip) if ip.is_broadcast())
            && !self.is_loopback()
            && !self.0.is_multicast()
            && !self.is_link_local_unicast()
    }
}

impl fmt::Display for Ip {
    /// The canonical text (RFC 5952).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::Ip;

    #[test]
    fn errors_are_those_of_kubernetes() {
        let cases = [
            (
                "1.2.3",
                r#"IP Address "1.2.3" parse error during conversion from string: ParseAddr("1.2.3"): IPv4 address too short"#,
            ),
            ("fe80::1%eth0", r#"IP address "fe80::1%eth0" with zone value is not allowed"#),
            ("::ffff:1.2.3.4", r#"IPv4-mapped IPv6 address "::ffff:1.2.3.4" is not allowed"#),
        ];
        for (text, want) in cases {
            assert_eq!(text.parse::<Ip>().unwrap_err(), want);
        }
    }

    #[test]
    fn kinds() {
        let ip = |text: &str| text.parse::<Ip>().unwrap();
        assert!(ip("224.0.0.7").is_link_local_multicast() && !ip("224.0.1.0").is_link_local_multicast());
        assert!(ip("ff12::1").is_link_local_multicast());
        assert!(ip("febf::1").is_link_local_unicast() && !ip("fec0::1").is_link_local_unicast());
        assert!(ip("10.0.0.1").is_global_unicast() && !ip("255.255.255.255").is_global_unicast());
    }
}
