//! Helm's own text, whose bytes stay as they are.

use super::Entry;

pub(super) fn write(out: &mut Vec<u8>, entry: &Entry<'_>) {
    if let Some(text) = &entry.helm {
        out.extend_from_slice(text);
        out.push(b'\n');
    }
}
