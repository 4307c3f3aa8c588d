//! The schemas in `schemas/crds`. Its README tells how the bundle reads.

use std::collections::HashMap;
use std::io::Read;
use std::ops::Range;
use std::sync::{Mutex, OnceLock, PoisonError};

use flate2::read::ZlibDecoder;

use super::Custom;
use crate::Tree;

static BUNDLE: &[u8] = include_bytes!("../../../../schemas/crds/schemas.bundle");

/// Schemas that are unpacked when an object first needs them.
#[derive(Default)]
pub(crate) struct Bundle {
    /// By `apiVersion` and kind: `cert-manager.io/v1 issuer`.
    table: OnceLock<HashMap<&'static str, Range<usize>>>,
    known: Mutex<HashMap<&'static str, Option<Custom>>>,
}

impl Bundle {
    /// The kind of an object, if it is bundled.
    pub fn get(&self, api_version: &str, kind: &str) -> Option<Custom> {
        let key = format!("{api_version} {}", kind.to_lowercase());
        let (&key, range) = self.table.get_or_init(table).get_key_value(key.as_str())?;
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(key).or_insert_with(|| unpack(&BUNDLE[range.clone()])).clone()
    }
}

fn table() -> HashMap<&'static str, Range<usize>> {
    let end = BUNDLE.windows(2).position(|pair| pair == b"\n\n").map_or(0, |at| at + 1);
    let text = std::str::from_utf8(&BUNDLE[..end]).unwrap_or_default();
    let mut at = end + 1;
    let mut table = HashMap::new();
    for line in text.lines() {
        // The kind is followed by the two sizes.
        let mut words = line.rsplitn(3, ' ').skip(1);
        let (Some(packed), Some(kind)) = (words.next(), words.next()) else { continue };
        let Ok(packed) = packed.parse::<usize>() else { continue };
        table.insert(kind, at..(at + packed).min(BUNDLE.len()));
        at += packed;
    }
    table
}

fn unpack(packed: &[u8]) -> Option<Custom> {
    let mut text = Vec::new();
    ZlibDecoder::new(packed).read_to_end(&mut text).ok()?;
    Some(Custom::of_schema(Tree::read(&text).ok()??))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_schema_is_read() {
        let table = table();
        assert!(table.len() > 150);
        for (key, range) in &table {
            assert!(unpack(&BUNDLE[range.clone()]).is_some(), "{key:?}");
        }
        let ends: usize = table.values().map(|range| range.end).max().unwrap();
        assert_eq!(ends, BUNDLE.len());
    }
}
