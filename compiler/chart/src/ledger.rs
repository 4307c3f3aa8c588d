//! What reading a chart has used of the budgets, all charts in it together.

use nexachart_source::{Budget, Budgets, Exceeded};
use nexachart_value::yaml::Error as YamlError;

use crate::data::Data;

/// The budgets of a chart, and what has been used of them.
#[derive(Debug)]
pub(crate) struct Ledger<'b> {
    pub budgets: &'b Budgets,
    nodes: u64,
    bytes: u64,
    entries: u64,
}

impl<'b> Ledger<'b> {
    pub fn new(budgets: &'b Budgets) -> Ledger<'b> {
        Ledger { budgets, nodes: 0, bytes: 0, entries: 0 }
    }

    /// Reads the first document of a YAML text, and moves its places by `offset`.
    pub fn yaml(&mut self, text: &[u8], offset: u32) -> Result<Data, YamlError> {
        let mut left = *self.budgets;
        left[Budget::Nodes] = left[Budget::Nodes].saturating_sub(self.nodes);
        let read = Data::parse(text, offset, &left);
        let (data, nodes) = read.map_err(|error| match (error.exceeded(), error.offset()) {
            (Some(exceeded), offset) => {
                YamlError::from(self.budgets.exceeded(exceeded.budget)).at(offset.unwrap_or(0))
            }
            _ => error,
        })?;
        self.nodes += nodes;
        Ok(data)
    }

    /// Counts values that were not read from YAML.
    pub fn nodes(&mut self, nodes: u64) -> Result<(), Exceeded> {
        self.nodes = self.nodes.saturating_add(nodes);
        self.budgets.check(Budget::Nodes, self.nodes)
    }

    /// Counts a file or a folder.
    pub fn entry(&mut self) -> Result<(), Exceeded> {
        self.entries(1)
    }

    /// Counts files and folders.
    pub fn entries(&mut self, entries: u64) -> Result<(), Exceeded> {
        self.entries = self.entries.saturating_add(entries);
        self.budgets.check(Budget::Entries, self.entries)
    }

    /// How many files and folders there have been.
    pub fn used_entries(&self) -> u64 {
        self.entries
    }

    /// Counts the bytes of an archive.
    pub fn unpacked(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes);
    }

    /// How many bytes of files there may still be.
    pub fn bytes_left(&self) -> u64 {
        self.budgets[Budget::Chart].saturating_sub(self.bytes)
    }
}
