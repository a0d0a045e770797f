//! The work of a plan: the records as they are and as the file would have them, sheet by sheet.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::ports::{Identities, Progress};
use vilkaar_domain::{
    BudgetLine, Citizen, CitizenId, Contract, DeliveredHours, ExpectedYouth, FollowUp, Goal, GoalId,
    NoticeRule, Offer, OfferId, OwnOffer, Placement, PlacementId, PriceIndex, Provider, ProviderId, RateLine,
    RefundLimits, Register, SearchedOffer, Source, StepRate,
};
use vilkaar_wording::import::{Dependence, Severity, Trouble, consequence};

use super::reader::{Corrected, Noted};
use super::{
    Applied, FieldChange, Keyed, Options, Origin, PlanError, PlanRow, PlanSheet, Problem, RowReader,
    RowStatus, Slots,
};
use crate::grid::{ParsedFile, Row, Sheet};
use crate::headings::Table;
use crate::sheets::Kind;

/// What a row came to, before it is counted.
pub(crate) enum Outcome {
    /// It was applied.
    Applied(Applied, Vec<FieldChange>),
    /// It can't be without a row that is refused or left out, or without something unknown.
    Consequence {
        /// What it can't be without.
        what: Dependence,
        /// The row that isn't read.
        origin: Origin,
        /// That row is left out by choice.
        left_out: bool,
    },
    /// It is refused for what was noted at its cells.
    Refused,
}

/// Where a case, goal or offer that isn't among the records stands in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotReadRow {
    pub(crate) origin: Origin,
    pub(crate) left_out: bool,
}

/// What a row's case came to.
pub(crate) enum CaseLink {
    /// The placement's place among the records.
    Found(usize),
    /// Its row isn't read.
    NotRead(NotReadRow),
    /// It stands nowhere; noted.
    Unknown,
}

/// A sheet under work.
pub(crate) struct Reading<'a> {
    pub(crate) at: usize,
    pub(crate) sheet: &'a Sheet,
    pub(crate) table: Table,
    pub(crate) corrected: Corrected<'a>,
    /// The positions of its data rows.
    pub(super) rows: Vec<u32>,
    pub(crate) day_in_title: Option<NaiveDate>,
}

impl<'a> Reading<'a> {
    /// The data rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'a>> + '_ {
        self.rows.iter().filter_map(|at| self.sheet.row_at(*at as usize))
    }

    pub(crate) const fn origin(&self, row: u32) -> Origin {
        Origin { sheet: self.at, row }
    }
}

