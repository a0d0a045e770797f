//! Notice in words: when a contract ends, by which rule, and why not when it can't (domain §3).
//!
//! Invariant: every sentence is whole and is made from the answer itself, so it can't say another day
//! than the figure beside it.

use chrono::NaiveDate;
use vilkaar_domain::calendar::{Period, month_end};
use vilkaar_domain::notice::{EndCause, LatestNotice, Notice, NoticeAnswer, NoticeEnd, NoticeError};
use vilkaar_domain::{LegalBasis, Money, NoticeGiven, NoticeRule, Party};

use crate::format::{date, kr, weekday};

/// The party as the one who acts: `kommunen`, `leverandøren`.
#[must_use]
pub const fn the_party(party: Party) -> &'static str {
    match party {
        Party::Municipality => "kommunen",
        Party::Provider => "leverandøren",
    }
}

/// The one whom notice must reach.
const fn the_other_party(party: Party) -> &'static str {
    match party {
        Party::Municipality => "leverandøren",
        Party::Provider => "kommunen",
    }
}

/// The rule after *opsagt den …*: `med 90 dages varsel`, `fra dag til dag`.
fn with_rule(rule: NoticeRule) -> String {
    match rule {
        NoticeRule::SameDay => rule.words(),
        NoticeRule::Days(1) => "med 1 dags varsel".to_owned(),
        NoticeRule::Days(count) => format!("med {count} dages varsel"),
        NoticeRule::Months(1) => "med 1 måneds varsel".to_owned(),
        NoticeRule::Months(count) => format!("med {count} måneders varsel"),
        NoticeRule::RunningMonthPlusMonths(_) | NoticeRule::RunningMonthPlusDays(_) | NoticeRule::Never => {
            format!("med {}", rule.words())
        }
    }
}

/// Where the rule's own end lies: `sidste dag i den 3. måned efter opsigelsesmåneden`.
fn place_of_rule_end(rule: NoticeRule, given: NaiveDate, rule_end: NaiveDate) -> String {
    use chrono::Datelike;
    match rule {
        NoticeRule::SameDay => "samme dag som opsigelsen".to_owned(),
        NoticeRule::Days(_) => format!("{} efter opsigelsen", rule.words()),
        NoticeRule::Months(_) if given.day() != rule_end.day() => {
            format!("{} efter opsigelsen, dog månedens sidste dag", rule.words())
        }
        NoticeRule::Months(_) => format!("{} efter opsigelsen", rule.words()),
        NoticeRule::RunningMonthPlusMonths(0) => "sidste dag i opsigelsesmåneden".to_owned(),
        NoticeRule::RunningMonthPlusMonths(1) => "sidste dag i måneden efter opsigelsesmåneden".to_owned(),
        NoticeRule::RunningMonthPlusMonths(count) => {
            format!("sidste dag i den {count}. måned efter opsigelsesmåneden")
        }
        NoticeRule::RunningMonthPlusDays(count) => {
            format!("{} efter opsigelsesmånedens sidste dag", NoticeRule::Days(count).words())
        }
        NoticeRule::Never => "aftalen kan ikke opsiges".to_owned(),
    }
}

/// Why the contract ends on that day, as the end of a sentence without its full stop.
fn reason(end: &NoticeEnd) -> String {
    let by_rule = place_of_rule_end(end.rule, end.given, end.rule_end);
    match end.cause {
        EndCause::Rule => by_rule,
        EndCause::MinimumTerm { until } => {
            let to_month_end = if end.ends == until {
                String::new()
            } else {
                format!(", og varslet gælder til månedens udgang, {}", date(month_end(until)))
            };
            format!(
                "varslet alene udløber den {} ({by_rule}), men mindsteperioden løber til {}{to_month_end}",
                date(end.rule_end),
                date(until)
            )
        }
        EndCause::FixedEnd { end: fixed } if end.rule_end > fixed => format!(
            "varslet udløber først den {} ({by_rule}), men kontrakten slutter selv den {}",
            date(end.rule_end),
            date(fixed)
        ),
        EndCause::FixedEnd { end: fixed } => {
            format!("mindsteperioden løber længere, men kontrakten slutter selv den {}", date(fixed))
        }
        EndCause::Renewal { first_end, months } => format!(
            "varslet udløber den {} ({by_rule}), men kontrakten forlænges stiltiende med {} ad gangen fra {} \
             og ophører kun ved en periodes udløb",
            date(end.rule_end),
            NoticeRule::Months(months).words(),
            date(first_end)
        ),
        EndCause::EarlierNotice { ends } => format!(
            "varslet udløber først den {} ({by_rule}), men kontrakten er allerede opsagt til ophør den {}",
            date(end.rule_end),
            date(ends)
        ),
    }
}

