//! `nexachart template`.

use std::sync::Arc;

use nexachart_driver::chart::{Journal, ValueOptions};
use nexachart_driver::go::strconv::{parse_bool, quote};
use nexachart_driver::go::time::{Location, RFC3339_NANO, Time};
use nexachart_driver::report::Format;
use nexachart_driver::source::{Budgets, Diagnostic, Disk, Failures, Severity, World};
use nexachart_driver::{
    Dns, Errors, Nature, Product, Progress, Seed, Teardown, TemplateOptions, misuse, template, write_files,
};

use crate::arguments::{Arguments, Notice, misused};
use crate::flags::{EXCLUSIVE, Role, TEMPLATE, flags};
use crate::messages::Messages;
use crate::{crash, help, messages, output, progress};

/// The exit code after an error.
const FAILED: u8 = 1;

/// Runs the command with the arguments around its name, and gives the exit code.
pub fn run(args: Vec<Vec<u8>>, stack: usize) -> u8 {
    let mut parsed = Arguments::default();
    let parsing = parsed.parse(args.iter().cloned()).map_err(|text| misused(TEMPLATE, text));
    let debug = parsed.is_set("debug") || env_is_set("HELM_DEBUG");
    let style = messages::style(&parsed, &args, debug, Format::Helm);
    let mut said = Messages::new(&parsed, style);
    let mut journal: Journal = parsed.notices.iter().map(deprecated).collect();
    let result =
        messages::check_colour(&parsed).and(parsing).and(said.check()).map_err(Failures::from).and_then(
            |()| {
                if parsed.is_set("help") {
                    return Ok(Product { stdout: help::long(Some("template")), ..Product::default() });
                }
                crash::caught(|| render(&parsed, debug, stack, &said, &mut journal))
            },
        );
    let (product, failures) = match result {
        Ok(product) => (product.stdout, product.failures),
        Err(failures) => (Vec::new(), Some(failures)),
    };
    let chart = parsed.plain.last().map(Vec::as_slice);
    said.say(&journal, chart);
    let (code, failures) = match output::print(&product) {
        Ok(code) => (code, failures),
        Err(unwritten) => (FAILED, failures.or(Some(unwritten.into()))),
    };
    let code = match failures {
        Some(failures) => {
            // Helm says the first one; the reports have all of them.
            let (first, more) = match style.format {
                Format::Helm => (1, usize::MAX),
                _ => (usize::MAX, 0),
            };
            said.say(failures.iter().take(first), chart);
            said.keep(failures.iter().skip(1).take(more), chart);
            FAILED
        }
        None => code,
    };
    let target = chart.map(|chart| String::from_utf8_lossy(chart).into_owned());
    said.end_with(code, FAILED, target.as_slice())
}

fn render(
    parsed: &Arguments,
    debug: bool,
    stack: usize,
    said: &Messages,
    journal: &mut Journal,
) -> Result<Product, Failures> {
    let mut options = options(parsed, debug, stack, journal)?;
    if said.style.format == Format::Helm && !said.has_outputs() {
        options.errors = Errors::First;
    }
    let world: Arc<dyn World> = Arc::new(Disk);
    let _line = progress::show(&options.progress, said.style);
    let product = template(&world, &options, journal)?;
    write_files(&product.files)?;
    Ok(product)
}

/// A remark on a flag that goes out of use.
pub fn deprecated(notice: &Notice) -> Diagnostic {
    Diagnostic::new("cli::deprecated", Severity::Warning, &*notice.message).logged(&*notice.line)
}

pub fn env_is_set(name: &str) -> bool {
    let value = std::env::var(name).unwrap_or_default();
    parse_bool(value.as_bytes()).unwrap_or(false)
}

fn options(
    parsed: &Arguments,
    debug: bool,
    stack: usize,
    journal: &mut Journal,
) -> Result<TemplateOptions, Diagnostic> {
    refuse(parsed, journal)?;
    common(parsed, debug, stack)
}

