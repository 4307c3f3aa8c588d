//! A line that tells who waits at a terminal how far the render is.

use std::io::{self, IsTerminal};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use nexachart_driver::Progress;
use nexachart_driver::report::{Format, Style};

use crate::output::say;

/// How long nothing is said.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line changes after that.
const BEAT: Duration = Duration::from_millis(100);
/// Back to the start of the line, and clear it.
const ERASE: &str = "\r\x1b[K";

/// The line, which is erased when this is dropped.
pub struct Line {
    stop: Option<Sender<()>>,
    writer: Option<JoinHandle<()>>,
}

/// Shows the line from half a second on; nothing is done where nobody reads it.
pub fn show(progress: &Progress, style: Style) -> Option<Line> {
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if style.format != Format::Human || dumb || !io::stderr().is_terminal() {
        return None;
    }
    let progress = progress.clone();
    let (stop, stopped) = mpsc::channel();
    let writer = thread::Builder::new().spawn(move || {
        let mut wait = PATIENCE;
        while let Err(RecvTimeoutError::Timeout) = stopped.recv_timeout(wait) {
            say(format!("{ERASE}{}", text(progress.counts())).as_bytes());
            wait = BEAT;
        }
        if wait == BEAT {
            say(ERASE.as_bytes());
        }
    });
    Some(Line { stop: Some(stop), writer: writer.ok() })
}

fn text((begun, all): (usize, usize)) -> String {
    match all {
        0 => "reading the chart …".to_string(),
        1 => "rendering …".to_string(),
        all => format!("rendering … {} of {all} templates", begun.min(all)),
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.stop = None;
        if let Some(writer) = self.writer.take() {
            // It does not panic, and if it did, the line would not matter.
            let _ = writer.join();
        }
    }
}
