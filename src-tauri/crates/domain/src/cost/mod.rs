//! What placements cost: lines, cases, periods, the 1 mio. kr. rule, state refund, P/L (domain §2).
//!
//! [`PricedCase`] is made once per case and answers every question about it; the rules per citizen take
//! all of a citizen's priced cases. Everything is whole-number arithmetic with one rounding to øre.

mod case;
mod exact;
mod line;
mod vat;
mod year_frame;

pub use case::PricedCase;
pub use line::{PricedLine, Purse, day_offer_percent};
pub use vat::{has_vat_share, vat_percent, vat_refund};
pub use year_frame::YearFrame;

#[cfg(test)]
pub(crate) mod examples;
#[cfg(test)]
mod tests;
