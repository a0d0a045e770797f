//! What the driver and the server say, told apart by codes and never by text.
//!
//! Invariant: an error names tables and constraints at most. PostgreSQL puts values of a row into messages
//! and details, so neither is taken over.

use std::error::Error as _;
use std::io;

use tokio_postgres::error::{DbError, SqlState};
use vilkaar_wording::server::{ServerProblem, server_problem};

use crate::engine::EngineError;

/// Why a shared database could not be opened.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ServerError {
    /// Nothing answers there.
    #[error("server unreachable")]
    Unreachable {
        /// The server's name.
        host: String,
    },
    /// It doesn't answer in time.
    #[error("server timeout")]
    Timeout {
        /// The server's name.
        host: String,
    },
    /// Its certificate isn't trusted, or is another server's.
    #[error("server certificate")]
    Certificate {
        /// The server's name.
        host: String,
    },
    /// The file of the root certificate can't be read.
    #[error("root certificate unreadable")]
    CertificateFile,
    /// Wrong name or password, or it isn't allowed in.
    #[error("server refused sign-in")]
    RefusedSignIn,
    /// The role has no rights in this database.
    #[error("no rights in this database")]
    NoRights,
    /// No Vilkår in this database.
    #[error("not set up")]
    NotSetUp,
    /// Made by an older program: an administrator runs the set-up.
    #[error("schema {found} is older than {known}")]
    SchemaOlder {
        /// The schema of the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// Older than PostgreSQL 15.
    #[error("PostgreSQL {version} is too old")]
    TooOld {
        /// Its version.
        version: String,
    },
    /// A server that lacks what Vilkår needs.
    #[error("the server lacks {}", .0.join(", "))]
    Lacks(Vec<String>),
    /// A password in the address.
    #[error("password in the address")]
    PasswordInAddress,
    /// Not an address.
    #[error("address unreadable")]
    AddressUnreadable,
    /// A database's name that can't be part of the groups' names.
    #[error("database name")]
    DatabaseName,
    /// No encryption, and the server isn't this machine.
    #[error("plain refused")]
    PlainRefused,
    /// A name to sign in with that won't do.
    #[error("login name")]
    LoginName,
    /// A role of that name is on the server already and is nobody's in this database.
    #[error("login taken: {0}")]
    LoginTaken(String),
    /// Nobody signs in by that name.
    #[error("login unknown: {0}")]
    LoginUnknown(String),
    /// The connection broke.
    #[error("connection lost")]
    Lost,
    /// Another transaction held what was needed for too long.
    #[error("another is writing")]
    Busy,
    /// The role may make things in the database, which could lead the rules astray.
    #[error("the role may create in {0}")]
    MayCreate(String),
}

impl ServerError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreachable { .. } => "server_unreachable",
            Self::Timeout { .. } => "server_timeout",
            Self::Certificate { .. } => "server_certificate",
            Self::CertificateFile => "server_certificate_file",
            Self::RefusedSignIn => "server_refused_sign_in",
            Self::NoRights => "server_no_rights",
            Self::NotSetUp => "server_not_set_up",
            Self::SchemaOlder { .. } => "server_schema_older",
            Self::TooOld { .. } => "server_too_old",
            Self::Lacks(_) => "server_lacks",
            Self::PasswordInAddress => "server_password_in_url",
            Self::AddressUnreadable => "server_address_unreadable",
            Self::PlainRefused => "server_plain_refused",
            Self::DatabaseName => "server_database_name",
            Self::LoginName => "server_login_name",
            Self::LoginTaken(_) => "server_login_taken",
            Self::LoginUnknown(_) => "server_login_unknown",
            Self::Lost => "connection_lost",
            Self::Busy => "busy",
            Self::MayCreate(_) => "server_may_create",
        }
    }

    /// The Danish sentence: what happened and what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        let told = match self {
            Self::Unreachable { host } => ServerProblem::Unreachable(host),
            Self::Timeout { host } => ServerProblem::Timeout(host),
            Self::Certificate { host } => ServerProblem::Certificate(host),
            Self::CertificateFile => ServerProblem::CertificateFile,
            Self::RefusedSignIn => ServerProblem::RefusedSignIn,
            Self::NoRights => ServerProblem::NoRights,
            Self::NotSetUp => ServerProblem::NotSetUp,
            Self::SchemaOlder { .. } => ServerProblem::SchemaOlder,
            Self::TooOld { version } => ServerProblem::TooOld(version),
            Self::Lacks(what) => ServerProblem::Lacks(what),
            Self::PasswordInAddress => ServerProblem::PasswordInAddress,
            Self::AddressUnreadable => ServerProblem::AddressUnreadable,
            Self::PlainRefused => ServerProblem::PlainRefused,
            Self::DatabaseName => ServerProblem::DatabaseName,
            Self::LoginName => ServerProblem::LoginName,
            Self::LoginTaken(login) => ServerProblem::LoginTaken(login),
            Self::LoginUnknown(login) => ServerProblem::LoginUnknown(login),
            Self::Lost => ServerProblem::Lost,
            Self::Busy => ServerProblem::Busy,
            Self::MayCreate(place) => ServerProblem::MayCreate(place),
        };
        server_problem(&told)
    }
}

