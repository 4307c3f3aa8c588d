//! Reports against the published schemas of their formats, and messages as people see them.

use std::fs;
use std::path::{Path, PathBuf};

use nexachart_schema::{Local, validate};
use nexachart_source::{Base, Diagnostic, Label, Memory, ObjectRef, Place, Severity};
use nexachart_value::json::{Target, from_json};
use nexachart_value::{Map, Value};
use serde_json::Value as Json;

use super::{Colour, Entry, Format, Reader, Sources, Style, Symbols, report_all};

const TEMPLATE: &str = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}-a-rather-long-name-for-a-service-in-a-chart-that-is-an-example-of-long-lines-in-templates\n  labels:\n    tag: {{ .Values.image.tag | quote }}\n  annotations:\n    note: {{ .Values.note }}\n";
const VALUES: &str = "# the chart's own\nimag:\n  tag: \"1.2\"\nnote: \"a: b\"\nauth:\n  password: geheim\n";

fn world() -> Memory {
    let deep = "{{ define \"labels\" }}\n{{ include \"inner\" . }}\n{{ end }}\n";
    Memory::new()
        .file("/.git/HEAD", "")
        .file("/charts/web/Chart.yaml", "name: web\n")
        .file("/charts/web/values.yaml", VALUES)
        .file("/charts/web/templates/service.yaml", TEMPLATE)
        .file("/charts/web/templates/_helpers.tpl", deep)
        .file("/environments/prod.yaml", "auth:\n  password: geheim\n")
}

fn place(file: &str, base: Base, line: usize, column: usize) -> Place {
    Place { line: Some(line), column: Some(column), ..Place::file(base, file.as_bytes()) }
}

fn findings() -> Vec<Diagnostic> {
    let service = |line, column| place("web/templates/service.yaml", Base::Template, line, column);
    let values = |line, column| place("values.yaml", Base::Chart, line, column);
    let mut unset = Diagnostic::error("render::nil-field", "nil pointer evaluating interface {}.tag")
        .summed_up("`image` is not set, and `.tag` is read of it")
        .at(service(6, 20))
        .labelled(Label::value(values(2, 1), "imag", "values.yaml", "this one is set"))
        .helped("did you mean `imag`? Else set `image` in values.yaml or environments/prod.yaml, or guard the read with `if` or `with`");
    unset.trace =
        vec![Label::note(place("web/templates/_helpers.tpl", Base::Template, 2, 4), "include \"inner\" .")];
    unset.targets = vec!["web/prod".to_string(), "web/staging".to_string()];
    let rendered = Place { excerpt: Some(b"    note: a: b".to_vec()), ..service(8, 12) };
    let rendered = Place { base: Base::Rendered, line: Some(12), ..rendered };
    let broken = Diagnostic::error("yaml::mapping", "mapping values are not allowed in this context")
        .at(service(8, 14))
        .labelled(Label::value(values(4, 1), "note", "values.yaml", "`note` goes in here"))
        .labelled(Label::rendered(rendered, "rendered: mapping values are not allowed in this context"))
        .helped("quote the text: {{ .Values.note | quote }}");
    let secret = Diagnostic::error("render::not-iterable", "range can't iterate over geheim")
        .at(service(1, 1))
        .labelled(Label::value(
            place("/environments/prod.yaml", Base::Disk, 2, 3),
            "auth.password",
            "environments/prod.yaml",
            "`auth.password` is a text",
        ));
    let object = ObjectRef {
        api_version: "apps/v1".into(),
        kind: "Deployment".into(),
        namespace: "shop".into(),
        name: "web".into(),
        path: "spec.replicas".into(),
    };
    let policy = Diagnostic::new("object::duplicate", Severity::Warning, "<two> & \"one\"")
        .at(service(2, 1))
        .about_object(object);
    let hostile = Diagnostic::error("render::fail", "::error::x\n##vso[task] \x1b[31m\u{202e}]]> 100%\r\n")
        .at(Place::file(Base::Disk, "/no,such:file".as_bytes()));
    let remark =
        Diagnostic::new("render::unchanged", Severity::Info, "no target can be reached by what changed");
    vec![unset, broken, secret, policy, hostile, remark]
}

