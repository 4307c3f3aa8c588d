//! Help, completions and the manual page: made by clap from the tables of commands and flags, and only when
//! asked for.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ValueHint};
use clap_complete::Shell;
use nexachart_driver::misuse;
use nexachart_driver::source::{BUDGETS, Diagnostic, Row};

use crate::command::{COMMANDS, Command, is_near};
use crate::flags::{Flag, Group, Role, TEMPLATE, Takes, flags};

const ABOUT: &str = "A Helm-compatible templating compiler for Kubernetes";
const TEMPLATE_EXAMPLES: &str = "\
Examples:
  # the manifests, on standard output
  nexachart template ./chart
  # a name, a namespace, values
  nexachart template web ./chart -n shop -f prod.yaml
  # only what one template prints
  nexachart template ./chart -s templates/service.yaml
  # errors as file:line:column: code: message
  nexachart template ./chart --message-format short

Exit codes: 0 rendered, 1 not rendered.";

const RENDER_EXAMPLES: &str = "\
Without nexachart.yaml, the charts are charts/* (or this folder, if it is a chart), and \
environments/<environment>.yaml, of a chart and of this folder, are the values of its environments. \
nexachart.yaml can say more.

Examples:
  # one target, for kubectl
  nexachart render api -e prod | kubectl apply -n shop -f -
  # all targets, as files
  nexachart render --output-dir rendered
  # all charts for one environment
  nexachart render -e prod --as list | kubectl apply -f -
  # only errors, only of what this branch changes
  nexachart render --as none --since origin/main

Exit codes: 0 rendered, 1 not rendered (nothing is on standard output then), 2 the command line is wrong.";

const GOLDEN_EXAMPLES: &str = "\
What to do:
  check   compare golden/<chart>/<environment>.yaml with what is rendered
  update  write the goldens anew, and remove those of no target
  review  show what differs, object by object, and ask whether to accept it

The values of Secrets are masked, unless nexachart.yaml says `golden: {secrets: keep}`. Random values and the time are \
always the same ones in goldens.

Examples:
  # the gate in CI
  nexachart golden check
  # accept all that changed in one chart for one environment
  nexachart golden update api -e prod

Exit codes: 0 all goldens hold (or are written), 1 one does not, or an error, 2 the command line is wrong.";

