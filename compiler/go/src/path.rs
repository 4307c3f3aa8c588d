//! path: lexical path functions.
