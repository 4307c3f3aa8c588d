//! Checks what the analysis says of values against renders of public charts: a key that no template reads is given another value, and
//! nothing may change in what is printed; a key that is set nowhere is set, and something should.
//!
//!     cargo run --release -p nexachart-tests --bin values -- CORPUS [PART OF A NAME]
//!
//! A corpus has charts in `charts/REPOSITORY/CHART` and calls of `helm template` in `cases/REPOSITORY__CHART__NAME/case.json`.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use nexachart_driver::chart::Journal;
use nexachart_driver::source::{Disk, World};
use nexachart_driver::{LintRequest, Nature, Seed, TemplateOptions, analyse_keys, template};
use serde_json::Value;

/// How much stack templates get: less than the thread has.
const STACK: usize = 240 << 20;

/// The cases whose renders are compared: those that turn things on and off.
const CASES: [&str; 7] = ["default", "auto-fill", "auto-flip", "auto-both", "auto-off", "full", "full2"];

#[derive(Default)]
struct Count {
    charts: usize,
    unused: usize,
    wrong: usize,
    undefined: usize,
    silent: usize,
    codes: BTreeMap<&'static str, usize>,
}

fn main() -> io::Result<()> {
    let run = || -> io::Result<()> {
        let mut args = std::env::args().skip(1);
        let corpus = fs::canonicalize(args.next().unwrap_or_else(|| ".".into()))?;
        let part = args.next().unwrap_or_default();
        std::env::set_current_dir(&corpus)?;
        let mut count = Count::default();
        let mut out = io::stdout().lock();
        for repository in sorted(&corpus.join("charts"))? {
            if repository.ends_with("broken") || !repository.is_dir() {
                continue;
            }
            for chart in sorted(&repository)? {
                let name = chart.strip_prefix(corpus.join("charts")).unwrap_or(&chart).to_path_buf();
                let name = name.to_string_lossy().into_owned();
                if chart.join("Chart.yaml").is_file() && name.contains(&part) {
                    check(&corpus, &name, &mut count, &mut out)?;
                }
            }
        }
        let Count { charts, unused, wrong, undefined, silent, codes } = count;
        writeln!(out, "{charts} charts; findings by code: {codes:?}")?;
        writeln!(out, "unused: {unused}, of which {wrong} change what is printed")?;
        writeln!(out, "undefined: {undefined}, of which {silent} change nothing when they are set")
    };
    std::thread::Builder::new()
        .stack_size(STACK + (16 << 20))
        .spawn(run)?
        .join()
        .map_err(|_| io::Error::other("panic"))?
}

fn sorted(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let mut all: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|e| e.path())).collect::<Result<_, _>>()?;
    all.sort();
    Ok(all)
}

fn check(corpus: &Path, name: &str, count: &mut Count, out: &mut dyn Write) -> io::Result<()> {
    let world: Arc<dyn World> = Arc::new(Disk);
    let request = LintRequest {
        options: TemplateOptions { stack: STACK, ..TemplateOptions::default() },
        ..LintRequest::default()
    };
    let path = format!("charts/{name}");
    let found = analyse_keys(&world, path.as_bytes(), &request);
    count.charts += 1;
    let mut unused = Vec::new();
    let mut undefined = Vec::new();
    for key in &found {
        *count.codes.entry(key.finding.code).or_default() += 1;
        let place = key.finding.primary.as_ref();
        let line = place.and_then(|place| place.line).unwrap_or(0);
        let file = place.map_or(String::new(), |place| String::from_utf8_lossy(&place.file).into_owned());
        writeln!(
            out,
            "{file}:{line}: {}: {}",
            key.finding.code,
            String::from_utf8_lossy(&key.finding.message)
        )?;
        match key.finding.code {
            "values::unused" | "values::misspelt" => unused.push(escaped(&key.path)),
            "values::undefined" => undefined.push(escaped(&key.path)),
            _ => {}
        }
    }
    count.unused += unused.len();
    count.undefined += undefined.len();
    let cases: Vec<TemplateOptions> = CASES.iter().filter_map(|case| options(corpus, name, case)).collect();
    let plain: Vec<Result<Vec<u8>, String>> = cases.iter().map(|case| render(&world, case, &[])).collect();
    let changes = |settings: &[String]| -> bool {
        cases.iter().zip(&plain).any(|(case, plain)| render(&world, case, settings) != *plain)
    };
    for wrong in culprits(&unused, &changes) {
        writeln!(out, "WRONG {name}: {wrong} changes what is printed")?;
        count.wrong += 1;
    }
    for path in undefined {
        if !changes(&[format!("{path}=\"nxcprobe\"")]) {
            writeln!(out, "SILENT {name}: {path} changes nothing")?;
            count.silent += 1;
        }
    }
    out.flush()
}

