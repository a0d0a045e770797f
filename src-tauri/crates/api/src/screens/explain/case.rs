//! The formulas of one case: a year, annualised, per support hour, and against the limit.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::comparison::Benchmark;
use vilkaar_domain::cost::{CostYear, ExplainedLine, Formula, LineShare, Purse, explain_year};
use vilkaar_domain::{CaseFile, DayOfferSteps, Money, RateLine};
use vilkaar_wording::{format, formula};

use super::{full_stop, line, sum};
use crate::packet::like_cases;
use crate::screens::above_limit::{case_of, line_of};
use crate::screens::placement::economy::{cost_year, notes as reservations};
use crate::screens::placement::rate_lines::period_words;
use crate::screens::placement::standing;
use crate::types::{Explanation, ExplanationLine};

/// A line of a year: `Grundtakst 01-01-2026 til 31-12-2026`.
fn label(explained: &ExplainedLine) -> String {
    format!("{} {}", explained.service.word(), period_words(explained.from, Some(explained.to)))
}

fn steps(explained: &ExplainedLine) -> String {
    if explained.formula == Formula::Unknown {
        formula::formula(explained)
    } else {
        formula::steps(explained)
    }
}

/// A calendar year of a case, gross; net in the notes.
pub(super) fn year(portfolio: &Portfolio, facts: &CaseFacts, year: i32) -> Explanation {
    let file = portfolio.file(facts);
    let explained = explain_year(&file, year, &portfolio.register().settings);
    let lines: Vec<ExplanationLine> = explained
        .iter()
        .filter(|explained| explained.purse == Purse::Gross)
        .map(|explained| {
            let amount = if explained.formula == Formula::Unknown {
                "ukendt".to_owned()
            } else {
                format::kr_bare(explained.gross)
            };
            line(label(explained), steps(explained), amount)
        })
        .collect();
    let gross: Money = explained.iter().map(|explained| explained.gross).sum();
    let mut notes: Vec<String> = explained
        .iter()
        .filter(|explained| explained.purse != Purse::Gross)
        .map(|explained| {
            let who = if explained.purse == Purse::OwnPaymentToOffer { "tilbuddet" } else { "kommunen" };
            format!(
                "{} (opkræves af {who}, ikke en del af brutto): {}",
                label(explained),
                formula::formula(explained)
            )
        })
        .collect();
    let row = cost_year(portfolio, &file, facts, year);
    notes.extend(row.as_ref().map(|row| net_words(portfolio, row)));
    if row.is_some_and(|row| row.is_incomplete) {
        notes
            .push("Året er ufuldstændigt: dage uden takst er ikke regnet som 0 kr., men mangler.".to_owned());
    }
    if !facts.priced.has_stay_in(year) {
        notes.push(format!("Opholdet har ingen dage i {year}."));
    }
    Explanation {
        chance: None,
        title: format!("Udgift {year}, brutto, {}", file.placement.case),
        introduction: "Hver takstlinje tæller de dage i året, hvor den gælder inden for opholdet, og afrundes til øre pr. linje.".to_owned(),
        lines,
        result: format::kr(gross),
        notes,
    }
}

/// From gross to net of a year, in a sentence.
fn net_words(portfolio: &Portfolio, row: &CostYear) -> String {
    if !row.is_own_cost {
        return "En anden kommune betaler: ingen refusion og ingen netto her.".to_owned();
    }
    let (Some(refund), Some(net)) = (row.refund, row.net) else {
        return format!("Netto kendes ikke: ingen satser for {}.", row.year);
    };
    let estimate = if portfolio
        .refund_limits(row.year)
        .is_some_and(|limits| limits.status != Some(vilkaar_domain::FigureStatus::Confirmed))
    {
        " (grænserne er et estimat)"
    } else {
        ""
    };
    format!(
        "Netto: {} − egenbetaling {} − moms {} − refusion {}{estimate} = {}",
        format::kr_bare(row.gross),
        format::kr_bare(row.own_payment),
        format::kr_bare(row.vat_refund),
        format::kr_bare(refund),
        format::kr(net)
    )
}

