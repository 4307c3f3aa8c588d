//! Which keys are set by somebody, whoever it is.

use std::collections::{BTreeMap, HashSet};

use nexachart_chart::{Data, DataKind};

use crate::Path;
use crate::Step;

/// What is known of a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// By keys, where some layer has a map.
    pub keys: Option<BTreeMap<Box<[u8]>, Known>>,
    /// Whether more keys than these may be there: a null, an empty map, something imported, a schema that allows it.
    pub open: bool,
}

impl Known {
    /// Adds what a layer sets.
    pub fn add(&mut self, data: &Data) {
        match &data.kind {
            DataKind::Map(entries) => {
                if entries.is_empty() {
                    self.open = true;
                }
                let keys = self.keys.get_or_insert_default();
                for entry in entries {
                    keys.entry(entry.key.clone()).or_default().add(&entry.value);
                }
            }
            DataKind::Null => self.open = true,
            _ => {}
        }
    }

    /// What is below a path, made if need be.
    pub fn at(&mut self, path: &Path) -> &mut Known {
        let mut known = self;
        for step in &path.0 {
            let Step::Key(key) = step else { break };
            known = known.keys.get_or_insert_default().entry(key.clone()).or_default();
        }
        known
    }
}

/// The keys that comments of a values file show: `# key: value`.
pub(crate) fn commented(text: &[u8]) -> HashSet<Vec<u8>> {
    let mut keys = HashSet::new();
    for line in text.split(|&b| b == b'\n') {
        let Some(comment) = memchr::memchr(b'#', line).map(|at| &line[at..]) else { continue };
        // Helm-docs and others: `## @param image.tag The tag`.
        for word in comment.split(|b| b.is_ascii_whitespace()) {
            let word = word.strip_suffix(b":").unwrap_or(word);
            let plain = |b: &u8| b.is_ascii_alphanumeric() || b"_-.".contains(b);
            if !word.is_empty() && word.iter().all(plain) {
                keys.extend(word.split(|&b| b == b'.').map(<[u8]>::to_vec));
            } else if let Some(colon) = memchr::memchr(b':', word) {
                let head: Vec<u8> = word[..colon].iter().copied().filter(plain).collect();
                keys.insert(head);
            }
        }
    }
    keys
}
