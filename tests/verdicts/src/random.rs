//! Random choices that are the same each time.

/// SplitMix64.
pub struct Random(u64);

impl Random {
    /// A stream of its own for each name.
    pub fn new(seed: u64, name: &str) -> Random {
        Random(name.bytes().fold(seed, |state, b| (state ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
    }

    /// A number below another.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end.max(1) as u64) as usize
    }

    /// One of some words. There must be one.
    pub fn word<'s>(&mut self, some: &[&'s str]) -> &'s str {
        some[self.below(some.len())]
    }

    /// One of some. There must be one.
    pub fn of<'s, T>(&mut self, some: &'s [T]) -> &'s T {
        &some[self.below(some.len())]
    }
}
