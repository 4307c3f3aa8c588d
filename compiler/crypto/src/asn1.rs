//! ASN.1 in DER: written here, read in the two ways of Go's libraries.

pub(crate) mod oid;
pub(crate) mod read;
pub(crate) mod unmarshal;
pub(crate) mod write;
