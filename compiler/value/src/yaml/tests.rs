//! Inputs, and what real Go makes of them: `testdata/*.tsv`, made with sigs.k8s.io/yaml v1.6.0 over
//! go.yaml.in/yaml/v2 v2.4.4. A line is an input (a JSON string, or `hex:`), a tab, and the result as JSON, or `!` and
//! the error.

use std::collections::BTreeMap;
use std::fmt::Write;

use nexachart_go::strconv::{FloatBits, FloatFormat, format_float};

use super::*;

/// Builds JSON text as encoding/json writes it.
struct Json;

impl Build for Json {
    type Value = String;
    type Key = Vec<u8>;

    fn null(&mut self, _: Span) -> String {
        "null".into()
    }

    fn boolean(&mut self, value: bool, _: Span) -> String {
        value.to_string()
    }

    fn number(&mut self, value: Number, _: Span) -> String {
        let format = |value, format| format_float(value, format, -1, FloatBits::B64);
        match value {
            Number::Int(value) => value.to_string(),
            Number::Uint(value) => value.to_string(),
            Number::Float(value) if value != 0.0 && !(1e-6..1e21).contains(&value.abs()) => {
                format(value, FloatFormat::Exponent).replace("e-0", "e-")
            }
            Number::Float(value) => format(value, FloatFormat::Fixed),
        }
    }

    fn string(&mut self, text: &[u8], _: Span) -> String {
        json_string(text)
    }

    fn list(&mut self, items: Vec<String>, _: Span) -> String {
        format!("[{}]", items.join(","))
    }

    fn key(&mut self, text: &[u8], _: Span) -> Vec<u8> {
        text.to_vec()
    }

    fn map(&mut self, entries: Vec<(Vec<u8>, String)>, _: Span) -> String {
        let sorted: BTreeMap<_, _> = entries.into_iter().collect();
        let entries: Vec<_> =
            sorted.iter().map(|(key, value)| format!("{}:{value}", json_string(key))).collect();
        format!("{{{}}}", entries.join(","))
    }
}

fn json_string(text: &[u8]) -> String {
    let mut out = String::from("\"");
    for c in std::str::from_utf8(text).expect("builders get UTF-8").chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\x08' => out.push_str("\\b"),
            '\x0C' => out.push_str("\\f"),
            '\0'..' ' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                write!(out, "\\u{:04x}", c as u32).expect("a string takes all")
            }
            '\u{FFFD}' => out.push_str("\\ufffd"),
            c => out.push(c),
        }
    }
    out + "\""
}

/// The lines of a file: input, expected result, and where it is.
fn cases(name: &str, file: &'static str) -> impl Iterator<Item = (Vec<u8>, &'static str, String)> {
    file.lines().enumerate().map(move |(index, line)| {
        let (input, expected) = line.split_once('\t').expect("a tab");
        let place = format!("{name}:{}: {input}", index + 1);
        let bytes = match input.strip_prefix("hex:") {
            Some(hex) => (0..hex.len())
                .step_by(2)
                .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex digits"))
                .collect(),
            None => unescape(&input[1..input.len() - 1]).into_bytes(),
        };
        (bytes, expected, place)
    })
}

/// The text of a JSON string.
fn unescape(json: &str) -> String {
    let mut out = String::new();
    let mut rest = json.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        out.push(match rest.next().expect("an escape") {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'b' => '\x08',
            'f' => '\x0C',
            'u' => {
                let digits: String = rest.by_ref().take(4).collect();
                u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).expect("a character")
            }
            c => c,
        });
    }
    out
}

fn failures(file: Vec<(String, String, &str)>) {
    let wrong: Vec<_> = file.iter().filter(|(_, ours, expected)| ours != expected).collect();
    for (place, ours, expected) in wrong.iter().take(10) {
        eprintln_case(place, ours, expected);
    }
    assert!(wrong.is_empty(), "{} of {} differ", wrong.len(), file.len());
}

