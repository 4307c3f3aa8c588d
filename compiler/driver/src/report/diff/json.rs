//! Differences as JSON.

use nexachart_diff::{Change, Data, Id, Object, Row, Step};
use serde::Serialize;

use super::Comparison;
use crate::report::safe::is_hidden;

/// The whole.
#[derive(Serialize)]
struct Report<'a> {
    equal: bool,
    comparisons: Vec<Compared<'a>>,
}

#[derive(Serialize)]
struct Compared<'a> {
    name: &'a str,
    from: &'a str,
    to: &'a str,
    equal: bool,
    changed: Vec<ChangedObject<'a>>,
    added: Vec<Whole<'a>>,
    removed: Vec<Whole<'a>>,
}

#[derive(Serialize)]
struct ChangedObject<'a> {
    object: &'a Id,
    /// What it was called before, where that is something else.
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'a Id>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    /// Whether nothing differs but an order that nobody minds.
    quiet: bool,
    places: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Whole<'a> {
    object: &'a Id,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    body: &'a Data,
    /// Why the document cannot be read; it is a text then.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct Place<'a> {
    path: String,
    /// Keys as texts, places in lists as numbers, items by what tells them apart as `{"item": "web"}`.
    steps: Vec<Step>,
    #[serde(flatten)]
    change: Change<'a>,
    /// Whether a value is under a mask: then old and new may look alike.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    masked: bool,
}

/// One object on one line. Whatever a terminal or a CI system could take for a command is written as `\uXXXX`.
pub(super) fn show(comparisons: &[Comparison]) -> String {
    let equal = comparisons.iter().all(Comparison::is_equal);
    let report = Report { equal, comparisons: comparisons.iter().map(compared).collect() };
    // Maps have texts as keys and numbers are finite: there is nothing that could fail.
    let text = serde_json::to_string(&report).unwrap_or_default();
    let mut out = String::with_capacity(text.len() + 1);
    let mut previous = ' ';
    for c in text.chars() {
        // Such characters are in JSON's texts alone.
        if is_hidden(c) || c == '#' && previous == '#' {
            let mut units = [0; 2];
            c.encode_utf16(&mut units).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
        previous = c;
    }
    out.push('\n');
    out
}

fn compared(comparison: &Comparison) -> Compared<'_> {
    let objects = &comparison.diff.objects;
    Compared {
        name: &comparison.name,
        from: &comparison.from,
        to: &comparison.to,
        equal: comparison.is_equal(),
        changed: objects
            .changed
            .iter()
            .map(|changed| ChangedObject {
                object: &comparison.new[changed.new].id,
                was: Some(&comparison.old[changed.old].id)
                    .filter(|was| **was != comparison.new[changed.new].id),
                source: comparison.new[changed.new].source.as_deref(),
                quiet: changed.patch.is_quiet(),
                places: changed.patch.rows().into_iter().map(place).collect(),
            })
            .collect(),
        added: objects.added.iter().map(|added| whole(&added.what)).collect(),
        removed: objects.removed.iter().map(|removed| whole(&removed.what)).collect(),
    }
}

fn whole(object: &Object) -> Whole<'_> {
    Whole {
        object: &object.id,
        source: object.source.as_deref(),
        body: &object.body,
        problem: object.problem.as_deref(),
    }
}

fn place<'a>(row: Row<'a>) -> Place<'a> {
    let masked = |data: &Data| matches!(data, Data::Hidden(_));
    let masked = match &row.change {
        Change::Added { new } => masked(new),
        Change::Removed { old } => masked(old),
        Change::Replaced { old, new } => masked(old) || masked(new),
        Change::Order { .. } => false,
    };
    Place { path: row.path.to_string(), steps: row.path.0, change: row.change, masked }
}
