//! Values made up of arbitrary bytes.

use arbitrary::{Result, Unstructured};
use nexachart_value::{FloatType, IntType, Map, UintType, Value};

/// A value that JSON can hold, nested up to `depth` levels. Texts are UTF-8.
pub fn arbitrary(u: &mut Unstructured<'_>, depth: u32) -> Result<Value> {
    Ok(match u.int_in_range(0..=if depth == 0 { 8 } else { 11 })? {
        0 => Value::Nil,
        1 => Value::Bool(u.arbitrary()?),
        2 => Value::Int(IntType::Int, u.arbitrary()?),
        3 => Value::Int(IntType::Int8, i64::from(u.arbitrary::<i8>()?)),
        4 => Value::Uint(UintType::Uint64, u.arbitrary()?),
        5 => match u.arbitrary::<f64>()? {
            n if n.is_finite() => Value::float(n),
            _ => Value::Nil,
        },
        6 => match u.arbitrary::<f32>()? {
            n if n.is_finite() => Value::Float(FloatType::Float32, n.into()),
            _ => Value::Nil,
        },
        7 | 8 => text(u)?.into(),
        9 => {
            let items: Result<Vec<Value>> =
                (0..u.int_in_range(0..=4)?).map(|_| arbitrary(u, depth - 1)).collect();
            Value::list(items?)
        }
        _ => {
            let map = Map::empty();
            for _ in 0..u.int_in_range(0..=4)? {
                map.insert(text(u)?, arbitrary(u, depth - 1)?);
            }
            Value::Map(map)
        }
    })
}

/// A text, often one that YAML has to quote.
fn text(u: &mut Unstructured<'_>) -> Result<String> {
    const PIECES: [&str; 40] = [
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        ":",
        ": ",
        "- ",
        "#",
        " #",
        "'",
        "\"",
        "{",
        "}",
        "[",
        "]",
        ",",
        "&a",
        "*a",
        "!!str ",
        "|",
        ">",
        "%",
        "@",
        "`",
        "yes",
        "null",
        "~",
        "0x1F",
        "1_000",
        "1e3",
        ".inf",
        "2024-01-01",
        "---",
        "...",
        "=",
        "<<",
        "\u{85}",
        "\u{feff}",
        "\u{1F600}",
    ];
    let mut text = String::new();
    for _ in 0..u.int_in_range(0..=6)? {
        match u.int_in_range(0..=3)? {
            0 => text.push_str(u.choose(&PIECES)?),
            1 => text.push(u.arbitrary()?),
            2 => text.push_str(u.arbitrary::<&str>()?),
            _ => text.push_str(&"word ".repeat(u.int_in_range(1..=20)?)),
        }
    }
    Ok(text)
}
