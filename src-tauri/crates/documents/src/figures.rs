//! Figures as paper shows them: the wording crate's forms with a true minus sign and whole-line
//! forms for periods.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{Money, Rate};
use vilkaar_wording::format;

fn minus(text: String) -> String {
    text.strip_prefix('-').map_or(text.clone(), |rest| format!("−{rest}"))
}

/// `1.234.567,89`
pub(crate) fn kr_bare(amount: Money) -> String {
    minus(format::kr_bare(amount))
}

/// `1.234.567,89 kr.`
pub(crate) fn kr(amount: Money) -> String {
    minus(format::kr(amount))
}

/// `1.234.568`
pub(crate) fn whole(amount: Money) -> String {
    minus(format::kr_whole_bare(amount))
}

/// `1.234.568 kr.`
pub(crate) fn whole_kr(amount: Money) -> String {
    minus(format::kr_whole(amount))
}

/// `2.394,00`
pub(crate) fn rate(rate: Rate) -> String {
    minus(format::rate(rate))
}

/// `8,9 %`
pub(crate) fn percent(value: Decimal) -> String {
    minus(format::percent(value, 1))
}

/// `+8,9 %`, `−2,4 %`, `0,0 %`
pub(crate) fn signed_percent(value: Decimal) -> String {
    let text = percent(value);
    if value.round_dp(1) > Decimal::ZERO { format!("+{text}") } else { text }
}

/// `+201,07`, `−59,91`, `0,00`
pub(crate) fn signed(amount: Money) -> String {
    let text = kr_bare(amount);
    if amount > Money::ZERO { format!("+{text}") } else { text }
}

/// `+73.391 kr.`
pub(crate) fn signed_whole_kr(amount: Money) -> String {
    let text = whole_kr(amount);
    if amount > Money::ZERO { format!("+{text}") } else { text }
}

/// `12,5`
pub(crate) fn number(value: Decimal) -> String {
    minus(format::number(value))
}

/// `12,5`, `9,0`: columns of hours line up.
pub(crate) fn tenths(value: Decimal) -> String {
    minus(format::decimal(value, 1))
}

/// `20-11-2026`
pub(crate) fn date(day: NaiveDate) -> String {
    format::date(day)
}

/// `01-01-2025 til 31-12-2025`, `01-01-2026 og frem`
pub(crate) fn period(from: NaiveDate, to: Option<NaiveDate>) -> String {
    match to {
        Some(to) => format!("{} til {}", date(from), date(to)),
        None => format!("{} og frem", date(from)),
    }
}
