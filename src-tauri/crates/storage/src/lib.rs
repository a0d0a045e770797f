//! Vilkår: storage.
