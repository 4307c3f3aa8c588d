//! Private keys: generated, read from PEM, written to PEM, and used to sign.

pub(crate) mod curve;
pub(crate) mod dsa;
pub(crate) mod ecdsa;
pub(crate) mod ed25519;
mod parse;
pub(crate) mod rsa;
mod write;

use crate::Random;
use crate::asn1::{oid, write as der};
use curve::Curve;
use dsa::DsaKey;
use ecdsa::{EcKey, EcPublicKey};
use ed25519::Ed25519Key;
use rsa::{RsaKey, RsaPublicKey};

/// `genPrivateKey`: a new key as PEM, or `Unknown type …` (sprig: crypto.go).
///
/// | `kind` | key | form |
/// |---|---|---|
/// | empty or `rsa` | RSA, 4096 bits | PKCS #1 |
/// | `dsa` | DSA, 2048 and 256 bits, with parameters of its own | OpenSSL's |
/// | `ecdsa` | P-256 | SEC 1 |
/// | `ed25519` | Ed25519 | PKCS #8 |
///
/// ```
/// # let mut random = |out: &mut [u8]| out.fill(7);
/// let pem = nexachart_crypto::key::gen_private_key(&mut random, b"ed25519");
/// assert!(pem.starts_with(b"-----BEGIN PRIVATE KEY-----\n"));
/// ```
pub fn gen_private_key(random: &mut dyn Random, kind: &[u8]) -> Vec<u8> {
    let pem = match kind {
        b"" | b"rsa" => write::rsa_to_pem(&RsaKey::generate(random, 4096)),
        b"dsa" => write::dsa_to_pem(&DsaKey::generate(random)),
        b"ecdsa" => write::ec_to_pem(&EcKey::generate(random, Curve::P256)),
        b"ed25519" => write::ed25519_to_pem(&Ed25519Key::generate(random)),
        _ => return [b"Unknown type ", kind].concat(),
    };
    pem.into_bytes()
}

/// How many bytes the key in the first PEM block of `text` has; 0 where there is none. What it takes to read and use it
/// goes by that.
pub fn len(text: &[u8]) -> usize {
    crate::pem::decode(text).map_or(0, |block| block.content.len())
}

/// A private key of a kind that Go reads.
#[derive(Clone, Debug)]
pub(crate) enum PrivateKey {
    Rsa(Box<RsaKey>),
    Ec(EcKey),
    Ed25519(Ed25519Key),
    /// Read, but of no use for certificates: only that there is one matters.
    Dsa,
    X25519,
}

/// What a private key can sign with.
#[derive(Clone, Copy)]
pub(crate) enum Signer<'a> {
    Rsa(&'a RsaKey),
    Ec(&'a EcKey),
    Ed25519(&'a Ed25519Key),
}

/// A public key of a kind that a certificate of ours can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PublicKey {
    Rsa(RsaPublicKey),
    Ec(EcPublicKey),
    Ed25519(Vec<u8>),
}

impl PrivateKey {
    /// A key of the kind that Sprig makes for certificates: RSA with 2048 bits.
    pub(crate) fn for_certificate(random: &mut dyn Random) -> Self {
        PrivateKey::Rsa(Box::new(RsaKey::generate(random, 2048)))
    }

    /// The key in the first PEM block of `text` (sprig: crypto.go `parsePrivateKeyPEM`).
    ///
    /// # Errors
    /// Sprig's and Go's texts.
    pub(crate) fn from_pem(text: &[u8]) -> Result<Self, Vec<u8>> {
        parse::from_pem(text)
    }

    /// None for keys that only Sprig's `buildCustomCert` has a use for.
    pub(crate) fn signer(&self) -> Option<Signer<'_>> {
        match self {
            PrivateKey::Rsa(key) => Some(Signer::Rsa(key)),
            PrivateKey::Ec(key) => Some(Signer::Ec(key)),
            PrivateKey::Ed25519(key) => Some(Signer::Ed25519(key)),
            PrivateKey::Dsa | PrivateKey::X25519 => None,
        }
    }

    /// The name of the public key's type in Go, for errors.
    pub(crate) fn public_type_name(&self) -> &'static str {
        match self {
            PrivateKey::Rsa(_) => "*rsa.PublicKey",
            PrivateKey::Ec(_) => "*ecdsa.PublicKey",
            PrivateKey::Ed25519(_) => "ed25519.PublicKey",
            PrivateKey::Dsa => "*dsa.PublicKey",
            PrivateKey::X25519 => "*ecdh.PublicKey",
        }
    }
}

impl Signer<'_> {
    pub(crate) fn public(self) -> PublicKey {
        match self {
            Signer::Rsa(key) => PublicKey::Rsa(key.public()),
            Signer::Ec(key) => PublicKey::Ec(key.public.clone()),
            Signer::Ed25519(key) => PublicKey::Ed25519(key.public().to_vec()),
        }
    }

    /// Sprig's PEM of the key, whatever form it was read in (sprig: crypto.go `pemBlockForKey`).
    pub(crate) fn to_pem(self) -> String {
        match self {
            Signer::Rsa(key) => write::rsa_to_pem(key),
            Signer::Ec(key) => write::ec_to_pem(key),
            Signer::Ed25519(key) => write::ed25519_to_pem(key),
        }
    }

    /// The DER of the algorithm identifier of its signatures (Go: crypto/x509 `signingParamsForKey`).
    pub(crate) fn algorithm(self) -> Vec<u8> {
        match self {
            Signer::Rsa(_) => der::sequence(&[&der::oid(oid::SHA256_WITH_RSA), &der::null()]),
            Signer::Ec(key) => der::sequence(&[&der::oid(key.public.curve.signature_oid())]),
            Signer::Ed25519(_) => der::sequence(&[&der::oid(oid::ED25519)]),
        }
    }

    /// The signature of `message` by that algorithm.
    ///
    /// # Errors
    /// Go's, for RSA keys that are too short.
    pub(crate) fn sign(self, message: &[u8]) -> Result<Vec<u8>, String> {
        match self {
            Signer::Rsa(key) => key.sign(message),
            Signer::Ec(key) => Ok(key.sign(message)),
            Signer::Ed25519(key) => Ok(key.sign(message).to_vec()),
        }
    }
}

impl PublicKey {
    /// The DER of the algorithm identifier, and the bytes of the key (Go: crypto/x509 `marshalPublicKey`).
    pub(crate) fn to_der(&self) -> (Vec<u8>, Vec<u8>) {
        match self {
            PublicKey::Rsa(key) => (
                der::sequence(&[&der::oid(oid::RSA), &der::null()]),
                der::sequence(&[&der::integer(&key.modulus), &der::integer(&key.exponent)]),
            ),
            PublicKey::Ec(key) => {
                (der::sequence(&[&der::oid(oid::EC), &der::oid(key.curve.oid())]), key.point.clone())
            }
            PublicKey::Ed25519(key) => (der::sequence(&[&der::oid(oid::ED25519)]), key.clone()),
        }
    }
}
