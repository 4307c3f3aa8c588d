//! Regular expressions in RE2's syntax (Sprig: regex.go). A bad pattern is an error, but for
//! `regexMatch`; the `must` forms have the shorter text.

use std::rc::Rc;

use nexachart_go::regexp::{Regexp, quote_meta};
use nexachart_go::strconv;
use nexachart_source::Budget;
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
        match compile(c, a.string(0), a.str(1)) {
            Err(error) if error.is_budget() => Err(error),
            regexp => Ok(regexp.is_ok_and(|r| r.is_match(a.str(1))).into()),
        }
    })
    .doc("Whether the pattern matches somewhere; false for a bad pattern.", &[("{{ regexMatch \"^a+$\" \"aaa\" }}", "true")]),
    Func::new("mustRegexMatch", TWO, Type::Bool, |c, a| Ok(compile(c, a.string(0), a.str(1))?.is_match(a.str(1)).into()))
        .doc("Whether the pattern matches somewhere.", &[("{{ mustRegexMatch \"b\" \"abc\" }}", "true")]),
    Func::new("regexFind", TWO, STRING, |c, a| Ok(find(&*must_compile(c, a.string(0), a.str(1))?, a.str(1))))
        .flow(Flow::Slices)
        .doc("The first match, or an empty text.", &[("{{ regexFind \"[0-9]+\" \"a12b3\" }}", "12")]),
    Func::new("mustRegexFind", TWO, STRING, |c, a| Ok(find(&*compile(c, a.string(0), a.str(1))?, a.str(1))))
        .flow(Flow::Slices)
        .doc("The first match, or an empty text.", &[("{{ mustRegexFind \"[0-9]+\" \"a12b3\" }}", "12")]),
    Func::new("regexFindAll", COUNTED, Type::STRINGS, |c, a| {
        find_all(&*must_compile(c, a.string(0), a.str(1))?, c, a.str(1), a.int(2))
    })
    .flow(Flow::Slices)
    .doc("The matches, at most so many; all for -1. Null where there is none.", &[("{{ regexFindAll \"[0-9]+\" \"a12b3\" -1 }}", "[12 3]")]),
    Func::new("mustRegexFindAll", COUNTED, Type::STRINGS, |c, a| {
        find_all(&*compile(c, a.string(0), a.str(1))?, c, a.str(1), a.int(2))
    })
    .flow(Flow::Slices)
    .doc("The matches, at most so many; all for -1. Null where there is none.", &[("{{ mustRegexFindAll \"[0-9]\" \"a1b2\" 1 }}", "[1]")]),
    Func::new("regexReplaceAll", THREE, STRING, |c, a| {
        let regexp = must_compile(c, a.string(0), a.str(1))?;
        replaced(c, regexp.replace_all_within(a.str(1), a.str(2), most(c)))
    })
    .doc("The second argument with each match replaced by the third, in which `$1` and `${name}` stand for groups.", &[("{{ regexReplaceAll \"a(x*)b\" \"-ab-axxb-\" \"${1}W\" }}", "-W-xxW-")]),
    Func::new("mustRegexReplaceAll", THREE, STRING, |c, a| {
        let regexp = compile(c, a.string(0), a.str(1))?;
        replaced(c, regexp.replace_all_within(a.str(1), a.str(2), most(c)))
    })
    .doc("Like `regexReplaceAll`.", &[("{{ mustRegexReplaceAll \"a\" \"banana\" \"o\" }}", "bonono")]),
    Func::new("regexReplaceAllLiteral", THREE, STRING, |c, a| {
        let regexp = must_compile(c, a.string(0), a.str(1))?;
        replaced(c, regexp.replace_all_literal_within(a.str(1), a.str(2), most(c)))
    })
    .doc("The second argument with each match replaced by the third as it stands.", &[("{{ regexReplaceAllLiteral \"a\" \"banana\" \"$1\" }}", "b$1n$1n$1")]),
    Func::new("mustRegexReplaceAllLiteral", THREE, STRING, |c, a| {
        let regexp = compile(c, a.string(0), a.str(1))?;
        replaced(c, regexp.replace_all_literal_within(a.str(1), a.str(2), most(c)))
    })
    .doc("Like `regexReplaceAllLiteral`.", &[("{{ mustRegexReplaceAllLiteral \"a\" \"ba\" \"$\" }}", "b$")]),
    Func::new("regexSplit", COUNTED, Type::STRINGS, |c, a| {
        split(&*must_compile(c, a.string(0), a.str(1))?, c, a.str(1), a.int(2))
    })
        .flow(Flow::Slices)
        .doc("The parts between matches, at most so many; all for -1.", &[("{{ regexSplit \"z+\" \"pizza\" -1 }}", "[pi a]")]),
    Func::new("mustRegexSplit", COUNTED, Type::STRINGS, |c, a| {
        split(&*compile(c, a.string(0), a.str(1))?, c, a.str(1), a.int(2))
    })
        .flow(Flow::Slices)
        .doc("The parts between matches, at most so many; all for -1.", &[("{{ mustRegexSplit \",\" \"a,b\" -1 }}", "[a b]")]),
    Func::new("regexQuoteMeta", &[STRING], STRING, |_, a| Ok(quote_meta(a.str(0)).into()))
        .doc("The text as a pattern that matches just it.", &[("{{ regexQuoteMeta \"1.2\" }}", "1\\.2")]),
];

