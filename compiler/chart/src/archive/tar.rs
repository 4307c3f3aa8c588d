//! Tar archives as Go reads them: USTAR, PAX, GNU, STAR and V7 (Go: archive/tar).
//!
//! Sparse files are refused: nobody packs a chart in that way, and Go alone needs 400 lines for them.

use std::borrow::Cow;
use std::collections::HashMap;

use nexachart_go::strconv::{parse_int, parse_uint};

use super::Fault;
use super::gzip::Unpacked;

const BLOCK: usize = 512;
/// The most bytes of an extended header (Go: maxSpecialFileSize).
const MAX_SPECIAL: u64 = 1 << 20;
const MODE_TYPE: u32 = !0o7777;
const MODE_DIR: u32 = 0o40000;

/// Reads the entries of an archive one after the other.
pub(super) struct Reader<'a> {
    archive: &'a Unpacked,
    at: usize,
    /// What is left of the current entry's data, and the padding behind it.
    left: u64,
    padding: u64,
}

/// An entry.
pub(super) struct Entry<'a> {
    pub name: Cow<'a, [u8]>,
    pub is_dir: bool,
    /// A header for the entries that follow.
    pub is_global: bool,
    /// The size that the header gives.
    pub size: u64,
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    V7,
    Ustar,
    Star,
    Gnu,
}

/// The records of a PAX header, in their order.
type Records = Vec<(Vec<u8>, Vec<u8>)>;

struct Header<'a> {
    kind: u8,
    name: Cow<'a, [u8]>,
    mode: i64,
    size: i64,
}

impl<'a> Reader<'a> {
    pub fn new(archive: &'a Unpacked) -> Reader<'a> {
        Reader { archive, at: 0, left: 0, padding: 0 }
    }

    /// The next entry; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Entry<'a>>, Fault> {
        match self.entry() {
            Ok(entry) => Ok(Some(entry)),
            Err(Fault::Eof) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The data of the current entry, or at most `limit` bytes of it.
    pub fn data(&mut self, limit: u64) -> Result<&'a [u8], Fault> {
        let want = self.left.min(limit);
        let data = self.take(want).map_err(unexpected)?;
        self.left -= want;
        Ok(data)
    }

    fn take(&mut self, n: u64) -> Result<&'a [u8], Fault> {
        let rest = &self.archive.bytes[self.at..];
        match usize::try_from(n).ok().and_then(|n| rest.get(..n)) {
            Some(data) => {
                self.at += data.len();
                Ok(data)
            }
            None => {
                self.at = self.archive.bytes.len();
                Err(self.archive.end.clone())
            }
        }
    }

