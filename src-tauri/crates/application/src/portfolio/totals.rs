//! Sums over the whole municipality for a year. Cases that another municipality pays stand apart
//! (*mellemkommunal*, domain §2.5), and what is unknown makes a sum incomplete, never smaller in silence.

use std::collections::HashMap;

use vilkaar_domain::cost::{CostYear, PriceTable, PricedCase, refund};
use vilkaar_domain::forecast::{self, Forecast, ForecastBasis};
use vilkaar_domain::{Citizen, CitizenId, FigureStatus, Money, PlacementStatus, RefundLimits};

use super::Portfolio;

/// What a year costs, own cost apart from that of others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct YearTotals {
    /// The calendar year.
    pub year: i32,
    /// Every case with a day of stay or a cost in the year, by citizen, then case number.
    pub rows: Vec<CostYear>,
    /// Own gross cost.
    pub gross: Money,
    /// Own gross cost by month, January first.
    pub months: [Money; 12],
    /// Own egenbetaling that the municipality collects.
    pub own_payment: Money,
    /// Own purchase VAT that comes back.
    pub vat_refund: Money,
    /// State refund; none without limits for the year.
    pub refund: Option<Money>,
    /// What is left to pay; none without limits for the year.
    pub net: Option<Money>,
    /// The year's limits are an estimate.
    pub refund_is_estimate: bool,
    /// *Mellemkommunal* gross cost.
    pub other_municipality: Money,
    /// Of the own cost, what planned cases cost: expected, not certain, until the citizen moves in.
    pub planned: Money,
    /// Cases with a gap in the year.
    pub incomplete: usize,
}

impl Portfolio {
    /// The refund limits of a year, if they have been entered.
    #[must_use]
    pub fn refund_limits(&self, year: i32) -> Option<&RefundLimits> {
        self.register().refund_limits.iter().find(|limits| limits.year == year)
    }

    /// What each case costs in a calendar year, the refund spread over each citizen's cases.
    #[must_use]
    pub fn cost_rows(&self, year: i32) -> Vec<CostYear> {
        let limits = self.refund_limits(year);
        let settings = &self.register().settings;
        let citizens: HashMap<CitizenId, &Citizen> =
            self.register().citizens.iter().map(|citizen| (citizen.id, citizen)).collect();
        let mut groups: HashMap<CitizenId, Vec<&PricedCase>> = HashMap::new();
        let mut order: Vec<CitizenId> = Vec::new();
        for facts in self.cases() {
            let group = groups.entry(facts.priced.citizen).or_default();
            if group.is_empty() {
                order.push(facts.priced.citizen);
            }
            group.push(&facts.priced);
        }
        order
            .iter()
            .filter_map(|id| groups.get(id).map(|cases| (id, cases)))
            .flat_map(|(id, cases)| refund::year(cases, citizens.get(id).copied(), year, limits, settings))
            .collect()
    }

    /// What a calendar year costs.
    #[must_use]
    pub fn year_totals(&self, year: i32) -> YearTotals {
        let rows = self.cost_rows(year);
        let own = || rows.iter().filter(|row| row.is_own_cost);
        let mut months = [Money::ZERO; 12];
        for row in own() {
            for (sum, month) in months.iter_mut().zip(row.months) {
                *sum += month;
            }
        }
        let limits = self.refund_limits(year);
        let planned = self
            .cases()
            .iter()
            .filter(|facts| facts.status == PlacementStatus::Planned && facts.priced.is_own_cost)
            .map(|facts| facts.priced.gross_of_year(year))
            .sum();
        YearTotals {
            year,
            gross: own().map(|row| row.gross).sum(),
            months,
            own_payment: own().map(|row| row.own_payment).sum(),
            vat_refund: own().map(|row| row.vat_refund).sum(),
            refund: limits.map(|_| own().filter_map(|row| row.refund).sum()),
            net: limits.map(|_| own().filter_map(|row| row.net).sum()),
            refund_is_estimate: limits.is_some_and(|l| l.status != Some(FigureStatus::Confirmed)),
            other_municipality: rows.iter().filter(|row| !row.is_own_cost).map(|row| row.gross).sum(),
            planned,
            incomplete: rows.iter().filter(|row| row.is_incomplete).count(),
            rows,
        }
    }

    /// What a year will cost, certain and expected, against its budget (design §8, forecast).
    #[must_use]
    pub fn forecast(&self, year: i32) -> Forecast {
        let register = self.register();
        forecast::forecast(
            &ForecastBasis {
                cases: &register.case_files(),
                youths: &register.expected_youths,
                budgets: &register.budgets,
                price_table: &PriceTable::new(&register.price_indexes),
                settings: &register.settings,
                today: self.today(),
            },
            year,
        )
    }

    /// The budget of a year over all paragraphs; none when no budget has been entered.
    #[must_use]
    pub fn budget(&self, year: i32) -> Option<Money> {
        let lines: Vec<Money> =
            self.register().budgets.iter().filter(|line| line.year == year).map(|line| line.amount).collect();
        (!lines.is_empty()).then(|| lines.iter().sum())
    }
}
