//! The values of Secrets, and where else they are, put under masks.
//!
//! A mask tells the size of a value by its class alone, never the value nor a digest of it: who has a digest can try
//! guesses. So two masks may look alike where the values differ; that they differ is still known as long as the
//! values are at hand ([`Hidden`] compares them), and no more once the masks are stored.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use nexachart_go::base64;

use crate::object::Id;
use crate::{Data, Hidden, Object, read};

/// How a mask begins.
const MASK: &str = "(secret";

/// Puts under masks, in all of the objects, which may be of several streams:
///
/// - all below `data` and `stringData` of a `Secret`, also of one that is inside another object or in a `SecretList`;
/// - `kubectl.kubernetes.io/last-applied-configuration` of a `Secret`;
/// - a text that holds the manifest of a `Secret` with values, or a text that does;
/// - annotations like `checksum/secret`: a digest of what would be masked;
/// - copies of such values in other texts, names and keys, as they are or in base64, where they look drawn (`pG7…`) and
///   not like a word or a host;
/// - a document that cannot be read and speaks of a `Secret`.
///
/// A mask that was stored is not masked again.
///
/// ```
/// use nexachart_diff::{read, seal, yaml};
/// let mut objects = read(b"apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: geheim}\n");
/// seal(&mut objects);
/// assert!(yaml(&objects[0].body).contains("password: (secret, under 16 bytes)"));
/// ```
pub fn seal<'o>(objects: impl IntoIterator<Item = &'o mut Object>) {
    let mut objects: Vec<&mut Object> = objects.into_iter().collect();
    let mut values = Values::default();
    for object in &mut objects {
        if object.problem.is_some() {
            let text = object.body.as_text().unwrap_or_default();
            if memmem::find(text.as_bytes(), b"Secret").is_some() {
                hide(&mut object.body, "(a text that cannot be read and speaks of a Secret)".into());
            }
        } else {
            places(&mut object.body, &mut values);
        }
    }
    if let Some(copies) = values.finish() {
        for object in objects {
            conceal(&mut object.body, &copies);
            object.id = Id::of(&object.body);
        }
    }
}

/// Values that are looked for in other texts.
#[derive(Default)]
struct Values(BTreeSet<String>);

impl Values {
    /// Adds a value, its lines and what stands in them between quotes and the like, as far as it looks drawn.
    fn add(&mut self, value: &str) {
        for line in value.lines().map(str::trim) {
            let split = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_'));
            let parts = line.split(split).filter(|part| part.len() >= 16);
            self.0
                .extend([line].into_iter().chain(parts).filter(|text| looks_drawn(text)).map(str::to_string));
        }
    }

    /// What finds them; nothing where there are none.
    fn finish(self) -> Option<Copies> {
        if self.0.is_empty() {
            return None;
        }
        if self.0.iter().map(String::len).sum::<usize>() > MOST {
            return Some(Copies::Any);
        }
        let all: BTreeSet<String> = self
            .0
            .iter()
            .flat_map(|value| encodings(value.as_bytes()))
            .chain(self.0.iter().cloned())
            .collect();
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&all);
        Some(finder.map_or(Copies::Any, Copies::These))
    }
}

/// How many bytes of values are looked for: what finds them takes some sixty times as much, since they are looked for in
/// base64 too.
const MOST: usize = 1 << 18;

/// A value in base64, of either alphabet: by itself, with and without padding, and what does not depend on its
/// surroundings where it stands in a longer text, as in `user:password`.
fn encodings(value: &[u8]) -> Vec<String> {
    let alone = base64::encode(value);
    let mut all = vec![alone.trim_end_matches('=').to_string(), alone];
    for before in 0..3 {
        let text = base64::encode(&[&[0; 2][..before], value].concat());
        let inner = text.get((before * 8).div_ceil(6)..(before + value.len()) * 8 / 6);
        all.extend(inner.map(str::to_string));
    }
    let urls: Vec<String> = all
        .iter()
        .filter(|text| text.contains(['+', '/']))
        .map(|text| text.replace('+', "-").replace('/', "_"))
        .collect();
    all.extend(urls);
    all
}

/// Finds values in texts.
enum Copies {
    /// These.
    These(AhoCorasick),
    /// All words that look like such values: there are too many to look for each.
    Any,
}

