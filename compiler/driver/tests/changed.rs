//! What `--changed`, `--staged`, `--since` and `--files` leave out would have come out the same: random edits in a scratch repository.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::{env, fs};

use nexachart_driver::source::{Disk, World};
use nexachart_driver::workspace::{Target, Workspace};
use nexachart_driver::{
    Change, Form, RenderRequest, Since, TemplateOptions, render_targets, render_workspace,
};

struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn pick<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}

/// Paths and what may stand there; `-> ` is a link.
const FILES: &[(&str, &[&str])] = &[
    (
        "nexachart.yaml",
        &[
            "",
            "lists: {}\n",
            "charts: [charts/*]\nenvironments: {dev: {}, prod: {namespace: x}}\n",
            "charts:\n- charts/a\n- {path: charts/b, values: [more/<environment>.yaml]}\n",
        ],
    ),
    ("environments/dev.yaml", &["", "a: 1\n", "a: 2\nb: {c: 3}\n", "-> ../more/dev.yaml"]),
    ("environments/prod.yaml", &["a: 5\n", "a: 6\n"]),
    ("environments/qa.yaml", &["a: 7\n"]),
    ("more/dev.yaml", &["a: 8\n", "a: 9\n"]),
    (
        "lib/shared.tpl",
        &["{{ define \"shared\" }}one{{ end }}", "{{ define \"shared\" }}two{{ end }}", "-> other.tpl"],
    ),
    ("lib/other.tpl", &["{{ define \"shared\" }}three{{ end }}", "{{ define \"shared\" }}four{{ end }}"]),
    ("schemas/x.json", &["{}", "{\"required\": [\"a\"]}", "{\"required\": [\"zzz\"]}"]),
    ("notes.md", &["x", "y"]),
    (
        "charts/a/Chart.yaml",
        &[
            "apiVersion: v2\nname: a\nversion: 1.0.0\n",
            "apiVersion: v2\nname: a\nversion: 1.0.1\ndescription: {{}\n",
        ],
    ),
    ("charts/a/.helmignore", &["", "environments/\n*.md\n", "data/\n"]),
    ("charts/a/values.yaml", &["a: 0\n", "a: 0\nd: 1\n"]),
    (
        "charts/a/values.schema.json",
        &["{}", "{\"$ref\": \"#/$defs/x\", \"$defs\": {\"x\": {}}}", "{\"$ref\": \"../../schemas/x.json\"}"],
    ),
    (
        "charts/a/templates/a.yaml",
        &[
            "kind: A\nv: {{ .Values | toJson }}\ns: {{ include \"shared\" . }}\n",
            "kind: B\nf: {{ .Files.Get \"data/x.txt\" }}\n{{ range $p, $_ := .Files.Glob \"environments/*\" }}\n# {{ $p }}{{ end }}\n",
        ],
    ),
    (
        "charts/a/templates/_shared.tpl",
        &["-> ../../../lib/shared.tpl", "{{ define \"shared\" }}own{{ end }}"],
    ),
    ("charts/a/data/x.txt", &["x", "y", "-> ../../../notes.md"]),
    ("charts/a/readme.md", &["x", "y"]),
    ("charts/a/environments/dev.yaml", &["e: 1\n", "e: 2\n"]),
    ("charts/a/environments/prod.yaml", &["e: 3\n", "e: {\n"]),
    ("charts/a/charts/sub/Chart.yaml", &["apiVersion: v2\nname: sub\nversion: 1.0.0\n"]),
    ("charts/a/charts/sub/templates/s.yaml", &["kind: S\nv: {{ .Values | toJson }}\n", "kind: T\n"]),
    (
        "charts/b/Chart.yaml",
        &[
            "apiVersion: v2\nname: b\nversion: 1.0.0\ndependencies:\n- {name: dep, version: 1.0.0, repository: \"file://../../deps/dep\"}\n",
            "apiVersion: v2\nname: b\nversion: 1.0.0\n",
        ],
    ),
    (
        "deps/dep/Chart.yaml",
        &[
            "apiVersion: v2\nname: dep\nversion: 1.0.0\ndependencies:\n- {name: deep, version: 1.0.0, repository: \"file://../deep\"}\n",
            "apiVersion: v2\nname: dep\nversion: 1.0.0\n",
        ],
    ),
    ("deps/dep/templates/a.yaml", &["kind: Dep\nv: {{ .Values | toJson }}\n", "kind: Dep2\n"]),
    ("deps/dep/values.yaml", &["q: 1\n", "q: 2\n"]),
    ("deps/deep/Chart.yaml", &["apiVersion: v2\nname: deep\nversion: 1.0.0\n"]),
    ("deps/deep/templates/a.yaml", &["kind: Deep\n", "kind: Deep2\n", "-> ../../../lib/other.tpl"]),
    (
        "charts/b/templates/a.yaml",
        &[
            "kind: A\nv: {{ .Values | toJson }}\nn: {{ .Release.Namespace }}\n",
            "kind: A\nfail: {{ .Values.b.c }}\n",
        ],
    ),
    ("charts/b/environments/dev.yaml", &["e: 1\n"]),
    ("charts/c", &["-> ../apps/c", "-> ../apps/d"]),
    (
        "apps/c/Chart.yaml",
        &[
            "apiVersion: v2\nname: c\nversion: 1.0.0\ndependencies:\n- {name: local, version: 1.0.0, repository: \"file://../local\"}\n",
            "apiVersion: v2\nname: c\nversion: 1.0.0\n",
        ],
    ),
    ("apps/local/Chart.yaml", &["apiVersion: v2\nname: local\nversion: 1.0.0\n"]),
    ("apps/local/templates/a.yaml", &["kind: L1\n", "kind: L2\n"]),
    ("charts/local/Chart.yaml", &["apiVersion: v2\nname: local\nversion: 1.0.0\ntype: library\n"]),
    (
        "charts/local/templates/_a.tpl",
        &["{{ define \"shared\" }}l1{{ end }}", "{{ define \"shared\" }}l2{{ end }}"],
    ),
    ("apps/c/templates/a.yaml", &["kind: C\nv: {{ .Values | toJson }}\n", "kind: C\n"]),
    ("apps/c/environments/stage.yaml", &["e: 1\n", "e: 2\n"]),
    ("apps/d/Chart.yaml", &["apiVersion: v2\nname: d\nversion: 1.0.0\n"]),
    ("apps/d/templates/a.yaml", &["kind: D\nv: {{ .Values | toJson }}\n"]),
    ("Chart.yaml", &["apiVersion: v2\nname: root\nversion: 1.0.0\n"]),
    ("templates/a.yaml", &["kind: Root\nv: {{ .Values | toJson }}\n"]),
];

