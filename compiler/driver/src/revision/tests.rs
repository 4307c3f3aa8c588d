use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;

use nexachart_source::{FileKind, World};

use super::{Revision, command, nodes};
use crate::report::Colour;
use crate::report::diff::DiffFormat;
use crate::source::Disk;
use crate::{Against, DiffRequest, TemplateOptions, compare};

/// A repository in a folder that goes with it.
struct Repository(PathBuf);

impl Repository {
    fn new(name: &str) -> Repository {
        let dir = std::env::temp_dir().join(format!("nexachart-{name}-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let repository = Repository(fs::canonicalize(dir).unwrap());
        repository.git(&["init", "-q"]);
        repository
    }

    fn git(&self, args: &[&str]) {
        let mut git = command(self.0.as_os_str().as_encoded_bytes(), args);
        let identity = ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"];
        for name in identity {
            git.env(name, "nobody");
        }
        assert!(git.status().unwrap().success(), "git {args:?}");
    }

    fn write(&self, path: &str, text: &[u8]) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "--no-gpg-sign", "-m", "x"]);
    }

    fn path(&self, below: &str) -> Vec<u8> {
        self.0.join(below).into_os_string().into_encoded_bytes()
    }

    fn at(&self, name: &str) -> Revision {
        Revision::open(Arc::new(Disk), &self.path("."), name).unwrap()
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_revision_is_what_was_committed() {
    let repository = Repository::new("revision");
    repository.write("charts/a/Chart.yaml", b"name: a\n");
    repository.write("charts/a/bytes", b"\x00\xff\n\n");
    repository.write("charts/a/empty", b"");
    repository.write("charts/a-b/x", b"1");
    repository.write("charts/a.b/x", b"2");
    repository.write("charts/a0", b"3");
    repository.write("a b/\u{fc}\n.txt", b"4");
    symlink("a/Chart.yaml", repository.0.join("charts/link")).unwrap();
    symlink("../charts/a", repository.0.join("a b/dir")).unwrap();
    symlink("/etc", repository.0.join("outside")).unwrap();
    symlink("loop", repository.0.join("loop")).unwrap();
    repository.commit();
    let revision = repository.at("HEAD");
    // As long as nothing has changed, everything is as on the disk.
    let paths = [
        ".",
        "charts",
        "charts/",
        "charts/a",
        "charts/a/Chart.yaml",
        "charts/a/bytes",
        "charts/a/empty",
        "charts/a-b",
        "charts/a.b/x",
        "charts/a0",
        "a b",
        "a b/\u{fc}\n.txt",
        "charts/link",
        "a b/dir",
        "a b/dir/Chart.yaml",
        "outside/hostname",
        "loop",
        "nothing",
        "charts/a0/x",
        "charts/../charts/a0",
        "../nothing-there",
    ];
    for path in paths {
        let full = repository.path(path);
        assert_eq!(revision.stat(&full).map(|m| m.kind), Disk.stat(&full).map(|m| m.kind), "{path}");
        assert_eq!(revision.lstat(&full).map(|m| m.kind), Disk.lstat(&full).map(|m| m.kind), "{path}");
        assert_eq!(revision.read(&full, 3), Disk.read(&full, 3), "{path}");
        assert_eq!(revision.read_link(&full), Disk.read_link(&full), "{path}");
        let size =
            |world: &dyn World| world.open(&full).ok().filter(|m| m.kind == FileKind::File).map(|m| m.size);
        assert_eq!(size(&revision), size(&Disk), "{path}");
        let listed = |world: &dyn World| {
            let entries = world.list(&full).ok()?;
            Some(entries.into_iter().filter(|entry| entry.name != b".git").collect::<Vec<_>>())
        };
        assert_eq!(listed(&revision), listed(&Disk), "{path}");
    }
    // And it stays, whatever happens to the files.
    repository.write("charts/a/Chart.yaml", b"name: b\n");
    fs::remove_dir_all(repository.0.join("charts/a.b")).unwrap();
    repository.write("charts/new", b"");
    assert_eq!(revision.read(&repository.path("charts/a/Chart.yaml"), 100).unwrap(), b"name: a\n");
    assert_eq!(revision.read(&repository.path("charts/a.b/x"), 100).unwrap(), b"2");
    assert!(revision.stat(&repository.path("charts/new")).is_err());
    repository.commit();
    assert!(repository.at("HEAD").stat(&repository.path("charts/new")).is_ok());
    assert!(repository.at("HEAD~1").stat(&repository.path("charts/new")).is_err());
}

#[test]
fn names_of_revisions_are_no_flags() {
    let repository = Repository::new("flags");
    repository.write("a", b"");
    repository.commit();
    for name in ["--help", "-h", "nothing", "", "HEAD^{tree} --x", "@{u}"] {
        let refused = Revision::open(Arc::new(Disk), &repository.path("."), name);
        assert!(refused.is_err(), "{name}");
    }
}

#[test]
fn reads_listings() {
    let tree =
        nodes(b"100644 blob abc      12\ta\0 120000 blob d 3\tb\tc\x00160000 commit e -\tsub\0nonsense\0");
    assert_eq!((tree.len(), tree[&b"a"[..]].size), (3, 12));
    assert_eq!(tree[&b"sub"[..]].kind, FileKind::Dir);
}

#[test]
fn a_revision_is_compared_with_now() {
    let repository = Repository::new("compare");
    let chart = |name: &str, template: &str| {
        repository.write(
            &format!("charts/{name}/Chart.yaml"),
            format!("apiVersion: v2\nname: {name}\nversion: 1.0.0\n").as_bytes(),
        );
        repository.write(&format!("charts/{name}/templates/all.yaml"), template.as_bytes());
    };
    chart("a", "kind: A\nmetadata: {name: a}\nx: {{ .Values.x }}\nz: {{ randAlphaNum 9 }}\n");
    repository.write("charts/a/values.yaml", b"x: 1\n");
    repository.write("charts/a/environments/prod.yaml", b"x: 2\n");
    chart("gone", "kind: Gone\n");
    chart("same", "kind: Same\nnow: \"{{ now }}\"\n");
    repository.commit();
    repository.write("charts/a/environments/prod.yaml", b"x: 3\n");
    repository.write("charts/a/environments/test.yaml", b"x: 4\n");
    chart("new", "kind: New\n");
    fs::remove_dir_all(repository.0.join("charts/gone")).unwrap();

    let world: Arc<dyn World> = Arc::new(Disk);
    let ask = |name: &str, charts: &[&str], environments: &[&str]| {
        let texts = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect();
        let request = DiffRequest {
            workspace: Some(repository.path("")),
            charts: texts(charts),
            against: Against::Revision { name: name.into(), environments: texts(environments) },
            common: TemplateOptions { stack: 1 << 20, ..TemplateOptions::default() },
        };
        let format = DiffFormat::Text { colour: Colour::Never, width: None, lines: 20 };
        let (outcome, differs) = compare(&world, &request, format);
        let said = outcome
            .findings
            .iter()
            .map(|finding| String::from_utf8_lossy(&finding.diagnostic.message).into_owned());
        (String::from_utf8(outcome.stdout).unwrap(), said.collect::<Vec<_>>(), differs)
    };
    let (shown, said, differs) = ask("HEAD", &[], &[]);
    let expected = "\
a/prod: 1 changed  (HEAD → now)
~ A a  a/templates/all.yaml
    x: 2 → 3

a/test: 1 added  (HEAD → now)
+ A a  a/templates/all.yaml
      + kind: A
      + metadata:
      +   name: a
      + x: 4
      + z: ";
    assert!(shown.starts_with(expected), "{shown}");
    assert!(shown.contains("gone/default: 1 removed") && shown.contains("new/default: 1 added"), "{shown}");
    assert!(!shown.contains("same") && said.is_empty() && differs, "{shown}");

    let (shown, _, differs) = ask("HEAD", &["same"], &[]);
    assert_eq!((shown.as_str(), differs), ("no differences between HEAD and now in 1 target\n", false));
    assert!(ask("HEAD", &["gone"], &[]).0.starts_with("gone/default: 1 removed"));
    let (shown, said, differs) = ask("HEAD", &["nothing"], &[]);
    assert_eq!((shown.as_str(), said.len(), differs), ("", 1, false));

    // What broke there is told, and not taken for empty.
    chart("same", "kind: {{ fail \"oh\" }}\n");
    repository.commit();
    chart("same", "kind: Same\n");
    let (shown, said, _) = ask("HEAD", &["same"], &[]);
    assert_eq!((shown.as_str(), said), ("", vec!["at HEAD: oh".to_string()]));
}
