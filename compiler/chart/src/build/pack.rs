//! Packing a chart (Helm: pkg/chart/v2/util/save.go). The same chart gives the same bytes: files are dated 1970, and Chart.yaml is as
//! it was written.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use flate2::{Compression, GzBuilder};
use nexachart_source::{Diagnostic, World};

use crate::load::{Loading, chart_in_folder};
use crate::local::{folder_of, is_local};
use crate::{error, folder};

/// What Helm writes into the head of an archive, to know its own.
const MARK: &[u8] = b"rr\x28\x00aHR0cHM6Ly95b3V0dS5iZS96OVV6MWljandyTQo=";

/// A packed chart.
pub(super) struct Packed {
    pub name: String,
    pub version: String,
    pub bytes: Vec<u8>,
}

impl Packed {
    /// `NAME-VERSION.tgz`
    pub fn file_name(&self) -> Vec<u8> {
        format!("{}-{}.tgz", self.name, self.version).into_bytes()
    }
}

/// Packs the chart in a folder. Its own dependencies of folders that `charts/` lacks go with it; that they are there and do not go
/// round in circles has been seen before.
pub(super) fn pack(
    world: &Arc<dyn World>,
    dir: &[u8],
    loading: &mut Loading<'_>,
) -> Result<Packed, Diagnostic> {
    let chart = chart_in_folder(world, dir, 1, loading)?;
    let mut files: BTreeMap<Vec<u8>, Arc<[u8]>> = BTreeMap::new();
    for file in folder::files(world, dir, loading)? {
        files.insert(file.name.to_vec(), file.bytes()?);
    }
    for entry in chart.metadata.dependencies().filter(|entry| is_local(&entry.repository)) {
        if !chart.dependencies.iter().any(|sub| sub.name() == entry.name)
            && let Some(below) = folder_of(&entry.repository, dir)
        {
            let packed = pack(world, &below, loading)?;
            files.insert([b"charts/", &*packed.file_name()].concat(), packed.bytes.into());
        }
    }
    let name = &chart.metadata.name;
    let mut tar = Vec::new();
    // Chart.yaml is the first one, as Helm has it.
    let (head, rest): (Vec<_>, Vec<_>) = files.iter().partition(|(file, _)| **file == b"Chart.yaml");
    for (file, bytes) in head.into_iter().chain(rest) {
        append(&mut tar, &[name.as_bytes(), b"/", file].concat(), bytes);
    }
    tar.resize(tar.len() + 1024, 0);
    let builder = GzBuilder::new().extra(MARK).comment("Helm").mtime(0).operating_system(255);
    let mut gzip = builder.write(Vec::new(), Compression::default());
    let packed = gzip.write_all(&tar).and_then(|()| gzip.finish());
    let bytes = packed.map_err(|e| error::load(format!("cannot pack {name}: {e}")))?;
    Ok(Packed { name: name.clone(), version: chart.metadata.version.clone(), bytes })
}

/// Appends a file to a tar (POSIX ustar; names that are too long for it as GNU tar has them).
fn append(tar: &mut Vec<u8>, name: &[u8], bytes: &[u8]) {
    if name.len() > 100 {
        entry(tar, b"././@LongLink", b'L', &[name, b"\0"].concat());
    }
    entry(tar, &name[..name.len().min(100)], b'0', bytes);
}

fn entry(tar: &mut Vec<u8>, name: &[u8], kind: u8, bytes: &[u8]) {
    let mut head = [0; 512];
    let mut put = |at: usize, text: &[u8]| head[at..at + text.len()].copy_from_slice(text);
    put(0, name);
    put(100, b"0000644\0");
    put(108, b"0000000\0");
    put(116, b"0000000\0");
    put(124, format!("{:011o}\0", bytes.len()).as_bytes());
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, &[kind]);
    put(257, b"ustar\x0000");
    let sum: u32 = head.iter().map(|&b| u32::from(b)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    tar.extend_from_slice(&head);
    tar.extend_from_slice(bytes);
    tar.resize(tar.len().next_multiple_of(512), 0);
}
