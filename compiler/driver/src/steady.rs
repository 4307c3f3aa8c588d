//! Renders that come out the same at any time and on any machine: for goldens, and for what is compared.

use crate::{Nature, Seed, Zone};

/// What random values follow from. Known to everybody: what is drawn so is for comparing alone.
const SEED: u64 = 1;
/// The time that templates see, in nanoseconds since 1970: 2020-01-01T00:00:00Z.
const TIME: i128 = 1_577_836_800_000_000_000;

/// The nature of such renders.
pub(crate) fn nature() -> Nature {
    Nature { seed: Some(Seed::Number(SEED)), now: Some(TIME), zone: Zone::Utc, ..Nature::default() }
}
