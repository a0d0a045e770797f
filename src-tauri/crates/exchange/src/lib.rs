//! Vilkår: exchange.
