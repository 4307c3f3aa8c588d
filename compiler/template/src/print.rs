//! Nodes back to text, as Go's `Node.String()` writes them.
use crate::{Chain, Expr, Tree};

/// The place and the text of a node.
pub fn context(_tree: &Tree, _id: u32) -> (Vec<u8>, Vec<u8>) {
    Default::default()
}
/// An operand.
pub fn expr(_expr: &Expr, _out: &mut Vec<u8>) {}
/// A chain.
pub fn chain(_chain: &Chain, _out: &mut Vec<u8>) {}
