//! What is said of small charts.

use std::sync::Arc;

use nexachart_analysis::{Given, analyse};
use nexachart_chart::{ValueOptions, load};
use nexachart_funcs::TABLE;
use nexachart_source::{Budgets, Memory, World};

/// `code message` of all findings for a template and values, and a values file of the user.
fn findings(template: &str, values: &str, user: &str) -> Vec<String> {
    let world: Arc<dyn World> = Arc::new(
        Memory::new()
            .file("/app/Chart.yaml", "apiVersion: v2\nname: app\nversion: 1.0.0\n")
            .file("/app/templates/a.yaml", template)
            .file("/app/values.yaml", values)
            .file("/user.yaml", user),
    );
    let chart = load(&world, b"/app", &Budgets::default(), &|_| {}, &mut Vec::new()).unwrap();
    let files = if user.is_empty() { Vec::new() } else { vec![b"/user.yaml".to_vec()] };
    let options = ValueOptions { files, ..ValueOptions::default() };
    let given = Given { world: &*world, options: &options, environments: 0 };
    let shown = |finding: &nexachart_source::Diagnostic| {
        let place = finding.primary.as_ref().unwrap();
        let file = String::from_utf8_lossy(&place.file).into_owned();
        let file = file.rsplit('/').next().unwrap().to_string();
        let (line, column) = (place.line.unwrap_or(0), place.column.unwrap_or(0));
        let message = String::from_utf8_lossy(&finding.message).into_owned();
        format!("{file}:{line}:{column} {} {message}", finding.code)
    };
    analyse(&Arc::new(chart), &given, &TABLE).iter().map(shown).collect()
}

#[test]
fn keys_that_nobody_reads() {
    for (template, values, want) in [
        (
            "a: {{ .Values.a }}\n",
            "a: 1\nb: 2\n",
            vec!["values.yaml:2:1 values::unused `b` is read by no template"],
        ),
        ("{{ toYaml .Values.a }}\n", "a: {b: 1}\n", vec![]),
        ("{{ range $k, $v := .Values.a }}{{ $k }}{{ end }}", "a: {b: {c: 1}}\n", vec![]),
        (
            "{{ with .Values.a }}{{ .b }}{{ end }}",
            "a: {b: 1, c: 2}\n",
            vec!["values.yaml:1:11 values::unused `a.c` is read by no template"],
        ),
        (
            "{{ define \"x\" }}{{ .v.b }}{{ end }}{{ include \"x\" (dict \"v\" .Values.a \"w\" .Values) }}",
            "a: {b: 1, c: 2}\n",
            vec!["values.yaml:1:11 values::unused `a.c` is read by no template"],
        ),
        (
            "{{ $x := .Values.a }}{{ if true }}{{ $x = .Values.b }}{{ end }}{{ $x.c }}",
            "a: {c: 1}\nb: {c: 1}\n",
            vec![],
        ),
        ("{{ index .Values \"a\" \"b-c\" }}", "a: {b-c: 1}\n", vec![]),
        ("{{ index .Values (print \"a\" .Release.Name) }}", "a: 1\nz: 2\n", vec![]),
        ("{{ tpl .Values.t . }}", "t: \"{{ .Values.a }}\"\na: 1\n", vec![]),
        ("{{ $m := merge (dict) .Values.a .Values.b }}{{ $m.c }}", "a: {c: 1}\nb: {c: 1}\n", vec![]),
        ("{{ $d := dict }}{{ $_ := set $d \"k\" .Values.a }}{{ toYaml $d }}", "a: 1\n", vec![]),
        ("{{ default .Values.b .Values.a | quote }}", "a: 1\nb: 2\n", vec![]),
        ("{{ (get .Values \"a\").b }}", "a: {b: 1}\n", vec![]),
        (
            "{{ $.Values.a }}{{ template \"x\" $ }}{{ define \"x\" }}{{ .Values.b }}{{ end }}",
            "a: 1\nb: 1\n",
            vec![],
        ),
        ("{{ range list \"a\" \"b\" }}{{ index $.Values . }}{{ end }}", "a: 1\nb: 1\n", vec![]),
        (
            "{{ .Values.image.tag }}",
            "image: {tagg: 1}\n",
            vec![
                "values.yaml:1:9 values::misspelt `image.tagg` is read by no template; did you mean `tag`?",
                "a.yaml:1:4 values::undefined `image.tag` is set nowhere; did you mean `tagg`?",
            ],
        ),
    ] {
        let mut got = findings(template, values, "");
        got.sort_by_key(|finding| finding.starts_with("a.yaml"));
        assert_eq!(got, want, "{template} {values}");
    }
}

