//! Certificates: `genCA`, `genSelfSignedCert`, `genSignedCert`, their forms with a given key, and
//! `buildCustomCert` (sprig: crypto.go).

mod constraints;
mod create;
mod extensions;
mod parse;
mod time;

use std::net::IpAddr;

use nexachart_go::base64;

use crate::key::PrivateKey;
use crate::{Random, pem};
use create::{Issuer, Template, Usage};

/// A certificate and its private key, both as PEM: the fields `Cert` and `Key` that templates see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The certificate.
    pub cert: Vec<u8>,
    /// The private key, in the form that Sprig gives keys of its kind, whatever form it came in.
    pub key: Vec<u8>,
}

/// An element of a template's list of IP addresses or host names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListItem<'a> {
    /// A string.
    Text(&'a [u8]),
    /// Anything else, as Go's `%v` prints it; an error says it is not a string.
    NotText(Vec<u8>),
}

/// What a certificate is to say.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The common name; the subject is empty without one.
    pub common_name: &'a [u8],
    /// IP addresses that it holds for.
    pub ips: &'a [ListItem<'a>],
    /// Host names that it holds for.
    pub dns_names: &'a [ListItem<'a>],
    /// How long it holds, from now on; more than 106,751 days (292 years) wrap around as in Go.
    pub days: i64,
}

/// The time at which a certificate is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Whole seconds since 1970.
    pub seconds: i64,
    /// Nanoseconds on top of them.
    pub nanos: u32,
}

/// `genCA`: a new certificate authority, signed by itself, with a new RSA key of 2048 bits.
///
/// # Errors
/// Go's text for a common name that is not UTF-8.
///
/// ```
/// # use nexachart_crypto::certificate::{Now, gen_ca};
/// # let mut seed = 1u64;
/// # let mut random = |out: &mut [u8]| out.iter_mut().for_each(|byte| {
/// #     seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
/// #     *byte = (seed >> 56) as u8;
/// # });
/// let ca = gen_ca(&mut random, Now { seconds: 1_700_000_000, nanos: 0 }, b"my-ca", 365).unwrap();
/// assert!(ca.cert.starts_with(b"-----BEGIN CERTIFICATE-----\n"));
/// assert!(ca.key.starts_with(b"-----BEGIN RSA PRIVATE KEY-----\n"));
/// ```
pub fn gen_ca(
    random: &mut dyn Random,
    now: Now,
    common_name: &[u8],
    days: i64,
) -> Result<Certificate, Vec<u8>> {
    let key = PrivateKey::for_certificate(random);
    ca(random, now, common_name, days, &key)
}

/// `genCAWithKey`: a new certificate authority, signed by itself, with the key in `key_pem`.
///
/// # Errors
/// Those of [`gen_ca`], and Sprig's or Go's texts for a key that cannot be read or used.
pub fn gen_ca_with_key(
    random: &mut dyn Random,
    now: Now,
    common_name: &[u8],
    days: i64,
    key_pem: &[u8],
) -> Result<Certificate, Vec<u8>> {
    let key = given_key(key_pem)?;
    ca(random, now, common_name, days, &key)
}

/// `genSelfSignedCert`: a certificate signed by its own new RSA key of 2048 bits.
///
/// # Errors
/// Sprig's or Go's texts for names and addresses that are none.
pub fn gen_self_signed_cert(
    random: &mut dyn Random,
    now: Now,
    subject: &Subject<'_>,
) -> Result<Certificate, Vec<u8>> {
    // Names first: an error should not wait for a key.
    let names = Names::new(subject)?;
    let key = PrivateKey::for_certificate(random);
    names.certificate(random, now, subject, Usage::Leaf, &key, None)
}

/// `genSelfSignedCertWithKey`: a certificate signed by its own key, the one in `key_pem`.
///
/// # Errors
/// Those of [`gen_self_signed_cert`], and Sprig's or Go's texts for a key that cannot be read or used.
pub fn gen_self_signed_cert_with_key(
    random: &mut dyn Random,
    now: Now,
    subject: &Subject<'_>,
    key_pem: &[u8],
) -> Result<Certificate, Vec<u8>> {
    let key = given_key(key_pem)?;
    Names::new(subject)?.certificate(random, now, subject, Usage::Leaf, &key, None)
}

/// `genSignedCert`: a certificate with a new RSA key of 2048 bits, signed by `ca`.
///
/// # Errors
/// Those of [`gen_self_signed_cert`], and Sprig's or Go's texts for a CA that cannot be read or used.
pub fn gen_signed_cert(
    random: &mut dyn Random,
    now: Now,
    subject: &Subject<'_>,
    ca: &Certificate,
) -> Result<Certificate, Vec<u8>> {
    let issuer = issuer(ca)?;
    let names = Names::new(subject)?;
    let key = PrivateKey::for_certificate(random);
    names.certificate(random, now, subject, Usage::Leaf, &key, Some(&issuer))
}

/// `genSignedCertWithKey`: a certificate with the key in `key_pem`, signed by `ca`.
///
/// # Errors
/// Those of [`gen_signed_cert`], and Sprig's or Go's texts for a key that cannot be read or used.
pub fn gen_signed_cert_with_key(
    random: &mut dyn Random,
    now: Now,
    subject: &Subject<'_>,
    ca: &Certificate,
    key_pem: &[u8],
) -> Result<Certificate, Vec<u8>> {
    let key = given_key(key_pem)?;
    let issuer = issuer(ca)?;
    Names::new(subject)?.certificate(random, now, subject, Usage::Leaf, &key, Some(&issuer))
}

