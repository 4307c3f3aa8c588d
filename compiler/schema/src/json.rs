//! Reading JSON text into documents, numbers as they are written (Go: jsonschema.UnmarshalJSON).

use nexachart_value::json::decode_first;

use crate::document::{Document, Node, NodeId};

/// Lists and objects may not be nested deeper (Go: encoding/json maxNestingDepth).
const MAX_DEPTH: usize = 10_000;

/// Reads one JSON value and nothing else.
///
/// # Errors
/// Go's texts.
pub(crate) fn read(text: &[u8]) -> Result<Document, String> {
    let mut reader = Reader { text, at: 0, document: Document::with_capacity(text.len()) };
    match reader.value() {
        Some(()) => {
            reader.skip_blanks();
            match reader.peek() {
                None => Ok(reader.document),
                Some(_) => Err("invalid character after top-level value".to_owned()),
            }
        }
        // What is wrong and how to say it, the reader of values knows.
        None => Err(decode_first(text).err().unwrap_or_else(|| "invalid JSON".to_owned())),
    }
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    document: Document,
}

/// A list or an object that is being read: its node, and where its children begin among those not yet placed.
struct Open {
    id: NodeId,
    first: usize,
    is_object: bool,
}

impl Reader<'_> {
    /// Reads a value. `None` if it is malformed.
    fn value(&mut self) -> Option<()> {
        if u32::try_from(self.text.len()).is_err() {
            return None;
        }
        let mut around: Vec<Open> = Vec::new();
        let mut children: Vec<NodeId> = Vec::new();
        loop {
            // A value begins here.
            self.skip_blanks();
            let id = self.document.add(Node::Null, around.last().map(|open| open.id));
            if !around.is_empty() {
                children.push(id);
            }
            match self.peek()? {
                b @ (b'[' | b'{') => {
                    if around.len() == MAX_DEPTH {
                        return None;
                    }
                    self.at += 1;
                    self.skip_blanks();
                    let is_object = b == b'{';
                    if self.peek()? == if is_object { b'}' } else { b']' } {
                        self.at += 1;
                        let node = match is_object {
                            true => self.document.object(&mut Vec::new()),
                            false => self.document.list(&[]),
                        };
                        self.document.set(id, node);
                    } else {
                        around.push(Open { id, first: children.len(), is_object });
                        if is_object {
                            self.key()?;
                        }
                        continue;
                    }
                }
                b'"' => {
                    let node = self.string()?;
                    self.document.set(id, node);
                }
                b'-' | b'0'..=b'9' => {
                    let node = self.number()?;
                    self.document.set(id, node);
                }
                b't' => self.literal(b"true", id, Node::Bool(true))?,
                b'f' => self.literal(b"false", id, Node::Bool(false))?,
                b'n' => self.literal(b"null", id, Node::Null)?,
                _ => return None,
            }
            // It has ended; perhaps what is around it too.
            loop {
                let Some(open) = around.last() else { return Some(()) };
                self.skip_blanks();
                match (self.peek()?, open.is_object) {
                    (b',', is_object) => {
                        self.at += 1;
                        if is_object {
                            self.skip_blanks();
                            self.key()?;
                        }
                        break;
                    }
                    (b']', false) => {
                        let node = self.document.list(&children[open.first..]);
                        self.document.set(open.id, node);
                        children.truncate(open.first);
                    }
                    (b'}', true) => {
                        let mut values = children.split_off(open.first);
                        let node = self.document.object(&mut values);
                        self.document.set(open.id, node);
                    }
                    _ => return None,
                }
                self.at += 1;
                around.pop();
            }
        }
    }

    /// Reads a key and its colon, a node before that of its value.
    fn key(&mut self) -> Option<()> {
        let key = self.string()?;
        self.document.add(key, None);
        self.skip_blanks();
        let colon = self.peek()? == b':';
        self.at += 1;
        colon.then_some(())
    }

    fn string(&mut self) -> Option<Node> {
        if self.peek()? != b'"' {
            return None;
        }
        self.at += 1;
        let rest = &self.text[self.at..];
        let plain = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..0x20 | 0x80..))?;
        if rest[plain] == b'"' {
            self.at += plain + 1;
            return Some(Node::String(self.document.add_text(&rest[..plain])));
        }
        // Escapes and other than ASCII: again through the reader of values, for this string alone.
        let mut end = plain;
        loop {
            match rest.get(end)? {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        let (value, _) = decode_first(&self.text[self.at - 1..=self.at + end]).ok()?;
        self.at += end + 1;
        Some(Node::String(self.document.add_text(value.as_str()?)))
    }

    fn number(&mut self) -> Option<Node> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        match self.peek() {
            // A zero stands alone.
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Node::Number(self.document.add_text(&self.text[start..self.at])))
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn literal(&mut self, word: &[u8], id: NodeId, node: Node) -> Option<()> {
        self.text[self.at..].starts_with(word).then_some(())?;
        self.at += word.len();
        self.document.set(id, node);
        Some(())
    }

    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }
}
