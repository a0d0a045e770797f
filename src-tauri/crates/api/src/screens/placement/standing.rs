//! How a case stands, in words that the placement's screen and the packet share: net, supervision,
//! what is above P/L.
//!
//! Invariant: made from the domain's answers; nothing is worked out here.

use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::cost::increase::AboveIndexSinceStart;
use vilkaar_domain::cost::{
    AnnualisedNet, MissingYears, PriceTable, PricedCase, above_index_since_start, annualised_net,
};
use vilkaar_domain::{CaseFile, Money, Offer, RateLine, SupervisionStatus};
use vilkaar_wording::format;

/// The P/L table of the register.
pub(crate) fn price_table(portfolio: &Portfolio) -> PriceTable {
    PriceTable::new(&portfolio.register().price_indexes)
}

/// The annualised cost of the case from gross to net, on its day; none where it isn't known.
pub(crate) fn net_of(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> Option<AnnualisedNet> {
    let day = facts.priced.judged_on(portfolio.today());
    let cases: Vec<&PricedCase> =
        portfolio.cases_of(facts.priced.citizen).map(|facts| &facts.priced).collect();
    annualised_net(
        facts.priced.placement,
        &cases,
        file.citizen,
        day,
        portfolio.refund_limits(chrono::Datelike::year(&day)),
        &portfolio.register().settings,
    )
}

/// `netto 858.780 kr. efter moms`, or why there is none.
pub(crate) fn net_words(portfolio: &Portfolio, file: &CaseFile<'_>, facts: &CaseFacts) -> String {
    if !facts.priced.is_own_cost {
        return "uden for eget budget, derfor ingen netto".to_owned();
    }
    let year = chrono::Datelike::year(&facts.priced.judged_on(portfolio.today()));
    if portfolio.refund_limits(year).is_none() {
        return format!("netto kendes ikke: ingen satser for {year}");
    }
    net_of(portfolio, file, facts).map_or_else(
        || "netto kendes ikke".to_owned(),
        |net| {
            format!(
                "netto {}{}",
                format::kr_whole(net.net),
                deducted(net.own_payment, net.refund, net.vat_refund)
            )
        },
    )
}

/// What was taken off, as ` efter refusion og moms`; nothing where nothing was.
pub(crate) fn deducted(own_payment: Money, refund: Money, vat_refund: Money) -> String {
    let parts: Vec<&str> = [("egenbetaling", own_payment), ("refusion", refund), ("moms", vat_refund)]
        .into_iter()
        .filter(|(_, amount)| *amount != Money::ZERO)
        .map(|(name, _)| name)
        .collect();
    match parts.as_slice() {
        [] => String::new(),
        [only] => format!(" efter {only}"),
        [first, second] => format!(" efter {first} og {second}"),
        [first, second, ..] => format!(" efter {first}, {second} og moms"),
    }
}

/// Today's base rate against the first one regulated by P/L.
pub(crate) fn above_index(
    portfolio: &Portfolio,
    file: &CaseFile<'_>,
    facts: &CaseFacts,
) -> Option<Result<AboveIndexSinceStart, MissingYears>> {
    let day = facts.priced.judged_on(portfolio.today());
    above_index_since_start(&file.rate_lines, day, &price_table(portfolio))
}

/// `8,9 % over P/L siden 2022`, `2,4 % under P/L siden 2024`.
pub(crate) fn above_index_words(found: &AboveIndexSinceStart) -> Option<String> {
    let percent = found.above.percent?;
    let side = if percent.is_sign_negative() && !percent.is_zero() { "under" } else { "over" };
    let since = chrono::Datelike::year(&found.since);
    Some(format!("{} {side} P/L siden {since}", format::percent(percent.abs(), 1)))
}

/// The supervision's status with its days: `Skærpet tilsyn 15-08-2026 til 14-02-2027`.
pub(crate) fn supervision_words(offer: &Offer) -> Option<String> {
    let status = offer.supervision?;
    let word = status.word();
    Some(match (status, offer.supervision_from, offer.supervision_to) {
        (SupervisionStatus::Order, _, Some(to)) => format!("{word} med frist {}", format::date(to)),
        (_, Some(from), Some(to)) => format!("{word} {} til {}", format::date(from), format::date(to)),
        (_, None, Some(to)) => format!("{word} til {}", format::date(to)),
        (_, Some(from), None) => format!("{word} fra {}", format::date(from)),
        (_, None, None) => word.to_owned(),
    })
}

/// A rate line by name: `Grundtakst, 3.310,00 pr. døgn`.
pub(crate) fn line_name(line: &RateLine) -> String {
    format!("{}, {} {}", line.service.word(), format::rate(line.amount), super::unit_words(line))
}
