//! Reading a certificate: everything is checked as Go does, little is kept (Go: crypto/x509/parser.go).

use super::{extensions, time};
use crate::asn1::oid;
use crate::asn1::read::{INTEGER, Integer, Reader, SEQUENCE, SET, context, context_constructed};
use crate::asn1::unmarshal::dotted;
use crate::key::PublicKey;
use crate::key::curve::Curve;
use crate::key::ecdsa::EcPublicKey;
use crate::key::rsa::RsaPublicKey;
use crate::number::Nat;

/// What signing with a certificate needs of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Parsed {
    /// The DER of its name.
    pub(super) subject: Vec<u8>,
    /// Empty if there is none.
    pub(super) subject_key_id: Vec<u8>,
    pub(super) subject_key: SubjectKey,
}

/// The public key in a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SubjectKey {
    Known(PublicKey),
    /// Of a kind that Go reads and that cannot sign certificates.
    Other,
    /// Of a kind that Go does not know, and therefore does not compare.
    Unknown,
}

/// The certificate that `der` is (Go: crypto/x509 `ParseCertificate`).
///
/// # Errors
/// Go's text.
pub(super) fn parse(der: &[u8]) -> Result<Parsed, String> {
    let malformed = "x509: malformed certificate";
    let mut input = Reader(der);
    let mut certificate = input.read(SEQUENCE).ok_or(malformed)?;
    let parsed = certificate_fields(&mut certificate)?;
    if certificate.bits().is_none() {
        return Err("x509: malformed signature".into());
    }
    if !input.is_empty() {
        return Err("x509: trailing data".into());
    }
    Ok(parsed)
}

/// The part that is signed, and the algorithm that is given outside once more.
fn certificate_fields(certificate: &mut Reader<'_>) -> Result<Parsed, String> {
    let mut fields = certificate.read(SEQUENCE).ok_or("x509: malformed tbs certificate")?;
    let version = version(&mut fields).ok_or("x509: malformed version")?;
    if version > 2 {
        return Err("x509: invalid version".into());
    }
    if fields.integer().ok_or("x509: malformed serial number")?.is_negative {
        return Err("x509: negative serial number".into());
    }
    let algorithm = fields.read(SEQUENCE).ok_or("x509: malformed signature algorithm identifier")?;
    let outer = certificate.read(SEQUENCE).ok_or("x509: malformed algorithm identifier")?;
    if algorithm.0 != outer.0 {
        return Err("x509: inner and outer signature algorithm identifiers don't match".into());
    }
    algorithm_identifier(algorithm)?;
    check_name(fields.whole(SEQUENCE).ok_or("x509: malformed issuer")?)?;
    time::check_validity(fields.read(SEQUENCE).ok_or("x509: malformed validity")?)?;
    let subject = fields.whole(SEQUENCE).ok_or("x509: malformed issuer")?;
    check_name(subject)?;
    let subject_key = subject_key(fields.read(SEQUENCE).ok_or("x509: malformed spki")?)?;

    let mut subject_key_id = Vec::new();
    if version > 0 {
        fields.optional(context(1)).ok_or("x509: malformed issuerUniqueID")?;
        fields.optional(context(2)).ok_or("x509: malformed subjectUniqueID")?;
    }
    if version == 2 {
        let malformed = "x509: malformed extensions";
        if let Some(mut wrapper) = fields.optional(context_constructed(3)).ok_or(malformed)? {
            subject_key_id = check_extensions(wrapper.read(SEQUENCE).ok_or(malformed)?)?;
        }
    }
    Ok(Parsed { subject: subject.0.to_vec(), subject_key_id, subject_key })
}

/// One less than the version's name; 0 if it is not given.
fn version(fields: &mut Reader<'_>) -> Option<i64> {
    let Some(mut wrapper) = fields.optional(context_constructed(0))? else { return Some(0) };
    let version = wrapper.int64(INTEGER)?;
    (wrapper.is_empty() && version >= 0).then_some(version)
}

/// The identifier and the parameters with their tag, empty if there are none.
fn algorithm_identifier(mut fields: Reader<'_>) -> Result<(&[u8], &[u8]), String> {
    let oid = fields.oid().ok_or("x509: malformed OID")?;
    if fields.is_empty() {
        return Ok((oid, &[]));
    }
    let parameters = fields.any().ok_or("x509: malformed parameters")?;
    Ok((oid, parameters.whole))
}

fn check_name(mut name: Reader<'_>) -> Result<(), String> {
    let invalid = "x509: invalid RDNSequence";
    let mut sequence = name.read(SEQUENCE).ok_or(invalid)?;
    while !sequence.is_empty() {
        let mut set = sequence.read(SET).ok_or(invalid)?;
        while !set.is_empty() {
            let mut attribute = set.read(SEQUENCE).ok_or("x509: invalid RDNSequence: invalid attribute")?;
            attribute.oid().ok_or("x509: invalid RDNSequence: invalid attribute type")?;
            let value = attribute.any().ok_or("x509: invalid RDNSequence: invalid attribute value")?;
            check_string(value.tag, value.content)
                .map_err(|e| format!("x509: invalid RDNSequence: invalid attribute value: {e}"))?;
        }
    }
    Ok(())
}

