//! What `explain` answers, for people and as JSON.

use std::fmt::Write;

use nexachart_source::{Place, World};
use serde_json::{Value, json};

use super::{Sources, safe};
use crate::{Answer, Explained, Field, Setting, ValueRow};

/// So much of a value is shown in a table.
const CELL: usize = 40;
/// What stands for a value that is not to be shown.
const MASK: &str = "(masked)";

/// Answers as text. `width` is that of the terminal, if there is one.
pub fn explained(world: &dyn World, all: &[Explained], width: Option<usize>) -> Vec<u8> {
    let mut out = String::new();
    for Explained { target, chart, answer } in all {
        if !out.is_empty() {
            out.push('\n');
        }
        let sources = Sources { world, chart: Some(chart) };
        match answer {
            Answer::Field(told) => field(&mut out, target, told, &sources),
            Answer::Values(rows) => {
                if all.len() > 1 {
                    let _ = writeln!(out, "{}", safe(target.as_bytes()));
                }
                match &rows[..] {
                    [only] => value(&mut out, only, &sources, ""),
                    rows => table(&mut out, rows, &sources, width),
                }
            }
        }
    }
    super::inert(&out).into_bytes()
}

/// Answers as a JSON list.
pub fn explained_json(world: &dyn World, all: &[Explained]) -> Vec<u8> {
    let list: Vec<Value> = all
        .iter()
        .map(|Explained { target, chart, answer }| {
            let sources = Sources { world, chart: Some(chart) };
            let rows = |rows: &[ValueRow]| rows.iter().map(|row| row_json(row, &sources)).collect::<Vec<_>>();
            match answer {
                Answer::Field(told) => json!({
                    "target": target,
                    "object": {
                        "apiVersion": told.object.api_version, "kind": told.object.kind,
                        "namespace": told.object.namespace, "name": told.object.name,
                    },
                    "path": told.object.path,
                    "text": told.text.as_deref().map(String::from_utf8_lossy),
                    "printedBy": told.printed.as_ref().map(|place| place_json(place, &sources)),
                    "calledBy": told.calls.iter().map(|call| place_json(&call.place, &sources)).collect::<Vec<_>>(),
                    "values": rows(&told.values),
                    "others": told.others,
                }),
                Answer::Values(all) => json!({ "target": target, "values": rows(all) }),
            }
        })
        .collect();
    let mut out = serde_json::to_vec_pretty(&list).unwrap_or_default();
    out.push(b'\n');
    out
}

fn row_json(row: &ValueRow, sources: &Sources<'_>) -> Value {
    let set = |set: &Setting| {
        let mut place = place_json(&set.place, sources);
        place["layer"] = set.layer.clone().into();
        place["text"] = shown(row, set, usize::MAX).into();
        place
    };
    json!({
        "path": row.path,
        "setBy": row.sets.iter().map(set).collect::<Vec<_>>(),
        "readBy": row.reads.iter().map(|place| place_json(place, sources)).collect::<Vec<_>>(),
    })
}

fn place_json(place: &Place, sources: &Sources<'_>) -> Value {
    let file = String::from_utf8_lossy(&sources.path(place)).into_owned();
    json!({ "file": file, "line": place.line, "column": place.column })
}

fn field(out: &mut String, target: &str, told: &Field, sources: &Sources<'_>) {
    let object = &told.object;
    let _ = writeln!(
        out,
        "{} {} {}  {}",
        safe(target.as_bytes()),
        object.kind,
        safe(object.name.as_bytes()),
        safe(object.path.as_bytes())
    );
    match &told.text {
        Some(text) => {
            let text = String::from_utf8_lossy(text);
            let lines: Vec<&str> = text.trim_end().lines().collect();
            for line in lines.iter().take(12) {
                let _ = writeln!(out, "    {}", safe(line.as_bytes()));
            }
            if lines.len() > 12 {
                let _ = writeln!(out, "    … {} more lines", lines.len() - 12);
            }
        }
        None => {
            let _ = writeln!(out, "    {MASK}");
        }
    }
    if let Some(printed) = &told.printed {
        let _ = writeln!(out, "  printed by  {}", at(printed, sources));
        let _ = writeln!(out, "              {}", safe(told.words.trim_ascii()));
    }
    for call in &told.calls {
        let _ = writeln!(out, "  called by   {}  {}", at(&call.place, sources), safe(&cut(&call.text, 60)));
    }
    for row in &told.values {
        value(out, row, sources, "  ");
    }
    if !told.others.is_empty() {
        let _ = writeln!(out, "  also from   {}", safe(told.others.join(", ").as_bytes()));
    }
}

