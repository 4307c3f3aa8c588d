//! Arithmetic modulo an odd number in Montgomery form: the one place where speed counts.

use super::Nat;
use super::nat::{add_limbs, mul_add_limbs, sub_limbs};
use crate::Random;

/// An odd modulus greater than one, with what Montgomery reduction needs.
#[derive(Clone, Debug)]
pub(crate) struct Modulus {
    value: Nat,
    /// −1 divided by the modulus, modulo 2⁶⁴.
    negated_inverse: u64,
    /// R and R² modulo the modulus, where R is 2⁶⁴ to the power of its number of limbs.
    one: Residue,
    r_squared: Residue,
}

/// A number modulo a [`Modulus`], as its product with R; as many limbs as the modulus has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Residue(Vec<u64>);

impl Modulus {
    /// None for an even number and for one.
    pub(crate) fn new(value: Nat) -> Option<Self> {
        if !value.is_odd() || value.is_one() {
            return None;
        }
        // Newton's iteration doubles the number of right bits; an odd number is its own inverse modulo 8.
        let low = value.limbs()[0];
        let mut inverse = low;
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2u64.wrapping_sub(low.wrapping_mul(inverse)));
        }
        let len = value.limbs().len();
        let residue = |number: Nat| {
            let mut limbs = number.rem(&value).limbs().to_vec();
            limbs.resize(len, 0);
            Residue(limbs)
        };
        let one = residue(Nat::from(1).shift_left(64 * len));
        let r_squared = residue(Nat::from(1).shift_left(128 * len));
        Some(Modulus { negated_inverse: inverse.wrapping_neg(), one, r_squared, value })
    }

    pub(crate) fn value(&self) -> &Nat {
        &self.value
    }

    pub(crate) fn zero(&self) -> Residue {
        Residue(vec![0; self.len()])
    }

    pub(crate) fn one(&self) -> Residue {
        self.one.clone()
    }

    /// `number` modulo this modulus.
    pub(crate) fn residue(&self, number: &Nat) -> Residue {
        let mut limbs = number.rem(&self.value).limbs().to_vec();
        limbs.resize(self.len(), 0);
        self.mul(&Residue(limbs), &self.r_squared)
    }

    /// The number below the modulus that `residue` stands for.
    pub(crate) fn number(&self, residue: &Residue) -> Nat {
        let mut wide = residue.0.clone();
        wide.resize(2 * self.len(), 0);
        let mut out = self.zero();
        self.reduce(&mut wide, &mut out);
        Nat::from_limbs(out.0)
    }

    /// A uniformly random residue.
    pub(crate) fn random(&self, random: &mut dyn Random) -> Residue {
        let mut limbs = Nat::random_below(random, &self.value).limbs().to_vec();
        limbs.resize(self.len(), 0);
        Residue(limbs)
    }

    pub(crate) fn add(&self, a: &Residue, b: &Residue) -> Residue {
        let mut sum = a.clone();
        self.add_to(&mut sum, b);
        sum
    }

    pub(crate) fn sub(&self, a: &Residue, b: &Residue) -> Residue {
        let mut limbs = a.0.clone();
        if sub_limbs(&mut limbs, &b.0) {
            add_limbs(&mut limbs, self.value.limbs());
        }
        Residue(limbs)
    }

    pub(crate) fn negate(&self, a: &Residue) -> Residue {
        self.sub(&self.zero(), a)
    }

    pub(crate) fn double(&self, a: &Residue) -> Residue {
        self.add(a, a)
    }

    pub(crate) fn mul(&self, a: &Residue, b: &Residue) -> Residue {
        let mut out = self.zero();
        self.mul_into(a, b, &mut out, &mut self.scratch());
        out
    }

    pub(crate) fn square(&self, a: &Residue) -> Residue {
        let mut out = a.clone();
        self.square_in_place(&mut out, &mut self.scratch());
        out
    }

    /// `base` to the power of `exponent`.
    pub(crate) fn power(&self, base: &Residue, exponent: &Nat) -> Residue {
        const WINDOW: usize = 4;
        let mut scratch = self.scratch();
        let mut powers = vec![self.one(), base.clone()];
        for i in 2..1 << WINDOW {
            let mut next = self.zero();
            self.mul_into(&powers[i - 1], base, &mut next, &mut scratch);
            powers.push(next);
        }
        let mut result = self.one();
        let mut product = self.zero();
        for window in (0..exponent.bit_len().div_ceil(WINDOW)).rev() {
            for _ in 0..WINDOW {
                self.square_in_place(&mut result, &mut scratch);
            }
            let limb = exponent.limbs()[window * WINDOW / 64];
            let digit = (limb >> (window * WINDOW % 64)) as usize % (1 << WINDOW);
            if digit != 0 {
                self.mul_into(&result, &powers[digit], &mut product, &mut scratch);
                std::mem::swap(&mut result, &mut product);
            }
        }
        result
    }

    /// Two to the power of `exponent`: squarings and doublings only.
    pub(crate) fn power_of_two(&self, exponent: &Nat) -> Residue {
        let mut scratch = self.scratch();
        let mut result = self.one();
        for i in (0..exponent.bit_len()).rev() {
            self.square_in_place(&mut result, &mut scratch);
            if exponent.bit(i) {
                let same = result.clone();
                self.add_to(&mut result, &same);
            }
        }
        result
    }

    /// The inverse modulo a prime (Fermat); zero for zero.
    pub(crate) fn inverse_of_prime(&self, a: &Residue) -> Residue {
        self.power(a, &self.value.abs_diff(&Nat::from(2)))
    }

    fn len(&self) -> usize {
        self.value.limbs().len()
    }

    fn scratch(&self) -> Vec<u64> {
        vec![0; 2 * self.len()]
    }

    fn add_to(&self, sum: &mut Residue, b: &Residue) {
        let carry = add_limbs(&mut sum.0, &b.0);
        self.subtract_once(carry, &mut sum.0);
    }

    fn mul_into(&self, a: &Residue, b: &Residue, out: &mut Residue, wide: &mut [u64]) {
        let len = self.len();
        wide[..len].fill(0);
        for (i, &factor) in a.0.iter().enumerate() {
            let row = &mut wide[i..=i + len];
            row[len] = mul_add_limbs(row, &b.0, factor);
        }
        self.reduce(wide, out);
    }

    fn square_in_place(&self, a: &mut Residue, wide: &mut [u64]) {
        let len = self.len();
        // Each product of two different limbs once; the doubling below makes it twice.
        wide.fill(0);
        for (i, &factor) in a.0.iter().enumerate() {
            let row = &mut wide[2 * i + 1..=i + len];
            row[len - i - 1] = mul_add_limbs(row, &a.0[i + 1..], factor);
        }
        let (mut shifted_out, mut carry) = (0, 0);
        for (pair, &limb) in wide.as_chunks_mut::<2>().0.iter_mut().zip(&a.0) {
            let [low, high] = *pair;
            let square = u128::from(limb) * u128::from(limb);
            let sum = u128::from(low << 1 | shifted_out) + u128::from(square as u64) + u128::from(carry);
            pair[0] = sum as u64;
            let sum = u128::from(high << 1 | low >> 63) + (square >> 64) + (sum >> 64);
            pair[1] = sum as u64;
            carry = (sum >> 64) as u64;
            shifted_out = high >> 63;
        }
        self.reduce(wide, a);
    }

    /// `wide` divided by R, modulo the modulus (Montgomery); `wide` is below modulus · R.
    fn reduce(&self, wide: &mut [u64], out: &mut Residue) {
        let modulus = self.value.limbs();
        let len = modulus.len();
        let mut carry = false;
        // Two rows at a time, to load and store half as often.
        for done in (0..len - 1).step_by(2) {
            carry = self.clear_two_limbs(&mut wide[done..done + len + 2], carry);
        }
        if len % 2 == 1 {
            let factor = wide[len - 1].wrapping_mul(self.negated_inverse);
            let row = &mut wide[len - 1..];
            let high = mul_add_limbs(row, modulus, factor);
            (row[len], carry) = row[len].carrying_add(high, carry);
        }
        out.0.copy_from_slice(&wide[len..]);
        self.subtract_once(carry, &mut out.0);
    }

    /// Brings a number below twice the modulus below it; `carry` is the number's bit above the limbs.
    fn subtract_once(&self, carry: bool, limbs: &mut [u64]) {
        let modulus = self.value.limbs();
        if carry || limbs.iter().rev().cmp(modulus.iter().rev()).is_ge() {
            sub_limbs(limbs, modulus);
        }
    }

    /// Adds the multiple of the modulus that makes the lowest two limbs zero, and `carry` to the limb at
    /// the modulus' length. Returns the carry out of all.
    #[inline(always)]
    fn clear_two_limbs(&self, rows: &mut [u64], carry: bool) -> bool {
        let modulus = self.value.limbs();
        let len = modulus.len();
        let first = rows[0].wrapping_mul(self.negated_inverse);
        let (_, high) = modulus[0].carrying_mul_add(first, rows[0], 0);
        let (next, mut first_carry) = modulus[1].carrying_mul_add(first, rows[1], high);
        let second = next.wrapping_mul(self.negated_inverse);
        let (_, mut second_carry) = modulus[0].carrying_mul_add(second, next, 0);
        for ((row, &digit), &below) in rows[2..len].iter_mut().zip(&modulus[2..]).zip(&modulus[1..]) {
            let sum;
            (sum, first_carry) = digit.carrying_mul_add(first, *row, first_carry);
            (*row, second_carry) = below.carrying_mul_add(second, sum, second_carry);
        }
        let (sum, over) = rows[len].carrying_add(first_carry, carry);
        let (low, high) = modulus[len - 1].carrying_mul_add(second, sum, second_carry);
        rows[len] = low;
        let carry;
        (rows[len + 1], carry) = rows[len + 1].carrying_add(high, over);
        carry
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::tests::Seeded;

    #[test]
    fn agrees_with_long_division() {
        let mut random = Seeded::new(1);
        for limbs in [1, 2, 3, 4, 5, 8, 9, 16] {
            for top in [u64::MAX, 1 << 63, 1, 3] {
                let mut value = Nat::random_bits(&mut random, 64 * limbs).limbs().to_vec();
                value.resize(limbs, 7);
                value[0] |= 1;
                value[limbs - 1] = top;
                let Some(modulus) = Modulus::new(Nat::from_limbs(value)) else { continue };
                let m = modulus.value();
                let a = Nat::random_bits(&mut random, 64 * limbs + 70);
                let b = m.minus_one();
                let (x, y) = (modulus.residue(&a), modulus.residue(&b));
                assert_eq!(modulus.number(&x), a.rem(m));
                assert_eq!(modulus.number(&modulus.add(&x, &y)), a.add(&b).rem(m));
                assert_eq!(modulus.add(&modulus.sub(&x, &y), &y), x);
                assert_eq!(modulus.number(&modulus.mul(&x, &y)), a.mul(&b).rem(m));
                assert_eq!(modulus.number(&modulus.square(&y)), b.mul(&b).rem(m));
                assert_eq!(modulus.square(&x), modulus.mul(&x, &x));
                assert_eq!(
                    modulus.power(&x, &Nat::from(19)),
                    (0..19).fold(modulus.one(), |p, _| modulus.mul(&p, &x))
                );
                assert_eq!(modulus.power_of_two(&a), modulus.power(&modulus.residue(&Nat::from(2)), &a));
                assert_eq!(modulus.power(&x, &Nat::default()), modulus.one());
            }
        }
        assert!(Modulus::new(Nat::from(1)).is_none() && Modulus::new(Nat::from(10)).is_none());
    }
}
