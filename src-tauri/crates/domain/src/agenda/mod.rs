//! The agenda: what has a day, how near it is and whose it is (domain §3 on reminders, design §8).
//!
//! Invariant: an item is a state worked out from the records and the day, never an event on one exact
//! date, so it stays until what it is about is handled, however long the program was closed.

use chrono::NaiveDate;

use crate::calendar::add_days;
use crate::notice::{
    LatestNotice, NoticeAnswer, contract_for_notice, is_superseded, latest_notice, term_end,
};
use crate::{
    CaseFile, CaseNumber, Contract, ContractId, GoalId, Party, PlacementId, PlacementStatus, RateLineId,
    Service, Settings, SupervisionStatus, Undertema,
};

/// Days that an offer which isn't approved may be used acutely before it must be prolonged (SEL § 4,
/// domain §5).
const ACUTE_DAYS: i64 = 3 * 7;

/// A kind of item. The order is that of the codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AgendaKind {
    /// Three weeks into the use of an offer that isn't approved.
    Approval,
    /// *Slut*.
    ContractEnd,
    /// The earliest follow-up of an open goal.
    GoalFollowUp,
    /// The last *arbejdsdag* for notice.
    Notice,
    /// *Revurderes den* of a rate line.
    RateReview,
    /// *Genforhandles*.
    Renegotiation,
    /// *Forventet ophør*.
    StayEnd,
    /// End of skærpet tilsyn, deadline of påbud.
    Supervision,
}

impl AgendaKind {
    /// Every kind, by code.
    pub const ALL: [Self; 8] = [
        Self::Approval,
        Self::ContractEnd,
        Self::GoalFollowUp,
        Self::Notice,
        Self::RateReview,
        Self::Renegotiation,
        Self::StayEnd,
        Self::Supervision,
    ];

    /// The stable code on the command line (design §8).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::ContractEnd => "contract_end",
            Self::GoalFollowUp => "goal_follow_up",
            Self::Notice => "notice",
            Self::RateReview => "rate_review",
            Self::Renegotiation => "renegotiation",
            Self::StayEnd => "stay_end",
            Self::Supervision => "supervision",
        }
    }

    /// Is it about money, and therefore the negotiator's?
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        matches!(self, Self::Renegotiation | Self::Notice | Self::RateReview | Self::ContractEnd)
    }
}

/// How near an item's day is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum DueState {
    /// The day has passed.
    Overdue,
    /// Today or within 30 days.
    Due30,
    /// Within 31 to 90 days.
    Due90,
    /// Later.
    Later,
}

impl DueState {
    /// The state of an item so many days ahead; negative is past.
    #[must_use]
    pub const fn of_days(days: i64) -> Self {
        match days {
            ..=-1 => Self::Overdue,
            0..=30 => Self::Due30,
            31..=90 => Self::Due90,
            _ => Self::Later,
        }
    }

    /// The stable code on the command line (design §8).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Due30 => "due_30",
            Self::Due90 => "due_90",
            Self::Later => "later",
        }
    }
}

/// Whose something is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Owner {
    /// *Forhandler* of the contract.
    Negotiator(String),
    /// *Sagsbehandler 1*.
    CaseWorker(String),
    /// Nobody else owns it.
    CenterChief,
}

impl Owner {
    /// The person's name, or `centerchef` (design §8).
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Negotiator(name) | Self::CaseWorker(name) => name,
            Self::CenterChief => "centerchef",
        }
    }
}

