//! One record of every kind, with every field known and with every field that may be unknown unknown.
//! Invariant: written without `..`, so that a field added in the domain fails the build until it is tried.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_domain::{
    BudgetLine, CaseNumber, Cause, Citizen, CitizenId, Collector, Contract, ContractId, Cpr, Dated,
    DayOfferSteps, DeliveredHours, Entity, ExpectedYouth, FigureStatus, FollowUp, FollowUpId, FollowUpResult,
    Goal, GoalId, GoalType, LegalBasis, Level, Money, NoticeRule, Offer, OfferId, OwnOffer, Ownership,
    Payment, Placement, PlacementId, PriceIndex, Provider, ProviderId, Rate, RateLine, RateLineId, RecordId,
    RefundCover, RefundLimits, Regulation, Role, SearchedOffer, Sensitive, Service, Settings, Source,
    StepRate, SupervisionStatus, SupportNeed, Undertema, Unit, User, UserId,
};

/// An id made from a number; larger numbers are later.
#[must_use]
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0192_f0c4_0000_7000_8000_0000_0000_0000 + number)
}

/// A day of 2026.
fn day(month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, month, day).unwrap_or_default()
}

/// A citizen of whom nothing is known.
pub(super) fn citizen(number: u128) -> Entity {
    Entity::Citizen(Citizen {
        id: CitizenId(id(number)),
        cpr: None,
        name: None,
        refund_cover: RefundCover::ByAge,
    })
}

/// A provider with a name.
pub(super) fn provider(number: u128, name: &str) -> Entity {
    Entity::Provider(Provider {
        id: ProviderId(id(number)),
        name: name.to_owned(),
        ownership: Some(Ownership::Private),
        operating_agreement: Some(false),
        cvr: Some("10150817".to_owned()),
        contact_person: Some("Bodil Kjær".to_owned()),
        phone: Some("+45 12 34 56 78".to_owned()),
        email: Some("bodil@solsikken.example".to_owned()),
        further_contacts: Vec::new(),
    })
}

/// A placement at the offer and of the citizen of [`full`], all with one case number.
pub(super) fn placement(number: u128) -> Entity {
    Entity::Placement(Placement {
        id: PlacementId(id(number)),
        case: CaseNumber::new("29.21.04-P20-1-18").unwrap(),
        citizen: CitizenId(id(1)),
        offer: OfferId(id(30)),
        legal_basis: LegalBasis::Section108,
        target_group: Some("Udviklingshæmning".to_owned()),
        secondary_target_group: Some("Autisme".to_owned()),
        support_need: Some(SupportNeed::High),
        moved_in: day(1, 15),
        expected_end: Some(day(12, 31)),
        ended_on: Some(day(11, 30)),
        support_hours: Some(Decimal::new(3750, 2)),
        case_worker: Some("Åse Ærø".to_owned()),
        second_case_worker: Some("Ib Øst".to_owned()),
        acting_municipality: Some("Egeskov Kommune".to_owned()),
        paying_municipality: Some("Egeskov".to_owned()),
        base_rate: Some(Rate::from_scaled(12_345_678)),
        content: vilkaar_domain::AgreedContent::default(),
        end_reason: None,
        moved_from: None,
        chance: None,
    })
}

/// A budget.
pub(super) fn budget(number: u128, amount: Money) -> Entity {
    Entity::BudgetLine(BudgetLine {
        id: RecordId(id(number)),
        year: 2026,
        paragraph: "§ 108".to_owned(),
        amount,
    })
}

/// An own offer with a rate.
pub(super) fn own_offer(number: u128, daily_rate: Rate) -> Entity {
    Entity::OwnOffer(OwnOffer {
        id: RecordId(id(number)),
        name: "Egely".to_owned(),
        paragraph: Some("§ 107".to_owned()),
        places: Some(12),
        vacant: Some(0),
        daily_rate: Some(daily_rate),
    })
}

