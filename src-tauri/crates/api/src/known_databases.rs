//! The databases that were opened on this PC before, by place and name only: no personal data, no keys.
//! Losing the list loses nothing; one opens the folder again.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

const MOST: usize = 8;

/// The list and the file that keeps it.
#[derive(Debug, Default)]
pub struct KnownDatabases {
    file: Option<PathBuf>,
    folders: Vec<PathBuf>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    databases: Vec<PathBuf>,
}

impl KnownDatabases {
    /// Reads the list of a configuration folder; an unreadable one starts empty, as it is a convenience only.
    #[must_use]
    pub fn read(folder: Option<&Path>) -> Self {
        let file = folder.map(|folder| folder.join("databaser.json"));
        let folders = file
            .as_deref()
            .and_then(|file| std::fs::read(file).ok())
            .and_then(|bytes| serde_json::from_slice::<Stored>(&bytes).ok())
            .map(|stored| stored.databases)
            .unwrap_or_default();
        Self { file, folders }
    }

    /// The folders that still exist, latest first.
    #[must_use]
    pub fn existing(&self) -> Vec<PathBuf> {
        self.folders.iter().filter(|folder| folder.is_dir()).cloned().collect()
    }

    /// Puts a folder first and keeps the list.
    ///
    /// # Errors
    /// Where the list can't be written; the database is open all the same.
    pub fn remember(&mut self, folder: &Path) -> std::io::Result<()> {
        self.folders.retain(|known| known != folder);
        self.folders.insert(0, folder.to_owned());
        self.folders.truncate(MOST);
        let Some(file) = &self.file else { return Ok(()) };
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        let bytes = serde_json::to_vec_pretty(&Stored { databases: self.folders.clone() })?;
        std::fs::write(file, bytes)
    }
}

/// A database's name: its folder's without `.vilkaar`.
#[must_use]
pub fn name_of(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.strip_suffix(".vilkaar").map_or(name.clone(), str::to_owned)
}
