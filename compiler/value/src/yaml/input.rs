//! The text before its grammar: encodings, forbidden characters, and when go-yaml would notice them.

use std::borrow::Cow;

use super::chars::width;

/// Inputs of this length and more are refused; offsets have room for decoded texts beside it.
const MAX_LEN: usize = 1 << 30;

/// go-yaml reads its input in pieces of this many bytes (yamlprivateh.go: input_raw_buffer_size).
const PIECE: usize = 512;

const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// A text that is ready to be scanned.
pub(super) struct Input<'a> {
    /// UTF-8, all of whose characters YAML allows. It ends early where a forbidden one follows.
    pub text: Cow<'a, [u8]>,
    /// Where the text begins: after a byte order mark.
    pub start: usize,
    /// No character is longer than a byte.
    pub ascii: bool,
    /// Every line ends in LF.
    pub lf_only: bool,
    /// Present where it matters how go-yaml's buffer moves.
    pub window: Option<Box<Window>>,
}

/// go-yaml's buffer, as far as it can be seen from outside.
///
/// It can be seen in two ways. A forbidden character is reported when the piece that holds it is read, so
/// errors of grammar before that are reported instead, and documents before that are read without error.
/// And where a byte order mark is looked for at the start of a line, go-yaml looks at the start of its
/// buffer (yamlprivateh.go: is_bom has `b[0]`, not `b[i]`).
#[derive(Clone)]
pub(super) struct Window {
    /// Where the pieces end.
    bounds: Vec<usize>,
    next: usize,
    /// How far the text has been read.
    loaded: usize,
    /// The start of the buffer.
    start: usize,
    /// NULs that were put after the end of the text.
    nuls: usize,
    /// The forbidden character after the last piece.
    poison: Option<&'static str>,
}

impl Window {
    /// Makes sure that `count` characters can be seen from `pos` on, or says why they cannot.
    pub fn need(&mut self, text: &[u8], pos: usize, count: usize) -> Result<(), &'static str> {
        let seen = |loaded: usize, nuls: usize| {
            let mut at = pos;
            let mut chars = nuls;
            while at < loaded && chars < count {
                at += width(text[at]);
                chars += 1;
            }
            chars >= count
        };
        if seen(self.loaded, self.nuls) {
            return Ok(());
        }
        self.start = pos;
        while !seen(self.loaded, self.nuls) {
            match (self.bounds.get(self.next), self.poison) {
                (Some(&bound), _) => {
                    self.loaded = bound;
                    self.next += 1;
                }
                (None, Some(problem)) => return Err(problem),
                (None, None) => {
                    self.nuls += 1;
                    break;
                }
            }
        }
        Ok(())
    }

    /// Whether a byte order mark stands at the start of the buffer.
    pub fn starts_with_bom(&self, text: &[u8]) -> bool {
        text[self.start..].starts_with(BOM)
    }

    /// Takes one of the NULs away: go-yaml can skip them after a byte order mark.
    pub fn skip_nul(&mut self) {
        self.nuls = self.nuls.saturating_sub(1);
    }
}

impl<'a> Input<'a> {
    /// Finds the encoding (readerc.go: yaml_parser_determine_encoding) and checks every character.
    pub fn new(bytes: &'a [u8]) -> Result<Input<'a>, &'static str> {
        match bytes {
            _ if bytes.len() >= MAX_LEN => Err("input too large"),
            [0xFF, 0xFE, rest @ ..] => Ok(Input::utf16(rest, u16::from_le_bytes)),
            [0xFE, 0xFF, rest @ ..] => Ok(Input::utf16(rest, u16::from_be_bytes)),
            _ => Ok(Input::utf8(bytes, if bytes.starts_with(BOM) { BOM.len() } else { 0 })),
        }
    }

    fn utf8(bytes: &'a [u8], start: usize) -> Input<'a> {
        let facts = Facts::of(bytes, start);
        let mut input = Input {
            text: Cow::Borrowed(bytes),
            start,
            ascii: facts.ascii,
            lf_only: facts.lf_only,
            window: None,
        };
        if facts.bad || facts.bom {
            let (bounds, poison) = pieces(bytes, start);
            let end = if poison.is_some() { bounds.last().copied().unwrap_or(start) } else { bytes.len() };
            input.text = Cow::Borrowed(&bytes[..end]);
            input.window = Some(Box::new(Window::new(start, bounds, poison)));
        }
        input
    }

    fn utf16(units: &[u8], unit: fn([u8; 2]) -> u16) -> Input<'static> {
        let (mut text, bounds, poison) = transcode(units, unit);
        if poison.is_some() {
            text.truncate(bounds.last().copied().unwrap_or(0));
        }
        let facts = Facts::of(&text, 0);
        let window = (facts.bom || poison.is_some()).then(|| Box::new(Window::new(0, bounds, poison)));
        Input { text: Cow::Owned(text), start: 0, ascii: facts.ascii, lf_only: facts.lf_only, window }
    }
}

impl Window {
    fn new(start: usize, bounds: Vec<usize>, poison: Option<&'static str>) -> Window {
        Window { bounds, next: 0, loaded: start, start, nuls: 0, poison }
    }
}

/// What one pass over the text tells.
struct Facts {
    ascii: bool,
    lf_only: bool,
    bom: bool,
    bad: bool,
}

