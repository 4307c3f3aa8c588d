//! Checksums in the forms that templates print: `sha1sum`, `sha256sum`, `sha512sum`, `adler32sum`.

use sha1::Sha1;
use sha2::{Digest, Sha256, Sha512};

/// `sha1sum`: the SHA-1 of `input` in lower-case hexadecimal (sprig: crypto.go).
pub fn sha1sum(input: &[u8]) -> String {
    hex(&Sha1::digest(input))
}

/// `sha256sum`: the SHA-256 of `input` in lower-case hexadecimal (sprig: crypto.go).
///
/// ```
/// let sum = nexachart_crypto::digest::sha256sum(b"hello");
/// assert!(sum.starts_with("2cf24dba5fb0a30e"));
/// ```
pub fn sha256sum(input: &[u8]) -> String {
    hex(&Sha256::digest(input))
}

/// `sha512sum`: the SHA-512 of `input` in lower-case hexadecimal (sprig: crypto.go).
pub fn sha512sum(input: &[u8]) -> String {
    hex(&Sha512::digest(input))
}

/// `adler32sum`: the Adler-32 of `input` as a decimal number (sprig: crypto.go).
pub fn adler32sum(input: &[u8]) -> String {
    adler2::adler32_slice(input).to_string()
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|nibble| char::from(DIGITS[usize::from(nibble)]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_sums() {
        assert_eq!(sha1sum(b""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(sha1sum(b"abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            sha256sum("日本".as_bytes()),
            "cf2abf0c5be326cb922a70f8163f91079c4d9aa8655c60ead89ad545c9de2e92"
        );
        assert!(sha512sum(b"abc").starts_with("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea2"));
        assert_eq!(sha512sum(b"\xff\xfe").len(), 128);
        assert_eq!(adler32sum(b""), "1");
        assert_eq!(adler32sum(b"Wikipedia"), "300286872");
    }
}
