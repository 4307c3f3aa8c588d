//! Keys, certificates, ciphers and password hashes as Sprig's functions make them.
//!
//! Every function is pure: randomness comes in as a [`Random`], time as an argument, so that the same
//! inputs give the same bytes. Error texts are Go's, ready to be put behind `error calling f: `.

pub mod base64;
pub mod cipher;
pub mod digest;
pub mod password;
pub mod random;

pub use random::Random;
