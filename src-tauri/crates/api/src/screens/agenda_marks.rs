//! What somebody does about items of the agenda: handled, put off, handed over, reopened.
//!
//! Invariant: several items are one operation. The mark of an item has an id made of the item's key, so two people who
//! do something about the same item change the same record, and the second decides over what the first left. What
//! somebody handled is not done anything about but reopened, so that nobody's handling is lost to an old list.

use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::agenda::{AgendaKind, ItemKey};
use vilkaar_domain::calendar::add_months;
use vilkaar_domain::{AgendaMark, Entity, Handled, Postponed, RecordId};
use vilkaar_wording::format;

use super::agenda::owners;
use super::forms::{fields, wrong};
use crate::errors;
use crate::program::saving::{Decided, Decision};
use crate::types::{ApiError, FieldProblem, HandleItem, ItemAction};

/// Nothing is put off for longer.
const MONTHS_AHEAD: i32 = 24;

/// What is done, read from a request.
enum Doing {
    Handle,
    Postpone(NaiveDate),
    HandOver(String),
    Reopen,
}

/// Decides what to save; `by` is who does it.
///
/// # Errors
/// `item_unknown` where an item isn't on the agenda any more.
pub(crate) fn decide(portfolio: &Portfolio, request: &HandleItem, by: &str) -> Result<Decision, ApiError> {
    let doing = match read(portfolio, request) {
        Ok(doing) => doing,
        Err(problems) => return Ok(Decision::Refuse(problems)),
    };
    let reason = request.reason.trim();
    let mut keys: Vec<ItemKey> = Vec::new();
    for text in &request.items {
        keys.push(text.parse().map_err(|_| unknown())?);
    }
    keys.sort_unstable();
    keys.dedup();
    let (mut changes, mut problems) = (Vec::new(), Vec::new());
    for key in &keys {
        let facts = case_of(portfolio, key).ok_or_else(unknown)?;
        let before = portfolio.file(facts).mark_of(key).cloned();
        let case = &portfolio.placement(facts).case;
        if let Some(sentence) = refusal(before.as_ref(), key, &doing, portfolio.today()) {
            let field = if matches!(doing, Doing::Postpone(_)) && !is_handled(before.as_ref()) {
                "until"
            } else {
                "items"
            };
            problems.push(wrong(field, format!("{case}: {sentence}")));
        }
        let after = after(before.as_ref(), key, &doing, portfolio.today(), by, reason);
        changes.push(EntityChange {
            before: before.map(Entity::AgendaMark),
            after: after.map(Entity::AgendaMark),
            citizen: Some(facts.priced.citizen),
            reason: Some(reason.to_owned()).filter(|reason| !reason.is_empty()),
        });
    }
    if !problems.is_empty() {
        return Ok(Decision::Refuse(problems));
    }
    // An item that was reopened and never handled or put off stays as it is.
    changes.retain(|change| change.before != change.after);
    Ok(Decision::Save(Decided { changes, message: message(&doing, keys.len()), case: None }))
}

fn is_handled(mark: Option<&AgendaMark>) -> bool {
    mark.is_some_and(|mark| mark.handled.is_some())
}

/// Why something can't be done about an item as it stands now.
fn refusal(before: Option<&AgendaMark>, key: &ItemKey, doing: &Doing, today: NaiveDate) -> Option<String> {
    if matches!(doing, Doing::Reopen) {
        return None;
    }
    if let Some(Handled { on, by, .. }) = before.and_then(|mark| mark.handled.as_ref()) {
        let on = format::date(*on);
        return Some(format!("{by} har håndteret opgaven den {on}; genåbn den først."));
    }
    match doing {
        Doing::Postpone(until) if is_deadline(key.kind) && key.due >= today && *until > key.due => {
            let due = format::date(key.due);
            Some(format!("Fristen er {due}: udsæt højst til den, eller markér opgaven som håndteret."))
        }
        _ => None,
    }
}

/// Is its day one that a right or a duty ends by? Before it has passed, it isn't put off beyond it.
const fn is_deadline(kind: AgendaKind) -> bool {
    matches!(
        kind,
        AgendaKind::Notice | AgendaKind::ContractEnd | AgendaKind::StepRate | AgendaKind::Supervision
    )
}

/// The case of an item that is on its agenda, open or handled.
fn case_of<'p>(portfolio: &'p Portfolio, key: &ItemKey) -> Option<&'p CaseFacts> {
    let facts = portfolio.cases().iter().find(|facts| facts.priced.placement == key.placement)?;
    facts.agenda.iter().chain(&facts.handled).any(|item| item.key == *key).then_some(facts)
}

