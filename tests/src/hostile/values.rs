//! Values, their flags and their schemas, that take much.

use super::{Input, SIZE, fill};

pub(super) fn inputs() -> Vec<Input> {
    [yaml(), flags(), schemas()].into_iter().flatten().collect()
}

fn yaml() -> Vec<Input> {
    let bomb = |name: &str, line: &str| {
        let rest: String =
            (1..40).map(|i| line.replace("N", &i.to_string()).replace("P", &(i - 1).to_string())).collect();
        Input::values(&format!("values: {name}"), format!("a0: &a0 x\n{rest}"))
    };
    vec![
        bomb("billion laughs", "aN: &aN [*aP, *aP, *aP, *aP, *aP, *aP, *aP, *aP]\n"),
        bomb("billion laughs of maps", "aN: &aN {a: *aP, b: *aP, c: *aP}\n"),
        bomb("billion laughs of merges", "aN: &aN\n  <<: [*aP, *aP]\n"),
        Input::values("values: one long text and its aliases", {
            format!("a: &a {}\nb: [{}]\n", "x".repeat(SIZE / 2), "*a,".repeat(SIZE / 6))
        }),
        Input::values("values: a list and its aliases", {
            format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(SIZE / 4), "*a,".repeat(SIZE / 6))
        }),
        Input::values("values: a small list and its aliases", {
            format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(10), "*a,".repeat(SIZE / 3))
        }),
        Input::values("values: flow list", format!("a: [{}]\n", fill("a,"))),
        Input::values("values: flow list of empty lists", format!("a: [{}]\n", fill("[],"))),
        Input::values("values: flow list of empty maps", format!("a: [{}]\n", fill("{},"))),
        Input::values("values: flow map", {
            format!("a: {{{}}}\n", (0..100_000).map(|i| format!("k{i}: 1,")).collect::<String>())
        }),
        Input::values("values: block map", (0..100_000).map(|i| format!("k{i}: 1\n")).collect::<String>()),
        Input::values("values: the same key", fill("k: 1\n")),
        Input::values("values: keys that begin alike", {
            let long = "x".repeat(1000);
            (0..1000).map(|i| format!("{long}{i}: 1\n")).collect::<String>()
        }),
        Input::values("values: block list", format!("a:\n{}", fill("- a\n"))),
        Input::values("values: lists in lists in a line", format!("a:\n {}", fill("- "))),
        Input::values("values: flow lists in flow lists", format!("a: {}", fill("["))),
        Input::values("values: flow lists, closed", format!("a: {}{}", "[".repeat(9_990), "]".repeat(9_990))),
        Input::values("values: flow maps in flow maps", format!("a: {}", fill("{a: "))),
        Input::values(
            "values: flow maps, closed",
            format!("a: {}{}", "{a: ".repeat(9_990), "}".repeat(9_990)),
        ),
        Input::values("values: maps by indentation", {
            (0..1400).map(|i| format!("{}a:\n", " ".repeat(i))).collect::<String>()
        }),
        Input::values("values: question marks", fill("? ")),
        Input::values("values: comments", fill("#\n")),
        Input::values("values: one comment", format!("#{}\na: 1\n", fill("x"))),
        Input::values("values: blank lines", fill("\n")),
        Input::values("values: documents", fill("---\n")),
        Input::values("values: documents with a value", fill("---\na: 1\n")),
        Input::values("values: one long line", format!("a: {}\n", fill("x"))),
        Input::values("values: a folded text", format!("a: >\n{}", fill("  x\n"))),
        Input::values("values: a quoted text of lines", format!("a: \"{}\"\n", fill("\n"))),
        Input::values("values: a quoted text of escapes", format!("a: \"{}\"\n", fill("\\0"))),
        Input::values("values: a number", format!("a: {}\n", fill("9"))),
        Input::values("values: a number of zeros", format!("a: 0.{}1\n", fill("0"))),
        Input::values("values: a base 60 number", format!("a: 1{}\n", fill(":59"))),
        Input::values("values: a long anchor", format!("a: &{0} 1\nb: *{0}\n", "a".repeat(SIZE / 2))),
        Input::values(
            "values: anchors",
            format!("a:\n{}", (0..60_000).map(|i| format!("- &a{i} x\n")).collect::<String>()),
        ),
        Input::values("values: tags", format!("a:\n{}", fill("- !!str x\n"))),
        Input::values("values: a long tag", format!("a: !<{}> x\n", fill("a"))),
        Input::values(
            "values: %TAG lines",
            (0..50_000).map(|i| format!("%TAG !{i}! x\n")).collect::<String>() + "---\na: 1\n",
        ),
        Input::values("values: binary", format!("a: !!binary {}\n", fill("AAAA"))),
        Input::values("values: colons", fill(": ")),
        Input::values("values: keys without values", format!("{{{}}}", fill("a,"))),
        Input::values("values: tabs", fill("\t")),
        Input::values("values: UTF-16", {
            let units = format!("a: [{}]", "a,".repeat(SIZE / 4));
            let bytes = units.encode_utf16().flat_map(u16::to_le_bytes);
            [0xff, 0xfe].into_iter().chain(bytes).collect::<Vec<u8>>()
        }),
        Input::values("values: not UTF-8", vec![0xff; SIZE]),
        Input::new("values: Chart.yaml of a list")
            .file("chart/Chart.yaml", format!("name: [{}]", fill("a,"))),
        Input::new("values: Chart.yaml of keywords").file("chart/Chart.yaml", {
            format!("apiVersion: v2\nname: a\nversion: 0.1.0\nkeywords: [{}]\n", fill("a,"))
        }),
        Input::new("values: Chart.yaml of dependencies").file("chart/Chart.yaml", {
            format!(
                "apiVersion: v2\nname: a\nversion: 0.1.0\ndependencies:\n{}",
                fill("- {name: a, version: 1, repository: x}\n")
            )
        }),
        Input::new("values: Chart.yaml of a long name")
            .file("chart/Chart.yaml", format!("apiVersion: v2\nname: {}\nversion: 0.1.0\n", fill("a"))),
        Input::new("values: Chart.yaml of a long version").file("chart/Chart.yaml", {
            format!("apiVersion: v2\nname: a\nversion: 0.1.0-{}\n", fill("a."))
        }),
        Input::new("values: Chart.yaml of a long kubeVersion").file("chart/Chart.yaml", {
            format!("apiVersion: v2\nname: a\nversion: 0.1.0\nkubeVersion: \"{}>1\"\n", fill(">1 || "))
        }),
        stdin("values: standard input", format!("a: [{}]", fill("a,")).into_bytes()),
        stdin("values: standard input of lines", fill("a: 1\n").into_bytes()),
        Input::template("values: a device", "a: 1").arg("-f").arg("/dev/zero"),
        Input::template("values: a device for --set-file", "a: 1").arg("--set-file").arg("a=/dev/zero"),
    ]
}

