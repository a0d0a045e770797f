//! One made-up case to ask the agenda and what is missing about; each test changes what it is about.

use chrono::NaiveDate;

use crate::{
    AgendaMark, CaseFile, CaseNumber, CitizenId, Contract, ContractId, FollowUp, FollowUpId, Goal, GoalFile,
    GoalId, GoalType, LegalBasis, Level, NoticeRule, Offer, OfferId, Placement, PlacementId, Rate, RateLine,
    RateLineId, RecordId, SearchedOffer, Service, Source, StepRate, SupervisionStatus, Unit,
};

/// A day of an ISO date.
pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO day")
}

/// An id that is the same each time.
fn id(number: u128) -> uuid::Uuid {
    uuid::Uuid::from_u128(number)
}

/// A case with its records, owned.
#[derive(Clone, Debug)]
pub(crate) struct OneCase {
    pub(crate) placement: Placement,
    pub(crate) offer: Offer,
    pub(crate) lines: Vec<RateLine>,
    pub(crate) contracts: Vec<Contract>,
    pub(crate) goals: Vec<Goal>,
    pub(crate) follow_ups: Vec<FollowUp>,
    pub(crate) searched: Vec<SearchedOffer>,
    pub(crate) steps: Vec<StepRate>,
    pub(crate) marks: Vec<AgendaMark>,
}

impl OneCase {
    /// An ordinary § 107 case in which nothing is due and nothing is missing on 20-11-2026.
    pub(crate) fn in_order() -> Self {
        Self {
            placement: Placement {
                id: PlacementId(id(1)),
                case: CaseNumber::new("S-1").expect("a number"),
                citizen: CitizenId(id(2)),
                offer: OfferId(id(3)),
                legal_basis: LegalBasis::Section107,
                target_group: None,
                secondary_target_group: None,
                support_need: None,
                moved_in: day("2026-01-01"),
                expected_end: None,
                ended_on: None,
                support_hours: Some(15.into()),
                case_worker: Some("Karina Holst".to_owned()),
                second_case_worker: None,
                acting_municipality: None,
                paying_municipality: None,
                base_rate: None,
                content: crate::AgreedContent::default(),
                end_reason: None,
                moved_from: None,
                chance: None,
            },
            offer: Offer {
                id: OfferId(id(3)),
                name: "Lindehøj".to_owned(),
                provider: None,
                p_number: None,
                approved_for: vec!["§ 107".to_owned()],
                supervision: Some(SupervisionStatus::Approved),
                supervision_from: None,
                supervision_to: None,
                checked_on: None,
                checked_by: None,
                day_offer_steps: None,
            },
            lines: vec![line(1, Service::BaseRate)],
            contracts: vec![contract(1)],
            goals: vec![goal(1)],
            follow_ups: vec![follow_up(1, 1, "2026-11-01")],
            searched: vec![searched("Kastanjebo")],
            steps: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// The case as the rules read it.
    pub(crate) fn file(&self) -> CaseFile<'_> {
        CaseFile {
            placement: &self.placement,
            citizen: None,
            offer: Some(&self.offer),
            provider: None,
            rate_lines: self.lines.iter().collect(),
            contracts: self.contracts.iter().collect(),
            goals: self
                .goals
                .iter()
                .map(|goal| GoalFile {
                    goal,
                    follow_ups: self.follow_ups.iter().filter(|entry| entry.goal == goal.id).collect(),
                    sub_goals: Vec::new(),
                })
                .collect(),
            delivered_hours: vec![],
            step_rates: self.steps.iter().collect(),
            searched_offers: self.searched.iter().collect(),
            attachments: Vec::new(),
            agenda_marks: self.marks.iter().collect(),
            notified_rates: Vec::new(),
            price_indexes: &[],
        }
    }
}

/// A line from the move on, open.
pub(crate) fn line(number: u128, service: Service) -> RateLine {
    RateLine {
        id: RateLineId(id(number)),
        placement: PlacementId(id(1)),
        service,
        paragraph: "§ 107".to_owned(),
        amount: Rate::from_scaled(20_000_000),
        unit: Unit::Day,
        quantity: None,
        from: day("2026-01-01"),
        to: None,
        cause: None,
        settlement_days: None,
        open_weeks: None,
        review_on: None,
        collected_by: None,
        annulled: false,
        corrects: None,
        package_code: None,
        source: None,
    }
}

/// An open contract with a file, three months' notice and a negotiator.
pub(crate) fn contract(number: u128) -> Contract {
    Contract {
        id: ContractId(id(number)),
        placement: PlacementId(id(1)),
        number: Some("K-1".to_owned()),
        start: day("2026-01-01"),
        end: None,
        notice_municipality: Some(NoticeRule::RunningMonthPlusMonths(3)),
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: None,
        negotiator: Some("Pia Lindskov".to_owned()),
        payment: None,
        regulation: None,
        agreed_on: None,
        follow_up_months: None,
        has_signed_file: true,
        amends: None,
        content: crate::AgreedContent::default(),
        terms: crate::FurtherTerms::default(),
        notice_given: None,
    }
}

/// A goal of a year.
pub(crate) fn goal(number: u128) -> Goal {
    Goal {
        id: GoalId(id(number)),
        placement: PlacementId(id(1)),
        key: format!("S-1-M{number}"),
        undertema: None,
        goal_type: GoalType::Develop,
        start_level: Level::new(3).expect("a level"),
        expected_level: Level::new(1).expect("a level"),
        from: day("2026-01-01"),
        deadline: Some(day("2027-01-31")),
        wishes: None,
        purpose: None,
        wording: None,
    }
}

/// A follow-up of a goal by the case worker.
pub(crate) fn follow_up(number: u128, goal: u128, date: &str) -> FollowUp {
    FollowUp {
        id: FollowUpId(id(number)),
        goal: GoalId(id(goal)),
        date: day(date),
        level: Level::new(2),
        source: Some(Source::CaseWorker),
        result: None,
        remark: None,
    }
}

/// An offer that was searched.
pub(crate) fn searched(offer: &str) -> SearchedOffer {
    SearchedOffer {
        id: RecordId(id(9)),
        placement: PlacementId(id(1)),
        date: None,
        provider: None,
        offer: offer.to_owned(),
        paragraph: None,
        daily_rate: None,
        suitability: None,
        reason: None,
        source: None,
    }
}

/// A clause that lowers the Grundtakst to 1.800,00 kr. from a day.
pub(crate) fn step(from: &str) -> StepRate {
    StepRate {
        id: RecordId(id(20)),
        placement: PlacementId(id(1)),
        service: Service::BaseRate,
        from: Some(day(from)),
        when_goal: None,
        new_rate: Rate::from_scaled(18_000_000),
    }
}

/// A mark of an item, without anything done about it yet.
pub(crate) fn mark(item: &super::ItemKey) -> AgendaMark {
    AgendaMark {
        id: RecordId(id(30)),
        placement: item.placement,
        item: item.to_string(),
        handled: None,
        postponed: None,
        owner: None,
    }
}
