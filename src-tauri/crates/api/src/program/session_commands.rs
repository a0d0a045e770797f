//! Create, open, unlock, lock; the day that counts as today; passphrases.

use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDate, Utc};
use vilkaar_application::attempts::MustWait;
use vilkaar_application::people::{self, Doing};
use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Clock;
use vilkaar_storage::{Database, Unlock as Key};
use vilkaar_wording::format;

use super::shared_commands::{secret_key, shared};
use super::{Program, State};
use crate::clock::ProgramClock;
use crate::known_databases::{Known, name_of};
use crate::session::{Open, OpenDatabase, Place};
use crate::types::*;
use crate::{errors, known_databases};

/// Minutes of idleness after which the window locks.
const IDLE_LOCK_MINUTES: u32 = 15;

impl Program {
    /// Where the session is.
    ///
    /// # Errors
    /// None that is expected.
    pub fn session_state(&self) -> Result<SessionState, ApiError> {
        Ok(session_state(&mut self.state()))
    }

    /// Asks for the folder in which a new database's own folder is made.
    ///
    /// # Errors
    /// None that is expected.
    pub fn choose_new_database_folder(&self) -> Result<Option<ChosenPlace>, ApiError> {
        Ok(self.choose_place("Vælg den mappe, databasen skal ligge i"))
    }

    /// Asks for the second place of backups.
    ///
    /// # Errors
    /// None that is expected.
    pub fn choose_backup_place(&self) -> Result<Option<ChosenPlace>, ApiError> {
        self.permit(UseCase::BackUp)?;
        Ok(self.choose_place("Vælg et andet sted til sikkerhedskopier"))
    }

    fn choose_place(&self, title: &str) -> Option<ChosenPlace> {
        let folder = self.desktop.pick_folder(title)?;
        let ticket = self.state().tickets.issue(&folder);
        let remark = vilkaar_storage::is_network_share(&folder)
            .then(|| "Mappen ligger på et netværksdrev.".to_owned());
        Some(ChosenPlace { ticket, display_path: folder.display().to_string(), remark })
    }

    /// Asks for an existing database and chooses it.
    ///
    /// # Errors
    /// `database_missing` where the folder holds no database.
    pub fn choose_database(&self) -> Result<Option<KnownDatabase>, ApiError> {
        let Some(folder) = self.desktop.pick_folder("Vælg databasens mappe (navn.vilkaar)") else {
            return Ok(None);
        };
        self.import_desk.clear();
        let mut state = self.state();
        let known = known_database(&mut state, &folder)?;
        state.close();
        state.chosen = Some(Place::Folder(folder));
        Ok(Some(known))
    }

