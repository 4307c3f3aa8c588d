//! Schemas of values. The input: a schema and values, as YAML.
//!
//! Nothing panics; the answer does not change; what a schema allows its opposite refuses, and the other way round.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_fuzz::parts;
use nexachart_schema::{Local, validate};
use nexachart_source::Memory;
use nexachart_value::json::Target;
use nexachart_value::{Map, Value, from_yaml};

fuzz_target!(|input: &[u8]| {
    let [schema, values] = parts(input);
    let values = match from_yaml(values, Target::Map) {
        Ok(Value::Map(values)) => values,
        _ => Map::empty(),
    };
    let world = Memory::new().file("/other.json", r#"{"type": "string"}"#);
    let ask = |schema: &[u8]| {
        validate(schema, &values, &Local::new(&world, None)).map_err(|error| error.to_string())
    };
    let answer = ask(schema);
    assert_eq!(answer, ask(schema));
    // Violations, and nothing wrong with the schema itself.
    let refused = |answer: &Result<(), String>| match answer {
        Ok(()) => Some(false),
        Err(text) if text.ends_with('\n') && text.starts_with("- at") => Some(true),
        Err(text) => {
            assert!(!text.is_empty());
            None
        }
    };
    // References and names are relative to where a schema stands.
    if schema.contains(&b'$') || schema.windows(2).any(|w| w == b"id") || schema.contains(&b'\\') {
        return;
    }
    if let Some(is_refused) = refused(&answer) {
        let opposite = ask(&[b"{\"not\": ", schema, b"}"].concat());
        let both = ask(&[b"{\"allOf\": [", schema, b", {}]}"].concat());
        if let Some(opposite) = refused(&opposite) {
            assert_ne!(is_refused, opposite);
        }
        if let Some(both) = refused(&both) {
            assert_eq!(is_refused, both);
        }
    }
});
