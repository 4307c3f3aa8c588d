//! Lists and maps: which argument a part of a result was taken from.

use nexachart_template::trace::{Key, Made, Origin, is_same};
use nexachart_value::Value;

use crate::{At, Search, at_path, entry};

/// So many entries of a list or map are compared.
const MOST_ENTRIES: usize = 10_000;

impl Search<'_> {
    /// Follows a part of a list or map that was made of the arguments, or a value that was picked out of them.
    pub(crate) fn structure(&mut self, made: &Made, path: &mut Vec<Key>, at: At, depth: u32) {
        let args = &made.args;
        match made.func.map_or("", |func| func.name) {
            "dict" => self.dict(made, path, at, depth),
            "list" => match path.pop() {
                Some(key @ Key::Index(index)) => {
                    if let Some((_, origin)) = args.get(index) {
                        self.follow(*origin, path, at, depth);
                    }
                    path.push(key);
                }
                Some(key) => path.push(key),
                None => self.all(made, depth),
            },
            "get" | "index" => {
                let Some(((_, origin), keys)) = args.split_first() else { return };
                self.into(*origin, keys.iter().map(|(key, _)| key), path, at, depth);
            }
            "dig" => {
                let [keys @ .., default, (map, origin)] = &**args else { return };
                let steps: Vec<Key> = keys.iter().rev().filter_map(|(key, _)| as_key(key)).collect();
                match at_path(map, &steps) {
                    Some(_) => self.into(*origin, keys.iter().map(|(key, _)| key), path, at, depth),
                    None => {
                        self.into(*origin, keys.iter().map(|(key, _)| key), &mut Vec::new(), At::All, depth);
                        self.follow(default.1, path, at, depth);
                    }
                }
            }
            "set" => self.set(made, path, at, depth),
            "merge" | "mustMerge" => self.merged(args.iter(), path, at, depth),
            "mergeOverwrite" | "mustMergeOverwrite" => self.merged(args.iter().rev(), path, at, depth),
            _ => self.picked(made, path, at, depth),
        }
    }

    /// A part of an argument, with more of the way behind it.
    fn into<'a>(
        &mut self,
        origin: Origin,
        keys: impl Iterator<Item = &'a Value>,
        path: &mut Vec<Key>,
        at: At,
        depth: u32,
    ) {
        let before = path.len();
        let mut keys: Vec<Key> = keys.filter_map(as_key).collect();
        keys.reverse();
        path.append(&mut keys);
        self.follow(origin, path, at, depth);
        path.truncate(before);
    }

    fn dict(&mut self, made: &Made, path: &mut Vec<Key>, at: At, depth: u32) {
        let Some(key) = path.pop() else { return self.all(made, depth) };
        if let Key::Name(name) = &key {
            let named = |pair: &&[(Value, Origin)]| matches!(&pair[0].0, Value::String(text) if text == name);
            if let Some([_, (_, origin)]) = made.args.chunks(2).rfind(named) {
                self.follow(*origin, path, at, depth);
            }
        }
        path.push(key);
    }

    fn set(&mut self, made: &Made, path: &mut Vec<Key>, at: At, depth: u32) {
        let [(_, map), (key, _), (_, value)] = &*made.args else { return };
        match (path.last(), key) {
            (Some(Key::Name(name)), Value::String(key)) if name == key => {
                let key = path.pop();
                self.follow(*value, path, at, depth);
                path.extend(key);
            }
            _ => self.follow(*map, path, at, depth),
        }
    }

    /// The first of the maps that has the part; where that is a map, each that has it.
    fn merged<'a>(
        &mut self,
        args: impl Iterator<Item = &'a (Value, Origin)>,
        path: &mut Vec<Key>,
        at: At,
        depth: u32,
    ) {
        let mut found = false;
        for (value, origin) in args {
            let Some(part) = at_path(value, path) else { continue };
            let is_map = matches!(part, Value::Map(_));
            if !found || is_map {
                self.follow(*origin, path, at, depth);
            }
            found = true;
            if !is_map {
                break;
            }
        }
    }

    /// Finds a part of the result among the arguments and their entries, first under its own name.
    fn picked(&mut self, made: &Made, path: &mut Vec<Key>, at: At, depth: u32) {
        let candidates = || made.args.iter().rev().filter(|(_, origin)| origin.is_known());
        if let Some(key) = path.last() {
            let part = entry(&made.result, key);
            for (value, origin) in candidates() {
                if let (Some(part), Some(own)) = (&part, entry(value, key))
                    && (is_same(part, &own) || is_alike(part, &own))
                {
                    return self.follow(*origin, path, at, depth);
                }
            }
            if let (Some(key), Some(part)) = (path.pop(), part) {
                self.among(made, &part, path, at, depth);
                path.push(key);
            }
            return;
        }
        self.among(made, &made.result, path, at, depth);
    }

    /// The argument that a value is, or the entry of one.
    fn among(&mut self, made: &Made, part: &Value, path: &mut Vec<Key>, at: At, depth: u32) {
        let candidates = || made.args.iter().rev().filter(|(_, origin)| origin.is_known());
        if let Some((_, origin)) = candidates().find(|(value, _)| is_same(value, part)) {
            return self.follow(*origin, path, at, depth);
        }
        for (value, origin) in candidates() {
            let key = match value.underlying() {
                Value::Map(map) => {
                    let entries = map.entries();
                    let same = entries.iter().take(MOST_ENTRIES).find(|(_, own)| is_same(own, part));
                    let itself = |key| Key::Itself(key);
                    match (same, part) {
                        (Some((key, _)), _) => Some(Key::Name(key.clone())),
                        (None, Value::String(text)) => {
                            entries.get_key_value(text).map(|(key, _)| itself(key.clone()))
                        }
                        _ => None,
                    }
                }
                Value::List(list) => {
                    list.iter().take(MOST_ENTRIES).position(|own| is_same(own, part)).map(Key::Index)
                }
                _ => None,
            };
            if let Some(key) = key {
                path.push(key);
                self.follow(*origin, path, at, depth);
                path.pop();
                return;
            }
        }
    }
}

/// Whether a copy of one can be the other.
fn is_alike(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Map(a), Value::Map(b)) => a.len() == b.len(),
        (Value::List(a), Value::List(b)) => a.len() == b.len(),
        (Value::String(a), Value::String(b)) => a == b,
        _ => false,
    }
}

fn as_key(value: &Value) -> Option<Key> {
    match value {
        Value::String(name) => Some(Key::Name(name.clone())),
        Value::Int(_, index) => usize::try_from(*index).ok().map(Key::Index),
        Value::Uint(_, index) => usize::try_from(*index).ok().map(Key::Index),
        Value::Float(_, index) => Some(Key::Index(*index as usize)),
        _ => None,
    }
}
