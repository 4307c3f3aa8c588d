//! `nexachart template`.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use nexachart_driver::chart::{Journal, ValueOptions};
use nexachart_driver::go::time::{Location, RFC3339_NANO, Time};
use nexachart_driver::source::{Disk, Severity, World};
use nexachart_driver::{Dns, Failure, Nature, Product, TemplateOptions, template, write_files};

use crate::flags::{self, FLAGS, Parsed, Role};

/// Runs the command with the arguments behind its name.
pub fn run(args: Vec<String>, stack: usize) -> ExitCode {
    let mut journal = Journal::new();
    let mut debug = false;
    let result = flags::parse(args).map_err(Failure::from).and_then(|parsed| {
        for notice in &parsed.notices {
            say(notice);
        }
        debug = parsed.is_set("debug") || env_is_set("HELM_DEBUG");
        let options = options(&parsed, debug, stack)?;
        let world: Arc<dyn World> = Arc::new(Disk);
        let product = template(&world, &options, &mut journal)?;
        write_files(&product.files)?;
        Ok(product)
    });
    for line in
        journal.iter().filter(|d| debug || d.severity > Severity::Debug).filter_map(|d| d.log.as_ref())
    {
        say(line);
    }
    match result {
        Ok(Product { stdout, failure, .. }) => {
            if io::stdout().lock().write_all(&stdout).is_err() {
                return ExitCode::FAILURE;
            }
            match failure {
                Some(failure) => fail(&failure, debug),
                None => ExitCode::SUCCESS,
            }
        }
        Err(failure) => fail(&failure, debug),
    }
}

/// The last word on standard error, as Helm has it.
fn fail(failure: &Failure, debug: bool) -> ExitCode {
    let text = if debug { failure.message().to_vec() } else { failure.with_hint() };
    let mut err = io::stderr().lock();
    // Nothing can be said where standard error is closed.
    let _ = err.write_all(&[b"Error: ", &*text, b"\n"].concat());
    ExitCode::FAILURE
}

fn say(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

fn env_is_set(name: &str) -> bool {
    let value = std::env::var(name).unwrap_or_default();
    nexachart_driver::go::strconv::parse_bool(value.as_bytes()).unwrap_or(false)
}

fn options(parsed: &Parsed, debug: bool, stack: usize) -> Result<TemplateOptions, Failure> {
    refuse(parsed)?;
    let bytes = |name: &str| parsed.texts(name).into_iter().map(String::into_bytes).collect();
    let text = |name: &str| parsed.text(name).filter(|value| !value.is_empty()).map(str::to_string);
    let from_env = || std::env::var("HELM_NAMESPACE").ok().filter(|namespace| !namespace.is_empty());
    Ok(TemplateOptions {
        arguments: parsed.arguments.iter().map(|argument| argument.clone().into_bytes()).collect(),
        generate_name: parsed.is_set("generate-name"),
        name_template: text("name-template").unwrap_or_default(),
        namespace: text("namespace").or_else(from_env).unwrap_or_else(|| "default".to_string()),
        values: ValueOptions {
            files: bytes("values"),
            json: bytes("set-json"),
            set: bytes("set"),
            set_string: bytes("set-string"),
            set_file: bytes("set-file"),
            set_literal: bytes("set-literal"),
        },
        kube_version: text("kube-version"),
        api_versions: parsed.texts("api-versions"),
        is_upgrade: parsed.is_set("is-upgrade"),
        include_crds: parsed.is_set("include-crds"),
        skip_schemas: parsed.is_set("skip-schema-validation"),
        no_hooks: parsed.is_set("no-hooks"),
        skip_tests: parsed.is_set("skip-tests"),
        show_only: bytes("show-only"),
        output_dir: text("output-dir").map(String::into_bytes),
        use_release_name: parsed.is_set("release-name"),
        debug,
        nature: Nature {
            seed: text("seed")
                .map(|seed| seed.parse())
                .transpose()
                .map_err(|e| format!("invalid --seed: {e}"))?,
            now: text("now").map(|now| time(&now)).transpose()?,
            dns: if parsed.is_set("enable-dns") { Dns::Allowed } else { Dns::Refused },
        },
        stack,
    })
}

/// Flags that need what is not there: a network, a cluster, a plugin.
fn refuse(parsed: &Parsed) -> Result<(), Failure> {
    for flag in FLAGS {
        if let (Role::Refused(default), Some(value)) = (flag.role, parsed.text(flag.name))
            && value != default
        {
            return Err(format!("--{} is not supported here: {}", flag.name, flag.help.to_lowercase()).into());
        }
    }
    match parsed.text("dry-run") {
        None | Some("client") => Ok(()),
        Some("unset") => {
            say("level=WARN msg=\"--dry-run is deprecated and should be replaced with '--dry-run=client'\"");
            Ok(())
        }
        Some("server") => Err("--dry-run=server is not supported here: it needs a cluster".into()),
        Some(other) => {
            Err(format!("invalid dry-run value ({other:?}). Must be \"server\" or \"client\"").into())
        }
    }
}

/// `--now`: RFC 3339, or seconds since 1970; in nanoseconds since then.
fn time(text: &str) -> Result<i128, Failure> {
    const SECOND: i128 = 1_000_000_000;
    if let Ok(seconds) = text.parse::<i64>() {
        return Ok(i128::from(seconds) * SECOND);
    }
    let time = Time::parse(RFC3339_NANO, text.as_bytes(), &Location::UTC)
        .map_err(|e| format!("invalid --now: {e}"))?;
    Ok(i128::from(time.unix_seconds()) * SECOND + i128::from(time.nanosecond()))
}
