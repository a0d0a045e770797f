//! The sentences of *vis beregning*: how a rate line costs what it does, in Danish words.
//!
//! Invariant: every step of a formula has its words here, by exhaustive match; no figure is worked out
//! here, only written.

use vilkaar_domain::cost::explain::{ExplainedLine, Formula, PartMonth};
use vilkaar_domain::cost::{IncreaseAboveIndex, MissingYears, day_offer_percent};
use vilkaar_domain::{DayOfferSteps, RateLine, Unit};

use crate::format::{counted, decimal, kr, month, number, percent, rate};

/// How the line's cost of the year comes about, with its result:
/// `425,00 kr. × 14 timer/uge × 184 dage / 7 = 156.400,00 kr.`
#[must_use]
pub fn formula(line: &ExplainedLine) -> String {
    if line.formula == Formula::Unknown {
        return "Antal pr. uge mangler, så udgiften er ukendt.".to_owned();
    }
    format!("{} = {}", steps(line), kr(line.cost))
}

/// The formula without its result; empty where the cost is unknown.
#[must_use]
pub fn steps(line: &ExplainedLine) -> String {
    let amount = format!("{} kr.", rate(line.amount));
    match &line.formula {
        Formula::Days { days } => format!("{amount} × {}", whole_days(*days)),
        Formula::SettlementDays { settled, days, year_days } => {
            format!("{amount} × {settled} afregningsdage × {days}/{year_days} af året")
        }
        Formula::Months { whole, parts } => format!("{amount} × {}", months(*whole, parts)),
        Formula::Year { days, year_days } => format!("{amount} × {days}/{year_days} af året"),
        Formula::Hours { a_week, days } => {
            format!("{amount} × {} timer/uge × {} / 7", number(*a_week), whole_days(*days))
        }
        Formula::Weekly { a_week, weeks, days, year_days } => {
            let what = if line.unit == Unit::Trip { "ture/uge" } else { "fremmødedage/uge" };
            let weeks = number(*weeks);
            format!("{amount} × {} {what} × {weeks} åbne uger × {days}/{year_days} af året", number(*a_week))
        }
        Formula::DayOffer { percent: step, a_week, days } => {
            let step = percent((*step).into(), 0);
            format!("{amount} × {step} (trin for {} dage/uge) × {}", number(*a_week), whole_days(*days))
        }
        Formula::Once => format!("{amount}, én gang"),
        Formula::Unknown => String::new(),
    }
}

fn whole_days(days: i64) -> String {
    counted(usize::try_from(days).unwrap_or(0), "dag", "dage")
}

/// `10 måneder`, `(10 måneder + 19/28 af februar 2026)`.
fn months(whole: u32, parts: &[PartMonth]) -> String {
    let mut terms = Vec::new();
    if whole > 0 || parts.is_empty() {
        terms.push(counted(usize::try_from(whole).unwrap_or(0), "måned", "måneder"));
    }
    terms.extend(parts.iter().map(|part| format!("{}/{} af {}", part.days, part.of, month(part.month))));
    if let [only] = terms.as_slice() { only.clone() } else { format!("({})", terms.join(" + ")) }
}

/// How a line's *helårsvirkning* comes about (domain §2.2): `425,00 kr. × 14 timer/uge × 365 / 7`.
#[must_use]
pub fn annualised(line: &RateLine, day_offer_steps: &DayOfferSteps) -> String {
    let amount = format!("{} kr.", rate(line.amount));
    let quantity = line.quantity.map(number);
    let weeks = number(line.weeks());
    match (line.unit, quantity, line.settlement_days) {
        (Unit::Day, _, Some(settled)) => format!("{amount} × {settled} afregningsdage"),
        (Unit::Day, _, None) => format!("{amount} × 365"),
        (Unit::Month, ..) => format!("{amount} × 12"),
        (Unit::Year, ..) => amount,
        (Unit::Hour, Some(hours), _) => format!("{amount} × {hours} timer/uge × 365 / 7"),
        (Unit::Attendance, Some(days), _) => {
            format!("{amount} × {days} fremmødedage/uge × {weeks} åbne uger")
        }
        (Unit::Trip, Some(trips), _) => format!("{amount} × {trips} ture/uge × {weeks} åbne uger"),
        (Unit::DayOfferPlace, Some(days), _) => {
            let step = line.quantity.and_then(|days| day_offer_percent(day_offer_steps, days));
            step.map_or_else(
                || "Antal dage pr. uge kan ikke bruges, så udgiften er ukendt.".to_owned(),
                |step| format!("{amount} × {} (trin for {days} dage/uge) × 365", percent(step.into(), 0)),
            )
        }
        (Unit::Once, ..) => "engangsbeløb, indgår ikke i helårsvirkningen".to_owned(),
        (Unit::Hour | Unit::Attendance | Unit::Trip | Unit::DayOfferPlace, None, _) => {
            "Antal pr. uge mangler, så udgiften er ukendt.".to_owned()
        }
    }
}

/// *Stigning ud over P/L* in words, or the years that P/L is missing for.
#[must_use]
pub fn increase_above_index(increase: &Result<IncreaseAboveIndex, MissingYears>) -> String {
    match increase {
        Ok(found) => {
            let share = found.percent.map_or_else(String::new, |share| format!(" ({})", percent(share, 2)));
            format!(
                "{}{share} i forhold til P/L, som ville have givet {}",
                signed(found.difference),
                kr(found.regulated)
            )
        }
        Err(missing) => missing_index(missing),
    }
}

