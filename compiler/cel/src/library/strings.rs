//! Texts (cel-go: ext/strings.go, version 2).

use nexachart_go::strings;

use super::{Call, Cost, Function, Library, Overload, Version, text_cost, traversal};
use crate::eval::go_value;
use crate::fault::Fault;
use crate::kernel::text::{self, MOST_BYTES, TextError};
use crate::value::Value;

/// Texts.
pub const LIBRARY: Library = Library { name: "strings", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "charAt",
        SINCE,
        "The character at a position, counted in code points; the empty text at the end.",
        &["'hello'.charAt(4) == 'o'", "'hello'.charAt(5) == ''"],
        &[Overload::member("string_char_at_int", "(string, int) -> string", char_at)],
    ),
    Function::new(
        "indexOf",
        SINCE,
        "The first position at which a part is found, perhaps not before another position; -1 if it is not.",
        &[
            "'hello mellow'.indexOf('ello') == 1",
            "'hello mellow'.indexOf('ello', 2) == 7",
            "'hello'.indexOf('x') == -1",
        ],
        &[
            Overload::member("string_index_of_string", "(string, string) -> int", index_of)
                .cost(Cost::Of(super::k8s_lists::walk)),
            Overload::member("string_index_of_string_int", "(string, string, int) -> int", index_of)
                .cost(Cost::Of(super::k8s_lists::walk)),
        ],
    ),
    Function::new(
        "lastIndexOf",
        SINCE,
        "The last position at which a part is found, perhaps not after another position; -1 if it is not.",
        &["'hello mellow'.lastIndexOf('ello') == 7", "'hello mellow'.lastIndexOf('ello', 6) == 1"],
        &[
            Overload::member("string_last_index_of_string", "(string, string) -> int", last_index_of)
                .cost(Cost::Of(super::k8s_lists::walk)),
            Overload::member(
                "string_last_index_of_string_int",
                "(string, string, int) -> int",
                last_index_of,
            )
            .cost(Cost::Of(super::k8s_lists::walk)),
        ],
    ),
    Function::new(
        "lowerAscii",
        SINCE,
        "The text with its ASCII letters small.",
        &["'TacoCÆt'.lowerAscii() == 'tacocÆt'"],
        &[Overload::member("string_lower_ascii", "(string) -> string", |call| {
            Ok(call.str(0)?.to_ascii_lowercase().into())
        })
        .cost(Cost::Of(traversal))],
    ),
    Function::new(
        "upperAscii",
        SINCE,
        "The text with its ASCII letters large.",
        &["'TacoCæt'.upperAscii() == 'TACOCæT'"],
        &[Overload::member("string_upper_ascii", "(string) -> string", |call| {
            Ok(call.str(0)?.to_ascii_uppercase().into())
        })
        .cost(Cost::Of(traversal))],
    ),
    Function::new(
        "replace",
        SINCE,
        "The text with a part replaced wherever it stands, or as often as a number says.",
        &["'hello hello'.replace('he', 'we') == 'wello wello'", "'aaa'.replace('a', 'b', 1) == 'baa'"],
        &[
            Overload::member("string_replace_string_string", "(string, string, string) -> string", replace)
                .cost(Cost::Of(double_traversal)),
            Overload::member(
                "string_replace_string_string_int",
                "(string, string, string, int) -> string",
                replace,
            )
            .cost(Cost::Of(double_traversal)),
        ],
    ),
    Function::new(
        "split",
        SINCE,
        "What stands between separators; characters where the separator is empty. A number limits how many there are.",
        &[
            "'a,b,c'.split(',') == ['a', 'b', 'c']",
            "'a,b,c'.split(',', 2) == ['a', 'b,c']",
            "'a'.split(',', 0) == []",
        ],
        &[
            Overload::member("string_split_string", "(string, string) -> list(string)", split)
                .cost(Cost::Of(double_traversal)),
            Overload::member("string_split_string_int", "(string, string, int) -> list(string)", split)
                .cost(Cost::Of(double_traversal)),
        ],
    ),
    Function::new(
        "substring",
        SINCE,
        "What stands from a position on, perhaps up to another.",
        &["'tacocat'.substring(4) == 'cat'", "'tacocat'.substring(0, 4) == 'taco'"],
        &[
            Overload::member("string_substring_int", "(string, int) -> string", substring)
                .cost(Cost::Of(traversal)),
            Overload::member("string_substring_int_int", "(string, int, int) -> string", substring)
                .cost(Cost::Of(traversal)),
        ],
    ),
    Function::new(
        "trim",
        SINCE,
        "The text without white space at its ends.",
        &["'  \\ttrim\\n    '.trim() == 'trim'"],
        &[Overload::member("string_trim", "(string) -> string", |call| {
            Ok(Value::text(strings::trim_space(call.str(0)?.as_bytes())))
        })
        .cost(Cost::Of(traversal))],
    ),
    Function::new(
        "join",
        SINCE,
        "The texts of a list in one, perhaps with a separator between them.",
        &["['a', 'b'].join() == 'ab'", "['a', 'b'].join('-') == 'a-b'"],
        &[
            Overload::member("list_join", "(list(string)) -> string", join).cost(Cost::Of(join_cost)),
            Overload::member("list_join_string", "(list(string), string) -> string", join)
                .cost(Cost::Of(join_cost)),
        ],
    ),
    Function::new(
        "strings.quote",
        Version(1, 29),
        "The text in double quotes, as a literal of CEL.",
        &[r#"strings.quote('one "two"') == '"one \\"two\\""'"#],
        &[Overload::function("strings_quote", "(string) -> string", |call| {
            Ok(text::quote(call.str(0)?).into())
        })
        .cost(Cost::Of(traversal))],
    ),
];

