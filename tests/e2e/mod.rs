//! The real window, started as a user starts it and driven through WebKit's own driver: what is
//! tested is what runs. One at a time (the nextest group `window`, and a lock for `cargo test`),
//! each with a D-Bus session, a home and a port of its own, since two programs in one session are
//! one program to the system.

mod accessibility;
mod daily;
mod journey;
mod screens;
mod together;
mod window;
mod work;