/// The reason where the end stands just before it: a comma leads to a place, *for* to a cause.
fn place_or_reason(end: &NoticeEnd) -> String {
    match end.cause {
        EndCause::Rule => reason(end),
        EndCause::MinimumTerm { .. }
        | EndCause::FixedEnd { .. }
        | EndCause::Renewal { .. }
        | EndCause::EarlierNotice { .. } => {
            format!("for {}", reason(end))
        }
    }
}

/// `Opsagt den … med … ophører kontrakten den …: …`, without its full stop.
fn end_clause(end: &NoticeEnd, party: Party) -> String {
    let by = match party {
        Party::Municipality => "Opsagt".to_owned(),
        Party::Provider => "Opsagt af leverandøren".to_owned(),
    };
    format!(
        "{by} den {} {} ophører kontrakten den {}: {}",
        date(end.given),
        with_rule(end.rule),
        date(end.ends),
        reason(end)
    )
}

/// Why the answer is as it is, one whole sentence (`because`, design §8).
#[must_use]
pub fn because(notice: &Notice) -> String {
    match &notice.answer {
        NoticeAnswer::Given(end) => format!("{}.", end_clause(end, notice.party)),
        NoticeAnswer::Latest(latest) => format!(
            "For ophør senest den {} skal opsigelsen nå {} senest den {} (sidste arbejdsdag {}): opsagt den \
             {} {} ophører kontrakten {}den {}, {}.",
            date(latest.wanted),
            the_other_party(notice.party),
            date(latest.last_day),
            date(latest.last_workday),
            date(latest.last_day),
            with_rule(latest.end.rule),
            if latest.end.ends > latest.wanted { "dog først " } else { "" },
            date(latest.end.ends),
            place_or_reason(&latest.end)
        ),
        NoticeAnswer::NotByThen { wanted, minimum_until, earliest } => format!(
            "Kontrakten kan ikke ophøre senest den {}, fordi mindsteperioden løber til {}; opsagt den {} {} \
             ophører den tidligst den {}.",
            date(*wanted),
            date(*minimum_until),
            date(earliest.given),
            with_rule(earliest.rule),
            date(earliest.ends)
        ),
        NoticeAnswer::Never { ends } => never(notice.party, *ends),
    }
}

/// The party can't end the contract.
fn never(party: Party, ends: Option<NaiveDate>) -> String {
    match ends {
        Some(end) => {
            format!("Kontrakten kan ikke opsiges af {} og slutter selv den {}.", the_party(party), date(end))
        }
        None => {
            format!("Kontrakten kan ikke opsiges af {} og har ingen fast slutdato.", the_party(party))
        }
    }
}

/// What notice today would give: `Opsagt i dag ophører den 18-02-2027, fordi …`.
#[must_use]
pub fn given_today(notice: &Notice) -> String {
    match &notice.answer {
        NoticeAnswer::Given(end) => {
            let because = match end.cause {
                EndCause::Rule => format!("{}s varsel er {}", the_party(notice.party), end.rule.words()),
                EndCause::MinimumTerm { .. }
                | EndCause::FixedEnd { .. }
                | EndCause::Renewal { .. }
                | EndCause::EarlierNotice { .. } => reason(end),
            };
            {
                let by = match notice.party {
                    Party::Municipality => "Opsagt",
                    Party::Provider => "Opsagt af leverandøren",
                };
                format!("{by} i dag ophører den {}, fordi {because}.", date(end.ends))
            }
        }
        NoticeAnswer::Latest(_) | NoticeAnswer::NotByThen { .. } | NoticeAnswer::Never { .. } => {
            because(notice)
        }
    }
}

