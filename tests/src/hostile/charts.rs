//! Folders and archives that take much.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Input, SIZE, fill};

const CHART_YAML: &[u8] = b"apiVersion: v2\nname: app\nversion: 0.1.0\n";

pub(super) fn inputs() -> Vec<Input> {
    [archives(), folders()].into_iter().flatten().collect()
}

fn archives() -> Vec<Input> {
    let archive = |name: &str, tar: Vec<u8>| packed(name, gzip(&tar));
    let sound = || entry("app/Chart.yaml", CHART_YAML);
    let many = |n: usize, name: fn(usize) -> String| {
        (0..n).flat_map(move |i| entry(&name(i), b"")).collect::<Vec<u8>>()
    };
    let nested = |depth: usize| {
        let mut inner = gzip(&end(sound()));
        for _ in 0..depth {
            inner = gzip(&end([sound(), entry("app/charts/app-0.1.0.tgz", &inner)].concat()));
        }
        inner
    };
    let zeros = vec![0; 99 << 20];
    // With noise beside it a text may be fifty times as large as the whole archive.
    let noisy = || [sound(), entry("app/noise", &noise(SIZE - (100 << 10)))].concat();
    let values = |text: String| {
        end([
            noisy(),
            entry("app/values.yaml", text.as_bytes()),
            entry("app/templates/a.yaml", b"a: {{ .Values }}"),
        ]
        .concat())
    };
    let files = |template: &str, content: &[u8]| {
        end([noisy(), entry("app/x", content), entry("app/templates/a.yaml", template.as_bytes())].concat())
    };
    vec![
        archive("zeros in one file", end([sound(), entry("app/x", &zeros)].concat())),
        archive("zeros behind the end", [end(sound()), zeros.clone()].concat()),
        archive("zeros in a template", end([sound(), entry("app/templates/a.yaml", &zeros)].concat())),
        archive("zeros in values.yaml", end([sound(), entry("app/values.yaml", &zeros)].concat())),
        archive("zeros in a schema", end([sound(), entry("app/values.schema.json", &zeros)].concat())),
        archive("spaces in 40 MiB of a schema", end([noisy(), entry("app/values.schema.json", &vec![b' '; 40 << 20])].concat())),
        archive("40 MiB of a template", end([noisy(), entry("app/templates/a.yaml", "{{.}}".repeat(8 << 20).as_bytes())].concat())),
        archive("40 MiB of a list", values(format!("a: [{}]", "a,".repeat(20 << 20)))),
        archive("40 MiB of one text", values(format!("a: {}", "a".repeat(40 << 20)))),
        archive("40 MiB of lines", values("a: 1\n".repeat(8 << 20))),
        archive("40 MiB of documents", values("---\na: 1\n".repeat(4 << 20))),
        archive("40 MiB in Chart.yaml", end([noisy(), entry("app/Chart.yaml", &[CHART_YAML, &b"#\n".repeat(20 << 20)].concat())].concat())),
        archive("40 MiB of .helmignore", end([noisy(), entry("app/.helmignore", &b"*a\n".repeat(12 << 20))].concat())),
        archive("40 MiB that a template reads", end([noisy(), entry("app/x", &vec![b'\n'; 40 << 20]), entry("app/templates/a.yaml", b"a: {{ len (.Files.Lines \"x\") }}{{ range until 100000 }}{{ $x := $.Files.Get \"x\" }}{{ end }}")].concat())),
        archive("40 MiB that a template prints", end([noisy(), entry("app/x", &vec![b'x'; 40 << 20]), entry("app/templates/a.yaml", b"a: {{ .Files }}{{ .Files.AsSecrets }}{{ toYaml .Files }}")].concat())),
        archive("numbers in many templates", end([noisy(), (0..40).flat_map(|i| entry(&format!("app/templates/{i}.yaml"), "{{1}}".repeat(200 << 10).as_bytes())).collect()].concat())),
        archive("numbers in templates for several threads", end([noisy(), (0..4).flat_map(|i| entry(&format!("app/templates/{i}.yaml"), "{{1}}".repeat(220 << 10).as_bytes())).collect()].concat())),
        archive("lines for .Files.Lines", files("{{ range until 100000 }}{{ $x := $.Files.Lines \"x\" }}{{ end }}", &[b'\n'; 16 << 20])),
        archive("fewer lines for .Files.Lines", files("{{ range until 100000 }}{{ $x := $.Files.Lines \"x\" }}{{ end }}", &[b'\n'; 1 << 19])),
        archive("control characters for .Files.AsConfig", files("{{ range until 100000 }}{{ $x := $.Files.AsConfig }}{{ end }}", &[1; 12 << 20])),
        archive("as much as there may be for .Files.AsConfig", files("{{ range until 100000 }}{{ $x := ($.Files.Glob \"x\").AsConfig }}{{ end }}", &[1; 15 << 20])),
        archive("as much as there may be for .Files.AsSecrets", files("{{ range until 100000 }}{{ $x := ($.Files.Glob \"x\").AsSecrets }}{{ end }}", &[b'x'; 15 << 20])),
        archive("many files for .Files.AsConfig", end([sound(), many(19_000, |i| format!("app/{i}")), entry("app/templates/a.yaml", b"{{ range until 100000 }}{{ $x := $.Files.AsConfig }}{{ end }}")].concat())),
        archive("a million empty files", many(200_000, |i| format!("app/{i}"))),
        archive("many empty templates", end([sound(), many(19_000, |i| format!("app/templates/{i}.yaml"))].concat())),
        archive("many charts", end([sound(), (0..9_000).flat_map(|i| entry(&format!("app/charts/a{i}/Chart.yaml"), CHART_YAML)).collect()].concat())),
        archive("many files, Glob in a loop", end([sound(), many(19_000, |i| format!("app/{i}")), entry("app/templates/a.yaml", b"{{ range until 1000000 }}{{ $x := $.Files.Glob \"**\" }}{{ end }}")].concat())),
        archive("many files, Glob of stars", end([sound(), (0..5_000).flat_map(|i| entry(&format!("app/{}{i}", "a".repeat(90)), b"x")).collect(), entry("app/templates/a.yaml", b"{{ range $i := until 1000000 }}{{ $x := $.Files.Glob (print (repeat 200 \"*a\") $i) }}{{ end }}")].concat())),
        archive("many files, kept", end([sound(), many(19_000, |i| format!("app/{i}")), entry("app/templates/a.yaml", b"{{ $d := dict }}{{ range $i := until 1000000 }}{{ $x := set $d (toString $i) ($.Files.Glob \"**\") }}{{ end }}")].concat())),
        archive("a Glob of many braces", end([sound(), entry("app/templates/a.yaml", b"{{ $x := .Files.Glob (print (repeat 100000 \"{a,\") (repeat 100000 \"}\")) }}{{ $x = .Files.Glob (repeat 1000 \"{a,b}\") }}{{ $x = .Files.Glob (repeat 100000 \"*\") }}")].concat())),
        archive("a size that is not there", end([sound(), lying("app/x", 90 << 20)].concat())),
        archive("a size beyond everything", end([sound(), lying("app/x", 8 << 30)].concat())),
        archive("a long PAX header", end([pax(&"x".repeat(SIZE - 100)), sound()].concat())),
        archive("many PAX records", end([records((0..60_000).map(|i| format!("k{i}"))), sound()].concat())),
        archive("many PAX headers", end([(0..10_000).flat_map(|_| pax("x")).collect(), sound()].concat())),
        archive("long names", end([sound(), (0..500).flat_map(|i| [pax(&format!("app/{}{i}", "a/".repeat(1_000))), entry("x", b"")].concat()).collect()].concat())),
        packed("charts in charts", nested(90)),
        packed("charts in charts, too deep", nested(150)),
        packed("noise", noise(SIZE)),
        packed("a gzip head and noise", [&gzip(b"")[..10], &noise(SIZE)].concat()),
        packed("many gzip members", gzip(b"").repeat(SIZE / 20)),
        packed("many gzip members of a chart", gzip(&end(sound())).repeat(5_000)),
        packed("archives in an archive", {
            let inner = gzip(&end([sound(), entry("app/x", &vec![0; 40 << 20])].concat()));
            let charts = (0..20).flat_map(|i| entry(&format!("app/charts/a{i}-0.1.0.tgz"), &inner));
            gzip(&end([sound(), charts.collect()].concat()))
        }),
    ]
}