impl Copies {
    /// The text with masks in place of values, if there are any.
    fn conceal(&self, text: &str) -> Option<String> {
        let mask = |value: &str, out: &mut String| out.push_str(&format!("{MASK}, {})", size(value.len())));
        let mut out = String::new();
        match self {
            Copies::These(finder) => {
                if !finder.is_match(text) {
                    return None;
                }
                finder.replace_all_with(text, &mut out, |_, value, out| {
                    mask(value, out);
                    true
                });
            }
            Copies::Any => {
                for word in text
                    .split_inclusive(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '@' | ':'))
                {
                    let value = word.trim_end_matches(|c: char| {
                        c.is_ascii_whitespace() || matches!(c, '"' | '\'' | '@' | ':')
                    });
                    if looks_drawn(value) {
                        mask(value, &mut out)
                    } else {
                        out.push_str(value)
                    }
                    out.push_str(&word[value.len()..]);
                }
                if out == text {
                    return None;
                }
            }
        }
        Some(out)
    }
}

/// Whether a text looks like a drawn password, a key or a digest: nobody calls a thing so.
fn looks_drawn(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
    let mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    let hex = text.len() >= 32 && text.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    text.len() >= 8 && !has(u8::is_ascii_whitespace) && (mixed || hex && has(u8::is_ascii_digit))
}

/// Masks what is a secret by its place. Data nests no deeper than [`crate::MAX_DEPTH`].
fn places(data: &mut Data, values: &mut Values) {
    match data {
        Data::Map(map) => {
            secrets(map, values);
            for (key, value) in map {
                if is_checksum(key) && matches!(value, Data::Text(_)) {
                    hide(value, "(digest of a secret)".into());
                } else {
                    places(value, values);
                }
            }
        }
        Data::List(items) => items.iter_mut().for_each(|item| places(item, values)),
        Data::Text(text) if holds_secret(text, NESTED, values) => {
            let lines = match text.lines().count() {
                1 => "1 line".into(),
                lines => format!("{lines} lines"),
            };
            hide(data, format!("(a text with a Secret, {lines})"));
        }
        _ => {}
    }
}

/// Of whatever API group: what is called so is not shown.
fn is_secret(map: &BTreeMap<String, Data>) -> bool {
    map.get("kind").and_then(Data::as_text) == Some("Secret")
}

/// Masks the values of a Secret, and those of the items of a `SecretList`, which need not say their kind again.
fn secrets(map: &mut BTreeMap<String, Data>, values: &mut Values) {
    if is_secret(map) {
        secret(map, values);
    } else if is_list(map)
        && let Some(Data::List(items)) = map.get_mut("items")
    {
        for item in items {
            if let Data::Map(item) = item
                && !item.contains_key("kind")
            {
                secret(item, values);
            }
        }
    }
}

fn is_list(map: &BTreeMap<String, Data>) -> bool {
    map.get("kind").and_then(Data::as_text) == Some("SecretList")
}

fn is_checksum(key: &str) -> bool {
    const WORDS: [&str; 6] = ["secret", "cred", "passw", "token", "tls", "cert"];
    let key = key.to_ascii_lowercase();
    let sum = ["checksum", "sha256", "hash"].iter().any(|word| key.contains(word));
    sum && key.contains('/') && WORDS.iter().any(|word| key.contains(word))
}

fn secret(map: &mut BTreeMap<String, Data>, values: &mut Values) {
    for key in ["data", "stringData"] {
        let form = if key == "data" { Form::Base64 } else { Form::Plain };
        match map.get_mut(key) {
            Some(Data::Map(entries)) => entries.values_mut().for_each(|value| mask(value, form, values)),
            Some(Data::Null) | None => {}
            Some(other) => mask(other, Form::Plain, values),
        }
    }
    if let Some(Data::Map(metadata)) = map.get_mut("metadata")
        && let Some(Data::Map(annotations)) = metadata.get_mut("annotations")
        && let Some(applied) = annotations.get_mut("kubectl.kubernetes.io/last-applied-configuration")
    {
        mask(applied, Form::Plain, values);
    }
}

/// How a value of a Secret is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// As it is: below `stringData`.
    Plain,
    /// Below `data`.
    Base64,
}

