use nexachart_source::{Budgets, Memory};

use super::*;
use crate::{Journal, check, load};

/// A chart that depends on others: names, and the folders they are in.
fn chart(name: &str, version: &str, dependencies: &[(&str, &str, &str)]) -> String {
    let mut text = format!("apiVersion: v2\nname: {name}\nversion: {version}\n");
    if !dependencies.is_empty() {
        text.push_str("dependencies:\n");
    }
    for (name, version, repository) in dependencies {
        text.push_str(&format!("- {{name: {name}, version: \"{version}\", repository: \"{repository}\"}}\n"));
    }
    text
}

fn loaded(world: Memory, path: &str) -> (Result<Chart, String>, Vec<String>) {
    let world: Arc<dyn World> = Arc::new(world);
    let mut journal = Journal::new();
    let loaded = load(&world, path.as_bytes(), &Budgets::default(), &|_| {}, &mut journal);
    let checked = loaded.and_then(|chart| check(&chart, &mut journal).map(|()| chart));
    let text = |error: &Diagnostic| match &error.help {
        Some(help) => format!("{error} [{help}]"),
        None => error.to_string(),
    };
    (checked.map_err(|error| text(&error)), journal.iter().map(|remark| remark.to_string()).collect())
}

fn names(chart: &Chart) -> String {
    let below: Vec<String> = chart.dependencies.iter().map(|sub| names(sub)).collect();
    if below.is_empty() { chart.name().into() } else { format!("{}({})", chart.name(), below.join(" ")) }
}

/// Name, version and repository of a dependency.
type Wanted<'a> = (&'a str, &'a str, &'a str);

fn repository_of(charts: &[(&str, &[Wanted<'_>])]) -> Memory {
    let world = Memory::new().file("/r/.git/HEAD", "");
    charts.iter().fold(world, |world, (name, dependencies)| {
        world.file(format!("/r/{name}/Chart.yaml"), chart(name, "1.2.3", dependencies))
    })
}

#[test]
fn are_used_where_charts_lacks_them() {
    let world = repository_of(&[
        ("app", &[("a", "^1.0", "file://../a"), ("b", "1.2.3", "file:///r/b"), ("c", "*", "https://c")]),
        ("a", &[("common", "1.x", "file://../common")]),
        ("b", &[("common", "1.x", "file://../common/")]),
        ("common", &[]),
    ]);
    let world =
        world.file("/r/app/charts/c/Chart.yaml", chart("c", "3.0.0", &[("x", "1", "file://../../../x")]));
    let (chart, journal) = loaded(world, "/r/app");
    assert_eq!((names(&chart.unwrap()), journal), ("app(c a(common) b(common))".into(), vec![]));
}

#[test]
fn charts_that_are_packed_win() {
    let world = repository_of(&[("app", &[("a", "*", "file://../a")]), ("a", &[])]);
    let world = world.file("/r/app/charts/a/Chart.yaml", chart("a", "1.0.0", &[]));
    let (chart, journal) = loaded(world, "/r/app");
    assert_eq!(chart.unwrap().dependencies[0].metadata.version, "1.0.0");
    assert_eq!(journal, ["a 1.0.0 of charts/ is used, while file://../a is at 1.2.3"]);
}

#[test]
fn what_cannot_be_used() {
    const MISSING: &str = "an error occurred while checking for chart dependencies. You may need to run 'helm dependency build' \
                           to fetch missing dependencies: found in Chart.yaml, but missing in charts/ directory: ";
    let one = |version, repository| [("a", version, repository)];
    for (dependencies, below, want) in [
        (&one("*", "file://../no")[..], &[][..], format!("{MISSING}a [a: there is no folder /r/no]")),
        (
            &one("*", "file://../../x"),
            &[],
            format!(
                "{MISSING}a [a: file://../../x is beyond the repository of the chart, which is /r: nothing is read there \
                 (a repository is the nearest folder with a .git; where there is none, the chart itself)]"
            ),
        ),
        (
            &[("a", "*", "file://../a"), ("z", "*", "https://z")],
            &[],
            format!("{MISSING}a, z [z: it comes from https://z, and charts are not fetched: run helm dependency build]"),
        ),
        (
            &one("^2", "file://../a"),
            &[],
            "can't get a valid version for 1 subchart(s): \"a\" (repository \"file://../a\", version \"^2\"). Make sure a \
             matching chart version exists in the repo, or change the version constraint in Chart.yaml [change one of the \
             two versions]"
                .into(),
        ),
        (
            &one("^^", "file://../a"),
            &[],
            "dependency \"a\" has an invalid version/constraint format: improper constraint: \"^^\"".into(),
        ),
        (
            &one("*", "file://../b"),
            &[],
            "dependency \"a\": the chart in file://../b is named \"b\"".into(),
        ),
        (
            &one("*", "file://../a"),
            &[("app", "*", "file://../app")],
            "dependency \"a\" (file://../a): charts depend on themselves: app -> a -> app".into(),
        ),
        (
            &one("*", "file://../a"),
            &[("z", "*", "https://z")],
            "dependency \"a\" (file://../a): a chart that it depends on is missing: z: it comes from https://z, and charts \
             are not fetched: run helm dependency build"
                .into(),
        ),
    ] {
        let world = repository_of(&[("app", dependencies), ("a", below), ("b", &[])]).file("/x/Chart.yaml", "");
        assert_eq!(loaded(world, "/r/app").0.map(|chart| names(&chart)), Err(want));
    }
}

#[test]
fn links_do_not_lead_out() {
    let world = repository_of(&[("app", &[("a", "*", "file://../a")])]);
    let world = world.link("/r/a", "/x").file("/x/Chart.yaml", chart("a", "1.0.0", &[]));
    let error = loaded(world, "/r/app").0.map(|chart| names(&chart)).unwrap_err();
    assert!(error.contains("a: file://../a is beyond the repository"), "{error}");
}

#[test]
fn without_a_repository_the_chart_is_all() {
    let world = Memory::new()
        .file(
            "/app/Chart.yaml",
            chart("app", "1.0.0", &[("a", "*", "file://inside/a"), ("b", "*", "file://../b")]),
        )
        .file("/app/inside/a/Chart.yaml", chart("a", "1.0.0", &[]))
        .file("/b/Chart.yaml", chart("b", "1.0.0", &[]));
    let error = loaded(world, "/app").0.map(|chart| names(&chart)).unwrap_err();
    assert!(error.contains("b: file://../b is beyond the repository of the chart, which is /app"), "{error}");
}

/// Each chart has the next one twice: 2^90 of them, if nobody counts.
#[test]
fn doubling_ends() {
    let mut world = Memory::new().file("/r/.git/HEAD", "");
    for n in 0..90 {
        let [a, b] = [1, 2].map(|by| (format!("c{}", n + by), format!("file://../c{}", n + by)));
        let entries = [(&*a.0, "*", &*a.1), (&*b.0, "*", &*b.1)];
        world = world.file(format!("/r/c{n}/Chart.yaml"), chart(&format!("c{n}"), "1.0.0", &entries));
    }
    for n in [90, 91] {
        world = world.file(format!("/r/c{n}/Chart.yaml"), chart(&format!("c{n}"), "1.0.0", &[]));
    }
    let error = loaded(world, "/r/c0").0.map(|chart| names(&chart)).unwrap_err();
    assert!(error.contains("the budget \"entries\" is used up"), "{error}");
}
