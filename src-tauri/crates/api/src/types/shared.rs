//! A shared database on a server: choosing it, signing in, creating it.
//! Invariant: a password travels in its own field, never in an address, and is never answered back.

use serde::{Deserialize, Serialize};

/// Where a database lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DatabaseKind {
    /// A folder on this PC.
    Local,
    /// A server that several share.
    Shared,
}

/// Choose a shared database by its address.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChooseServer {
    /// `postgres://server/database` or just `server/database`.
    pub address: String,
    /// Ticket of `choose_certificate`: the authority that signed the server's certificate; null = the system's.
    pub certificate: Option<String>,
}

/// Sign in to a chosen shared database.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SignIn {
    /// Ticket of the database.
    pub database: String,
    /// The user name on the server.
    pub user: String,
    /// The password; null to use the one in the system's keyring (`KnownDatabase.password_is_kept`).
    pub password: Option<String>,
    /// Keep it in the system's keyring?
    pub keep: bool,
}

/// Create a shared database over an administrator's connection: schema, groups, rules and the first person.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreateShared {
    /// `postgres://server/database`; the database itself exists, empty.
    pub address: String,
    /// Ticket of `choose_certificate`; null = the system's authorities.
    pub certificate: Option<String>,
    /// The administrator's user name on the server.
    pub admin_user: String,
    /// The administrator's password; used now and not kept.
    pub admin_password: String,
    /// The municipality's name.
    pub municipality: String,
    /// The first person's name.
    pub user: String,
    /// The first person's user name on the server.
    pub login: String,
}

/// A shared database was created.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreatedShared {
    /// What was done, step by step.
    pub steps: Vec<String>,
    /// The first person's user name.
    pub login: String,
    /// The first person's password, changed at the first sign-in; shown once.
    pub one_time: super::OneTimePassphrase,
    /// The database, chosen; sign in next.
    pub database: super::KnownDatabase,
}

/// How the connection to a shared database stands.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ConnectionState {
    /// False while the program tries to get it back.
    pub is_connected: bool,
    /// The sentence for the banner while it is lost; null while all is well.
    pub sentence: Option<String>,
}