/// Everything a plan is made with.
pub(crate) struct Work<'a> {
    pub(crate) file: &'a ParsedFile,
    pub(crate) register: &'a Register,
    pub(crate) options: &'a Options,
    ids: &'a dyn Identities,
    progress: Progress<'a>,
    done: u64,
    total: u64,

    pub(crate) providers: Keyed<'a, Provider, String>,
    pub(crate) provider_at: HashMap<ProviderId, usize>,
    pub(crate) offers: Keyed<'a, Offer, String>,
    pub(crate) offer_at: HashMap<OfferId, usize>,
    pub(crate) citizens: Keyed<'a, Citizen, String>,
    pub(crate) citizen_at: HashMap<CitizenId, usize>,
    pub(crate) placements: Keyed<'a, Placement, String>,
    pub(crate) placement_at: HashMap<PlacementId, usize>,
    pub(crate) lines: Slots<'a, RateLine>,
    pub(crate) lines_of: HashMap<PlacementId, Vec<usize>>,
    pub(crate) contracts: Keyed<'a, Contract, (PlacementId, NaiveDate)>,
    pub(crate) contracts_of: HashMap<PlacementId, Vec<usize>>,
    pub(crate) goals: Keyed<'a, Goal, String>,
    pub(crate) goal_at: HashMap<GoalId, usize>,
    pub(crate) follow_ups: Keyed<'a, FollowUp, (GoalId, NaiveDate, Option<Source>)>,
    pub(crate) hours: Keyed<'a, DeliveredHours, (PlacementId, NaiveDate)>,
    pub(crate) steps: Keyed<'a, StepRate, (PlacementId, String, Option<NaiveDate>, Option<GoalId>)>,
    pub(crate) searched: Keyed<'a, SearchedOffer, (PlacementId, Option<NaiveDate>, String, String)>,
    pub(crate) own_offers: Keyed<'a, OwnOffer, (String, String)>,
    pub(crate) youths: Keyed<'a, ExpectedYouth, String>,
    pub(crate) budgets: Keyed<'a, BudgetLine, (i32, String)>,
    pub(crate) price_indexes: Keyed<'a, PriceIndex, i32>,
    pub(crate) refund_limits: Keyed<'a, RefundLimits, i32>,

    /// Cases, goals and offers of rows that aren't read.
    pub(crate) cases_not_read: HashMap<String, NotReadRow>,
    pub(crate) goals_not_read: HashMap<String, NotReadRow>,
    pub(crate) offers_not_read: HashMap<String, NotReadRow>,
    /// The placement row of each case in the file, for `case_duplicate`.
    pub(crate) case_rows: HashMap<String, Origin>,
    /// The file has a sheet *Tilbud*: an offer that is in neither is unknown, else it is made.
    pub(crate) has_offer_sheet: bool,
    /// Days that refused rate rows would have covered, by placement: no gap is told of there.
    pub(crate) covered_by_refused: HashMap<PlacementId, Vec<(NaiveDate, Option<NaiveDate>)>>,
    /// Placements whose lines the file has rows for, in the file's order.
    pub(crate) rated: Vec<usize>,
    pub(crate) asks_for_day: bool,
    /// Placements by offer and move-in day, for rows without *Sagsnr.*
    pub(crate) placements_by_stay: HashMap<(OfferId, NaiveDate), Vec<usize>>,
    /// What each wording of a notice was read as.
    notice_rules: HashMap<String, Option<NoticeRule>>,
    /// The last number given as `U-n`.
    pub(crate) next_unnamed: u32,

    /// With the sheet's place and the order in which they came.
    pub(super) problems: Vec<(usize, Problem, u32)>,
    /// With the sheet's place.
    pub(super) rows: Vec<(usize, PlanRow)>,
    /// Why rows that were left out by choice could not have been read.
    pub(super) reasons: HashMap<Origin, Vec<String>>,
    pub(super) sheets: Vec<PlanSheet>,
    left_out: Vec<std::collections::HashSet<u32>>,
}

/// How names of offers, providers and cases are compared.
pub(crate) fn name_key(name: &str) -> String {
    name.trim().to_lowercase()
}

/// What a row calls a record: as the known one is spelled, where it is the same name.
pub(crate) fn spelled<T>(given: T, known: Option<&T>, name: impl Fn(&T) -> &str) -> T
where
    T: Clone,
{
    match known.filter(|known| name_key(name(known)) == name_key(name(&given))) {
        Some(known) => known.clone(),
        None => given,
    }
}

