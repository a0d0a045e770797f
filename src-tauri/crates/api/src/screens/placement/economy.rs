//! *Økonomi*: what the placement costs last year, this year, next year and annualised, with its rate
//! lines and what makes a figure incomplete.
//!
//! Invariant: a year with a gap is marked *ufuldstændig*, and what another municipality pays stands apart.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::charts::{self, Size};
use vilkaar_domain::calendar::{Period, add_months};
use vilkaar_domain::cost::{
    CostYear, DoublePayment, Formula, PriceTable, PricedCase, double_payments, explain_year, refund,
};
use vilkaar_domain::forecast::{ForecastBasis, forecast};
use vilkaar_domain::{CaseFile, FigureStatus, Money, PlacementStatus};
use vilkaar_wording::{format, formula};

use super::{rate_lines, standing};
use crate::charts::chart;
use crate::types::{ApiError, Economy, Figure, Remark, Status, Tone};

/// *Økonomi*.
pub(super) fn economy(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
) -> Result<Economy, ApiError> {
    let drawn = rate_lines::step_chart(portfolio, file, facts)
        .map(|data| chart(charts::step_chart(&data, Size::screen(720.0, 192.0))))
        .transpose()?;
    let year = portfolio.year();
    Ok(Economy {
        chart: drawn,
        costs: vec![
            year_figure(portfolio, file, facts, year - 1),
            year_figure(portfolio, file, facts, year),
            year_figure(portfolio, file, facts, year + 1),
            annualised_figure(portfolio, file, facts),
        ],
        amount_heading: rate_lines::amount_heading(file),
        lines: rate_lines::rows(portfolio, file, facts),
        notes: notes(portfolio, file, facts),
    })
}

/// The case's row of a year, the refund spread over the citizen's cases.
pub(crate) fn cost_year(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
    year: i32,
) -> Option<CostYear> {
    let cases: Vec<&PricedCase> =
        portfolio.cases_of(facts.priced.citizen).map(|facts| &facts.priced).collect();
    let settings = &portfolio.register().settings;
    refund::year(&cases, file.citizen, year, portfolio.refund_limits(year), settings)
        .into_iter()
        .find(|row| row.placement == facts.priced.placement)
}

/// What a year is expected to cost, where that differs from what is agreed: trappetakst and P/L.
pub(crate) fn expected_of_year(portfolio: &Portfolio, file: &CaseFile<'_>, year: i32) -> Option<Money> {
    if year < portfolio.year() {
        return None;
    }
    let register = portfolio.register();
    let cases = std::slice::from_ref(file);
    let price_table = standing::price_table(portfolio);
    let basis = ForecastBasis {
        cases,
        youths: &[],
        budgets: &[],
        price_table: &price_table,
        settings: &register.settings,
        today: portfolio.today(),
    };
    let total = forecast(&basis, year).total;
    (total.expected != Money::ZERO).then_some(total.expected)
}

/// What lifts or lowers a year's expected cost, ` trappetakst og P/L er regnet med`; only what the figure
/// would be another without, so empty where neither changes it.
pub(crate) fn expected_because(portfolio: &Portfolio, file: &CaseFile<'_>, year: i32) -> &'static str {
    let cost = |file: &CaseFile<'_>, price_table: &PriceTable| {
        let basis = ForecastBasis {
            cases: std::slice::from_ref(file),
            youths: &[],
            budgets: &[],
            price_table,
            settings: &portfolio.register().settings,
            today: portfolio.today(),
        };
        forecast(&basis, year).total.expected
    };
    let table = standing::price_table(portfolio);
    let expected = cost(file, &table);
    let without_steps = CaseFile { step_rates: Vec::new(), ..file.clone() };
    let by_steps = cost(&without_steps, &table) != expected;
    let by_index = cost(file, &PriceTable::new(&[])) != expected;
    match (by_steps, by_index) {
        (true, true) => "; trappetakst og P/L er regnet med",
        (true, false) => "; trappetakst er regnet med",
        (false, true) => "; P/L er regnet med",
        (false, false) => "",
    }
}

/// That a year's refund rests on estimated limits.
pub(crate) fn estimate_note(year: i32) -> String {
    format!("Refusionen for {year} hviler på anslåede grænser.")
}

fn year_figure(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts, year: i32) -> Figure {
    let label = year.to_string();
    let case = &file.placement.case;
    let Some(row) = cost_year(portfolio, file, facts, year) else {
        return Figure {
            label,
            value: "–".to_owned(),
            unit: None,
            remark: Some(format!("intet ophold i {year}")),
            status: None,
            explain: None,
        };
    };
    let net = match row.net {
        Some(net) => Some(format!(
            "netto {}{}",
            format::kr_whole_bare(net),
            standing::deducted(row.own_payment, row.refund.unwrap_or_default(), row.vat_refund)
        )),
        None if !row.is_own_cost => Some("mellemkommunal".to_owned()),
        None => Some(format!("ingen satser for {year}")),
    };
    let expected = expected_of_year(portfolio, file, year)
        .filter(|expected| *expected != row.gross)
        .map(|expected| format!("forventet {}", format::kr_whole_bare(expected)));
    let remark: Vec<String> = expected.into_iter().chain(net).collect();
    Figure {
        label,
        value: format::kr_whole_bare(row.gross),
        unit: Some("kr.".to_owned()),
        remark: Some(remark.join("; ")),
        status: row
            .is_incomplete
            .then(|| Status { tone: Tone::Bad, text: "Ufuldstændig: takst mangler".to_owned() }),
        explain: Some(format!("case-year:{case}:{year}")),
    }
}