/// Masks a value of a Secret.
fn mask(value: &mut Data, form: Form, values: &mut Values) {
    let shown = match &*value {
        Data::Null | Data::Hidden(_) => return,
        Data::Text(text) if text.starts_with(MASK) && text.ends_with(')') => return,
        Data::Text(text) => {
            values.add(text);
            let decoded = match form {
                Form::Base64 => base64::decode(text.as_bytes()).ok(),
                Form::Plain => None,
            };
            if let Some(text) = decoded.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok()) {
                values.add(text);
            }
            format!("{MASK}, {})", size(decoded.map_or(text.len(), |bytes| bytes.len())))
        }
        Data::List(_) => format!("{MASK}, a list)"),
        Data::Map(_) => format!("{MASK}, a map)"),
        Data::Bool(_) | Data::Int(_) | Data::Uint(_) | Data::Float(_) => format!("{MASK}, not a text)"),
    };
    hide(value, shown);
}

/// The class of a size: a power of two tells whether a key became longer, and not how long a password is.
fn size(bytes: usize) -> String {
    match bytes {
        0 => "empty".into(),
        1..16 => "under 16 bytes".into(),
        _ => {
            let from = 1usize << bytes.ilog2();
            format!("{from} to {} bytes", from * 2 - 1)
        }
    }
}

fn hide(data: &mut Data, shown: String) {
    let real = std::mem::replace(data, Data::Null);
    *data = Data::Hidden(Hidden::new(shown, real));
}

/// How many texts in texts in a text are read.
const NESTED: usize = 3;

/// Whether a text, or one in it, as far as `nested` tells, holds the manifest of a Secret with values, which are added to
/// `values`, all of them.
fn holds_secret(text: &str, nested: usize, values: &mut Values) -> bool {
    if !(text.contains("Secret") && text.contains("kind") && text.contains("ata")) {
        return false;
    }
    let objects = read(text.as_bytes());
    let holds = |object: &&Object| match &object.problem {
        None => find(&object.body, nested, values),
        // A template of a manifest, say. What in it is a value cannot be told.
        Some(_) => object.body.as_text().is_some_and(looks_like_secret),
    };
    objects.iter().filter(holds).count() > 0
}

/// Whether a text that cannot be read looks like the manifest of a Secret with values.
fn looks_like_secret(text: &str) -> bool {
    let field = |line: &str| line.trim().trim_start_matches("- ").replace(['"', '\'', ' ', ','], "");
    let mut lines = text.lines().map(field);
    let is_kind = text.lines().map(field).any(|line| line.contains("kind:Secret"));
    is_kind && lines.any(|line| line.contains("data:") || line.contains("stringData:"))
}

fn find(data: &Data, nested: usize, values: &mut Values) -> bool {
    match data {
        Data::Map(map) => {
            let is_meant = is_secret(map) || is_list(map);
            let mut copy = if is_meant { map.clone() } else { BTreeMap::new() };
            secrets(&mut copy, values);
            let masked = is_meant && copy != *map;
            map.values().filter(|value| find(value, nested, values)).count() > 0 || masked
        }
        Data::List(items) => items.iter().filter(|item| find(item, nested, values)).count() > 0,
        Data::Text(text) if nested > 0 => holds_secret(text, nested - 1, values),
        _ => false,
    }
}

