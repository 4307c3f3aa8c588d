//! What a command says: on standard error, and in reports beside it; and what flags, the environment and the terminal say
//! about how.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, IsTerminal};

use nexachart_driver::report::{Colour, Entry, Format, Reader, Sources, Style, Symbols, report, report_all};
use nexachart_driver::source::{Diagnostic, Disk};
use nexachart_driver::{misuse, write_files};

use crate::arguments::Arguments;
use crate::output::say;

/// What a command has to say, from its beginning to its end.
pub struct Messages {
    /// How it is said on standard error.
    pub style: Style,
    outputs: Vec<(Format, Vec<u8>)>,
    wrong: Option<Diagnostic>,
    /// What was said, where that is needed in the end, and the chart that it was said of.
    kept: Vec<(Diagnostic, Option<Vec<u8>>)>,
}

impl Messages {
    /// For a command line; what is wrong with its `--output`s, [`Messages::check`] tells.
    pub fn new(parsed: &Arguments, style: Style) -> Messages {
        let mut messages = Messages { style, outputs: Vec::new(), wrong: None, kept: Vec::new() };
        for output in parsed.texts("output") {
            match wanted_output(&output) {
                Ok(output) => messages.outputs.push(output),
                Err(failure) => messages.wrong = Some(failure),
            }
        }
        messages
    }

    /// What is wrong with `--output`.
    pub fn check(&self) -> Result<(), Diagnostic> {
        self.wrong.clone().map_or(Ok(()), Err)
    }

    /// Whether reports are asked for.
    pub fn has_outputs(&self) -> bool {
        !self.outputs.is_empty()
    }

    /// Says something of a chart, or of none.
    pub fn say<'d>(&mut self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>, chart: Option<&[u8]>) {
        let all: Vec<&Diagnostic> = diagnostics.into_iter().collect();
        if self.style.format.is_document() || self.has_outputs() {
            let kept = all.iter().map(|&diagnostic| (diagnostic.clone(), chart.map(<[u8]>::to_vec)));
            self.kept.extend(kept);
        }
        if !self.style.format.is_document() {
            print(all, self.style, chart);
        }
    }

    /// Keeps something for the reports that is not said on standard error.
    pub fn keep<'d>(&mut self, diagnostics: impl IntoIterator<Item = &'d Diagnostic>, chart: Option<&[u8]>) {
        let kept = diagnostics.into_iter().map(|diagnostic| (diagnostic.clone(), chart.map(<[u8]>::to_vec)));
        self.kept.extend(kept);
    }

    /// Writes what is written in the end: documents, and the reports of `--output`, of which each is written whole or
    /// not at all. `targets` are those that took part. Whether all could be written.
    pub fn end(&mut self, targets: &[String]) -> bool {
        let kept = std::mem::take(&mut self.kept);
        let entries: Vec<Entry<'_>> = kept
            .iter()
            .map(|(diagnostic, chart)| Entry {
                diagnostic,
                sources: Sources { world: &Disk, chart: chart.as_deref() },
            })
            .collect();
        if self.style.format.is_document() {
            say(&report_all(&entries, self.style, targets));
        }
        let write = |(format, path): &(Format, Vec<u8>)| {
            let text =
                report_all(&entries, Style { debug: self.style.debug, ..Style::plain(*format) }, targets);
            (path.clone(), text)
        };
        let files: BTreeMap<Vec<u8>, Vec<u8>> = self.outputs.iter().map(write).collect();
        match write_files(&files) {
            Ok(()) => true,
            Err(failure) => {
                print([&failure], self.style, None);
                false
            }
        }
    }

    /// [`Messages::end`] with the exit code of a command, which is `failed` if a report cannot be written.
    pub fn end_with(&mut self, code: u8, failed: u8, targets: &[String]) -> u8 {
        if self.end(targets) { code } else { code.max(failed) }
    }
}

/// `FORMAT=FILE`
fn wanted_output(given: &[u8]) -> Result<(Format, Vec<u8>), Diagnostic> {
    let shown = String::from_utf8_lossy(given);
    let names = || Format::ALL.map(|(name, _)| name).join(", ");
    let Some(at) = given.iter().position(|&b| b == b'=').filter(|at| at + 1 < given.len()) else {
        return Err(misuse(format!("invalid --output: \"{shown}\" is not FORMAT=FILE"))
            .helped(format!("formats: {}", names())));
    };
    match Format::named(&given[..at]) {
        Some(format) => Ok((format, given[at + 1..].to_vec())),
        None => {
            let name = String::from_utf8_lossy(&given[..at]);
            let failure = misuse(format!("invalid --output: there is no format \"{name}\""));
            Err(failure.helped(format!("formats: {}", names())))
        }
    }
}

