use std::fmt::Write;

use nexachart_chart::ValueOptions;
use nexachart_source::{Budgets, Memory};
use nexachart_workspace::Workspace;

use super::*;
use crate::disk::Disk;
use crate::template;

/// A target comes out as `nexachart template RELEASE CHART -n NAMESPACE -f LAYER…` prints it.
fn assert_equal(world: &Arc<dyn World>, root: &[u8], jobs: usize) -> usize {
    let workspace = Workspace::load(&**world, root, &Budgets::default()).unwrap();
    let targets: Vec<&Target> = workspace.targets.iter().collect();
    let options = TemplateOptions { jobs, stack: 64 << 20, ..TemplateOptions::default() };
    let renderings = render_targets(world, &targets, &options);
    assert_eq!(renderings.len(), targets.len());
    for (rendering, target) in renderings.iter().zip(targets) {
        assert_eq!(rendering.target, *target);
        let alone = TemplateOptions {
            arguments: vec![target.release.clone().into_bytes(), target.path.clone()],
            namespace: target.namespace.clone(),
            values: ValueOptions { files: target.layers.clone(), ..ValueOptions::default() },
            kube_version: target.kubernetes_version.clone(),
            api_versions: target.api_versions.clone(),
            ..options.clone()
        };
        let expected = template(world, &alone, &mut Journal::new());
        match (&rendering.outcome, expected) {
            (Ok(made), Ok(product)) => assert_eq!(
                String::from_utf8_lossy(&made.text().unwrap()),
                String::from_utf8_lossy(&product.stdout),
                "{}",
                target.name()
            ),
            (Err(failure), Err(expected)) => assert_eq!(*failure, expected, "{}", target.name()),
            (outcome, expected) => panic!("{}: {outcome:?} against {expected:?}", target.name()),
        }
    }
    renderings.len()
}

#[test]
fn a_real_chart() {
    let world: Arc<dyn World> = Arc::new(Disk);
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../charts/nxloy");
    assert_eq!(assert_equal(&world, root.as_bytes(), 2), 3);
}

/// Charts with subcharts that environments switch on and off, under aliases that give one name to different files, with
/// values that templates write to, and templates that fail for some environments.
#[test]
fn generated_charts() {
    let mut seed = 7u64;
    let mut random = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut world = Memory::new();
    let mut config = String::from("charts: [charts/*]\nenvironments:\n");
    for environment in ["dev", "qa", "prod"] {
        let version = 29 + random(7);
        let _ = writeln!(
            config,
            "  {environment}: {{namespace: ns-<chart>, kubernetesVersion: 1.{version}, apiVersions: [x/{environment}]}}"
        );
    }
    world = world.file("/nexachart.yaml", config);
    for number in 0..30 {
        let dir = format!("/charts/c{number}");
        let head = format!("apiVersion: v2\nname: c{number}\nversion: 1.{number}.0\n");
        world = world
            .file(
                format!("{dir}/Chart.yaml"),
                format!(
                    "{head}dependencies:\n- {{name: one, version: 1.0.0, alias: sub, condition: one.on}}\n- {{name: two, version: 1.0.0, alias: sub, condition: two.on}}\n- {{name: lib, version: 1.0.0}}\n"
                ),
            )
            .file(format!("{dir}/charts/one/Chart.yaml"), "apiVersion: v2\nname: one\nversion: 1.0.0\n")
            .file(format!("{dir}/charts/two/Chart.yaml"), "apiVersion: v2\nname: two\nversion: 1.0.0\n")
            .file(format!("{dir}/charts/lib/Chart.yaml"), "apiVersion: v2\nname: lib\nversion: 1.0.0\ntype: library\n")
            .file(format!("{dir}/charts/lib/templates/_l.tpl"), "{{- define \"l\" }}{{ .Release.Name }}-{{ .Capabilities.KubeVersion }}{{ end }}")
            .file(format!("{dir}/charts/one/templates/a.yaml"), format!("one: {{{{ .Values | toJson }}}}\nx: {number}\n"))
            .file(format!("{dir}/charts/two/templates/a.yaml"), "two: {{ include \"l\" . | quote }}\n")
            .file(format!("{dir}/values.yaml"), format!("one: {{on: {}}}\ntwo: {{on: {}}}\nlist: [{}]\n", random(2) == 0, random(2) == 0, random(9)))
            .file(
                format!("{dir}/templates/a.yaml"),
                "{{- $_ := set .Values \"seen\" (default 0 .Values.seen | add 1) }}\nkind: A\nenv: {{ .Values.env.name.x | default \"none\" }}\n\
                 list: {{ .Values.list }}\nns: {{ .Release.Namespace }}\nhas: {{ .Capabilities.APIVersions.Has \"x/qa\" }}\n",
            )
            .file(format!("{dir}/templates/b.yaml"), "kind: B\nseen: {{ .Values.seen }}\nl: {{ include \"l\" . }}\n{{ .Files.Get \"note.txt\" }}\n")
            .file(format!("{dir}/note.txt"), format!("note: {number}"));
        for environment in ["dev", "qa", "prod"] {
            let on = |random: &mut dyn FnMut(u64) -> u64| random(2) == 0;
            let (one, two) = (on(&mut random), on(&mut random));
            let env = match random(6) {
                // `.name.x` of a text is an error.
                0 => "env: {name: text}".to_string(),
                n => format!("env: {{name: {{x: {n}}}}}"),
            };
            let text = format!("one: {{on: {one}}}\ntwo: {{on: {two}}}\n{env}\nlist: [{}]\n", random(100));
            world = world.file(format!("{dir}/environments/{environment}.yaml"), text);
        }
    }
    let world: Arc<dyn World> = Arc::new(world);
    for jobs in [1, 4] {
        assert_eq!(assert_equal(&world, b"/", jobs), 90);
    }
}
