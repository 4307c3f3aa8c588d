//! Lists (Sprig: list.go, and `join`, `splitList`, `sortAlpha` and their like).

use nexachart_go::strings;
use nexachart_source::Budget;
use nexachart_template::{Args, Call, Error, Flow, Func, Reads};
use nexachart_value::{Kind, List, Type, Value, deep_equal};

use crate::convert::{self, slice, texts, to_int64};

const ANY: Type = Type::Any;
const LIST: Type = Type::LIST;

type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("list", &[ANY], LIST, |_, a| Ok(Value::list(a.all().to_vec())))
        .alias(&["tuple"])
        .variadic()
        .flow(Flow::Structure)
        .doc("A list of the arguments.", &[("{{ list 1 \"a\" }}", "[1 a]")]),
    Func::new("append", &[ANY, ANY], LIST, |_, a| append(a.any(0), a.any(1)))
        .alias(&["mustAppend", "push", "mustPush"])
        .flow(Flow::Structure)
        .doc("A new list with the second argument at its end.", &[("{{ append (list 1) 2 }}", "[1 2]")]),
    Func::new("prepend", &[ANY, ANY], LIST, |_, a| prepend(a.any(0), a.any(1)))
        .alias(&["mustPrepend"])
        .flow(Flow::Structure)
        .doc("A new list with the second argument at its head.", &[("{{ prepend (list 1) 2 }}", "[2 1]")]),
    Func::new("first", &[ANY], ANY, |_, a| Ok(end(slice(a.any(0), "Cannot find first on type")?.first())))
        .alias(&["mustFirst"])
        .flow(Flow::Structure)
        .doc("The first item; nil of an empty list.", &[("{{ first (list 1 2) }}", "1")]),
    Func::new("rest", &[ANY], LIST, |_, a| rest(a.any(0)))
        .alias(&["mustRest"])
        .flow(Flow::Structure)
        .doc("All items but the first.", &[("{{ rest (list 1 2 3) }}", "[2 3]")]),
    Func::new("last", &[ANY], ANY, |_, a| Ok(end(slice(a.any(0), "Cannot find last on type")?.last())))
        .alias(&["mustLast"])
        .flow(Flow::Structure)
        .doc("The last item; nil of an empty list.", &[("{{ last (list 1 2) }}", "2")]),
    Func::new("initial", &[ANY], LIST, |_, a| initial(a.any(0)))
        .alias(&["mustInitial"])
        .flow(Flow::Structure)
        .doc("All items but the last.", &[("{{ initial (list 1 2 3) }}", "[1 2]")]),
    Func::new("reverse", &[ANY], LIST, |_, a| reverse(a.any(0)))
        .alias(&["mustReverse"])
        .flow(Flow::Structure)
        .doc("The items in reverse order.", &[("{{ reverse (list 1 2 3) }}", "[3 2 1]")]),
    Func::new("uniq", &[ANY], LIST, |_, a| uniq(a.any(0)))
        .alias(&["mustUniq"])
        .flow(Flow::Structure)
        .reads(Reads::Pairs)
        .doc("The items without repetitions; the first of each stays.", &[("{{ uniq (list 1 2 1) }}", "[1 2]")]),
    Func::new("without", &[ANY, ANY], LIST, |_, a| without(a.any(0), a.rest(1)))
        .alias(&["mustWithout"])
        .variadic()
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("The items that equal none of the further arguments.", &[("{{ without (list 1 2 3) 2 }}", "[1 3]")]),
    Func::new("has", &[ANY, ANY], Type::Bool, |_, a| has(a.any(0), a.any(1)))
        .alias(&["mustHas"])
        .reads(Reads::All)
        .doc(
            "Whether the list in the second argument holds the first. Types count: `has 3 .Values.l` is false for a number of values.yaml, which is a float.",
            &[("{{ has 2 (list 1 2) }}", "true"), ("{{ has 2.0 (list 1 2) }}", "false")],
        ),
    Func::new("compact", &[ANY], LIST, |_, a| compact(a.any(0)))
        .alias(&["mustCompact"])
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("The items that are not empty.", &[("{{ compact (list 0 1 \"\" \"a\") }}", "[1 a]")]),
    Func::new("slice", &[ANY, ANY], ANY, |_, a| sub_slice(a))
        .alias(&["mustSlice"])
        .variadic()
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("The items from one index up to another one (not included).", &[("{{ slice (list 1 2 3 4) 1 3 }}", "[2 3]")]),
    Func::new("concat", &[ANY], ANY, |_, a| concat(a.all()))
        .variadic()
        .flow(Flow::Structure)
        .doc("The items of all lists in one.", &[("{{ concat (list 1) (list 2 3) }}", "[1 2 3]")]),
    Func::new("chunk", &[Type::INT, ANY], Type::Slice(&LIST), |_, a| chunk(a.int(0), a.any(1)))
        .alias(&["mustChunk"])
        .flow(Flow::Structure)
        .doc("The items in lists of at most so many.", &[("{{ chunk 2 (list 1 2 3) }}", "[[1 2] [3]]")]),
    Func::new("sortAlpha", &[ANY], Type::STRINGS, |_, a| Ok(sort_alpha(a.any(0))))
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("The items as texts, in byte order.", &[("{{ sortAlpha (list \"b\" \"a\" 10 9) }}", "[10 9 a b]")]),
    Func::new("join", &[Type::String, ANY], Type::String, |c, a| join(c, a.str(0), &texts(a.any(1))))
        .flow(Flow::Concat)
        .reads(Reads::All)
        .doc("The items as texts with a separator between them; nil is left out.", &[("{{ list 1 \"a\" | join \"-\" }}", "1-a")]),
    Func::new("toStrings", &[ANY], Type::STRINGS, |_, a| Ok(to_strings(a.any(0))))
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("The items as texts; nil is left out.", &[("{{ toStrings (list 1 nil true) }}", "[1 true]")]),
    Func::new("splitList", &[Type::String, Type::String], Type::STRINGS, |c, a| {
        room_for_parts(c, a.str(1), a.str(0))?;
        Ok(Value::strings(strings::split(a.str(1), a.str(0))))
    })
    .flow(Flow::Slices)
    .doc("The parts of the second argument between separators.", &[("{{ splitList \",\" \"a,b\" }}", "[a b]")]),
    Func::new("split", &[Type::String, Type::String], Type::STRING_MAP, |c, a| {
        room_for_parts(c, a.str(1), a.str(0))?;
        Ok(numbered(strings::split(a.str(1), a.str(0))))
    })
    .flow(Flow::Slices)
    .doc("The parts of the second argument between separators, as a map with keys `_0`, `_1`….", &[("{{ (split \",\" \"a,b\")._1 }}", "b")]),
    Func::new("splitn", &[Type::String, Type::INT, Type::String], Type::STRING_MAP, |c, a| {
        room_for_parts(c, a.str(2), a.str(0))?;
        Ok(numbered(strings::split_n(a.str(2), a.str(0), a.int(1))))
    })
    .flow(Flow::Slices)
    .doc("Like `split`, with at most so many parts.", &[("{{ (splitn \",\" 2 \"a,b,c\")._1 }}", "b,c")]),
];

