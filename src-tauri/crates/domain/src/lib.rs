//! Vilkår: domain.
