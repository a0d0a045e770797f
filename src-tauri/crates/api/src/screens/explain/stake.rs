//! *Værdi på spil*, part by part.

use rust_decimal::Decimal;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::LogEntry;
use vilkaar_domain::cost::LineAboveIndex;
use vilkaar_domain::stake::{AboveComparison, NoIndex, Stake};
use vilkaar_domain::{Entity, Money, Placement};
use vilkaar_wording::{format, formula, missing};

use super::{line, sum};
use crate::packet::like_cases;
use crate::program::instant;
use crate::types::{Explanation, ExplanationLine, StakeChance};

/// What is at stake in a case; none for an ended one. The parts overlap, so only the last line adds up to the result.
/// `history` is what the log holds of the placement, newest first.
pub(super) fn stake(portfolio: &Portfolio, facts: &CaseFacts, history: &[LogEntry]) -> Option<Explanation> {
    let stake = facts.stake.as_ref()?;
    let mut lines = Vec::new();
    let mut notes = Vec::new();
    match &stake.comparison {
        Ok(part) => lines.extend(comparison(portfolio, facts, part)),
        Err(why) => notes.push(format!("Over sammenligningen kendes ikke. {}", missing::no_comparison(*why))),
    }
    match &stake.index {
        Ok(part) => {
            lines.extend(part.lines.iter().map(above_index));
            lines.push(line(
                "Stigning ud over P/L",
                format!("linjer over P/L, i alt {} om året", format::kr(part.yearly)),
                "",
            ));
        }
        Err(why) => notes.push(format!("Stigning ud over P/L kendes ikke. {}", no_index(why))),
    }
    let value = stake.value();
    if let (Some(larger), Some(value)) = (stake.before_chance(), value) {
        lines.push(line("Den største af de to", format::kr(larger), ""));
        lines.push(line(
            format!("Chance {} %", stake.chance.percent),
            format!("{} × {} %", format::kr_bare(larger), stake.chance.percent),
            format::kr_bare(value),
        ));
        lines.push(sum("På spil om året", format::kr_bare(value)));
    }
    notes.push("De to tal overlapper: en takst, der er steget for meget, er en af grundene til, at sagen er dyr. Derfor tæller det største og ikke summen.".to_owned());
    Some(Explanation {
        chance: Some(chance(portfolio, facts, stake, history)),
        title: format!("På spil, {}", portfolio.placement(facts).case),
        introduction: "Hvad en forhandling kan hente om året: det, støtten koster mere end samme timer hos lignende sager, eller det, taksterne er steget ud over P/L, gange chancen for at det lykkes.".to_owned(),
        lines,
        result: value.map_or_else(|| "ukendt".to_owned(), format::kr),
        notes,
    })
}

fn comparison(portfolio: &Portfolio, facts: &CaseFacts, part: &AboveComparison) -> Vec<ExplanationLine> {
    let hours = part.hourly.hours_a_year();
    let support = part.hourly.support - part.hourly.base_rate;
    let like = Money::round(part.median * hours);
    vec![
        line("Støtte om året", format::kr(support), ""),
        line(
            format!("Samme timer til medianen af {} andre", part.count),
            format!(
                "{} × {} = {}",
                format::decimal(hours, 2),
                format::decimal(part.median, 2),
                format::kr(like)
            ),
            "",
        ),
        line(
            format!("Over sammenligningen ({})", like_cases::group_words(portfolio, facts, part.width)),
            format!("{} − {} = {}", format::kr_bare(support), format::kr_bare(like), format::kr(part.yearly)),
            "",
        ),
    ]
}

fn above_index(part: &LineAboveIndex) -> ExplanationLine {
    let percent =
        part.above.percent.map(|percent: Decimal| format!(" ({})", format::signed_percent(percent, 2)));
    line(
        format!("{} mod P/L siden {}", part.service.word(), format::date(part.since)),
        format!(
            "{} over {}{}; om året {}",
            format::signed_kr_bare(part.above.difference),
            format::kr(part.above.regulated),
            percent.unwrap_or_default(),
            format::kr(part.yearly)
        ),
        "",
    )
}

fn no_index(why: &NoIndex) -> String {
    match why {
        NoIndex::NoRate => "Taksten mangler.".to_owned(),
        NoIndex::NoEarlierRate => "Ingen takst, der gælder, har afløst en anden.".to_owned(),
        NoIndex::Years(years) => format!("{}.", formula::missing_index(years)),
    }
}

/// The chance that the figure was worked out with, and where it comes from.
fn chance(portfolio: &Portfolio, facts: &CaseFacts, stake: &Stake, history: &[LogEntry]) -> StakeChance {
    let remark = if stake.chance.is_own {
        match set_by(portfolio.placement(facts), history) {
            Some(entry) => format!("Sat på sagen {} af {}.", instant(entry.at), entry.who),
            None => "Sat på sagen.".to_owned(),
        }
    } else {
        "Den fælles chance fra indstillingerne; sagen kan få sin egen.".to_owned()
    };
    StakeChance {
        percent: stake.chance.percent.to_string(),
        is_own: stake.chance.is_own,
        shared: portfolio.register().settings.chance.to_string(),
        remark,
    }
}

/// The newest entry that gave a placement the chance it has.
fn set_by<'h>(placement: &Placement, history: &'h [LogEntry]) -> Option<&'h LogEntry> {
    let chance = |side: Option<&Entity>| match side {
        Some(Entity::Placement(found)) if found.id == placement.id => found.chance,
        _ => None,
    };
    history.iter().find(|entry| {
        entry.payload.as_ref().is_some_and(|told| {
            let after = chance(told.after.as_ref());
            after == placement.chance && after != chance(told.before.as_ref())
        })
    })
}
