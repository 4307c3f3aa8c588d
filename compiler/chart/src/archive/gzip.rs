//! Gzip files as Go reads them (Go: compress/gzip).

use flate2::{Crc, Decompress, FlushDecompress, Status};

use super::Fault;
use super::inflate::inflate;

/// What a gzip file holds, as far as it can be read, and why it ends.
pub(super) struct Unpacked {
    pub bytes: Vec<u8>,
    /// `Fault::Eof` when everything is in order.
    pub end: Fault,
}

/// Unpacks all members of a gzip file; no more than about `limit` bytes. `Err` where not even the first
/// header can be read.
pub(super) fn gunzip(file: &[u8], limit: usize) -> Result<Unpacked, Fault> {
    let mut rest = header(file)?;
    let mut bytes = Vec::new();
    let end = loop {
        match member(rest, &mut bytes, limit) {
            Err(fault) => break fault,
            Ok(after) => match header(after) {
                Err(fault) => break fault,
                Ok(next) => rest = next,
            },
        }
    };
    Ok(Unpacked { bytes, end })
}

/// Skips a header; what follows it.
fn header(file: &[u8]) -> Result<&[u8], Fault> {
    const EXTRA: u8 = 1 << 2;
    const NAME: u8 = 1 << 3;
    const COMMENT: u8 = 1 << 4;
    const CHECKSUM: u8 = 1 << 1;
    let Some((fixed, mut rest)) = file.split_at_checked(10) else {
        return Err(if file.is_empty() { Fault::Eof } else { Fault::UnexpectedEof });
    };
    if !fixed.starts_with(b"\x1f\x8b\x08") {
        return Err(Fault::Header);
    }
    let flags = fixed[3];
    if flags & EXTRA != 0 {
        let (len, after) = rest.split_at_checked(2).ok_or(Fault::UnexpectedEof)?;
        let len = u16::from_le_bytes([len[0], len[1]]);
        rest = after.get(len.into()..).ok_or(Fault::UnexpectedEof)?;
    }
    for flag in [NAME, COMMENT] {
        if flags & flag != 0 {
            // Go's buffer for it has 512 bytes.
            let head = &rest[..rest.len().min(512)];
            match head.iter().position(|&b| b == 0) {
                Some(end) => rest = &rest[end + 1..],
                None if head.len() == 512 => return Err(Fault::Header),
                None => return Err(Fault::UnexpectedEof),
            }
        }
    }
    if flags & CHECKSUM != 0 {
        let (sum, after) = rest.split_at_checked(2).ok_or(Fault::UnexpectedEof)?;
        if u32::from(u16::from_le_bytes([sum[0], sum[1]]))
            != checksum(&file[..file.len() - rest.len()]) & 0xffff
        {
            return Err(Fault::Header);
        }
        rest = after;
    }
    Ok(rest)
}

/// Unpacks the member whose header ends where `data` begins; what follows it.
fn member<'a>(data: &'a [u8], out: &mut Vec<u8>, limit: usize) -> Result<&'a [u8], Fault> {
    let start = out.len();
    let left = limit.saturating_sub(start);
    let used = match decompress(data, out, left) {
        Some(used) => used,
        None => {
            out.truncate(start);
            inflate(data, out, left)?
        }
    };
    let (trailer, rest) = data[used..].split_at_checked(8).ok_or(Fault::UnexpectedEof)?;
    let unpacked = &out[start..];
    let sum = u32::from_le_bytes([trailer[0], trailer[1], trailer[2], trailer[3]]);
    let size = u32::from_le_bytes([trailer[4], trailer[5], trailer[6], trailer[7]]);
    if sum != checksum(unpacked) || size != unpacked.len() as u32 {
        return Err(Fault::Checksum);
    }
    Ok(rest)
}

/// The fast way, for sound data: how many bytes it took. `None` if anything is not as it should be.
fn decompress(data: &[u8], out: &mut Vec<u8>, limit: usize) -> Option<usize> {
    const STEP: usize = 256 << 10;
    let mut stream = Decompress::new(false);
    let start = out.len();
    loop {
        out.reserve(STEP.max(data.len() * 2));
        let before = (stream.total_in(), stream.total_out());
        let rest = &data[before.0 as usize..];
        match stream.decompress_vec(rest, out, FlushDecompress::None) {
            Ok(_) if out.len() - start > limit => return None,
            Ok(Status::StreamEnd) => return Some(stream.total_in() as usize),
            Ok(_) if (stream.total_in(), stream.total_out()) == before => return None,
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}
