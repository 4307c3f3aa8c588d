//! Templates: text, actions, control structures.

use crate::expression::{operand, pipeline};
use crate::kind::{Kind, constant, quoted};
use crate::random::Random;
use crate::scope::Scope;

/// A template file of some statements, with `define`s in front, their names added to the scope.
pub fn file(scope: &mut Scope, r: &mut Random) -> String {
    let mut out = String::new();
    for _ in 0..r.below(3) {
        // Two of one name in a file are an error.
        let name = format!(
            "{}{}",
            r.one(&["h.a", "h.b", "app.name", "x y"]),
            if r.chance(5) { 0 } else { r.below(1000) }
        );
        // Only what is there before can be included, so that nothing goes round.
        let body = statements(scope, 2, 1 + r.below(3), r);
        out.push_str(&format!(
            "{{{{{} define \"{name}\" {}}}}}{body}{{{{ end }}}}\n",
            r.one(&["-", ""]),
            r.one(&["-", ""])
        ));
        if !scope.templates.contains(&name) {
            scope.templates.push(name);
        }
    }
    let count = 1 + r.below(6);
    out.push_str(&statements(scope, 3, count, r));
    if r.chance(4) { broken(&out, r) } else { out }
}

/// A template of a statement or two.
pub fn small(scope: &Scope, depth: u32, r: &mut Random) -> String {
    let count = 1 + r.below(2);
    statements(scope, depth, count, r)
}

/// The same text with something cut out, put in, or said twice.
fn broken(text: &str, r: &mut Random) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    let at = r.below(chars.len().max(1));
    match r.below(3) {
        0 => drop(chars.drain(at..(at + 1 + r.below(3)).min(chars.len()))),
        1 => {
            let piece = r.one(&[
                "{{",
                "}}",
                "{{-",
                "\"",
                "(",
                ")",
                "|",
                "$",
                ".",
                "end",
                "{{ else }}",
                "{{/*",
                "`",
                "'",
                ":=",
                "\n",
            ]);
            chars.splice(at.min(chars.len())..at.min(chars.len()), piece.chars());
        }
        _ => chars.truncate(at),
    }
    chars.into_iter().collect()
}

fn statements(scope: &Scope, depth: u32, count: usize, r: &mut Random) -> String {
    let mut scope = scope.clone();
    (0..count).map(|_| statement(&mut scope, depth, r)).collect()
}

/// An action with its delimiters, which trim now and then.
fn action(content: &str, r: &mut Random) -> String {
    let left = r.one(&["{{ ", "{{ ", "{{ ", "{{- ", "{{"]);
    let right = r.one(&[" }}", " }}", " }}", " -}}", "}}"]);
    format!("{left}{content}{right}")
}

fn statement(scope: &mut Scope, depth: u32, r: &mut Random) -> String {
    match r.below(if depth == 0 { 9 } else { 20 }) {
        0 | 1 => text(r),
        2..=5 => {
            let content = match r.below(4) {
                0 => operand(Kind::Any, scope, 2, r),
                _ => pipeline(None, scope, 2, r),
            };
            action(&content, r)
        }
        6 => {
            let value = operand(if r.chance(50) { Kind::Map } else { Kind::Any }, scope, 1, r);
            let writer = r.one(&[
                "toYaml",
                "toJson",
                "toYamlPretty",
                "toPrettyJson",
                "toRawJson",
                "toYaml | nindent 2",
                "toYaml | indent 4",
                "quote",
                "toString",
                "toToml",
            ]);
            format!("k: {}\n", action(&format!("{value} | {writer}"), r))
        }
        7 => {
            let name = format!("${}", r.one(&["x", "y", "z", "item"]));
            let kind = [Kind::Text, Kind::Int, Kind::Map, Kind::List, Kind::Any][r.below(5)];
            let value = operand(kind, scope, 2, r);
            let known = scope.variables.iter_mut().find(|(known, _)| *known == name);
            let sign = if known.is_some() && r.chance(50) { "=" } else { ":=" };
            match known {
                Some((_, of)) => *of = kind,
                None => scope.variables.push((name.clone(), kind)),
            }
            action(&format!("{name} {sign} {value}"), r)
        }
        8 => match r.below(12) {
            0 => action(&format!("fail {}", operand(Kind::Text, scope, 1, r)), r),
            1 => action(
                &format!("required {} {}", operand(Kind::Text, scope, 0, r), operand(Kind::Any, scope, 1, r)),
                r,
            ),
            2 => "{{/* a comment */}}".into(),
            3 => "{{- /* a comment */ -}}".into(),
            _ => text(r),
        },
        9..=11 => branch("if", scope, depth, r),
        12 | 13 => branch("with", scope, depth, r),
        14..=17 => range(scope, depth, r),
        18 => {
            if !scope.templates.is_empty() && r.chance(70) {
                let name = scope.templates[r.below(scope.templates.len())].clone();
                let dot = r.one(&["$", ".", ""]);
                return action(&format!("template \"{name}\" {dot}"), r);
            }
            let body =
                statements(&Scope { variables: Vec::new(), dot: None, ..scope.clone() }, depth - 1, 1, r);
            format!(
                "{}{body}{}",
                action(&format!("block \"blk{}\" $", if r.chance(5) { 0 } else { r.below(10_000) }), r),
                action("end", r)
            )
        }
        _ => {
            let inner = small(&Scope { dot: None, variables: Vec::new(), ..scope.clone() }, depth - 1, r);
            let inner = quoted(&inner, r);
            action(&format!("tpl {inner} $"), r)
        }
    }
}

