//! Money in whole øre and rates in kroner with at most four decimals. No floating point anywhere.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An amount of Danish kroner in whole øre; may be negative (savings, corrections).
///
/// Serialised as a string of kroner with two decimals, `"1234.50"`, never as a JSON number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Money(i64);

impl Money {
    /// 0,00 kr.
    pub const ZERO: Self = Self(0);

    /// From whole øre.
    #[must_use]
    pub const fn from_oere(oere: i64) -> Self {
        Self(oere)
    }

    /// From whole kroner.
    #[must_use]
    pub const fn from_kroner(kroner: i64) -> Self {
        Self(kroner * 100)
    }

    /// Rounds a decimal number of kroner to øre, half away from zero (domain §2.2).
    /// Saturates beyond ±92 quadrillion øre, far outside any municipality's budget.
    #[must_use]
    pub fn round(kroner: Decimal) -> Self {
        let oere =
            (kroner * Decimal::ONE_HUNDRED).round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let limit = if oere.is_sign_negative() { i64::MIN } else { i64::MAX };
        Self(i64::try_from(oere).unwrap_or(limit))
    }

    /// Whole øre.
    #[must_use]
    pub const fn oere(self) -> i64 {
        self.0
    }

    /// Kroner as an exact decimal with two decimals.
    #[must_use]
    pub fn kroner(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }
}

impl fmt::Display for Money {
    /// The stable form of files and the command line: `1234.50`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let oere = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", oere / 100, oere % 100)
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self} kr.")
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}
impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}
impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}
impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}
impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}
impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}
impl<'a> Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(items: I) -> Self {
        items.copied().sum()
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let kroner: Decimal = text.parse().map_err(de::Error::custom)?;
        if kroner.round_dp(2) != kroner {
            return Err(de::Error::custom("more than two decimals in an amount"));
        }
        Ok(Self::round(kroner))
    }
}

/// A rate as agreed: kroner with at most four decimals (domain §2).
/// Negative only for *rabat* and corrections; the import and the forms see to that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rate(i64);

impl Rate {
    /// A rate from ten-thousandths of a krone.
    #[must_use]
    pub const fn from_scaled(ten_thousandths: i64) -> Self {
        Self(ten_thousandths)
    }

    /// From a decimal number of kroner; `None` with more than four decimals or out of range.
    #[must_use]
    pub fn new(kroner: Decimal) -> Option<Self> {
        let scaled = kroner.checked_mul(Decimal::from(10_000))?;
        if scaled.fract() != Decimal::ZERO {
            return None;
        }
        i64::try_from(scaled.trunc()).ok().map(Self)
    }

    /// The rate in ten-thousandths of a krone.
    #[must_use]
    pub const fn scaled(self) -> i64 {
        self.0
    }

    /// Kroner as an exact decimal.
    #[must_use]
    pub fn kroner(self) -> Decimal {
        Decimal::new(self.0, 4).normalize()
    }

    /// Is the rate below zero (a *rabat* or a correction)?
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

impl fmt::Display for Rate {
    /// Kroner with two to four decimals: `2394.00`, `1234.5678`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut kroner = self.kroner();
        if kroner.scale() < 2 {
            kroner.rescale(2);
        }
        write!(f, "{kroner}")
    }
}
impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
impl Serialize for Rate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
impl<'de> Deserialize<'de> for Rate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let kroner: Decimal = text.parse().map_err(de::Error::custom)?;
        Self::new(kroner).ok_or_else(|| de::Error::custom("a rate has at most four decimals"))
    }
}
