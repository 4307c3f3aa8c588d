//! Passwords, keys and certificates (Sprig: crypto.go).

use std::any::Any;

use nexachart_crypto::certificate::{self, Certificate, ListItem, Now, Subject};
use nexachart_crypto::{Random, cipher, key, password, random};
use nexachart_source::Budget;
use nexachart_template::{Args, Call, Effect, Error, Func};
use nexachart_value::{List, Object, Type, UintType, Value};

use crate::convert;

use crate::State;

const STRING: Type = Type::String;
const INT: Type = Type::INT;
const LIST: Type = Type::LIST;
const CERTIFICATE: Type = Type::Struct("sprig.certificate");
const UINT32: Type = Type::Uint(UintType::Uint32);

pub static FUNCS: &[Func] = &[
    Func::new("bcrypt", &[STRING], STRING, |c, a| {
        c.spend(Budget::Keys, BCRYPT)?;
        Ok(password::bcrypt(&mut *source(c), a.str(0)).into())
    })
        .effect(Effect::Random)
        .doc("A bcrypt hash of a password, of cost 10.", &[]),
    Func::new("htpasswd", &[STRING, STRING], STRING, |c, a| {
        c.spend(Budget::Keys, BCRYPT)?;
        Ok(password::htpasswd(&mut *source(c), a.str(0), a.str(1)).into())
    })
    .effect(Effect::Random)
    .doc("A line of an htpasswd file: the name and a bcrypt hash of the password.", &[]),
    Func::new("randBytes", &[Type::INT], STRING, |c, a| {
        c.budgets().check(Budget::Text, u64::try_from(a.int(0)).unwrap_or(0))?;
        Ok(random::rand_bytes(&mut *source(c), a.int(0))?.into())
    })
        .effect(Effect::Random)
        .doc("So many random bytes in base64.", &[]),
    Func::new("uuidv4", &[], STRING, |c, _| Ok(random::uuid_v4(&mut *source(c)).into()))
        .effect(Effect::Random)
        .doc("A random UUID.", &[]),
    Func::new("derivePassword", &[UINT32, STRING, STRING, STRING, STRING], STRING, |c, a| {
        c.spend(Budget::Keys, DERIVED)?;
        Ok(derive(a))
    })
        .doc("The password that the Master Password algorithm makes of a counter, a type, a main password, a user and a site.", &[("{{ derivePassword 1 \"long\" \"password\" \"user\" \"example.com\" }}", "ZedaFaxcZaso9*")]),
    Func::new("encryptAES", &[STRING, STRING], STRING, |c, a| {
        Ok(cipher::encrypt_aes(&mut *source(c), a.str(0), a.str(1)).into())
    })
    .effect(Effect::Random)
    .doc("A text encrypted with a password by AES-256-CBC, in base64.", &[]),
    Func::new("genPrivateKey", &[STRING], STRING, |c, a| {
        pay_for_kind(c, a.str(0))?;
        Ok(key::gen_private_key(&mut *source(c), a.str(0)).into())
    })
        .effect(Effect::Random)
        .doc("A private key as PEM: `rsa` (4096 bits), `dsa`, `ecdsa` (P-256) or `ed25519`.", &[]),
    Func::new("genCA", &[STRING, INT], CERTIFICATE, |c, a| {
        c.spend(Budget::Keys, RSA_2048)?;
        let now = now(c);
        made(certificate::gen_ca(&mut *source(c), now, a.str(0), a.int(1)))
    })
    .effect(Effect::Random)
    .doc("A certificate authority with a new RSA key: its name, and for how many days it is valid. `.Cert` and `.Key` are PEM.", &[]),
    Func::new("genCAWithKey", &[STRING, INT, STRING], CERTIFICATE, |c, a| {
        pay_for_signature(c, a.str(2))?;
        let now = now(c);
        made(certificate::gen_ca_with_key(&mut *source(c), now, a.str(0), a.int(1), a.str(2)))
    })
    .effect(Effect::Random)
    .doc("Like `genCA`, with a key given as PEM.", &[]),
    Func::new("genSelfSignedCert", &[STRING, LIST, LIST, INT], CERTIFICATE, |c, a| {
        c.spend(Budget::Keys, RSA_2048)?;
        let now = now(c);
        with_subject(a, |subject| made(certificate::gen_self_signed_cert(&mut *source(c), now, subject)))
    })
    .effect(Effect::Random)
    .doc("A certificate signed by its own new RSA key: name, IP addresses, host names, days.", &[]),
    Func::new("genSelfSignedCertWithKey", &[STRING, LIST, LIST, INT, STRING], CERTIFICATE, |c, a| {
        pay_for_signature(c, a.str(4))?;
        let now = now(c);
        with_subject(a, |subject| {
            made(certificate::gen_self_signed_cert_with_key(&mut *source(c), now, subject, a.str(4)))
        })
    })
    .effect(Effect::Random)
    .doc("Like `genSelfSignedCert`, with a key given as PEM.", &[]),
    Func::new("genSignedCert", &[STRING, LIST, LIST, INT, CERTIFICATE], CERTIFICATE, |c, a| {
        c.spend(Budget::Keys, RSA_2048)?;
        pay_for_signature(c, &authority(a).key)?;
        let now = now(c);
        with_subject(a, |subject| made(certificate::gen_signed_cert(&mut *source(c), now, subject, &authority(a))))
    })
    .effect(Effect::Random)
    .doc("A certificate with a new RSA key, signed by a certificate authority: name, IP addresses, host names, days, authority.", &[]),
    Func::new("genSignedCertWithKey", &[STRING, LIST, LIST, INT, CERTIFICATE, STRING], CERTIFICATE, |c, a| {
        c.spend(Budget::Steps, CURVE)?;
        pay_for_signature(c, &authority(a).key)?;
        let now = now(c);
        with_subject(a, |subject| {
            made(certificate::gen_signed_cert_with_key(&mut *source(c), now, subject, &authority(a), a.str(5)))
        })
    })
    .effect(Effect::Random)
    .doc("Like `genSignedCert`, with a key given as PEM.", &[]),
    Func::new("buildCustomCert", &[STRING, STRING], CERTIFICATE, |c, a| {
        c.spend(Budget::Steps, CURVE)?;
        made(certificate::build_custom_cert(a.str(0), a.str(1)))
    })
    .doc("A certificate and its key, both given as base64 of PEM, for `genSignedCert`.", &[(
        "{{ $a := genSelfSignedCertWithKey \"a\" nil nil 1 (genPrivateKey \"ed25519\") }}{{ $b := buildCustomCert ($a.Cert | b64enc) ($a.Key | b64enc) }}{{ eq $a.Cert $b.Cert }}",
        "true",
    )]),
    Func::new("decryptAES", &[STRING, STRING], STRING, |_, a| {
        Ok(cipher::decrypt_aes(a.str(0), a.str(1))?.into())
    })
        .doc("What `encryptAES` encrypted with the same password.", &[("{{ encryptAES \"key\" \"text\" | decryptAES \"key\" }}", "text")]),
];

