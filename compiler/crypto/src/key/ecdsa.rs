//! ECDSA on the four NIST curves, over the arithmetic that RSA has anyway.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::Random;
use crate::asn1::{oid, write};
use crate::number::{Modulus, Nat, Residue};

/// The curves that Go's x509 knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P224,
    P256,
    P384,
    P521,
}

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

impl Curve {
    pub(crate) fn from_oid(bytes: &[u8]) -> Option<Self> {
        [Curve::P224, Curve::P256, Curve::P384, Curve::P521].into_iter().find(|curve| curve.oid() == bytes)
    }

    pub(crate) fn oid(self) -> &'static [u8] {
        match self {
            Curve::P224 => oid::P224,
            Curve::P256 => oid::P256,
            Curve::P384 => oid::P384,
            Curve::P521 => oid::P521,
        }
    }

    /// The signature algorithm that Go picks for a key of this curve.
    pub(crate) fn signature_oid(self) -> &'static [u8] {
        match self {
            Curve::P224 | Curve::P256 => oid::ECDSA_WITH_SHA256,
            Curve::P384 => oid::ECDSA_WITH_SHA384,
            Curve::P521 => oid::ECDSA_WITH_SHA512,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Curve::P224 => "P224",
            Curve::P256 => "P256",
            Curve::P384 => "P384",
            Curve::P521 => "P521",
        }
    }

    /// The bytes of a coordinate, and of a number below the order.
    pub(crate) fn size(self) -> usize {
        match self {
            Curve::P224 => 28,
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }
}

