//! The four NIST curves: their names, their constants, and the arithmetic of their points.

use crate::asn1::oid;
use crate::number::{Modulus, Nat, Residue};

/// The curves that Go's x509 knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Curve {
    P224,
    P256,
    P384,
    P521,
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

    /// As Go's errors call it.
    pub(super) fn name(self) -> &'static str {
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

/// y² = x³ − 3x + b over a prime field, and a point that generates a group of prime order.
pub(super) struct Group {
    pub(super) curve: Curve,
    pub(super) field: Modulus,
    pub(super) order: Modulus,
    b: Residue,
    generator: Point,
}

/// Jacobian coordinates: x/z², y/z³; z is zero for the point at infinity.
#[derive(Clone)]
pub(super) struct Point {
    x: Residue,
    y: Residue,
    z: Residue,
}

impl Group {
    /// Constants of FIPS 186-4, D.1.2: the prime, the order, b, and the generator.
    pub(super) fn new(curve: Curve) -> Self {
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

    /// A point that is not at infinity in its uncompressed form: 4, then both coordinates.
    pub(super) fn encode(&self, point: &Point) -> Vec<u8> {
        let (x, y) = self.affine(point);
        let size = self.curve.size();
        [&[4][..], &x.to_padded_bytes(size), &y.to_padded_bytes(size)].concat()
    }

    pub(super) fn contains(&self, x: &Nat, y: &Nat) -> bool {
        let f = &self.field;
        let (x, y) = (f.residue(x), f.residue(y));
        let three = f.residue(&Nat::from(3));
        let slope = f.sub(&f.square(&x), &three);
        f.square(&y) == f.add(&f.mul(&slope, &x), &self.b)
    }

    /// The coordinates of a point that is not at infinity.
    pub(super) fn affine(&self, point: &Point) -> (Nat, Nat) {
        let f = &self.field;
        let inverse = f.inverse_of_prime(&point.z);
        let square = f.square(&inverse);
        let x = f.mul(&point.x, &square);
        let y = f.mul(&point.y, &f.mul(&square, &inverse));
        (f.number(&x), f.number(&y))
    }

    /// The generator, `factor` times.
    pub(super) fn multiply(&self, factor: &Nat) -> Point {
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
    pub(super) fn leading_bits(&self, bytes: &[u8]) -> Nat {
        let excess = (8 * bytes.len()).saturating_sub(self.order.value().bit_len());
        Nat::from_bytes(bytes).shift_right(excess)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        }
    }
}
