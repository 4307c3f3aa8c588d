//! The outside, as far as the compiler may see it.

use std::fmt;

use crate::OsError;

/// All that can be asked of the outside: files, standard input, the clock, randomness. Nothing below
/// the driver reaches them in another way, so a render is a function of its inputs.
///
/// Paths are bytes with `/` between their elements, as Go has them on Linux; relative ones start at
/// [`World::current_dir`]. Errors carry the texts of Go's `os` package.
pub trait World: Send + Sync + fmt::Debug {
    /// The folder where relative paths start: absolute and clean.
    fn current_dir(&self) -> Result<Vec<u8>, OsError>;

    /// What is at `path`, links followed. The error's operation is `stat`.
    fn stat(&self, path: &[u8]) -> Result<Metadata, OsError>;

    /// What is at `path`; a link is not followed. The error's operation is `lstat`.
    fn lstat(&self, path: &[u8]) -> Result<Metadata, OsError>;

    /// Where a link points to. The error's operation is `readlink`.
    fn read_link(&self, path: &[u8]) -> Result<Vec<u8>, OsError>;

    /// What is in a folder, in byte order of the names, without `.` and `..`. Links are not followed.
    fn list(&self, dir: &[u8]) -> Result<Vec<Entry>, OsError>;

    /// The content of a file, or its first `limit` bytes. The error's operation is `open` or `read`.
    fn read(&self, path: &[u8], limit: u64) -> Result<Vec<u8>, OsError>;

    /// Checks that a file can be opened for reading and gives its size, without reading it. The error's
    /// operation is `open`.
    fn open(&self, path: &[u8]) -> Result<Metadata, OsError>;

    /// Standard input to its end, or its first `limit` bytes. It can be read once: afterwards it is empty.
    fn stdin(&self, limit: u64) -> Result<Vec<u8>, OsError>;

    /// The time.
    fn now(&self) -> Time;

    /// The name of the local time zone in the IANA database, if one is set.
    fn zone(&self) -> Option<String> {
        None
    }

    /// Fills `buffer` with random bytes, fit for keys.
    fn random(&self, buffer: &mut [u8]);
}

/// What is known of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub kind: FileKind,
    /// Its size in bytes.
    pub size: u64,
}

/// The kinds of files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A regular file.
    File,
    /// A folder.
    Dir,
    /// A symbolic link.
    Link,
    /// A device, a socket, a pipe.
    Other,
}

/// A file in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: Vec<u8>,
    /// What it is.
    pub kind: FileKind,
}

/// A point in time: seconds and nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Time {
    /// Seconds; negative before 1970.
    pub seconds: i64,
    /// Nanoseconds on top, below 1,000,000,000.
    pub nanos: u32,
}

/// The clean absolute form of a path (Go: path/filepath Abs).
pub fn absolute(world: &dyn World, path: &[u8]) -> Result<Vec<u8>, OsError> {
    if path.starts_with(b"/") {
        return Ok(clean(path));
    }
    let mut full = world.current_dir()?;
    full.push(b'/');
    full.extend_from_slice(path);
    Ok(clean(&full))
}

/// The shortest form of an absolute path, by its text alone: `.`, `..` and doubled slashes resolved.
pub(crate) fn clean(path: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::with_capacity(path.len());
    for element in path.split(|&b| b == b'/') {
        match element {
            b"" | b"." => {}
            b".." => out.truncate(out.iter().rposition(|&b| b == b'/').unwrap_or(0)),
            name => {
                out.push(b'/');
                out.extend_from_slice(name);
            }
        }
    }
    if out.is_empty() {
        out.push(b'/');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cleans_absolute_paths() {
        for (path, want) in [
            ("/", "/"),
            ("/a/b", "/a/b"),
            ("//a//b/", "/a/b"),
            ("/a/./b/../c", "/a/c"),
            ("/../../a", "/a"),
            ("/a/..", "/"),
        ] {
            assert_eq!(clean(path.as_bytes()), want.as_bytes(), "{path}");
        }
    }
}
