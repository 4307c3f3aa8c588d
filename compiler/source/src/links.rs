//! Following symbolic links.

use crate::{Cause, FileKind, OsError, World};

/// The most links that are followed on the way to one file (Go: path/filepath symlink.go).
const MAX_LINKS: usize = 255;

/// The path without symbolic links in it (Go: path/filepath EvalSymlinks). `path` is absolute.
///
/// The error is that of the first element that is missing (`lstat x: no such file or directory`), or
/// `EvalSymlinks: too many links` after 255 links.
pub fn resolve_links(world: &dyn World, path: &[u8]) -> Result<Vec<u8>, OsError> {
    let mut rest = path.to_vec();
    let mut done: Vec<u8> = Vec::new();
    let mut links = 0;
    loop {
        let start = rest.iter().position(|&b| b != b'/').unwrap_or(rest.len());
        let end = rest[start..].iter().position(|&b| b == b'/').map_or(rest.len(), |n| start + n);
        let element = rest[start..end].to_vec();
        rest.drain(..end);
        match &element[..] {
            b"" => break,
            b"." => continue,
            b".." => {
                done.truncate(done.iter().rposition(|&b| b == b'/').unwrap_or(0));
                continue;
            }
            _ => {}
        }
        done.push(b'/');
        done.extend_from_slice(&element);
        match world.lstat(&done)?.kind {
            FileKind::Link => {}
            FileKind::Dir => continue,
            _ if rest.is_empty() => continue,
            _ => return Err(OsError { op: "", path: Vec::new(), cause: Cause::NotADirectory }),
        }
        links += 1;
        if links > MAX_LINKS {
            let cause = Cause::Other("EvalSymlinks: too many links".into());
            return Err(OsError { op: "", path: Vec::new(), cause });
        }
        let mut target = world.read_link(&done)?;
        if target.starts_with(b"/") {
            done.clear();
        } else {
            done.truncate(done.iter().rposition(|&b| b == b'/').unwrap_or(0));
        }
        target.extend_from_slice(&rest);
        rest = target;
    }
    if done.is_empty() {
        done.push(b'/');
    }
    Ok(done)
}

/// The folder that files of a chart may not lead out of: the repository, which is the nearest folder above the
/// chart with a `.git` in it, else the chart itself. `chart` is absolute; the result has no links in it.
pub fn repository(world: &dyn World, chart: &[u8]) -> Vec<u8> {
    let chart = resolve_links(world, chart).unwrap_or_else(|_| chart.to_vec());
    let mut above = &chart[..];
    loop {
        if world.lstat(&[above, b"/.git"].concat()).is_ok() {
            return above.to_vec();
        }
        match above.iter().rposition(|&b| b == b'/') {
            Some(at) if at > 0 => above = &above[..at],
            _ => return chart,
        }
    }
}

/// Whether a path is that of a folder or of something below it. Both are absolute and without links.
///
/// ```
/// use nexachart_source::is_within;
/// assert!(is_within(b"/a/b", b"/a") && is_within(b"/a", b"/a") && is_within(b"/a", b"/"));
/// assert!(!is_within(b"/ab", b"/a"));
/// ```
pub fn is_within(path: &[u8], folder: &[u8]) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.is_empty() || rest[0] == b'/' || folder.ends_with(b"/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Memory;

    #[test]
    fn follows_links() {
        let world = Memory::new()
            .file("/a/b/c", "x")
            .link("/a/l", "b/c")
            .link("/abs", "/a/l")
            .link("/up", "a/b/../../a/b")
            .link("/loop", "loop")
            .link("/broken", "a/none");
        for (path, want) in
            [("/a/b/c", "/a/b/c"), ("/a/l", "/a/b/c"), ("/abs", "/a/b/c"), ("/up/c", "/a/b/c")]
        {
            assert_eq!(resolve_links(&world, path.as_bytes()).unwrap(), want.as_bytes(), "{path}");
        }
        for (path, want) in [
            ("/broken", "lstat /a/none: no such file or directory"),
            ("/loop", "EvalSymlinks: too many links"),
            ("/abs/x", "not a directory"),
        ] {
            assert_eq!(resolve_links(&world, path.as_bytes()).unwrap_err().to_string(), want, "{path}");
        }
    }
}
