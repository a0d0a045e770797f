//! P/L by hand: one percent a year, within bounds, with its source.

use std::sync::Arc;

use rstest::rstest;

use super::*;
use crate::sample;

fn values(pairs: &[(&str, &str)]) -> Vec<FieldValue> {
    pairs
        .iter()
        .map(|(name, value)| FieldValue { name: (*name).to_owned(), value: (*value).to_owned() })
        .collect()
}

const GOOD: [(&str, &str); 4] =
    [("year", "2035"), ("percent", "2,75"), ("status", "bekræftet"), ("source", "Økonomiaftalen")];

fn with(changed: &[(&str, &str)]) -> Vec<FieldValue> {
    let mut pairs = GOOD;
    for (name, value) in changed {
        pairs.iter_mut().find(|pair| pair.0 == *name).unwrap().1 = value;
    }
    values(&pairs)
}

fn add(changed: &[(&str, &str)]) -> Decision {
    decide(&sample::portfolio(), FormAction::NewPriceIndex, None, &[], &with(changed)).unwrap()
}

#[test]
fn a_year_is_added_with_its_percent() {
    let Decision::Save(decided) = add(&[]) else { panic!("not saved") };
    let Some(Entity::PriceIndex(index)) = &decided.changes[0].after else { panic!() };
    assert_eq!(
        (index.year, index.percent, index.status),
        (2035, Decimal::new(275, 2), Some(FigureStatus::Confirmed))
    );
}

#[rstest]
#[case(&[("year", "2026")], "year", "står allerede i tabellen")]
#[case(&[("year", "26")], "year", "mellem 1990 og 2100")]
#[case(&[("year", "")], "year", "Udfyld")]
#[case(&[("percent", "20,01")], "percent", "mellem −20 og 20")]
#[case(&[("percent", "3,125")], "percent", "højst to decimaler")]
#[case(&[("percent", "tre")], "percent", "kan ikke læses")]
#[case(&[("source", "")], "source", "hvor den bekræftede procent står")]
#[case(&[("status", "måske")], "status", "fra listen")]
fn what_cannot_be_is_said_at_its_field(
    #[case] changed: &[(&str, &str)],
    #[case] field: &str,
    #[case] words: &str,
) {
    let Decision::Refuse(problems) = add(changed) else { panic!("not refused") };
    assert!(
        problems.iter().any(|problem| problem.field == field && problem.sentence.contains(words)),
        "{problems:?}"
    );
}

#[test]
fn an_estimate_needs_no_source_and_a_change_of_another_is_shown() {
    assert!(matches!(add(&[("status", "estimat"), ("source", "")]), Decision::Save(_)));
    let mut register = sample::register();
    let index = register.price_indexes.iter().find(|index| index.year == 2026).unwrap().clone();
    let id = index.id.to_string();
    let base = {
        let portfolio = sample::portfolio();
        let subject = subject(&portfolio, FormAction::EditPriceIndex, Some(&id)).unwrap();
        forms::values(FIELDS, &draft(&portfolio, &subject))
    };
    register.price_indexes.iter_mut().find(|known| known.id == index.id).unwrap().percent =
        Decimal::new(99, 1);
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let mut mine = base.clone();
    mine.iter_mut().find(|value| value.name == "percent").unwrap().value = "4".to_owned();
    let decision = decide(&portfolio, FormAction::EditPriceIndex, Some(&id), &base, &mine).unwrap();
    assert!(matches!(decision, Decision::Clash(_)));
}

#[test]
fn the_table_is_newest_first_and_names_the_years_it_lacks() {
    let mut register = sample::register();
    register.price_indexes.retain(|index| index.year != 2024);
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let table = price_indexes(&portfolio);
    assert!(table.rows.windows(2).all(|pair| pair[0].year > pair[1].year));
    assert!(
        table.missing.iter().any(|text| text.starts_with("P/L for 2024 mangler. ")),
        "{:?}",
        table.missing
    );
}
