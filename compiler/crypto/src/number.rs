//! The arithmetic under the keys: natural numbers, residues of an odd modulus, primes.
//!
//! Variable time throughout: keys are made and used where the template is rendered, and no one else can
//! measure that. Do not use it to serve requests.

pub(crate) mod nat;
pub(crate) mod prime;
pub(crate) mod residue;

pub(crate) use nat::Nat;
pub(crate) use residue::{Modulus, Residue};