/// Masks copies of values in texts, and in keys.
fn conceal(data: &mut Data, copies: &Copies) {
    match data {
        Data::Map(map) => {
            map.values_mut().for_each(|value| conceal(value, copies));
            let keys: Vec<_> =
                map.keys().filter_map(|key| Some((key.clone(), copies.conceal(key)?))).collect();
            for (key, shown) in keys {
                let Some(value) = map.remove(&key) else { continue };
                let mut unique = shown.clone();
                let mut count = 1;
                while map.contains_key(&unique) {
                    count += 1;
                    unique = format!("{shown} {count}");
                }
                map.insert(unique, value);
            }
        }
        Data::List(items) => items.iter_mut().for_each(|item| conceal(item, copies)),
        Data::Text(text) => {
            if let Some(shown) = copies.conceal(text) {
                hide(data, shown);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Diff, yaml};

    fn sealed(text: &str) -> String {
        let mut objects = read(text.as_bytes());
        seal(&mut objects);
        objects.into_iter().map(|object| yaml(&object.body.masked())).collect::<Vec<_>>().join("---\n")
    }

    #[test]
    fn masks_by_place() {
        let secret = "{apiVersion: v1, kind: Secret, data: {a: Z2VoZWltZXJ3ZXJ0MTIz}}";
        for text in [
            secret.to_string(),
            format!("apiVersion: v1\nkind: List\nitems: [{secret}]"),
            format!("kind: Object\nspec: {{manifest: {secret}}}"),
            format!("kind: ConfigMap\ndata:\n  x.yaml: |\n    {secret}\n"),
            "kind: ConfigMap\ndata:\n  x.yaml: |\n    kind: Secret\n    data: {{ geheim }}}\n".into(),
            format!("kind: Secret\n<<<<<<< {secret}"),
            "kind: Secret\nstringData: {a: {b: geheimerwert123}}".into(),
            "kind: Secret\nstringData: geheimerwert123".into(),
            "kind: Secret\nstringData: {a: 123456789}".into(),
            "kind: Pod\nmetadata: {annotations: {checksum/secret: 123456789abcd}}".into(),
            "kind: SecretList\nitems: [{stringData: {a: geheimerwert123}}]".into(),
            "kind: A\nx: 'items: [{data: {a: Z2VoZWltZXJ3ZXJ0MTIz}}]\n\n  kind: SecretList'\n".into(),
            format!("kind: A\nx: |\n  kind: A\n  data: {{a: '{secret}'}}\n"),
        ] {
            let shown = sealed(&text);
            for value in ["Z2Vo", "geheim", "12345"] {
                assert!(!shown.contains(value), "{text}\n{shown}");
            }
        }
    }

    #[test]
    fn masks_copies_that_look_drawn() {
        let text = "kind: Secret\nstringData: {a: aB3dE5gH, user: postgres}\n---\n\
                    kind: ConfigMap\ndata: {url: 'postgres://postgres:aB3dE5gH@db'}\n";
        assert!(sealed(text).contains("url: postgres://postgres:(secret, under 16 bytes)@db"));
    }

    #[test]
    fn masks_copies_in_base64_names_and_keys() {
        let value = "aB3dE5gH?~>i";
        let mut text = format!("kind: Secret\nstringData: {{a: '{value}'}}\n---\nkind: A\n");
        for around in [("", ""), ("u:", ""), ("us:", "\n"), ("use:", "@h"), ("user:", "12")] {
            let encoded = base64::encode(format!("{}{value}{}", around.0, around.1).as_bytes());
            text += &format!("x{}: {encoded}\n", around.0.len());
            text += &format!("y{}: {}\n", around.0.len(), encoded.replace('+', "-").replace('/', "_"));
        }
        text += &format!("metadata: {{name: '{value}', labels: {{'{value}': a, '{value}x': b}}}}\n");
        let mut objects = read(text.as_bytes());
        seal(&mut objects);
        assert_eq!(objects[1].id.name, "(secret, under 16 bytes)");
        let Data::Map(shown) = &objects[1].body else { panic!() };
        assert_eq!(shown.len(), 12);
        for (key, value) in shown.iter().filter(|(key, _)| key.starts_with(['x', 'y'])) {
            let shown = value.one_line();
            let left = shown.replace("(secret, under 16 bytes)", "").replace("(secret, 16 to 31 bytes)", "");
            assert!(left.len() + 8 < shown.len() && left.len() < 14, "{key} {shown}");
        }
        assert!(!yaml(&objects[1].body).contains("aB3"));
    }

    #[test]
    fn too_many_values_are_masked_by_their_looks() {
        let values: String = (0..60_000).map(|n| format!("  k{n}: aB3dE5gH{n:012}\n")).collect();
        let text =
            format!("kind: Secret\nstringData:\n{values}---\nkind: A\nx: 'u:aB3dE5gH000000000007@h y'\n");
        assert!(sealed(&text).ends_with("x: u:(secret, 16 to 31 bytes)@h y\n"));
    }

    #[test]
    fn what_is_equal_under_the_mask_still_differs() {
        let of = |value: &str| {
            let mut objects = read(format!("kind: Secret\nstringData: {{a: {value}}}").as_bytes());
            seal(&mut objects);
            objects
        };
        assert!(!Diff::between(&of("one"), &of("two")).is_quiet());
        assert!(Diff::between(&of("one"), &of("one")).is_quiet());
        // A stored mask knows no more.
        let stored = of("\"(secret, under 16 bytes)\"");
        let masked: Vec<_> = of("one").into_iter().map(|o| Object::new(o.body.masked())).collect();
        assert!(Diff::between(&stored, &masked).is_quiet());
    }
}
