//! `import` on the command line: nobody can be asked, so doubts are read as design §8 says, with a warning.

use std::path::Path;

use vilkaar_application::ports::Clock;
use vilkaar_exchange::{Options, plan, read_path};
use vilkaar_wording::format;
use vilkaar_wording::import::Severity;

use super::{Headless, ImportSummary, ProblemRow};
use crate::screens::import::{file_fault, plan_error};
use crate::types::ApiError;
use crate::{UuidIdentities, errors};

/// What an import did.
pub struct ImportOutcome {
    /// The stable answer.
    pub summary: ImportSummary,
    /// The same in a Danish sentence.
    pub message: String,
    /// `rows_refused`, when nothing was written because of it.
    pub refusal: Option<ApiError>,
}

impl Headless {
    /// Reads a file in. With a refused row nothing of it is written, unless `skip_refused`.
    ///
    /// # Errors
    /// Where the file can't be read at all or the database can't be written.
    pub fn import(
        &mut self,
        file: &Path,
        dry_run: bool,
        skip_refused: bool,
    ) -> Result<ImportOutcome, ApiError> {
        let parsed = read_path(file).map_err(|error| file_fault(error.0))?;
        let by_hand =
            vilkaar_application::import::by_hand(self.open.database.store()).map_err(errors::store)?.into();
        let options = Options { skip_refused, by_hand, ..Options::new(self.clock.today()) };
        let planned = plan(&parsed, self.portfolio().register(), &options, &UuidIdentities, &mut |_, _| true)
            .map_err(plan_error)?;
        let problems = planned
            .problems
            .iter()
            .map(|problem| ProblemRow {
                sheet: problem.sheet.to_string(),
                row: problem.row,
                column: problem.column.clone(),
                code: problem.code().to_owned(),
                message: format!("{} {}", problem.message(), problem.advice()).trim().to_owned(),
                severity: match problem.severity() {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
            })
            .collect();
        let summary = ImportSummary {
            created: planned.created as usize,
            changed: planned.changed as usize,
            unchanged: planned.unchanged as usize,
            refused: planned.refused as usize,
            skipped: planned.skipped as usize,
            problems,
        };
        let refusal = (!planned.can_commit()).then(|| {
            let rows = format::counted(planned.refused as usize, "række", "rækker");
            errors::plain(
                "rows_refused",
                format!("{rows} i {} kan ikke læses, så intet er skrevet. Ret dem, eller kør igen med --skip-refused.", parsed.name()),
            )
        });
        let written = refusal.is_none() && !dry_run;
        if written {
            let actor = self.open.actor(&self.origin);
            vilkaar_application::import::commit(
                self.open.database.store(),
                actor,
                &self.clock,
                &UuidIdentities,
                planned.changes,
                parsed.name(),
                &mut |_, _| true,
            )
            .map_err(errors::store)?;
            self.open.refresh(&self.clock)?;
        }
        let message = format!(
            "{}: {} nye, {} ændrede, {} uændrede, {} afviste{}.{}",
            parsed.name(),
            summary.created,
            summary.changed,
            summary.unchanged,
            summary.refused,
            if summary.skipped > 0 { format!(" ({} udeladt)", summary.skipped) } else { String::new() },
            if written { "" } else { " Intet er skrevet." },
        );
        Ok(ImportOutcome { summary, message, refusal })
    }
}
