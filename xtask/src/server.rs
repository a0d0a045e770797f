//! A throw-away PostgreSQL for the tests: started once before them all, since each test is a process of its own
//! and a server for each would cost a second each.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Stdio};

use crate::process::{self, Outcome};

/// A running server; it stops when this is dropped, since its standard input closes then.
pub struct Server {
    child: Child,
    /// The environment by which tests find it.
    pub variables: Vec<(String, String)>,
}

/// Starts the server that the tests were built with.
pub fn start() -> Outcome<Server> {
    let program = crate::root().join("target/debug/examples").join(if cfg!(windows) {
        "throwaway_server.exe"
    } else {
        "throwaway_server"
    });
    let mut child = process::command(&program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} kunne ikke startes: {error}", program.display()))?;
    let mut variables = Vec::new();
    let out = child.stdout.take().ok_or("prøveserveren har ingen udskrift")?;
    for line in BufReader::new(out).lines() {
        let line = line.map_err(|error| format!("prøveserveren kan ikke læses: {error}"))?;
        match line.split_once('=') {
            Some((name, value)) => variables.push((name.to_owned(), value.to_owned())),
            None => break,
        }
    }
    if variables.is_empty() {
        return Err("prøveserveren kom ikke op; se beskeden ovenfor".to_owned());
    }
    Ok(Server { child, variables })
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        if let Err(error) = self.child.wait() {
            eprintln!("prøveserveren: {error}");
        }
    }
}
