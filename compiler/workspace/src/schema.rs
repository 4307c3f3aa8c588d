//! The JSON schema of nexachart.yaml, out of the table of keys.

use std::fmt::Write;

use crate::keys::{Key, Shape, Text, WORKSPACE};

/// The JSON schema (draft 2020-12) by which editors complete and check nexachart.yaml: `schemas/nexachart.schema.json`.
pub fn json_schema() -> String {
    let mut out = String::from(
        "{\n  \"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n  \"title\": \"nexachart.yaml\",\n  \
         \"description\": \"A workspace of nexachart: all keys may be left out.\",\n",
    );
    object(&mut out, WORKSPACE, 1);
    out.push_str("}\n");
    out
}

/// The members of a schema for a mapping with these keys, without the braces.
fn object(out: &mut String, keys: &[Key], depth: usize) {
    let pad = "  ".repeat(depth);
    let required: Vec<String> = keys.iter().filter(|key| key.required).map(|key| quoted(key.name)).collect();
    let kind = if required.is_empty() { "[\"object\", \"null\"]" } else { "\"object\"" };
    put(out, format_args!("{pad}\"type\": {kind},\n{pad}\"additionalProperties\": false,\n"));
    if !required.is_empty() {
        put(out, format_args!("{pad}\"required\": [{}],\n", required.join(", ")));
    }
    put(out, format_args!("{pad}\"properties\": {{\n"));
    for (i, key) in keys.iter().enumerate() {
        put(
            out,
            format_args!("{pad}  {}: {{\n{pad}    \"description\": {},\n", quoted(key.name), quoted(key.doc)),
        );
        shape(out, key.shape, depth + 2);
        put(out, format_args!("{pad}  }}{}\n", if i + 1 < keys.len() { "," } else { "" }));
    }
    put(out, format_args!("{pad}}}\n"));
}

/// The members of a schema, without the braces.
fn shape(out: &mut String, shape_of: Shape, depth: usize) {
    let pad = "  ".repeat(depth);
    let nested = |out: &mut String, name: &str, inner: Shape| {
        put(out, format_args!("{pad}{}: {{\n", quoted(name)));
        shape(out, inner, depth + 1);
        put(out, format_args!("{pad}}}\n"));
    };
    match shape_of {
        Shape::Text(Text::Any) => {
            put(out, format_args!("{pad}\"type\": [\"string\", \"number\", \"boolean\"]\n"))
        }
        Shape::Text(Text::Path) => {
            put(out, format_args!("{pad}\"type\": \"string\",\n{pad}\"pattern\": \"^[^/]\"\n"))
        }
        Shape::Text(Text::Name) => {
            put(out, format_args!("{pad}\"type\": \"string\",\n{pad}\"pattern\": {}\n", quoted(NAME)))
        }
        Shape::Text(Text::KubernetesVersion) => {
            put(out, format_args!("{pad}\"type\": [\"string\", \"number\"]\n"));
        }
        Shape::Text(Text::Date) => put(
            out,
            format_args!(
                "{pad}\"type\": \"string\",\n{pad}\"pattern\": {}\n",
                quoted("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
            ),
        ),
        Shape::Choice(words) => {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            put(out, format_args!("{pad}\"enum\": [{}]\n", words.join(", ")));
        }
        Shape::List(inner) => {
            put(out, format_args!("{pad}\"type\": [\"array\", \"null\"],\n"));
            nested(out, "items", *inner);
        }
        Shape::Map(_, inner) => {
            put(out, format_args!("{pad}\"type\": [\"object\", \"null\"],\n"));
            nested(out, "additionalProperties", *inner);
        }
        Shape::Object(keys) => object(out, keys, depth),
        Shape::Either(one, other) => {
            put(out, format_args!("{pad}\"oneOf\": [\n"));
            for (inner, end) in [(one, ","), (other, "")] {
                put(out, format_args!("{pad}  {{\n"));
                shape(out, *inner, depth + 2);
                put(out, format_args!("{pad}  }}{end}\n"));
            }
            put(out, format_args!("{pad}]\n"));
        }
    }
}

/// What [`crate::check`] takes for a name.
const NAME: &str = "^[A-Za-z0-9_]([-._A-Za-z0-9]*[A-Za-z0-9_])?$";

/// A JSON string. The texts of the table have nothing in them that JSON escapes but quotation marks and backslashes.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn put(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = out.write_fmt(text);
}