fn branch(word: &str, scope: &mut Scope, depth: u32, r: &mut Random) -> String {
    let kind = [Kind::Bool, Kind::Any, Kind::Text, Kind::Map][r.below(4)];
    let condition = |kind, scope: &Scope, r: &mut Random| {
        let value = operand(kind, scope, 2, r);
        if r.chance(15) { format!("$v := {value}") } else { value }
    };
    let inside = |scope: &Scope, r: &mut Random| {
        let dot = if word == "with" { Some(kind) } else { scope.dot };
        let inner = Scope { dot, ..scope.clone() };
        let count = 1 + r.below(2);
        statements(&inner, depth - 1, count, r)
    };
    let mut out = action(&format!("{word} {}", condition(kind, scope, r)), r) + &inside(scope, r);
    if r.chance(20) {
        out += &action(&format!("else {word} {}", condition(kind, scope, r)), r);
        out += &inside(scope, r);
    }
    if r.chance(40) {
        out += &action("else", r);
        out += &statements(scope, depth - 1, 1, r);
    }
    out + &action("end", r)
}

fn range(scope: &mut Scope, depth: u32, r: &mut Random) -> String {
    let kind = if r.chance(scope.misfits) {
        Kind::Text
    } else {
        [Kind::List, Kind::List, Kind::Map, Kind::Small, Kind::Texts][r.below(5)]
    };
    // A number that is ranged over by mistake can be large, and Helm then takes its time.
    let value = operand(kind, &Scope { misfits: 0, ..scope.clone() }, 1, r);
    let (head, variables) = match r.below(4) {
        0 if kind != Kind::Small => (
            format!("$i, $v := {value}"),
            vec![
                ("$i".into(), if kind == Kind::Map { Kind::Text } else { Kind::Exact }),
                ("$v".into(), Kind::Any),
            ],
        ),
        1 => (format!("$v := {value}"), vec![("$v".into(), Kind::Any)]),
        _ => (value, Vec::new()),
    };
    let mut inner =
        Scope { dot: Some(if kind == Kind::Texts { Kind::Text } else { Kind::Any }), ..scope.clone() };
    inner.variables.extend(variables);
    let count = 1 + r.below(2);
    let mut body = statements(&inner, depth - 1, count, r);
    if r.chance(20) {
        let stop = action(r.one(&["break", "continue"]), r);
        body += &if r.chance(70) {
            format!("{{{{ if {} }}}}{stop}{{{{ end }}}}", operand(Kind::Bool, &inner, 1, r))
        } else {
            stop
        };
        body += &text(r);
    }
    let mut out = action(&format!("range {head}"), r) + &body;
    if r.chance(30) {
        out += &action("else", r);
        out += &statements(scope, depth - 1, 1, r);
    }
    out + &action("end", r)
}

/// Text between actions, as it stands in charts.
fn text(r: &mut Random) -> String {
    match r.below(4) {
        0 => r.one(&["\n", " ", "  \n", "\n\n", "\t", ""]).into(),
        1 => format!("{}: ", r.one(&["a", "key", "name", "spec"])),
        2 => r
            .one(&[
                "- item\n",
                "# comment\n",
                "---\n",
                "kind: Pod\nmetadata:\n  name: x\n",
                "apiVersion: v1\n",
                "{ ",
                "}",
                "{ { ",
                "text\n",
                "<no value>",
                "ü\n",
            ])
            .into(),
        _ => constant(Kind::Text, r).unwrap_or_default(),
    }
}
