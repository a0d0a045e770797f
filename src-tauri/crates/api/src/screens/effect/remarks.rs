//! What somebody who changes a rate should know before saving: the limit, P/L, gaps, overlaps, double payment,
//! fewer days of day offer beside a higher rate.

use rust_decimal::Decimal;
use vilkaar_domain::calendar::{Period, add_months};
use vilkaar_domain::cost::day_offer_shift::{DayOfferShift, day_offer_shifts, fewer_days};
use vilkaar_domain::cost::{
    DoublePayment, LimitVerdict, PriceTable, PricedCase, PricedLine, double_payments, limit as rule,
    line_increases,
};
use vilkaar_domain::{CitizenId, Entity, Money, RateLine, RateLineId};
use vilkaar_wording::{format, formula};

use super::{Compared, Side, line_name, subtract};
use crate::screens::placement::economy::gap_words;
use crate::screens::placement::rate_lines::period_words;
use crate::screens::placement::standing::price_table;
use crate::types::{Remark, Tone};

/// All of them, the limit first.
pub(super) fn remarks(compared: &Compared<'_>) -> Vec<Remark> {
    let mut found = limit(compared);
    found.extend(above_index(compared));
    found.extend(gaps(compared));
    found.extend(overlaps(compared));
    found.extend(double_payment(compared));
    found.extend(shifted_days(compared));
    found.extend(other_payer(compared));
    found
}

fn say(tone: Tone, text: impl Into<String>) -> Remark {
    Remark { tone, text: text.into() }
}

/// The lines that the changes add or change.
fn changed_lines<'c>(
    compared: &'c Compared<'_>,
) -> impl Iterator<Item = (Option<&'c RateLine>, &'c RateLine)> {
    compared.changes.iter().filter_map(|change| match (&change.before, &change.after) {
        (Some(Entity::RateLine(before)), Some(Entity::RateLine(after))) => Some((Some(before), after)),
        (None, Some(Entity::RateLine(after))) => Some((None, after)),
        _ => None,
    })
}

/// Does the citizen come above the limit by it, stay above it, or come below?
pub(super) fn limit(compared: &Compared<'_>) -> Vec<Remark> {
    compared.citizens.iter().filter_map(|citizen| limit_of(compared, *citizen)).collect()
}

fn limit_of(compared: &Compared<'_>, citizen: CitizenId) -> Option<Remark> {
    let today = compared.portfolio.today();
    let (before, after) = (compared.before.of_citizen(citizen), compared.after.of_citizen(citizen));
    let who = who(compared, &after);
    let name = compared.portfolio.limit_name();
    let judge = |cases: &[&PricedCase], side: &Side, day| rule::judge(cases, day, &side.register.settings);
    let near = (judge(&before, &compared.before, today), judge(&after, &compared.after, today));
    if let Some(remark) = limit_remark(&who, &name, &near.0, &near.1) {
        return Some(remark);
    }
    // The rule looks twelve months ahead; what is planned beyond that is told all the same.
    let far = compared.first_day.filter(|first| *first > add_months(today, 12));
    if let Some(day) = far {
        let later = (judge(&before, &compared.before, day), judge(&after, &compared.after, day));
        if later.1.is_above && !later.0.is_above {
            let from = later.1.above_from.map(format::date).unwrap_or_default();
            return Some(say(
                Tone::Warn,
                format!(
                    "{who} kommer over {name} fra {from}: {} om året. Det er mere end tolv måneder ude, så sagen står endnu ikke som udgiftstung.",
                    format::kr_whole(later.1.shown.annualised)
                ),
            ));
        }
    }
    let is_priced = after.iter().any(|case| case.stay.to().is_none_or(|end| end >= today));
    (is_priced && near.0.shown.annualised != near.1.shown.annualised).then(|| {
        say(
            Tone::Quiet,
            format!(
                "{who} er fortsat under {name}: højst {} om året de næste tolv måneder{}.",
                format::kr_whole(near.1.shown.annualised),
                unknown_part(&near.1)
            ),
        )
    })
}

