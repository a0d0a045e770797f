//! Importing the same sheet again after any sequence of changes by hand leaves everything as the hands left it.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use vilkaar_domain::{
    CaseNumber, Contract, Cpr, EndReason, Entity, FollowUp, LegalBasis, NoticeGiven, Party, Rate, RateLine,
    RateLineId, Sensitive, StepRate,
};

use crate::by_hand::Desk;
use crate::fixtures::*;

/// Something that somebody does in the window: what, to which record, and a number to do it with.
type Deed = (usize, usize, i64);

fn moved(on: NaiveDate, days: i64) -> NaiveDate {
    let by = Days::new(days.unsigned_abs());
    if days < 0 { on - by } else { on + by }
}

/// Does it, where there is something to do it to; gives the operation.
fn act(desk: &mut Desk, (what, which, number): Deed) -> Option<uuid::Uuid> {
    fn pick<T: Clone>(records: &[T], which: usize) -> Option<T> {
        records.get(which % records.len().max(1)).cloned()
    }
    macro_rules! edit {
        ($records:ident, $kind:ident, |$record:ident| $change:expr) => {{
            let before = pick(&desk.register.$records, which)?;
            let mut $record = before.clone();
            $change;
            vec![(Some(Entity::$kind(before)), Some(Entity::$kind($record)))]
        }};
    }
    macro_rules! take_out {
        ($records:ident, $kind:ident) => {
            vec![(Some(Entity::$kind(pick(&desk.register.$records, which)?)), None)]
        };
    }
    let live: Vec<RateLine> =
        desk.register.rate_lines.iter().filter(|line| !line.annulled).cloned().collect();
    let amount = Rate::from_scaled(10_000_000 + number * 1_000);
    let changes = match what {
        0 => {
            let line = pick(&live, which)?;
            let to = Some(moved(line.from, number.abs()));
            vec![(Some(Entity::RateLine(line.clone())), Some(Entity::RateLine(RateLine { to, ..line })))]
        }
        1 => {
            let old = pick(&live, which)?;
            let id = RateLineId(desk.id());
            let new = RateLine {
                id,
                amount,
                from: moved(old.from, number.abs() + 1),
                corrects: None,
                ..old.clone()
            };
            vec![
                (Some(Entity::RateLine(old.clone())), Some(Entity::RateLine(old.closed_by(&new)))),
                (None, Some(Entity::RateLine(new))),
            ]
        }
        2 => {
            let wrong = pick(&live, which)?;
            let id = RateLineId(desk.id());
            let from = if number % 2 == 0 { wrong.from } else { moved(wrong.from, number) };
            let right = RateLine { id, amount, from, corrects: Some(wrong.id), ..wrong.clone() };
            vec![
                (Some(Entity::RateLine(wrong.clone())), Some(Entity::RateLine(wrong.as_annulled()))),
                (None, Some(Entity::RateLine(right))),
            ]
        }
        3 => edit!(rate_lines, RateLine, |line| line.review_on = Some(moved(line.from, number))),
        4 => edit!(placements, Placement, |placement| {
            placement.ended_on = Some(moved(placement.moved_in, number.abs()));
            placement.end_reason = Some(EndReason::OwnHome);
        }),
        5 => edit!(placements, Placement, |placement| {
            placement.ended_on = None;
            placement.end_reason = None;
        }),
        6 => edit!(placements, Placement, |placement| {
            placement.legal_basis = LegalBasis::ALL[number.unsigned_abs() as usize % 4];
            placement.moved_in = moved(placement.moved_in, number % 40);
            placement.case_worker = None;
        }),
        7 => edit!(placements, Placement, |placement| {
            placement.case = CaseNumber::new(&format!("N-{which}-{number}"))?;
            placement.support_hours = Some(number.abs().into());
        }),
        8 => edit!(citizens, Citizen, |citizen| {
            citizen.name = Some(Sensitive::new(format!("Ida Friis {number}")));
            citizen.cpr = Cpr::parse(&format!("{}0165-{:04}", 61 + number.abs() % 28, which % 9_000 + 100));
        }),
        9 => edit!(contracts, Contract, |contract| contract.start = moved(contract.start, number % 60)),
        10 => edit!(contracts, Contract, |contract| {
            contract.notice_given = Some(NoticeGiven {
                on: contract.start,
                by: Party::Provider,
                ends: moved(contract.start, 400),
                decision_on: None,
            });
            contract.renegotiate_on = None;
        }),
        11 => {
            let former = pick(&desk.register.contracts, which)?;
            let id = vilkaar_domain::ContractId(desk.id());
            let start = moved(former.start, number.abs() + 1);
            let version = Contract { id, start, amends: Some(former.id), ..former };
            vec![(None, Some(Entity::Contract(version)))]
        }
        12 => take_out!(contracts, Contract),
        13 => edit!(step_rates, StepRate, |step| {
            step = StepRate { from: Some(moved(today(), number)), new_rate: amount, ..step };
        }),
        14 => take_out!(step_rates, StepRate),
        15 => edit!(goals, Goal, |goal| {
            goal.key = format!("{} rettet", goal.key);
            goal.deadline = None;
        }),
        16 => edit!(follow_ups, FollowUp, |entry| {
            entry = FollowUp { date: moved(entry.date, number % 30), source: None, ..entry };
        }),
        17 => edit!(delivered_hours, DeliveredHours, |hours| hours.hours = number.abs().into()),
        18 => take_out!(delivered_hours, DeliveredHours),
        19 => edit!(offers, Offer, |offer| offer.name = format!("{} (nyt navn)", offer.name)),
        20 => edit!(providers, Provider, |provider| provider.name = format!("{} A/S", provider.name)),
        21 => edit!(price_indexes, PriceIndex, |index| index.percent = number.into()),
        22 => edit!(searched_offers, SearchedOffer, |offer| offer.date = Some(moved(today(), number))),
        _ => edit!(contracts, Contract, |contract| {
            contract.end = Some(moved(contract.start, number.abs()));
            contract.number = Some(format!("R-{number}"));
        }),
    };
    Some(desk.hand(changes))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_same_file_again_leaves_everything_as_the_hands_left_it(
        name in prop::sample::select(vec!["egeskov-kommune.xlsx", "egeskov-botilbud-ark.csv"]),
        deeds in proptest::collection::vec((0_usize..24, 0_usize..400, -300_i64..300), 1..30),
        undone in proptest::collection::vec(any::<bool>(), 30),
    ) {
        let file = sample(name);
        let mut desk = Desk::new();
        desk.import(&file);
        let rows = desk.planned(&file).unchanged;
        for (deed, is_undone) in deeds.into_iter().zip(undone) {
            let operation = act(&mut desk, deed);
            if let (Some(operation), true) = (operation, is_undone) {
                desk.undo(operation);
            }
        }
        let plan = desk.planned(&file);
        prop_assert_eq!(counts(&plan), [0, 0, rows, 0], "{:?}", told(&plan));
        prop_assert!(plan.changes.is_empty());
        // What is told is exactly what a row would else have changed.
        let would = planned(&file, &desk.register, &options());
        if would.created + would.changed + would.refused > 0 {
            prop_assert!(plan.problems.iter().any(|p| matches!(p.code(), "kept_by_hand" | "taken_out_by_hand")));
        }
    }
}
