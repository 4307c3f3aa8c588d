//! The files of a revision of a git repository, as a World: nothing is checked out.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use nexachart_source::{Cause, Diagnostic, Entry, FileKind, Metadata, OsError, Time, World, absolute};

use crate::git::{command, no_git, run, top, unknown};

/// A revision of the repository in which a folder lies. Paths below the repository are those of the revision; all others,
/// and what else there is outside, are those of another World.
pub struct Revision {
    outside: Arc<dyn World>,
    /// The repository's folder, absolute and clean.
    top: Vec<u8>,
    tree: BTreeMap<Vec<u8>, Node>,
    /// `git cat-file --batch`, which prints what it is asked for.
    blobs: Mutex<Blobs>,
}

/// A file or folder of the revision.
#[derive(Clone, Debug)]
struct Node {
    kind: FileKind,
    object: String,
    size: u64,
}

struct Blobs {
    child: Child,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

/// How many links may lead to a file, as on Linux.
const MOST_LINKS: usize = 40;

impl fmt::Debug for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Revision of {}", String::from_utf8_lossy(&self.top))
    }
}

impl Drop for Revision {
    fn drop(&mut self) {
        // It only reads, and nothing of it is wanted any more.
        let blobs = self.blobs.get_mut().unwrap_or_else(PoisonError::into_inner);
        let _ = blobs.child.kill();
        let _ = blobs.child.wait();
    }
}

impl Revision {
    /// The revision that git calls `name`, of the repository in which `folder` lies. Fails where there is no git, no
    /// repository, or no such revision.
    pub fn open(outside: Arc<dyn World>, folder: &[u8], name: &str) -> Result<Revision, Diagnostic> {
        let folder = absolute(&*outside, folder)?;
        let top = top(&folder)?;
        let wanted = format!("{name}^{{tree}}");
        let tree = run(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])
            .map_err(|_| unknown(name))?;
        let tree = String::from_utf8_lossy(tree.trim_ascii()).into_owned();
        let listing = run(&top, &["ls-tree", "-r", "-t", "-z", "-l", "--full-tree", &tree])?;
        let mut child = command(&top, &["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| no_git(&error))?;
        let (Some(ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Diagnostic::error("git::run", "git cannot be talked to"));
        };
        let blobs = Mutex::new(Blobs { child, ask, answer: BufReader::new(answer) });
        Ok(Revision { outside, top, tree: nodes(&listing), blobs })
    }

    /// What the path is, links followed: a node of the revision, or a path outside.
    fn find(&self, path: &[u8], last: Links) -> Result<Found<'_>, Cause> {
        let mut path = absolute(&*self.outside, path).map_err(|error| error.cause)?;
        for _ in 0..=MOST_LINKS {
            let Some(inside) = self.inside(&path) else { return Ok(Found::Outside(path)) };
            match self.walk(inside, last)? {
                Step::Node(name, node) => return Ok(Found::Inside(name, node)),
                Step::Link(next) => path = next,
            }
        }
        Err(Cause::TooManyLinks)
    }

    /// The path in the repository, empty for its folder; nothing for what lies elsewhere, and for git's own folder.
    fn inside<'p>(&self, path: &'p [u8]) -> Option<&'p [u8]> {
        let rest = path.strip_prefix(self.top.as_slice())?;
        match rest {
            b"" => Some(rest),
            _ => rest.strip_prefix(b"/").or_else(|| self.top.ends_with(b"/").then_some(rest)),
        }
        .filter(|inside| *inside != b".git" && !inside.starts_with(b".git/"))
    }

    /// Follows a path of the repository to its first link or its end.
    fn walk(&self, inside: &[u8], last: Links) -> Result<Step<'_>, Cause> {
        if inside.is_empty() {
            return Ok(Step::Node(Vec::new(), &FOLDER));
        }
        let ends =
            inside.iter().enumerate().filter(|(_, b)| **b == b'/').map(|(at, _)| at).chain([inside.len()]);
        for end in ends {
            let name = &inside[..end];
            let node = self.tree.get(name).ok_or(Cause::NotFound)?;
            let is_last = end == inside.len();
            match node.kind {
                FileKind::Link if !is_last || last == Links::Followed => {
                    let target = self.blob(node)?;
                    let mut next =
                        if target.starts_with(b"/") { Vec::new() } else { self.full(parent(name)) };
                    next.push(b'/');
                    next.extend_from_slice(&target);
                    next.extend_from_slice(&inside[end..]);
                    return Ok(Step::Link(absolute(&*self.outside, &next).map_err(|error| error.cause)?));
                }
                FileKind::Dir => {}
                _ if !is_last => return Err(Cause::NotADirectory),
                _ => {}
            }
            if is_last {
                return Ok(Step::Node(name.to_vec(), node));
            }
        }
        Err(Cause::NotFound)
    }

    fn full(&self, inside: &[u8]) -> Vec<u8> {
        [self.top.as_slice(), b"/", inside].concat()
    }

    fn blob(&self, node: &Node) -> Result<Vec<u8>, Cause> {
        let mut blobs = self.blobs.lock().unwrap_or_else(PoisonError::into_inner);
        blobs.read(&node.object).map_err(|error| Cause::Other(format!("git cat-file: {error}")))
    }

    fn metadata(
        &self,
        op: &'static str,
        path: &[u8],
        last: Links,
        outside: impl Fn(&[u8]) -> Result<Metadata, OsError>,
    ) -> Result<Metadata, OsError> {
        match self.find(path, last).map_err(|cause| OsError::new(op, path, cause))? {
            Found::Outside(place) => named(path, outside(&place)),
            Found::Inside(_, node) => Ok(Metadata { kind: node.kind, size: node.size }),
        }
    }
}

