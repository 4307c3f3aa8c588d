//! ECDSA on the four NIST curves, over the arithmetic that RSA has anyway.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::curve::{Curve, Group};
use crate::Random;
use crate::asn1::write;
use crate::number::Nat;

/// A point on a curve in its uncompressed form: 4, then both coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EcPublicKey {
    pub(crate) curve: Curve,
    pub(crate) point: Vec<u8>,
}

/// A private key: a number below the order of the curve, and its public point.
#[derive(Clone, Debug)]
pub(crate) struct EcKey {
    pub(crate) secret: Nat,
    pub(crate) public: EcPublicKey,
}

impl EcKey {
    /// A new key, its secret uniformly random.
    pub(crate) fn generate(random: &mut dyn Random, curve: Curve) -> Self {
        let group = Group::new(curve);
        let secret = Nat::random_below(random, &group.order.value().minus_one()).add(&Nat::from(1));
        EcKey::with(&group, secret)
    }

    /// The key of a secret as it is stored, `curve.size()` bytes (Go: crypto/ecdsa `ParseRawPrivateKey`).
    ///
    /// # Errors
    /// Go's texts for a secret of zero and for one not below the order.
    pub(crate) fn from_secret(curve: Curve, secret: Nat) -> Result<Self, String> {
        let group = Group::new(curve);
        // Go multiplies the point before it looks at the number.
        if secret.rem(group.order.value()).is_zero() {
            return Err("ecdsa: invalid public key encoding".into());
        }
        if secret >= *group.order.value() {
            return Err("input overflows the modulus".into());
        }
        Ok(EcKey::with(&group, secret))
    }

    fn with(group: &Group, secret: Nat) -> Self {
        let point = group.encode(&group.multiply(&secret));
        EcKey { secret, public: EcPublicKey { curve: group.curve, point } }
    }

    /// The DER of a signature of `message` by the hash that goes with the curve. Deterministic (RFC 6979):
    /// valid as Go's are, which are random.
    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        let group = Group::new(self.public.curve);
        let order = &group.order;
        let hash = Hash::of(self.public.curve).digest(message);
        let digest = order.residue(&group.leading_bits(&hash));
        let secret = order.residue(&self.secret);
        let mut nonces = Nonces::new(&group, &self.secret, &hash);
        loop {
            let nonce = nonces.next(&group);
            let (x, _) = group.affine(&group.multiply(&nonce));
            let r = order.residue(&x);
            let inverse = order.inverse_of_prime(&order.residue(&nonce));
            let s = order.mul(&inverse, &order.add(&digest, &order.mul(&r, &secret)));
            if r != order.zero() && s != order.zero() {
                let numbers = [order.number(&r), order.number(&s)].map(|number| write::integer(&number));
                return write::sequence(&[&numbers[0], &numbers[1]]);
            }
        }
    }
}

impl EcPublicKey {
    /// A point as certificates hold it (Go: crypto/ecdsa `ParseUncompressedPublicKey`).
    ///
    /// # Errors
    /// Go's texts for other forms, for coordinates out of range and for a point beside the curve.
    pub(crate) fn parse(curve: Curve, point: &[u8]) -> Result<Self, String> {
        if point.first() != Some(&4) {
            return Err("ecdsa: invalid uncompressed public key".into());
        }
        let (name, size) = (curve.name(), curve.size());
        if point.len() != 1 + 2 * size {
            return Err(format!("invalid {name} point encoding"));
        }
        let group = Group::new(curve);
        let (x, y) = (Nat::from_bytes(&point[1..=size]), Nat::from_bytes(&point[1 + size..]));
        if [&x, &y].into_iter().any(|coordinate| coordinate >= group.field.value()) {
            // On amd64 Go has code of its own for this one curve, and a text of its own.
            let element = if curve == Curve::P256 { "P256 element" } else { &format!("{name}Element") };
            return Err(format!("invalid {element} encoding"));
        }
        if !group.contains(&x, &y) {
            return Err(format!("{name} point not on curve"));
        }
        Ok(EcPublicKey { curve, point: point.to_vec() })
    }
}

/// The stream of nonces of RFC 6979, 3.2.
struct Nonces {
    hash: Hash,
    key: Vec<u8>,
    state: Vec<u8>,
}

impl Nonces {
    fn new(group: &Group, secret: &Nat, hash: &[u8]) -> Self {
        let size = group.curve.size();
        let digest = group.leading_bits(hash).rem(group.order.value());
        let input = [secret.to_padded_bytes(size), digest.to_padded_bytes(size)].concat();
        let mut nonces =
            Nonces { hash: Hash::of(group.curve), key: vec![0; hash.len()], state: vec![1; hash.len()] };
        for step in [0, 1] {
            nonces.rekey(&[&[step], input.as_slice()].concat());
        }
        nonces
    }

