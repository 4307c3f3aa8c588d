//! What git says of a repository.

use std::collections::BTreeSet;
use std::ffi::OsString;
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
    let mut paths = Vec::new();
    let place = Place { top, is_submodule: false };
    place.changed(&from, *since == Since::Staged, 0, &mut paths)?;
    paths.sort();
    paths.dedup();
    Ok(Some(paths))
}

/// A work tree.
struct Place {
    top: Vec<u8>,
    /// Whether it is one in another: what the environment says of git is about the outer one.
    is_submodule: bool,
}

/// How deep submodules nest that are looked into.
const MOST_NESTED: usize = 16;

impl Place {
    /// Adds the files that differ from a revision, of the index alone if only what is `staged` counts. A submodule with
    /// another commit is one such file; those in its work tree are asked of it in turn, since git would start another git
    /// there, with the programs that the submodule names.
    fn changed(
        &self,
        from: &str,
        is_staged: bool,
        nested: usize,
        paths: &mut Vec<Vec<u8>>,
    ) -> Result<(), Diagnostic> {
        const DIFF: [&str; 7] = [
            "diff",
            "--name-only",
            "--no-renames",
            "--no-relative",
            "--no-ext-diff",
            "--ignore-submodules=dirty",
            "-z",
        ];
        let filters = self.filters()?;
        let run = |args: &[&str]| output(self.command(args).envs(filters.iter().cloned()), args);
        let mut names = run(&[&DIFF[..], &["--cached", from, "--"]].concat())?;
        if !is_staged {
            names.extend(run(&[&DIFF[..], &[from, "--"]].concat())?);
            names.extend(run(&["ls-files", "--others", "--exclude-standard", "--full-name", "-z"])?);
        }
        let names = names.split(|&b| b == 0).filter(|name| !name.is_empty());
        paths.extend(names.map(|name| path::join(&[&self.top, name])));
        if is_staged || nested == MOST_NESTED {
            return Ok(());
        }
        let index = run(&["ls-files", "--stage", "--full-name", "-z"])?;
        for entry in index.split(|&b| b == 0).filter(|entry| entry.starts_with(b"160000 ")) {
            let Some(at) = entry.iter().position(|&b| b == b'\t') else { continue };
            let top = path::join(&[&self.top, &entry[at + 1..]]);
            // Without it, the submodule is not there, and git would answer for the outer one.
            if !to_path(&path::join(&[&top, b".git"])).exists() {
                continue;
            }
            let place = Place { top, is_submodule: true };
            const HEAD: [&str; 4] = ["rev-parse", "--verify", "--quiet", "HEAD"];
            match output(&mut place.command(&HEAD), &HEAD) {
                Ok(_) => place.changed("HEAD", false, nested + 1, paths)?,
                Err(_) => paths.push(place.top),
            }
        }
        Ok(())
    }

    fn command(&self, args: &[&str]) -> Command {
        const OF_OUTER: [&str; 7] = [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_PREFIX",
            "GIT_COMMON_DIR",
            "GIT_OBJECT_DIRECTORY",
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
        ];
        let mut command = command(&self.top, args);
        if self.is_submodule {
            OF_OUTER.iter().for_each(|name| {
                command.env_remove(name);
            });
        }
        command
    }

    /// What to tell git in its environment so that it starts no filter (gitattributes, `filter`) to find out whether
    /// files changed. A file that looks touched and has one may then be taken for changed.
    fn filters(&self) -> Result<Vec<(String, OsString)>, Diagnostic> {
        const LIST: [&str; 4] = ["config", "--name-only", "-z", "--list"];
        let names = output(&mut self.command(&LIST), &LIST)?;
        let drivers: BTreeSet<&[u8]> = names
            .split(|&b| b == 0)
            .filter_map(|name| name.strip_prefix(b"filter."))
            .filter_map(|name| Some(&name[..name.iter().rposition(|&b| b == b'.')?]))
            .collect();
        let given = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse::<usize>().ok());
        let mut count = given.unwrap_or(0);
        let mut set = Vec::new();
        for driver in drivers {
            for (key, value) in [("clean", ""), ("smudge", ""), ("process", ""), ("required", "false")] {
                let name = [b"filter.", driver, b".", key.as_bytes()].concat();
                set.push((format!("GIT_CONFIG_KEY_{count}"), to_path(&name).as_os_str().to_os_string()));
                set.push((format!("GIT_CONFIG_VALUE_{count}"), value.into()));
                count += 1;
            }
        }
        set.push(("GIT_CONFIG_COUNT".into(), count.to_string().into()));
        Ok(set)
    }
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

#[cfg(all(test, unix))]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    fn git(dir: &Path, args: &[&str]) {
        let mut git = command(dir.as_os_str().as_encoded_bytes(), args);
        for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            git.env(name, "nobody");
        }
        assert!(git.status().unwrap().success(), "git {args:?}");
    }

    /// Filters, monitors and hooks stand in a repository's own configuration, which an archive of it brings along.
    #[test]
    fn no_program_of_a_repository_is_started() {
        let dir = std::env::temp_dir().join(format!("nexachart-filters-{}", std::process::id()));
        let inner = dir.join("sub");
        fs::create_dir_all(&inner).unwrap();
        let dir = fs::canonicalize(dir).unwrap();
        let ran = dir.join(".git/ran");
        for folder in [&inner, &dir] {
            git(folder, &["init", "-q"]);
            for name in ["same", "other", "gone"] {
                fs::write(folder.join(name), "text\n").unwrap();
            }
            fs::write(folder.join(".gitattributes"), "* filter=a.b=c diff=x\n").unwrap();
            git(folder, &["-c", "advice.addEmbeddedRepo=false", "add", "-A"]);
            git(folder, &["commit", "-q", "--no-gpg-sign", "-m", "x"]);
        }
        for folder in [&inner, &dir] {
            let program = format!("echo {} >> '{}'; cat; false", folder.display(), ran.display());
            for key in ["filter.a.b=c.clean", "filter.a.b=c.process", "core.fsmonitor", "diff.x.textconv"] {
                git(folder, &["config", key, &program]);
            }
            git(folder, &["config", "filter.a.b=c.required", "true"]);
            // As long as before, and touched: git has to read them.
            fs::write(folder.join("same"), "text\n").unwrap();
            fs::write(folder.join("other"), "TEXT\n").unwrap();
            fs::remove_file(folder.join("gone")).unwrap();
            fs::write(folder.join("new"), "").unwrap();
        }
        let found = changed(dir.as_os_str().as_encoded_bytes(), &Since::Head).unwrap().unwrap();
        let found: Vec<_> = found
            .iter()
            .map(|path| String::from_utf8_lossy(&path[dir.as_os_str().len() + 1..]).into_owned())
            .collect();
        let log = fs::read_to_string(&ran).unwrap_or_default();
        let _ = fs::remove_dir_all(&dir);
        assert_eq!(log, "");
        assert_eq!(found, ["gone", "new", "other", "sub/gone", "sub/new", "sub/other"]);
    }
}
