//! The agenda: what has a day, how near it is and whose it is (domain §3 on reminders, design §8).
//!
//! Invariant: an item is a state worked out from the records and the day, never an event on one exact
//! date, so it stays until what it is about is handled, however long the program was closed. A term that passes and
//! renews itself handles nothing.

mod contract;
mod key;
mod kind;
mod marks;
mod owner;

pub use key::{ItemCause, ItemKey, NoItem};
pub use kind::{AgendaKind, DueState};
pub use marks::{CaseAgenda, Marked};
pub use owner::Owner;

use std::cmp::Ordering;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::calendar::add_days;
use crate::missing::ApprovalLack;
use crate::notice::LatestNotice;
use crate::{
    CaseFile, CaseNumber, ContractId, GoalId, Money, OfferId, PlacementId, PlacementStatus, Rate, RateLineId,
    RecordId, Service, Settings, SupervisionStatus, Undertema,
};

/// Days that an offer which isn't approved may be used acutely before it must be prolonged (SEL § 4,
/// domain §5).
const ACUTE_DAYS: i64 = 3 * 7;

/// What an item is about, with what a sentence about it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AgendaSubject {
    /// An offer that isn't approved.
    Approval {
        /// The offer.
        offer: OfferId,
        /// The first day of its use without approval.
        used_from: NaiveDate,
        /// Why it isn't.
        lack: ApprovalLack,
    },
    /// The end of a contract, or of its term.
    ContractEnd {
        /// The contract.
        contract: ContractId,
        /// Months that it renews itself by, if it does.
        renews_by_months: Option<u32>,
    },
    /// A goal to follow up.
    GoalFollowUp {
        /// The goal.
        goal: GoalId,
        /// Its undertema.
        undertema: Option<Undertema>,
    },
    /// Notice by the municipality.
    Notice {
        /// The contract.
        contract: ContractId,
        /// For which end, and by when.
        latest: LatestNotice,
    },
    /// A rate line to look at again.
    RateReview {
        /// The line.
        line: RateLineId,
        /// Its service.
        service: Service,
    },
    /// A contract to renegotiate.
    Renegotiation {
        /// The contract.
        contract: ContractId,
    },
    /// The stay is expected to end.
    StayEnd,
    /// A lower rate by a clause, not agreed yet.
    StepRate {
        /// The clause.
        step: RecordId,
        /// The line that it lowers.
        line: RateLineId,
        /// Its service.
        service: Service,
        /// The rate it comes down to.
        new_rate: Rate,
        /// What that saves a year.
        yearly_saving: Money,
    },
    /// Supervision of the offer.
    Supervision {
        /// The offer.
        offer: OfferId,
        /// Skærpet tilsyn or påbud.
        status: SupervisionStatus,
    },
}

impl AgendaSubject {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> AgendaKind {
        match self {
            Self::Approval { .. } => AgendaKind::Approval,
            Self::ContractEnd { .. } => AgendaKind::ContractEnd,
            Self::GoalFollowUp { .. } => AgendaKind::GoalFollowUp,
            Self::Notice { .. } => AgendaKind::Notice,
            Self::RateReview { .. } => AgendaKind::RateReview,
            Self::Renegotiation { .. } => AgendaKind::Renegotiation,
            Self::StayEnd => AgendaKind::StayEnd,
            Self::StepRate { .. } => AgendaKind::StepRate,
            Self::Supervision { .. } => AgendaKind::Supervision,
        }
    }

    /// The record that it is about; none where that is the placement itself.
    const fn record(&self) -> Option<Uuid> {
        match self {
            Self::Approval { offer, .. } | Self::Supervision { offer, .. } => Some(offer.0),
            Self::ContractEnd { contract, .. }
            | Self::Notice { contract, .. }
            | Self::Renegotiation { contract } => Some(contract.0),
            Self::GoalFollowUp { goal, .. } => Some(goal.0),
            Self::RateReview { line, .. } => Some(line.0),
            Self::StepRate { step, .. } => Some(step.0),
            Self::StayEnd => None,
        }
    }

