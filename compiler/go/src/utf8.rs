//! unicode/utf8: decoding byte strings that need not be valid UTF-8.
