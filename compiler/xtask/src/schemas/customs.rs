//! The schemas of custom resources, each compressed by itself, behind a table of what is where.
//!
//! How the bundle reads is told in `schemas/crds/README.md`.

use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::Value;

use super::{entries, read};

/// Builds `schemas.bundle`.
pub fn build(folder: &Path) -> Result<Vec<u8>, String> {
    let (mut table, mut data) = (String::new(), Vec::new());
    for group in entries(folder)?.iter().filter(|path| path.is_dir()) {
        let group_name = group.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for path in entries(group)? {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let (kind, version) =
                stem.split_once('_').ok_or_else(|| format!("{}: no kind_version.json", path.display()))?;
            let mut schema = read(&path)?;
            strip(&mut schema, Place::Schema);
            let text = schema.to_string();
            let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
            encoder.write_all(text.as_bytes()).map_err(|e| e.to_string())?;
            let packed = encoder.finish().map_err(|e| e.to_string())?;
            table.push_str(&format!("{group_name}/{version} {kind} {} {}\n", packed.len(), text.len()));
            data.extend(packed);
        }
    }
    let mut bundle = table.into_bytes();
    bundle.push(b'\n');
    bundle.extend(data);
    Ok(bundle)
}

/// Where a value stands: some words are keys of schemas, and names of fields elsewhere.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Schema,
    /// A map of schemas by name.
    Named,
    /// A value of the user's: a default, the items of an enum.
    Data,
}

/// Takes out what does not decide whether an object is valid.
fn strip(value: &mut Value, place: Place) {
    match value {
        Value::Object(map) => {
            if place == Place::Schema {
                for key in ["description", "title", "example", "externalDocs"] {
                    map.remove(key);
                }
            }
            for (key, value) in map.iter_mut() {
                let inner = match (place, key.as_str()) {
                    (Place::Data, _) => Place::Data,
                    (Place::Named, _) => Place::Schema,
                    (_, "properties" | "patternProperties" | "definitions") => Place::Named,
                    (_, "enum" | "default" | "x-kubernetes-validations") => Place::Data,
                    _ => Place::Schema,
                };
                strip(value, inner);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, place)),
        _ => {}
    }
}
