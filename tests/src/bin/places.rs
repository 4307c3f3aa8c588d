//! Holds source maps against the templates: for random keys of what public charts render, the place that is said to have written the
//! key gets a mark, the chart is rendered again, and the mark has to stand before the key.
//!
//!     cargo run --release -p nexachart-tests --bin places -- --corpus DIR [--nodes N] [--seed N] [--show N]

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a program for who builds nexachart")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use nexachart_driver::source::{Disk, Entry, Metadata, OsError, Place, Time, World};
use nexachart_driver::{Seed, SourceMap, TemplateOptions, Written};
use nexachart_value::yaml::{self, Node, Shape};

const MARK: &str = "mark7";
/// What stands before the key in a template is said in fewer words than this.
const USAGE: &str = "places --corpus DIR [--nodes N] [--seed N] [--show N]";

fn main() -> ExitCode {
    // Templates of the corpus nest deep.
    let run = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    match run.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(true))) => ExitCode::SUCCESS,
        Ok(Ok(Ok(false))) => ExitCode::FAILURE,
        Ok(Ok(Err(error))) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
        _ => ExitCode::from(2),
    }
}

/// What became of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Right,
    Wrong,
    /// No place was said.
    Missing,
    /// The template lies in an archive, or prints something else each time: nothing can be marked.
    Unmarked,
}

fn run() -> Result<bool, String> {
    let mut args = std::env::args().skip(1);
    let (mut corpus, mut nodes, mut seed, mut show) = (None, 2000, 1, 10);
    while let Some(flag) = args.next() {
        let value = args.next().ok_or(USAGE)?;
        let number = || value.parse().map_err(|_| USAGE.to_string());
        match flag.as_str() {
            "--corpus" => corpus = Some(PathBuf::from(value)),
            "--nodes" => nodes = number()?,
            "--seed" => seed = number()?,
            "--show" => show = number()?,
            _ => return Err(USAGE.into()),
        }
    }
    let corpus = fs::canonicalize(corpus.ok_or(USAGE)?).map_err(|e| e.to_string())?;
    std::env::set_current_dir(&corpus).map_err(|e| e.to_string())?;
    let mut cases = Vec::new();
    for case in fs::read_dir(corpus.join("cases")).map_err(|e| e.to_string())?.flatten() {
        cases.extend(options(&case.path()));
    }
    cases.sort_by(|a, b| a.0.cmp(&b.0));
    let mut random = Random(seed as u64);
    let each = nodes / cases.len().max(1) + 1;
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    let mut done = 0;
    while done < nodes {
        let before = done;
        for (name, options) in &cases {
            let world: Arc<dyn World> = Arc::new(Disk);
            let Ok(map) = SourceMap::record(&world, options) else { continue };
            let keys = keys(&map);
            for _ in 0..each.min(keys.len()) {
                if done >= nodes {
                    break;
                }
                let key = &keys[random.below(keys.len())];
                let (verdict, said) = check(&map, key, options);
                *counts.entry(verdict).or_default() += 1;
                done += usize::from(verdict != Verdict::Unmarked);
                if matches!(verdict, Verdict::Wrong | Verdict::Missing) && show > 0 {
                    show -= 1;
                    println!("{name}: {} line {}: `{}` {said}", key.name, key.line + 1, key.text);
                }
            }
        }
        if done == before {
            break;
        }
    }
    let of = |verdict| counts.get(&verdict).copied().unwrap_or(0);
    let right = of(Verdict::Right);
    let all = right + of(Verdict::Wrong) + of(Verdict::Missing);
    println!(
        "{all} keys of {} renders: {right} right ({:.2} %), {} wrong, {} without a place; {} more could not be marked",
        cases.len(),
        100.0 * right as f64 / all.max(1) as f64,
        of(Verdict::Wrong),
        of(Verdict::Missing),
        of(Verdict::Unmarked)
    );
    Ok(right * 100 >= all * 99)
}

/// The options of a case that succeeds, if it has no flags but the plainest.
fn options(case: &Path) -> Option<(String, TemplateOptions)> {
    let text = fs::read(case.join("case.json")).ok()?;
    let case: serde_json::Value = serde_json::from_slice(&text).ok()?;
    if case["exit_code"] != 0 {
        return None;
    }
    let mut options = TemplateOptions { stack: 400 << 20, jobs: 1, ..TemplateOptions::default() };
    // Random values, and the time, are the same each time.
    options.nature.seed = Some(Seed::Number(1));
    options.nature.now = Some(1_700_000_000_000_000_000);
    let mut args = case["argv"].as_array()?.iter().skip(1).filter_map(|arg| arg.as_str());
    while let Some(arg) = args.next() {
        match arg {
            "--namespace" => options.namespace = args.next()?.to_string(),
            "--kube-version" => options.kube_version = Some(args.next()?.to_string()),
            "-f" => options.values.files.push(args.next()?.into()),
            "--set" => options.values.set.push(args.next()?.into()),
            flag if flag.starts_with('-') => return None,
            plain => options.arguments.push(plain.into()),
        }
    }
    Some((case["id"].as_str()?.to_string(), options))
}

