//! Reading DER as Go's `encoding/asn1` fills a struct, which the private key formats are built on: one
//! call a field, in order, with the error texts that name Go's types.

use crate::asn1::read::Integer;
use crate::number::Nat;

/// The fields of one SEQUENCE that are still to be read, or the whole input before its first element.
///
/// Elements after the last field that anyone asks for are ignored, as in Go.
#[derive(Clone, Debug)]
pub(crate) struct Fields<'a> {
    bytes: &'a [u8],
    offset: usize,
}

/// What a field wants to see, and the name that Go's error gives its type.
#[derive(Clone, Copy)]
struct Want {
    tag: u32,
    form: Form,
    type_name: &'static str,
    /// Whether its absence is fine; the explicit tag around it, for those fields that have one.
    presence: Presence,
}

/// Whether an element is a value or holds elements.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Primitive,
    Compound,
}

#[derive(Clone, Copy, PartialEq)]
enum Presence {
    Required,
    Optional,
    OptionalExplicit(u32),
}

struct Header {
    class: u8,
    tag: u32,
    length: usize,
    form: Form,
}

const INTEGER: u32 = 2;
const BIT_STRING: u32 = 3;
const OCTET_STRING: u32 = 4;
const OID: u32 = 6;
const SEQUENCE: u32 = 16;
const CONTEXT_SPECIFIC: u8 = 2;

impl<'a> Fields<'a> {
    /// The input as a list of fields, of which the first is the struct to read.
    pub(crate) fn new(der: &'a [u8]) -> Self {
        Fields { bytes: der, offset: 0 }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.offset == self.bytes.len()
    }

