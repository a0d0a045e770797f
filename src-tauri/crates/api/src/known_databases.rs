//! The databases that were opened on this PC before, by place and name only: no personal data, no keys.
//! Losing the list loses nothing; one opens the folder, or types the server's address, again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::session::Place;

const MOST: usize = 8;

/// A database that was opened before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Known {
    /// A folder on this PC.
    Folder(PathBuf),
    /// A server.
    Server {
        /// Its address, without user and without password.
        server: String,
        /// The user name that was used last.
        user: Option<String>,
        /// Is that user's password in the system's keyring?
        #[serde(default)]
        is_kept: bool,
    },
}

impl Known {
    /// Its place.
    #[must_use]
    pub fn place(&self) -> Place {
        match self {
            Self::Folder(folder) => Place::Folder(folder.clone()),
            Self::Server { server, .. } => Place::Server(server.clone()),
        }
    }
}

/// The list and the file that keeps it.
#[derive(Debug, Default)]
pub struct KnownDatabases {
    file: Option<PathBuf>,
    databases: Vec<Known>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    databases: Vec<Known>,
}

impl KnownDatabases {
    /// Reads the list of a configuration folder; an unreadable one starts empty, as it is a convenience only.
    #[must_use]
    pub fn read(folder: Option<&Path>) -> Self {
        let file = folder.map(|folder| folder.join("databaser.json"));
        let databases = file
            .as_deref()
            .and_then(|file| std::fs::read(file).ok())
            .and_then(|bytes| serde_json::from_slice::<Stored>(&bytes).ok())
            .map(|stored| stored.databases)
            .unwrap_or_default();
        Self { file, databases }
    }

    /// Those that can be opened as far as this PC knows, latest first: folders that are there, and servers.
    #[must_use]
    pub fn existing(&self) -> Vec<Known> {
        let is_there = |known: &&Known| match known {
            Known::Folder(folder) => folder.is_dir(),
            Known::Server { .. } => true,
        };
        self.databases.iter().filter(is_there).cloned().collect()
    }

    /// The user name that was used last at a server, and whether its password is in the system's keyring.
    #[must_use]
    pub fn last_user(&self, server: &str) -> (Option<String>, bool) {
        let last = self.databases.iter().find_map(|known| match known {
            Known::Server { server: address, user, is_kept } if address == server => {
                Some((user.clone(), *is_kept))
            }
            _ => None,
        });
        last.unwrap_or_default()
    }

    /// Puts a database first and keeps the list.
    ///
    /// # Errors
    /// Where the list can't be written; the database is open all the same.
    pub fn remember(&mut self, known: Known) -> std::io::Result<()> {
        let place = known.place();
        self.databases.retain(|other| other.place() != place);
        self.databases.insert(0, known);
        self.databases.truncate(MOST);
        let Some(file) = &self.file else { return Ok(()) };
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let bytes = serde_json::to_vec_pretty(&Stored { databases: self.databases.clone() })?;
        std::fs::write(file, bytes)
    }
}

/// A local database's name: its folder's without `.vilkaar`.
#[must_use]
pub fn name_of(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.strip_suffix(".vilkaar").map_or(name.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_servers_are_remembered_latest_first_and_once_with_the_last_user() {
        let folder = tempfile::tempdir().unwrap();
        let server = |user: &str| Known::Server {
            server: "postgres://db/vilkaar".into(),
            user: Some(user.into()),
            is_kept: true,
        };
        let mut list = KnownDatabases::read(Some(folder.path()));
        list.remember(server("karina.holst")).unwrap();
        list.remember(Known::Folder(folder.path().to_owned())).unwrap();
        list.remember(server("ole.bang")).unwrap();

        let list = KnownDatabases::read(Some(folder.path()));
        assert_eq!(list.existing(), [server("ole.bang"), Known::Folder(folder.path().to_owned())]);
        assert_eq!(list.last_user("postgres://db/vilkaar"), (Some("ole.bang".to_owned()), true));
    }

    #[test]
    fn a_list_of_folders_as_it_was_written_before_there_were_servers_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let text = serde_json::json!({ "databases": [folder.path()] }).to_string();
        std::fs::write(folder.path().join("databaser.json"), text).unwrap();
        let list = KnownDatabases::read(Some(folder.path()));
        assert_eq!(list.existing(), [Known::Folder(folder.path().to_owned())]);
    }
}
