//! Simple case folding: which code points differ only in case. Go: unicode.SimpleFold.

use std::sync::OnceLock;

use super::tables::FOLD_RUNS;

/// Every code point that has equivalents, with the next one of its orbit, sorted.
fn orbits() -> &'static [(u32, u32)] {
    static ORBITS: OnceLock<Vec<(u32, u32)>> = OnceLock::new();
    ORBITS.get_or_init(|| {
        let mut points = Vec::with_capacity(3000);
        for &(first, last, step, delta) in FOLD_RUNS {
            points.extend((first..=last).step_by(step as usize).map(|c| (c, c.wrapping_add_signed(delta))));
        }
        points.sort_unstable();
        points
    })
}

/// The code point after `c` in the ring of those equal to it but for case; `c` itself if there is no other.
pub(super) fn next(c: u32) -> u32 {
    match c {
        // `k` and `s` have a third form each, the Kelvin sign and the long s.
        0x4B | 0x53 | 0x6B | 0x73 => {}
        0x41..=0x5A | 0x61..=0x7A => return c ^ 0x20,
        0..=0x7F => return c,
        _ => {}
    }
    let points = orbits();
    match points.binary_search_by_key(&c, |&(point, _)| point) {
        Ok(i) => points[i].1,
        Err(_) => c,
    }
}

/// Calls `add` with every equivalent of each code point of `first..=last`, the code points themselves left out
/// (though one may come as the equivalent of another).
pub(super) fn for_each_equivalent(first: u32, last: u32, mut add: impl FnMut(u32)) {
    let points = orbits();
    let from = points.partition_point(|&(point, _)| point < first);
    for &(point, equivalent) in points[from..].iter().take_while(|&&(point, _)| point <= last) {
        let mut c = equivalent;
        while c != point {
            add(c);
            c = next(c);
        }
    }
}