/// The lines in force on the case's day, annualised.
fn in_force<'a>(
    portfolio: &Portfolio,
    file: &'a CaseFile<'_>,
    facts: &CaseFacts,
    is_shown: impl Fn(&vilkaar_domain::cost::PricedLine) -> bool,
) -> Vec<(&'a RateLine, Option<Money>)> {
    let day = facts.priced.judged_on(portfolio.today());
    let mut found: Vec<(&RateLine, Option<Money>)> = facts
        .priced
        .gross_lines()
        .filter(|priced| priced.counts_on(day) && !priced.is_one_off() && is_shown(priced))
        .filter_map(|priced| {
            let record = file.rate_lines.iter().copied().find(|record| record.id == priced.id())?;
            Some((record, priced.is_known().then(|| priced.annualised())))
        })
        .collect();
    found.sort_by_key(|(record, yearly)| (std::cmp::Reverse(*yearly), record.id));
    found
}

fn annualised_line(steps: &DayOfferSteps, record: &RateLine, yearly: Option<Money>) -> ExplanationLine {
    line(
        standing::line_name(record),
        formula::annualised(record, steps),
        yearly.map_or_else(|| "ukendt".to_owned(), format::kr_bare),
    )
}

/// *Helårsvirkning*.
pub(super) fn annualised(portfolio: &Portfolio, facts: &CaseFacts) -> Explanation {
    let file = portfolio.file(facts);
    let day = format::date(facts.priced.judged_on(portfolio.today()));
    let steps = file.day_offer_steps(&portfolio.register().settings);
    let lines: Vec<ExplanationLine> = in_force(portfolio, &file, facts, |_| true)
        .into_iter()
        .map(|(record, yearly)| annualised_line(steps, record, yearly))
        .collect();
    let mut notes = Vec::new();
    if facts.annualised.is_some() {
        notes.extend(net_steps(portfolio, &file, facts));
    } else {
        notes.push(format!(
            "Der er ingen Grundtakst eller Ydelsespakke {day}, så beløbet er ukendt og ikke 0 kr."
        ));
    }
    notes.push(format!(
        "De næste tolv måneder koster {} efter de aftaler, der er kendt.",
        format::kr(facts.next_twelve_months)
    ));
    notes.extend(reservations(portfolio, &file, facts).into_iter().map(|note| note.text));
    Explanation {
        chance: None,
        title: format!("Kr. pr. år, brutto, {}", file.placement.case),
        introduction: format!(
            "Helårsvirkning pr. {day}: de linjer, der gælder den dag, som om de løb et helt år. Egenbetaling og engangsbeløb er ikke med."
        ),
        lines,
        result: facts.annualised.map_or_else(|| "takst mangler".to_owned(), format::kr),
        notes,
    }
}

