//! The files that say what a chart is. The input: Chart.yaml, requirements.yaml, .helmignore, Chart.lock, values.yaml.
//!
//! Nothing panics; a folder and the same files packed give the same chart; a checked chart passes the check again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use nexachart_chart::{Tree, check, process_dependencies};
use nexachart_fuzz::chart::{assert_inside, load_folder, load_packed, shown};
use nexachart_fuzz::parts;
use nexachart_fuzz::tar::{gzip, tar};

fuzz_target!(|input: &[u8]| {
    let [chart_yaml, requirements, ignore, lock, values] = parts(input);
    let sub: &[u8] = b"apiVersion: v1\nname: sub\nversion: 1.2.3\n";
    let mut files: Vec<(&str, &[u8])> = vec![("Chart.yaml", chart_yaml)];
    let optional: [(&str, &[u8]); 3] =
        [("requirements.yaml", requirements), ("Chart.lock", lock), ("values.yaml", values)];
    files.extend(optional.iter().filter(|(_, content)| !content.is_empty()));
    files.push(("charts/sub/Chart.yaml", sub));
    files.push(("charts/sub/values.yaml", b"a: {b: true}\n"));
    files.push(("templates/a.yaml", b"a: b\n"));
    // As a folder is read: of several errors the first one counts.
    files.sort();

    let folder = load_folder(&files);
    let named: Vec<(String, &[u8])> =
        files.iter().map(|(name, content)| (format!("app/{name}"), *content)).collect();
    let packed = load_packed(&gzip(&tar(named.iter().map(|(name, content)| (name.as_bytes(), *content))), 1));
    // A mark of byte order is cut off once in a folder, and twice in an archive.
    let is_marked = files.iter().any(|(_, content)| content.starts_with(b"\xef\xbb\xbf"));
    match (&folder, &packed) {
        _ if is_marked => {}
        (Ok(folder), Ok(packed)) => assert_eq!(shown(folder), shown(packed)),
        (Err(folder), Err(packed)) => assert_eq!(folder, packed),
        // An empty file of an archive is no file.
        _ => assert!(
            files.iter().any(|(_, content)| content.is_empty()),
            "{:?} {:?}",
            folder.is_ok(),
            packed.is_ok()
        ),
    }
    if !ignore.is_empty() {
        files.push((".helmignore", ignore));
        let _ = load_folder(&files);
    }
    let Ok(chart) = folder else { return };
    assert_inside(&chart);
    let mut metadata = chart.metadata.clone();
    metadata.validate().expect("a checked chart");
    assert_eq!(format!("{metadata:?}"), format!("{:?}", chart.metadata));
    let mut journal = Vec::new();
    if check(&chart, &mut journal).is_ok() {
        let chart = std::sync::Arc::new(chart);
        let user = chart.default_values();
        let _: Result<Tree, _> = process_dependencies(&chart, &user, &mut journal);
    }
});
