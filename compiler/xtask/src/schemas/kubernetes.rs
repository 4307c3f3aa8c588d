//! The OpenAPI documents of all versions, as one text: each definition once, with the versions that each field is in.
//!
//! How the text reads is told in `schemas/kubernetes/README.md`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use super::{entries, read};

/// The versions that something is in, a bit each.
type Versions = u32;

/// Definitions by name, their fields by name, and each form that a field has.
type Definitions = BTreeMap<String, (Versions, BTreeMap<String, BTreeMap<String, Form>>)>;

/// The versions that a field has a form in, and what the newest of them says of a list's keys: the API server tells
/// items apart by these keys in all versions, only the documents have not always said so.
#[derive(Default)]
struct Form {
    versions: Versions,
    keys: String,
}

/// Builds `definitions.txt` and `kinds.txt`.
pub fn build(folder: &Path) -> Result<(String, String), String> {
    let mut definitions = Definitions::new();
    let mut kinds: BTreeMap<String, Versions> = BTreeMap::new();
    let mut minors = Vec::new();
    for path in entries(folder)? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let minor = name.strip_prefix("v1.").and_then(|rest| rest.split('.').next()?.parse::<u32>().ok());
        let Some(minor) = minor else { continue };
        let bit = 1 << minors.len();
        minors.push((minor, name));
        let document = read(&path)?;
        let roots = add_kinds(&document, bit, &mut kinds)?;
        add_definitions(&document, roots, bit, &mut definitions)?;
    }
    let (Some((oldest, _)), Some((newest, _))) = (minors.first(), minors.last()) else {
        return Err(format!("{}: no vX.Y.Z.swagger.json", folder.display()));
    };
    if newest - oldest + 1 != minors.len() as u32 {
        return Err(format!("{}: versions are missing between 1.{oldest} and 1.{newest}", folder.display()));
    }
    let sources: Vec<String> = minors.iter().map(|(_, name)| name.replace(".swagger.json", "")).collect();
    let head = format!(
        "# Written by `cargo xtask schemas`. Kubernetes {}. Apache-2.0, see README.md.\n{oldest}-{newest}\n",
        sources.join(", ")
    );
    let scope = Scope { oldest: *oldest, count: minors.len() as u32 };
    let mut text = head.clone();
    for (name, (versions, fields)) in &definitions {
        text.push_str(&format!("{name}{}\n", scope.print(*versions, scope.all())));
        for (field, forms) in fields {
            for (form, Form { versions: within, keys }) in forms {
                text.push_str(&format!(" {field} {form}{keys}{}\n", scope.print(*within, *versions)));
            }
        }
    }
    let mut lines = head;
    for (kind, versions) in &kinds {
        lines.push_str(&format!("{kind}{}\n", scope.print(*versions, scope.all())));
    }
    Ok((text, lines))
}

/// Which versions there are.
struct Scope {
    oldest: u32,
    count: u32,
}

impl Scope {
    fn all(&self) -> Versions {
        (1 << self.count) - 1
    }

    /// ` 29-31,33-36`; nothing where it says no more than what stands around it.
    fn print(&self, versions: Versions, around: Versions) -> String {
        if versions == around {
            return String::new();
        }
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for minor in (0..self.count).filter(|bit| versions & (1 << bit) != 0).map(|bit| bit + self.oldest) {
            match ranges.last_mut() {
                Some((_, end)) if *end + 1 == minor => *end = minor,
                _ => ranges.push((minor, minor)),
            }
        }
        let ranges: Vec<String> = ranges
            .iter()
            .map(|(start, end)| if start == end { format!("{start}") } else { format!("{start}-{end}") })
            .collect();
        format!(" {}", ranges.join(","))
    }
}

