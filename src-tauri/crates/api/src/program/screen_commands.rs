//! The commands of the screens: each takes the read model, and what it needs of the database, and lets
//! the screen's own module make the answer.

use std::collections::HashSet;

use uuid::Uuid;
use vilkaar_application::log::{self, Chain, Done, EntriesQuery, LogQuery, MOST_LINES, Word};
use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{Clock, ReadRecord, Store, StoreError};
use vilkaar_application::undo;
use vilkaar_domain::{CaseFile, CitizenId};

use super::Program;
use crate::errors;
use crate::screens::{above_limit, explain, overview, placement, placements};
use crate::session::Open;
use crate::types::*;

/// Steps of the log that a placement's history shows at most.
const HISTORY: u32 = 200;

impl Program {
    /// *Overblik*.
    ///
    /// # Errors
    /// `locked` while nothing is open.
    pub fn overview(&self) -> Result<Overview, ApiError> {
        let portfolio = self.portfolio(UseCase::SeeReports)?;
        let overview = overview::overview(&portfolio)?;
        Ok(if self.permit(UseCase::SeeCases).is_ok() { overview } else { overview::without_cases(overview) })
    }

    /// *Placeringer*: a page of the list.
    ///
    /// # Errors
    /// `locked` while nothing is open.
    pub fn placements(&self, request: PlacementsQuery) -> Result<PlacementsPage, ApiError> {
        Ok(placements::placements(&*self.portfolio(UseCase::SeeCases)?, &request))
    }

    /// Ctrl+K.
    ///
    /// # Errors
    /// `locked` while nothing is open.
    pub fn search(&self, request: SearchRequest) -> Result<SearchResult, ApiError> {
        Ok(placements::search(&*self.portfolio(UseCase::SeeCases)?, &request.text))
    }

    /// One placement, logged as read before anything of it is shown.
    ///
    /// # Errors
    /// `case_unknown`; `locked`; where the read can't be logged nothing is shown.
    pub fn placement(&self, request: PlacementRequest) -> Result<Placement, ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::SeeCases)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        record_look(open, &clock, facts, "placering")?;
        let file = portfolio.file(facts);
        let mut ids = ids_of(&file);
        ids.extend(taken_out(open.database.store(), &file).map_err(errors::store)?);
        let me = open.actor("");
        let history = log::of_records(open.database.store(), &me, &ids, HISTORY).map_err(errors::store)?;
        drop(state);
        placement::placement(&portfolio, facts, &history)
    }

    /// *Vis beregning*.
    ///
    /// # Errors
    /// `figure_unknown` where there is no such figure; `locked`.
    pub fn explain(&self, request: ExplainRequest) -> Result<Explanation, ApiError> {
        let figure = request.figure.as_str();
        let names_cases = figure.starts_with("case-") || figure == "list" || figure.starts_with("list|");
        let use_case = if names_cases { UseCase::SeeCases } else { UseCase::SeeReports };
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(use_case)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        // A figure of one case is a look at that case.
        if let Some(facts) = explain::case_of(&portfolio, figure) {
            record_look(open, &clock, facts, "beregning")?;
        }
        let sees_cases = open.permit(UseCase::SeeCases).is_ok();
        let history = match explain::told_of(&portfolio, figure) {
            Some(placement) => {
                open.database.store().history(&[placement.id.0], HISTORY).map_err(errors::store)?
            }
            None => Vec::new(),
        };
        drop(state);
        explain::explain(&portfolio, figure, sees_cases, &history)
    }

    /// *Udgiftstunge sager*.
    ///
    /// # Errors
    /// `locked` while nothing is open.
    pub fn above_limit(&self) -> Result<AboveLimit, ApiError> {
        Ok(above_limit::above_limit(&*self.portfolio(UseCase::SeeCases)?))
    }
}

/// A case of the portfolio.
///
/// # Errors
/// `case_unknown`.
pub(crate) fn case<'p>(portfolio: &'p Portfolio, number: &str) -> Result<&'p CaseFacts, ApiError> {
    portfolio.case(number).ok_or_else(|| errors::case_unknown(number))
}

/// Writes to the log of reads that something of a citizen's file is about to be seen.
///
/// # Errors
/// Where it can't be written; then nothing may be shown.
pub(crate) fn record_read(
    open: &mut Open,
    clock: &dyn Clock,
    facts: &CaseFacts,
    what: &str,
) -> Result<(), ApiError> {
    record_read_of(open, clock, facts.priced.citizen, what)
}

