//! The program behind the window: one session at a time, its commands by screen.
//!
//! Locks are held for as short as it takes: long reading and checking of an import works on copies, so
//! that its progress can be asked for and it can be cancelled meanwhile.

mod backups;
mod contract_commands;
pub(crate) mod copies;
mod daily_commands;
mod drafts;
mod export_commands;
mod files;
mod goal_commands;
mod habit_commands;
mod news;
mod pdf;
mod people_commands;
mod placement_commands;
mod rate_commands;
pub(crate) mod saved_file;
pub(crate) mod saving;
mod screen_commands;
mod session_commands;
mod shared_commands;
mod shared_watch;
mod together;

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::attempts::Attempts;
use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::AttachmentId;

pub(crate) use news::NewsBoard;
pub(crate) use people_commands::problem as people_problem;
pub(crate) use screen_commands::{case, record_look, record_read, record_reads};
pub(crate) use session_commands::{count, instant, session_state};

use crate::clock::ProgramClock;
use crate::desktop::Desktop;
use crate::errors;
use crate::known_databases::KnownDatabases;
use crate::screens::import::ImportDesk;
use crate::session::{Open, Place, Tickets};
use crate::types::{ApiError, Message, Tone};

/// The program: everything the window's commands work on.
pub struct Program {
    pub(crate) desktop: Box<dyn Desktop>,
    pub(crate) import_desk: ImportDesk,
    pub(crate) news: Arc<NewsBoard>,
    state: Arc<Mutex<State>>,
}

/// What changes while the program runs.
pub(crate) struct State {
    pub(crate) known: KnownDatabases,
    pub(crate) tickets: Tickets,
    pub(crate) clock: ProgramClock,
    /// The database that was chosen, open or not.
    pub(crate) chosen: Option<Place>,
    pub(crate) open: Option<Open>,
    pub(crate) messages: Vec<Message>,
    pub(crate) news: Arc<NewsBoard>,
    /// Whom the system's notification told what is near, and on which day: once for each.
    pub(crate) told: HashSet<(Uuid, NaiveDate)>,
    /// Wrong passphrases in a row, per folder.
    pub(crate) attempts: Attempts<std::path::PathBuf>,
    /// Copies of files that another program shows.
    pub(crate) copies: copies::Copies,
    /// The ids of files that are being attached, by operation: the same operation again has the same.
    pub(crate) attaching: HashMap<Uuid, AttachmentId>,
    /// Counts the sessions with a shared database, so that a watch knows when its own is over.
    pub(crate) session: u64,
}

impl State {
    /// Closes what is open, at once: whatever the network does, nothing of it can be asked for any more. Others are
    /// told afterwards that this window is gone, as far as they can be.
    pub(crate) fn close(&mut self) {
        self.messages.clear();
        self.copies.clear();
        self.attaching.clear();
        self.tickets.forget_files();
        self.news.present(Vec::new());
        self.news.connection(None);
        let Some(mut open) = self.open.take() else { return };
        self.news.session_changed();
        if open.database.shared().is_some() {
            open.whereabouts = None;
            // A connection that hangs must not keep the window from locking; without the thread it ends here.
            let ended =
                std::thread::Builder::new().name("farewell".to_owned()).spawn(move || open.announce());
            drop(ended);
        }
    }

    /// The open session, for a use case that the signed-in person's roles allow. There is no other way to it.
    ///
    /// # Errors
    /// `locked` while nothing is open, `forbidden`, `new_passphrase_needed`.
    pub(crate) fn open_for(&mut self, use_case: UseCase) -> Result<&mut Open, ApiError> {
        let open = self.open.as_mut().ok_or_else(errors::locked)?;
        open.permit(use_case)?;
        Ok(open)
    }
}

impl Program {
    /// Starts with nothing open. `memory` is the folder that keeps which databases were opened before.
    /// A database in `VILKAAR_DATABASE` is chosen at once, a day in `VILKAAR_ON` counts as today.
    #[must_use]
    pub fn start(desktop: Box<dyn Desktop>, memory: Option<&Path>) -> Self {
        let day = std::env::var("VILKAAR_ON")
            .ok()
            .and_then(|text| NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok());
        let chosen = std::env::var_os("VILKAAR_DATABASE").map(std::path::PathBuf::from);
        Self::with(desktop, memory, day, chosen)
    }

    /// Starts with a day and a database given by the caller.
    #[must_use]
    pub fn with(
        desktop: Box<dyn Desktop>,
        memory: Option<&Path>,
        day: Option<NaiveDate>,
        chosen: Option<std::path::PathBuf>,
    ) -> Self {
        copies::sweep();
        let news: Arc<NewsBoard> = Arc::default();
        let state = State {
            news: Arc::clone(&news),
            attempts: Attempts::default(),
            told: HashSet::new(),
            copies: copies::Copies::default(),
            attaching: HashMap::new(),
            session: 0,
            known: KnownDatabases::read(memory),
            tickets: Tickets::default(),
            clock: ProgramClock::new(day),
            chosen: chosen.map(Place::of).filter(Place::may_be_there),
            open: None,
            messages: Vec::new(),
        };
        let state = Arc::new(Mutex::new(state));
        if let Err(error) = backups::watch(&state) {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.messages.push(Message { id: "no-watch".to_owned(), tone: Tone::Bad, text: error.message });
        }
        Self { desktop, import_desk: ImportDesk::default(), news, state }
    }

    /// Closes the connection and wipes the key, at the end of the program.
    pub fn close(&self) {
        let mut state = self.state();
        state.close();
        self.news.close();
    }

    /// The state's own handle, for a watch.
    pub(crate) fn shared_state(&self) -> Arc<Mutex<State>> {
        Arc::clone(&self.state)
    }

    /// The state. A body that panicked has changed nothing half: what it holds is replaced whole.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state, unless somebody has it just now.
    pub(crate) fn session_if_free(&self) -> Option<MutexGuard<'_, State>> {
        match self.state.try_lock() {
            Ok(state) => Some(state),
            Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// The read model, free of the lock, for a use case that the roles allow.
    ///
    /// # Errors
    /// `locked` while nothing is open, `forbidden`, `new_passphrase_needed`.
    pub(crate) fn portfolio(&self, use_case: UseCase) -> Result<Arc<Portfolio>, ApiError> {
        Ok(Arc::clone(&self.state().open_for(use_case)?.portfolio))
    }

    /// Refuses what the signed-in person's roles don't allow.
    ///
    /// # Errors
    /// `locked` while nothing is open, `forbidden`, `new_passphrase_needed`.
    pub(crate) fn permit(&self, use_case: UseCase) -> Result<(), ApiError> {
        self.state().open_for(use_case).map(|_| ())
    }
}
