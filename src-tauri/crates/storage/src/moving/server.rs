//! A shared database as an end of a move, and what is moved between it and a folder or an archive.
//!
//! Invariant: all that is done on a server, letting people in included, is one transaction of an administrator
//! with the rights of the database's owner. What comes of it besides (the folder left behind is marked) comes
//! after.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use uuid::Uuid;
use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::Progress;
use vilkaar_domain::{User, UserId};
use vilkaar_wording::moving::{Place, moved as moved_words};
use zeroize::Zeroizing;

use super::people::{self, Told};
use super::{End, HasMoved, MoveError, Moved, copy, local, take_rights};
use crate::backup::BackupWritten;
use crate::database::{Database, Unlock};
use crate::engine::{Cell, Connection, as_of_one_moment, in_transaction};
use crate::error::StorageError;
use crate::folder;
use crate::keys::Person;
use crate::postgres::ServerAddress;
use crate::recovery::RecoveryKey;
use crate::shared::password::{one_time_password, verifier};
use crate::shared::{Administration, schema};

/// Somebody who can sign in on the server now.
#[derive(Debug)]
pub struct LetIn {
    /// The name.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// The password for the first time; none for a login that the server had already.
    pub one_time: Option<Zeroizing<String>>,
}

/// A database that was moved to a server.
#[derive(Debug)]
pub struct OnServer {
    /// What came over.
    pub moved: Moved,
    /// Who can sign in.
    pub people: Vec<LetIn>,
    /// Why the folder left behind couldn't be marked, if it couldn't; the move stands.
    pub not_marked: Option<StorageError>,
}

/// A database that was brought into a folder.
pub struct InFolder {
    /// What came over.
    pub moved: Moved,
    /// Who opens it.
    pub person: Person,
    /// The folder's recovery key, shown once.
    pub recovery_key: RecoveryKey,
}

/// An archive of a shared database.
pub struct Archived {
    /// What is in it.
    pub moved: Moved,
    /// The file.
    pub written: BackupWritten,
    /// Who opens it.
    pub person: Person,
    /// The archive's recovery key, shown once.
    pub recovery_key: RecoveryKey,
}

/// What both ways of filling a server's database need.
pub struct Arrival<'a> {
    /// The server's database.
    pub server: &'a mut Administration,
    /// Its address.
    pub address: &'a ServerAddress,
    /// Logins that were chosen, by the people's names.
    pub logins: &'a [(String, String)],
    /// From which command.
    pub origin: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who takes a database away from a server, and how.
#[derive(Clone, Copy)]
pub struct Departure<'a> {
    /// Its address.
    pub address: &'a ServerAddress,
    /// The login of the connection.
    pub login: &'a str,
    /// Who opens what comes of it; without it whoever has that login, else the first administrator.
    pub who: Option<&'a str>,
    /// The passphrase of what comes of it.
    pub passphrase: &'a str,
    /// From which command.
    pub origin: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

impl Administration {
    /// The database as an end of a move. Whoever may act as its owner sees and writes all of it; anybody else is
    /// shown what their roles allow.
    pub(super) fn end(&mut self) -> Result<End<'_>, StorageError> {
        schema::check(&mut self.connection)?;
        let owner = schema::owner(&self.database);
        let mut may_own = false;
        let sql = "SELECT pg_has_role(session_user, $1, 'member')";
        self.connection.query(sql, &[Cell::from(owner.as_str())], &mut |row| {
            may_own = row.cell(0)? == Cell::Integer(1);
            Ok(())
        })?;
        Ok(End { connection: &mut self.connection, owner: may_own.then_some(owner), files: None })
    }

    /// The same, for being written to.
    fn end_to_fill(&mut self) -> Result<End<'_>, StorageError> {
        let end = self.end()?;
        if end.owner.is_none() {
            return Err(StorageError::Forbidden("filling the database".to_owned()));
        }
        Ok(end)
    }

    /// Notes in the log of reads that every citizen's file leaves the server, before it does.
    fn log_departure(&mut self, origin: &str, what: &str) -> Result<(), StorageError> {
        let End { connection, owner, .. } = self.end()?;
        let mut must_change = false;
        connection.query("SELECT must_change FROM who_am_i()", &[], &mut |row| {
            must_change = row.cell(0)? == Cell::Integer(1);
            Ok(())
        })?;
        if must_change {
            return Err(MoveError::NewPasswordNeeded.into());
        }
        in_transaction(connection, |connection| {
            take_rights(connection, owner.as_deref())?;
            let sql = "SELECT count((append_read($1, id, $2)).seq) FROM citizens";
            connection.query(sql, &[Cell::from(origin), Cell::from(what)], &mut |_| Ok(()))?;
            Ok::<(), StorageError>(())
        })
    }

    /// Everybody of the database.
    fn everybody(&mut self) -> Result<Vec<User>, StorageError> {
        let End { connection, owner, .. } = self.end()?;
        as_of_one_moment(connection, |connection| {
            take_rights(connection, owner.as_deref())?;
            Ok(people::users(connection)?)
        })
    }
}

