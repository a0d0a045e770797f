//! Vilkår: documents.
