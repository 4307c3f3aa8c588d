//! A case as it stands in its file.

use std::fmt::Write as _;

/// Marks a text that does not end with a newline, at the end of the line above it.
const UNENDED: &str = " (no newline at the end)";

/// A case.
pub struct Case {
    /// The lines above the first section: what it shows, where its expectations come from.
    head: String,
    /// Where its expectations come from.
    pub source: Source,
    /// Its files, as they stand in the text, for printing it again.
    sections: String,
    /// Its files.
    pub files: Vec<(String, Place)>,
    /// Its calls.
    pub calls: Vec<Call>,
}

/// Where expectations come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Real Helm.
    Helm,
    /// Ourselves.
    Own,
}

/// What stands at a path.
pub enum Place {
    /// A file of this content.
    File(Vec<u8>),
    /// A link to this path.
    Link(String),
}

/// A call of the program.
pub struct Call {
    /// The line of its arguments.
    line: String,
    /// Its arguments.
    pub args: Vec<String>,
    /// Its environment.
    pub env: Vec<(String, String)>,
    /// Its standard input.
    pub stdin: String,
    /// What it should give.
    pub expected: Outcome,
}

/// What a call gave.
#[derive(Default, PartialEq, Eq)]
pub struct Outcome {
    pub stdout: String,
    pub stderr: String,
    pub exit: i32,
    pub written: Vec<(String, String)>,
}

impl Case {
    /// Reads a case. The error says what is wrong with its text.
    pub fn parse(text: &str) -> Result<Case, String> {
        let mut parts = text.strip_suffix('\n').unwrap_or(text).split("\n=== ");
        let head = parts.next().unwrap_or_default().to_string();
        let source = match head.lines().find_map(|line| line.strip_prefix("source: ")) {
            Some("helm") => Source::Helm,
            Some("own") => Source::Own,
            _ => return Err("has no `source: helm` or `source: own` line".to_string()),
        };
        let mut case = Case { head, source, sections: String::new(), files: Vec::new(), calls: Vec::new() };
        for part in parts {
            case.section(part)
                .map_err(|what| format!("{what}: === {}", part.lines().next().unwrap_or_default()))?;
        }
        if case.calls.is_empty() { Err("has no `=== run`".to_string()) } else { Ok(case) }
    }

    /// Whether it is known not to be as expected.
    pub fn is_pending(&self) -> bool {
        self.head.lines().any(|line| line.starts_with("pending: "))
    }

    fn section(&mut self, part: &str) -> Result<(), &'static str> {
        let (title, body) = match part.split_once('\n') {
            Some((title, body)) => (title, Some(body)),
            None => (part, None),
        };
        let (title, end) = match title.strip_suffix(UNENDED) {
            Some(title) => (title, ""),
            None => (title, "\n"),
        };
        // The newline before the next section is the end of the last line.
        let content = body.map_or(String::new(), |body| format!("{body}{end}"));
        let (kind, rest) = title.split_once(' ').unwrap_or((title, ""));
        let place = match kind {
            "file" => Some((rest, Place::File(content.clone().into_bytes()))),
            "base64" => {
                let digits: Vec<u8> = content.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
                let bytes = nexachart_driver::go::base64::decode(&digits).map_err(|_| "is no base64")?;
                Some((rest, Place::File(bytes)))
            }
            "link" => {
                let (path, target) = rest.split_once(" -> ").ok_or("has no `->`")?;
                Some((path, Place::Link(target.to_string())))
            }
            _ => None,
        };
        if let Some((path, place)) = place {
            if !self.calls.is_empty() {
                return Err("files stand before calls");
            }
            self.files.push((path.to_string(), place));
            self.sections += &format!("\n=== {part}");
            return Ok(());
        }
        if kind == "run" {
            self.calls.push(Call {
                line: rest.to_string(),
                args: arguments(rest),
                env: Vec::new(),
                stdin: String::new(),
                expected: Outcome::default(),
            });
            return Ok(());
        }
        let call = self.calls.last_mut().ok_or("stands before the first call")?;
        match kind {
            "env" => {
                let (name, value) = rest.split_once('=').ok_or("has no `=`")?;
                call.env.push((name.to_string(), value.to_string()));
            }
            "stdin" => call.stdin = content,
            "stdout" => call.expected.stdout = content,
            "stderr" => call.expected.stderr = content,
            "exit" => call.expected.exit = rest.parse().map_err(|_| "is no number")?,
            "written" => call.expected.written.push((rest.to_string(), content)),
            _ => return Err("unknown section"),
        }
        Ok(())
    }

    /// The text of the case with what its calls expect now.
    pub fn print(&self) -> Result<String, String> {
        let mut text = format!("{}{}", self.head, self.sections);
        for call in &self.calls {
            let _ = write!(text, "\n=== run {}", call.line);
            for (name, value) in &call.env {
                let _ = write!(text, "\n=== env {name}={value}");
            }
            section(&mut text, "stdin", &call.stdin)?;
            section(&mut text, "stdout", &call.expected.stdout)?;
            section(&mut text, "stderr", &call.expected.stderr)?;
            if call.expected.exit != 0 {
                let _ = write!(text, "\n=== exit {}", call.expected.exit);
            }
            for (path, content) in &call.expected.written {
                section(&mut text, &format!("written {path}"), content)?;
            }
        }
        text.push('\n');
        Ok(text)
    }
}

impl Call {
    /// What differs, for a reader.
    pub fn compare(&self, got: &Outcome) -> String {
        let mut text = format!("nexachart {}", self.line);
        let expected = &self.expected;
        if expected.exit != got.exit {
            let _ = write!(text, "\nexit: expected {}, got {}", expected.exit, got.exit);
        }
        for (what, expected, got) in
            [("stdout", &expected.stdout, &got.stdout), ("stderr", &expected.stderr, &got.stderr)]
        {
            if expected != got {
                let _ = write!(text, "\n{what} expected:\n{expected}\n{what} got:\n{got}");
            }
        }
        if expected.written != got.written {
            let _ = write!(
                text,
                "\nwritten expected:\n{:#?}\nwritten got:\n{:#?}",
                expected.written, got.written
            );
        }
        text
    }
}

fn section(text: &mut String, title: &str, content: &str) -> Result<(), String> {
    if content.is_empty() {
        return Ok(());
    }
    if content.starts_with("=== ") || content.contains("\n=== ") {
        return Err(format!("{title} holds what looks like the start of a section"));
    }
    let (mark, content) = match content.strip_suffix('\n') {
        Some(content) => ("", content),
        None => (UNENDED, content),
    };
    let _ = write!(text, "\n=== {title}{mark}\n{content}");
    Ok(())
}

/// The arguments of a line: blanks separate them, `'…'` holds one together.
fn arguments(line: &str) -> Vec<String> {
    let mut args: Vec<String> = Vec::new();
    let (mut quoted, mut inside) = (false, false);
    for c in line.chars() {
        match c {
            '\'' => {
                quoted = !quoted;
                if !inside {
                    args.push(String::new());
                }
                inside = true;
            }
            ' ' if !quoted => inside = false,
            c => {
                if !inside {
                    args.push(String::new());
                }
                inside = true;
                if let Some(last) = args.last_mut() {
                    last.push(c);
                }
            }
        }
    }
    args
}