/// What the flags say of which commands have more than one.
pub fn common(parsed: &Arguments, debug: bool, stack: usize) -> Result<TemplateOptions, Diagnostic> {
    let bytes = |name: &str| parsed.texts(name);
    let lossy = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let text = |name: &str| parsed.text(name).filter(|value| !value.is_empty()).map(lossy);
    // The environment is the default of the flag: an empty flag takes it back.
    let from_env = || std::env::var("HELM_NAMESPACE").ok();
    let namespace = parsed.text("namespace").map(lossy).or_else(from_env).unwrap_or_default();
    let mut budgets = Budgets::default();
    for argument in parsed.texts("budget") {
        budgets.set(&lossy(&argument)).map_err(|e| misuse(format!("invalid --budget: {e}")))?;
    }
    Ok(TemplateOptions {
        arguments: parsed.plain.clone(),
        generate_name: parsed.is_set("generate-name"),
        name_template: text("name-template").unwrap_or_default(),
        namespace: if namespace.is_empty() { "default".to_string() } else { namespace },
        values: ValueOptions {
            files: bytes("values"),
            json: bytes("set-json"),
            set: bytes("set"),
            set_string: bytes("set-string"),
            set_file: bytes("set-file"),
            set_literal: bytes("set-literal"),
        },
        version: text("version").unwrap_or_default(),
        devel: parsed.is_set("devel"),
        kube_version: text("kube-version"),
        api_versions: parsed.texts("api-versions").iter().map(|version| lossy(version)).collect(),
        is_upgrade: parsed.is_set("is-upgrade"),
        include_crds: parsed.is_set("include-crds"),
        skip_schemas: parsed.is_set("skip-schema-validation"),
        no_hooks: parsed.is_set("no-hooks"),
        skip_tests: parsed.is_set("skip-tests"),
        show_only: bytes("show-only"),
        output_dir: parsed.text("output-dir").filter(|dir| !dir.is_empty()).map(<[u8]>::to_vec),
        use_release_name: parsed.is_set("release-name"),
        debug,
        jobs: text("jobs").and_then(|jobs| jobs.parse().ok()).unwrap_or(0),
        nature: Nature {
            seed: text("seed")
                .map(|seed| seed.parse().map(Seed::Number))
                .transpose()
                .map_err(|e| misuse(format!("invalid --seed: {e}")))?,
            now: text("now").map(|now| time(&now)).transpose()?,
            dns: if parsed.is_set("enable-dns") { Dns::Allowed } else { Dns::Refused },
            ..Nature::default()
        },
        progress: Progress::default(),
        environments: 0,
        // Helm's reader wants Helm's error, others want to know all.
        errors: match parsed.text("message-format") {
            Some(b"helm") => Errors::First,
            _ => Errors::Explained,
        },
        stack,
        // The process ends right after the output.
        teardown: Teardown::Skipped,
        budgets,
    })
}

/// Flags that may not stand together, and those that need what is not there: a network, a cluster, a plugin.
fn refuse(parsed: &Arguments, journal: &mut Journal) -> Result<(), Diagnostic> {
    // That is the first thing to say, and the driver says it.
    if parsed.plain.is_empty() {
        return Ok(());
    }
    // Helm: cobra's flag_groups.go.
    if let Some(group) = EXCLUSIVE.iter().find(|group| group.iter().all(|name| parsed.text(name).is_some())) {
        let mut set = *group;
        set.sort_unstable();
        let (group, set) = (group.join(" "), set.join(" "));
        let rule = format!("if any flags in the group [{group}] are set none of the others can be");
        return Err(misuse(format!("{rule}; [{set}] were all set")));
    }
    for flag in flags(TEMPLATE) {
        if let (Role::Refused(default), Some(value)) = (flag.role, parsed.text(flag.name))
            && value != default.as_bytes()
        {
            let reason = flag.help.to_lowercase();
            return Err(misuse(format!("--{} is not supported here: {reason}", flag.name)));
        }
    }
    dry_run(parsed.text("dry-run").unwrap_or(b"client"), journal)
}

/// `--dry-run` (Helm: helpers.go cmdGetDryRunFlagStrategy).
fn dry_run(value: &[u8], journal: &mut Journal) -> Result<(), Diagnostic> {
    let invalid =
        |valid: &str| Err(misuse(format!("invalid dry-run value ({}). Must be {valid}", quote(value))));
    let notice = match (value, parse_bool(value)) {
        (b"client", _) => return Ok(()),
        (b"server", _) => {
            return Err(misuse("--dry-run=server is not supported here: it needs a cluster"));
        }
        (b"unset", _) => "--dry-run is deprecated and should be replaced with '--dry-run=client'".to_string(),
        (_, Ok(true)) => {
            let value = String::from_utf8_lossy(value);
            let instead = "is deprecated and must be replaced with '--dry-run=client'";
            format!("boolean '--dry-run={value}' flag {instead}")
        }
        (b"none", _) | (_, Ok(false)) => return invalid("\"server\" or \"client\""),
        _ => return invalid("\"none\", \"server\", or \"client\""),
    };
    journal.push(deprecated(&Notice::logged(notice)));
    Ok(())
}

/// `--now`: RFC 3339, or seconds since 1970; in nanoseconds since then.
fn time(text: &str) -> Result<i128, Diagnostic> {
    const SECOND: i128 = 1_000_000_000;
    if let Ok(seconds) = text.parse::<i64>() {
        return Ok(i128::from(seconds) * SECOND);
    }
    let time = Time::parse(RFC3339_NANO, text.as_bytes(), &Location::UTC)
        .map_err(|e| misuse(format!("invalid --now: {e}")))?;
    Ok(i128::from(time.unix_seconds()) * SECOND + i128::from(time.nanosecond()))
}
