//! Who signs in: the list of people, adding, changing and removing them, and how strong a passphrase is.
//! Invariant: a one-time passphrase and a recovery key are given exactly once, in the answer of what made them.

use serde::{Deserialize, Serialize};

/// *Brugere*: who can sign in, and what can be done about it here.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct People {
    /// Everybody, those who were removed last.
    pub people: Vec<PersonRow>,
    /// Roles that can be given, in the official order.
    pub roles: Vec<RoleChoice>,
    /// True for a shared database: people are added over an administrator's connection, see `commands`.
    pub is_shared: bool,
    /// What roles mean in this kind of database, said honestly; one or two sentences.
    pub meaning: String,
    /// For a shared database: the commands that add, change and remove people, ready to copy.
    pub commands: Vec<CommandLine>,
}

/// Somebody in the list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonRow {
    /// The id, given back in the other requests.
    pub id: String,
    /// The name.
    pub name: String,
    /// The user name on the server; null in a local database.
    pub login: Option<String>,
    /// The roles' official words.
    pub roles: Vec<String>,
    /// The name in sheets (sagsbehandler, forhandler); null where none is linked.
    pub employee: Option<String>,
    /// Is it whoever is signed in?
    pub is_you: bool,
    /// How it stands, e.g. "Skal vælge adgangssætning ved første login", "Fjernet 20-11-2026"; null for the ordinary.
    pub status: Option<super::Status>,
    /// False for people who were removed.
    pub is_active: bool,
}

/// A role that can be given.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RoleChoice {
    /// The official word, given back in requests.
    pub role: String,
    /// What it allows, in one line.
    pub allows: String,
    /// Why it can't be given here (roles that withhold need a server); null when it can.
    pub refusal: Option<String>,
}

/// A command line with what it does.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CommandLine {
    /// What it does, e.g. "Tilføj en bruger".
    pub what: String,
    /// The line to copy.
    pub line: String,
}

/// Add somebody to a local database.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct AddPerson {
    /// The name.
    pub name: String,
    /// Official words of the roles.
    pub roles: Vec<String>,
    /// The name in sheets, if any.
    pub employee: Option<String>,
}

/// A person and the passphrase to hand over, shown once.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct OneTimePassphrase {
    /// Whose.
    pub name: String,
    /// To be changed at the first sign-in.
    pub passphrase: String,
}

/// Somebody was added, or got a new one-time passphrase.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonAdded {
    /// To hand over.
    pub one_time: OneTimePassphrase,
    /// The list as it stands now.
    pub people: People,
}

/// Change somebody's roles and link.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangePerson {
    /// Whose.
    pub id: String,
    /// Official words of all roles from now on.
    pub roles: Vec<String>,
    /// The name in sheets; null or blank for none.
    pub employee: Option<String>,
}

/// Somebody of the list.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonRequest {
    /// Who.
    pub id: String,
}

/// Make a new recovery key for a local database.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RenewRecoveryKey {
    /// One's own passphrase.
    pub passphrase: String,
}

/// The new recovery key, shown once; the one before opens nothing any more.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RecoveryKeyRenewed {
    /// The key.
    pub recovery_key: String,
}

/// Remove somebody from a local database. The database's key is changed, so that nothing the person has opens it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RemovePerson {
    /// Who.
    pub id: String,
    /// One's own passphrase, with which the new key is sealed.
    pub passphrase: String,
}

/// Somebody was removed: what must be handed out now, shown once.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PersonRemoved {
    /// The new recovery key; the old one opens nothing any more. Null where the person had no access and the key
    /// stays as it is.
    pub recovery_key: Option<String>,
    /// Everybody else's one-time passphrase.
    pub one_time: Vec<OneTimePassphrase>,
    /// What became of the backups, e.g. "4 sikkerhedskopier er lavet om til den nye nøgle."
    pub backups: Vec<String>,
    /// The list as it stands now.
    pub people: People,
}

/// Ask how strong a passphrase is, while it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PassphraseCheck {
    /// As typed so far.
    pub passphrase: String,
    /// The municipality's name where a database is being created; else null.
    pub municipality: Option<String>,
    /// The person's name where it isn't known yet; else null.
    pub user: Option<String>,
}

/// How strong it is.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PassphraseStrength {
    /// 0 to 4, for the meter.
    pub score: u8,
    /// Would it be accepted?
    pub is_enough: bool,
    /// Advice, or praise; one or two sentences.
    pub advice: String,
}
