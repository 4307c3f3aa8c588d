//! A World that is all in memory.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::world::clean;
use crate::{Cause, Entry, FileKind, Metadata, OsError, Time, World, resolve_links};

/// A [`World`] of given files, for tests and for programs that have their charts elsewhere. Its clock
/// stands still, and its random bytes are the same every time.
///
/// ```
/// use nexachart_source::{Memory, World};
/// let world = Memory::new().file("/chart/Chart.yaml", "name: x\n");
/// assert_eq!(world.read(b"chart/Chart.yaml", u64::MAX).unwrap(), b"name: x\n");
/// assert_eq!(world.list(b"/").unwrap()[0].name, b"chart");
/// assert_eq!(world.read(b"none", 1).unwrap_err().to_string(), "open none: no such file or directory");
/// ```
#[derive(Debug, Default)]
pub struct Memory {
    nodes: BTreeMap<Vec<u8>, Node>,
    stdin: Mutex<Vec<u8>>,
    drawn: Mutex<u64>,
    time: Option<Time>,
}

#[derive(Debug)]
enum Node {
    File(Vec<u8>),
    Link(Vec<u8>),
    Dir,
}

impl Memory {
    /// An empty one, in the folder `/`.
    pub fn new() -> Memory {
        Memory::default()
    }

    /// With a file at an absolute path, and the folders above it.
    pub fn file(self, path: impl AsRef<[u8]>, content: impl Into<Vec<u8>>) -> Memory {
        self.node(path.as_ref(), Node::File(content.into()))
    }

    /// With a symbolic link.
    pub fn link(self, path: impl AsRef<[u8]>, target: impl Into<Vec<u8>>) -> Memory {
        self.node(path.as_ref(), Node::Link(target.into()))
    }

    /// With this text on standard input.
    pub fn with_stdin(mut self, text: impl Into<Vec<u8>>) -> Memory {
        self.stdin = Mutex::new(text.into());
        self
    }

    /// At this time.
    pub fn at(mut self, time: Time) -> Memory {
        self.time = Some(time);
        self
    }

    fn node(mut self, path: &[u8], node: Node) -> Memory {
        let path = clean(path);
        for (i, _) in path.iter().enumerate().filter(|&(i, &b)| b == b'/' && i > 0) {
            self.nodes.entry(path[..i].to_vec()).or_insert(Node::Dir);
        }
        self.nodes.insert(path, node);
        self
    }

    fn look(&self, op: &'static str, path: &[u8], follow: bool) -> Result<(Vec<u8>, Option<&Node>), OsError> {
        let missing = |_| OsError::new(op, path, Cause::NotFound);
        let full = [b"/", path].concat();
        let full = if follow {
            resolve_links(self, &full).map_err(|e| OsError::new(op, path, e.cause))?
        } else {
            let full = clean(&full);
            let cut = full.iter().rposition(|&b| b == b'/').unwrap_or(0);
            let above =
                if cut == 0 { Vec::new() } else { resolve_links(self, &full[..cut]).map_err(missing)? };
            let above: &[u8] = if above == b"/" { b"" } else { &above };
            [above, &full[cut..]].concat()
        };
        if full == b"/" {
            return Ok((full, None));
        }
        match self.nodes.get(&full) {
            Some(node) => Ok((full, Some(node))),
            None => Err(OsError::new(op, path, Cause::NotFound)),
        }
    }
}

impl Node {
    fn metadata(node: Option<&Node>) -> Metadata {
        match node {
            Some(Node::File(content)) => Metadata { kind: FileKind::File, size: content.len() as u64 },
            Some(Node::Link(target)) => Metadata { kind: FileKind::Link, size: target.len() as u64 },
            Some(Node::Dir) | None => Metadata { kind: FileKind::Dir, size: 0 },
        }
    }
}

impl World for Memory {
    fn current_dir(&self) -> Result<Vec<u8>, OsError> {
        Ok(b"/".to_vec())
    }

    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.look("stat", path, true).map(|(_, node)| Node::metadata(node))
    }

    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError> {
        // Not by `look`, which comes here by way of `resolve_links`: that asks from the top down, so the
        // elements above are no links any more.
        let full = clean(&[b"/", path].concat());
        if full == b"/" {
            return Ok(Node::metadata(None));
        }
        match self.nodes.get(&full) {
            Some(node) => Ok(Node::metadata(Some(node))),
            None => {
                let cut = full.iter().rposition(|&b| b == b'/').unwrap_or(0);
                let linked = (1..cut).any(|i| full[i] == b'/' && self.is_link(&full[..i]))
                    || self.is_link(&full[..cut]);
                if !linked {
                    return Err(OsError::new("lstat", path, Cause::NotFound));
                }
                self.look("lstat", path, false).map(|(_, node)| Node::metadata(node))
            }
        }
    }

    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError> {
        match self.look("readlink", path, false)? {
            (_, Some(Node::Link(target))) => Ok(target.clone()),
            _ => Err(OsError::new("readlink", path, Cause::Other("invalid argument".into()))),
        }
    }

    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError> {
        let (full, node) = self.look("open", dir, true)?;
        if Node::metadata(node).kind != FileKind::Dir {
            return Err(OsError::new("open", dir, Cause::NotADirectory));
        }
        let mut prefix = full;
        if prefix != b"/" {
            prefix.push(b'/');
        }
        let below = self.nodes.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        let mut entries: Vec<Entry> = below
            .filter(|(path, _)| !path[prefix.len()..].contains(&b'/'))
            .map(|(path, node)| Entry {
                name: path[prefix.len()..].to_vec(),
                kind: Node::metadata(Some(node)).kind,
            })
            .collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError> {
        match self.look("open", path, true)? {
            (_, Some(Node::File(content))) => {
                let len = usize::try_from(limit).unwrap_or(usize::MAX).min(content.len());
                Ok(content[..len].to_vec())
            }
            _ => Err(OsError::new("read", path, Cause::IsADirectory)),
        }
    }

    fn open(&self, path: &[u8]) -> Result<Metadata, OsError> {
        self.look("open", path, true).map(|(_, node)| Node::metadata(node))
    }

    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError> {
        let mut content = std::mem::take(&mut *self.stdin.lock().unwrap_or_else(|e| e.into_inner()));
        content.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(content)
    }

    fn now(&self) -> Time {
        self.time.unwrap_or(Time { seconds: 0, nanos: 0 })
    }

    fn random(&self, buffer: &mut [u8]) {
        // SplitMix64: good enough for what must only be the same in every run.
        let mut state = self.drawn.lock().unwrap_or_else(|e| e.into_inner());
        for chunk in buffer.chunks_mut(8) {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = *state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            chunk.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..chunk.len()]);
        }
    }
}

impl Memory {
    fn is_link(&self, path: &[u8]) -> bool {
        matches!(self.nodes.get(path), Some(Node::Link(_)))
    }
}