fn annualised_figure(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Figure {
    let day = format::date(facts.priced.judged_on(portfolio.today()));
    Figure {
        label: "Helårsvirkning".to_owned(),
        value: facts.annualised.map_or_else(|| "takst mangler".to_owned(), format::kr_whole_bare),
        unit: facts.annualised.map(|_| "kr.".to_owned()),
        remark: Some(if facts.annualised.is_some() {
            format!("pr. {day}; {}", standing::net_words(portfolio, file, facts).replace(" kr.", ""))
        } else {
            format!("pr. {day}")
        }),
        status: None,
        explain: Some(format!("case-annualised:{}", file.placement.case)),
    }
}

/// One sentence for each reservation.
pub(crate) fn notes(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Vec<Remark> {
    let mut found = Vec::new();
    let mut say = |tone, text: String| found.push(Remark { tone, text });
    let (year, today) = (portfolio.year(), portfolio.today());
    for gap in gaps_around(facts, year) {
        say(Tone::Bad, gap_words(&gap));
    }
    for line in explain_year(file, year, &portfolio.register().settings) {
        if line.formula == Formula::Unknown {
            say(Tone::Bad, format!("{}: {}", line.service.word(), formula::formula(&line)));
        }
    }
    for double in double_payments_of(portfolio, facts) {
        say(Tone::Warn, double_payment_words(portfolio, &double));
    }
    if !facts.priced.is_own_cost {
        let payer = file.placement.paying_municipality.as_deref().unwrap_or("En anden kommune");
        say(
            Tone::Info,
            format!(
                "{payer} betaler. Udgiften er mellemkommunal og står uden for eget budget, netto og refusion; den tæller med ved grænsen."
            ),
        );
    }
    if let Some(Err(missing)) = standing::above_index(portfolio, file, facts) {
        say(
            Tone::Warn,
            format!("{}, så stigningen ud over P/L er ukendt.", formula::missing_index(&missing)),
        );
    }
    if facts.status == PlacementStatus::Planned {
        let day = format::date(file.placement.moved_in);
        say(Tone::Info, format!("Opholdet er planlagt; helårsvirkningen er pr. {day}, den første dag."));
    }
    if facts.status != PlacementStatus::Ended && facts.priced.is_own_cost {
        let is_estimate = portfolio
            .refund_limits(year)
            .is_some_and(|limits| limits.status != Some(FigureStatus::Confirmed));
        let refund = cost_year(portfolio, file, facts, year).and_then(|row| row.refund);
        if is_estimate && refund.is_some_and(|refund| refund != Money::ZERO) {
            say(Tone::Info, estimate_note(year));
        }
    }
    let one_off_ahead = facts.priced.gross_lines().any(|line| {
        line.is_one_off() && line.first_day().is_some_and(|day| day > today && day <= add_months(today, 12))
    });
    if one_off_ahead {
        say(
            Tone::Info,
            "Et engangsbeløb forfalder inden for tolv måneder; det indgår ikke i helårsvirkningen."
                .to_owned(),
        );
    }
    found
}

/// The gaps of last year, this year and next year.
fn gaps_around(facts: &CaseFacts, year: i32) -> Vec<Period> {
    let first = chrono::NaiveDate::from_ymd_opt(year - 1, 1, 1);
    let last = chrono::NaiveDate::from_ymd_opt(year + 1, 12, 31);
    first.and_then(|first| Period::new(first, last)).map_or_else(Vec::new, |within| facts.priced.gaps(within))
}

/// `Takst mangler 01-04-2026 til 30-04-2026, 30 dage: …`.
pub(crate) fn gap_words(gap: &Period) -> String {
    match gap.to() {
        Some(to) => {
            let days = usize::try_from((to - gap.from()).num_days() + 1).unwrap_or_default();
            format!(
                "Takst mangler {}, {}: dagene er ikke med i udgiften.",
                rate_lines::period_words(gap.from(), Some(to)),
                format::counted(days, "dag", "dage")
            )
        }
        None => format!("Takst mangler fra {}: udgiften derefter er ukendt.", format::date(gap.from())),
    }
}

/// Double payments that touch the last or the next twelve months and this case.
pub(crate) fn double_payments_of(portfolio: &Portfolio, facts: &CaseFacts) -> Vec<DoublePayment> {
    let today = portfolio.today();
    let cases: Vec<&PricedCase> =
        portfolio.cases_of(facts.priced.citizen).map(|facts| &facts.priced).collect();
    Period::new(add_months(today, -12), Some(add_months(today, 12)))
        .map_or_else(Vec::new, |within| double_payments(&cases, within))
        .into_iter()
        .filter(|double| [double.first, double.second].contains(&facts.priced.placement))
        .collect()
}

/// `Dobbeltbetaling 01-05-2026 til 31-05-2026: S2024-1005 71.548 kr. og S2026-1006 68.200 kr.`
pub(crate) fn double_payment_words(portfolio: &Portfolio, double: &DoublePayment) -> String {
    let case = |id| {
        portfolio
            .cases()
            .iter()
            .find(|facts| facts.priced.placement == id)
            .map_or("", |facts| portfolio.placement(facts).case.as_str())
    };
    let part = |id, cost: Option<Money>| {
        cost.map_or_else(|| case(id).to_owned(), |cost| format!("{} {}", case(id), format::kr_whole(cost)))
    };
    format!(
        "Dobbeltbetaling {}: {} og {}",
        rate_lines::period_words(double.days.from(), double.days.to()),
        part(double.first, double.first_cost),
        part(double.second, double.second_cost)
    )
}
