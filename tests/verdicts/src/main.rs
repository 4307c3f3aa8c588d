//! Objects with one fault each, and our verdicts on them beside those of a real API server. `tests/verdicts/README.md` tells how.

use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use nexachart_kinds::{Kinds, Tree, Version};
use nexachart_verdicts::{Case, OF_EACH, SEED, cases, hash, kinds, objects};
use serde_json::{Value, json};

const USAGE: &str = "usage: verdicts make [CORPUS] > OBJECTS    objects with faults: one JSON a line
       verdicts judge < OBJECTS            our verdict on each: one JSON a line
       verdicts keep < ANSWERS             the server's answers, as tests/verdicts/answers.txt has them";

fn main() -> io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["make"] => make(None),
        ["make", corpus] => make(Some(Path::new(corpus))),
        ["judge"] => judge(),
        ["keep"] => keep(),
        _ => {
            writeln!(io::stderr(), "{USAGE}")?;
            std::process::exit(2);
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The files below a folder whose name ends so, in order.
fn files(folder: &Path, end: &str, found: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, end, found)?;
        } else if path.to_string_lossy().ends_with(end) {
            found.push(path);
        }
    }
    Ok(())
}

fn make(corpus: Option<&Path>) -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    write(&mut out, cases("kinds", SEED, &kinds(), OF_EACH))?;
    let (mut paths, mut charts) = (Vec::new(), Vec::new());
    files(&root().join("golden"), ".yaml", &mut paths)?;
    for path in paths {
        charts.extend(objects(&std::fs::read(path)?));
    }
    write(&mut out, cases("charts", SEED, &charts, OF_EACH))?;
    if let Some(corpus) = corpus {
        write(&mut out, cases("corpus", SEED, &of_corpus(corpus)?, OF_EACH))?;
    }
    out.flush()
}

/// Objects that real Helm printed for public charts: of each chart's first case all, and few of a kind.
fn of_corpus(corpus: &Path) -> io::Result<Vec<Value>> {
    /// Of a chart and a kind.
    const MOST: usize = 3;
    let mut all = Vec::new();
    let mut counts = std::collections::HashMap::new();
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(corpus.join("cases"))?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    cases.sort();
    for case in cases {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let chart = name.rsplit_once("__").map_or("", |(chart, _)| chart).to_string();
        let about: Value = serde_json::from_slice(&std::fs::read(case.join("case.json"))?)?;
        if about["exit_code"] != 0 || about["kind"] != "ok" {
            continue;
        }
        let mut text = Vec::new();
        if let Ok(file) = std::fs::File::open(case.join("stdout.gz")) {
            flate2::read::GzDecoder::new(file).read_to_end(&mut text)?;
        } else if let Ok(bytes) = std::fs::read(case.join("stdout")) {
            text = bytes;
        }
        for object in objects(&text) {
            let kind = object["kind"].as_str().unwrap_or_default().to_string();
            // What only a definition of its own could judge.
            if kind == "CustomResourceDefinition" || object.to_string().len() > 200_000 {
                continue;
            }
            let count = counts.entry((chart.clone(), kind)).or_insert(0);
            *count += 1;
            if *count <= MOST {
                all.push(object);
            }
        }
    }
    Ok(all)
}

fn write(out: &mut impl Write, cases: Vec<Case>) -> io::Result<()> {
    for Case { id, class, fault, text } in cases {
        let hash = format!("{:016x}", hash(&text));
        let about = json!({"id": id, "class": class, "fault": fault, "hash": hash, "object": text});
        writeln!(out, "{about}")?;
    }
    Ok(())
}

fn judge() -> io::Result<()> {
    let kinds = Kinds::new();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let text = case["object"].as_str().unwrap_or_default();
        let told = match Tree::read(text.as_bytes()) {
            Err(why) => vec![json!({"code": "unreadable", "text": why})],
            Ok(None) => vec![json!({"code": "unreadable", "text": "nothing"})],
            Ok(Some(tree)) => kinds
                .check(&tree, Version::NEWEST)
                .iter()
                .map(|finding| {
                    json!({"code": finding.code.name(), "refuses": finding.code.refuses(), "text": finding.to_string()})
                })
                .collect(),
        };
        let refused = told.iter().any(|finding| finding["refuses"] != false);
        writeln!(
            out,
            "{}",
            json!({"id": case["id"], "class": case["class"], "accepted": !refused, "findings": told})
        )?;
    }
    out.flush()
}

/// Answers on our own objects; public charts are not ours to keep.
fn keep() -> io::Result<()> {
    let mut lines = std::collections::BTreeSet::new();
    for line in io::stdin().lock().lines() {
        let answer: Value = serde_json::from_str(&line?)?;
        let own = answer["id"].as_str().is_some_and(|id| !id.starts_with("corpus/"));
        if let Some(hash) = answer["hash"].as_str().filter(|_| own) {
            let verdict = if answer["accepted"] == true { "accepted" } else { "refused" };
            lines.insert(format!("{hash} {verdict}"));
        }
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))?;
    out.flush()
}
