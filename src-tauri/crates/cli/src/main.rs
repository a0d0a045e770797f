//! Vilkår on the command line.
fn main() {}
