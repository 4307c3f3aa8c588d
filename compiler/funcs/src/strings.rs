//! Texts (Sprig: strings.go).

use nexachart_go::{goutils, strconv, strings, xstrings};
use nexachart_source::Budget;
use nexachart_template::{Args, Call, Effect, Error, Flow, Func, Reads};
use nexachart_value::{Type, Value};

use crate::State;
use crate::convert::text;

const ANY: Type = Type::Any;
const INT: Type = Type::INT;
const STRING: Type = Type::String;
const BOOL: Type = Type::Bool;

type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("trim", &[STRING], STRING, |_, a| Ok(Value::string(strings::trim_space(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The text without white space at its ends.", &[("{{ trim \" a \" }}", "a")]),
    Func::new("trimAll", &[STRING, STRING], STRING, |_, a| Ok(Value::string(strings::trim(a.str(1), a.str(0)))))
        .alias(&["trimall"])
        .flow(Flow::Slices)
        .doc("The second argument without the characters of the first at its ends.", &[("{{ trimAll \"$\" \"$5$\" }}", "5")]),
    Func::new("trimPrefix", &[STRING, STRING], STRING, |_, a| Ok(trim_prefix(a.str(0), a.any(1))))
        .flow(Flow::Slices)
        .doc("The second argument without the first at its start.", &[("{{ trimPrefix \"-\" \"-a\" }}", "a")]),
    Func::new("trimSuffix", &[STRING, STRING], STRING, |_, a| Ok(trim_suffix(a.str(0), a.any(1))))
        .flow(Flow::Slices)
        .doc("The second argument without the first at its end.", &[("{{ trimSuffix \"-\" \"a-\" }}", "a")]),
    Func::new("upper", &[STRING], STRING, |_, a| Ok(Value::string(strings::to_upper(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The text in upper case.", &[("{{ upper \"ab\" }}", "AB")]),
    Func::new("lower", &[STRING], STRING, |_, a| Ok(Value::string(strings::to_lower(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The text in lower case.", &[("{{ lower \"AB\" }}", "ab")]),
    Func::new("title", &[STRING], STRING, |_, a| Ok(Value::string(strings::title(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The text with the first letter of each word in upper case.", &[("{{ title \"a bc\" }}", "A Bc")]),
    Func::new("untitle", &[STRING], STRING, |_, a| Ok(Value::string(goutils::uncapitalize(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The text with the first letter of each word in lower case.", &[("{{ untitle \"A Bc\" }}", "a bc")]),
    Func::new("swapcase", &[STRING], STRING, |_, a| Ok(Value::string(goutils::swap_case(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The text with upper and lower case exchanged.", &[("{{ swapcase \"aB\" }}", "Ab")]),
    Func::new("camelcase", &[STRING], STRING, |_, a| Ok(Value::string(xstrings::to_pascal_case(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The words of the text joined, each with a capital.", &[("{{ camelcase \"http_server\" }}", "HttpServer")]),
    Func::new("snakecase", &[STRING], STRING, |_, a| Ok(Value::string(xstrings::to_snake_case(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The words of the text in lower case, joined by `_`.", &[("{{ snakecase \"FirstName\" }}", "first_name")]),
    Func::new("kebabcase", &[STRING], STRING, |_, a| Ok(Value::string(xstrings::to_kebab_case(a.str(0)))))
        .flow(Flow::Slices)
        .doc("The words of the text in lower case, joined by `-`.", &[("{{ kebabcase \"FirstName\" }}", "first-name")]),
    Func::new("nospace", &[STRING], STRING, |_, a| Ok(Value::string(goutils::delete_white_space(a.str(0)))))
        .doc("The text without white space.", &[("{{ nospace \"a b\" }}", "ab")]),
    Func::new("initials", &[STRING], STRING, |_, a| Ok(Value::string(goutils::initials(a.str(0)))))
        .doc("The first letter of each word.", &[("{{ initials \"First Try\" }}", "FT")]),
    Func::new("substr", &[INT, INT, STRING], STRING, |_, a| substr(a))
        .flow(Flow::Slices)
        .doc("The bytes from the first index to the second (not included; to the end where it is negative or too large).", &[("{{ substr 1 3 \"abcd\" }}", "bc")]),
    Func::new("trunc", &[INT, STRING], STRING, |_, a| Ok(trunc(a.int(0), a.any(1))))
        .flow(Flow::Slices)
        .doc("The first so many bytes, or the last ones for a negative number.", &[("{{ trunc 2 \"abc\" }}", "ab"), ("{{ trunc -2 \"abc\" }}", "bc")]),
    Func::new("abbrev", &[INT, STRING], STRING, |_, a| Ok(abbrev(a)))
        .doc("The text cut to a width, with `...` at its end.", &[("{{ abbrev 5 \"hello world\" }}", "he...")]),
    Func::new("abbrevboth", &[INT, INT, STRING], STRING, |_, a| Ok(abbrev_both(a)))
        .doc("The text cut on both sides to a width.", &[("{{ abbrevboth 5 10 \"1234 5678 9123\" }}", "...5678...")]),
    Func::new("repeat", &[INT, STRING], STRING, |c, a| repeat(c, a.int(0), a.str(1)))
        .doc("The text so many times.", &[("{{ repeat 3 \"ab\" }}", "ababab")]),
    Func::new("contains", &[STRING, STRING], BOOL, |_, a| Ok(memchr::memmem::find(a.str(1), a.str(0)).is_some().into()))
        .doc("Whether the second argument holds the first.", &[("{{ contains \"b\" \"abc\" }}", "true")]),
    Func::new("hasPrefix", &[STRING, STRING], BOOL, |_, a| Ok(a.str(1).starts_with(a.str(0)).into()))
        .doc("Whether the second argument begins with the first.", &[("{{ hasPrefix \"a\" \"abc\" }}", "true")]),
    Func::new("hasSuffix", &[STRING, STRING], BOOL, |_, a| Ok(a.str(1).ends_with(a.str(0)).into()))
        .doc("Whether the second argument ends with the first.", &[("{{ hasSuffix \"c\" \"abc\" }}", "true")]),
    Func::new("replace", &[STRING, STRING, STRING], STRING, |c, a| replace(c, a))
        .flow(Flow::Lines)
        .doc("The third argument with each first replaced by the second.", &[("{{ replace \" \" \"-\" \"a b\" }}", "a-b")]),
    Func::new("quote", &[ANY], STRING, |_, a| Ok(quote(a.all()).into()))
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments in double quotes, as Go quotes them; nil is left out.", &[("{{ quote \"a\" 1 }}", "\"a\" \"1\"")]),
    Func::new("squote", &[ANY], STRING, |_, a| Ok(squote(a.all()).into()))
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments in single quotes; nothing in them is escaped. Nil is left out.", &[("{{ squote \"a\" }}", "'a'")]),
    Func::new("cat", &[ANY], STRING, |_, a| Ok(cat(a.all()).into()))
        .variadic()
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The arguments with a space between them; nil is left out.", &[("{{ cat 1 \"a\" }}", "1 a")]),
    Func::new("indent", &[INT, STRING], STRING, |c, a| indent(c, &[], a.int(0), a.str(1)))
        .flow(Flow::Lines)
        .doc("The text with each line indented by so many spaces.", &[("{{ indent 2 \"a\\nb\" }}", "  a\n  b")]),
    Func::new("nindent", &[INT, STRING], STRING, |c, a| indent(c, b"\n", a.int(0), a.str(1)))
        .flow(Flow::Lines)
        .doc("Like `indent`, on a new line.", &[("{{ nindent 2 \"a\" }}", "\n  a")]),
    Func::new("wrap", &[INT, STRING], STRING, |_, a| Ok(Value::string(goutils::wrap(a.str(1), a.int(0)))))
        .flow(Flow::Slices)
        .doc("The text with line breaks at a width; longer words stay whole.", &[("{{ wrap 5 \"Hello World\" }}", "Hello\nWorld")]),
    Func::new("wrapWith", &[INT, STRING, STRING], STRING, |c, a| {
        let lines = a.str(2).len() as u64 / a.int(0).max(1).unsigned_abs() + 1;
        c.budgets().check(Budget::Text, lines.saturating_mul(a.str(1).len() as u64))?;
        Ok(Value::string(goutils::wrap_custom(a.str(2), a.int(0), a.str(1), goutils::LongWords::Break)))
    })
    .doc("The text broken at a width by a separator; longer words too.", &[("{{ wrapWith 5 \"|\" \"HelloWorld\" }}", "Hello|World")]),
    Func::new("plural", &[STRING, STRING, INT], STRING, |_, a| Ok(a.any(usize::from(a.int(2) != 1)).clone()))
        .flow(Flow::Same)
        .doc("The first argument where the count is one, else the second.", &[("{{ plural \"egg\" \"eggs\" 2 }}", "eggs")]),
    Func::new("hello", &[], STRING, |_, _| Ok("Hello!".into())).doc("A greeting.", &[("{{ hello }}", "Hello!")]),
    Func::new("shuffle", &[STRING], STRING, |c, a| shuffle(c, a.str(0)))
        .effect(Effect::Random)
        .doc("The characters of the text in random order.", &[]),
    Func::new("randAlphaNum", &[INT], STRING, |c, a| random(c, a.int(0), goutils::Alphabet::AlphaNumeric))
        .effect(Effect::Random)
        .doc("So many random letters and digits.", &[]),
    Func::new("randAlpha", &[INT], STRING, |c, a| random(c, a.int(0), goutils::Alphabet::Alphabetic))
        .effect(Effect::Random)
        .doc("So many random letters.", &[]),
    Func::new("randAscii", &[INT], STRING, |c, a| random(c, a.int(0), goutils::Alphabet::Ascii))
        .effect(Effect::Random)
        .doc("So many random printable ASCII characters.", &[]),
    Func::new("randNumeric", &[INT], STRING, |c, a| random(c, a.int(0), goutils::Alphabet::Numeric))
        .effect(Effect::Random)
        .doc("So many random digits.", &[]),
];

/// Whether there is room for a text of that length. Go panics only when it cannot even tell the length.
fn room_for(call: &dyn Call, len: Option<usize>, what: &str) -> Result<usize> {
    let Some(len) = len else { return Err(format!("strings: {what} output length overflow").into()) };
    call.budgets().check(Budget::Text, len as u64)?;
    Ok(len)
}

fn trim_prefix(prefix: &[u8], text: &Value) -> Value {
    match text.as_str().and_then(|text| text.strip_prefix(prefix)) {
        Some(rest) if !prefix.is_empty() => Value::string(rest),
        _ => text.clone(),
    }
}

fn trim_suffix(suffix: &[u8], text: &Value) -> Value {
    match text.as_str().and_then(|text| text.strip_suffix(suffix)) {
        Some(rest) if !suffix.is_empty() => Value::string(rest),
        _ => text.clone(),
    }
}

fn substr(args: Args<'_>) -> Result {
    let (start, end, text) = (args.int(0), args.int(1), args.str(2));
    let len = text.len() as i64;
    let (start, end) = match (start, end) {
        (..0, ..0) => return Err(format!("runtime error: slice bounds out of range [:{end}]").into()),
        (..0, end) if end > len => {
            return Err(format!("runtime error: slice bounds out of range [:{end}] with length {len}").into());
        }
        (..0, end) => (0, end),
        (start, end) if (end < 0 || end > len) && start > len => {
            return Err(format!("runtime error: slice bounds out of range [{start}:{len}]").into());
        }
        (start, end) if end < 0 || end > len => (start, len),
        (start, end) if start > end => {
            return Err(format!("runtime error: slice bounds out of range [{start}:{end}]").into());
        }
        both => both,
    };
    Ok(Value::string(text.get(start as usize..end as usize).unwrap_or_default()))
}

fn trunc(count: i64, value: &Value) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    let len = text.len() as i64;
    if count < 0 && len.saturating_add(count) > 0 {
        Value::string(&text[(len + count) as usize..])
    } else if count >= 0 && len > count {
        Value::string(&text[..count as usize])
    } else {
        value.clone()
    }
}

fn abbrev(args: Args<'_>) -> Value {
    if args.int(0) < 4 {
        return args.any(1).clone();
    }
    goutils::abbreviate(args.str(1), args.int(0)).unwrap_or_default().into()
}

fn abbrev_both(args: Args<'_>) -> Value {
    let (left, right) = (args.int(0), args.int(1));
    if right < 4 || left > 0 && right < 7 {
        return args.any(2).clone();
    }
    goutils::abbreviate_full(args.str(2), left, right).unwrap_or_default().into()
}

fn repeat(call: &dyn Call, count: i64, text: &[u8]) -> Result {
    let Ok(count) = usize::try_from(count) else {
        return Err("strings: negative Repeat count".into());
    };
    room_for(call, count.checked_mul(text.len()), "Repeat")?;
    Ok(text.repeat(count).into())
}

fn replace(call: &dyn Call, args: Args<'_>) -> Result {
    let (old, new, text) = (args.str(0), args.str(1), args.str(2));
    // The most that can become of it: cheap to tell, and seldom too much.
    let most = new.len().saturating_mul(text.len() / old.len().max(1) + 1);
    if call.budgets().check(Budget::Text, most as u64).is_err() {
        let found =
            if old.is_empty() { text.len() + 1 } else { memchr::memmem::find_iter(text, old).count() };
        room_for(call, new.len().checked_mul(found), "Replace")?;
    }
    Ok(strings::replace_all(text, old, new).into())
}

fn quote(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values.iter().filter(|v| !v.is_nil()) {
        if !out.is_empty() {
            out.push(b' ');
        }
        match value {
            Value::String(s) => strconv::append_quote(&mut out, s, strconv::Escape::NotPrintable),
            other => strconv::append_quote(&mut out, &text(other), strconv::Escape::NotPrintable),
        }
    }
    out
}

fn squote(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for value in values.iter().filter(|v| !v.is_nil()) {
        if !out.is_empty() {
            out.push(b' ');
        }
        out.push(b'\'');
        nexachart_template::fmt::sprint(&mut out, std::slice::from_ref(value));
        out.push(b'\'');
    }
    out
}

fn cat(values: &[Value]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, value) in values.iter().filter(|v| !v.is_nil()).enumerate() {
        if i > 0 {
            out.push(b' ');
        }
        nexachart_template::fmt::sprint(&mut out, std::slice::from_ref(value));
    }
    out
}

fn indent(call: &dyn Call, before: &[u8], spaces: i64, text: &[u8]) -> Result {
    let Ok(spaces) = usize::try_from(spaces) else {
        return Err("strings: negative Repeat count".into());
    };
    let lines = memchr::memchr_iter(b'\n', text).count() + 1;
    let len = spaces.checked_mul(lines).map(|pad| pad.saturating_add(text.len() + before.len()));
    let len = room_for(call, len, "Repeat")?;
    let mut out = Vec::with_capacity(len);
    out.extend_from_slice(before);
    let mut rest = text;
    loop {
        out.resize(out.len() + spaces, b' ');
        match memchr::memchr(b'\n', rest) {
            Some(end) => {
                out.extend_from_slice(&rest[..=end]);
                rest = &rest[end + 1..];
            }
            None => {
                out.extend_from_slice(rest);
                return Ok(out.into());
            }
        }
    }
}

fn shuffle(call: &mut dyn Call, text: &[u8]) -> Result {
    call.spend(Budget::Steps, text.len() as u64 * DRAW)?;
    let Some(state) = State::random(call) else { return Ok(Value::string(text)) };
    Ok(xstrings::shuffle(text, &mut |limit| state.below(limit as u64) as usize).into())
}

/// What a random number costs, in steps.
const DRAW: u64 = 4;

fn random(call: &mut dyn Call, count: i64, alphabet: goutils::Alphabet) -> Result {
    let length = u64::try_from(count).unwrap_or(0);
    call.budgets().check(Budget::Text, length)?;
    call.spend(Budget::Steps, length.saturating_mul(DRAW))?;
    let Some(state) = State::random(call) else { return Ok("".into()) };
    let text = goutils::random(count, alphabet, &mut |limit| state.below(limit as u64) as usize);
    Ok(text.unwrap_or_default().into())
}
