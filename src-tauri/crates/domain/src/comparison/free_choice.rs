//! Free choice, the 10 % rule (LOV 747 of 20-06-2025; domain §2.7): in § 108 only, the citizen may
//! choose another offer whose negotiated price is at most 10 % above the visited one's.

use chrono::NaiveDate;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::{LegalBasis, Money, Rate, Settings};

/// What the rule says of a wished offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FreeChoice {
    /// The visited offer's price.
    pub visited: Rate,
    /// The wished offer's negotiated price.
    pub wished: Rate,
    /// The highest price allowed, visited × 1,10, rounded to øre: the price needed.
    pub highest: Money,
    /// Wished − visited.
    pub difference: Money,
    /// The difference in percent of the visited price, two decimals; none of a price of 0.
    pub percent: Option<Decimal>,
    /// Is the wished price within it?
    pub is_allowed: bool,
    /// Is the rule known to be in force on the day? Its date is *unverified* and a setting.
    pub is_in_force: bool,
}

/// Judges a wished offer; `None` outside § 108. The two prices are in the same unit.
#[must_use]
pub fn free_choice(
    legal_basis: LegalBasis,
    visited: Rate,
    wished: Rate,
    day: NaiveDate,
    settings: &Settings,
) -> Option<FreeChoice> {
    if legal_basis != LegalBasis::Section108 {
        return None;
    }
    let margin = Decimal::ONE + settings.free_choice_percent / Decimal::ONE_HUNDRED;
    let highest = visited.kroner() * margin;
    let difference = wished.kroner() - visited.kroner();
    let percent = (!visited.kroner().is_zero()).then(|| {
        (difference / visited.kroner() * Decimal::ONE_HUNDRED)
            .round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
    });
    Some(FreeChoice {
        visited,
        wished,
        highest: Money::round(highest),
        difference: Money::round(difference),
        percent,
        is_allowed: wished.kroner() <= highest,
        is_in_force: settings.free_choice_from.is_some_and(|from| from <= day),
    })
}
