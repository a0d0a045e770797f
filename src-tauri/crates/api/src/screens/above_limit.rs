//! *Udgiftstunge sager*: which cases are above the limit, from when, and which lines carry them there
//! (domain §2.3).
//!
//! Invariant: the rule is per citizen, so every case of the citizen has the same day and lines.

use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Flag, Portfolio};
use vilkaar_domain::cost::{LimitDay, LimitVerdict, LineShare};
use vilkaar_domain::{Money, PlacementStatus, RateLine};
use vilkaar_wording::format;

use super::placement::economy::{double_payment_words, double_payments_of};
use super::placement::standing::line_name;
use super::{flag, limit_bar, name_or_unknown};
use crate::types::{AboveLimit, AboveLimitCase, Figure, LimitCarrier, Status, Tone};

/// The whole screen.
#[must_use]
pub fn above_limit(portfolio: &Portfolio) -> AboveLimit {
    let mut cases: Vec<(&CaseFacts, &LimitVerdict)> = portfolio
        .above_limit()
        .filter_map(|facts| facts.limit.as_deref().map(|verdict| (facts, verdict)))
        .collect();
    cases.sort_by_key(|(facts, verdict)| {
        let case = &portfolio.placement(facts).case;
        (verdict.above_since.is_none(), std::cmp::Reverse(verdict.shown.annualised), case.clone())
    });
    let longest = cases.iter().map(|(_, verdict)| verdict.shown.annualised).max().unwrap_or_default();
    AboveLimit {
        context: context(portfolio, &cases),
        limit_name: portfolio.limit_name(),
        figures: figures(portfolio, &cases),
        rows: cases.iter().map(|(facts, verdict)| row(portfolio, facts, verdict, longest)).collect(),
        notes: notes(portfolio, &cases),
    }
}

/// Annualised cost of the cases today, as far as it is known.
fn sum(cases: &[(&CaseFacts, &LimitVerdict)]) -> Money {
    cases.iter().filter_map(|(facts, _)| facts.annualised).sum()
}

/// The share that the cases above the limit have of the annualised cost, in percent: own active cases of
/// own active cases. None without any cost.
pub(crate) fn share_of_cost(portfolio: &Portfolio) -> Option<Decimal> {
    let is_counted = |facts: &&CaseFacts| facts.status == PlacementStatus::Active && facts.priced.is_own_cost;
    let all: Money = portfolio.open_cases().filter(is_counted).filter_map(|facts| facts.annualised).sum();
    let above: Money = portfolio.above_limit().filter(is_counted).filter_map(|facts| facts.annualised).sum();
    (all > Money::ZERO).then(|| above.kroner() * Decimal::ONE_HUNDRED / all.kroner())
}

fn context(portfolio: &Portfolio, cases: &[(&CaseFacts, &LimitVerdict)]) -> String {
    let above = sum(cases);
    let mut parts =
        vec![format::counted(cases.len(), "sag", "sager"), format!("{} pr. år", format::kr_whole(above))];
    if let Some(share) = share_of_cost(portfolio) {
        parts.push(format!("{} af helårsudgiften", format::percent(share, 1)));
    }
    parts.join(", ")
}

fn figures(portfolio: &Portfolio, cases: &[(&CaseFacts, &LimitVerdict)]) -> Vec<Figure> {
    let coming: Vec<&(&CaseFacts, &LimitVerdict)> =
        cases.iter().filter(|(_, verdict)| verdict.above_since.is_none()).collect();
    let next = coming
        .iter()
        .filter_map(|(facts, verdict)| verdict.above_from.map(|from| (from, *facts, *verdict)))
        .min_by_key(|(from, ..)| *from);
    let above = sum(cases);
    let citizens: std::collections::BTreeSet<_> =
        cases.iter().map(|(facts, _)| facts.priced.citizen).collect();
    let figure =
        |label: String, value: String, unit: Option<&str>, remark: Option<String>, explain: Option<&str>| {
            Figure {
                label,
                value,
                unit: unit.map(str::to_owned),
                remark,
                status: None,
                explain: explain.map(str::to_owned),
            }
        };
    vec![
        figure(
            format!("Sager over {}", portfolio.limit_name()),
            cases.len().to_string(),
            None,
            Some(format::counted(citizens.len(), "borger", "borgere")),
            Some("above_limit"),
        ),
        figure(
            "Kr. pr. år, brutto".to_owned(),
            format::kr_whole_bare(above),
            Some("kr."),
            share_of_cost(portfolio).map(|share| format!("{} af helårsudgiften", format::percent(share, 1))),
            Some("above_limit"),
        ),
        figure(
            "På vej inden tolv måneder".to_owned(),
            coming.len().to_string(),
            Some(if coming.len() == 1 { "sag" } else { "sager" }),
            Some("kendte priser, der endnu ikke gælder".to_owned()),
            None,
        ),
        match next {
            Some((from, facts, verdict)) => figure(
                "Næste over grænsen".to_owned(),
                format::date(from),
                None,
                Some(format!(
                    "{}, {}: {}",
                    portfolio.placement(facts).case,
                    name_or_unknown(portfolio.citizen_name(facts)),
                    format::kr_whole(verdict.shown.annualised)
                )),
                Some(&format!("case-limit:{}", portfolio.placement(facts).case)),
            ),
            None => figure("Næste over grænsen".to_owned(), "ingen".to_owned(), None, None, None),
        },
    ]
}