// What is made is paid for in RSA keys of 2048 bits, by the time that it takes on two processors.
const RSA_2048: u64 = 1;
const RSA_4096: u64 = 10;
const DSA: u64 = 17;
const BCRYPT: u64 = 2;
const DERIVED: u64 = 5;

/// What making or reading a key on an elliptic curve takes, or a signature with it, in steps: 6 ms on the largest curve.
const CURVE: u64 = 30_000;

fn pay_for_kind(call: &mut dyn Call, kind: &[u8]) -> Result<(), Error> {
    match kind {
        b"" | b"rsa" => call.spend(Budget::Keys, RSA_4096),
        b"dsa" => call.spend(Budget::Keys, DSA),
        b"ecdsa" | b"ed25519" => call.spend(Budget::Steps, CURVE),
        _ => Ok(()),
    }
}

/// Counts a signature with a key that was given. With RSA it takes the third power of the key's length: 2 ms at 2048
/// bits, 60 ms at 8192.
fn pay_for_signature(call: &mut dyn Call, pem: &[u8]) -> Result<(), Error> {
    let len = key::len(pem) as u64;
    call.spend(Budget::Steps, CURVE + len.saturating_pow(3) / 170_000)
}

/// What a render draws.
struct Draws<'a>(&'a mut State);

impl Random for Draws<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.outside.fill(bytes);
    }

    fn threads(&self) -> usize {
        self.0.outside.threads()
    }
}

/// The randomness of this render.
fn source(call: &mut dyn Call) -> Box<dyn Random + '_> {
    match State::random(call) {
        Some(state) => Box::new(Draws(state)),
        None => Box::new(|bytes: &mut [u8]| bytes.fill(0)),
    }
}

fn derive(args: Args<'_>) -> Value {
    let counter = match args.any(0) {
        Value::Uint(_, n) => *n as u32,
        _ => 0,
    };
    password::derive_password(counter, args.str(1), args.str(2), args.str(3), args.str(4)).into()
}

fn now(call: &mut dyn Call) -> Now {
    let now = State::now(call);
    Now { seconds: now.unix_seconds(), nanos: now.nanosecond() as u32 }
}

fn made(certificate: Result<Certificate, Vec<u8>>) -> Result<Value, Error> {
    certificate.map(|certificate| Value::object(CertificateObject(certificate))).map_err(Error::new)
}

/// The first four arguments of the functions that make certificates.
fn with_subject(
    args: Args<'_>,
    f: impl FnOnce(&Subject<'_>) -> Result<Value, Error>,
) -> Result<Value, Error> {
    let (ips, dns_names) = (args.list(1), args.list(2));
    let (ips, dns_names) = (items(&ips), items(&dns_names));
    f(&Subject { common_name: args.str(0), ips: &ips, dns_names: &dns_names, days: args.int(3) })
}

fn items(list: &List) -> Vec<ListItem<'_>> {
    let item = |value: &'_ Value| -> ListItem<'_> { ListItem::NotText(convert::text(value)) };
    list.iter().map(|value| value.as_str().map_or_else(|| item(value), |text| ListItem::Text(text))).collect()
}

/// The certificate authority among the arguments.
fn authority(args: Args<'_>) -> Certificate {
    let object = match args.any(4) {
        Value::Object(object) => object.as_any().downcast_ref::<CertificateObject>(),
        _ => None,
    };
    object.map_or_else(|| Certificate { cert: Vec::new(), key: Vec::new() }, |object| object.0.clone())
}

/// A certificate as a value: `sprig.certificate`.
#[derive(Debug)]
struct CertificateObject(Certificate);

impl Object for CertificateObject {
    fn ty(&self) -> Type {
        CERTIFICATE
    }

    fn fields(&self) -> Vec<(&'static str, Value)> {
        vec![("Cert", Value::string(&*self.0.cert)), ("Key", Value::string(&*self.0.key))]
    }

    fn equal(&self, other: &dyn Object) -> bool {
        other.as_any().downcast_ref::<CertificateObject>().is_some_and(|other| self.0 == other.0)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
