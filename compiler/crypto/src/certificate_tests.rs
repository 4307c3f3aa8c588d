use super::*;
use crate::digest::sha256sum;
use crate::key::gen_private_key;
use crate::random::tests::Seeded;

const NOW: Now = Now { seconds: 1_764_000_000, nanos: 999_999_999 };

fn subject<'a>(common_name: &'a [u8], ips: &'a [ListItem<'a>], dns_names: &'a [ListItem<'a>]) -> Subject<'a> {
    Subject { common_name, ips, dns_names, days: 365 }
}

fn der(certificate: &Certificate) -> Vec<u8> {
    pem::decode(&certificate.cert).unwrap().content
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// With a seed all bytes are the same in every run and every build. `openssl verify` accepts the
/// certificates behind these sums.
#[test]
fn seeded_output_does_not_change() {
    let ips = [ListItem::Text(b"10.0.0.1"), ListItem::Text(b"::1"), ListItem::Text(b"::ffff:1.2.3.4")];
    let names = [ListItem::Text(b"a.example"), ListItem::Text(b"*.b.example")];
    let subject = subject(b"leaf", &ips, &names);
    let cases = [
        ("ecdsa", "c728a6d489cb3dcfa542b1041663b640c1c982cb4cf687f3e6491fde81d4617d"),
        ("ed25519", "643919f58d602402aa6ac529202e2b6ee5ca8d2a74ee3e7dfcd17c5b4877f6a3"),
    ];
    for (kind, want) in cases {
        let random = &mut Seeded::new(1);
        let key = gen_private_key(random, kind.as_bytes());
        let ca = gen_ca_with_key(random, NOW, b"ca", 3650, &key).unwrap();
        let leaf = gen_signed_cert_with_key(random, NOW, &subject, &ca, &key).unwrap();
        let own = gen_self_signed_cert_with_key(random, NOW, &subject, &key).unwrap();
        let all = [ca, leaf, own].map(|c| [c.cert, c.key].concat()).concat();
        assert_eq!(sha256sum(&all), want, "{kind}\n{}", String::from_utf8_lossy(&all));
    }
    let rsa = || gen_ca(&mut Seeded::new(1), NOW, b"ca", 3650).unwrap();
    assert_eq!(rsa(), rsa());
    assert_eq!(
        sha256sum(&[rsa().cert, rsa().key].concat()),
        "3975f3f226bf1a9fdac5b3cfbea02d8c4cfb8043e4223a1094cd4a7b96495704"
    );
    assert_ne!(rsa(), gen_ca(&mut Seeded::new(2), NOW, b"ca", 3650).unwrap());
}

#[test]
fn signed_certificates_name_their_issuer() {
    let random = &mut Seeded::new(1);
    let key = gen_private_key(random, b"ecdsa");
    let ca = gen_ca_with_key(random, NOW, b"ca", 1, &key).unwrap();
    let id = parse::parse(&der(&ca)).unwrap().subject_key_id;
    assert_eq!(id.len(), 20);
    let authority = [b"\x30\x16\x80\x14".as_slice(), &id].concat();
    let subject_id = [b"\x04\x16\x04\x14".as_slice(), &id].concat();
    assert!(contains(&der(&ca), &subject_id) && !contains(&der(&ca), &authority));

    let leaf = gen_signed_cert_with_key(random, NOW, &subject(b"leaf", &[], &[]), &ca, &key).unwrap();
    assert!(contains(&der(&leaf), &authority) && !contains(&der(&leaf), &subject_id));
    // Go takes a leaf with its issuer's name for self-signed.
    let namesake = gen_signed_cert_with_key(random, NOW, &subject(b"ca", &[], &[]), &ca, &key).unwrap();
    assert!(!contains(&der(&namesake), &authority));
}

#[test]
fn names_in_their_strings() {
    let random = &mut Seeded::new(1);
    let key = gen_private_key(random, b"ed25519");
    let names = [ListItem::Text(b"x")];
    let mut with = |common_name: &[u8]| {
        der(&gen_self_signed_cert_with_key(random, NOW, &subject(common_name, &[], &names), &key).unwrap())
    };
    assert!(contains(&with(b"a'b"), b"\x55\x04\x03\x13\x03a'b"));
    assert!(contains(&with(b"a*b"), b"\x55\x04\x03\x0c\x03a*b"));
    // Alternative names are critical when there is no other.
    assert!(contains(&with(b""), b"\x55\x1d\x11\x01\x01\xff\x04\x05\x30\x03\x82\x01x"));
    assert!(contains(&with(b"a"), b"\x55\x1d\x11\x04\x05\x30\x03\x82\x01x"));
}

/// Results of Go's sprig.
#[test]
fn refuses_as_sprig() {
    let random = &mut Seeded::new(1);
    let key = gen_private_key(random, b"ed25519");
    let ca = gen_ca_with_key(random, NOW, b"ca", 1, &key).unwrap();
    let (text, other) = (ListItem::Text, |value: &[u8]| ListItem::NotText(value.to_vec()));
    let lists: [(&[u8], ListItem<'_>, ListItem<'_>, &str); 6] = [
        (b"x", text(b"bad ip"), text(b"x"), "error parsing ip: bad ip"),
        (b"x", text(b"1.2.3.04"), text(b"x"), "error parsing ip: 1.2.3.04"),
        (b"x", other(b"5"), other(b"6"), "error parsing ip: 5 is not a string"),
        (b"x", text(b"::"), other(b"<nil>"), "error processing alternate dns name: <nil> is not a string"),
        (b"\xff", text(b"::"), text(b"x"), "error creating certificate: asn1: string not valid UTF-8"),
        (
            b"x",
            text(b"::"),
            text("é\n".as_bytes()),
            "error creating certificate: x509: \"é\\n\" cannot be encoded as an IA5String",
        ),
    ];
    for (common_name, ip, name, want) in lists {
        let (ips, names) = ([ip], [name]);
        let subject = subject(common_name, &ips, &names);
        let want = Err(want.as_bytes().to_vec());
        assert_eq!(gen_self_signed_cert(random, NOW, &subject).map(drop), want);
        assert_eq!(gen_self_signed_cert_with_key(random, NOW, &subject, &key).map(drop), want);
        assert_eq!(gen_signed_cert(random, NOW, &subject, &ca).map(drop), want);
    }

    let subject = subject(b"x", &[], &[]);
    let stranger = gen_private_key(random, b"ecdsa");
    let with = |cert: &[u8], key: &[u8]| Certificate { cert: cert.to_vec(), key: key.to_vec() };
    let issuers = [
        (with(b"x", &key), "unable to decode certificate"),
        (with(&ca.cert, b"x"), "error parsing private key: no PEM data in input"),
        (
            with(b"-----BEGIN A-----\nYWJj\n-----END A-----", &key),
            "error parsing certificate: decodedSignerCert.Bytes: x509: malformed certificate",
        ),
        (
            with(&ca.cert, &stranger),
            "error creating certificate: x509: provided PrivateKey doesn't match parent's PublicKey",
        ),
    ];
    for (issuer, want) in issuers {
        let got = gen_signed_cert_with_key(random, NOW, &subject, &issuer, &key);
        assert_eq!(got.map(drop), Err(want.as_bytes().to_vec()));
    }
}

#[test]
fn custom_certificates() {
    let random = &mut Seeded::new(1);
    let key = gen_private_key(random, b"ed25519");
    let own = gen_self_signed_cert_with_key(random, NOW, &subject(b"x", &[], &[]), &key).unwrap();
    let [cert, key] = [&own.cert, &own.key].map(|text| base64::encode(text).into_bytes());
    assert_eq!(build_custom_cert(&cert, &key), Ok(own));
    let cases: [(&[u8], &[u8], &str); 6] = [
        (b"!!", &key, "unable to decode base64 certificate"),
        (&cert, b"!!", "unable to decode base64 private key"),
        (b"YWJj", b"ZGVm", "unable to decode certificate"),
        (b"", b"", "unable to decode certificate"),
        (&cert, &cert, "error parsing private key: no private key data in PEM block of type CERTIFICATE"),
        (&key, &key, "error parsing certificate: decodedCert.Bytes: x509: malformed tbs certificate"),
    ];
    for (cert, key, want) in cases {
        assert_eq!(build_custom_cert(cert, key), Err(want.as_bytes().to_vec()));
    }
}

#[test]
fn validity_wraps_around_as_a_duration() {
    let day = 24 * 60 * 60;
    let cases = [
        (0, NOW.seconds),
        (1, NOW.seconds + day),
        (-1, NOW.seconds - day),
        (106_751, NOW.seconds + 106_751 * day),
        // 2⁶⁴ nanoseconds less or more; the fractions add up to another second.
        (106_752, NOW.seconds - 9_223_371_273),
        (-106_752, NOW.seconds + 9_223_371_273 + 1),
    ];
    for (days, want) in cases {
        assert_eq!(NOW.after_days(days), want, "{days}");
    }
}
