//! templates/ (Helm: pkg/chart/v2/lint/rules/template.go).

use std::sync::Arc;

use nexachart_chart::{
    Chart, Journal, KubeVersion, Release, SchemaCheck, Template, coalesce_values, note, process_dependencies,
    render_values, sources, templates,
};
use nexachart_funcs::{Overlooked, State};
use nexachart_go::path;
use nexachart_go::strconv::quote;
use nexachart_source::{Base, Diagnostic, FileKind, Place, Severity, nth_line};
use nexachart_template::MissingKey;
use nexachart_value::json::Target;
use nexachart_value::{Value, from_yaml_within};

use super::stream::{Head, heads};
use super::{Found, Linter, deprecated, names};
use crate::parsing::Trees;
use crate::release::capabilities;
use crate::{RenderOptions, RenderOutside, Rendered, Schemas, engine};

const FOLDER: &[u8] = b"templates/";

/// Applies the rules.
pub(super) fn check(linter: &mut Linter<'_>) {
    let code = "lint::templates";
    let found = match linter.world.stat(&linter.file(FOLDER)) {
        Ok(found) if found.kind == FileKind::Dir => Ok(()),
        Ok(_) => Err((Severity::Error, "not a directory".to_string())),
        Err(error) if error.cause == nexachart_source::Cause::NotFound => {
            Err((Severity::Warning, "directory does not exist".to_string()))
        }
        Err(error) => Err((Severity::Error, error.to_string())),
    };
    if let Err((severity, text)) = found {
        let found = Found::new(text).at(linter.place(b"templates"));
        linter.rule(severity, FOLDER, code, Err(found));
        return;
    }
    let chart = match linter.load() {
        Ok(chart) => chart,
        Err(error) => {
            linter.rule(Severity::Error, FOLDER, "lint::load", Err(Found::of("", error)));
            return;
        }
    };
    let rendered = match render(linter, &chart) {
        Ok(Some(rendered)) => rendered,
        Ok(None) => return,
        Err(error) => {
            linter.rule(Severity::Error, FOLDER, "lint::render", Err(Found::of("", error)));
            return;
        }
    };
    let version = capabilities(linter.options).map(|capabilities| capabilities.kube_version);
    let version = version.unwrap_or_else(|_| nexachart_chart::Capabilities::default().kube_version);
    for template in &chart.templates {
        let extension = extension(&template.name);
        let found = extension.map_err(|text| Found::new(text).at(linter.place(&template.name)));
        linter.rule(Severity::Error, &template.name, "lint::extension", found);
        let ext = path::ext(&template.name).to_ascii_lowercase();
        if !matches!(&ext[..], b".yaml" | b".yml") {
            continue;
        }
        let name = path::join(&[chart.name().as_bytes(), &template.name]);
        let Some(text) = rendered.get(&name) else { continue };
        // Go: strings.TrimSpace.
        if String::from_utf8_lossy(text).trim().is_empty() {
            continue;
        }
        let file = File { name: &template.name, path: &name, source: template, text };
        if !file.check(linter, &version) {
            return;
        }
    }
}

/// Renders the chart as the linter does: a release that is neither installed nor upgraded. Nothing where Helm says nothing of an
/// error.
fn render(linter: &mut Linter<'_>, chart: &Arc<Chart>) -> Result<Option<Rendered>, Diagnostic> {
    let options = linter.options;
    let before = linter.journal.len();
    let Ok(tree) = process_dependencies(chart, linter.user, linter.journal) else {
        // The linter does not log this error.
        linter.journal.truncate(before.max(linter.journal.len().saturating_sub(1)));
        return Ok(None);
    };
    let Ok(values) = coalesce_values(&tree, linter.user, linter.journal) else { return Ok(None) };
    let release = Release {
        name: "test-release".into(),
        namespace: options.namespace.clone(),
        revision: 0,
        is_install: false,
        is_upgrade: false,
    };
    let capabilities = capabilities(options)?;
    let schemas =
        Schemas { world: linter.world.clone(), chart: Some(linter.dir.clone()), budgets: options.budgets };
    let schemas: Option<&dyn SchemaCheck> = if options.skip_schemas { None } else { Some(&schemas) };
    let values = render_values(&tree, &values, &release, &capabilities, schemas, linter.journal)?;
    let outside = RenderOutside::new(linter.world.clone(), options.nature.clone());
    let mut state = State::new(Box::new(outside.watched(&options.progress).threads(options.jobs)));
    state.lint = true;
    let how = RenderOptions {
        missing_key: MissingKey::Zero,
        stack: options.stack,
        budgets: options.budgets,
        teardown: options.teardown,
    };
    let templates: Vec<Template> = templates(&tree, &values, &sources(&tree));
    let trees = Trees::new(&options.budgets);
    let rendered = engine::execute_all(&templates, &trees, how, &mut state, |_, _| {});
    for (why, message) in std::mem::take(&mut state.overlooked) {
        overlooked(why, &message, linter.journal);
    }
    rendered.map(Some)
}

