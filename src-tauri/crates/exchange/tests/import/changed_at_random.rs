//! A sheet that goes on changing while people work in the window: nothing that a hand wrote is lost, and everything
//! that the sheet alone changed is taken, however the two come one after the other.

use std::collections::HashMap;

use chrono::NaiveDate;
use proptest::prelude::*;
use rust_decimal::Decimal;
use vilkaar_domain::{Cause, Entity, RateLine, RateLineId, Sensitive};
use vilkaar_exchange::ParsedFile;
use vilkaar_wording::format;

use crate::by_hand::{Desk, rate};
use crate::fixtures::*;

/// Fields of one case that both a sheet and a hand may write.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Cell {
    Worker,
    Target,
    Hours,
    ExpectedEnd,
    EndedOn,
    Name,
    Amount,
    To,
    Cause,
    ReviewOn,
    ContractEnd,
    RenegotiateOn,
    Negotiator,
}

const CELLS: [Cell; 13] = [
    Cell::Worker,
    Cell::Target,
    Cell::Hours,
    Cell::ExpectedEnd,
    Cell::EndedOn,
    Cell::Name,
    Cell::Amount,
    Cell::To,
    Cell::Cause,
    Cell::ReviewOn,
    Cell::ContractEnd,
    Cell::RenegotiateOn,
    Cell::Negotiator,
];

impl Cell {
    /// A blank cell is an open end, and not "not known".
    const fn is_end(self) -> bool {
        matches!(self, Self::EndedOn | Self::To | Self::ContractEnd)
    }

    const fn may_be_blank(self) -> bool {
        !matches!(self, Self::Amount | Self::Name)
    }

    const fn is_day(self) -> bool {
        self.is_end() || matches!(self, Self::ExpectedEnd | Self::ReviewOn | Self::RenegotiateOn)
    }

    /// A value that the cell may have, another one for each number.
    fn value(self, number: u32) -> String {
        match self {
            _ if self.is_day() => {
                day(2027 + i32::try_from(number / 12).unwrap(), number % 12 + 1, 15).to_string()
            }
            Self::Amount => format!("{}", 2000 + number),
            Self::Hours => format!("{}", 10 + number),
            Self::Cause => {
                ["Bevilling", "Forhandlet", "Indgået", "Afgørelse"][number as usize % 4].to_owned()
            }
            _ => format!("Ida Friis {}", char::from(b'A' + u8::try_from(number % 26).unwrap())),
        }
    }
}

/// What each cell holds; nothing = blank.
type Values = HashMap<Cell, String>;

/// The case as a register should have it, by the two rules alone.
#[derive(Default)]
struct Model {
    said: Values,
    now: Values,
}

impl Model {
    fn hand(&mut self, cell: Cell, value: Option<&String>) {
        match value {
            Some(value) => self.now.insert(cell, value.clone()),
            None => self.now.remove(&cell),
        };
    }

    fn import(&mut self, sheet: &Values) {
        for cell in CELLS {
            let is_sheets = self.said.get(&cell) == self.now.get(&cell);
            match sheet.get(&cell) {
                Some(value) if is_sheets => {
                    self.said.insert(cell, value.clone());
                    self.now.insert(cell, value.clone());
                }
                None if is_sheets && cell.is_end() => {
                    self.said.remove(&cell);
                    self.now.remove(&cell);
                }
                _ => {}
            }
        }
    }
}

fn workbook_of(sheet: &Values) -> ParsedFile {
    let cell = |cell: Cell| sheet.get(&cell).map_or("", String::as_str);
    let amount = format!("#{}", cell(Cell::Amount));
    workbook(&[
        (
            "Placeringer",
            &[
                &[
                    "Sagsnr.",
                    "CPR-nr.",
                    "Navn",
                    "Lovgrundlag",
                    "Tilbud",
                    "Indflytning",
                    "Ophørt den",
                    "Forventet ophør",
                    "Sagsbehandler 1",
                    "Primær målgruppe",
                    "Støttetimer pr. uge",
                ],
                &[
                    "S1",
                    "771065-1683",
                    cell(Cell::Name),
                    "§ 108",
                    "Lindehøj",
                    "2024-05-15",
                    cell(Cell::EndedOn),
                    cell(Cell::ExpectedEnd),
                    cell(Cell::Worker),
                    cell(Cell::Target),
                    cell(Cell::Hours),
                ],
            ],
        ),
        (
            "Takster",
            &[
                &[
                    "Sagsnr.",
                    "Ydelse",
                    "Beløb",
                    "Enhed",
                    "Gælder fra",
                    "Gælder til",
                    "Årsag",
                    "Revurderes den",
                ],
                &[
                    "S1",
                    "Grundtakst",
                    &amount,
                    "pr. døgn",
                    "2024-05-15",
                    cell(Cell::To),
                    cell(Cell::Cause),
                    cell(Cell::ReviewOn),
                ],
            ],
        ),
        (
            "Kontrakter",
            &[
                &["Sagsnr.", "Start", "Slut", "Genforhandles", "Forhandler"],
                &[
                    "S1",
                    "2024-05-15",
                    cell(Cell::ContractEnd),
                    cell(Cell::RenegotiateOn),
                    cell(Cell::Negotiator),
                ],
            ],
        ),
    ])
}

fn parsed(value: Option<&String>) -> Option<NaiveDate> {
    value.map(|value| value.parse().unwrap())
}

