//! Keys, certificates, ciphers and password hashes as Sprig's functions make them.
//!
//! Every function is pure: randomness comes in as a [`Random`], time as an argument, so that the same
//! inputs give the same bytes. Error texts are Go's, ready to be put behind `error calling f: `.

mod asn1;
pub mod certificate;
pub mod cipher;
pub mod digest;
pub mod key;
#[cfg(test)]
mod mutations;
mod number;
pub mod password;
mod pem;
pub mod random;

pub use random::Random;
