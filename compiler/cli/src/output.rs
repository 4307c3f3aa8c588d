//! Standard output: whole or not at all.

use std::io::{self, ErrorKind, Write};

use nexachart_driver::source::{Diagnostic, OsError};

/// What a shell shows of a program that wrote to a closed pipe: 128 and the number of SIGPIPE.
const CLOSED: u8 = 141;

/// Writes a product. The exit code is 0, or one for a reader that has gone, as `nexachart … | head` has it: nothing
/// is said then.
pub fn print(product: &[u8]) -> Result<u8, Diagnostic> {
    let mut out = io::stdout().lock();
    match out.write_all(product).and_then(|()| out.flush()) {
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
