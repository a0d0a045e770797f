//! Exact øre per unit of time, and their rounding. Everything that costs money goes through here.
//!
//! Invariant: a product is rounded once, half away from zero, from an exact fraction of whole numbers.
//! Sixty-four bits are enough for every price that a municipality pays; what might not fit is worked
//! out in 128 bits instead, so that no amount can wrap.

/// The largest amount that a line can reach, in øre: 10 billion kroner. What would be beyond it is no
/// price but a slip of the keyboard; it is held there so that sums of lines can't overflow.
const CEILING: i128 = 1_000_000_000_000;

/// Units of time in a year at most: month units (12 × 377.580) are more than days.
const MOST_UNITS: i128 = 12 * 377_580;

/// Øre per unit as a reduced fraction.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Coefficient {
    /// The product with any number of units in a year fits 64 bits, rounding included.
    Narrow {
        /// Numerator.
        factor: i64,
        /// Denominator, positive.
        divisor: i64,
    },
    /// It might not.
    Wide {
        /// Numerator.
        factor: i128,
        /// Denominator, positive.
        divisor: i128,
    },
}

impl Coefficient {
    /// A coefficient of `factor / divisor` øre per unit; the divisor is positive.
    pub(super) fn new(factor: i128, divisor: i128) -> Self {
        let common = greatest_common_divisor(factor.unsigned_abs(), divisor.unsigned_abs());
        let common = i128::try_from(common).unwrap_or(1).max(1);
        let (factor, divisor) = match (i64::try_from(factor), i64::try_from(divisor), i64::try_from(common)) {
            (Ok(factor), Ok(divisor), Ok(common)) => {
                (i128::from(factor / common), i128::from(divisor / common))
            }
            _ => (factor / common, divisor / common),
        };
        // Rounding forms 2 × product + divisor.
        let most = factor.saturating_abs().saturating_mul(2 * MOST_UNITS).saturating_add(divisor);
        match (i64::try_from(most), i64::try_from(factor), i64::try_from(divisor)) {
            (Ok(_), Ok(factor), Ok(divisor)) => Self::Narrow { factor, divisor },
            _ => Self::Wide { factor, divisor },
        }
    }

    /// The cost in øre of a number of units, rounded half away from zero.
    pub(super) fn times(self, units: i64) -> i64 {
        match self {
            Self::Narrow { factor, divisor } => rounded(factor * units, divisor),
            Self::Wide { factor, divisor } => {
                let product = factor.saturating_mul(i128::from(units));
                held(rounded_wide(product, divisor))
            }
        }
    }
}

/// `numerator / divisor` to the nearest whole number, half away from zero; the divisor is positive.
#[inline]
pub(super) fn rounded(numerator: i64, divisor: i64) -> i64 {
    if divisor == 1 {
        return numerator;
    }
    let (quotient, rest) = (numerator / divisor, numerator % divisor);
    quotient + if 2 * rest.abs() >= divisor { numerator.signum() } else { 0 }
}

/// The same in 128 bits.
pub(super) fn rounded_wide(numerator: i128, divisor: i128) -> i128 {
    let (quotient, rest) = (numerator / divisor, numerator % divisor);
    let up = rest.saturating_abs() >= divisor - rest.saturating_abs();
    quotient + if up && rest != 0 { numerator.signum() } else { 0 }
}

/// An amount of øre held within what a line can reach.
pub(super) fn held(oere: i128) -> i64 {
    i64::try_from(oere.clamp(-CEILING, CEILING)).unwrap_or(0)
}

/// Euclid's algorithm; in 64 bits where both fit, since 128-bit division costs ten times as much.
fn greatest_common_divisor(a: u128, b: u128) -> u128 {
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return u128::from(a);
    }
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_an_oere_is_rounded_away_from_zero() {
        assert_eq!(rounded(5, 10), 1);
        assert_eq!(rounded(-5, 10), -1);
        assert_eq!(rounded(4, 10), 0);
        assert_eq!(rounded(-14, 10), -1);
        assert_eq!(rounded_wide(-15, 10), -2);
        assert_eq!(rounded_wide(14, 10), 1);
    }

    #[test]
    fn a_price_that_does_not_fit_64_bits_is_worked_out_in_128() {
        let huge = Coefficient::new(i128::from(i64::MAX), 3_000_000_000_000);
        assert!(matches!(huge, Coefficient::Wide { .. }));
        assert_eq!(huge.times(3), 9_223_372);
        assert_eq!(Coefficient::new(i128::MAX, 1).times(366), 1_000_000_000_000);
    }
}
