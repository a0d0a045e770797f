//! Numbers that look random and are the same every time (SplitMix64): no seed from outside, no state shared
//! between two municipalities.

/// A source of numbers.
pub struct Chance(u64);

impl Chance {
    /// A source that always gives the same numbers for the same start.
    pub const fn from(start: u64) -> Self {
        Self(start)
    }

    /// A number from `least` to `most`, both included.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        let span = u64::try_from(most - least + 1).unwrap_or(1);
        least + i64::try_from(mixed % span).unwrap_or(0)
    }

    /// One of a list that isn't empty.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let last = i64::try_from(of.len()).unwrap_or(1) - 1;
        &of[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }
}