fn unknown_part(verdict: &LimitVerdict) -> &'static str {
    if verdict.is_incomplete { ", dage uden takst ikke regnet med" } else { "" }
}

/// `Sagen`, or all cases of a citizen who has several that cost.
fn who(compared: &Compared<'_>, cases: &[&PricedCase]) -> String {
    let today = compared.portfolio.today();
    let open: Vec<&str> = cases
        .iter()
        .filter(|case| case.stay.to().is_none_or(|end| end >= today))
        .map(|case| case.case.as_str())
        .collect();
    match open.as_slice() {
        [] | [_] if compared.citizens.len() < 2 => "Sagen".to_owned(),
        [] => "Sagen".to_owned(),
        [one] => (*one).to_owned(),
        several => format!("Borgerens sager ({}) tilsammen", format::list(several)),
    }
}

/// What becomes of the rule's verdict, as `who` is affected; none where it isn't above and wasn't.
pub(crate) fn limit_remark(
    who: &str,
    limit: &str,
    before: &LimitVerdict,
    after: &LimitVerdict,
) -> Option<Remark> {
    let yearly = format::kr_whole(after.shown.annualised);
    let from = after.above_from.map(format::date).unwrap_or_default();
    let unknown = unknown_part(after);
    Some(match (before.is_above, after.is_above) {
        (false, false) => return None,
        (false, true) => say(
            Tone::Bad,
            format!(
                "{who} kommer over {limit} fra {from}: {yearly} om året{unknown}. Centerchefen skal se den."
            ),
        ),
        (true, false) => {
            say(Tone::Good, format!("{who} kommer under {limit}: højst {yearly} om året{unknown}."))
        }
        (true, true) => match (before.above_from, after.above_from) {
            (Some(old), Some(new)) if old != new => say(
                Tone::Warn,
                format!(
                    "{who} er stadig over {limit}, nu fra {from} i stedet for {}: {yearly} om året{unknown}.",
                    format::date(old)
                ),
            ),
            _ => say(Tone::Warn, format!("{who} er stadig over {limit}: {yearly} om året{unknown}.")),
        },
    })
}

/// The new rates against those before them, regulated by P/L.
fn above_index(compared: &Compared<'_>) -> Vec<Remark> {
    const SHOWN: usize = 4;
    let table = PriceTable::new(&compared.after.register.price_indexes);
    let new: Vec<&RateLine> = changed_lines(compared)
        .filter(|(before, after)| before.is_none() && !after.annulled && after.service.is_indexed())
        .map(|(_, after)| after)
        .collect();
    let mut found = Vec::new();
    for line in new.into_iter().take(SHOWN) {
        let Some(file) = compared.after.file(line.placement) else { continue };
        let increases = line_increases(&file.rate_lines, &table);
        let Some(increase) = increases.iter().find(|increase| increase.line == line.id) else { continue };
        let Some(before) = file.rate_lines.iter().find(|known| known.id == increase.before) else { continue };
        found.push(index_remark(line, before, increase, &table));
    }
    found
}

fn index_remark(
    line: &RateLine,
    before: &RateLine,
    increase: &vilkaar_domain::cost::LineIncrease,
    table: &PriceTable,
) -> Remark {
    let name = line.service.word();
    let percent = increase.percent.map(|percent| format::signed_percent(percent, 1)).unwrap_or_default();
    let against = match &increase.against_index {
        None => return say(Tone::Info, format!("{name} ændres {percent}.")),
        Some(Err(missing)) => {
            let missing = formula::missing_index(missing);
            return say(
                Tone::Warn,
                format!("{name} ændres {percent}. {missing}, så stigningen ud over P/L er ukendt."),
            );
        }
        Some(Ok(against)) => against,
    };
    let years = (chrono::Datelike::year(&before.from), chrono::Datelike::year(&line.from));
    let estimate = if table.is_estimate(years.0, years.1) { " (P/L er et skøn)" } else { "" };
    let difference = against.above.difference;
    let share = against.above.percent.unwrap_or_default();
    let unit = line.unit.word();
    let index = format::percent(against.percent, 1);
    if share.is_zero() {
        return say(Tone::Good, format!("{name} ændres {percent}, som P/L ({index}){estimate}."));
    }
    let amount =
        format!("{} kr. {unit} ({})", format::kr_bare(difference.abs()), format::percent(share.abs(), 2));
    if difference > Money::ZERO {
        say(
            Tone::Warn,
            format!("{name} ændres {percent}; P/L er {index}{estimate}. Stigningen er {amount} over P/L."),
        )
    } else {
        say(
            Tone::Good,
            format!("{name} ændres {percent}; P/L er {index}{estimate}. Det er {amount} under P/L."),
        )
    }
}

