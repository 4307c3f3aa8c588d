//! path: slash-separated paths, handled as texts only. Go: package path.
//!
//! package path/filepath does the same on Unix, and it is Unix that we follow everywhere.

/// The last element of a path: `b.txt` of `/a/b.txt/`; `.` for an empty path, `/` for one of slashes only.
/// Go: path.Base.
pub fn base(path: &[u8]) -> &[u8] {
    if path.is_empty() {
        return b".";
    }
    let Some(last) = path.iter().rposition(|&b| b != b'/') else { return b"/" };
    let start = memchr::memrchr(b'/', &path[..last]).map_or(0, |slash| slash + 1);
    &path[start..=last]
}

/// All but the last element of a path, cleaned: `/a` of `/a/b`, `.` of `b`. Go: path.Dir.
pub fn dir(path: &[u8]) -> Vec<u8> {
    let end = memchr::memrchr(b'/', path).map_or(0, |slash| slash + 1);
    clean(&path[..end])
}

/// The suffix of the last element that begins with its last dot: `.gz` of `a.tar.gz`, or nothing. Go: path.Ext.
pub fn ext(path: &[u8]) -> &[u8] {
    match path.iter().rposition(|&b| b == b'.' || b == b'/') {
        Some(at) if path[at] == b'.' => &path[at..],
        _ => b"",
    }
}

/// Whether a path begins with a slash. Go: path.IsAbs.
pub fn is_abs(path: &[u8]) -> bool {
    path.starts_with(b"/")
}

/// The shortest path that means the same: without empty elements and `.`, without `..` where an element
/// stands before it or the path is absolute. An empty path is `.`. Go: path.Clean.
///
/// ```
/// use nexachart_go::path::clean;
/// assert_eq!(clean(b"a//./b/../c/"), b"a/c");
/// assert_eq!(clean(b"/../a"), b"/a");
/// assert_eq!(clean(b"../a/../.."), b"../..");
/// ```
pub fn clean(path: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len().max(1));
    if is_abs(path) {
        out.push(b'/');
    }
    // `..` takes nothing away before this place.
    let root = out.len();
    let mut fixed = root;
    for element in path.split(|&b| b == b'/') {
        match element {
            b"" | b"." => {}
            b".." if out.len() > fixed => {
                let slash = memchr::memrchr(b'/', &out[fixed..]).map_or(fixed, |slash| fixed + slash);
                out.truncate(slash);
            }
            b".." if root > 0 => {}
            element => {
                if out.len() > root {
                    out.push(b'/');
                }
                out.extend_from_slice(element);
                if element == b".." {
                    fixed = out.len();
                }
            }
        }
    }
    if out.is_empty() {
        out.push(b'.');
    }
    out
}

/// The elements that are not empty with slashes between them, cleaned; nothing if all are empty. Go: path.Join.
///
/// ```
/// use nexachart_go::path::join;
/// assert_eq!(join(&[b"a", b"", b"../b"]), b"b");
/// assert_eq!(join(&[b"", b""]), b"");
/// ```
pub fn join(elements: &[&[u8]]) -> Vec<u8> {
    let elements: Vec<&[u8]> = elements.iter().copied().filter(|element| !element.is_empty()).collect();
    if elements.is_empty() { Vec::new() } else { clean(&elements.join(&b'/')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Path; its base, dir, ext and clean form.
    const PARTS: &[(&str, &str, &str, &str, &str)] = &[
        ("", ".", ".", "", "."),
        ("/", "/", "/", "", "/"),
        ("//", "/", "/", "", "/"),
        ("a", "a", ".", "", "a"),
        ("/a", "a", "/", "", "/a"),
        ("a/", "a", "a", "", "a"),
        ("a/b", "b", "a", "", "a/b"),
        ("/a/b/", "b", "/a/b", "", "/a/b"),
        ("a//b", "b", "a", "", "a/b"),
        ("./a", "a", ".", "", "a"),
        ("../a", "a", "..", "", "../a"),
        ("/../a", "a", "/", "", "/a"),
        ("a/..", "..", "a", ".", "."),
        ("a/../..", "..", ".", ".", ".."),
        ("a/../../b", "b", "..", "", "../b"),
        ("/..", "..", "/", ".", "/"),
        ("..", "..", ".", ".", ".."),
        ("../..", "..", "..", ".", "../.."),
        ("a/./b", "b", "a", "", "a/b"),
        ("a.b", "a.b", ".", ".b", "a.b"),
        ("a.b/c", "c", "a.b", "", "a.b/c"),
        ("a/.b", ".b", "a", ".b", "a/.b"),
        (".", ".", ".", ".", "."),
        ("..a", "..a", ".", ".a", "..a"),
        ("a.", "a.", ".", ".", "a."),
        ("a.b.c", "a.b.c", ".", ".c", "a.b.c"),
        ("/a/b.tar.gz", "b.tar.gz", "/a", ".gz", "/a/b.tar.gz"),
        ("a/b/../../..", "..", ".", ".", ".."),
        ("a/b/../../../c", "c", "..", "", "../c"),
        ("...", "...", ".", ".", "..."),
        ("/./", ".", "/", "", "/"),
        ("é/ñ.x", "ñ.x", "é", ".x", "é/ñ.x"),
    ];

    #[test]
    fn parts() {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        for &(path, want_base, want_dir, want_ext, want_clean) in PARTS {
            let path = path.as_bytes();
            let got = (text(base(path)), text(&dir(path)), text(ext(path)), text(&clean(path)));
            let want = (want_base.into(), want_dir.into(), want_ext.into(), want_clean.into());
            assert_eq!(got, want, "{}", text(path));
        }
    }
}
