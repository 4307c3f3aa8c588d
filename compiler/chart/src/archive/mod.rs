//! Packed charts: `.tgz` files (Helm: pkg/chart/loader/archive).

mod gzip;
mod inflate;
mod sniff;
mod tar;

use std::fmt;

use nexachart_go::path;
use nexachart_go::strconv::quote;
use nexachart_source::{Budget, Diagnostic, Exceeded};

use crate::chart::File;
use crate::error;
use crate::ledger::Ledger;
pub(crate) use sniff::content_type;

/// So many bytes at its head tell what a file is.
pub(crate) const HEAD: u64 = 512;

/// Archives that unpack to less are not looked at for their ratio.
const SMALL: u64 = 16 << 20;

/// Why an archive cannot be read. The texts are those of Go's packages.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Fault {
    /// The end, where there may be one.
    Eof,
    UnexpectedEof,
    /// Not gzip.
    Header,
    Checksum,
    /// Damaged before this byte.
    Corrupt(usize),
    /// Not tar.
    Tar,
    TarField,
    /// Longer than there is room for, and by which budget.
    TooLong,
    Over(Exceeded),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::Eof => "EOF",
            Fault::UnexpectedEof => "unexpected EOF",
            Fault::Header => "gzip: invalid header",
            Fault::Checksum => "gzip: invalid checksum",
            Fault::Corrupt(at) => return write!(f, "flate: corrupt input before offset {at}"),
            Fault::Tar => "archive/tar: invalid tar header",
            Fault::TarField => "archive/tar: header field too long",
            Fault::TooLong => "archive is too long",
            Fault::Over(exceeded) => return exceeded.fmt(f),
        })
    }
}

/// Why there are no files.
#[derive(Debug)]
pub(crate) struct ArchiveError {
    pub message: String,
    /// Whether it is not gzip at all: Helm says so in other words.
    pub is_header: bool,
}

impl From<Fault> for ArchiveError {
    fn from(fault: Fault) -> ArchiveError {
        ArchiveError { message: fault.to_string(), is_header: fault == Fault::Header }
    }
}

impl From<String> for ArchiveError {
    fn from(message: String) -> ArchiveError {
        ArchiveError { message, is_header: false }
    }
}

impl From<ArchiveError> for Diagnostic {
    fn from(error: ArchiveError) -> Diagnostic {
        error::load(error.message)
    }
}

/// The files of a packed chart, by their paths below its folder, in the order of the archive (Helm:
/// LoadArchiveFiles).
pub(crate) fn files(archive: &[u8], ledger: &mut Ledger<'_>) -> Result<Vec<File>, ArchiveError> {
    // Around the files there are headers and padding: as much again.
    let most = ledger.budgets[Budget::Chart];
    let by_size = (most.saturating_mul(2), ledger.budgets.exceeded(Budget::Chart));
    let by_ratio = (archive.len() as u64).saturating_mul(ledger.budgets[Budget::Ratio]).max(SMALL);
    let by_ratio = (by_ratio, ledger.budgets.exceeded(Budget::Ratio));
    let (limit, exceeded) = if by_ratio.0 < by_size.0 { by_ratio } else { by_size };
    let mut unpacked = gzip::gunzip(archive, usize::try_from(limit).unwrap_or(usize::MAX))?;
    if unpacked.end == Fault::TooLong {
        unpacked.end = Fault::Over(exceeded);
    }
    let mut reader = tar::Reader::new(&unpacked);
    let mut files = Vec::new();
    let mut left = ledger.bytes_left();
    let too_large = || format!("decompressed chart is larger than the maximum size {most}");
    while let Some(entry) = reader.next()? {
        ledger.entry().map_err(|e| format!("{}: {e}", String::from_utf8_lossy(&entry.name)))?;
        if entry.is_dir || entry.is_global {
            continue;
        }
        let name = inner_path(&entry.name)?;
        if entry.size > left {
            return Err(too_large().into());
        }
        let data = reader.data(left)?;
        left -= data.len() as u64;
        ledger.unpacked(data.len() as u64);
        // A link has a size, but no data.
        if (data.len() as u64) < entry.size || left == 0 {
            return Err(too_large().into());
        }
        files.push(if data.is_empty() { File::absent(name) } else { File::read(name, data) });
    }
    if files.is_empty() {
        return Err("no files in chart archive".to_string().into());
    }
    Ok(files)
}

/// The path below the chart's folder, if it is a safe one.
fn inner_path(name: &[u8]) -> Result<Vec<u8>, String> {
    // Made on Windows.
    let delimiter = if name.contains(&b'\\') { b'\\' } else { b'/' };
    let first_end = name.iter().position(|&b| b == delimiter);
    let first = &name[..first_end.unwrap_or(name.len())];
    let rest = first_end.map_or(&b""[..], |at| &name[at + 1..]);
    let rest: Vec<u8> = rest.iter().map(|&b| if b == delimiter { b'/' } else { b }).collect();
    if rest.starts_with(b"/") {
        return Err("chart illegally contains absolute paths".into());
    }
    let path = path::clean(&rest);
    if *path == *b"." {
        let name = quote(name);
        return Err(format!("chart illegally contains content outside the base directory: {name}"));
    }
    if path.starts_with(b"..") {
        return Err("chart illegally references parent directory".into());
    }
    if let [drive, b':', b'/', ..] = path[..]
        && drive.is_ascii_alphabetic()
    {
        return Err("chart contains illegally named files".into());
    }
    if first == b"Chart.yaml" {
        return Err("chart yaml not in base directory".into());
    }
    Ok(path)
}

/// Refuses what is not gzip, with a hint of what it is (Helm: EnsureArchive).
pub(crate) fn ensure_archive(name: &str, content: &[u8]) -> Result<(), Diagnostic> {
    // Go fills up what it reads to 512 bytes with zeros, and takes them for content.
    let mut head = [0; HEAD as usize];
    let len = content.len().min(head.len());
    head[..len].copy_from_slice(&content[..len]);
    let found = content_type(&head);
    if found == "application/x-gzip" || head.starts_with(b"\x1f\x8b\x08") {
        return Ok(());
    }
    Err(error::load(if name.ends_with(".yml") || name.ends_with(".yaml") {
        format!("file '{name}' seems to be a YAML file, but expected a gzipped archive")
    } else {
        format!("file '{name}' does not appear to be a gzipped archive; got '{found}'")
    }))
}
