//! The commands of *Import*.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::Store;
use vilkaar_exchange::headings::Mapping;
use vilkaar_exchange::{ImportPlan, Options, ParsedFile, PlanError, plan};
use vilkaar_wording::format;
use vilkaar_wording::import::FileFault;

use super::preview;
use crate::desktop::FileKind;
use crate::program::Program;
use crate::screens::packet::write_whole;
use crate::types::*;
use crate::{UuidIdentities, errors};

/// Under which key a mapping is remembered: the headings of the sheet, so that next month's file finds it.
const MAPPINGS: &str = "import.mapping";

/// A file that can't be read.
pub(crate) fn file_fault(fault: FileFault) -> ApiError {
    errors::plain(fault.code(), fault.sentence())
}

/// Why there is no plan.
pub(crate) fn plan_error(error: PlanError) -> ApiError {
    match error {
        PlanError::Cancelled => errors::store(vilkaar_application::ports::StoreError::Cancelled),
        PlanError::File(fault) => file_fault(fault),
    }
}

/// What was planned, with the file it is about.
struct Planned {
    file: Arc<ParsedFile>,
    plan: ImportPlan,
    today: NaiveDate,
}

impl Program {
    /// Asks for a file and puts it on the desk.
    ///
    /// # Errors
    /// `locked` while nothing is open.
    pub fn import_choose_file(&self) -> Result<Option<ImportFile>, ApiError> {
        self.portfolio(UseCase::Import)?;
        let Some(path) = self.desktop.pick_file("Vælg det regneark, der skal læses ind", FileKind::Sheet)
        else {
            return Ok(None);
        };
        self.import_desk.clear();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok(Some(ImportFile { ticket: self.state().tickets.issue(&path), name }))
    }

    /// Reads and checks; stores nothing.
    ///
    /// # Errors
    /// `cancelled`, and where the file can't be read.
    pub fn import_preview(&self, request: ImportRequest) -> Result<ImportPreview, ApiError> {
        let planned = self.planned(&request)?;
        Ok(preview::preview(&planned.file, &planned.plan, planned.today))
    }

    /// A problem's surroundings.
    ///
    /// # Errors
    /// Where the file can't be read.
    pub fn import_rows(&self, request: ImportRowsRequest) -> Result<ImportRows, ApiError> {
        self.permit(UseCase::Import)?;
        let (file, _) = self.file(&request.import)?;
        Ok(preview::rows(&file, &request))
    }

    /// Permits what goes on beside a running import, which holds the session: whoever could begin it may ask how
    /// far it is and stop it.
    fn permit_beside(&self) -> Result<(), ApiError> {
        loop {
            if self.import_desk.progress().is_running {
                return Ok(());
            }
            // Between two phases of an import nothing runs for a moment, so the session isn't waited for blindly.
            match self.session_if_free() {
                Some(mut state) => return state.open_for(UseCase::Import).map(|_| ()),
                None => std::thread::park_timeout(std::time::Duration::from_millis(2)),
            }
        }
    }

    /// How far a running preview or commit is.
    ///
    /// # Errors
    /// None that is expected.
    pub fn import_progress(&self) -> Result<ImportProgress, ApiError> {
        self.permit_beside()?;
        Ok(self.import_desk.progress())
    }

    /// Stops it without a trace.
    ///
    /// # Errors
    /// None that is expected.
    pub fn import_cancel(&self) -> Result<(), ApiError> {
        self.permit_beside()?;
        self.import_desk.stop();
        Ok(())
    }

