//! What an open session holds, and the tickets that stand for paths towards the window.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::people;
use vilkaar_application::permission::{Forbidden, UseCase};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{Actor, Clock, Store};
use vilkaar_application::withheld::Reader;
use vilkaar_domain::{CitizenId, PlacementId, Register, UserId};
use vilkaar_storage::{Database, ServerAddress, SharedDatabase};

use crate::clock::ProgramClock;
use crate::errors;
use crate::screens::agenda::{self, Viewer};
use crate::types::ApiError;

/// Looking at a case, as others are told.
pub const LOOKING: &str = "ser";
/// Editing it.
pub const EDITING: &str = "retter";

/// Where a database is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// A folder on this PC.
    Folder(PathBuf),
    /// A server's address, without user and without password.
    Server(String),
}

impl Place {
    /// A folder, or the server's address that was given in its place.
    pub fn of(given: PathBuf) -> Self {
        match given.to_str() {
            Some(text) if ServerAddress::is_meant_by(text) => Self::Server(text.to_owned()),
            _ => Self::Folder(given),
        }
    }

    /// A folder that isn't there can't be chosen; a server is asked when somebody signs in.
    pub fn may_be_there(&self) -> bool {
        match self {
            Self::Folder(folder) => folder.is_dir(),
            Self::Server(_) => true,
        }
    }

    /// As the window shows it.
    pub fn display(&self) -> String {
        match self {
            Self::Folder(folder) => folder.display().to_string(),
            Self::Server(address) => address.split('?').next().unwrap_or(address).to_owned(),
        }
    }
}

/// Places that the window may name, by ticket. A ticket never leaves the program's life.
#[derive(Debug, Default)]
pub struct Tickets {
    places: HashMap<String, Place>,
    /// How many were issued: a number is never given twice, so an old ticket can't come to mean another place.
    issued: usize,
}

impl Tickets {
    /// The ticket of a path; the same path has the same ticket.
    pub fn issue(&mut self, path: &Path) -> String {
        self.issue_place(&Place::Folder(path.to_owned()))
    }

    /// The ticket of a database's place.
    pub fn issue_place(&mut self, place: &Place) -> String {
        if let Some((ticket, _)) = self.places.iter().find(|(_, known)| *known == place) {
            return ticket.clone();
        }
        self.issued += 1;
        let ticket = format!("sted-{}", self.issued);
        self.places.insert(ticket.clone(), place.clone());
        ticket
    }

    /// Forgets the files that were saved and chosen in a session: the next person has no ticket to them. Databases
    /// keep theirs, since the start screen shows them.
    pub fn forget_files(&mut self) {
        self.places.retain(|_, place| match place {
            Place::Folder(path) => path.is_dir(),
            Place::Server(_) => true,
        });
    }

    /// The path of a ticket.
    ///
    /// # Errors
    /// `ticket_unknown` where the window names one that wasn't given, or one of a server.
    pub fn path(&self, ticket: &str) -> Result<PathBuf, ApiError> {
        match self.places.get(ticket) {
            Some(Place::Folder(path)) => Ok(path.clone()),
            _ => Err(errors::ticket_unknown()),
        }
    }

    /// The address of a server's ticket.
    ///
    /// # Errors
    /// `ticket_unknown` where the window names one that wasn't given, or one of a folder.
    pub fn server(&self, ticket: &str) -> Result<String, ApiError> {
        match self.places.get(ticket) {
            Some(Place::Server(address)) => Ok(address.clone()),
            _ => Err(errors::ticket_unknown()),
        }
    }
}

/// An opened database of either kind.
pub enum OpenDatabase {
    /// A folder on this PC.
    Local(Box<Database>),
    /// A server that several share.
    Shared(Box<SharedDatabase>),
}

impl OpenDatabase {
    /// The database as a store.
    pub fn store(&mut self) -> &mut dyn Store {
        match self {
            Self::Local(database) => database.as_mut(),
            Self::Shared(database) => database.as_mut(),
        }
    }

    /// The folder on this PC, if it is one: backups, keys and people are its own business.
    pub fn local(&mut self) -> Option<&mut Database> {
        match self {
            Self::Local(database) => Some(database),
            Self::Shared(_) => None,
        }
    }

    /// The shared database, if it is one.
    pub fn shared(&mut self) -> Option<&mut SharedDatabase> {
        match self {
            Self::Local(_) => None,
            Self::Shared(database) => Some(database),
        }
    }