impl<'a> Work<'a> {
    pub(crate) fn new(
        file: &'a ParsedFile,
        register: &'a Register,
        options: &'a Options,
        ids: &'a dyn Identities,
        progress: Progress<'a>,
    ) -> Self {
        let mut lines_of: HashMap<PlacementId, Vec<usize>> =
            HashMap::with_capacity(register.placements.len());
        for (at, line) in register.rate_lines.iter().enumerate() {
            lines_of.entry(line.placement).or_default().push(at);
        }
        let mut contracts_of: HashMap<PlacementId, Vec<usize>> =
            HashMap::with_capacity(register.placements.len());
        for (at, contract) in register.contracts.iter().enumerate() {
            contracts_of.entry(contract.placement).or_default().push(at);
        }
        let mut placements_by_stay: HashMap<(OfferId, NaiveDate), Vec<usize>> = HashMap::new();
        for (at, record) in register.placements.iter().enumerate() {
            placements_by_stay.entry((record.offer, record.moved_in)).or_default().push(at);
        }
        // A stay whose days or offer a hand changed is found by those that it was imported with too.
        let placements =
            Keyed::new(&register.placements, &options.by_hand, |record| name_key(record.case.as_str()));
        for at in 0..register.placements.len() {
            if let Some(former) = placements.slots.as_imported(at) {
                let here = placements_by_stay.entry((former.offer, former.moved_in)).or_default();
                if !here.contains(&at) {
                    here.push(at);
                }
            }
        }
        let mut lines = Slots::new(&register.rate_lines, &options.by_hand);
        super::corrections::follow_corrections(&mut lines);
        let mut left_out = vec![std::collections::HashSet::new(); file.sheets().len()];
        for (sheet, row) in &options.left_out {
            let at = file.sheets().iter().position(|known| **known.name() == **sheet);
            if let Some(rows) = at.and_then(|at| left_out.get_mut(at)) {
                rows.insert(*row);
            }
        }
        Self {
            file,
            register,
            options,
            ids,
            progress,
            done: 0,
            total: 0,
            providers: Keyed::new(&register.providers, &options.by_hand, |record| name_key(&record.name)),
            provider_at: register.providers.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
            offers: Keyed::new(&register.offers, &options.by_hand, |record| name_key(&record.name)),
            offer_at: register.offers.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
            // A number that a hand corrected away may be another citizen's: it is theirs at their own placements only.
            citizens: Keyed::by_present_key(&register.citizens, &options.by_hand, |record| {
                record.cpr.as_ref().map_or_else(|| record.id.to_string(), |cpr| cpr.reveal().to_owned())
            }),
            citizen_at: register.citizens.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
            placements,
            placement_at: register
                .placements
                .iter()
                .enumerate()
                .map(|(at, record)| (record.id, at))
                .collect(),
            lines,
            lines_of,
            contracts: Keyed::new(&register.contracts, &options.by_hand, |record| {
                (record.placement, record.start)
            }),
            contracts_of,
            goals: Keyed::new(&register.goals, &options.by_hand, |record| name_key(&record.key)),
            goal_at: register.goals.iter().enumerate().map(|(at, record)| (record.id, at)).collect(),
            follow_ups: Keyed::new(&register.follow_ups, &options.by_hand, |record| {
                (record.goal, record.date, record.source)
            }),
            hours: Keyed::new(&register.delivered_hours, &options.by_hand, |record| {
                (record.placement, record.month)
            }),
            steps: Keyed::new(&register.step_rates, &options.by_hand, |record| {
                (record.placement, name_key(record.service.word()), record.from, record.when_goal)
            }),
            searched: Keyed::new(&register.searched_offers, &options.by_hand, |record| {
                let provider = record.provider.as_deref().map(name_key).unwrap_or_default();
                (record.placement, record.date, provider, name_key(&record.offer))
            }),
            own_offers: Keyed::new(&register.own_offers, &options.by_hand, |record| {
                (name_key(&record.name), record.paragraph.as_deref().map(name_key).unwrap_or_default())
            }),
            youths: Keyed::new(&register.expected_youths, &options.by_hand, |record| name_key(&record.key)),
            budgets: Keyed::new(&register.budgets, &options.by_hand, |record| {
                (record.year, name_key(&record.paragraph))
            }),
            price_indexes: Keyed::new(&register.price_indexes, &options.by_hand, |record| record.year),
            refund_limits: Keyed::new(&register.refund_limits, &options.by_hand, |record| record.year),
            cases_not_read: HashMap::new(),
            goals_not_read: HashMap::new(),
            offers_not_read: HashMap::new(),
            case_rows: HashMap::new(),
            has_offer_sheet: false,
            covered_by_refused: HashMap::new(),
            rated: Vec::new(),
            asks_for_day: false,
            placements_by_stay,
            notice_rules: HashMap::new(),
            next_unnamed: 0,
            problems: Vec::new(),
            rows: Vec::new(),
            reasons: HashMap::new(),
            sheets: Vec::new(),
            left_out,
        }
    }

