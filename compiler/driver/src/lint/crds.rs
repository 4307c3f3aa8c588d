//! crds/ (Helm: pkg/chart/v2/lint/rules/crds.go).

use std::sync::Arc;

use nexachart_chart::{Chart, File};
use nexachart_go::path;
use nexachart_source::{Cause, FileKind, Severity};

use super::stream::heads;
use super::{Found, Linter};

const FOLDER: &[u8] = b"crds/";

/// Applies the rules.
pub(super) fn check(linter: &mut Linter<'_>) {
    let code = "lint::crds";
    let found = match linter.world.stat(&linter.file(FOLDER)) {
        Ok(found) if found.kind == FileKind::Dir => Ok(()),
        Ok(_) => Err("not a directory".to_string()),
        Err(error) if error.cause == Cause::NotFound => return,
        Err(error) => Err(error.to_string()),
    };
    let found = found.map_err(|text| Found::new(text).at(linter.place(b"crds")));
    if !linter.rule(Severity::Error, FOLDER, code, found) {
        return;
    }
    let chart = match linter.load() {
        Ok(chart) => chart,
        Err(error) => {
            linter.rule(Severity::Error, FOLDER, "lint::load", Err(Found::of("", error)));
            return;
        }
    };
    let mut files = Vec::new();
    collect(&chart, b"", &mut files);
    for (shown, file) in files {
        let Ok(text) = file.bytes() else { continue };
        let (heads, unread) = heads(&text, &linter.options.budgets);
        let place = |linter: &Linter<'_>, offset: usize| linter.place(&shown).at(&text, offset);
        for head in heads {
            let found =
                match head.api_version.starts_with(b"apiextensions.k8s.io") {
                    true => Ok(()),
                    false => Err(Found::new("apiVersion is not in 'apiextensions.k8s.io'")
                        .at(place(linter, head.offset))),
                };
            linter.rule(Severity::Error, &file.name, code, found);
            let found = match &head.kind[..] {
                b"CustomResourceDefinition" => Ok(()),
                _ => Err(Found::new("object kind is not 'CustomResourceDefinition'")
                    .at(place(linter, head.offset))),
            };
            linter.rule(Severity::Error, &file.name, code, found);
        }
        if let Some(unread) = unread {
            let mut place = linter.place(&shown);
            if let Some(line) = unread.line {
                place = nexachart_source::Place {
                    line: Some(line),
                    excerpt: nexachart_source::nth_line(&text, line),
                    ..place
                };
            }
            let found = Found::new(format!("unable to parse YAML: {}", unread.text)).at(place);
            linter.rule(Severity::Error, &file.name, code, Err(found));
            return;
        }
    }
}

/// The files of a chart and those below it, each with its path from the chart (Helm: CRDObjects, where the name is the file's own).
fn collect(chart: &Arc<Chart>, within: &[u8], found: &mut Vec<(Vec<u8>, File)>) {
    for file in chart.files.iter().filter(|file| file.name.starts_with(FOLDER)) {
        let ext = path::ext(&file.name).to_ascii_lowercase();
        if matches!(&ext[..], b".yaml" | b".yml" | b".json") {
            found.push((path::join(&[within, &file.name]), file.clone()));
        }
    }
    for sub in &chart.dependencies {
        collect(sub, &path::join(&[within, &sub.place]), found);
    }
}
