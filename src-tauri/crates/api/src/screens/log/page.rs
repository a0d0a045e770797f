//! A page of the log: what the window asks for as a query, and what was found as sentences.
//!
//! Invariant: a line is told from its entries by the wording crate; an operation too large for that as its sum.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Local, NaiveDate, NaiveTime, SecondsFormat, TimeZone, Utc};
use uuid::Uuid;
use vilkaar_application::log::{
    Chain, Cursor, Done, EntriesQuery, Key, LogLine as Found, LogQuery, Scope, Word,
};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{LogEntry, LogPayload};
use vilkaar_application::undo::{REDO, UNDO};
use vilkaar_domain::{CitizenId, Entity, PlacementId};
use vilkaar_wording::history;
use vilkaar_wording::log as words;

use crate::errors;
use crate::program::{case, instant};
use crate::types::*;

/// Lines of a page where the request doesn't say.
const USUAL: u32 = 100;

/// A day of a request: ISO, as a date field gives it.
///
/// # Errors
/// `date_unreadable` at the field.
pub(crate) fn day(field: &str, text: Option<&str>) -> Result<Option<NaiveDate>, ApiError> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) => NaiveDate::parse_from_str(text, "%Y-%m-%d").map(Some).map_err(|_| {
            errors::at(field, "date_unreadable", "Dagen kan ikke læses. Skriv den som 20-11-2026.")
        }),
    }
}

/// The instant at which a day begins on this computer's clock.
pub(crate) fn beginning_of(day: NaiveDate) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    // Where the clock skips midnight the day begins when it is skipped.
    Local
        .from_local_datetime(&midnight)
        .earliest()
        .map_or_else(|| Utc.from_utc_datetime(&midnight), |at| at.with_timezone(&Utc))
}

/// The instant after the last one of a day.
pub(crate) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, beginning_of)
}

/// The citizen of a case.
///
/// # Errors
/// `case_unknown` at the field.
pub(crate) fn citizen_of(portfolio: &Portfolio, number: &str) -> Result<CitizenId, ApiError> {
    let facts =
        case(portfolio, number).map_err(|error| ApiError { field: Some("case".to_owned()), ..error })?;
    Ok(facts.priced.citizen)
}

fn wanted_citizen(portfolio: &Portfolio, request: &LogRequest) -> Result<Option<CitizenId>, ApiError> {
    let number = request.case.as_deref().map(str::trim).filter(|number| !number.is_empty());
    number.map(|number| citizen_of(portfolio, number)).transpose()
}

const fn limit(request: &LogRequest) -> u32 {
    if request.limit == 0 { USUAL } else { request.limit }
}

/// The window named a place in the log that it wasn't given.
fn place_unknown() -> ApiError {
    errors::at("after", "place_unknown", "Stedet i loggen kendes ikke længere. Søg igen.")
}

/// The request as a query.
///
/// # Errors
/// `case_unknown`, `date_unreadable`, `person_unknown`, `place_unknown` at their fields.
pub(crate) fn query(portfolio: &Portfolio, request: &LogRequest) -> Result<LogQuery, ApiError> {
    let person = request
        .person
        .as_deref()
        .map(Uuid::parse_str)
        .transpose()
        .map_err(|_| errors::at("person", "person_unknown", "Personen kendes ikke. Vælg igen."))?;
    Ok(LogQuery {
        words: request.text.split_whitespace().map(word).collect(),
        person,
        citizen: wanted_citizen(portfolio, request)?,
        from: day("from", request.from.as_deref())?.map(beginning_of),
        before: day("to", request.to.as_deref())?.map(end_of),
        chain: request.chain.map(|chain| match chain {
            LogChain::Changes => Chain::Changes,
            LogChain::Reads => Chain::Reads,
        }),
        kinds: request.kinds.clone(),
        limit: limit(request),
        after: request.after.as_deref().map(cursor).transpose()?,
    })
}