/// Whether a list may have as many items as the parts of a text between separators.
fn room_for_parts(call: &dyn Call, text: &[u8], separator: &[u8]) -> Result<()> {
    let most = text.len() / separator.len().max(1) + 1;
    if call.budgets().check(Budget::Items, most as u64).is_ok() {
        return Ok(());
    }
    let parts = match separator {
        [] => text.len(),
        [byte] => memchr::memchr_iter(*byte, text).count() + 1,
        _ => memchr::memmem::find_iter(text, separator).count() + 1,
    };
    Ok(call.budgets().check(Budget::Items, parts as u64)?)
}

fn append(list: &Value, item: &Value) -> Result {
    let mut items = slice(list, "Cannot push on type")?.to_vec();
    items.push(item.clone());
    Ok(Value::list(items))
}

fn prepend(list: &Value, item: &Value) -> Result {
    let list = slice(list, "Cannot prepend on type")?;
    Ok(Value::list(std::iter::once(item).chain(list.iter()).cloned().collect()))
}

fn end(item: Option<&Value>) -> Value {
    item.cloned().unwrap_or(Value::Nil)
}

fn rest(list: &Value) -> Result {
    let list = slice(list, "Cannot find rest on type")?;
    Ok(list.split_first().map_or_else(nil, |(_, rest)| Value::list(rest.to_vec())))
}

fn initial(list: &Value) -> Result {
    let list = slice(list, "Cannot find initial on type")?;
    Ok(list.split_last().map_or_else(nil, |(_, initial)| Value::list(initial.to_vec())))
}

