//! The municipality's single sheet that comes month after month while people work on its lines: the line in force has
//! the sheet's rate until a hand puts it right, and always all that hands wrote beside it.

use chrono::Days;
use proptest::prelude::*;
use vilkaar_domain::{Cause, Collector, Entity, Rate, RateLine, RateLineId};
use vilkaar_exchange::ParsedFile;
use vilkaar_wording::format;

use crate::by_hand::{Desk, rate};
use crate::fixtures::*;

#[derive(Clone, Debug)]
enum Step {
    /// The sheet says another rate.
    Sheet(i64),
    /// A hand puts the rate right.
    Correct(i64),
    /// A hand writes something else on the line: what, and a number to do it with.
    Write(u8, u32),
    /// The sheet comes, so many days after the last time.
    Import(u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (2000_i64..2060).prop_map(Step::Sheet),
        1 => (3000_i64..3060).prop_map(Step::Correct),
        4 => (0_u8..5, 0_u32..12).prop_map(|(what, number)| Step::Write(what, number)),
        4 => (0_u64..5).prop_map(Step::Import),
    ]
}

fn written(line: &RateLine, what: u8, number: u32) -> RateLine {
    let word = (number > 0).then(|| format!("N{number}"));
    let mut line = line.clone();
    match what {
        0 => line.review_on = (number > 0).then(|| day(2027, number, 15)),
        1 => line.source = word,
        2 => line.package_code = word,
        3 => line.collected_by = number.is_multiple_of(2).then_some(Collector::Offer),
        _ => line.cause = word.and_then(|word| Cause::new(&word)),
    }
    line
}

/// What a line says that the sheet has no column for.
fn beside(line: &RateLine) -> RateLine {
    RateLine {
        id: RateLineId(uuid::Uuid::nil()),
        amount: Rate::from_scaled(0),
        from: today(),
        to: None,
        corrects: None,
        annulled: false,
        ..line.clone()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_line_in_force_has_the_sheet_s_rate_and_all_that_hands_wrote(
        steps in proptest::collection::vec(step(), 1..30),
    ) {
        let mut on = day(2026, 4, 1);
        let file = |on, amount: i64| -> ParsedFile {
            csv(&format!(
                "Botilbud pr. {}\nCPR;Navn;§;Tilbud;Døgntakst;Indflyttet\n\
                 771065-1683;Jonas Kjær;107;Enghøj;{amount},00;01-03-2026\n",
                format::date(on)
            ))
        };
        let (mut amount, mut by_hand) = (2400, None);
        let mut desk = Desk::new();
        desk.import(&file(on, amount));
        for step in steps.into_iter().chain([Step::Import(1)]) {
            let live = desk.register.rate_lines.iter().find(|line| line.is_in_force(on)).cloned().unwrap();
            let now = Some(Entity::RateLine(live.clone()));
            match step {
                Step::Sheet(says) => amount = says,
                Step::Correct(right) => {
                    by_hand = Some(right);
                    let id = RateLineId(desk.id());
                    let right = RateLine { id, amount: rate(right), corrects: Some(live.id), ..live.clone() };
                    desk.hand(vec![
                        (now, Some(Entity::RateLine(live.as_annulled()))),
                        (None, Some(Entity::RateLine(right))),
                    ]);
                }
                Step::Write(what, number) => {
                    let after = written(&live, what, number);
                    desk.hand(vec![(now, Some(Entity::RateLine(after)))]);
                }
                Step::Import(days) => {
                    on = on + Days::new(days);
                    let sheet = file(on, amount);
                    desk.import(&sheet);
                    let mut in_force = desk.register.rate_lines.iter().filter(|line| line.is_in_force(on));
                    let line = in_force.next().unwrap();
                    prop_assert_eq!(in_force.next(), None);
                    prop_assert_eq!(line.amount, rate(by_hand.unwrap_or(amount)));
                    // Of a line that follows another nobody has said why it was agreed.
                    let mut expected = beside(&live);
                    if line.id != live.id && line.corrects.is_none() {
                        (expected.cause, expected.source) = (None, None);
                    }
                    prop_assert_eq!(beside(line), expected);
                    prop_assert!(desk.planned(&sheet).changes.is_empty());
                }
            }
        }
    }
}
