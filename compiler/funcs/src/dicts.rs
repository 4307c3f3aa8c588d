//! Maps (Sprig: dict.go).

use nexachart_source::Budget;
use nexachart_template::{Args, Call, Effect, Error, Flow, Func, Reads};
use nexachart_value::{Entries, Map, Str, Type, Value, map_bytes};

use crate::convert;
use crate::merge::{Mode, merge};

const ANY: Type = Type::Any;
const MAP: Type = Type::MAP;
const STRING: Type = Type::String;

type Result<T = Value> = std::result::Result<T, Error>;

pub static FUNCS: &[Func] = &[
    Func::new("dict", &[ANY], MAP, |c, a| dict(c, a.all()))
        .variadic()
        .flow(Flow::Structure)
        .doc("A map of the arguments, keys and values in turn. A last key without value gets an empty text.", &[("{{ dict \"a\" 1 }}", "map[a:1]")]),
    Func::new("get", &[MAP, STRING], ANY, |_, a| Ok(a.map(0).get(a.str(1)).unwrap_or_else(|| "".into())))
        .flow(Flow::Structure)
        .doc("The value of a key; an empty text where the key is missing.", &[("{{ get (dict \"a\" 1) \"a\" }}", "1")]),
    Func::new("set", &[MAP, STRING, ANY], MAP, |c, a| set(c, a))
        .effect(Effect::Writes)
        .flow(Flow::Same)
        .doc("Sets a key of a map, for all who hold it, and returns the map.", &[("{{ set (dict) \"a\" 1 }}", "map[a:1]")]),
    Func::new("unset", &[MAP, STRING], MAP, |_, a| Ok(unset(a)))
        .effect(Effect::Writes)
        .flow(Flow::Same)
        .doc("Removes a key of a map, for all who hold it, and returns the map.", &[("{{ unset (dict \"a\" 1) \"a\" }}", "map[]")]),
    Func::new("hasKey", &[MAP, STRING], Type::Bool, |_, a| Ok(a.map(0).contains(a.str(1)).into()))
        .doc("Whether a map has a key, be its value nil.", &[("{{ hasKey (dict \"a\" 1) \"a\" }}", "true")]),
    Func::new("pluck", &[STRING, MAP], Type::LIST, |_, a| Ok(pluck(a)))
        .variadic()
        .flow(Flow::Structure)
        .doc("The values of a key in several maps, those that have it.", &[("{{ pluck \"a\" (dict \"a\" 1) (dict) }}", "[1]")]),
    Func::new("keys", &[MAP], Type::STRINGS, |_, a| Ok(keys(a)))
        .variadic()
        .flow(Flow::Structure)
        .doc("The keys of one or more maps. Helm gives them in random order; here each map's are in byte order.", &[("{{ keys (dict \"b\" 1 \"a\" 2) }}", "[a b]")]),
    Func::new("values", &[MAP], Type::LIST, |_, a| Ok(Value::list(a.map(0).entries().values().cloned().collect())))
        .flow(Flow::Structure)
        .doc("The values of a map. Helm gives them in random order; here in byte order of the keys.", &[("{{ values (dict \"a\" 1) }}", "[1]")]),
    Func::new("pick", &[MAP, STRING], MAP, |_, a| Ok(pick(a)))
        .variadic()
        .flow(Flow::Structure)
        .doc("A new map with just these keys.", &[("{{ pick (dict \"a\" 1 \"b\" 2) \"a\" }}", "map[a:1]")]),
    Func::new("omit", &[MAP, STRING], MAP, |_, a| Ok(omit(a)))
        .variadic()
        .flow(Flow::Structure)
        .doc("A new map without these keys.", &[("{{ omit (dict \"a\" 1 \"b\" 2) \"a\" }}", "map[b:2]")]),
    Func::new("merge", &[MAP, MAP], ANY, |c, a| or_empty(merged(c, a, Mode::Fill)))
        .variadic()
        .effect(Effect::Writes)
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc(
            "Fills the first map, in place and deeply, with what it lacks from the others, the earlier first. Zero, false and empty texts count as lacking. Nested maps are shared, not copied.",
            &[("{{ merge (dict \"a\" 1) (dict \"a\" 2 \"b\" 3) }}", "map[a:1 b:3]")],
        ),
    Func::new("mustMerge", &[MAP, MAP], ANY, |c, a| merged(c, a, Mode::Fill))
        .variadic()
        .effect(Effect::Writes)
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("Like `merge`; a failure is an error.", &[("{{ mustMerge (dict) (dict \"a\" 1) }}", "map[a:1]")]),
    Func::new("mergeOverwrite", &[MAP, MAP], ANY, |c, a| or_empty(merged(c, a, Mode::Overwrite)))
        .variadic()
        .effect(Effect::Writes)
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc(
            "Merges the other maps into the first, in place and deeply; the later win. An empty map does not replace a filled one.",
            &[("{{ mergeOverwrite (dict \"a\" 1) (dict \"a\" 2) }}", "map[a:2]")],
        ),
    Func::new("mustMergeOverwrite", &[MAP, MAP], ANY, |c, a| merged(c, a, Mode::Overwrite))
        .variadic()
        .effect(Effect::Writes)
        .flow(Flow::Structure)
        .reads(Reads::All)
        .doc("Like `mergeOverwrite`; a failure is an error.", &[("{{ mustMergeOverwrite (dict) (dict \"a\" 1) }}", "map[a:1]")]),
    Func::new("deepCopy", &[ANY], ANY, |_, a| copy(a.any(0)))
        .alias(&["mustDeepCopy"])
        .flow(Flow::Same)
        .reads(Reads::Copied)
        .doc("A copy of a value, with all maps in it copied too.", &[("{{ deepCopy (dict \"a\" 1) }}", "map[a:1]")]),
    Func::new("dig", &[ANY], ANY, |_, a| dig(a.all()))
        .variadic()
        .flow(Flow::Structure)
        .doc(
            "The value at a path of keys in the map that comes last; the argument before it where a key is missing. What is no plain map on the way, `.Values` itself included, is an error.",
            &[("{{ dig \"a\" \"b\" \"none\" (dict \"a\" (dict \"b\" 1)) }}", "1"), ("{{ dig \"x\" \"none\" (dict) }}", "none")],
        ),
];