/// A rate line of the placement of [`full`].
fn rate_line(number: u128, service: Service, annulled: bool) -> Entity {
    Entity::RateLine(RateLine {
        id: RateLineId(id(number)),
        placement: PlacementId(id(40)),
        service,
        paragraph: "§ 108".to_owned(),
        amount: Rate::from_scaled(-23_940_001),
        unit: Unit::DayOfferPlace,
        quantity: Some(Decimal::new(35, 1)),
        from: day(1, 15),
        to: Some(day(6, 30)),
        cause: Cause::new("P/L"),
        settlement_days: Some(334),
        open_weeks: Some(Decimal::from(46)),
        review_on: Some(day(5, 1)),
        collected_by: Some(Collector::Offer),
        annulled,
        corrects: None,
        package_code: None,
        source: None,
    })
}

/// A contract of the placement of [`full`].
fn contract(number: u128, municipality: NoticeRule, provider: NoticeRule) -> Entity {
    Entity::Contract(Contract {
        id: ContractId(id(number)),
        placement: PlacementId(id(40)),
        number: Some("K-17".to_owned()),
        start: day(1, 15),
        end: Some(day(12, 31)),
        notice_municipality: Some(municipality),
        notice_provider: Some(provider),
        minimum_until: Some(day(4, 15)),
        renews_by_months: Some(12),
        renegotiate_on: Some(day(9, 1)),
        negotiator: Some("Karina Holst".to_owned()),
        payment: Some(Payment::Arrears),
        regulation: Some(Regulation::PriceAndWage),
        agreed_on: Some(day(1, 10)),
        follow_up_months: Some(3),
        has_signed_file: true,
        amends: None,
        content: vilkaar_domain::AgreedContent::default(),
        terms: vilkaar_domain::FurtherTerms::default(),
        notice_given: None,
    })
}

/// One of every kind, every field known; parents before children.
#[must_use]
pub fn full() -> Vec<Entity> {
    with_texts("")
}

