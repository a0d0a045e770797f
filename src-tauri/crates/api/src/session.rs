//! What an open session holds, and the tickets that stand for paths towards the window.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use vilkaar_application::people;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{Actor, Clock, Store};
use vilkaar_domain::UserId;
use vilkaar_storage::Database;

use crate::clock::ProgramClock;
use crate::errors;
use crate::types::ApiError;

/// Paths that the window may name, by ticket. A ticket never leaves the program's life.
#[derive(Debug, Default)]
pub struct Tickets {
    paths: HashMap<String, PathBuf>,
}

impl Tickets {
    /// The ticket of a path; the same path has the same ticket.
    pub fn issue(&mut self, path: &Path) -> String {
        if let Some((ticket, _)) = self.paths.iter().find(|(_, known)| known.as_path() == path) {
            return ticket.clone();
        }
        let ticket = format!("sted-{}", self.paths.len() + 1);
        self.paths.insert(ticket.clone(), path.to_owned());
        ticket
    }

    /// The path of a ticket.
    ///
    /// # Errors
    /// `ticket_unknown` where the window names one that wasn't given.
    pub fn path(&self, ticket: &str) -> Result<PathBuf, ApiError> {
        self.paths.get(ticket).cloned().ok_or_else(errors::ticket_unknown)
    }
}

/// An opened database with its read model. Dropping it closes the connection and wipes the key.
pub struct Open {
    /// The database.
    pub database: Database,
    /// Its folder.
    pub folder: PathBuf,
    /// Everything worked out as of the day.
    pub portfolio: Arc<Portfolio>,
}

impl Open {
    /// Opens the read model of a database.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn load(mut database: Database, folder: PathBuf, clock: &ProgramClock) -> Result<Self, ApiError> {
        let people: Vec<(UserId, String)> =
            database.persons().into_iter().map(|person| (UserId(person.id), person.name)).collect();
        let actor = database.actor("åbning af databasen");
        let recorded = people::record_first(&mut database, &people, actor, clock, &crate::UuidIdentities);
        if recorded.map_err(errors::store)? {
            database.refresh_user().map_err(errors::storage)?;
        }
        let register = database.load().map_err(errors::store)?;
        let portfolio = Arc::new(Portfolio::new(Arc::new(register), clock.today()));
        Ok(Self { database, folder, portfolio })
    }

    /// Reads the register anew after a change.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn refresh(&mut self, clock: &ProgramClock) -> Result<(), ApiError> {
        let register = self.database.load().map_err(errors::store)?;
        self.portfolio = Arc::new(Portfolio::new(Arc::new(register), clock.today()));
        Ok(())
    }

    /// Works everything out as of another day.
    pub fn look_at(&mut self, clock: &ProgramClock) {
        self.portfolio = Arc::new(Portfolio::new(self.portfolio.register_handle(), clock.today()));
    }

    /// Who acts, and from which screen.
    pub fn actor(&self, origin: &str) -> Actor {
        self.database.actor(origin)
    }
}