    /// Who acts, and from which screen.
    pub fn actor(&self, origin: &str) -> Actor {
        match self {
            Self::Local(database) => database.actor(origin),
            Self::Shared(database) => database.actor(origin),
        }
    }

    /// A register less what the person signed in may not see: a server gives no more anyway, a folder holds nothing
    /// back.
    fn as_seen(&self, mut register: Register) -> Register {
        Reader::from(&self.actor("")).conceal(&mut register);
        register
    }
}

/// An opened database with its read model. Dropping it closes the connection and wipes the key.
pub struct Open {
    /// The database.
    pub database: OpenDatabase,
    /// Where it is.
    pub place: Place,
    /// Everything worked out as of the day: as it is now, or as it was known on a past day.
    pub portfolio: Arc<Portfolio>,
    /// The past day whose knowledge is shown, and what is known now meanwhile.
    past: Option<(NaiveDate, Arc<Portfolio>)>,
    /// Signed in with a one-time passphrase: nothing but choosing one's own is open.
    pub must_choose_passphrase: bool,
    /// The number of the newest change of a shared database that the read model knows.
    pub seen: u64,
    /// The placement on the screen, and whether it is being edited, as others are told.
    pub whereabouts: Option<(PlacementId, bool)>,
    /// What was looked at since the case on the screen was left last, and is in the log: a screen that asks anew
    /// because somebody else changed something is the same look.
    pub looks: HashSet<(CitizenId, String)>,
}

