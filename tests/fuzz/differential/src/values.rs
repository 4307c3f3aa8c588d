//! Values, as YAML text, and the paths that they have.

use crate::kind::{KEYS, Kind, TEXTS};
use crate::random::Random;

/// A values file, and its paths with what they hold.
pub fn values(r: &mut Random) -> (String, Vec<(String, Kind)>) {
    let mut out = String::new();
    let mut paths = Vec::new();
    mapping(&mut out, 0, ".Values", &mut paths, 2, r);
    if r.chance(6) {
        out.push_str(r.one(ODD));
    }
    (out, paths)
}

/// Texts that are valid YAML most of the time, and odd.
const ODD: &[&str] = &[
    "z: &anchor {p: 1}\ny: *anchor\n",
    "z: {<<: {a: 1}, b: 2}\n",
    "? complex\n: value\n",
    "z: !!str 12\n",
    "z: !!binary YWJj\n",
    "- not a map\n",
    "z: [unclosed\n",
    "z: 'it''s'\n",
    "z: 0o17\ny: 0b11\nx: 017\nw: 1_0\n",
    "z: .inf\n",
    "1: one\n2.5: two\ntrue: three\nnull: four\n",
    "z: 2024-01-01T00:00:00Z\n",
    "---\nlater: 1\n",
    "z: \"\\x41\\u00e9\"\n",
    "z: >+\n  folded\n\n  more\n\n",
    "\tz: 1\n",
    "z: a: b\n",
    "a: again\n",
];

fn mapping(
    out: &mut String,
    indent: usize,
    path: &str,
    paths: &mut Vec<(String, Kind)>,
    depth: u32,
    r: &mut Random,
) {
    let mut used = Vec::new();
    let count = 2 + r.below(5);
    for _ in 0..count {
        let key = r.one(KEYS);
        if used.contains(&key) || key.is_empty() || key == "missing" {
            continue;
        }
        used.push(key);
        out.push_str(&" ".repeat(indent));
        let shown = if key == "0" { "\"0\"" } else { key };
        out.push_str(shown);
        out.push(':');
        let is_name = key.chars().all(|c| c.is_ascii_alphabetic());
        let here = if is_name { format!("{path}.{key}") } else { format!("(index {path} \"{key}\")") };
        let kind = node(out, indent, &here, paths, depth, r);
        // Paths through brackets only one level deep: `(index .Values "x.y")`.
        if is_name || path == ".Values" {
            paths.push((here, kind));
        }
    }
    if used.is_empty() {
        out.push_str(&format!("{}only: 1\n", " ".repeat(indent)));
    }
}

/// A value behind a colon; what it is.
fn node(
    out: &mut String,
    indent: usize,
    path: &str,
    paths: &mut Vec<(String, Kind)>,
    depth: u32,
    r: &mut Random,
) -> Kind {
    match r.below(if depth == 0 { 8 } else { 12 }) {
        0 | 1 => {
            let (text, kind) = scalar(r);
            out.push_str(&format!(" {text}\n"));
            kind
        }
        2..=4 => {
            let text = r.one(TEXTS);
            out.push_str(&format!(" {}\n", serde_json::Value::from(text)));
            Kind::Text
        }
        5 => {
            let block = r.one(&["|", "|-", "|+", ">", ">-", "|2"]);
            let (block, indent) = if block == "|2" && indent > 0 { ("|", indent) } else { (block, indent) };
            out.push_str(&format!(" {block}\n"));
            for line in ["first line", "", "  second, indented", "third: x"].iter().take(1 + r.below(4)) {
                out.push_str(&format!("{}{line}\n", " ".repeat(indent + 2)));
            }
            Kind::Text
        }
        6 => {
            let items: Vec<&str> = (0..r.below(4))
                .map(|_| r.one(&["a", "b", "\"x y\"", "1", "2.5", "true", "null", "[1, 2]", "{k: v}"]))
                .collect();
            out.push_str(&format!(" [{}]\n", items.join(", ")));
            Kind::List
        }
        7 => {
            let items: Vec<&str> =
                (0..r.below(4)).map(|_| r.one(&["c", "a", "b", "\"x y\"", "\"\"", "Zed"])).collect();
            out.push_str(&format!(" [{}]\n", items.join(", ")));
            Kind::List
        }
        8 | 9 => {
            out.push('\n');
            mapping(out, indent + 2, path, paths, depth - 1, r);
            Kind::Map
        }
        _ => {
            out.push('\n');
            for _ in 0..1 + r.below(3) {
                let (text, _) = scalar(r);
                let item = r.one(&["name: a", "name: b\n__n: 2", "[x, y]", "~", "- deep"]);
                let item = if r.chance(50) {
                    text
                } else {
                    item.replace('_', " ").replace("  n", &format!("{}  n", " ".repeat(indent)))
                };
                out.push_str(&format!("{}- {item}\n", " ".repeat(indent)));
            }
            Kind::List
        }
    }
}

/// A plain scalar and what it is.
fn scalar(r: &mut Random) -> (String, Kind) {
    let (of, kind): (&[&str], Kind) = match r.below(6) {
        0 | 1 => (
            &[
                "0",
                "1",
                "-5",
                "80",
                "8080",
                "1000000",
                "12345678",
                "0x1F",
                "1_000",
                "9007199254740993",
                "-0",
                "+1",
                "0777",
            ],
            Kind::Int,
        ),
        2 => (&["1.5", "0.1", "1e3", "1e21", "-2.5e-7", ".5", "1.", "100000000000000000000"], Kind::Float),
        3 => (&["true", "false", "yes", "No", "on", "OFF"], Kind::Bool),
        4 => (&["null", "~", ""], Kind::Any),
        _ => (
            &[
                "plain",
                "two words",
                "1.2.3",
                "v1",
                "a-b",
                "http://x/y",
                "12:30",
                "08",
                "1e",
                "0o7",
                "y",
                "'single'",
                "2024-01-01",
            ],
            Kind::Text,
        ),
    };
    (r.one(of).to_string(), kind)
}

/// Arguments of `--set`, `--set-string` and `--set-json`.
pub fn arguments(r: &mut Random) -> [Vec<String>; 3] {
    let key = |r: &mut Random| {
        let mut key = r.one(&["a", "b", "name", "list", "map", "new", "x\\.y", "nested"]).to_string();
        for _ in 0..r.below(3) {
            key += r.one(&[".a", ".b", "[0]", "[1]", ".name", "[3]"]);
        }
        key
    };
    let value = |r: &mut Random| {
        r.one(&[
            "1",
            "x",
            "true",
            "null",
            "",
            "{a,b}",
            "1.5",
            "0",
            "007",
            "a\\,b",
            "-3",
            "{}",
            "\"q\"",
            "é",
            "NULL",
            "9223372036854775808",
        ])
        .to_string()
    };
    let json = |r: &mut Random| {
        r.one(&["1", "null", "[1,2]", "{\"a\":{\"b\":1}}", "\"s\"", "{", "true", "1.0", " 2 "]).to_string()
    };
    let mut arguments = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..r.below(4) {
        let form = r.below(4).min(2);
        let text = match form {
            2 if r.chance(20) => r.one(&["{\"a\":1,\"map\":{\"b\":null}}", "{\"list\":[1]}"]).to_string(),
            2 => format!("{}={}", key(r), json(r)),
            _ if r.chance(20) => format!("{}={},{}={}", key(r), value(r), key(r), value(r)),
            _ => format!("{}={}", key(r), value(r)),
        };
        arguments[form].push(text);
    }
    arguments
}
