//! Vilkår: wording.
