//! Random primes: a window of candidates is sieved, the first one that stays and passes is taken.

use std::sync::LazyLock;

use super::{Modulus, Nat};
use crate::Random;

/// Sieving goes up to here: more primes would cost more than the powers that they save.
const SIEVE_LIMIT: usize = 1 << 16;

/// The odd primes below [`SIEVE_LIMIT`].
static SMALL_PRIMES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let mut composite = vec![false; SIEVE_LIMIT];
    let mut primes = Vec::new();
    for i in (3..SIEVE_LIMIT).step_by(2) {
        if !composite[i] {
            primes.push(i as u32);
            composite[i..].iter_mut().step_by(i).for_each(|c| *c = true);
        }
    }
    primes
});

/// How many Miller–Rabin rounds with random bases make a false prime less likely than 2⁻¹²⁸, for
/// candidates drawn at random (Go: crypto/internal/fips140/rsa/keygen.go, after BoringSSL).
pub(crate) fn rounds_for_random(bits: usize) -> usize {
    match bits {
        3747.. => 3,
        1345.. => 4,
        476.. => 5,
        400.. => 6,
        347.. => 7,
        308.. => 8,
        55.. => 27,
        _ => 34,
    }
}

/// The first prime among `start`, `start + step`, … of `bits` bits that `wanted` accepts, if the window
/// holds one: it is about six times as long as primes lie apart. `bits` is 64 at least.
pub(crate) fn first_prime(
    random: &mut dyn Random,
    bits: usize,
    start: &Nat,
    step: &Nat,
    rounds: usize,
    wanted: impl Fn(&Nat) -> bool,
) -> Option<Nat> {
    let composite = sieve(start, step, 2 * bits);
    let candidates = composite.iter().enumerate().filter(|(_, composite)| !**composite);
    candidates
        .map(|(i, _)| start.add(&step.mul(&Nat::from(i as u64))))
        .take_while(|candidate| candidate.bit_len() <= bits)
        .find(|candidate| wanted(candidate) && is_prime(random, candidate, rounds))
}

/// For each of `len` candidates, whether a small prime divides it.
fn sieve(start: &Nat, step: &Nat, len: usize) -> Vec<bool> {
    let mut composite = vec![false; len];
    let starts = remainders(start);
    let steps = remainders(step);
    for ((&prime, start), step) in SMALL_PRIMES.iter().zip(starts).zip(steps) {
        let first = match inverse_small(step, prime) {
            Some(inverse) => (u64::from(prime - start) * u64::from(inverse) % u64::from(prime)) as usize,
            // The prime divides the step: all candidates leave the same remainder.
            None if start == 0 => 0,
            None => continue,
        };
        if let Some(rest) = composite.get_mut(first..) {
            rest.iter_mut().step_by(prime as usize).for_each(|c| *c = true);
        }
    }
    composite
}

/// The remainder of `number` by each of the small primes.
fn remainders(number: &Nat) -> impl Iterator<Item = u32> {
    // Four primes of 16 bits fit in a limb: one long division gives the remainders by all of them.
    SMALL_PRIMES.chunks(4).flat_map(|primes| {
        let product = primes.iter().map(|&prime| u64::from(prime)).product();
        let rest = number.rem_small(product);
        primes.iter().map(move |&prime| (rest % u64::from(prime)) as u32)
    })
}

/// The inverse of `a` modulo a prime, None for zero.
fn inverse_small(a: u32, prime: u32) -> Option<u32> {
    let (mut a, mut b) = (i64::from(prime), i64::from(a));
    let (mut x, mut y) = (0, 1);
    while b != 0 {
        (a, b, x, y) = (b, a % b, y, x - a / b * y);
    }
    (a == 1).then(|| x.rem_euclid(i64::from(prime)) as u32)
}

/// Miller–Rabin with base two and then with `rounds` random bases.
pub(crate) fn is_prime(random: &mut dyn Random, number: &Nat, rounds: usize) -> bool {
    if *number <= Nat::from(3) {
        return *number >= Nat::from(2);
    }
    let Some(modulus) = Modulus::new(number.clone()) else { return false };
    let one = modulus.one();
    let minus_one = modulus.negate(&one);
    // number − 1 = odd · 2^twos
    let twos = number.minus_one().trailing_zeros();
    let odd = number.shift_right(twos);
    let passes = |mut power| {
        if power == one || power == minus_one {
            return true;
        }
        for _ in 1..twos {
            power = modulus.square(&power);
            if power == minus_one {
                return true;
            }
        }
        false
    };
    if !passes(modulus.power_of_two(&odd)) {
        return false;
    }
    (0..rounds).all(|_| {
        let base = loop {
            let base = modulus.random(random);
            if base != modulus.zero() && base != one && base != minus_one {
                break base;
            }
        };
        passes(modulus.power(&base, &odd))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::tests::Seeded;

    #[test]
    fn knows_primes() {
        let mut random = Seeded::new(1);
        let small: Vec<u64> = (0..60).filter(|&n| is_prime(&mut random, &Nat::from(n), 20)).collect();
        assert_eq!(small, [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59]);
        let cases = [
            // Mersenne primes and their neighbours; a Carmichael number; strong pseudoprimes to base 2.
            ("1fffffffffffffff", true),
            ("7fffffffffffffffffffffffffffffff", true),
            ("7ffffffffffffffffffffffffffffffd", false),
            ("231", false),
            ("7ff", false),
            ("ccd", false),
        ];
        for (digits, want) in cases {
            assert_eq!(is_prime(&mut random, &Nat::from_hex(digits), 20), want, "{digits}");
        }
    }

    #[test]
    fn sieve_finds_small_factors() {
        let start = Nat::from_hex("c0ffee00c0ffee00c0ffee00c0ffee01");
        for step in [Nat::from(2), Nat::from(2 * 3 * 65521)] {
            for (i, composite) in sieve(&start, &step, 200).into_iter().enumerate() {
                let candidate = start.add(&step.mul(&Nat::from(i as u64)));
                let divisible = SMALL_PRIMES.iter().any(|&p| candidate.rem_small(u64::from(p)) == 0);
                assert_eq!(composite, divisible, "{i}");
            }
        }
    }

    #[test]
    fn finds_the_first_one() {
        // 2¹²⁷ − 1 is prime, the four odd numbers before it are not.
        let start = Nat::from_hex("7ffffffffffffffffffffffffffffff7");
        let found = first_prime(&mut Seeded::new(1), 127, &start, &Nat::from(2), 5, |_| true);
        assert_eq!(found, Some(Nat::from_hex("7fffffffffffffffffffffffffffffff")));
        assert_eq!(first_prime(&mut Seeded::new(1), 126, &start, &Nat::from(2), 5, |_| true), None);
        assert_eq!(first_prime(&mut Seeded::new(1), 127, &start, &Nat::from(2), 5, |_| false), None);
    }
}