    fn next(&mut self, group: &Group) -> Nat {
        loop {
            let mut bytes = Vec::new();
            while 8 * bytes.len() < group.order.value().bit_len() {
                self.state = self.hash.hmac(&self.key, &self.state);
                bytes.extend_from_slice(&self.state);
            }
            let nonce = group.leading_bits(&bytes);
            if !nonce.is_zero() && nonce < *group.order.value() {
                return nonce;
            }
            self.rekey(&[0]);
        }
    }

    fn rekey(&mut self, input: &[u8]) {
        self.key = self.hash.hmac(&self.key, &[self.state.as_slice(), input].concat());
        self.state = self.hash.hmac(&self.key, &self.state);
    }
}

/// The hash that goes with a curve.
#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(curve: Curve) -> Self {
        match curve {
            Curve::P224 | Curve::P256 => Hash::Sha256,
            Curve::P384 => Hash::Sha384,
            Curve::P521 => Hash::Sha512,
        }
    }

    fn digest(self, message: &[u8]) -> Vec<u8> {
        match self {
            Hash::Sha256 => Sha256::digest(message).to_vec(),
            Hash::Sha384 => Sha384::digest(message).to_vec(),
            Hash::Sha512 => Sha512::digest(message).to_vec(),
        }
    }

    fn hmac(self, key: &[u8], message: &[u8]) -> Vec<u8> {
        fn with<M: Mac + KeyInit>(key: &[u8], message: &[u8]) -> Vec<u8> {
            // HMAC takes keys of any length.
            let mac =
                <M as KeyInit>::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC refused a key"));
            mac.chain_update(message).finalize().into_bytes().to_vec()
        }
        match self {
            Hash::Sha256 => with::<Hmac<Sha256>>(key, message),
            Hash::Sha384 => with::<Hmac<Sha384>>(key, message),
            Hash::Sha512 => with::<Hmac<Sha512>>(key, message),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::tests::Seeded;

    /// RFC 6979, A.2: the message "sample".
    #[test]
    fn rfc_6979_signatures() {
        let cases = [
            (
                Curve::P224,
                "f220266e1105bfe3083e03ec7a3a654651f45e37167e88600bf257c1",
                "61aa3da010e8e8406c656bc477a7a7189895e7e840cdfe8ff42307ba",
                "bc814050dab5d23770879494f9e0a680dc1af7161991bde692b10101",
            ),
            (
                Curve::P256,
                "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
                "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716",
                "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
            ),
            (
                Curve::P384,
                "6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5",
                "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46",
                "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8",
            ),
            (
                Curve::P521,
                "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc14\
                 66f6d8fbec67db89ec0c08b0e996b83538",
                "00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534\
                 931d7d4e8455cc91f9b15bf05ec36e377fa",
                "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777\
                 b1a20f8ccb1dccc43997f1ee0e44da4a67a",
            ),
        ];
        for (curve, secret, r, s) in cases {
            let key = EcKey::from_secret(curve, Nat::from_hex(secret)).unwrap();
            let want = [r, s].map(|number| write::integer(&Nat::from_hex(number)));
            assert_eq!(key.sign(b"sample"), write::sequence(&[&want[0], &want[1]]), "{curve:?}");
            assert_eq!(EcPublicKey::parse(curve, &key.public.point), Ok(key.public));
        }
    }

    #[test]
    fn generates_points_of_the_curve() {
        for curve in [Curve::P224, Curve::P256, Curve::P384, Curve::P521] {
            let key = EcKey::generate(&mut Seeded::new(1), curve);
            assert_eq!(EcPublicKey::parse(curve, &key.public.point), Ok(key.public));
        }
    }

    #[test]
    fn refuses_points_as_go() {
        let good = EcKey::from_secret(Curve::P256, Nat::from(7)).unwrap().public.point;
        let mut beside = good.clone();
        beside[64] ^= 1;
        let too_great = [&[4][..], &[255; 64]].concat();
        let cases: [(&[u8], &str); 5] = [
            (&[], "ecdsa: invalid uncompressed public key"),
            (&[2; 33], "ecdsa: invalid uncompressed public key"),
            (&good[..64], "invalid P256 point encoding"),
            (&too_great, "invalid P256 element encoding"),
            (&beside, "P256 point not on curve"),
        ];
        for (point, want) in cases {
            assert_eq!(EcPublicKey::parse(Curve::P256, point), Err(want.to_owned()));
        }
    }
}