/// Why a connection could not be made.
pub(crate) enum Refused {
    /// A reason that the user is told.
    Server(ServerError),
    /// Anything else.
    Engine(EngineError),
}

/// What is said of an error of the server: its code and what it is about, without a value.
fn told(error: &DbError) -> String {
    let names = [error.table(), error.column(), error.constraint()];
    let about: Vec<&str> = names.into_iter().flatten().collect();
    format!("PostgreSQL {} {}", error.code().code(), about.join(" ")).trim_end().to_owned()
}

/// Tells the driver's errors apart.
pub(crate) fn engine_error(error: &tokio_postgres::Error) -> EngineError {
    let Some(server) = error.as_db_error() else {
        let broken = error.is_closed() || error.source().is_some_and(|source| source.is::<io::Error>());
        return if broken {
            EngineError::Disconnected
        } else {
            EngineError::Other(format!("driver: {error}"))
        };
    };
    match server.code() {
        &SqlState::UNIQUE_VIOLATION => EngineError::Duplicate(told(server)),
        &SqlState::INSUFFICIENT_PRIVILEGE => EngineError::Forbidden(told(server)),
        &SqlState::DISK_FULL => EngineError::Full,
        &SqlState::READ_ONLY_SQL_TRANSACTION => EngineError::NotWritable,
        &SqlState::LOCK_NOT_AVAILABLE => EngineError::Busy,
        &SqlState::QUERY_CANCELED => EngineError::Timeout,
        &SqlState::T_R_DEADLOCK_DETECTED | &SqlState::T_R_SERIALIZATION_FAILURE => EngineError::Disturbed,
        &SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED => EngineError::Damaged(told(server)),
        code if is_of_the_connection(code) => EngineError::Disconnected,
        _ => EngineError::Other(told(server)),
    }
}

/// Does the server end or refuse the connection with this code, and may it be tried again?
fn is_of_the_connection(code: &SqlState) -> bool {
    code.code().starts_with("08")
        || [
            SqlState::ADMIN_SHUTDOWN,
            SqlState::CRASH_SHUTDOWN,
            SqlState::CANNOT_CONNECT_NOW,
            SqlState::TOO_MANY_CONNECTIONS,
            SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT,
        ]
        .contains(code)
}

/// Tells apart why no connection was made.
pub(crate) fn refused(error: &tokio_postgres::Error, host: &str) -> Refused {
    let host = host.to_owned();
    if let Some(server) = error.as_db_error() {
        return match server.code() {
            &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                Refused::Server(ServerError::RefusedSignIn)
            }
            &SqlState::INVALID_CATALOG_NAME => Refused::Server(ServerError::NotSetUp),
            &SqlState::INSUFFICIENT_PRIVILEGE => Refused::Server(ServerError::NoRights),
            code if is_of_the_connection(code) => Refused::Server(ServerError::Unreachable { host }),
            _ => Refused::Engine(engine_error(error)),
        };
    }
    let mut source = error.source();
    while let Some(cause) = source {
        let inner = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if inner.is_some_and(|inner| inner.is::<rustls::Error>()) || cause.is::<rustls::Error>() {
            return Refused::Server(ServerError::Certificate { host });
        }
        if cause.is::<io::Error>() {
            return Refused::Server(ServerError::Unreachable { host });
        }
        // The driver has a text for it and no code.
        if cause.to_string() == "server does not support TLS" {
            return Refused::Server(ServerError::PlainRefused);
        }
        source = cause.source();
    }
    match engine_error(error) {
        EngineError::Disconnected => Refused::Server(ServerError::Unreachable { host }),
        error => Refused::Engine(error),
    }
}