    /// Why, where the kind comes of several things: what was done about the one says nothing about the other.
    const fn cause(&self) -> Option<ItemCause> {
        match self {
            Self::Approval { lack: ApprovalLack::Ceased { .. }, .. } => Some(ItemCause::Ceased),
            Self::Approval { lack: ApprovalLack::OtherParagraph { .. }, .. } => {
                Some(ItemCause::OtherParagraph)
            }
            Self::Supervision { status: SupervisionStatus::Tightened, .. } => Some(ItemCause::Tightened),
            Self::Supervision { .. } => Some(ItemCause::Order),
            _ => None,
        }
    }
}

/// One item of the agenda.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AgendaItem {
    /// The placement.
    pub placement: PlacementId,
    /// *Sagsnr.*
    pub case: CaseNumber,
    /// Its day, or the one it was put off to. The records' own is the key's.
    pub due: NaiveDate,
    /// Days from today to its day; negative when past.
    pub days: i64,
    /// How near that is.
    pub state: DueState,
    /// Whose it is.
    pub owner: Owner,
    /// What it is about.
    pub subject: AgendaSubject,
    /// What names it.
    pub key: ItemKey,
    /// What somebody did about it.
    pub marked: Marked,
}

impl AgendaItem {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> AgendaKind {
        self.subject.kind()
    }

    /// Has its day by the records passed, whatever it was put off to?
    #[must_use]
    pub fn is_past_its_day(&self) -> bool {
        self.key.due < self.due - chrono::TimeDelta::days(self.days)
    }
}

