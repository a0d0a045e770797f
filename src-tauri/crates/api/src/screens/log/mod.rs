//! *Loggen* and *indsigt*: a page of what was changed and read, and a citizen's part of it drawn for the citizen.

pub(crate) mod drawing;
pub(crate) mod page;

pub(crate) use page::{Names, day, end_of};

use vilkaar_application::log::{self, LogError, Scope};
use vilkaar_application::permission::{Forbidden, UseCase};
use vilkaar_wording::log::insight as words;

use crate::desktop::FileKind;
use crate::errors;
use crate::program::Program;
use crate::program::saved_file::told_of;
use crate::screens::packet::{pages, write_whole};
use crate::types::*;
use drawing::Drawn;

/// Why the log wasn't given, as the window says it.
pub(crate) fn log_error(error: LogError) -> ApiError {
    match error {
        LogError::Forbidden(Forbidden(use_case)) => errors::forbidden(use_case),
        LogError::Store(error) => errors::store(error),
    }
}

/// Lines of a drawing that are laid out as pages for the preview; of a larger one the first lines are shown.
const LAID_OUT: usize = 300;
/// First lines of a drawing that the preview lists.
const FIRST_LINES: usize = 50;

impl Program {
    /// *Loggen*: a page of it, or the entries of one of its lines.
    ///
    /// # Errors
    /// `locked`, `forbidden`; `case_unknown`, `date_unreadable` at their fields.
    pub fn log(&self, request: LogRequest) -> Result<LogPage, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::SeeLog)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let actor = open.actor("vindue: log");
        let scope = Scope::of(&actor.roles).map_err(|error| log_error(error.into()))?;
        let store = open.database.store();
        let (lines, next) = match &request.operation {
            Some(operation) => {
                let query = page::entries_query(&portfolio, &request, operation)?;
                let entries = log::entries(store, &actor, &query).map_err(log_error)?;
                let has_more = u32::try_from(entries.len()).is_ok_and(|count| count >= query.limit);
                let next = entries.last().filter(|_| has_more).map(|last| last.seq.to_string());
                (page::entry_lines(&portfolio, &entries), next)
            }
            None => {
                let query = page::query(&portfolio, &request)?;
                let found = log::search(store, &actor, &clock, &query).map_err(log_error)?;
                (page::lines(&portfolio, &found.lines), found.next.as_ref().map(page::place))
            }
        };
        Ok(LogPage {
            lines,
            next,
            people: page::people(&portfolio),
            kinds: page::kinds(scope),
            limited: (scope == Scope::Administration)
                .then(|| "Du ser det, der handler om brugere og indstillinger.".to_owned()),
        })
    }

    /// Draws a citizen's part of the log; the look is logged first.
    fn draw(&self, request: &InsightRequest, what: &str) -> Result<Drawn, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::DrawInsight)?;
        drawing::draw(open, &clock, request, "vindue: indsigt", what)
    }

    /// What a drawing holds, before it is saved.
    ///
    /// # Errors
    /// `locked`, `forbidden`; `case_unknown`, `date_unreadable`, `period_reversed` at their fields.
    pub fn insight_preview(&self, request: InsightRequest) -> Result<InsightPreview, ApiError> {
        let drawn = self.draw(&request, "indsigt vist")?;
        let lines = &drawn.insight.lines;
        let pages = if lines.len() > LAID_OUT { Vec::new() } else { pages(&drawing::paper(&drawn.insight)?) };
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(InsightPreview {
            title: drawn.insight.title(),
            context: format!("{}, {}", words::count(drawn.changes, drawn.looks), drawn.period),
            count: count(lines.len()),
            changes: count(drawn.changes),
            looks: count(drawn.looks),
            remarks: drawing::remarks(&drawn, &request, lines.len() > LAID_OUT),
            lines: lines
                .iter()
                .take(FIRST_LINES)
                .map(|line| InsightPreviewLine {
                    at: line.at.format("%d-%m-%Y %H.%M").to_string(),
                    who: line.who.clone(),
                    sentence: line.what.clone(),
                    origin: line.origin.clone(),
                    reason: line.reason.clone(),
                })
                .collect(),
            pages,
        })
    }

    /// Saves a drawing where the user says.
    ///
    /// # Errors
    /// `locked`, `forbidden`; `case_unknown`, `date_unreadable`, `period_reversed` at their fields, and where the
    /// file can't be written.
    pub fn insight_save(&self, request: InsightRequest) -> Result<Option<SavedFile>, ApiError> {
        let (what, kind) = match request.format {
            InsightFormat::Pdf => ("indsigt gemt som PDF", FileKind::Pdf),
            InsightFormat::Xlsx => ("indsigt gemt som regneark", FileKind::Workbook),
        };
        let drawn = self.draw(&request, what)?;
        let (bytes, extent) = drawing::bytes(&drawn.insight, request.format)?;
        let ending = kind.extensions().first().copied().unwrap_or_default();
        let name = drawing::file_name(&request.case, ending);
        let Some(path) = self.place_for("Gem indsigten", &name, kind) else { return Ok(None) };
        write_whole(&path, &bytes)?;
        let detail = told_of(&extent, &bytes);
        Ok(Some(self.saved_file(&path, detail)))
    }
}