fn value(out: &mut String, row: &ValueRow, sources: &Sources<'_>, indent: &str) {
    let _ = writeln!(out, "{indent}value       {}", safe(row.path.as_bytes()));
    for (i, set) in row.sets.iter().enumerate() {
        let word = if i == 0 { "set by" } else { "over" };
        let _ = writeln!(out, "{indent}  {word:<9} {:<32} {}", at(&set.place, sources), shown(row, set, 60));
    }
    if row.sets.is_empty() {
        let _ = writeln!(out, "{indent}  set nowhere");
    }
    for place in &row.reads {
        let _ = writeln!(out, "{indent}  read by   {}", at(place, sources));
    }
}

fn table(out: &mut String, rows: &[ValueRow], sources: &Sources<'_>, width: Option<usize>) {
    let head = ["KEY", "VALUE", "SET BY", "OVER", "READ BY"].map(str::to_string);
    let cells = |row: &ValueRow| {
        let first = row.sets.first();
        let over =
            row.sets.iter().skip(1).map(|set| line_of(&set.place, sources)).collect::<Vec<_>>().join(", ");
        let reads = match &row.reads[..] {
            [] => "nothing".to_string(),
            [one] => line_of(one, sources),
            [one, rest @ ..] => format!("{} +{}", line_of(one, sources), rest.len()),
        };
        [
            safe(row.path.as_bytes()),
            first.map(|set| shown(row, set, CELL)).unwrap_or_default(),
            first.map(|set| line_of(&set.place, sources)).unwrap_or_default(),
            over,
            reads,
        ]
    };
    let lines: Vec<[String; 5]> = std::iter::once(head).chain(rows.iter().map(cells)).collect();
    let mut widths = [0; 5];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    // Where it does not fit, the widest columns give way.
    let room = width.unwrap_or(usize::MAX).saturating_sub(8).max(60);
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max() else { break };
        if *widest <= 10 {
            break;
        }
        *widest -= 1;
    }
    for line in &lines {
        let mut text = String::new();
        for (cell, width) in line.iter().zip(widths) {
            let cell = match cell.chars().count() > width {
                true => cell.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
                false => cell.clone(),
            };
            let _ = write!(text, "{cell:<width$}  ");
        }
        let _ = writeln!(out, "{}", text.trim_end());
    }
}

/// `file:line:column`
fn at(place: &Place, sources: &Sources<'_>) -> String {
    let column = place.column.map(|column| format!(":{column}")).unwrap_or_default();
    line_of(place, sources) + &column
}

/// `file:line`
fn line_of(place: &Place, sources: &Sources<'_>) -> String {
    let line = place.line.map(|line| format!(":{line}")).unwrap_or_default();
    safe(&sources.path(place)) + &line
}

/// A value as it is written, on one line.
fn shown(row: &ValueRow, set: &Setting, most: usize) -> String {
    if row.is_secret {
        return MASK.to_string();
    }
    let text: Vec<u8> = set.text.trim_ascii().to_vec();
    match memchr::memchr(b'\n', &text) {
        Some(end) => safe(&cut(&text[..end], most)) + " …",
        None => safe(&cut(&text, most)),
    }
}

fn cut(text: &[u8], most: usize) -> Vec<u8> {
    let shown = String::from_utf8_lossy(text);
    match shown.char_indices().nth(most) {
        Some((at, _)) => [&shown.as_bytes()[..at], "…".as_bytes()].concat(),
        None => text.to_vec(),
    }
}
