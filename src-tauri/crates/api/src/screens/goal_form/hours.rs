//! The hours that a provider delivered in a month, as a form (domain §1: support that is paid and not delivered).
//!
//! Invariant: a month has one record; blank takes it out, since *not known* is not zero.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::calendar::{add_months, days_in_month};
use vilkaar_domain::{CaseFile, DeliveredHours, Entity, RecordId};
use vilkaar_wording::format;
use vilkaar_wording::log::upper_first;

use crate::program::saving::Decided;
use crate::screens::forms::sheet::Sheet;
use crate::screens::forms::{Field, Frame, Said, fields, wrong};
use crate::types::{Effect, FieldKind, FieldProblem, ReasonNeed};

/// The form.
pub(super) struct HoursForm<'p> {
    pub(super) portfolio: &'p Portfolio,
    pub(super) facts: &'p CaseFacts,
    pub(super) file: CaseFile<'p>,
    /// The month that it is about; none lets one choose.
    pub(super) month: Option<NaiveDate>,
}

/// The hours while they are typed.
#[derive(Clone)]
pub(super) struct Draft {
    month: Option<NaiveDate>,
    hours: Option<Decimal>,
    /// The months to choose from, newest first.
    months: Vec<NaiveDate>,
}

/// The first day of a month written `2026-05`.
pub(crate) fn month_of(text: &str) -> Option<NaiveDate> {
    format!("{text}-01").parse().ok()
}

/// Hours of a month as typed: not below 0, and no more than the month has; blank = not known.
///
/// # Errors
/// Which of it is wrong.
pub(crate) fn hours_in_month(typed: &str, month: NaiveDate) -> Result<Option<Decimal>, Said> {
    let most = days_in_month(month.year(), month.month()) * 24;
    let found = fields::number(typed, 0, 100_000, "Skriv et tal, der ikke er under 0.")?;
    if found.is_some_and(|hours| hours > Decimal::from(most)) {
        return Err(format!("Der er {most} timer i {}. Skriv højst så mange.", format::month(month)).into());
    }
    Ok(found)
}

const FIELDS: &[Field<Draft>] = &[
    Field {
        name: "month",
        label: "Måned",
        group: "Leverede timer",
        kind: FieldKind::Choice,
        unit: None,
        help: None,
        is_required: true,
        shown_when: None,
        get: |draft| draft.month.map(format::month).unwrap_or_default(),
        set: |draft, typed| {
            draft.month = draft.months.iter().copied().find(|month| format::month(*month) == typed);
            if draft.month.is_none() && !typed.is_empty() {
                return Err("Vælg en måned i opholdet, der er begyndt.".into());
            }
            Ok(())
        },
    },
    Field {
        name: "hours",
        label: "Leverede timer",
        group: "Leverede timer",
        kind: FieldKind::Number,
        unit: Some("timer"),
        help: Some("Tom betyder ikke oplyst."),
        is_required: false,
        shown_when: None,
        get: |draft| fields::show_number(draft.hours),
        set: |draft, typed| {
            let month = draft.month.unwrap_or_default();
            draft.hours = hours_in_month(typed, month)?;
            Ok(())
        },
    },
];

impl HoursForm<'_> {
    fn record_of(&self, month: NaiveDate) -> Option<&DeliveredHours> {
        of_month(&self.file, month)
    }

    /// The month's record where the form is about another month, or about none yet.
    fn other(&self, month: NaiveDate) -> Option<&DeliveredHours> {
        self.record_of(month).filter(|_| self.month != Some(month))
    }

    /// The months of the stay that have begun, newest first.
    fn months(&self) -> Vec<NaiveDate> {
        let stay = self.facts.priced.stay;
        let last = stay.to().map_or(self.portfolio.today(), |end| end.min(self.portfolio.today()));
        let Some(mut month) = last.with_day(1) else { return Vec::new() };
        let mut found = Vec::new();
        while vilkaar_domain::calendar::month_end(month) >= stay.from() && month <= last {
            found.push(month);
            month = add_months(month, -1);
        }
        found
    }
}