/// Days that lose their rate, and days that get one.
fn gaps(compared: &Compared<'_>) -> Vec<Remark> {
    let mut found = Vec::new();
    for placement in &compared.touched {
        let Some(after) = compared.after.case(*placement) else { continue };
        let opened_by = compared.before.case(*placement);
        let whole = |case: &PricedCase| {
            Period::new(case.stay.from(), case.stay.to()).map_or_else(Vec::new, |stay| case.gaps(stay))
        };
        let now = whole(after);
        let then = opened_by.map_or_else(Vec::new, whole);
        for gap in subtract(&now, &then) {
            found.push(say(Tone::Bad, gap_words(&gap)));
        }
        for gap in subtract(&then, &now).iter().filter_map(|gap| gap.intersection(&after.stay)) {
            let days = period_words(gap.from(), gap.to());
            found.push(say(Tone::Good, format!("Hullet {days} lukkes: dagene har nu en takst.")));
        }
    }
    found
}

/// Lines that are paid twice, and those that no longer are.
fn overlaps(compared: &Compared<'_>) -> Vec<Remark> {
    let pairs = |side: &Side| -> Vec<(RateLineId, RateLineId, Period, String)> {
        let mut found = Vec::new();
        for placement in &compared.touched {
            let Some(file) = side.file(*placement) else { continue };
            for (at, first) in file.rate_lines.iter().enumerate() {
                for second in file.rate_lines.iter().skip(at + 1) {
                    if let Some(days) = first.overlap(second) {
                        let names = format!("{} og {}", line_name(first), line_name(second));
                        found.push((first.id, second.id, days, names));
                    }
                }
            }
        }
        found
    };
    let (before, after) = (pairs(&compared.before), pairs(&compared.after));
    let words = |days: &Period| period_words(days.from(), days.to());
    let made = after
        .iter()
        .filter(|pair| !before.iter().any(|known| (known.0, known.1, known.2) == (pair.0, pair.1, pair.2)))
        .map(|(_, _, days, names)| {
            say(Tone::Bad, format!("{names} gælder begge {} og betales begge.", words(days)))
        });
    let solved = before
        .iter()
        .filter(|pair| !after.iter().any(|known| (known.0, known.1) == (pair.0, pair.1)))
        .map(|(_, _, days, names)| {
            say(Tone::Good, format!("{names} overlapper ikke længere {}.", words(days)))
        });
    made.chain(solved).collect()
}

/// Two botilbud of one citizen at the same time.
fn double_payment(compared: &Compared<'_>) -> Vec<Remark> {
    let today = compared.portfolio.today();
    let Some(within) = Period::new(add_months(today, -12), None) else { return Vec::new() };
    let mut found = Vec::new();
    for citizen in &compared.citizens {
        let of = |side: &Side| double_payments(&side.of_citizen(*citizen), within);
        let (before, after) = (of(&compared.before), of(&compared.after));
        let key = |double: &DoublePayment| (double.days, double.first, double.second);
        for double in after.iter().filter(|double| !before.iter().any(|known| key(known) == key(double))) {
            let part = |id, cost: Option<Money>| {
                let case = compared.after.case(id).map_or("", |case| case.case.as_str());
                cost.map_or_else(|| case.to_owned(), |cost| format!("{case} {}", format::kr_whole(cost)))
            };
            found.push(say(
                Tone::Warn,
                format!(
                    "Dobbeltbetaling {}: {} og {}.",
                    period_words(double.days.from(), double.days.to()),
                    part(double.first, double.first_cost),
                    part(double.second, double.second_cost)
                ),
            ));
        }
        if !before.is_empty() && after.is_empty() {
            found.push(say(Tone::Good, "Der er ikke længere dobbeltbetaling."));
        }
    }
    found
}

