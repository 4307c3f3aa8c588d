//! `encryptAES` and `decryptAES`: AES-256 in CBC mode, the random IV in front, in base64.

use aes::Aes256;
use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};

use nexachart_go::base64;

use crate::Random;

const BLOCK: usize = 16;

/// `encryptAES`: base64 of a random IV and the padded `plaintext` encrypted under `password`; an empty
/// plaintext gives an empty result (sprig: crypto.go).
///
/// The key is the password itself, cut or filled with zero bytes to 32.
pub fn encrypt_aes(random: &mut dyn Random, password: &[u8], plaintext: &[u8]) -> String {
    if plaintext.is_empty() {
        return String::new();
    }
    let aes = cipher(password);
    let padding = BLOCK - plaintext.len() % BLOCK;
    let mut out = vec![0; BLOCK];
    random.fill(&mut out);
    out.extend_from_slice(plaintext);
    out.resize(out.len() + padding, padding as u8);

    let mut previous = [0; BLOCK];
    let (blocks, _) = out.as_chunks_mut::<BLOCK>();
    for (i, block) in blocks.iter_mut().enumerate() {
        if i > 0 {
            xor(block, &previous);
            aes.encrypt_block(block.into());
        }
        previous = *block;
    }
    base64::encode(&out)
}

/// `decryptAES`: the plaintext of what [`encrypt_aes`] made; empty for an empty text (sprig: crypto.go).
///
/// As in Sprig nothing but the last padding byte is looked at: a wrong password gives garbage or one of
/// the errors.
///
/// # Errors
/// Go's base64 error, or the text of the panic that Go's slices or its CBC code raise for input of a
/// wrong length or with a padding longer than the plaintext.
pub fn decrypt_aes(password: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>, String> {
    if ciphertext.is_empty() {
        return Ok(Vec::new());
    }
    let crypt = base64::decode(ciphertext).map_err(|e| e.to_string())?;
    let Some((iv, content)) = crypt.split_first_chunk::<BLOCK>() else {
        // Go's decoder returns a slice of a buffer that was sized from the length of the text, line ends
        // counted, and slicing may go up to that capacity.
        let capacity = ciphertext.len() / 4 * 3;
        return Err(if capacity < BLOCK {
            format!("runtime error: slice bounds out of range [:{BLOCK}] with capacity {capacity}")
        } else {
            format!("runtime error: slice bounds out of range [{BLOCK}:{}]", crypt.len())
        });
    };
    let mut plain = content.to_vec();
    let (blocks, rest) = plain.as_chunks_mut::<BLOCK>();
    if !rest.is_empty() {
        return Err("crypto/cipher: input not full blocks".into());
    }
    let aes = cipher(password);
    let mut previous = *iv;
    for block in blocks {
        let encrypted = *block;
        aes.decrypt_block(block.into());
        xor(block, &previous);
        previous = encrypted;
    }
    let Some(&padding) = plain.last() else {
        return Err("runtime error: index out of range [-1]".into());
    };
    match plain.len().checked_sub(usize::from(padding)) {
        Some(len) => {
            plain.truncate(len);
            Ok(plain)
        }
        None => {
            let end = plain.len() as i64 - i64::from(padding);
            Err(format!("runtime error: slice bounds out of range [:{end}]"))
        }
    }
}

fn cipher(password: &[u8]) -> Aes256 {
    let mut key = [0; 32];
    let len = password.len().min(key.len());
    key[..len].copy_from_slice(&password[..len]);
    Aes256::new(&key.into())
}

fn xor(block: &mut [u8; BLOCK], with: &[u8; BLOCK]) {
    for (byte, with) in block.iter_mut().zip(with) {
        *byte ^= with;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::tests::Seeded;

    #[test]
    fn round_trips() {
        let mut random = Seeded::new(1);
        for len in 0..70 {
            let plain = vec![b'x'; len];
            let text = encrypt_aes(&mut random, b"secretkey", &plain);
            assert_eq!(decrypt_aes(b"secretkey", text.as_bytes()), Ok(plain));
        }
    }

    /// Results of Go's sprig.
    #[test]
    fn decrypts_as_sprig() {
        let cases: [(&str, Result<&str, &str>); 4] = [
            ("30tEfhuJSVRhpG97XCuWgz2okj7L8vQ1s6V9zVUPeDQ=", Ok("plaintext")),
            ("", Ok("")),
            ("notbase64!!", Err("illegal base64 data at input byte 9")),
            ("YWJj", Err("runtime error: slice bounds out of range [:16] with capacity 3")),
        ];
        for (text, want) in cases {
            let got = decrypt_aes(b"secretkey", text.as_bytes());
            assert_eq!(got, want.map(|s| s.as_bytes().to_vec()).map_err(str::to_owned), "{text}");
        }
    }
}
