//! A shared database: choosing the server, signing in, creating it.
//!
//! Invariant: a password is used and dropped, or kept in the system's keyring where the user asked for it; it
//! stands in no address, no file and no answer.

use vilkaar_application::permission::UseCase;
use vilkaar_domain::Roles;
use vilkaar_storage::{Administration, ServerAddress, SharedDatabase, StorageError};

use super::session_commands::{enter, session_state};
use super::{Program, State, shared_watch};
use crate::clock::ProgramClock;
use crate::desktop::FileKind;
use crate::errors;
use crate::known_databases::Known;
use crate::session::{Open, OpenDatabase, Place};
use crate::types::*;

impl Program {
    /// Asks for the certificate of the authority that signed the server's.
    ///
    /// # Errors
    /// None that is expected.
    pub fn choose_certificate(&self) -> Result<Option<ChosenPlace>, ApiError> {
        let title = "Vælg certifikatet for den, der har udstedt serverens certifikat";
        let Some(file) = self.desktop.pick_file(title, FileKind::Certificate) else { return Ok(None) };
        let ticket = self.state().tickets.issue(&file);
        Ok(Some(ChosenPlace { ticket, display_path: file.display().to_string(), remark: None }))
    }

    /// Chooses a shared database; nobody is asked for anything on the network yet.
    ///
    /// # Errors
    /// `server_address_unreadable`, `server_password_in_url`, `server_plain_refused` at the field.
    pub fn choose_server(&self, request: ChooseServer) -> Result<KnownDatabase, ApiError> {
        self.import_desk.clear();
        let mut state = self.state();
        let address = address(&state, &request.address, request.certificate.as_deref())?;
        let user = address.user().map(str::to_owned);
        let place = address.with_user(None).to_string();
        state.close();
        state.chosen = Some(Place::Server(place.clone()));
        state.news.session_changed();
        let known = shared(&mut state, &place);
        Ok(KnownDatabase { last_user: user.or(known.last_user.clone()), ..known })
    }

    /// Signs in to a shared database.
    ///
    /// # Errors
    /// `server_refused_sign_in` at the password, `server_unreachable`, `server_certificate` and their like.
    pub fn sign_in(&self, request: SignIn) -> Result<SessionState, ApiError> {
        let user = errors::required(&request.user, "user", "Skriv dit brugernavn på serveren.")?;
        let place = self.state().tickets.server(&request.database)?;
        let address: ServerAddress = place.parse().map_err(|error| address_problem(&error))?;
        let key = secret_key(&user, &place);
        let typed = request.password.filter(|password| !password.is_empty());
        let password = match &typed {
            Some(password) => password.clone(),
            None => self.desktop.kept_secret(&key).ok_or_else(|| {
                errors::at("password", "password_missing", "Skriv din adgangskode; nøgleringen har den ikke.")
            })?,
        };
        // The server may take its time; nobody else's command waits for it.
        let database = SharedDatabase::open(&address, &user, &password).map_err(sign_in_problem)?;
        // Kept only when it proved right, and never one that is to be changed at once.
        let is_kept = match (&typed, request.keep && !database.must_change_password()) {
            (Some(password), true) => self.desktop.keep_secret(&key, password),
            (None, true) => true,
            (_, false) => !self.desktop.forget_secret(&key),
        };
        let mut state = self.state();
        let must_choose = database.must_change_password();
        let database = OpenDatabase::Shared(Box::new(database));
        let open = Open::load(database, Place::Server(place.clone()), must_choose, &state.clock)?;
        enter(&mut state, open, Known::Server { server: place, user: Some(user), is_kept });
        shared_watch::start(&self.shared_state(), &mut state)?;
        let near = state.news_of_the_day();
        let session = session_state(&mut state);
        drop(state);
        self.tell(near);
        Ok(session)
    }

    /// Sets a shared database up: schema, groups, rules, the municipality's name and the first person.
    ///
    /// # Errors
    /// What is wrong at a field; `server_unreachable` and their like.
    pub fn create_shared(&self, request: CreateShared) -> Result<CreatedShared, ApiError> {
        let municipality = errors::required(
            &request.municipality,
            "municipality",
            "Skriv kommunens navn, fx Egeskov Kommune.",
        )?;
        let name = errors::required(&request.user, "user", "Skriv den første brugers navn.")?;
        let login =
            errors::required(&request.login, "login", "Skriv den første brugers brugernavn på serveren.")?;
        let admin = errors::required(&request.admin_user, "adminUser", "Skriv administratorens brugernavn.")?;
        let address = address(&self.state(), &request.address, request.certificate.as_deref())?;
        let (steps, password) =
            create(&address, &admin, Some(&request.admin_password), &municipality, &name, &login)
                .map_err(create_problem)?;
        let place = address.with_user(None).to_string();
        let mut state = self.state();
        state.close();
        state.chosen = Some(Place::Server(place.clone()));
        state.news.session_changed();
        let database = KnownDatabase { last_user: Some(login.clone()), ..shared(&mut state, &place) };
        Ok(CreatedShared {
            steps,
            login,
            one_time: OneTimePassphrase { name, passphrase: password },
            database,
        })
    }

