//! Writing DER: each function gives one element, tag and length included.

use crate::number::Nat;

/// An element with any tag of one byte.
pub(crate) fn element(tag: u8, content: &[u8]) -> Vec<u8> {
    let len = content.len();
    let mut out = Vec::with_capacity(len + 6);
    out.push(tag);
    if len < 0x80 {
        out.push(len as u8);
    } else {
        let bytes = len.to_be_bytes();
        let bytes = &bytes[len.leading_zeros() as usize / 8..];
        out.push(0x80 | bytes.len() as u8);
        out.extend_from_slice(bytes);
    }
    out.extend_from_slice(content);
    out
}

pub(crate) fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    element(0x30, &elements.concat())
}

pub(crate) fn set(elements: &[&[u8]]) -> Vec<u8> {
    element(0x31, &elements.concat())
}

/// The element inside of `[number]`, as an explicit tag.
pub(crate) fn explicit(number: u8, inner: &[u8]) -> Vec<u8> {
    element(0xa0 | number, inner)
}

pub(crate) fn integer(number: &Nat) -> Vec<u8> {
    // One bit more than the number has, for its sign.
    element(0x02, &number.to_padded_bytes(number.bit_len() / 8 + 1))
}

pub(crate) fn small_integer(number: u64) -> Vec<u8> {
    integer(&Nat::from(number))
}

pub(crate) fn boolean_true() -> Vec<u8> {
    element(0x01, &[0xff])
}

pub(crate) fn null() -> Vec<u8> {
    element(0x05, &[])
}

pub(crate) fn octets(bytes: &[u8]) -> Vec<u8> {
    element(0x04, bytes)
}

/// A bit string; `unused` bits at its end do not count.
pub(crate) fn bits(bytes: &[u8], unused: u8) -> Vec<u8> {
    element(0x03, &[&[unused], bytes].concat())
}

/// An object identifier from the bytes inside of it.
pub(crate) fn oid(bytes: &[u8]) -> Vec<u8> {
    element(0x06, bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(octets(&[7; 3]), [4, 3, 7, 7, 7]);
        assert_eq!(octets(&[7; 127])[..2], [4, 127]);
        assert_eq!(octets(&[7; 128])[..3], [4, 0x81, 128]);
        assert_eq!(octets(&[7; 256])[..4], [4, 0x82, 1, 0]);
        assert_eq!(sequence(&[]), [0x30, 0]);
    }

    #[test]
    fn integers() {
        let cases: [(u64, &[u8]); 6] =
            [(0, &[0]), (1, &[1]), (127, &[127]), (128, &[0, 128]), (255, &[0, 255]), (256, &[1, 0])];
        for (number, content) in cases {
            assert_eq!(small_integer(number), element(2, content));
        }
    }
}
