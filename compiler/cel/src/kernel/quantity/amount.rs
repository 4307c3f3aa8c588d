//! An integer times a power of ten, the usual quantity. Go: pkg/api/resource/amount.go, math.go.

use super::decimal::Decimal;

/// `value * 10^scale`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Int64Amount {
    pub(super) value: i64,
    pub(super) scale: i32,
}

impl Int64Amount {
    pub(super) fn as_i64(self) -> Option<i64> {
        if self.scale < 0 { None } else { scaled_up(self.value, self.scale) }
    }

    pub(super) fn decimal(self) -> Decimal {
        Decimal::from_i64(self.value, self.scale.wrapping_neg())
    }

    /// The sum at the smaller scale, if it fits.
    pub(super) fn plus(self, other: Int64Amount) -> Option<Int64Amount> {
        if other.value == 0 {
            return Some(self);
        }
        if self.value == 0 {
            return Some(other);
        }
        let (large, small) = if self.scale > other.scale { (self, other) } else { (other, self) };
        // As in Go the difference is of 32 bits; one that wraps around is negative, and nothing is scaled.
        let scaled = scaled_up(large.value, large.scale.wrapping_sub(small.scale))?;
        Some(Int64Amount { value: scaled.checked_add(small.value)?, scale: small.scale })
    }

    /// None if that would lose something.
    pub(super) fn rounded_up_to_integer(self) -> Option<Int64Amount> {
        if self.scale >= 0 {
            return Some(self);
        }
        let mut value = self.value;
        for _ in self.scale..0 {
            if value % 10 != 0 {
                return None;
            }
            value /= 10;
            if value == 0 {
                break;
            }
        }
        Some(Int64Amount { value, scale: 0 })
    }

    /// The number without factors of ten, and the exponent of ten: a multiple of three.
    pub(super) fn canonical(self) -> (String, i64) {
        let (mut value, times) = without_factors(self.value, 10);
        let mut exponent = i64::from(self.scale.wrapping_add(times));
        let short = exponent.rem_euclid(3);
        for _ in 0..short {
            match value.checked_mul(10) {
                Some(larger) => value = larger,
                None => return self.decimal().canonical(),
            }
        }
        exponent -= short;
        (value.to_string(), exponent)
    }

    /// The number without factors of 1024, and how many there were.
    pub(super) fn canonical_1024(self) -> (String, i64) {
        match scaled_up(self.value, self.scale) {
            Some(value) => {
                let (value, times) = without_factors(value, 1024);
                (value.to_string(), i64::from(times))
            }
            None => self.decimal().canonical_1024(),
        }
    }
}

fn scaled_up(value: i64, zeros: i32) -> Option<i64> {
    if value == 0 || zeros <= 0 {
        return Some(value);
    }
    value.checked_mul(10_i64.checked_pow(zeros.unsigned_abs())?)
}

fn without_factors(value: i64, base: i64) -> (i64, i32) {
    let (mut value, mut times) = (value, 0);
    // The smallest i64 has no positive counterpart and is left as it is.
    while value != i64::MIN && value.abs() >= base && value % base == 0 {
        value /= base;
        times += 1;
    }
    (value, times)
}