const DEPENDENCY_HELP: &str = "\
What to do:
  list    print what the chart depends on and what charts/ has of it, as
          `helm dependency list` does
  build   pack what comes from folders (file://) into charts/, at the versions
          of Chart.lock; without one, as update
  update  the same at the versions that are there, and write Chart.lock

A render needs none of it: folders are used as they are where charts/ lacks them. Charts of repositories and registries are not \
fetched: they have to be in charts/ already.

Exit codes: 0 done, 1 not done, 2 the command line is wrong.";

const DIFF_EXAMPLES: &str = "\
Compared are objects and their fields: the order of documents and keys says nothing. Values of Secrets are masked; that \
they differ is told.

Examples:
  # what prod has that staging has not
  nexachart diff -e staging -e prod
  # what this branch changes, as a comment on its pull request
  nexachart diff --ref origin/main --as markdown

Exit codes: 0 equal, 1 something differs, 2 an error.";

const INIT_HELP: &str = "\
It looks for charts, and for values files of environments (values-prod.yaml beside a chart's values.yaml, say), and \
writes down what cannot be seen from where they lie. Nothing is overwritten.

Exit codes: 0 written, 1 not written, 2 the command line is wrong.";

const NEW_HELP: &str = "\
What is written:
  chart        charts/NAME: a Deployment, a Service, network policies, and
               values for each environment
  environment  environments/NAME.yaml, here and in the charts that have such
               files
  policy       policies/PACK/NAME: a ValidatingAdmissionPolicy with its
               documentation and its tests

Nothing is overwritten.

Exit codes: 0 written, 1 not written, 2 the command line is wrong.";

const CHECK_EXAMPLES: &str = "\
Everything is offline: schemas of Kubernetes 1.29 to 1.36 are part of the program.

Examples:
  nexachart check
  nexachart check shop -e prod --kube-version 1.34
  kustomize build overlays/prod | nexachart check -
  nexachart check manifests/ --unknown-kinds error

Exit codes: 0 nothing is wrong, 1 something is, or a chart does not render, 2 the command line is wrong.";

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  nexachart explain shop -e prod deployment/web spec.replicas
  nexachart explain shop -e prod --values image.tag
  nexachart explain shop --values | less -S

Exit codes: 0 answered, 1 the chart does not render, 2 there is no such object, field or value, or the command line is wrong.";

const MERGE_EXAMPLES: &str = "\
The joined report is the one of a run without shards, to the byte. It is printed only if every shard is there once.

Examples:
  nexachart render --shard 1/2 --output-dir rendered --report 1.json
  nexachart render --shard 2/2 --output-dir rendered --report 2.json
  nexachart merge 1.json 2.json > report.json

Exit codes: 0 no errors, 1 errors in the reports, or they do not make a whole, 2 the command line is wrong.";

/// `nexachart 0.1.0`, and the Helm whose output it gives.
pub fn version() -> Vec<u8> {
    format!("nexachart {} (renders as Helm v4.3.1)\n", env!("CARGO_PKG_VERSION")).into_bytes()
}

/// The help of a command, or of the whole program, as wide as the terminal.
pub fn long(name: Option<&str>) -> Vec<u8> {
    let mut program = program();
    program.build();
    let command = match name {
        Some(name) => program.find_subcommand_mut(name),
        None => Some(&mut program),
    };
    command.map(|command| command.render_help().to_string().into_bytes()).unwrap_or_default()
}

/// The completions for a shell.
pub fn completions(name: &[u8]) -> Result<Vec<u8>, Diagnostic> {
    let shells = [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell, Shell::Elvish];
    let named = |shell: &&Shell| shell.to_string().as_bytes() == name;
    let Some(shell) = shells.iter().find(named) else {
        let near = shells.iter().map(Shell::to_string).find(|shell| is_near(name, shell.as_bytes()));
        let help = near.map_or("known are bash, zsh, fish, powershell and elvish".to_string(), |near| {
            format!("did you mean `{near}`?")
        });
        let message = format!("no completions for the shell \"{}\"", String::from_utf8_lossy(name));
        return Err(misuse(message).helped(help));
    };
    let mut out = Vec::new();
    clap_complete::generate(*shell, &mut program(), "nexachart", &mut out);
    Ok(out)
}

/// The manual page, in roff: the program, then the commands with all their flags.
pub fn man() -> Result<Vec<u8>, Diagnostic> {
    let mut program = program();
    program.build();
    let mut out = Vec::new();
    let page = clap_mangen::Man::new(program.clone()).title("NEXACHART").section("1");
    let result = page
        .render_title(&mut out)
        .and_then(|()| page.render_name_section(&mut out))
        .and_then(|()| page.render_synopsis_section(&mut out))
        .and_then(|()| page.render_description_section(&mut out))
        .and_then(|()| page.render_options_section(&mut out))
        .and_then(|()| {
            // clap_mangen would name a page for each, and there is but this one.
            out.extend_from_slice(b".SH COMMANDS\n");
            for Command { name, about, .. } in &COMMANDS {
                out.extend_from_slice(format!(".TP\n\\fB{name}\\fR\n{about}\n").as_bytes());
            }
            for Command { name, .. } in COMMANDS.iter().filter(|command| !command.flags.is_empty()) {
                let Some(command) = program.find_subcommand(name) else { continue };
                out.extend_from_slice(format!(".SH \"NEXACHART {}\"\n", name.to_uppercase()).as_bytes());
                clap_mangen::Man::new(command.clone()).render_options_section(&mut out)?;
            }
            Ok(())
        });
    result.map_err(|error| Diagnostic::error("internal", error.to_string()))?;
    Ok(out)
}

fn program() -> clap::Command {
    let mut program = clap::Command::new("nexachart")
        .about(ABOUT)
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .disable_help_subcommand(true)
        .max_term_width(120);
    for &Command { name, about, flags } in &COMMANDS {
        let command = with_flags(clap::Command::new(name).about(about), flags);
        program = program.subcommand(match name {
            "template" => template(command),
            "render" => render(command),
            "golden" => golden(command),
            "diff" => diff(command),
            "check" => check(command),
            "explain" => explain(command),
            "merge" => {
                command.override_usage("nexachart merge REPORT… [FLAGS]").after_help(MERGE_EXAMPLES).arg(
                    Arg::new("REPORT")
                        .value_hint(ValueHint::FilePath)
                        .num_args(1..)
                        .help("The reports of all shards"),
                )
            }
            "dependency" => command
                .override_usage("nexachart dependency list|build|update [CHART]")
                .after_help(DEPENDENCY_HELP)
                .arg(Arg::new("ACTION").help("list, build or update"))
                .arg(
                    Arg::new("CHART")
                        .value_hint(ValueHint::AnyPath)
                        .help("The folder of the chart (default: this one)"),
                ),
            "init" => command.override_usage("nexachart init [DIR]").after_help(INIT_HELP).arg(
                Arg::new("DIR")
                    .value_hint(ValueHint::DirPath)
                    .help("The folder of the repository (default: this one)"),
            ),
            "new" => command
                .override_usage("nexachart new chart NAME | environment NAME | policy PACK/NAME")
                .after_help(NEW_HELP)
                .arg(Arg::new("KIND").help("chart, environment or policy"))
                .arg(Arg::new("NAME").help("Its name")),
            "completions" => command.arg(shell()),
            "help" => command.arg(Arg::new("command").value_name("COMMAND").help("The command")),
            _ => command,
        });
    }
    program
}

fn shell() -> Arg {
    Arg::new("shell")
        .value_name("SHELL")
        .required(true)
        .value_parser(PossibleValuesParser::new(["bash", "zsh", "fish", "powershell", "elvish"]))
        .help("The shell")
}

fn with_flags(command: clap::Command, groups: &'static [Group]) -> clap::Command {
    if groups.is_empty() {
        return command;
    }
    let mut command = command.disable_help_flag(true).disable_version_flag(true);
    for group in groups {
        for flag in group.flags {
            command = command.arg(argument(flag).help_heading(group.title).hide(flag.role == Role::Ignored));
        }
    }
    command
}

fn template(command: clap::Command) -> clap::Command {
    let name = Arg::new("NAME").help("The name of the release (default: release-name)");
    let chart = Arg::new("CHART").value_hint(ValueHint::AnyPath);
    command
        .override_usage("nexachart template [NAME] CHART [FLAGS]")
        .after_help(format!(
            "{}\n\nTaken and ignored, as rendering has no use for them:\n  {}\n\n{TEMPLATE_EXAMPLES}",
            budgets(),
            ignored()
        ))
        .arg(name)
        .arg(chart.help("The folder of a chart, or a packed chart (.tgz)"))
}

fn render(command: clap::Command) -> clap::Command {
    let chart = Arg::new("CHART").value_hint(ValueHint::AnyPath).num_args(0..);
    command
        .override_usage("nexachart render [CHART…] [-e ENV…] [FLAGS]")
        .after_help(RENDER_EXAMPLES)
        .arg(chart.help("Only these charts: their names, or their folders; with --files, changed files"))
}

fn golden(command: clap::Command) -> clap::Command {
    let action = Arg::new("ACTION").value_parser(PossibleValuesParser::new(["check", "update", "review"]));
    let chart = Arg::new("CHART").value_hint(ValueHint::AnyPath).num_args(0..);
    command
        .override_usage("nexachart golden check|update|review [CHART…] [-e ENV…] [FLAGS]")
        .after_help(GOLDEN_EXAMPLES)
        .arg(action.help("What to do").hide_possible_values(true))
        .arg(chart.help("Only these charts: their names, or their folders; with --files, changed files"))
}

fn diff(command: clap::Command) -> clap::Command {
    let chart = Arg::new("CHART").value_hint(ValueHint::AnyPath).num_args(0..);
    command
        .override_usage("nexachart diff [CHART…] -e ENV -e ENV [FLAGS]\n       nexachart diff [CHART…] --ref REV [-e ENV…] [FLAGS]")
        .after_help(DIFF_EXAMPLES)
        .arg(chart.help("Only these charts: their names, or their folders"))
}

fn check(command: clap::Command) -> clap::Command {
    let what = Arg::new("WHAT").value_hint(ValueHint::AnyPath).num_args(0..);
    command
        .override_usage("nexachart check [WHAT…] [-e ENV…] [FLAGS]")
        .after_help(CHECK_EXAMPLES)
        .arg(what.help("Charts (their names, or their folders), files or folders of manifests, `-` for standard input; all charts if it is not said"))
}

fn explain(command: clap::Command) -> clap::Command {
    let chart = Arg::new("CHART").value_hint(ValueHint::AnyPath);
    command
        .override_usage("nexachart explain CHART [-e ENV…] OBJECT [FIELD] [FLAGS]\n       nexachart explain [CHART] [-e ENV…] --values [PATH] [FLAGS]")
        .after_help(EXPLAIN_EXAMPLES)
        .arg(chart.help("The chart: its name, or its folder"))
        .arg(Arg::new("OBJECT").help("KIND/NAME, or NAMESPACE/KIND/NAME"))
        .arg(Arg::new("FIELD").help("A field of it: spec.template.spec.containers[0].image, or containers[api] for the one of that name"))
}

/// The names of the budgets, how much each allows, and what it bounds, as a table for 80 columns.
fn budgets() -> String {
    let row = |row: &Row| {
        let mut text = format!("\n  {:<14} {:>8} ", row.name, row.shown_default());
        let mut column = text.len() - 1;
        for word in row.bounds.split(' ') {
            if column + 1 + word.len() > 80 {
                text.push_str(&format!("\n{:26}", ""));
                column = 26;
            }
            text.push_str(&format!(" {word}"));
            column += 1 + word.len();
        }
        text
    };
    format!("Names for --budget, with their defaults:{}", BUDGETS.iter().map(row).collect::<String>())
}

/// The names of the flags that do nothing.
fn ignored() -> String {
    let shown = flags(TEMPLATE).filter(|flag| flag.role == Role::Ignored && !flag.help.ends_with(" -v"));
    let names = shown.map(|flag| if flag.name == "v" { "-v".into() } else { format!("--{}", flag.name) });
    names.collect::<Vec<_>>().join(", ")
}

fn argument(flag: &'static Flag) -> Arg {
    let arg = Arg::new(flag.name).long(flag.name).help(flag.help);
    let arg = match flag.short {
        Some(short) => arg.short(short),
        None => arg,
    };
    let name = match (flag.value, flag.takes) {
        ("", Takes::Int | Takes::Float | Takes::KlogLevel) => "N",
        ("", Takes::Duration) => "DURATION",
        ("", _) => "TEXT",
        (name, _) => name,
    };
    match flag.takes {
        Takes::Bool | Takes::KlogBool => arg.action(ArgAction::SetTrue),
        Takes::Optional(_) | Takes::Wait => arg.value_name("KIND").num_args(0..=1).require_equals(true),
        Takes::Choice(names) => {
            let names = PossibleValuesParser::new(names.split('|'));
            arg.value_name(if flag.value.is_empty() { "FORMAT" } else { flag.value })
                .value_parser(names)
                .hide_possible_values(true)
        }
        Takes::List | Takes::Texts | Takes::Pairs => {
            arg.value_name(name).action(ArgAction::Append).value_hint(hint(name))
        }
        Takes::Text | Takes::Int | Takes::Float | Takes::Duration | Takes::KlogLevel => {
            arg.value_name(name).value_hint(hint(name))
        }
    }
}

fn hint(name: &str) -> ValueHint {
    match name {
        "FILE" => ValueHint::FilePath,
        "DIR" => ValueHint::DirPath,
        _ => ValueHint::Unknown,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn clap_takes_the_tables() {
        super::program().debug_assert();
    }
}
