//! What the analysis of values and templates says of a chart, beside Helm's rules.

use std::sync::Arc;

use nexachart_analysis::{Given, Key, keys};
use nexachart_chart::{Journal, ValueOptions, load};
use nexachart_funcs::TABLE;
use nexachart_go::path;
use nexachart_source::{Base, Diagnostic, FileKind, Place, World};

use super::{LintRequest, Linted};
use crate::{Errors, TemplateOptions, inspect};

/// Adds to what the rules say of a chart what they do not see: what the analysis finds, what stands twice, and errors of the render with the
/// values that led to them in the place of Helm's words. Values files of environments that lie in the chart's folder are looked at, too.
/// Of a chart that cannot be loaded nothing is added.
pub fn analyse(world: &Arc<dyn World>, request: &LintRequest, linted: &mut Linted) {
    if linted.error.is_some() {
        return;
    }
    let found = analyse_keys(world, &linted.path, request);
    linted.beside = found.into_iter().map(|key| key.finding).collect();
    let mut more = match rendered(world, request, &linted.path) {
        Ok(twice) => twice,
        Err(failures) => {
            let told = |code: &str| failures.iter().any(|failure| failure.code.starts_with(code));
            let (rendering, schema, yaml) = (told("render::"), told("values::schema"), told("yaml::"));
            linted.messages.retain(|message| match message.finding.code {
                "lint::yaml" => !yaml,
                "lint::values" => !(schema && message.text.windows(4).any(|part| part == b"- at")),
                code if code.starts_with("lint::") => true,
                "values::schema" => !schema,
                _ => !(rendering || told("template::")),
            });
            failures
        }
    };
    for finding in &mut more {
        settle_all(finding, &linted.path);
    }
    linted.beside.extend(more);
}

/// What stands twice in what the chart renders, or why it does not render.
fn rendered(
    world: &Arc<dyn World>,
    request: &LintRequest,
    chart: &[u8],
) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let options = TemplateOptions {
        arguments: vec![b"test-release".to_vec(), chart.to_vec()],
        errors: Errors::Explained,
        ..request.options.clone()
    };
    match crate::template(world, &options, &mut Journal::new()) {
        Ok(_) => Ok(inspect(world, &options).unwrap_or_default()),
        Err(failures) => {
            // What a chart requires, or refuses to go on without, is nothing that is wrong with it.
            let wanted = |found: &Diagnostic| {
                !matches!(found.code, "render::fail" | "render::required")
                    && !found.code.starts_with("chart::")
            };
            Err([failures.first].into_iter().chain(failures.more).filter(wanted).collect())
        }
    }
}

/// The same with the paths of keys.
pub fn analyse_keys(world: &Arc<dyn World>, chart: &[u8], request: &LintRequest) -> Vec<Key> {
    let budgets = &request.options.budgets;
    let Ok(loaded) = load(world, chart, budgets, &|_| {}, &mut Journal::new()) else { return Vec::new() };
    let given = &request.options.values;
    let mut files = environments(&**world, chart);
    files.retain(|file| !given.files.iter().any(|other| path::clean(other) == path::clean(file)));
    let environments = files.len();
    files.extend(given.files.iter().cloned());
    let options = ValueOptions { files, ..given.clone() };
    let given = Given { world: &**world, options: &options, environments };
    let mut found = keys(&Arc::new(loaded), &given, &TABLE);
    for Key { finding, .. } in &mut found {
        settle_all(finding, chart);
    }
    found
}

/// The values files beside a chart's own: `environments/*.yaml`.
fn environments(world: &dyn World, chart: &[u8]) -> Vec<Vec<u8>> {
    let dir = path::join(&[chart, b"environments"]);
    let entries = world.list(&dir).unwrap_or_default();
    let is_yaml = |name: &[u8]| matches!(path::ext(name), b".yaml" | b".yml");
    let files = entries.into_iter().filter(|entry| entry.kind == FileKind::File && is_yaml(&entry.name));
    files.map(|entry| path::join(&[&dir, &entry.name])).collect()
}

/// Places as they can be opened from the current folder.
fn settle_all(finding: &mut Diagnostic, chart: &[u8]) {
    let places = finding.primary.iter_mut().map(|place| &mut **place);
    let labels = finding.labels.iter_mut().chain(&mut finding.trace).map(|label| &mut label.place);
    for place in places.chain(labels) {
        settle(place, chart);
    }
}

/// A place as it can be opened from the current folder.
fn settle(place: &mut Place, chart: &[u8]) {
    let below = match place.base {
        Base::Chart => &place.file[..],
        Base::Template => match place.file.iter().position(|&b| b == b'/') {
            Some(slash) => &place.file[slash + 1..],
            None => return,
        },
        Base::Disk | Base::Rendered => return,
    };
    place.file = path::join(&[chart, below]);
    place.base = Base::Disk;
}