impl Sheet for HoursForm<'_> {
    type Draft = Draft;

    fn fields(&self) -> Vec<Field<Draft>> {
        FIELDS.to_vec()
    }

    fn frame(&self) -> Frame {
        let case = &self.file.placement.case;
        Frame {
            title: self.month.map_or_else(
                || format!("Leverede timer, {case}"),
                |month| format!("Leverede timer i {}, {case}", format::month(month)),
            ),
            introduction: None,
            submit: "Gem timerne",
            reason: ReasonNeed::Optional,
        }
    }

    fn start(&self) -> Draft {
        let hours = self.month.and_then(|month| self.record_of(month)).map(|found| found.hours);
        Draft { month: self.month, hours, months: self.months() }
    }

    fn choices(&self, field: &str) -> Vec<String> {
        match field {
            "month" => self.months().into_iter().map(format::month).collect(),
            _ => Vec::new(),
        }
    }

    fn rules(&self, draft: &Draft) -> Vec<FieldProblem> {
        let Some(month) = draft.month else { return Vec::new() };
        let named = upper_first(&format::month(month));
        if let Some(known) = self.other(month) {
            let sentence =
                format!("{named} har allerede {} timer. Ret den række.", format::number(known.hours));
            return vec![wrong("month", sentence)];
        }
        let is_known = self.month.is_some_and(|month| self.record_of(month).is_some());
        let is_missing = draft.hours.is_none() && !is_known;
        is_missing.then(|| wrong("hours", "Skriv, hvor mange timer der er leveret.")).into_iter().collect()
    }

    fn edits(&self) -> Option<(Uuid, &'static str)> {
        self.month.and_then(|month| self.record_of(month)).map(|found| (found.id.0, "timerne"))
    }

    fn decided(&self, draft: Draft) -> Decided {
        let Some(month) = draft.month else { return Decided::nothing() };
        // An opened row may be moved to another month: it was told of the wrong one.
        let known = self.month.and_then(|month| self.record_of(month));
        let changes = change(&self.file, known, month, draft.hours).into_iter().collect();
        let message = match (draft.hours, known) {
            (None, Some(known)) => format!("Timerne for {} er fjernet.", format::month(known.month)),
            _ => format!("Timerne for {} er gemt.", format::month(month)),
        };
        Decided { changes, message, case: None }
    }

    fn effect(&self, draft: &Draft, _decided: &Decided) -> Option<Effect> {
        let known = self.month.and_then(|month| self.record_of(month))?;
        let (month, hours) = (format::month(known.month), format::number(known.hours));
        let sentence = match (draft.hours, draft.month) {
            (None, _) => format!("De {hours} timer for {month} fjernes: de er så ikke oplyst."),
            (Some(_), Some(to)) if Some(to) != self.month => {
                format!("Timerne flyttes fra {month} til {}.", format::month(to))
            }
            _ => return None,
        };
        Some(Effect {
            title: "Det sker der".to_owned(),
            rows: Vec::new(),
            remarks: Vec::new(),
            sentences: vec![sentence],
        })
    }
}

fn is_of(row: &DeliveredHours, month: NaiveDate) -> bool {
    row.month.year() == month.year() && row.month.month() == month.month()
}

/// What is told of a month.
pub(crate) fn of_month<'a>(file: &CaseFile<'a>, month: NaiveDate) -> Option<&'a DeliveredHours> {
    file.delivered_hours.iter().copied().find(|row| is_of(row, month))
}

/// The change that gives a month its hours; none where there is nothing to change.
pub(crate) fn change(
    file: &CaseFile<'_>,
    before: Option<&DeliveredHours>,
    month: NaiveDate,
    hours: Option<Decimal>,
) -> Option<EntityChange> {
    let after = hours.map(|hours| DeliveredHours {
        id: before.map_or_else(|| RecordId(crate::UuidIdentities.next()), |before| before.id),
        placement: file.placement.id,
        month: before.filter(|before| is_of(before, month)).map_or(month, |before| before.month),
        hours,
    });
    (before != after.as_ref()).then(|| EntityChange {
        before: before.cloned().map(Entity::DeliveredHours),
        after: after.map(Entity::DeliveredHours),
        citizen: Some(file.placement.citizen),
        reason: None,
    })
}
