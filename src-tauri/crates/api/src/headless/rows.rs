//! The command line's rows. Names and keys are stable (design §8): money, rates and hourly rates are strings
//! with decimals, dates ISO, an unknown value null; every key is always there.

use chrono::NaiveDate;
use serde::Serialize;
use vilkaar_domain::{Money, PlacementStatus, Rate};

/// A database was created.
#[derive(Debug, Serialize)]
pub struct Created {
    /// Shown once.
    pub recovery_key: String,
}

/// A row of `cases`.
#[derive(Debug, Serialize)]
pub struct CaseRow {
    /// *Sagsnr.*
    pub case: String,
    /// 107, 108, lignende, andet.
    pub paragraph: &'static str,
    /// The offer.
    pub offer: Option<String>,
    /// Its provider.
    pub provider: Option<String>,
    /// planned, active, ended.
    pub status: PlacementStatus,
    /// On the day; null in a gap.
    pub annualised: Option<Money>,
    /// Actual cost of the next twelve months.
    pub next_twelve_months: Money,
    /// Above the limit today or within twelve months.
    pub above_limit: bool,
    /// The first such day.
    pub above_limit_from: Option<NaiveDate>,
    /// Since when without a break; null when not above today.
    pub above_limit_since: Option<NaiveDate>,
    /// Kr. per support hour.
    pub hourly_rate: Option<Money>,
    /// False where another municipality pays.
    pub own_cost: bool,
}

/// A period without a rate.
#[derive(Debug, Serialize)]
pub struct GapRow {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
}

/// A row of `cost`.
#[derive(Debug, Serialize)]
pub struct CostRow {
    /// *Sagsnr.*
    pub case: String,
    /// Gross of the year.
    pub gross: Money,
    /// Gross by month, January first.
    pub months: [Money; 12],
    /// Gaps of the year, future days included.
    pub gaps: Vec<GapRow>,
    /// Egenbetaling that the municipality collects.
    pub own_payment: Money,
    /// Purchase VAT that comes back.
    pub vat_refund: Money,
    /// Gross less the two; may be negative.
    pub net_before_refund: Money,
    /// The case's part of the state refund; null without limits for the year.
    pub refund: Option<Money>,
    /// What is left to pay; null without limits for the year.
    pub net: Option<Money>,
}

/// A row of `explain`.
#[derive(Debug, Serialize)]
pub struct ExplainRow {
    /// *Ydelse*.
    pub line: String,
    /// *Enhed*.
    pub unit: String,
    /// *Beløb*.
    pub amount: Rate,
    /// First day, clipped to stay and year.
    pub from: NaiveDate,
    /// Last day, clipped to stay and year.
    pub to: NaiveDate,
    /// In words.
    pub formula: String,
    /// What it comes to; Egenbetaling 0.00.
    pub gross: Money,
}

/// The answer of `notice`.
#[derive(Debug, Serialize)]
pub struct NoticeRow {
    /// When the contract ends.
    pub ends: Option<NaiveDate>,
    /// Latest day of notice.
    pub last_day: Option<NaiveDate>,
    /// Latest arbejdsdag of notice.
    pub last_workday: Option<NaiveDate>,
    /// A Danish sentence.
    pub because: String,
}

/// A row of `agenda`.
#[derive(Debug, Serialize)]
pub struct AgendaRow {
    /// *Sagsnr.*
    pub case: String,
    /// renegotiation, notice, goal_follow_up …
    pub kind: &'static str,
    /// The day.
    pub due: NaiveDate,
    /// overdue, due_30, due_90, later.
    pub state: &'static str,
    /// Whose it is.
    pub owner: String,
    /// What a talk about the case can bring, kr. a year; null where it isn't known.
    pub at_stake: Option<Money>,
}

/// A row of `goals`.
#[derive(Debug, Serialize)]
pub struct GoalRow {
    /// *Sagsnr.*
    pub case: String,
    /// *Mål-id*.
    pub goal: String,
    /// reached, on_track, unchanged, regressed, not_measured.
    pub outcome: &'static str,
    /// *Bagefter*.
    pub behind: bool,
    /// Null when the goal has ended.
    pub next_follow_up: Option<NaiveDate>,
}

