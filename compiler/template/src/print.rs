//! Nodes back to text, as Go's `Node.String()` writes them.
