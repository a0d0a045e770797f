//! What a rate line may and may not be, said at its field (domain §2.1, design §8).

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vilkaar_application::ports::EntityChange;
use vilkaar_domain::calendar::{add_days, add_months};
use vilkaar_domain::cost::PricedCase;
use vilkaar_domain::{CaseFile, Entity, Money, RateLine, Settings, Unit, UnitFit};
use vilkaar_wording::format;

use super::fields::Draft;
use super::{Job, RateForm, line_name};
use crate::screens::forms::{odd, wrong};
use crate::screens::placement::rate_lines::period_words;
use crate::types::FieldProblem;

impl RateForm<'_> {
    /// What the rules say of a draft and what it comes to.
    pub(super) fn rules(&self, draft: &Draft, changes: &[EntityChange]) -> Vec<FieldProblem> {
        let changed: Vec<&RateLine> = changes
            .iter()
            .filter_map(|change| match &change.after {
                Some(Entity::RateLine(line)) => Some(line),
                _ => None,
            })
            .collect();
        let mut found = Vec::new();
        match (self.job, changed.last()) {
            (Job::Details, Some(line)) => found.extend(self.review(line)),
            (Job::End, Some(line)) => {
                found.extend(self.end(line));
                found.extend(self.overlaps(line, &changed));
                found.extend(self.gaps(line, &changed));
            }
            (_, Some(line)) => {
                found.extend(self.days(line));
                found.extend(self.price(line));
                found.extend(self.quantity(line));
                found.extend(self.same_as_before(line));
                found.extend(self.overlaps(line, &changed));
                found.extend(self.second_housing(line, &changed));
                found.extend(self.gaps(line, &changed));
                found.extend(self.review(line));
            }
            // While a value is missing, what is there is still looked at.
            (_, None) => {
                if let (Some(from), Some(to)) = (draft.from, draft.to)
                    && to < from
                {
                    found.push(wrong("to", end_before_start(from)));
                }
            }
        }
        found
    }

    /// That the line is no longer open to this: annulled meanwhile, or of a kind that can't.
    pub(super) fn closed(&self) -> Option<FieldProblem> {
        let line = self.line?;
        let field = match self.job {
            Job::Change => "from",
            Job::End => "to",
            Job::Details => "source",
            Job::Add | Job::Correct => "amount",
        };
        if line.annulled {
            let sentence = "Linjen er annulleret af en rettelse. Ret i den linje, der afløste den.";
            return Some(wrong(field, sentence));
        }
        let needs_days = matches!(self.job, Job::Change | Job::End);
        (needs_days && line.is_one_off()).then(|| {
            wrong(field, "Et engangsbeløb betales én gang. Tilføj en ny linje, eller ret fejlen i denne.")
        })
    }

    /// The first and last day against each other, the stay and the old line.
    fn days(&self, line: &RateLine) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        let stay = self.file.placement.stay();
        let is_as_it_was = self.line.is_some_and(|old| self.job == Job::Correct && old.from == line.from);
        if line.from < stay.from() && !line.is_one_off() {
            let sentence = format!(
                "En takst før indflytningen {} betales ikke. Sæt den fra {} eller senere.",
                format::date(stay.from()),
                format::date(stay.from())
            );
            found.push(if is_as_it_was { odd("from", sentence) } else { wrong("from", sentence) });
        }
        if let Some(end) = stay.to().filter(|end| *end < line.from) {
            found.push(wrong(
                "from",
                format!("Opholdet ophørte {}. En takst derefter betales ikke.", format::date(end)),
            ));
        }
        if line.to.is_some_and(|to| to < line.from) {
            found.push(wrong("to", end_before_start(line.from)));
        }
        if let (Job::Change, Some(old)) = (self.job, self.line) {
            if line.from <= old.from {
                found.push(wrong(
                    "from",
                    format!(
                        "Den gamle takst begyndte {}. En ny kan først begynde dagen efter; var den forkert fra starten, så brug »Ret fejl«.",
                        format::date(old.from)
                    ),
                ));
            } else if let Some(end) = old.to.filter(|end| add_days(*end, 1) < line.from) {
                found.push(odd("from", format!("Den gamle takst slutter allerede {}.", format::date(end))));
            }
        }
        let today = self.portfolio.today();
        if line.from > add_months(today, 60) || line.from.year() < 1990 {
            found.push(odd("from", format!("Se efter, om årstallet {} er rigtigt.", line.from.year())));
        }
        if let (Some(to), Some(end)) = (line.to, stay.to())
            && to > end
        {
            found.push(odd("to", format!("Opholdet ophører {}; derefter betales intet.", format::date(end))));
        }
        found
    }

    fn end(&self, line: &RateLine) -> Vec<FieldProblem> {
        let Some(to) = line.to else { return Vec::new() };
        if to < line.from {
            return vec![wrong("to", end_before_start(line.from))];
        }
        let stay = self.file.placement.stay();
        let past_stay = stay.to().filter(|end| *end < to);
        past_stay
            .map(|end| odd("to", format!("Opholdet ophører {}; derefter betales intet.", format::date(end))))
            .into_iter()
            .collect()
    }

    /// The amount and its unit.
    fn price(&self, line: &RateLine) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        let name = line.service.word();
        match line.service.fit(line.unit) {
            UnitFit::Usual => {}
            UnitFit::Unusual => {
                found.push(odd(
                    "unit",
                    format!("{name} {} er usædvanligt. Se efter, om enheden er rigtig.", line.unit),
                ));
            }
            UnitFit::Wrong => {
                let usual: Vec<&str> = Unit::ALL
                    .iter()
                    .filter(|unit| line.service.fit(**unit) == UnitFit::Usual)
                    .map(|unit| unit.word())
                    .collect();
                found.push(wrong(
                    "unit",
                    format!("{name} kan ikke være {}. Vælg {}.", line.unit, either(&usual)),
                ));
            }
        }
        let may_be_negative = self.job == Job::Correct || name.to_lowercase().contains("rabat");
        if line.amount.is_negative() && !may_be_negative {
            found.push(wrong(
                "amount",
                "Et beløb under 0 kr. bruges kun til rabat og rettelser. Kald ydelsen Rabat, eller fjern minus.",
            ));
        } else if line.amount.is_negative() && line.service.is_housing() {
            // A correction may take money back, but hardly by the rate of the place itself.
            found.push(odd(
                "amount",
                format!(
                    "{name} er under 0 kr., så pladsen giver penge tilbage. Se efter, om minus er rigtigt."
                ),
            ));
        } else if line.amount.scaled() == 0 {
            found.push(odd("amount", "Taksten er 0,00 kr. Er den ukendt, så lad være med at oprette den."));
        }
        found.extend(self.unusual(line));
        found
    }

    /// A rate outside what is usual, by day.
    fn unusual(&self, line: &RateLine) -> Option<FieldProblem> {
        let settings = &self.portfolio.register().settings;
        if line.service.is_housing() {
            return unusual_rate(settings, line).map(|sentence| odd("amount", sentence));
        }
        let high = settings.usual_rate_to;
        let priced = vilkaar_domain::cost::PricedLine::new(
            &RateLine { from: self.file.placement.moved_in, to: None, ..line.clone() },
            self.file.placement.stay(),
            self.file.day_offer_steps(settings),
        )?;
        let usual_year = Money::round(high.kroner() * Decimal::from(365));
        (priced.annualised() > usual_year).then(|| {
            odd(
                "amount",
                format!(
                    "Det er {} om året. Se efter, om beløb, enhed og antal passer sammen.",
                    format::kr_whole(priced.annualised())
                ),
            )
        })
    }

    /// *Antal pr. uge* within what a week holds.
    fn quantity(&self, line: &RateLine) -> Vec<FieldProblem> {
        let Some(a_week) = line.quantity else { return Vec::new() };
        let mut found = Vec::new();
        if a_week <= Decimal::ZERO {
            found.push(wrong(
                "quantity",
                "Skriv, hvor mange det er om ugen; 0 kan der ikke regnes en pris af.",
            ));
            return found;
        }
        match line.unit {
            Unit::DayOfferPlace | Unit::Attendance => {
                if a_week > Decimal::from(5) {
                    found.push(wrong("quantity", "Dagtilbud har højst 5 dage om ugen."));
                } else if !(a_week * Decimal::TWO).fract().is_zero() {
                    found.push(odd(
                        "quantity",
                        "Dage regnes i hele og halve. Se efter, om tallet er rigtigt.",
                    ));
                }
            }
            Unit::Trip => {
                if a_week > Decimal::from(70) {
                    found.push(wrong("quantity", "Skriv højst 70 ture om ugen; det er ti om dagen."));
                } else if a_week > Decimal::from(14) {
                    found.push(odd(
                        "quantity",
                        "Det er mere end to ture om dagen. Se efter, om tallet er rigtigt.",
                    ));
                }
            }
            _ => {}
        }
        found
    }

    /// That nothing was changed or corrected.
    fn same_as_before(&self, line: &RateLine) -> Option<FieldProblem> {
        let old = self.line?;
        let price = |line: &RateLine| {
            (
                line.service.clone(),
                line.amount,
                line.unit,
                line.quantity.map(|quantity| quantity.normalize()),
                line.settlement_days,
                line.open_weeks.map(|weeks| weeks.normalize()),
                line.collected_by,
            )
        };
        let days = |line: &RateLine| (line.from, line.to, line.paragraph.clone());
        match self.job {
            Job::Change if price(old) == price(line) => Some(wrong(
                "amount",
                "Taksten er den samme som før. Ret beløbet eller antallet; kilde og pakkekode rettes med »Ret oplysninger«.",
            )),
            Job::Correct if price(old) == price(line) && days(old) == days(line) => Some(wrong(
                "amount",
                "Intet er rettet. Skriv det rigtige beløb, den rigtige enhed eller de rigtige datoer.",
            )),
            _ => None,
        }
    }

    /// The lines of the case as they would be.
    fn lines_after<'c>(&'c self, changed: &[&'c RateLine]) -> Vec<&'c RateLine> {
        let known = self.file.rate_lines.iter().copied();
        let unchanged = known.filter(|line| !changed.iter().any(|after| after.id == line.id));
        let mut lines: Vec<&RateLine> = unchanged.chain(changed.iter().copied()).collect();
        lines.sort_by_key(|line| (line.from, line.id));
        lines
    }

    /// Another line of the same service and paragraph on the same days: it would be paid twice.
    fn overlaps(&self, line: &RateLine, changed: &[&RateLine]) -> Option<FieldProblem> {
        let lines = self.lines_after(changed);
        let (other, days) = lines.iter().find_map(|other| Some((*other, line.overlap(other)?)))?;
        let is_longer = |old: &RateLine| old.to.is_some_and(|was| line.to.is_none_or(|to| to > was));
        // What overlapped already is not made by giving a line an earlier end.
        if self.job == Job::End && !self.line.is_some_and(is_longer) {
            return None;
        }
        let name = format!("{} ({})", line_name(other), period_words(other.from, other.to));
        Some(if other.from > line.from {
            let last = add_days(other.from, -1);
            wrong(
                "to",
                format!(
                    "Fra {} gælder {name}. Sæt »{}« senest {}, eller ret den linje.",
                    format::date(other.from),
                    if self.job == Job::End { "Sidste dag" } else { "Gælder til" },
                    format::date(last)
                ),
            )
        } else {
            let field = if self.job == Job::End { "to" } else { "from" };
            wrong(
                field,
                format!(
                    "{name} gælder allerede {}, og begge ville blive betalt. Brug »Ny takst fra …« på den linje: så slutter den dagen før.",
                    format::date(days.from())
                ),
            )
        })
    }

    /// Two of one housing *Ydelse* on the same days under different paragraphs: no overlap by design §8, but a place
    /// is paid once.
    fn second_housing(&self, line: &RateLine, changed: &[&RateLine]) -> Option<FieldProblem> {
        if !line.service.is_housing() {
            return None;
        }
        let alike = RateLine { paragraph: String::new(), ..line.clone() };
        let lines = self.lines_after(changed);
        let (other, days) =
            lines.iter().filter(|other| other.paragraph != line.paragraph).find_map(|other| {
                let days = alike.overlap(&RateLine { paragraph: String::new(), ..(*other).clone() })?;
                Some((*other, days))
            })?;
        Some(odd(
            "from",
            format!(
                "Pladsen ville blive betalt to gange {}: {} efter {} gælder også. Skiftede paragraffen, så afslut den gamle linje dagen før.",
                period_words(days.from(), days.to()),
                line_name(other),
                other.paragraph
            ),
        ))
    }

    /// Days without Grundtakst or Ydelsespakke just before or after the line.
    fn gaps(&self, line: &RateLine, changed: &[&RateLine]) -> Vec<FieldProblem> {
        if !line.service.is_housing() {
            return Vec::new();
        }
        let after = CaseFile { rate_lines: self.lines_after(changed), ..self.file.clone() };
        let settings = &self.portfolio.register().settings;
        let priced = PricedCase::new(&after, settings);
        let gaps = priced.gaps(priced.stay);
        let mut found = Vec::new();
        let is_open_to_change = |field: &str| self.job != Job::End || field == "to";
        if let Some(gap) = gaps.iter().find(|gap| gap.to() == Some(add_days(line.from, -1)))
            && is_open_to_change("from")
        {
            found.push(odd("from", missing_words(gap.from(), gap.to())));
        }
        if let Some(to) = line.to
            && let Some(gap) = gaps.iter().find(|gap| gap.from() == add_days(to, 1))
        {
            found.push(odd("to", missing_words(gap.from(), gap.to())));
        }
        found
    }

    /// *Revurderes den* within the days of the line.
    fn review(&self, line: &RateLine) -> Option<FieldProblem> {
        let review = line.review_on?;
        if review < line.from {
            let from = format::date(line.from);
            return Some(odd(
                "reviewOn",
                format!("Linjen begynder først {from}. Se efter, om datoen er rigtig."),
            ));
        }
        line.to.filter(|to| *to < review).map(|to| {
            odd("reviewOn", format!("Linjen slutter {}, før den skal revurderes.", format::date(to)))
        })
    }
}

