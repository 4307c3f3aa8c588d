//! RSA keys: generation, the checks that Go makes of a given key, and PKCS #1 v1.5 signatures.

use std::thread;

use sha2::{Digest, Sha256};

use crate::Random;
use crate::number::{Modulus, Nat, prime};
use crate::random::Stream;

/// The public exponent of the keys that we make.
const EXPONENT: u64 = 65537;

/// The most bits of a modulus or prime that we calculate with; Go goes on without end.
pub(crate) const MAX_BITS: usize = 16384;

/// What signatures are checked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RsaPublicKey {
    pub(crate) modulus: Nat,
    pub(crate) exponent: Nat,
}

/// A private key.
#[derive(Clone, Debug)]
pub(crate) struct RsaKey {
    pub(crate) modulus: Nat,
    pub(crate) exponent: u64,
    pub(crate) private_exponent: Nat,
    pub(crate) p: Nat,
    pub(crate) q: Nat,
    pub(crate) remainders: Remainders,
    /// The third prime and further ones, in keys of old.
    pub(crate) more_primes: Vec<MorePrime>,
}

/// What makes the private operation fast (the Chinese remainder theorem).
#[derive(Clone, Debug)]
pub(crate) struct Remainders {
    /// The private exponent modulo p − 1 and modulo q − 1.
    pub(crate) d_p: Nat,
    pub(crate) d_q: Nat,
    /// The inverse of q modulo p.
    pub(crate) q_inverse: Nat,
}

/// A prime beyond the second one.
#[derive(Clone, Debug)]
pub(crate) struct MorePrime {
    pub(crate) prime: Nat,
    /// The private exponent modulo this prime less one.
    pub(crate) exponent: Nat,
    /// The inverse of the product of the primes before, modulo this one.
    pub(crate) coefficient: Nat,
}

/// The numbers of a key as they were read.
pub(crate) struct RsaParts {
    pub(crate) modulus: Nat,
    pub(crate) exponent: i64,
    pub(crate) private_exponent: Nat,
    pub(crate) p: Nat,
    pub(crate) q: Nat,
    pub(crate) remainders: Option<Remainders>,
    pub(crate) more_primes: Vec<Nat>,
}

impl RsaKey {
    /// A new key with a modulus of `bits` bits, a multiple of 128 (Go: crypto/rsa `GenerateKey`).
    ///
    /// It depends on nothing but the bytes that `random` gives.
    pub(crate) fn generate(random: &mut dyn Random, bits: usize) -> Self {
        loop {
            let [p, q] = random_factors(random, bits / 2);
            // FIPS 186-5, A.1.3: the distance must exceed 2^(bits/2 − 100), and d 2^(bits/2).
            if p.abs_diff(&q).bit_len() <= bits / 2 - 100 {
                continue;
            }
            if let Some(key) = RsaKey::from_primes(p, q)
                && key.private_exponent.bit_len() > bits / 2
            {
                return key;
            }
        }
    }

    /// None if the public exponent has no inverse, which the choice of the primes excludes.
    fn from_primes(p: Nat, q: Nat) -> Option<Self> {
        let (p_less, q_less) = (p.minus_one(), q.minus_one());
        // FIPS 186-5, A.1.1: modulo the least common multiple, not the product.
        let order = p_less.mul(&q_less.div_rem(&p_less.gcd(&q_less)).0);
        let private_exponent = Nat::from(EXPONENT).inverse(&order)?;
        Some(RsaKey {
            modulus: p.mul(&q),
            exponent: EXPONENT,
            remainders: Remainders::new(&private_exponent, &p, &q)?,
            private_exponent,
            p,
            q,
            more_primes: Vec::new(),
        })
    }