/// By when notice must be given: `For ophør 28-02-2027: opsig senest 30-11-2026, en mandag.`
#[must_use]
pub fn latest(latest: &LatestNotice) -> String {
    let workday = latest.last_workday;
    let closed = if workday == latest.last_day {
        String::new()
    } else {
        format!(" (sidste dag, {}, er ingen arbejdsdag)", date(latest.last_day))
    };
    let later = if latest.end.ends > latest.wanted {
        format!(" Kontrakten ophører dog først {} ved periodens udløb.", date(latest.end.ends))
    } else {
        String::new()
    };
    format!(
        "For ophør {}: opsig senest {}, en {}{closed}.{later}",
        date(latest.wanted),
        date(workday),
        weekday(workday)
    )
}

/// By when notice must be given, as the notice panel says it: `Seneste opsigelse for ophør den 28-02-2027 er
/// 30-11-2026 (sidste arbejdsdag 30-11-2026, en mandag).`
#[must_use]
pub fn latest_notice(latest: &LatestNotice, party: Party) -> String {
    let by = match party {
        Party::Municipality => "",
        Party::Provider => " fra leverandøren",
    };
    let later = if latest.end.ends > latest.wanted {
        format!(" Kontrakten ophører dog først den {} ved periodens udløb.", date(latest.end.ends))
    } else {
        String::new()
    };
    format!(
        "Seneste opsigelse{by} for ophør den {} er {} (sidste arbejdsdag {}, en {}).{later}",
        date(latest.wanted),
        date(latest.last_day),
        date(latest.last_workday),
        weekday(latest.last_workday)
    )
}

/// Notice that was given: `den 20-11-2026 af kommunen til ophør den 28-02-2027`.
#[must_use]
pub fn given(notice: &NoticeGiven) -> String {
    format!("den {} af {} til ophør den {}", date(notice.on), the_party(notice.by), date(notice.ends))
}

/// Notice that was given, with why the contract ends that day: by the rule that `end` is the answer of, or by
/// agreement.
#[must_use]
pub fn given_because(notice: &NoticeGiven, end: Option<&NoticeEnd>) -> String {
    let because = match end {
        Some(end) if end.ends == notice.ends => match end.cause {
            EndCause::Rule => format!("fordi {}s varsel er {}", the_party(notice.by), end.rule.words()),
            EndCause::MinimumTerm { .. }
            | EndCause::FixedEnd { .. }
            | EndCause::Renewal { .. }
            | EndCause::EarlierNotice { .. } => format!("fordi {}", reason(end)),
        },
        Some(end) => format!("efter aftale; efter varslet var det den {}", date(end.ends)),
        None => "efter aftale".to_owned(),
    };
    format!("Opsagt {}, {because}.", given(notice))
}

/// *Afgørelse truffet den*, or that one is needed.
#[must_use]
pub fn decision(notice: &NoticeGiven) -> String {
    notice.decision_on.map_or_else(|| "kræver borgerafgørelse".to_owned(), date)
}

/// The same beside the notice, as a word of its own.
#[must_use]
pub fn decision_status(notice: Option<&NoticeGiven>) -> String {
    notice.and_then(|notice| notice.decision_on).map_or_else(
        || CITIZEN_DECISION.to_owned(),
        |day| format!("Afgørelse om borgeren truffet den {}", date(day)),
    )
}

/// What notice means for the citizen, by the law of the stay (domain §3: § 108 is a home).
#[must_use]
pub fn citizen(basis: LegalBasis) -> String {
    let home = match basis {
        LegalBasis::Section108 => "§ 108 er borgerens hjem. ",
        LegalBasis::Section107 | LegalBasis::HousingLike | LegalBasis::Other => "",
    };
    format!("{home}En opsigelse er ingen afgørelse om borgeren. Skriv dagen, når afgørelsen er truffet.")
}

