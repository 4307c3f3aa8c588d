//! `--set` and its sisters. The input: a byte that chooses the form, the argument, and what is set before it.
//!
//! Nothing panics; a text that is set escaped is there as it is; values set as JSON are there as they are; the same
//! arguments give the same values.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_chart::strvals::{Form, MAX_INDEX, parse_into};
use nexachart_fuzz::parts;
use nexachart_value::json::{Target, from_json, to_json};
use nexachart_value::{Map, Value, deep_equal};

fuzz_target!(|input: &[u8]| {
    let Some((&choice, rest)) = input.split_first() else { return };
    let [argument, before] = parts(rest);
    // Many lists of 65,537 nulls are many bytes, for Helm too.
    if argument.iter().chain(before).filter(|&&b| b == b'[').count() > 40 {
        return;
    }
    let read = |path: &[u8]| match path {
        b"missing" => Err("open missing: no such file or directory".to_string()),
        path => Ok(path.to_ascii_uppercase()),
    };
    let form = match choice % 5 {
        0 => Form::Typed,
        1 => Form::Text,
        2 => Form::File(&read),
        3 => Form::Json,
        _ => Form::Literal,
    };
    let twice = [(); 2].map(|()| {
        let values = Map::empty();
        let _ = parse_into(before, &values, Form::Typed);
        let done = parse_into(argument, &values, form);
        (done, Value::Map(values))
    });
    let [(done, values), (again, same)] = twice;
    assert_eq!(done, again);
    assert!(deep_equal(&values, &same));
    if let Err(message) = &done {
        assert!(!message.is_empty());
    }
    check(&values);

    escaped(argument);
    as_json(&values);
});

/// No list is longer than the highest index allows.
fn check(value: &Value) {
    match value {
        Value::Map(map) => map.to_vec().iter().for_each(|(_, value)| check(value)),
        Value::List(list) => {
            assert!(list.len() <= MAX_INDEX as usize + 1);
            list.iter().for_each(check);
        }
        _ => {}
    }
}

/// Any UTF-8 text can be set.
fn escaped(text: &[u8]) {
    let Ok(text) = std::str::from_utf8(text) else { return };
    let mut argument = String::from("a.b=");
    for c in text.chars() {
        if matches!(c, '\\' | ',' | '{' | '}' | '[' | ']' | '=' | '.') {
            argument.push('\\');
        }
        argument.push(c);
    }
    for (form, argument) in [(Form::Text, argument), (Form::Literal, format!("a.b={text}"))] {
        let values = Map::empty();
        parse_into(argument.as_bytes(), &values, form).expect("a text");
        let inner = values.get(b"a").and_then(|a| a.as_map().and_then(|a| a.get(b"b")));
        assert_eq!(inner.as_ref().and_then(Value::as_str).map(|s| &**s), Some(text.as_bytes()));
    }
}

/// Values written as JSON, set, are the values that JSON holds.
fn as_json(values: &Value) {
    let Ok(json) = to_json(values) else { return };
    let set = Map::empty();
    parse_into(&[b"a=", &json[..]].concat(), &set, Form::Json).expect("JSON as written");
    let read = from_json(&json, Target::Any);
    assert!(
        deep_equal(&set.get(b"a").unwrap_or(Value::Nil), &read.value),
        "{}",
        String::from_utf8_lossy(&json)
    );
}
