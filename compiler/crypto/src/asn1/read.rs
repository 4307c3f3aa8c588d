//! Reading DER as Go's `cryptobyte` does, which `x509.ParseCertificate` is built on: an element is there
//! or it is not; the error text is the caller's.

use crate::number::Nat;

pub(crate) const BOOLEAN: u8 = 0x01;
pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const UTC_TIME: u8 = 0x17;
pub(crate) const GENERALIZED_TIME: u8 = 0x18;
pub(crate) const SEQUENCE: u8 = 0x30;
pub(crate) const SET: u8 = 0x31;

/// The tag `[number]` of an implicit element that holds bytes.
pub(crate) const fn context(number: u8) -> u8 {
    0x80 | number
}

/// The tag `[number]` of an explicit element, which holds other elements.
pub(crate) const fn context_constructed(number: u8) -> u8 {
    0xa0 | number
}

/// What is left to read. Reading fails with None and may then have taken the element.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a>(pub(crate) &'a [u8]);

/// One element: its tag, the bytes inside, and all of its bytes.
pub(crate) struct Element<'a> {
    pub(crate) tag: u8,
    pub(crate) content: &'a [u8],
    pub(crate) whole: &'a [u8],
}

/// A signed number of any size.
pub(crate) struct Integer {
    pub(crate) is_negative: bool,
    pub(crate) magnitude: Nat,
}

impl<'a> Reader<'a> {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the next element starts with this tag.
    pub(crate) fn peek(&self, tag: u8) -> bool {
        self.0.first() == Some(&tag)
    }

    /// The next element, of any tag below 31, with a length in its shortest form.
    pub(crate) fn any(&mut self) -> Option<Element<'a>> {
        let (&[tag, length], rest) = self.0.split_first_chunk::<2>()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (length, header) = if length < 0x80 {
            (usize::from(length), 2)
        } else {
            let bytes = rest.get(..usize::from(length & 0x7f))?;
            if bytes.is_empty() || bytes.len() > 4 || bytes[0] == 0 {
                return None;
            }
            let length = bytes.iter().fold(0, |length, &byte| length << 8 | usize::from(byte));
            if length < 0x80 {
                return None;
            }
            (length, 2 + bytes.len())
        };
        let (whole, rest) = self.0.split_at_checked(header + length)?;
        self.0 = rest;
        Some(Element { tag, content: &whole[header..], whole })
    }

    /// The inside of the next element, which must have this tag.
    pub(crate) fn read(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.any().filter(|element| element.tag == tag).map(|element| Reader(element.content))
    }

    /// All bytes of the next element, which must have this tag.
    pub(crate) fn whole(&mut self, tag: u8) -> Option<Reader<'a>> {
        self.any().filter(|element| element.tag == tag).map(|element| Reader(element.whole))
    }

    /// The inside of the next element if it has this tag; the outer None is a broken one.
    #[expect(clippy::option_option, reason = "absent and broken are two things")]
    pub(crate) fn optional(&mut self, tag: u8) -> Option<Option<Reader<'a>>> {
        if self.peek(tag) { self.read(tag).map(Some) } else { Some(None) }
    }

    pub(crate) fn boolean(&mut self) -> Option<bool> {
        match self.read(BOOLEAN)?.0 {
            [0] => Some(false),
            [0xff] => Some(true),
            _ => None,
        }
    }

    pub(crate) fn integer(&mut self) -> Option<Integer> {
        let bytes = self.integer_bytes(INTEGER)?;
        let is_negative = bytes[0] >= 0x80;
        let number = Nat::from_bytes(bytes);
        let magnitude =
            if is_negative { Nat::from(1).shift_left(8 * bytes.len()).abs_diff(&number) } else { number };
        Some(Integer { is_negative, magnitude })
    }

    /// An integer with any tag that fits in 64 bits.
    pub(crate) fn int64(&mut self, tag: u8) -> Option<i64> {
        let bytes = self.integer_bytes(tag)?;
        let sign = if bytes[0] >= 0x80 { -1 } else { 0 };
        (bytes.len() <= 8).then(|| bytes.iter().fold(sign, |number, &byte| number << 8 | i64::from(byte)))
    }

    fn integer_bytes(&mut self, tag: u8) -> Option<&'a [u8]> {
        let bytes = self.read(tag)?.0;
        let shortest = match bytes {
            [] => false,
            [0, next, ..] => *next >= 0x80,
            [0xff, next, ..] => *next < 0x80,
            _ => true,
        };
        shortest.then_some(bytes)
    }

    /// The bytes inside of an object identifier, each of its numbers below 2³¹ and in its shortest form.
    pub(crate) fn oid(&mut self) -> Option<&'a [u8]> {
        let bytes = self.read(OID)?.0;
        let in_range = |arc: &[u8]| {
            let value = arc.iter().fold(0u64, |value, &byte| value << 7 | u64::from(byte & 0x7f));
            arc[0] != 0x80 && arc.len() <= 5 && value < 1 << 31
        };
        let complete = bytes.last().is_some_and(|byte| *byte < 0x80);
        (complete && bytes.split_inclusive(|byte| *byte < 0x80).all(in_range)).then_some(bytes)
    }

    /// The bytes of a bit string and how many bits at their end do not count.
    pub(crate) fn bits(&mut self) -> Option<(&'a [u8], u8)> {
        let (&unused, bytes) = self.read(BIT_STRING)?.0.split_first()?;
        let last = bytes.last().copied().unwrap_or(0);
        let fits = unused < 8 && (unused == 0 || !bytes.is_empty()) && last & ((1 << unused) - 1) == 0;
        fits.then_some((bytes, unused))
    }
}