impl EcKey {
    /// A new key, its secret uniformly random.
    pub(crate) fn generate(random: &mut dyn Random, curve: Curve) -> Self {
        let group = Group::new(curve);
        let secret = Nat::random_below(random, &group.order.value().minus_one()).add(&Nat::from(1));
        EcKey { public: group.public(&secret), secret }
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
        Ok(EcKey { public: group.public(&secret), secret })
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

/// y² = x³ − 3x + b over a prime field, and a point that generates a group of prime order.
struct Group {
    curve: Curve,
    field: Modulus,
    order: Modulus,
    b: Residue,
    generator: Point,
}

/// Jacobian coordinates: x/z², y/z³; z is zero for the point at infinity.
#[derive(Clone)]
struct Point {
    x: Residue,
    y: Residue,
    z: Residue,
}

impl Group {
    /// Constants of FIPS 186-4, D.1.2: the prime, the order, b, and the generator.
    fn new(curve: Curve) -> Self {
        let [prime, order, b, x, y] = match curve {
            Curve::P224 => [
                "ffffffffffffffffffffffffffffffff000000000000000000000001",
                "ffffffffffffffffffffffffffff16a2e0b8f03e13dd29455c5c2a3d",
                "b4050a850c04b3abf54132565044b0b7d7bfd8ba270b39432355ffb4",
                "b70e0cbd6bb4bf7f321390b94a03c1d356c21122343280d6115c1d21",
                "bd376388b5f723fb4c22dfe6cd4375a05a07476444d5819985007e34",
            ],
            Curve::P256 => [
                "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
                "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
                "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
                "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
                "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
            ],
            Curve::P384 => [
                "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
                "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
                "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
                "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab7",
                "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
            ],
            Curve::P521 => [
                "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\
                 ffffffffffffffffffffffffffffffffff",
                "01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5\
                 d03bb5c9b8899c47aebb6fb71e91386409",
                "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf\
                 073573df883d2c34f1ef451fd46b503f00",
                "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3dbaa14b5e77efe75928fe1dc127a2ffa8\
                 de3348b3c1856a429bf97e7e31c2e5bd66",
                "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e662c97ee72995ef42640c550b9013fad07\
                 61353c7086a272c24088be94769fd16650",
            ],
        }
        .map(Nat::from_hex);
        // The constants are odd and greater than one.
        let modulus =
            |value: Nat| Modulus::new(value).unwrap_or_else(|| unreachable!("a constant is no modulus"));
        let (field, order) = (modulus(prime), modulus(order));
        let generator = Point { x: field.residue(&x), y: field.residue(&y), z: field.one() };
        Group { curve, b: field.residue(&b), field, order, generator }
    }

    fn public(&self, secret: &Nat) -> EcPublicKey {
        let (x, y) = self.affine(&self.multiply(secret));
        let size = self.curve.size();
        let point = [&[4][..], &x.to_padded_bytes(size), &y.to_padded_bytes(size)].concat();
        EcPublicKey { curve: self.curve, point }
    }

    fn contains(&self, x: &Nat, y: &Nat) -> bool {
        let f = &self.field;
        let (x, y) = (f.residue(x), f.residue(y));
        let three = f.residue(&Nat::from(3));
        let slope = f.sub(&f.square(&x), &three);
        f.square(&y) == f.add(&f.mul(&slope, &x), &self.b)
    }

    /// The coordinates of a point that is not at infinity.
    fn affine(&self, point: &Point) -> (Nat, Nat) {
        let f = &self.field;
        let inverse = f.inverse_of_prime(&point.z);
        let square = f.square(&inverse);
        let x = f.mul(&point.x, &square);
        let y = f.mul(&point.y, &f.mul(&square, &inverse));
        (f.number(&x), f.number(&y))
    }

    /// The generator, `factor` times.
    fn multiply(&self, factor: &Nat) -> Point {
        let f = &self.field;
        let mut sum = Point { x: f.one(), y: f.one(), z: f.zero() };
        for i in (0..factor.bit_len()).rev() {
            sum = self.double(&sum);
            if factor.bit(i) {
                sum = self.add_generator(&sum);
            }
        }
        sum
    }

    /// Bernstein and Lange's `dbl-2001-b`, for a = −3. Right for infinity too.
    fn double(&self, point: &Point) -> Point {
        let f = &self.field;
        let delta = f.square(&point.z);
        let gamma = f.square(&point.y);
        let beta4 = f.double(&f.double(&f.mul(&point.x, &gamma)));
        let product = f.mul(&f.sub(&point.x, &delta), &f.add(&point.x, &delta));
        let alpha = f.add(&f.double(&product), &product);
        let x = f.sub(&f.square(&alpha), &f.double(&beta4));
        let z = f.sub(&f.sub(&f.square(&f.add(&point.y, &point.z)), &gamma), &delta);
        let gamma8 = f.double(&f.double(&f.double(&f.square(&gamma))));
        let y = f.sub(&f.mul(&alpha, &f.sub(&beta4, &x)), &gamma8);
        Point { x, y, z }
    }

    /// Bernstein and Lange's `madd-2007-bl`, with the cases that it leaves out.
    fn add_generator(&self, point: &Point) -> Point {
        let f = &self.field;
        let other = &self.generator;
        if point.z == f.zero() {
            return other.clone();
        }
        let z_square = f.square(&point.z);
        let h = f.sub(&f.mul(&other.x, &z_square), &point.x);
        let difference = f.sub(&f.mul(&other.y, &f.mul(&point.z, &z_square)), &point.y);
        if h == f.zero() {
            return if difference == f.zero() {
                self.double(point)
            } else {
                Point { x: f.one(), y: f.one(), z: f.zero() }
            };
        }
        let h_square = f.square(&h);
        let i = f.double(&f.double(&h_square));
        let j = f.mul(&h, &i);
        let r = f.double(&difference);
        let v = f.mul(&point.x, &i);
        let x = f.sub(&f.sub(&f.square(&r), &j), &f.double(&v));
        let y = f.sub(&f.mul(&r, &f.sub(&v, &x)), &f.double(&f.mul(&point.y, &j)));
        let z = f.sub(&f.sub(&f.square(&f.add(&point.z, &h)), &z_square), &h_square);
        Point { x, y, z }
    }

    /// The leftmost bits of `bytes`, as many as the order has.
    fn leading_bits(&self, bytes: &[u8]) -> Nat {
        let excess = (8 * bytes.len()).saturating_sub(self.order.value().bit_len());
        Nat::from_bytes(bytes).shift_right(excess)
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
    fn edges_of_the_group() {
        for curve in [Curve::P224, Curve::P256, Curve::P384, Curve::P521] {
            let group = Group::new(curve);
            let order = group.order.value();
            assert!(group.multiply(order).z == group.field.zero());
            let one_more = group.multiply(&order.add(&Nat::from(1)));
            assert_eq!(group.affine(&one_more), group.affine(&group.generator));
            let (x, y) = group.affine(&group.multiply(&order.minus_one()));
            let (gx, gy) = group.affine(&group.generator);
            assert_eq!((x, y.add(&gy)), (gx, group.field.value().clone()));
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
