//! Charts as the edits of a fault leave them, in a folder of their own.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{Edit, Fault, Mark, Origin, Setter};

/// Where charts are.
#[derive(Clone, Debug)]
pub struct Charts {
    /// The folder of our own charts.
    pub own: PathBuf,
    /// The corpus, where it is at hand.
    pub corpus: Option<PathBuf>,
}

impl Charts {
    /// Those of a repository, and of a corpus.
    pub fn of(repository: &Path, corpus: Option<PathBuf>) -> Charts {
        Charts { own: repository.join("tests/faults/charts"), corpus }
    }

    /// The folder of a chart, if it is at hand.
    pub fn find(&self, chart: &Origin) -> Option<PathBuf> {
        let folder = match chart {
            Origin::Own(name) => self.own.join(name),
            Origin::Corpus(path) => self.corpus.as_ref()?.join("charts").join(path),
        };
        Some(folder).filter(|folder| folder.is_dir())
    }

    /// Makes the broken chart at `folder`, and looks whether its true places are what the table says.
    pub fn break_one(&self, fault: &Fault, folder: &Path) -> Result<(), String> {
        let source = self.find(&fault.chart).ok_or("its chart is not there")?;
        copy(&source, folder).map_err(|e| format!("{}: {e}", source.display()))?;
        for edit in &fault.edits {
            apply(edit, folder)?;
        }
        let set_at = fault.value.iter().filter_map(|value| match &value.setter {
            Setter::Place(mark) => Some(mark),
            _ => None,
        });
        fault.places.iter().chain(set_at).try_for_each(|mark| look(mark, folder))
    }

    /// Makes the chart as it is without the fault; files that the fault adds are empty.
    pub fn leave_whole(&self, fault: &Fault, folder: &Path) -> Result<(), String> {
        let source = self.find(&fault.chart).ok_or("its chart is not there")?;
        copy(&source, folder).map_err(|e| format!("{}: {e}", source.display()))?;
        for edit in fault.edits.iter().filter(|edit| edit.find.is_none()) {
            apply(&Edit { put: String::new(), ..edit.clone() }, folder)?;
        }
        Ok(())
    }
}

fn apply(edit: &Edit, folder: &Path) -> Result<(), String> {
    let path = folder.join(&edit.file);
    let wrong = |what: String| format!("{}: {what}", edit.file);
    let text = match &edit.find {
        None if path.exists() => return Err(wrong("is there already".to_string())),
        None => edit.put.clone(),
        Some(find) => {
            let text = fs::read_to_string(&path).map_err(|e| wrong(e.to_string()))?;
            match text.matches(find.as_str()).count() {
                1 => text.replacen(find.as_str(), &edit.put, 1),
                count => return Err(wrong(format!("has this {count} times: {find}"))),
            }
        }
    };
    fs::write(&path, text).map_err(|e| wrong(e.to_string()))
}

/// Whether there is such a place, with the text that the table says.
fn look(mark: &Mark, folder: &Path) -> Result<(), String> {
    let text = fs::read_to_string(folder.join(&mark.file)).map_err(|e| format!("{}: {e}", mark.file))?;
    let line = text.lines().nth(mark.line.wrapping_sub(1));
    let rest = line.and_then(|line| line.get(mark.column.wrapping_sub(1)..));
    match rest {
        Some(rest) if mark.text.is_empty() || rest.trim_end() == mark.text => Ok(()),
        found => {
            Err(format!("{}:{}:{} is {:?}, not {:?}", mark.file, mark.line, mark.column, found, mark.text))
        }
    }
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, target) =
            (entry.as_ref().map(fs::DirEntry::path), entry.as_ref().map(|entry| to.join(entry.file_name())));
        let (Ok(path), Ok(target)) = (path, target) else { continue };
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