fn dict(call: &dyn Call, args: &[Value]) -> Result {
    let mut entries = Entries::new();
    for pair in args.chunks(2) {
        entries.insert(key(call, &pair[0])?, pair.get(1).cloned().unwrap_or_else(|| "".into()));
    }
    Ok(Map::new(MAP, entries).into())
}

fn key(call: &dyn Call, value: &Value) -> Result<Str> {
    if let Value::String(text) = value {
        return Ok(text.clone());
    }
    let budgets = call.budgets();
    let (values, bytes) = (budgets[Budget::Items], budgets[Budget::Text]);
    let expanse = value.expanse(values, bytes);
    budgets.check(Budget::Items, expanse.values)?;
    budgets.check(Budget::Text, expanse.bytes)?;
    Ok(convert::text(value).into())
}

fn set(call: &mut dyn Call, args: Args<'_>) -> Result {
    let map = args.map(0);
    if map.is_nil() {
        return Err("assignment to entry in nil map".into());
    }
    if !map.contains(args.str(1)) {
        call.budgets().check(Budget::Items, map.len() as u64 + 1)?;
        call.spend(Budget::Memory, map_bytes(map.len() + 1) - map_bytes(map.len()))?;
    }
    map.insert(args.string(1), args.any(2).clone());
    Ok(map.into())
}

fn unset(args: Args<'_>) -> Value {
    let map = args.map(0);
    map.remove(args.str(1));
    map.into()
}

fn maps(values: &[Value]) -> impl Iterator<Item = &Map> {
    values.iter().filter_map(Value::as_map)
}

fn pluck(args: Args<'_>) -> Value {
    Value::list(maps(args.rest(1)).filter_map(|map| map.get(args.str(0))).collect())
}

fn keys(args: Args<'_>) -> Value {
    Value::strings(maps(args.all()).flat_map(|map| map.entries().keys().cloned().collect::<Vec<_>>()))
}

fn pick(args: Args<'_>) -> Value {
    let map = args.map(0);
    let wanted = args.rest(1).iter().filter_map(Value::as_str);
    Value::map(wanted.filter_map(|key| Some((key.clone(), map.get(key)?))))
}

fn omit(args: Args<'_>) -> Value {
    let copy = Map::new(MAP, args.map(0).entries().clone());
    for key in args.rest(1).iter().filter_map(Value::as_str) {
        copy.remove(key);
    }
    copy.into()
}

/// Sprig has an empty text in place of an error; that a budget is used up is another matter.
fn or_empty(result: Result) -> Result {
    result.or_else(|error| if error.is_budget() { Err(error) } else { Ok("".into()) })
}

fn merged(call: &mut dyn Call, args: Args<'_>, mode: Mode) -> Result {
    let mut dst = args.map(0);
    for src in maps(args.rest(1)) {
        if dst.is_nil() && !src.is_nil() {
            dst = Map::empty();
        }
        let mut added = 0;
        let merged = merge(&dst, src, mode, &mut added);
        call.spend(Budget::Memory, added)?;
        merged?;
    }
    Ok(dst.into())
}

fn copy(value: &Value) -> Result {
    if value.is_nil() {
        return Err("reflect: call of reflect.Value.Type on zero Value".into());
    }
    Ok(value.deep_copy().map_err(|too_deep| too_deep.to_string())?)
}

fn dig(args: &[Value]) -> Result {
    let [path @ .., default, map] = args else { return Err("dig needs at least three arguments".into()) };
    if path.is_empty() {
        return Err("dig needs at least three arguments".into());
    }
    let mut map = plain_map(map)?;
    let mut names = Vec::with_capacity(path.len());
    for name in path {
        names.push(name.as_str().ok_or_else(|| conversion(name, "string"))?);
    }
    let Some((last, way)) = names.split_last() else { return Ok(default.clone()) };
    for name in way {
        match map.get(name) {
            Some(step) => map = plain_map(&step)?,
            None => return Ok(default.clone()),
        }
    }
    Ok(map.get(last).unwrap_or_else(|| default.clone()))
}

/// A value that is a `map[string]interface {}` and of no other type (Go: a type assertion).
fn plain_map(value: &Value) -> Result<Map> {
    match value {
        Value::Map(map) if map.ty() == MAP => Ok(map.clone()),
        other => Err(conversion(other, "map[string]interface {}")),
    }
}

fn conversion(value: &Value, wanted: &str) -> Error {
    let own = value.ty().map_or_else(|| "nil".to_string(), |t| t.to_string());
    format!("interface conversion: interface {{}} is {own}, not {wanted}").into()
}
