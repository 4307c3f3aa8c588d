//! `.Chart`: Chart.yaml as a map with the names of Helm's Go fields (Helm: pkg/chart/common.go
//! structToMap).

use nexachart_value::{Entries, Map, Type, Value};

use crate::{Dependency, Import, Maintainer, Metadata};

/// The map. Lists are never nil, and those of structs are lists of maps; `Annotations` is nil where there
/// are none.
pub(crate) fn metadata_map(metadata: &Metadata) -> Map {
    let Metadata {
        name,
        home,
        sources,
        version,
        description,
        keywords,
        maintainers,
        icon,
        api_version,
        condition,
        tags,
        app_version,
        deprecated,
        annotations,
        kube_version,
        dependencies: _,
        kind,
    } = metadata;
    let annotations = match annotations {
        Some(annotations) => {
            let entries = annotations.iter().map(|(key, value)| (key.as_str().into(), text(value)));
            Map::new(Type::STRING_MAP, entries.collect())
        }
        None => Map::nil(Type::STRING_MAP),
    };
    map([
        ("Name", text(name)),
        ("Home", text(home)),
        ("Sources", texts(sources)),
        ("Version", text(version)),
        ("Description", text(description)),
        ("Keywords", texts(keywords)),
        ("Maintainers", list(maintainers.iter().flatten(), maintainer)),
        ("Icon", text(icon)),
        ("APIVersion", text(api_version)),
        ("Condition", text(condition)),
        ("Tags", text(tags)),
        ("AppVersion", text(app_version)),
        ("Deprecated", Value::Bool(*deprecated)),
        ("Annotations", Value::Map(annotations)),
        ("KubeVersion", text(kube_version)),
        ("Dependencies", list(metadata.dependencies(), dependency)),
        ("Type", text(kind)),
    ])
}

fn maintainer(maintainer: &Maintainer) -> Value {
    let Maintainer { name, email, url } = maintainer;
    Value::Map(map([("Name", text(name)), ("Email", text(email)), ("URL", text(url))]))
}

fn dependency(dependency: &Dependency) -> Value {
    let Dependency { name, version, repository, condition, tags, enabled, import_values, alias } = dependency;
    Value::Map(map([
        ("Name", text(name)),
        ("Version", text(version)),
        ("Repository", text(repository)),
        ("Condition", text(condition)),
        ("Tags", texts(tags)),
        ("Enabled", Value::Bool(*enabled)),
        ("ImportValues", list(import_values, import)),
        ("Alias", text(alias)),
    ]))
}

fn import(import: &Import) -> Value {
    match import {
        Import::Table { child, parent } | Import::Imported { child, parent } => {
            let entries = [("child".into(), text(child)), ("parent".into(), text(parent))];
            Value::Map(Map::new(Type::STRING_MAP, entries.into_iter().collect()))
        }
        Import::Export(export) => text(export),
        Import::Ignored => Value::Nil,
    }
}

fn map<const N: usize>(fields: [(&str, Value); N]) -> Map {
    let entries: Entries = fields.into_iter().map(|(name, value)| (name.into(), value)).collect();
    Map::new(Type::MAP, entries)
}

fn text(text: &str) -> Value {
    Value::from(text)
}

fn texts(texts: &[String]) -> Value {
    list(texts, |t| text(t))
}

fn list<'a, T: 'a>(items: impl IntoIterator<Item = &'a T>, to_value: fn(&T) -> Value) -> Value {
    Value::list(items.into_iter().map(to_value).collect())
}
