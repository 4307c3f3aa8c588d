//! Small charts and what Helm's engine makes of them.

use std::sync::Arc;

use nexachart_driver::chart::strvals::{Form, parse_into};
use nexachart_driver::chart::{self, Capabilities, Chart, File, KubeVersion, Release};
use nexachart_driver::funcs::State;
use nexachart_driver::source::{Budgets, Diagnostic, Disk, Memory, World};
use nexachart_driver::{
    MissingKeys, Nature, RenderOptions, RenderOutside, Rendered, Schemas, Teardown, render,
};
use serde_json::{Map, Value, json};

/// What becomes of a case: `{"id", "output": {name: text}}` or `{"id", "error"}`, with `outputBase64` and
/// `errorBase64` for what is not UTF-8. `stack` is how many bytes of stack templates may use.
pub fn answer(case: &Value, stack: usize) -> Value {
    let mut answer = match run(case, stack) {
        Ok(rendered) => output(rendered),
        Err(error) => text("error", error),
    };
    answer.insert("id".into(), case["id"].clone());
    Value::Object(answer)
}

fn run(case: &Value, stack: usize) -> Result<Rendered, Vec<u8>> {
    let world: Arc<dyn World> = Arc::new(Memory::new().at(Disk.now()));
    let mut journal = Vec::new();
    let chart = Arc::new(load(case, "app").map_err(message)?);
    let list = |key: &str| -> Vec<Vec<u8>> {
        let items = case[key].as_array().map(Vec::as_slice).unwrap_or_default();
        items.iter().filter_map(Value::as_str).map(|s| s.as_bytes().to_vec()).collect()
    };
    // Errors of values stand without the words that the command puts before them.
    let mut user = match str(case, "userValues") {
        Some(text) => {
            chart::merged(&chart::read_documents(text.as_bytes()).map_err(|e| e.to_string().into_bytes())?)
        }
        None => chart::merged(&[]),
    };
    for (key, form) in [("setJson", Form::Json), ("set", Form::Typed), ("setString", Form::Text)] {
        for text in list(key) {
            if key == "setJson" && text.trim_ascii().starts_with(b"{") {
                // A whole object: Helm merges it like a values file, which JSON is.
                let documents = chart::read_documents(&text).map_err(|e| e.to_string().into_bytes())?;
                user = chart::merge_maps(&user, &chart::merged(&documents));
                continue;
            }
            parse_into(&text, &user, form).map_err(|e| e.to_string().into_bytes())?;
        }
    }
    let tree = chart::process_dependencies(&chart, &user, &mut journal).map_err(message)?;
    let release = release(case);
    let schemas = Schemas { world: world.clone(), chart: None, budgets: Budgets::default() };
    let values =
        chart::render_values(&tree, &user, &release, &capabilities(case)?, Some(&schemas), &mut journal)
            .map_err(message)?;
    let mut state = State::new(Box::new(RenderOutside::new(world, Nature::default())));
    state.lint = case["lint"] == true;
    let missing_key = if case["strict"] == true { MissingKeys::Error } else { MissingKeys::Zero };
    let templates = chart::templates(&tree, &values, &chart::sources(&tree));
    let options = RenderOptions { missing_key, stack, budgets: Budgets::default(), teardown: Teardown::Full };
    render(&templates, options, &mut state).map_err(message)
}

fn message(error: Diagnostic) -> Vec<u8> {
    error.text().to_vec()
}

fn str<'a>(case: &'a Value, key: &str) -> Option<&'a str> {
    case.get(key)?.as_str()
}

/// The files of a case's chart, those of its subcharts below `charts/`.
fn load(case: &Value, name: &str) -> Result<Chart, Diagnostic> {
    let mut files = Vec::new();
    add_files(case, name, "", &mut files);
    chart::from_files(files, &Budgets::default(), &mut Vec::new())
}

fn add_files(case: &Value, name: &str, below: &str, files: &mut Vec<File>) {
    let mut add =
        |path: &str, bytes: &[u8]| files.push(File::new(format!("{below}{path}").into_bytes(), bytes));
    match str(case, "chartYaml") {
        Some(text) => add("Chart.yaml", text.as_bytes()),
        None => {
            let mut metadata =
                json!({"apiVersion": "v2", "name": name, "version": "0.1.0", "appVersion": "1.0"});
            for (key, value) in case["chart"].as_object().into_iter().flatten() {
                metadata[key] = value.clone();
            }
            add("Chart.yaml", metadata.to_string().as_bytes());
        }
    }
    if let Some(values) = str(case, "values") {
        add("values.yaml", values.as_bytes());
    }
    for key in ["templates", "files"] {
        for (path, text) in case[key].as_object().into_iter().flatten() {
            add(path, text.as_str().unwrap_or_default().as_bytes());
        }
    }
    for (path, text) in case["filesBase64"].as_object().into_iter().flatten() {
        add(path, &from_base64(text.as_str().unwrap_or_default()));
    }
    for (name, subchart) in case["subcharts"].as_object().into_iter().flatten() {
        add_files(subchart, name, &format!("{below}charts/{name}/"), files);
    }
}

fn release(case: &Value) -> Release {
    let given = &case["release"];
    Release {
        name: str(given, "name").unwrap_or("rel").to_string(),
        namespace: str(given, "namespace").unwrap_or("ns").to_string(),
        revision: given["revision"].as_i64().unwrap_or(1),
        is_install: given["isInstall"].as_bool().unwrap_or(true),
        is_upgrade: given["isUpgrade"].as_bool().unwrap_or(false),
    }
}

/// Kubernetes v1.34.0 and the default API versions with two more.
fn capabilities(case: &Value) -> Result<Capabilities, Vec<u8>> {
    let mut capabilities = Capabilities::default();
    let version = str(case, "kubeVersion").unwrap_or("v1.34.0");
    capabilities.kube_version = KubeVersion::parse(version).map_err(|e| e.to_string().into_bytes())?;
    capabilities.api_versions.extend(["custom.example.com/v1".into(), "custom.example.com/v1/Widget".into()]);
    let more = case["apiVersions"].as_array().map(Vec::as_slice).unwrap_or_default();
    capabilities.api_versions.extend(more.iter().filter_map(Value::as_str).map(str::to_string));
    Ok(capabilities)
}

fn output(rendered: Rendered) -> Map<String, Value> {
    let (mut texts, mut bytes) = (Map::new(), Map::new());
    for (name, content) in rendered {
        let name = String::from_utf8_lossy(&name).into_owned();
        match String::from_utf8(Arc::unwrap_or_clone(content)) {
            Ok(content) => texts.insert(name, content.into()),
            Err(error) => bytes.insert(name, to_base64(error.as_bytes()).into()),
        };
    }
    let mut output = Map::new();
    output.insert("output".into(), texts.into());
    if !bytes.is_empty() {
        output.insert("outputBase64".into(), bytes.into());
    }
    output
}

fn text(key: &str, content: Vec<u8>) -> Map<String, Value> {
    let (key, content) = match String::from_utf8(content) {
        Ok(content) => (key.to_string(), content),
        Err(error) => (format!("{key}Base64"), to_base64(error.as_bytes())),
    };
    Map::from_iter([(key, content.into())])
}

fn to_base64(bytes: &[u8]) -> String {
    nexachart_driver::go::base64::encode(bytes)
}

fn from_base64(text: &str) -> Vec<u8> {
    nexachart_driver::go::base64::decode(text.as_bytes()).unwrap_or_default()
}
