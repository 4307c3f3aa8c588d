//! Charts from memory, and what can be said of one.

use std::sync::Arc;

use nexachart_chart::{Chart, File, load};
use nexachart_source::{Budgets, Memory, World};

/// Reads the packed chart in these bytes.
pub fn load_packed(bytes: &[u8]) -> Result<Chart, String> {
    let world: Arc<dyn World> = Arc::new(Memory::new().file("/chart.tgz", bytes));
    load(&world, b"/chart.tgz", &Budgets::default(), &|_| {}, &mut Vec::new()).map_err(|error| error.to_string())
}

/// Reads a folder with these files.
pub fn load_folder(files: &[(&str, &[u8])]) -> Result<Chart, String> {
    let memory = files
        .iter()
        .fold(Memory::new(), |memory, (name, content)| memory.file(format!("/app/{name}"), *content));
    let world: Arc<dyn World> = Arc::new(memory);
    load(&world, b"/app", &Budgets::default(), &|_| {}, &mut Vec::new()).map_err(|error| error.to_string())
}

/// All that a chart holds, to be compared.
pub fn shown(chart: &Chart) -> String {
    fn files(files: &[File]) -> Vec<(String, usize, Vec<u8>)> {
        files
            .iter()
            .map(|file| {
                let bytes = file.bytes().unwrap_or_default().to_vec();
                (String::from_utf8_lossy(&file.name).into_owned(), bytes.len(), bytes)
            })
            .collect()
    }
    let inner: Vec<String> = chart.dependencies.iter().map(|chart| shown(chart)).collect();
    let schema = chart.schema.as_ref().map(|schema| files(std::slice::from_ref(schema)));
    let values = nexachart_value::json::to_json(&chart.default_values().into());
    format!(
        "{:?} {:?} {values:?} {schema:?} {:?} {inner:?}",
        chart.metadata,
        files(&chart.templates),
        files(&chart.files)
    )
}

/// Panics where a file of a chart, or of the charts in it, could lie outside of the chart's folder.
pub fn assert_inside(chart: &Chart) {
    let all = chart.templates.iter().chain(chart.files.iter()).chain(&chart.schema);
    for file in all {
        let mut parts = file.name.split(|&b| b == b'/');
        assert!(!file.name.is_empty() && !file.name.starts_with(b"/"), "{file:?}");
        assert!(parts.all(|part| part != b".."), "{file:?}");
    }
    assert!(!chart.name().is_empty() && !chart.name().contains(['/', '\\']), "{}", chart.name());
    chart.dependencies.iter().for_each(|chart| assert_inside(chart));
}
