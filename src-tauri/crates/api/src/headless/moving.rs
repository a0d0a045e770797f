//! `move`, and `backup` and `restore` where a server is one of the ends.
//!
//! Invariant: what was typed wrong (an address with a password in it, a folder that is taken) is said before
//! anybody is asked for a secret; secrets come from the asker alone.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use vilkaar_application::ports::Clock as _;
use vilkaar_storage::{
    Administration, Arrival, Counted, Database, Departure, LetIn, Moved, OnServer, RecoveryKey,
    ServerAddress, ServerError, Sum, Unlock, archive, restore_to_server, to_folder, to_server,
};
use vilkaar_wording::{format, moving as words};

use crate::clock::ProgramClock;
use crate::errors;
use crate::types::ApiError;

/// What somebody is asked for without its being shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Secret {
    /// The passphrase that opens a folder or an archive.
    Passphrase,
    /// The passphrase of a folder or an archive that is made.
    NewPassphrase,
    /// The password of the login on the server.
    ServerPassword,
}

/// How the caller is asked and told, and whether it wants to stop.
pub struct Caller<'a> {
    /// Asks for a secret.
    pub secret: &'a mut dyn FnMut(Secret) -> Result<String, ApiError>,
    /// Told of (rows done, rows in all); `false` stops it without a trace.
    pub progress: &'a mut dyn FnMut(u64, u64) -> bool,
}

/// A table as it came over, equal at both ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableRow {
    /// The table.
    pub table: &'static str,
    /// The same in Danish.
    #[serde(skip)]
    pub word: &'static str,
    /// Its rows.
    pub rows: u64,
    /// The sums of its columns of kroner, exact.
    pub sums: BTreeMap<&'static str, String>,
}

/// Somebody who can sign in on the server now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LetInRow {
    /// The name.
    pub name: String,
    /// The user name on the server.
    pub login: String,
    /// For the first sign-in, shown once; none for a user name that the server had already.
    pub one_time_password: Option<String>,
}

/// What was moved or kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MovedAnswer {
    /// Where it is now, without anybody's name or password.
    pub to: String,
    /// By table.
    pub tables: Vec<TableRow>,
    /// Entries of the log of changes, each checked at both ends.
    pub log_entries: u64,
    /// Hash of the newest entry that came over, the same at both ends.
    pub head: String,
    /// Hash of the newest look that came over.
    pub read_head: String,
    /// Who can sign in on the server.
    pub people: Vec<LetInRow>,
    /// Who opens the folder or the archive.
    pub opened_by: Option<String>,
    /// Opens it too; shown once.
    pub recovery_key: Option<String>,
    /// Size of an archive's file.
    pub bytes: Option<u64>,
    /// Hash of an archive's file.
    pub sha256: Option<String>,
    /// What should be known besides.
    pub remark: Option<String>,
}

/// Is this the address of a server and not a folder?
#[must_use]
pub fn is_server(place: &Path) -> bool {
    place.to_str().is_some_and(ServerAddress::is_meant_by)
}

/// Reads a server's address.
fn address(place: &Path) -> Result<ServerAddress, ApiError> {
    let told = |error: ServerError| errors::plain(error.code(), error.sentence());
    place.to_str().ok_or(ServerError::AddressUnreadable).and_then(str::parse).map_err(told)
}

/// The login: the address's own, else the user that was named.
fn login<'a>(address: &'a ServerAddress, user: Option<&'a str>) -> Result<&'a str, ApiError> {
    address.user().or(user).ok_or_else(|| {
        errors::plain("user_needed", "Skriv brugernavnet på serveren: postgres://NAVN@server/database.")
    })
}

/// Connects to a server.
fn connect(
    address: &ServerAddress,
    login: &str,
    caller: &mut Caller<'_>,
) -> Result<Administration, ApiError> {
    let password = (caller.secret)(Secret::ServerPassword)?;
    Administration::open(address, login, Some(&password)).map_err(errors::storage)
}

/// Moves the database of a folder to a server: `move --to postgres://…`.
///
/// # Errors
/// `forbidden`, `target_not_empty`, `verification_failed`, `move_differs`, and what both ends say; nothing is
/// changed then.
pub fn move_to_server(
    folder: &Path,
    user: Option<&str>,
    to: &Path,
    logins: &[(String, String)],
    caller: &mut Caller<'_>,
) -> Result<MovedAnswer, ApiError> {
    let to = address(to)?;
    let login = login(&to, None)?;
    super::check_exists(folder)?;
    let passphrase = (caller.secret)(Secret::Passphrase)?;
    let unlock = Unlock::Passphrase { user, passphrase: &passphrase };
    let mut database = Database::open(folder, unlock).map_err(errors::storage)?;
    crate::session::record_people(&mut database)?;
    permit(&database.actor("vilkaar-cli move"))?;
    let mut server = connect(&to, login, caller)?;
    let arrival =
        Arrival { server: &mut server, address: &to, logins, origin: "vilkaar-cli move", at: now() };
    let moved = to_server(&mut database, arrival, caller.progress).map_err(errors::storage)?;
    Ok(on_server(&to, moved))
}

/// Refuses somebody whose roles don't allow it.
fn permit(actor: &vilkaar_application::ports::Actor) -> Result<(), ApiError> {
    actor.authorise(super::Errand::Move.use_case()).map_err(|refused| errors::forbidden(refused.0))
}

/// Now.
fn now() -> chrono::DateTime<chrono::Utc> {
    ProgramClock::default().now()
}

