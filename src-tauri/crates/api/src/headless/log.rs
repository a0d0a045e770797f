//! `log` and `insight`: the same pages and the same drawing as the window, without it.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use vilkaar_application::log::{self, Done};

use super::Headless;
use crate::errors;
use crate::screens::log::{drawing, log_error, page};
use crate::screens::packet::{sha256, write_whole};
use crate::types::{ApiError, InsightFormat, InsightNames, InsightOrder, InsightRequest, LogRequest};

/// What is looked for in the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LogAsked {
    /// A case of the citizen.
    pub citizen_of: Option<String>,
    /// First day.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// A person's name.
    pub person: Option<String>,
    /// Words that must all occur.
    pub text: Option<String>,
    /// Lines at most.
    pub limit: u32,
}

/// A row of `log`, newest first.
#[derive(Debug, Serialize)]
pub struct LogRow {
    /// When, UTC.
    pub at: DateTime<Utc>,
    /// Who.
    pub who: String,
    /// change or read.
    pub chain: &'static str,
    /// The citizen's cases; null where it is about none or several citizens' ones.
    pub case: Option<String>,
    /// What, in words.
    pub what: String,
    /// From where, in words.
    pub origin: String,
    /// Why.
    pub reason: Option<String>,
    /// The operation's entries; 1 for a look.
    pub entries: u32,
}

/// A drawing was written.
#[derive(Debug, Serialize)]
pub struct InsightWritten {
    /// Entries in it.
    pub entries: usize,
    /// Of them changes.
    pub changes: usize,
    /// Of them looks.
    pub looks: usize,
    /// Of the file, lower-case hexadecimal.
    pub sha256: String,
}

impl Headless {
    /// `log`.
    ///
    /// # Errors
    /// `case_unknown`, `person_unknown`, and where the log can't be read.
    pub fn log(&mut self, asked: &LogAsked) -> Result<Vec<LogRow>, ApiError> {
        let portfolio = std::sync::Arc::clone(&self.open.portfolio);
        let person = asked.person.as_deref().map(|name| {
            let wanted = name.trim().to_lowercase();
            let known = page::people(&portfolio).into_iter().find(|who| who.text.to_lowercase() == wanted);
            known.map(|who| who.id).ok_or_else(|| {
                errors::at(
                    "person",
                    "person_unknown",
                    format!("Ingen bruger hedder {name}. Skriv hele navnet, som det står i loggen."),
                )
            })
        });
        let iso = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let request = LogRequest {
            text: asked.text.clone().unwrap_or_default(),
            person: person.transpose()?,
            case: asked.citizen_of.clone(),
            from: iso(asked.from),
            to: iso(asked.to),
            ..LogRequest::default()
        };
        let mut query = page::query(&portfolio, &request)?;
        let actor = self.open.actor(&self.origin);
        let mut rows = Vec::new();
        let wanted = usize::try_from(asked.limit).unwrap_or(usize::MAX);
        while rows.len() < wanted {
            query.limit = u32::try_from(wanted - rows.len()).unwrap_or(u32::MAX);
            let found =
                log::search(self.open.database.store(), &actor, &self.clock, &query).map_err(log_error)?;
            let shown = page::lines(&portfolio, &found.lines);
            rows.extend(found.lines.iter().zip(shown).map(|(line, shown)| LogRow {
                at: line.at,
                who: shown.who,
                chain: match line.done {
                    Done::Changed { .. } => "change",
                    Done::Read(_) => "read",
                },
                case: shown.case,
                what: std::iter::once(shown.sentence).chain(shown.more).collect::<Vec<_>>().join(". "),
                origin: shown.origin,
                reason: shown.reason,
                entries: shown.count,
            }));
            match found.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        Ok(rows)
    }

    /// `insight`: to a PDF, or a workbook where the file's name ends so.
    ///
    /// # Errors
    /// `case_unknown`, `format_unknown`, and where the file can't be written.
    pub fn insight(
        &mut self,
        case: &str,
        out: &Path,
        names: InsightNames,
    ) -> Result<InsightWritten, ApiError> {
        let ending = out.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        let (format, what) = match ending.as_deref() {
            Some("pdf") => (InsightFormat::Pdf, "indsigt gemt som PDF"),
            Some("xlsx") => (InsightFormat::Xlsx, "indsigt gemt som regneark"),
            _ => {
                return Err(errors::plain(
                    "format_unknown",
                    "Filens navn skal ende på .pdf eller .xlsx, så indsigten får den form.",
                ));
            }
        };
        let request = InsightRequest {
            case: case.to_owned(),
            from: None,
            to: None,
            order: InsightOrder::OldestFirst,
            names,
            format,
        };
        let drawn = drawing::draw(&mut self.open, &self.clock, &request, &self.origin, what)?;
        let (bytes, _) = drawing::bytes(&drawn.insight, format)?;
        write_whole(out, &bytes)?;
        Ok(InsightWritten {
            entries: drawn.insight.lines.len(),
            changes: drawn.changes,
            looks: drawn.looks,
            sha256: sha256(&bytes),
        })
    }
}
