//! Which command is meant.

use nexachart_driver::misuse;
use nexachart_driver::report::Format;
use nexachart_driver::source::{Diagnostic, distance};

use crate::arguments::Arguments;
use crate::flags::{CHECK, DIFF, EXPLAIN, GOLDEN, Group, LINT, PLAIN, RENDER, TEMPLATE, Takes, flags};
use crate::{
    check, dependency, diff, explain, explain_code, golden, help, lint, merge, messages, output, render,
    scaffold, template, version,
};

/// A command.
#[derive(Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Its flags.
    pub flags: &'static [Group],
}

const fn command(name: &'static str, about: &'static str, flags: &'static [Group]) -> Command {
    Command { name, about, flags }
}

/// The commands in the order of the help.
pub static COMMANDS: [Command; 16] = [
    command("render", "Render charts for their environments: the targets of a workspace", RENDER),
    command("check", "Say what a cluster would say of what charts render, or of manifests", CHECK),
    command("golden", "Check, update or review goldens: what each target is known to print", GOLDEN),
    command("diff", "Compare what is rendered: two environments, or a git revision and now", DIFF),
    command(
        "explain",
        "Say where a field of a manifest comes from, who sets a value and who reads it",
        EXPLAIN,
    ),
    command("merge", "Join the reports of the shards of a run", PLAIN),
    command("init", "Write a nexachart.yaml for the charts that are here", PLAIN),
    command("new", "Write the files of a new chart, environment or policy", PLAIN),
    command("template", "Render a chart as `helm template` does", TEMPLATE),
    command("lint", "Find what is wrong with charts: all that `helm lint` finds", LINT),
    command("explain-code", "Say what a code of a message means, and what to do about it", PLAIN),
    command("dependency", "List or pack the charts that a chart depends on", PLAIN),
    command("completions", "Print completions for a shell", &[]),
    command("man", "Print the manual page (roff)", &[]),
    command("version", "Print the version", &[]),
    command("help", "Print help for a command", &[]),
];

/// A wrong command line, of a command that is not Helm's.
const MISUSED: u8 = 2;

/// Runs the command of a command line (without the program's name) on `stack` bytes of stack, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let at = position(&args);
    let (before, name) = match at {
        Some(at) => (&args[..at], &*args[at]),
        None => (&args[..], &b""[..]),
    };
    let asks = |long: &[u8], short: &[u8]| before.iter().any(|arg| arg == long || arg == short);
    let product = match name {
        b"template" => return template::run(without(args, at), stack),
        b"lint" => return lint::run(without(args, at), stack),
        b"render" => return render::run(without(args, at), stack),
        b"check" => return check::run(without(args, at), stack),
        b"golden" => return golden::run(without(args, at), stack),
        b"diff" => return diff::run(without(args, at), stack),
        b"explain" => return explain::run(without(args, at), stack),
        b"merge" => return merge::run(without(args, at)),
        b"explain-code" => return explain_code::run(without(args, at)),
        b"init" | b"new" => {
            let name = name.to_vec();
            return scaffold::run(&name, without(args, at));
        }
        b"dependency" | b"dependencies" | b"dep" => return dependency::run(without(args, at)),
        _ if asks(b"--version", b"-V") => Ok(help::version()),
        b"" if before.is_empty() || asks(b"--help", b"-h") => Ok(help::long(None)),
        b"" => Err(unknown_flag(before)),
        b"version" => version::version(args.get(at.unwrap_or_default() + 1..).unwrap_or_default(), stack),
        b"man" => help::man(),
        b"completions" => match args.get(at.unwrap_or_default() + 1).map(Vec::as_slice) {
            None | Some(b"-h" | b"--help") => Ok(help::long(Some("completions"))),
            Some(shell) => help::completions(shell),
        },
        b"help" => match args.get(at.unwrap_or_default() + 1) {
            None => Ok(help::long(None)),
            Some(name) => match COMMANDS.iter().find(|command| command.name.as_bytes() == name) {
                Some(command) => Ok(help::long(Some(command.name))),
                None => Err(unknown(name)),
            },
        },
        name => Err(unknown(name)),
    };
    match product.and_then(|product| output::print(&product)) {
        Ok(code) => code,
        Err(failure) => {
            let style = messages::style(&Arguments::default(), &args, false, Format::Helm);
            messages::print([&failure], style, None);
            MISUSED
        }
    }
}

/// The arguments around the name of the command.
fn without(mut args: Vec<Vec<u8>>, at: Option<usize>) -> Vec<Vec<u8>> {
    if let Some(at) = at {
        args.remove(at);
    }
    args
}

/// Where the command stands: the first argument that is neither a flag nor its value.
fn position(args: &[Vec<u8>]) -> Option<usize> {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        if !arg.starts_with(b"-") {
            return Some(at);
        }
        let flag = flags(TEMPLATE).find(|flag| match arg.strip_prefix(b"--") {
            Some(long) => flag.name.as_bytes() == long,
            None => arg.len() == 2 && flag.short.map(u32::from) == Some(u32::from(arg[1])),
        });
        let alone = flag.is_none_or(|flag| {
            matches!(flag.takes, Takes::Bool | Takes::KlogBool | Takes::Wait | Takes::Optional(_))
        });
        at += if alone { 1 } else { 2 };
    }
    None
}

fn unknown(name: &[u8]) -> Diagnostic {
    let shown = String::from_utf8_lossy(name);
    let message = format!("unknown command \"{shown}\" for \"nexachart\"");
    let near =
        COMMANDS.iter().find(|command| is_near(name, command.name.as_bytes())).map(|command| command.name);
    let (hint, help) = match near {
        Some(near) => (format!("\n\nDid you mean this?\n\t{near}\n"), format!("did you mean `{near}`?")),
        None => (String::new(), "`nexachart --help` lists the commands".to_string()),
    };
    let full = format!("{message}{hint}\nRun 'nexachart --help' for usage.");
    misuse(full).summed_up(message).helped(help)
}

fn unknown_flag(before: &[Vec<u8>]) -> Diagnostic {
    let flag = before.first().map(|flag| String::from_utf8_lossy(flag).into_owned()).unwrap_or_default();
    misuse(format!("a command is missing behind {flag}")).helped("`nexachart --help` lists the commands")
}

/// Whether one is the beginning of the other, or they are two letters apart at most (spf13/cobra).
pub fn is_near(typed: &[u8], name: &[u8]) -> bool {
    !typed.is_empty() && name.starts_with(typed) || typed.len() < 32 && distance(typed, name) <= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_command() {
        for (line, at) in [
            ("template x", Some(0)),
            ("--debug template", Some(1)),
            ("-n template template x", Some(2)),
            ("--namespace=a template", Some(1)),
            ("--version", None),
            ("", None),
        ] {
            let args: Vec<Vec<u8>> = line.split_whitespace().map(|arg| arg.as_bytes().to_vec()).collect();
            assert_eq!(position(&args), at, "{line}");
        }
    }

    #[test]
    fn knows_what_is_near() {
        assert!(is_near(b"templat", b"template") && is_near(b"tmplate", b"template"));
        assert!(is_near(b"comp", b"completions") && !is_near(b"install", b"template"));
    }
}