/// When the contract ends if the citizen dies today: by its rule, `ends` by what ends it anyway where that is sooner.
#[must_use]
pub fn on_death(rule: Option<NoticeRule>, ends: Option<NaiveDate>, today: NaiveDate) -> String {
    match (rule, ends) {
        (None, _) => "Hvad der gælder ved borgerens død, står ikke på kontrakten.".to_owned(),
        (Some(_), None) => "Kontrakten løber videre ved borgerens død.".to_owned(),
        (Some(rule), Some(ends)) if rule.end(today) != Some(ends) => {
            format!("Dør borgeren i dag, ophører den {}, som den gør alligevel.", date(ends))
        }
        (Some(rule), Some(ends)) => {
            format!("Dør borgeren i dag, ophører den {}: {}.", date(ends), rule.words())
        }
    }
}

/// That what is done to the citizen's help or home needs a decision of its own, `what` it is: `Timerne sættes ned`.
#[must_use]
pub fn needs_decision(what: &str) -> String {
    format!("{CITIZEN_DECISION}: {what}, og en aftale med leverandøren er ingen afgørelse om borgeren.")
}

/// *Koster en måneds forsinkelse*: the days that one day's delay adds, and their cost where it is known.
#[must_use]
pub fn delay(period: &Period, cost: Option<Money>) -> String {
    let days = period.to().map_or_else(
        || format!("dagene fra {}", date(period.from())),
        |to| {
            if to == period.from() {
                format!("dagen {}", date(to))
            } else {
                format!("dagene {} til {}", date(period.from()), date(to))
            }
        },
    );
    let what = match delay_kind(period) {
        DelayKind::Month => "En måneds forsinkelse",
        DelayKind::Day | DelayKind::Longer => "En dags forsinkelse",
    };
    match cost {
        Some(cost) => format!("{what} koster {days}: {}", kr(cost)),
        None => format!("{what} koster {days}, men taksten mangler."),
    }
}

/// What a day too late comes to, by the days that it adds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DelayKind {
    /// One day for a day: notice in days.
    Day,
    /// A whole calendar month: *løbende måned + …*.
    Month,
    /// More than that: a term of tacit renewal, a minimum term.
    Longer,
}

/// Of which kind the days of a delay are.
#[must_use]
pub fn delay_kind(days: &Period) -> DelayKind {
    use chrono::Datelike;
    let from = days.from();
    match days.to() {
        Some(to) if to == from => DelayKind::Day,
        Some(to) if from.day() == 1 && to == month_end(from) => DelayKind::Month,
        Some(_) | None => DelayKind::Longer,
    }
}

/// A party's rule in a line: `Leverandøren: løbende måned + 3 måneder.`
#[must_use]
pub fn party_rule(party: Party, rule: Option<NoticeRule>) -> String {
    let who = match party {
        Party::Municipality => "Kommunen",
        Party::Provider => "Leverandøren",
    };
    rule.map_or_else(
        || format!("{who}: intet varsel er skrevet på kontrakten."),
        |rule| format!("{who}: {}.", rule.words()),
    )
}

/// What happened and what to do, when there is no answer about notice.
#[must_use]
pub fn error(error: &NoticeError) -> String {
    match error {
        NoticeError::ContractMissing => {
            "Sagen har ingen kontrakt, så der er intet varsel at regne med. Opret kontrakten.".to_owned()
        }
        NoticeError::ContractEnded { ended_on } => format!(
            "Kontrakten sluttede den {} og kan ikke opsiges efter den dag. Opret den, der gælder nu, eller lav en \
             allonge.",
            date(*ended_on)
        ),
        NoticeError::NoticeRuleMissing { party } => format!(
            "Kontrakten siger ikke, med hvilket varsel {} kan opsige den. Skriv varslet på kontrakten.",
            the_party(*party)
        ),
    }
}

/// What a notice to the citizen's § 108 home and the like must have first (domain §3).
pub const CITIZEN_DECISION: &str = "Kræver borgerafgørelse";

#[cfg(test)]
mod tests;