    /// Writes all in one transaction.
    ///
    /// # Errors
    /// `rows_refused` if a row is refused and not left out; `cancelled`; what storage says.
    pub fn import_commit(&self, request: ImportRequest) -> Result<ImportResult, ApiError> {
        let Planned { file, plan, .. } = self.planned(&request)?;
        if !plan.can_commit() {
            return Err(refused(&plan));
        }
        let counts = preview::counts(&plan);
        let work = self.import_desk.go_on("Gemmer");
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::Import)?;
        let above_before: HashSet<String> = open
            .portfolio
            .above_limit()
            .map(|facts| open.portfolio.placement(facts).case.to_string())
            .collect();
        let actor = open.actor("vindue: Import");
        vilkaar_application::import::commit(
            open.database.store(),
            actor,
            &clock,
            &UuidIdentities,
            plan.changes,
            file.name(),
            &mut |done, total| work.step(done, total),
        )
        .map_err(errors::store)?;
        remember_mappings(open.database.store(), &request)?;
        open.refresh(&clock)?;
        let newly_above_limit = newly_above(&open.portfolio, &above_before);
        drop(state);
        self.import_desk.clear();
        Ok(ImportResult { message: result_words(&counts), counts, newly_above_limit })
    }

    /// Saves the empty workbook.
    ///
    /// # Errors
    /// Where the file can't be written.
    pub fn import_template(&self) -> Result<Option<SavedFile>, ApiError> {
        self.permit(UseCase::Import)?;
        let bytes =
            vilkaar_exchange::template::template().map_err(|error| errors::unexpected(&error.to_string()))?;
        self.save_workbook("Gem den tomme skabelon", "vilkaar-skabelon.xlsx", &bytes)
    }

    /// Saves refused and left-out rows with their reasons.
    ///
    /// # Errors
    /// Where the file can't be read or written.
    pub fn import_left_out(&self, request: ImportRequest) -> Result<Option<SavedFile>, ApiError> {
        let planned = self.planned(&request)?;
        let bytes = vilkaar_exchange::left_out(&planned.file, &planned.plan)
            .map_err(|error| errors::unexpected(&error.to_string()))?;
        self.save_workbook("Gem listen over udeladte rækker", "udeladte-raekker.xlsx", &bytes)
    }

    fn save_workbook(&self, title: &str, name: &str, bytes: &[u8]) -> Result<Option<SavedFile>, ApiError> {
        let Some(path) = self.place_for(title, name, FileKind::Workbook) else { return Ok(None) };
        write_whole(&path, bytes)?;
        Ok(Some(self.saved_file(&path, format!("{} kB", bytes.len().div_ceil(1000)))))
    }

    /// The file of a request, read once, and its path.
    fn file(&self, request: &ImportRequest) -> Result<(Arc<ParsedFile>, PathBuf), ApiError> {
        let path = self.state().tickets.path(&request.file)?;
        let file = self.import_desk.file(&request.file, &path).map_err(|error| file_fault(error.0))?;
        Ok((file, path))
    }

    /// Reads the file and judges it by the choices made, without the session's lock.
    fn planned(&self, request: &ImportRequest) -> Result<Planned, ApiError> {
        let portfolio = self.portfolio(UseCase::Import)?;
        let work = self.import_desk.begin("Læser og kontrollerer");
        let (file, _) = self.file(request)?;
        let today = portfolio.today();
        let mut options = Options {
            nobody_to_ask: false,
            sheet_day: day(request.day.as_deref())?,
            skip_refused: request.leave_out_refused,
            ..Options::new(today)
        };
        for correction in &request.corrections {
            let at = (correction.sheet.clone(), correction.row, correction.column.clone());
            options.corrections.insert(at, correction.value.clone());
        }
        options.left_out.extend(request.left_out.iter().map(|row| (row.sheet.clone(), row.row)));
        let mut state = self.state();
        let store = state.open_for(UseCase::Import)?.database.store();
        let remembered = store.note(MAPPINGS).map_err(errors::store)?;
        options.by_hand = Arc::new(vilkaar_application::import::by_hand(store).map_err(errors::store)?);
        drop(state);
        for mapping in remembered_mappings(remembered.as_deref()).iter().chain(&request.mappings) {
            let sheet: &mut Mapping = options.mapping.entry(mapping.sheet.clone()).or_default();
            sheet.insert(mapping.heading.clone(), mapping.target.clone());
        }
        let plan = plan(&file, portfolio.register(), &options, &UuidIdentities, &mut |done, total| {
            work.step(done, total)
        })
        .map_err(plan_error)?;
        Ok(Planned { file, plan, today })
    }
}

/// More sentences than this are one that counts.
const MOST_NEWLY_ABOVE: usize = 5;

/// The cases that are above the limit now and weren't before: a sentence each, or one for them all where
/// they are many, as after the first import.
fn newly_above(portfolio: &Portfolio, before: &HashSet<String>) -> Vec<String> {
    let limit = portfolio.limit_name();
    let new: Vec<(String, &CaseFacts)> = portfolio
        .above_limit()
        .map(|facts| (portfolio.placement(facts).case.to_string(), facts))
        .filter(|(case, _)| !before.contains(case))
        .collect();
    let is_coming = |facts: &CaseFacts| {
        facts
            .limit
            .as_ref()
            .is_some_and(|verdict| verdict.above_since.is_none() && verdict.above_from.is_some())
    };
    if new.len() <= MOST_NEWLY_ABOVE {
        return new.iter().map(|(case, facts)| above_words(case, facts, &limit)).collect();
    }
    let coming = new.iter().filter(|(_, facts)| is_coming(facts)).count();
    let mut sentences = Vec::new();
    if coming < new.len() {
        // The amount ends in "kr.", which is the sentence's full stop too.
        sentences.push(format!("{} er over {limit}", format::counted(new.len() - coming, "sag", "sager")));
    }
    if coming > 0 {
        let cases = format::counted(coming, "sag", "sager");
        sentences.push(format!("{cases} kommer over {limit} inden for tolv måneder."));
    }
    sentences
}