fn stdin(name: &str, text: Vec<u8>) -> Input {
    let mut input = Input::template(name, "a: {{ len (toYaml .Values) }}").arg("-f").arg("-");
    input.stdin = text;
    input
}

/// Arguments of the system are 128 KiB at most.
fn flags() -> Vec<Input> {
    let set = |name: &str, flag: &str, value: String| {
        Input::template(&format!("{flag} {name}"), "a: {{ len (toYaml .Values) }}").arg(flag).arg(value)
    };
    const MOST: usize = 120 << 10;
    vec![
        set("a large index", "--set", "a[65536]=1".into()),
        set("the largest index", "--set", "a[65535]=1".into()),
        set("many large indexes", "--set", (0..8_000).map(|i| format!("a{i}[65000]=1,")).collect::<String>()),
        set("indexes in indexes", "--set", format!("a{}=1", "[60000]".repeat(30))),
        set("deep maps", "--set", format!("{}=1", "a.".repeat(MOST / 2) + "a")),
        set("deep lists", "--set", format!("a{}=1", "[0]".repeat(MOST / 3))),
        set("braces", "--set", format!("a={{{}}}", "a,".repeat(MOST / 2))),
        set("many keys", "--set", (0..15_000).map(|i| format!("k{i}=1,")).collect::<String>()),
        set("escapes", "--set", format!("{}=1", "\\.".repeat(MOST / 2))),
        set("nested JSON", "--set-json", format!("a={}", "[".repeat(MOST))),
        set(
            "lists in JSON, again and again",
            "--set-json",
            (0..1_600).map(|i| format!("a{i}[65000]=[[1]],")).collect::<String>(),
        ),
        set("a JSON list", "--set-json", format!("a=[{}1]", "1,".repeat(MOST / 2))),
        set("a long text", "--set-string", format!("a={}", "x".repeat(MOST))),
        Input::template("--name-template that loops", "a: 1")
            .arg("--name-template")
            .arg("{{ range until 1000000 }}{{ range until 1000000 }}{{ end }}{{ end }}"),
        Input::template("--name-template that grows", "a: 1")
            .arg("--name-template")
            .arg("{{ repeat 1000000000 \"x\" }}"),
        Input::template("--show-only of many patterns", "a: 1").arg("--show-only").arg("*".repeat(MOST)),
        Input::template("--show-only of stars", "a: 1").arg("--show-only").arg("*a".repeat(1000)),
        Input::template("--api-versions, many", "a: {{ len .Capabilities.APIVersions }}")
            .arg("--api-versions")
            .arg("a,".repeat(MOST / 2)),
        Input::template("--kube-version, long", "a: 1")
            .arg("--kube-version")
            .arg(format!("1.30.0-{}", "a.".repeat(MOST / 2))),
    ]
}