fn folders() -> Vec<Input> {
    let looped = |name: &str, links: usize| {
        (0..links).fold(Input::template(name, "a: 1"), |input, i| input.link(&format!("chart/l{i}"), "."))
    };
    let ignore = |name: &str, rules: String, file: &str| {
        Input::template(&format!("folder: .helmignore {name}"), "a: 1")
            .file("chart/.helmignore", rules)
            .file(file, "x")
    };
    let long = "a".repeat(250);
    vec![
        looped("folder: one link to itself", 1),
        looped("folder: two links to itself", 2),
        looped("folder: many links to itself", 50),
        (0..19_000).fold(Input::template("folder: many files", "a: 1"), |input, i| {
            input.file(&format!("chart/f{i}"), "")
        }),
        Input::template("folder: folders in folders", "a: 1")
            .file(&format!("chart/{}x", "a/".repeat(600)), "x"),
        ignore("of many rules", fill("*b\n"), &format!("chart/{long}")),
        ignore("of one rule of stars", format!("{}b\n", "*a".repeat(20_000)), &format!("chart/{long}")),
        ignore(
            "of many rules of stars",
            "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*ab\n".repeat(20_000),
            &format!("chart/{long}"),
        ),
        ignore("of a line without end", fill("a"), "chart/x"),
        ignore("of brackets", format!("{}\n", fill("[")), "chart/x"),
        Input::template("folder: a chart that is a device", "a: 1").link("device", "/dev/zero").arg("device"),
        Input::template("folder: a template that is a device", "a: 1")
            .link("chart/templates/b.yaml", "/dev/zero"),
    ]
}

