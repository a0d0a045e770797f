//! What is worked out about one case, once: cost, limit, hourly rate, dates, gaps and flags.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use vilkaar_domain::agenda::{AgendaItem, DueState};
use vilkaar_domain::calendar::Period;
use vilkaar_domain::comparison::{Benchmark, HourlyRate};
use vilkaar_domain::cost::{LimitVerdict, PriceTable, PricedCase, double_payments, limit};
use vilkaar_domain::missing::{MissingCostFacts, MissingItem, MissingKind, rate_gap_window};
use vilkaar_domain::stake::{Chance, Stake};
use vilkaar_domain::{CaseFile, CitizenId, Money, PlacementStatus, Register, notice};

use super::Positions;
use super::comparison::{Compared, compare};

/// A case's mark in lists, worst first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Flag {
    /// No Grundtakst or Ydelsespakke on its day.
    RateMissing,
    /// No contract in force.
    NoContract,
    /// The offer isn't approved for the placement.
    NotApproved,
    /// Something is past its day.
    Overdue,
    /// Something is due within 30 days.
    Due30,
    /// A gap in the rates, not today.
    RateGap,
    /// Two botilbud at once for one citizen.
    DoublePayment,
    /// Past *Forventet ophør* and still active.
    ExpectedEndPassed,
    /// The contract lacks the municipality's notice rule.
    NoNoticeRule,
    /// Above the limit and no offer was searched.
    NoSearch,
    /// No goals.
    NoGoals,
    /// The approval isn't known.
    ApprovalUnknown,
    /// Support hours aren't known.
    NoHours,
    /// Another municipality pays.
    OtherMunicipality,
    /// Not moved in yet.
    Planned,
}

/// What is known about a case on the portfolio's day.
#[derive(Clone, Debug)]
pub struct CaseFacts {
    /// Where the placement stands in the register.
    pub(super) at: usize,
    pub(super) citizen_at: Option<usize>,
    pub(super) offer_at: Option<usize>,
    pub(super) provider_at: Option<usize>,
    /// Planned, active or ended.
    pub status: PlacementStatus,
    /// Ready for every question of cost.
    pub priced: PricedCase,
    /// *Helårsvirkning* on its day; none in a gap.
    pub annualised: Option<Money>,
    /// Actual cost of the next twelve months; 0,00 for an ended case.
    pub next_twelve_months: Money,
    /// Gross cost of the day's year; none when the stay has no day in it.
    pub year_gross: Option<Money>,
    /// A gap in the day's year.
    pub is_year_incomplete: bool,
    /// The 1 mio. rule, the same for all cases of the citizen; none for ended cases.
    pub limit: Option<Arc<LimitVerdict>>,
    /// Support hours a week on its day; none when not known.
    pub hours_per_week: Option<Decimal>,
    /// Kr. per support hour with what it is made of; none without hours or in a gap.
    pub hourly_rate: Option<HourlyRate>,
    /// Where that lies among the like cases; none without one.
    pub benchmark: Option<Benchmark>,
    /// What a talk about the case can bring; none for an ended case.
    pub stake: Option<Stake>,
    /// *Forhandler* of the contract in force.
    pub negotiator: Option<String>,
    /// What is to be done, by day; nothing for ended cases.
    pub agenda: Vec<AgendaItem>,
    /// What was handled and would else be to be done, by day.
    pub handled: Vec<AgendaItem>,
    /// What is missing; nothing for ended cases.
    pub missing: Vec<MissingItem>,
    /// Marks, worst first; empty is *I orden*.
    pub flags: Vec<Flag>,
}

impl CaseFacts {
    /// Above the limit today or within twelve months.
    #[must_use]
    pub fn is_above_limit(&self) -> bool {
        self.limit.as_ref().is_some_and(|verdict| verdict.is_above)
    }

    /// The item that comes first.
    #[must_use]
    pub fn next_item(&self) -> Option<&AgendaItem> {
        self.agenda.first()
    }

    /// Kr. a year at stake; none where it isn't known.
    #[must_use]
    pub fn at_stake(&self) -> Option<Money> {
        self.stake.as_ref().and_then(Stake::value)
    }

    /// Where the placement stands in the register.
    #[must_use]
    pub const fn placement_at(&self) -> usize {
        self.at
    }
}

/// Works out every case of a register, by case number. The register's own order gives the positions.
pub(super) fn work_out(register: &Register, today: NaiveDate) -> Vec<CaseFacts> {
    let settings = &register.settings;
    let positions = Positions::new(register);
    let placement_at: HashMap<_, _> =
        register.placements.iter().enumerate().map(|(at, placement)| (placement.id, at)).collect();
    let files = register.case_files();
    let priced: Vec<PricedCase> = files.iter().map(|file| PricedCase::new(file, settings)).collect();

    let mut of_citizen: HashMap<CitizenId, Vec<usize>> = HashMap::new();
    for (at, case) in priced.iter().enumerate() {
        of_citizen.entry(case.citizen).or_default().push(at);
    }
    let ahead = Period::new(today, Some(vilkaar_domain::calendar::add_months(today, 12)));
    let mut verdicts: HashMap<CitizenId, Arc<LimitVerdict>> = HashMap::with_capacity(of_citizen.len());
    let mut pays_double: HashMap<CitizenId, bool> = HashMap::new();
    for (citizen, cases) in &of_citizen {
        let cases: Vec<&PricedCase> = cases.iter().map(|at| &priced[*at]).collect();
        verdicts.insert(*citizen, Arc::new(limit::judge(&cases, today, settings)));
        if cases.len() > 1 {
            let double = ahead.is_some_and(|period| !double_payments(&cases, period).is_empty());
            pays_double.insert(*citizen, double);
        }
    }

    let table = PriceTable::new(&register.price_indexes);
    let compared = compare(&files, &priced, today);
    let whole = Whole { register, positions: &positions, table: &table, today };
    files
        .iter()
        .zip(priced)
        .zip(compared)
        .map(|((file, priced), compared)| {
            let verdict = verdicts.get(&priced.citizen).cloned();
            let is_double = pays_double.get(&priced.citizen).copied().unwrap_or(false);
            let at = placement_at.get(&file.placement.id).copied().unwrap_or_default();
            whole.facts(file, priced, compared, (verdict, is_double), at)
        })
        .collect()
}

