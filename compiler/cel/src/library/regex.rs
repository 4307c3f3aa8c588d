//! Finding what a regular expression matches (apiserver: cel/library/regex.go).

use std::sync::Arc;

use nexachart_go::regexp::Regexp;

use super::{Call, Cost, Function, Library, Overload, Version, text_cost};
use crate::fault::Fault;
use crate::value::Value;

/// Finding with regular expressions.
pub const LIBRARY: Library = Library { name: "regex", opaque: &[], functions: FUNCTIONS };

const SINCE: Version = Version(1, 0);

const FUNCTIONS: &[Function] = &[
    Function::new(
        "find",
        SINCE,
        "The first part of a text that matches; empty if none does.",
        &["'abc 123'.find('[0-9]+') == '123'", "'abc'.find('x') == ''"],
        &[Overload::member("string_find_string", "(string, string) -> string", find)
            .cost(Cost::Of(cost))
            .pattern(1)],
    ),
    Function::new(
        "findAll",
        SINCE,
        "All parts of a text that match, or the first of them, if their number is limited by one that is not negative.",
        &["'1 a 2'.findAll('[0-9]') == ['1', '2']", "'1 a 2'.findAll('[0-9]', 1) == ['1']"],
        &[
            Overload::member("string_find_all_string", "(string, string) -> list(string)", find_all)
                .cost(Cost::Of(cost))
                .pattern(1),
            Overload::member("string_find_all_string_int", "(string, string, int) -> list(string)", find_all)
                .cost(Cost::Of(cost))
                .pattern(1),
        ],
    ),
];

/// Length of the text times length of the pattern.
fn cost(args: &[Value], _result: &Value) -> u64 {
    let size = |n: usize| args.get(n).map_or(1, Value::plain_size) as f64;
    text_cost(1.0 + size(0)).saturating_mul((size(1) * 0.25).ceil() as u64)
}

fn compiled(call: &Call<'_>) -> Result<Arc<Regexp>, Fault> {
    call.regexp(1).map_err(|fault| match call.str(1) {
        Ok(_) => Fault::new(format!("Illegal regex: {fault}")),
        Err(_) => fault,
    })
}

fn find(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.str(0)?;
    let found = compiled(call)?.find(text.as_bytes()).unwrap_or_default().to_vec();
    Ok(Value::text(&found))
}

fn find_all(call: &Call<'_>) -> Result<Value, Fault> {
    let text = call.str(0)?;
    let most = if call.args.len() > 2 { call.int(2)? } else { -1 };
    let regexp = compiled(call)?;
    // Go gives no list at all for none, which is an empty one here.
    Ok(Value::list(regexp.find_all(text.as_bytes(), most).into_iter().map(Value::text).collect()))
}
