//! A citizen's part of the log, drawn: the entries as sentences, whose names are covered, and what the paper says
//! of itself.
//!
//! Invariant: the citizen's own data stands in full and another citizen's never does. Where employees' names are
//! left out, each person is the same number throughout, in the column and inside the sentences.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Local, NaiveDateTime, Utc};
use uuid::Uuid;
use vilkaar_application::log::insight::{self, CitizenQuery, Drawing, Recorded, What};
use vilkaar_application::log::names::{Cover, Instead, PersonMark, parts};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{Clock, LogHead};
use vilkaar_documents::Document;
use vilkaar_domain::{Citizen, CitizenId, Entity, Register, Sensitive};
use vilkaar_wording::log::insight::{self as paper_words, Head, Insight, Line};
use vilkaar_wording::{format, history, log as words};

use super::page::{Names, beginning_of, citizen_of, day, end_of};
use crate::errors;
use crate::screens::in_file_name;
use crate::session::Open;
use crate::types::*;

/// A drawing, worded.
pub(crate) struct Drawn {
    /// What it says.
    pub(crate) insight: Insight,
    /// Changes among its lines.
    pub(crate) changes: usize,
    /// Looks among its lines.
    pub(crate) looks: usize,
    /// The period in words.
    pub(crate) period: String,
    /// Sentences of what was left out.
    pub(crate) left_out: Vec<String>,
}

/// Draws; the look is logged first.
///
/// # Errors
/// `case_unknown`, `date_unreadable`, `period_reversed` at their fields; `forbidden`, and where the log can't be read.
pub(crate) fn draw(
    open: &mut Open,
    clock: &dyn Clock,
    request: &InsightRequest,
    origin: &str,
    what: &str,
) -> Result<Drawn, ApiError> {
    let portfolio = std::sync::Arc::clone(&open.portfolio);
    let citizen = citizen_of(&portfolio, request.case.trim())?;
    let (from, to) = (day("from", request.from.as_deref())?, day("to", request.to.as_deref())?);
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        let sentence = "Perioden slutter, før den begynder. Ret en af dagene.";
        return Err(errors::at("to", "period_reversed", sentence));
    }
    let actor = open.actor(origin);
    let drawn_by = actor.name.clone();
    let query = CitizenQuery { citizen, from: from.map(beginning_of), before: to.map(end_of) };
    let store = open.database.store();
    let drawing = insight::draw(store, actor, clock, &query, what).map_err(super::log_error)?;
    let head = store.head().map_err(errors::store)?;
    let facts = About {
        citizen,
        period: paper_words::period(from, to),
        order: request.order,
        names: request.names,
        drawn_by,
        drawn_at: local(clock.now()),
        head,
    };
    Ok(compose(&portfolio, drawing, facts))
}

/// What a drawing says of itself.
pub(crate) struct About {
    pub(crate) citizen: CitizenId,
    pub(crate) period: String,
    pub(crate) order: InsightOrder,
    pub(crate) names: InsightNames,
    pub(crate) drawn_by: String,
    pub(crate) drawn_at: NaiveDateTime,
    pub(crate) head: LogHead,
}

/// An instant on this computer's clock.
fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Local).naive_local()
}

/// Words a drawing.
pub(crate) fn compose(portfolio: &Portfolio, drawing: Drawing, about: About) -> Drawn {
    let Drawing { mut entries, left_out } = drawing;
    if about.order == InsightOrder::NewestFirst {
        entries.reverse();
    }
    let register = portfolio.register();
    let citizen = register.citizens.iter().find(|known| known.id == about.citizen);
    let (mut cover, persons) = match about.names {
        InsightNames::Named => (Cover::new(citizen.and_then(|citizen| citizen.cpr.clone())), HashMap::new()),
        InsightNames::Numbered => without_employees(register, citizen, &entries),
    };
    cover_citizens(&mut cover, register, citizen, about.names);
    let names = Names::of(portfolio);
    let cases = names.cases(about.citizen);
    let lines: Vec<Line> = entries
        .iter()
        .map(|recorded| {
            // Who first: it is whom the eye meets first, so the first to get a number.
            let who = persons
                .get(&recorded.person)
                .map_or_else(|| recorded.who.clone(), |person| cover.label(*person));
            line(recorded, who, &names, &cases, &mut cover)
        })
        .collect();
    let looks = entries.iter().filter(|recorded| matches!(recorded.what, What::Look(_))).count();
    let changes = lines.len() - looks;
    let left_out: Vec<String> =
        left_out.iter().map(|(reason, count)| paper_words::left_out(reason, *count)).collect();
    let insight = Insight {
        municipality: register.settings.municipality.clone(),
        covers: covers(citizen, &cases, &about, changes, looks),
        explanation: explanation(about.names, &left_out),
        cases,
        lines,
        head: head(&about.head),
        drawn_at: about.drawn_at,
    };
    Drawn { insight, changes, looks, period: about.period, left_out }
}

