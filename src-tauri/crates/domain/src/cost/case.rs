//! A case made ready for pricing, and what it costs: any period, months, annualised, gaps.
//!
//! Invariant: a day of the stay without Grundtakst or Ydelsespakke is a gap, and what depends on it is
//! unknown (`None`), never 0 kr. (domain §2.2).

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::line::{PricedLine, Purse};
use super::vat;
use super::year_frame::{OPEN, YearFrame, date, number};
use crate::calendar::{Period, add_days, add_months};
use crate::{CaseFile, CaseNumber, CitizenId, LegalBasis, Money, PlacementId, Rate, Settings};

/// A case ready for every question about its cost; made once from the case's records.
#[derive(Clone, Debug)]
pub struct PricedCase {
    /// The placement.
    pub placement: PlacementId,
    /// *Sagsnr.*
    pub case: CaseNumber,
    /// Whose stay it is.
    pub citizen: CitizenId,
    /// The paragraph of the stay.
    pub legal_basis: LegalBasis,
    /// The stay, first to last day; open while it lasts.
    pub stay: Period,
    /// Does this municipality pay? Otherwise the cost is *mellemkommunal* (domain §2.5).
    pub is_own_cost: bool,
    /// Does the offer's price hold purchase VAT that the municipality gets back (domain §2.6)?
    pub has_vat_share: bool,
    /// *Støttetimer pr. uge*.
    pub support_hours: Option<Decimal>,
    /// *Basistakst*, kr. per døgn.
    pub base_rate: Option<Rate>,
    lines: Vec<PricedLine>,
    /// The stay never began: it has no day, and so neither cost nor gap.
    is_cancelled: bool,
    /// Gaps of the stay as day numbers, in order; the last may be open.
    gaps: Vec<(i32, i32)>,
}

impl PricedCase {
    /// Prices a case.
    #[must_use]
    pub fn new(file: &CaseFile<'_>, settings: &Settings) -> Self {
        let stay = file.placement.stay();
        let steps = file.day_offer_steps(settings);
        let is_cancelled = file.placement.is_cancelled();
        let counting = file.rate_lines.iter().filter(|_| !is_cancelled);
        let lines: Vec<PricedLine> = counting.filter_map(|line| PricedLine::new(line, stay, steps)).collect();
        Self {
            placement: file.placement.id,
            case: file.placement.case.clone(),
            citizen: file.placement.citizen,
            legal_basis: file.placement.legal_basis,
            stay,
            is_own_cost: file.placement.is_own_cost(),
            has_vat_share: file.provider.is_some_and(vat::has_vat_share),
            support_hours: file.placement.support_hours,
            base_rate: file.placement.base_rate,
            gaps: if is_cancelled { Vec::new() } else { uncovered(stay, &lines) },
            is_cancelled,
            lines,
        }
    }

