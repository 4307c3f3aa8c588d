//! Pipelines: functions and what they are given.

use std::sync::LazyLock;

use nexachart_funcs::FAMILIES;
use nexachart_template::{Effect, Func};

use crate::kind::{Kind, constant, quoted};
use crate::random::Random;
use crate::scope::Scope;
use crate::template;

/// A function with a name, and the kind of its result.
struct Entry {
    name: &'static str,
    func: &'static Func,
    result: Kind,
}

/// The functions that give the same each time. Those of times do when they are given one.
static FUNCTIONS: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let repeatable = |func: &Func| match func.effect {
        Effect::Pure | Effect::Templates | Effect::Writes | Effect::Network | Effect::Cluster => true,
        Effect::Clock => !matches!(func.name, "now" | "ago"),
        Effect::Random => false,
    };
    // What ends the render is made on purpose elsewhere; `call` has nothing to call.
    let wanted = |func: &&Func| {
        repeatable(func) && !matches!(func.name, "fail" | "call" | "buildCustomCert" | "decryptAES")
    };
    let funcs = FAMILIES.iter().flat_map(|(_, funcs)| funcs.iter()).filter(wanted);
    funcs
        .flat_map(|func| {
            let result = Kind::of(func.result);
            [func.name].into_iter().chain(func.aliases.iter().copied()).map(move |name| Entry {
                name,
                func,
                result,
            })
        })
        .collect()
});

/// An operand of a kind: a constant, a name, a call in parentheses.
pub fn operand(kind: Kind, scope: &Scope, depth: u32, r: &mut Random) -> String {
    let mut kind = kind;
    if kind.may_be_missed() && r.chance(scope.misfits) {
        kind = Kind::Any;
    }
    if kind == Kind::Any {
        let kinds = [
            Kind::Text,
            Kind::Int,
            Kind::Float,
            Kind::Bool,
            Kind::List,
            Kind::Map,
            Kind::Texts,
            Kind::Version,
        ];
        if r.chance(2) {
            return "nil".into();
        }
        if depth > 0 && r.chance(30) {
            return call(None, scope, depth, r);
        }
        kind = kinds[r.below(kinds.len())];
    }
    if kind.may_be_missed() && r.chance(45) {
        let names = scope.names(kind);
        if !names.is_empty() {
            return names[r.below(names.len())].clone();
        }
    }
    let plain = depth == 0 || !kind.may_be_missed() || r.chance(50);
    if plain && let Some(constant) = constant(kind, r) {
        return constant;
    }
    match kind {
        Kind::List | Kind::Texts if plain => {
            let items: Vec<String> = (0..r.below(4))
                .map(|_| match kind {
                    Kind::Texts => operand(Kind::Text, scope, 0, r),
                    _ => operand(
                        [Kind::Text, Kind::Int, Kind::Any][r.below(3)],
                        scope,
                        depth.saturating_sub(1),
                        r,
                    ),
                })
                .collect();
            format!("(list {})", items.join(" ")).replace("(list )", "list")
        }
        Kind::Map if plain => {
            let pairs: Vec<String> = (0..r.below(3))
                .map(|_| {
                    let key = constant(Kind::Key, r).unwrap_or_default();
                    format!(" {key} {}", operand(Kind::Any, scope, depth.saturating_sub(1), r))
                })
                .collect();
            format!("(dict{})", pairs.concat())
        }
        Kind::Exact if plain || r.chance(50) => {
            let inner =
                operand([Kind::List, Kind::Map, Kind::Text][r.below(3)], scope, depth.saturating_sub(1), r);
            format!("(len {inner})")
        }
        Kind::Moment => {
            format!(
                "(toDate \"2006-01-02 15:04\" \"{}\")",
                r.one(&["2024-02-29 13:14", "1999-12-31 00:00", "0001-01-01 00:00"])
            )
        }
        Kind::Time if r.chance(60) => {
            format!(
                "(toDate \"2006-01-02 15:04\" \"{}\")",
                r.one(&["2024-02-29 13:14", "1999-12-31 00:00", "0001-01-01 00:00"])
            )
        }
        Kind::Time => r.one(&["0", "1700000000", "86399", "-1"]).into(),
        Kind::Version if plain => format!("(semver {})", constant(Kind::VersionText, r).unwrap_or_default()),
        Kind::UrlMap => {
            let part = |r: &mut Random| r.one(&["http", "h:80", "/p", "a=b", "f", ""]).to_string();
            format!(
                "(dict \"scheme\" \"{}\" \"host\" \"{}\" \"path\" \"{}\" \"query\" \"{}\")",
                part(r),
                part(r),
                part(r),
                part(r)
            )
        }
        Kind::Template => {
            let inner = Scope { dot: None, ..scope.clone() };
            let text = template::small(&inner, depth.min(1), r);
            quoted(&text, r)
        }
        kind => call(Some(kind), scope, depth, r),
    }
}

