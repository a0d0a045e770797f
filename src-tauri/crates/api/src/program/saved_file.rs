//! What leaves the program as a file: where the user says, and what the window is told of it.

use std::path::{Path, PathBuf};

use super::Program;
use crate::desktop::FileKind;
use crate::screens::packet::sha256;
use crate::types::SavedFile;

impl Program {
    /// Asks where a file is to be; none when the dialogue was closed. A name typed without an ending gets the kind's.
    pub(crate) fn place_for(&self, title: &str, name: &str, kind: FileKind) -> Option<PathBuf> {
        let mut path = self.desktop.save_file(title, name, kind)?;
        if path.extension().is_none() {
            path.set_extension(kind.extensions().first().copied().unwrap_or_default());
        }
        Some(path)
    }

    /// What the window is told of a file that was written; it can be opened from there.
    pub(crate) fn saved_file(&self, path: &Path, detail: String) -> SavedFile {
        let ticket = self.state().tickets.issue(path);
        SavedFile { ticket, display_path: path.display().to_string(), detail }
    }
}

/// What a file holds, and how it is known again: `8 sider, 55 kB, kontrolsum 3fa45b01…`.
pub(crate) fn told_of(extent: &str, bytes: &[u8]) -> String {
    format!("{extent}, {} kB, kontrolsum {}…", bytes.len().div_ceil(1000), &sha256(bytes)[..8])
}