    /// Tells others where one is. In a local database there is nobody to tell.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`.
    pub fn presence(&self, request: PresenceRequest) -> Result<(), ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::SeeCases)?;
        let place = match &request.case {
            None => None,
            Some(number) => {
                let facts = super::screen_commands::case(&open.portfolio, number)?;
                Some((open.portfolio.placement(facts).id, request.is_editing))
            }
        };
        // Whoever leaves a case and comes back looks at it anew.
        if open.whereabouts.is_some_and(|(left, _)| Some(left) != place.map(|(case, _)| case)) {
            open.looks.clear();
        }
        open.whereabouts = place;
        open.announce();
        Ok(())
    }
}

/// The key of a password in the system's keyring.
pub(super) fn secret_key(user: &str, place: &str) -> String {
    format!("{user} · {place}")
}

/// Sets a database up and adds the first person; the steps in words and the one-time password.
fn create(
    address: &ServerAddress,
    admin: &str,
    password: Option<&str>,
    municipality: &str,
    name: &str,
    login: &str,
) -> Result<(Vec<String>, String), StorageError> {
    let mut administration = Administration::open(address, admin, password)?;
    let steps = administration.set_up()?;
    let password = administration.add_person(name, login, &Roles::of_first_user())?;
    // The municipality's name is the first thing that the first person does, so that the log says who.
    let mut database = SharedDatabase::open(address, login, &password)?;
    let actor = database.actor("vindue: Opret fælles database");
    let (clock, ids) = (ProgramClock::default(), crate::UuidIdentities);
    vilkaar_application::settings::name_municipality(&mut database, actor, &clock, &ids, municipality)
        .map_err(|error| StorageError::Other(error.to_string()))?;
    let told = steps.into_iter().map(|step| {
        let done = if step.was_there { "var der allerede" } else { "er lavet" };
        format!("{} {done}", step.what)
    });
    Ok((told.collect(), password.to_string()))
}

/// An address as typed, with or without `postgres://`, and the certificate that was chosen for it.
fn address(state: &State, text: &str, certificate: Option<&str>) -> Result<ServerAddress, ApiError> {
    let text = errors::required(text, "address", "Skriv serverens adresse, fx server.egeskov.dk/vilkaar.")?;
    let text = if ServerAddress::is_meant_by(&text) { text } else { format!("postgres://{text}") };
    let address: ServerAddress = text.parse().map_err(|error| address_problem(&error))?;
    match certificate {
        None => Ok(address),
        Some(ticket) => Ok(address.with_root_certificate(state.tickets.path(ticket)?)),
    }
}

/// An address that can't be used, at its field.
fn address_problem(error: &vilkaar_storage::ServerError) -> ApiError {
    errors::at("address", error.code(), error.sentence())
}

/// Why signing in failed, at the field that it is about.
fn sign_in_problem(error: StorageError) -> ApiError {
    let told = errors::storage(error);
    match told.code.as_str() {
        "server_refused_sign_in" => ApiError { field: Some("password".to_owned()), ..told },
        _ => told,
    }
}

/// Why creating failed, at the field that it is about.
fn create_problem(error: StorageError) -> ApiError {
    let told = errors::storage(error);
    let field = match told.code.as_str() {
        "server_refused_sign_in" | "forbidden" => "adminPassword",
        "user_exists" | "login_taken" | "login_unreadable" => "login",
        code if code.starts_with("server_") => "address",
        _ => return told,
    };
    ApiError { field: Some(field.to_owned()), ..told }
}

/// A shared database as the window may know it.
pub(super) fn shared(state: &mut State, address: &str) -> KnownDatabase {
    let (last_user, password_is_kept) = state.known.last_user(address);
    let without_options = address.split('?').next().unwrap_or(address);
    let name = without_options.rsplit('/').next().unwrap_or(without_options);
    KnownDatabase {
        ticket: state.tickets.issue_place(&Place::Server(address.to_owned())),
        name: name.to_owned(),
        display_path: without_options.to_owned(),
        people: Vec::new(),
        kind: DatabaseKind::Shared,
        last_user,
        password_is_kept,
    }
}
