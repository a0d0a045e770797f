//! Why a database could not be created, opened, changed or backed up.
//!
//! Invariant: each error has a stable code and a Danish sentence; none carries a passphrase, a key or
//! anything of a record. What the system said stands in the error's own text, for the program's log.

use std::io;
use std::path::{Path, PathBuf};

use vilkaar_application::ports::StoreError;
use vilkaar_wording::storage::{StorageProblem, problem};

use crate::engine::EngineError;
use crate::moving::MoveError;
use crate::postgres::ServerError;

/// An error of a database folder.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The passphrase doesn't open the key.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// A passphrase can't be empty.
    #[error("empty passphrase")]
    PassphraseEmpty,
    /// The recovery key has a typing error, in that group if only one is wrong.
    #[error("recovery key mistyped")]
    RecoveryKeyMistyped {
        /// The group, from 1; none when the number of characters is wrong.
        group: Option<usize>,
    },
    /// The recovery key is well formed but isn't this database's.
    #[error("recovery key wrong")]
    RecoveryKeyWrong,
    /// Several people can sign in and none was named.
    #[error("user needed")]
    UserNeeded {
        /// Who can.
        people: Vec<String>,
    },
    /// Nobody of that name can sign in.
    #[error("user unknown")]
    UserUnknown {
        /// Who can.
        people: Vec<String>,
    },
    /// Somebody of that name can sign in already.
    #[error("user exists")]
    UserExists {
        /// The name as it stands there.
        name: String,
    },
    /// The new passphrase is the present one.
    #[error("the new passphrase is the present one")]
    PassphraseSame,
    /// Nobody can shut themself out.
    #[error("one can't remove oneself")]
    RemovesSelf,
    /// No database there.
    #[error("no database in the folder")]
    DatabaseMissing {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder isn't empty, or is a file.
    #[error("the folder is not empty")]
    DatabaseExists {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder that it shall be created in isn't there.
    #[error("the folder to create it in is missing")]
    ParentMissing {
        /// That folder.
        folder: PathBuf,
    },
    /// Someone has it open.
    #[error("the database is open elsewhere")]
    DatabaseLocked {
        /// Who, where and since when, if known.
        holder: Option<String>,
    },
    /// keys.json is missing.
    #[error("keys.json is missing")]
    KeysMissing,
    /// keys.json can't be read.
    #[error("keys.json is damaged: {0}")]
    KeysDamaged(String),
    /// keys.json is another database's.
    #[error("keys.json belongs to another database")]
    KeysForeign,
    /// keys.json is older than the one the database knows.
    #[error("keys.json is outdated")]
    KeysOutdated,
    /// keys.json has parameters below the lower bound.
    #[error("keys.json is weaker than allowed")]
    KeysWeak,
    /// The database is damaged.
    #[error("the database is damaged: {0}")]
    DatabaseDamaged(String),
    /// Made by a newer program.
    #[error("schema {found} is newer than {known}")]
    SchemaNewer {
        /// The schema of the database.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// Can't be written.
    #[error("not writable")]
    NotWritable {
        /// The file or folder, if known.
        place: Option<PathBuf>,
    },
    /// No room on the disk.
    #[error("the disk is full")]
    DiskFull,
    /// On a network share.
    #[error("on a network share: {kind}")]
    NetworkShare {
        /// NFS, SMB …
        kind: String,
    },
    /// Not a backup, or a damaged one.
    #[error("backup unreadable: {0}")]
    BackupUnreadable(String),
    /// The second place for backups failed; the first has its copy.
    #[error("second place for backups: {reason}")]
    BackupPlaceFailed {
        /// The place.
        place: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A folder that a restore kept is still under a key of before.
    #[error("kept by a restore, under the former key")]
    KeptByRestore,
    /// A shared database's server.
    #[error(transparent)]
    Server(#[from] ServerError),
    /// The role has no right to it.
    #[error("forbidden: {0}")]
    Forbidden(String),
    /// A database that wasn't moved.
    #[error(transparent)]
    Move(#[from] MoveError),
    /// Anything else of the file system.
    #[error("{context}: {source}")]
    Io {
        /// What was being done.
        context: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Anything else of the engine.
    #[error("{0}")]
    Other(String),
}

impl StorageError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::WrongPassphrase => "wrong_passphrase",
            Self::PassphraseEmpty => "passphrase_empty",
            Self::RecoveryKeyMistyped { .. } => "recovery_key_mistyped",
            Self::RecoveryKeyWrong => "recovery_key_wrong",
            Self::UserNeeded { .. } => "user_needed",
            Self::UserUnknown { .. } => "user_unknown",
            Self::UserExists { .. } => "user_exists",
            Self::PassphraseSame => "passphrase_same",
            Self::RemovesSelf => "removes_self",
            Self::DatabaseMissing { .. } => "database_missing",
            Self::DatabaseExists { .. } => "database_exists",
            Self::ParentMissing { .. } => "folder_missing",
            Self::DatabaseLocked { .. } => "database_locked",
            Self::KeysMissing => "keys_missing",
            Self::KeysDamaged(_) => "keys_damaged",
            Self::KeysForeign => "keys_foreign",
            Self::KeysOutdated => "keys_outdated",
            Self::KeysWeak => "keys_weak",
            Self::DatabaseDamaged(_) => "database_damaged",
            Self::SchemaNewer { .. } => "schema_newer",
            Self::NotWritable { .. } => "not_writable",
            Self::DiskFull => "disk_full",
            Self::NetworkShare { .. } => "network_share",
            Self::BackupUnreadable(_) => "backup_unreadable",
            Self::BackupPlaceFailed { .. } => "backup_place_failed",
            Self::KeptByRestore => "kept_by_restore",
            Self::Server(error) => error.code(),
            Self::Forbidden(_) => "forbidden",
            Self::Move(error) => error.code(),
            Self::Io { .. } | Self::Other(_) => "unexpected",
        }
    }

    /// The Danish sentence: what happened and what to do.
    #[must_use]
    pub fn sentence(&self) -> String {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::WrongPassphrase => problem(&StorageProblem::WrongPassphrase),
            Self::PassphraseEmpty => problem(&StorageProblem::PassphraseEmpty),
            Self::RecoveryKeyMistyped { group } => problem(&StorageProblem::RecoveryKeyMistyped(*group)),
            Self::RecoveryKeyWrong => problem(&StorageProblem::RecoveryKeyWrong),
            Self::UserNeeded { people } => problem(&StorageProblem::UserNeeded(people)),
            Self::UserUnknown { people } => problem(&StorageProblem::UserUnknown(people)),
            Self::UserExists { name } => problem(&StorageProblem::UserExists(name)),
            Self::PassphraseSame => problem(&StorageProblem::PassphraseSame),
            Self::RemovesSelf => problem(&StorageProblem::RemovesSelf),
            Self::DatabaseMissing { folder } => problem(&StorageProblem::DatabaseMissing(&shown(folder))),
            Self::DatabaseExists { folder } => problem(&StorageProblem::DatabaseExists(&shown(folder))),
            Self::ParentMissing { folder } => problem(&StorageProblem::ParentMissing(&shown(folder))),
            Self::DatabaseLocked { holder } => problem(&StorageProblem::DatabaseLocked(holder.as_deref())),
            Self::KeysMissing => problem(&StorageProblem::KeysMissing),
            Self::KeysDamaged(_) => problem(&StorageProblem::KeysDamaged),
            Self::KeysForeign => problem(&StorageProblem::KeysForeign),
            Self::KeysOutdated => problem(&StorageProblem::KeysOutdated),
            Self::KeysWeak => problem(&StorageProblem::KeysWeak),
            Self::DatabaseDamaged(_) => problem(&StorageProblem::DatabaseDamaged),
            Self::SchemaNewer { .. } => problem(&StorageProblem::SchemaNewer),
            Self::NotWritable { place } => {
                problem(&StorageProblem::NotWritable(place.as_deref().map(shown).as_deref()))
            }
            Self::DiskFull => problem(&StorageProblem::DiskFull),
            Self::NetworkShare { kind } => problem(&StorageProblem::NetworkShare(kind)),
            Self::BackupUnreadable(_) => problem(&StorageProblem::BackupUnreadable),
            Self::BackupPlaceFailed { place, .. } => {
                problem(&StorageProblem::BackupPlaceFailed(&shown(place)))
            }
            Self::KeptByRestore => problem(&StorageProblem::KeptByRestore),
            Self::Server(error) => error.sentence(),
            Self::Forbidden(_) => problem(&StorageProblem::Forbidden),
            Self::Move(error) => error.sentence(),
            Self::Io { .. } | Self::Other(_) => problem(&StorageProblem::Unexpected),
        }
    }

    /// An error of the file system at a path: no permission and a full disk are told from the rest.
    pub(crate) fn io(context: &'static str, path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::NotWritable { place: Some(path.to_owned()) }
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            io::ErrorKind::NotFound => match path.parent().filter(|parent| !parent.is_dir()) {
                Some(parent) => Self::ParentMissing { folder: parent.to_owned() },
                None => Self::Io { context, source },
            },
            _ => Self::Io { context, source },
        }
    }
}

impl From<EngineError> for StorageError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Full => Self::DiskFull,
            EngineError::NotWritable => Self::NotWritable { place: None },
            EngineError::Damaged(what) => Self::DatabaseDamaged(what),
            EngineError::Forbidden(what) => Self::Forbidden(what),
            EngineError::Disconnected => Self::Server(ServerError::Lost),
            EngineError::Timeout => Self::Server(ServerError::Timeout { host: String::new() }),
            EngineError::Busy => Self::Server(ServerError::Busy),
            EngineError::Outdated => Self::SchemaNewer { found: 0, known: 0 },
            EngineError::Disturbed => Self::Other("disturbed by another transaction".to_owned()),
            EngineError::Duplicate(what) | EngineError::Other(what) => Self::Other(what),
        }
    }
}

/// The code and the Danish sentence of an error of the store's port.
#[must_use]
pub fn describe(error: &StoreError) -> (&'static str, String) {
    let (code, told) = match error {
        StoreError::Conflict { .. } => ("conflict", StorageProblem::Conflict),
        StoreError::Cancelled => ("cancelled", StorageProblem::Cancelled),
        StoreError::Full => ("disk_full", StorageProblem::DiskFull),
        StoreError::NotWritable => ("not_writable", StorageProblem::NotWritable(None)),
        StoreError::Forbidden => ("forbidden", StorageProblem::Forbidden),
        StoreError::Unreachable => ("connection_lost", StorageProblem::Unreachable),
        StoreError::Busy => ("busy", StorageProblem::Busy),
        StoreError::Outdated => ("schema_newer", StorageProblem::SchemaNewer),
        StoreError::Forgotten { seq } => ("history_forgotten", StorageProblem::Forgotten(*seq)),
        StoreError::TooLong => ("too_long", StorageProblem::TooLong),
        StoreError::Damaged(_) => ("database_damaged", StorageProblem::DatabaseDamaged),
        StoreError::Other(_) => ("unexpected", StorageProblem::Unexpected),
    };
    (code, problem(&told))
}
