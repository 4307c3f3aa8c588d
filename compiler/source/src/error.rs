//! Errors of the operating system, with Go's texts.

use std::fmt;

/// An error of a file operation (Go: `fs.PathError`). `Display` writes it as Go does:
/// `open x: no such file or directory`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OsError {
    /// What was tried: `open`, `read`, `stat`, `lstat`, `readlink`. Empty where Go gives the cause alone.
    pub op: &'static str,
    /// On which file.
    pub path: Vec<u8>,
    /// What went wrong.
    pub cause: Cause,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// ENOENT.
    NotFound,
    /// EACCES.
    PermissionDenied,
    /// EISDIR.
    IsADirectory,
    /// ENOTDIR.
    NotADirectory,
    /// ELOOP.
    TooManyLinks,
    /// ENAMETOOLONG.
    NameTooLong,
    /// Anything else, in Go's words.
    Other(String),
}

impl OsError {
    /// An error of the operation `op` on `path`.
    pub fn new(op: &'static str, path: &[u8], cause: Cause) -> OsError {
        OsError { op, path: path.to_vec(), cause }
    }

    /// The Rust error `error` of the operation `op` on `path`, as Go reports it.
    pub fn from_io(op: &'static str, path: &[u8], error: &std::io::Error) -> OsError {
        OsError::new(op, path, Cause::from_io(error))
    }
}

impl Cause {
    fn from_io(error: &std::io::Error) -> Cause {
        use std::io::ErrorKind;
        match error.kind() {
            ErrorKind::NotFound => Cause::NotFound,
            ErrorKind::IsADirectory => Cause::IsADirectory,
            ErrorKind::NotADirectory => Cause::NotADirectory,
            ErrorKind::InvalidFilename => Cause::NameTooLong,
            // The standard library has one kind for EACCES and EPERM, and none yet for ELOOP.
            ErrorKind::PermissionDenied if error.raw_os_error() != Some(1) => Cause::PermissionDenied,
            _ if cfg!(target_os = "linux") && error.raw_os_error() == Some(40) => Cause::TooManyLinks,
            _ => {
                // Go's table of errno texts is the C library's, with a small letter at its head.
                let text = error.to_string();
                let text = text.split(" (os error").next().unwrap_or_default();
                let mut letters = text.chars();
                let head = letters.next().map(|c| c.to_ascii_lowercase());
                Cause::Other(head.into_iter().chain(letters).collect())
            }
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Cause::NotFound => "no such file or directory",
            Cause::PermissionDenied => "permission denied",
            Cause::IsADirectory => "is a directory",
            Cause::NotADirectory => "not a directory",
            Cause::TooManyLinks => "too many levels of symbolic links",
            Cause::NameTooLong => "file name too long",
            Cause::Other(text) => text,
        })
    }
}

impl fmt::Display for OsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.op.is_empty() {
            write!(f, "{} {}: ", self.op, String::from_utf8_lossy(&self.path))?;
        }
        self.cause.fmt(f)
    }
}

impl std::error::Error for OsError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speaks_as_go() {
        let missing = OsError::new("open", b"x", Cause::NotFound);
        assert_eq!(missing.to_string(), "open x: no such file or directory");
        if cfg!(target_os = "linux") {
            for (errno, text) in [
                (1, "operation not permitted"),
                (2, "no such file or directory"),
                (5, "input/output error"),
                (13, "permission denied"),
                (20, "not a directory"),
                (21, "is a directory"),
                (24, "too many open files"),
                (36, "file name too long"),
                (40, "too many levels of symbolic links"),
            ] {
                let error = std::io::Error::from_raw_os_error(errno);
                assert_eq!(Cause::from_io(&error).to_string(), text);
            }
        }
    }
}