/// A Grundtakst or Ydelsespakke outside what is usual a day, by the settings (domain §2.1: 500–15.000 kr./døgn). Of none
/// and of a negative one other things are said.
pub(crate) fn unusual_rate(settings: &Settings, line: &RateLine) -> Option<String> {
    let (low, high) = (settings.usual_rate_from, settings.usual_rate_to);
    let a_day = line.kroner_a_day().filter(|_| line.service.is_housing())?;
    let is_usual = low.kroner() <= a_day && a_day <= high.kroner();
    (!is_usual && line.amount.scaled() > 0).then(|| {
        format!(
            "Taksten svarer til {} kr. pr. døgn; det sædvanlige er {} til {}. Se efter, om beløb og enhed passer sammen.",
            format::decimal(a_day, 2),
            format::kr_whole_bare(low),
            format::kr_whole(high)
        )
    })
}

fn end_before_start(from: NaiveDate) -> String {
    format!("Sidste dag ligger før den første, {}. Ret den ene af dem.", format::date(from))
}

fn missing_words(from: NaiveDate, to: Option<NaiveDate>) -> String {
    match to {
        Some(_) => format!(
            "Der er ingen takst {}: dagene står som takst mangler, ikke som 0 kr.",
            period_words(from, to)
        ),
        None => {
            format!("Der er ingen takst fra {}: udgiften derefter er ukendt, ikke 0 kr.", format::date(from))
        }
    }
}

/// `a`, `a eller b`, `a, b eller c`.
fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} eller {last}", first.join(", ")),
    }
}
