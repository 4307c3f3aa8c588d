use std::sync::Arc;

use nexachart_source::{Budgets, Memory};

use super::*;
use crate::{Form, Outcome, RenderRequest, Split, TemplateOptions, render_workspace};

/// Charts of which some fail for some environments, all in the same way, and one is empty.
fn world() -> Arc<dyn World> {
    let mut world =
        Memory::new().file("/environments/dev.yaml", "x: {y: 1}\n").file("/environments/prod.yaml", "");
    for number in 0..20 {
        let dir = format!("/charts/c{number}");
        world = world
            .file(format!("{dir}/Chart.yaml"), format!("apiVersion: v2\nname: c{number}\nversion: 1.0.0\n"));
        let template = match number {
            0 => "",
            1 | 2 => "kind: A\nx: {{ .Values.x.y }}\n",
            _ => "kind: A\nmetadata: {name: {{ .Release.Name }}}\n",
        };
        world = world.file(format!("{dir}/templates/a.yaml"), template);
    }
    Arc::new(world)
}

fn run(world: &Arc<dyn World>, charts: &[&str], shard: Option<&str>) -> Outcome {
    let request = RenderRequest {
        charts: charts.iter().map(|chart| chart.as_bytes().to_vec()).collect(),
        shard: shard.and_then(Shard::parse),
        form: Form::Folder(b"/out".to_vec(), Split::Chart),
        report: Some(b"r".to_vec()),
        common: TemplateOptions { stack: 32 << 20, jobs: 2, ..TemplateOptions::default() },
        ..RenderRequest::default()
    };
    render_workspace(world, &request)
}

fn report_of(outcome: &Outcome) -> Vec<u8> {
    outcome.report.as_ref().unwrap().1.clone()
}

/// What `merge` makes of reports.
fn merged(reports: &[Vec<u8>]) -> Result<(Vec<u8>, bool), String> {
    let mut world = Memory::new();
    let paths: Vec<Vec<u8>> = (0..reports.len()).map(|i| format!("{i}.json").into_bytes()).collect();
    for (path, report) in paths.iter().zip(reports) {
        world = world.file([b"/", &**path].concat(), report.clone());
    }
    merge(&world, &paths).map_err(|e| e.to_string())
}

#[test]
fn shards_make_the_whole() {
    let world = world();
    for count in [1, 2, 4, 7, 100] {
        let whole = run(&world, &[], None);
        let mut shards: Vec<Vec<u8>> = (1..=count)
            .map(|index| report_of(&run(&world, &[], Some(&format!("{index}/{count}")))))
            .collect();
        // In whatever order.
        shards.rotate_left(count / 2);
        let (report, failed) = merged(&shards).unwrap();
        assert_eq!(String::from_utf8_lossy(&report), String::from_utf8_lossy(&report_of(&whole)));
        assert!(failed);
        let text = String::from_utf8_lossy(&report).into_owned();
        assert!(text.contains("\"all\":40,"), "{text}");
        assert!(
            text.contains("\"targets\":[\"c1/prod\"]") && text.contains("\"code\":\"nxc::render::empty\""),
            "{text}"
        );
    }
}

#[test]
fn files_of_shards_make_the_whole() {
    let world = world();
    let charts = ["c5", "c6", "c7", "c8", "c9"];
    let files = |outcome: Outcome| {
        assert!(!outcome.has_failed());
        outcome.files.into_iter().filter(|(path, _)| !path.ends_with(b".nexachart-files"))
    };
    let whole: BTreeMap<_, _> = files(run(&world, &charts, None)).collect();
    let shards = ["1/3", "2/3", "3/3"];
    let parts: BTreeMap<_, _> =
        shards.iter().flat_map(|shard| files(run(&world, &charts, Some(shard)))).collect();
    assert_eq!(whole.len(), 10);
    assert_eq!(whole, parts);
}

#[test]
fn what_is_no_whole_is_refused() {
    let world = world();
    let part = |shard: &str| report_of(&run(&world, &[], Some(shard)));
    let (one, two) = (part("1/2"), part("2/2"));
    let refused = |reports: &[Vec<u8>]| merged(reports).unwrap_err();
    assert_eq!(refused(std::slice::from_ref(&one)), "missing: shard 2/2");
    assert_eq!(refused(&[one.clone(), two.clone(), one.clone()]), "2.json is of shard 1/2, as is 0.json");
    assert_eq!(refused(&[one.clone(), part("2/3")]), "1.json is of another run: shard 2/3 of 40 targets");
    let other = report_of(&run(&world, &["c5"], Some("2/2")));
    assert_eq!(refused(&[one, other]), "1.json is of another run: shard 2/2 of 2 targets");
    assert_eq!(refused(&[report_of(&run(&world, &[], None))]), "0.json is no report of a shard");
    assert_eq!(refused(&[b"{}".to_vec()]), "0.json is no report");
    let old = String::from_utf8(two).unwrap().replacen(env!("CARGO_PKG_VERSION"), "0.0.1", 1);
    assert_eq!(refused(&[old.into_bytes()]), "0.json is of another version of nexachart");
}

#[test]
fn reports_are_as_their_schema_says() {
    let schema = include_bytes!("../../../../schemas/report.schema.json");
    let valid = |report: &[u8]| {
        let Value::Map(report) = from_json(report, json::Target::Map).value else { panic!() };
        let memory = Memory::new();
        let local = nexachart_schema::Local::new(&memory, None);
        nexachart_schema::validate_within(schema, &report, &local, &Budgets::default())
    };
    let world = world();
    for shard in [None, Some("1/2")] {
        let report = report_of(&run(&world, &[], shard));
        assert!(valid(&report).is_ok(), "{:?}", valid(&report));
        let text = String::from_utf8(report).unwrap();
        assert!(valid(text.replacen("\"release\"", "\"relese\"", 1).as_bytes()).is_err());
    }
}