/// The paths that change something, found by halves.
fn culprits(paths: &[String], changes: &dyn Fn(&[String]) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut waiting: Vec<Vec<String>> = vec![paths.to_vec()];
    while let Some(some) = waiting.pop() {
        if some.is_empty() {
            continue;
        }
        let settings: Vec<String> = some.iter().map(|path| format!("{path}=\"nxcprobe\"")).collect();
        if !changes(&settings) {
            continue;
        }
        match &some[..] {
            [one] => {
                // A map that becomes a text can be noticed by what merges it; without it, nothing may change either.
                if changes(&[format!("{one}=null")]) {
                    wrong.push(one.clone());
                }
            }
            several => {
                let (a, b) = several.split_at(several.len() / 2);
                waiting.extend([a.to_vec(), b.to_vec()]);
            }
        }
    }
    wrong
}

/// A path as `--set-json` takes it.
fn escaped(path: &nexachart_driver::analysis::Path) -> String {
    use nexachart_driver::analysis::Step;
    let keys = path.0.iter().map(|step| match step {
        Step::Key(key) => {
            let mut text = String::new();
            for c in String::from_utf8_lossy(key).chars() {
                if ".,=[]\\{}".contains(c) {
                    text.push('\\');
                }
                text.push(c);
            }
            text
        }
        Step::Index(at) => format!("[{at}]"),
    });
    keys.collect::<Vec<_>>().join(".")
}

/// The flags of a case that ends well.
fn options(corpus: &Path, name: &str, case: &str) -> Option<TemplateOptions> {
    let folder = corpus.join("cases").join(format!("{}__{case}", name.replace('/', "__")));
    let json: Value = serde_json::from_slice(&fs::read(folder.join("case.json")).ok()?).ok()?;
    if json["exit_code"] != 0 {
        return None;
    }
    let mut options = TemplateOptions {
        namespace: "default".into(),
        skip_schemas: true,
        stack: STACK,
        jobs: 1,
        nature: Nature {
            seed: Some(Seed::Number(1)),
            now: Some(1_700_000_000_000_000_000),
            ..Nature::default()
        },
        ..TemplateOptions::default()
    };
    let mut args = json["argv"].as_array()?.iter().skip(1).filter_map(Value::as_str);
    while let Some(arg) = args.next() {
        let mut text = || args.next().unwrap_or_default().as_bytes().to_vec();
        match arg {
            "-f" | "--values" => options.values.files.push(text()),
            "--set" => options.values.set.push(text()),
            "--set-string" => options.values.set_string.push(text()),
            "--set-json" => options.values.json.push(text()),
            "--namespace" | "-n" => options.namespace = String::from_utf8(text()).ok()?,
            "--kube-version" => options.kube_version = String::from_utf8(text()).ok(),
            "--api-versions" | "-a" => options.api_versions.push(String::from_utf8(text()).ok()?),
            flag if flag.starts_with('-') => return None,
            plain => options.arguments.push(std::ffi::OsStr::new(plain).as_bytes().to_vec()),
        }
    }
    Some(options)
}

fn render(world: &Arc<dyn World>, case: &TemplateOptions, settings: &[String]) -> Result<Vec<u8>, String> {
    let mut options = case.clone();
    options.values.json.extend(settings.iter().map(|setting| setting.clone().into_bytes()));
    let made = template(world, &options, &mut Journal::new());
    made.map(|product| product.stdout)
        .map_err(|error| String::from_utf8_lossy(&error.first.message).into_owned())
}
