//! Charts: loading, dependencies, values layers and coalescing, Files, Capabilities, Release.
