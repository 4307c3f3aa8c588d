//! Private keys: generated, read from PEM, written to PEM, and used to sign.

pub(crate) mod dsa;
pub(crate) mod ecdsa;
pub(crate) mod ed25519;
pub(crate) mod rsa;
