//! Several people at once: news, presence, CPR on purpose.

use std::time::Duration;

use vilkaar_application::permission::UseCase;

use super::Program;
use super::screen_commands::{case, record_read};
use crate::errors;
use crate::types::*;

/// The longest that a question for news waits; shorter than any patience between window and core.
const LONGEST: Duration = Duration::from_secs(20);

impl Program {
    /// Waits until something happens, at most about twenty seconds.
    ///
    /// # Errors
    /// None that is expected.
    pub fn news(&self, request: NewsRequest) -> Result<News, ApiError> {
        let mut news = self.news.wait(request.since, LONGEST);
        // Names and case numbers are for those who may see cases, and for nobody while the program is locked.
        if self.permit(UseCase::SeeCases).is_err() {
            news.present.clear();
        }
        Ok(news)
    }

    /// A CPR number in full; the look is logged first.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`, `cpr_unknown`; where the look can't be logged nothing is shown.
    pub fn reveal_cpr(&self, request: PlacementRequest) -> Result<RevealedCpr, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::RevealCpr)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        let file = portfolio.file(facts);
        let Some(cpr) = file.citizen.and_then(|citizen| citizen.cpr.as_ref()) else {
            return Err(errors::plain("cpr_unknown", "Cpr-nummeret er ikke oplyst på borgeren."));
        };
        record_read(open, &clock, facts, "cpr")?;
        Ok(RevealedCpr { cpr: cpr.reveal().to_owned() })
    }
}