    /// A key from its parts, if Go would take them (Go: crypto/rsa `Precompute` and `Validate`).
    ///
    /// # Errors
    /// Go's text, and our own for numbers above [`MAX_BITS`].
    pub(crate) fn from_parts(parts: RsaParts) -> Result<Self, String> {
        let longest = [&parts.modulus, &parts.p, &parts.q].into_iter().chain(&parts.more_primes);
        if let Some(bits) = longest.map(Nat::bit_len).max().filter(|bits| *bits > MAX_BITS) {
            return Err(format!("RSA key with a number of {bits} bits, more than the limit of {MAX_BITS}"));
        }
        let RsaParts { modulus, exponent, private_exponent, p, q, remainders, more_primes } = parts;
        let has_two_primes = more_primes.is_empty();
        let numbers = [&modulus, &p, &q];
        let checked = if has_two_primes { &numbers[..] } else { &numbers[..1] };
        if checked.iter().any(|number| **number <= Nat::from(1)) {
            return Err("modulus must be > 1".into());
        }
        below(&private_exponent, &modulus)?;
        if !has_two_primes {
            let exponent = check_public(&modulus, exponent)?;
            return RsaKey::with_more_primes(modulus, exponent, private_exponent, p, q, more_primes);
        }
        let remainders = match remainders {
            Some(remainders) => {
                below(&remainders.q_inverse, &p)?;
                remainders
            }
            None if p == Nat::from(2) || q == Nat::from(2) => return Err("modulus must be > 1".into()),
            None => Remainders::new(&private_exponent, &p, &q).ok_or("crypto/rsa: p is even")?,
        };
        let exponent = check_public(&modulus, exponent)?;
        let key = RsaKey { modulus, exponent, private_exponent, p, q, remainders, more_primes: Vec::new() };
        key.check_private()?;
        Ok(key)
    }

    /// Go: crypto/rsa `precomputeLegacy`, which checks little.
    fn with_more_primes(
        modulus: Nat,
        exponent: u64,
        private_exponent: Nat,
        p: Nat,
        q: Nat,
        more_primes: Vec<Nat>,
    ) -> Result<Self, String> {
        if [&p, &q].into_iter().chain(&more_primes).any(|prime| *prime <= Nat::from(1)) {
            return Err("crypto/rsa: prime factor is <= 1".into());
        }
        let not_prime = "crypto/rsa: prime factors are not relatively prime";
        let remainders = Remainders {
            d_p: private_exponent.rem(&p.minus_one()),
            d_q: private_exponent.rem(&q.minus_one()),
            q_inverse: q.inverse(&p).ok_or(not_prime)?,
        };
        let mut product = p.mul(&q);
        let mut checked = Vec::with_capacity(more_primes.len());
        for prime in more_primes {
            let coefficient = product.inverse(&prime).ok_or(not_prime)?;
            product = product.mul(&prime);
            checked.push(MorePrime {
                exponent: private_exponent.rem(&prime.minus_one()),
                coefficient,
                prime,
            });
        }
        Ok(RsaKey { modulus, exponent, private_exponent, p, q, remainders, more_primes: checked })
    }

