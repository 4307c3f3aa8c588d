//! The DER of a new certificate (Go: crypto/x509 `CreateCertificate`).

use nexachart_go::strconv::quote;
use sha2::{Digest, Sha256};

use super::parse::{Parsed, SubjectKey};
use super::time;
use crate::Random;
use crate::asn1::{oid, write as der};
use crate::key::{PrivateKey, PublicKey, Signer};
use crate::number::Nat;

/// What Sprig fills of Go's template.
pub(super) struct Template<'a> {
    pub(super) serial: Nat,
    pub(super) common_name: &'a [u8],
    /// 4 or 16 bytes each.
    pub(super) ips: Vec<Vec<u8>>,
    pub(super) dns_names: Vec<&'a [u8]>,
    /// Seconds since 1970, both.
    pub(super) not_before: i64,
    pub(super) not_after: i64,
    pub(super) usage: Usage,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum Usage {
    Ca,
    Leaf,
}

/// Who signs, when it is not the certificate's own key.
pub(super) struct Issuer {
    pub(super) certificate: Parsed,
    pub(super) key: PrivateKey,
}

/// A serial number of 128 random bits.
pub(super) fn random_serial(random: &mut dyn Random) -> Nat {
    Nat::random_bits(random, 128)
}

/// The certificate of `key`, signed by `issuer` or by itself; also gives the key back in the role that it
/// has shown itself fit for.
pub(super) fn create<'a>(
    template: &Template<'_>,
    key: &'a PrivateKey,
    issuer: Option<&Issuer>,
) -> Result<(Vec<u8>, Signer<'a>), String> {
    let signing_key = issuer.map_or(key, |issuer| &issuer.key);
    let signer =
        signing_key.signer().ok_or("x509: certificate private key does not implement crypto.Signer")?;
    let signee = key
        .signer()
        .ok_or_else(|| format!("x509: unsupported public key type: {}", key.public_type_name()))?;
    let (key_algorithm, public_key) = signee.public().to_der();

    let subject_name = name(template.common_name)?;
    let issuer_name = issuer.map_or(&subject_name, |issuer| &issuer.certificate.subject);
    // Go compares the names, not the keys: the same name at both ends means no authority key.
    let authority_key_id = issuer
        .filter(|_| *issuer_name != subject_name)
        .map(|issuer| issuer.certificate.subject_key_id.as_slice())
        .filter(|id| !id.is_empty());
    if let Some(issuer) = issuer {
        check_match(&signer.public(), &issuer.certificate.subject_key)?;
    }

    let algorithm = signer.algorithm();
    let unsigned = der::sequence(&[
        &der::explicit(0, &der::small_integer(2)),
        &der::integer(&template.serial),
        &algorithm,
        issuer_name,
        &der::sequence(&[&time::to_der(template.not_before), &time::to_der(template.not_after)]),
        &subject_name,
        &der::sequence(&[&key_algorithm, &der::bits(&public_key, 0)]),
        &der::explicit(3, &extensions(template, &public_key, authority_key_id)?),
    ]);
    let signature = signer.sign(&unsigned)?;
    Ok((der::sequence(&[&unsigned, &algorithm, &der::bits(&signature, 0)]), signee))
}

fn check_match(signer: &PublicKey, certified: &SubjectKey) -> Result<(), String> {
    let matches = match certified {
        SubjectKey::Known(key) => key == signer,
        SubjectKey::Other => false,
        SubjectKey::Unknown => true,
    };
    if matches { Ok(()) } else { Err("x509: provided PrivateKey doesn't match parent's PublicKey".into()) }
}

/// A name with a common name alone (Go: crypto/x509/pkix `ToRDNSequence`, encoding/asn1 `makeBody`).
fn name(common_name: &[u8]) -> Result<Vec<u8>, String> {
    if common_name.is_empty() {
        return Ok(der::sequence(&[]));
    }
    let is_printable = |byte: &u8| byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(byte);
    let tag = if common_name.iter().all(is_printable) {
        0x13
    } else if std::str::from_utf8(common_name).is_ok() {
        0x0c
    } else {
        return Err("asn1: string not valid UTF-8".into());
    };
    let attribute = der::sequence(&[&der::oid(oid::COMMON_NAME), &der::element(tag, common_name)]);
    Ok(der::sequence(&[&der::set(&[&attribute])]))
}

/// The list of extensions (Go: crypto/x509 `buildCertExtensions`, in its order).
fn extensions(
    template: &Template<'_>,
    public_key: &[u8],
    authority_key_id: Option<&[u8]>,
) -> Result<Vec<u8>, String> {
    let is_ca = template.usage == Usage::Ca;
    // Digital signature, key encipherment and, for a CA, the signing of certificates.
    let key_usage = if is_ca { der::bits(&[0xa4], 2) } else { der::bits(&[0xa0], 5) };
    let extended = der::sequence(&[&der::oid(oid::SERVER_AUTH), &der::oid(oid::CLIENT_AUTH)]);
    let constraints = if is_ca { der::sequence(&[&der::boolean_true()]) } else { der::sequence(&[]) };
    let mut out = extension(oid::KEY_USAGE, Weight::Critical, &key_usage);
    out.extend(extension(oid::EXT_KEY_USAGE, Weight::Plain, &extended));
    out.extend(extension(oid::BASIC_CONSTRAINTS, Weight::Critical, &constraints));
    if is_ca {
        // RFC 7093, method 1.
        let id = &Sha256::digest(public_key)[..20];
        out.extend(extension(oid::SUBJECT_KEY_ID, Weight::Plain, &der::octets(id)));
    }
    if let Some(id) = authority_key_id {
        let id = der::sequence(&[&der::element(0x80, id)]);
        out.extend(extension(oid::AUTHORITY_KEY_ID, Weight::Plain, &id));
    }
    if !template.dns_names.is_empty() || !template.ips.is_empty() {
        // RFC 5280, 4.2.1.6: critical where they are all there is to go by.
        let weight = if template.common_name.is_empty() { Weight::Critical } else { Weight::Plain };
        out.extend(extension(oid::SUBJECT_ALT_NAME, weight, &alternative_names(template)?));
    }
    Ok(der::sequence(&[&out]))
}

/// Whether a reader that does not know an extension must refuse the certificate.
enum Weight {
    Critical,
    Plain,
}

fn extension(oid: &[u8], weight: Weight, value: &[u8]) -> Vec<u8> {
    let critical = match weight {
        Weight::Critical => der::boolean_true(),
        Weight::Plain => Vec::new(),
    };
    der::sequence(&[&der::oid(oid), &critical, &der::octets(value)])
}

fn alternative_names(template: &Template<'_>) -> Result<Vec<u8>, String> {
    let mut names = Vec::new();
    for name in &template.dns_names {
        if !name.is_ascii() {
            return Err(format!("x509: {} cannot be encoded as an IA5String", quote(name)));
        }
        names.extend(der::element(0x82, name));
    }
    for ip in &template.ips {
        names.extend(der::element(0x87, ip));
    }
    Ok(der::sequence(&[&names]))
}
