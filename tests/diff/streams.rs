//! Streams of manifests to work with.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use flate2::read::GzDecoder;
use nexachart_driver::source::{Disk, World};
use nexachart_driver::{Nature, TemplateOptions, template};

/// Of how many cases of the corpus.
const CASES: usize = 60;
/// Longer ones take too long here.
const MAX_BYTES: usize = 400_000;

/// What our own charts render to.
pub fn own() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let chart = root.join("charts/nxloy");
    ["dev", "staging", "prod"].map(|environment| render(&chart, environment)).to_vec()
}

fn render(chart: &Path, environment: &str) -> Vec<u8> {
    let bytes = |path: &Path| path.to_string_lossy().into_owned().into_bytes();
    let world: Arc<dyn World> = Arc::new(Disk);
    let mut options = TemplateOptions {
        arguments: vec![b"nxloy".to_vec(), bytes(chart)],
        namespace: "default".into(),
        nature: Nature { seed: Some(nexachart_driver::Seed::Number(1)), now: Some(0), ..Nature::default() },
        jobs: 1,
        stack: 1 << 20,
        ..TemplateOptions::default()
    };
    options.values.files = vec![bytes(&chart.join(format!("environments/{environment}.yaml")))];
    template(&world, &options, &mut Default::default()).unwrap().stdout
}

/// What Helm printed for some public charts, if they are at hand.
pub fn corpus() -> Vec<Vec<u8>> {
    let near = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let dir = std::env::var_os("NEXACHART_CORPUS").map_or(near, Into::into).join("cases");
    let Ok(entries) = fs::read_dir(&dir) else { return Vec::new() };
    let mut cases: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    cases.sort();
    let step = (cases.len() / CASES).max(1);
    cases.iter().step_by(step).filter_map(|case| stdout(case)).filter(|s| s.len() < MAX_BYTES).collect()
}

fn stdout(case: &Path) -> Option<Vec<u8>> {
    if let Ok(text) = fs::read(case.join("stdout")) {
        return Some(text);
    }
    let mut text = Vec::new();
    GzDecoder::new(fs::File::open(case.join("stdout.gz")).ok()?).read_to_end(&mut text).ok()?;
    Some(text)
}
