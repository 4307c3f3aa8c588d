//! Texts: which byte of which argument a byte of a result was, and the same for texts of lists and maps (`toYaml`) and back.

use memchr::{memchr, memmem, memrchr};
use nexachart_template::Flow;
use nexachart_template::trace::{Key, Made};
use nexachart_value::yaml::{self, Node, Shape};
use nexachart_value::{Str, Value};

use crate::{At, Search, at_path};

impl Search<'_> {
    /// Follows a byte of a text that was cut out of, or put together from, texts.
    pub(crate) fn text(&mut self, made: &Made, path: &[Key], at: At, depth: u32) {
        // Of a list of pieces (`splitList`) one is asked for.
        let Some(Value::String(result)) = at_path(&made.result, path) else { return self.all(made, depth) };
        let At::Byte(offset) = at else { return self.all(made, depth) };
        let flow = made.func.map_or(Flow::Opaque, |func| func.flow);
        if flow == Flow::Concat {
            return self.joined(made, &result, offset, depth);
        }
        // The text that is worked on comes last, as through a pipe; the others say how.
        let texts = made.args.iter().rev().filter_map(|(value, origin)| Some((value.as_str()?, *origin)));
        for (text, origin) in texts {
            match flow {
                Flow::Lines => match line_for_line(&result, text, offset) {
                    Line::Byte(there) => return self.follow(origin, &mut Vec::new(), At::Byte(there), depth),
                    // Blanks that the call put in are the call's own.
                    Line::Inserted => return,
                    Line::Unknown => {}
                },
                _ => {
                    if let Some(from) = piece_of(&result, text) {
                        return self.follow(origin, &mut Vec::new(), At::Byte(from + offset), depth);
                    }
                }
            }
        }
    }

    /// Arguments one after the other, with anything between them.
    fn joined(&mut self, made: &Made, result: &Str, offset: usize, depth: u32) {
        let mut from = 0;
        let mut nearest = None;
        for (value, origin) in &made.args {
            let items = value.items();
            let parts: Vec<(Value, Option<Key>)> = match &items {
                Some(items) => {
                    items.iter().cloned().enumerate().map(|(i, v)| (v, Some(Key::Index(i)))).collect()
                }
                None => vec![(value.clone(), None)],
            };
            for (part, key) in parts {
                let text = printed(&part);
                if text.is_empty() {
                    continue;
                }
                let Some(start) = memmem::find(&result[from..], &text).map(|i| i + from) else {
                    if offset >= from
                        && !matches!(part, Value::Map(_))
                        && origin.is_known()
                        && !is_format(made, value)
                    {
                        nearest = Some((*origin, key));
                    }
                    continue;
                };
                // A format's own text may hold anything; it is not looked for.
                if is_format(made, value) {
                    continue;
                }
                from = start + text.len();
                if (start..from).contains(&offset) {
                    let mut path = Vec::from_iter(key);
                    return self.follow(*origin, &mut path, At::Byte(offset - start), depth);
                }
                if start > offset {
                    break;
                }
            }
        }
        // Quoted or escaped, a text is not found again.
        if let Some((origin, key)) = nearest {
            self.follow(origin, &mut Vec::from_iter(key), At::All, depth);
        }
    }

    /// A text that a value was written as (`toYaml`).
    pub(crate) fn print(&mut self, made: &Made, path: &[Key], at: At, depth: u32) {
        let Some((_, origin)) = made.args.iter().rev().find(|(_, origin)| origin.is_known()) else { return };
        let (mut way, at) = match (&made.result, at) {
            (Value::String(result), At::Byte(offset)) if path.is_empty() => {
                node_at(result, offset).unwrap_or((Vec::new(), At::All))
            }
            _ => (Vec::new(), At::All),
        };
        way.reverse();
        let before = std::mem::replace(&mut self.rewritten, true);
        self.follow(*origin, &mut way, at, depth);
        self.rewritten = before;
    }

    /// A value that was read from a text (`fromYaml`).
    pub(crate) fn parse(&mut self, made: &Made, path: &[Key], at: At, depth: u32) {
        let Some((value, origin)) = made.args.iter().rev().find(|(_, origin)| origin.is_known()) else {
            return;
        };
        let Value::String(text) = value else { return };
        let Some(offset) = place_of(text, path) else {
            return self.follow(*origin, &mut Vec::new(), At::All, depth);
        };
        let within = match at {
            At::Byte(within) => within,
            At::All => 0,
        };
        self.follow(*origin, &mut Vec::new(), At::Byte(offset + within), depth);
    }
}

/// A value as it stands in a text, where that is simple.
fn printed(value: &Value) -> Vec<u8> {
    let mut out = Vec::new();
    match value {
        Value::String(text) | Value::Bytes(text) => return text.to_vec(),
        Value::Nil | Value::Map(_) | Value::List(_) => return out,
        other => nexachart_template::fmt::sprint(&mut out, std::slice::from_ref(other)),
    }
    out
}

/// Whether this argument is the format of `printf`.
fn is_format(made: &Made, value: &Value) -> bool {
    made.func.is_some_and(|func| func.name == "printf")
        && made.args.first().is_some_and(|(first, _)| std::ptr::eq(first, value))
}

/// Where a text that was cut out of another one begins in it; what only changed its case, at the same place.
fn piece_of(piece: &[u8], text: &[u8]) -> Option<usize> {
    if text.starts_with(piece) {
        return Some(0);
    }
    memmem::find(text, piece).or((text.len() == piece.len() && !text.is_empty()).then_some(0))
}