/// The words of a server as an end.
fn place(address: &ServerAddress) -> Place<'_> {
    Place::Server(address.host(), address.database())
}

/// Fills a server's database from a folder that is open, and lets its people in.
fn fill(
    database: &mut Database,
    from: Place<'_>,
    arrival: &mut Arrival<'_>,
    progress: Progress<'_>,
) -> Result<(Moved, Vec<LetIn>), StorageError> {
    let told = Told {
        actor: database.actor(arrival.origin),
        at: arrival.at,
        reason: moved_words(from, place(arrival.address)),
    };
    let users = people::users(database.engine())?;
    let connection = &mut arrival.server.connection;
    let logins =
        people::logins(&users, arrival.logins, &mut |login| Administration::has_role(connection, login))?;
    let name = arrival.server.database.clone();
    let mut people = Vec::new();
    let moved = copy(
        database.end()?,
        arrival.server.end_to_fill()?,
        &mut |to| {
            people::log_move(to, &told, people::on_a_server(&logins))?;
            people = let_in(to, &name, &logins)?;
            Ok(())
        },
        progress,
    )?;
    Ok((moved, people))
}

/// Gives everybody a login, in the transaction that is open. A role that the server had before keeps its
/// password: it was named on purpose.
fn let_in(
    to: &mut dyn Connection,
    database: &str,
    logins: &[(User, String)],
) -> Result<Vec<LetIn>, StorageError> {
    let owner = schema::owner(database);
    let mut people = Vec::with_capacity(logins.len());
    for (user, login) in logins {
        // Roles are the administrator's to make, not the owner's of the tables.
        to.execute("RESET ROLE", &[])?;
        let quoted = schema::quoted(login);
        let mut there = false;
        to.query(
            "SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1",
            &[Cell::from(login.as_str())],
            &mut |_| {
                there = true;
                Ok(())
            },
        )?;
        let one_time = if there { None } else { Some(make_role(to, &quoted)?) };
        for role in user.roles.iter() {
            to.execute(&format!("GRANT {} TO {quoted}", schema::group(database, role)), &[])?;
        }
        take_rights(to, Some(&owner))?;
        let sql = "INSERT INTO server_people (login, user_id, must_change_password, name) \
                   VALUES ($1, $2, $3 = 1, $4)";
        let cells = [
            Cell::from(login.as_str()),
            Cell::from(user.id.0),
            Cell::from(i64::from(one_time.is_some())),
            Cell::from(user.name.as_str()),
        ];
        to.execute(sql, &cells)?;
        people.push(LetIn { name: user.name.clone(), login: login.clone(), one_time });
    }
    Ok(people)
}

/// Makes a role with a one-time password.
fn make_role(to: &mut dyn Connection, quoted: &str) -> Result<Zeroizing<String>, StorageError> {
    let password = one_time_password()?;
    let verifier = verifier(&password);
    to.execute(&format!("CREATE ROLE {quoted} LOGIN PASSWORD '{}'", verifier.as_str()), &[])?;
    Ok(password)
}

/// Moves the database of a folder to a server. The folder stays as it is and is marked as left.
///
/// # Errors
/// [`StorageError::Move`] with the reason, and what both ends say; nothing is changed then.
pub fn to_server(
    database: &mut Database,
    mut arrival: Arrival<'_>,
    progress: Progress<'_>,
) -> Result<OnServer, StorageError> {
    if database.has_moved()?.is_some() {
        return Err(MoveError::MovedBefore.into());
    }
    let (moved, people) = fill(database, Place::Folder, &mut arrival, progress)?;
    let mark = HasMoved { to: arrival.address.with_user(None).to_string(), at: arrival.at };
    let not_marked = database.mark_moved(&mark).err();
    Ok(OnServer { moved, people, not_marked })
}

