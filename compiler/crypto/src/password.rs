//! Passwords: `bcrypt`, `htpasswd`, and the Master Password algorithm of `derivePassword`.

use blowfish::Blowfish;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Random;

/// Go's `bcrypt.DefaultCost`, the only cost that Sprig uses.
const COST: u32 = 10;

/// bcrypt looks at no more bytes of a password than this.
const BCRYPT_MAX: usize = 72;

/// `bcrypt`: the hash of `password` at cost 10 with a random salt, as `$2a$10$…` (60 bytes).
///
/// Never fails: for a password of more than 72 bytes the result is Go's error text, as in Sprig
/// (sprig: crypto.go; Go: golang.org/x/crypto/bcrypt).
pub fn bcrypt(random: &mut dyn Random, password: &[u8]) -> String {
    if password.len() > BCRYPT_MAX {
        return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes".into();
    }
    let mut salt = [0; 16];
    random.fill(&mut salt);
    let mut out = format!("$2a${COST:02}$");
    bcrypt_base64(&salt, &mut out);
    bcrypt_base64(&bcrypt_raw(&salt, password), &mut out);
    out
}

/// `htpasswd`: `username:` and the [`bcrypt`] of `password`; a user name with a colon gives
/// `invalid username: …` as the result (sprig: crypto.go).
pub fn htpasswd(random: &mut dyn Random, username: &[u8], password: &[u8]) -> Vec<u8> {
    if username.contains(&b':') {
        return [b"invalid username: ", username].concat();
    }
    [username, b":", bcrypt(random, password).as_bytes()].concat()
}

/// bcrypt's 24-byte hash without its last byte, which the text form leaves out.
fn bcrypt_raw(salt: &[u8; 16], password: &[u8]) -> [u8; 23] {
    let mut key = password.to_vec();
    key.push(0);
    key.truncate(BCRYPT_MAX);
    let mut state = Blowfish::bc_init_state();
    state.salted_expand_key(salt, &key);
    for _ in 0..1 << COST {
        state.bc_expand_key(&key);
        state.bc_expand_key(salt);
    }
    let mut out = [0; 24];
    let (blocks, _) = b"OrpheanBeholderScryDoubt".as_chunks::<8>();
    for (block, out) in blocks.iter().zip(out.chunks_exact_mut(8)) {
        let word = u64::from_be_bytes(*block);
        let mut halves = [(word >> 32) as u32, word as u32];
        for _ in 0..64 {
            halves = state.bc_encrypt(halves);
        }
        out[..4].copy_from_slice(&halves[0].to_be_bytes());
        out[4..].copy_from_slice(&halves[1].to_be_bytes());
    }
    let mut text_part = [0; 23];
    text_part.copy_from_slice(&out[..23]);
    text_part
}

/// Base64 with bcrypt's own alphabet and no padding.
fn bcrypt_base64(bytes: &[u8], out: &mut String) {
    const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for group in bytes.chunks(3) {
        let byte = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=group.len() {
            out.push(char::from(ALPHABET[(word >> (18 - 6 * place) & 63) as usize]));
        }
    }
}

/// `derivePassword`: the password that the Master Password algorithm derives for `site`, or the text
/// `cannot find password template …` for an unknown `kind` (sprig: crypto.go).
///
/// `kind` is `maximum`, `long`, `medium`, `short`, `basic` or `pin`. Takes 64 MiB and about a tenth of
/// a second, as it is meant to (scrypt with N = 32768, r = 8, p = 2).
///
/// ```
/// use nexachart_crypto::password::derive_password;
/// assert_eq!(derive_password(1, b"long", b"password", b"user", b"example.com"), b"ZedaFaxcZaso9*");
/// ```
pub fn derive_password(counter: u32, kind: &[u8], password: &[u8], user: &[u8], site: &[u8]) -> Vec<u8> {
    const SCOPE: &[u8] = b"com.lyndir.masterpassword";
    let Some(templates) = password_templates(kind) else {
        return [b"cannot find password template ", kind].concat();
    };
    // Go writes the length of a longer text in 32 bits too, cut off.
    let length = |text: &[u8]| (text.len() as u32).to_be_bytes();

    let salt = [SCOPE, &length(user), user].concat();
    let mut key = [0; 64];
    let done = scrypt::Params::new(15, 8, 2)
        .map_err(|e| e.to_string())
        .and_then(|params| scrypt::scrypt(password, &salt, &params, &mut key).map_err(|e| e.to_string()));
    if let Err(e) = done {
        return format!("failed to derive password: {e}").into_bytes();
    }

    let mut mac = match Hmac::<Sha256>::new_from_slice(&key) {
        Ok(mac) => mac,
        Err(e) => return format!("failed to derive password: {e}").into_bytes(),
    };
    for part in [SCOPE, &length(site), site, &counter.to_be_bytes()] {
        mac.update(part);
    }
    let seed = mac.finalize().into_bytes();
    let template = templates[usize::from(seed[0]) % templates.len()];
    template
        .bytes()
        .zip(&seed[1..])
        .map(|(class, &draw)| {
            let characters = class_characters(class).as_bytes();
            characters[usize::from(draw) % characters.len()]
        })
        .collect()
}