    /// Creates a database and opens it.
    ///
    /// # Errors
    /// Blank fields, `passphrase_weak`, `database_exists`, `not_writable` and the like.
    pub fn create_database(&self, request: CreateDatabase) -> Result<CreatedDatabase, ApiError> {
        let municipality = errors::required(
            &request.municipality,
            "municipality",
            "Skriv kommunens navn, fx Egeskov Kommune.",
        )?;
        let user = errors::required(&request.user, "user", "Skriv dit navn; det står i historikken.")?;
        errors::required(&request.passphrase, "passphrase", "Vælg en adgangssætning.")?;
        errors::strong(&request.passphrase, "passphrase", &[municipality.clone(), user.clone()])?;
        let place = self.state().tickets.path(&request.place)?;
        let forbidden = |letter: char| matches!(letter, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        if municipality.contains(forbidden) || municipality.starts_with('.') {
            return Err(errors::at(
                "municipality",
                "name_invalid",
                "Navnet bliver også mappens navn og må ikke begynde med punktum eller have / \\ : * ? \" < > | i sig.",
            ));
        }
        let folder = place.join(format!("{municipality}.vilkaar"));
        let (mut database, recovery_key) =
            Database::create(&folder, &user, &request.passphrase).map_err(errors::storage)?;
        crate::session::record_people(&mut database)?;
        let actor = database.actor("vindue: Opret database");
        vilkaar_application::settings::name_municipality(
            &mut database,
            actor,
            &ProgramClock::default(),
            &crate::UuidIdentities,
            &municipality,
        )
        .map_err(errors::store)?;
        let mut state = self.state();
        let open = Open::local(database, &folder, &state.clock)?;
        enter(&mut state, open, Known::Folder(folder));
        Ok(CreatedDatabase {
            recovery_key: recovery_key.reveal().to_string(),
            session: session_state(&mut state),
        })
    }

    /// Opens with a passphrase.
    ///
    /// # Errors
    /// `wrong_passphrase` at the field, `database_locked`, `database_damaged` and the like.
    pub fn unlock(&self, request: Unlock) -> Result<SessionState, ApiError> {
        self.import_desk.clear();
        let mut state = self.state();
        let folder = state.tickets.path(&request.database)?;
        errors::required(&request.passphrase, "passphrase", "Skriv din adgangssætning.")?;
        // The same folder may be open in this session; its lock is ours and must go first.
        state.close();
        let key = Key::Passphrase { user: request.user.as_deref(), passphrase: &request.passphrase };
        let database = attempt(&mut state, &folder, key, "passphrase")?;
        let open = Open::local(database, &folder, &state.clock)?;
        enter(&mut state, open, Known::Folder(folder));
        let near = state.news_of_the_day();
        let session = session_state(&mut state);
        drop(state);
        self.tell(near);
        Ok(session)
    }

    /// Opens with the recovery key and gives the person a new passphrase.
    ///
    /// # Errors
    /// `recovery_key_wrong` or `passphrase_weak` at the field, and those of `unlock`.
    pub fn unlock_with_recovery_key(&self, request: UnlockWithRecoveryKey) -> Result<SessionState, ApiError> {
        let mut state = self.state();
        let folder = state.tickets.path(&request.database)?;
        errors::required(&request.recovery_key, "recoveryKey", "Skriv gendannelsesnøglen.")?;
        errors::required(&request.new_passphrase, "newPassphrase", "Vælg en ny adgangssætning.")?;
        state.close();
        let key = Key::Recovery { key: &request.recovery_key, user: request.user.as_deref() };
        let database = attempt(&mut state, &folder, key, "recoveryKey")?;
        let mut open = Open::local(database, &folder, &state.clock)?;
        errors::strong(&request.new_passphrase, "newPassphrase", &open.known_names())?;
        let actor = open.actor("vindue: Åbn med gendannelsesnøglen");
        let clock = ProgramClock::default();
        let doing = Doing { actor, clock: &clock, ids: &crate::UuidIdentities, reason: None };
        let database = open.local_database()?;
        people::note_recovery(database, doing).map_err(errors::store)?;
        database.set_passphrase(&request.new_passphrase).map_err(errors::storage)?;
        open.must_choose_passphrase = false;
        enter(&mut state, open, Known::Folder(folder));
        Ok(session_state(&mut state))
    }

    /// Changes one's own passphrase.
    ///
    /// # Errors
    /// `wrong_passphrase` and `too_many_attempts` at the field of the present one, `passphrase_weak` at that of the
    /// new one.
    pub fn change_passphrase(&self, request: ChangePassphrase) -> Result<(), ApiError> {
        errors::required(&request.new, "new", "Vælg en ny adgangssætning.")?;
        let mut state = self.state();
        let open = state.open_for(UseCase::BeSignedIn)?;
        errors::strong(&request.new, "new", &open.known_names())?;
        state.may_try("current")?;
        let open = state.open_for(UseCase::BeSignedIn)?;
        let changed = match &mut open.database {
            OpenDatabase::Local(database) => database.change_passphrase(&request.current, &request.new),
            OpenDatabase::Shared(database) => database.change_password(&request.current, &request.new),
        }
        .map_err(|error| {
            let field = if error.code() == "passphrase_same" { "new" } else { "current" };
            errors::storage_at(error, field)
        });
        open.must_choose_passphrase &= changed.is_err();
        state.tried(&changed);
        changed?;
        let open = state.open_for(UseCase::BeSignedIn)?;
        let kept = match (&mut open.database, &open.place) {
            (OpenDatabase::Shared(database), Place::Server(place)) => {
                database.address().user().map(|user| secret_key(user, place))
            }
            _ => None,
        };
        state.news.session_changed();
        drop(state);
        // A keyring that has the old one gets the new one, or at least loses the old.
        if let Some(key) = kept.filter(|key| self.desktop.kept_secret(key).is_some())
            && !self.desktop.keep_secret(&key, &request.new)
        {
            self.desktop.forget_secret(&key);
        }
        Ok(())
    }

    /// Closes the connection and wipes the key; the database stays chosen.
    ///
    /// # Errors
    /// None that is expected.
    pub fn lock(&self) -> Result<SessionState, ApiError> {
        self.import_desk.clear();
        let mut state = self.state();
        state.close();
        state.messages.clear();
        state.news.session_changed();
        Ok(session_state(&mut state))
    }

    /// As `lock`, and forgets which database was chosen.
    ///
    /// # Errors
    /// None that is expected.
    pub fn close_database(&self) -> Result<SessionState, ApiError> {
        self.state().chosen = None;
        self.lock()
    }

    /// Changes the day that counts as today.
    ///
    /// # Errors
    /// `date_unreadable` at the field.
    pub fn set_day(&self, request: SetDay) -> Result<SessionState, ApiError> {
        let day = match request.day.as_deref() {
            None | Some("") => None,
            Some(text) => Some(NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| {
                errors::at("day", "date_unreadable", "Dagen kan ikke læses. Skriv den som 20-11-2026.")
            })?),
        };
        let mut state = self.state();
        state.clock = ProgramClock::new(day);
        let clock = state.clock;
        if let Some(open) = state.open.as_mut() {
            open.look_at(&clock);
        }
        Ok(session_state(&mut state))
    }
}