/// Brings a server's database into a folder: `move --from postgres://… --to MAPPE`.
///
/// # Errors
/// As [`move_to_server`], and `passphrase_weak`; the folder isn't there then.
pub fn move_to_folder(
    from: &Path,
    folder: &Path,
    user: Option<&str>,
    caller: &mut Caller<'_>,
) -> Result<MovedAnswer, ApiError> {
    let from = address(from)?;
    let login = login(&from, user)?;
    let who = user.filter(|_| from.user().is_some());
    let passphrase = new_passphrase(caller, who, &crate::known_databases::name_of(folder))?;
    let mut server = connect(&from, login, caller)?;
    let departure = Departure {
        address: &from,
        login,
        who,
        passphrase: &passphrase,
        origin: "vilkaar-cli move",
        at: now(),
    };
    let made = to_folder(&mut server, folder, departure, caller.progress).map_err(errors::storage)?;
    let opened = (made.person.name, &made.recovery_key);
    Ok(answer(folder.display().to_string(), made.moved, Some(opened)))
}

/// Writes an archive of a server's database: `backup FIL` where the database is on a server.
///
/// # Errors
/// As [`move_to_folder`]; the file isn't there then.
pub fn backup_of_server(
    from: &Path,
    file: &Path,
    user: Option<&str>,
    caller: &mut Caller<'_>,
) -> Result<MovedAnswer, ApiError> {
    let from = address(from)?;
    let login = login(&from, user)?;
    let who = user.filter(|_| from.user().is_some());
    let passphrase = new_passphrase(caller, who, from.database())?;
    let mut server = connect(&from, login, caller)?;
    let departure = Departure {
        address: &from,
        login,
        who,
        passphrase: &passphrase,
        origin: "vilkaar-cli backup",
        at: now(),
    };
    let made = archive(&mut server, file, departure, caller.progress).map_err(errors::storage)?;
    let opened = (made.person.name, &made.recovery_key);
    let (bytes, sha256) = (Some(made.written.bytes), Some(made.written.sha256));
    let told = answer(file.display().to_string(), made.moved, Some(opened));
    Ok(MovedAnswer { bytes, sha256, ..told })
}

/// Fills a server's empty database from a backup: `restore FIL --to postgres://…`.
///
/// # Errors
/// As [`move_to_server`], and `backup_unreadable`.
pub fn restore_on_server(
    file: &Path,
    user: Option<&str>,
    to: &Path,
    logins: &[(String, String)],
    caller: &mut Caller<'_>,
) -> Result<MovedAnswer, ApiError> {
    let to = address(to)?;
    let login = login(&to, None)?;
    let passphrase = (caller.secret)(Secret::Passphrase)?;
    let unlock = Unlock::Passphrase { user, passphrase: &passphrase };
    let mut server = connect(&to, login, caller)?;
    let arrival =
        Arrival { server: &mut server, address: &to, logins, origin: "vilkaar-cli restore", at: now() };
    let moved = restore_to_server(file, unlock, arrival, caller.progress).map_err(errors::storage)?;
    Ok(on_server(&to, moved))
}

/// Asks for the passphrase of what is made, and weighs it.
fn new_passphrase(caller: &mut Caller<'_>, who: Option<&str>, place: &str) -> Result<String, ApiError> {
    let passphrase = (caller.secret)(Secret::NewPassphrase)?;
    let known: Vec<String> = who.into_iter().chain([place]).map(str::to_owned).collect();
    errors::strong(&passphrase, "passphrase", &known)?;
    Ok(passphrase)
}

/// What is told of a database that is on a server now.
fn on_server(to: &ServerAddress, done: OnServer) -> MovedAnswer {
    let told = answer(to.with_user(None).to_string(), done.moved, None);
    let row = |person: LetIn| LetInRow {
        name: person.name,
        login: person.login,
        one_time_password: person.one_time.map(|password| password.to_string()),
    };
    MovedAnswer {
        people: done.people.into_iter().map(row).collect(),
        remark: done.not_marked.map(|error| words::not_marked(&error.sentence())),
        ..told
    }
}

/// What is told of every move.
fn answer(to: String, moved: Moved, opened: Option<(String, &RecoveryKey)>) -> MovedAnswer {
    let (opened_by, recovery_key) = match opened {
        Some((name, key)) => (Some(name), Some(key.reveal().to_string())),
        None => (None, None),
    };
    MovedAnswer {
        to,
        tables: moved.tables.iter().map(table_row).collect(),
        log_entries: moved.log_entries,
        head: moved.change_head.hash,
        read_head: moved.read_head.hash,
        people: Vec::new(),
        opened_by,
        recovery_key,
        bytes: None,
        sha256: None,
        remark: None,
    }
}

/// A table's counts.
fn table_row(counted: &Counted) -> TableRow {
    let sum = |(column, sum): &(&'static str, Sum)| {
        let kroner = match sum {
            Sum::Money(money) => money.kroner(),
            Sum::Rate(kroner) => *kroner,
        };
        (*column, format!("{kroner:.2}"))
    };
    TableRow {
        table: counted.table,
        word: words::table_word(counted.table),
        rows: counted.rows,
        sums: counted.sums.iter().map(sum).collect(),
    }
}

/// What is said when somebody opens a folder whose database was moved, if it was.
pub(crate) fn has_moved(database: &mut Database) -> Result<Option<String>, ApiError> {
    let moved = database.has_moved().map_err(errors::storage)?;
    Ok(moved.map(|moved| {
        words::has_moved(&moved.to, &format::date(moved.at.with_timezone(&chrono::Local).date_naive()))
    }))
}