fn head(head: &LogHead) -> Option<Head> {
    head.at.map(|at| Head { number: head.seq, hash: head.hash.clone(), at: local(at) })
}

/// An entry as a line.
fn line(recorded: &Recorded, who: String, names: &Names<'_>, cases: &[String], cover: &mut Cover) -> Line {
    let name_of = |id| names.name(id);
    let (done, contents, reason) = match &recorded.what {
        What::Look(look) => {
            let only = cases.first().filter(|_| cases.len() == 1);
            (words::look(&look.what, only.map(String::as_str)), None, None)
        }
        What::Change(entry) => {
            let reason = entry.reason.clone();
            match entry.payload.as_ref() {
                None => (words::content_not_shown(&entry.entity_kind), None, reason),
                Some(payload) => {
                    let done =
                        history::changes_in_full(payload.before.as_ref(), payload.after.as_ref(), &name_of);
                    let is_new = payload.before.is_none();
                    let contents = payload
                        .after
                        .as_ref()
                        .filter(|_| is_new)
                        .map(|after| history::contents(after, &name_of).join("; "));
                    let done: Vec<String> = done.iter().map(|done| words::upper_first(done)).collect();
                    (done.join(". "), contents, reason)
                }
            }
        }
    };
    Line {
        at: local(recorded.at),
        who,
        what: format!("{}.", words::upper_first(&cover.apply(&done)).trim_end_matches('.')),
        contents: contents.filter(|text| !text.is_empty()).map(|text| cover.apply(&text)),
        reason: reason.map(|text| cover.apply(&text)),
        origin: cover.apply(&words::origin(&recorded.origin)),
    }
}

/// Names that more than one person has a part of.
const SOMEBODY: Instead = Instead::Words("en medarbejder");

/// A cover of every employee that the program knows: who stands in the log, who signs in, and who is named in the
/// citizen's and the others' cases.
fn without_employees(
    register: &Register,
    citizen: Option<&Citizen>,
    entries: &[Recorded],
) -> (Cover, HashMap<Uuid, PersonMark>) {
    let own = own_name(citizen);
    let mut making = Making {
        cover: Cover::new(citizen.and_then(|citizen| citizen.cpr.clone())),
        known: Vec::new(),
        own: own.map(str::to_lowercase),
    };
    // Whoever signs in or stands in the log, by every name: who is called something else now stands by the old one too.
    let mut names: BTreeMap<Uuid, Vec<&str>> = BTreeMap::new();
    for user in &register.users {
        let of = [Some(user.name.as_str()), user.employee.as_deref()];
        names.entry(user.id.0).or_default().extend(of.into_iter().flatten());
    }
    for recorded in entries {
        let names = names.entry(recorded.person).or_default();
        if !names.contains(&recorded.who.as_str()) {
            names.push(&recorded.who);
        }
    }
    let persons = names.into_iter().map(|(id, names)| (id, making.add(&names))).collect();
    for recorded in entries {
        let What::Change(entry) = &recorded.what else { continue };
        let Some(payload) = entry.payload.as_ref() else { continue };
        for record in payload.before.iter().chain(&payload.after) {
            for name in employees(record) {
                making.add(&[name]);
            }
        }
    }
    let workers = register
        .placements
        .iter()
        .flat_map(|placement| [placement.case_worker.as_deref(), placement.second_case_worker.as_deref()]);
    let negotiators = register.contracts.iter().map(|contract| contract.negotiator.as_deref());
    let checkers = register.offers.iter().map(|offer| offer.checked_by.as_deref());
    for name in workers.chain(negotiators).chain(checkers).flatten() {
        making.add(&[name]);
    }
    let Making { mut cover, known, .. } = making;
    cover_parts(&mut cover, &known, register, own);
    (cover, persons)
}

