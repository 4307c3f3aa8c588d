use nexachart_source::{Budgets, Diagnostic, Memory, World};

use crate::keys::{Key, Shape, WORKSPACE};
use crate::{ListMerge, Secrets, Severity, Workspace};

/// A file with every key of the table.
const FULL: &str = "\
charts:
- charts/*
- path: charts/api
  name: backend
  environments: [dev, prod]
  release: shop-<chart>
  namespace: shop
  kubernetesVersion: 1.30
  apiVersions: [a/v1]
  values: [extra.yaml, values-<environment>.yaml]
  severities: {images: info}
  perEnvironment:
    prod:
      release: live
      namespace: shop-<environment>
      kubernetesVersion: v1.35
      apiVersions: [b/v1]
      values: [charts/api/live.yaml]
      severities: {images: off}
environments:
  dev:
  prod:
    release: never
    namespace: never
    kubernetesVersion: 1.36
    apiVersions: [c/v1]
    values: []
    severities: {images: error, network: warning}
packs: [workload-baseline]
severities: {network: error, network/egress: info}
schemas: [crds]
golden: {path: expected/<environment>/<chart>.yaml, secrets: keep}
exemptions:
- policy: workload-baseline/limits
  target: backend/prod
  object: Deployment/api
  container: api
  path: spec.replicas
  reason: measured
  owner: team
  expires: 2027-01-31
lists:
  env: append
  ports: {by: name}
";

fn world() -> Memory {
    Memory::new()
        .file("/charts/api/Chart.yaml", "name: api\n")
        .file("/charts/api/environments/prod.yaml", "")
        .file("/charts/api/live.yaml", "")
        .file("/charts/web/Chart.yaml", "name: web\n")
        .file("/charts/notes/README.md", "")
        .file("/environments/dev.yaml", "")
        .file("/environments/prod.yaml", "")
        .file("/extra.yaml", "")
        .file("/values-prod.yaml", "")
}

fn load(world: &dyn World) -> Result<Workspace, Vec<Diagnostic>> {
    Workspace::load(world, b".", &Budgets::default())
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

/// `line:column: message; help` of each fault.
fn told(faults: &[Diagnostic]) -> Vec<String> {
    let tell = |fault: &Diagnostic| {
        let place = fault.primary.as_ref();
        let at = place.map(|p| format!("{}:{}: ", p.line.unwrap(), p.column.unwrap())).unwrap_or_default();
        let help = fault.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        format!("{at}{}{help}", text(&fault.message))
    };
    faults.iter().map(tell).collect()
}

#[test]
fn every_key_counts() {
    let workspace = load(&world().file("/nexachart.yaml", FULL)).unwrap();
    let names: Vec<String> = workspace.targets.iter().map(|target| target.name()).collect();
    assert_eq!(names, ["backend/dev", "backend/prod", "web/dev", "web/prod"]);
    let layers = |i: usize| workspace.targets[i].layers.iter().map(|path| text(path)).collect::<Vec<_>>();
    assert_eq!(layers(0), ["environments/dev.yaml", "extra.yaml"]);
    assert_eq!(layers(1), ["extra.yaml", "values-prod.yaml", "charts/api/live.yaml"]);
    assert_eq!(layers(3), [""; 0]);
    let [dev, prod, ..] = workspace.targets.as_slice() else { panic!() };
    assert_eq!((dev.release.as_str(), dev.namespace.as_str()), ("shop-backend", "shop"));
    assert_eq!((prod.release.as_str(), prod.namespace.as_str()), ("live", "shop-prod"));
    assert_eq!(dev.kubernetes_version.as_deref(), Some("1.30"));
    assert_eq!(prod.kubernetes_version.as_deref(), Some("v1.35"));
    assert_eq!(
        (dev.api_versions.join(" "), prod.api_versions.join(" ")),
        ("a/v1".into(), "c/v1 a/v1 b/v1".into())
    );
    assert_eq!((dev.severities["images"], prod.severities["images"]), (Severity::Info, Severity::Off));
    assert_eq!((dev.severities["network"], prod.severities["network"]), (Severity::Error, Severity::Warning));
    assert_eq!(prod.severities["network/egress"], Severity::Info);
    assert_eq!(text(&prod.golden), "expected/prod/backend.yaml");
    let config = &workspace.config;
    assert_eq!((config.golden.secrets, config.packs.as_ref().unwrap().len()), (Secrets::Keep, 1));
    assert_eq!(config.schemas[0].value, "crds");
    let exemption = &config.exemptions[0];
    let texts = [
        &exemption.policy,
        exemption.target.as_ref().unwrap(),
        exemption.object.as_ref().unwrap(),
        exemption.container.as_ref().unwrap(),
        exemption.path.as_ref().unwrap(),
        &exemption.reason,
        exemption.owner.as_ref().unwrap(),
        exemption.expires.as_ref().unwrap(),
    ];
    let texts: Vec<&str> = texts.iter().map(|at| at.value.as_str()).collect();
    let expected = [
        "workload-baseline/limits",
        "backend/prod",
        "Deployment/api",
        "api",
        "spec.replicas",
        "measured",
        "team",
        "2027-01-31",
    ];
    assert_eq!(texts, expected);
    assert_eq!((exemption.owner.as_ref().unwrap().place.line, exemption.place.line), (Some(40), Some(34)));
    assert_eq!(config.lists[0].1, ListMerge::Append);
    assert_eq!(config.lists[1].1, ListMerge::By("name".into()));
}

/// Each key of the table, misspelt where it stands in [`FULL`], is refused at its line with the right one.
#[test]
fn misspelt_keys_are_refused_at_their_lines() {
    fn names(keys: &[Key], found: &mut Vec<&'static str>) {
        for key in keys {
            found.push(key.name);
            inside(key.shape, found);
        }
    }
    fn inside(shape: Shape, found: &mut Vec<&'static str>) {
        match shape {
            Shape::Object(keys) => names(keys, found),
            Shape::List(inner) | Shape::Map(_, inner) => inside(*inner, found),
            Shape::Either(one, other) => {
                inside(*one, found);
                inside(*other, found);
            }
            Shape::Text(_) | Shape::Choice(_) => {}
        }
    }
    let mut all = Vec::new();
    names(WORKSPACE, &mut all);
    all.sort_unstable();
    all.dedup();
    let mut tried = 0;
    for key in all {
        let places: Vec<usize> = FULL
            .match_indices(&format!("{key}:"))
            .map(|(at, _)| at)
            .filter(|&at| at == 0 || " -{\n".contains(char::from(FULL.as_bytes()[at - 1])))
            .collect();
        assert!(!places.is_empty(), "{key} is not in the example");
        for at in places {
            // A letter of it twice.
            let misspelt = format!("{}{}{}", &FULL[..at], &key[..1], &FULL[at..]);
            let faults = load(&world().file("/nexachart.yaml", misspelt)).unwrap_err();
            let line = 1 + FULL[..at].matches('\n').count();
            let column = at - FULL[..at].rfind('\n').map_or(0, |at| at + 1) + 1;
            let expected =
                format!("{line}:{column}: there is no key `{}{key}` here; did you mean `{key}`?", &key[..1]);
            assert!(told(&faults).contains(&expected), "{:?} lacks {expected}", told(&faults));
            tried += 1;
        }
    }
    assert!(tried >= 35, "{tried}");
}

#[test]
fn faults() {
    for (file, expected) in [
        ("- a\n", &["1:1: the file is a mapping, not a list"][..]),
        ("charts: charts/*\n", &["1:9: `charts` is a list, not a text"]),
        ("charts: [charts/apy]\n", &["1:10: there is no chart at `charts/apy`; did you mean `charts/api`?"]),
        ("charts: [charts/notes]\n", &["1:10: `charts/notes` is no chart: it has no Chart.yaml"]),
        ("charts: [chart/*]\n", &["1:10: `chart/*` finds no chart: no folder with a Chart.yaml"]),
        (
            "charts: [/charts/api]\n",
            &["1:10: `charts` is a path from the folder of this file: it cannot begin with `/`"],
        ),
        (
            "charts:\n- name: x\n",
            &[
                "2:3: `path` is missing in this item of `charts`; The folder of the chart, or a pattern for several.",
            ],
        ),
        (
            "charts:\n- {path: charts/api, name: web}\n- charts/web\n",
            &[
                "3:3: two charts have the name `web`: charts/api and charts/web; give one of them another `name` in nexachart.yaml",
            ],
        ),
        (
            "charts:\n- {path: charts/api, environments: [prd]}\n",
            &["2:37: there is no environment `prd`; did you mean `prod`?"],
        ),
        (
            "charts:\n- {path: charts/api, perEnvironment: {qa: {}}}\n",
            &[
                "2:39: there is no environment `qa`; name it under `environments:`, or add charts/api/environments/qa.yaml",
            ],
        ),
        (
            "environments: {prod: {kubernetesVersion: latest}}\n",
            &["1:42: `kubernetesVersion` is a version such as `1.36`, not `latest`"],
        ),
        (
            "environments: {a/b: {}}\n",
            &[
                "1:16: `environments` cannot be `a/b`: it becomes the name of files, and has letters, digits, `-`, `_` and `.` only",
            ],
        ),
        (
            "environments: {prod: {values: [extr.yaml]}}\n",
            &["1:32: there is no file `extr.yaml`; did you mean `extra.yaml`?"],
        ),
        (
            "environments: {prod: {values: [x-<chart>.yaml]}}\n",
            &["1:32: `x-<chart>.yaml` finds no file for any target"],
        ),
        (
            "severities: {images: eror}\n",
            &["1:22: `images` is one of off, info, warning, error, not `eror`; did you mean `error`?"],
        ),
        (
            "golden: {path: golden/<chart>.yaml}\n",
            &[
                "1:16: web/dev and web/prod have the same golden; put both names into the path: `golden/<chart>/<environment>.yaml`",
            ],
        ),
        (
            "exemptions: [{policy: x, reason: y, expires: soon}]\n",
            &["1:46: `expires` is a day such as `2027-01-31`, not `soon`"],
        ),
        ("lists: {a: prepend}\n", &["1:12: `a` is one of append, not `prepend`"]),
        ("packs: []\npacks: []\n", &["2:1: the key `packs` stands here twice"]),
        (
            "chart: []\nenvironment: {}\n",
            &[
                "1:1: there is no key `chart` here; did you mean `charts`?",
                "2:1: there is no key `environment` here; did you mean `environments`?",
            ],
        ),
        ("a: b: c\n", &["1:5: mapping values are not allowed in this context"]),
        ("charts: &a [*a]\n", &["1:9: `charts` is a mapping, not a list"]),
    ] {
        let faults = load(&world().file("/nexachart.yaml", file)).err().unwrap_or_default();
        assert_eq!(told(&faults), expected, "{file}");
    }
}

#[test]
fn conventions() {
    let names = |world: &Memory| -> Vec<String> {
        let workspace = load(world).unwrap();
        let layers = |layers: &[Vec<u8>]| layers.iter().map(|path| text(path)).collect::<Vec<_>>().join("+");
        workspace
            .targets
            .iter()
            .map(|target| format!("{} {}", target.name(), layers(&target.layers)))
            .collect()
    };
    // A chart with files of its own is for these; one without is for all.
    assert_eq!(
        names(&world()),
        [
            "api/prod environments/prod.yaml+charts/api/environments/prod.yaml",
            "web/dev environments/dev.yaml",
            "web/prod environments/prod.yaml"
        ]
    );
    // The folder itself, with charts it depends on.
    let chart = Memory::new()
        .file("/Chart.yaml", "name: app\n")
        .file("/charts/sub/Chart.yaml", "name: sub\n")
        .file("/environments/dev.yaml", "");
    assert_eq!(names(&chart), ["app/dev environments/dev.yaml"]);
    // No environments at all.
    assert_eq!(names(&Memory::new().file("/charts/a/Chart.yaml", "name: a\n")), ["a/default "]);
    let faults = load(&Memory::new().file("/README.md", "")).unwrap_err();
    assert!(told(&faults)[0].starts_with("there are no charts here"), "{:?}", told(&faults));
}

#[test]
fn selection() {
    let world = world();
    let workspace = load(&world).unwrap();
    let select = |charts: &[&str], environments: &[&str]| {
        let bytes = |names: &[&str]| names.iter().map(|name| name.as_bytes().to_vec()).collect::<Vec<_>>();
        let selected = workspace.select(&world, &bytes(charts), &bytes(environments));
        selected
            .map(|found| found.iter().map(|t| t.name()).collect::<Vec<_>>().join(" "))
            .map_err(|f| told(&f).join("|"))
    };
    assert_eq!(select(&[], &[]).unwrap(), "api/prod web/dev web/prod");
    assert_eq!(select(&["web"], &[]).unwrap(), "web/dev web/prod");
    assert_eq!(select(&["./charts/web/"], &["prod"]).unwrap(), "web/prod");
    assert_eq!(select(&[], &["dev", "prod"]).unwrap(), "api/prod web/dev web/prod");
    assert!(select(&["charts/../api"], &[]).is_err());
    assert_eq!(select(&["api"], &["dev"]).unwrap_err(), "api is not for dev; its environments are prod");
    assert_eq!(
        select(&["wep", "x"], &["staging"]).unwrap_err(),
        "there is no chart `wep` in this workspace; did you mean `web`?|there is no chart `x` in this workspace; there are api, web|there is no environment `staging` in this workspace; there are dev, prod"
    );
}

#[test]
fn schema_and_page_are_as_committed() {
    let (schema, page) = (crate::json_schema(), crate::reference());
    for (path, text) in [("schemas/nexachart.schema.json", &schema), ("compiler/book/keys.md", &page)] {
        let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, text).unwrap();
        }
        assert_eq!(&std::fs::read_to_string(&path).unwrap_or_default(), text, "UPDATE=1 writes {path}");
    }
    serde_json::from_str::<serde_json::Value>(&schema).unwrap();
}

/// The example of the README is as the table of keys says.
#[test]
fn readme_is_right() {
    let readme = include_str!("../../../README.md");
    let example = readme.split("```yaml\n").map(|rest| rest.split("```").next().unwrap_or_default());
    let example = example.skip(1).find(|example| example.starts_with("charts:")).unwrap();
    let file = crate::check::File { path: b"README.md", text: example.as_bytes() };
    let config = crate::config::parse(file, &Budgets::default()).map_err(|faults| told(&faults)).unwrap();
    assert_eq!((config.charts.unwrap().len(), config.lists.len(), config.exemptions.len()), (2, 2, 1));
    // All keys at the head of the file are shown.
    for key in WORKSPACE {
        assert!(
            example.contains(&format!("\n{}:", key.name)) || example.starts_with(key.name),
            "{}",
            key.name
        );
    }
}
