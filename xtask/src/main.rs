//! Sets up what is missing, then runs, tests, measures or pictures the program.
fn main() {}
