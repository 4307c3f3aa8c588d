//! Rendered text to manifests: documents, hooks, kind order.
