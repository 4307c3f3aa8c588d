//! What the libraries compute, free of CEL's values: each file is one domain (quantities, addresses, versions…) over
//! plain text and numbers.

pub mod cidr;
pub mod format;
pub mod ip;
pub mod named_format;
pub mod number;
pub mod quantity;
pub mod semver;
pub mod sort;
pub mod text;
pub mod url;
