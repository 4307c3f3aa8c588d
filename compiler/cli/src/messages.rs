//! How messages are printed: what flags, the environment and the terminal say about it.

use std::env;
use std::io::{self, IsTerminal};

use nexachart_driver::misuse;
use nexachart_driver::report::{Colour, Format, Reader, Sources, Style, report};
use nexachart_driver::source::{Diagnostic, Disk};

use crate::arguments::Arguments;
use crate::output::say;

/// The style for a command line; `args` is looked at where it could not be parsed to its end. `piped` is the format of a
/// command that is asked for none, where standard error is no terminal.
pub fn style(parsed: &Arguments, args: &[Vec<u8>], debug: bool, piped: Format) -> Style {
    let given = parsed.text("message-format").or_else(|| wanted(args)).and_then(Format::named);
    let terminal = io::stderr().is_terminal();
    let format = given.unwrap_or(if terminal { Format::Human } else { piped });
    let reader = if terminal || is_ci() { Reader::Screen } else { Reader::Program };
    Style { format, colour: colour(parsed, terminal), reader, debug }
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
    match mode {
        b"always" => Colour::Always,
        b"never" => Colour::Never,
        _ if terminal && !dumb => Colour::Always,
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
