//! Negotiation packets: the data they are made from and the template that sets it.

mod data;

pub use data::*;