static FOLDER: Node = Node { kind: FileKind::Dir, object: String::new(), size: 0 };

/// Whether a link at the end of a path is followed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Links {
    Followed,
    Kept,
}

enum Found<'r> {
    Inside(Vec<u8>, &'r Node),
    Outside(Vec<u8>),
}

enum Step<'r> {
    Node(Vec<u8>, &'r Node),
    /// The path to go on with.
    Link(Vec<u8>),
}

impl Blobs {
    fn read(&mut self, object: &str) -> std::io::Result<Vec<u8>> {
        writeln!(self.ask, "{object}")?;
        self.ask.flush()?;
        let mut head = String::new();
        self.answer.read_line(&mut head)?;
        // `<object> <type> <size>`, the content, a line feed; or `<object> missing`.
        let size = head.split_whitespace().nth(2).and_then(|size| size.parse::<u64>().ok());
        let Some(size) = size else { return Err(std::io::Error::other("the object is missing")) };
        let mut content = Vec::new();
        (&mut self.answer).take(size).read_to_end(&mut content)?;
        self.answer.read_exact(&mut [0])?;
        if content.len() as u64 == size { Ok(content) } else { Err(std::io::Error::other("it ended early")) }
    }
}

/// The entries of `git ls-tree -r -t -z -l`: `<mode> <type> <object> <size>\t<path>\0`.
fn nodes(listing: &[u8]) -> BTreeMap<Vec<u8>, Node> {
    let entry = |line: &[u8]| {
        let tab = line.iter().position(|&b| b == b'\t')?;
        let head = std::str::from_utf8(&line[..tab]).ok()?;
        let mut fields = head.split_ascii_whitespace();
        let (mode, _, object, size) = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        let kind = match mode {
            "040000" => FileKind::Dir,
            "120000" => FileKind::Link,
            // A repository in the repository: its files are not in this one.
            "160000" => FileKind::Dir,
            _ => FileKind::File,
        };
        let node = Node { kind, object: object.into(), size: size.parse().unwrap_or(0) };
        Some((line[tab + 1..].to_vec(), node))
    };
    listing.split(|&b| b == 0).filter_map(entry).collect()
}

fn parent(inside: &[u8]) -> &[u8] {
    inside.iter().rposition(|&b| b == b'/').map_or(b"", |at| &inside[..at])
}

/// What came of a path that links led to, with the path that was asked for in the error.
fn named<T>(path: &[u8], result: Result<T, OsError>) -> Result<T, OsError> {
    result.map_err(|error| OsError { path: path.to_vec(), ..error })
}

impl World for Revision {
    fn current_dir(&self) -> Result<Vec<u8>, OsError> {
        self.outside.current_dir()
    }

    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.metadata("stat", path, Links::Followed, |path| self.outside.stat(path))
    }

    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.metadata("lstat", path, Links::Kept, |path| self.outside.lstat(path))
    }

    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError> {
        let failed = |cause| OsError::new("readlink", path, cause);
        match self.find(path, Links::Kept).map_err(failed)? {
            Found::Outside(place) => named(path, self.outside.read_link(&place)),
            Found::Inside(_, node) if node.kind == FileKind::Link => self.blob(node).map_err(failed),
            Found::Inside(..) => Err(failed(Cause::Other("invalid argument".into()))),
        }
    }

    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError> {
        let failed = |cause| OsError::new("open", dir, cause);
        let (name, node) = match self.find(dir, Links::Followed).map_err(failed)? {
            Found::Outside(place) => return named(dir, self.outside.list(&place)),
            Found::Inside(name, node) => (name, node),
        };
        if node.kind != FileKind::Dir {
            return Err(failed(Cause::NotADirectory));
        }
        let prefix = if name.is_empty() { name } else { [&name[..], b"/"].concat() };
        let mut entries = Vec::new();
        let mut from = prefix.clone();
        while let Some((path, node)) = self.tree.range(from.clone()..).next()
            && path.starts_with(&prefix)
        {
            let name = path[prefix.len()..].split(|&b| b == b'/').next().unwrap_or_default();
            from = if path.len() == prefix.len() + name.len() {
                entries.push(Entry { name: name.to_vec(), kind: node.kind });
                [path, &b"\0"[..]].concat()
            } else {
                // Behind all that lies in that folder: `0` comes after `/`.
                [&prefix, name, b"0"].concat()
            };
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError> {
        match self.find(path, Links::Followed).map_err(|cause| OsError::new("open", path, cause))? {
            Found::Outside(place) => named(path, self.outside.read(&place, limit)),
            Found::Inside(_, node) if node.kind == FileKind::Dir => {
                Err(OsError::new("read", path, Cause::IsADirectory))
            }
            Found::Inside(_, node) => {
                let mut content = self.blob(node).map_err(|cause| OsError::new("read", path, cause))?;
                content.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
                Ok(content)
            }
        }
    }

    fn open(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.metadata("open", path, Links::Followed, |path| self.outside.open(path))
    }

    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError> {
        self.outside.stdin(limit)
    }

    fn now(&self) -> Time {
        self.outside.now()
    }

    fn zone(&self) -> Option<String> {
        self.outside.zone()
    }

    fn random(&self, buffer: &mut [u8]) {
        self.outside.random(buffer);
    }
}

#[cfg(test)]
mod tests;
