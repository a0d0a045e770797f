//! Vilkår: api.
