//! Natural numbers of any size, for everything that is not a power: key formats, their checks, Euclid.

use std::cmp::Ordering;

use crate::Random;

/// A natural number: little-endian 64-bit limbs without a zero on top, so that zero has none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Nat(Vec<u64>);

impl From<u64> for Nat {
    fn from(value: u64) -> Self {
        Nat::from_limbs(vec![value])
    }
}

impl Ord for Nat {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_len = self.0.len().cmp(&other.0.len());
        by_len.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }
}

impl PartialOrd for Nat {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Nat {
    /// The number with these little-endian limbs.
    pub(crate) fn from_limbs(mut limbs: Vec<u64>) -> Self {
        while limbs.last() == Some(&0) {
            limbs.pop();
        }
        Nat(limbs)
    }

    /// The number with these big-endian bytes.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let limb = |chunk: &[u8]| chunk.iter().fold(0, |limb, &byte| limb << 8 | u64::from(byte));
        Nat::from_limbs(bytes.rchunks(8).map(limb).collect())
    }

    /// The number with these big-endian hexadecimal digits; for constants in the source.
    pub(crate) fn from_hex(digits: &str) -> Self {
        let limb = |chunk: &[u8]| {
            chunk
                .iter()
                .filter_map(|&c| char::from(c).to_digit(16))
                .fold(0, |n, digit| n << 4 | u64::from(digit))
        };
        Nat::from_limbs(digits.as_bytes().rchunks(16).map(limb).collect())
    }

    /// A uniformly random number below `bound`, which must not be zero.
    pub(crate) fn random_below(random: &mut dyn Random, bound: &Nat) -> Self {
        let bits = bound.bit_len();
        loop {
            let number = Nat::random_bits(random, bits);
            if number < *bound {
                return number;
            }
        }
    }

    /// A uniformly random number of at most `bits` bits.
    pub(crate) fn random_bits(random: &mut dyn Random, bits: usize) -> Self {
        let mut bytes = vec![0; bits.div_ceil(8)];
        random.fill(&mut bytes);
        if let Some(top) = bytes.first_mut() {
            *top &= 0xff >> (bits.wrapping_neg() % 8);
        }
        Nat::from_bytes(&bytes)
    }

    /// The little-endian limbs, none of them a zero on top.
    pub(crate) fn limbs(&self) -> &[u64] {
        &self.0
    }

    /// The big-endian bytes with zeros in front up to `len`, or the lowest `len` bytes of a longer number.
    pub(crate) fn to_padded_bytes(&self, len: usize) -> Vec<u8> {
        let mut bytes: Vec<u8> = self.0.iter().flat_map(|limb| limb.to_le_bytes()).collect();
        bytes.resize(len, 0);
        bytes.reverse();
        bytes
    }

    pub(crate) fn bit_len(&self) -> usize {
        self.0.last().map_or(0, |top| self.0.len() * 64 - top.leading_zeros() as usize)
    }