/// A packed chart.
fn packed(name: &str, archive: Vec<u8>) -> Input {
    let mut input = Input::new(&format!("archive: {name}")).file("app.tgz", archive);
    input.args = vec!["app.tgz".into()];
    input
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to a vector cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The two empty blocks at the end of an archive.
fn end(mut tar: Vec<u8>) -> Vec<u8> {
    tar.resize(tar.len() + 1024, 0);
    tar
}

/// A file, with its data and their padding.
fn entry(name: &str, data: &[u8]) -> Vec<u8> {
    let mut out = header(name, data.len(), b'0');
    out.extend_from_slice(data);
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

/// A file whose data are not there.
fn lying(name: &str, size: usize) -> Vec<u8> {
    header(name, size, b'0')
}

/// A header that gives the next file this name.
fn pax(path: &str) -> Vec<u8> {
    let body = record("path", path);
    let mut out = header("pax", body.len(), b'x');
    out.extend_from_slice(body.as_bytes());
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

/// A header of many records.
fn records(keys: impl Iterator<Item = String>) -> Vec<u8> {
    let body: String = keys.map(|key| record(&key, "v")).collect();
    let mut out = header("pax", body.len(), b'x');
    out.extend_from_slice(body.as_bytes());
    out.resize(out.len().next_multiple_of(512), 0);
    out
}

fn record(key: &str, value: &str) -> String {
    let rest = format!(" {key}={value}\n");
    let mut len = rest.len() + 1;
    while len.to_string().len() + rest.len() > len {
        len += 1;
    }
    format!("{len}{rest}")
}

fn header(name: &str, size: usize, kind: u8) -> Vec<u8> {
    let mut block = vec![0; 512];
    let name = &name.as_bytes()[..name.len().min(100)];
    block[..name.len()].copy_from_slice(name);
    block[100..107].copy_from_slice(b"0000644");
    block[124..136].copy_from_slice(format!("{size:012o}").as_bytes());
    block[148..156].fill(b' ');
    block[156] = kind;
    block[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = block.iter().map(|&b| u32::from(b)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block
}

/// Bytes without a pattern.
fn noise(len: usize) -> Vec<u8> {
    let mut state = 1u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..len).map(|_| next()).collect()
}
