//! Rebuilds the crate when a migration is added: the macro that embeds them doesn't tell cargo of new files.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
