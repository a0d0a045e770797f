//! Vilkår: application.