#[expect(clippy::print_stderr, reason = "tells which cases differ")]
fn eprintln_case(place: &str, ours: &str, expected: &str) {
    eprintln!("{place}\n  ours {ours}\n  Go   {expected}");
}

#[test]
fn unmarshals_as_go() {
    let without_prefix = |error: Error| format!("! {}", error.message());
    let results = cases("unmarshal.tsv", include_str!("testdata/unmarshal.tsv"))
        .map(|(input, expected, place)| {
            (place, unmarshal(&input, &mut Json).unwrap_or_else(without_prefix), expected)
        })
        .collect();
    failures(results);
}

#[test]
fn reads_heads_as_go() {
    let head = |input: &[u8]| -> Result<String, Error> {
        let Some(document) = parse(input)? else { return Ok("{\"apiVersion\":\"\"}".into()) };
        let head = document.head()?;
        let mut out = format!("{{\"apiVersion\":{}", json_string(&head.api_version));
        if !head.kind.is_empty() {
            out += &format!(",\"kind\":{}", json_string(&head.kind));
        }
        if let Some(metadata) = head.metadata {
            let annotations = metadata.annotations.map_or("null".into(), |annotations| {
                let entry =
                    |(key, value): &Annotation<'_>| format!("{}:{}", json_string(key), json_string(value));
                format!("{{{}}}", annotations.iter().map(entry).collect::<Vec<_>>().join(","))
            });
            out += &format!(
                ",\"metadata\":{{\"name\":{},\"annotations\":{annotations}}}",
                json_string(&metadata.name)
            );
        }
        Ok(out + "}")
    };
    let results = cases("head.tsv", include_str!("testdata/head.tsv"))
        .map(|(input, expected, place)| {
            (place, head(&input).unwrap_or_else(|error| format!("! {error}")), expected)
        })
        .collect();
    failures(results);
}

#[test]
fn spans_are_those_of_the_text() {
    let text =
        b"\xEF\xBB\xBF# c\na: &x 'one'\nb:\n- two # c\n- {k: v}\n\nc: !!str |\n  lines\n  more\nd: *x\n";
    let document = parse(text).unwrap().unwrap();
    let at = |node: Node<'_>| {
        let Span { start, end } = node.span();
        std::str::from_utf8(&text[start as usize..end as usize]).unwrap().to_string()
    };
    let root = document.root();
    assert_eq!(at(root.get(b"a").unwrap()), "'one'");
    assert_eq!(at(root.get(b"b").unwrap()), "- two # c\n- {k: v}");
    assert_eq!(at(root.get(b"c").unwrap()), "|\n  lines\n  more\n");
    assert_eq!(at(root.get(b"d").unwrap()), "*x");
    assert_eq!(root.span().start, 7);
    let Shape::Alias(target) = root.get(b"d").unwrap().shape() else { panic!("an alias") };
    assert_eq!((target.text(), target.style()), (&b"one"[..], Style::SingleQuoted));
    let Shape::Sequence(items) = root.get(b"b").unwrap().shape() else { panic!("a sequence") };
    let items: Vec<_> = items.collect();
    assert_eq!((at(items[0]), at(items[1])), ("two".into(), "{k: v}".into()));
    let Shape::Mapping(pairs) = items[1].shape() else { panic!("a mapping") };
    assert_eq!(pairs.map(|(key, value)| at(key) + &at(value)).collect::<String>(), "kv");
}