/// A key of a rendered file.
struct KeyAt {
    file: usize,
    name: String,
    offset: usize,
    /// From 0.
    line: usize,
    text: String,
}

fn keys(map: &SourceMap) -> Vec<KeyAt> {
    let mut found = Vec::new();
    for (file, (name, text)) in map.files().enumerate() {
        let Ok(documents) = yaml::parse_all(text) else { continue };
        for document in &documents {
            let mut todo = vec![document.root()];
            while let Some(node) = todo.pop() {
                match node.shape() {
                    Shape::Mapping(pairs) => {
                        for (key, value) in pairs {
                            found.extend(key_at(file, name, text, key));
                            todo.push(value);
                        }
                    }
                    Shape::Sequence(items) => todo.extend(items),
                    Shape::Scalar | Shape::Alias(_) => {}
                }
            }
        }
    }
    found
}

fn key_at(file: usize, name: &[u8], text: &[u8], key: Node<'_>) -> Option<KeyAt> {
    let offset = key.span().start as usize;
    // In quotes a mark would have to stand within.
    text[offset..].starts_with(key.text()).then(|| KeyAt {
        file,
        name: String::from_utf8_lossy(name).into_owned(),
        offset,
        line: text[..offset].iter().filter(|&&b| b == b'\n').count(),
        text: String::from_utf8_lossy(key.text()).into_owned(),
    })
}

fn check(map: &SourceMap, key: &KeyAt, options: &TemplateOptions) -> (Verdict, String) {
    let Some(written) = map.written(key.file, key.offset) else {
        return (Verdict::Missing, "has no place".into());
    };
    let Place { file, line, column, .. } = &written.place;
    let (Some(line), Some(column)) = (line, column) else { return (Verdict::Missing, "has no line".into()) };
    let said = format!("is said to come from {}:{line}:{column}", String::from_utf8_lossy(file));
    let Some(chart) = options.arguments.last() else { return (Verdict::Unmarked, said) };
    let below = file.iter().position(|&b| b == b'/').map_or(&file[..], |slash| &file[slash + 1..]);
    let path = fs::canonicalize(Path::new(std::ffi::OsStr::from_bytes(chart)));
    let path = path.map(|chart| chart.join(std::ffi::OsStr::from_bytes(below))).unwrap_or_default();
    let Ok(text) = fs::read(&path) else { return (Verdict::Unmarked, said) };
    let before: usize = text.split_inclusive(|&b| b == b'\n').take(line - 1).map(<[u8]>::len).sum();
    let Some(edited) = mark(&text, before + column - 1, &written, &key.text) else {
        return (Verdict::Wrong, said);
    };
    let world: Arc<dyn World> = Arc::new(Edited { path: path.as_os_str().as_bytes().to_vec(), text: edited });
    let Ok(again) = SourceMap::record(&world, options) else {
        return (Verdict::Wrong, said + ", which cannot be marked");
    };
    let rendered =
        again.files().find(|(name, _)| *name == key.name.as_bytes()).map(|(_, text)| text.to_vec());
    let Some(rendered) = rendered else { return (Verdict::Unmarked, said) };
    let line = rendered.split(|&b| b == b'\n').nth(key.line).unwrap_or_default();
    let wanted = format!("{MARK}{}", key.text);
    let is_right = line.windows(wanted.len()).any(|part| part == wanted.as_bytes());
    (if is_right { Verdict::Right } else { Verdict::Wrong }, said)
}

/// The template with a mark: before a literal's byte; in what an action prints, before the key.
fn mark(text: &[u8], at: usize, written: &Written, key: &str) -> Option<Vec<u8>> {
    if !written.is_action {
        text.get(at..)?.starts_with(key.as_bytes().get(..1)?).then_some(())?;
        return Some([&text[..at], MARK.as_bytes(), &text[at..]].concat());
    }
    let end = at + text.get(at..)?.windows(2).position(|two| two == b"}}")?;
    let trims = text[..end].ends_with(b"-");
    let expression = std::str::from_utf8(&text[at..end - usize::from(trims)]).ok()?;
    let marked =
        format!("({expression}) | toString | replace `{key}` `{MARK}{key}` {}", if trims { "-" } else { "" });
    Some([&text[..at], marked.as_bytes(), &text[end..]].concat())
}

/// The disk with one file edited.
#[derive(Debug)]
struct Edited {
    path: Vec<u8>,
    text: Vec<u8>,
}

impl World for Edited {
    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError> {
        if path == self.path {
            return Ok(self.text.clone());
        }
        Disk.read(path, limit)
    }
    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        Disk.stat(path)
    }
    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        Disk.lstat(path)
    }
    fn current_dir(&self) -> Result<Vec<u8>, OsError> {
        Disk.current_dir()
    }
    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError> {
        Disk.read_link(path)
    }
    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError> {
        Disk.list(dir)
    }
    fn open(&self, path: &[u8]) -> Result<Metadata, OsError> {
        Disk.open(path)
    }
    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError> {
        Disk.stdin(limit)
    }
    fn now(&self) -> Time {
        Disk.now()
    }
    fn random(&self, buffer: &mut [u8]) {
        Disk.random(buffer);
    }
}

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end.max(1)
    }
}
