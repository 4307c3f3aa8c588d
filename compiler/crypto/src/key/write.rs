//! Keys as PEM, each kind in the form that Sprig gives it (sprig: crypto.go `pemBlockForKey`).

use super::dsa::DsaKey;
use super::ecdsa::EcKey;
use super::ed25519::Ed25519Key;
use super::rsa::RsaKey;
use crate::asn1::{oid, write as der};
use crate::number::Nat;
use crate::pem;

/// PKCS #1 (Go: crypto/x509 `MarshalPKCS1PrivateKey`).
pub(super) fn rsa_to_pem(key: &RsaKey) -> String {
    let remainders = &key.remainders;
    let version = Nat::from(u64::from(!key.more_primes.is_empty()));
    let exponent = Nat::from(key.exponent);
    let mut fields = integers(&[
        &version,
        &key.modulus,
        &exponent,
        &key.private_exponent,
        &key.p,
        &key.q,
        &remainders.d_p,
        &remainders.d_q,
        &remainders.q_inverse,
    ]);
    if !key.more_primes.is_empty() {
        let primes = key.more_primes.iter();
        let primes: Vec<_> = primes
            .map(|more| der::sequence(&[&integers(&[&more.prime, &more.exponent, &more.coefficient])]))
            .collect();
        fields.extend(der::sequence(&[&primes.concat()]));
    }
    pem::encode("RSA PRIVATE KEY", &der::sequence(&[&fields]))
}

/// SEC 1 (Go: crypto/x509 `MarshalECPrivateKey`).
pub(super) fn ec_to_pem(key: &EcKey) -> String {
    let curve = key.public.curve;
    let content = der::sequence(&[
        &der::small_integer(1),
        &der::octets(&key.secret.to_padded_bytes(curve.size())),
        &der::explicit(0, &der::oid(curve.oid())),
        &der::explicit(1, &der::bits(&key.public.point, 0)),
    ]);
    pem::encode("EC PRIVATE KEY", &content)
}

/// PKCS #8 (Go: crypto/x509 `MarshalPKCS8PrivateKey`).
pub(super) fn ed25519_to_pem(key: &Ed25519Key) -> String {
    let content = der::sequence(&[
        &der::small_integer(0),
        &der::sequence(&[&der::oid(oid::ED25519)]),
        &der::octets(&der::octets(&key.seed)),
    ]);
    pem::encode("PRIVATE KEY", &content)
}

/// OpenSSL's own form, as Sprig writes it out.
pub(super) fn dsa_to_pem(key: &DsaKey) -> String {
    let fields = integers(&[&Nat::default(), &key.p, &key.q, &key.g, &key.y, &key.x]);
    pem::encode("DSA PRIVATE KEY", &der::sequence(&[&fields]))
}

fn integers(numbers: &[&Nat]) -> Vec<u8> {
    numbers.iter().flat_map(|number| der::integer(number)).collect()
}
