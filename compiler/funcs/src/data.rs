//! YAML, JSON and TOML, written and read (Helm: engine/funcs.go; Sprig: defaults.go).

use nexachart_source::Budget;
use nexachart_template::{Call, Error, Flow, Func, Origin, Reads};
use nexachart_value::json::{Decoded, Target, from_json};
use nexachart_value::toml::{self, TomlError, Zones};
use nexachart_value::{Type, Value, from_yaml_within, json, yaml_write};

use crate::State;

const ANY: &[Type] = &[Type::Any];
const STRING: &[Type] = &[Type::String];

type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("toYaml", ANY, Type::String, |_, a| Ok(yaml_write::to_yaml(a.any(0)).unwrap_or_default().into()))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc(
            "The value as YAML, without the last line break. Lines are folded after 80 columns. A value that YAML cannot hold gives an empty text.",
            &[("{{ toYaml (dict \"a\" (list 1 \"yes\")) }}", "a:\n- 1\n- \"yes\"")],
        ),
    Func::new("mustToYaml", ANY, Type::String, |_, a| Ok(yaml_write::to_yaml(a.any(0))?.into()))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("Like `toYaml`; a failure is an error.", &[("{{ mustToYaml (list 1) }}", "- 1")]),
    Func::new("fromYaml", STRING, Type::MAP, |c, a| or_error_map(read_yaml(c, a.str(0), Target::Map)))
        .origin(Origin::Helm)
        .flow(Flow::Parse)
        .doc(
            "The map that a YAML text holds; where it holds none, a map with the key `Error`.",
            &[("{{ (fromYaml \"a: 1\").a }}", "1")],
        ),
    Func::new("fromYamlArray", STRING, Type::LIST, |c, a| or_error_list(read_yaml(c, a.str(0), Target::List)))
        .origin(Origin::Helm)
        .flow(Flow::Parse)
        .doc(
            "The list that a YAML text holds; where it holds none, a list of the error's text.",
            &[("{{ fromYamlArray \"[a, b]\" }}", "[a b]")],
        ),
    Func::new("toJson", ANY, Type::String, |_, a| Ok(json::to_json(a.any(0)).unwrap_or_default().into()))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("The value as JSON. A value that JSON cannot hold gives an empty text.", &[("{{ toJson (dict \"a\" 1) }}", "{\"a\":1}")]),
    Func::new("mustToJson", ANY, Type::String, |_, a| Ok(json::to_json(a.any(0))?.into()))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("Like `toJson`; a failure is an error.", &[("{{ mustToJson (list 1) }}", "[1]")]),
    Func::new("fromJson", STRING, Type::MAP, |c, a| {
        nodes_in_json(c, a.str(0))?;
        Ok(with_error(from_json(a.str(0), Target::Map)))
    })
        .origin(Origin::Helm)
        .flow(Flow::Parse)
        .doc(
            "The map that a JSON text holds; where it holds none, a map with the key `Error`.",
            &[("{{ (fromJson \"{\\\"a\\\":1}\").a }}", "1")],
        ),
    Func::new("fromJsonArray", STRING, Type::LIST, |c, a| or_error_list(decoded(c, a.str(0), Target::List)))
        .origin(Origin::Helm)
        .flow(Flow::Parse)
        .doc(
            "The list that a JSON text holds; where it holds none, a list of the error's text.",
            &[("{{ fromJsonArray \"[1,2]\" }}", "[1 2]")],
        ),
    Func::new("mustFromJson", STRING, Type::Any, |c, a| decoded(c, a.str(0), Target::Any))
        .flow(Flow::Parse)
        .doc("The value that a JSON text holds; a failure is an error.", &[("{{ mustFromJson \"[1,2]\" }}", "[1 2]")]),
    Func::new("toToml", ANY, Type::String, |_, a| to_toml(a.any(0)))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("The value as TOML. Where TOML cannot hold it, the text of the error.", &[("{{ toToml (dict \"a\" 1) }}", "a = 1\n")]),
    Func::new("mustToToml", ANY, Type::String, |_, a| Ok(toml::to_toml(a.any(0)).map_err(toml_error)?.into()))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("Like `toToml`; a failure is an error.", &[("{{ mustToToml (dict \"a\" 1) }}", "a = 1\n")]),
    Func::new("fromToml", STRING, Type::MAP, |c, a| or_error_map(read_toml(c, a.str(0))))
        .origin(Origin::Helm)
        .flow(Flow::Parse)
        .doc(
            "The map that a TOML text holds; where it holds none, a map with the key `Error`.",
            &[("{{ (fromToml \"a = 1\").a }}", "1")],
        ),
    Func::new("toPrettyJson", ANY, Type::String, |_, a| Ok(json::to_pretty_json(a.any(0)).unwrap_or_default().into()))
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("The value as JSON, indented.", &[("{{ toPrettyJson (list 1) }}", "[\n  1\n]")]),
    Func::new("mustToPrettyJson", ANY, Type::String, |_, a| Ok(json::to_pretty_json(a.any(0))?.into()))
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("Like `toPrettyJson`; a failure is an error.", &[("{{ mustToPrettyJson (list 1) }}", "[\n  1\n]")]),
    Func::new("toYamlPretty", ANY, Type::String, |_, a| Ok(yaml_write::to_yaml_pretty(a.any(0))?.into()))
        .origin(Origin::Helm)
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("The value as YAML with lists indented and no line folded.", &[("{{ toYamlPretty (dict \"a\" (list 1)) }}", "a:\n  - 1")]),
    Func::new("toRawJson", ANY, Type::String, |_, a| Ok(json::to_raw_json(a.any(0))?.into()))
        .alias(&["mustToRawJson"])
        .reads(Reads::All)
        .flow(Flow::Print)
        .doc("The value as JSON in which `<`, `>` and `&` stand as they are.", &[("{{ toRawJson \"<a>\" }}", "\"<a>\"")]),
];

