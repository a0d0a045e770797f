//! Backups that nobody has to think of: soon after opening and hourly while open, and what the user is told of them.

use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use chrono::Utc;
use vilkaar_storage::AutomaticBackup;

use super::State;
use crate::errors;
use crate::session::Open;
use crate::types::{ApiError, Message, Tone};

/// How often it is looked whether a backup is due; storage decides whether one is.
const LOOK: Duration = Duration::from_secs(10);
/// The message of backups under an old key.
const OLD_KEY: &str = "backups-under-old-key";

/// What a database has to say on opening. The backup that is due then is made by the watch, seconds
/// later, so that nobody waits for it.
pub(super) fn on_opening(open: &mut Open) -> Vec<Message> {
    let mut messages = Vec::new();
    if open.database.local().is_some_and(|database| database.was_recovered()) {
        messages.push(Message {
            id: "recovered".to_owned(),
            tone: Tone::Info,
            text: "Programmet blev ikke lukket rigtigt sidst. Databasen er kontrolleret side for side og er hel."
                .to_owned(),
        });
    }
    let moved = open.database.local().map(crate::headless::moving::has_moved);
    // Where a note can't be read, what follows says so.
    if let Some(Ok(Some(text))) = moved {
        messages.push(Message { id: "moved".to_owned(), tone: Tone::Warn, text });
    }
    messages.extend(second_place_message(open));
    messages.extend(old_key_message(open));
    messages
}

/// Says that somebody who was removed can still open backups that couldn't be made anew.
fn old_key_message(open: &mut Open) -> Option<Message> {
    let database = open.database.local().filter(|database| database.has_backups_under_old_key())?;
    // Where the second place can't be read, its own message says so.
    let place = match database.second_place() {
        Ok(Some(place)) => place.path.display().to_string(),
        _ => "databasens mappe".to_owned(),
    };
    let text = format!(
        "Sikkerhedskopier i {place} kan stadig åbnes af den, der blev fjernet. De laves om, så snart stedet kan nås."
    );
    Some(Message { id: OLD_KEY.to_owned(), tone: Tone::Warn, text })
}

/// Makes a backup if one is due; what went wrong is a message, as the day's work goes on without it.
fn back_up(open: &mut Open) -> Option<Message> {
    match open.database.local()?.back_up_if_due(Utc::now()) {
        Ok(None | Some(AutomaticBackup { second_place_error: None, .. })) => None,
        Ok(Some(AutomaticBackup { second_place_error: Some(error), .. })) | Err(error) => Some(Message {
            id: "backup-failed".to_owned(),
            tone: Tone::Bad,
            text: errors::storage(error).message,
        }),
    }
}

/// Says when the second place has no backup younger than seven days.
fn second_place_message(open: &mut Open) -> Option<Message> {
    let text = match open.database.local()?.second_place() {
        Ok(Some(place)) if place.is_overdue(Utc::now()) => format!(
            "Der er ingen sikkerhedskopi fra de sidste 7 dage i {}. Se efter, om drevet er forbundet.",
            place.path.display()
        ),
        Ok(_) => return None,
        Err(error) => errors::storage(error).message,
    };
    Some(Message { id: "second-place".to_owned(), tone: Tone::Warn, text })
}

/// Starts the watch that makes the hourly backup; it ends with the program.
pub(super) fn watch(state: &Arc<Mutex<State>>) -> Result<(), ApiError> {
    let state: Weak<Mutex<State>> = Arc::downgrade(state);
    std::thread::Builder::new()
        .name("backups".to_owned())
        .spawn(move || {
            loop {
                std::thread::park_timeout(LOOK);
                let Some(state) = state.upgrade() else { return };
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                let told = state.open.as_mut().and_then(back_up);
                let is_under_old_key =
                    state.open.as_mut().is_some_and(|open| old_key_message(open).is_some());
                if !is_under_old_key && state.messages.iter().any(|known| known.id == OLD_KEY) {
                    state.messages.retain(|known| known.id != OLD_KEY);
                    state.news.session_changed();
                }
                if let Some(message) = told {
                    state.messages.retain(|known| known.id != message.id);
                    state.messages.push(message);
                    state.news.session_changed();
                }
            }
        })
        .map(|_| ())
        .map_err(|error| errors::unexpected(&error.to_string()))
}
