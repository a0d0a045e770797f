//! `server …`: setting a shared database up and changing its people, over an administrator's connection.

use std::ffi::OsString;

use serde_json::json;
use vilkaar_api::headless::server::{self, Server};
use vilkaar_api::types::ApiError;

use crate::arguments::{Invocation, Wrong, text, wrong};
use crate::commands::{Answer, database, json, secret};
use crate::table::table;

/// What is done on the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ServerCommand {
    /// Make the database ready, or bring it to this program's schema.
    Setup {
        /// The municipality's name; none leaves it as it is.
        municipality: Option<String>,
    },
    /// Let somebody sign in.
    Add { name: String, login: String, roles: Vec<String> },
    /// Give somebody other roles.
    Roles { login: String, roles: Vec<String> },
    /// Take access from somebody.
    Remove { login: String },
    /// A new one-time password.
    Password { login: String },
    /// Everybody.
    List,
}

/// Reads what stands after `server`.
pub fn parse(
    words: &mut dyn Iterator<Item = OsString>,
    mut logins: Vec<String>,
    roles: Vec<String>,
    municipality: Option<String>,
) -> Result<ServerCommand, Wrong> {
    if municipality.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return Err(wrong("--municipality skal have kommunens navn."));
    }
    let mut next = |what: &str| match words.next() {
        Some(word) => text(word),
        None => Err(wrong(format!("server mangler {what}. Se vilkaar-cli --help."))),
    };
    Ok(match next("setup eller person")?.as_str() {
        "setup" => ServerCommand::Setup { municipality },
        _ if municipality.is_some() => return Err(wrong("--municipality hører til server setup.")),
        "person" => match next("add, roles, remove, password eller list")?.as_str() {
            "add" => ServerCommand::Add {
                name: next("personens navn")?,
                login: match logins.len() {
                    1 => logins.remove(0),
                    _ => return Err(wrong("server person add skal have ét --login BRUGERNAVN.")),
                },
                roles,
            },
            "roles" => ServerCommand::Roles { login: next("brugernavnet")?, roles },
            "remove" => ServerCommand::Remove { login: next("brugernavnet")? },
            "password" => ServerCommand::Password { login: next("brugernavnet")? },
            "list" => ServerCommand::List,
            other => return Err(wrong(format!("server person {other} kendes ikke. Se vilkaar-cli --help."))),
        },
        other => return Err(wrong(format!("server {other} kendes ikke. Se vilkaar-cli --help."))),
    })
}

/// The administrator's password: from the environment, else asked for without showing it.
pub fn password() -> Result<String, ApiError> {
    secret("VILKAAR_SERVER_PASSWORD", "Administratorens adgangskode på serveren: ")
}

/// Carries it out.
pub fn run(call: &Invocation, command: &ServerCommand) -> Result<Answer, ApiError> {
    let address = server::address(&database(call)?)?;
    // What is typed wrong is said before anybody is asked for a password.
    if let ServerCommand::Add { roles, .. } | ServerCommand::Roles { roles, .. } = command {
        server::roles(roles)?;
    }
    let mut server = Server::connect(&address, call.user.as_deref(), &password()?)?;
    let once = |login: &str, password: &str| {
        format!("Engangsadgangskode til {login} (vises kun nu, og skiftes ved første login): {password}\n")
    };
    match command {
        ServerCommand::Setup { municipality } => {
            let steps = server.set_up(municipality.as_deref())?;
            let mut told = String::new();
            for step in &steps {
                told.push_str(&format!(
                    "{} {}\n",
                    if step.done { "lavet:         " } else { "var der allerede:" },
                    step.what
                ));
            }
            told.push_str("Databasen er klar. Tilføj den første bruger med: server person add \"NAVN\" --login BRUGERNAVN --role administrator\n");
            Ok(Answer::new(&json!({ "steps": json(&steps)? }), told))
        }
        ServerCommand::Add { name, login, roles } => {
            let added = server.add(name, login, &server::roles(roles)?)?;
            Ok(Answer::new(&json(&added)?, once(login, &added.one_time_password)))
        }
        ServerCommand::Roles { login, roles } => {
            server.change_roles(login, &server::roles(roles)?)?;
            Ok(Answer::new(&json!({ "login": login }), format!("{login} har nu: {}\n", roles.join(", "))))
        }
        ServerCommand::Remove { login } => {
            server.remove(login)?;
            Ok(Answer::new(
                &json!({ "login": login }),
                format!("{login} er fjernet og kan ikke logge ind mere.\n"),
            ))
        }
        ServerCommand::Password { login } => {
            let renewed = server.new_password(login)?;
            Ok(Answer::new(&json(&renewed)?, once(login, &renewed.one_time_password)))
        }
        ServerCommand::List => {
            let rows = json(&server.people()?)?;
            let headings = [
                ("name", "Navn"),
                ("login", "Brugernavn"),
                ("roles", "Roller"),
                ("must_change", "Engangskode"),
                ("removed_on", "Fjernet"),
            ];
            let text = table(&rows, &headings);
            Ok(Answer::new(&rows, text))
        }
    }
}