fn git(repository: &Path, args: &[&str]) -> String {
    let who = [
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@x",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.autocrlf=false",
    ];
    let mut command = Command::new("git");
    command.current_dir(repository).args(who).args(args).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn put(root: &Path, path: &str, content: &str) {
    let path = root.join(path);
    remove(&path);
    // Something above may be a file or a link of an earlier edit.
    let mut above = path.parent();
    while let Some(folder) = above.filter(|folder| *folder != root) {
        if fs::symlink_metadata(folder).is_ok_and(|found| !found.is_dir()) {
            remove(folder);
        }
        above = folder.parent();
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    match content.strip_prefix("-> ") {
        Some(target) => symlink(target, path).unwrap(),
        None => fs::write(path, content).unwrap(),
    }
}

fn remove(path: &Path) {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(path).unwrap(),
        Ok(_) => fs::remove_file(path).unwrap(),
        Err(_) => {}
    }
}

fn options() -> TemplateOptions {
    TemplateOptions { stack: 1 << 20, jobs: 1, ..TemplateOptions::default() }
}

/// What each target prints, or why it does not; nothing where the workspace cannot be read.
fn all(world: &Arc<dyn World>, root: &Path) -> Option<BTreeMap<String, String>> {
    let bytes = root.as_os_str().as_encoded_bytes();
    let workspace = Workspace::load(&**world, bytes, &options().budgets).ok()?;
    let targets: Vec<&Target> = workspace.targets.iter().collect();
    let renderings = render_targets(world, &targets, &options());
    let told = |made: &nexachart_driver::Made| String::from_utf8(made.text().unwrap()).unwrap();
    let print = |r: nexachart_driver::Rendering| {
        (r.target.name(), r.outcome.as_ref().map_or_else(|e| format!("error: {e}"), told))
    };
    Some(renderings.into_iter().map(print).collect())
}

/// What git says, and no other files.
fn since(since: Since) -> Change {
    Change { since: Some(since), ..Change::default() }
}

/// The targets that are not left out.
fn kept(world: &Arc<dyn World>, root: &Path, change: Change) -> BTreeSet<String> {
    let request = RenderRequest {
        workspace: Some(root.as_os_str().as_encoded_bytes().to_vec()),
        change: Some(change),
        form: Form::List,
        report: Some(b"r".to_vec()),
        common: options(),
        ..RenderRequest::default()
    };
    let report = render_workspace(world, &request).report.unwrap().1;
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    report["targets"].as_array().unwrap().iter().map(|t| t["name"].as_str().unwrap().to_string()).collect()
}

#[test]
fn what_is_left_out_is_the_same() {
    let root = env::temp_dir().join(format!("nexachart-changed-{}", std::process::id()));
    remove(&root);
    fs::create_dir_all(&root).unwrap();
    let root = root.canonicalize().unwrap();
    let world: Arc<dyn World> = Arc::new(Disk);
    git(&root, &["init", "-q", "-b", "main"]);
    let seed = env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut random = Random(seed);
    for (path, contents) in FILES {
        if !matches!(*path, "Chart.yaml" | "templates/a.yaml" | "nexachart.yaml" | "environments/qa.yaml") {
            put(&root, path, contents[0]);
        }
    }
    assert_eq!(
        kept(&world, &root, since(Since::Head)),
        all(&world, &root).unwrap().into_keys().collect(),
        "no commit yet"
    );
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-q", "-m", "x"]);
    assert_eq!(kept(&world, &root, since(Since::Head)), BTreeSet::new());

    let rounds = env::var("ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(120);
    let (mut left_out, mut compared, mut vain) = (0, 0, 0);
    for round in 0..rounds {
        let before = all(&world, &root);
        let head = git(&root, &["rev-parse", "HEAD"]).trim().to_string();
        let (mut edits, mut touched) = (Vec::new(), Vec::new());
        for _ in 0..1 + random.below(2) {
            let (path, contents) = FILES[random.below(FILES.len())];
            // What changes everything is tried less often.
            if matches!(path, "Chart.yaml" | "nexachart.yaml") && random.below(4) > 0 {
                continue;
            }
            touched.push(root.join(path).into_os_string().into_encoded_bytes());
            if random.below(4) == 0 {
                remove(&root.join(path));
                edits.push(format!("- {path}"));
            } else {
                let content = random.pick(contents);
                put(&root, path, content);
                edits.push(format!("+ {path}: {content:?}"));
            }
        }
        // Some of it may be in the index, or committed.
        let change = match random.below(5) {
            0 => since(Since::Head),
            1 => Change { since: None, files: touched },
            2 => {
                git(&root, &["add", "-A"]);
                since(Since::Head)
            }
            3 => {
                git(&root, &["add", "-A"]);
                since(Since::Staged)
            }
            _ => {
                git(&root, &["add", "-A"]);
                git(&root, &["commit", "-q", "--allow-empty", "-m", "x"]);
                since(Since::Base(head))
            }
        };
        if let (Some(before), Some(after)) = (before, all(&world, &root)) {
            let kept = kept(&world, &root, change);
            for (target, text) in &after {
                compared += 1;
                if !kept.contains(target) {
                    left_out += 1;
                    assert_eq!(
                        before.get(target),
                        Some(text),
                        "round {round}: {target} was left out after {edits:?}"
                    );
                } else if before.get(target) == Some(text) {
                    vain += 1;
                }
            }
        }
        git(&root, &["add", "-A"]);
        git(&root, &["commit", "-q", "--allow-empty", "-m", "x"]);
        // A root that is a chart hides the others.
        if random.below(3) == 0 && root.join("Chart.yaml").exists() {
            remove(&root.join("Chart.yaml"));
            git(&root, &["commit", "-q", "-a", "-m", "x"]);
        }
    }
    assert!(left_out > compared / 2, "{left_out} of {compared} are left out, {vain} are rendered in vain");
    assert!(vain < compared / 3, "{left_out} of {compared} are left out, {vain} are rendered in vain");
    remove(&root);
}

#[test]
fn unknown_revisions() {
    let world: Arc<dyn World> = Arc::new(Disk);
    let request = RenderRequest {
        workspace: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../../charts/nxloy").as_bytes().to_vec()),
        change: Some(since(Since::Base("--no-such".into()))),
        common: options(),
        ..RenderRequest::default()
    };
    let outcome = render_workspace(&world, &request);
    assert_eq!(outcome.findings[0].diagnostic.to_string(), "git knows no revision `--no-such`");
}