fn row(portfolio: &Portfolio, facts: &CaseFacts, verdict: &LimitVerdict, longest: Money) -> AboveLimitCase {
    let placement = portfolio.placement(facts);
    let shown = &verdict.shown;
    AboveLimitCase {
        case: placement.case.to_string(),
        citizen: name_or_unknown(portfolio.citizen_name(facts)),
        cpr: portfolio.citizen(facts).and_then(|citizen| citizen.cpr.as_ref()).map(|cpr| cpr.masked()),
        legal_basis: placement.legal_basis.word().to_owned(),
        offer: portfolio.offer_name(facts).unwrap_or("tilbud ikke oplyst").to_owned(),
        provider: portfolio.provider_name(facts).map(str::to_owned),
        annualised: facts.annualised.map_or_else(|| "takst mangler".to_owned(), format::kr_whole_bare),
        next_twelve_months: format::kr_whole_bare(facts.next_twelve_months),
        when: when(verdict),
        is_coming: verdict.above_since.is_none(),
        bar: limit_bar(shown.annualised, shown.limit, longest),
        explain: format!("case-limit:{}", placement.case),
        carriers: carriers(portfolio, shown),
        remarks: remarks(portfolio, facts, verdict),
    }
}

/// `siden 01-01-2025`, `fra 01-03-2027: 1.016.708`.
fn when(verdict: &LimitVerdict) -> String {
    match (verdict.above_since, verdict.above_from) {
        (Some(since), _) => format!("siden {}", format::date(since)),
        (None, Some(from)) => {
            format!("fra {}: {}", format::date(from), format::kr_whole_bare(verdict.shown.annualised))
        }
        (None, None) => String::new(),
    }
}

/// The lines of all the citizen's cases on the day shown, dearest first.
fn carriers(portfolio: &Portfolio, shown: &LimitDay) -> Vec<LimitCarrier> {
    shown
        .lines
        .iter()
        .filter_map(|share| {
            let line = line_of(portfolio, share)?;
            Some(LimitCarrier {
                case: case_of(portfolio, share),
                line: line_name(line),
                period: match line.to {
                    Some(to) => format!("{} til {}", format::date(line.from), format::date(to)),
                    None => format!("fra {}", format::date(line.from)),
                },
                annualised: format::kr_whole_bare(share.annualised),
                share: shown.percent(share).map_or_else(String::new, |percent| format::percent(percent, 1)),
                // Without its base rate every case would be below: that tells nothing.
                tips_over: !line.service.is_housing() && shown.tips_over(share),
            })
        })
        .collect()
}

/// The record of a share.
pub(crate) fn line_of<'p>(portfolio: &'p Portfolio, share: &LineShare) -> Option<&'p RateLine> {
    portfolio.register().rate_lines.iter().find(|line| line.id == share.line)
}

/// The case number of a share.
pub(crate) fn case_of(portfolio: &Portfolio, share: &LineShare) -> String {
    portfolio
        .cases()
        .iter()
        .find(|facts| facts.priced.placement == share.placement)
        .map_or_else(String::new, |facts| portfolio.placement(facts).case.to_string())
}

