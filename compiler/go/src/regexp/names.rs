//! The named character classes: `\d`, `[:alpha:]`, `\p{Greek}`.

use super::class::CharClass;
use super::tables::{CATEGORIES, CATEGORY_ALIASES, CATEGORY_RUNS, SCRIPT_RUNS, SCRIPTS};

/// A class and whether its complement is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    Plain,
    Negated,
}

impl Sense {
    pub(super) fn flip(self) -> Sense {
        match self {
            Sense::Plain => Sense::Negated,
            Sense::Negated => Sense::Plain,
        }
    }
}

/// What `\d`, `\s`, `\w` and their capitals mean: ASCII only.
pub(super) fn perl(letter: u8) -> Option<(&'static [(u32, u32)], Sense)> {
    let ranges: &[(u32, u32)] = match letter.to_ascii_lowercase() {
        b'd' => &[(0x30, 0x39)],
        b's' => &[(0x09, 0x0A), (0x0C, 0x0D), (0x20, 0x20)],
        b'w' => &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
        _ => return None,
    };
    Some((ranges, if letter.is_ascii_uppercase() { Sense::Negated } else { Sense::Plain }))
}

/// What `[:name:]` means, given all of it from `[:` to `:]`.
pub(super) fn posix(text: &[u8]) -> Option<(&'static [(u32, u32)], Sense)> {
    let name = text.strip_prefix(b"[:")?.strip_suffix(b":]")?;
    let (name, sense) = match name.strip_prefix(b"^") {
        Some(rest) => (rest, Sense::Negated),
        None => (name, Sense::Plain),
    };
    let ranges: &[(u32, u32)] = match name {
        b"alnum" => &[(0x30, 0x39), (0x41, 0x5A), (0x61, 0x7A)],
        b"alpha" => &[(0x41, 0x5A), (0x61, 0x7A)],
        b"ascii" => &[(0x00, 0x7F)],
        b"blank" => &[(0x09, 0x09), (0x20, 0x20)],
        b"cntrl" => &[(0x00, 0x1F), (0x7F, 0x7F)],
        b"digit" => &[(0x30, 0x39)],
        b"graph" => &[(0x21, 0x7E)],
        b"lower" => &[(0x61, 0x7A)],
        b"print" => &[(0x20, 0x7E)],
        b"punct" => &[(0x21, 0x2F), (0x3A, 0x40), (0x5B, 0x60), (0x7B, 0x7E)],
        b"space" => &[(0x09, 0x0D), (0x20, 0x20)],
        b"upper" => &[(0x41, 0x5A)],
        b"word" => &[(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
        b"xdigit" => &[(0x30, 0x39), (0x41, 0x46), (0x61, 0x66)],
        _ => return None,
    };
    Some((ranges, sense))
}

/// A class of `\p{…}`.
pub(super) struct UnicodeClass {
    pub(super) class: CharClass,
    /// Whether `(?i)` adds what differs only in case.
    pub(super) folds: bool,
}

/// The class called `name` in `\p{name}`: a general category or group of them, a script, `Any`, `Assigned` or
/// `ASCII`. Case, spaces, hyphens and underscores in the name do not count.
pub(super) fn unicode(name: &[u8]) -> Option<UnicodeClass> {
    let name = canonical(name);
    let folding = |class| Some(UnicodeClass { class, folds: true });
    match &*name {
        "Any" => return folding(CharClass::new(&[(0, char::MAX as u32)])),
        "Ascii" => return folding(CharClass::new(&[(0, 0x7F)])),
        "Assigned" => return folding(category("Cn")?.negated()),
        _ => {}
    }
    let short = CATEGORY_ALIASES.iter().find(|&&(long, _)| long == name).map_or(&*name, |&(_, short)| short);
    // Go has no folding table for this one group: `(?i)\p{LC}` does not match U+0345, which folds to a letter.
    if short == "LC" || short == "Lc" {
        return category("LC").map(|class| UnicodeClass { class, folds: false });
    }
    if let Some(class) = category(short) {
        return folding(class);
    }
    // Names such as Old_Italic are never found, for in the canonical form they have lost their underscore.
    let id = SCRIPTS.iter().skip(1).position(|&script| script == name)? + 1;
    folding(runs(SCRIPT_RUNS, |run| run == id))
}

/// `name` with a capital first letter, the others small, blanks of all kinds left out.
fn canonical(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    let kept = String::from_utf8_lossy(name);
    for c in kept.chars().filter(|c| !matches!(c, '_' | '-' | ' ')) {
        out.push(if out.is_empty() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() });
    }
    out
}

fn category(name: &str) -> Option<CharClass> {
    let wanted = |category: &str| match name {
        "LC" => matches!(category, "Lu" | "Ll" | "Lt"),
        _ if name.len() == 1 => category.starts_with(name),
        _ => category == name,
    };
    CATEGORIES
        .iter()
        .any(|&category| wanted(category))
        .then(|| runs(CATEGORY_RUNS, |id| CATEGORIES.get(id).is_some_and(|&category| wanted(category))))
}

/// The code points of the runs whose id is `wanted`.
fn runs(table: &[u32], wanted: impl Fn(usize) -> bool) -> CharClass {
    let mut class = CharClass::default();
    for (i, &run) in table.iter().enumerate() {
        if wanted((run & 0xFF) as usize) {
            let last = table.get(i + 1).map_or(char::MAX as u32, |next| (next >> 8) - 1);
            class.insert(run >> 8, last);
        }
    }
    class
}
