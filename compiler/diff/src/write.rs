//! Data as YAML text.

use nexachart_value::{Value, yaml_write};

use crate::Data;

/// The data as YAML, keys in byte order, with masks as texts; it reads back as the same data. It ends in a line feed.
///
/// ```
/// use nexachart_diff::{Data, yaml};
/// let data = Data::read(b"{b: 'yes', a: [1.5, x]}", &Default::default()).unwrap().unwrap();
/// assert_eq!(yaml(&data), "a:\n- 1.5\n- x\nb: \"yes\"\n");
/// ```
pub fn yaml(data: &Data) -> String {
    let value = value(data);
    // What was read can be written: numbers are finite, texts are UTF-8. toYaml refuses some control characters,
    // which toYamlPretty escapes.
    let text = yaml_write::to_yaml(&value).or_else(|_| yaml_write::to_yaml_pretty(&value));
    let mut text = String::from_utf8_lossy(&text.unwrap_or_default()).into_owned();
    text.push('\n');
    text
}

fn value(data: &Data) -> Value {
    match data {
        Data::Null => Value::Nil,
        Data::Bool(value) => Value::Bool(*value),
        Data::Int(value) => Value::int64(*value),
        Data::Uint(value) => Value::Uint(nexachart_value::UintType::Uint64, *value),
        Data::Float(number) => Value::float(number.0),
        Data::Text(text) => Value::string(text.as_str()),
        Data::List(items) => Value::list(items.iter().map(value).collect()),
        Data::Map(map) => Value::map(map.iter().map(|(key, item)| (key.as_str(), value(item)))),
        Data::Hidden(hidden) => Value::string(hidden.shown()),
    }
}