    pub(crate) fn byte_len(&self) -> usize {
        self.bit_len().div_ceil(8)
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn is_one(&self) -> bool {
        self.0 == [1]
    }

    pub(crate) fn is_odd(&self) -> bool {
        self.bit(0)
    }

    /// The bit that stands for 2 to the power of `index`.
    pub(crate) fn bit(&self, index: usize) -> bool {
        self.0.get(index / 64).is_some_and(|limb| limb >> (index % 64) & 1 == 1)
    }

    /// The number of zero bits below the lowest one; 0 for zero.
    pub(crate) fn trailing_zeros(&self) -> usize {
        let zero_limbs = self.0.iter().take_while(|&&limb| limb == 0).count();
        self.0.get(zero_limbs).map_or(0, |limb| zero_limbs * 64 + limb.trailing_zeros() as usize)
    }

    pub(crate) fn add(&self, other: &Nat) -> Nat {
        let (long, short) = if self.0.len() >= other.0.len() { (self, other) } else { (other, self) };
        let mut limbs = long.0.clone();
        limbs.push(0);
        add_limbs(&mut limbs, &short.0);
        Nat::from_limbs(limbs)
    }

    /// The distance between two numbers, whichever is the greater.
    pub(crate) fn abs_diff(&self, other: &Nat) -> Nat {
        let (great, small) = if self >= other { (self, other) } else { (other, self) };
        let mut limbs = great.0.clone();
        sub_limbs(&mut limbs, &small.0);
        Nat::from_limbs(limbs)
    }

    /// This number less one; zero stays zero.
    pub(crate) fn minus_one(&self) -> Nat {
        if self.is_zero() { Nat::default() } else { self.abs_diff(&Nat::from(1)) }
    }

    pub(crate) fn mul(&self, other: &Nat) -> Nat {
        let mut limbs = vec![0; self.0.len() + other.0.len()];
        for (i, &factor) in self.0.iter().enumerate() {
            let row = &mut limbs[i..];
            row[other.0.len()] = mul_add_limbs(row, &other.0, factor);
        }
        Nat::from_limbs(limbs)
    }

    pub(crate) fn shift_left(&self, bits: usize) -> Nat {
        let mut limbs = vec![0; bits / 64];
        limbs.extend_from_slice(&self.0);
        limbs.push(0);
        if !bits.is_multiple_of(64) {
            for i in (bits / 64..limbs.len()).rev() {
                let below = if i == 0 { 0 } else { limbs[i - 1] };
                limbs[i] = limbs[i] << (bits % 64) | below >> (64 - bits % 64);
            }
        }
        Nat::from_limbs(limbs)
    }

    pub(crate) fn shift_right(&self, bits: usize) -> Nat {
        let kept = self.0.get(bits / 64..).unwrap_or_default();
        if bits.is_multiple_of(64) {
            return Nat::from_limbs(kept.to_vec());
        }
        let above = kept.iter().skip(1).chain([&0]);
        let limbs = kept.iter().zip(above).map(|(low, high)| low >> (bits % 64) | high << (64 - bits % 64));
        Nat::from_limbs(limbs.collect())
    }

    /// What is left of this number after division by `divisor`, which must not be zero.
    pub(crate) fn rem(&self, divisor: &Nat) -> Nat {
        self.div_rem(divisor).1
    }

    /// Quotient and remainder by `divisor`, which must not be zero (Knuth, volume 2, algorithm D).
    pub(crate) fn div_rem(&self, divisor: &Nat) -> (Nat, Nat) {
        if self < divisor {
            return (Nat::default(), self.clone());
        }
        let n = divisor.0.len();
        // With the divisor's top bit set an estimated digit is too great by two at most.
        let shift = divisor.0[n - 1].leading_zeros() as usize;
        let divisor = divisor.shift_left(shift).0;
        let mut rest = self.shift_left(shift).0;
        rest.resize(self.0.len() + 1, 0);
        let top = u128::from(divisor[n - 1]);
        let second = if n > 1 { u128::from(divisor[n - 2]) } else { 0 };

        let mut quotient = vec![0; rest.len() - n];
        for j in (0..quotient.len()).rev() {
            let leading = u128::from(rest[j + n]) << 64 | u128::from(rest[j + n - 1]);
            let third = if n > 1 { u128::from(rest[j + n - 2]) } else { 0 };
            let mut digit = (leading / top).min(u128::from(u64::MAX));
            let mut left = leading - digit * top;
            while left >> 64 == 0 && digit * second > (left << 64 | third) {
                digit -= 1;
                left += top;
            }
            let mut digit = digit as u64;
            let part = &mut rest[j..=j + n];
            if mul_sub_limbs(part, &divisor, digit) {
                digit -= 1;
                add_limbs(part, &divisor);
            }
            quotient[j] = digit;
        }
        rest.truncate(n);
        (Nat::from_limbs(quotient), Nat::from_limbs(rest).shift_right(shift))
    }

    /// The remainder by a small number, which must not be zero.
    pub(crate) fn rem_small(&self, divisor: u64) -> u64 {
        let step = |rest: u64, &limb: &u64| {
            ((u128::from(rest) << 64 | u128::from(limb)) % u128::from(divisor)) as u64
        };
        self.0.iter().rev().fold(0, step)
    }

    /// The greatest common divisor.
    pub(crate) fn gcd(&self, other: &Nat) -> Nat {
        let (mut a, mut b) = (self.clone(), other.clone());
        while !b.is_zero() {
            (a, b) = (b.clone(), a.rem(&b));
        }
        a
    }

    /// The number that multiplied by this one leaves 1 modulo `modulus` (greater than one), if there is one.
    pub(crate) fn inverse(&self, modulus: &Nat) -> Option<Nat> {
        // Invariant: a = ±x·self and b = ±y·self modulo `modulus`, the signs alternating from step to step.
        let (mut a, mut b) = (modulus.clone(), self.rem(modulus));
        let (mut x, mut y) = (Nat::default(), Nat::from(1));
        let mut b_is_negative = false;
        while !b.is_zero() {
            let (quotient, rest) = a.div_rem(&b);
            let next = x.add(&quotient.mul(&y));
            (a, b) = (b, rest);
            (x, y) = (y, next);
            b_is_negative = !b_is_negative;
        }
        // One step too far: the sign is that of the step before.
        a.is_one().then(|| if b_is_negative { x.rem(modulus) } else { modulus.abs_diff(&x.rem(modulus)) })
    }
}

/// `acc += addend`; `acc` is at least as long. Returns the carry out of it.
pub(crate) fn add_limbs(acc: &mut [u64], addend: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(addend.len());
    let mut carry = false;
    for (limb, &add) in low.iter_mut().zip(addend) {
        (*limb, carry) = limb.carrying_add(add, carry);
    }
    for limb in high {
        if !carry {
            break;
        }
        (*limb, carry) = limb.overflowing_add(1);
    }
    carry
}

/// `acc -= subtrahend`; `acc` is at least as long. Returns the borrow out of it.
pub(crate) fn sub_limbs(acc: &mut [u64], subtrahend: &[u64]) -> bool {
    let (low, high) = acc.split_at_mut(subtrahend.len());
    let mut borrow = false;
    for (limb, &sub) in low.iter_mut().zip(subtrahend) {
        (*limb, borrow) = limb.borrowing_sub(sub, borrow);
    }
    for limb in high {
        if !borrow {
            break;
        }
        (*limb, borrow) = limb.overflowing_sub(1);
    }
    borrow
}

/// `acc += row · factor` over the length of `row`. Returns the limb carried out.
#[inline(always)]
pub(crate) fn mul_add_limbs(acc: &mut [u64], row: &[u64], factor: u64) -> u64 {
    let mut carry = 0;
    for (limb, &digit) in acc.iter_mut().zip(row) {
        (*limb, carry) = digit.carrying_mul_add(factor, *limb, carry);
    }
    carry
}

/// `acc -= row · factor` where `acc` has one limb more than `row`. Returns the borrow out of it.
fn mul_sub_limbs(acc: &mut [u64], row: &[u64], factor: u64) -> bool {
    let mut product = vec![0; row.len() + 1];
    product[row.len()] = mul_add_limbs(&mut product[..row.len()], row, factor);
    sub_limbs(acc, &product)
}

#[cfg(test)]
#[path = "nat_tests.rs"]
mod tests;
