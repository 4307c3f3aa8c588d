//! Where randomness comes from, and the two functions that only draw: `randBytes` and `uuidv4`.

use nexachart_go::base64;
use sha2::{Digest, Sha256};

/// A source of random bytes.
///
/// Give the operating system's for real secrets, a seeded stream cipher for output that can be
/// repeated: what is made from a source depends on nothing but its bytes. Closures over a byte slice
/// are sources too. A source must not run in circles: primes are looked for until they are found.
pub trait Random {
    /// Overwrites all of `out` with random bytes.
    fn fill(&mut self, out: &mut [u8]);

    /// How many threads may look for primes. What is found does not depend on it.
    fn threads(&self) -> usize {
        1
    }
}

impl<F: FnMut(&mut [u8])> Random for F {
    fn fill(&mut self, out: &mut [u8]) {
        self(out);
    }
}

/// A stream of bytes that follows from a seed: SHA-256 over the seed and a counter. It is as hard to foresee as
/// the seed is.
#[derive(Clone, Debug, Default)]
pub struct Stream {
    seed: [u8; 32],
    block: [u8; 32],
    /// How many bytes of the block are left.
    left: usize,
    counter: u64,
}

impl Stream {
    /// The stream of a seed in pieces, which are put one after the other.
    pub fn new(seed: &[&[u8]]) -> Stream {
        Stream { seed: Sha256::digest(seed.concat()).into(), ..Stream::default() }
    }

    /// A stream that follows from 32 bytes of another source.
    pub(crate) fn of(random: &mut dyn Random) -> Stream {
        let mut stream = Stream::default();
        random.fill(&mut stream.seed);
        stream
    }
}

impl Random for Stream {
    fn fill(&mut self, out: &mut [u8]) {
        for byte in out {
            if self.left == 0 {
                self.block = Sha256::digest([&self.seed[..], &self.counter.to_le_bytes()].concat()).into();
                self.counter += 1;
                self.left = self.block.len();
            }
            *byte = self.block[self.block.len() - self.left];
            self.left -= 1;
        }
    }
}

/// The most bytes that [`rand_bytes`] gives, 64 MiB; Go ends only with its memory.
pub const MAX_RAND_BYTES: i64 = 64 << 20;

/// `randBytes`: `count` random bytes in base64 (sprig: crypto.go).
///
/// # Errors
/// Go's panic text for a negative count, our own above [`MAX_RAND_BYTES`].
pub fn rand_bytes(random: &mut dyn Random, count: i64) -> Result<String, String> {
    if count < 0 {
        return Err("runtime error: makeslice: len out of range".into());
    }
    if count > MAX_RAND_BYTES {
        return Err(format!("{count} random bytes are more than the limit of {MAX_RAND_BYTES}"));
    }
    // The limit above fits in a usize on every platform.
    let mut bytes = vec![0; count as usize];
    random.fill(&mut bytes);
    Ok(base64::encode(&bytes))
}

/// `uuidv4`: a random UUID, version 4, RFC 9562 variant (Go: google/uuid `New`).
///
/// ```
/// let uuid = nexachart_crypto::random::uuid_v4(&mut |out: &mut [u8]| out.fill(0xff));
/// assert_eq!(uuid, "ffffffff-ffff-4fff-bfff-ffffffffffff");
/// ```
pub fn uuid_v4(random: &mut dyn Random) -> String {
    let mut b = [0; 16];
    random.fill(&mut b);
    b[6] = b[6] & 0x0f | 0x40;
    b[8] = b[8] & 0x3f | 0x80;
    let x = u128::from_be_bytes(b);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        x >> 96,
        x >> 80 & 0xffff,
        x >> 64 & 0xffff,
        x >> 48 & 0xffff,
        x & 0xffff_ffff_ffff
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// SHA-256 of a seed and a counter: enough of a stream for tests that must repeat.
    pub(crate) struct Seeded {
        seed: u64,
        counter: u64,
    }

    impl Seeded {
        pub(crate) fn new(seed: u64) -> Self {
            Seeded { seed, counter: 0 }
        }
    }

    impl Random for Seeded {
        fn fill(&mut self, out: &mut [u8]) {
            for chunk in out.chunks_mut(32) {
                let block = Sha256::new()
                    .chain_update(self.seed.to_le_bytes())
                    .chain_update(self.counter.to_le_bytes())
                    .finalize();
                chunk.copy_from_slice(&block[..chunk.len()]);
                self.counter += 1;
            }
        }
    }

    #[test]
    fn rand_bytes_by_count() {
        let mut ones = |out: &mut [u8]| out.fill(0xff);
        let cases: [(i64, Result<&str, &str>); 4] = [
            (0, Ok("")),
            (1, Ok("/w==")),
            (3, Ok("////")),
            (-1, Err("runtime error: makeslice: len out of range")),
        ];
        for (count, want) in cases {
            let got = rand_bytes(&mut ones, count);
            assert_eq!(got.as_ref().map(String::as_str).map_err(String::as_str), want, "{count}");
        }
        assert!(rand_bytes(&mut ones, i64::MAX).is_err());
    }

    #[test]
    fn uuid_version_and_variant() {
        let uuid = uuid_v4(&mut |out: &mut [u8]| out.fill(0));
        assert_eq!(uuid, "00000000-0000-4000-8000-000000000000");
        assert_ne!(uuid_v4(&mut Seeded::new(1)), uuid_v4(&mut Seeded::new(2)));
    }
}
