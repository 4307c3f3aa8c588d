//! Runs the faults of our own charts: README.md tells of them.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, thread};

use nexachart_tests::faults::{Charts, Fault, Nexachart, Origin, Tally, load};

/// What has to be right, in percent: lines, columns, values. These only go up.
const LEAST: [f64; 3] = [59.0, 47.0, 37.0];

#[test]
fn faults_are_found() {
    let (charts, faults) = own();
    let nexachart = Nexachart { program: PathBuf::from(env!("CARGO_BIN_EXE_nexachart")) };
    let (next, tally) = (AtomicUsize::new(0), Mutex::new(Tally::default()));
    let worker = |number: usize| {
        let folder = folder(number);
        while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
            let verdict = nexachart.ask(fault, &charts, &folder);
            let verdict = verdict.unwrap_or_else(|what| panic!("{}/{}: {what}", fault.class, fault.name));
            tally.lock().unwrap().count(&fault.class, &verdict, None);
        }
    };
    let worker = &worker;
    thread::scope(|scope| (0..4).for_each(|number| drop(scope.spawn(move || worker(number)))));
    let tally = tally.into_inner().unwrap();
    let reached = tally.total().percentages();
    assert!(
        reached.iter().zip(LEAST).all(|(reached, least)| *reached >= least),
        "{LEAST:?} asked for\n{tally}"
    );
}

#[test]
fn the_table_is_large_enough() {
    let faults = load(&repository().join("tests/faults/table")).unwrap();
    let corpus = faults.iter().filter(|fault| matches!(fault.chart, Origin::Corpus(_))).count();
    let mut tally = Tally::default();
    faults.iter().for_each(|fault| tally.count(&fault.class, &Default::default(), None));
    assert!(faults.len() >= 180 && corpus >= 75 && tally.classes.len() >= 13, "{} {corpus}", faults.len());
    assert!(tally.classes.values().all(|class| class.faults >= 12), "{tally}");
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn own() -> (Charts, Vec<Fault>) {
    let charts = Charts::of(&repository(), None);
    let mut faults = load(&repository().join("tests/faults/table")).unwrap();
    faults.retain(|fault| matches!(fault.chart, Origin::Own(_)));
    (charts, faults)
}

/// A folder for broken charts that is not there yet.
fn folder(number: usize) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("nexachart-fault-{}-{number}", std::process::id()));
    let _ = fs::remove_dir_all(&folder);
    folder
}
