//! From the start screen to an open database: creating, unlocking, locking, the day that counts as today, backups.
//! Invariant: the window never makes up a path. It gets a `ticket` from a dialogue of the core and hands it back.

use serde::{Deserialize, Serialize};

/// How far the session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum SessionPhase {
    /// No database is chosen: create or open one.
    Start,
    /// A database is chosen and closed: it asks for the passphrase.
    Locked,
    /// Somebody signed in with a one-time passphrase and must choose their own (`change_passphrase`) before anything else.
    NewPassphrase,
    /// The database is open and somebody is signed in.
    Open,
}

/// All that the shell of the window shows; also the answer of every command that changes it.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SessionState {
    /// How far the session is.
    pub phase: SessionPhase,
    /// The program's version, e.g. "0.1.0".
    pub version: String,
    /// Databases opened before on this PC, latest first; only their names and places.
    pub recent: Vec<KnownDatabase>,
    /// The chosen database, when `phase` is `locked` or `open`.
    pub database: Option<KnownDatabase>,
    /// Name of the person signed in, when `phase` is `open` or `newPassphrase`.
    pub user: Option<String>,
    /// Official words of that person's roles.
    pub roles: Vec<String>,
    /// Codes of the use cases that the roles allow (`see_cases`, `import` …): the window hides the others.
    pub allowed: Vec<String>,
    /// The connection of an open shared database; null for a local one.
    pub connection: Option<super::ConnectionState>,
    /// The day that counts as today.
    pub day: Day,
    /// The past day whose knowledge is shown, "20-11-2026"; null = as it is now. Nothing can be changed meanwhile.
    pub known_as_of: Option<String>,
    /// Minutes without a key or a pointer movement after which the window locks; 0 = never.
    pub idle_lock_minutes: u32,
    /// Numbers at the rail's items; null while nothing is open.
    pub counts: Option<RailCounts>,
    /// What the user should be told until it is read (backup too old, recovered after an unclean end …).
    pub messages: Vec<Message>,
}

/// A database that the program knows: by ticket, never by path.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct KnownDatabase {
    /// Opaque; given back in `unlock` and `unlock_with_recovery_key`.
    pub ticket: String,
    /// Its name: the folder's name without `.vilkaar`, or the municipality's name when it is open.
    pub name: String,
    /// Where it is, for reading only.
    pub display_path: String,
    /// Names of the people who can sign in, as keys.json lists them; one entry while there is one person; none for
    /// a shared database, where the user name is typed.
    pub people: Vec<String>,
    /// A folder, or a server.
    pub kind: super::DatabaseKind,
    /// The user name that was used last on this PC, for a shared database.
    pub last_user: Option<String>,
    /// Is that user's password in the system's keyring?
    pub password_is_kept: bool,
}

/// A folder that the user chose in a dialogue of the core.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChosenPlace {
    /// Opaque; valid while the program runs.
    pub ticket: String,
    /// Where it is, for reading only.
    pub display_path: String,
    /// A remark to show at the place, e.g. "Mappen ligger på et netværksdrev"; null if there is none.
    pub remark: Option<String>,
}

/// The day that counts as today ("pr. dato").
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Day {
    /// ISO, e.g. "2026-11-20".
    pub iso: String,
    /// Danish, e.g. "20-11-2026".
    pub text: String,
    /// False when the user looks at another day than the calendar's.
    pub is_today: bool,
}

/// Numbers at the rail's items.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct RailCounts {
    /// Active and planned placements.
    pub placements: u32,
    /// Cases above the limit.
    pub above_limit: u32,
    /// One's own items of the agenda that are overdue or due within 30 days; everybody's for somebody whom no sheet
    /// names.
    pub agenda: u32,
}

/// A message from the core that stays until it is read.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Message {
    /// Stable within the session, so that the same message isn't shown twice.
    pub id: String,
    /// Colour and icon.
    pub tone: super::Tone,
    /// The sentence.
    pub text: String,
}

/// Create a database.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreateDatabase {
    /// Ticket of `choose_new_database_folder`.
    pub place: String,
    /// The municipality's name, e.g. "Egeskov Kommune": title of the window and of the papers, and with `.vilkaar`
    /// the name of the folder that is made in the place.
    pub municipality: String,
    /// Name of the first person, who gets the roles of design §8.
    pub user: String,
    /// That person's passphrase.
    pub passphrase: String,
}

/// A created and opened database.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct CreatedDatabase {
    /// Shown once, in groups divided by hyphens or spaces.
    pub recovery_key: String,
    /// The open session.
    pub session: SessionState,
}

/// Open a database with a passphrase.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Unlock {
    /// Ticket of the database.
    pub database: String,
    /// Who signs in; null while there is one person.
    pub user: Option<String>,
    /// The passphrase.
    pub passphrase: String,
}

/// Open a database with its recovery key and give the person a new passphrase in the same step.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct UnlockWithRecoveryKey {
    /// Ticket of the database.
    pub database: String,
    /// Whose passphrase is replaced; null while there is one person.
    pub user: Option<String>,
    /// The recovery key as typed; spaces, hyphens and case don't matter.
    pub recovery_key: String,
    /// The new passphrase.
    pub new_passphrase: String,
}

/// Change one's own passphrase.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct ChangePassphrase {
    /// The present one.
    pub current: String,
    /// The new one.
    pub new: String,
}

/// Where the second copy of every backup goes.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SetBackupPlace {
    /// Ticket of `choose_backup_place`; null = no second place.
    pub place: Option<String>,
}

/// Look at another day.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct SetDay {
    /// ISO, as a date field gives it; null = the calendar's day.
    pub day: Option<String>,
}

/// What the settings screen shows.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Settings {
    /// The database: name, place, when created, version of the schema …
    pub facts: Vec<super::Fact>,
    /// A folder with backups of its own, or a server that takes care of them.
    pub kind: super::DatabaseKind,
    /// Where the second copy goes, for reading only; null = none.
    pub backup_place: Option<String>,
    /// How the backups stand, e.g. "Seneste kopi der: 20-11-2026 09:41".
    pub backup_status: super::Status,
    /// Backups, newest first: when, size, where.
    pub backups: super::DataTable,
}

/// A backup was written.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct BackupDone {
    /// "Sikkerhedskopien er skrevet og kontrolleret: 1,2 MB."
    pub message: String,
    /// The settings as they stand now.
    pub settings: Settings,
}

/// Result of `verify`.
#[derive(Debug, Clone, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Verification {
    /// Whether everything holds.
    pub ok: bool,
    /// The verdict in one sentence.
    pub message: String,
    /// What was counted: placements, log entries, the log's head.
    pub facts: Vec<super::Fact>,
    /// What doesn't hold: code and detail.
    pub problems: super::DataTable,
}