/// The agenda of cases: by day, case and kind.
#[must_use]
pub fn agenda(cases: &[CaseFile<'_>], settings: &Settings, today: NaiveDate) -> Vec<AgendaItem> {
    let mut items: Vec<AgendaItem> = cases.iter().flat_map(|case| case.agenda(settings, today)).collect();
    sort(&mut items);
    items
}

/// Sorts items by day, case and kind.
pub fn sort(items: &mut [AgendaItem]) {
    items.sort_by(order);
}

/// The order of two items: by day, case and kind; of those alike the record decides, so that it is always the same.
#[must_use]
pub fn order(a: &AgendaItem, b: &AgendaItem) -> Ordering {
    (a.due, &a.case, a.kind(), a.key.record).cmp(&(b.due, &b.case, b.kind(), b.key.record))
}

impl CaseFile<'_> {
    /// What is to be done on the case, by day and kind; nothing on an ended case.
    #[must_use]
    pub fn agenda(&self, settings: &Settings, today: NaiveDate) -> Vec<AgendaItem> {
        self.whole_agenda(settings, today).open
    }

    /// The same, with what was handled. An ended case has neither.
    #[must_use]
    pub fn whole_agenda(&self, settings: &Settings, today: NaiveDate) -> CaseAgenda {
        if self.placement.status(today) == PlacementStatus::Ended {
            return CaseAgenda::default();
        }
        let mut subjects = self.due_of_contract(today);
        subjects.extend(self.due_of_rates(today));
        subjects.extend(self.due_of_steps(settings, today));
        subjects.extend(self.due_of_offer());
        subjects.extend(self.placement.expected_end.map(|end| (end, AgendaSubject::StayEnd)));
        let item = |(due, subject)| self.agenda_item(due, subject, today);
        let (mut handled, mut open): (Vec<AgendaItem>, Vec<AgendaItem>) =
            subjects.into_iter().map(item).partition(AgendaItem::is_handled);
        // One follow-up a case. When the goal that comes first was handled or put off, the next is not hidden by it.
        let (handled_goals, goals): (Vec<AgendaItem>, Vec<AgendaItem>) =
            self.due_of_goals(settings, today).into_iter().map(item).partition(AgendaItem::is_handled);
        handled.extend(handled_goals);
        open.extend(goals.into_iter().min_by_key(|item| item.due));
        sort(&mut open);
        sort(&mut handled);
        CaseAgenda { open, handled }
    }

    /// An item with its state and owner, as its mark leaves it.
    fn agenda_item(&self, due: NaiveDate, subject: AgendaSubject, today: NaiveDate) -> AgendaItem {
        let days = (due - today).num_days();
        let kind = subject.kind();
        let record = subject.record().unwrap_or(self.placement.id.0);
        let key = ItemKey { kind, placement: self.placement.id, record, due, cause: subject.cause() };
        let item = AgendaItem {
            placement: self.placement.id,
            case: self.placement.case.clone(),
            due,
            days,
            state: DueState::of_days(days),
            owner: if kind.is_about_money() { self.owner_of_money(today) } else { self.owner_of_care() },
            subject,
            key,
            marked: Marked::default(),
        };
        item.marked(self.mark_of(&key), today)
    }

    /// *Revurderes den* of every line that hasn't ended.
    fn due_of_rates(&self, today: NaiveDate) -> Vec<(NaiveDate, AgendaSubject)> {
        self.rate_lines
            .iter()
            .filter(|line| !line.annulled && line.to.is_none_or(|to| to >= today))
            .filter_map(|line| {
                let subject = AgendaSubject::RateReview { line: line.id, service: line.service.clone() };
                line.review_on.map(|day| (day, subject))
            })
            .collect()
    }

    /// Rates that a clause has come to lower, until the lower rate is agreed.
    fn due_of_steps(&self, settings: &Settings, today: NaiveDate) -> Vec<(NaiveDate, AgendaSubject)> {
        self.expected_rates(settings, today)
            .into_iter()
            .filter_map(|expected| {
                let subject = AgendaSubject::StepRate {
                    step: expected.step.id,
                    line: expected.replaces.id,
                    service: expected.step.service.clone(),
                    new_rate: expected.step.new_rate,
                    yearly_saving: expected.yearly_saving,
                };
                expected.due.map(|day| (day, subject))
            })
            .collect()
    }

    /// The next follow-up of every open goal, by *Mål-id*.
    fn due_of_goals(&self, settings: &Settings, today: NaiveDate) -> Vec<(NaiveDate, AgendaSubject)> {
        self.goal_progress(settings, today)
            .into_iter()
            .filter_map(|(file, progress)| {
                let subject =
                    AgendaSubject::GoalFollowUp { goal: file.goal.id, undertema: file.goal.undertema };
                progress.next_follow_up.map(|due| (due, subject))
            })
            .collect()
    }

    /// Supervision and approval of the offer.
    fn due_of_offer(&self) -> Vec<(NaiveDate, AgendaSubject)> {
        let Some(offer) = self.offer else { return Vec::new() };
        let mut due = Vec::new();
        if let (Some(status @ (SupervisionStatus::Tightened | SupervisionStatus::Order)), Some(to)) =
            (offer.supervision, offer.supervision_to)
        {
            due.push((to, AgendaSubject::Supervision { offer: offer.id, status }));
        }
        if let Some(lack) = offer.approval_lack(self.placement.legal_basis) {
            let used_from = lack.since().map_or(self.placement.moved_in, |s| s.max(self.placement.moved_in));
            due.push((
                add_days(used_from, ACUTE_DAYS),
                AgendaSubject::Approval { offer: offer.id, used_from, lack },
            ));
        }
        due
    }

    /// *Forhandler*, else *Sagsbehandler 1*, else the centerchef.
    pub(crate) fn owner_of_money(&self, today: NaiveDate) -> Owner {
        self.contract_of_agenda(today)
            .and_then(|contract| contract.negotiator.as_deref())
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map_or_else(|| self.owner_of_care(), |name| Owner::Negotiator(name.to_owned()))
    }

    /// *Sagsbehandler 1*, else the centerchef.
    pub(crate) fn owner_of_care(&self) -> Owner {
        self.placement
            .case_worker
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .map_or(Owner::CenterChief, |name| Owner::CaseWorker(name.to_owned()))
    }
}

#[cfg(test)]
pub(crate) mod examples;
#[cfg(test)]
mod marks_tests;
#[cfg(test)]
mod tests;
