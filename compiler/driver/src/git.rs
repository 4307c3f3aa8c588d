//! What git says of a repository.

use std::io;
use std::process::{Command, Stdio};

use nexachart_go::path;
use nexachart_source::Diagnostic;

use crate::disk::to_path;

/// The files that changed in the repository in which `folder` lies, absolute, links in the way to the repository
/// resolved: those of the index and of the work tree that differ from the revision `since`, and new ones; ignored
/// ones are not among them. `None`: there is no commit yet, so all files are new. Of [`Since::Staged`] those of the
/// index alone.
///
/// # Errors
/// There is no git, no repository, or no such revision.
pub(crate) fn changed(folder: &[u8], since: &Since) -> Result<Option<Vec<Vec<u8>>>, Diagnostic> {
    let top = top(folder)?;
    let is_born = run(&top, &["rev-parse", "--verify", "--quiet", "HEAD"]).is_ok();
    let from = match since {
        Since::Head | Since::Staged if !is_born => return Ok(None),
        Since::Head | Since::Staged => "HEAD".to_string(),
        Since::Base(name) => {
            let wanted = format!("{name}^{{commit}}");
            let commit = run(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
                .map_err(|_| unknown(name))?;
            let commit = String::from_utf8_lossy(commit.trim_ascii()).into_owned();
            let base = run(&top, &["merge-base", &commit, "HEAD"]).map_err(|_| {
                Diagnostic::error("git::revision", format!("`{name}` and HEAD have no commit in common"))
                    .helped(SHALLOW)
            })?;
            String::from_utf8_lossy(base.trim_ascii()).into_owned()
        }
    };
    const DIFF: [&str; 7] = [
        "diff",
        "--name-only",
        "--no-renames",
        "--no-relative",
        "--no-ext-diff",
        "--ignore-submodules=none",
        "-z",
    ];
    let mut names = run(&top, &[&DIFF[..], &["--cached", &from, "--"]].concat())?;
    if *since != Since::Staged {
        names.extend(run(&top, &[&DIFF[..], &[&from, "--"]].concat())?);
        names.extend(run(&top, &["ls-files", "--others", "--exclude-standard", "--full-name", "-z"])?);
    }
    let mut paths: Vec<Vec<u8>> = names
        .split(|&b| b == 0)
        .filter(|name| !name.is_empty())
        .map(|name| path::join(&[&top, name]))
        .collect();
    paths.sort();
    paths.dedup();
    Ok(Some(paths))
}

/// From where on changes count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The last commit: what is not yet committed.
    Head,
    /// The last commit, up to what the next one will hold: the index.
    Staged,
    /// The commit at which this branch left that revision.
    Base(String),
}

const SHALLOW: &str =
    "a shallow clone lacks all but the last ones: `git fetch --unshallow`, or fetch-depth: 0 in CI";

/// That git knows no such revision.
pub(crate) fn unknown(name: &str) -> Diagnostic {
    Diagnostic::error("git::revision", format!("git knows no revision `{name}`")).helped(SHALLOW)
}

/// The top of the work tree in which `folder` lies.
///
/// In a linked work tree git starts its hooks with GIT_DIR alone, and then takes the folder in which it is asked for the top
/// (gitrepository-layout, `GIT_WORK_TREE`): so it is asked without that first.
pub(crate) fn top(folder: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    const TOP: [&str; 2] = ["rev-parse", "--show-toplevel"];
    let found = match std::env::var_os("GIT_WORK_TREE") {
        None => output(command(folder, &TOP).env_remove("GIT_DIR"), &TOP).or_else(|_| run(folder, &TOP)),
        Some(_) => run(folder, &TOP),
    }?;
    Ok(found.strip_suffix(b"\n").unwrap_or(&found).to_vec())
}

/// git, that reads alone: it fetches nothing, writes nothing, and starts no program that the repository names.
pub(crate) fn command(folder: &[u8], args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .arg("-C")
        .arg(to_path(folder))
        .args(["-c", "core.fsmonitor=false", "--no-pager", "--no-replace-objects"])
        .args(args)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C");
    command
}

/// What git prints.
pub(crate) fn run(folder: &[u8], args: &[&str]) -> Result<Vec<u8>, Diagnostic> {
    output(&mut command(folder, args), args)
}

/// What a git with these arguments prints.
fn output(command: &mut Command, args: &[&str]) -> Result<Vec<u8>, Diagnostic> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| no_git(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().next().unwrap_or("it failed").trim_start_matches("fatal: ").to_string();
    Err(Diagnostic::error("git::run", format!("git {}: {said}", args.first().unwrap_or(&""))))
}

pub(crate) fn no_git(error: &io::Error) -> Diagnostic {
    let message = format!("git cannot be started: {error}");
    Diagnostic::error("git::run", message).helped("revisions and changes are asked of the program `git`")
}
