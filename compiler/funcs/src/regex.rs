//! Regular expressions in RE2's syntax (Sprig: regex.go). A bad pattern is an error, but for
//! `regexMatch`; the `must` forms have the shorter text.

use std::rc::Rc;

use nexachart_go::regexp::{Regexp, quote_meta};
use nexachart_go::strconv;
use nexachart_template::{Call, Error, Flow, Func};
use nexachart_value::{List, Str, Type, Value};

use crate::State;

const STRING: Type = Type::String;
const TWO: &[Type] = &[STRING, STRING];
const THREE: &[Type] = &[STRING, STRING, STRING];
const COUNTED: &[Type] = &[STRING, STRING, Type::INT];

type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("regexMatch", TWO, Type::Bool, |c, a| {
        Ok(compile(c, a.string(0)).is_ok_and(|r| r.is_match(a.str(1))).into())
    })
    .doc("Whether the pattern matches somewhere; false for a bad pattern.", &[("{{ regexMatch \"^a+$\" \"aaa\" }}", "true")]),
    Func::new("mustRegexMatch", TWO, Type::Bool, |c, a| Ok(compile(c, a.string(0))?.is_match(a.str(1)).into()))
        .doc("Whether the pattern matches somewhere.", &[("{{ mustRegexMatch \"b\" \"abc\" }}", "true")]),
    Func::new("regexFind", TWO, STRING, |c, a| Ok(find(&*must_compile(c, a.string(0))?, a.str(1))))
        .flow(Flow::Slices)
        .doc("The first match, or an empty text.", &[("{{ regexFind \"[0-9]+\" \"a12b3\" }}", "12")]),
    Func::new("mustRegexFind", TWO, STRING, |c, a| Ok(find(&*compile(c, a.string(0))?, a.str(1))))
        .flow(Flow::Slices)
        .doc("The first match, or an empty text.", &[("{{ mustRegexFind \"[0-9]+\" \"a12b3\" }}", "12")]),
    Func::new("regexFindAll", COUNTED, Type::STRINGS, |c, a| {
        Ok(find_all(&*must_compile(c, a.string(0))?, a.str(1), a.int(2)))
    })
    .flow(Flow::Slices)
    .doc("The matches, at most so many; all for -1. Null where there is none.", &[("{{ regexFindAll \"[0-9]+\" \"a12b3\" -1 }}", "[12 3]")]),
    Func::new("mustRegexFindAll", COUNTED, Type::STRINGS, |c, a| {
        Ok(find_all(&*compile(c, a.string(0))?, a.str(1), a.int(2)))
    })
    .flow(Flow::Slices)
    .doc("The matches, at most so many; all for -1. Null where there is none.", &[("{{ mustRegexFindAll \"[0-9]\" \"a1b2\" 1 }}", "[1]")]),
    Func::new("regexReplaceAll", THREE, STRING, |c, a| {
        Ok(must_compile(c, a.string(0))?.replace_all(a.str(1), a.str(2)).into())
    })
    .doc("The second argument with each match replaced by the third, in which `$1` and `${name}` stand for groups.", &[("{{ regexReplaceAll \"a(x*)b\" \"-ab-axxb-\" \"${1}W\" }}", "-W-xxW-")]),
    Func::new("mustRegexReplaceAll", THREE, STRING, |c, a| {
        Ok(compile(c, a.string(0))?.replace_all(a.str(1), a.str(2)).into())
    })
    .doc("Like `regexReplaceAll`.", &[("{{ mustRegexReplaceAll \"a\" \"banana\" \"o\" }}", "bonono")]),
    Func::new("regexReplaceAllLiteral", THREE, STRING, |c, a| {
        Ok(must_compile(c, a.string(0))?.replace_all_literal(a.str(1), a.str(2)).into())
    })
    .doc("The second argument with each match replaced by the third as it stands.", &[("{{ regexReplaceAllLiteral \"a\" \"banana\" \"$1\" }}", "b$1n$1n$1")]),
    Func::new("mustRegexReplaceAllLiteral", THREE, STRING, |c, a| {
        Ok(compile(c, a.string(0))?.replace_all_literal(a.str(1), a.str(2)).into())
    })
    .doc("Like `regexReplaceAllLiteral`.", &[("{{ mustRegexReplaceAllLiteral \"a\" \"ba\" \"$\" }}", "b$")]),
    Func::new("regexSplit", COUNTED, Type::STRINGS, |c, a| Ok(split(&*must_compile(c, a.string(0))?, a.str(1), a.int(2))))
        .flow(Flow::Slices)
        .doc("The parts between matches, at most so many; all for -1.", &[("{{ regexSplit \"z+\" \"pizza\" -1 }}", "[pi a]")]),
    Func::new("mustRegexSplit", COUNTED, Type::STRINGS, |c, a| Ok(split(&*compile(c, a.string(0))?, a.str(1), a.int(2))))
        .flow(Flow::Slices)
        .doc("The parts between matches, at most so many; all for -1.", &[("{{ mustRegexSplit \",\" \"a,b\" -1 }}", "[a b]")]),
    Func::new("regexQuoteMeta", &[STRING], STRING, |_, a| Ok(quote_meta(a.str(0)).into()))
        .doc("The text as a pattern that matches just it.", &[("{{ regexQuoteMeta \"1.2\" }}", "1\\.2")]),
];

/// The compiled pattern; those met before in this render are kept.
fn compile(call: &mut dyn Call, pattern: Str) -> Result<Rc<Regexp>> {
    let known = State::of(call).and_then(|state| state.patterns.get(&*pattern).cloned());
    if let Some(known) = known {
        return Ok(known);
    }
    let compiled = Rc::new(Regexp::new(&pattern).map_err(|error| Error::new(error.message()))?);
    if let Some(state) = State::of(call) {
        state.patterns.insert(pattern, compiled.clone());
    }
    Ok(compiled)
}

/// With the text of the panic that Go's MustCompile ends in.
fn must_compile(call: &mut dyn Call, pattern: Str) -> Result<Rc<Regexp>> {
    compile(call, pattern.clone()).map_err(|error| {
        let quoted = if strconv::can_backquote(&pattern) {
            [b"`", &*pattern, b"`"].concat()
        } else {
            strconv::quote(&pattern).into_bytes()
        };
        Error::new([b"regexp: Compile(", &*quoted, b"): ", error.message()].concat())
    })
}

fn find(regexp: &Regexp, text: &[u8]) -> Value {
    Value::string(regexp.find(text).unwrap_or_default())
}

fn find_all(regexp: &Regexp, text: &[u8], n: i64) -> Value {
    match regexp.find_all(text, n) {
        found if found.is_empty() => List::nil(Type::STRINGS).into(),
        found => Value::strings(found),
    }
}

fn split(regexp: &Regexp, text: &[u8], n: i64) -> Value {
    match regexp.split(text, n) {
        Some(parts) => Value::strings(parts),
        None => List::nil(Type::STRINGS).into(),
    }
}