#[test]
fn documents_of_a_stream() {
    let texts = |text: &[u8]| -> Vec<String> {
        let root = |document: &Document<'_>| String::from_utf8_lossy(document.root().text()).into_owned();
        parse_all(text).unwrap().iter().map(root).collect()
    };
    assert_eq!(texts(b""), Vec::<String>::new());
    assert_eq!(texts(b"a\n--- \"\\x62\"\n---\n...\n--- |\n c\n"), ["a", "b", "", "c\n"]);
    assert_eq!(texts(b"\xFE\xFF\0a\0\n\0-\0-\0-\0\n\0b"), ["a", "b"]);
    assert_eq!(
        parse_all(b"a\n--- ]").err().unwrap().message(),
        "yaml: line 1: did not find expected node content"
    );
    // What follows the first document is not read.
    assert!(parse(b"a\n--- ]").is_ok());
    // A text that waits while its predecessor's are handed over.
    let prefixed = b"--- \"\\x61\"\n...\n%TAG !e! %74ag:yaml.org,2002:\n--- !e!int 5\n";
    let documents = parse_all(prefixed).unwrap();
    assert_eq!(documents[1].root().tag(), b"tag:yaml.org,2002:int");
    assert_eq!(documents[1].root().resolved(), Resolved::Int(5));
}

#[test]
fn documents_cross_threads() {
    fn check<T: Send + Sync>() {}
    check::<Document<'static>>();
    check::<Node<'static>>();
    check::<Error>();
}

#[test]
fn events_come_in_order() {
    let mut seen = Vec::new();
    let done = events(b"- &a {b: !t 'c'}\n- *a\n", |parser, event| {
        seen.push(match event.kind {
            EventKind::Scalar { value, .. } => String::from_utf8_lossy(parser.text(value)).into_owned(),
            kind => format!("{kind:?}"),
        });
        Ok(())
    });
    assert!(done.is_ok());
    let expected = "StreamStart DocumentStart SequenceStart(Block) MappingStart(Flow) b c MappingEnd Alias \
                    SequenceEnd DocumentEnd StreamEnd";
    assert_eq!(seen.join(" "), expected);
}

#[test]
fn errors_know_their_place() {
    let error = parse(b"a: b\nc: [d\ne: f\n").err().unwrap();
    assert_eq!(
        error.to_string(),
        "error converting YAML to JSON: yaml: line 2: did not find expected ',' or ']'"
    );
    assert_eq!((error.stage(), error.offset()), (Stage::Convert, Some(8)));
}

/// Deep and wide inputs: on a small stack, and in time.
#[test]
fn hostile_inputs() {
    let deep = |open: &str, close: &str, depth: usize| open.repeat(depth) + "x" + &close.repeat(depth);
    let bomb: String = (1..20).map(|i| format!("a{i}: &a{i} [*a{0}, *a{0}]\n", i - 1)).collect();
    let inputs = [
        (deep("[", "]", 10_000), "ok"),
        (deep("[", "]", 10_001), "yaml: exceeded max depth of 10000"),
        (deep("- ", "", 10_000), "ok"),
        (deep("- ", "", 1_000_000), "yaml: exceeded max depth of 10000"),
        ("- ".repeat(9_000) + &deep("[", "]", 2_000), "invalid character '[' exceeded max depth"),
        (deep("? ", "", 300), "yaml: invalid map key"),
        ("a0: &a0 x\n".to_string() + &bomb, "yaml: document contains excessive aliasing"),
        (
            "- &a ".to_string() + &"x".repeat(1 << 20) + &"\n- *a".repeat(400),
            "the budget \"memory\" is used up: more than 67108864 bytes",
        ),
        (
            "%TAG !e! ".to_string() + &"x".repeat(1 << 20) + "\n---\n" + &"- !e!x y\n".repeat(400),
            "yaml: line 257: tags are too long",
        ),
    ];
    let run = move || {
        for (input, expected) in &inputs {
            let result = unmarshal(input.as_bytes(), &mut Json).map_err(|error| error.message().to_string());
            let result = result.map_or_else(|error| error, |_| "ok".into());
            assert!(result.starts_with(expected), "{:.40}: {result:.200}", input);
        }
    };
    std::thread::Builder::new().stack_size(256 << 10).spawn(run).unwrap().join().unwrap();
}