    fn entry(&mut self) -> Result<Entry<'a>, Fault> {
        let mut records = Records::new();
        let mut long_name = None;
        loop {
            let left = self.left;
            self.take(left).map_err(unexpected)?;
            let padding = self.padding;
            self.take(padding)?;
            (self.left, self.padding) = (0, 0);

            let mut header = self.header()?;
            self.expect_data(header.kind, header.size)?;
            match header.kind {
                b'x' | b'g' => {
                    records = pax(self.special()?)?;
                    if header.kind == b'g' {
                        // Its errors do not count.
                        let _ = header.merge(&records);
                        return Ok(Entry { name: header.name, is_dir: false, is_global: true, size: 0 });
                    }
                }
                b'L' => long_name = Some(text(self.special()?)),
                b'K' => {
                    self.special()?;
                }
                _ => {
                    header.merge(&records)?;
                    if let Some(name) = long_name.filter(|name| !name.is_empty()) {
                        header.name = name.into();
                    }
                    if header.kind == 0 && header.name.ends_with(b"/") {
                        header.kind = b'5';
                    }
                    self.expect_data(header.kind, header.size)?;
                    let sparse = |(key, _): &(Vec<u8>, Vec<u8>)| key.starts_with(b"GNU.sparse.");
                    if header.kind == b'S' || records.iter().any(sparse) {
                        return Err(Fault::Tar);
                    }
                    let is_dir = header.kind == b'5' || header.mode as u32 & MODE_TYPE == MODE_DIR;
                    let size = header.size as u64;
                    return Ok(Entry { name: header.name, is_dir, is_global: false, size });
                }
            }
        }
    }

    /// Notes how much data follows a header.
    fn expect_data(&mut self, kind: u8, size: i64) -> Result<(), Fault> {
        // Links, devices, folders and pipes have none, whatever their size.
        let size = if matches!(kind, b'1'..=b'6') { 0 } else { size };
        self.left = u64::try_from(size).map_err(|_| Fault::Tar)?;
        self.padding = self.left.wrapping_neg() % BLOCK as u64;
        Ok(())
    }

    /// The data of an extended header.
    fn special(&mut self) -> Result<&'a [u8], Fault> {
        if self.left > MAX_SPECIAL {
            // Go reads one byte more than it allows before it says so.
            self.data(MAX_SPECIAL + 1)?;
            return Err(Fault::TarField);
        }
        self.data(MAX_SPECIAL)
    }

    fn block(&mut self) -> Result<&'a [u8], Fault> {
        let at_end = self.at == self.archive.bytes.len();
        self.take(BLOCK as u64).map_err(|fault| if at_end { fault } else { unexpected(fault) })
    }

    fn header(&mut self) -> Result<Header<'a>, Fault> {
        let block = self.block()?;
        if block.iter().all(|&b| b == 0) {
            let second = self.block()?;
            return Err(if second.iter().all(|&b| b == 0) { Fault::Eof } else { Fault::Tar });
        }
        let format = format(block).ok_or(Fault::Tar)?;
        let mut name = Cow::Borrowed(text(&block[..100]));
        let header_size = number(&block[124..136])?;
        let mode = number(&block[100..108])?;
        for field in [108..116, 116..124, 136..148] {
            number(&block[field])?;
        }
        if format != Format::V7 {
            for field in [329..337, 337..345] {
                number(&block[field])?;
            }
            let prefix = match format {
                Format::V7 | Format::Ustar => text(&block[345..500]),
                Format::Star => {
                    for field in [476..488, 488..500] {
                        number(&block[field])?;
                    }
                    text(&block[345..476])
                }
                Format::Gnu => {
                    // Old versions of Go wrote a prefix over the times: if they are none, it is one.
                    let bad = |time: &[u8]| time[0] != 0 && number(time).is_err();
                    let prefix = text(&block[345..500]);
                    let no_times = bad(&block[345..357]) || bad(&block[357..369]);
                    if no_times && prefix.is_ascii() { prefix } else { b"" }
                }
            };
            if !prefix.is_empty() {
                name = Cow::Owned([prefix, b"/", &name].concat());
            }
        }
        Ok(Header { kind: block[156], name, mode, size: header_size })
    }
}

