//! Going through what differs from the goldens, object by object.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::sync::Arc;

use nexachart_diff::{Diff, Object};
use nexachart_source::{Diagnostic, OsError, World};

use super::text;
use super::{Files, GoldenRequest, Goldens, State, shown};
use crate::Outcome;
use crate::report::diff::{Comparison, DiffFormat, Secrets, Which};
use crate::report::safe;

/// Who answers, and where questions are shown.
pub struct Dialogue<'a> {
    /// A line for each answer.
    pub answers: &'a mut dyn BufRead,
    /// Where what differs is shown, and the questions.
    pub screen: &'a mut dyn Write,
    /// Whether answers are seen on the screen.
    pub echo: Echo,
}

/// Whether answers are seen on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Echo {
    /// A terminal shows what is typed.
    Terminal,
    /// Nobody does: they come from a file or a program.
    Ours,
}

/// What is answered to a question.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// Yes to this one and all that come.
    All,
    /// No to this one and all that come.
    Quit,
}

const HELP: &str = "y: accept it, n: leave the golden as it is there, a: accept it and all that follow, \
                    q: leave it and all that follow (what was accepted is written)";

/// Shows what differs, object by object, and reads a line of answer for each. What is accepted comes
/// into the goldens (`files` of the outcome), the rest of them stays. Without more answers it ends as with `q`.
pub fn review_goldens(
    world: &Arc<dyn World>,
    request: &GoldenRequest,
    format: DiffFormat,
    dialogue: Dialogue<'_>,
) -> Outcome {
    let goldens = match Goldens::load(world, request) {
        Ok(goldens) => goldens,
        Err(faults) => return Outcome::failed(faults),
    };
    let mut outcome = Outcome { findings: goldens.findings.clone(), ..Outcome::default() };
    let mut review = Review { format, dialogue, rest: None, files: Files::new(), left: 0 };
    if let Err(error) = review.goldens(goldens) {
        let failure: Diagnostic = OsError::from_io("write", b"/dev/stdout", &error).into();
        return Outcome::failed(vec![failure]);
    }
    let (count, left) = (review.files.len(), review.left);
    let goldens = if count == 1 { "golden" } else { "goldens" };
    outcome.stdout = match (count, left) {
        (0, 0) => "there is nothing to review\n".into(),
        (_, 0) => format!("{count} {goldens} written\n").into_bytes(),
        _ => format!("{count} {goldens} written, {left} not taken\n").into_bytes(),
    };
    outcome.files = review.files;
    outcome
}

struct Review<'a> {
    format: DiffFormat,
    dialogue: Dialogue<'a>,
    /// The answer to all that comes.
    rest: Option<Answer>,
    files: Files,
    /// How many objects and goldens were not accepted.
    left: usize,
}

