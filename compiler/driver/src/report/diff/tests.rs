use nexachart_diff::read;

use super::{Comparison, DiffFormat, Secrets, show};
use crate::report::Colour;

const TEXT: DiffFormat = DiffFormat::Text { colour: Colour::Never, width: Some(60), lines: 3 };

fn compared(old: &str, new: &str) -> Comparison {
    let stream = |name: &str, text: &str| (name.to_string(), read(text.as_bytes()));
    Comparison::new("app/prod", stream("golden", old), stream("render", new), Secrets::Masked)
}

fn shown(old: &str, new: &str, format: DiffFormat) -> String {
    show(&[compared(old, new)], format)
}

#[test]
fn shows_what_changed_came_and_went() {
    let old = "# Source: app/templates/a.yaml\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 2\n  \
               containers: [{name: a, image: 'registry.example.com/one:1.0'}, {name: b, args: [x, w]}]\n---\n\
               kind: Service\nmetadata: {name: gone}\n";
    let new = "# Source: app/templates/a.yaml\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: '2'\n  \
               containers: [{name: b, args: [x, z, '1']}, {name: a, image: 'registry.example.com/one:1.1'}]\n---\n\
               kind: Service\nmetadata: {name: come}\nspec: {a: 1, b: 2, c: 3, d: 4}\n";
    let expected = "\
app/prod: 1 changed, 1 added, 1 removed  (golden → render)
~ Deployment web  app/templates/a.yaml
    spec.containers: order of 2 items
    spec.containers[b].args:
      - w
      + z
      + \"1\"
    spec.containers[a].image:
      - registry.example.com/one:1.0
      + registry.example.com/one:1.1
    spec.replicas: 2 → \"2\"
+ Service come
      + kind: Service
      + metadata:
      +   name: come
      … 5 more lines
- Service gone  3 lines
";
    assert_eq!(shown(old, new, TEXT), expected);
}

#[test]
fn tells_once_what_differs_alike() {
    let stream = |env: &str| {
        let object = |name: &str| format!("kind: Pod\nmetadata: {{name: {name}, labels: {{env: {env}}}}}\n");
        ["a", "b", "c"].map(object).join("---\n")
    };
    let expected = "app/prod: 3 changed  (golden → render)\n\
                    ~ 3 objects alike: Pod a, b, c\n    metadata.labels.env: dev → prod\n";
    assert_eq!(shown(&stream("dev"), &stream("prod"), TEXT), expected);
}

#[test]
fn texts_are_compared_by_lines_and_made_harmless() {
    let old = "kind: ConfigMap\ndata:\n  a: |\n    one\n    two\n    three\n    four\n  b: \"x\\n\"\n";
    let new = "kind: ConfigMap\ndata:\n  a: |\n    one\n    two\n    three\n    ##[error]\n  b: \"x\\e[2J\\u202e\"\n";
    let expected = "\
app/prod: 1 changed  (golden → render)
~ ConfigMap without a name
    data.a:
      … 1 line
        two
        three
      - four
      + #\\u{23}[error]
    data.b: \"x\\n\" → x\\u{1b}[2J\\u{202e}
";
    let roomy = DiffFormat::Text { colour: Colour::Never, width: None, lines: 40 };
    assert_eq!(shown(old, new, roomy), expected);
}

#[test]
fn order_that_nobody_minds_is_no_difference() {
    let old = "kind: Pod\nspec: {containers: [{name: a}, {name: b}]}\n---\nkind: Service\n";
    let new = "kind: Service\n---\nspec: {containers: [{name: b}, {name: a}]}\nkind: Pod\n";
    assert!(compared(old, new).is_equal());
    assert_eq!(shown(old, new, TEXT), "");
    let init = |text: &str| text.replace("containers", "initContainers");
    assert!(!compared(&init(old), &init(new)).is_equal());
}

#[test]
fn markdown_keeps_its_limit() {
    let stream = |n: usize, text: &str| {
        (0..n)
            .map(|i| format!("kind: Pod\nmetadata: {{name: a{i}}}\nspec: {text}{i}\n---\n"))
            .collect::<String>()
    };
    for (count, limit) in [(10, 65_536), (100, 3_000), (2_000, 65_536), (5, 100)] {
        let text = shown(&stream(count, "x"), &stream(count, "```"), DiffFormat::Markdown { limit });
        assert!(text.len() <= limit.max(200), "{count} {limit} {}", text.len());
        assert_eq!(text.contains("as long as it may be"), count != 10, "{text}");
    }
    let text =
        shown("kind: A\nx: 1\n", "kind: A\nx: '```</details> @you'\n", DiffFormat::Markdown { limit: 2_000 });
    assert!(text.contains("\n````diff\n@@ x @@\n- 1\n+ ```</details> @you\n````\n"), "{text}");
}

#[test]
fn json_says_the_same() {
    let old = "kind: Secret\nstringData: {a: geheim}\nspec: {u: 9007199254740993, l: [{name: x, v: 1}]}\n";
    let new = "kind: Secret\nstringData: {a: privat}\nspec: {u: 9007199254740992, l: [{name: x, v: 2}]}\n";
    let text = shown(old, new, DiffFormat::Json);
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    let places = &json["comparisons"][0]["changed"][0]["places"];
    assert_eq!(places[0]["steps"], serde_json::json!(["spec", "l", {"item": "x"}, "v"]));
    assert_eq!(places[1]["old"], 9007199254740993_i64);
    assert_eq!((&places[2]["masked"], &places[2]["path"]), (&true.into(), &"stringData.a".into()));
    assert!(!text.contains("geheim") && !text.contains("privat"), "{text}");
}

#[test]
fn other_names_stand_in_the_title() {
    let old = "kind: Service\nmetadata: {name: one, namespace: a}\nspec: {port: 1, type: A}\n---\n\
               kind: Pod\nmetadata: {name: p, labels: {a: b}}\n";
    let new = "kind: Service\nmetadata: {name: two, namespace: b}\nspec: {port: 2, type: A}\n---\n\
               kind: Pod\nmetadata: {name: q, labels: {a: b}}\n";
    let expected = "app/prod: 2 changed  (golden → render)\n\
                    ~ Service a/one → b/two\n    spec.port: 1 → 2\n~ Pod p → q\n";
    assert_eq!(shown(old, new, TEXT), expected);
}
