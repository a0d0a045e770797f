//! `move`, and `backup` and `restore` where a server is one of the ends.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};
use vilkaar_api::headless::moving::{self, Caller, MovedAnswer, Secret};
use vilkaar_api::types::ApiError;

use crate::arguments::{Invocation, Wrong, wrong};
use crate::commands::{Answer, database, json as as_json, refused, secret};
use crate::table::table;

/// Where from and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MoveCommand {
    /// From a folder, which is the database that was named, to a server.
    ToServer { to: PathBuf, logins: Vec<(String, String)> },
    /// From a server, or the database that was named, to a folder.
    ToFolder { from: Option<PathBuf>, to: PathBuf },
}

/// Reads the options of `move`.
pub fn parse(from: Option<PathBuf>, to: Option<PathBuf>, logins: &[String]) -> Result<MoveCommand, Wrong> {
    let to = to.ok_or_else(|| wrong("move mangler --to postgres://server/database eller --to MAPPE."))?;
    if moving::is_server(&to) {
        if from.is_some() {
            return Err(wrong("Fra en mappe til en server skrives --database MAPPE move --to postgres://…"));
        }
        return Ok(MoveCommand::ToServer { to, logins: pairs(logins)? });
    }
    if from.as_deref().is_some_and(|from| !moving::is_server(from)) {
        return Err(wrong("--from er en server: postgres://server/database."));
    }
    if !logins.is_empty() {
        return Err(wrong("--login hører til en flytning til en server."));
    }
    Ok(MoveCommand::ToFolder { from, to })
}

/// `"Karina Holst=karina.holst"`, one for each.
pub fn pairs(logins: &[String]) -> Result<Vec<(String, String)>, Wrong> {
    let pair = |text: &String| match text.split_once('=') {
        Some((name, login)) if !name.trim().is_empty() && !login.trim().is_empty() => {
            Ok((name.trim().to_owned(), login.trim().to_owned()))
        }
        _ => Err(wrong("--login skrives \"Navn=brugernavn\" og kan gives flere gange.")),
    };
    logins.iter().map(pair).collect()
}

/// Carries `move` out.
pub fn run(call: &Invocation, command: &MoveCommand) -> Result<Answer, ApiError> {
    let user = call.user.as_deref();
    let moved = match command {
        MoveCommand::ToServer { to, logins } => {
            let folder = database(call)?;
            if moving::is_server(&folder) {
                return Err(refused(
                    "usage",
                    "Flyt fra en server til en mappe først, og derfra videre: --from postgres://… --to MAPPE.",
                ));
            }
            asking(|caller| moving::move_to_server(&folder, user, to, logins, caller))
        }
        MoveCommand::ToFolder { from, to } => {
            let from = from.clone().map_or_else(|| database(call), Ok)?;
            if !moving::is_server(&from) {
                return Err(refused(
                    "usage",
                    "Fra en mappe flyttes til en server: --to postgres://server/database. En mappe flyttes som en mappe.",
                ));
            }
            asking(|caller| moving::move_to_folder(&from, to, user, caller))
        }
    }?;
    told(&moved, &format!("Databasen er nu i {}", moved.to))
}

/// `backup FIL` of a database on a server.
pub fn backup(call: &Invocation, from: &Path, file: &Path) -> Result<Answer, ApiError> {
    let user = call.user.as_deref();
    let kept = asking(|caller| moving::backup_of_server(from, file, user, caller))?;
    told(&kept, &format!("{} ({} byte)", file.display(), kept.bytes.unwrap_or_default()))
}

/// `restore FIL --to postgres://…`.
pub fn restore(
    call: &Invocation,
    file: &Path,
    to: &Path,
    logins: &[(String, String)],
) -> Result<Answer, ApiError> {
    let user = call.user.as_deref();
    let restored = asking(|caller| moving::restore_on_server(file, user, to, logins, caller))?;
    told(&restored, &format!("Sikkerhedskopien er lagt i {}", restored.to))
}

/// Runs work that asks for secrets, shows how far it is on a terminal, and stops in order on Ctrl+C.
fn asking<T>(work: impl FnOnce(&mut Caller<'_>) -> Result<T, ApiError>) -> Result<T, ApiError> {
    let stop = Arc::new(AtomicBool::new(false));
    let asked_to_stop = Arc::clone(&stop);
    // Without it Ctrl+C ends the program at once; what was begun is then rolled back by the other end.
    let _ = ctrlc::set_handler(move || asked_to_stop.store(true, Ordering::Relaxed));
    let is_shown = std::io::stderr().is_terminal();
    let mut shown = 0;
    let mut progress = |done: u64, total: u64| {
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        if is_shown && percent > shown {
            shown = percent;
            eprint!("\r{percent} %");
            // What can't be shown is not missed.
            let _ = std::io::stderr().flush();
        }
        !stop.load(Ordering::Relaxed)
    };
    let outcome = work(&mut Caller { secret: &mut ask, progress: &mut progress });
    if shown > 0 {
        eprint!("\r      \r");
    }
    outcome
}

/// Asks for a secret.
fn ask(what: Secret) -> Result<String, ApiError> {
    match what {
        Secret::Passphrase => secret("VILKAAR_PASSPHRASE", "Adgangssætning: "),
        Secret::NewPassphrase => secret("VILKAAR_PASSPHRASE", "Ny adgangssætning til det, der laves: "),
        Secret::ServerPassword => secret("VILKAAR_SERVER_PASSWORD", "Adgangskode på serveren: "),
    }
}

/// What was moved, as a table and what is shown only now.
fn told(moved: &MovedAnswer, headline: &str) -> Result<Answer, ApiError> {
    let rows: Vec<Value> = moved
        .tables
        .iter()
        .map(|row| {
            let sums: Vec<&str> = row.sums.values().map(String::as_str).collect();
            json!({ "table": row.word, "rows": row.rows, "kroner": kroner(&sums) })
        })
        .collect();
    let mut text =
        table(&Value::from(rows), &[("table", "Tabel"), ("rows", "Rækker"), ("kroner", "Sum, kr.")]);
    text.push_str(&format!(
        "Kontrolleret i begge ender: antal, summer, hver værdi og begge logkæder ({} poster).\nLoggens hoved: {}\n{headline}\n",
        moved.log_entries, moved.head
    ));
    for person in &moved.people {
        text.push_str(&match &person.one_time_password {
            Some(password) => format!(
                "{}: brugernavn {}, engangsadgangskode (vises kun nu): {password}\n",
                person.name, person.login
            ),
            None => format!(
                "{}: brugernavn {}, med den adgangskode, det har i forvejen\n",
                person.name, person.login
            ),
        });
    }
    if let Some(name) = &moved.opened_by {
        text.push_str(&format!("Åbnes af {name} med den nye adgangssætning.\n"));
    }
    if let Some(key) = &moved.recovery_key {
        text.push_str(&format!("Gendannelsesnøgle (vises kun nu): {key}\n"));
    }
    if let Some(remark) = &moved.remark {
        text.push_str(remark);
        text.push('\n');
    }
    Ok(Answer::new(&as_json(moved)?, text))
}

/// Sums of a table in one cell; each as a Dane reads it.
fn kroner(sums: &[&str]) -> Value {
    match sums {
        [] => Value::Null,
        [one] => Value::from(*one),
        several => Value::from(
            several.iter().map(|sum| vilkaar_api::headless::readable(sum)).collect::<Vec<_>>().join("; "),
        ),
    }
}