/// A call in parentheses, of a function that gives this kind if there is one.
fn call(kind: Option<Kind>, scope: &Scope, depth: u32, r: &mut Random) -> String {
    format!("({})", pipeline(kind, scope, depth.saturating_sub(1), r))
}

/// A pipeline: a call, sometimes handed on to others.
pub fn pipeline(kind: Option<Kind>, scope: &Scope, depth: u32, r: &mut Random) -> String {
    let (mut text, mut result) = one_call(kind, None, scope, depth, r);
    // What the last one gives is what is wanted, so a wanted kind ends it.
    while kind.is_none() && r.chance(25) && text.len() < 300 {
        (text, result) = one_call(None, Some((&text, result)), scope, depth, r);
    }
    text
}

/// A call without parentheses, and what it gives.
fn one_call(
    kind: Option<Kind>,
    piped: Option<(&str, Kind)>,
    scope: &Scope,
    depth: u32,
    r: &mut Random,
) -> (String, Kind) {
    if piped.is_none()
        && kind.is_none_or(|kind| kind.plain() == Kind::Text)
        && r.chance(6)
        && !scope.templates.is_empty()
    {
        let name = scope.templates[r.below(scope.templates.len())].clone();
        let dot = if r.chance(80) { "$".to_string() } else { operand(Kind::Any, scope, depth.min(1), r) };
        return (format!("include \"{name}\" {dot}"), Kind::Text);
    }
    let misfit = r.chance(scope.misfits);
    let entry = loop {
        let entry = &FUNCTIONS[r.below(FUNCTIONS.len())];
        let fits = match kind {
            Some(kind) => kind.takes(entry.result) || entry.result == Kind::Any && r.chance(3),
            None => true,
        };
        // The piped value comes last.
        let takes = piped.is_none_or(|(_, given)| {
            !entry.func.params.is_empty()
                && last(entry).may_be_missed()
                && (misfit || last(entry).takes(given))
        });
        if fits && takes {
            break entry;
        }
    };
    let func = entry.func;
    let mut count = func.params.len();
    match entry.name {
        "dict" => count = 2 * r.below(4),
        "dig" => count = 3 + r.below(2),
        _ if func.variadic => count = (count + r.below(4)).saturating_sub(usize::from(r.chance(30))),
        _ => {}
    }
    if r.chance(scope.misfits / 3) {
        count = (count + r.below(3)).saturating_sub(1);
    }
    let given = count - usize::from(piped.is_some() && count > 0);
    let mut text = entry.name.to_string();
    for i in 0..given {
        text.push(' ');
        let argument = operand(parameter(entry, i, count), scope, depth.saturating_sub(1), r);
        // A map that is put into itself has no end, and Helm's process ends where one is written.
        match entry.func.effect == Effect::Writes && parameter(entry, i, count) == Kind::Map && !r.chance(3) {
            true => text.push_str(&format!("(deepCopy {argument})")),
            false => text.push_str(&argument),
        }
    }
    // Helm has these in the order of a Go map, which is any.
    if entry.name == "keys" || entry.name == "values" {
        text = format!("{text} | sortAlpha");
    }
    match piped {
        Some((before, _)) => (format!("{before} | {text}"), entry.result),
        None => (text, entry.result),
    }
}

/// The kind of one of so many arguments.
fn parameter(entry: &Entry, i: usize, count: usize) -> Kind {
    let Some(kinds) = Kind::of_function(entry.name) else {
        return entry.func.params.get(i).or(entry.func.params.last()).map_or(Kind::Any, |ty| Kind::of(*ty));
    };
    match entry.name {
        "dict" => kinds[i % 2],
        "dig" if i + 1 == count => Kind::Map,
        "dig" if i + 2 == count => Kind::Any,
        "dig" => Kind::Key,
        _ => *kinds.get(i).or(kinds.last()).unwrap_or(&Kind::Any),
    }
}

/// The kind of the last argument.
fn last(entry: &Entry) -> Kind {
    let count = entry.func.params.len();
    parameter(entry, count.saturating_sub(1), count)
}
