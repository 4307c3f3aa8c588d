//! Networks in CIDR notation (apiserver: cel/library/cidr.go, cel/cidr.go).

use super::{Call, Cost, Function, Library, Overload, Version, ip, text_cost, traversal};
use crate::fault::Fault;
use crate::kernel::cidr::Cidr;
use crate::kernel::ip::Ip;
use crate::types::Type;
use crate::value::{Opaque, Value};

/// Networks.
pub const LIBRARY: Library = Library { name: "cidr", opaque: &[TYPE, "net.IP"], functions: FUNCTIONS };

const TYPE: &str = "net.CIDR";

const SINCE: Version = Version(1, 30);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "cidr",
        SINCE,
        "A text as a network, its host bits kept; an error if it is none.",
        &["cidr('10.0.0.0/8').prefixLength() == 8", "cidr('10.1.2.3/8') != cidr('10.0.0.0/8')"],
        &[Overload::function("string_to_cidr", "(string) -> net.CIDR", cidr).cost(Cost::Of(traversal))],
    ),
    Function::new(
        "isCIDR",
        SINCE,
        "Whether `cidr` takes a text.",
        &["isCIDR('::1/128')", "!isCIDR('10.0.0.0')"],
        &[Overload::function("is_cidr", "(string) -> bool", is_cidr).cost(Cost::Of(traversal))],
    ),
    Function::new(
        "containsIP",
        SINCE,
        "Whether an address, perhaps as text, is of the network.",
        &["cidr('10.0.0.0/8').containsIP('10.200.0.1')", "!cidr('10.0.0.0/8').containsIP(ip('::1'))"],
        &[
            Overload::member("cidr_contains_ip_string", "(net.CIDR, string) -> bool", contains_ip_text)
                .cost(Cost::Of(contains_ip_text_cost)),
            Overload::member("cidr_contains_ip_ip", "(net.CIDR, net.IP) -> bool", contains_ip)
                .cost(Cost::Of(contains_ip_cost)),
        ],
    )
    .unresolved_cost(Cost::Of(contains_ip_cost)),
    Function::new(
        "containsCIDR",
        SINCE,
        "Whether all addresses of another network, perhaps as text, are of this one.",
        &[
            "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')",
            "!cidr('10.1.0.0/16').containsCIDR(cidr('10.0.0.0/8'))",
        ],
        &[
            Overload::member("cidr_contains_cidr_string", "(net.CIDR, string) -> bool", contains_cidr_text)
                .cost(Cost::Of(contains_cidr_text_cost)),
            Overload::member("cidr_contains_cidr", "(net.CIDR, net.CIDR) -> bool", contains_cidr)
                .cost(Cost::Of(contains_cidr_cost)),
        ],
    )
    .unresolved_cost(Cost::Of(contains_cidr_cost)),
    Function::new(
        "ip",
        SINCE,
        "The address of a network, with its host bits.",
        &["cidr('10.1.2.3/8').ip() == ip('10.1.2.3')"],
        &[Overload::member("cidr_ip", "(net.CIDR) -> net.IP", to_ip)],
    ),
    Function::new(
        "prefixLength",
        SINCE,
        "How many bits are the prefix.",
        &["cidr('::1/128').prefixLength() == 128"],
        &[Overload::member("cidr_prefix_length", "(net.CIDR) -> int", prefix_length)],
    ),
    Function::new(
        "masked",
        SINCE,
        "The network with its host bits zero.",
        &["cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')"],
        &[Overload::member("cidr_masked", "(net.CIDR) -> net.CIDR", masked)],
    ),
    Function::new(
        "string",
        SINCE,
        "The text of a network.",
        &["string(cidr('10.1.2.3/8')) == '10.1.2.3/8'"],
        &[Overload::function("cidr_to_string", "(net.CIDR) -> string", to_string)],
    ),
];

impl Opaque for Cidr {
    fn type_name(&self) -> &str {
        TYPE
    }

    fn type_of(&self) -> Type {
        Type::opaque(TYPE)
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(self == other.downcast::<Cidr>()?)
    }

    fn canonical(&self) -> Option<String> {
        Some(self.to_string())
    }

    fn size(&self) -> Option<u64> {
        Some(u64::from(self.prefix_length().div_ceil(8)))
    }
}

fn size(args: &[Value], n: usize) -> u64 {
    args.get(n).map_or(1, Value::plain_size)
}

fn contains_ip_cost(args: &[Value], _result: &Value) -> u64 {
    text_cost((2 * size(args, 0)) as f64)
}

fn contains_ip_text_cost(args: &[Value], result: &Value) -> u64 {
    contains_ip_cost(args, result) + text_cost(size(args, 1) as f64)
}

fn contains_cidr_cost(args: &[Value], result: &Value) -> u64 {
    contains_ip_cost(args, result) + text_cost(size(args, 0) as f64) + 1
}

fn contains_cidr_text_cost(args: &[Value], result: &Value) -> u64 {
    contains_cidr_cost(args, result) + text_cost(size(args, 1) as f64)
}

fn parse(call: &Call<'_>, n: usize) -> Result<Cidr, Fault> {
    call.str(n)?.parse().map_err(|error: String| {
        Fault::new(format!("network address parse error during conversion from string: {error}"))
    })
}

fn cidr(call: &Call<'_>) -> Result<Value, Fault> {
    parse(call, 0).map(Value::opaque)
}

fn is_cidr(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.str(0)?.parse::<Cidr>().is_ok().into())
}

fn contains_ip(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.opaque::<Cidr>(0)?.contains_ip(*call.opaque::<Ip>(1)?).into())
}

/// A text that is no address is `no such overload` where its own error would tell more: Go: `cidrContainsIPString`.
fn contains_ip_text(call: &Call<'_>) -> Result<Value, Fault> {
    let ip = ip::parse(call, 1).map_err(|_| Fault::no_such_overload())?;
    Ok(call.opaque::<Cidr>(0)?.contains_ip(ip).into())
}

fn contains_cidr(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.opaque::<Cidr>(0)?.contains_cidr(*call.opaque::<Cidr>(1)?).into())
}

fn contains_cidr_text(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.opaque::<Cidr>(0)?.contains_cidr(parse(call, 1)?).into())
}

fn to_ip(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::opaque(call.opaque::<Cidr>(0)?.ip()))
}

fn prefix_length(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(i64::from(call.opaque::<Cidr>(0)?.prefix_length()).into())
}

fn masked(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::opaque(call.opaque::<Cidr>(0)?.masked()))
}

fn to_string(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(call.opaque::<Cidr>(0)?.to_string().into())
}
