//! Negotiation packets: the data they are made from and the templates that set it.
//!
//! Invariant: the internal packet says on every page that it must not reach the provider. A paper
//! for the provider is another template over other data, never this one with parts left out.

mod appendix;
mod comparison;
mod contract;
mod cost;
mod cover;
mod data;
mod goals;
mod internal;
mod missing;
mod phrases;
mod rates;
mod summary;
mod support;

pub use data::*;
pub use internal::internal;