    /// What follows the elements that have been read.
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.offset..).unwrap_or_default()
    }

    /// A struct, by its Go name.
    pub(crate) fn structure(&mut self, type_name: &'static str) -> Result<Fields<'a>, String> {
        self.required(SEQUENCE, Form::Compound, type_name).map(Fields::new)
    }

    /// Go's `int`.
    pub(crate) fn int(&mut self) -> Result<i64, String> {
        let bytes = self.required(INTEGER, Form::Primitive, "int")?;
        check_integer(bytes)?;
        if bytes.len() > 8 {
            return Err(structural("integer too large"));
        }
        let sign = if bytes[0] >= 0x80 { -1 } else { 0 };
        Ok(bytes.iter().fold(sign, |number, &byte| number << 8 | i64::from(byte)))
    }

    /// Go's `*big.Int`.
    pub(crate) fn big_int(&mut self) -> Result<Integer, String> {
        self.required(INTEGER, Form::Primitive, "").and_then(big_int)
    }

    /// Go's `*big.Int` with `optional`.
    pub(crate) fn optional_big_int(&mut self) -> Result<Option<Integer>, String> {
        self.optional(INTEGER, Form::Primitive, Presence::Optional)?.map(big_int).transpose()
    }

    /// Go's `[]byte`.
    pub(crate) fn octets(&mut self) -> Result<&'a [u8], String> {
        self.required(OCTET_STRING, Form::Primitive, "")
    }

    /// Go's `ObjectIdentifier`, as the bytes inside of it.
    pub(crate) fn oid(&mut self) -> Result<&'a [u8], String> {
        self.required(OID, Form::Primitive, "ObjectIdentifier").and_then(check_oid)
    }

    /// Go's `ObjectIdentifier` with `optional,explicit,tag:n`.
    pub(crate) fn optional_explicit_oid(&mut self, tag: u32) -> Result<Option<&'a [u8]>, String> {
        self.optional(OID, Form::Primitive, Presence::OptionalExplicit(tag))?.map(check_oid).transpose()
    }

    /// Go's `BitString` with `optional,explicit,tag:n`; what it holds is not looked at by any caller.
    pub(crate) fn skip_optional_explicit_bits(&mut self, tag: u32) -> Result<(), String> {
        match self.optional(BIT_STRING, Form::Primitive, Presence::OptionalExplicit(tag))? {
            Some([]) => Err(syntax("zero length BIT STRING")),
            Some([unused, bits @ ..]) => {
                let last = bits.last().unwrap_or(unused);
                if *unused > 7 || bits.is_empty() && *unused > 0 || last & ((1 << unused) - 1) != 0 {
                    return Err(syntax("invalid padding bits in BIT STRING"));
                }
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// Go's `RawValue` with `optional`: all bytes of whatever comes, or none.
    pub(crate) fn optional_raw(&mut self) -> Result<&'a [u8], String> {
        let start = self.offset;
        if self.is_empty() {
            return Ok(&[]);
        }
        let header = self.header()?;
        self.content(header.length)?;
        Ok(&self.bytes[start..self.offset])
    }

    /// A slice of structs with `optional`: the fields of each.
    pub(crate) fn optional_structures(&mut self) -> Result<Vec<Fields<'a>>, String> {
        let Some(content) = self.optional(SEQUENCE, Form::Compound, Presence::Optional)? else {
            return Ok(Vec::new());
        };
        let mut list = Fields::new(content);
        let mut elements = Vec::new();
        while !list.is_empty() {
            let header = list.header()?;
            if header.class != 0 || header.form != Form::Compound || header.tag != SEQUENCE {
                return Err(structural("sequence tag mismatch"));
            }
            let element = list.content(header.length).map_err(|_| syntax("truncated sequence"))?;
            elements.push(Fields::new(element));
        }
        Ok(elements)
    }

    fn required(&mut self, tag: u32, form: Form, type_name: &'static str) -> Result<&'a [u8], String> {
        let found = self.element(Want { tag, form, type_name, presence: Presence::Required })?;
        found.ok_or_else(|| syntax("sequence truncated"))
    }

    fn optional(&mut self, tag: u32, form: Form, presence: Presence) -> Result<Option<&'a [u8]>, String> {
        self.element(Want { tag, form, type_name: "", presence })
    }

    /// The inside of the next element if it is the wanted one (Go: encoding/asn1 `parseField`).
    fn element(&mut self, want: Want) -> Result<Option<&'a [u8]>, String> {
        let start = self.offset;
        if self.is_empty() {
            return Ok(None);
        }
        let mut header = self.header()?;
        if let Presence::OptionalExplicit(tag) = want.presence {
            if self.is_empty() {
                return Err(structural("explicit tag has no child"));
            }
            let is_wrapper = header.class == CONTEXT_SPECIFIC
                && header.tag == tag
                && (header.length == 0 || header.form == Form::Compound);
            if !is_wrapper {
                self.offset = start;
                return Ok(None);
            }
            if header.length == 0 {
                return Err(structural("zero length explicit tag was not an asn1.Flag"));
            }
            // Go does not hold the inner element to the length of its wrapper.
            header = self.header()?;
        }
        if header.class != 0 || header.tag != want.tag || header.form != want.form {
            if want.presence != Presence::Required {
                self.offset = start;
                return Ok(None);
            }
            return Err(self.mismatch(want, header));
        }
        self.content(header.length).map(Some)
    }

    fn mismatch(&self, want: Want, found: Header) -> String {
        // Go prints its parsed tag, the field's parameters (all of them unset) and the offset behind the tag.
        let Header { class, tag, length, form } = found;
        let compound = form == Form::Compound;
        structural(&format!(
            "tags don't match ({} vs {{class:{class} tag:{tag} length:{length} isCompound:{compound}}}) \
             {{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> \
             stringType:0 timeType:0 set:false omitEmpty:false}} {} @{}",
            want.tag, want.type_name, self.offset
        ))
    }

    fn content(&mut self, length: usize) -> Result<&'a [u8], String> {
        let content = self.bytes.get(self.offset..self.offset + length);
        self.offset += length;
        content.ok_or_else(|| syntax("data truncated"))
    }

    /// Tag and length (Go: encoding/asn1 `parseTagAndLength`).
    fn header(&mut self) -> Result<Header, String> {
        // Both callers and the wrapper above have checked that a byte is there, or the wrapper lied.
        let first = self.next().ok_or("asn1: internal error in parseTagAndLength")?;
        let mut tag = u32::from(first & 0x1f);
        if tag == 0x1f {
            tag = self.base128()?;
            if tag < 0x1f {
                return Err(syntax("non-minimal tag"));
            }
        }
        let truncated = || syntax("truncated tag or length");
        let byte = self.next().ok_or_else(truncated)?;
        let mut length = usize::from(byte);
        if byte >= 0x80 {
            if byte == 0x80 {
                return Err(syntax("indefinite length found (not DER)"));
            }
            length = 0;
            for _ in 0x80..byte {
                let byte = self.next().ok_or_else(truncated)?;
                if length >= 1 << 23 {
                    return Err(structural("length too large"));
                }
                length = length << 8 | usize::from(byte);
                if length == 0 {
                    return Err(structural("superfluous leading zeros in length"));
                }
            }
            if length < 0x80 {
                return Err(structural("non-minimal length"));
            }
        }
        let form = if first & 0x20 == 0 { Form::Primitive } else { Form::Compound };
        Ok(Header { class: first >> 6, tag, length, form })
    }

    fn base128(&mut self) -> Result<u32, String> {
        let mut value: u64 = 0;
        for i in 0.. {
            let Some(byte) = self.next() else { break };
            if i == 5 {
                return Err(structural("base 128 integer too large"));
            }
            if i == 0 && byte == 0x80 {
                return Err(syntax("integer is not minimally encoded"));
            }
            value = value << 7 | u64::from(byte & 0x7f);
            if byte < 0x80 {
                return u32::try_from(value)
                    .ok()
                    .filter(|value| *value < 1 << 31)
                    .ok_or_else(|| structural("base 128 integer too large"));
            }
        }
        Err(syntax("truncated base 128 integer"))
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.offset).copied();
        self.offset += usize::from(byte.is_some());
        byte
    }
}

