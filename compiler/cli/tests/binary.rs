//! The program as a whole: what it prints where, and its exit codes.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::FileTypeExt;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn chart(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("nexachart-{name}-{}", std::process::id()));
    let head = ("Chart.yaml", "apiVersion: v2\nname: app\nversion: 1.0.0\n");
    for (path, text) in [&[head], files].concat() {
        let path = dir.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nexachart"));
    command.env_clear();
    command
}

fn nexachart(args: &[&str]) -> Output {
    program().args(args).output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn errors_in_every_format() {
    let dir = chart("formats", &[("templates/a.yaml", "ok: true\nx: {{ .Values.a.b }}\n")]);
    let path = dir.to_str().unwrap();
    for (format, expected) in [
        (
            "helm",
            "Error: app/templates/a.yaml:2:13\n  executing \"app/templates/a.yaml\" at <.Values.a.b>:\n    nil pointer evaluating interface {}.b\n\nUse --debug flag to render out invalid YAML\n".to_string(),
        ),
        (
            "short",
            format!("{path}/templates/a.yaml:2:7: nxc::render::nil-field: `a` is not set, and `.b` is read of it\n"),
        ),
    ] {
        let output = nexachart(&["template", path, "--message-format", format]);
        assert_eq!(text(&output.stderr), expected);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    }
    let human = nexachart(&["template", path, "--message-format=human"]);
    assert!(text(&human.stderr).contains(" 2 | x: {{ .Values.a.b }}\n   :       ^^^^^^^^^^^\n"));
    let coloured = nexachart(&["template", path, "--message-format=human", "--color", "always"]);
    assert!(text(&coloured.stderr).starts_with("\x1b[1;31merror"));
}

#[test]
fn exit_codes() {
    for (line, code) in [
        ("", 0),
        ("--help", 0),
        ("--version", 0),
        ("help template", 0),
        ("template --help", 0),
        ("completions bash", 0),
        ("man", 0),
        ("template", 1),
        ("template a b c", 1),
        ("template --frobnicate", 1),
        ("template --color maybe x", 1),
        ("templat", 2),
        ("completions tcsh", 2),
        ("--frobnicate", 2),
    ] {
        let args: Vec<&str> = line.split_whitespace().collect();
        let output = nexachart(&args);
        assert_eq!(output.status.code(), Some(code), "{line}: {}", text(&output.stderr));
        assert_eq!(output.stdout.is_empty(), code != 0, "{line}");
    }
    let typo = nexachart(&["templat", "--message-format", "human"]);
    assert!(text(&typo.stderr).contains("help: did you mean `template`?"));
}

#[test]
fn arguments_may_be_any_bytes() {
    for args in [&[&b"template"[..], b"\xff\xfe"][..], &[b"\xff"], &[b"template", b"--\xff"], &[b"-\xff"]] {
        let output = program().args(args.iter().map(|arg| OsStr::from_bytes(arg))).output().unwrap();
        assert!(matches!(output.status.code(), Some(1 | 2)), "{args:?}");
    }
}

#[test]
fn a_reader_that_has_gone_is_no_news() {
    let big = "a: ".to_string() + &"x".repeat(1 << 20) + "\n";
    let dir = chart("pipe", &[("templates/a.yaml", &big)]);
    let mut command = program();
    command.arg("template").arg(&dir).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(141), ""));
}

#[test]
fn a_full_disk_is_an_error() {
    let Ok(full) = fs::File::options().write(true).open("/dev/full") else { return };
    if !full.metadata().unwrap().file_type().is_char_device() {
        return;
    }
    let dir = chart("full", &[("templates/a.yaml", "a: b\n")]);
    let output = program().arg("template").arg(&dir).stdout(full).output().unwrap();
    assert_eq!(text(&output.stderr), "Error: write /dev/stdout: no space left on device\n");
    assert_eq!(output.status.code(), Some(1));
}