fn unknown() -> ApiError {
    errors::plain(
        "item_unknown",
        "En af opgaverne er der ikke mere: sagen eller dens datoer er ændret imens. Listen er hentet igen; vælg på ny.",
    )
}

/// Reads the request; what is wrong stands at its field.
fn read(portfolio: &Portfolio, request: &HandleItem) -> Result<Doing, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    if request.items.is_empty() {
        problems.push(wrong("items", "Vælg mindst én opgave."));
    }
    let needs_reason = matches!(request.action, ItemAction::Handle | ItemAction::Postpone);
    if needs_reason && request.reason.trim().is_empty() {
        problems.push(wrong("reason", "Skriv kort hvorfor. Det står ved opgaven, så andre kan følge med."));
    }
    let doing = match request.action {
        ItemAction::Handle => Ok(Doing::Handle),
        ItemAction::Reopen => Ok(Doing::Reopen),
        ItemAction::Postpone => until(portfolio.today(), request.until.as_deref().unwrap_or_default())
            .map(Doing::Postpone)
            .map_err(|sentence| wrong("until", sentence)),
        ItemAction::HandOver => owner(portfolio, request.owner.as_deref().unwrap_or_default())
            .map(Doing::HandOver)
            .map_err(|sentence| wrong("owner", sentence)),
    };
    match doing {
        Ok(doing) if problems.is_empty() => Ok(doing),
        Ok(_) => Err(problems),
        Err(problem) => {
            problems.push(problem);
            Err(problems)
        }
    }
}

/// The day an item is put off to.
fn until(today: NaiveDate, typed: &str) -> Result<NaiveDate, String> {
    let day = fields::day(typed.trim()).map_err(|sentence| sentence.to_string())?;
    let day = day.ok_or("Skriv den dag, opgaven skal komme igen.")?;
    let latest = add_months(today, MONTHS_AHEAD);
    if day <= today {
        return Err(format!("{} er ikke efter i dag. Vælg en senere dag.", format::date(day)));
    }
    if day > latest {
        return Err(format!("En opgave kan højst udsættes to år. Vælg senest {}.", format::date(latest)));
    }
    Ok(day)
}

/// The employee an item is handed to, as the sheets write the name.
fn owner(portfolio: &Portfolio, typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("Vælg, hvem der skal have opgaven.".to_owned());
    }
    let same = |name: &String| name.to_lowercase() == typed.to_lowercase();
    owners(portfolio)
        .into_iter()
        .find(same)
        .ok_or_else(|| format!("{typed} står ikke på nogen sag og logger ikke ind. Vælg en fra listen."))
}

/// The mark as it shall be; none where it is taken out.
fn after(
    before: Option<&AgendaMark>,
    key: &ItemKey,
    doing: &Doing,
    today: NaiveDate,
    by: &str,
    reason: &str,
) -> Option<AgendaMark> {
    let mut mark = before.cloned().unwrap_or_else(|| AgendaMark {
        id: id_of(key),
        placement: key.placement,
        item: key.to_string(),
        handled: None,
        postponed: None,
        owner: None,
    });
    let (by, reason) = (by.to_owned(), reason.to_owned());
    match doing {
        Doing::Handle => mark.handled = Some(Handled { on: today, by, reason }),
        Doing::Postpone(until) => mark.postponed = Some(Postponed { until: *until, by, reason }),
        Doing::HandOver(owner) => mark.owner = Some(owner.clone()),
        Doing::Reopen => {
            (mark.handled, mark.postponed) = (None, None);
            // Whose it is was decided on its own, and stays. Nothing else is left to keep.
            mark.owner.as_ref()?;
        }
    }
    Some(mark)
}

/// The id of an item's mark: always the same.
fn id_of(key: &ItemKey) -> RecordId {
    let digest = Sha256::digest(key.to_string().as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn message(doing: &Doing, count: usize) -> String {
    let (what, is_one) = (format::counted(count, "opgave", "opgaver"), count == 1);
    let what = if is_one { "Opgaven".to_owned() } else { what };
    match doing {
        Doing::Handle => format!("{what} er håndteret."),
        Doing::Postpone(until) => format!("{what} er udsat til {}.", format::date(*until)),
        Doing::HandOver(owner) => format!("{what} er overdraget til {owner}."),
        Doing::Reopen => format!("{what} er åbnet igen."),
    }
}