/// Go: crypto/x509 `parseASN1String`.
fn check_string(tag: u8, value: &[u8]) -> Result<(), String> {
    let (name, is_valid) = match tag {
        12 => ("UTF-8 string", std::str::from_utf8(value).is_ok()),
        18 => ("NumericString", value.iter().all(|byte| byte.is_ascii_digit() || *byte == b' ')),
        // With two characters more than the standard has, since certificates hold them.
        19 => (
            "PrintableString",
            value.iter().all(|byte| byte.is_ascii_alphanumeric() || b" '()+,-./:=?*&".contains(byte)),
        ),
        20 => return Ok(()),
        22 => ("IA5String", value.is_ascii()),
        30 => ("BMPString", is_bmp_string(value)),
        _ => return Err(format!("unsupported string type: {tag}")),
    };
    if is_valid { Ok(()) } else { Err(format!("invalid {name}")) }
}

/// Two bytes a character, without surrogates and noncharacters.
fn is_bmp_string(value: &[u8]) -> bool {
    let (units, rest) = value.as_chunks::<2>();
    rest.is_empty()
        && units
            .iter()
            .map(|unit| u16::from_be_bytes(*unit))
            .all(|unit| !matches!(unit, 0xfffe | 0xffff | 0xfdd0..=0xfdef | 0xd800..=0xdfff))
}

/// Go: crypto/x509 `parsePublicKey`.
fn subject_key(mut info: Reader<'_>) -> Result<SubjectKey, String> {
    let algorithm = info.read(SEQUENCE).ok_or("x509: malformed public key algorithm identifier")?;
    let (algorithm, parameters) = algorithm_identifier(algorithm)?;
    let (bits, unused) = info.bits().ok_or("x509: malformed subjectPublicKey")?;
    let data = right_aligned(bits, unused);
    Ok(match algorithm {
        oid::RSA => SubjectKey::Known(PublicKey::Rsa(rsa_key(parameters, &data)?)),
        oid::EC => {
            let curve = Reader(parameters).oid().ok_or("x509: invalid ECDSA parameters")?;
            let curve = Curve::from_oid(curve).ok_or("x509: unsupported elliptic curve")?;
            SubjectKey::Known(PublicKey::Ec(EcPublicKey::parse(curve, &data)?))
        }
        oid::ED25519 if !parameters.is_empty() => {
            return Err("x509: Ed25519 key encoded with illegal parameters".into());
        }
        oid::ED25519 if data.len() != 32 => return Err("x509: wrong Ed25519 public key size".into()),
        oid::ED25519 => SubjectKey::Known(PublicKey::Ed25519(data)),
        oid::DSA => {
            check_dsa_key(parameters, &data)?;
            SubjectKey::Other
        }
        _ => SubjectKey::Unknown,
    })
}

fn rsa_key(parameters: &[u8], data: &[u8]) -> Result<RsaPublicKey, &'static str> {
    if parameters != [5, 0] {
        return Err("x509: RSA key missing NULL parameters");
    }
    let mut fields = Reader(data).read(SEQUENCE).ok_or("x509: invalid RSA public key")?;
    let modulus = fields.integer().ok_or("x509: invalid RSA modulus")?;
    let exponent = fields.int64(INTEGER).ok_or("x509: invalid RSA public exponent")?;
    let modulus = positive(modulus).ok_or("x509: RSA modulus is not a positive number")?;
    match u64::try_from(exponent) {
        Err(_) | Ok(0) => Err("x509: RSA public exponent is not a positive number"),
        Ok(exponent) => Ok(RsaPublicKey { modulus, exponent: Nat::from(exponent) }),
    }
}

fn check_dsa_key(parameters: &[u8], data: &[u8]) -> Result<(), &'static str> {
    let y = Reader(data).integer().ok_or("x509: invalid DSA public key")?;
    let numbers = || {
        let mut fields = Reader(parameters).read(SEQUENCE)?;
        Some([fields.integer()?, fields.integer()?, fields.integer()?])
    };
    let parameters = numbers().ok_or("x509: invalid DSA parameters")?;
    let all_positive = [y].into_iter().chain(parameters).all(|number| positive(number).is_some());
    if all_positive { Ok(()) } else { Err("x509: zero or negative DSA parameter") }
}

fn positive(number: Integer) -> Option<Nat> {
    (!number.is_negative && !number.magnitude.is_zero()).then_some(number.magnitude)
}

/// The bits with the unused ones moved to the front (Go: encoding/asn1 `RightAlign`).
fn right_aligned(bits: &[u8], unused: u8) -> Vec<u8> {
    if unused == 0 {
        return bits.to_vec();
    }
    let before = [0].iter().chain(bits);
    bits.iter().zip(before).map(|(byte, before)| byte >> unused | before << (8 - unused)).collect()
}

/// Checks all extensions; gives the subject key identifier.
fn check_extensions(mut list: Reader<'_>) -> Result<Vec<u8>, String> {
    let mut found = Vec::new();
    while !list.is_empty() {
        let extension = list.read(SEQUENCE).ok_or("x509: malformed extension")?;
        let extension = extensions::Extension::read(extension)?;
        if found.iter().any(|other: &extensions::Extension<'_>| other.oid == extension.oid) {
            let oid = dotted(extension.oid);
            return Err(format!("x509: certificate contains duplicate extension with OID \"{oid}\""));
        }
        found.push(extension);
    }
    let mut subject_key_id = Vec::new();
    for extension in found {
        if let Some(id) = extension.check()? {
            subject_key_id = id.to_vec();
        }
    }
    Ok(subject_key_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mutations;

    #[test]
    fn judges_changed_certificates_as_go() {
        let cases = mutations::cases(include_str!("../../testdata/certificates.txt"));
        assert!(cases.len() > 300);
        for case in cases {
            let got = parse(&case.der).map_or_else(|error| error, |_| "ok".into());
            assert_eq!(got, case.want, "{}", case.name);
        }
    }
}