fn told(style: Style, findings: &[Diagnostic]) -> String {
    let world = world();
    let sources = Sources { world: &world, chart: Some(b"/charts/web") };
    let entries: Vec<Entry<'_>> = findings.iter().map(|diagnostic| Entry { diagnostic, sources }).collect();
    let targets = ["web/dev".to_string(), "web/prod".to_string()];
    String::from_utf8(report_all(&entries, style, &targets)).unwrap()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn fits(schema: &str, text: &str) {
    let schema = fs::read(root().join(schema)).unwrap();
    let values = match from_json(text.as_bytes(), Target::Any).value {
        Value::Map(map) => map,
        // What is checked is a map: a list is put into one.
        list => {
            let schema = format!("{{\"properties\":{{\"list\":{}}}}}", String::from_utf8_lossy(&schema));
            let map = Map::empty();
            map.insert("list", list);
            let outcome = validate(schema.as_bytes(), &map, &Local::new(&Memory::new(), None));
            return outcome.unwrap_or_else(|error| panic!("{error}\n{text}"));
        }
    };
    let outcome = validate(&schema, &values, &Local::new(&Memory::new(), None));
    outcome.unwrap_or_else(|error| panic!("{error}\n{text}"));
}

#[test]
fn sarif_is_valid() {
    for findings in [findings(), Vec::new()] {
        let text = told(Style::plain(Format::Sarif), &findings);
        fits("tests/schemas/sarif-schema-2.1.0.json", &text);
        assert!(!text.contains("geheim") && !text.contains("##"));
        keep("report.sarif", &text, findings.is_empty());
    }
}

#[test]
fn gitlab_s_report_is_valid() {
    for findings in [findings(), Vec::new()] {
        let text = told(Style::plain(Format::Gitlab), &findings);
        fits("tests/schemas/gitlab-code-quality.json", &text);
        let issues: Json = serde_json::from_str(&text).unwrap();
        let issues = issues.as_array().unwrap();
        let prints: std::collections::BTreeSet<&str> =
            issues.iter().map(|issue| issue["fingerprint"].as_str().unwrap()).collect();
        assert_eq!(prints.len(), issues.len());
        keep("report.gitlab.json", &text, findings.is_empty());
    }
}

#[test]
fn lines_of_json_are_as_their_schema_says() {
    for line in told(Style::plain(Format::Json), &findings()).lines() {
        fits("schemas/nexachart.diagnostics.schema.json", line);
        assert!(!line.contains("geheim"));
    }
    let read = |name: &str| -> Json {
        serde_json::from_slice(&fs::read(root().join("schemas").join(name)).unwrap()).unwrap()
    };
    assert_eq!(read("nexachart.diagnostics.schema.json")["$defs"], read("report.schema.json")["$defs"]);
}

#[test]
fn commands_of_github_are_escaped() {
    let text = told(Style::plain(Format::Github), &findings());
    assert!(
        text.lines().all(|line| line.starts_with("::") || line == "4 errors, 1 warning, 1 remark"),
        "{text}"
    );
    assert!(text.contains("\n::error file=charts/web/Chart.yaml,title=nxc%3A%3Arender%3A%3Afail::\\u{3a}:error::x%0A#\\u{23}vso"), "{text}");
    assert!(text.contains("100%25") && !text.contains("geheim") && !text.contains("##"), "{text}");
    keep("report.github", &text, false);
}

#[test]
fn fingerprints_stay_when_lines_move() {
    let prints = |findings: &[Diagnostic]| -> Vec<String> {
        let text = told(Style::plain(Format::Gitlab), findings);
        let issues: Json = serde_json::from_str(&text).unwrap();
        let issues = issues.as_array().unwrap().iter();
        issues.map(|issue| issue["fingerprint"].as_str().unwrap().to_string()).collect()
    };
    let mut moved = findings();
    for place in moved.iter_mut().filter_map(|finding| finding.primary.as_mut()) {
        place.line = place.line.map(|line| line + 1);
    }
    assert_eq!(prints(&moved), prints(&findings()));
}

#[test]
fn junit_s_xml_is_as_jenkins_says() {
    let schema = fs::read_to_string(root().join("tests/schemas/junit-10.xsd")).unwrap();
    let schema = parsed(&schema);
    for findings in [findings(), Vec::new()] {
        let text = told(Style::plain(Format::Junit), &findings);
        check(&schema, &parsed(&text));
        assert!(!text.contains("geheim"));
        keep("report.junit.xml", &text, findings.is_empty());
    }
}

#[test]
fn messages_look_as_they_did() {
    for width in [80, 160] {
        for (colour, look) in [(Colour::Never, "plain"), (Colour::Always, "colour")] {
            for (symbols, set) in [(Symbols::Unicode, "unicode"), (Symbols::Ascii, "ascii")] {
                let style = Style {
                    colour,
                    symbols,
                    width: Some(width),
                    reader: Reader::Screen,
                    ..Style::plain(Format::Human)
                };
                let text = told(style, &findings());
                assert!(!text.contains("geheim"), "{text}");
                keep(&format!("messages-{width}-{look}-{set}.txt"), &text, false);
            }
        }
    }
}

/// Compares a text with the one that is kept; UPDATE=1 writes it.
fn keep(name: &str, text: &str, is_empty: bool) {
    let path = root().join("tests/snapshots").join(name);
    if is_empty {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    } else {
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == text, "UPDATE=1 writes {name}\nkept:\n{kept}\nnow:\n{text}");
    }
}