fn signed(amount: vilkaar_domain::Money) -> String {
    if amount > vilkaar_domain::Money::ZERO { format!("+{}", kr(amount)) } else { kr(amount) }
}

/// `P/L mangler for 2019`.
#[must_use]
pub fn missing_index(missing: &MissingYears) -> String {
    let years: Vec<String> = missing.0.iter().map(ToString::to_string).collect();
    format!("P/L mangler for {}", years.join(", "))
}

/// `900.189,00 kr. / (15 timer/uge × 365/7) = 1.150,93 kr. pr. støttetime`.
#[must_use]
pub fn hourly_rate(found: &vilkaar_domain::comparison::HourlyRate) -> String {
    let support = if found.base_rate == vilkaar_domain::Money::ZERO {
        kr(found.support)
    } else {
        format!("({} − basistakst {})", kr(found.support), kr(found.base_rate))
    };
    format!(
        "{support} / ({} timer/uge × 365/7) = {} kr. pr. støttetime",
        number(found.hours_a_week),
        decimal(found.rate.kroner(), 2)
    )
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use rstest::rstest;
    use rust_decimal::Decimal;
    use vilkaar_domain::cost::Purse;
    use vilkaar_domain::{Money, Rate, RateLineId, Service};

    use super::*;

    fn line(unit: Unit, formula: Formula) -> ExplainedLine {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        ExplainedLine {
            line: RateLineId(uuid::Uuid::nil()),
            service: Service::BaseRate,
            paragraph: "§ 108".to_owned(),
            unit,
            amount: Rate::from_scaled(4_250_000),
            from: day(1, 1),
            to: day(12, 31),
            purse: Purse::Gross,
            cost: Money::from_oere(15_640_000),
            gross: Money::from_oere(15_640_000),
            formula,
        }
    }

    #[rstest]
    #[case(Unit::Day, Formula::Days { days: 1 }, "425,00 kr. × 1 dag = 156.400,00 kr.")]
    #[case(
        Unit::Day,
        Formula::SettlementDays { settled: 334, days: 31, year_days: 365 },
        "425,00 kr. × 334 afregningsdage × 31/365 af året = 156.400,00 kr."
    )]
    #[case(
        Unit::Year,
        Formula::Year { days: 365, year_days: 365 },
        "425,00 kr. × 365/365 af året = 156.400,00 kr."
    )]
    #[case(
        Unit::Hour,
        Formula::Hours { a_week: Decimal::from(14), days: 184 },
        "425,00 kr. × 14 timer/uge × 184 dage / 7 = 156.400,00 kr."
    )]
    #[case(
        Unit::Trip,
        Formula::Weekly { a_week: Decimal::from(10), weeks: Decimal::from(46), days: 365, year_days: 365 },
        "425,00 kr. × 10 ture/uge × 46 åbne uger × 365/365 af året = 156.400,00 kr."
    )]
    #[case(
        Unit::Attendance,
        Formula::Weekly { a_week: Decimal::new(25, 1), weeks: Decimal::from(46), days: 31, year_days: 365 },
        "425,00 kr. × 2,5 fremmødedage/uge × 46 åbne uger × 31/365 af året = 156.400,00 kr."
    )]
    #[case(
        Unit::DayOfferPlace,
        Formula::DayOffer { percent: 85, a_week: Decimal::from(3), days: 365 },
        "425,00 kr. × 85\u{a0}% (trin for 3 dage/uge) × 365 dage = 156.400,00 kr."
    )]
    #[case(Unit::Once, Formula::Once, "425,00 kr., én gang = 156.400,00 kr.")]
    #[case(Unit::Hour, Formula::Unknown, "Antal pr. uge mangler, så udgiften er ukendt.")]
    fn every_unit_has_its_formula_in_words(#[case] unit: Unit, #[case] steps: Formula, #[case] words: &str) {
        assert_eq!(formula(&line(unit, steps)), words);
    }

    #[rstest]
    #[case(12, vec![], "425,00 kr. × 12 måneder = 156.400,00 kr.")]
    #[case(10, vec![(2, 19, 28)], "425,00 kr. × (10 måneder + 19/28 af februar 2026) = 156.400,00 kr.")]
    #[case(0, vec![(2, 19, 28)], "425,00 kr. × 19/28 af februar 2026 = 156.400,00 kr.")]
    fn part_months_are_named(#[case] whole: u32, #[case] parts: Vec<(u32, u32, u32)>, #[case] words: &str) {
        let parts = parts
            .into_iter()
            .filter_map(|(month, days, of)| {
                Some(PartMonth { month: NaiveDate::from_ymd_opt(2026, month, 1)?, days, of })
            })
            .collect();
        assert_eq!(formula(&line(Unit::Month, Formula::Months { whole, parts })), words);
    }

    #[test]
    fn the_increase_above_pl_is_said_with_its_sign_or_which_year_is_missing() {
        let found = IncreaseAboveIndex {
            regulated: Money::from_oere(254_967),
            difference: Money::from_oere(-5_991),
            percent: Some(Decimal::new(-235, 2)),
        };
        assert_eq!(
            increase_above_index(&Ok(found)),
            "-59,91 kr. (-2,35\u{a0}%) i forhold til P/L, som ville have givet 2.549,67 kr."
        );
        assert_eq!(increase_above_index(&Err(MissingYears(vec![2019]))), "P/L mangler for 2019");
    }
}
