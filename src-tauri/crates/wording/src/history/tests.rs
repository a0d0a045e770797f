//! The sentences of the log.

use chrono::NaiveDate;
use vilkaar_domain::{
    Citizen, CitizenId, Contract, ContractId, Cpr, NoticeRule, OfferId, PlacementId, Rate, RateLineId,
    RefundCover, Service, Settings, Unit,
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
        ["12-03-2026 Karina Holst ændrede grundtakst fra 2.394,00 kr. til 2.489,76 kr. pr. døgn. \
          Begrundelse: Tastefejl."]
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