/// [`full`] with a text added to every free text.
pub(super) fn with_texts(more: &str) -> Vec<Entity> {
    let text = |start: &str| format!("{start}{more}");
    vec![
        Entity::Citizen(Citizen {
            id: CitizenId(id(1)),
            cpr: Cpr::parse("771065-1683"),
            name: Some(Sensitive::new(text("Åse Ærøskøbing"))),
            refund_cover: RefundCover::No,
        }),
        provider(20, &text("Solsikken ApS")),
        Entity::Offer(Offer {
            id: OfferId(id(30)),
            name: text("Solsikkens botilbud"),
            provider: Some(ProviderId(id(20))),
            p_number: Some(text("1003456789")),
            approved_for: vec!["§ 107".to_owned(), text("§ 108")],
            supervision: Some(SupervisionStatus::Tightened),
            supervision_from: Some(day(2, 1)),
            supervision_to: Some(day(7, 31)),
            checked_on: Some(day(3, 3)),
            checked_by: Some(text("Karina Holst")),
            day_offer_steps: None,
        }),
        placement(40),
        rate_line(50, Service::BaseRate, false),
        rate_line(51, Service::Supplement(text("Tillæg for hund")), true),
        contract(60, NoticeRule::RunningMonthPlusMonths(3), NoticeRule::Months(6)),
        contract(61, NoticeRule::Days(14), NoticeRule::Never),
        contract(62, NoticeRule::SameDay, NoticeRule::RunningMonthPlusDays(30)),
        Entity::Goal(Goal {
            id: GoalId(id(70)),
            placement: PlacementId(id(40)),
            key: text("M-1"),
            undertema: Some(Undertema::Cooking),
            goal_type: GoalType::Develop,
            start_level: Level::new(3).unwrap(),
            expected_level: Level::new(0).unwrap(),
            from: day(2, 1),
            deadline: Some(day(11, 1)),
            wishes: Some(text("Vil gerne lave mad selv")),
            purpose: None,
            wording: None,
        }),
        Entity::FollowUp(FollowUp {
            id: FollowUpId(id(80)),
            goal: GoalId(id(70)),
            date: day(5, 5),
            level: Level::new(2),
            source: Some(Source::Relatives),
            result: Some(FollowUpResult::EndAndRefer),
            remark: Some(text("Går fremad")),
        }),
        Entity::DeliveredHours(DeliveredHours {
            id: RecordId(id(90)),
            placement: PlacementId(id(40)),
            month: day(5, 1),
            hours: Decimal::new(12_050, 2),
        }),
        Entity::StepRate(StepRate {
            id: RecordId(id(91)),
            placement: PlacementId(id(40)),
            service: Service::BaseRate,
            from: Some(day(8, 1)),
            when_goal: Some(GoalId(id(70))),
            new_rate: Rate::from_scaled(20_000_000),
        }),
        Entity::SearchedOffer(SearchedOffer {
            id: RecordId(id(92)),
            placement: PlacementId(id(40)),
            date: Some(day(1, 5)),
            provider: Some(text("Egely")),
            offer: text("Egely syd"),
            paragraph: Some("§ 107".to_owned()),
            daily_rate: Some(Rate::from_scaled(25_000_000)),
            suitability: Some(text("delvist")),
            reason: Some(text("For langt væk")),
            source: Some(text("Tilbudsportalen")),
        }),
        own_offer(93, Rate::from_scaled(19_990_000)),
        Entity::ExpectedYouth(ExpectedYouth {
            id: RecordId(id(94)),
            key: text("U-7"),
            target_group: Some(text("Autisme")),
            born_on: NaiveDate::from_ymd_opt(2008, 2, 29),
            expected_start: Some(day(3, 1)),
            paragraph: Some("§ 107".to_owned()),
            probability: Some(Decimal::from(60)),
            yearly_price: Some(Money::from_oere(98_765_432)),
        }),
        budget(95, Money::from_oere(123_456_789)),
        Entity::PriceIndex(PriceIndex {
            id: RecordId(id(96)),
            year: 2026,
            percent: Decimal::new(31, 1),
            status: Some(FigureStatus::Confirmed),
            source: Some(text("KL")),
        }),
        Entity::RefundLimits(RefundLimits {
            id: RecordId(id(97)),
            year: 2026,
            limit_1: Money::from_kroner(910_000),
            limit_2: Money::from_kroner(1_820_000),
            limit_3: Money::from_kroner(2_280_000),
            status: Some(FigureStatus::Estimate),
        }),
        Entity::Settings(Settings {
            municipality: text("Egeskov Kommune"),
            limit: vec![
                Dated { from: None, value: Money::from_kroner(1_000_000) },
                Dated { from: Some(day(7, 1)), value: Money::from_kroner(1_100_000) },
            ],
            vat_percent: vec![Dated { from: Some(day(1, 1)), value: Decimal::new(46, 1) }],
            follow_up_months_107: 4,
            follow_up_months_other: 11,
            day_offer_steps: DayOfferSteps { percent: [20, 40, 60, 80, 100] },
            free_choice_percent: Decimal::new(125, 1),
            free_choice_from: Some(day(7, 1)),
            usual_rate_from: Money::from_kroner(400),
            usual_rate_to: Money::from_kroner(20_000),
            chance: 50,
            tightened_months: 6,
        }),
        Entity::User(User {
            id: UserId(id(98)),
            name: text("Karina Holst"),
            login: Some(text("karina.holst")),
            roles: [Role::Negotiator, Role::Chief].into_iter().collect(),
            employee: Some(text("Karina H.")),
            removed_on: Some(day(3, 1)),
        }),
    ]
}