impl Open {
    /// Opens the read model of a local database; in a database that knows nobody yet, its people are recorded.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn local(mut database: Database, folder: &Path, clock: &ProgramClock) -> Result<Self, ApiError> {
        record_people(&mut database)?;
        let place = Place::Folder(folder.to_owned());
        let must_choose = database.must_change_passphrase();
        Self::load(OpenDatabase::Local(Box::new(database)), place, must_choose, clock)
    }

    /// Opens the read model of a database.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn load(
        mut database: OpenDatabase,
        place: Place,
        must_choose_passphrase: bool,
        clock: &ProgramClock,
    ) -> Result<Self, ApiError> {
        // The head first: a change that comes in between is then taken in once more, and none is missed.
        let seen = database.store().head().map_err(errors::store)?.seq;
        let register = database.store().load().map_err(errors::store)?;
        let portfolio = Arc::new(Portfolio::new(Arc::new(database.as_seen(register)), clock.today()));
        Ok(Self {
            database,
            place,
            portfolio,
            past: None,
            must_choose_passphrase,
            seen,
            whereabouts: None,
            looks: HashSet::new(),
        })
    }

    /// Reads the register anew after a change; of a shared database, what changed.
    ///
    /// # Errors
    /// Where the database can't be read.
    pub fn refresh(&mut self, clock: &ProgramClock) -> Result<(), ApiError> {
        if self.database.shared().is_some() {
            return self.catch_up(clock).map(|_| ());
        }
        let register = self.database.store().load().map_err(errors::store)?;
        self.put(register, clock);
        Ok(())
    }

    /// Takes in what others changed since the last look at a shared database; true where there was something.
    ///
    /// # Errors
    /// Where the database can't be read; the read model is as before then.
    pub fn catch_up(&mut self, clock: &ProgramClock) -> Result<bool, ApiError> {
        let seen = self.seen;
        let Some(database) = self.database.shared() else { return Ok(false) };
        let changed = database.changed_since(seen).map_err(errors::store)?;
        if changed.until == seen {
            return Ok(false);
        }
        let register = match changed.records {
            Some(changed) => {
                let records = database.load_some(&changed).map_err(errors::store)?;
                let mut register = self.present().register().clone();
                let mut gone: HashSet<Uuid> = changed.iter().map(|(_, id)| *id).collect();
                records.iter().for_each(|record| {
                    gone.remove(&record.id());
                });
                register.remove_ids(&gone);
                records.into_iter().for_each(|record| register.put(record));
                register
            }
            // A role that sees nothing of the log reads everything it may anew.
            None => database.load().map_err(errors::store)?,
        };
        self.put(register, clock);
        self.seen = changed.until;
        Ok(true)
    }

    /// Reads a shared database whole, as after a break: it may have been set back meanwhile, or be another server's copy.
    ///
    /// # Errors
    /// Where the database can't be read; the read model is as before then.
    pub fn reload(&mut self, clock: &ProgramClock) -> Result<(), ApiError> {
        let seen = self.database.store().head().map_err(errors::store)?.seq;
        let register = self.database.store().load().map_err(errors::store)?;
        self.put(register, clock);
        self.seen = seen;
        Ok(())
    }

    /// Tells others where this window is. That it can't be told just now is told by the connection's own banner.
    pub fn announce(&mut self) {
        let whereabouts = self.whereabouts;
        if let Some(database) = self.database.shared() {
            let _ = match whereabouts {
                Some((placement, true)) => database.announce(placement, EDITING),
                Some((placement, false)) => database.announce(placement, LOOKING),
                None => database.withdraw(),
            };
        }
    }

    /// Works everything out as of another day.
    pub fn look_at(&mut self, clock: &ProgramClock) {
        let of = |portfolio: &Portfolio| Arc::new(Portfolio::new(portfolio.register_handle(), clock.today()));
        self.portfolio = of(&self.portfolio);
        if let Some((_, present)) = self.past.as_mut() {
            *present = of(present);
        }
    }

    /// Everything as it is known now, whatever is shown.
    fn present(&self) -> &Portfolio {
        self.past.as_ref().map_or(&self.portfolio, |(_, present)| present)
    }

    /// Puts what is known now in its place; what was known on a past day is shown on.
    fn put(&mut self, register: Register, clock: &ProgramClock) {
        let now = Arc::new(Portfolio::new(Arc::new(self.database.as_seen(register)), clock.today()));
        match self.past.as_mut() {
            Some((_, present)) => *present = now,
            None => self.portfolio = now,
        }
    }

    /// The past day whose knowledge is shown.
    pub fn known_as_of(&self) -> Option<NaiveDate> {
        self.past.as_ref().map(|(day, _)| *day)
    }

    /// Shows everything as it was recorded at the end of a past day, or as it is now again.
    pub fn know(&mut self, past: Option<(NaiveDate, Register)>, clock: &ProgramClock) {
        if let Some((_, present)) = self.past.take() {
            self.portfolio = present;
        }
        if let Some((day, register)) = past {
            let then = Arc::new(Portfolio::new(Arc::new(self.database.as_seen(register)), clock.today()));
            self.past = Some((day, std::mem::replace(&mut self.portfolio, then)));
        }
        self.looks.clear();
    }

    /// Who acts, and from which screen.
    pub fn actor(&self, origin: &str) -> Actor {
        self.database.actor(origin)
    }

    /// Who looks at the agenda.
    pub(crate) fn viewer(&self) -> Viewer {
        let actor = self.actor("");
        Viewer::of(&self.portfolio, actor.person, &actor.roles)
    }

    /// How many of one's own items are overdue, and due within 30 days.
    pub(crate) fn near(&self) -> (usize, usize) {
        agenda::near(&self.portfolio, &self.viewer())
    }

    /// Names that colleagues know, and that a passphrase should not be made of: the municipality's and everybody's.
    pub fn known_names(&self) -> Vec<String> {
        let register = self.portfolio.register();
        let people = register.users.iter().map(|user| user.name.clone());
        people.chain([register.settings.municipality.clone()]).collect()
    }

    /// Refuses what the person's roles don't allow, everything but a new passphrase while one is due, and what changes
    /// records while the knowledge of a past day is shown.
    ///
    /// # Errors
    /// `forbidden`, `new_passphrase_needed`, `past_is_read_only`.
    pub fn permit(&self, use_case: UseCase) -> Result<(), ApiError> {
        if self.must_choose_passphrase && use_case != UseCase::BeSignedIn {
            return Err(errors::new_passphrase_needed());
        }
        if let Some((day, _)) = self.past.as_ref().filter(|_| use_case.changes_records()) {
            return Err(errors::past_is_read_only(*day));
        }
        self.actor("").authorise(use_case).map_err(|Forbidden(use_case)| errors::forbidden(use_case))
    }

    /// The folder of a local database.
    ///
    /// # Errors
    /// `server_only` for a shared one: there it is the server's business.
    pub fn local_database(&mut self) -> Result<&mut Database, ApiError> {
        self.database.local().ok_or_else(errors::server_takes_care)
    }
}

/// Gives the people of a database that knows nobody yet their records.
///
/// # Errors
/// Where the database can't be written.
pub fn record_people(database: &mut Database) -> Result<(), ApiError> {
    let people: Vec<(UserId, String)> =
        database.persons().into_iter().map(|person| (UserId(person.id), person.name)).collect();
    let actor = database.actor("åbning af databasen");
    let clock = ProgramClock::default();
    let recorded = people::record_first(database, &people, actor, &clock, &crate::UuidIdentities);
    if recorded.map_err(errors::store)? {
        database.refresh_user().map_err(errors::storage)?;
    }
    Ok(())
}
