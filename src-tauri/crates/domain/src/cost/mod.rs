//! What placements cost: lines, cases, periods, the 1 mio. kr. rule, state refund, P/L (domain §2).
//!
//! [`PricedCase`] is made once per case and answers every question about it; the rules per citizen take
//! all of a citizen's priced cases. Everything is whole-number arithmetic with one rounding to øre.

mod annualised_net;
mod case;
pub mod day_offer_shift;
mod double_payment;
mod exact;
pub mod explain;
pub mod increase;
pub mod indexation;
pub mod limit;
mod line;
pub mod price_index;
pub mod refund;
mod vat;
mod year_frame;

pub use annualised_net::{AnnualisedNet, annualised_net};
pub use case::PricedCase;
pub use double_payment::{DoublePayment, double_payments};
pub use explain::{ExplainedLine, Formula, explain_year};
pub use increase::{
    AboveIndexSinceStart, AgainstIndex, LineAboveIndex, LineIncrease, above_index_since_start,
    line_increases, lines_above_index,
};
pub use limit::{LimitDay, LimitVerdict, LineShare};
pub use line::{PricedLine, Purse, day_offer_percent};
pub use price_index::{
    IncreaseAboveIndex, IndexLine, MissingYears, PriceTable, increase_above_index, index_line,
};
pub use refund::CostYear;
pub use vat::{has_vat_share, vat_percent, vat_refund};
pub use year_frame::YearFrame;

#[cfg(test)]
mod edge_tests;
#[cfg(test)]
pub(crate) mod examples;
#[cfg(test)]
mod rule_tests;
#[cfg(test)]
mod tests;