/// The numbers of an object identifier with dots between, from the bytes inside of it.
pub(crate) fn dotted(oid: &[u8]) -> String {
    let mut arcs = oid
        .split_inclusive(|byte| *byte < 0x80)
        .map(|arc| arc.iter().fold(0u64, |value, &byte| value << 7 | u64::from(byte & 0x7f)));
    let first = arcs.next().unwrap_or(0);
    let top = (first / 40).min(2);
    [top, first - 40 * top].into_iter().chain(arcs).map(|arc| arc.to_string()).collect::<Vec<_>>().join(".")
}

pub(crate) fn syntax(message: &str) -> String {
    format!("asn1: syntax error: {message}")
}

fn structural(message: &str) -> String {
    format!("asn1: structure error: {message}")
}

fn check_integer(bytes: &[u8]) -> Result<(), String> {
    match bytes {
        [] => Err(structural("empty integer")),
        [0, next, ..] if *next < 0x80 => Err(structural("integer not minimally-encoded")),
        [0xff, next, ..] if *next >= 0x80 => Err(structural("integer not minimally-encoded")),
        _ => Ok(()),
    }
}

fn big_int(bytes: &[u8]) -> Result<Integer, String> {
    check_integer(bytes)?;
    let is_negative = bytes[0] >= 0x80;
    let number = Nat::from_bytes(bytes);
    let magnitude =
        if is_negative { Nat::from(1).shift_left(8 * bytes.len()).abs_diff(&number) } else { number };
    Ok(Integer { is_negative, magnitude })
}

fn check_oid(bytes: &[u8]) -> Result<&[u8], String> {
    if bytes.is_empty() {
        return Err(syntax("zero length OBJECT IDENTIFIER"));
    }
    let mut arcs = Fields::new(bytes);
    while !arcs.is_empty() {
        arcs.base128()?;
    }
    Ok(bytes)
}
