//! What there is to be shown of a comparison, before it is known where.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use nexachart_diff::{Change, Data, Line, Object, Patch, Row, Step, line_diff, yaml};

use super::{Comparison, Which};
use crate::report::safe;

/// An object of a comparison.
pub(super) struct Shown {
    pub sign: Sign,
    /// `Deployment prod/web`
    pub title: String,
    /// The template that printed it.
    pub source: Option<String>,
    /// Where several objects differ alike, which they are, by kind: `Service a, b`. Then this is no single object.
    pub members: Vec<String>,
    /// What differs in it; of one that came or went, all of it as one part without a path.
    pub parts: Vec<Part>,
}

/// A place of an object.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// That of what came or went, [`Sign::Both`] of what changed.
    pub sign: Sign,
    pub path: String,
    pub what: What,
}

/// What is to be said of a place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum What {
    /// A value, on one line.
    Value(String),
    /// A value that became another, both on one line.
    Values(String, String),
    /// Lines.
    Lines(Vec<(Sign, String)>),
    /// A remark.
    Note(String),
    /// A remark that matters little.
    Quiet(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    Both,
    Changed,
    Added,
    Removed,
    /// Lines are left out.
    Gap,
}

/// How many equal lines are shown around those that differ.
const CONTEXT: usize = 2;

/// Of how many items the new order is told.
const NAMES: usize = 20;

/// In how many objects the same has to differ to be told once.
const ALIKE: usize = 3;

/// What differs alike in several objects, told once, and the rest as [`objects`] has it.
pub(super) fn groups(comparison: &Comparison) -> Vec<Shown> {
    let mut objects = objects(comparison);
    let mut places: BTreeMap<&Part, Vec<usize>> = BTreeMap::new();
    for (at, object) in objects.iter().enumerate().filter(|(_, object)| object.sign == Sign::Changed) {
        for part in &object.parts {
            places.entry(part).or_default().push(at);
        }
    }
    // Which objects need not be shown any more.
    let mut told = vec![false; objects.len()];
    // By the objects, the largest group first.
    let mut groups: BTreeMap<(Reverse<usize>, Vec<usize>), Vec<Part>> = BTreeMap::new();
    for (part, members) in places.into_iter().filter(|(_, members)| members.len() >= ALIKE) {
        groups.entry((Reverse(members.len()), members)).or_default().push(part.clone());
    }
    let mut shown = Vec::new();
    for ((Reverse(count), members), parts) in groups {
        let titles = members.iter().map(|&at| objects[at].title.as_str());
        let members_by_kind = by_kind(titles);
        for &at in &members {
            objects[at].parts.retain(|part| parts.binary_search(part).is_err());
            told[at] |= objects[at].parts.is_empty();
        }
        let title = format!("{count} objects alike");
        shown.push(Shown { sign: Sign::Changed, title, source: None, members: members_by_kind, parts });
    }
    // One whose name alone differs has no parts, and its title says it.
    shown.extend(objects.into_iter().zip(told).filter(|(_, told)| !told).map(|(object, _)| object));
    shown
}

/// `Service a, b` of `Service a` and `Service b`.
fn by_kind<'t>(titles: impl Iterator<Item = &'t str>) -> Vec<String> {
    let mut kinds: Vec<(&str, String)> = Vec::new();
    for title in titles {
        let (kind, name) = title.split_once(' ').unwrap_or((title, ""));
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, line)) => line.push_str(&format!(", {name}")),
            None => kinds.push((kind, title.to_string())),
        }
    }
    kinds.into_iter().map(|(_, line)| line).collect()
}

/// The objects that differ: first those that changed, then what came, then what went.
pub(super) fn objects(comparison: &Comparison) -> Vec<Shown> {
    let objects = &comparison.diff.objects;
    // Not those of which only the order of a list differs that nobody minds.
    let changed = objects.changed.iter().filter(|changed| !changed.patch.is_quiet());
    let changed = changed.map(|changed| Which::Changed(changed.old, changed.new));
    let added = objects.added.iter().map(|added| Which::Added(added.at));
    let removed = objects.removed.iter().map(|removed| Which::Removed(removed.at));
    let all = changed.chain(added).chain(removed);
    all.filter_map(|which| object(comparison, which)).collect()
}