/// The request for the entries of a line as a query.
///
/// # Errors
/// `case_unknown`, `place_unknown` at their fields.
pub(crate) fn entries_query(
    portfolio: &Portfolio,
    request: &LogRequest,
    operation: &str,
) -> Result<EntriesQuery, ApiError> {
    let after = request.after.as_deref().map(str::parse).transpose().map_err(|_| place_unknown())?;
    Ok(EntriesQuery {
        operation: Uuid::parse_str(operation).map_err(|_| place_unknown())?,
        citizen: wanted_citizen(portfolio, request)?,
        kinds: request.kinds.clone(),
        after: after.unwrap_or_default(),
        limit: limit(request),
    })
}

/// A typed word with the log's codes for it.
fn word(text: &str) -> Word {
    let words::Codes { kinds, operations, reads } = words::codes(text);
    Word { text: text.to_owned(), kinds, operations, reads }
}

/// A place in the log as the window keeps it.
pub(crate) fn place(cursor: &Cursor) -> String {
    let at = cursor.at.to_rfc3339_opts(SecondsFormat::Micros, true);
    match cursor.key {
        Key::Operation(id) => format!("{at} handling {id}"),
        Key::Read(seq) => format!("{at} opslag {seq}"),
    }
}

/// The place that the window was given.
fn cursor(text: &str) -> Result<Cursor, ApiError> {
    let mut parts = text.splitn(3, ' ');
    let at = parts.next().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    let key = match (parts.next(), parts.next()) {
        (Some("handling"), Some(id)) => Uuid::parse_str(id).ok().map(Key::Operation),
        (Some("opslag"), Some(seq)) => seq.parse().ok().map(Key::Read),
        _ => None,
    };
    let (at, key) = at.zip(key).ok_or_else(place_unknown)?;
    Ok(Cursor { at: at.with_timezone(&Utc), key })
}

/// Names of records by their id, looked up once a page.
pub(crate) struct Names<'p> {
    portfolio: &'p Portfolio,
    names: HashMap<Uuid, String>,
    placements: HashMap<PlacementId, usize>,
}

impl<'p> Names<'p> {
    pub(crate) fn of(portfolio: &'p Portfolio) -> Self {
        let register = portfolio.register();
        let goals = register.goals.iter().map(|goal| (goal.id.0, goal.key.clone()));
        let offers = register.offers.iter().map(|offer| (offer.id.0, offer.name.clone()));
        let providers = register.providers.iter().map(|provider| (provider.id.0, provider.name.clone()));
        let placements = register.placements.iter().enumerate();
        Self {
            portfolio,
            names: goals.chain(offers).chain(providers).collect(),
            placements: placements.map(|(at, placement)| (placement.id, at)).collect(),
        }
    }

    /// What a record is called in a sentence.
    pub(crate) fn name(&self, id: Uuid) -> Option<String> {
        self.names.get(&id).cloned()
    }

    /// The cases of a citizen.
    pub(crate) fn cases(&self, citizen: CitizenId) -> Vec<String> {
        self.portfolio
            .cases_of(citizen)
            .map(|facts| self.portfolio.placement(facts).case.to_string())
            .collect()
    }

    /// The case that a record belongs to, or those of a citizen.
    pub(crate) fn cases_of(&self, record: &Entity) -> Vec<String> {
        let goal = |id| self.portfolio.register().goals.iter().find(|goal| goal.id == id);
        let placement = match record {
            Entity::Citizen(record) => return self.cases(record.id),
            Entity::Placement(record) => return vec![record.case.to_string()],
            Entity::RateLine(record) => Some(record.placement),
            Entity::Contract(record) => Some(record.placement),
            Entity::Goal(record) => Some(record.placement),
            Entity::FollowUp(record) => goal(record.goal).map(|goal| goal.placement),
            Entity::DeliveredHours(record) => Some(record.placement),
            Entity::StepRate(record) => Some(record.placement),
            Entity::SearchedOffer(record) => Some(record.placement),
            Entity::SubGoal(record) => goal(record.goal).map(|goal| goal.placement),
            Entity::Attachment(record) => Some(record.placement),
            Entity::AgendaMark(record) => Some(record.placement),
            Entity::NotifiedRate(record) => Some(record.placement),
            Entity::SavedFilter(_)
            | Entity::Provider(_)
            | Entity::Offer(_)
            | Entity::OwnOffer(_)
            | Entity::ExpectedYouth(_)
            | Entity::BudgetLine(_)
            | Entity::PriceIndex(_)
            | Entity::RefundLimits(_)
            | Entity::Settings(_)
            | Entity::User(_) => None,
        };
        let at = placement.and_then(|id| self.placements.get(&id));
        at.and_then(|at| self.portfolio.register().placements.get(*at))
            .map(|placement| placement.case.to_string())
            .into_iter()
            .collect()
    }
}