/// `S2017-1052 har været over 1,0 mio. kr. siden 01-02-2017.`, `S-1 kommer over 1,0 mio. kr. fra 01-03-2027.`
fn above_words(case: &str, facts: &CaseFacts, limit: &str) -> String {
    let verdict = facts.limit.as_ref();
    match (verdict.and_then(|found| found.above_since), verdict.and_then(|found| found.above_from)) {
        (Some(since), _) => format!("{case} har været over {limit} siden {}.", format::date(since)),
        (None, Some(from)) => format!("{case} kommer over {limit} fra {}.", format::date(from)),
        (None, None) => format!("{case} er over {limit}"),
    }
}

/// The mappings kept with the database; an unreadable note counts as none.
fn remembered_mappings(note: Option<&str>) -> Vec<ColumnMapping> {
    note.and_then(|note| serde_json::from_str(note).ok()).unwrap_or_default()
}

/// Keeps the mappings of a file that was imported, so that next month's file finds its columns.
fn remember_mappings(store: &mut dyn Store, request: &ImportRequest) -> Result<(), ApiError> {
    if request.mappings.is_empty() {
        return Ok(());
    }
    let note = store.note(MAPPINGS).map_err(errors::store)?;
    let mut kept = remembered_mappings(note.as_deref());
    kept.retain(|old| {
        !request.mappings.iter().any(|new| new.sheet == old.sheet && new.heading == old.heading)
    });
    kept.extend(request.mappings.iter().cloned());
    let note = serde_json::to_string(&kept)
        .map_err(|_| errors::unexpected("column mappings could not be written"))?;
    store.set_note(MAPPINGS, &note).map_err(errors::store)
}

fn day(text: Option<&str>) -> Result<Option<NaiveDate>, ApiError> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Some).map_err(|_| {
            errors::at("day", "date_unreadable", "Dagen kan ikke læses. Skriv den som 20-11-2026.")
        }),
    }
}

/// Rows are refused and not left out.
pub(crate) fn refused(plan: &ImportPlan) -> ApiError {
    let rows = format::counted((plan.refused - plan.skipped) as usize, "række", "rækker");
    errors::plain(
        "rows_refused",
        format!("{rows} kan ikke læses, så intet er gemt. Ret dem, eller vælg at udelade dem."),
    )
}

/// What was stored, in words.
pub(crate) fn result_words(counts: &ImportCounts) -> String {
    let mut text = if counts.created + counts.changed == 0 {
        "Filen indeholder intet nyt; intet er ændret.".to_owned()
    } else {
        format!(
            "{} er oprettet, {} ændret, {} uændret.",
            format::counted(counts.created as usize, "række", "rækker"),
            format::decimal(counts.changed.into(), 0),
            format::decimal(counts.unchanged.into(), 0)
        )
    };
    if counts.left_out > 0 {
        text.push_str(&format!(
            " {} er udeladt.",
            format::counted(counts.left_out as usize, "række", "rækker")
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn many_new_cases_above_the_limit_are_counted_and_few_are_named_with_their_day() {
        let portfolio = sample::portfolio();
        let all = newly_above(&portfolio, &HashSet::new());
        assert!(all.len() <= 2, "{all:?}");
        assert!(all[0].ends_with(" sager er over 1,0 mio. kr."), "{all:?}");
        let known: HashSet<String> = portfolio
            .above_limit()
            .map(|facts| portfolio.placement(facts).case.to_string())
            .filter(|case| case != "S2025-1014" && case != "S2025-1003")
            .collect();
        let mut few = newly_above(&portfolio, &known);
        few.sort();
        assert_eq!(
            few,
            [
                "S2025-1003 kommer over 1,0 mio. kr. fra 01-03-2027.",
                "S2025-1014 har været over 1,0 mio. kr. siden 01-09-2025.",
            ]
        );
    }

    #[test]
    fn counts_have_thousands_separators() {
        let counts = ImportCounts {
            created: 0,
            changed: 1,
            unchanged: 1_211,
            refused: 0,
            left_out: 0,
            errors: 0,
            warnings: 0,
        };
        assert_eq!(result_words(&counts), "0 rækker er oprettet, 1 ændret, 1.211 uændret.");
    }
}
