//! What the fuzz targets share: how an input is divided, and the slow or foreign programs that results are held
//! against.

pub mod chart;
pub mod regexp;
pub mod sandbox;
pub mod tar;
pub mod value;
pub mod yaml;

/// The parts of an input, divided by this byte (the record separator of ASCII); what is missing is empty.
pub const DIVIDER: u8 = 0x1e;

/// The first `N` parts of an input; the last one has all that is left.
pub fn parts<const N: usize>(input: &[u8]) -> [&[u8]; N] {
    let mut split = input.splitn(N, |&b| b == DIVIDER);
    std::array::from_fn(|_| split.next().unwrap_or_default())
}
