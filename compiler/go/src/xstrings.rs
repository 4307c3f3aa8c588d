//! Names from one writing to another: camel, pascal, snake and kebab case. Where words begin is decided exactly as
//! github.com/huandu/xstrings v1.5.0 does, whose rules have their oddities.

use crate::unicode::{is_letter, is_number, is_punct, is_space, is_upper, to_lower, to_upper};
use crate::utf8::{self, RUNE_ERROR};

/// `text` as one word, each part after the first with an upper-case letter: `someWords`. Invalid bytes become U+FFFD.
/// Go: `xstrings.ToCamelCase`.
pub fn to_camel_case(text: &[u8]) -> Vec<u8> {
    camel(text, FirstLetter::Lower)
}

/// As [`to_camel_case`] with an upper-case letter at the start: `SomeWords`. Go: `xstrings.ToPascalCase`, which is
/// Sprig's `camelcase`.
///
/// ```
/// use nexachart_go::xstrings::to_pascal_case;
/// assert_eq!(to_pascal_case(b"http_server"), b"HttpServer");
/// assert_eq!(to_pascal_case(b"_complex__case_"), b"_Complex_Case_");
/// assert_eq!(to_pascal_case(b"_"), b"__");
/// ```
pub fn to_pascal_case(text: &[u8]) -> Vec<u8> {
    camel(text, FirstLetter::Upper)
}

/// The words of `text` in lower case with `_` between them. Go: `xstrings.ToSnakeCase`.
///
/// ```
/// use nexachart_go::xstrings::to_snake_case;
/// assert_eq!(to_snake_case(b"HTTPServer v2"), b"http_server_v2");
/// assert_eq!(to_snake_case(b"Bld4Floor3rd"), b"bld4_floor_3rd");
/// ```
pub fn to_snake_case(text: &[u8]) -> Vec<u8> {
    Lowering::new(text, b'_').run()
}

/// The words of `text` in lower case with `-` between them. Go: `xstrings.ToKebabCase`.
pub fn to_kebab_case(text: &[u8]) -> Vec<u8> {
    Lowering::new(text, b'-').run()
}

/// The characters of `text` in another order: `draw(n)` is to give a number below `n`, and is asked for each `n` from
/// the number of characters down to 2. Invalid bytes become U+FFFD. Go: `xstrings.Shuffle`.
pub fn shuffle(text: &[u8], draw: &mut dyn FnMut(usize) -> usize) -> Vec<u8> {
    let mut chars: Vec<char> = utf8::runes(text).map(|(_, c, _)| c).collect();
    for last in (1..chars.len()).rev() {
        let other = draw(last + 1);
        chars.swap(last, other.min(last));
    }
    encoded(chars)
}

#[derive(Clone, Copy, PartialEq)]
enum FirstLetter {
    Lower,
    Upper,
}

fn camel(text: &[u8], first_letter: FirstLetter) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut chars = utf8::runes(text).map(|(_, c, _)| c);
    // A character is written once it is known what follows it.
    let mut pending;
    let mut in_upper_case; // Only upper-case letters have been seen in this word.
    loop {
        let Some(c) = chars.next() else {
            // Nothing but connectors: the last is written once more.
            let last = out.len() - utf8::decode_last(&out).1;
            out.extend_from_within(last..);
            return out;
        };
        if !is_connector(c) {
            in_upper_case = is_upper(c);
            pending = if first_letter == FirstLetter::Upper { to_upper(c) } else { to_lower(c) };
            break;
        }
        utf8::encode(&mut out, c);
    }
    for c in chars {
        let mut next = c;
        match (is_connector(pending), is_connector(c)) {
            // One of several connectors is lost, the one before the word.
            (true, true) => utf8::encode(&mut out, pending),
            (true, false) => {
                in_upper_case = is_upper(c);
                next = to_upper(c);
            }
            (false, _) => {
                in_upper_case &= is_upper(c);
                if in_upper_case {
                    next = to_lower(c);
                }
                utf8::encode(&mut out, pending);
            }
        }
        pending = next;
    }
    if in_upper_case && first_letter == FirstLetter::Lower {
        pending = to_lower(pending);
    }
    utf8::encode(&mut out, pending);
    out
}

/// What `-`, `_` and white space are: they stand between words.
fn is_connector(c: char) -> bool {
    c == '-' || c == '_' || is_space(c)
}

/// Letters other than most of the Chinese ones.
fn is_alphabetic(c: char) -> bool {
    is_letter(c)
        && !matches!(c, '\u{3400}'..='\u{4D85}' | '\u{4E00}'..='\u{9FCC}' | '\u{20000}'..='\u{2B81D}')
}

fn encoded(chars: Vec<char>) -> Vec<u8> {
    chars.into_iter().collect::<String>().into_bytes()
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// The end, or nothing but invalid bytes up to it.
    Nothing,
    Number,
    /// Upper-case letters, or one and lower-case ones behind it.
    Capital,
    /// Letters that are not upper-case.
    Letters,
    Connectors,
    Punctuation,
    Other,
}

impl Kind {
    /// What a run that begins with `c` is.
    fn of(c: char) -> Kind {
        if is_connector(c) {
            Kind::Connectors
        } else if is_punct(c) {
            Kind::Punctuation
        } else if is_upper(c) {
            Kind::Capital
        } else if is_alphabetic(c) {
            Kind::Letters
        } else if is_number(c) {
            Kind::Number
        } else {
            Kind::Other
        }
    }