/// What can be created: a line each, and the names of the definitions.
fn add_kinds(
    document: &Value,
    bit: Versions,
    kinds: &mut BTreeMap<String, Versions>,
) -> Result<BTreeSet<String>, String> {
    let paths = document["paths"].as_object().ok_or("no paths")?;
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    let mut roots = BTreeSet::new();
    for (path, operations) in paths {
        let post = &operations["post"];
        let gvk = &post["x-kubernetes-group-version-kind"];
        let body = post["parameters"].as_array().and_then(|all| all.iter().find(|one| one["in"] == "body"));
        let (Some(kind), Some(body)) = (gvk["kind"].as_str(), body) else { continue };
        // A path that ends behind an object's name is that of a subresource.
        if path.contains("{name}") {
            continue;
        }
        let (group, version) =
            (gvk["group"].as_str().unwrap_or_default(), gvk["version"].as_str().unwrap_or_default());
        let plural = path.rsplit('/').next().unwrap_or_default();
        let definition = body["schema"]["$ref"].as_str().ok_or_else(|| format!("{path}: no schema"))?;
        roots.insert(long_name(definition).to_string());
        let slash = if group.is_empty() { "" } else { "/" };
        let line = format!("{group}{slash}{version} {kind} {} {plural}", short_name(long_name(definition)));
        *found.entry(line).or_default() |= path.contains("/{namespace}/");
    }
    for (line, namespaced) in found {
        let scope = if namespaced { "namespaced" } else { "cluster" };
        *kinds.entry(format!("{line} {scope}")).or_default() |= bit;
    }
    Ok(roots)
}

/// The definitions that the roots reach.
fn add_definitions(
    document: &Value,
    roots: BTreeSet<String>,
    bit: Versions,
    all: &mut Definitions,
) -> Result<(), String> {
    let definitions = &document["definitions"];
    let mut left: Vec<String> = roots.into_iter().collect();
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    while let Some(name) = left.pop() {
        let short = short_name(&name);
        if let Some(other) = seen.get(&short) {
            if *other != name {
                return Err(format!("{name} and {other} would have one name"));
            }
            continue;
        }
        seen.insert(short.clone(), name.clone());
        let definition = &definitions[&name];
        let (versions, fields) = all.entry(short).or_default();
        *versions |= bit;
        let required: Vec<&str> =
            definition["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        for (field, schema) in definition["properties"].as_object().into_iter().flatten() {
            let mut form = form(schema, &mut left).ok_or_else(|| format!("{name}.{field}: {schema}"))?;
            if required.contains(&field.as_str()) {
                form.push('!');
            }
            let form = fields.entry(field.clone()).or_default().entry(form).or_default();
            form.versions |= bit;
            form.keys = list_keys(schema);
        }
    }
    Ok(())
}

/// How a type is written; the definitions that it names are left to do.
fn form(schema: &Value, left: &mut Vec<String>) -> Option<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let name = long_name(reference);
        return Some(scalar(name).map(str::to_string).unwrap_or_else(|| {
            left.push(name.to_string());
            short_name(name)
        }));
    }
    Some(match (schema["type"].as_str()?, schema["format"].as_str()) {
        ("string", None) => "string".into(),
        ("string", Some("byte")) => "bytes".into(),
        ("integer", Some(format @ ("int32" | "int64"))) => format.into(),
        ("number", Some("double")) => "double".into(),
        ("boolean", None) => "bool".into(),
        ("array", _) => format!("[{}]", form(&schema["items"], left)?),
        ("object", _) if schema["additionalProperties"].is_object() => {
            format!("{{{}}}", form(&schema["additionalProperties"], left)?)
        }
        ("object", _) => "object".into(),
        _ => return None,
    })
}

/// Types that read themselves in Go, and so have no fields.
fn scalar(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "Quantity" => "quantity",
        "MicroTime" => "microtime",
        "Time" => "time",
        "IntOrString" => "intorstring",
        "FieldsV1" | "RawExtension" => "object",
        "JSON" => "any",
        "JSONSchemaPropsOrArray" => "any",
        "JSONSchemaPropsOrBool" => "any",
        "JSONSchemaPropsOrStringArray" => "any",
        _ => return None,
    })
}

/// What tells the items of a list apart: `=name`, `=containerPort,protocol`, `=*` for the whole item.
fn list_keys(schema: &Value) -> String {
    let keys = schema["x-kubernetes-list-map-keys"].as_array().into_iter().flatten();
    match schema["x-kubernetes-list-type"].as_str() {
        Some("map") => format!("={}", keys.filter_map(Value::as_str).collect::<Vec<_>>().join(",")),
        Some("set") => "=*".into(),
        _ => String::new(),
    }
}

fn long_name(reference: &str) -> &str {
    reference.trim_start_matches("#/definitions/")
}

/// `io.k8s.api.core.v1.PodSpec` → `core.v1.PodSpec`
fn short_name(name: &str) -> String {
    let mut parts: Vec<&str> = name.rsplitn(4, '.').take(3).collect();
    parts.reverse();
    parts.join(".")
}
