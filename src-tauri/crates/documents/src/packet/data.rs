//! Everything the internal packet says, already worked out. The application fills it from the
//! portfolio; the template only sets it in type. An unknown value is `None`, never zero, and an
//! empty section makes the template say what is missing and who should get it.

use chrono::{NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;
use vilkaar_domain::{Money, Rate, Sensitive};

use crate::charts::{BarChart, CompositionChart, LevelChart, StepChart};

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
    /// CPR number masked, as "730779-••••".
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

/// Rate history.
#[derive(Clone, Debug, PartialEq)]
pub struct RateSection {
    /// The lines, newest first; annulled ones included.
    pub lines: Vec<RateLineRow>,
    /// The base rate over time; `None` where there is none to draw.
    pub chart: Option<StepChart>,
    /// The rise above P/L from the first base rate to today's.
    pub above_price_level: AbovePriceLevel,
    /// Days of the stay without a base rate (*takst mangler*), first and last day included.
    pub gaps: Vec<DateSpan>,
}

/// Two days, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateSpan {
    /// First day.
    pub from: NaiveDate,
    /// Last day; `None` = open.
    pub to: Option<NaiveDate>,
}

/// *Stigning ud over P/L* (domain §2.4).
#[derive(Clone, Debug, PartialEq)]
pub enum AbovePriceLevel {
    /// Worked out.
    Known {
        /// Year of the rate it is counted from.
        since: i32,
        /// Kroner per unit above (negative: below) P/L.
        per_unit: Money,
        /// What the rate would be by P/L alone.
        regulated: Rate,
        /// Unit of both, as "kr. pr. døgn".
        unit: String,
        /// Percent above P/L.
        percent: Decimal,
        /// What that is a year.
        yearly: Money,
    },
    /// A year has no percent: no figure.
    YearsMissing(Vec<i32>),
    /// Nothing to compare: one rate only, or no base rate.
    NotComparable,
}

/// One rate line as a table row.
#[derive(Clone, Debug, PartialEq)]
pub struct RateLineRow {
    /// *Ydelse*, as "Grundtakst".
    pub service: String,
    /// *Enhed*, as "pr. døgn".
    pub unit: String,
    /// *Beløb*.
    pub rate: Rate,
    /// *Gælder fra*.
    pub from: NaiveDate,
    /// *Gælder til*; `None` = open.
    pub to: Option<NaiveDate>,
    /// *Årsag*.
    pub cause: Option<String>,
    /// Percent since the line it follows; `None` for the first.
    pub increase_percent: Option<Decimal>,
    /// The P/L percent of the same step; `None` = first line, or a year is missing.
    pub price_level_percent: Option<Decimal>,
    /// Kroner per unit above P/L in this step.
    pub above_price_level: Option<Money>,
    /// The percent of this year is missing.
    pub price_level_missing_for: Option<i32>,
    /// Where the line stands today.
    pub standing: LineStanding,
}

/// Where a line stands on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStanding {
    /// Ended before the day.
    Past,
    /// In force.
    Current,
    /// Agreed from a later day.
    Future,
    /// Expected only (*trappetakst*).
    Expected,
    /// Corrected away; costs nothing, stays visible.
    Annulled,
}

/// What the rate buys.
#[derive(Clone, Debug, PartialEq)]
pub struct SupportSection {
    /// Bought hours a week by kind, as ("§ 85 støtte", 20).
    pub hours: Vec<(String, Decimal)>,
    /// Nattedækning and the like in words.
    pub night_cover: Option<String>,
    /// The support part of the annualised cost (domain §2.6).
    pub support_yearly: Option<Money>,
    /// What the yearly cost is made of.
    pub composition: Option<CompositionChart>,
    /// Paid against delivered, by month or follow-up, oldest first.
    pub delivered: Vec<DeliveredHours>,
    /// What the rate includes besides support (bolig, kost …).
    pub includes: Vec<String>,
}

/// Hours paid for and hours delivered in a period.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveredHours {
    /// The period in words, as "oktober 2026".
    pub period: String,
    /// Hours paid for.
    pub paid: Decimal,
    /// Hours delivered; `None` = not told.
    pub delivered: Option<Decimal>,
    /// Kroner for what was paid and not delivered.
    pub undelivered: Option<Money>,
}

/// Cost by year and month.
#[derive(Clone, Debug, PartialEq)]
pub struct CostSection {
    /// The years shown, in order of time.
    pub years: Vec<CostYear>,
    /// This year by month.
    pub chart: Option<BarChart>,
    /// Why refund or net is missing or estimated, as "ingen satser for 2027".
    pub remarks: Vec<String>,
}

/// One year's cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostYear {
    /// Calendar year.
    pub year: i32,
    /// Gross.
    pub gross: Money,
    /// Some of the year lies ahead.
    pub ahead: bool,
    /// A rate is missing in some days: the sum is *ufuldstændig*.
    pub incomplete: bool,
    /// Egenbetaling collected by the municipality.
    pub own_payment: Money,
    /// VAT refund.
    pub vat_refund: Money,
    /// Central refusion; `None` = no limits for the year, or paid by another.
    pub refund: Option<Money>,
    /// Net; `None` with the refund.
    pub net: Option<Money>,
}

/// One goal (*indsatsmål*).
#[derive(Clone, Debug, PartialEq)]
pub struct GoalReport {
    /// Undertema.
    pub title: String,
    /// The citizen's own wish, if noted.
    pub wish: Option<String>,
    /// Måltype in words, as "Udvikle funktionsevne".
    pub goal_type: String,
    /// Deadline.
    pub deadline: Option<NaiveDate>,
    /// How it goes.
    pub outcome: Outcome,
    /// *Bagefter*.
    pub behind: bool,
    /// Latest measurement, as "niveau 1 den 16-05-2026, udfører".
    pub latest: Option<String>,
    /// Next follow-up due.
    pub next_follow_up: Option<NaiveDate>,
    /// Level over time; `None` = nothing to draw.
    pub chart: Option<LevelChart>,
    /// Latest remark.
    pub remark: Option<String>,
}

