//! The keys of nexachart.yaml as a page of the book, out of the table of keys.

use crate::keys::{Key, Shape, Text, WORKSPACE};

/// The page on the keys: `compiler/book/keys.md`.
pub fn reference() -> String {
    let mut out = String::from(
        "# Keys of nexachart.yaml\n\n\
         <!-- Made of compiler/workspace/src/keys.rs: UPDATE=1 cargo test -p nexachart-workspace writes it. -->\n\n\
         All keys may be left out, but where it says \"required\". Paths begin at the folder of nexachart.yaml. A wrong key or value \
         is an error at its line.\n\n\
         | key | value | |\n|---|---|---|\n",
    );
    rows(&mut out, "", WORKSPACE);
    out
}

/// A row for each key, and for each key within.
fn rows(out: &mut String, above: &str, keys: &[Key]) {
    for key in keys {
        let path = format!("{above}{}", key.name);
        let required = if key.required { ", required" } else { "" };
        out.push_str(&format!("| `{path}` | {}{required} | {} |\n", words(key.shape), key.doc));
        within(out, path, key.shape);
    }
}

/// The rows of the mappings in a value.
fn within(out: &mut String, path: String, shape: Shape) {
    match shape {
        Shape::Object(keys) => rows(out, &format!("{path}."), keys),
        Shape::List(inner) => within(out, format!("{path}[]"), *inner),
        Shape::Map(name, inner) => within(out, format!("{path}.<{name}>"), *inner),
        Shape::Either(one, other) => {
            within(out, path.clone(), *one);
            within(out, path, *other);
        }
        Shape::Text(_) | Shape::Choice(_) => {}
    }
}

/// What stands behind a key, in words.
fn words(shape: Shape) -> String {
    match shape {
        Shape::Text(Text::Any) => "text".into(),
        Shape::Text(Text::Path) => "path".into(),
        Shape::Text(Text::Name) => "name".into(),
        Shape::Text(Text::KubernetesVersion) => "version".into(),
        Shape::Text(Text::Date) => "date".into(),
        Shape::Choice(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
        Shape::List(inner) => format!("list: {}", words(*inner)),
        Shape::Map(name, inner) => format!("by {name}: {}", words(*inner)),
        Shape::Object(_) => "mapping".into(),
        Shape::Either(one, other) => format!("{}, or {}", words(*one), words(*other)),
    }
}