    /// Go: crypto/internal/fips140/rsa `checkPrivateKey`, in its order.
    fn check_private(&self) -> Result<(), &'static str> {
        let RsaKey { modulus, private_exponent: d, p, q, remainders, .. } = self;
        let e = Nat::from(self.exponent);
        if p >= modulus || q >= modulus {
            return Err("crypto/rsa: invalid prime");
        }
        if !p.mul(q).rem(modulus).is_zero() {
            return Err("crypto/rsa: p * q != n");
        }
        for (prime, exponent) in [(p, &remainders.d_p), (q, &remainders.d_q)] {
            let order = prime.minus_one();
            if order <= Nat::from(1) {
                return Err("crypto/rsa: invalid prime");
            }
            if *exponent >= order || !exponent.mul(&e).rem(&order).is_one() {
                return Err("crypto/rsa: invalid CRT exponent");
            }
        }
        if !q.mul(&remainders.q_inverse).rem(p).is_one() {
            return Err("crypto/rsa: invalid CRT coefficient");
        }
        if d.rem(&p.minus_one()) != remainders.d_p {
            return Err("crypto/rsa: d does not match dP");
        }
        if d.rem(&q.minus_one()) != remainders.d_q {
            return Err("crypto/rsa: d does not match dQ");
        }
        if p == q {
            return Err("crypto/rsa: p == q");
        }
        let half = modulus.bit_len() / 2;
        if p.abs_diff(q).bit_len() + 100 <= half {
            return Err("crypto/rsa: |p - q| too small");
        }
        if d.bit_len() <= half {
            return Err("crypto/rsa: d too small");
        }
        Ok(())
    }

    pub(crate) fn public(&self) -> RsaPublicKey {
        RsaPublicKey { modulus: self.modulus.clone(), exponent: Nat::from(self.exponent) }
    }

    /// The PKCS #1 v1.5 signature of the SHA-256 of `message` (Go: crypto/rsa `SignPKCS1v15`).
    ///
    /// # Errors
    /// Go's text for a key below 1024 bits and for a key that is none after all.
    pub(crate) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, String> {
        let bits = self.modulus.bit_len();
        if bits < 1024 {
            return Err(format!(
                "crypto/rsa: {bits}-bit keys are insecure \
                 (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
            ));
        }
        // RFC 8017, 9.2: 0, 1, ones, 0, and the DER of which hash it is and the hash.
        const SHA256_PREFIX: &[u8] =
            b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20";
        let hash = Sha256::digest(message);
        let len = bits.div_ceil(8);
        let mut padded = vec![0xff; len - SHA256_PREFIX.len() - hash.len() - 1];
        padded[..2].copy_from_slice(&[0, 1]);
        padded.push(0);
        padded.extend_from_slice(SHA256_PREFIX);
        padded.extend_from_slice(&hash);
        let signature = self.apply(&Nat::from_bytes(&padded));
        Ok(signature.ok_or("crypto/rsa: decryption error")?.to_padded_bytes(len))
    }

    /// `number` to the power of the private exponent, checked by the public one.
    fn apply(&self, number: &Nat) -> Option<Nat> {
        let modulus = Modulus::new(self.modulus.clone())?;
        let result = if self.more_primes.is_empty() {
            let (p, q) = (Modulus::new(self.p.clone())?, Modulus::new(self.q.clone())?);
            let Remainders { d_p, d_q, q_inverse } = &self.remainders;
            let by_p = p.power(&p.residue(number), d_p);
            let by_q = q.number(&q.power(&q.residue(number), d_q));
            let difference = p.sub(&by_p, &p.residue(&by_q));
            let steps = p.number(&p.mul(&difference, &p.residue(q_inverse)));
            by_q.add(&steps.mul(&self.q)).rem(&self.modulus)
        } else {
            modulus.number(&modulus.power(&modulus.residue(number), &self.private_exponent))
        };
        let again = modulus.power(&modulus.residue(&result), &Nat::from(self.exponent));
        (again == modulus.residue(number)).then_some(result)
    }
}

impl Remainders {
    /// None if p is even.
    fn new(private_exponent: &Nat, p: &Nat, q: &Nat) -> Option<Self> {
        let modulus = Modulus::new(p.clone())?;
        Some(Remainders {
            d_p: private_exponent.rem(&p.minus_one()),
            d_q: private_exponent.rem(&q.minus_one()),
            q_inverse: modulus.number(&modulus.inverse_of_prime(&modulus.residue(q))),
        })
    }
}

/// Go: crypto/internal/fips140/bigmod `SetBytes`, which looks at the number of limbs first.
fn below(number: &Nat, modulus: &Nat) -> Result<(), String> {
    if number.limbs().len() > modulus.limbs().len() {
        Err("input overflows the modulus size".into())
    } else if number >= modulus {
        Err("input overflows the modulus".into())
    } else {
        Ok(())
    }
}