fn schemas() -> Vec<Input> {
    let schema = |name: &str, schema: String, values: String| {
        Input::values(&format!("schema: {name}"), values).file("chart/values.schema.json", schema)
    };
    let numbers = |n: usize| format!("a: [{}]\n", (0..n).map(|i| format!("{i},")).collect::<String>());
    let keys = |n: usize| (0..n).map(|i| format!("k{i}: {i}\n")).collect::<String>();
    let nested = |open: &str, close: &str| {
        let n = SIZE / (open.len() + close.len());
        open.repeat(n) + "{}" + &close.repeat(n)
    };
    vec![
        schema("itself", r##"{"$ref": "#"}"##.into(), "a: 1\n".into()),
        schema("references in a circle", r##"{"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}"##.into(), "a: 1\n".into()),
        schema("a tree that doubles", {
            let defs: String = (1..60).map(|i| format!(r##""a{i}": {{"allOf": [{{"$ref": "#/$defs/a{0}"}}, {{"$ref": "#/$defs/a{0}"}}]}},"##, i - 1)).collect();
            format!(r##"{{"$ref": "#/$defs/a59", "$defs": {{{defs} "a0": {{"type": "object"}}}}}}"##)
        }, "a: 1\n".into()),
        schema("a tree of anyOf that fails", {
            let defs: String = (1..60).map(|i| format!(r##""a{i}": {{"anyOf": [{{"$ref": "#/$defs/a{0}"}}, {{"$ref": "#/$defs/a{0}"}}]}},"##, i - 1)).collect();
            format!(r##"{{"$ref": "#/$defs/a59", "$defs": {{{defs} "a0": {{"type": "string"}}}}}}"##)
        }, "a: 1\n".into()),
        schema("items that are the schema", r##"{"properties": {"a": {"$ref": "#/$defs/l"}}, "$defs": {"l": {"items": {"$ref": "#/$defs/l"}, "anyOf": [{"items": {"$ref": "#/$defs/l"}}, {"items": {"$ref": "#/$defs/l"}}]}}}"##.into(), format!("a: {}{}\n", "[".repeat(100), "]".repeat(100))),
        schema("uniqueItems", r#"{"properties": {"a": {"uniqueItems": true}}}"#.into(), numbers(150_000)),
        schema("uniqueItems of maps", r#"{"properties": {"a": {"uniqueItems": true}}}"#.into(), format!("a: [{}]\n", (0..60_000).map(|i| format!("{{a: {i}}},")).collect::<String>())),
        schema("patternProperties", format!(r#"{{"patternProperties": {{{}"z": {{}}}}}}"#, (0..5_000).map(|i| format!(r#""a.*{i}": {{}},"#)).collect::<String>()), keys(60_000)),
        schema("patternProperties that match", format!(r#"{{"patternProperties": {{{}"z": {{}}}}}}"#, (0..5_000).map(|i| format!(r#""k.*{i}?": {{"type": "string"}},"#)).collect::<String>()), keys(60_000)),
        schema("a pattern of many states", r#"{"properties": {"a": {"pattern": "((((x{10}){10}){10}){5}b)"}}}"#.into(), format!("a: {}\n", fill("x"))),
        schema("a pattern over a long text", r#"{"properties": {"a": {"pattern": "(x+x+)+y"}}}"#.into(), format!("a: {}\n", fill("x"))),
        schema("enum", format!(r#"{{"properties": {{"a": {{"items": {{"enum": [{}-1]}}}}}}}}"#, (0..100_000).map(|i| format!("\"{i}\",")).collect::<String>()), numbers(100_000)),
        schema("contains", r#"{"properties": {"a": {"contains": {"type": "string"}, "minContains": 5}}}"#.into(), numbers(150_000)),
        schema("as many violations as values", r#"{"properties": {"a": {"items": {"type": "string"}}}}"#.into(), numbers(150_000)),
        schema("violations of long texts", r#"{"properties": {"a": {"items": {"maxLength": 1, "pattern": "^y"}}}}"#.into(), format!("a: [{}]\n", fill("xxxxxxxxxx,"))),
        schema("additionalProperties", r#"{"additionalProperties": false}"#.into(), keys(60_000)),
        schema("unevaluatedProperties", r#"{"unevaluatedProperties": false, "allOf": [{"properties": {"a": {}}}]}"#.into(), keys(60_000)),
        schema("required", format!(r#"{{"required": [{}"a"]}}"#, (0..80_000).map(|i| format!("\"r{i}\",")).collect::<String>()), "a: 1\n".into()),
        schema("properties in properties", nested(r#"{"properties":{"a":"#, "}}"), "a: 1\n".into()),
        schema("not in not", nested(r#"{"not":"#, "}"), "a: 1\n".into()),
        schema("not in not, less deep", r#"{"not":"#.repeat(9_000) + "{}" + &"}".repeat(9_000), "a: 1\n".into()),
        schema("allOf in allOf", nested(r#"{"allOf":["#, "]}"), "a: 1\n".into()),
        schema("lists in lists", fill("["), "a: 1\n".into()),
        schema("a flat list", format!(r#"{{"enum": [{}1]}}"#, fill("1,")), "a: 1\n".into()),
        schema("many empty schemas", format!(r#"{{"allOf": [{}{{}}]}}"#, fill("{},")), "a: 1\n".into()),
        schema("many references", format!(r##"{{"allOf": [{}{{}}]}}"##, fill(r##"{"$ref":"#"},"##)), "a: 1\n".into()),
        schema("many $ids", format!(r##"{{"allOf": [{}{{}}]}}"##, (0..30_000).map(|i| format!(r##"{{"$id":"http://x/{i}"}},"##)).collect::<String>()), "a: 1\n".into()),
        schema("many definitions", format!(r##"{{"$defs": {{{}"z": {{}}}}}}"##, (0..60_000).map(|i| format!(r##""d{i}": {{}},"##)).collect::<String>()), "a: 1\n".into()),
        schema("a large number", format!(r#"{{"properties": {{"a": {{"multipleOf": 1e-{}}}}}}}"#, "9".repeat(6)), "a: 1e300\n".into()),
        schema("a number of many digits", format!(r#"{{"properties": {{"a": {{"multipleOf": {}}}}}}}"#, fill("9")), "a: 1e300\n".into()),
        schema("many large numbers", format!(r#"{{"properties": {{"a": {{"allOf": [{}{{}}]}}}}}}"#, fill(r#"{"multipleOf":1e-300},"#)), "a: 1.5e300\n".into()),
        schema("a file without end", r#"{"$ref": "/dev/zero"}"#.into(), "a: 1\n".into()),
        schema("a long format", r#"{"properties": {"a": {"format": "idn-email"}, "b": {"format": "regex"}, "c": {"format": "uri"}, "d": {"format": "ipv6"}, "e": {"format": "date-time"}, "f": {"format": "hostname"}}}"#.into(), format!("a: \"{0}\"\nb: \"{0}\"\nc: \"{0}\"\nd: \"{0}\"\ne: \"{0}\"\nf: \"{0}\"\n", "a".repeat(SIZE / 8))),
        schema("dynamic references", r##"{"$schema": "https://json-schema.org/draft/2020-12/schema", "$dynamicAnchor": "n", "additionalProperties": {"$dynamicRef": "#n"}, "allOf": [{"$dynamicRef": "#n"}]}"##.into(), "a: 1\n".into()),
    ]
}