impl Review<'_> {
    fn goldens(&mut self, goldens: Goldens) -> io::Result<()> {
        for beside in goldens.beside {
            let path = shown(&beside.target.golden);
            match beside.state {
                State::Good | State::Alike => {}
                State::Missing(new) => {
                    let (name, path) = (safe(beside.target.name().as_bytes()), safe(path.as_bytes()));
                    let objects = if new.len() == 1 { "object" } else { "objects" };
                    self.show(&format!(
                        "{name} has no golden yet: {path} would hold {} {objects}\n",
                        new.len()
                    ))?;
                    match self.ask("Write it")? {
                        true => drop(self.files.insert(beside.target.golden, beside.text)),
                        false => self.left += 1,
                    }
                }
                State::Other { old, new } => {
                    let (old_side, new_side) = ((path, old.clone()), ("rendered".into(), new.clone()));
                    let comparison =
                        Comparison::new(beside.target.name(), old_side, new_side, Secrets::Masked);
                    let accepted = self.objects(&comparison)?;
                    let objects = merged(&old, &new, comparison.diff(), &accepted);
                    // What is all accepted is what `update` writes, to the byte.
                    let is_all = accepted.rejected.is_empty();
                    let written = || text::write(&beside.target.name(), &objects, beside.secrets);
                    let text = if is_all { beside.text } else { written() };
                    if accepted.any {
                        self.files.insert(beside.target.golden, text);
                    }
                }
            }
        }
        Ok(())
    }

    /// Asks for each object of a comparison.
    fn objects(&mut self, comparison: &Comparison) -> io::Result<Accepted> {
        let mut accepted = Accepted::default();
        let objects = &comparison.diff().objects;
        let changed = objects
            .changed
            .iter()
            .map(|changed| (Which::Changed(changed.old, changed.new), changed.patch.is_quiet()));
        let added = objects.added.iter().map(|added| (Which::Added(added.at), false));
        let removed = objects.removed.iter().map(|removed| (Which::Removed(removed.at), false));
        let parts = changed.chain(added).chain(removed).filter(|(_, quiet)| !quiet);
        let parts: Vec<Which> = parts.map(|(part, _)| part).collect();
        // Where only an order differs that nobody minds, there is nothing to ask.
        if !parts.is_empty() {
            self.show(&comparison.show_title(self.format))?;
        }
        let count = parts.len();
        for (at, part) in parts.into_iter().enumerate() {
            self.show(&comparison.show_object(part, self.format))?;
            match self.ask(&format!("Accept it ({} of {count})", at + 1))? {
                true => accepted.any = true,
                false => {
                    self.left += 1;
                    accepted.rejected.insert(part);
                }
            }
        }
        Ok(accepted)
    }

    /// Shows what is asked about; nothing after `q`.
    fn show(&mut self, text: &str) -> io::Result<()> {
        if self.rest == Some(Answer::Quit) { Ok(()) } else { self.dialogue.screen.write_all(text.as_bytes()) }
    }

    fn ask(&mut self, question: &str) -> io::Result<bool> {
        let Dialogue { answers, screen, echo } = &mut self.dialogue;
        let mut answer = self.rest;
        while answer.is_none() {
            write!(screen, "{question}? [y/n/a/q/?] ")?;
            screen.flush()?;
            let mut line = String::new();
            let ended = answers.read_line(&mut line)? == 0;
            let line = line.trim().to_ascii_lowercase();
            if ended || *echo == Echo::Ours {
                writeln!(screen, "{}", safe(line.as_bytes()))?;
            }
            answer = match line.as_str() {
                "y" | "yes" => Some(Answer::Yes),
                "n" | "no" => Some(Answer::No),
                "a" | "all" => Some(Answer::All),
                "q" | "quit" => Some(Answer::Quit),
                _ if ended => Some(Answer::Quit),
                _ => {
                    writeln!(screen, "{HELP}")?;
                    None
                }
            };
        }
        if let Some(Answer::All | Answer::Quit) = answer {
            self.rest = answer;
        }
        Ok(matches!(answer, Some(Answer::Yes | Answer::All)))
    }
}

#[derive(Default)]
struct Accepted {
    /// Whether anything was.
    any: bool,
    /// What was not.
    rejected: BTreeSet<Which>,
}

/// The objects of a golden in which all is new but what was rejected.
fn merged(old: &[Object], new: &[Object], diff: &Diff, accepted: &Accepted) -> Vec<Object> {
    let rejected = |part: Which| accepted.rejected.contains(&part);
    let mut objects: Vec<Option<Object>> = new.iter().cloned().map(Some).collect();
    for changed in &diff.objects.changed {
        if rejected(Which::Changed(changed.old, changed.new)) {
            objects[changed.new] = Some(old[changed.old].clone());
        }
    }
    for added in &diff.objects.added {
        if rejected(Which::Added(added.at)) {
            objects[added.at] = None;
        }
    }
    // What stays though it is not printed any more stands behind the rest, in its order.
    let kept = diff.objects.removed.iter().filter(|removed| rejected(Which::Removed(removed.at)));
    objects.extend(kept.map(|removed| Some(old[removed.at].clone())));
    objects.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use nexachart_diff::read;

    use super::*;

    #[test]
    fn what_was_rejected_is_what_differs_then() {
        let pod =
            |name: &str, x: u32| format!("kind: Pod\nmetadata: {{name: {name}}}\nx: {x}\ny: [1, 2]\n---\n");
        let old =
            read((pod("a", 1) + &pod("b", 1) + &pod("c", 1) + &pod("dup", 1) + &pod("dup", 2)).as_bytes());
        let service = "kind: Service\nmetadata: {name: s}\n---\n";
        let new = read((pod("dup", 3) + service + &pod("b", 2) + &pod("c", 1) + &pod("a", 2)).as_bytes());
        let diff = Diff::between(&old, &new);
        let objects = &diff.objects;
        let all: Vec<Which> =
            (objects.changed.iter().map(|changed| Which::Changed(changed.old, changed.new)))
                .chain(objects.added.iter().map(|added| Which::Added(added.at)))
                .chain(objects.removed.iter().map(|removed| Which::Removed(removed.at)))
                .collect();
        assert_eq!(all.len(), 5);
        for chosen in 0..1u32 << all.len() {
            let rejected =
                all.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1).map(|(_, which)| *which);
            let accepted = Accepted { any: true, rejected: rejected.collect() };
            let merged = merged(&old, &new, &diff, &accepted);
            let left = Diff::between(&merged, &new).objects;
            let count = left.changed.len() + left.added.len() + left.removed.len();
            assert_eq!(count, accepted.rejected.len(), "{chosen:b}");
        }
    }
}
