//! *Indstillinger*: the database and its backups, and whether everything holds.

use chrono::Utc;
use vilkaar_application::permission::UseCase;
use vilkaar_wording::format;

use crate::errors;
use crate::program::{Program, instant, session_state};
use crate::session::Open;
use crate::types::*;

impl Program {
    /// *Indstillinger*.
    ///
    /// # Errors
    /// `locked` while nothing is open.
    pub fn settings(&self) -> Result<Settings, ApiError> {
        settings(self.state().open_for(UseCase::SeeSettings)?)
    }

    /// Where the second copy goes: writes one there and reads it back.
    ///
    /// # Errors
    /// `backup_place_failed` where it can't be written there; `locked`.
    pub fn set_backup_place(&self, request: SetBackupPlace) -> Result<SessionState, ApiError> {
        let mut state = self.state();
        let place = request.place.as_deref().map(|ticket| state.tickets.path(ticket)).transpose()?;
        let open = state.open_for(UseCase::BackUp)?;
        open.local_database()?.set_second_place(place.as_deref()).map_err(errors::storage)?;
        if place.is_some() {
            let written = open.local_database()?.back_up(Utc::now()).map_err(errors::storage)?;
            if let Some(error) = written.second_place_error {
                return Err(errors::storage(error));
            }
        }
        state.messages.retain(|message| message.id != "second-place" && message.id != "backup-failed");
        Ok(session_state(&mut state))
    }

    /// Writes and checks a backup, at both places.
    ///
    /// # Errors
    /// Where one of them can't be written; `locked`.
    pub fn backup_now(&self) -> Result<BackupDone, ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::BackUp)?;
        let written = open.local_database()?.back_up(Utc::now()).map_err(errors::storage)?;
        if let Some(error) = written.second_place_error {
            return Err(errors::storage(error));
        }
        let message =
            format!("Sikkerhedskopien er skrevet og kontrolleret: {}.", format::size(written.written.bytes));
        let settings = settings(open)?;
        state.messages.retain(|message| message.id != "second-place" && message.id != "backup-failed");
        Ok(BackupDone { message, settings })
    }

    /// Integrity, log chain, counts.
    ///
    /// # Errors
    /// Where the database can't be read; `locked`.
    pub fn verify(&self) -> Result<Verification, ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::Verify)?;
        if let Some(database) = open.database.local() {
            database.check_integrity().map_err(errors::storage)?;
        }
        let found = open.database.store().verify(&[]).map_err(errors::store)?;
        let ok = found.problems.is_empty();
        let mut facts = vec![
            fact("Placeringer", found.cases.to_string()),
            fact("Logposter", format::decimal(found.log_entries.into(), 0)),
            fact("Seneste logpost", head(&found.head)),
        ];
        // What one may not read can't be compared either, and that is said rather than called in order.
        if found.withheld > 0 {
            let told = format!(
                "{} logposter, hvis indhold dine roller ikke åbner",
                format::decimal(found.withheld.into(), 0)
            );
            facts.push(fact("Ikke sammenholdt", told));
        }
        let heading = |heading: &str| DataColumn { heading: heading.to_owned(), is_numeric: false };
        Ok(Verification {
            ok,
            message: if ok {
                "Alt stemmer: hver side i databasen er hel, logkæden er ubrudt, og hver post er, som loggen efterlod den."
                    .to_owned()
            } else {
                format!(
                    "{} stemmer ikke. Gem listen, og gendan en sikkerhedskopi til en ny mappe for at sammenligne.",
                    format::counted(found.problems.len(), "ting", "ting")
                )
            },
            facts,
            problems: DataTable {
                caption: "Det, der ikke stemmer".to_owned(),
                columns: vec![heading("Kode"), heading("Hvad")],
                rows: found.problems.into_iter().map(|problem| vec![problem.code, problem.detail]).collect(),
                foot: None,
            },
        })
    }
}

fn fact(label: &str, value: String) -> Fact {
    Fact { label: label.to_owned(), value: Some(value) }
}

/// The head of the log: number, time and the beginning of its hash.
fn head(head: &vilkaar_application::ports::LogHead) -> String {
    let when = head.at.map(instant).unwrap_or_default();
    let hash = head.hash.get(..16).unwrap_or(&head.hash);
    format!("nr. {} {when}, {hash}…", head.seq)
}

fn settings(open: &mut Open) -> Result<Settings, ApiError> {
    let head_of_log = open.database.store().head().map_err(errors::store)?;
    let municipality = open.portfolio.register().settings.municipality.clone();
    let place = open.place.display();
    let mut facts = vec![fact("Kommune", municipality)];
    let latest = fact("Seneste logpost", head(&head_of_log));
    let Some(database) = open.database.local() else {
        facts.extend([fact("Databasens server", place), latest]);
        return Ok(Settings {
            facts,
            kind: DatabaseKind::Shared,
            backup_place: None,
            backup_status: Status {
                tone: Tone::Info,
                text: "Serveren tager sikkerhedskopierne; spørg den, der driver den".to_owned(),
            },
            backups: backup_table(Vec::new()),
        });
    };
    facts.extend([fact("Databasens mappe", place), fact("Oprettet", instant(database.created_at())), latest]);
    let place = database.second_place().map_err(errors::storage)?;
    let backups = database.backups().map_err(errors::storage)?;
    let backup_status = match &place {
        None => Status { tone: Tone::Warn, text: "Intet andet sted er valgt".to_owned() },
        Some(place) => {
            let last = place.last.map_or_else(|| "ingen endnu".to_owned(), instant);
            let tone = if place.is_overdue(Utc::now()) { Tone::Bad } else { Tone::Good };
            Status { tone, text: format!("Seneste kopi der: {last}") }
        }
    };
    let rows = backups.iter().map(|backup| {
        vec![
            instant(backup.manifest.created_at),
            format::size(backup.bytes),
            backup.path.display().to_string(),
        ]
    });
    Ok(Settings {
        facts,
        kind: DatabaseKind::Local,
        backup_place: place.map(|place| place.path.display().to_string()),
        backup_status,
        backups: backup_table(rows.collect()),
    })
}

/// The table of backups.
fn backup_table(rows: Vec<Vec<String>>) -> DataTable {
    let column = |heading: &str, is_numeric| DataColumn { heading: heading.to_owned(), is_numeric };
    DataTable {
        caption: "Sikkerhedskopier, nyeste først".to_owned(),
        columns: vec![column("Hvornår", false), column("Størrelse", true), column("Sted", false)],
        rows,
        foot: None,
    }
}
