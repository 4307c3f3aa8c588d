//! What Helm says, told by Go: values and schemas, and the text.

use nexachart_source::{Budget, Budgets, Memory};
use nexachart_value::json::Target;
use nexachart_value::{Map, Value, from_yaml};

use crate::{Load, Local, validate};

fn map(yaml: &str) -> Map {
    match from_yaml(yaml.as_bytes(), Target::Map) {
        Ok(Value::Map(map)) => map,
        other => panic!("{yaml}: {other:?}"),
    }
}

fn check(schema: &str, values: &Map) -> String {
    validate(schema.as_bytes(), values, &Local::new(&Memory::new(), None))
        .err()
        .map(|error| error.to_string())
        .unwrap_or_default()
}

#[test]
fn says_what_helm_says() {
    let cases = include_str!("cases.txt").split("\n=====\n");
    for case in cases {
        let parts: Vec<&str> = case.splitn(3, "\n-----\n").collect();
        let [schema, values, want] = parts[..] else { panic!("{case}") };
        assert_eq!(check(schema, &map(values)), want, "{schema}");
    }
}

#[test]
fn deep_values_and_schemas_are_refused() {
    let nested = |depth: usize| {
        (0..depth).fold(Map::empty(), |inner, _| {
            let map = Map::empty();
            map.insert("a", Value::Map(inner));
            map
        })
    };
    let schema = r##"{"properties": {"a": {"anyOf": [{"$ref": "#"}]}}}"##;
    assert_eq!(check(schema, &nested(300)), "");
    let refused = check(schema, &nested(2000));
    assert_eq!(
        refused,
        "unable to validate schema: the budget \"schema-depth\" is used up: more than 1000 levels"
    );
    for (open, close) in [("{\"not\":", "}"), ("{\"properties\":{\"a\":", "}}"), ("[", "]")] {
        for depth in [200, 2000, 9000] {
            let text = format!("{}{{}}{}", open.repeat(depth), close.repeat(depth));
            check(&text, &Map::empty());
            check(&format!("{{\"const\": {text}, \"enum\": [{text}], \"x\": {text}}}"), &nested(10));
        }
    }
}

#[test]
fn hostile_schemas_come_to_an_end() {
    // Each level tries the next one twice.
    let levels: Vec<String> = (0..64)
        .map(|i| {
            format!(
                r##""l{i}": {{"allOf": [{{"$ref": "#/$defs/l{0}"}}, {{"$ref": "#/$defs/l{0}"}}]}}"##,
                i + 1
            )
        })
        .collect();
    let schema = format!(r##"{{"$ref": "#/$defs/l0", "$defs": {{{}, "l64": {{}}}}}}"##, levels.join(","));
    let refused = check(&schema, &Map::empty());
    let steps = Budgets::default()[Budget::SchemaSteps];
    let budget = format!("the budget \"schema-steps\" is used up: more than {steps} steps");
    assert_eq!(refused, format!("unable to validate schema: {budget}"));
}

#[test]
fn loads_what_is_referred_to() {
    struct Server;
    impl Load for Server {
        fn file(&self, path: &[u8]) -> Result<Vec<u8>, String> {
            Err(format!("open {}: no such file or directory", String::from_utf8_lossy(path)))
        }
        fn http(&self, url: &[u8]) -> Result<Vec<u8>, String> {
            assert_eq!(url, b"https://example.com/s.json");
            Ok(br#"{"type": "string"}"#.to_vec())
        }
        fn unresolved_urn(&self, urn: &[u8]) {
            assert_eq!(urn, b"urn:a:b");
        }
    }
    let schema = r#"{"properties": {"a": {"$ref": "https://example.com/s.json"}, "b": {"$ref": "urn:a:b"}}}"#;
    let error = validate(schema.as_bytes(), &map("{a: 1, b: 2}"), &Server).unwrap_err().to_string();
    assert_eq!(error, "- at '/a': got number, want string\n");

    let world = Memory::new().file("/other.json", r#"{"$defs": {"n": {"type": "number"}}}"#);
    let local = Local::new(&world, Some(b"/"));
    let schema = r##"{"properties": {"a": {"$ref": "other.json#/$defs/n"}, "b": {"$ref": "urn:a:b"}}}"##;
    let error = validate(schema.as_bytes(), &map("{a: x, b: 2}"), &local).unwrap_err().to_string();
    assert_eq!(error, "- at '/a': got string, want number\n");
    assert_eq!(local.into_unresolved_urns(), [b"urn:a:b"]);
}

#[test]
fn values_are_those_of_go() {
    let values = Map::empty();
    values.insert("int", Value::int64(3));
    values.insert("values", Value::Map(map("a: 1").converted(&nexachart_value::Type::VALUES)));
    values.insert("nan", Value::float(f64::NAN));
    values.insert("texts", Value::strings(["a"]));
    let schema = r#"{"properties": {"int": {"type": "integer"}, "texts": {"title": "t"}}, "additionalProperties": {"minimum": 0}}"#;
    assert_eq!(
        check(schema, &values),
        "- at '/nan': invalid jsonType float64\n- at '/texts': invalid jsonType []string\n\
         - at '/values': invalid jsonType common.Values\n"
    );
}