/// An element of XML: its name, attributes, children and whether there is text in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Element>,
    has_text: bool,
}

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// All that lies in it of that name, but not what lies in the elements that it declares itself.
    fn all<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for child in &self.children {
            if child.name == name {
                found.push(child);
            } else {
                child.all(name, found);
            }
        }
    }
}

/// The root of a document without entities of its own and CDATA.
fn parsed(text: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        open.last_mut().unwrap().has_text |= !rest[..at].trim().is_empty();
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = &rest[rest.find("-->").unwrap() + 3..];
            continue;
        }
        let end = rest.find('>').unwrap();
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('?') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            let done = open.pop().unwrap();
            assert_eq!(done.name, name.trim());
            open.last_mut().unwrap().children.push(done);
            continue;
        }
        let body = tag.trim_end_matches('/');
        let (name, mut attributes) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
        let mut element = Element { name: name.to_string(), ..Element::default() };
        while let Some((key, after)) = attributes.split_once("=\"") {
            let (value, after) = after.split_once('"').unwrap();
            element.attributes.push((key.trim().to_string(), value.to_string()));
            attributes = after;
        }
        match tag.ends_with('/') {
            true => open.last_mut().unwrap().children.push(element),
            false => open.push(element),
        }
    }
    assert_eq!(open.len(), 1);
    open.pop().unwrap().children.pop().unwrap()
}

/// Checks an element against the declaration of its name: its attributes, which are required, its children, and whether
/// it may have text.
fn check(schema: &Element, element: &Element) {
    let declared = schema
        .children
        .iter()
        .find(|child| child.name == "xs:element" && child.attribute("name") == Some(&element.name));
    let declared = declared.unwrap_or_else(|| panic!("no element {}", element.name));
    if declared.attribute("type").is_some() {
        assert!(element.children.is_empty() && element.attributes.is_empty(), "{element:?}");
        return;
    }
    let kind = declared.children.iter().find(|child| child.name == "xs:complexType").unwrap();
    let (mut attributes, mut children) = (Vec::new(), Vec::new());
    kind.all("xs:attribute", &mut attributes);
    kind.all("xs:element", &mut children);
    for (name, _) in &element.attributes {
        assert!(
            attributes.iter().any(|known| known.attribute("name") == Some(name)),
            "{name} in {}",
            element.name
        );
    }
    for known in attributes.iter().filter(|known| known.attribute("use") == Some("required")) {
        assert!(element.attribute(known.attribute("name").unwrap()).is_some(), "{known:?}");
    }
    assert!(!element.has_text || kind.attribute("mixed") == Some("true"), "{element:?}");
    for child in &element.children {
        assert!(children.iter().any(|known| known.attribute("ref") == Some(&child.name)), "{child:?}");
        check(schema, child);
    }
}