/// Opens a folder, unless there were too many wrong attempts just before.
fn attempt(state: &mut State, folder: &Path, key: Key<'_>, field: &str) -> Result<Database, ApiError> {
    state.may_try_at(folder, field)?;
    let opened = Database::open(folder, key).map_err(|error| errors::storage_at(error, field));
    state.tried_at(folder, &opened);
    opened
}

impl State {
    /// The folder of the open database; none for a server, which counts for itself.
    fn folder(&self) -> Option<PathBuf> {
        match &self.open.as_ref()?.place {
            Place::Folder(folder) => Some(folder.clone()),
            Place::Server(_) => None,
        }
    }

    /// Refuses to try a passphrase of the open database after too many wrong ones, on whichever screen.
    ///
    /// # Errors
    /// `too_many_attempts` at the field.
    pub(super) fn may_try(&self, field: &str) -> Result<(), ApiError> {
        self.folder().map_or(Ok(()), |folder| self.may_try_at(&folder, field))
    }

    /// Counts how the passphrase of the open database was met.
    pub(super) fn tried<T>(&mut self, outcome: &Result<T, ApiError>) {
        if let Some(folder) = self.folder() {
            self.tried_at(&folder, outcome);
        }
    }

    fn may_try_at(&self, folder: &Path, field: &str) -> Result<(), ApiError> {
        let refused = |wait: MustWait| errors::at(field, "too_many_attempts", wait.sentence());
        self.attempts.may_try(&one_name(folder), &self.clock).map_err(refused)
    }

    fn tried_at<T>(&mut self, folder: &Path, outcome: &Result<T, ApiError>) {
        match outcome.as_ref().map_err(|error| error.code.as_str()) {
            Ok(_) => self.attempts.right(&one_name(folder)),
            Err("wrong_passphrase" | "recovery_key_wrong") => {
                let clock = self.clock;
                self.attempts.wrong(one_name(folder), &clock);
            }
            Err(_) => {}
        }
    }
}

/// One name for a folder, whichever way it was reached.
fn one_name(folder: &Path) -> PathBuf {
    // What isn't there opens nothing either.
    std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned())
}