/// One of every kind with all that may be unknown unknown; parents before children.
#[must_use]
pub fn bare() -> Vec<Entity> {
    let placement = PlacementId(id(40));
    vec![
        citizen(1),
        Entity::Provider(Provider {
            id: ProviderId(id(20)),
            name: "Solsikken ApS".to_owned(),
            ownership: None,
            operating_agreement: None,
            cvr: None,
            contact_person: None,
            phone: None,
            email: None,
            further_contacts: Vec::new(),
        }),
        Entity::Offer(Offer {
            id: OfferId(id(30)),
            name: "Solsikkens botilbud".to_owned(),
            provider: None,
            p_number: None,
            approved_for: Vec::new(),
            supervision: None,
            supervision_from: None,
            supervision_to: None,
            checked_on: None,
            checked_by: None,
            day_offer_steps: None,
        }),
        Entity::Placement(Placement {
            id: placement,
            case: CaseNumber::new("1").unwrap(),
            citizen: CitizenId(id(1)),
            offer: OfferId(id(30)),
            legal_basis: LegalBasis::Other,
            target_group: None,
            secondary_target_group: None,
            support_need: None,
            moved_in: day(1, 15),
            expected_end: None,
            ended_on: None,
            support_hours: None,
            case_worker: None,
            second_case_worker: None,
            acting_municipality: None,
            paying_municipality: None,
            base_rate: None,
            content: vilkaar_domain::AgreedContent::default(),
            end_reason: None,
            moved_from: None,
            chance: None,
        }),
        Entity::RateLine(RateLine {
            id: RateLineId(id(50)),
            placement,
            service: Service::OneOff,
            paragraph: String::new(),
            amount: Rate::from_scaled(0),
            unit: Unit::Once,
            quantity: None,
            from: day(1, 15),
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
        }),
        Entity::Contract(Contract {
            id: ContractId(id(60)),
            placement,
            number: None,
            start: day(1, 15),
            end: None,
            notice_municipality: None,
            notice_provider: None,
            minimum_until: None,
            renews_by_months: None,
            renegotiate_on: None,
            negotiator: None,
            payment: None,
            regulation: None,
            agreed_on: None,
            follow_up_months: None,
            has_signed_file: false,
            amends: None,
            content: vilkaar_domain::AgreedContent::default(),
            terms: vilkaar_domain::FurtherTerms::default(),
            notice_given: None,
        }),
        Entity::Goal(Goal {
            id: GoalId(id(70)),
            placement,
            key: "M-1".to_owned(),
            undertema: None,
            goal_type: GoalType::Maintain,
            start_level: Level::new(4).unwrap(),
            expected_level: Level::new(4).unwrap(),
            from: day(2, 1),
            deadline: None,
            wishes: None,
            purpose: None,
            wording: None,
        }),
        Entity::FollowUp(FollowUp {
            id: FollowUpId(id(80)),
            goal: GoalId(id(70)),
            date: day(5, 5),
            level: None,
            source: None,
            result: None,
            remark: None,
        }),
        Entity::StepRate(StepRate {
            id: RecordId(id(91)),
            placement,
            service: Service::BaseRate,
            from: None,
            when_goal: None,
            new_rate: Rate::from_scaled(20_000_000),
        }),
        Entity::SearchedOffer(SearchedOffer {
            id: RecordId(id(92)),
            placement,
            date: None,
            provider: None,
            offer: "Egely syd".to_owned(),
            paragraph: None,
            daily_rate: None,
            suitability: None,
            reason: None,
            source: None,
        }),
        Entity::OwnOffer(OwnOffer {
            id: RecordId(id(93)),
            name: "Egely".to_owned(),
            paragraph: None,
            places: None,
            vacant: None,
            daily_rate: None,
        }),
        Entity::ExpectedYouth(ExpectedYouth {
            id: RecordId(id(94)),
            key: "U-7".to_owned(),
            target_group: None,
            born_on: None,
            expected_start: None,
            paragraph: None,
            probability: None,
            yearly_price: None,
        }),
        Entity::PriceIndex(PriceIndex {
            id: RecordId(id(96)),
            year: 2026,
            percent: Decimal::new(-5, 1),
            status: None,
            source: None,
        }),
        Entity::RefundLimits(RefundLimits {
            id: RecordId(id(97)),
            year: 2026,
            limit_1: Money::ZERO,
            limit_2: Money::ZERO,
            limit_3: Money::ZERO,
            status: None,
        }),
    ]
}

/// Does a record of [`full`] refer to another?
pub(super) fn refers(entity: &Entity) -> bool {
    matches!(
        entity,
        Entity::Offer(_)
            | Entity::Placement(_)
            | Entity::RateLine(_)
            | Entity::Contract(_)
            | Entity::Goal(_)
            | Entity::FollowUp(_)
            | Entity::DeliveredHours(_)
            | Entity::StepRate(_)
            | Entity::SearchedOffer(_)
    )
}
