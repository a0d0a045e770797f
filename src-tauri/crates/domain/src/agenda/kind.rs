//! Kinds of items, and how near an item's day is.
//!
//! Invariant: kinds and states have one code each, which never changes (design §8).

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
    /// The day of a *trappetakst*.
    StepRate,
    /// End of skærpet tilsyn, deadline of påbud.
    Supervision,
}

impl AgendaKind {
    /// Every kind, by code.
    pub const ALL: [Self; 9] = [
        Self::Approval,
        Self::ContractEnd,
        Self::GoalFollowUp,
        Self::Notice,
        Self::RateReview,
        Self::Renegotiation,
        Self::StayEnd,
        Self::StepRate,
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
            Self::StepRate => "step_rate",
            Self::Supervision => "supervision",
        }
    }

    /// The kind of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Is it about money, and therefore the negotiator's?
    #[must_use]
    pub const fn is_about_money(self) -> bool {
        matches!(
            self,
            Self::Renegotiation | Self::Notice | Self::RateReview | Self::ContractEnd | Self::StepRate
        )
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
    /// Every state, the nearest first.
    pub const ALL: [Self; 4] = [Self::Overdue, Self::Due30, Self::Due90, Self::Later];

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