impl From<TextError> for Fault {
    fn from(error: TextError) -> Fault {
        match error {
            TextError::TooLong => Fault::cancelled(error.to_string()),
            error => Fault::new(error.to_string()),
        }
    }
}

fn double_traversal(args: &[Value], _result: &Value) -> u64 {
    args.first().map_or(0, |text| text_cost((text.plain_size() * 2) as f64))
}

fn join_cost(_args: &[Value], result: &Value) -> u64 {
    text_cost((result.plain_size() * 2) as f64)
}

/// The argument, if it is there.
fn int_or(call: &Call<'_>, n: usize, default: i64) -> Result<i64, Fault> {
    if n < call.args.len() { call.int(n) } else { Ok(default) }
}

fn char_at(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(text::char_at(call.str(0)?, call.int(1)?)?.into())
}

fn index_of(call: &Call<'_>) -> Result<Value, Fault> {
    Ok(text::index_of(call.str(0)?, call.str(1)?, int_or(call, 2, 0)?)?.into())
}

fn last_index_of(call: &Call<'_>) -> Result<Value, Fault> {
    let (text, part) = (call.str(0)?, call.str(1)?);
    Ok(match call.args.len() {
        0..=2 => text::last_index_of(text, part).into(),
        _ => text::last_index_of_from(text, part, call.int(2)?)?.into(),
    })
}

fn replace(call: &Call<'_>) -> Result<Value, Fault> {
    let replaced = text::replace(call.str(0)?, call.str(1)?, call.str(2)?, int_or(call, 3, -1)?)?;
    Ok(Value::text(&replaced))
}

fn split(call: &Call<'_>) -> Result<Value, Fault> {
    let most = int_or(call, 2, -1)?;
    let parts = strings::split_n(call.str(0)?.as_bytes(), call.str(1)?.as_bytes(), most);
    Ok(Value::list(parts.into_iter().map(Value::text).collect()))
}

fn substring(call: &Call<'_>) -> Result<Value, Fault> {
    let (text, start) = (call.str(0)?, call.int(1)?);
    Ok(match call.args.len() {
        0..=2 => text::substring(text, start)?.into(),
        _ => text::substring_between(text, start, call.int(2)?)?.into(),
    })
}

fn join(call: &Call<'_>) -> Result<Value, Fault> {
    let list = call.list(0)?;
    let separator = if call.args.len() > 1 { call.str(1)? } else { "" };
    let mut out = String::new();
    for (n, item) in list.items().iter().enumerate() {
        if n > 0 {
            out.push_str(separator);
        }
        match item.as_str() {
            Some(text) => out.push_str(text),
            None => return Err(Fault::new(format!("join: invalid input: {}", go_value(item)))),
        }
        if out.len() > MOST_BYTES {
            return Err(TextError::TooLong.into());
        }
    }
    Ok(out.into())
}