/// So many bytes are read in the time of a step, at their worst.
const READING: u64 = 4;

fn read_yaml(call: &mut dyn Call, text: &[u8], target: Target) -> Result {
    call.spend(Budget::Steps, text.len() as u64 / READING)?;
    from_yaml_within(text, target, call.budgets()).map_err(|e| match e.exceeded() {
        Some(exceeded) => exceeded.into(),
        None => Error::new(e.to_string()),
    })
}

fn decoded(call: &mut dyn Call, text: &[u8], target: Target) -> Result {
    nodes_in_json(call, text)?;
    match from_json(text, target) {
        Decoded { error: Some(error), .. } => Err(error.into()),
        Decoded { value, .. } => Ok(value),
    }
}

/// What could be read, with the error in it.
fn with_error(decoded: Decoded) -> Value {
    if let (Some(error), Value::Map(map)) = (decoded.error, &decoded.value) {
        map.insert("Error", error.into());
    }
    decoded.value
}

fn to_toml(value: &Value) -> Result {
    match toml::to_toml(value) {
        Ok(text) => Ok(text.into()),
        Err(TomlError::Returned(text)) => Ok(text.into()),
        Err(error @ TomlError::Panicked(_)) => Err(toml_error(error)),
    }
}

fn toml_error(error: TomlError) -> Error {
    match error {
        TomlError::Returned(text) | TomlError::Panicked(text) => text.into(),
    }
}

fn read_toml(call: &mut dyn Call, text: &[u8]) -> Result {
    nodes_in_toml(call, text)?;
    let zones = Zones { local: State::zone(call), offset: State::zone_offset(call) };
    toml::from_toml(text, &zones).map_err(toml_error)
}

/// No more values than commas, brackets and braces: that is told fast. Those within texts count too, which matters
/// where there are hundreds of thousands.
fn nodes_in_json(call: &mut dyn Call, text: &[u8]) -> Result<()> {
    call.spend(Budget::Steps, text.len() as u64 / READING)?;
    let nodes = memchr::memchr3_iter(b',', b'[', b'{', text).count() as u64 + 1;
    Ok(call.budgets().check(Budget::Nodes, nodes)?)
}

/// The same for TOML, which has a value a line besides.
fn nodes_in_toml(call: &mut dyn Call, text: &[u8]) -> Result<()> {
    call.spend(Budget::Steps, text.len() as u64 / READING)?;
    let tables = memchr::memchr3_iter(b',', b'[', b'.', text).count();
    let nodes = tables + memchr::memchr_iter(b'\n', text).count() + 1;
    Ok(call.budgets().check(Budget::Nodes, nodes as u64)?)
}

/// An error is a value to Helm; that a budget is used up is not.
fn or_error_map(result: Result) -> Result {
    result.or_else(|error| match error.is_budget() {
        true => Err(error),
        false => Ok(Value::map([("Error", Value::string(error.message()))])),
    })
}

fn or_error_list(result: Result) -> Result {
    result.or_else(|error| match error.is_budget() {
        true => Err(error),
        false => Ok(Value::list(vec![Value::string(error.message())])),
    })
}
