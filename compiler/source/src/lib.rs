//! Files, spans, diagnostics, and the World through which all input comes.
