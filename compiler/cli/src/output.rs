//! Standard output: whole or not at all.

use std::io::{self, ErrorKind, IsTerminal, Write};

use nexachart_driver::report::safe;
use nexachart_driver::source::{Diagnostic, OsError};

/// What a shell shows of a program that wrote to a closed pipe: 128 and the number of SIGPIPE.
const CLOSED: u8 = 141;

/// Writes a product. The exit code is 0, or one for a reader that has gone, as `nexachart … | head` has it: nothing
/// is said then.
pub fn print(product: &[u8]) -> Result<u8, Diagnostic> {
    let mut out = io::stdout().lock();
    let shown = out.is_terminal().then(|| on_screen(product));
    let product = shown.as_deref().unwrap_or(product);
    outcome(out.write_all(product).and_then(|()| out.flush()))
}

/// What has become of writing to standard output: an exit code, as [`print()`] has it.
pub fn outcome(written: io::Result<()>) -> Result<u8, Diagnostic> {
    match written {
        Ok(()) => Ok(0),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(CLOSED),
        Err(error) => {
            let error = OsError::from_io("write", b"/dev/stdout", &error);
            Err(Diagnostic::error("os::file", error.to_string()))
        }
    }
}

/// Writes to standard error. Nothing can be said where that is closed.
pub fn say(text: &[u8]) {
    let _ = io::stderr().lock().write_all(text);
}

/// A product as a terminal may see it: names of files, and what `--debug` prints of broken manifests, can hold
/// anything. Line ends stay as they are.
fn on_screen(product: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(product.len());
    for line in product.split_inclusive(|&b| b == b'\n') {
        let end = [&b"\r\n"[..], b"\n"].into_iter().find(|end| line.ends_with(end)).unwrap_or_default();
        out.extend_from_slice(safe(&line[..line.len() - end.len()]).as_bytes());
        out.extend_from_slice(end);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn terminals_get_no_commands() {
        let shown = super::on_screen(b"a: \x1b[2J\r\n\tb\rc\n\xff");
        assert_eq!(String::from_utf8(shown).unwrap(), "a: \\u{1b}[2J\r\n    b\\u{d}c\n\\xff");
    }
}
