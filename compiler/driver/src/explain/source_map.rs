//! Rendered files with what wrote each byte of them.

use std::sync::Arc;

use nexachart_source::{Failures, Label, Place, World};

use super::cause::calls;
use super::question::{ValueRow, rows};
use super::trace::Trace;
use crate::TemplateOptions;

/// A chart as it was rendered, with a record of where everything came from. Nothing is worked out before it is asked for.
pub struct SourceMap(Trace);

/// What wrote a byte.
#[derive(Debug)]
pub struct Written {
    /// The node of a template: a literal text at the very byte, or the expression of an action.
    pub place: Place,
    /// Whether it is an action, and not a literal text.
    pub is_action: bool,
    /// The calls that led there, the innermost first.
    pub calls: Vec<Label>,
    /// The values that went in, the most direct one first.
    pub values: Vec<ValueRow>,
    /// What else went in: `.Release.Name`.
    pub others: Vec<String>,
}

impl SourceMap {
    /// Renders a chart as `template` does with the same options. Files that cannot be rendered are left out; that the chart cannot
    /// be loaded, or its values not be laid, is an error.
    pub fn record(world: &Arc<dyn World>, options: &TemplateOptions) -> Result<SourceMap, Failures> {
        super::record(world, options).map(SourceMap)
    }

    /// The rendered files: the names of their templates, and their texts.
    pub fn files(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.0.files.iter().map(|file| (&*self.0.templates[file.template].name, &file.text[..]))
    }

    /// What wrote a byte of a file, by its number among [`SourceMap::files`]. Nothing for what stands in no template file.
    pub fn written(&self, file: usize, offset: usize) -> Option<Written> {
        let trace = &self.0;
        let found = trace.byte(trace.files.get(file)?, offset);
        let (at, spot) = trace.innermost(&found.chain)?;
        let is_last = at + 1 == found.chain.len();
        let (values, others) = rows(trace, &found);
        Some(Written {
            place: trace.place(spot, if is_last { found.within } else { 0 })?,
            is_action: !is_last || trace.is_action(&found),
            calls: calls(trace, &found.chain[..at]),
            values,
            others,
        })
    }
}
