//! The order in which Go's `sort.Slice` leaves elements: equal ones not where they were. Go: sort/zsortfunc.go, a
//! pattern-defeating quicksort.

use std::ops::Range;

/// The indices of `count` elements in sorted order. Up to twelve elements equal ones keep their order; of more they end where
/// Go puts them. `less` need not be an order: the result is some permutation then.
///
/// ```
/// use nexachart_cel::kernel::sort::sort_indices;
/// let words = ["pear", "fig", "apple", "kiwi"];
/// assert_eq!(sort_indices(4, |a, b| words[a].len() < words[b].len()), [1, 0, 3, 2]);
/// ```
pub fn sort_indices(count: usize, less: impl FnMut(usize, usize) -> bool) -> Vec<usize> {
    let mut sorter = Sorter { indices: (0..count).collect(), less };
    sorter.sort(0..count, usize::BITS - count.leading_zeros());
    sorter.indices
}

/// Ranges up to this length are sorted by insertion.
const SHORT: usize = 12;
/// Ranges from this length on get a better pivot, and are worth repairing.
const LONG: usize = 50;
/// How often two elements may be out of order in a range that is repaired.
const MOST_REPAIRS: usize = 5;
/// How many swaps it takes to find the pivot of a falling range.
const MOST_SWAPS: usize = 12;

struct Sorter<F> {
    indices: Vec<usize>,
    less: F,
}

/// What the search for a pivot found out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hint {
    Unknown,
    Rising,
    Falling,
}

/// How a range was parted.
struct Parted {
    pivot: usize,
    /// Whether nothing had to be moved.
    was_parted: bool,
}

impl<F: FnMut(usize, usize) -> bool> Sorter<F> {
    fn less(&mut self, a: usize, b: usize) -> bool {
        (self.less)(self.indices[a], self.indices[b])
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.indices.swap(a, b);
    }

    /// Sorts a range; after `bad` bad pivots by heap. The shorter part of each is sorted by recursion, so that its depth is the
    /// logarithm of the length.
    fn sort(&mut self, mut range: Range<usize>, mut bad: u32) {
        let (mut was_balanced, mut was_parted) = (true, true);
        while range.len() > SHORT {
            if bad == 0 {
                return self.sort_by_heap(range);
            }
            if !was_balanced {
                self.scatter(&range);
                bad -= 1;
            }
            let (mut pivot, mut hint) = self.choose_pivot(&range);
            if hint == Hint::Falling {
                self.indices[range.clone()].reverse();
                pivot = range.end - 1 - (pivot - range.start);
                hint = Hint::Rising;
            }
            if was_balanced && was_parted && hint == Hint::Rising && self.repair(&range) {
                return;
            }
            if range.start > 0 && !self.less(range.start - 1, pivot) {
                range.start = self.part_equal(&range, pivot);
                continue;
            }
            let parted = self.part(&range, pivot);
            was_parted = parted.was_parted;
            let (left, right) = (range.start..parted.pivot, parted.pivot + 1..range.end);
            // Go counts the pivot with the right part.
            let threshold = range.len() / 8;
            if left.len() < right.len() + 1 {
                was_balanced = left.len() >= threshold;
                self.sort(left, bad);
                range = right;
            } else {
                was_balanced = right.len() + 1 >= threshold;
                self.sort(right, bad);
                range = left;
            }
        }
        self.insert(range);
    }

    fn insert(&mut self, range: Range<usize>) {
        for end in range.start + 1..range.end.max(range.start + 1) {
            let mut at = end;
            while at > range.start && self.less(at, at - 1) {
                self.swap(at, at - 1);
                at -= 1;
            }
        }
    }

    fn sort_by_heap(&mut self, range: Range<usize>) {
        let (first, count) = (range.start, range.len());
        for root in (0..=(count - 1) / 2).rev() {
            self.sift_down(first, root, count);
        }
        for end in (0..count).rev() {
            self.swap(first, first + end);
            self.sift_down(first, 0, end);
        }
    }

    fn sift_down(&mut self, first: usize, mut root: usize, end: usize) {
        loop {
            let mut child = 2 * root + 1;
            if child >= end {
                return;
            }
            if child + 1 < end && self.less(first + child, first + child + 1) {
                child += 1;
            }
            if !self.less(first + root, first + child) {
                return;
            }
            self.swap(first + root, first + child);
            root = child;
        }
    }