/// A room for a database in passing, removed with what is in it when this goes.
struct Room(PathBuf);

impl Room {
    /// A private folder among the system's temporary ones.
    fn new() -> Result<Self, StorageError> {
        let path = std::env::temp_dir().join(format!("vilkaar-{}", Uuid::now_v7().simple()));
        folder::make_private(&path)?;
        Ok(Self(path))
    }

    /// Where the database lies in it.
    fn database(&self) -> PathBuf {
        self.0.join("Arkiv.vilkaar")
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        // Only sealed files lie there; what can't be removed can't be read either.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// Fills a server's database from an archive or any other backup.
///
/// # Errors
/// As [`to_server`], what opening the archive says, and [`StorageError::Forbidden`] when whoever opens it may not
/// move databases.
pub fn restore_to_server(
    file: &Path,
    unlock: Unlock<'_>,
    mut arrival: Arrival<'_>,
    progress: Progress<'_>,
) -> Result<OnServer, StorageError> {
    let room = Room::new()?;
    Database::restore(file, &room.database())?;
    let mut database = Database::open(&room.database(), unlock)?;
    let actor = database.actor(arrival.origin);
    actor
        .authorise(UseCase::MoveDatabase)
        .map_err(|refused| StorageError::Forbidden(refused.0.code().to_owned()))?;
    let (moved, people) = fill(&mut database, Place::Archive, &mut arrival, progress)?;
    Ok(OnServer { moved, people, not_marked: None })
}

/// Who opens what is taken away from a server.
fn opener<'a>(users: &'a [User], departure: &Departure<'_>) -> Result<&'a User, MoveError> {
    let by_login = || {
        users.iter().find(|user| user.removed_on.is_none() && user.login.as_deref() == Some(departure.login))
    };
    match (departure.who, by_login()) {
        (None, Some(user)) => Ok(user),
        (who, _) => people::for_archive(users, who),
    }
}

/// Brings a server's database into a folder that doesn't exist. On the server nothing is changed but the log of
/// reads, which says of every citizen's file that it left.
///
/// # Errors
/// As [`to_server`]; the folder isn't there then.
pub fn to_folder(
    server: &mut Administration,
    path: &Path,
    departure: Departure<'_>,
    progress: Progress<'_>,
) -> Result<InFolder, StorageError> {
    local::refuse_taken(path)?;
    let users = server.everybody()?;
    let person = match opener(&users, &departure) {
        Ok(user) => Person { id: user.id.0, name: user.name.clone() },
        // Somebody who runs the server and is nobody of the program becomes one here.
        Err(MoveError::PersonUnknown { name }) => Person { id: Uuid::now_v7(), name },
        Err(error) => return Err(error.into()),
    };
    server.log_departure(departure.origin, "flytning")?;
    let told = Told {
        actor: local::actor(&person, departure.origin),
        at: departure.at,
        reason: moved_words(place(departure.address), Place::Folder),
    };
    let (moved, recovery_key) = local::into_folder(
        path,
        person.clone(),
        departure.passphrase,
        server.end()?,
        &mut |to| people::log_move(to, &told, people::in_a_folder(&users, UserId(person.id), &person.name)),
        progress,
    )?;
    Ok(InFolder { moved, person, recovery_key })
}

/// Writes a shared database into an archive: an ordinary backup of a folder with the same records and the same
/// log to the last entry.
///
/// # Errors
/// As [`to_server`]; the file isn't there then.
pub fn archive(
    server: &mut Administration,
    file: &Path,
    departure: Departure<'_>,
    progress: Progress<'_>,
) -> Result<Archived, StorageError> {
    let users = server.everybody()?;
    let user = opener(&users, &departure)?;
    let person = Person { id: user.id.0, name: user.name.clone() };
    server.log_departure(departure.origin, "arkiv")?;
    let room = Room::new()?;
    let unlock = Unlock::Passphrase { user: None, passphrase: departure.passphrase };
    let from = server.end()?;
    let (moved, recovery_key) = local::into_folder(
        &room.database(),
        person.clone(),
        departure.passphrase,
        from,
        &mut |_| Ok(()),
        progress,
    )?;
    let mut database = Database::open(&room.database(), unlock)?;
    let written = database.backup_to(file)?;
    database.close()?;
    Ok(Archived { moved, written, person, recovery_key })
}