/// What every case is worked out with.
struct Whole<'a> {
    register: &'a Register,
    positions: &'a Positions,
    table: &'a PriceTable,
    today: NaiveDate,
}

impl Whole<'_> {
    /// Works out one case; `of_citizen` is the limit's verdict and whether two botilbud are paid at once.
    fn facts(
        &self,
        file: &CaseFile<'_>,
        priced: PricedCase,
        compared: Compared,
        of_citizen: (Option<Arc<LimitVerdict>>, bool),
        at: usize,
    ) -> CaseFacts {
        let (register, positions, today) = (self.register, self.positions, self.today);
        let settings = &register.settings;
        let status = file.placement.status(today);
        let is_open = status != PlacementStatus::Ended;
        let (verdict, is_double) = of_citizen;
        let limit = verdict.filter(|_| is_open);
        let judged_on = priced.judged_on(today);
        let annualised = priced.annualised_on(judged_on);
        let year = today.year();
        let agenda = file.whole_agenda(settings, today);
        let hourly = compared.as_ref().ok().map(|(rate, _)| *rate);
        let benchmark = compared.as_ref().ok().map(|(_, benchmark)| benchmark.clone());
        let stake = is_open.then(|| {
            let chance = Chance::of(file.placement, settings);
            Stake::of(&priced, &file.rate_lines, compared, self.table, chance, today)
        });
        let cost_facts = MissingCostFacts {
            rate_gap: rate_gap_window(today).and_then(|window| priced.gaps(window).first().copied()),
            above_limit_from: limit.as_ref().and_then(|verdict| verdict.above_from),
            no_comparison: stake.as_ref().and_then(|stake| stake.comparison.as_ref().err().copied()),
        };
        let missing = file.missing(settings, today, &cost_facts);
        let contract = notice::contract_in_force(&file.contracts, judged_on);

        let mut facts = CaseFacts {
            at,
            citizen_at: positions.citizens.get(&file.placement.citizen).copied(),
            offer_at: positions.offers.get(&file.placement.offer).copied(),
            provider_at: file.provider.and_then(|provider| positions.providers.get(&provider.id).copied()),
            status,
            annualised,
            next_twelve_months: if is_open { priced.next_twelve_months(today) } else { Money::ZERO },
            year_gross: priced.has_stay_in(year).then(|| priced.gross_of_year(year)),
            is_year_incomplete: !priced.gaps_of_year(year).is_empty(),
            limit,
            hours_per_week: hourly.map(|found| found.hours_a_week).or(priced.support_hours),
            hourly_rate: hourly,
            benchmark,
            stake,
            negotiator: contract.and_then(|contract| contract.negotiator.clone()),
            agenda: agenda.open,
            handled: agenda.handled,
            missing,
            flags: Vec::new(),
            priced,
        };
        facts.flags = flags(file, &facts, is_double, today);
        facts
    }
}

/// The marks of a case, worst first. What only needs a paper filed (*no_signed_file*) is no mark.
fn flags(file: &CaseFile<'_>, facts: &CaseFacts, is_double: bool, today: NaiveDate) -> Vec<Flag> {
    let mut flags = Vec::new();
    let is_open = facts.status != PlacementStatus::Ended;
    if is_open && facts.annualised.is_none() {
        flags.push(Flag::RateMissing);
    }
    for item in &facts.missing {
        match item.what.kind() {
            MissingKind::NoContract => flags.push(Flag::NoContract),
            MissingKind::NoRate if facts.annualised.is_some() => flags.push(Flag::RateGap),
            MissingKind::NoNoticeRule => flags.push(Flag::NoNoticeRule),
            MissingKind::NoGoals => flags.push(Flag::NoGoals),
            MissingKind::NoSearch => flags.push(Flag::NoSearch),
            MissingKind::OfferNotApproved => flags.push(Flag::NotApproved),
            MissingKind::ApprovalUnknown => flags.push(Flag::ApprovalUnknown),
            MissingKind::NoHours => flags.push(Flag::NoHours),
            // An overdue follow-up is on the agenda too, and marks the case there.
            MissingKind::NoRate
            | MissingKind::NoSignedFile
            | MissingKind::NotComparable
            | MissingKind::FollowUpOverdue => {}
        }
    }
    for item in &facts.agenda {
        match item.state {
            DueState::Overdue => flags.push(Flag::Overdue),
            DueState::Due30 => flags.push(Flag::Due30),
            DueState::Due90 | DueState::Later => {}
        }
    }
    if is_open && is_double {
        flags.push(Flag::DoublePayment);
    }
    if file.placement.is_past_expected_end(today) {
        flags.push(Flag::ExpectedEndPassed);
    }
    if !facts.priced.is_own_cost {
        flags.push(Flag::OtherMunicipality);
    }
    if facts.status == PlacementStatus::Planned {
        flags.push(Flag::Planned);
    }
    flags.sort_unstable();
    flags.dedup();
    flags
}
