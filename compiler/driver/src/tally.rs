//! What a run did, as a file: targets with the digests of their manifests, and findings. The same run gives the same
//! bytes; those of shards are joined ([`merge`]) into what a run without shards gives.
//!
//! `schemas/report.schema.json` describes it.

use std::collections::BTreeMap;

use nexachart_crypto::digest::sha256sum;
use nexachart_source::{Diagnostic, World};
use nexachart_value::json::{Html, from_json, write_json};
use nexachart_value::{Map, Value, json};
use nexachart_workspace::Shard;

use crate::Rendering;
use crate::render::Finding;
use crate::report::{Format, Reader, Sources, Style, report};

/// What a run did.
#[derive(Debug, Default)]
struct Tally {
    shard: Option<Shard>,
    /// How many targets there are in all shards.
    all: u64,
    /// By their names.
    targets: BTreeMap<Vec<u8>, Value>,
    /// By what they say, without their targets.
    findings: BTreeMap<Vec<u8>, (Value, Vec<Vec<u8>>)>,
}

/// The report of a run. `all` is the number of targets of all shards.
pub(crate) fn tell(
    world: &dyn World,
    shard: Option<Shard>,
    all: usize,
    renderings: &[Rendering],
    findings: &[Finding],
) -> Result<Vec<u8>, Diagnostic> {
    let mut tally = Tally { shard, all: all as u64, ..Tally::default() };
    for Rendering { target, outcome, .. } in renderings {
        let mut fields = vec![
            ("name", Value::string(target.name())),
            ("release", Value::string(&*target.release)),
            ("namespace", Value::string(&*target.namespace)),
        ];
        if let Ok(made) = outcome {
            let objects = made.objects().filter(|object| !object.kind.is_empty()).count();
            fields.push(("objects", Value::int(objects as i64)));
            fields.push(("sha256", Value::string(sha256sum(&made.text()?))));
        }
        tally.targets.insert(target.name().into_bytes(), Value::map(fields));
    }
    let style = Style { reader: Reader::Program, ..Style::plain(Format::Json) };
    for Finding { diagnostic, chart } in findings {
        // Where there is but one target in a shard, findings name none.
        let mut diagnostic = diagnostic.clone();
        if let (true, [rendering], true) = (diagnostic.targets.is_empty(), renderings, chart.is_some()) {
            diagnostic.targets = vec![rendering.target.name()];
        }
        let line = report([&diagnostic], style, &Sources { world, chart: chart.as_deref() });
        tally.find(from_json(&line, json::Target::Any).value);
    }
    tally.print()
}

/// Joins the reports of all shards of a run, by their paths. Whether there is an error among the findings comes with
/// the report.
///
/// # Errors
/// One that cannot be read, is no report, is there twice or is missing, or is of another run.
pub fn merge(world: &dyn World, paths: &[Vec<u8>]) -> Result<(Vec<u8>, bool), Diagnostic> {
    let mut whole = Tally::default();
    let mut seen: BTreeMap<u32, String> = BTreeMap::new();
    let mut of = None;
    for path in paths {
        let shown = String::from_utf8_lossy(path).into_owned();
        let wrong = |why: String| Diagnostic::error("report::merge", format!("{shown} {why}"));
        let part = Tally::read(&world.read(path, MOST)?).map_err(|why| wrong(why.to_string()))?;
        let Some(shard) = part.shard else { return Err(wrong("is no report of a shard".to_string())) };
        if *of.get_or_insert((shard.of, part.all)) != (shard.of, part.all) {
            return Err(wrong(format!("is of another run: shard {shard} of {} targets", part.all)));
        }
        if let Some(other) = seen.insert(shard.index, shown.clone()) {
            return Err(wrong(format!("is of shard {shard}, as is {other}")));
        }
        whole.all = part.all;
        for (name, target) in part.targets {
            if whole.targets.insert(name.clone(), target).is_some() {
                return Err(wrong(format!(
                    "has {}, which another shard has too",
                    String::from_utf8_lossy(&name)
                )));
            }
        }
        for (key, (finding, targets)) in part.findings {
            whole.findings.entry(key).or_insert((finding, Vec::new())).1.extend(targets);
        }
    }
    let count = of.map_or(0, |(count, _)| count);
    let missing: Vec<String> = (1..=count)
        .filter(|index| !seen.contains_key(index))
        .map(|index| format!("{index}/{count}"))
        .collect();
    if !missing.is_empty() {
        return Err(Diagnostic::error("report::merge", format!("missing: shard {}", missing.join(", "))));
    }
    let found = whole.targets.len() as u64;
    if found != whole.all {
        let message = format!("the shards have {found} targets together, and there are {}", whole.all);
        return Err(Diagnostic::error("report::merge", message));
    }
    let failed = whole.has_error();
    Ok((whole.print()?, failed))
}