/// The same of several cases at once, as of a list that leaves the program: one look for each citizen, all written or
/// none.
///
/// # Errors
/// Where it can't be written; then nothing may leave.
pub(crate) fn record_reads<'p>(
    open: &mut Open,
    clock: &dyn Clock,
    cases: impl IntoIterator<Item = &'p CaseFacts>,
    what: &str,
) -> Result<(), ApiError> {
    let (actor, at) = (open.actor(&format!("vindue: {what}")), clock.now());
    let mut seen = HashSet::new();
    let citizens =
        cases.into_iter().map(|facts| facts.priced.citizen).filter(|citizen| seen.insert(*citizen));
    let reads: Vec<ReadRecord> = citizens
        .map(|citizen| ReadRecord { actor: actor.clone(), at, citizen, what: what.to_owned() })
        .collect();
    open.database.store().record_reads(&reads).map_err(errors::store)
}

fn record_read_of(
    open: &mut Open,
    clock: &dyn Clock,
    citizen: CitizenId,
    what: &str,
) -> Result<(), ApiError> {
    let read = ReadRecord {
        actor: open.actor(&format!("vindue: {what}")),
        at: clock.now(),
        citizen,
        what: what.to_owned(),
    };
    open.database.store().record_read(&read).map_err(errors::store)
}

/// The same for what a screen shows and asks for anew when others change something: one stay at a case is one look.
///
/// # Errors
/// Where it can't be written; then nothing may be shown.
pub(crate) fn record_look(
    open: &mut Open,
    clock: &dyn Clock,
    facts: &CaseFacts,
    what: &str,
) -> Result<(), ApiError> {
    record_look_at(open, clock, facts.priced.citizen, what)
}

/// The same of a citizen, whichever case is looked at.
///
/// # Errors
/// Where it can't be written; then nothing may be shown.
pub(crate) fn record_look_at(
    open: &mut Open,
    clock: &dyn Clock,
    citizen: CitizenId,
    what: &str,
) -> Result<(), ApiError> {
    let look = (citizen, what.to_owned());
    if !open.looks.contains(&look) {
        record_read_of(open, clock, citizen, what)?;
        open.looks.insert(look);
    }
    Ok(())
}

/// What the names of operations begin with that take something out by hand.
const REMOVAL: &str = "remove_";

/// Records of a case that were taken out again, by an undo or as a mistake: what was done and taken back is its history
/// too.
fn taken_out(store: &mut dyn Store, file: &CaseFile<'_>) -> Result<Vec<Uuid>, StoreError> {
    let mut lines = Vec::new();
    for name in [undo::UNDO, REMOVAL] {
        let page = store.search_log(&LogQuery {
            words: vec![Word { text: name.to_owned(), ..Word::default() }],
            citizen: Some(file.placement.citizen),
            chain: Some(Chain::Changes),
            limit: HISTORY,
            ..LogQuery::default()
        })?;
        lines.extend(page.lines);
    }
    let mut known: HashSet<Uuid> = file.goals.iter().map(|goal| goal.goal.id.0).collect();
    known.insert(file.placement.id.0);
    let mut gone = Vec::new();
    for line in lines {
        let Done::Changed { operation, name, .. } = line.done else { continue };
        if name != undo::UNDO && !name.starts_with(REMOVAL) {
            continue;
        }
        let (citizen, kinds) = (Some(file.placement.citizen), Vec::new());
        let query = EntriesQuery { operation, citizen, kinds, after: 0, limit: MOST_LINES };
        // Newest first: what belonged to a goal was taken out before the goal.
        for entry in store.operation_entries(&query)?.into_iter().rev() {
            let before = entry.payload.filter(|payload| payload.after.is_none()).and_then(|told| told.before);
            if before.is_some_and(|record| record.refers_to().iter().any(|id| known.contains(id))) {
                known.insert(entry.entity_id);
                gone.push(entry.entity_id);
            }
        }
    }
    Ok(gone)
}

/// Every record whose changes are the history of a case.
fn ids_of(file: &CaseFile<'_>) -> Vec<Uuid> {
    let mut ids = vec![file.placement.id.0, file.placement.citizen.0];
    ids.extend(file.rate_lines.iter().map(|record| record.id.0));
    ids.extend(file.contracts.iter().map(|record| record.id.0));
    for goal in &file.goals {
        ids.push(goal.goal.id.0);
        ids.extend(goal.follow_ups.iter().map(|record| record.id.0));
        ids.extend(goal.sub_goals.iter().map(|record| record.id.0));
    }
    ids.extend(file.delivered_hours.iter().map(|record| record.id.0));
    ids.extend(file.step_rates.iter().map(|record| record.id.0));
    ids.extend(file.searched_offers.iter().map(|record| record.id.0));
    ids.extend(file.attachments.iter().map(|record| record.id.0));
    ids.extend(file.agenda_marks.iter().map(|record| record.id.0));
    ids.extend(file.notified_rates.iter().map(|record| record.id.0));
    ids
}
