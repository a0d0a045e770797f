//! What a placement's price can be held against: comparable rates, kr. per support hour, like cases,
//! the free-choice margin, and the hours bought against those delivered (domain §2.6, §2.7).
//!
//! Invariant: what can't be compared is said to be so; a missing hour or rate never becomes a 0.

mod benchmark;
mod comparable;
mod daily;
mod free_choice;
mod hourly_rate;
mod hours;

pub use benchmark::{Benchmark, LikeCase, LikeCases, Percentiles, Width, benchmark, percentile};
pub use comparable::{comparable_amount, comparable_rate};
pub use daily::{comparable_daily, yearly_of_daily};
pub use free_choice::{FreeChoice, free_choice};
pub use hourly_rate::{HourlyRate, NoHourlyRate, average_hourly_rate, hourly_rate};
pub use hours::{MonthHours, Undelivered, hourly_rate_in, hours_by_month, undelivered};

#[cfg(test)]
mod tests;