/// Go: crypto/internal/fips140/rsa `checkPublicKey`. Gives the exponent.
fn check_public(modulus: &Nat, exponent: i64) -> Result<u64, &'static str> {
    if !modulus.is_odd() {
        return Err("crypto/rsa: public modulus is even");
    }
    match u64::try_from(exponent) {
        Err(_) | Ok(0 | 1) => Err("crypto/rsa: public exponent too small or negative"),
        Ok(exponent) if exponent % 2 == 0 => Err("crypto/rsa: public exponent is even"),
        Ok(exponent) if exponent >= 1 << 31 => Err("crypto/rsa: public exponent too large"),
        Ok(exponent) => Ok(exponent),
    }
}

/// A random prime of `bits` bits, the top two of them set, that leaves the public exponent invertible.
fn random_factors(random: &mut dyn Random, bits: usize) -> [Nat; 2] {
    // Each is looked for with a stream of its own, so that two threads find what one would find.
    let [mut first, mut second] = [(); 2].map(|()| Stream::of(random));
    if random.threads() < 2 {
        return [random_factor(&mut first, bits), random_factor(&mut second, bits)];
    }
    thread::scope(|scope| {
        let other = second.clone();
        let helper = thread::Builder::new().spawn_scoped(scope, move || random_factor(&mut { other }, bits));
        let first = random_factor(&mut first, bits);
        let found = helper.ok().and_then(|helper| helper.join().ok());
        [first, found.unwrap_or_else(|| random_factor(&mut second, bits))]
    })
}

fn random_factor(random: &mut dyn Random, bits: usize) -> Nat {
    let mut bytes = vec![0; bits / 8];
    let last = bytes.len() - 1;
    loop {
        random.fill(&mut bytes);
        // The product of two such primes has its top bit set.
        bytes[0] |= 0xc0;
        bytes[last] |= 1;
        let start = Nat::from_bytes(&bytes);
        let rounds = prime::rounds_for_random(bits);
        let invertible = |candidate: &Nat| candidate.rem_small(EXPONENT) != 1;
        if let Some(found) = prime::first_prime(random, bits, &start, &Nat::from(2), rounds, invertible) {
            return found;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::digest::sha256sum;
    use crate::key::PrivateKey;
    use crate::random::tests::Seeded;
    use crate::{mutations, pem};

    #[test]
    fn generated_keys_pass_the_checks_of_given_ones() {
        for seed in 0..6 {
            let key = RsaKey::generate(&mut Seeded::new(seed), 1024);
            assert_eq!(key.check_private(), Ok(()));
            assert_eq!((key.modulus.bit_len(), key.p.bit_len(), key.q.bit_len()), (1024, 512, 512));
            assert!(key.p.bit(510) && key.q.bit(510));
            let order = key.p.minus_one().mul(&key.q.minus_one());
            assert!(
                key.private_exponent
                    .mul(&Nat::from(EXPONENT))
                    .rem(&order.div_rem(&key.p.minus_one().gcd(&key.q.minus_one())).0)
                    .is_one()
            );
            assert!(key.apply(&Nat::from(seed)).is_some());
        }
    }

    /// Signatures of `openssl dgst -sha256 -sign`, by a key of two primes and one of three.
    #[test]
    fn signs_as_openssl() {
        let cases = [
            ("rsa", "9bcb88ecb52b43e159da7580657d405640c80be1d8bde044d07504695f0d51c0"),
            ("rsa3", "5baa065227fe878643eae70a12d2d1e4057d3624963429719ed10a562dfd0dad"),
        ];
        for (name, want) in cases {
            let der = mutations::base(include_str!("../../testdata/keys.txt"), name);
            let text = pem::encode("RSA PRIVATE KEY", &der);
            let Ok(PrivateKey::Rsa(key)) = PrivateKey::from_pem(text.as_bytes()) else { panic!("{name}") };
            assert_eq!(sha256sum(&key.sign(b"sample").unwrap()), want, "{name}");
        }
    }

    #[test]
    fn refuses_short_keys() {
        let key = RsaKey::generate(&mut Seeded::new(1), 512);
        assert_eq!(
            key.sign(b"").unwrap_err(),
            "crypto/rsa: 512-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
        );
    }
}