/// What `required` and `fail` log in lint mode (Helm: pkg/engine/engine.go).
fn overlooked(why: Overlooked, message: &[u8], journal: &mut Journal) {
    let message = String::from_utf8_lossy(message);
    let (severity, text) = match why {
        Overlooked::Nil => (Severity::Warning, "missing required value"),
        Overlooked::Empty => (Severity::Warning, "missing required values"),
        Overlooked::Failed => (Severity::Info, "funcMap fail"),
    };
    note(journal, "lint::required", severity, text, &[("message", &message)]);
}

fn extension(name: &[u8]) -> Result<(), String> {
    let ext = path::ext(name);
    if matches!(ext, b".yaml" | b".yml" | b".tpl" | b".txt") {
        return Ok(());
    }
    let ext = String::from_utf8_lossy(ext);
    Err(format!("file extension '{ext}' not valid. Valid extensions are .yaml, .yml, .tpl, or .txt"))
}

/// A rendered file.
struct File<'a> {
    /// Its name in the chart.
    name: &'a [u8],
    /// Its name as a template.
    path: &'a [u8],
    source: &'a nexachart_chart::File,
    text: &'a [u8],
}

impl File<'_> {
    /// Applies the rules; whether the next file is to be looked at.
    fn check(&self, linter: &mut Linter<'_>, version: &KubeVersion) -> bool {
        let found = self.top_indent();
        linter.rule(Severity::Warning, self.name, "lint::indent", found);
        let (heads, unread) = heads(self.text, &linter.options.budgets);
        for head in &heads {
            let name = names::check(&head.kind, &head.name);
            let found = name.map_err(|text| Found::new(text).at(self.place_of(linter, head, b"name")));
            linter.rule(Severity::Warning, self.name, "lint::object-name", found);
            let found = deprecated::check(&head.api_version, &head.kind, version);
            let found = found.map_err(|text| Found::new(text).at(self.place_of(linter, head, b"apiVersion")));
            linter.rule(Severity::Warning, self.name, "lint::deprecated-api", found);
            let found = self.selector(head);
            let found = found.map_err(|text| Found::new(text).at(self.place_of(linter, head, b"spec")));
            linter.rule(Severity::Error, self.name, "lint::selector", found);
            let found = self.list_annotations(head, linter);
            let found = found.map_err(|text| Found::new(text).at(self.place_of(linter, head, b"kind")));
            linter.rule(Severity::Error, self.name, "lint::list-annotation", found);
        }
        let Some(unread) = unread else { return true };
        let place = match unread.line {
            Some(line) => Place {
                line: Some(line),
                excerpt: nth_line(self.text, line),
                ..Place::file(Base::Rendered, self.path)
            },
            None => linter.place(self.name),
        };
        let text = format!("unable to parse YAML: {}", unread.text);
        let finding = Diagnostic::new("lint::yaml", Severity::Error, unread.reason).at(place);
        let finding = Found { text: text.into(), place: None, finding: Some(Box::new(finding)) };
        linter.rule(Severity::Error, self.name, "lint::yaml", Err(finding))
    }

    /// Where the template has the line of a key of an object: the first such line behind that of its kind, or of the file.
    fn place_of(&self, linter: &Linter<'_>, head: &Head, key: &[u8]) -> Place {
        let file = linter.place(self.name);
        let Ok(text) = self.source.bytes() else { return file };
        let key_at = |line: &[u8], key: &[u8]| {
            let line = line.trim_ascii_start().strip_prefix(b"- ").unwrap_or(line.trim_ascii_start());
            line.strip_prefix(key).is_some_and(|rest| rest.starts_with(b":"))
        };
        let lines: Vec<&[u8]> = text.split(|&b| b == b'\n').collect();
        let kind = lines.iter().position(|line| {
            key_at(line, b"kind") && memchr::memmem::find(line, &head.kind).is_some() && !head.kind.is_empty()
        });
        let document = kind.map_or(0, |kind| {
            lines[..kind].iter().rposition(|line| line.starts_with(b"---")).map_or(0, |at| at + 1)
        });
        let found = match key {
            b"kind" => kind,
            b"name" => {
                let metadata = lines[document..].iter().position(|line| key_at(line, b"metadata"));
                metadata.and_then(|metadata| {
                    let start = document + metadata;
                    lines[start..].iter().position(|line| key_at(line, key)).map(|at| start + at)
                })
            }
            key => lines[document..].iter().position(|line| key_at(line, key)).map(|at| document + at),
        };
        let line = found.or(kind).map_or(0, |at| at);
        let excerpt = lines.get(line).map(|line| line.strip_suffix(b"\r").unwrap_or(line).to_vec());
        let column = excerpt.as_ref().map(|line| line.len() - line.trim_ascii_start().len() + 1);
        Place { line: Some(line + 1), column, excerpt, ..file }
    }

    /// Helm: validateTopIndentLevel.
    fn top_indent(&self) -> Result<(), Found> {
        for (number, line) in self.text.split(|&b| b == b'\n').enumerate() {
            // Go: bufio.MaxScanTokenSize.
            if line.len() >= 64 << 10 {
                return Err(Found::new("bufio.Scanner: token too long"));
            }
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if String::from_utf8_lossy(line).trim().is_empty() {
                continue;
            }
            if !line.starts_with(b" ") && !line.starts_with(b"\t") {
                return Ok(());
            }
            let quoted = quote(line);
            let text =
                format!("document starts with an illegal indent: {quoted}, which may cause parsing problems");
            let place = Place {
                line: Some(number + 1),
                excerpt: Some(line.to_vec()),
                ..Place::file(Base::Rendered, self.path)
            };
            return Err(Found::new(text).at(place));
        }
        Ok(())
    }

    /// Helm: validateMatchSelector, which looks for a word anywhere in the file.
    fn selector(&self, head: &Head) -> Result<(), String> {
        let Head { kind, name, .. } = head;
        let has = |word: &str| memchr::memmem::find(self.text, word.as_bytes()).is_some();
        let is_one = matches!(&kind[..], b"Deployment" | b"ReplicaSet" | b"DaemonSet" | b"StatefulSet");
        if !is_one || has("matchLabels") || has("matchExpressions") {
            return Ok(());
        }
        let kind = String::from_utf8_lossy(kind);
        let name = quote(name);
        Err(format!("a {kind} must contain matchLabels or matchExpressions, and {name} does not"))
    }

    /// Helm: validateListAnnotations, which looks at the first document of the file.
    fn list_annotations(&self, head: &Head, linter: &Linter<'_>) -> Result<(), String> {
        if head.kind != b"List" {
            return Ok(());
        }
        let Ok(Value::Map(list)) = from_yaml_within(self.text, Target::Map, &linter.options.budgets) else {
            return Ok(());
        };
        let get = |map: &nexachart_value::Map, name: &str| {
            let found = map.to_vec().into_iter().find(|(key, _)| key.eq_ignore_ascii_case(name.as_bytes()));
            found.map(|(_, value)| value)
        };
        let Some(Value::List(items)) = get(&list, "items") else { return Ok(()) };
        let kept = items.iter().filter_map(Value::as_map).any(|item| {
            let Some(Value::Map(metadata)) = get(item, "metadata") else { return false };
            let Some(Value::Map(annotations)) = get(&metadata, "annotations") else { return false };
            annotations.contains(b"helm.sh/resource-policy")
        });
        if !kept {
            return Ok(());
        }
        Err("annotation 'helm.sh/resource-policy' within List objects are ignored".into())
    }
}