/// The most that is read of a report.
const MOST: u64 = 1 << 30;

impl Tally {
    fn read(text: &[u8]) -> Result<Tally, &'static str> {
        const NO: &str = "is no report";
        let value = from_json(text, json::Target::Map);
        let (Value::Map(report), None) = (value.value, value.error) else { return Err(NO) };
        let list = |key: &str| report.get(key.as_bytes()).and_then(|value| value.items()).ok_or(NO);
        let version = report.get(b"nexachart").and_then(|value| Some(value.as_str()?.to_vec())).ok_or(NO)?;
        if version != env!("CARGO_PKG_VERSION").as_bytes() {
            return Err("is of another version of nexachart");
        }
        let shard = match report.get(b"shard") {
            Some(shard) => {
                let text = String::from_utf8_lossy(shard.as_str().ok_or(NO)?).into_owned();
                Some(Shard::parse(&text).ok_or(NO)?)
            }
            None => None,
        };
        let all = match report.get(b"all") {
            Some(Value::Float(_, all)) => all as u64,
            _ => return Err(NO),
        };
        let mut tally = Tally { shard, all, ..Tally::default() };
        for target in list("targets")?.iter() {
            let name = target.as_map().and_then(|target| target.get(b"name"));
            let name = name.and_then(|name| Some(name.as_str()?.to_vec())).ok_or(NO)?;
            tally.targets.insert(name, target.clone());
        }
        for finding in list("findings")?.iter() {
            tally.find(finding.clone());
        }
        Ok(tally)
    }

    fn find(&mut self, finding: Value) {
        let Value::Map(finding) = finding else { return };
        let targets = finding.get(b"targets").and_then(|targets| targets.items());
        let targets = targets.iter().flat_map(|targets| targets.iter());
        let targets: Vec<Vec<u8>> =
            targets.filter_map(|target| target.as_str().map(|name| name.to_vec())).collect();
        let entries = finding.to_vec().into_iter().filter(|(key, _)| **key != *b"targets");
        let rest = Map::new(nexachart_value::Type::MAP, entries.collect());
        let field = |name: &str| rest.get(name.as_bytes());
        // Files first, then lines, columns, codes: the order of a reader who goes through them.
        let mut key = field("file").and_then(|file| Some(file.as_str()?.to_vec())).unwrap_or_default();
        for name in ["line", "column"] {
            let number = match field(name) {
                Some(Value::Float(_, number)) => number as u64,
                _ => 0,
            };
            key.push(0);
            key.extend_from_slice(&number.to_be_bytes());
        }
        let rest = Value::Map(rest);
        // What cannot be written here is found again when all is printed.
        let _ = write_json(&rest, Html::Raw, &mut key);
        self.findings.entry(key).or_insert((rest, Vec::new())).1.extend(targets);
    }

    fn has_error(&self) -> bool {
        self.findings.values().any(|(finding, _)| {
            let severity = finding.as_map().and_then(|finding| finding.get(b"severity"));
            severity.is_some_and(|severity| severity.as_str().is_some_and(|severity| **severity == *b"error"))
        })
    }

    fn print(self) -> Result<Vec<u8>, Diagnostic> {
        let mut out = format!("{{\"nexachart\":\"{}\",", env!("CARGO_PKG_VERSION")).into_bytes();
        if let Some(shard) = self.shard {
            out.extend_from_slice(format!("\"shard\":\"{shard}\",").as_bytes());
        }
        out.extend_from_slice(format!("\"all\":{},\n\"targets\":[", self.all).as_bytes());
        lines(&mut out, self.targets.into_values())?;
        out.extend_from_slice(b"],\n\"findings\":[");
        let findings = self.findings.into_values().map(|(finding, mut targets)| {
            targets.sort();
            targets.dedup();
            if let (Value::Map(finding), false) = (&finding, targets.is_empty()) {
                let targets = targets.iter().map(|target| Value::string(target.as_slice())).collect();
                finding.insert("targets", Value::list(targets));
            }
            finding
        });
        lines(&mut out, findings)?;
        out.extend_from_slice(b"]}\n");
        Ok(out)
    }
}

/// Values, a line each.
fn lines(out: &mut Vec<u8>, values: impl Iterator<Item = Value>) -> Result<(), Diagnostic> {
    let mut some = false;
    for value in values {
        out.extend_from_slice(if some { b",\n" } else { b"\n" });
        write_json(&value, Html::Raw, out).map_err(|e| Diagnostic::error("report::json", e))?;
        some = true;
    }
    if some {
        out.push(b'\n');
    }
    Ok(())
}

#[cfg(test)]
mod tests;