#[test]
fn keys_that_nobody_sets() {
    let undefined = |path: &str, column: usize| {
        vec![format!("a.yaml:1:{column} values::undefined `{path}` is set nowhere")]
    };
    for (template, want) in [
        ("{{ .Values.a.x }}", undefined("a.x", 4)),
        ("{{ .Values.a.x.y | quote }}", undefined("a.x", 4)),
        ("{{ .Values.a.x | default 1 }}", vec![]),
        ("{{ if .Values.a.x }}{{ .Values.a.x }}{{ end }}", vec![]),
        ("{{ with .Values.a.x }}{{ . }}{{ end }}", vec![]),
        ("{{ if hasKey .Values.a \"x\" }}{{ .Values.a.x }}{{ end }}", vec![]),
        ("{{ if and .Values.a.x (eq .Values.a.x.y 1) }}z{{ end }}", vec![]),
        ("{{ dig \"x\" \"y\" 1 .Values.a }}", vec![]),
        ("{{ required \"x\" .Values.a.x }}", vec![]),
        ("{{ coalesce .Values.a.x .Values.a.b }}", vec![]),
        ("{{ or .Values.a.x 1 }}", vec![]),
        ("{{ range .Values.a.x }}{{ .y }}{{ end }}", vec![]),
        ("{{ .Values.e.x }}", vec![]),
        ("{{ .Values.global.x }}", vec![]),
        (
            "{{ if .Values.a.x }}{{ include \"y\" . }}{{ end }}{{ define \"y\" }}{{ .Values.a.x }}{{ end }}",
            vec![],
        ),
        ("{{ ternary .Values.a.x 1 (not (empty .Values.a.x)) }}", vec![]),
        ("{{ .Values.a.commented }}", vec![]),
    ] {
        let got = findings(template, "# commented: 1\na: {b: 1}\ne: {}\n", "");
        let got: Vec<String> = got.into_iter().filter(|finding| finding.contains("undefined")).collect();
        assert_eq!(got, want, "{template}");
    }
}

#[test]
fn values_that_are_read_as_something_else() {
    for (template, values, user, want) in [
        (
            "{{ .Values.a }}",
            "a: no\n",
            "",
            vec!["values.yaml:1:1 values::yaml-trap `a`: YAML reads no as false"],
        ),
        (
            "{{ .Values.a }}",
            "a: 0755\n",
            "",
            vec!["values.yaml:1:1 values::yaml-trap `a`: YAML reads 0755 as 493"],
        ),
        (
            "{{ .Values.a }}",
            "a: 1.10\n",
            "",
            vec!["values.yaml:1:1 values::yaml-trap `a`: YAML reads 1.10 as the number 1.1"],
        ),
        ("{{ .Values.a }}", "a: \"no\"\n", "", vec![]),
        ("{{ .Values.a }}", "a: true\n", "", vec![]),
        (
            "k: {{ .Values.a }}\n",
            "a: \"no\"\n",
            "",
            vec!["a.yaml:1:7 values::unquoted `a` is printed without quotes: YAML reads \"no\" as a boolean"],
        ),
        ("k: {{ .Values.a | quote }}\n", "a: \"no\"\n", "", vec![]),
        (
            "k: {{ .Values.a }}\n",
            "a: 12345678\n",
            "",
            vec![
                "values.yaml:1:1 values::float `a` becomes a float64: 12345678 is printed with an exponent, as 1e+06 is",
            ],
        ),
        ("k: {{ .Values.a | int64 }}\n", "a: 12345678\n", "", vec![]),
        (
            "k: {{ .Values.a }}\n",
            "a: 1\n",
            "a: many\n",
            vec!["user.yaml:1:1 values::type `a` is a text, and the chart has a number there"],
        ),
        (
            "k: {{ randAlpha 3 }}{{ .Values.a }}\n",
            "a: 1\n",
            "",
            vec!["a.yaml:1:7 render::nondeterministic `randAlpha` gives another result in each run"],
        ),
    ] {
        assert_eq!(findings(template, values, user), want, "{template} {values} {user}");
    }
}
