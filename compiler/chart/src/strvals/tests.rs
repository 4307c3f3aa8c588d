use super::*;
use nexachart_value::json::to_json;

fn set(text: &str, form: Form<'_>) -> String {
    let values = Map::empty();
    let done = parse_into(text.as_bytes(), &values, form);
    let json = String::from_utf8(to_json(&Value::Map(values)).unwrap()).unwrap();
    match done {
        Ok(()) => json,
        Err(message) => format!("{json} {message}"),
    }
}

#[test]
fn smoke() {
    assert_eq!(
        set("a=1,b.c={x,y},d[1].e=t", Form::Typed),
        r#"{"a":1,"b":{"c":["x","y"]},"d":[null,{"e":"t"}]}"#
    );
}