/// A row of `gaps`.
#[derive(Debug, Serialize)]
pub struct MissingRow {
    /// *Sagsnr.*
    pub case: String,
    /// no_contract, no_rate …
    pub gap: &'static str,
}

/// A packet was written.
#[derive(Debug, Serialize)]
pub struct PacketWritten {
    /// Pages.
    pub pages: usize,
    /// Of the file.
    pub sha256: String,
}

/// A month of the forecast.
#[derive(Debug, Serialize)]
pub struct ForecastMonthRow {
    /// `2026-01`.
    pub month: String,
    /// Agreed lines in force.
    pub certain: Money,
    /// With what is expected too.
    pub expected: Money,
}

/// A paragraph of the forecast.
#[derive(Debug, Serialize)]
pub struct ForecastPart {
    /// Null where none is entered.
    pub budget: Option<Money>,
    /// Agreed lines in force.
    pub certain: Money,
    /// With what is expected too.
    pub expected: Money,
}

/// The answer of `forecast`.
#[derive(Debug, Serialize)]
pub struct ForecastAnswer {
    /// Null where none is entered.
    pub budget: Option<Money>,
    /// Agreed lines in force.
    pub certain: Money,
    /// With what is expected too.
    pub expected: Money,
    /// January first.
    pub months: Vec<ForecastMonthRow>,
    /// By the line's own paragraph: 103, 107, lignende …
    pub by_paragraph: std::collections::BTreeMap<String, ForecastPart>,
}

/// A problem of an import.
#[derive(Debug, Clone, Serialize)]
pub struct ProblemRow {
    /// Sheet; "" for CSV.
    pub sheet: String,
    /// 1-based row as stored.
    pub row: u32,
    /// The file's own heading.
    pub column: String,
    /// Code of design §8.
    pub code: String,
    /// Danish sentence.
    pub message: String,
    /// error or warning.
    pub severity: &'static str,
}

/// The answer of `import`, counted in rows.
#[derive(Debug, Serialize)]
pub struct ImportSummary {
    /// New.
    pub created: usize,
    /// Changed.
    pub changed: usize,
    /// Unchanged.
    pub unchanged: usize,
    /// Refused and not left out.
    pub refused: usize,
    /// Refused and left out by choice.
    pub skipped: usize,
    /// In the order of the file.
    pub problems: Vec<ProblemRow>,
}

/// A problem that `verify` found.
#[derive(Debug, Serialize)]
pub struct VerifyProblem {
    /// Stable.
    pub code: String,
    /// Without personal data.
    pub detail: String,
}

/// The answer of `verify`.
#[derive(Debug, Serialize)]
pub struct Verified {
    /// Everything holds.
    pub ok: bool,
    /// What doesn't.
    pub problems: Vec<VerifyProblem>,
    /// Placements.
    pub cases: u64,
    /// Entries of the change log.
    pub log_entries: u64,
    /// Entries whose records weren't compared, because the roles don't open what they say.
    pub withheld: u64,
    /// Hash of the newest entry.
    pub head: String,
}

impl Verified {
    /// The verdict in one Danish sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        let counted = format!("{} sager, {} logposter", self.cases, self.log_entries);
        let withheld = match self.withheld {
            0 => String::new(),
            1 => " 1 logpost blev ikke sammenholdt, fordi rollerne ikke åbner dens indhold.".to_owned(),
            many => {
                format!(" {many} logposter blev ikke sammenholdt, fordi rollerne ikke åbner deres indhold.")
            }
        };
        if self.ok {
            format!("Databasen er i orden: {counted}, logkæden er ubrudt.{withheld}")
        } else {
            let problems: Vec<String> =
                self.problems.iter().map(|p| format!("{}: {}", p.code, p.detail)).collect();
            format!("Databasen stemmer ikke ({counted}): {}{withheld}", problems.join("; "))
        }
    }
}

/// A backup was written.
#[derive(Debug, Serialize)]
pub struct BackupWritten {
    /// Size of the file.
    pub bytes: u64,
    /// Of the file.
    pub sha256: String,
}