fn password_templates(kind: &[u8]) -> Option<&'static [&'static str]> {
    Some(match kind {
        b"maximum" => &["anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"],
        b"long" => &[
            "CvcvnoCvcvCvcv",
            "CvcvCvcvnoCvcv",
            "CvcvCvcvCvcvno",
            "CvccnoCvcvCvcv",
            "CvccCvcvnoCvcv",
            "CvccCvcvCvcvno",
            "CvcvnoCvccCvcv",
            "CvcvCvccnoCvcv",
            "CvcvCvccCvcvno",
            "CvcvnoCvcvCvcc",
            "CvcvCvcvnoCvcc",
            "CvcvCvcvCvccno",
            "CvccnoCvccCvcv",
            "CvccCvccnoCvcv",
            "CvccCvccCvcvno",
            "CvcvnoCvccCvcc",
            "CvcvCvccnoCvcc",
            "CvcvCvccCvccno",
            "CvccnoCvcvCvcc",
            "CvccCvcvnoCvcc",
            "CvccCvcvCvccno",
        ],
        b"medium" => &["CvcnoCvc", "CvcCvcno"],
        b"short" => &["Cvcn"],
        b"basic" => &["aaanaaan", "aannaaan", "aaannaaa"],
        b"pin" => &["nnnn"],
        _ => return None,
    })
}

/// The characters that a letter of a template stands for.
fn class_characters(class: u8) -> &'static str {
    match class {
        b'C' => "BCDFGHJKLMNPQRSTVWXYZ",
        b'v' => "aeiou",
        b'c' => "bcdfghjklmnpqrstvwxyz",
        b'a' => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
        b'n' => "0123456789",
        b'o' => "@&%?,=[]_:-+*$#!'^~;()/.",
        // `x`; the templates above hold no other letter.
        _ => "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Go's bcrypt.CompareHashAndPassword accepts each of them.
    #[test]
    fn bcrypt_with_a_known_salt() {
        let cases: [(&[u8], &str); 4] = [
            (b"", "9m/VIwgxxGiBBCE9BoV3i2KCQRk0xNy"),
            (b"secret", "0jSOqyoKcaQ/YvzjM283iifHYPhsi9y"),
            (b"\xff\x00\xfe", "PZjFNmp872suFqKaYvMI5G08KU9NFN."),
            (&[b'x'; 72], "fym8C3T/RJYiZEUYYKqZqu3xLyzE5XW"),
        ];
        let mut salt = |out: &mut [u8]| (0..).zip(out).for_each(|(i, byte)| *byte = i);
        for (password, want) in cases {
            assert_eq!(bcrypt(&mut salt, password), format!("$2a$10$..CA.uOD/eaGAOmJB.yMBu{want}"));
        }
    }

    #[test]
    fn bcrypt_of_long_passwords() {
        let mut random = |out: &mut [u8]| out.fill(7);
        assert_eq!(bcrypt(&mut random, &[b'x'; 72]).len(), 60);
        assert_eq!(
            bcrypt(&mut random, &[b'x'; 73]),
            "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes"
        );
    }

    #[test]
    fn htpasswd_forms() {
        let mut random = |out: &mut [u8]| out.fill(7);
        assert!(htpasswd(&mut random, b"user", b"pass").starts_with(b"user:$2a$10$"));
        assert!(htpasswd(&mut random, b"", b"pass").starts_with(b":$2a$10$"));
        assert_eq!(htpasswd(&mut random, b"a:b", b"p"), b"invalid username: a:b");
    }

    /// Results of Go's sprig.
    #[test]
    fn derived_passwords() {
        let cases: [(&str, &str); 7] = [
            ("maximum", "D8~PcKEZgT9rnHlnRxHJ"),
            ("long", "QofjLonaPuyo3!"),
            ("medium", "Qof7_Dom"),
            ("short", "Qof7"),
            ("basic", "DGG76TPZ"),
            ("pin", "2867"),
            ("bogus", "cannot find password template bogus"),
        ];
        for (kind, want) in cases {
            let got = derive_password(u32::MAX, kind.as_bytes(), b"p\xff", b"u", b"s");
            assert_eq!(String::from_utf8_lossy(&got), want, "{kind}");
        }
    }
}