/// What differs in an object; nothing if it is none of those that differ.
pub(super) fn object(comparison: &Comparison, which: Which) -> Option<Shown> {
    let mut shown = match which {
        Which::Changed(from, to) => {
            let (old, new) = (comparison.old.get(from)?, comparison.new.get(to)?);
            let all = &comparison.diff.objects.changed;
            let changed = &all[all.binary_search_by_key(&from, |changed| changed.old).ok()?];
            let mut parts = parts(&changed.patch);
            let title = match (&old.id, &new.id) {
                (from, to) if from.to_string() == to.to_string() => to.to_string(),
                (from, to) if from.kind == to.kind => {
                    // The title says that, and nothing more has to.
                    parts
                        .retain(|part| !matches!(part.path.as_str(), "metadata.name" | "metadata.namespace"));
                    format!("{from} → {}", to.place())
                }
                (from, to) => format!("{from} → {to}"),
            };
            Shown { sign: Sign::Changed, title, parts, ..head(new) }
        }
        Which::Added(at) => whole(comparison.new.get(at)?, Sign::Added),
        Which::Removed(at) => whole(comparison.old.get(at)?, Sign::Removed),
    };
    shown.title = safe(shown.title.as_bytes()).replace('\n', " ");
    shown.source = shown.source.map(|source| safe(source.as_bytes()).replace('\n', " "));
    Some(shown)
}

fn head(object: &Object) -> Shown {
    let title = object.id.to_string();
    Shown { sign: Sign::Both, title, source: object.source.clone(), members: Vec::new(), parts: Vec::new() }
}

fn whole(object: &Object, sign: Sign) -> Shown {
    let mut lines = Vec::new();
    if let Some(problem) = &object.problem {
        lines.push((Sign::Both, format!("this is no object: {}", safe(problem.as_bytes()))));
    }
    match &object.body {
        Data::Text(text) => block(&mut lines, text, sign),
        body => block(&mut lines, &yaml(body), sign),
    }
    Shown { sign, parts: vec![Part { sign, path: String::new(), what: What::Lines(lines) }], ..head(object) }
}

fn parts(patch: &Patch) -> Vec<Part> {
    let rows = patch.rows();
    let mut parts = Vec::new();
    let mut rest = &rows[..];
    while let [first, more @ ..] = rest {
        let run = 1 + more
            .iter()
            .take_while(|row| in_list(row).is_some() && in_list(row) == in_list(first))
            .count();
        if run > 1 {
            let (steps, lines) = (in_list(first).unwrap_or_default(), items(&rest[..run]));
            let path = path(&nexachart_diff::Path(steps.to_vec()));
            parts.push(Part { sign: Sign::Both, path, what: What::Lines(lines) });
        } else {
            parts.push(part(first));
        }
        rest = &rest[run..];
    }
    parts
}

/// The list in which a row has an item that is found by its place, and comes or goes or fits on a line.
fn in_list<'r>(row: &'r Row<'_>) -> Option<&'r [Step]> {
    let [list @ .., Step::Index(_)] = &row.path.0[..] else { return None };
    let told = match &row.change {
        Change::Added { .. } | Change::Removed { .. } => true,
        Change::Replaced { old, new } => is_short(old) && is_short(new),
        Change::Order { .. } => false,
    };
    told.then_some(list)
}