/// Writes a cell by hand; an amount as a correction, as the window does.
fn write(desk: &mut Desk, cell: Cell, value: Option<&String>) {
    let text = value.cloned();
    let on = if cell.is_day() { parsed(value) } else { None };
    let live = desk.register.rate_lines.iter().find(|line| !line.annulled).cloned().unwrap();
    let line = |after: RateLine| vec![(Some(Entity::RateLine(live.clone())), Some(Entity::RateLine(after)))];
    let changes = match cell {
        Cell::Worker | Cell::Target | Cell::Hours | Cell::ExpectedEnd | Cell::EndedOn => {
            let before = desk.register.placements[0].clone();
            let mut after = before.clone();
            match cell {
                Cell::Worker => after.case_worker = text,
                Cell::Target => after.target_group = text,
                Cell::Hours => after.support_hours = text.map(|hours| hours.parse().unwrap()),
                Cell::ExpectedEnd => after.expected_end = on,
                _ => after.ended_on = on,
            }
            vec![(Some(Entity::Placement(before)), Some(Entity::Placement(after)))]
        }
        Cell::Name => {
            let before = desk.register.citizens[0].clone();
            let mut after = before.clone();
            after.name = text.map(Sensitive::new);
            vec![(Some(Entity::Citizen(before)), Some(Entity::Citizen(after)))]
        }
        Cell::Amount => {
            let amount = rate(text.unwrap().parse().unwrap());
            let right =
                RateLine { id: RateLineId(desk.id()), amount, corrects: Some(live.id), ..live.clone() };
            vec![
                (Some(Entity::RateLine(live.clone())), Some(Entity::RateLine(live.as_annulled()))),
                (None, Some(Entity::RateLine(right))),
            ]
        }
        Cell::To => line(RateLine { to: on, ..live.clone() }),
        Cell::ReviewOn => line(RateLine { review_on: on, ..live.clone() }),
        Cell::Cause => line(RateLine { cause: text.and_then(|word| Cause::new(&word)), ..live.clone() }),
        Cell::ContractEnd | Cell::RenegotiateOn | Cell::Negotiator => {
            let before = desk.register.contracts[0].clone();
            let mut after = before.clone();
            match cell {
                Cell::ContractEnd => after.end = on,
                Cell::RenegotiateOn => after.renegotiate_on = on,
                _ => after.negotiator = text,
            }
            vec![(Some(Entity::Contract(before)), Some(Entity::Contract(after)))]
        }
    };
    desk.hand(changes);
}

/// What the register holds.
fn read(desk: &Desk) -> Values {
    let register = &desk.register;
    let (placement, contract) = (&register.placements[0], &register.contracts[0]);
    let mut live = register.rate_lines.iter().filter(|line| !line.annulled);
    let line = live.next().unwrap();
    assert_eq!(live.next(), None, "one line counts");
    assert_eq!((register.contracts.len(), register.citizens.len()), (1, 1));
    let on = |date: Option<NaiveDate>| date.map(|date| date.to_string());
    let found = [
        (Cell::Worker, placement.case_worker.clone()),
        (Cell::Target, placement.target_group.clone()),
        (Cell::Hours, placement.support_hours.map(|hours: Decimal| hours.to_string())),
        (Cell::ExpectedEnd, on(placement.expected_end)),
        (Cell::EndedOn, on(placement.ended_on)),
        (Cell::Name, register.citizens[0].name.as_ref().map(|name| name.reveal().to_owned())),
        (Cell::Amount, Some(format::rate(line.amount).replace('.', "").replace(",00", ""))),
        (Cell::To, on(line.to)),
        (Cell::Cause, line.cause.as_ref().map(|cause| cause.word().to_owned())),
        (Cell::ReviewOn, on(line.review_on)),
        (Cell::ContractEnd, on(contract.end)),
        (Cell::RenegotiateOn, on(contract.renegotiate_on)),
        (Cell::Negotiator, contract.negotiator.clone()),
    ];
    found.into_iter().filter_map(|(cell, value)| Some((cell, value?))).collect()
}

/// Who writes which cell, and a number to write it with; none writes it blank.
#[derive(Clone, Debug)]
enum Step {
    Sheet(Cell, Option<u32>),
    Hand(Cell, Option<u32>),
    Import,
}

fn step() -> impl Strategy<Value = Step> {
    let cell = || prop::sample::select(CELLS.as_slice());
    prop_oneof![
        3 => (cell(), prop::option::weighted(0.8, 0_u32..24)).prop_map(|(cell, value)| Step::Sheet(cell, value)),
        3 => (cell(), prop::option::weighted(0.8, 0_u32..24)).prop_map(|(cell, value)| Step::Hand(cell, value)),
        2 => Just(Step::Import),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_a_hand_wrote_stands_and_what_the_sheet_alone_changed_is_taken(
        steps in proptest::collection::vec(step(), 1..40),
    ) {
        let mut sheet: Values = [Cell::Amount, Cell::Name].map(|cell| (cell, cell.value(0))).into();
        let (mut desk, mut model) = (Desk::new(), Model::default());
        desk.import(&workbook_of(&sheet));
        model.import(&sheet);
        for step in steps.into_iter().chain([Step::Import]) {
            match step {
                Step::Sheet(cell, Some(number)) => {
                    sheet.insert(cell, cell.value(number));
                }
                Step::Sheet(cell, None) if cell.may_be_blank() => {
                    sheet.remove(&cell);
                }
                Step::Hand(cell, number) if number.is_some() || cell.may_be_blank() => {
                    let value = number.map(|number| cell.value(number));
                    write(&mut desk, cell, value.as_ref());
                    model.hand(cell, value.as_ref());
                }
                Step::Import => {
                    let file = workbook_of(&sheet);
                    desk.import(&file);
                    model.import(&sheet);
                    prop_assert_eq!(read(&desk), model.now.clone());
                    let again = desk.planned(&file);
                    prop_assert!(again.changes.is_empty(), "{:?}", again.rows);
                }
                Step::Sheet(..) | Step::Hand(..) => {}
            }
        }
    }
}