/// A goal's outcome in the local scale of domain §4.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Opnået.
    Reached,
    /// På vej.
    OnTrack,
    /// Uændret.
    Unchanged,
    /// Tilbagegang.
    Regressed,
    /// Ikke målt.
    NotMeasured,
}

/// Other offers and the own portfolio.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonSection {
    /// *Afsøgte tilbud*; the template puts own offers first.
    pub searched: Vec<ComparableOffer>,
    /// Benchmarks against the own portfolio, as kr. per døgn and kr. per støttetime.
    pub benchmarks: Vec<Benchmark>,
    /// What *billigst-bedst-egnet* comes to, in a sentence; `None` where it can't be said.
    pub verdict: Option<String>,
}

/// An offer looked at (*afsøgt*).
#[derive(Clone, Debug, PartialEq)]
pub struct ComparableOffer {
    /// Name of the offer.
    pub name: String,
    /// Its provider.
    pub provider: Option<String>,
    /// Whose it is.
    pub ownership: OfferOwnership,
    /// Rate, kr. per døgn.
    pub daily_rate: Option<Rate>,
    /// Comparable rate, VAT taken out and brought to one price year (domain §2.6).
    pub comparable_rate: Option<Money>,
    /// Yearly difference to the present offer, negative = cheaper.
    pub yearly_difference: Option<Money>,
    /// Suitability in words, as "Egnet", "Mindre egnet".
    pub suitability: Option<String>,
    /// Answer or reason, as "Ingen ledig plads før 01-03-2027".
    pub remark: Option<String>,
    /// When it was looked at.
    pub looked_at: Option<NaiveDate>,
    /// The cheapest of the equally suitable (*billigst-bedst-egnet*)?
    pub best: bool,
}

/// Whose an offer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferOwnership {
    /// The municipality's own.
    Own,
    /// The offer the citizen lives in now.
    Present,
    /// Somebody else's.
    Other,
}

/// This case among its like.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// What is compared, as "Kr. pr. døgn, sammenlignelig takst".
    pub measure: String,
    /// The group in words, as "§ 107, Autismespektrum (støttebehov udeladt)".
    pub group: String,
    /// How many others are in it.
    pub count: usize,
    /// Percentiles; `None` below five: "for få til sammenligning".
    pub percentiles: Option<Percentiles>,
    /// This case's own value.
    pub this_case: Option<Money>,
}

/// Linear-interpolated percentiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentiles {
    /// P10.
    pub p10: Money,
    /// Median.
    pub median: Money,
    /// P75.
    pub p75: Money,
}

/// The contract and its notice, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractFacts {
    /// *Kontraktnr.*
    pub number: Option<String>,
    /// Start.
    pub start: NaiveDate,
    /// *Slut*; `None` = open-ended.
    pub end: Option<NaiveDate>,
    /// *Mindsteperiode til*.
    pub minimum_term: Option<NaiveDate>,
    /// Tacit renewal in words.
    pub renewal: Option<String>,
    /// Regulation in words, as "P/L", "fast".
    pub regulation: Option<String>,
    /// Is a signed file attached?
    pub signed_file: bool,
    /// Further facts as label and text (payment, absence rule …).
    pub further: Vec<(String, String)>,
    /// The municipality's notice; `None` = no rule noted.
    pub municipality_notice: Option<NoticeInWords>,
    /// The provider's notice; `None` = no rule noted.
    pub provider_notice: Option<NoticeInWords>,
    /// What one month's delay costs.
    pub delay: Option<DelayCost>,
    /// *Afgørelse truffet den*; `None` = the papers say *kræver borgerafgørelse*.
    pub decision_made: Option<NaiveDate>,
    /// Clauses that change the rate (*trappetakst*) in words.
    pub clauses: Vec<String>,
}

/// A notice rule and what it means today, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeInWords {
    /// The rule, as "løbende måned + 3 måneder".
    pub rule: String,
    /// As "Opsagt i dag ophører den 28-02-2027, fordi …".
    pub given_today: String,
    /// As "For ophør 31-03-2027: opsig senest 31-12-2026 (sidste arbejdsdag 30-12-2026)."
    pub latest: Option<String>,
}

/// *Koster en måneds forsinkelse*.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DelayCost {
    /// First day paid for.
    pub from: NaiveDate,
    /// Last day paid for.
    pub to: NaiveDate,
    /// The cost; `None` = a rate is missing.
    pub amount: Option<Money>,
}

/// Something missing and who should get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingItem {
    /// What, as "Underskreven kontrakt".
    pub what: String,
    /// Why it matters at the table.
    pub why: String,
    /// Who should get it, a name or a function.
    pub who: String,
    /// How bad.
    pub concern: Concern,
}

/// One year's formulas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaYear {
    /// Calendar year.
    pub year: i32,
    /// A row per line.
    pub rows: Vec<FormulaRow>,
    /// Sum of the rows' gross.
    pub sum: Money,
}

/// How one line's cost is worked out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaRow {
    /// *Ydelse*.
    pub service: String,
    /// First day counted.
    pub from: NaiveDate,
    /// Last day counted.
    pub to: NaiveDate,
    /// As "2.394,00 kr. × 231 døgn".
    pub formula: String,
    /// Its cost.
    pub gross: Money,
}
