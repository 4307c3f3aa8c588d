//! What may be a secret, and is not shown: values behind keys that sound like one, in files of values and in rendered
//! text, and wherever such a value has come into a message.

use std::borrow::Cow;

use memchr::memmem;
use nexachart_source::{Diagnostic, Place, ValueRole};

use super::Sources;

/// What stands for a secret.
const MASK: &[u8] = b"***";
/// Parts of keys whose values are not shown.
const WORDS: [&str; 8] = ["pass", "secret", "token", "credential", "private", "key", "auth", "cert"];
/// Parts of keys below which no value is shown.
const HOLDERS: [&str; 6] = ["pass", "secret", "token", "credential", "stringdata", "privatekey"];
/// Values shorter than this are too common to be looked for in messages.
const SHORT: usize = 4;
/// How many lines above one are looked at for the keys that it is below of.
const ABOVE: usize = 500;

/// A line of values or of rendered text without what may be a secret. `above` are the lines before it, the nearest first.
pub(super) fn concealed<'l>(line: &[u8], above: impl Iterator<Item = &'l [u8]>) -> Vec<u8> {
    if line.trim_ascii().is_empty() || line.trim_ascii_start().starts_with(b"#") && !has_long_word(line) {
        return line.to_vec();
    }
    let below = is_below_secret(line, above);
    let Some(colon) = key_end(line) else {
        let blank = line.len() - line.trim_ascii_start().len();
        let item = if line[blank..].starts_with(b"- ") { blank + 2 } else { blank };
        return match below || has_long_word(line) {
            true => [&line[..item], MASK].concat(),
            false => line.to_vec(),
        };
    };
    let (key, rest) = (&line[..colon], line[colon + 1..].trim_ascii());
    let opens = rest.is_empty() || matches!(rest[0], b'|' | b'>') && rest.len() <= 3;
    match (below || sounds(key, &WORDS)) && !opens {
        true => [key, b": ", MASK].concat(),
        false => line.to_vec(),
    }
}

/// Whether the name of a value says that it is not to be shown.
///
/// ```
/// use nexachart_driver::report::names_secret;
/// assert!(names_secret(b"redis.auth.password") && names_secret(b"db.apiKey"));
/// assert!(!names_secret(b"image.tag") && !names_secret(b"existingSecret"));
/// ```
pub fn names_secret(path: &[u8]) -> bool {
    let text = String::from_utf8_lossy(path).to_ascii_lowercase();
    let last = text.rsplit('.').next().unwrap_or_default();
    // These name a Secret, or a key in one, and hold nothing secret.
    let names = [
        "existing", "name", "ref", "enabled", "create", "file", "path", "mount", "type", "policy", "length",
        "keys",
    ];
    let holds = [
        "password",
        "passwd",
        "passphrase",
        "token",
        "secret",
        "apikey",
        "api_key",
        "privatekey",
        "private_key",
        "credential",
        "accesskey",
        "access_key",
        "dsn",
    ];
    holds.iter().any(|word| last.contains(word)) && !names.iter().any(|word| last.contains(word))
}

/// A text of a finding without the values that its labels say, or seem, to be secret.
pub(super) fn masked<'t>(text: &'t [u8], diagnostic: &Diagnostic, sources: &Sources<'_>) -> Cow<'t, [u8]> {
    without(text, &secrets(diagnostic, sources))
}

/// A text without those secrets.
pub(super) fn without<'t>(text: &'t [u8], secrets: &[Vec<u8>]) -> Cow<'t, [u8]> {
    let mut masked = Cow::Borrowed(text);
    for secret in secrets {
        if memmem::find(&masked, secret).is_some() {
            masked = Cow::Owned(replaced(&masked, secret));
        }
    }
    masked
}

/// The values that the labels of a finding say, or seem, to be secret.
pub(super) fn secrets(diagnostic: &Diagnostic, sources: &Sources<'_>) -> Vec<Vec<u8>> {
    let mut secrets = Vec::new();
    for label in &diagnostic.labels {
        let is_secret = |value: &ValueRole| value.secret || names_secret(value.path.as_bytes());
        if !label.as_value().is_some_and(is_secret) {
            continue;
        }
        let Some(line) = sources.line(&label.place) else { continue };
        let Some(colon) = key_end(&line) else { continue };
        let secret = line[colon + 1..].trim_ascii();
        let bare = match secret {
            [b'"', bare @ .., b'"'] | [b'\'', bare @ .., b'\''] => bare,
            bare => bare,
        };
        if bare.len() >= SHORT {
            secrets.push(bare.to_vec());
        }
    }
    secrets
}

/// Whether the line of a template reads a value that sounds secret: what it printed is not to be shown then.
pub(super) fn reads_secret(place: &Place, sources: &Sources<'_>) -> bool {
    let line = sources.line(place).unwrap_or_default();
    let is_path = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.');
    let mut words = line.split(|b| !is_path(b));
    words.any(|word| memmem::find(word, b".Values.").is_some() && names_secret(word))
}

fn replaced(text: &[u8], secret: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memmem::find(rest, secret) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(MASK);
        rest = &rest[at + secret.len()..];
    }
    out.extend_from_slice(rest);
    out
}

/// Where the colon behind a key stands.
fn key_end(line: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b':', line)
        .find(|&at| line.get(at + 1).is_none_or(|b| matches!(b, b' ' | b'\t' | b'\r')))
}

fn sounds(key: &[u8], words: &[&str]) -> bool {
    let key = key.to_ascii_lowercase();
    words.iter().any(|word| memmem::find(&key, word.as_bytes()).is_some())
}

/// Whether there is a word that may be a key or a token by its length.
fn has_long_word(line: &[u8]) -> bool {
    line.split(|b| b.is_ascii_whitespace()).any(|word| word.len() >= 32)
}

/// Whether a line stands below a key that holds secrets.
fn is_below_secret<'l>(line: &[u8], above: impl Iterator<Item = &'l [u8]>) -> bool {
    let indent = |line: &[u8]| line.len() - line.trim_ascii_start().len();
    let mut depth = indent(line);
    for line in above.take(ABOVE) {
        if depth == 0 {
            return false;
        }
        let own = indent(line);
        if line.trim_ascii().is_empty() || own >= depth {
            continue;
        }
        depth = own;
        if let Some(colon) = key_end(line)
            && sounds(&line[..colon], &HOLDERS)
        {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_behind_secret_keys_are_concealed() {
        for (text, expected) in [
            ("a: b", "a: b"),
            ("password: geheim", "password: ***"),
            ("  - apiKey: geheim", "  - apiKey: ***"),
            ("password:", "password:"),
            ("tls:\n  key: |\n    MIIE", "    MIIE"),
            ("privateKey: |\n  MIIE", "  ***"),
            ("secrets:\n  db:\n    user: x", "    user: ***"),
            ("secrets:\n  - geheim", "  - ***"),
            ("secrets:\na: b", "a: b"),
            ("x: http://a:b", "x: http://a:b"),
            ("aaaaaaaabbbbbbbbccccccccdddddddd", "***"),
        ] {
            let mut lines: Vec<&[u8]> = text.split('\n').map(str::as_bytes).collect();
            let line = lines.pop().unwrap();
            let shown = concealed(line, lines.into_iter().rev());
            assert_eq!(String::from_utf8(shown).unwrap(), expected, "{text}");
        }
    }
}
