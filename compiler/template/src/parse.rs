//! Parser.
use std::sync::Arc;

use crate::{Functions, List, Node, Tree};

/// Parses a template file. The first tree is that of the file itself (it may be empty), the others
/// those of its `define`s and `block`s, in the order in which they end. An error is Go's text:
/// `template: name:line: message`.
pub fn parse(name: &[u8], text: &[u8], functions: &dyn Functions) -> Result<Vec<Arc<Tree>>, Vec<u8>> {
    let _ = (name, text, functions);
    Err(b"not yet".to_vec())
}
/// Whether a template does nothing but print blanks.
pub fn is_empty_tree(list: &List) -> bool {
    list.nodes.iter().all(|n| matches!(n, Node::Text(_, t) if t.iter().all(u8::is_ascii_whitespace)))
}