fn nil() -> Value {
    List::nil(Type::LIST).into()
}

fn reverse(list: &Value) -> Result {
    let list = slice(list, "Cannot find reverse on type")?;
    Ok(Value::list(list.iter().rev().cloned().collect()))
}

fn uniq(list: &Value) -> Result {
    let list = slice(list, "Cannot find uniq on type")?;
    let mut kept: Vec<Value> = Vec::new();
    for item in list.iter() {
        if !contains(&kept, item) {
            kept.push(item.clone());
        }
    }
    Ok(Value::list(kept))
}

fn contains(list: &[Value], item: &Value) -> bool {
    list.iter().any(|other| deep_equal(other, item))
}

fn without(list: &Value, omit: &[Value]) -> Result {
    let list = slice(list, "Cannot find without on type")?;
    Ok(Value::list(list.iter().filter(|item| !contains(omit, item)).cloned().collect()))
}

fn has(needle: &Value, list: &Value) -> Result {
    if list.is_nil() {
        return Ok(false.into());
    }
    Ok(contains(&slice(list, "Cannot find has on type")?, needle).into())
}

fn compact(list: &Value) -> Result {
    let list = slice(list, "Cannot compact on type")?;
    Ok(Value::list(list.iter().filter(|item| item.truth()).cloned().collect()))
}

fn sub_slice(args: Args<'_>) -> Result {
    let list = slice(args.any(0), "list should be type of slice or array but")?;
    if list.is_empty() {
        return Ok(Value::Nil);
    }
    let bound =
        |i: usize, default: usize| if i < args.len() { to_int64(args.any(i)) } else { default as i64 };
    let (start, end) = (usize::try_from(bound(1, 0)), usize::try_from(bound(2, list.len())));
    match (start, end) {
        (Ok(start), Ok(end)) if start <= end && end <= list.len() => {
            Ok(List::new(list.ty(), list[start..end].to_vec()).into())
        }
        _ => Err("reflect.Value.Slice: slice index out of bounds".into()),
    }
}

fn concat(lists: &[Value]) -> Result {
    let mut all = Vec::new();
    for list in lists {
        match list.items() {
            Some(items) => all.extend(items.iter().cloned()),
            None if list.is_nil() => return Err(convert::NIL_DEREFERENCE.into()),
            None => return Err(format!("Cannot concat type {} as list", list.kind()).into()),
        }
    }
    Ok(if all.is_empty() { nil() } else { Value::list(all) })
}

/// The sizes are computed in floats, as Sprig does, which shows for sizes that make no sense.
fn chunk(size: i64, list: &Value) -> Result {
    let list = slice(list, "Cannot chunk type")?;
    let count = convert::float_to_int(((list.len() as f64 - 1.0) / size as f64).floor() + 1.0);
    let chunks = match usize::try_from(size) {
        _ if count == 0 => Vec::new(),
        Ok(size) if size > 0 => list.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect(),
        _ => return Err("runtime error: makeslice: len out of range".into()),
    };
    Ok(List::new(Type::Slice(&Type::LIST), chunks).into())
}

fn join(call: &dyn Call, separator: &[u8], texts: &[Vec<u8>]) -> Result {
    let size = separator.len().saturating_mul(texts.len());
    let size = texts.iter().fold(size, |size, text| size.saturating_add(text.len()));
    call.budgets().check(Budget::Text, size as u64)?;
    Ok(texts.join(separator).into())
}

fn sort_alpha(list: &Value) -> Value {
    match list {
        Value::List(texts) if texts.ty() == Type::STRINGS => {
            texts.sort_texts();
            list.clone()
        }
        Value::Nil => Value::strings(["<nil>"]),
        _ => {
            let mut items = texts(list);
            if list.kind() == Kind::Slice {
                items.sort();
            }
            Value::strings(items)
        }
    }
}

/// A `[]string` is given back as it is, so that it stays nil, or shared with others.
fn to_strings(list: &Value) -> Value {
    match list {
        Value::List(texts) if texts.ty() == Type::STRINGS => list.clone(),
        _ => Value::strings(texts(list)),
    }
}

fn numbered(parts: Vec<&[u8]>) -> Value {
    let entries = parts.into_iter().enumerate();
    let entries = entries.map(|(i, part)| (format!("_{i}").into(), Value::string(part))).collect();
    nexachart_value::Map::new(Type::STRING_MAP, entries).into()
}
