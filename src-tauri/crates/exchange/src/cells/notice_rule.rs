//! *Opsigelse*: the rule in a cell, by the wordings of domain §3.

use vilkaar_domain::NoticeRule;

/// Reads a notice rule; `None` when the words say none ("jf. rammeaftale").
#[must_use]
pub fn read(text: &str) -> Option<NoticeRule> {
    let lower = text.trim().to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | '+' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        ["fra", "dag", "til", "dag"] | ["dag", "til", "dag"] | ["samme", "dag"] => {
            return Some(NoticeRule::SameDay);
        }
        ["kan", "ikke", "opsiges"] | ["uopsigelig"] | ["uopsigeligt"] => return Some(NoticeRule::Never),
        _ => {}
    }
    let (running, rest) = match words.as_slice() {
        ["løbende" | "lb" | "lbd" | "løb" | "indeværende", "måned" | "md" | "mdr" | "mdr's", rest @ ..] => {
            (true, rest)
        }
        all => (false, all),
    };
    let rest = rest.strip_prefix(&["plus"]).unwrap_or(rest);
    let rest = rest.strip_prefix(&["og"]).unwrap_or(rest);
    let (number, rest) = number_and_rest(rest)?;
    let (months, rest) = match rest {
        [
            "måned" | "måneder" | "måneders" | "måneds" | "md" | "mdr" | "mdrs" | "mdrs'" | "mnd",
            rest @ ..,
        ] => (true, rest),
        ["dag" | "dage" | "dages" | "dags" | "dg" | "dgs", rest @ ..] => (false, rest),
        _ => return None,
    };
    let rest = rest.strip_suffix(&["varsel"]).unwrap_or(rest);
    let to_month_end = match rest {
        [] => false,
        ["til", "udgangen", "af", "en" | "måneden" | "måned", ..]
        | ["til", "en", "måneds", "udgang"]
        | ["til", "månedens", "udgang"]
        | ["til", "udgang", "af", "en", "måned"]
        | ["til", "den", "sidste", "i", "en", "måned"] => true,
        _ => return None,
    };
    Some(match (running || to_month_end, months) {
        (true, true) => NoticeRule::RunningMonthPlusMonths(number),
        (true, false) if !to_month_end => NoticeRule::RunningMonthPlusDays(number),
        (false, true) => NoticeRule::Months(number),
        (false, false) => NoticeRule::Days(number),
        _ => return None,
    })
}

/// The number in front ("3", "3mdr", "tre") and the words after it.
fn number_and_rest<'a>(words: &'a [&'a str]) -> Option<(u32, &'a [&'a str])> {
    let (first, rest) = words.split_first()?;
    let number = match *first {
        "en" | "én" | "et" | "1" => 1,
        "to" => 2,
        "tre" => 3,
        "seks" => 6,
        "tolv" => 12,
        digits => digits.parse().ok()?,
    };
    Some((number, rest))
}

/// The rule in the words of the template, so that it reads back as itself.
#[must_use]
pub fn write(rule: NoticeRule) -> String {
    let months = |count: u32| if count == 1 { "1 måned".to_owned() } else { format!("{count} måneder") };
    match rule {
        NoticeRule::SameDay => "fra dag til dag".to_owned(),
        NoticeRule::Days(days) => format!("{days} dage"),
        NoticeRule::Months(count) => months(count),
        NoticeRule::RunningMonthPlusMonths(count) => format!("løbende måned + {}", months(count)),
        NoticeRule::RunningMonthPlusDays(days) => format!("løbende måned + {days} dage"),
        NoticeRule::Never => "kan ikke opsiges".to_owned(),
    }
}
