//! One record of every kind, with every field known.
//! Invariant: written without `..`, so that a field added in the domain fails the build until it is tried.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;
use vilkaar_domain::{
    AgendaMark, AgreedContent, Attachment, AttachmentId, AttachmentKind, BudgetLine, CaseNumber, Cause,
    Citizen, CitizenId, Collector, ContactPerson, Contract, ContractId, Cpr, Dated, DayOfferSteps,
    DeliveredHours, EndReason, Entity, ExpectedYouth, FigureStatus, FollowUp, FollowUpId, FollowUpResult,
    FurtherTerms, Goal, GoalId, GoalType, Handled, Included, LegalBasis, Level, Money, NightCover,
    NoticeGiven, NoticeRule, NotifiedDecision, NotifiedRate, Offer, OfferId, OwnOffer, Ownership, Party,
    Payment, Placement, PlacementId, Postponed, PriceIndex, Provider, ProviderId, Rate, RateLine, RateLineId,
    RecordId, RefundCover, RefundLimits, Regulation, Role, SavedFilter, SearchedOffer, Sensitive, Service,
    Settings, Source, StepRate, SubGoal, SupervisionStatus, SupportNeed, Undertema, Unit, User, UserId,
};

/// What stands in the file of [`full`].
pub const FILE: &[u8] = "%PDF-1.7 en prøve %%EOF".as_bytes();

/// An id made from a number; larger numbers are later.
#[must_use]
pub fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0192_f0c4_0000_7000_8000_0000_0000_0000 + number)
}

/// A day of 2026.
pub(super) fn day(month: u32, day: u32) -> NaiveDate {
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
        further_contacts: vec![
            ContactPerson {
                name: "Jørn Ås".to_owned(),
                function: Some("Økonomi".to_owned()),
                phone: Some("12 34 56 79".to_owned()),
                email: Some("joern@solsikken.example".to_owned()),
            },
            ContactPerson { name: "Vagten".to_owned(), function: None, phone: None, email: None },
        ],
    })
}

/// Everything that can be agreed.
fn content() -> AgreedContent {
    AgreedContent {
        hours_83: Some(Decimal::new(125, 1)),
        hours_85: Some(Decimal::from(25)),
        night_cover: Some(NightCover::Awake),
        included: Some(vec![Included::Housing, Included::Meals]),
    }
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
        content: content(),
        end_reason: Some(EndReason::OtherMunicipality),
        moved_from: Some(PlacementId(id(40))),
        chance: Some(35),
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
        corrects: Some(RateLineId(id(50))),
        package_code: Some("Pakke 3".to_owned()),
        source: Some("Rammeaftale 2026, bilag 4".to_owned()),
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
        amends: Some(ContractId(id(60))),
        content: content(),
        terms: FurtherTerms {
            notice_on_death: Some(NoticeRule::Days(14)),
            days_to_pay: Some(30),
            absence_rule: Some("Fuld takst i 30 dage".to_owned()),
            ean: Some("5790000000001".to_owned()),
            decision_on: Some(day(1, 12)),
            recorded_on: Some(day(1, 12)),
        },
        notice_given: Some(NoticeGiven {
            on: day(10, 1),
            by: Party::Provider,
            ends: day(12, 31),
            decision_on: Some(day(10, 15)),
        }),
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
            day_offer_steps: Some(DayOfferSteps { percent: [15, 30, 55, 80, 100] }),
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
            purpose: Some(text("At klare hverdagen")),
            wording: Some(text("Laver et varmt måltid om ugen")),
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
            chance: 65,
            tightened_months: 9,
        }),
        Entity::User(User {
            id: UserId(id(98)),
            name: text("Karina Holst"),
            login: Some(text("karina.holst")),
            roles: [Role::Negotiator, Role::Chief].into_iter().collect(),
            employee: Some(text("Karina H.")),
            removed_on: Some(day(3, 1)),
        }),
        Entity::SubGoal(SubGoal {
            id: RecordId(id(100)),
            goal: GoalId(id(70)),
            text: text("Skærer grøntsager"),
            deadline: Some(day(6, 1)),
            reached_on: Some(day(5, 20)),
            remark: Some(text("Med hjælp til løg")),
        }),
        Entity::Attachment(Attachment {
            id: AttachmentId(id(101)),
            placement: PlacementId(id(40)),
            about: Some(id(60)),
            kind: AttachmentKind::SignedContract,
            name: Sensitive::new(text("Kontrakt for Åse.pdf")),
            size: 24,
            sha256: "c680b173540d83ff55773e808f4818101674b30d3368d5eba2fb07300a310ecb".to_owned(),
            added_on: day(1, 16),
        }),
        Entity::AgendaMark(AgendaMark {
            id: RecordId(id(102)),
            placement: PlacementId(id(40)),
            item: text("renegotiation:60:2026-09-01"),
            handled: Some(Handled {
                on: day(8, 2), by: text("Karina Holst"), reason: text("Aftalt i møde")
            }),
            postponed: Some(Postponed { until: day(8, 9), by: text("Ib Øst"), reason: text("Ferie") }),
            owner: Some(text("Ib Øst")),
        }),
        Entity::NotifiedRate(NotifiedRate {
            id: RecordId(id(103)),
            placement: PlacementId(id(40)),
            line: RateLineId(id(50)),
            new_rate: Rate::from_scaled(21_500_000),
            from: NaiveDate::from_ymd_opt(2027, 1, 1).unwrap_or_default(),
            notified_on: Some(day(11, 2)),
            source: Some(text("Brev fra Solsikken")),
            decision: Some(NotifiedDecision::Negotiate),
            decided_on: Some(day(11, 9)),
            reason: Some(text("Over P/L")),
        }),
        Entity::SavedFilter(SavedFilter {
            id: RecordId(id(104)),
            list: "placements".to_owned(),
            name: text("Mine sager"),
            owner: UserId(id(9_001)),
            is_shared: true,
            query: text("{\"search\":\"\"}"),
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
            | Entity::SubGoal(_)
            | Entity::Attachment(_)
            | Entity::AgendaMark(_)
            | Entity::NotifiedRate(_)
    )
}