/// What was found, as the window shows it.
pub(crate) fn lines(portfolio: &Portfolio, found: &[Found]) -> Vec<LogLine> {
    let names = Names::of(portfolio);
    found.iter().map(|line| one(&names, line)).collect()
}

fn one(names: &Names<'_>, line: &Found) -> LogLine {
    let shown = |chain, id: String| LogLine {
        id,
        at: instant(line.at),
        who: line.who.clone(),
        chain,
        sentence: String::new(),
        more: Vec::new(),
        case: None,
        origin: words::origin(&line.origin),
        reason: None,
        operation: None,
        count: 1,
    };
    match &line.done {
        Done::Read(look) => {
            let cases = names.cases(look.citizen);
            let only = cases.first().filter(|_| cases.len() == 1);
            let told = words::look(&look.what, only.map(String::as_str));
            LogLine {
                sentence: words::upper_first(&told),
                case: (!cases.is_empty()).then(|| cases.join(", ")),
                ..shown(LogChain::Reads, format!("opslag-{}", look.seq))
            }
        }
        Done::Changed { operation, name, reason, kinds, entries } => {
            let count = kinds.iter().map(|(_, count)| *count).sum::<u64>();
            let line = LogLine {
                count: u32::try_from(count).unwrap_or(u32::MAX),
                ..shown(LogChain::Changes, format!("handling-{operation}"))
            };
            if entries.is_empty() {
                return LogLine {
                    sentence: words::upper_first(&words::operation(name, kinds)),
                    reason: reason.clone(),
                    operation: Some(operation.to_string()),
                    ..line
                };
            }
            let mut told = together(names, name, reason.as_deref(), entries).into_iter();
            LogLine {
                sentence: told.next().unwrap_or_default(),
                more: told.collect(),
                case: cases(names, entries),
                reason: reasons(entries).or_else(|| reason.clone()),
                ..line
            }
        }
    }
}

/// The entries of a line that was opened, one each.
pub(crate) fn entry_lines(portfolio: &Portfolio, entries: &[LogEntry]) -> Vec<LogLine> {
    let names = Names::of(portfolio);
    entries
        .iter()
        .map(|entry| {
            let mut told = sentences(&names, entry).into_iter();
            LogLine {
                id: format!("post-{}", entry.seq),
                at: instant(entry.at),
                who: entry.who.clone(),
                chain: LogChain::Changes,
                sentence: told.next().unwrap_or_default(),
                more: told.collect(),
                case: cases(&names, std::slice::from_ref(entry)),
                origin: words::origin(&entry.origin),
                reason: entry.reason.clone(),
                operation: None,
                count: 1,
            }
        })
        .collect()
}

/// The sentences of an operation: what belongs together is one.
fn together(names: &Names<'_>, name: &str, reason: Option<&str>, entries: &[LogEntry]) -> Vec<String> {
    if let (UNDO | REDO, Some(done)) = (name, history::taken_back(reason)) {
        return vec![words::upper_first(&done)];
    }
    let is_told = |entry: &&LogEntry| entry.payload.as_ref().is_some_and(|told| told.before != told.after);
    let payloads: Vec<&LogPayload> =
        entries.iter().filter(is_told).filter_map(|entry| entry.payload.as_ref()).collect();
    let changes: Vec<history::Change<'_>> = payloads
        .iter()
        .map(|told| history::Change { before: told.before.as_ref(), after: told.after.as_ref() })
        .collect();
    let withheld = entries.iter().filter(|entry| !is_told(entry));
    history::operation(&changes, &|id| names.name(id))
        .iter()
        .map(|done| words::upper_first(done))
        .chain(withheld.map(|entry| words::upper_first(&words::content_not_shown(&entry.entity_kind))))
        .collect()
}

