//! Chart.lock: the versions that dependencies have (Helm: internal/resolver HashReq, pkg/downloader writeLock).

use std::sync::Arc;

use nexachart_crypto::digest::sha256sum;
use nexachart_go::path;
use nexachart_go::time::{Location, RFC3339_NANO, Time};
use nexachart_source::{Budget, Diagnostic, World};
use nexachart_value::Value;
use nexachart_value::json::to_json;
use nexachart_value::yaml_write::to_yaml;

use crate::load::Loading;
use crate::{Chart, Dependency, Import, Metadata, decode, error};

/// What a lock file says.
#[derive(Clone, Debug)]
pub(super) struct Lock {
    pub digest: String,
    pub dependencies: Vec<Dependency>,
}

/// The lock of the chart in a folder, if it has one.
pub(super) fn read(
    world: &Arc<dyn World>,
    dir: &[u8],
    chart: &Chart,
    loading: &mut Loading<'_>,
) -> Result<Option<Lock>, Diagnostic> {
    let name: &[u8] = if chart.metadata.api_version == "v1" { b"requirements.lock" } else { b"Chart.lock" };
    let file = path::join(&[dir, name]);
    if world.stat(&file).is_err() {
        return Ok(None);
    }
    let text = world.read(&file, loading.ledger.budgets[Budget::File])?;
    let read = decode::lock_of(&text, &mut loading.ledger);
    let (digest, dependencies) =
        read.map_err(|e| error::load(format!("cannot load {}: {e}", String::from_utf8_lossy(name))))?;
    Ok(Some(Lock { digest, dependencies }))
}

/// Refuses a lock that was made for other dependencies. Helm 2's digests are not looked for.
pub(super) fn check(metadata: &Metadata, asked: &[Dependency], lock: &Lock) -> Result<(), Diagnostic> {
    if digest(asked, &lock.dependencies)? == lock.digest {
        return Ok(());
    }
    let text = match metadata.api_version.as_str() {
        "v1" => {
            "the lock file (requirements.lock) is out of sync with the dependencies file (requirements.yaml). Please \
             update the dependencies"
        }
        _ => {
            "the lock file (Chart.lock) is out of sync with the dependencies file (Chart.yaml). Please update the \
             dependencies with 'helm dependency update'"
        }
    };
    Err(error::load(text).helped("run nexachart dependency update"))
}

/// The digest over what is asked for and what is locked.
pub(super) fn digest(asked: &[Dependency], locked: &[Dependency]) -> Result<String, Diagnostic> {
    let json = format!("[{},{}]", list(asked)?, list(locked)?);
    Ok(format!("sha256:{}", sha256sum(json.as_bytes())))
}

/// The file.
pub(super) fn text(
    locked: &[Dependency],
    digest: &str,
    now: nexachart_source::Time,
) -> Result<Vec<u8>, Diagnostic> {
    let entry = |entry: &Dependency| {
        Value::map([
            ("name", Value::from(entry.name.as_str())),
            ("repository", entry.repository.as_str().into()),
            ("version", entry.version.as_str().into()),
        ])
    };
    let now = Time::unix(now.seconds, i64::from(now.nanos), &Location::UTC).format(RFC3339_NANO);
    let lock = Value::map([
        ("dependencies", Value::list(locked.iter().map(entry).collect())),
        ("digest", digest.into()),
        ("generated", now.into()),
    ]);
    let mut text = to_yaml(&lock).map_err(error::load)?;
    // Templates get it without.
    text.push(b'\n');
    Ok(text)
}

fn list(entries: &[Dependency]) -> Result<String, Diagnostic> {
    let entries: Vec<String> = entries.iter().map(json).collect::<Result<_, _>>().map_err(error::load)?;
    Ok(format!("[{}]", entries.join(",")))
}

/// An entry as encoding/json writes Helm's type.
fn json(entry: &Dependency) -> Result<String, String> {
    let quoted = |text: &str| -> Result<String, String> {
        Ok(String::from_utf8_lossy(&to_json(&Value::from(text))?).into_owned())
    };
    let mut fields = vec![format!("\"name\":{}", quoted(&entry.name)?)];
    let mut add = |key: &str, text: String| fields.push(format!("\"{key}\":{text}"));
    if !entry.version.is_empty() {
        add("version", quoted(&entry.version)?);
    }
    add("repository", quoted(&entry.repository)?);
    if !entry.condition.is_empty() {
        add("condition", quoted(&entry.condition)?);
    }
    if !entry.tags.is_empty() {
        let tags: Vec<String> = entry.tags.iter().map(|tag| quoted(tag)).collect::<Result<_, _>>()?;
        add("tags", format!("[{}]", tags.join(",")));
    }
    if entry.enabled {
        add("enabled", "true".into());
    }
    if !entry.import_values.is_empty() {
        let imports: Vec<String> = entry
            .import_values
            .iter()
            .map(|import| match import {
                Import::Export(name) => quoted(name),
                Import::Table { child, parent } | Import::Imported { child, parent } => {
                    Ok(format!("{{\"child\":{},\"parent\":{}}}", quoted(child)?, quoted(parent)?))
                }
                Import::Ignored => Ok("null".into()),
            })
            .collect::<Result<_, String>>()?;
        add("import-values", format!("[{}]", imports.join(",")));
    }
    if !entry.alias.is_empty() {
        add("alias", quoted(&entry.alias)?);
    }
    Ok(format!("{{{}}}", fields.join(",")))
}