/// Fewer days of day offer near a higher rate, and fewer days that save nothing.
fn shifted_days(compared: &Compared<'_>) -> Vec<Remark> {
    let changed: Vec<RateLineId> = changed_lines(compared).map(|(_, after)| after.id).collect();
    let table = price_table(compared.portfolio);
    let mut found = Vec::new();
    for placement in &compared.touched {
        let (Some(file), Some(priced)) = (compared.after.file(*placement), compared.after.case(*placement))
        else {
            continue;
        };
        let known = compared.before.file(*placement);
        let before = known.as_ref().map_or_else(Vec::new, |file| day_offer_shifts(&file.rate_lines, &table));
        let is_new = |shift: &DayOfferShift<'_>| {
            let key = |shift: &DayOfferShift<'_>| (shift.days.from, shift.rate.after.id);
            changed.iter().any(|id| shift.is_made_by(*id))
                && !before.iter().any(|known| key(known) == key(shift))
        };
        for shift in day_offer_shifts(&file.rate_lines, &table).iter().filter(|shift| is_new(shift)) {
            found.push(say(Tone::Warn, shift_words(shift)));
        }
        let yearly = |id| {
            let line = priced.lines().iter().find(|line| line.id() == id);
            line.filter(|line| line.is_known()).map(PricedLine::annualised)
        };
        for fewer in fewer_days(&file.rate_lines) {
            let Some(after) = fewer.after.filter(|after| changed.contains(&after.id)) else { continue };
            if after.amount == fewer.before.amount
                && yearly(after.id).is_some_and(|cost| yearly(fewer.before.id) == Some(cost))
            {
                found.push(say(
                    Tone::Info,
                    format!(
                        "Fra {} til {} dage om ugen sparer intet: tilbuddets trin koster det samme.",
                        format::number(fewer.days_before),
                        format::number(fewer.days_after)
                    ),
                ));
            }
        }
    }
    found
}

fn shift_words(shift: &DayOfferShift<'_>) -> String {
    let (days, rate) = (&shift.days, &shift.rate);
    let fewer = if days.days_after == Decimal::ZERO {
        format!("Dagtilbuddet slutter før {}", format::date(days.from))
    } else {
        format!(
            "Dagtilbuddet går fra {} til {} dage om ugen {}",
            format::number(days.days_before),
            format::number(days.days_after),
            format::date(days.from)
        )
    };
    let above = rate.above_index.filter(|above| *above > Money::ZERO);
    let above = above.map(|above| format!(" ({} over P/L)", format::kr(above))).unwrap_or_default();
    format!(
        "{fewer}, og {} stiger fra {} til {} kr. {}{above}, mindre end 6 måneder fra hinanden. Spørg, om stigningen betaler for dagene hjemme.",
        rate.after.service.word().to_lowercase(),
        format::rate(rate.before.amount),
        format::rate(rate.after.amount),
        format::date(rate.after.from)
    )
}

/// That somebody else pays.
fn other_payer(compared: &Compared<'_>) -> Option<Remark> {
    let others: Vec<&PricedCase> =
        super::cases(compared, &compared.after).filter(|case| !case.is_own_cost).collect();
    (!others.is_empty()).then(|| {
        say(Tone::Info, "En anden kommune betaler: udgiften er mellemkommunal og tæller kun med ved grænsen.")
    })
}