/// Large enough for helpers to be asked; it writes to shared values, draws, and makes an RSA key.
#[test]
fn any_number_of_jobs_gives_the_same_bytes() {
    let filler = "# {{ .Release.Name }} {{ randAlphaNum 5 }}\n".repeat(40);
    let counter = "{{ $_ := set .Values \"seen\" (add 1 (.Values.seen | default 0)) }}";
    let template = format!("seen: {counter}{{{{ .Values.seen }}}}\n{filler}");
    let names: Vec<String> = (0..60).map(|i| format!("templates/t{i:02}.yaml")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), template.as_str())).collect();
    files.push(("templates/key.yaml", "key: {{ (genCA \"ca\" 10).Cert | quote }}\n"));
    let dir = chart("jobs", &files);
    let render = |jobs: &str| {
        let now = "2026-01-02T03:04:05Z";
        let path = dir.to_str().unwrap();
        let output = nexachart(&["template", path, "--seed", "1", "--now", now, "--jobs", jobs]);
        assert_eq!(text(&output.stderr), "");
        output.stdout
    };
    let alone = render("1");
    assert!(text(&alone).contains("seen: 60\n"));
    assert!(["2", "8", "0"].iter().all(|jobs| render(jobs) == alone));

    // An error is the same one too: the first in Helm's order.
    for i in [17, 43] {
        fs::write(dir.join(&names[i]), "{{ if }}").unwrap();
    }
    let fail = |jobs: &str| nexachart(&["template", dir.to_str().unwrap(), "--jobs", jobs]).stderr;
    assert!(text(&fail("1")).contains("t43.yaml:1"), "{}", text(&fail("1")));
    assert!(["2", "8"].iter().all(|jobs| fail(jobs) == fail("1")));
}

/// In the folder of a chart, the commands of a repository are about that chart, with the layers of the repository.
#[test]
fn folders_of_a_repository() {
    let dir = chart(
        "repository",
        &[
            ("ws/charts/api/Chart.yaml", "apiVersion: v2\nname: api\nversion: 1.0.0\n"),
            ("ws/charts/api/templates/a.yaml", "kind: A\nv: {{ .Values.v }}\n"),
            ("ws/charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.0.0\n"),
            ("ws/charts/web/templates/a.yaml", "kind: B\n"),
            ("ws/environments/prod.yaml", "v: shared\n"),
            ("ws/.git/HEAD", ""),
        ],
    );
    let expected = "---\n# Source: api/templates/a.yaml\nkind: A\nv: shared\n";
    let at = |folder: &str, args: &[&str]| {
        program().args(args).current_dir(dir.join("ws").join(folder)).output().unwrap()
    };
    for with_file in [false, true] {
        if with_file {
            fs::write(dir.join("ws/nexachart.yaml"), "charts: [charts/*]\n").unwrap();
        }
        for folder in ["charts/api", "charts/api/templates"] {
            let output = at(folder, &["render"]);
            assert_eq!((text(&output.stdout), text(&output.stderr)), (expected, ""), "{folder} {with_file}");
        }
        assert_eq!(
            text(&at("charts/api", &["render", "web"]).stdout),
            "---\n# Source: web/templates/a.yaml\nkind: B\n"
        );
        assert_eq!(at("", &["render"]).status.code(), Some(2));
        assert_eq!(text(&at("", &["render", "charts/api"]).stdout), expected);
    }
}

#[test]
fn a_report_does_not_take_the_place_of_a_device() {
    let dir = chart("device", &[("templates/a.yaml", "a: b\n")]);
    let pipe = dir.with_extension("pipe");
    let _ = fs::remove_file(&pipe);
    if !Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        return;
    }
    let (from, output) = (pipe.clone(), format!("json={}", pipe.display()));
    let reader = std::thread::spawn(move || fs::read(from));
    let written = program().arg("template").arg(&dir).args(["--output", &output]).output().unwrap();
    assert_eq!(written.status.code(), Some(0));
    reader.join().unwrap().unwrap();
    assert!(!fs::metadata(&pipe).unwrap().is_file());
}
