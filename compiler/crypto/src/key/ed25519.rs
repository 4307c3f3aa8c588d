//! Ed25519 keys and signatures (RFC 8032), over the arithmetic that RSA has anyway.

use sha2::{Digest, Sha512};

use crate::Random;
use crate::number::{Modulus, Nat, Residue};

/// A private key: the seed that all else follows from.
#[derive(Clone, Debug)]
pub(crate) struct Ed25519Key {
    pub(crate) seed: [u8; 32],
}

impl Ed25519Key {
    pub(crate) fn generate(random: &mut dyn Random) -> Self {
        let mut seed = [0; 32];
        random.fill(&mut seed);
        Ed25519Key { seed }
    }

    pub(crate) fn public(&self) -> [u8; 32] {
        let curve = Edwards::new();
        curve.encode(&curve.multiply(&self.expand().0))
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        let curve = Edwards::new();
        let (scalar, prefix) = self.expand();
        let public = curve.encode(&curve.multiply(&scalar));
        let hash = |parts: &[&[u8]]| little_endian(&Sha512::digest(parts.concat())).rem(&curve.order);
        let nonce = hash(&[&prefix, message]);
        let commitment = curve.encode(&curve.multiply(&nonce));
        let challenge = hash(&[&commitment, &public, message]);
        let response = challenge.mul(&scalar).add(&nonce).rem(&curve.order);
        let mut out = [0; 64];
        out[..32].copy_from_slice(&commitment);
        out[32..].copy_from_slice(&to_little_endian(&response));
        out
    }

    /// The secret scalar, and what nonces are made from.
    fn expand(&self) -> (Nat, [u8; 32]) {
        let hash = Sha512::digest(self.seed);
        let (mut scalar, mut prefix) = ([0; 32], [0; 32]);
        scalar.copy_from_slice(&hash[..32]);
        prefix.copy_from_slice(&hash[32..]);
        scalar[0] &= 0xf8;
        scalar[31] = scalar[31] & 0x7f | 0x40;
        (little_endian(&scalar), prefix)
    }
}

fn little_endian(bytes: &[u8]) -> Nat {
    let reversed: Vec<u8> = bytes.iter().rev().copied().collect();
    Nat::from_bytes(&reversed)
}

fn to_little_endian(number: &Nat) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(&number.to_padded_bytes(32));
    out.reverse();
    out
}

/// −x² + y² = 1 + d·x²·y² modulo 2²⁵⁵ − 19, and the order of its base point.
struct Edwards {
    field: Modulus,
    twice_d: Residue,
    order: Nat,
    base: Point,
}

/// Extended coordinates: x/z, y/z, and t = x·y/z.
#[derive(Clone)]
struct Point {
    x: Residue,
    y: Residue,
    z: Residue,
    t: Residue,
}

impl Edwards {
    fn new() -> Self {
        let [prime, d, order, x, y] = [
            "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed",
            "52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3",
            "1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed",
            "216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51a",
            "6666666666666666666666666666666666666666666666666666666666666658",
        ]
        .map(Nat::from_hex);
        // The constant is odd and greater than one.
        let field = Modulus::new(prime).unwrap_or_else(|| unreachable!("a constant is no modulus"));
        let (x, y) = (field.residue(&x), field.residue(&y));
        let base = Point { t: field.mul(&x, &y), z: field.one(), x, y };
        Edwards { twice_d: field.double(&field.residue(&d)), field, order, base }
    }

    /// The base point, `factor` times.
    fn multiply(&self, factor: &Nat) -> Point {
        let f = &self.field;
        let mut sum = Point { x: f.zero(), y: f.one(), z: f.one(), t: f.zero() };
        for i in (0..factor.bit_len()).rev() {
            sum = self.add(&sum, &sum);
            if factor.bit(i) {
                sum = self.add(&sum, &self.base);
            }
        }
        sum
    }

    /// Hisil, Wong, Carter and Dawson's addition, which holds for all pairs of points (RFC 8032, 5.1.4).
    fn add(&self, p: &Point, q: &Point) -> Point {
        let f = &self.field;
        let a = f.mul(&f.sub(&p.y, &p.x), &f.sub(&q.y, &q.x));
        let b = f.mul(&f.add(&p.y, &p.x), &f.add(&q.y, &q.x));
        let c = f.mul(&f.mul(&p.t, &self.twice_d), &q.t);
        let d = f.double(&f.mul(&p.z, &q.z));
        let (e, g) = (f.sub(&b, &a), f.add(&d, &c));
        let (h, i) = (f.add(&b, &a), f.sub(&d, &c));
        Point { x: f.mul(&e, &i), y: f.mul(&g, &h), z: f.mul(&i, &g), t: f.mul(&e, &h) }
    }

    fn encode(&self, point: &Point) -> [u8; 32] {
        let f = &self.field;
        let inverse = f.inverse_of_prime(&point.z);
        let x = f.number(&f.mul(&point.x, &inverse));
        let mut out = to_little_endian(&f.number(&f.mul(&point.y, &inverse)));
        out[31] |= u8::from(x.is_odd()) << 7;
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes<const N: usize>(digits: &str) -> [u8; N] {
        let mut out = [0; N];
        out.copy_from_slice(&Nat::from_hex(digits).to_padded_bytes(N));
        out
    }

    /// RFC 8032, 7.1: tests 1 to 3.
    #[test]
    fn rfc_8032_signatures() {
        let cases: [(&str, &str, &[u8], &str); 3] = [
            (
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                b"",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b\
                 d25bf5f0595bbe24655141438e7a100b",
            ),
            (
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                b"\x72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c\
                 387b2eaeb4302aeeb00d291612bb0c00",
            ),
            (
                "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                b"\xaf\x82",
                "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659\
                 4a7c15e9716ed28dc027beceea1ec40a",
            ),
        ];
        for (seed, public, message, signature) in cases {
            let key = Ed25519Key { seed: bytes(seed) };
            assert_eq!(key.public(), bytes::<32>(public));
            assert_eq!(key.sign(message), bytes::<64>(signature));
        }
    }
}
