//! Faults: charts with one thing broken, and the place where it is. `tests/faults/README.md` tells of their form.

mod answer;
mod broken;
mod score;

use std::path::{Path, PathBuf};
use std::{fmt, fs};

pub use answer::{Helm, Nexachart, Verdict};
pub use broken::Charts;
pub use score::{Score, Tally};

/// A broken chart, and where it is broken.
#[derive(Clone, Debug)]
pub struct Fault {
    /// The class, which is the name of its file.
    pub class: String,
    /// Its name in the class.
    pub name: String,
    /// The chart that is broken.
    pub chart: Origin,
    /// The command, `template` or `lint`, and what follows the chart.
    pub run: Vec<String>,
    /// What breaks it.
    pub edits: Vec<Edit>,
    /// The true places: any of them.
    pub places: Vec<Mark>,
    /// The value that is the cause.
    pub value: Option<Cause>,
}

/// Where a chart comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// One of ours: its name.
    Own(String),
    /// One of the corpus: its path below `charts/`.
    Corpus(String),
}

/// A change of a chart.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The file, below the chart.
    pub file: String,
    /// The text that stands there once; nothing for a new file.
    pub find: Option<String>,
    /// What stands there instead.
    pub put: String,
}

/// A place in a broken chart, lines and columns from 1, columns in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The file, below the chart.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// Its column.
    pub column: usize,
    /// What stands from there to the end of the line; nothing where the table does not say.
    pub text: String,
}

/// The value that is the cause.
#[derive(Clone, Debug)]
pub struct Cause {
    /// Its path in the values of the chart that is rendered.
    pub path: String,
    /// Who sets it.
    pub setter: Setter,
}

/// Who sets a value.
#[derive(Clone, Debug)]
pub enum Setter {
    /// Nobody.
    Nobody,
    /// This flag.
    Flag(String),
    /// This place of a values file.
    Place(Mark),
}

impl fmt::Display for Setter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Setter::Nobody => f.write_str("unset"),
            Setter::Flag(flag) => f.write_str(flag),
            Setter::Place(mark) => write!(f, "{}:{}:{}", mark.file, mark.line, mark.column),
        }
    }
}

impl Fault {
    /// Whether it is found by checking the chart, not by rendering it.
    pub fn is_lint(&self) -> bool {
        self.run.first().is_some_and(|command| command == "lint")
    }
}

/// All faults of a folder of tables, in the order of classes. The error says which line is no good.
pub fn load(folder: &Path) -> Result<Vec<Fault>, String> {
    let entries = fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "txt")) {
        let class = file.file_stem().unwrap_or_default().to_string_lossy();
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        faults.extend(parse(&class, &text).map_err(|what| format!("{}: {what}", file.display()))?);
    }
    Ok(faults)
}

/// The faults of a class.
fn parse(class: &str, text: &str) -> Result<Vec<Fault>, String> {
    let mut faults: Vec<Fault> = Vec::new();
    for section in text.split("\n=== ").skip(1) {
        let (head, body) = section.split_once('\n').unwrap_or((section, ""));
        let (kind, rest) = head.split_once(' ').unwrap_or((head, ""));
        let wrong = |what: &str| format!("{what}: === {head}");
        if kind == "fault" {
            if faults.iter().any(|fault| fault.name == rest) {
                return Err(wrong("there are two of this name"));
            }
            faults.push(start(class, rest, body).map_err(wrong)?);
            continue;
        }
        let fault = faults.last_mut().ok_or_else(|| wrong("stands before the first fault"))?;
        match kind {
            "edit" => {
                let (find, put) = (Some(body.to_string()), String::new());
                fault.edits.push(Edit { file: rest.to_string(), find, put });
            }
            "to" => {
                let edit = fault.edits.last_mut().filter(|edit| edit.find.is_some() && edit.put.is_empty());
                edit.ok_or_else(|| wrong("follows no edit"))?.put = body.to_string();
            }
            "file" => {
                fault.edits.push(Edit { file: rest.to_string(), find: None, put: format!("{body}\n") });
            }
            "at" => {
                let (place, text) = rest.split_once(' ').unwrap_or((rest, ""));
                fault.places.push(mark(place, text).ok_or_else(|| wrong("is no place"))?);
            }
            "value" => {
                let (path, setter) =
                    rest.rsplit_once(' ').ok_or_else(|| wrong("does not say who sets it"))?;
                let setter = match setter {
                    "unset" => Setter::Nobody,
                    flag if flag.starts_with('-') => Setter::Flag(flag.to_string()),
                    place => Setter::Place(mark(place, "").ok_or_else(|| wrong("is no place"))?),
                };
                fault.value = Some(Cause { path: path.to_string(), setter });
            }
            _ => return Err(wrong("is not known")),
        }
    }
    match faults.iter().find(|fault| fault.places.is_empty()) {
        Some(fault) => Err(format!("{} has no place", fault.name)),
        None => Ok(faults),
    }
}

/// A fault with the lines below its head: `chart:` and `run:`.
fn start(class: &str, name: &str, body: &str) -> Result<Fault, &'static str> {
    let field = |name: &str| body.lines().find_map(|line| line.strip_prefix(name));
    let chart = field("chart: ").ok_or("has no `chart:`")?;
    let chart = match chart.strip_prefix("corpus ") {
        Some(path) => Origin::Corpus(path.to_string()),
        None => Origin::Own(chart.to_string()),
    };
    let run = field("run: ").ok_or("has no `run:`")?.split(' ').map(str::to_string).collect();
    let (class, name) = (class.to_string(), name.to_string());
    Ok(Fault { class, name, chart, run, edits: Vec::new(), places: Vec::new(), value: None })
}

/// `FILE:LINE:COLUMN`
fn mark(place: &str, text: &str) -> Option<Mark> {
    let mut parts = place.rsplitn(3, ':');
    let (column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    Some(Mark { file: file.to_string(), line, column, text: text.to_string() })
}
