//! Private keys out of PEM: PKCS #1, SEC 1, PKCS #8 and OpenSSL's DSA form, with Go's errors.

use super::PrivateKey;
use super::curve::Curve;
use super::ecdsa::EcKey;
use super::ed25519::Ed25519Key;
use super::rsa::{Remainders, RsaKey, RsaParts};
use crate::asn1::oid;
use crate::asn1::read::Integer;
use crate::asn1::unmarshal::{Fields, dotted, syntax};
use crate::number::Nat;
use crate::pem;

/// The most bytes of a key's DER that are looked at; Go goes on without end.
const MAX_DER: usize = 1 << 16;

/// sprig: crypto.go `parsePrivateKeyPEM`.
pub(super) fn from_pem(text: &[u8]) -> Result<PrivateKey, Vec<u8>> {
    let block = pem::decode(text).ok_or("no PEM data in input")?;
    let der = block.content.as_slice();
    if der.len() > MAX_DER {
        return Err(format!("private key of {} bytes, more than the limit of {MAX_DER}", der.len()).into());
    }
    if block.kind == b"PRIVATE KEY" {
        return pkcs8(der).map_err(|e| format!("decoding PEM as PKCS#8: {e}").into());
    }
    let Some(kind) = block.kind.strip_suffix(b" PRIVATE KEY") else {
        return Err([b"no private key data in PEM block of type ", block.kind.as_slice()].concat());
    };
    let (name, key) = match kind {
        b"RSA" => ("RSA", pkcs1(der)),
        b"EC" => ("EC", sec1(None, der)),
        b"DSA" => ("DSA", dsa(der)),
        _ => return Err([b"invalid private key type ", block.kind.as_slice()].concat()),
    };
    key.map_err(|e| format!("parsing {name} private key from PEM: {e}").into())
}

/// Go: crypto/x509 `ParsePKCS8PrivateKey`.
fn pkcs8(der: &[u8]) -> Result<PrivateKey, String> {
    let fields = match Pkcs8::read(der) {
        Ok(fields) => fields,
        Err(_) if Sec1::read(der).is_ok() => return Err(use_instead("ParseECPrivateKey")),
        Err(_) if Pkcs1::read(der).is_ok() => return Err(use_instead("ParsePKCS1PrivateKey")),
        Err(e) => return Err(e),
    };
    match fields.algorithm {
        oid::RSA => pkcs1(fields.key)
            .map_err(|e| format!("x509: failed to parse RSA private key embedded in PKCS#8: {e}")),
        oid::EC => {
            let curve = Fields::new(fields.parameters).oid().ok();
            sec1(curve, fields.key)
                .map_err(|e| format!("x509: failed to parse EC private key embedded in PKCS#8: {e}"))
        }
        oid::ED25519 => {
            let seed = fields.bare_key("Ed25519")?;
            let seed = seed
                .try_into()
                .map_err(|_| format!("x509: invalid Ed25519 private key length: {}", seed.len()))?;
            Ok(PrivateKey::Ed25519(Ed25519Key { seed }))
        }
        oid::X25519 => match fields.bare_key("X25519")?.len() {
            32 => Ok(PrivateKey::X25519),
            _ => Err("crypto/ecdh: invalid private key size".into()),
        },
        other => Err(format!(
            "x509: PKCS#8 wrapping contained private key with unknown algorithm: {}",
            dotted(other)
        )),
    }
}

/// Go: crypto/x509 `ParsePKCS1PrivateKey`.
fn pkcs1(der: &[u8]) -> Result<PrivateKey, String> {
    let fields = match Pkcs1::read(der) {
        Ok((_, rest)) if !rest.is_empty() => return Err(syntax("trailing data")),
        Ok((fields, _)) => fields,
        Err(_) if Sec1::read(der).is_ok() => return Err(use_instead("ParseECPrivateKey")),
        Err(_) if Pkcs8::read(der).is_ok() => return Err(use_instead("ParsePKCS8PrivateKey")),
        Err(e) => return Err(e),
    };
    if fields.version > 1 {
        return Err("x509: unsupported private key version".into());
    }
    let not_positive = "x509: private key contains zero or negative value";
    let [modulus, private_exponent, p, q] = fields.numbers.map(positive);
    let [d_p, d_q, q_inverse] = fields.remainders.map(|number| number.map(positive));
    let optional = |number: Option<Option<Nat>>| match number {
        Some(None) => Err(not_positive),
        Some(some) => Ok(some),
        None => Ok(None),
    };
    let parts = RsaParts {
        modulus: modulus.ok_or(not_positive)?,
        exponent: fields.exponent,
        private_exponent: private_exponent.ok_or(not_positive)?,
        p: p.ok_or(not_positive)?,
        q: q.ok_or(not_positive)?,
        // Only all three of them are taken for granted.
        remainders: match (optional(d_p)?, optional(d_q)?, optional(q_inverse)?) {
            (Some(d_p), Some(d_q), Some(q_inverse)) => Some(Remainders { d_p, d_q, q_inverse }),
            _ => None,
        },
        more_primes: fields
            .more_primes
            .into_iter()
            .map(|prime| positive(prime).ok_or("x509: private key contains zero or negative prime"))
            .collect::<Result<_, _>>()?,
    };
    RsaKey::from_parts(parts).map(|key| PrivateKey::Rsa(Box::new(key)))
}

