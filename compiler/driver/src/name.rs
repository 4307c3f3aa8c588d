//! The name of the release and the chart (Helm: install.go NameAndChart).

use std::rc::Rc;
use std::sync::Arc;

use nexachart_chart::{Journal, note};
use nexachart_funcs::{MARKS, SPRIG, State};
use nexachart_go::path;
use nexachart_go::url::redacted;
use nexachart_source::{Diagnostic, Severity, World, absolute};
use nexachart_template::{MissingKey, Options, Set, execute, parse};
use nexachart_value::Value;

use crate::outside::RenderOutside;
use crate::{TemplateOptions, misuse};

/// The name of a release where none is given.
const DEFAULT: &str = "release-name";

/// Refuses a call without a chart, as Helm does before it looks at anything else.
pub(crate) fn check_count(arguments: &[Vec<u8>]) -> Result<(), Diagnostic> {
    if !arguments.is_empty() {
        return Ok(());
    }
    let usage = "Usage:  helm template [NAME] [CHART] [flags]";
    Err(misuse(format!("\"helm template\" requires at least 1 argument\n\n{usage}"))
        .summed_up("a chart is missing: nexachart template [NAME] CHART"))
}

/// What Helm logs of the version that is asked for.
pub(crate) fn log_version(options: &TemplateOptions, journal: &mut Journal) {
    debug(journal, "Original chart version", &[("version", &options.version)]);
    if options.devel && options.version.is_empty() {
        debug(journal, "setting version to >0.0.0-0", &[]);
    }
}

fn debug(journal: &mut Journal, message: &str, attributes: &[(&str, &str)]) {
    note(journal, "chart::locate", Severity::Debug, message, attributes);
}

/// The name of the release, and the path of the chart.
pub(crate) fn name_and_chart<'o>(
    world: &Arc<dyn World>,
    options: &'o TemplateOptions,
) -> Result<(String, &'o [u8]), Diagnostic> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match options.arguments.as_slice() {
        [_, _] if options.generate_name => Err(misuse("cannot set --generate-name and also specify a name")),
        [_, _] if !options.name_template.is_empty() => {
            Err(misuse("cannot set --name-template and also specify a name"))
        }
        [name, chart] => Ok((text(name), chart)),
        [chart] if !options.name_template.is_empty() => Ok((from_template(world, options)?, chart)),
        // Helm's command sets a name, so that it never comes to generating one.
        [chart] => Ok((DEFAULT.to_string(), chart)),
        arguments => {
            let rest: Vec<String> = arguments.iter().skip(2).map(|argument| text(argument)).collect();
            Err(misuse(format!("expected at most two arguments, unexpected arguments: {}", rest.join(", "))))
        }
    }
}

/// The output of `--name-template`, which has Sprig's functions and no values.
fn from_template(world: &Arc<dyn World>, options: &TemplateOptions) -> Result<String, Diagnostic> {
    let name = "name-template";
    let text = options.name_template.as_bytes();
    let failed = |text: Vec<u8>| Diagnostic::error("cli::name-template", text);
    let mut set = Set::new(
        name,
        &SPRIG,
        Options { missing_key: MissingKey::Zero, stack: options.stack, budgets: options.budgets },
    );
    set.add(parse(name.as_bytes(), text, &SPRIG).map_err(|error| failed(error.text))?);
    let outside = RenderOutside::new(world.clone(), options.nature.clone());
    let mut state = State::new(Box::new(outside));
    let output = execute(&Rc::new(set), name.as_bytes(), Value::Nil, &mut state);
    // The marks are Helm's; Sprig's `fail` has none.
    let unmarked = |text: &[u8]| String::from_utf8_lossy(text).replace(MARKS.0, "").replace(MARKS.1, "");
    let output = output.map_err(|error| failed(unmarked(error.message()).into_bytes()))?;
    Ok(String::from_utf8_lossy(&output).into_owned())
}

/// Checks that there is something at the path of the chart (Helm: LocateChart, as far as it looks at disks).
pub(crate) fn locate(world: &dyn World, chart: &[u8], journal: &mut Journal) -> Result<Vec<u8>, Diagnostic> {
    let chart = nexachart_go::strings::trim_space(chart);
    if world.stat(chart).is_ok() {
        let path = absolute(world, chart)?;
        debug(journal, "Chart path", &[("path", &String::from_utf8_lossy(&path))]);
        return Ok(path);
    }
    let shown = nexachart_go::strconv::quote(chart);
    if path::is_abs(chart) || chart.starts_with(b".") {
        return Err(missing(format!("path {shown} not found")));
    }
    debug(journal, "set up default downloader cache", &[]);
    let text = String::from_utf8_lossy(chart);
    if text.starts_with("oci://") || text.starts_with("http://") || text.starts_with("https://") {
        let text = String::from_utf8_lossy(&redacted(chart)).into_owned();
        return Err(missing(format!(
            "{text} is in a registry or repository: pull the chart first, charts are not fetched"
        )));
    }
    match text.split_once('/') {
        Some((repository, _)) if !repository.is_empty() => {
            Err(missing(format!("repo {repository} not found"))
                .summed_up(format!("there is no chart at {shown}")))
        }
        _ => Err(missing(format!(
            "non-absolute URLs should be in form of repo_name/path_to_chart, got: {text}"
        ))
        .summed_up(format!("there is no chart at {shown}"))),
    }
}

fn missing(message: String) -> Diagnostic {
    Diagnostic::error("chart::not-found", message)
}