/// So many bytes of compiled patterns are kept.
const KEPT: usize = 16 << 20;

/// The compiled pattern, for use on `text`; those met before in this render are kept.
fn compile(call: &mut dyn Call, pattern: Str, text: &[u8]) -> Result<Rc<Regexp>> {
    let known = State::of(call).and_then(|state| state.patterns.get(&*pattern).cloned());
    let regexp = match known {
        Some(known) => known,
        None => {
            call.spend(Budget::Steps, pattern.len() as u64)?;
            let compiled = Rc::new(Regexp::new(&pattern).map_err(|error| Error::new(error.message()))?);
            call.spend(Budget::Steps, compiled.size() as u64 / 8)?;
            if let Some(state) = State::of(call) {
                state.keep(pattern, &compiled, KEPT);
            }
            compiled
        }
    };
    // In the worst case the engine is in every state of the pattern at every byte.
    let states = regexp.size() as u64 / 4096;
    call.spend(Budget::Steps, states.saturating_mul(text.len() as u64) / 16)?;
    if regexp.is_far_sighted() && text.len() > 1024 {
        let most = call.budgets()[Budget::Steps].saturating_mul(32);
        let scanned = regexp.scanned(text, most).ok_or_else(|| call.budgets().exceeded(Budget::Steps))?;
        call.spend(Budget::Steps, scanned / 32)?;
    }
    Ok(regexp)
}

/// How long a text may become.
fn most(call: &dyn Call) -> usize {
    usize::try_from(call.budgets()[Budget::Text]).unwrap_or(usize::MAX)
}

fn replaced(call: &dyn Call, text: Option<Vec<u8>>) -> Result {
    Ok(text.ok_or_else(|| call.budgets().exceeded(Budget::Text))?.into())
}

/// With the text of the panic that Go's MustCompile ends in.
fn must_compile(call: &mut dyn Call, pattern: Str, text: &[u8]) -> Result<Rc<Regexp>> {
    compile(call, pattern.clone(), text).map_err(|error| {
        if error.is_budget() {
            return error;
        }
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

fn find_all(regexp: &Regexp, call: &dyn Call, text: &[u8], n: i64) -> Result {
    let found = regexp.find_all(text, limited(call, n));
    call.budgets().check(Budget::Items, found.len() as u64)?;
    Ok(match found {
        found if found.is_empty() => List::nil(Type::STRINGS).into(),
        found => Value::strings(found),
    })
}

fn split(regexp: &Regexp, call: &dyn Call, text: &[u8], n: i64) -> Result {
    let Some(parts) = regexp.split(text, limited(call, n)) else {
        return Ok(List::nil(Type::STRINGS).into());
    };
    call.budgets().check(Budget::Items, parts.len() as u64)?;
    Ok(Value::strings(parts))
}

/// A number of matches, or one more than are allowed.
fn limited(call: &dyn Call, n: i64) -> i64 {
    let most = i64::try_from(call.budgets()[Budget::Items]).unwrap_or(i64::MAX).saturating_add(1);
    if n < 0 { most } else { n.min(most) }
}