/// Go: crypto/x509 `parseECPrivateKey`; `curve` is the one that PKCS #8 names outside.
fn sec1(curve: Option<&[u8]>, der: &[u8]) -> Result<PrivateKey, String> {
    let fields = match Sec1::read(der) {
        Ok(fields) => fields,
        Err(_) if Pkcs8::read(der).is_ok() => return Err(use_instead("ParsePKCS8PrivateKey")),
        Err(_) if Pkcs1::read(der).is_ok() => return Err(use_instead("ParsePKCS1PrivateKey")),
        Err(e) => return Err(format!("x509: failed to parse EC private key: {e}")),
    };
    if fields.version != 1 {
        return Err(format!("x509: unknown EC private key version {}", fields.version));
    }
    let curve = curve.or(fields.curve).and_then(Curve::from_oid).ok_or("x509: unknown elliptic curve")?;
    // Zeros in front may be too many or missing: OpenSSL once did both.
    let secret = Nat::from_bytes(fields.secret);
    if secret.byte_len() > curve.size() {
        return Err("x509: invalid private key length".into());
    }
    EcKey::from_secret(curve, secret).map(PrivateKey::Ec)
}

/// sprig: crypto.go `DSAKeyFormat`.
fn dsa(der: &[u8]) -> Result<PrivateKey, String> {
    let mut fields = Fields::new(der).structure("DSAKeyFormat")?;
    fields.int()?;
    for _ in ["P", "Q", "G", "Y", "X"] {
        fields.big_int()?;
    }
    Ok(PrivateKey::Dsa)
}

fn use_instead(function: &str) -> String {
    format!("x509: failed to parse private key (use {function} instead for this key format)")
}

fn positive(number: Integer) -> Option<Nat> {
    (!number.is_negative && !number.magnitude.is_zero()).then_some(number.magnitude)
}

/// Go: crypto/x509 `pkcs8`.
struct Pkcs8<'a> {
    algorithm: &'a [u8],
    parameters: &'a [u8],
    key: &'a [u8],
}

impl<'a> Pkcs8<'a> {
    fn read(der: &'a [u8]) -> Result<Self, String> {
        let mut fields = Fields::new(der).structure("pkcs8")?;
        fields.int()?;
        let mut identifier = fields.structure("AlgorithmIdentifier")?;
        let (algorithm, parameters) = (identifier.oid()?, identifier.optional_raw()?);
        Ok(Pkcs8 { algorithm, parameters, key: fields.octets()? })
    }

    /// The bytes of a key of Curve25519, which has no parameters.
    fn bare_key(&self, name: &str) -> Result<&'a [u8], String> {
        if !self.parameters.is_empty() {
            return Err(format!("x509: invalid {name} private key parameters"));
        }
        Fields::new(self.key).octets().map_err(|e| format!("x509: invalid {name} private key: {e}"))
    }
}

/// Go: crypto/x509 `pkcs1PrivateKey`.
struct Pkcs1 {
    version: i64,
    exponent: i64,
    /// N, D, P, Q.
    numbers: [Integer; 4],
    /// Dp, Dq, Qinv.
    remainders: [Option<Integer>; 3],
    more_primes: Vec<Integer>,
}

impl Pkcs1 {
    /// The struct and what follows it.
    fn read(der: &[u8]) -> Result<(Self, &[u8]), String> {
        let mut input = Fields::new(der);
        let mut fields = input.structure("pkcs1PrivateKey")?;
        let version = fields.int()?;
        let modulus = fields.big_int()?;
        let exponent = fields.int()?;
        let numbers = [modulus, fields.big_int()?, fields.big_int()?, fields.big_int()?];
        let remainders = [fields.optional_big_int()?, fields.optional_big_int()?, fields.optional_big_int()?];
        let mut more_primes = Vec::new();
        for mut prime in fields.optional_structures()? {
            more_primes.push(prime.big_int()?);
            // Go calculates the other two itself.
            prime.big_int()?;
            prime.big_int()?;
        }
        Ok((Pkcs1 { version, exponent, numbers, remainders, more_primes }, input.rest()))
    }
}

/// Go: crypto/x509 `ecPrivateKey`.
struct Sec1<'a> {
    version: i64,
    secret: &'a [u8],
    curve: Option<&'a [u8]>,
}

impl<'a> Sec1<'a> {
    fn read(der: &'a [u8]) -> Result<Self, String> {
        let mut fields = Fields::new(der).structure("ecPrivateKey")?;
        let (version, secret) = (fields.int()?, fields.octets()?);
        let curve = fields.optional_explicit_oid(0)?;
        fields.skip_optional_explicit_bits(1)?;
        Ok(Sec1 { version, secret, curve })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutations;

    #[test]
    fn judges_changed_keys_as_go() {
        let cases = mutations::cases(include_str!("../../testdata/keys.txt"));
        assert!(cases.len() > 200);
        for case in cases {
            let got = from_pem(pem::encode(&case.kind, &case.der).as_bytes());
            let got = got.map_or_else(|error| error, |_| b"ok".to_vec());
            assert_eq!(String::from_utf8_lossy(&got), case.want, "{}", case.name);
        }
    }

    #[test]
    fn judges_pem_as_sprig() {
        let cases: [(&[u8], &[u8]); 4] = [
            (b"badkey", b"no PEM data in input"),
            (
                b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
                b"no private key data in PEM block of type CERTIFICATE",
            ),
            (
                b"-----BEGIN \xff PRIVATE KEY-----\n-----END \xff PRIVATE KEY-----",
                b"invalid private key type \xff PRIVATE KEY",
            ),
            (
                b"-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----",
                b"decoding PEM as PKCS#8: asn1: syntax error: sequence truncated",
            ),
        ];
        for (text, want) in cases {
            assert_eq!(from_pem(text).unwrap_err(), want);
        }
        let long = pem::encode("RSA PRIVATE KEY", &[0; MAX_DER + 1]);
        assert_eq!(
            from_pem(long.as_bytes()).unwrap_err(),
            b"private key of 65537 bytes, more than the limit of 65536"
        );
    }
}
