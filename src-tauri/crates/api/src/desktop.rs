//! The port to the desktop: dialogues and other programs. The window never passes a path; it gets a
//! ticket for what was chosen here.

use std::path::{Path, PathBuf};

/// A kind of file that a dialogue asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileKind {
    /// Workbooks and CSV, for import.
    Sheet,
    /// A workbook to write.
    Workbook,
    /// A PDF.
    Pdf,
    /// A calendar file to write.
    Calendar,
    /// A certificate of an authority.
    Certificate,
}

impl FileKind {
    /// What the dialogue calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sheet => "Regneark og CSV",
            Self::Workbook => "Excel-projektmappe",
            Self::Pdf => "PDF",
            Self::Calendar => "Kalender",
            Self::Certificate => "Certifikat",
        }
    }

    /// Its file endings.
    #[must_use]
    pub const fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Sheet => &["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "txt", "tsv"],
            Self::Workbook => &["xlsx"],
            Self::Pdf => &["pdf"],
            Self::Calendar => &["ics"],
            Self::Certificate => &["pem", "crt", "cer"],
        }
    }
}

/// What the core asks the desktop for. `None` is a dialogue that the user closed.
pub trait Desktop: Send + Sync {
    /// Asks for a folder.
    fn pick_folder(&self, title: &str) -> Option<PathBuf>;
    /// Asks for a file that exists.
    fn pick_file(&self, title: &str, kind: FileKind) -> Option<PathBuf>;
    /// Asks where to save, proposing a name.
    fn save_file(&self, title: &str, name: &str, kind: FileKind) -> Option<PathBuf>;
    /// Opens a saved file in the system's own program.
    ///
    /// # Errors
    /// The system's own words where it can't.
    fn open(&self, path: &Path) -> Result<(), String>;
    /// Shows a notification of the system's. One that can't be shown is let go: what it tells stands in the window.
    fn notify(&self, _title: &str, _body: &str) {}
    /// Keeps a password in the system's keyring under a key; false where there is none that takes it.
    fn keep_secret(&self, _key: &str, _secret: &str) -> bool {
        false
    }
    /// The password that is kept under a key.
    fn kept_secret(&self, _key: &str) -> Option<String> {
        None
    }
    /// Forgets it; false where it is still kept after.
    fn forget_secret(&self, _key: &str) -> bool {
        true
    }
}

/// No desktop: every dialogue is closed at once. For the command line and tests.
#[derive(Debug, Default)]
pub struct NoDesktop;

impl Desktop for NoDesktop {
    fn pick_folder(&self, _title: &str) -> Option<PathBuf> {
        None
    }
    fn pick_file(&self, _title: &str, _kind: FileKind) -> Option<PathBuf> {
        None
    }
    fn save_file(&self, _title: &str, _name: &str, _kind: FileKind) -> Option<PathBuf> {
        None
    }
    fn open(&self, _path: &Path) -> Result<(), String> {
        Err("no desktop".to_owned())
    }
}