/// The style for a command line; `args` is looked at where it could not be parsed to its end. `piped` is the format of a
/// command that is asked for none, where standard error is no terminal.
pub fn style(parsed: &Arguments, args: &[Vec<u8>], debug: bool, piped: Format) -> Style {
    let given = parsed.text("message-format").or_else(|| wanted(args)).and_then(Format::named);
    let terminal = io::stderr().is_terminal();
    let format = given.unwrap_or(if terminal { Format::Human } else { piped });
    let reader = if terminal || is_ci() { Reader::Screen } else { Reader::Program };
    let (symbols, width) = (symbols(), if terminal { width() } else { None });
    Style { format, colour: colour(parsed, terminal), symbols, width, reader, debug }
}

/// How many characters fit on a line of the terminal that standard error is.
fn width() -> Option<usize> {
    let wide = terminal_size::terminal_size_of(io::stderr()).map(|(width, _)| usize::from(width.0));
    Some(wide.filter(|&wide| wide > 0).unwrap_or(80).clamp(40, 200))
}

/// Whether lines and corners can be shown: where the locale is one of UTF-8, and the terminal not one of the system's own.
fn symbols() -> Symbols {
    let text = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text).unwrap_or_default();
    let locale = locale.to_ascii_lowercase().replace('-', "");
    let poor = text("TERM").is_some_and(|term| term == "linux" || term == "dumb");
    if locale.contains("utf8") && !poor && !is_set("NO_UNICODE") { Symbols::Unicode } else { Symbols::Ascii }
}

/// Helm's complaint about `--color`, which it makes before any other.
pub fn check_colour(parsed: &Arguments) -> Result<(), Diagnostic> {
    match mode(parsed) {
        Some(mode) if !matches!(mode, b"never" | b"auto" | b"always") => {
            let mode = nexachart_driver::go::strconv::quote(mode);
            let message = format!("invalid color mode {mode}: must be one of: never, auto, always");
            let logged = nexachart_driver::go::strconv::quote(message.as_bytes());
            let line = format!("level=WARN msg=\"command failed\" error={logged}");
            Err(misuse(message).logged(line))
        }
        _ => Ok(()),
    }
}

/// Prints messages of a command.
pub fn print<'d>(diagnostics: impl IntoIterator<Item = &'d Diagnostic>, style: Style, chart: Option<&[u8]>) {
    say(&report(diagnostics, style, &Sources { world: &Disk, chart }));
}

/// Prints an error of which nothing is known but that.
pub fn last_word(failure: &Diagnostic) {
    let args: Vec<Vec<u8>> = env::args_os().map(|arg| arg.into_encoded_bytes()).collect();
    print([failure], style(&Arguments::default(), &args, false, Format::Helm), None);
}

/// The format that is asked for somewhere among the arguments.
fn wanted(args: &[Vec<u8>]) -> Option<&[u8]> {
    let flag = b"--message-format";
    args.iter().enumerate().rev().find_map(|(at, arg)| match arg.strip_prefix(flag)? {
        b"" => args.get(at + 1).map(Vec::as_slice),
        value => value.strip_prefix(b"="),
    })
}

fn mode(parsed: &Arguments) -> Option<&[u8]> {
    parsed.last_of(&["color", "colour"])
}

/// Whether what goes to a terminal, or to something else, is coloured (Helm: environment.go envColorMode; flags count
/// more than variables).
pub fn colour(parsed: &Arguments, terminal: bool) -> Colour {
    let variable = env::var("HELM_COLOR").unwrap_or_default().to_lowercase();
    let mode = match mode(parsed) {
        Some(mode) => mode,
        None if is_set("NO_COLOR") => b"never",
        None => variable.as_bytes(),
    };
    let dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    let asked = env::var("CLICOLOR_FORCE").is_ok_and(|force| !matches!(&*force, "" | "0"));
    let refused = env::var("CLICOLOR").is_ok_and(|colour| colour == "0");
    match mode {
        b"always" => Colour::Always,
        b"never" => Colour::Never,
        _ if asked => Colour::Always,
        _ if terminal && !dumb && !refused => Colour::Always,
        _ => Colour::Never,
    }
}

/// Whether a CI system reads along that takes lines for commands.
fn is_ci() -> bool {
    ["GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "TEAMCITY_VERSION", "BUILDKITE", "TRAVIS"]
        .into_iter()
        .any(is_set)
}

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}
