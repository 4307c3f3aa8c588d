//! Base64, base32 and checksums (Sprig: strings.go, crypto.go).

use nexachart_crypto::digest::{adler32sum, sha1sum, sha256sum, sha512sum};
use nexachart_go::base64;
use nexachart_template::Func;
use nexachart_value::{Type, Value};

const STRING: &[Type] = &[Type::String];

pub static FUNCS: &[Func] = &[
    Func::new("b64enc", STRING, Type::String, |_, a| Ok(base64::encode(a.str(0)).into()))
        .doc("The text in base64.", &[("{{ b64enc \"hello\" }}", "aGVsbG8=")]),
    Func::new("b64dec", STRING, Type::String, |_, a| Ok(b64dec(a.str(0)))).doc(
        "What a base64 text holds; the text of the error where it is none.",
        &[("{{ b64dec \"aGVsbG8=\" }}", "hello")],
    ),
    Func::new("b32enc", STRING, Type::String, |_, a| Ok(base32_encode(a.str(0)).into()))
        .doc("The text in base32.", &[("{{ b32enc \"hello\" }}", "NBSWY3DP")]),
    Func::new("b32dec", STRING, Type::String, |_, a| Ok(base32_decode(a.str(0)))).doc(
        "What a base32 text holds; the text of the error where it is none.",
        &[("{{ b32dec \"NBSWY3DP\" }}", "hello")],
    ),
    Func::new("sha1sum", STRING, Type::String, |_, a| Ok(sha1sum(a.str(0)).into())).doc(
        "The SHA-1 sum in hexadecimal.",
        &[("{{ sha1sum \"a\" }}", "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8")],
    ),
    Func::new("sha256sum", STRING, Type::String, |_, a| Ok(sha256sum(a.str(0)).into()))
        .doc("The SHA-256 sum in hexadecimal.", &[("{{ sha256sum \"a\" | trunc 8 }}", "ca978112")]),
    Func::new("sha512sum", STRING, Type::String, |_, a| Ok(sha512sum(a.str(0)).into()))
        .doc("The SHA-512 sum in hexadecimal.", &[("{{ sha512sum \"a\" | trunc 8 }}", "1f40fc92")]),
    Func::new("adler32sum", STRING, Type::String, |_, a| Ok(adler32sum(a.str(0)).into()))
        .doc("The Adler-32 sum as a decimal number.", &[("{{ adler32sum \"a\" }}", "6422626")]),
];

fn b64dec(text: &[u8]) -> Value {
    match base64::decode(text) {
        Ok(bytes) => bytes.into(),
        Err(error) => error.to_string().into(),
    }
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

fn base32_encode(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let bits = chunk.iter().enumerate().fold(0u64, |bits, (i, &b)| bits | u64::from(b) << (32 - 8 * i));
        let digits = (chunk.len() * 8).div_ceil(5);
        out.extend((0..digits).map(|i| BASE32[(bits >> (35 - 5 * i)) as usize & 31]));
        out.resize(out.len() + 8 - digits, b'=');
    }
    out
}

/// Go: encoding/base32 decodes after dropping line breaks; the error names the first byte that does
/// not fit.
fn base32_decode(text: &[u8]) -> Value {
    let text: Vec<u8> = text.iter().copied().filter(|b| !matches!(b, b'\r' | b'\n')).collect();
    let corrupt = |at: usize| Value::from(format!("illegal base32 data at input byte {at}"));
    let mut out = Vec::with_capacity(text.len() / 8 * 5);
    let mut at = 0;
    while at < text.len() {
        let mut bits = 0u64;
        let mut digits = 0;
        let mut padded = false;
        while digits < 8 {
            // A text that is cut off is named by where its last group begins.
            let Some(&byte) = text.get(at) else { return corrupt(at - digits) };
            at += 1;
            if byte == b'=' && digits >= 2 && text.len() - at < 8 {
                // The padding: all that is left must be `=`, and just as much as is lacking.
                let lacking = 8 - digits - 1;
                if text.len() - at < lacking {
                    return corrupt(text.len());
                }
                if let Some(k) = (0..lacking).find(|k| text[at + k] != b'=') {
                    return corrupt(at + k - 1);
                }
                if matches!(digits, 1 | 3 | 6) {
                    return corrupt(at - 1);
                }
                padded = true;
                break;
            }
            let Some(digit) = BASE32.iter().position(|&d| d == byte) else { return corrupt(at - 1) };
            bits |= (digit as u64) << (35 - 5 * digits);
            digits += 1;
        }
        let bytes = digits * 5 / 8;
        out.extend((0..bytes).map(|i| (bits >> (32 - 8 * i)) as u8));
        if padded {
            break;
        }
    }
    out.into()
}
