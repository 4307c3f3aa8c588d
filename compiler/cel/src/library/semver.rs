//! Semantic versions (apiserver: cel/library/semverlib.go, cel/semver.go).

use super::{Call, Cost, Function, Library, Overload, Version, traversal};
use crate::fault::Fault;
use crate::kernel::semver::Semver;
use crate::value::{Opaque, Value};

/// Semantic versions.
pub const LIBRARY: Library = Library { name: "semver", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 33);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "semver",
        SINCE,
        "A text as a version; an error if it is none. With `true` a `v` before it, leading zeros and missing numbers are \
         taken.",
        &["semver('1.2.3').minor() == 2", "semver('v1.2', true) == semver('1.2.0')"],
        &[
            Overload::function("string_to_semver", "(string) -> kubernetes.Semver", semver)
                .cost(Cost::Of(traversal)),
            Overload::function("string_bool_to_semver", "(string, bool) -> kubernetes.Semver", semver)
                .cost(Cost::Of(traversal)),
        ],
    ),
    Function::new(
        "isSemver",
        SINCE,
        "Whether `semver` takes a text.",
        &["isSemver('1.2.3-rc.1+build')", "!isSemver('v1.2')", "isSemver('v1.2', true)"],
        &[
            Overload::function("is_semver_string", "(string) -> bool", is_semver).cost(Cost::Of(traversal)),
            Overload::function("is_semver_string_bool", "(string, bool) -> bool", is_semver)
                .cost(Cost::Of(traversal)),
        ],
    ),
    Function::new(
        "isGreaterThan",
        SINCE,
        "Whether the receiver comes after.",
        &["semver('1.10.0').isGreaterThan(semver('1.9.0'))"],
        &[Overload::member(
            "semver_is_greater_than",
            "(kubernetes.Semver, kubernetes.Semver) -> bool",
            is_greater_than,
        )],
    ),
    Function::new(
        "isLessThan",
        SINCE,
        "Whether the receiver comes before.",
        &["semver('1.0.0-rc.1').isLessThan(semver('1.0.0'))"],
        &[Overload::member(
            "semver_is_less_than",
            "(kubernetes.Semver, kubernetes.Semver) -> bool",
            is_less_than,
        )],
    ),
    Function::new(
        "compareTo",
        SINCE,
        "-1, 0 or 1; build metadata does not count.",
        &["semver('1.0.0+a').compareTo(semver('1.0.0+b')) == 0"],
        &[Overload::member("semver_compare_to", "(kubernetes.Semver, kubernetes.Semver) -> int", compare_to)],
    ),
    Function::new(
        "major",
        SINCE,
        "The first number.",
        &["semver('1.2.3').major() == 1"],
        &[Overload::member("semver_major", "(kubernetes.Semver) -> int", |call| number(call, |v| v.major))],
    ),
    Function::new(
        "minor",
        SINCE,
        "The second number.",
        &["semver('1.2.3').minor() == 2"],
        &[Overload::member("semver_minor", "(kubernetes.Semver) -> int", |call| number(call, |v| v.minor))],
    ),
    Function::new(
        "patch",
        SINCE,
        "The third number.",
        &["semver('1.2.3').patch() == 3"],
        &[Overload::member("semver_patch", "(kubernetes.Semver) -> int", |call| number(call, |v| v.patch))],
    ),
];

impl Opaque for Semver {
    fn type_name(&self) -> &str {
        "kubernetes.Semver"
    }

    fn equals(&self, other: &Value) -> Option<bool> {
        Some(self == other.downcast::<Semver>()?)
    }

    fn canonical(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// The version in the first argument; the second, if it is there, tells how strict to be.
fn parse(call: &Call<'_>) -> Result<Semver, Fault> {
    let text = call.str(0)?;
    let parsed = match call.args.len() > 1 && call.bool(1)? {
        true => Semver::parse_lenient(text),
        false => Semver::parse(text),
    };
    parsed.map_err(Fault::new)
}

fn semver(call: &Call<'_>) -> Result<Value, Fault> {
    parse(call).map(Value::opaque)
}

fn is_semver(call: &Call<'_>) -> Result<Value, Fault> {
    call.str(0)?;
    if call.args.len() > 1 {
        call.bool(1)?;
    }
    Ok(parse(call).is_ok().into())
}

fn is_greater_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok((call.opaque::<Semver>(0)? > call.opaque::<Semver>(1)?).into())
}

fn is_less_than(call: &Call<'_>) -> Result<Value, Fault> {
    Ok((call.opaque::<Semver>(0)? < call.opaque::<Semver>(1)?).into())
}

fn compare_to(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Int(call.opaque::<Semver>(0)?.cmp(call.opaque::<Semver>(1)?) as i64))
}

/// Go: `types.Int(v.Major)`, which wraps around.
fn number(call: &Call<'_>, of: fn(&Semver) -> u64) -> Result<Value, Fault> {
    Ok(Value::Int(of(call.opaque::<Semver>(0)?) as i64))
}