/// What an item is about, with what a sentence about it needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AgendaSubject {
    /// An offer that isn't approved.
    Approval {
        /// The first day of its use without approval.
        used_from: NaiveDate,
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
    /// Supervision of the offer.
    Supervision {
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
            Self::Supervision { .. } => AgendaKind::Supervision,
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
    /// Its day.
    pub due: NaiveDate,
    /// Days from today to its day; negative when past.
    pub days: i64,
    /// How near that is.
    pub state: DueState,
    /// Whose it is.
    pub owner: Owner,
    /// What it is about.
    pub subject: AgendaSubject,
}

impl AgendaItem {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> AgendaKind {
        self.subject.kind()
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
    items.sort_by(|a, b| (a.due, &a.case, a.kind()).cmp(&(b.due, &b.case, b.kind())));
}

impl CaseFile<'_> {
    /// The case's agenda by day and kind; nothing on an ended case.
    #[must_use]
    pub fn agenda(&self, settings: &Settings, today: NaiveDate) -> Vec<AgendaItem> {
        if self.placement.status(today) == PlacementStatus::Ended {
            return Vec::new();
        }
        let mut subjects = self.due_of_contract(today);
        subjects.extend(self.due_of_rates(today));
        subjects.extend(self.due_of_offer());
        subjects.extend(self.placement.expected_end.map(|end| (end, AgendaSubject::StayEnd)));
        subjects.extend(self.next_goal_follow_up(settings, today).map(|(goal, due)| {
            (due, AgendaSubject::GoalFollowUp { goal: goal.id, undertema: goal.undertema })
        }));
        let mut items: Vec<AgendaItem> =
            subjects.into_iter().map(|(due, subject)| self.agenda_item(due, subject, today)).collect();
        sort(&mut items);
        items
    }

    /// An item with its state and owner.
    fn agenda_item(&self, due: NaiveDate, subject: AgendaSubject, today: NaiveDate) -> AgendaItem {
        let days = (due - today).num_days();
        let is_about_money = subject.kind().is_about_money();
        AgendaItem {
            placement: self.placement.id,
            case: self.placement.case.clone(),
            due,
            days,
            state: DueState::of_days(days),
            owner: if is_about_money { self.owner_of_money(today) } else { self.owner_of_care() },
            subject,
        }
    }

    /// The contract whose days count: in force today, else the next, else the one that ended last,
    /// since its days stay overdue until another contract follows it.
    fn contract_of_agenda(&self, today: NaiveDate) -> Option<&Contract> {
        contract_for_notice(&self.contracts, today)
            .ok()
            .or_else(|| {
                self.contracts
                    .iter()
                    .copied()
                    .filter(|contract| !is_superseded(&self.contracts, contract, today))
                    .max_by_key(|contract| (contract.fixed_end(), contract.start))
            })
    }

    /// Renegotiation, notice and end of the contract.
    fn due_of_contract(&self, today: NaiveDate) -> Vec<(NaiveDate, AgendaSubject)> {
        let Some(contract) = self.contract_of_agenda(today) else { return Vec::new() };
        let term_end = term_end(&self.contracts, contract, today);
        let mut due = Vec::new();
        due.extend(
            contract.renegotiate_on.map(|day| (day, AgendaSubject::Renegotiation { contract: contract.id })),
        );
        due.extend(term_end.map(|day| {
            let renews_by_months =
                contract.renewal().filter(|_| contract.notice_given.is_none()).map(|(_, months)| months);
            (day, AgendaSubject::ContractEnd { contract: contract.id, renews_by_months })
        }));
        // Once notice is given, by either party, there is none left to give.
        if let Some(wanted) = contract.renegotiate_on.or(term_end)
            && contract.notice_given.is_none()
            && let Ok(NoticeAnswer::Latest(latest)) =
                latest_notice(&self.contracts, contract, Party::Municipality, wanted, today)
        {
            due.push((latest.last_workday, AgendaSubject::Notice { contract: contract.id, latest }));
        }
        due
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

    /// Supervision and approval of the offer.
    fn due_of_offer(&self) -> Vec<(NaiveDate, AgendaSubject)> {
        let Some(offer) = self.offer else { return Vec::new() };
        let mut due = Vec::new();
        if let (Some(status @ (SupervisionStatus::Tightened | SupervisionStatus::Order)), Some(to)) =
            (offer.supervision, offer.supervision_to)
        {
            due.push((to, AgendaSubject::Supervision { status }));
        }
        if let Some(lack) = offer.approval_lack(self.placement.legal_basis) {
            let used_from = lack.since().map_or(self.placement.moved_in, |s| s.max(self.placement.moved_in));
            due.push((add_days(used_from, ACUTE_DAYS), AgendaSubject::Approval { used_from }));
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
mod tests;