fn net_steps(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<String> {
    let net = standing::net_of(portfolio, file, facts)?;
    Some(format!(
        "Netto: {} − egenbetaling {} − moms {} − refusion {} = {}",
        format::kr_bare(net.gross),
        format::kr_bare(net.own_payment),
        format::kr_bare(net.vat_refund),
        format::kr_bare(net.refund),
        format::kr(net.net)
    ))
}

/// Kr. per support hour; none without one.
pub(super) fn hourly(portfolio: &Portfolio, facts: &CaseFacts) -> Option<Explanation> {
    let found = facts.hourly_rate?;
    let file = portfolio.file(facts);
    let mut lines: Vec<ExplanationLine> =
        in_force(portfolio, &file, facts, vilkaar_domain::cost::PricedLine::is_support)
            .into_iter()
            .map(|(record, yearly)| {
                // Amounts that are divided afterwards stand in the formula, as they don't add up to the result.
                let amount = yearly.map_or_else(|| "ukendt".to_owned(), format::kr_bare);
                let steps = file.day_offer_steps(&portfolio.register().settings);
                let steps = formula::annualised(record, steps);
                line(standing::line_name(record), format!("{steps} = {amount}"), "")
            })
            .collect();
    if found.base_rate != Money::ZERO {
        lines.push(line(
            "Basistakst trækkes fra",
            format!("× 365 = {}", format::kr_bare(found.base_rate)),
            "",
        ));
    }
    lines.push(line(
        "Støttetimer om året",
        format!(
            "{} timer/uge × 365/7 = {}",
            format::number(found.hours_a_week),
            format::decimal(found.hours_a_year(), 2)
        ),
        "",
    ));
    lines.push(line("Kr. pr. støttetime", formula::hourly_rate(&found), format::kr_bare(found.rate)));
    let mut notes = vec!["Støtte er Grundtakst, Ydelsespakke og alle tillæg undtagen Dagtimetillæg, med moms. Tillæg pr. døgn eller måned lægger kun kroner til.".to_owned()];
    notes.push(match like_cases::hourly_benchmark(facts) {
        Some(Benchmark::Group { width, count, percentiles }) => format!(
            "{}: {count} andre, P10 {}, median {}, P75 {}.",
            like_cases::group_words(portfolio, facts, width),
            format::decimal(percentiles.p10, 2),
            format::decimal(percentiles.median, 2),
            format::decimal(percentiles.p75, 2)
        ),
        Some(Benchmark::TooFew { .. }) | None => "For få til sammenligning.".to_owned(),
    });
    Some(Explanation {
        chance: None,
        title: format!("Kr. pr. støttetime, {}", file.placement.case),
        introduction: format!(
            "Støttens helårsvirkning pr. {} delt med støttetimerne om året.",
            format::date(found.day)
        ),
        lines,
        result: format!("{} pr. støttetime", format::kr(found.rate)),
        notes,
    })
}

/// The day-offer steps of the offer that a share's case is at.
fn steps_of<'p>(portfolio: &'p Portfolio, share: &LineShare) -> &'p DayOfferSteps {
    let facts = portfolio.cases().iter().find(|facts| facts.priced.placement == share.placement);
    let own = facts.and_then(|facts| portfolio.offer(facts)?.day_offer_steps.as_ref());
    own.unwrap_or(&portfolio.register().settings.day_offer_steps)
}

/// The 1 mio. rule of the citizen; none for an ended case.
pub(super) fn limit(portfolio: &Portfolio, facts: &CaseFacts) -> Option<Explanation> {
    let verdict = facts.limit.as_deref()?;
    let shown = &verdict.shown;
    let several = portfolio.cases_of(facts.priced.citizen).count() > 1;
    let mut lines: Vec<ExplanationLine> = shown
        .lines
        .iter()
        .filter_map(|share| {
            let record = line_of(portfolio, share)?;
            let name = standing::line_name(record);
            let name = if several { format!("{}: {name}", case_of(portfolio, share)) } else { name };
            let steps = steps_of(portfolio, share);
            Some(line(name, formula::annualised(record, steps), format::kr_bare(share.annualised)))
        })
        .collect();
    let over = shown.annualised - shown.limit;
    lines.push(sum(
        if over > Money::ZERO { "Over grænsen med" } else { "Under grænsen med" },
        format::kr_bare(over.abs()),
    ));
    let mut notes = Vec::new();
    match (verdict.above_since, verdict.above_from) {
        (Some(since), _) => notes.push(format!("Over grænsen uafbrudt siden {}.", format::date(since))),
        (None, Some(from)) => notes.push(format!("Kommer over grænsen {}.", format::date(from))),
        (None, None) => notes.push("Ikke over grænsen på nogen dag i de næste tolv måneder.".to_owned()),
    }
    notes.push(full_stop(&format!(
        "Sagens faktiske udgift de næste tolv måneder: {}",
        format::kr(facts.next_twelve_months)
    )));
    if verdict.is_incomplete {
        notes.push("Dage uden takst er vurderet på det, der kendes.".to_owned());
    }
    Some(Explanation {
        chance: None,
        title: format!("Udgiftstung sag, {}", portfolio.placement(facts).case),
        introduction: format!(
            "Alle borgerens sager og linjer lagt sammen, brutto som helårsvirkning {}, mod grænsen på {}; kun strengt over den er udgiftstung.",
            format::date(shown.day),
            format::kr(shown.limit)
        ),
        lines,
        result: format::kr(shown.annualised),
        notes,
    })
}
