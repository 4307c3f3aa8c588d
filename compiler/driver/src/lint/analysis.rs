//! What the analysis of values and templates says of a chart, beside Helm's rules.

use std::sync::Arc;

use nexachart_analysis::{Given, Key, keys};
use nexachart_chart::{Journal, ValueOptions, load};
use nexachart_funcs::TABLE;
use nexachart_go::path;
use nexachart_source::{Base, Diagnostic, FileKind, Place, World};

use super::{LintRequest, Linted};

/// The findings of a chart that was linted. Values files of environments that lie in its folder are looked at, too. Of a chart that cannot
/// be loaded nothing is said: the rules do that.
pub fn analyse(world: &Arc<dyn World>, request: &LintRequest, linted: &Linted) -> Vec<Diagnostic> {
    if linted.error.is_some() {
        return Vec::new();
    }
    let found = analyse_keys(world, &linted.path, request);
    found.into_iter().map(|key| key.finding).collect()
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
        let places = finding.primary.iter_mut().map(|place| &mut **place);
        for place in places.chain(finding.labels.iter_mut().map(|label| &mut label.place)) {
            settle(place, chart);
        }
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