/// A cover in the making.
struct Making {
    cover: Cover,
    /// The names so far, and whose they are.
    known: Vec<(String, Instead)>,
    /// The citizen's own name, which stands.
    own: Option<String>,
}

impl Making {
    /// Adds somebody's names; somebody who is known by one of them is the same person.
    fn add(&mut self, names: &[&str]) -> PersonMark {
        let known = names.iter().find_map(|name| self.cover.person_of(name));
        let person = known.unwrap_or_else(|| self.cover.person());
        for name in names {
            if self.cover.person_of(name).is_none() && Some(name.to_lowercase()) != self.own {
                self.cover.cover(name, Instead::Person(person));
                self.known.push(((*name).to_owned(), Instead::Person(person)));
            }
        }
        person
    }
}

/// Covers the parts of the names, where a part isn't a word of the citizen's own name or of a place's.
fn cover_parts(cover: &mut Cover, known: &[(String, Instead)], register: &Register, own: Option<&str>) {
    let places = register.offers.iter().map(|offer| offer.name.as_str());
    let places = places.chain(register.providers.iter().map(|provider| provider.name.as_str()));
    let kept: HashSet<String> = places
        .chain(own)
        .chain([register.settings.municipality.as_str()])
        .flat_map(parts)
        .map(str::to_lowercase)
        .collect();
    let mut owners: HashMap<&str, Instead> = HashMap::new();
    for (name, person) in known {
        for part in parts(name).filter(|part| !kept.contains(&part.to_lowercase())) {
            let owner = owners.entry(part).or_insert_with(|| person.clone());
            if owner != person {
                *owner = SOMEBODY;
            }
        }
    }
    let mut owners: Vec<(&str, Instead)> = owners.into_iter().collect();
    owners.sort_by_key(|(part, _)| *part);
    for (part, instead) in owners {
        cover.cover_part(part, instead);
    }
}

/// The employees that a record names.
fn employees(record: &Entity) -> impl Iterator<Item = &str> {
    let named = match record {
        Entity::Placement(record) => [record.case_worker.as_deref(), record.second_case_worker.as_deref()],
        Entity::Contract(record) => [record.negotiator.as_deref(), None],
        Entity::Offer(record) => [record.checked_by.as_deref(), None],
        _ => [None, None],
    };
    named.into_iter().flatten()
}

fn own_name(citizen: Option<&Citizen>) -> Option<&str> {
    citizen.and_then(|citizen| citizen.name.as_ref()).map(Sensitive::reveal)
}

/// Covers the names of every other citizen, where somebody noted one in the wrong place. A name of one word is a word,
/// and one that the citizen or, where they are named, an employee has too may stand.
fn cover_citizens(cover: &mut Cover, register: &Register, own: Option<&Citizen>, shown: InsightNames) {
    let own_name = own_name(own).map(str::to_lowercase);
    let is_employee = |name: &str| {
        shown == InsightNames::Named && register.users.iter().any(|user| user.name.eq_ignore_ascii_case(name))
    };
    for other in register.citizens.iter().filter(|other| own.is_none_or(|own| own.id != other.id)) {
        let Some(name) = other.name.as_ref().map(Sensitive::reveal) else { continue };
        let is_whole = parts(name).count() > 1;
        if is_whole && Some(name.to_lowercase()) != own_name && !is_employee(name) {
            cover.cover(name, Instead::Words("en anden borger"));
        }
    }
}