/// The lines of rows of one [`in_list`]: values as they are if each fits on a line, and else as items of YAML.
fn items(rows: &[Row<'_>]) -> Vec<(Sign, String)> {
    let values: Vec<(Sign, &Data)> = rows
        .iter()
        .flat_map(|row| match row.change {
            Change::Added { new } => vec![(Sign::Added, new)],
            Change::Removed { old } => vec![(Sign::Removed, old)],
            Change::Replaced { old, new } => vec![(Sign::Removed, old), (Sign::Added, new)],
            Change::Order { .. } => Vec::new(),
        })
        .collect();
    let short = values.iter().all(|(_, value)| is_short(value));
    let mut lines = Vec::new();
    for (sign, value) in values {
        match short {
            true => lines.push((sign, line(value))),
            false => block(&mut lines, &yaml(&Data::List(vec![value.clone()])), sign),
        }
    }
    lines
}

fn part(row: &Row<'_>) -> Part {
    let (sign, what) = match &row.change {
        Change::Added { new } => (Sign::Added, one(new, Sign::Added)),
        Change::Removed { old } => (Sign::Removed, one(old, Sign::Removed)),
        Change::Replaced { old, new } => (Sign::Both, both(old, new)),
        Change::Order { new, quiet: true } => {
            (Sign::Both, What::Quiet(format!("order of {} items", new.len())))
        }
        Change::Order { new, .. } => {
            let shown = new.iter().take(NAMES).map(|name| safe(name.as_bytes()).replace('\n', " "));
            let shown = shown.collect::<Vec<_>>().join(", ");
            let more =
                if new.len() > NAMES { format!(" … {} more", new.len() - NAMES) } else { String::new() };
            (Sign::Both, What::Note(format!("now in the order {shown}{more}")))
        }
    };
    Part { sign, path: path(&row.path), what }
}

fn path(path: &nexachart_diff::Path) -> String {
    let path = safe(path.to_string().as_bytes()).replace('\n', "\\n");
    if path.is_empty() { "(all of it)".into() } else { path }
}

fn one(data: &Data, sign: Sign) -> What {
    if is_short(data) {
        return What::Value(line(data));
    }
    let mut lines = Vec::new();
    match text(data) {
        Some(text) => block(&mut lines, text, sign),
        None => block(&mut lines, &yaml(data), sign),
    }
    What::Lines(lines)
}

fn both(old: &Data, new: &Data) -> What {
    if let (Data::Hidden(a), Data::Hidden(b)) = (old, new)
        && a.shown() == b.shown()
    {
        let mask = a.shown().strip_suffix(')').filter(|mask| mask.starts_with('(') && !mask.contains('\n'));
        return What::Note(match mask {
            Some(mask) => format!("{}, changed)", safe(mask.as_bytes())),
            None => "a secret in this text changed".into(),
        });
    }
    if is_short(old) && is_short(new) {
        return What::Values(line(old), line(new));
    }
    let written = |data: &Data| text(data).map_or_else(|| yaml(data), str::to_string);
    let (a, b) = (written(old), written(new));
    if a.trim_end_matches('\n') == b.trim_end_matches('\n') && text(old).is_some() == text(new).is_some() {
        let feeds = |text: &str| text.len() - text.trim_end_matches('\n').len();
        return What::Note(format!("{} line feeds at the end → {}", feeds(&a), feeds(&b)));
    }
    let lines = line_diff(&a, &b, CONTEXT).into_iter().map(|line| match line {
        Line::Both(text) => (Sign::Both, safe(text.as_bytes())),
        Line::Old(text) => (Sign::Removed, blanks(text)),
        Line::New(text) => (Sign::Added, blanks(text)),
        Line::Gap(count) => (Sign::Gap, count.to_string()),
    });
    What::Lines(lines.collect())
}

/// A line with blanks at its end made visible.
fn blanks(line: &str) -> String {
    let text = line.trim_end_matches(' ');
    let mut shown = safe(text.as_bytes());
    shown.extend(std::iter::repeat_n('·', line.len() - text.len()));
    shown
}

fn block(lines: &mut Vec<(Sign, String)>, text: &str, sign: Sign) {
    lines.extend(text.lines().map(|line| (sign, safe(line.as_bytes()))));
}

/// What is shown as it is: a text, or a mask.
fn text(data: &Data) -> Option<&str> {
    match data {
        Data::Text(text) => Some(text),
        Data::Hidden(hidden) => Some(hidden.shown()),
        _ => None,
    }
}

fn is_short(data: &Data) -> bool {
    match data {
        Data::List(items) => items.is_empty(),
        Data::Map(map) => map.is_empty(),
        data => text(data).is_none_or(|text| !text.trim_end_matches('\n').contains('\n')),
    }
}

fn line(data: &Data) -> String {
    safe(data.one_line().as_bytes()).replace('\n', "\\n")
}