impl Header<'_> {
    /// Takes over what a PAX header says. Go reads the times and owners too, to refuse what is malformed.
    fn merge(&mut self, records: &Records) -> Result<(), Fault> {
        for (key, value) in last_of_each(records) {
            if value.is_empty() {
                continue;
            }
            let whole = |text: &[u8]| parse_int(text, 10, 64).map_err(|_| Fault::Tar);
            match key {
                b"path" => self.name = Cow::Owned(value.to_vec()),
                b"size" => self.size = whole(value)?,
                b"uid" | b"gid" => {
                    whole(value)?;
                }
                b"atime" | b"mtime" | b"ctime" => {
                    let mut parts = value.splitn(2, |&b| b == b'.');
                    whole(parts.next().unwrap_or_default())?;
                    if !parts.next().unwrap_or_default().iter().all(u8::is_ascii_digit) {
                        return Err(Fault::Tar);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn last_of_each(records: &Records) -> impl Iterator<Item = (&[u8], &[u8])> {
    let last: HashMap<&[u8], usize> = records.iter().enumerate().map(|(i, (key, _))| (&key[..], i)).collect();
    let counts = move |i: usize, key: &[u8]| last.get(key) == Some(&i);
    let records = records.iter().enumerate().filter(move |(i, (key, _))| counts(*i, key));
    records.map(|(_, (key, value))| (&key[..], &value[..]))
}

/// The records of a PAX header: `<length> <key>=<value>\n`.
fn pax(mut data: &[u8]) -> Result<Records, Fault> {
    let mut records = Records::new();
    while !data.is_empty() {
        let space = data.iter().position(|&b| b == b' ').ok_or(Fault::Tar)?;
        let len = parse_int(&data[..space], 10, 64).map_err(|_| Fault::Tar)?;
        let len = usize::try_from(len).ok().filter(|len| (5..=data.len()).contains(len)).ok_or(Fault::Tar)?;
        if len <= space + 1 || data[len - 1] != b'\n' {
            return Err(Fault::Tar);
        }
        let record = &data[space + 1..len - 1];
        let equals = record.iter().position(|&b| b == b'=').filter(|&at| at > 0).ok_or(Fault::Tar)?;
        let (key, value) = (&record[..equals], &record[equals + 1..]);
        let checked = if matches!(key, b"path" | b"linkpath" | b"uname" | b"gname") { value } else { key };
        if checked.contains(&0) {
            return Err(Fault::Tar);
        }
        records.push((key.to_vec(), value.to_vec()));
        data = &data[len..];
    }
    Ok(records)
}

/// Which format a header has; `None` if its checksum is wrong.
fn format(block: &[u8]) -> Option<Format> {
    let sum = octal(&block[148..156]).ok()?;
    let (mut unsigned, mut signed) = (0i64, 0i64);
    for (i, &byte) in block.iter().enumerate() {
        let byte = if (148..156).contains(&i) { b' ' } else { byte };
        unsigned += i64::from(byte);
        signed += i64::from(byte as i8);
    }
    if sum != unsigned && sum != signed {
        return None;
    }
    Some(match (&block[257..263], &block[263..265], &block[508..512]) {
        (b"ustar\0", _, b"tar\0") => Format::Star,
        (b"ustar\0", _, _) => Format::Ustar,
        (b"ustar ", b" \0", _) => Format::Gnu,
        _ => Format::V7,
    })
}

/// The bytes up to the first NUL.
fn text(field: &[u8]) -> &[u8] {
    field.split(|&b| b == 0).next().unwrap_or_default()
}

/// A number, octal or binary (Go: parseNumeric).
fn number(field: &[u8]) -> Result<i64, Fault> {
    if field[0] & 0x80 == 0 {
        return octal(field);
    }
    let negative = field[0] & 0x40 != 0;
    let mut n: u64 = 0;
    for (i, &byte) in field.iter().enumerate() {
        let byte = if negative { !byte } else { byte };
        let byte = if i == 0 { byte & 0x7f } else { byte };
        if n >> 56 > 0 {
            return Err(Fault::Tar);
        }
        n = n << 8 | u64::from(byte);
    }
    let n = i64::try_from(n).map_err(|_| Fault::Tar)?;
    Ok(if negative { !n } else { n })
}

fn octal(field: &[u8]) -> Result<i64, Fault> {
    let pad = |b: &u8| matches!(b, b' ' | 0);
    let Some(start) = field.iter().position(|b| !pad(b)) else { return Ok(0) };
    let end = field.iter().rposition(|b| !pad(b)).map_or(start, |at| at + 1);
    parse_uint(text(&field[start..end]), 8, 64).map(|n| n as i64).map_err(|_| Fault::Tar)
}

/// An end in the middle of something.
fn unexpected(fault: Fault) -> Fault {
    if fault == Fault::Eof { Fault::UnexpectedEof } else { fault }
}
