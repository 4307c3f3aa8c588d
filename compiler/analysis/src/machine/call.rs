//! Functions: what they do with their arguments, and what they give back.

use std::rc::Rc;

use nexachart_template::{Effect, Expr, Func};

use super::{Frame, Machine, site_of};
use crate::shape::{Dict, Reference, Shape};
use crate::trie::{Site, Touch};

/// Functions that make texts of what they are given.
const PRINTING: [&str; 12] = [
    "squote",
    "println",
    "cat",
    "join",
    "b64enc",
    "trunc",
    "replace",
    "upper",
    "indent",
    "nindent",
    "html",
    "sha256sum",
];

/// The arguments of a call.
struct Args<'t> {
    exprs: &'t [Expr],
    piped: Option<Shape>,
}

impl Args<'_> {
    fn len(&self) -> usize {
        self.exprs.len() + usize::from(self.piped.is_some())
    }
}

impl Machine<'_> {
    /// The value of an argument; nothing where there is none.
    fn arg(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, number: usize, dot: &Shape) -> Shape {
        match args.exprs.get(number) {
            Some(expr) => self.operand(frame, expr, dot),
            None if number == args.exprs.len() => args.piped.clone().unwrap_or(Shape::Other),
            None => Shape::Other,
        }
    }

    fn all(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, dot: &Shape) -> Vec<Shape> {
        (0..args.len()).map(|number| self.arg(frame, args, number, dot)).collect()
    }

    /// Notes something that may be absent.
    fn test(&mut self, shape: &Shape, touch: Touch, site: Site) {
        let soft = std::mem::replace(&mut self.soft, true);
        self.touch(shape, touch, Some(site));
        self.soft = soft;
    }

    fn joined(&mut self, shapes: impl IntoIterator<Item = Shape>) -> Shape {
        let mut all: Option<Shape> = None;
        for shape in shapes {
            all = Some(match all {
                None => shape,
                Some(all) => self.either(all, shape),
            });
        }
        all.unwrap_or(Shape::Other)
    }

    /// Calls a function.
    pub(super) fn function(
        &mut self,
        frame: &mut Frame<'_>,
        func: &'static Func,
        exprs: &[Expr],
        piped: Option<Shape>,
        site: Site,
        dot: &Shape,
    ) -> Shape {
        if matches!(func.effect, Effect::Clock | Effect::Random) && site.file != u32::MAX {
            self.drawn.insert((site, func.name));
        }
        // The place of what is piped, as long as no argument has been evaluated.
        let origin = self.origin.take().filter(|_| piped.is_some());
        let args = Args { exprs, piped };
        match func.name {
            "include" => {
                let (name, argument) = (self.arg(frame, &args, 0, dot), self.arg(frame, &args, 1, dot));
                self.include(&name, argument);
                Shape::Other
            }
            "tpl" => {
                let (text, inner) = (self.arg(frame, &args, 0, dot), self.arg(frame, &args, 1, dot));
                self.touch(&text, Touch::Whole, Some(site));
                for text in text.each() {
                    match text {
                        Shape::Text(text) => self.run_text(text, inner.clone()),
                        Shape::Between(start, end) => {
                            let opens = |text: &[u8]| memchr::memmem::find(text, b"{{").is_some();
                            if opens(start) || opens(end) {
                                self.lose(&inner);
                            }
                        }
                        _ => {}
                    }
                }
                Shape::Other
            }
            "default" => {
                let (default, value) = (self.arg(frame, &args, 0, dot), self.arg(frame, &args, 1, dot));
                self.test(&value, Touch::Tested, site);
                self.either(value.softened(), default)
            }
            "coalesce" | "or" => {
                let shapes = self.all(frame, &args, dot);
                shapes.iter().for_each(|shape| self.test(shape, Touch::Tested, site));
                self.joined(shapes.iter().map(Shape::softened))
            }
            "and" => self.and(frame, &args, site, dot),
            "ternary" => {
                let shapes = self.all(frame, &args, dot);
                if let Some(condition) = shapes.get(2) {
                    self.test(condition, Touch::Tested, site);
                }
                self.joined(shapes.into_iter().take(2).map(|shape| shape.softened()))
            }
            "required" => {
                let (message, value) = (self.arg(frame, &args, 0, dot), self.arg(frame, &args, 1, dot));
                self.touch(&message, Touch::Whole, Some(site));
                self.test(&value, Touch::Tested, site);
                value.softened()
            }
            "not" | "empty" | "kindIs" | "typeIs" | "typeIsLike" | "kindOf" | "typeOf" => {
                for shape in self.all(frame, &args, dot) {
                    self.test(&shape, Touch::Tested, site);
                }
                Shape::Other
            }
            "len" | "keys" | "values" => {
                let shapes = self.all(frame, &args, dot);
                shapes.iter().for_each(|shape| self.touch(shape, Touch::Ranged, Some(site)));
                match func.name {
                    "values" => {
                        let items: Vec<Shape> = shapes.iter().map(|shape| self.items(shape)).collect();
                        Shape::List(Rc::new(self.joined(items)))
                    }
                    "keys" => {
                        let keys: Vec<Shape> = shapes.iter().map(|shape| self.keys(shape)).collect();
                        Shape::List(Rc::new(self.joined(keys)))
                    }
                    _ => Shape::Other,
                }
            }
            "dict" => self.dict(frame, &args, dot),
            "list" | "tuple" => {
                let items = self.all(frame, &args, dot);
                Shape::List(Rc::new(self.joined(items)))
            }
            "get" | "hasKey" => {
                let (map, key) = (self.arg(frame, &args, 0, dot), self.arg(frame, &args, 1, dot));
                self.touch(&key, Touch::Whole, Some(site));
                let value = self.element(&map, &key, site).softened();
                if func.name == "hasKey" {
                    self.test(&value, Touch::Tested, site);
                    return Shape::Other;
                }
                value
            }
            "index" => {
                let mut shapes = self.all(frame, &args, dot).into_iter();
                let mut value = shapes.next().unwrap_or(Shape::Other);
                for key in shapes {
                    self.touch(&key, Touch::Whole, Some(site));
                    value = self.element(&value, &key, site);
                }
                value
            }
            "dig" => {
                let mut shapes = self.all(frame, &args, dot);
                let mut value = shapes.pop().unwrap_or(Shape::Other);
                let default = shapes.pop().unwrap_or(Shape::Other);
                for key in shapes {
                    self.touch(&key, Touch::Whole, Some(site));
                    value = self.element(&value, &key, site).softened();
                }
                self.test(&value, Touch::Tested, site);
                self.either(value, default)
            }
            "pluck" => {
                let shapes = self.all(frame, &args, dot);
                let Some((key, maps)) = shapes.split_first() else { return Shape::Other };
                let found: Vec<Shape> =
                    maps.iter().map(|map| self.element(map, key, site).softened()).collect();
                Shape::List(Rc::new(self.joined(found)))
            }
            "set" => self.set(frame, &args, site, dot),
            "unset" | "omit" => {
                let mut shapes = self.all(frame, &args, dot).into_iter();
                let map = shapes.next().unwrap_or(Shape::Other);
                shapes.for_each(|key| self.touch(&key, Touch::Whole, Some(site)));
                self.open(&map);
                map
            }
            "pick" => {
                let mut shapes = self.all(frame, &args, dot).into_iter();
                let map = shapes.next().unwrap_or(Shape::Other);
                let mut dict = Dict::default();
                for key in shapes {
                    match &key {
                        Shape::Text(name) => {
                            let value = self.field(&map, name).softened();
                            self.test(&value, Touch::Tested, site);
                            dict.known.insert(name.clone(), value);
                        }
                        _ => {
                            self.touch(&key, Touch::Whole, Some(site));
                            let value = self.element(&map, &key, site).softened();
                            dict.other = Some(Box::new(value));
                        }
                    }
                }
                Shape::Dict(Rc::new(dict))
            }
            "merge" | "mustMerge" | "mergeOverwrite" | "mustMergeOverwrite" => self.merge(frame, &args, dot),
            "deepCopy" | "mustDeepCopy" => self.arg(frame, &args, 0, dot),
            "first" | "mustFirst" | "last" | "mustLast" => {
                let list = self.arg(frame, &args, 0, dot);
                self.touch(&list, Touch::Ranged, Some(site));
                self.items(&list)
            }
            "rest" | "mustRest" | "initial" | "mustInitial" | "reverse" | "mustReverse" | "uniq"
            | "mustUniq" | "compact" | "mustCompact" | "without" | "mustWithout" | "slice" | "mustSlice" => {
                let mut shapes = self.all(frame, &args, dot).into_iter();
                let list = shapes.next().unwrap_or(Shape::Other);
                self.touch(&list, Touch::Ranged, Some(site));
                shapes.for_each(|shape| self.touch(&shape, Touch::Whole, Some(site)));
                list
            }
            "concat" => {
                let lists = self.all(frame, &args, dot);
                lists.iter().for_each(|list| self.touch(list, Touch::Ranged, Some(site)));
                let items: Vec<Shape> = lists.iter().map(|list| self.items(list)).collect();
                Shape::List(Rc::new(self.joined(items)))
            }
            "append" | "mustAppend" | "push" | "mustPush" | "prepend" | "mustPrepend" => {
                let shapes = self.all(frame, &args, dot);
                let list = shapes.first().cloned().unwrap_or(Shape::Other);
                self.touch(&list, Touch::Ranged, Some(site));
                let items = self.items(&list);
                let item = shapes.into_iter().nth(1).unwrap_or(Shape::Other);
                let joined = self.either(item, items);
                Shape::List(Rc::new(joined))
            }
            "print" | "printf" | "toString" | "quote" | "lower" | "trim" => {
                let shapes = self.all(frame, &args, dot);
                for (number, shape) in shapes.iter().enumerate() {
                    let own = args.exprs.get(number).map(|expr| site_of(frame, expr));
                    self.touch(shape, Touch::Text, own.or(origin).or(Some(site)));
                }
                match func.name {
                    "print" => concatenated(shapes.iter().map(Some)),
                    "printf" => formatted(&shapes),
                    "toString" => match shapes.first() {
                        Some(text @ Shape::Text(_)) => text.clone(),
                        _ => Shape::Other,
                    },
                    _ => Shape::Other,
                }
            }
            name => {
                let touch = if PRINTING.contains(&name) { Touch::Text } else { Touch::Whole };
                for number in 0..args.len() {
                    let shape = self.arg(frame, &args, number, dot);
                    let own = args.exprs.get(number).map(|expr| site_of(frame, expr));
                    self.touch(&shape, touch, own.or(origin).or(Some(site)));
                }
                Shape::Other
            }
        }
    }

    /// What stands behind a value that was asked for is guarded by it.
    fn and(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, site: Site, dot: &Shape) -> Shape {
        let guards = self.guards.len();
        let mut shapes = Vec::new();
        for number in 0..args.len() {
            let outer = self.asked.replace(Vec::new());
            let shape = self.arg(frame, args, number, dot);
            self.test(&shape, Touch::Tested, site);
            let absent = std::mem::replace(&mut self.asked, outer).unwrap_or_default();
            if let Some(asked) = &mut self.asked {
                asked.extend(absent.iter().copied());
            }
            self.guards.extend(absent);
            shapes.push(shape.softened());
        }
        self.guards.truncate(guards);
        self.joined(shapes)
    }

    fn dict(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, dot: &Shape) -> Shape {
        let shapes = self.all(frame, args, dot);
        let mut dict = Dict::default();
        for pair in shapes.chunks(2) {
            let value = pair.get(1).cloned().unwrap_or(Shape::Other);
            match &pair[0] {
                Shape::Text(key) => {
                    dict.known.insert(key.clone(), value);
                }
                key => {
                    self.touch(key, Touch::Whole, None);
                    let other = dict.other.take().map_or(Shape::Other, |other| *other);
                    dict.other = Some(Box::new(self.either(value, other)));
                }
            }
        }
        Shape::Dict(Rc::new(dict))
    }

    /// The value of a key that may be known.
    fn element(&mut self, shape: &Shape, key: &Shape, site: Site) -> Shape {
        let mut found = Vec::new();
        for key in key.each() {
            match key {
                Shape::Text(key) => found.push(self.field(shape, key)),
                _ => {
                    // Which one it is nobody knows.
                    self.test(shape, Touch::Ranged, site);
                    found.push(self.items(shape));
                }
            }
        }
        self.joined(found)
    }

    /// `set`: the variable that holds the map has the key from now on.
    fn set(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, site: Site, dot: &Shape) -> Shape {
        let (map, key) = (self.arg(frame, args, 0, dot), self.arg(frame, args, 1, dot));
        let value = self.arg(frame, args, 2, dot);
        self.touch(&key, Touch::Whole, Some(site));
        // Who else holds the map sees it, too.
        self.lose(&value);
        self.open(&map);
        let mut changed = Vec::new();
        for shape in map.each() {
            changed.push(match (shape, &key) {
                (Shape::Dict(dict), Shape::Text(key)) => {
                    let mut dict = (**dict).clone();
                    let value = match dict.known.remove(key) {
                        Some(old) => self.either(old, value.clone()),
                        None => value.clone(),
                    };
                    dict.known.insert(key.clone(), value);
                    Shape::Dict(Rc::new(dict))
                }
                (Shape::Dict(dict), _) => {
                    let mut dict = (**dict).clone();
                    let other = dict.other.take().map_or(Shape::Other, |other| *other);
                    dict.other = Some(Box::new(self.either(value.clone(), other)));
                    Shape::Dict(Rc::new(dict))
                }
                (Shape::Other, Shape::Text(key)) => {
                    let known = [(key.clone(), value.clone())].into_iter().collect();
                    Shape::Dict(Rc::new(Dict { known, other: None }))
                }
                (shape, Shape::Text(key)) => {
                    let known = [(key.clone(), value.clone())].into_iter().collect();
                    let added = Shape::Dict(Rc::new(Dict { known, other: None }));
                    self.either(shape.clone(), added)
                }
                (shape, _) => self.either(shape.clone(), value.clone()),
            });
        }
        let changed = self.joined(changed);
        self.store(frame, args, changed.clone());
        changed
    }

    /// `merge` and its sisters write to their first argument.
    fn merge(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, dot: &Shape) -> Shape {
        let shapes = self.all(frame, args, dot);
        if let Some(target) = shapes.first() {
            self.open(target);
        }
        let merged = self.joined(shapes.iter().map(Shape::softened));
        if !self.store(frame, args, merged.clone()) {
            let made = |shape: &Shape| matches!(shape, Shape::Dict(_) | Shape::Other);
            if !shapes.first().is_none_or(made) {
                shapes[1..].iter().for_each(|shape| self.lose(shape));
            }
        }
        merged
    }

    /// Puts a map that was changed where the first argument has it; whether that is a variable.
    fn store(&mut self, frame: &mut Frame<'_>, args: &Args<'_>, shape: Shape) -> bool {
        let Some(Expr::Variable(_, variable)) = args.exprs.first() else { return false };
        let variable = frame.tree.file[*variable];
        if !variable.fields.is_empty() {
            return false;
        }
        let Some(slot) = frame.variables.get_mut(variable.slot as usize) else { return false };
        *slot = shape;
        true
    }

    /// Templates add keys to a map of the values.
    fn open(&mut self, shape: &Shape) {
        for shape in shape.each() {
            if let Shape::Value(Reference { node, .. }) = shape {
                self.opened.insert(*node);
            }
        }
    }
}

