//! What a program says of a broken chart, and whether it is true.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

use serde_json::Value;

use super::{Cause, Charts, Fault, Mark, Setter};

/// Which codes a class that is run with `lint` may have: parts of them. Other findings of a chart are not its fault.
const CODES: [(&str, &[&str]); 4] = [
    ("duplicate", &["duplicate"]),
    ("unused-key", &["unused", "misspelt", "unknown-key"]),
    ("undefined-key", &["undefined", "unset"]),
    ("yaml-trap", &["trap", "unquoted", "boolean", "octal", "number", "integer", "float", "structure"]),
];

/// What was found out of one fault.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    /// Whether anything was reported.
    pub reported: bool,
    /// Whether the first place is the true line.
    pub line: bool,
    /// Whether it is the true column as well.
    pub column: bool,
    /// Whether the value that is the cause is named; nothing where no value is.
    pub value: Option<bool>,
    /// Whether who sets it is named.
    pub setter: Option<bool>,
    /// What was said, for people.
    pub said: String,
}

/// `nexachart`, to be asked.
#[derive(Clone, Debug)]
pub struct Nexachart {
    /// The program.
    pub program: PathBuf,
}

/// Helm, to be asked.
#[derive(Clone, Debug)]
pub struct Helm {
    /// The program.
    pub program: PathBuf,
}

impl Nexachart {
    /// What it says of a fault; `folder` is empty, and is so again. An error where the table is wrong.
    pub fn ask(&self, fault: &Fault, charts: &Charts, folder: &Path) -> Result<Verdict, String> {
        let run =
            || run(&self.program, fault, &["--message-format", "json"], folder).map_err(|e| e.to_string());
        let mut before = Vec::new();
        if fault.is_lint() {
            charts.leave_whole(fault, folder)?;
            before = findings(&run()?).iter().map(identity).collect();
            fs::remove_dir_all(folder).map_err(|e| e.to_string())?;
        }
        charts.break_one(fault, folder)?;
        let said = run()?;
        let findings = findings(&said);
        let first = findings.iter().find(|finding| {
            if !fault.is_lint() {
                return finding["severity"] == "error";
            }
            if let Some(at) = before.iter().position(|known| *known == identity(finding)) {
                // Two findings in the same words are two.
                before.swap_remove(at);
                return false;
            }
            let codes = CODES.iter().find(|(class, _)| *class == fault.class);
            let code = finding["code"].as_str().unwrap_or_default();
            codes.is_none_or(|(_, parts)| parts.iter().any(|part| code.contains(part)))
        });
        let verdict = match first {
            Some(finding) => judge(finding, fault, folder),
            None => Verdict { value: fault.value.as_ref().map(|_| false), said, ..Verdict::default() },
        };
        fs::remove_dir_all(folder).map_err(|e| e.to_string())?;
        Ok(verdict)
    }
}

impl Helm {
    /// Whether any line that it names is the true one, and what it says.
    pub fn ask(&self, fault: &Fault, charts: &Charts, folder: &Path) -> Result<Verdict, String> {
        charts.break_one(fault, folder)?;
        let said = run(&self.program, fault, &[], folder).map_err(|e| e.to_string())?;
        let named = said.lines().any(|text| {
            let at = places(text);
            fault
                .places
                .iter()
                .any(|mark| at.iter().any(|(file, line)| *line == mark.line && is_file(file, mark, folder)))
        });
        fs::remove_dir_all(folder).map_err(|e| e.to_string())?;
        Ok(Verdict { reported: !said.is_empty(), line: named, said, ..Verdict::default() })
    }
}

/// What a program writes to standard error, and where it is asked to lint, to standard output.
fn run(program: &Path, fault: &Fault, flags: &[&str], folder: &Path) -> io::Result<String> {
    let (command, rest) =
        fault.run.split_first().map_or(("template", &[][..]), |(first, rest)| (first.as_str(), rest));
    let chart: &[&str] = if command == "template" { &["rel", "."] } else { &["."] };
    let output = Command::new(program)
        .arg(command)
        .args(chart)
        .args(rest)
        .args(flags)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder.join(".home"))
        .env("TZ", "UTC")
        .output()?;
    let mut said = String::from_utf8_lossy(&output.stderr).into_owned();
    if command == "lint" {
        said.push_str(&String::from_utf8_lossy(&output.stdout));
    }
    Ok(said)
}

/// The findings in lines of JSON.
fn findings(said: &str) -> Vec<Value> {
    let read = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    read.filter(|value| value["severity"].is_string()).collect()
}

