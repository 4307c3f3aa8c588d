//! Charts, rendered to objects.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use nexachart_driver::source::{Disk, Memory, World};
use nexachart_driver::{Form, Outcome, RenderRequest, TemplateOptions, render_workspace};
use nexachart_value::json::{Target, to_json};
use nexachart_value::{Value, from_yaml};
use serde_json::Value as Json;

use crate::root;

/// The stack that templates may use; a thread of a test has two mebibytes.
const STACK: usize = 1 << 20;

/// What a target prints.
pub struct Objects {
    /// The environment.
    pub environment: String,
    /// The objects, in their order.
    pub objects: Vec<Json>,
}

/// A chart of the repository, for all of its environments.
pub fn chart(name: &str) -> Vec<Objects> {
    targets(Arc::new(Disk), root().to_string_lossy().as_bytes(), name)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A chart of a workspace, for all of its environments; or the first error.
pub fn targets(world: Arc<dyn World>, workspace: &[u8], chart: &str) -> Result<Vec<Objects>, String> {
    let request = RenderRequest {
        workspace: Some(workspace.to_vec()),
        charts: vec![chart.into()],
        common: TemplateOptions { stack: STACK, jobs: 1, ..TemplateOptions::default() },
        form: Form::Json,
        ..RenderRequest::default()
    };
    let outcome: Outcome = render_workspace(&world, &request);
    if outcome.has_failed() {
        let texts: Vec<String> =
            outcome.findings.iter().map(|finding| finding.diagnostic.to_string()).collect();
        return Err(texts.join("\n"));
    }
    let product: Json = serde_json::from_slice(&outcome.stdout).unwrap();
    let targets = product["targets"].as_array().unwrap();
    let text = |target: &Json| target["environment"].as_str().unwrap_or_default().to_string();
    let objects = |target: &Json| target["objects"].as_array().unwrap().clone();
    Ok(targets.iter().map(|target| Objects { environment: text(target), objects: objects(target) }).collect())
}

/// A repository in memory, `/repository`, with these charts of the real one.
pub fn repository(charts: &[&str]) -> Memory {
    let mut world = Memory::new().file("/repository/.git/HEAD", "");
    for chart in charts {
        copy(&root().join("charts").join(chart), &format!("/repository/charts/{chart}"), &mut world);
    }
    world
}

fn copy(from: &Path, to: &str, world: &mut Memory) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().to_string_lossy().into_owned();
        if ["charts", "Chart.lock"].contains(&name.as_str()) {
            // Of a `dependency build` there.
        } else if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &format!("{to}/{name}"), world);
        } else {
            let content = fs::read(entry.path()).unwrap();
            *world = std::mem::take(world).file(format!("{to}/{name}"), content);
        }
    }
}

/// YAML as JSON.
pub fn yaml(text: &str) -> Json {
    let value: Value =
        from_yaml(text.as_bytes(), Target::Any).unwrap_or_else(|error| panic!("{error}: {text}"));
    serde_json::from_slice(&to_json(&value).unwrap()).unwrap()
}