    pub(crate) fn new_id(&self) -> Uuid {
        self.ids.next()
    }

    /// Reads every sheet, those that others refer to first.
    pub(crate) fn run(&mut self) -> Result<(), PlanError> {
        let mut readings = self.recognise()?;
        self.total = readings.iter().map(|reading| reading.rows.len() as u64).sum();
        self.has_offer_sheet =
            readings.iter().any(|reading| reading.table.kind == Kind::Offers && !reading.rows.is_empty());
        readings.sort_by_key(|reading| (reading.table.kind, reading.at));
        for reading in &readings {
            if reading.table.missing().next().is_some() {
                self.refuse_sheet(reading)?;
                continue;
            }
            match reading.table.kind {
                Kind::Providers => self.read_providers(reading)?,
                Kind::Offers => self.read_offers(reading)?,
                Kind::Placements => self.read_placements(reading)?,
                Kind::List => self.read_list(reading)?,
                Kind::Rates => self.read_rates(reading)?,
                Kind::Contracts => self.read_contracts(reading)?,
                Kind::Goals => self.read_goals(reading)?,
                Kind::FollowUps => self.read_follow_ups(reading)?,
                Kind::Hours => self.read_hours(reading)?,
                Kind::Steps => self.read_steps(reading)?,
                Kind::Searched => self.read_searched(reading)?,
                Kind::OwnOffers => self.read_own_offers(reading)?,
                Kind::Youths => self.read_youths(reading)?,
                Kind::Budgets => self.read_budgets(reading)?,
                Kind::PriceIndexes => self.read_price_indexes(reading)?,
                Kind::Refunds => self.read_refund_limits(reading)?,
            }
        }
        self.find_gaps(&readings);
        Ok(())
    }

    /// Tells how far the work is; stops it when asked to.
    pub(crate) fn tick(&mut self) -> Result<(), PlanError> {
        self.done += 1;
        if (self.done.is_multiple_of(256) || self.done == self.total)
            && !(self.progress)(self.done, self.total)
        {
            return Err(PlanError::Cancelled);
        }
        Ok(())
    }

    pub(crate) fn is_left_out(&self, origin: Origin) -> bool {
        self.left_out.get(origin.sheet).is_some_and(|rows| rows.contains(&origin.row))
    }

    /// Will a row with this reader be read? Refused rows and rows left out are not.
    pub(crate) fn not_read(&self, reading: &Reading<'a>, reader: &RowReader<'_>) -> Option<NotReadRow> {
        let origin = reading.origin(reader.row_number());
        let left_out = self.is_left_out(origin);
        (left_out || reader.is_refused()).then_some(NotReadRow { origin, left_out })
    }

