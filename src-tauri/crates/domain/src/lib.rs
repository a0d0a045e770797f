//! What placements, rates, notice, goals and forecasts are, and their arithmetic.
//!
//! Pure: no I/O, no clock, no randomness. Every function that depends on "today" takes the day.
//! Money is whole øre, rates are decimals with at most four decimals; there is no floating point here.

pub mod agenda;
pub mod calendar;
pub mod comparison;
pub mod cost;
pub mod forecast;
pub mod identity;
pub mod missing;
pub mod model;
pub mod money;
pub mod notice;
pub mod progress;
pub mod stake;
pub mod step_rates;

pub use identity::*;
pub use model::*;
pub use money::{Money, Rate};