/// `buildCustomCert`: the certificate and the key that two base64 texts hold as PEM, if both can be read;
/// whether they belong together is not looked at.
///
/// # Errors
/// Sprig's or Go's text.
pub fn build_custom_cert(cert_base64: &[u8], key_base64: &[u8]) -> Result<Certificate, Vec<u8>> {
    let cert = base64::decode(cert_base64).map_err(|_| "unable to decode base64 certificate")?;
    let key = base64::decode(key_base64).map_err(|_| "unable to decode base64 private key")?;
    let block = pem::decode(&cert).ok_or("unable to decode certificate")?;
    parse::parse(&block.content)
        .map_err(|e| prefixed("error parsing certificate: decodedCert.Bytes: ", e.as_bytes()))?;
    PrivateKey::from_pem(&key).map_err(|e| prefixed("error parsing private key: ", &e))?;
    Ok(Certificate { cert, key })
}

fn ca(
    random: &mut dyn Random,
    now: Now,
    common_name: &[u8],
    days: i64,
    key: &PrivateKey,
) -> Result<Certificate, Vec<u8>> {
    let subject = Subject { common_name, ips: &[], dns_names: &[], days };
    Names::default().certificate(random, now, &subject, Usage::Ca, key, None)
}

fn given_key(pem: &[u8]) -> Result<PrivateKey, Vec<u8>> {
    PrivateKey::from_pem(pem).map_err(|e| prefixed("parsing private key: ", &e))
}

fn issuer(ca: &Certificate) -> Result<Issuer, Vec<u8>> {
    let block = pem::decode(&ca.cert).ok_or("unable to decode certificate")?;
    let certificate = parse::parse(&block.content)
        .map_err(|e| prefixed("error parsing certificate: decodedSignerCert.Bytes: ", e.as_bytes()))?;
    let key = PrivateKey::from_pem(&ca.key).map_err(|e| prefixed("error parsing private key: ", &e))?;
    Ok(Issuer { certificate, key })
}

/// The names that a certificate holds for, checked.
#[derive(Default)]
struct Names<'a> {
    ips: Vec<Vec<u8>>,
    dns_names: Vec<&'a [u8]>,
}

impl<'a> Names<'a> {
    /// sprig: crypto.go `getNetIPs` and `getAlternateDNSStrs`.
    fn new(subject: &Subject<'a>) -> Result<Self, Vec<u8>> {
        let not_a_string = |kind, value: &[u8]| [kind, value, b" is not a string"].concat();
        let ip = |item: &ListItem<'a>| match item {
            ListItem::Text(text) => ip_bytes(text).ok_or_else(|| prefixed("error parsing ip: ", text)),
            ListItem::NotText(value) => Err(not_a_string(b"error parsing ip: ", value)),
        };
        let dns_name = |item: &ListItem<'a>| match item {
            ListItem::Text(text) => Ok(*text),
            ListItem::NotText(value) => Err(not_a_string(b"error processing alternate dns name: ", value)),
        };
        Ok(Names {
            ips: subject.ips.iter().map(ip).collect::<Result<_, _>>()?,
            dns_names: subject.dns_names.iter().map(dns_name).collect::<Result<_, _>>()?,
        })
    }

    fn certificate(
        self,
        random: &mut dyn Random,
        now: Now,
        subject: &Subject<'_>,
        usage: Usage,
        key: &PrivateKey,
        issuer: Option<&Issuer>,
    ) -> Result<Certificate, Vec<u8>> {
        let template = Template {
            serial: create::random_serial(random),
            common_name: subject.common_name,
            ips: self.ips,
            dns_names: self.dns_names,
            not_before: now.seconds,
            not_after: now.after_days(subject.days),
            usage,
        };
        let (der, signee) = create::create(&template, key, issuer)
            .map_err(|e| prefixed("error creating certificate: ", e.as_bytes()))?;
        Ok(Certificate {
            cert: pem::encode("CERTIFICATE", &der).into_bytes(),
            key: signee.to_pem().into_bytes(),
        })
    }
}

impl Now {
    /// The whole seconds of this time and `days` days; the distance is a Go duration, which wraps around.
    fn after_days(self, days: i64) -> i64 {
        const NANOS: i64 = 1_000_000_000;
        let distance = (24 * 60 * 60 * NANOS).wrapping_mul(days);
        let nanos = i64::from(self.nanos) + distance % NANOS;
        self.seconds + distance / NANOS + nanos.div_euclid(NANOS)
    }
}

/// The 4 or 16 bytes of an address (Go: net `ParseIP`), IPv4 within IPv6 made plain.
fn ip_bytes(text: &[u8]) -> Option<Vec<u8>> {
    let ip: IpAddr = std::str::from_utf8(text).ok()?.parse().ok()?;
    Some(match ip.to_canonical() {
        IpAddr::V4(ip) => ip.octets().to_vec(),
        IpAddr::V6(ip) => ip.octets().to_vec(),
    })
}

fn prefixed(prefix: &str, text: &[u8]) -> Vec<u8> {
    [prefix.as_bytes(), text].concat()
}

#[cfg(test)]
#[path = "certificate_tests.rs"]
mod tests;
