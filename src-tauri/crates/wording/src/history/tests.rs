//! The sentences of the log.

use chrono::NaiveDate;
use vilkaar_domain::{
    Citizen, CitizenId, Contract, ContractId, Cpr, NoticeRule, OfferId, PlacementId, Rate, RateLine,
    RateLineId, RefundCover, Service, Settings, Unit,
};

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().expect("an ISO day")
}

fn nameless(_: Uuid) -> Option<String> {
    None
}

fn line() -> RateLine {
    RateLine {
        id: RateLineId(Uuid::nil()),
        placement: PlacementId(Uuid::nil()),
        service: Service::BaseRate,
        paragraph: "§ 107".to_owned(),
        amount: Rate::from_scaled(23_940_000),
        unit: Unit::Day,
        quantity: None,
        from: day("2024-01-01"),
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

fn contract() -> Contract {
    Contract {
        id: ContractId(Uuid::nil()),
        placement: PlacementId(Uuid::nil()),
        number: Some("K-2406".to_owned()),
        start: day("2022-02-15"),
        end: None,
        notice_municipality: Some(NoticeRule::Days(90)),
        notice_provider: None,
        minimum_until: None,
        renews_by_months: None,
        renegotiate_on: Some(day("2026-09-01")),
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
    }
}

#[test]
fn a_corrected_rate_is_told_from_and_to_with_day_person_and_reason() {
    let before = Entity::RateLine(line());
    let after = Entity::RateLine(RateLine { amount: Rate::from_scaled(24_897_600), ..line() });
    assert_eq!(
        sentences(day("2026-03-12"), "Karina Holst", Some(&before), &after, Some("Tastefejl."), &nameless),
        ["12-03-2026 Karina Holst ændrede grundtakst fra 2.394,00 kr. til 2.489,76 kr. pr. døgn, \
          fordi tastefejl."]
    );
}

#[test]
fn new_closed_and_annulled_lines_are_told_as_such() {
    let before = Entity::RateLine(line());
    assert_eq!(
        changes(None, &before, &nameless),
        ["oprettede grundtakst 2.394,00 kr. pr. døgn fra 01-01-2024"]
    );
    let closed = Entity::RateLine(RateLine { to: Some(day("2025-12-31")), ..line() });
    assert_eq!(
        changes(Some(&before), &closed, &nameless),
        ["afsluttede grundtakst 2.394,00 kr. pr. døgn fra 01-01-2024 med 31-12-2025 som sidste dag"]
    );
    let annulled = Entity::RateLine(RateLine { annulled: true, ..line() });
    assert_eq!(
        changes(Some(&before), &annulled, &nameless),
        ["annullerede grundtakst 2.394,00 kr. pr. døgn fra 01-01-2024"]
    );
}

#[test]
fn every_changed_field_gives_a_sentence_and_unchanged_ones_none() {
    let before = Entity::Contract(contract());
    let after = Entity::Contract(Contract {
        end: Some(day("2027-12-31")),
        notice_municipality: Some(NoticeRule::RunningMonthPlusMonths(3)),
        renegotiate_on: None,
        ..contract()
    });
    assert_eq!(
        changes(Some(&before), &after, &nameless),
        [
            "satte slut for kontrakt K-2406 til 31-12-2027",
            "ændrede kommunens varsel for kontrakt K-2406 fra 90 dage til løbende måned + 3 måneder",
            "fjernede genforhandlingsdato for kontrakt K-2406, som var 01-09-2026",
        ]
    );
    assert_eq!(
        changes(Some(&before), &before, &nameless),
        ["gemte kontrakt K-2406 fra 15-02-2022 uden ændringer"]
    );
}

#[test]
fn a_cpr_number_is_masked() {
    let citizen = |cpr: &str| {
        Entity::Citizen(Citizen {
            id: CitizenId(Uuid::nil()),
            cpr: Cpr::parse(cpr),
            name: None,
            refund_cover: RefundCover::ByAge,
        })
    };
    let told = changes(Some(&citizen("771065-1683")), &citizen("690807-4018"), &nameless).join(" ");
    assert!(told.starts_with("ændrede CPR-nr. fra 771065-"), "{told}");
    assert!(!told.contains("1683") && !told.contains("4018"), "{told}");
}

#[test]
fn other_records_are_called_by_their_names() {
    let offer = |id: u128| {
        Entity::Offer(vilkaar_domain::Offer {
            id: OfferId(Uuid::nil()),
            name: "Villa Bakken".to_owned(),
            provider: Some(vilkaar_domain::ProviderId(Uuid::from_u128(id))),
            p_number: None,
            approved_for: vec![],
            supervision: None,
            supervision_from: None,
            supervision_to: None,
            checked_on: None,
            checked_by: None,
            day_offer_steps: None,
        })
    };
    let name_of = |id: Uuid| match id.as_u128() {
        1 => Some("Vesterå Kommune".to_owned()),
        2 => Some("Region Østsund".to_owned()),
        _ => None,
    };
    assert_eq!(
        changes(Some(&offer(1)), &offer(2), &name_of),
        ["ændrede leverandør for tilbuddet Villa Bakken fra Vesterå Kommune til Region Østsund"]
    );
}

#[test]
fn settings_tell_the_day_from_which_a_limit_counts() {
    let before = Settings::default();
    let mut after = before.clone();
    after.limit.push(vilkaar_domain::Dated {
        from: Some(day("2027-01-01")),
        value: vilkaar_domain::Money::from_kroner(1_100_000),
    });
    assert_eq!(
        changes(Some(&Entity::Settings(before)), &Entity::Settings(after), &nameless),
        [
            "ændrede grænsen for udgiftstunge sager fra 1.000.000,00 kr. til 1.000.000,00 kr., 1.100.000,00 kr. \
          fra 01-01-2027"
        ]
    );
}

fn told(changes: &[(Option<Entity>, Option<Entity>)]) -> (Vec<String>, String) {
    let changes: Vec<Change<'_>> = changes
        .iter()
        .map(|(before, after)| Change { before: before.as_ref(), after: after.as_ref() })
        .collect();
    (operation(&changes, &nameless), gist(&changes, &nameless))
}

fn numbered_line(id: u128) -> RateLine {
    RateLine { id: RateLineId(Uuid::from_u128(id)), ..line() }
}

#[test]
fn a_line_that_is_closed_and_its_successor_are_one_sentence() {
    let closed = RateLine { to: Some(day("2025-12-31")), ..line() };
    let next =
        RateLine { from: day("2026-01-01"), amount: Rate::from_scaled(24_897_600), ..numbered_line(2) };
    for (cause, did) in [(None, "ændrede"), (Some("P/L"), "regulerede"), (Some("Forhandlet"), "ændrede")] {
        let next = RateLine { cause: cause.and_then(vilkaar_domain::Cause::new), ..next.clone() };
        let both = [
            (Some(Entity::RateLine(line())), Some(Entity::RateLine(closed.clone()))),
            (None, Some(Entity::RateLine(next))),
        ];
        let (sentences, short) = told(&both);
        let done = format!("{did} grundtakst fra 2.394,00 kr. til 2.489,76 kr. pr. døgn fra 01-01-2026");
        assert_eq!(sentences.join("|"), done);
        assert_eq!(short, format!("{did} grundtakst"));
        assert_eq!(
            sentence(&sentences, Some("Aftalt med tilbuddet.")),
            format!("{done}, fordi aftalt med tilbuddet.")
        );
        // And the other way round in the log.
        let turned = [both[1].clone(), both[0].clone()];
        assert_eq!(told(&turned).0, [done]);
    }
    // A review that the new line has taken over goes along.
    let reviewed = RateLine { review_on: Some(day("2027-06-01")), ..line() };
    let taken_over = RateLine { review_on: Some(day("2027-06-01")), ..next.clone() };
    let both = [
        (Some(Entity::RateLine(reviewed.clone())), Some(Entity::RateLine(reviewed.closed_by(&taken_over)))),
        (None, Some(Entity::RateLine(taken_over))),
    ];
    assert_eq!(told(&both).0.len(), 1);
    // Another day is another line, which was added for itself.
    let later = RateLine { from: day("2026-02-01"), ..next };
    let apart = [
        (Some(Entity::RateLine(line())), Some(Entity::RateLine(closed))),
        (None, Some(Entity::RateLine(later))),
    ];
    assert_eq!(told(&apart).0.len(), 2);
}

#[test]
fn a_correction_is_one_sentence_with_the_wrong_and_the_right() {
    let wrong = RateLine { annulled: true, ..line() };
    let right =
        RateLine { corrects: Some(line().id), amount: Rate::from_scaled(24_897_600), ..numbered_line(2) };
    let (sentences, short) = told(&[
        (Some(Entity::RateLine(line())), Some(Entity::RateLine(wrong))),
        (None, Some(Entity::RateLine(right))),
    ]);
    assert_eq!(sentences, ["rettede grundtakst fra 2.394,00 kr. til 2.489,76 kr. pr. døgn fra 01-01-2024"]);
    assert_eq!(short, "rettede grundtakst");
}

#[test]
fn an_allonge_is_one_sentence_with_what_it_amends() {
    let amended = Contract { end: Some(day("2026-12-31")), ..contract() };
    let allonge = Contract {
        id: ContractId(Uuid::from_u128(2)),
        number: Some("K-2406-2".to_owned()),
        start: day("2027-01-01"),
        amends: Some(contract().id),
        ..contract()
    };
    let (sentences, short) = told(&[
        (None, Some(Entity::Contract(allonge))),
        (Some(Entity::Contract(contract())), Some(Entity::Contract(amended))),
    ]);
    assert_eq!(sentences, ["lavede allonge K-2406-2 til kontrakt K-2406, der gælder fra 01-01-2027"]);
    assert_eq!(short, "lavede en allonge");
}

#[test]
fn a_follow_up_of_several_goals_is_one_sentence() {
    let follow_up = |id: u128, level| {
        let follow_up = vilkaar_domain::FollowUp {
            id: vilkaar_domain::FollowUpId(Uuid::from_u128(id)),
            goal: vilkaar_domain::GoalId(Uuid::from_u128(id)),
            date: day("2026-03-12"),
            level: vilkaar_domain::Level::new(level),
            source: None,
            result: None,
            remark: None,
        };
        (None, Some(Entity::FollowUp(follow_up)))
    };
    let (sentences, short) = told(&[follow_up(1, 3), follow_up(2, 2)]);
    assert_eq!(sentences, ["fulgte op på 2 mål den 12-03-2026: et mål (niveau 3), et mål (niveau 2)"]);
    assert_eq!(short, "fulgte op på 2 mål");
    assert_eq!(told(&[follow_up(1, 3)]).0, ["fulgte op på et mål den 12-03-2026: niveau 3"]);
}

#[test]
fn notice_and_what_was_done_in_the_agenda_are_told_as_what_they_are() {
    let given = vilkaar_domain::NoticeGiven {
        on: day("2026-03-12"),
        by: vilkaar_domain::Party::Municipality,
        ends: day("2026-06-30"),
        decision_on: None,
    };
    let noticed = Contract { notice_given: Some(given), ..contract() };
    let (sentences, _) = told(&[(Some(Entity::Contract(contract())), Some(Entity::Contract(noticed)))]);
    assert!(
        sentences[0].starts_with("registrerede, at kontrakt K-2406 er opsagt den 12-03-2026 af "),
        "{sentences:?}"
    );
    let mark = vilkaar_domain::AgendaMark {
        id: vilkaar_domain::RecordId(Uuid::nil()),
        placement: PlacementId(Uuid::nil()),
        item: String::new(),
        handled: None,
        postponed: Some(vilkaar_domain::Postponed {
            until: day("2026-04-01"),
            by: "Karina Holst".to_owned(),
            reason: "venter på tilbuddet".to_owned(),
        }),
        owner: None,
    };
    let (sentences, short) = told(&[(None, Some(Entity::AgendaMark(mark)))]);
    assert_eq!(sentences, ["udsatte en opgave i Dagens arbejde til 01-04-2026: venter på tilbuddet"]);
    assert_eq!(short, "behandlede en opgave i Dagens arbejde");
}

#[test]
fn what_is_undone_says_what_it_was_and_an_import_where_from() {
    let reason = format!("{TAKEN_BACK}ændrede grundtakst i S2022-1008 (12-03-2026 kl. 10.12)");
    assert_eq!(
        taken_back(Some(&reason)).as_deref(),
        Some("fortrød: ændrede grundtakst i S2022-1008 (12-03-2026 kl. 10.12)")
    );
    assert_eq!(taken_back(Some("Tastefejl")), None);
    assert_eq!(because(Some("Import af ark.xlsx")), " ved import af ark.xlsx");
    assert_eq!(because(Some("Karina har aftalt det.")), ", fordi Karina har aftalt det");
    assert_eq!(because(Some("  ")), "");
}
