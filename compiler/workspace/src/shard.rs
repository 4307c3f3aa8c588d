//! A part of the targets, for one of several machines.

use std::fmt;

/// One of several parts. Which target is in which part depends on its name alone, so machines need not talk to each
/// other, and a target stays where it is when others come or go.
///
/// ```
/// use nexachart_workspace::Shard;
/// let shard = Shard::parse("2/3").unwrap();
/// let parts = [1, 2, 3].map(|index| Shard { index, of: 3 });
/// assert_eq!(parts.iter().filter(|part| part.has("api/prod")).count(), 1);
/// assert_eq!(shard.to_string(), "2/3");
/// assert!(Shard::parse("0/3").is_none() && Shard::parse("4/3").is_none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Which one, from 1.
    pub index: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// Reads `INDEX/COUNT`.
    pub fn parse(text: &str) -> Option<Shard> {
        let (index, of) = text.split_once('/')?;
        let number = |text: &str| text.parse().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
        let shard = Shard { index: number(index)?, of: number(of)? };
        (1..=shard.of).contains(&shard.index).then_some(shard)
    }

    /// Whether the target of that name is in this part.
    pub fn has(&self, target: &str) -> bool {
        mixed(target.as_bytes()) % u64::from(self.of) == u64::from(self.index) - 1
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// FNV-1a, and a finish by which the low digits depend on all bits. It must never change.
fn mixed(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    let hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::{Shard, mixed};

    #[test]
    fn parts_are_of_like_size_and_stay() {
        assert_eq!(mixed(b"api/prod"), 0x6202a7771cccd27c);
        let mut counts = [0; 4];
        for chart in 0..200 {
            for environment in ["dev", "staging", "prod"] {
                let name = format!("chart-{chart}/{environment}");
                let parts: Vec<u32> = (1..=4).filter(|&index| Shard { index, of: 4 }.has(&name)).collect();
                assert_eq!(parts.len(), 1);
                counts[parts[0] as usize - 1] += 1;
            }
        }
        assert!(counts.iter().all(|count| (120..=180).contains(count)), "{counts:?}");
    }
}