    /// Has the stay never begun (*Annulleret*)? Then it has no day and no cost.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        self.is_cancelled
    }

    /// The gross lines that count on a day or a one-off on or before a day.
    pub fn spent_lines(&self, until: NaiveDate) -> impl Iterator<Item = &PricedLine> {
        let until = number(until);
        self.gross_lines().filter(move |line| line.from() <= until)
    }

    /// The lines that cost, in the order of the case file.
    #[must_use]
    pub fn lines(&self) -> &[PricedLine] {
        &self.lines
    }

    /// The lines that are part of gross.
    pub fn gross_lines(&self) -> impl Iterator<Item = &PricedLine> {
        self.lines.iter().filter(|line| line.purse() == Purse::Gross)
    }

    /// Gross cost of the days from `first` through `last`; a gap adds nothing.
    #[must_use]
    pub fn gross(&self, first: NaiveDate, last: NaiveDate) -> Money {
        self.sum(Purse::Gross, number(first), number(last))
    }

    /// Gross cost of a calendar year.
    #[must_use]
    pub fn gross_of_year(&self, year: i32) -> Money {
        let frame = YearFrame::new(year);
        self.sum(Purse::Gross, frame.first(), frame.last())
    }

    /// Gross cost of each month of a calendar year; they sum to the year.
    #[must_use]
    pub fn months(&self, year: i32) -> [Money; 12] {
        self.months_in(&YearFrame::new(year))
    }

    /// The same for a frame that the caller keeps for many cases.
    #[must_use]
    pub fn months_in(&self, frame: &YearFrame) -> [Money; 12] {
        let mut months = [0; 12];
        for line in self.gross_lines() {
            line.add_months(frame, &mut months);
        }
        months.map(Money::from_oere)
    }

    /// Egenbetaling that the municipality collects in a calendar year.
    #[must_use]
    pub fn own_payment(&self, year: i32) -> Money {
        let frame = YearFrame::new(year);
        self.sum(Purse::OwnPaymentToMunicipality, frame.first(), frame.last())
    }

    /// Egenbetaling that the offer collects in a calendar year; part of no figure.
    #[must_use]
    pub fn own_payment_to_offer(&self, year: i32) -> Money {
        let frame = YearFrame::new(year);
        self.sum(Purse::OwnPaymentToOffer, frame.first(), frame.last())
    }

    fn sum(&self, purse: Purse, first: i32, last: i32) -> Money {
        let of_purse = self.lines.iter().filter(|line| line.purse() == purse);
        Money::from_oere(of_purse.map(|line| line.cost_between(first, last)).sum())
    }

    /// The day that stands for the case when asked today: a planned case's first, an ended one's last.
    #[must_use]
    pub fn judged_on(&self, today: NaiveDate) -> NaiveDate {
        let day = today.max(self.stay.from());
        self.stay.to().map_or(day, |end| day.min(end))
    }

    /// *Helårsvirkning* as of today, on the day of [`Self::judged_on`]; `None` in a gap (*takst mangler*).
    #[must_use]
    pub fn annualised(&self, today: NaiveDate) -> Option<Money> {
        self.annualised_on(self.judged_on(today))
    }

    /// *Helårsvirkning* on a day: the lines in force, each rounded, Egenbetaling and one-offs left out.
    /// `None` when a day of the stay is a gap or a line in force can't be priced; 0,00 outside the stay.
    #[must_use]
    pub fn annualised_on(&self, day: NaiveDate) -> Option<Money> {
        let at = number(day);
        let unknown = self.is_gap(day) || self.gross_lines().any(|l| l.is_in_force(at) && !l.is_known());
        (!unknown).then(|| self.annualised_known(at))
    }

    /// What is known of the annualised cost on a day number, gaps adding nothing.
    pub(super) fn annualised_known(&self, at: i32) -> Money {
        self.gross_lines().filter(|line| line.is_in_force(at)).map(PricedLine::annualised).sum()
    }

    /// Is something of the day's cost unknown?
    pub(super) fn is_incomplete_on(&self, at: i32) -> bool {
        self.gaps.iter().any(|(from, to)| *from <= at && at <= *to)
            || self.gross_lines().any(|line| line.is_in_force(at) && !line.is_known())
    }

    /// The gaps as day numbers, in order.
    pub(super) fn gap_numbers(&self) -> &[(i32, i32)] {
        &self.gaps
    }

    /// Has the year a line that can't be priced?
    pub(super) fn has_unknown_line_in(&self, frame: &YearFrame) -> bool {
        self.gross_lines()
            .any(|line| !line.is_known() && line.from() <= frame.last() && frame.first() <= line.to())
    }

    /// Is the day a day of the stay with no Grundtakst or Ydelsespakke in force?
    #[must_use]
    pub fn is_gap(&self, day: NaiveDate) -> bool {
        let at = number(day);
        self.gaps.iter().any(|(from, to)| *from <= at && at <= *to)
    }

    /// The gaps of the stay in a period, clipped to it; an open gap in an open period is open.
    #[must_use]
    pub fn gaps(&self, within: Period) -> Vec<Period> {
        self.gaps
            .iter()
            .filter_map(|(from, to)| Period::new(date(*from)?, date(*to)))
            .filter_map(|gap| gap.intersection(&within))
            .collect()
    }

    /// The gaps of a calendar year, its future days included.
    #[must_use]
    pub fn gaps_of_year(&self, year: i32) -> Vec<Period> {
        year_period(year).map_or_else(Vec::new, |period| self.gaps(period))
    }

    /// Has the stay a day in the year?
    #[must_use]
    pub fn has_stay_in(&self, year: i32) -> bool {
        !self.is_cancelled
            && year_period(year).is_some_and(|period| self.stay.intersection(&period).is_some())
    }

    /// Is a figure over the period incomplete (*ufuldstændig*): a gap in it, or a line without price?
    #[must_use]
    pub fn is_incomplete(&self, first: NaiveDate, last: NaiveDate) -> bool {
        let (first, last) = (number(first), number(last));
        let touches = |from: i32, to: i32| from <= last && first <= to;
        self.gaps.iter().any(|(from, to)| touches(*from, *to))
            || self.lines.iter().any(|line| !line.is_known() && touches(line.from(), line.to()))
    }

    /// The actual gross cost of the next twelve months: today through the day before the same date
    /// next year (domain §2.3).
    #[must_use]
    pub fn next_twelve_months(&self, today: NaiveDate) -> Money {
        self.gross(today, add_days(add_months(today, 12), -1))
    }
}

/// A calendar year as a period.
pub(super) fn year_period(year: i32) -> Option<Period> {
    Period::new(NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31))
}

/// The days of the stay that no Grundtakst or Ydelsespakke covers.
fn uncovered(stay: Period, lines: &[PricedLine]) -> Vec<(i32, i32)> {
    let end = stay.to().map_or(OPEN, number);
    let mut covered: Vec<(i32, i32)> =
        lines.iter().filter(|line| line.covers_housing()).map(|line| (line.from(), line.to())).collect();
    covered.sort_unstable();
    let mut gaps = Vec::new();
    let mut next = number(stay.from());
    for (from, to) in covered {
        if from > next {
            gaps.push((next, from - 1));
        }
        if to == OPEN {
            return gaps;
        }
        next = next.max(to + 1);
    }
    if next <= end {
        gaps.push((next, end));
    }
    gaps
}
