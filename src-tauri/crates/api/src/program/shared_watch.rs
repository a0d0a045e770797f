//! Watches an open shared database: takes in what others changed, tells others where this window is, and says when
//! the connection is lost and when it is back.
//!
//! Invariant: the watch belongs to one session; it ends when that session is closed, and never opens anything.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use vilkaar_storage::ServerNews;

use super::State;
use crate::errors;
use crate::session::{EDITING, Open};
use crate::types::{ApiError, ConnectionState, Message, PresentPerson, Tone};

/// So often others are told anew where this window is; they forget it after thirty seconds.
const PULSE: Duration = Duration::from_secs(10);

/// What the banner says while the connection is lost.
const LOST: &str = "Der er ingen forbindelse til serveren lige nu. Det, du har skrevet, står her endnu, og programmet \
                    prøver igen af sig selv. Det, du ser, er fra før forbindelsen blev afbrudt.";

/// Starts the watch of the session that was just opened.
pub(super) fn start(shared: &Arc<Mutex<State>>, state: &mut State) -> Result<(), ApiError> {
    state.session += 1;
    let (session, news) = (state.session, Arc::clone(&state.news));
    let Some(database) = state.open.as_mut().and_then(|open| open.database.shared()) else { return Ok(()) };
    let notices = database.listen().map_err(errors::storage)?;
    news.connection(Some(ConnectionState { is_connected: true, sentence: None }));
    let weak = Arc::downgrade(shared);
    std::thread::Builder::new()
        .name("shared database".to_owned())
        .spawn(move || watch(&weak, session, &notices))
        .map(|_| ())
        .map_err(|error| errors::unexpected(&error.to_string()))
}

/// Takes notice until the session is closed.
fn watch(state: &Weak<Mutex<State>>, session: u64, notices: &Receiver<ServerNews>) {
    loop {
        let first = match notices.recv_timeout(PULSE) {
            Ok(notice) => Some(notice),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        // Several that came together are one look.
        let heard: Vec<ServerNews> = first.into_iter().chain(notices.try_iter()).collect();
        let Some(state) = state.upgrade() else { return };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.session != session || state.open.is_none() {
            return;
        }
        take_in(&mut state, &heard);
    }
}

/// Takes in what was heard; with nothing heard it is the pulse.
fn take_in(state: &mut State, heard: &[ServerNews]) {
    let (clock, news) = (state.clock, Arc::clone(&state.news));
    // While the connection is lost nothing is asked: the storage makes it again by itself and says so.
    let is_lost = news.connection_now().is_some_and(|connection| !connection.is_connected);
    if is_lost && !heard.contains(&ServerNews::Regained) {
        return;
    }
    let Some(open) = state.open.as_mut() else { return };
    if let Some(is_connected) = heard.iter().rev().find_map(|notice| match notice {
        ServerNews::Lost => Some(false),
        ServerNews::Regained => Some(true),
        ServerNews::Changed { .. } | ServerNews::Presence => None,
    }) {
        let sentence = (!is_connected).then(|| LOST.to_owned());
        news.connection(Some(ConnectionState { is_connected, sentence }));
        if !is_connected {
            return;
        }
    }
    let is_back = heard.contains(&ServerNews::Regained);
    let has_changed = heard.iter().any(|notice| matches!(notice, ServerNews::Changed { .. }));
    let taken_in = match (is_back, has_changed) {
        (true, _) => open.reload(&clock).map(|()| true),
        (false, true) => open.catch_up(&clock),
        (false, false) => Ok(false),
    };
    match taken_in {
        Ok(true) => news.data_changed(),
        // Where the connection is lost again, what changed is taken in when it is back.
        Ok(false) => {}
        Err(error) if error.code == "connection_lost" => return,
        // The role was changed or access was taken: nothing more of it is shown.
        Err(error) => {
            state.close();
            state.messages.push(Message {
                id: "signed-out".to_owned(),
                tone: Tone::Bad,
                text: signed_out(&error),
            });
            return;
        }
    }
    open.announce();
    news.present(present(open));
}

/// Why somebody is signed out without having asked for it.
fn signed_out(error: &ApiError) -> String {
    match error.code.as_str() {
        "forbidden" => {
            "Din adgang til databasen er ændret, så du er logget ud. Log ind igen; virker det ikke, så spørg \
                        administratoren."
                .to_owned()
        }
        _ => format!("Du er logget ud, fordi databasen ikke kunne læses. {}", error.message),
    }
}

/// Who else is where, as far as this window knows the cases.
fn present(open: &mut Open) -> Vec<PresentPerson> {
    let portfolio = Arc::clone(&open.portfolio);
    let Some(Ok(found)) = open.database.shared().map(|database| database.present()) else {
        return Vec::new();
    };
    found
        .into_iter()
        .filter_map(|present| {
            let case = portfolio.register().placements.iter().find(|known| known.id == present.placement)?;
            let is_editing = present.doing == EDITING;
            let doing = if is_editing { "retter sagen" } else { "ser på sagen" };
            Some(PresentPerson {
                case: case.case.to_string(),
                sentence: format!("{} {doing}", present.name),
                name: present.name,
                is_editing,
            })
        })
        .collect()
}