/// Takes an opened database into the session.
pub(super) fn enter(state: &mut State, mut open: Open, known: Known) {
    state.messages = super::backups::on_opening(&mut open);
    state.news.connection(None);
    state.open = Some(open);
    state.chosen = Some(known.place());
    // The list is a convenience: a full or read-only profile must not keep anyone out.
    if state.known.remember(known).is_err() {
        state.messages.push(Message {
            id: "known-databases".to_owned(),
            tone: Tone::Info,
            text: "Programmet kunne ikke huske databasens plads på denne pc; vælg den igen næste gang."
                .to_owned(),
        });
    }
    state.news.session_changed();
}

/// A local database as the window may know it.
fn known_database(state: &mut State, folder: &Path) -> Result<KnownDatabase, ApiError> {
    let people = Database::people(folder).map_err(errors::storage)?;
    Ok(local(state, folder, people.into_iter().map(|person| person.name).collect()))
}

/// A local database with the names of its people.
fn local(state: &mut State, folder: &Path, people: Vec<String>) -> KnownDatabase {
    KnownDatabase {
        ticket: state.tickets.issue(folder),
        name: name_of(folder),
        display_path: folder.display().to_string(),
        people,
        kind: DatabaseKind::Local,
        last_user: None,
        password_is_kept: false,
    }
}

/// What the window's shell shows.
pub(crate) fn session_state(state: &mut State) -> SessionState {
    let recent: Vec<KnownDatabase> = known_databases::KnownDatabases::existing(&state.known)
        .into_iter()
        .filter_map(|known| match known.place() {
            Place::Folder(folder) => known_database(state, &folder).ok(),
            Place::Server(address) => Some(shared(state, &address)),
        })
        .collect();
    let database = state.chosen.clone().map(|place| {
        let mut known = match &place {
            // A folder that has lost its keys is still shown with its place, so that opening it says what is wrong.
            Place::Folder(folder) => {
                known_database(state, folder).unwrap_or_else(|_| local(state, folder, Vec::new()))
            }
            Place::Server(address) => shared(state, address),
        };
        if let Some(open) = &state.open {
            let name = &open.portfolio.register().settings.municipality;
            if !name.is_empty() {
                known.name.clone_from(name);
            }
        }
        known
    });
    let day = state.clock.today();
    let actor = state.open.as_ref().map(|open| open.actor(""));
    let sees_cases = state.open.as_ref().is_some_and(|open| open.permit(UseCase::SeeCases).is_ok());
    let counts = state.open.as_ref().filter(|_| sees_cases).map(|open| RailCounts {
        agenda: count(open.near().0 + open.near().1),
        placements: count(open.portfolio.open_cases().count()),
        above_limit: count(open.portfolio.above_limit().count()),
    });
    SessionState {
        known_as_of: state.open.as_ref().and_then(|open| open.known_as_of()).map(format::date),
        phase: match (&state.open, &database) {
            (Some(open), _) if open.must_choose_passphrase => SessionPhase::NewPassphrase,
            (Some(_), _) => SessionPhase::Open,
            (None, Some(_)) => SessionPhase::Locked,
            (None, None) => SessionPhase::Start,
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        recent,
        database,
        roles: actor.iter().flat_map(|actor| actor.roles.iter()).map(|role| role.word().to_owned()).collect(),
        allowed: UseCase::ALL
            .iter()
            .filter(|use_case| state.open.as_ref().is_some_and(|open| open.permit(**use_case).is_ok()))
            .map(|use_case| use_case.code().to_owned())
            .collect(),
        user: actor.map(|actor| actor.name),
        connection: state.open.as_ref().and_then(|_| state.news.connection_now()),
        day: Day { iso: day.to_string(), text: format::date(day), is_today: state.clock.is_calendar_day() },
        idle_lock_minutes: IDLE_LOCK_MINUTES,
        counts,
        messages: state.messages.clone(),
    }
}

/// A count for the window.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// An instant as the window shows it, in the computer's own time: `20-11-2026 09.41`.
pub(crate) fn instant(at: DateTime<Utc>) -> String {
    at.with_timezone(&chrono::Local).format("%d-%m-%Y %H.%M").to_string()
}