/// What a finding is known by, wherever lines moved to.
fn identity(finding: &Value) -> [String; 3] {
    ["code", "file", "message"].map(|key| finding[key].as_str().unwrap_or_default().to_string())
}

fn judge(finding: &Value, fault: &Fault, folder: &Path) -> Verdict {
    let first = |mark: &&Mark| is_at(finding, mark, folder);
    let line = fault.places.iter().any(|mark| first(&mark));
    let column = fault.places.iter().filter(first).any(|mark| finding["column"] == mark.column);
    let value = fault.value.as_ref().map(|cause| is_named(finding, cause, folder));
    let setter = fault.value.as_ref().and_then(|cause| is_setter_named(finding, cause, folder));
    Verdict { reported: true, line, column, value, setter, said: finding.to_string() }
}

/// Whether a finding or a label stands in a line.
fn is_at(place: &Value, mark: &Mark, folder: &Path) -> bool {
    place["line"] == mark.line && place["file"].as_str().is_some_and(|file| is_file(file, mark, folder))
}

/// Whether a program means a file by a name: as given on the command line, whole, or below the chart's name (Helm).
fn is_file(named: &str, mark: &Mark, folder: &Path) -> bool {
    let named = named.strip_prefix(&*folder.to_string_lossy()).unwrap_or(named);
    let named = named.trim_start_matches('/').trim_start_matches("./");
    let below = || named.split_once('/').is_some_and(|(_, rest)| rest == mark.file);
    named == mark.file || !folder.join(named).exists() && below()
}

/// The labels of a finding, and the places that led to it.
fn labels(finding: &Value) -> impl Iterator<Item = &Value> {
    ["labels", "trace"].into_iter().filter_map(|key| finding[key].as_array()).flatten()
}

/// Whether the path of a value is named: by a label for it, or in words. Below a subchart, its path there is
/// as good where a label stands at the place that sets it.
fn is_named(finding: &Value, cause: &Cause, folder: &Path) -> bool {
    let texts = || {
        let own = ["message", "help"].into_iter().filter_map(|key| finding[key].as_str());
        own.chain(
            finding["labels"].as_array().into_iter().flatten().filter_map(|label| label["text"].as_str()),
        )
    };
    let by_label = labels(finding).any(|label| label["value"]["path"] == cause.path.as_str());
    let below = cause.path.split_once('.').map(|(_, rest)| rest);
    by_label
        || texts().any(|text| mentions(text, &cause.path))
        || below.is_some_and(|path| {
            is_setter_named(finding, cause, folder) == Some(true)
                && (texts().any(|text| mentions(text, path))
                    || labels(finding).any(|label| label["value"]["path"] == path))
        })
}

/// Whether who sets the value is named; nothing where nobody does.
fn is_setter_named(finding: &Value, cause: &Cause, folder: &Path) -> Option<bool> {
    match &cause.setter {
        Setter::Nobody => None,
        Setter::Flag(flag) => Some(finding.to_string().contains(flag.as_str())),
        Setter::Place(mark) => {
            Some(is_at(finding, mark, folder) || labels(finding).any(|label| is_at(label, mark, folder)))
        }
    }
}

/// Whether a text has a path that is no part of a longer name.
fn mentions(text: &str, path: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c == '/';
    text.match_indices(path).any(|(at, _)| {
        !text[..at].ends_with(is_name)
            && !text[at + path.len()..].starts_with(|c: char| is_name(c) || c == '[')
    })
}

/// The places that a line of Helm's names: `FILE:LINE`, `FILE:LINE:COLUMN`, and `FILE … line N`.
fn places(text: &str) -> Vec<(String, usize)> {
    let words =
        || text.split(|c: char| c.is_whitespace() || "()\"',".contains(c)).filter(|word| !word.is_empty());
    let mut places = Vec::new();
    for word in words() {
        let mut parts = word.split(':');
        let (Some(file), Some(Ok(line))) = (parts.next(), parts.next().map(str::parse)) else { continue };
        places.push((file.to_string(), line));
    }
    let all: Vec<&str> = words().collect();
    let line = all
        .windows(2)
        .find(|pair| pair[0] == "line")
        .and_then(|pair| pair[1].trim_end_matches(':').parse().ok());
    if let Some(line) = line {
        let files = all.iter().map(|word| word.trim_end_matches(':')).filter(|word| word.contains('.'));
        places.extend(files.map(|file| (file.to_string(), line)));
    }
    places
}