impl Facts {
    fn of(text: &[u8], start: usize) -> Facts {
        let mut facts = Facts { ascii: true, lf_only: true, bom: false, bad: false };
        let mut at = start;
        while at < text.len() {
            let end = (at + 64).min(text.len());
            if is_plain(&text[at..end]) {
                at = end;
                continue;
            }
            while at < end {
                match text[at] {
                    b'\r' => facts.lf_only = false,
                    lead @ 0x80.. => {
                        facts.ascii = false;
                        match lead {
                            0xC2 if text.get(at + 1) == Some(&0x85) => facts.lf_only = false,
                            0xE2 if text[at + 1..].starts_with(&[0x80]) => facts.lf_only = false,
                            0xEF if text[at..].starts_with(BOM) => facts.bom = true,
                            _ => {}
                        }
                    }
                    _ => {}
                }
                match check(&text[at..]) {
                    Ok(width) => at += width,
                    Err(_) => {
                        facts.bad = true;
                        return facts;
                    }
                }
            }
        }
        facts
    }
}

/// Only tabs, LFs and printable ASCII.
fn is_plain(bytes: &[u8]) -> bool {
    let odd = |b: u8| (b.wrapping_sub(0x20) > 0x5E) & (b != b'\n') & (b != b'\t');
    !bytes.iter().fold(false, |any, &b| any | odd(b))
}

enum Refused {
    /// The text ends inside the character.
    Incomplete,
    Bad(&'static str),
}

/// The width of the first character, if it is a character of YAML (readerc.go: yaml_parser_update_buffer).
fn check(bytes: &[u8]) -> Result<usize, Refused> {
    let Some(&lead) = bytes.first() else { return Err(Refused::Incomplete) };
    let width = match lead {
        0x20..0x7F | b'\t' | b'\n' | b'\r' => return Ok(1),
        0..0x80 => return Err(Refused::Bad(CONTROL)),
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0..0xF8 => 4,
        _ => return Err(Refused::Bad("invalid leading UTF-8 octet")),
    };
    if bytes.len() < width {
        return Err(Refused::Incomplete);
    }
    let mut value = u32::from(lead) & (0x7F >> width);
    for &octet in &bytes[1..width] {
        if octet & 0xC0 != 0x80 {
            return Err(Refused::Bad("invalid trailing UTF-8 octet"));
        }
        value = value << 6 | u32::from(octet & 0x3F);
    }
    match (width, value) {
        (2, ..0x80) | (3, ..0x800) | (4, ..0x10000) => {
            Err(Refused::Bad("invalid length of a UTF-8 sequence"))
        }
        (_, 0xD800..0xE000 | 0x110000..) => Err(Refused::Bad("invalid Unicode character")),
        (_, value) if is_allowed(value) => Ok(width),
        _ => Err(Refused::Bad(CONTROL)),
    }
}

const CONTROL: &str = "control characters are not allowed";

fn is_allowed(value: u32) -> bool {
    matches!(value, 0x09 | 0x0A | 0x0D | 0x20..0x7F | 0x85 | 0xA0..0xD800 | 0xE000..0xFFFE | 0x10000..0x110000)
}

/// Where go-yaml's pieces end, and what stops the reading after the last of them.
fn pieces(bytes: &[u8], start: usize) -> (Vec<usize>, Option<&'static str>) {
    let mut bounds = Vec::new();
    let mut from = 0;
    loop {
        let end = (from + PIECE).min(bytes.len());
        let mut at = from.max(start);
        while at < end {
            match check(&bytes[at..end]) {
                Ok(width) => at += width,
                Err(Refused::Incomplete) => break,
                Err(Refused::Bad(problem)) => return (bounds, Some(problem)),
            }
        }
        bounds.push(at);
        if end == bytes.len() {
            return (bounds, (at < end).then_some("incomplete UTF-8 octet sequence"));
        }
        from = at;
    }
}

/// UTF-16 as UTF-8, with the ends of go-yaml's pieces and what stops the reading after the last of them.
fn transcode(units: &[u8], unit: fn([u8; 2]) -> u16) -> (Vec<u8>, Vec<usize>, Option<&'static str>) {
    let mut text = Vec::with_capacity(units.len() / 2);
    let mut bounds = Vec::new();
    let mut at = 0;
    // The first piece begins with the byte order mark.
    let mut end = PIECE - 2;
    loop {
        let piece = &units[..end.min(units.len())];
        let incomplete = loop {
            let (value, width) = match &piece[at..] {
                [] => break None,
                [_] => break Some("incomplete UTF-16 character"),
                [a, b, rest @ ..] => match (unit([*a, *b]), rest) {
                    (0xDC00..0xE000, _) => return (text, bounds, Some("unexpected low surrogate area")),
                    (high @ 0xD800..0xDC00, [c, d, ..]) => match unit([*c, *d]) {
                        low @ 0xDC00..0xE000 => {
                            (0x10000 + ((u32::from(high) & 0x3FF) << 10) + (u32::from(low) & 0x3FF), 4)
                        }
                        _ => return (text, bounds, Some("expected low surrogate area")),
                    },
                    (0xD800..0xDC00, _) => break Some("incomplete UTF-16 surrogate pair"),
                    (value, _) => (u32::from(value), 2),
                },
            };
            match char::from_u32(value) {
                Some(c) if is_allowed(value) => {
                    text.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
                    at += width;
                }
                _ => return (text, bounds, Some(CONTROL)),
            }
        };
        bounds.push(text.len());
        if end >= units.len() {
            return (text, bounds, incomplete);
        }
        end = at + PIECE;
    }
}
