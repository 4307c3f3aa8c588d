//! Archives, made simply.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

/// A tar archive of regular files. Names of more than 100 bytes are cut off.
pub fn tar<'f>(files: impl IntoIterator<Item = (&'f [u8], &'f [u8])>) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in files {
        let mut header = [0u8; 512];
        let name = &name[..name.len().min(100)];
        header[..name.len()].copy_from_slice(name);
        header[100..108].copy_from_slice(b"0000644\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", content.len()).as_bytes());
        header[136..148].copy_from_slice(b"00000000000\0");
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        with_checksum(&mut header);
        out.extend_from_slice(&header);
        out.extend_from_slice(content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// Sets the sum in every block of an archive that could be a header, so that changed archives are read on.
pub fn with_checksums(archive: &[u8]) -> Vec<u8> {
    let mut out = archive.to_vec();
    for block in out.as_chunks_mut::<512>().0 {
        if &block[257..262] == b"ustar" {
            with_checksum(block);
        }
    }
    out
}

fn with_checksum(header: &mut [u8; 512]) {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&b| u32::from(b)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

/// Packs with a level from 0 (not at all) to 9.
pub fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}