/// The sentences of an entry.
fn sentences(names: &Names<'_>, entry: &LogEntry) -> Vec<String> {
    let done = match &entry.payload {
        // Nothing is left to tell where all that differs is withheld from the role.
        Some(payload) if payload.before != payload.after => {
            history::changes(payload.before.as_ref(), payload.after.as_ref(), &|id| names.name(id))
        }
        _ => vec![words::content_not_shown(&entry.entity_kind)],
    };
    done.iter().map(|done| words::upper_first(done)).collect()
}

/// The case that all the entries are about, if it is one citizen's.
fn cases(names: &Names<'_>, entries: &[LogEntry]) -> Option<String> {
    let of: HashSet<Vec<String>> = entries
        .iter()
        .filter_map(|entry| entry.payload.as_ref())
        .filter_map(|payload| payload.after.as_ref().or(payload.before.as_ref()))
        .map(|record| names.cases_of(record))
        .filter(|cases| !cases.is_empty())
        .collect();
    let only = of.iter().next().filter(|_| of.len() == 1)?;
    Some(only.join(", "))
}

/// The reasons that were given, each once.
fn reasons(entries: &[LogEntry]) -> Option<String> {
    let mut reasons: Vec<&str> = Vec::new();
    for reason in entries.iter().filter_map(|entry| entry.reason.as_deref()) {
        if !reasons.contains(&reason) {
            reasons.push(reason);
        }
    }
    (!reasons.is_empty()).then(|| reasons.join("; "))
}

/// Everybody who signs in or once did, by name.
pub(crate) fn people(portfolio: &Portfolio) -> Vec<LogChoice> {
    let mut people: Vec<LogChoice> = portfolio
        .register()
        .users
        .iter()
        .map(|user| LogChoice { id: user.id.to_string(), text: user.name.clone() })
        .collect();
    people.sort_by_cached_key(|person| person.text.to_lowercase());
    people
}

/// The kinds of record that somebody with this scope finds.
pub(crate) fn kinds(scope: Scope) -> Vec<LogChoice> {
    words::kinds()
        .filter(|(kind, _)| scope.has_kind(kind))
        .map(|(kind, text)| LogChoice { id: kind.to_owned(), text })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_log_comes_back_from_the_window_as_it_went() {
        let at = "2026-11-20T09:41:30.123456Z".parse().unwrap();
        for key in [Key::Operation(Uuid::from_u128(107)), Key::Read(108)] {
            let there = Cursor { at, key };
            assert_eq!(cursor(&place(&there)).unwrap(), there);
        }
        for typed in
            ["", "2026-11-20", "2026-11-20T09:41:30Z opslag", "x opslag 1", "2026-11-20T09:41:30Z andet 1"]
        {
            assert_eq!(cursor(typed).unwrap_err().code, "place_unknown", "{typed}");
        }
    }

    #[test]
    fn a_day_goes_from_its_midnight_to_the_next_and_what_is_no_day_is_told_at_its_field() {
        let asked = day("from", Some("2026-11-20")).unwrap().unwrap();
        assert_eq!(end_of(asked), beginning_of(asked.succ_opt().unwrap()));
        assert!(beginning_of(asked) < end_of(asked));
        assert_eq!(day("to", Some("  ")).unwrap(), None);
        let error = day("to", Some("20-11-2026")).unwrap_err();
        assert_eq!((error.code.as_str(), error.field.as_deref()), ("date_unreadable", Some("to")));
    }
}
