//! Starts a throw-away PostgreSQL, prints the environment by which tests use it (`NAME=value` lines, then an
//! empty one), and stops it when standard input closes.

use std::io::{Read as _, Write as _};

use vilkaar_testkit::server::Server;

fn main() -> std::io::Result<()> {
    let server = Server::start();
    let mut out = std::io::stdout();
    for (name, value) in server.variables() {
        writeln!(out, "{name}={value}")?;
    }
    writeln!(out)?;
    out.flush()?;
    std::io::stdin().read_to_end(&mut Vec::new())?;
    server.stop();
    Ok(())
}
