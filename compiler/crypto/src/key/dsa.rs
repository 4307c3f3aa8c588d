//! DSA keys: new ones only, since no certificate can hold one (Go: crypto/dsa).

use crate::Random;
use crate::number::{Modulus, Nat, prime};

/// FIPS 186-4, table C.1: rounds for primes of this size without a Lucas test.
const ROUNDS: usize = 56;
const P_BITS: usize = 2048;
const Q_BITS: usize = 256;

/// A private key.
#[derive(Clone, Debug)]
pub(crate) struct DsaKey {
    pub(crate) p: Nat,
    pub(crate) q: Nat,
    pub(crate) g: Nat,
    pub(crate) y: Nat,
    pub(crate) x: Nat,
}

impl DsaKey {
    /// A new key with parameters of its own, of Go's size `L2048N256`.
    pub(crate) fn generate(random: &mut dyn Random) -> Self {
        let (q, modulus) = loop {
            let mut start = Nat::random_bits(random, Q_BITS).to_padded_bytes(Q_BITS / 8);
            start[0] |= 0x80;
            start[Q_BITS / 8 - 1] |= 1;
            let start = Nat::from_bytes(&start);
            if let Some(q) = prime::first_prime(random, Q_BITS, &start, &Nat::from(2), ROUNDS, |_| true)
                && let Some(p) = random_p(random, &q)
                && let Some(modulus) = Modulus::new(p)
            {
                break (q, modulus);
            }
        };
        let p = modulus.value();
        let cofactor = p.minus_one().div_rem(&q).0;
        let mut base = Nat::from(2);
        let generator = loop {
            let power = modulus.power(&modulus.residue(&base), &cofactor);
            if power != modulus.one() {
                break power;
            }
            base = base.add(&Nat::from(1));
        };
        let x = Nat::random_below(random, &q.minus_one()).add(&Nat::from(1));
        let y = modulus.number(&modulus.power(&generator, &x));
        DsaKey { p: p.clone(), g: modulus.number(&generator), q, y, x }
    }
}

/// A random prime of which q divides the number before.
fn random_p(random: &mut dyn Random, q: &Nat) -> Option<Nat> {
    let step = q.shift_left(1);
    let one = Nat::from(1);
    let lowest = one.shift_left(P_BITS - 1);
    // A window misses once in some hundred times; so many in a row do not happen.
    (0..64).find_map(|_| {
        let start = lowest.add(&Nat::random_bits(random, P_BITS - 1));
        let start = start.abs_diff(&start.rem(&step)).add(&step).add(&one);
        prime::first_prime(random, P_BITS, &start, &step, ROUNDS, |_| true)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::tests::Seeded;

    #[test]
    fn parameters_fit_together() {
        let key = DsaKey::generate(&mut Seeded::new(1));
        assert_eq!((key.p.bit_len(), key.q.bit_len()), (P_BITS, Q_BITS));
        assert!(key.p.minus_one().rem(&key.q).is_zero());
        let modulus = Modulus::new(key.p.clone()).unwrap();
        let generator = modulus.residue(&key.g);
        assert_ne!(generator, modulus.one());
        assert_eq!(modulus.power(&generator, &key.q), modulus.one());
        assert_eq!(modulus.power(&generator, &key.x), modulus.residue(&key.y));
    }
}
