//! Whole cases: a chart, sometimes with charts in it, values, arguments.

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::scope::Scope;
use crate::template;
use crate::values::{arguments, values};

/// The case of a seed, in the protocol of `conform vectors`.
pub fn case(seed: u64) -> Value {
    let mut r = Random::new(seed);
    let r = &mut r;
    let misfits = [0, 0, 1, 4, 12][r.below(5)];
    let (text, paths) = values(r);
    let mut scope = Scope::new(&paths, misfits);
    let mut case = chart(&text, &mut scope, r);
    case.insert("id".into(), seed.to_string().into());
    if r.chance(25) {
        case.insert("userValues".into(), values(r).0.into());
    }
    if r.chance(25) {
        let [set, set_string, set_json] = arguments(r);
        for (key, list) in [("set", set), ("setString", set_string), ("setJson", set_json)] {
            if !list.is_empty() {
                case.insert(key.into(), list.into());
            }
        }
    }
    if r.chance(15) {
        let (text, paths) = values(r);
        let mut inner = Scope { templates: scope.templates.clone(), ..Scope::new(&paths, misfits) };
        let sub = chart(&text, &mut inner, r);
        case.insert("subcharts".into(), json!({"sub": sub}));
        if r.chance(50) {
            let dependency = match r.below(3) {
                0 => json!({"name": "sub", "version": "0.1.0", "condition": "sub.enabled,a"}),
                1 => json!({"name": "sub", "version": ">0.0.0", "alias": "other", "tags": ["t"]}),
                _ => {
                    json!({"name": "sub", "version": "x", "import-values": ["map", {"child": "a", "parent": "imported"}]})
                }
            };
            case.insert("chart".into(), json!({"dependencies": [dependency]}));
        }
    }
    for (key, percent) in [("strict", 4), ("lint", 3)] {
        if r.chance(percent) {
            case.insert(key.into(), true.into());
        }
    }
    Value::Object(case)
}

/// A chart: its values, its templates, its files.
fn chart(values: &str, scope: &mut Scope, r: &mut Random) -> Map<String, Value> {
    let mut templates = Map::new();
    if r.chance(40) {
        let helpers = template::file(scope, r);
        templates.insert("templates/_helpers.tpl".into(), helpers.into());
    }
    let names = ["templates/t.yaml", "templates/a/b.yaml", "templates/NOTES.txt"];
    for name in &names[..1 + r.below(2).min(r.below(3))] {
        templates.insert((*name).into(), template::file(scope, r).into());
    }
    let mut files = Map::new();
    if r.chance(30) {
        files.insert(
            "f.txt".into(),
            r.one(&["one\ntwo\n", "", "key: value", "a\r\nb", "{{ not a template }}\n"]).into(),
        );
        files.insert("dir/g.bin".into(), "x\ty".into());
    }
    if r.chance(6) {
        files.insert("values.schema.json".into(), schema(r).into());
    }
    let mut chart = Map::new();
    chart.insert("templates".into(), templates.into());
    chart.insert("values".into(), values.into());
    if !files.is_empty() {
        chart.insert("files".into(), files.into());
    }
    chart
}

/// One rule for each of some keys.
fn schema(r: &mut Random) -> String {
    let mut properties = Map::new();
    for key in ["a", "b", "name", "list", "map", "n"] {
        if r.chance(40) {
            let rule = r.one(&[
                r#"{"type": "string"}"#,
                r#"{"type": ["integer", "null"]}"#,
                r#"{"minimum": 10, "multipleOf": 5}"#,
                r#"{"maxLength": 3, "pattern": "^a"}"#,
                r#"{"type": "array", "items": {"type": "string"}, "uniqueItems": true}"#,
                r#"{"enum": [1, "a", null]}"#,
                r#"{"required": ["x"], "additionalProperties": false}"#,
                r#"{"oneOf": [{"type": "number"}, {"minLength": 2}]}"#,
                "true",
                "false",
                r#"{"not": {"type": "boolean"}}"#,
                r#"{"if": {"type": "object"}, "then": {"minProperties": 3}}"#,
            ]);
            properties.insert(key.into(), serde_json::from_str(rule).unwrap_or(Value::Bool(true)));
        }
    }
    let mut schema = json!({"type": "object", "properties": properties});
    if r.chance(30) {
        schema["required"] = json!(["a", "name"]);
    }
    if r.chance(30) {
        schema["$schema"] = r
            .one(&[
                "http://json-schema.org/draft-07/schema#",
                "https://json-schema.org/draft/2020-12/schema",
                "http://json-schema.org/draft-04/schema#",
            ])
            .into();
    }
    schema.to_string()
}