/// What a byte of a result is, whose lines are those of a text with something before each of them.
enum Line {
    Byte(usize),
    Inserted,
    Unknown,
}

/// Finds the byte of a text whose lines stand in a result with something before each of them; the result may begin with an
/// empty line.
fn line_for_line(result: &[u8], text: &[u8], offset: usize) -> Line {
    let Some(shift) = count(result).checked_sub(count(text)) else { return Line::Unknown };
    let line = count(&result[..offset.min(result.len())]);
    let line = line.saturating_sub(shift);
    let (Some(own), Some(theirs)) = (nth(text, line), nth(result, line + shift)) else {
        return Line::Unknown;
    };
    let before = (theirs.1 - theirs.0).saturating_sub(own.1 - own.0);
    match offset.checked_sub(theirs.0 + before) {
        Some(column) => Line::Byte(own.0 + column.min(own.1 - own.0)),
        None => Line::Inserted,
    }
}

fn count(text: &[u8]) -> usize {
    memchr::memchr_iter(b'\n', text).count()
}

/// Where a line begins and ends, counted from 0.
fn nth(text: &[u8], line: usize) -> Option<(usize, usize)> {
    let start = match line.checked_sub(1) {
        Some(before) => memchr::memchr_iter(b'\n', text).nth(before)? + 1,
        None => 0,
    };
    Some((start, memchr(b'\n', &text[start..]).map_or(text.len(), |i| start + i)))
}

/// The node of a YAML text that a byte belongs to, as the way to it, and the byte within its text.
fn node_at(text: &[u8], offset: usize) -> Option<(Vec<Key>, At)> {
    let document = yaml::parse(text).ok()??;
    let mut way = Vec::new();
    let mut node = document.root();
    // A byte before a key, its indentation or the dash, belongs to what begins in its line.
    let line_end = memchr(b'\n', &text[offset.min(text.len())..]).map_or(text.len(), |i| offset + i);
    'down: loop {
        match node.shape() {
            Shape::Mapping(pairs) => {
                let mut last = None;
                for (key, value) in pairs {
                    let start = key.span().start as usize;
                    if start > offset && !(last.is_none() || starts_in_line(text, start, offset, line_end)) {
                        break;
                    }
                    last = Some((key, value));
                    if start > offset {
                        break;
                    }
                }
                let Some((key, value)) = last else { return Some((way, At::All)) };
                let name = Str::from(key.text());
                if offset < value.span().start as usize && !is_block(value)
                    || offset < key.span().end as usize
                {
                    way.push(Key::Name(name));
                    return Some((way, At::All));
                }
                way.push(Key::Name(name));
                node = value;
            }
            Shape::Sequence(items) => {
                let mut last = None;
                for (i, item) in items.enumerate() {
                    let start = item.span().start as usize;
                    if start > offset && last.is_some() && !starts_in_line(text, start, offset, line_end) {
                        break;
                    }
                    last = Some((i, item));
                    if start > offset {
                        break;
                    }
                }
                let Some((i, item)) = last else { return Some((way, At::All)) };
                way.push(Key::Index(i));
                node = item;
            }
            Shape::Alias(_) => return Some((way, At::All)),
            Shape::Scalar => break 'down,
        }
        if way.len() > 1000 {
            return None;
        }
    }
    let start = node.span().start as usize;
    let plain = text.get(start..start + node.text().len()) == Some(node.text());
    let quoted = text.get(start + 1..start + 1 + node.text().len()) == Some(node.text());
    Some((
        way,
        match (offset.checked_sub(start), plain, quoted) {
            (Some(within), true, _) => At::Byte(within),
            (Some(within), _, true) => At::Byte(within.saturating_sub(1)),
            _ => block_byte(text, node, offset),
        },
    ))
}

fn is_block(node: Node<'_>) -> bool {
    matches!(node.shape(), Shape::Mapping(_) | Shape::Sequence(_))
}

fn starts_in_line(text: &[u8], start: usize, offset: usize, line_end: usize) -> bool {
    let line = memrchr(b'\n', &text[..offset.min(text.len())]).map_or(0, |i| i + 1);
    (line..line_end).contains(&start)
}

/// The byte of a block scalar's text (`|`), line for line.
fn block_byte(text: &[u8], node: Node<'_>, offset: usize) -> At {
    let start = node.span().start as usize;
    let Some(body) = memchr(b'\n', &text[start.min(text.len())..]).map(|i| start + i + 1) else {
        return At::All;
    };
    match offset.checked_sub(body) {
        Some(within) => match line_for_line(&text[body..], node.text(), within) {
            Line::Byte(within) => At::Byte(within),
            Line::Inserted | Line::Unknown => At::All,
        },
        None => At::All,
    }
}

/// Where the node of a YAML text begins; the way is given backwards.
fn place_of(text: &[u8], path: &[Key]) -> Option<usize> {
    let document = yaml::parse(text).ok()??;
    let mut node = document.root();
    for key in path.iter().rev() {
        node = match (node.shape(), key) {
            (Shape::Mapping(_), Key::Name(name)) => node.get(name)?,
            (Shape::Sequence(mut items), Key::Index(index)) => items.nth(*index)?,
            (Shape::Mapping(mut pairs), Key::Itself(name)) => pairs.find(|(key, _)| key.text() == &**name)?.0,
            _ => return None,
        };
    }
    let start = node.span().start as usize;
    let quoted = matches!(text.get(start), Some(b'"' | b'\''));
    Some(start + usize::from(quoted))
}
