//! The system's dialogues and programs, as the port that the core asks through.
//!
//! Native dialogues can't be driven by a test, so a debug build answers them from a file, one path a
//! line, where `VILKAAR_DIALOG_ANSWERS` names one.

use std::path::{Path, PathBuf};

use tauri::{AppHandle, Runtime};
use tauri_plugin_dialog::DialogExt;
use tauri_plugin_notification::NotificationExt;
use tauri_plugin_opener::OpenerExt;
use vilkaar_api::{Desktop, FileKind};

/// The real desktop.
pub struct SystemDesktop<R: Runtime> {
    app: AppHandle<R>,
}

impl<R: Runtime> SystemDesktop<R> {
    /// The desktop of an app.
    pub const fn new(app: AppHandle<R>) -> Self {
        Self { app }
    }
}

/// The next prepared answer of a debug build: `None` when nobody prepared any.
#[cfg(debug_assertions)]
fn prepared() -> Option<Option<PathBuf>> {
    let file = PathBuf::from(std::env::var_os("VILKAAR_DIALOG_ANSWERS")?);
    let text = std::fs::read_to_string(&file).ok()?;
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    // A list that can't be shortened would answer the next dialogue with this one's path.
    std::fs::write(&file, rest).ok()?;
    Some((!first.trim().is_empty()).then(|| PathBuf::from(first.trim())))
}

/// A release build asks the system only.
#[cfg(not(debug_assertions))]
const fn prepared() -> Option<Option<PathBuf>> {
    None
}

impl<R: Runtime> Desktop for SystemDesktop<R> {
    fn pick_folder(&self, title: &str) -> Option<PathBuf> {
        if let Some(answer) = prepared() {
            return answer;
        }
        self.app.dialog().file().set_title(title).blocking_pick_folder()?.into_path().ok()
    }

    fn pick_file(&self, title: &str, kind: FileKind) -> Option<PathBuf> {
        if let Some(answer) = prepared() {
            return answer;
        }
        let dialog = self.app.dialog().file().set_title(title).add_filter(kind.name(), kind.extensions());
        dialog.blocking_pick_file()?.into_path().ok()
    }

    fn save_file(&self, title: &str, name: &str, kind: FileKind) -> Option<PathBuf> {
        if let Some(answer) = prepared() {
            return answer;
        }
        let dialog = self
            .app
            .dialog()
            .file()
            .set_title(title)
            .set_file_name(name)
            .add_filter(kind.name(), kind.extensions());
        dialog.blocking_save_file()?.into_path().ok()
    }

    fn open(&self, path: &Path) -> Result<(), String> {
        let path = path.to_str().ok_or("the path is not text")?;
        self.app.opener().open_path(path, None::<&str>).map_err(|error| error.to_string())
    }

    fn notify(&self, title: &str, body: &str) {
        let shown = self.app.notification().builder().title(title).body(body).show();
        if let Err(error) = shown {
            eprintln!("vilkaar: the notification could not be shown: {error}");
        }
    }

    fn keep_secret(&self, key: &str, secret: &str) -> bool {
        crate::keyring::keep(key, secret)
    }

    fn kept_secret(&self, key: &str) -> Option<String> {
        crate::keyring::kept(key)
    }

    fn forget_secret(&self, key: &str) -> bool {
        crate::keyring::forget(key)
    }
}
