//! Lists that leave the program as workbooks.

use std::sync::Arc;

use vilkaar_application::permission::UseCase;
use vilkaar_wording::format;

use super::saved_file::told_of;
use super::{Program, case, record_reads};
use crate::desktop::FileKind;
use crate::errors;
use crate::screens::export::{self, Export};
use crate::screens::packet::write_whole;
use crate::types::*;

/// What the log of reads calls it.
const EXPORTED: &str = "liste eksporteret";

impl Program {
    /// Saves a list as a workbook with its formulas; null when the dialogue was closed. It is logged as a look into each
    /// citizen's file that is in it, before anything is written.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `price_index_missing`; where the file can't be written.
    pub fn export_list(&self, request: ExportList) -> Result<Option<SavedFile>, ApiError> {
        let (portfolio, viewer) = {
            let mut state = self.state();
            let open = state.open_for(UseCase::ExportLists)?;
            if matches!(request, ExportList::Indexation { .. }) {
                open.permit(UseCase::IndexRates)?;
            }
            (Arc::clone(&open.portfolio), open.viewer())
        };
        let Export { book, file_name, cases } = match &request {
            ExportList::Placements { query } => export::placements(&portfolio, query),
            ExportList::Agenda { query } => export::agenda(&portfolio, &viewer, query),
            ExportList::Gaps { query } => export::gaps(&portfolio, query),
            ExportList::AboveLimit => export::above_limit(&portfolio),
            ExportList::Providers => export::providers(&portfolio),
            ExportList::RateLines { case: number } => {
                export::rate_lines(&portfolio, case(&portfolio, number)?)
            }
            ExportList::Indexation { request } => export::prices::indexation(&portfolio, request)?,
            ExportList::NotifiedRates => export::prices::notified(&portfolio),
        };
        let Some(path) = self.place_for("Gem listen", &file_name, FileKind::Workbook) else {
            return Ok(None);
        };
        let bytes = vilkaar_exchange::list::workbook(&book)
            .map_err(|error| errors::unexpected(&error.to_string()))?;
        {
            let mut state = self.state();
            let clock = state.clock;
            let open = state.open_for(UseCase::ExportLists)?;
            record_reads(open, &clock, cases, EXPORTED)?;
        }
        write_whole(&path, &bytes)?;
        let rows = book.sheets.first().map_or(0, |sheet| sheet.rows.len());
        let detail = told_of(&format::counted(rows, "række", "rækker"), &bytes);
        Ok(Some(self.saved_file(&path, detail)))
    }
}