    /// Whether `c` goes on with a run of this kind.
    fn goes_on_with(self, c: char) -> bool {
        match self {
            Kind::Connectors => is_connector(c),
            Kind::Punctuation => is_punct(c),
            Kind::Capital => is_upper(c),
            Kind::Letters => is_alphabetic(c) && !is_upper(c),
            Kind::Number => is_number(c),
            Kind::Other => !(is_connector(c) || is_alphabetic(c) || is_number(c) || is_punct(c)),
            Kind::Nothing => false,
        }
    }
}

#[derive(Clone, Copy)]
struct Run<'a> {
    kind: Kind,
    text: &'a [u8],
}

/// Takes the first run of characters of one kind off `text`.
fn next_run<'a>(text: &mut &'a [u8]) -> Run<'a> {
    let whole = *text;
    let (first, mut len) = next_valid(whole, RUNE_ERROR);
    let kind = if first == RUNE_ERROR { Kind::Nothing } else { Kind::of(first) };
    if kind == Kind::Capital && len < whole.len() {
        len = capital_len(whole, first, len);
    } else {
        len = run_len(whole, kind, first, len).0;
    }
    let (run, rest) = whole.split_at(len);
    *text = rest;
    Run { kind, text: run }
}

/// The length of a run that begins with an upper-case letter of `len` bytes: `HTTP` of `HTTPServer`, then `Server`.
fn capital_len(text: &[u8], first: char, len: usize) -> usize {
    let (second, _) = next_valid(&text[len..], first);
    if !is_upper(second) {
        return if is_alphabetic(second) { run_len(text, Kind::Letters, first, len).0 } else { len };
    }
    let (end, last_width, stopped_by) = run_len(text, Kind::Capital, first, len);
    // The last upper-case letter belongs to the lower-case ones behind it.
    if stopped_by.is_some_and(is_alphabetic) { end - last_width } else { end }
}

/// How far a run of this kind reaches whose first `len` bytes are known to belong to it, the width of its last
/// character, and which character ended it.
fn run_len(text: &[u8], kind: Kind, first: char, mut len: usize) -> (usize, usize, Option<char>) {
    let (mut previous, mut last_width) = (first, len);
    while len < text.len() {
        let (c, width) = next_valid(&text[len..], previous);
        if !kind.goes_on_with(c) {
            return (len, last_width, Some(c));
        }
        len += width;
        (previous, last_width) = (c, width);
    }
    (len, last_width, None)
}

/// The first valid character of `text` with the invalid bytes before it as part of its width. Invalid bytes at the end
/// count as another `previous`.
fn next_valid(text: &[u8], previous: char) -> (char, usize) {
    utf8::runes(text)
        .find(|&(_, c, _)| c != RUNE_ERROR)
        .map_or((previous, text.len()), |(offset, c, width)| (c, offset + width))
}

/// Writes the runs of a text in lower case, with connectors where words meet.
struct Lowering<'a> {
    rest: &'a [u8],
    out: Vec<u8>,
    connector: u8,
}

impl<'a> Lowering<'a> {
    fn new(text: &'a [u8], connector: u8) -> Self {
        Lowering { rest: text, out: Vec::with_capacity(text.len() + text.len() / 4), connector }
    }

    fn run(mut self) -> Vec<u8> {
        let mut run = next_run(&mut self.rest);
        while !self.rest.is_empty() {
            let previous = run;
            self.write(previous);
            run = next_run(&mut self.rest);
            run = match previous.kind {
                Kind::Connectors | Kind::Punctuation => run,
                Kind::Number => self.after_number(run),
                _ if run.kind == Kind::Number => self.number_after_word(run),
                _ => {
                    self.connect_to(run);
                    run
                }
            };
        }
        self.write(run);
        self.out
    }

    /// `run` comes behind a number, which takes letters along as in `2m3s`. Gives the run after those.
    fn after_number(&mut self, mut run: Run<'a>) -> Run<'a> {
        while matches!(run.kind, Kind::Letters | Kind::Number) {
            self.write(run);
            run = next_run(&mut self.rest);
        }
        if run.kind != Kind::Nothing {
            self.connect_to(run);
        }
        run
    }

    /// The number comes behind a word: it belongs to that, as in `Bld4Floor`, or to lower-case letters behind it, as in
    /// `http2xx`. Gives the run after what was written.
    fn number_after_word(&mut self, number: Run<'a>) -> Run<'a> {
        if self.rest.is_empty() {
            return number;
        }
        let run = next_run(&mut self.rest);
        if run.kind == Kind::Letters {
            self.out.push(self.connector);
            self.write(number);
            self.after_number(run)
        } else {
            self.write(number);
            self.connect_to(run);
            run
        }
    }

    /// A connector, unless `run` is one or is punctuation.
    fn connect_to(&mut self, run: Run<'a>) {
        if !matches!(run.kind, Kind::Connectors | Kind::Punctuation) {
            self.out.push(self.connector);
        }
    }

    fn write(&mut self, run: Run<'a>) {
        if !matches!(run.kind, Kind::Capital | Kind::Connectors) {
            return self.out.extend_from_slice(run.text);
        }
        for (_, c, _) in utf8::runes(run.text) {
            if is_connector(c) {
                self.out.push(self.connector);
            } else {
                // Only upper-case letters: a title-case one has a lower case too.
                utf8::encode(&mut self.out, if is_upper(c) { to_lower(c) } else { c });
            }
        }
    }
}

#[cfg(test)]
mod tests;