/// The facts at the head of the paper.
fn covers(
    citizen: Option<&Citizen>,
    cases: &[String],
    about: &About,
    changes: usize,
    looks: usize,
) -> Vec<(String, String)> {
    let unknown = || "ikke oplyst".to_owned();
    let (names, drawn_by) = match about.names {
        InsightNames::Named => ("med navn", format!(" af {}", about.drawn_by)),
        InsightNames::Numbered => ("uden navn; det samme nummer er den samme person", String::new()),
    };
    let order = match about.order {
        InsightOrder::OldestFirst => "ældste først",
        InsightOrder::NewestFirst => "nyeste først",
    };
    let cpr = citizen.and_then(|citizen| citizen.cpr.as_ref());
    [
        ("Borger", own_name(citizen).map_or_else(unknown, str::to_owned)),
        ("CPR-nr.", cpr.map_or_else(unknown, |cpr| cpr.reveal().to_owned())),
        (if cases.len() == 1 { "Sag" } else { "Sager" }, cases.join(", ")),
        ("Periode", about.period.clone()),
        ("Omfang", paper_words::count(changes, looks)),
        ("Rækkefølge", order.to_owned()),
        ("Medarbejdere", names.to_owned()),
        ("Trukket", format!("{}{drawn_by}", paper_words::instant(about.drawn_at))),
    ]
    .map(|(label, value)| (label.to_owned(), value))
    .into()
}

/// What one must know to read it.
fn explanation(names: InsightNames, left_out: &[String]) -> Vec<String> {
    let mut told = vec![
        "Her står alt, hvad der er ændret om borgeren i Vilkår, og hver gang nogen har set, gemt eller udskrevet noget fra borgerens sager. Et opslag er, at nogen så noget uden at ændre det.".to_owned(),
        "Står der noget om en anden borger, er navnet erstattet og cpr-nummeret skjult. Tidspunkterne er dansk tid, som uret stod på den pc, indsigten er trukket på.".to_owned(),
    ];
    if names == InsightNames::Numbered {
        told.push("Medarbejdernes navne er erstattet med numre, også inde i teksterne.".to_owned());
    }
    told.extend_from_slice(left_out);
    told
}

/// What to mind before it is given away.
pub(crate) fn remarks(drawn: &Drawn, request: &InsightRequest, is_large: bool) -> Vec<Status> {
    let status = |tone, text: String| Status { tone, text };
    let mut remarks = Vec::new();
    if is_large {
        let entries = format::counted(drawn.insight.lines.len(), "post", "poster");
        remarks.push(status(
            Tone::Warn,
            format!("Indsigten er stor: {entries}. Her vises de første; filen får dem alle. En kortere periode gør den mindre."),
        ));
    }
    if request.names == InsightNames::Numbered {
        remarks.push(status(
            Tone::Info,
            "Navne, som programmet kender, er erstattet. Læs teksterne igennem, før indsigten gives ud: et navn, som programmet ikke kender, bliver stående.".to_owned(),
        ));
    }
    remarks.extend(drawn.left_out.iter().map(|text| status(Tone::Info, text.clone())));
    remarks
}

/// The drawing as a document.
///
/// # Errors
/// Where it can't be set.
pub(crate) fn paper(insight: &Insight) -> Result<Document, ApiError> {
    vilkaar_documents::insight::paper(insight).map_err(|error| errors::unexpected(&error.to_string()))
}

/// The drawing as a file's bytes, and how much it is: `3 sider`, `84 poster`.
///
/// # Errors
/// Where it can't be put together.
pub(crate) fn bytes(insight: &Insight, form: InsightFormat) -> Result<(Vec<u8>, String), ApiError> {
    let unexpected = |technical: String| errors::unexpected(&technical);
    match form {
        InsightFormat::Pdf => {
            let document = paper(insight)?;
            let bytes = document.pdf().map_err(|error| unexpected(error.to_string()))?;
            Ok((bytes, format::counted(document.pages(), "side", "sider")))
        }
        InsightFormat::Xlsx => {
            let bytes = vilkaar_exchange::insight::workbook(insight)
                .map_err(|error| unexpected(error.to_string()))?;
            Ok((bytes, format::counted(insight.lines.len(), "post", "poster")))
        }
    }
}

/// The name of the file: the case, never the citizen.
pub(crate) fn file_name(case: &str, ending: &str) -> String {
    format!("indsigt {}.{ending}", in_file_name(case))
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_named_after_the_case_and_leads_nowhere() {
        assert_eq!(file_name("S2024-1009", "pdf"), "indsigt S2024-1009.pdf");
        assert_eq!(file_name("010170-1234", "pdf"), "indsigt sag.pdf");
        assert_eq!(file_name(" ../29.21.04-P20 ", "xlsx"), "indsigt .._29.21.04-P20.xlsx");
    }
}
