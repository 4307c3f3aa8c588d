//! The standard functions over texts, and `size` (cel-go: common/stdlib/standard.go).

use super::{Call, Cost, Function, Library, Overload, Style, Version, text_cost, traversal};
use crate::fault::Fault;
use crate::value::Value;

/// Texts and sizes.
pub const LIBRARY: Library = Library { name: "texts", opaque: &[], functions: FUNCTIONS };

const ALWAYS: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "size",
        ALWAYS,
        "How many characters, bytes, elements or entries there are.",
        &["size('é') == 1", "b'é'.size() == 2", "size({'a': 1}) == 1"],
        &[
            Overload::declared("size_bytes", Style::Function, "(bytes) -> int"),
            Overload::declared("bytes_size", Style::Member, "(bytes) -> int"),
            Overload::declared("size_list", Style::Function, "(list(<A>)) -> int"),
            Overload::declared("list_size", Style::Member, "(list(<A>)) -> int"),
            Overload::declared("size_map", Style::Function, "(map(<A>, <B>)) -> int"),
            Overload::declared("map_size", Style::Member, "(map(<A>, <B>)) -> int"),
            Overload::declared("size_string", Style::Function, "(string) -> int"),
            Overload::declared("string_size", Style::Member, "(string) -> int"),
        ],
    )
    .singleton(size),
    Function::new(
        "contains",
        ALWAYS,
        "Whether a text is in a text.",
        &["'hello'.contains('ell')"],
        &[Overload::member("contains_string", "(string, string) -> bool", contains).cost(Cost::Of(product))],
    )
    .unguarded(),
    Function::new(
        "endsWith",
        ALWAYS,
        "Whether a text ends with another.",
        &["'hello'.endsWith('lo')"],
        &[Overload::member("ends_with_string", "(string, string) -> bool", ends_with)
            .cost(Cost::Of(traversal))],
    )
    .unguarded(),
    Function::new(
        "startsWith",
        ALWAYS,
        "Whether a text starts with another.",
        &["'hello'.startsWith('he')"],
        &[Overload::member("starts_with_string", "(string, string) -> bool", starts_with)
            .cost(Cost::Of(traversal))],
    )
    .unguarded(),
    Function::new(
        "matches",
        ALWAYS,
        "Whether a regular expression in RE2's syntax matches somewhere in a text.",
        &["'hello'.matches('l+')", "matches('hello', '^h.*o$')"],
        &[
            Overload::declared("matches", Style::Function, "(string, string) -> bool").pattern(1),
            Overload::declared("matches_string", Style::Member, "(string, string) -> bool")
                .pattern(1)
                .cost(Cost::Of(search)),
        ],
    )
    .singleton(matches),
];

fn product(args: &[Value], _result: &Value) -> u64 {
    args.iter().map(|arg| text_cost(arg.size() as f64)).fold(1, u64::saturating_mul)
}

/// What a search with a regular expression costs (cel-go: runtimecost.go; apiserver: library/cost.go).
pub fn search(args: &[Value], _result: &Value) -> u64 {
    let [text, pattern, ..] = args else { return 1 };
    let text = text_cost(1.0 + text.size() as f64);
    text.saturating_mul((pattern.size() as f64 * 0.25).ceil() as u64)
}

fn size(call: &Call<'_>) -> Result<Value, Fault> {
    let size = match call.args {
        [value @ (Value::String(_) | Value::Bytes(_) | Value::List(_) | Value::Map(_))] => value.plain_size(),
        [Value::Duration(_) | Value::Timestamp(_)] => return Err(Fault::no_such_overload()),
        _ => return Err(Fault::new("no such overload: size")),
    };
    Ok(Value::Int(i64::try_from(size).unwrap_or(i64::MAX)))
}

fn contains(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(call.str(0)?.contains(call.str(1)?)))
}

fn ends_with(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(call.str(0)?.ends_with(call.str(1)?)))
}

fn starts_with(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(Value::Bool(call.str(0)?.starts_with(call.str(1)?)))
}

fn matches(call: &Call<'_>) -> Result<Value, Fault> {
    let text = match call.args.first() {
        Some(Value::String(text)) => text,
        Some(Value::Duration(_) | Value::Timestamp(_)) => return Err(Fault::no_such_overload()),
        // Constants are looked at first, and say less.
        _ if call.compiled.is_some() => return Err(Fault::no_such_overload()),
        _ => return Err(Fault::new("no such overload: matches")),
    };
    Ok(Value::Bool(call.regexp(1)?.is_match(text.as_bytes())))
}