    /// Moves what is less than the pivot before it and the rest behind it.
    fn part(&mut self, range: &Range<usize>, pivot: usize) -> Parted {
        let first = range.start;
        self.swap(first, pivot);
        let (mut low, mut high) = (first + 1, range.end - 1);
        let mut was_parted = true;
        loop {
            while low <= high && self.less(low, first) {
                low += 1;
            }
            while low <= high && !self.less(high, first) {
                high -= 1;
            }
            if low > high {
                self.swap(high, first);
                return Parted { pivot: high, was_parted };
            }
            was_parted = false;
            self.swap(low, high);
            low += 1;
            high -= 1;
        }
    }

    /// Moves what equals the pivot before the rest, where nothing is less; gives the begin of the rest.
    fn part_equal(&mut self, range: &Range<usize>, pivot: usize) -> usize {
        let first = range.start;
        self.swap(first, pivot);
        let (mut low, mut high) = (first + 1, range.end - 1);
        loop {
            while low <= high && !self.less(first, low) {
                low += 1;
            }
            while low <= high && self.less(first, high) {
                high -= 1;
            }
            if low > high {
                return low;
            }
            self.swap(low, high);
            low += 1;
            high -= 1;
        }
    }

    /// Sorts a range in which few elements are out of order; whether it is sorted then.
    fn repair(&mut self, range: &Range<usize>) -> bool {
        let mut at = range.start + 1;
        for _ in 0..MOST_REPAIRS {
            while at < range.end && !self.less(at, at - 1) {
                at += 1;
            }
            if at == range.end {
                return true;
            }
            if range.len() < LONG {
                return false;
            }
            self.swap(at, at - 1);
            if at - range.start >= 2 {
                let mut to = at - 1;
                // Go stops at the begin of all elements, not of the range.
                while to >= 1 && self.less(to, to - 1) {
                    self.swap(to, to - 1);
                    to -= 1;
                }
            }
            if range.end - at >= 2 {
                let mut to = at + 1;
                while to < range.end && self.less(to, to - 1) {
                    self.swap(to, to - 1);
                    to += 1;
                }
            }
        }
        false
    }

    /// Moves three elements to places that look like chance, so that a pattern that makes bad pivots goes.
    fn scatter(&mut self, range: &Range<usize>) {
        let count = range.len();
        let mut random = count as u64;
        let mask = (1_u64 << (usize::BITS - count.leading_zeros())) - 1;
        let middle = range.start + count / 4 * 2;
        for at in middle - 1..=middle + 1 {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            let other = (random & mask) as usize;
            self.swap(at, range.start + if other >= count { other - count } else { other });
        }
    }

    fn choose_pivot(&mut self, range: &Range<usize>) -> (usize, Hint) {
        let quarter = range.len() / 4;
        let mut swaps = 0;
        let mut candidates = [1, 2, 3].map(|n| range.start + quarter * n);
        if range.len() >= LONG {
            for at in &mut candidates {
                *at = self.median([*at - 1, *at, *at + 1], &mut swaps);
            }
        }
        let pivot = self.median(candidates, &mut swaps);
        let hint = match swaps {
            0 => Hint::Rising,
            MOST_SWAPS => Hint::Falling,
            _ => Hint::Unknown,
        };
        (pivot, hint)
    }

    fn median(&mut self, [mut a, mut b, mut c]: [usize; 3], swaps: &mut usize) -> usize {
        (a, b) = self.ordered(a, b, swaps);
        (b, c) = self.ordered(b, c, swaps);
        let _ = c;
        self.ordered(a, b, swaps).1
    }

    fn ordered(&mut self, a: usize, b: usize, swaps: &mut usize) -> (usize, usize) {
        if self.less(b, a) {
            *swaps += 1;
            (b, a)
        } else {
            (a, b)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sort_indices;

    #[test]
    fn sorts_whatever_the_pattern() {
        let mut random = 1_u64;
        for count in [0, 1, 12, 13, 49, 50, 500, 5000] {
            for most in [1, 2, 10, u64::MAX] {
                let keys: Vec<u64> = (0..count)
                    .map(|n| {
                        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(n);
                        (random >> 20) % most
                    })
                    .collect();
                let order = sort_indices(keys.len(), |a, b| keys[a] < keys[b]);
                assert!(order.is_sorted_by_key(|at| keys[*at]));
                let mut all = order.clone();
                all.sort_unstable();
                assert!(all.iter().enumerate().all(|(n, at)| n == *at));
            }
        }
    }

    #[test]
    fn equal_elements_end_where_go_puts_them() {
        let order = sort_indices(13, |a, b| a % 2 < b % 2);
        assert_eq!(order, GO);
    }

    /// `sort.Slice` of 0 to 12 by `n % 2`.
    const GO: [usize; 13] = [8, 12, 2, 0, 4, 10, 6, 3, 7, 9, 5, 11, 1];
}
