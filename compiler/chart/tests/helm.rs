//! Charts and archives, and what Helm v4.3.1's own packages made of them.
//!
//! `charts.jsonl`: random charts in charts with values, conditions, tags, aliases and imports. `out` lists
//! the values, `.Chart` and `.Release` of each template, and which maps are one and the same. Helm goes
//! through `charts/` in random order: there it was made to go by name.
//! `archives.jsonl`: packed charts, most of them damaged.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;

use nexachart_chart::{
    Capabilities, File, Journal, Release, from_files, merged, process_dependencies, read_documents,
    render_values, sources, templates,
};
use nexachart_go::strconv::quote;
use nexachart_source::Budgets;
use nexachart_source::{Diagnostic, Severity};
use nexachart_value::{Map, Type, Value};
use serde_json::Value as Json;

fn cases(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn lines(json: &Json) -> Vec<&str> {
    json.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect()
}

#[test]
fn charts() {
    for (i, case) in cases(include_str!("charts.jsonl")).iter().enumerate() {
        let mut journal = Journal::new();
        let (out, error) = match prepare(case, &mut journal) {
            Ok(out) => (out, String::new()),
            Err(error) => (String::new(), error.to_string()),
        };
        assert_eq!(error, case["err"].as_str().unwrap(), "case {i}");
        assert_eq!(out.lines().collect::<Vec<_>>(), lines(&case["out"]), "case {i}");
        let remarks = journal.iter().filter(|d| matches!(d.severity, Severity::Warning | Severity::Info));
        let mut log: Vec<&str> = remarks.map(|d| std::str::from_utf8(d.text()).unwrap()).collect();
        log.sort_unstable();
        assert_eq!(log, lines(&case["log"]), "case {i}");
    }
}

fn prepare(case: &Json, journal: &mut Journal) -> Result<String, Diagnostic> {
    let files = case["files"].as_object().unwrap();
    let files = files.iter().map(|(name, text)| File::new(name.as_bytes(), text.as_str().unwrap()));
    let chart = Arc::new(from_files(files.collect(), &Budgets::default(), journal)?);
    let user = merged(&read_documents(case["user"].as_str().unwrap().as_bytes()).unwrap());
    let tree = process_dependencies(&chart, &user, journal)?;
    let release = Release {
        name: "rel".into(),
        namespace: "ns".into(),
        revision: 1,
        is_install: true,
        is_upgrade: false,
    };
    let values = render_values(&tree, &user, &release, &Capabilities::default(), None, journal)?;
    let mut dump = Dump::default();
    let get = |map: &Map, key: &str| map.get(key.as_bytes()).unwrap_or(Value::Nil);
    dump.value(&get(&values, "Values"));
    dump.out.push('\n');
    for template in templates(&tree, &values, &sources(&tree)) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        writeln!(dump.out, "{} {}", text(&template.name), text(&template.base_path)).unwrap();
        for key in ["Values", "Chart", "Release"] {
            dump.value(&get(&template.dot, key));
        }
        let number = dump.number(&template.dot);
        write!(dump.out, "{number}").unwrap();
        for (name, sub) in get(&template.dot, "Subcharts").as_map().unwrap().to_vec() {
            let number = dump.number(sub.as_map().unwrap());
            write!(dump.out, " {}={number}", name.to_text()).unwrap();
        }
        dump.out.push('\n');
    }
    Ok(dump.out)
}

/// Values as text: types, contents, and a number for each map.
#[derive(Default)]
struct Dump {
    out: String,
    maps: HashMap<usize, usize>,
}

impl Dump {
    fn number(&mut self, map: &Map) -> usize {
        let next = self.maps.len();
        *self.maps.entry(map.id()).or_insert(next)
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Nil => self.out.push('n'),
            Value::Bool(b) => self.out.push(if *b { 'T' } else { 'F' }),
            Value::Int(_, n) => write!(self.out, "i{n}").unwrap(),
            Value::Float(_, n) => write!(self.out, "f{:016x}", n.to_bits()).unwrap(),
            Value::String(s) => {
                self.out.push('s');
                s.iter().for_each(|b| write!(self.out, "{b:02x}").unwrap());
            }
            Value::List(list) => {
                self.out.push('[');
                for item in list.iter() {
                    self.value(item);
                    self.out.push(',');
                }
                self.out.push(']');
            }
            Value::Map(map) if map.is_nil() => self.out.push_str("nilmap"),
            Value::Map(map) => {
                let number = self.number_of_written(map);
                self.out.push_str(&number);
                self.out.push('{');
                for (key, value) in map.to_vec() {
                    write!(self.out, "{}:", key.to_text()).unwrap();
                    self.value(&value);
                    self.out.push(',');
                }
                self.out.push('}');
            }
            other => panic!("{other:?}"),
        }
    }

    fn number_of_written(&mut self, map: &Map) -> String {
        match map.ty() {
            Type::STRING_MAP => "SM".into(),
            Type::VALUES => format!("V#{}", self.number(map)),
            _ => format!("#{}", self.number(map)),
        }
    }
}

#[test]
fn archives() {
    for (i, case) in cases(include_str!("archives.jsonl")).iter().enumerate() {
        let chart_yaml = "apiVersion: v2\nname: app\nversion: 1.0.0\n";
        let packed = from_base64(case["archive"].as_str().unwrap());
        let files = vec![File::new(*b"Chart.yaml", chart_yaml), File::new(*b"charts/x.tgz", packed)];
        let got = match from_files(files, &Budgets::default(), &mut Journal::new()) {
            Err(error) => vec![format!("ERR {error}")],
            Ok(chart) => {
                let subchart = &chart.dependencies[0];
                let line = |kind: &str, file: &File| {
                    let bytes = file.bytes().unwrap();
                    format!("{kind} {} {} {:08x}", quote(&file.name), bytes.len(), checksum(&bytes))
                };
                let templates = subchart.templates.iter().map(|file| line("T", file));
                let mut files: Vec<String> =
                    templates.chain(subchart.files.iter().map(|file| line("F", file))).collect();
                files.sort();
                files.insert(0, subchart.name().to_string());
                files
            }
        };
        assert_eq!(got.join("\n").lines().collect::<Vec<_>>(), lines(&case["result"]), "case {i}");
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0u32, 0);
    for letter in text.bytes().take_while(|&b| b != b'=') {
        let digit = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            _ => 63,
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}

/// CRC-32.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}
