//! Vilkår: testkit.