    /// Closes a row: its problems and what became of it. `apply` runs only for a row that is read.
    pub(crate) fn close<'r>(
        &mut self,
        reading: &Reading<'a>,
        mut reader: RowReader<'r>,
        case: String,
        apply: impl FnOnce(&mut Self, &mut RowReader<'r>) -> Outcome,
    ) {
        let origin = reading.origin(reader.row_number());
        let left_out = self.is_left_out(origin);
        let outcome =
            if reader.is_refused() || left_out { Outcome::Refused } else { apply(self, &mut reader) };
        let (status, told, because) = match outcome {
            _ if left_out => (RowStatus::LeftOut, Vec::new(), None),
            Outcome::Applied(Applied::New(_), changes) => (RowStatus::New, changes, None),
            Outcome::Applied(Applied::Changed(_), changes) => (RowStatus::Changed, changes, None),
            Outcome::Applied(Applied::Unchanged(_), changes) => (RowStatus::Unchanged, changes, None),
            Outcome::Applied(Applied::TakenOut, _) => {
                reader.note(0_usize, Trouble::TakenOutByHand);
                (RowStatus::Unchanged, Vec::new(), None)
            }
            Outcome::Applied(Applied::Duplicate(other), _) => {
                reader.note(0_usize, Trouble::RowDuplicate { row: other.row });
                (RowStatus::Refused, Vec::new(), None)
            }
            Outcome::Consequence { what, origin: other, left_out } => {
                let sheet = self.file.sheets().get(other.sheet).map(|sheet| sheet.name().to_string());
                let text = consequence(what, &case, &sheet.unwrap_or_default(), other.row);
                (if left_out { RowStatus::LeftOut } else { RowStatus::Refused }, Vec::new(), Some(text))
            }
            Outcome::Refused => (RowStatus::Refused, Vec::new(), None),
        };
        let (differences, changes): (Vec<FieldChange>, Vec<FieldChange>) =
            told.into_iter().partition(|change| change.is_left_aside);
        for FieldChange { field, before, after, .. } in &differences {
            reader.note_at(field, Trouble::KeptByHand { kept: before.clone(), sheet: after.clone() });
        }
        self.take_notes(reading, origin, reader.noted, status == RowStatus::LeftOut);
        let sheet = Arc::clone(reading.sheet.name());
        let kind = reading.table.kind;
        let row = PlanRow { sheet, row: origin.row, kind, case, status, changes, differences, because };
        self.rows.push((reading.at, row));
    }

    fn take_notes(&mut self, reading: &Reading<'a>, origin: Origin, noted: Vec<Noted>, left_out: bool) {
        for note in noted {
            if left_out {
                if note.trouble.severity() == Severity::Error {
                    let reason = note.trouble.message(&note.column, &note.value);
                    self.reasons.entry(origin).or_default().push(reason);
                }
                continue;
            }
            let order = u32::try_from(self.problems.len()).unwrap_or(u32::MAX);
            let problem = Problem {
                sheet: Arc::clone(reading.sheet.name()),
                row: origin.row,
                column: note.column,
                trouble: note.trouble,
                value: note.value,
                choices: note.choices,
            };
            self.problems.push((origin.sheet, problem, order));
        }
    }

    pub(super) fn push_row(
        &mut self,
        reading: &Reading<'a>,
        row: u32,
        case: String,
        status: RowStatus,
        because: Option<String>,
    ) {
        let sheet = Arc::clone(reading.sheet.name());
        self.rows.push((
            reading.at,
            PlanRow {
                sheet,
                row,
                kind: reading.table.kind,
                case,
                status,
                changes: Vec::new(),
                differences: Vec::new(),
                because,
            },
        ));
    }

    /// A notice rule. A sheet has few wordings and many rows, so each wording is read once.
    pub(crate) fn notice_rule(&mut self, reader: &mut RowReader<'_>, column: usize) -> Option<NoticeRule> {
        let text = reader.text(column)?;
        let rule = match self.notice_rules.get(&text) {
            Some(rule) => *rule,
            None => *self.notice_rules.entry(text).or_insert_with_key(|text| NoticeRule::from_words(text)),
        };
        if rule.is_none() {
            reader.note(column, Trouble::NoticeRuleUnknown);
        }
        rule
    }

    /// Finds a row's case; notes `case_unknown` when it stands nowhere.
    pub(crate) fn case_link(
        &self,
        reader: &mut RowReader<'_>,
        column: impl Into<usize>,
        case: &str,
    ) -> CaseLink {
        let key = name_key(case);
        if let Some(at) = self.placements.find(&key) {
            return CaseLink::Found(at);
        }
        if let Some(not_read) = self.cases_not_read.get(&key) {
            return CaseLink::NotRead(*not_read);
        }
        reader.note(column, Trouble::CaseUnknown);
        CaseLink::Unknown
    }
}
