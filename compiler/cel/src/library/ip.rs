//! IP addresses (apiserver: cel/library/ip.go, cel/ip.go).

use super::{Call, Cost, Function, Library, Overload, Version, text_cost, traversal};
use crate::fault::Fault;
use crate::kernel::ip::Ip;
use crate::types::Type;
use crate::value::{Opaque, Value};

/// IP addresses.
pub const LIBRARY: Library = Library { name: "ip", opaque: &[TYPE], functions: FUNCTIONS };

const TYPE: &str = "net.IP";

const SINCE: Version = Version(1, 30);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "ip",
        SINCE,
        "A text as an address; an error if it is none, has a zone, or is an IPv4 address in IPv6.",
        &["ip('192.168.0.1').family() == 4", "ip('::1') == ip('0:0:0:0:0:0:0:1')"],
        &[Overload::function("string_to_ip", "(string) -> net.IP", ip).cost(Cost::Of(traversal))],
    ),
    Function::new(
        "isIP",
        SINCE,
        "Whether `ip` takes a text.",
        &["isIP('::1')", "!isIP('::ffff:10.0.0.1')", "!isIP('fe80::1%eth0')"],
        &[Overload::function("is_ip", "(string) -> bool", is_ip).cost(Cost::Of(traversal))],
    ),
    Function::new(
        "ip.isCanonical",
        SINCE,
        "Whether an address is written as `string` would write it; an error if it is none.",
        &["ip.isCanonical('2001:db8::abcd')", "!ip.isCanonical('2001:DB8::ABCD')"],
        &[Overload::function("ip_is_canonical", "(string) -> bool", is_canonical)
            .cost(Cost::Of(double_traversal))],
    ),
    Function::new(
        "family",
        SINCE,
        "4 or 6.",
        &["ip('::1').family() == 6"],
        &[Overload::member("ip_family", "(net.IP) -> int", family)],
    ),
    Function::new(
        "isUnspecified",
        SINCE,
        "Whether it is `0.0.0.0` or `::`.",
        &["ip('::').isUnspecified()"],
        &[Overload::member("ip_is_unspecified", "(net.IP) -> bool", |call| test(call, Ip::is_unspecified))],
    ),
    Function::new(
        "isLoopback",
        SINCE,
        "Whether it is in `127.0.0.0/8` or is `::1`.",
        &["ip('127.0.0.1').isLoopback()"],
        &[Overload::member("ip_is_loopback", "(net.IP) -> bool", |call| test(call, Ip::is_loopback))],
    ),
    Function::new(
        "isLinkLocalMulticast",
        SINCE,
        "Whether it is in `224.0.0.0/24` or `ff02::/16`.",
        &["ip('ff02::1').isLinkLocalMulticast()"],
        &[Overload::member("ip_is_link_local_multicast", "(net.IP) -> bool", |call| {
            test(call, Ip::is_link_local_multicast)
        })],
    ),
    Function::new(
        "isLinkLocalUnicast",
        SINCE,
        "Whether it is in `169.254.0.0/16` or `fe80::/10`.",
        &["ip('169.254.169.254').isLinkLocalUnicast()"],
        &[Overload::member("ip_is_link_local_unicast", "(net.IP) -> bool", |call| {
            test(call, Ip::is_link_local_unicast)
        })],
    ),
    Function::new(
        "isGlobalUnicast",
        SINCE,
        "Whether it is neither unspecified, loopback, link-local, multicast nor broadcast; private addresses are.",
        &["ip('192.168.0.1').isGlobalUnicast()", "!ip('255.255.255.255').isGlobalUnicast()"],
        &[Overload::member("ip_is_global_unicast", "(net.IP) -> bool", |call| {
            test(call, Ip::is_global_unicast)
        })],
    ),
    Function::new(
        "string",
        SINCE,
        "The canonical text of an address.",
        &["string(ip('2001:DB8::0001')) == '2001:db8::1'"],
        &[Overload::function("ip_to_string", "(net.IP) -> string", to_string)],
    ),
];

impl Opaque for Ip {
    fn type_name(&self) -> &str {
        TYPE
    }

    fn type_of(&self) -> Type {
        Type::opaque(TYPE)
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(self == other.downcast::<Ip>()?)
    }

    fn canonical(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn size(&self) -> Option<u64> {
        Some(u64::from(self.bit_length() / 8))
    }
}

fn double_traversal(args: &[Value], _result: &Value) -> u64 {
    args.first().map_or(0, |text| text_cost((text.plain_size() * 2) as f64))
}

/// The address in this argument. Go: `stringToIP`.
pub(super) fn parse(call: &Call<'_>, n: usize) -> Result<Ip, Fault> {
    call.str(n)?.parse().map_err(|error: String| Fault::new(error))
}

fn ip(call: &Call<'_>) -> Result<Value, Fault> {
    parse(call, 0).map(Value::opaque)
}

fn is_ip(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.str(0)?.parse::<Ip>().is_ok().into())
}

fn is_canonical(call: &Call<'_>) -> Result<Value, Fault> {
    Ok((parse(call, 0)?.to_string() == call.str(0)?).into())
}

fn family(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.opaque::<Ip>(0)?.family().into())
}

fn test(call: &Call<'_>, holds: fn(Ip) -> bool) -> Result<Value, Fault> {
    Ok(holds(*call.opaque::<Ip>(0)?).into())
}

fn to_string(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.opaque::<Ip>(0)?.to_string().into())
}
