//! Everything the internal packet says, already worked out. The application fills it from the
//! portfolio; the template only sets it in type. An unknown value is `None`, never zero, and an
//! empty section makes the template say what is missing and who should get it.

mod evidence;
mod money;

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use vilkaar_domain::{Money, Sensitive};

pub use evidence::*;
pub use money::*;

/// The internal negotiation packet (*Intern forhandlingspakke*) of one case.
#[derive(Clone, Debug, PartialEq)]
pub struct InternalPacket {
    /// Where, when and out of which state of the log it was made.
    pub issue: Issue,
    /// Who and where.
    pub case: CaseFacts,
    /// The days that decide.
    pub deadlines: Deadlines,
    /// The one-page summary.
    pub summary: Summary,
    /// The rate's history against P/L.
    pub rates: RateSection,
    /// What the rate buys, in hours.
    pub support: SupportSection,
    /// Cost, gross and net.
    pub cost: CostSection,
    /// Goals and how they go.
    pub goals: Vec<GoalReport>,
    /// Other offers, and the own portfolio.
    pub comparison: ComparisonSection,
    /// The contract in force on the day; `None` = no contract.
    pub contract: Option<ContractFacts>,
    /// What is missing, and who should get it.
    pub missing: Vec<MissingItem>,
    /// The formulas behind the cost, a table per year.
    pub appendix: Vec<FormulaYear>,
}

/// Where a document comes from. Printed at every page's foot, so that it can be traced to the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The municipality, as "Egeskov Kommune".
    pub municipality: String,
    /// The day that counts as today (*pr. dato*).
    pub as_of: NaiveDate,
    /// When it was made (UTC); also the PDF's creation date. Same input, same bytes.
    pub made_at: NaiveDateTime,
    /// Who made it.
    pub made_by: Option<String>,
    /// The newest log entry; `None` before the first.
    pub log_head: Option<LogHead>,
}

/// The newest entry of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogHead {
    /// Its sequence number.
    pub number: u64,
    /// Its hash in hexadecimal; the foot shows the first twelve digits, the last page all.
    pub hash: String,
    /// When it was written (UTC).
    pub at: NaiveDateTime,
}

/// The case: citizen, offer, provider, people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFacts {
    /// Case number (*Sagsnr.*).
    pub case_number: String,
    /// The citizen's name.
    pub citizen_name: Sensitive,
    /// CPR number masked, as "730779-xxxx".
    pub citizen_cpr_masked: Option<Sensitive>,
    /// Legal basis as written, "§ 107", "§ 108", "Botilbudslignende", "Andet".
    pub paragraph: String,
    /// The offer's name.
    pub offer: String,
    /// The provider's name.
    pub provider: Option<String>,
    /// The provider's or offer's CVR number.
    pub cvr: Option<String>,
    /// Owner form, as "privat".
    pub owner_form: Option<String>,
    /// Primary målgruppe.
    pub target_group: Option<String>,
    /// Støttebehov.
    pub support_need: Option<String>,
    /// *Indflytning*.
    pub moved_in: NaiveDate,
    /// *Forventet ophør*.
    pub expected_end: Option<NaiveDate>,
    /// *Ophørt den*.
    pub ended: Option<NaiveDate>,
    /// *Annulleret*: the stay never began, and `moved_in` is the day it should have.
    pub is_cancelled: bool,
    /// Other paying municipality (*betalingskommune*), if another.
    pub paid_by_other: Option<String>,
    /// Forhandler.
    pub negotiator: Option<String>,
    /// Sagsbehandler 1.
    pub case_worker: Option<String>,
    /// Socialtilsyn in words, as "skærpet tilsyn til 14-02-2027".
    pub supervision: Option<Supervision>,
}

/// The Socialtilsyn's status of the offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supervision {
    /// In words, as "Skærpet tilsyn til 14-02-2027".
    pub text: String,
    /// Should it be brought up (skærpet tilsyn, påbud, ophørt)?
    pub concern: Concern,
    /// *Kontrolleret den*.
    pub checked_on: Option<NaiveDate>,
}

/// Whether something is as it should be. Always shown as icon and word, never by colour alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concern {
    /// As it should be.
    None,
    /// To look at.
    Warning,
    /// Wrong or late.
    Serious,
    /// Not known.
    Unknown,
}

/// The days that decide a negotiation.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Deadlines {
    /// *Genforhandles*.
    pub renegotiation: Option<NaiveDate>,
    /// Latest notice so that the contract ends by the wanted day (domain §3).
    pub latest_notice: Option<LatestNotice>,
}

/// The latest day of notice for a wanted end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatestNotice {
    /// The wanted end.
    pub wanted_end: NaiveDate,
    /// Latest day; `None` = there is none any more (see `earliest_end`).
    pub last_day: Option<NaiveDate>,
    /// Last *arbejdsdag* on or before it.
    pub last_workday: Option<NaiveDate>,
    /// The earliest end by notice today, where there is no latest day.
    pub earliest_end: Option<NaiveDate>,
}

/// The summary page.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// Gross annualised on the day (*helårsvirkning*); `None` = a rate is missing.
    pub annualised: Option<Money>,
    /// The same after refund, egenbetaling and VAT; `None` = unknown.
    pub annualised_net: Option<Money>,
    /// Cost of the next twelve months (today through the day before next year's date).
    pub next_twelve_months: Money,
    /// Is the citizen above the limit of an *udgiftstung sag*?
    pub limit: LimitStatus,
    /// Kroner per støttetime; `None` without hours or in a gap.
    pub hourly_rate: Option<Money>,
    /// Støttetimer a week, add-ons by the hour included.
    pub hours_per_week: Option<Decimal>,
    /// The median kr. per støttetime of the benchmark group, if there is one.
    pub hourly_median: Option<Money>,
    /// The points to bring up, weightiest first; three to six are best.
    pub talking_points: Vec<TalkingPoint>,
}

/// Where the citizen stands against the limit (domain §2.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitStatus {
    /// The limit, 1.000.000,00 kr. unless set otherwise.
    pub limit: Money,
    /// First day above it within the next twelve months; `None` = not above.
    pub above_from: Option<NaiveDate>,
    /// Above without a break since, where it is above today.
    pub above_since: Option<NaiveDate>,
}

/// One thing to say at the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TalkingPoint {
    /// In a few words, as "Taksten er 8,9 % over P/L".
    pub headline: String,
    /// One or two sentences: the fact and what to ask for.
    pub detail: String,
    /// What it is worth a year, if known.
    pub yearly: Option<Money>,
}