/// Texts one after the other; `None` is an unknown one.
fn concatenated<'s>(parts: impl Iterator<Item = Option<&'s Shape>>) -> Shape {
    let (mut start, mut end, mut whole) = (Vec::new(), Vec::new(), true);
    for part in parts {
        match part {
            Some(Shape::Text(text)) => {
                if whole {
                    start.extend_from_slice(text);
                }
                end.extend_from_slice(text);
            }
            Some(Shape::Between(first, last)) => {
                if whole {
                    start.extend_from_slice(first);
                }
                end = last.to_vec();
                whole = false;
            }
            _ => {
                whole = false;
                end.clear();
            }
        }
    }
    if whole { Shape::Text(start.into()) } else { Shape::Between(start.into(), end.into()) }
}

/// `printf` of texts.
fn formatted(shapes: &[Shape]) -> Shape {
    let Some((Shape::Text(format), rest)) = shapes.split_first() else { return Shape::Other };
    let mut rest = rest.iter();
    let mut parts: Vec<Option<Shape>> = Vec::new();
    let mut literal = Vec::new();
    let mut bytes = format.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            literal.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'%') => literal.push(b'%'),
            verb => {
                parts.push(Some(Shape::text(&literal)));
                literal.clear();
                let mut verb = verb;
                while verb.is_some_and(|verb| !verb.is_ascii_alphabetic()) {
                    verb = bytes.next();
                }
                let value = rest.next().filter(|_| matches!(verb, Some(b's' | b'v')));
                parts.push(value.filter(|value| matches!(value, Shape::Text(_))).cloned());
            }
        }
    }
    parts.push(Some(Shape::text(&literal)));
    concatenated(parts.iter().map(Option::as_ref))
}