/// What one must know beside the amount.
fn remarks(portfolio: &Portfolio, facts: &CaseFacts, verdict: &LimitVerdict) -> Vec<Status> {
    let mut found: Vec<Status> = double_payments_of(portfolio, facts)
        .iter()
        .map(|double| Status { tone: Tone::Warn, text: double_payment_words(portfolio, double) })
        .collect();
    found.extend(
        facts
            .flags
            .iter()
            .filter(|mark| {
                matches!(
                    mark,
                    Flag::RateMissing
                        | Flag::RateGap
                        | Flag::NoContract
                        | Flag::NoSearch
                        | Flag::OtherMunicipality
                        | Flag::Planned
                )
            })
            .map(|mark| flag(*mark)),
    );
    if verdict.is_incomplete && facts.annualised.is_some() && !facts.flags.contains(&Flag::RateGap) {
        found.push(Status {
            tone: Tone::Warn,
            text: "Vurderet på det kendte: takst mangler en del af tiden".to_owned(),
        });
    }
    found
}

fn notes(portfolio: &Portfolio, cases: &[(&CaseFacts, &LimitVerdict)]) -> Vec<String> {
    let mut notes = vec![format!(
        "Grænsen er {} brutto om året pr. borger, på en dag fra i dag til samme dag om tolv måneder; {} præcis er ikke over.",
        portfolio.limit_name(),
        portfolio.limit_name()
    )];
    let incomplete = cases.iter().filter(|(_, verdict)| verdict.is_incomplete).count();
    if incomplete > 0 {
        notes.push(format!(
            "{} har dage uden takst og er vurderet på det, der kendes.",
            format::counted(incomplete, "sag", "sager")
        ));
    }
    let others = cases.iter().filter(|(facts, _)| !facts.priced.is_own_cost).count();
    if others > 0 {
        notes.push(format!(
            "{} betales af en anden kommune; de tæller med ved grænsen, men ikke i eget budget.",
            format::counted(others, "sag", "sager")
        ));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn the_samples_cases_above_the_limit_are_those_of_the_mock_up() {
        let shown = above_limit(&sample::portfolio());
        assert_eq!(shown.context, "21 sager, 26.559.597 kr. pr. år, 48,9\u{a0}% af helårsudgiften");
        assert_eq!(shown.limit_name, "1,0 mio. kr.");
        assert_eq!(shown.rows.len(), 21);
        assert_eq!(
            (shown.rows[0].case.as_str(), shown.rows[0].annualised.as_str()),
            ("S2024-1009", "2.324.225")
        );
        assert_eq!(shown.figures.len(), 4);
    }

    #[test]
    fn exactly_at_the_limit_and_just_below_it_is_not_above() {
        let shown = above_limit(&sample::portfolio());
        assert!(shown.rows.iter().all(|row| row.case != "S2026-1001" && row.case != "S2026-1002"));
    }

    #[test]
    fn a_known_future_price_shows_the_case_as_coming_with_its_day_and_amount() {
        let shown = above_limit(&sample::portfolio());
        let coming = shown.rows.iter().find(|row| row.case == "S2025-1003").unwrap();
        assert!(coming.is_coming);
        assert_eq!(coming.when, "fra 01-03-2027: 1.016.708");
        assert_eq!(
            (coming.annualised.as_str(), coming.next_twelve_months.as_str()),
            ("969.075", "1.003.527")
        );
        assert_eq!(shown.figures[3].value, "01-03-2027");
    }

    #[test]
    fn the_lines_that_carry_a_case_stand_dearest_first_and_the_one_that_tips_it_over_is_told() {
        let shown = above_limit(&sample::portfolio());
        let row = shown.rows.iter().find(|row| row.case == "S2023-1017").unwrap();
        let carriers: Vec<(&str, &str, bool)> = row
            .carriers
            .iter()
            .map(|carrier| (carrier.line.as_str(), carrier.share.as_str(), carrier.tips_over))
            .collect();
        assert_eq!(
            carriers,
            [
                ("Grundtakst, 2.518,61 pr. døgn", "88,3\u{a0}%", false),
                ("Dagtilbud, 322,00 pr. døgn (dagtilbud), 3 dage/uge", "9,6\u{a0}%", true),
                ("Transport til dagtilbud, 1.850,00 pr. md.", "2,1\u{a0}%", false),
            ]
        );
    }
}
