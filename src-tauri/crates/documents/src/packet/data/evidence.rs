//! The packet's evidence: goals, other offers, the contract, what is missing, and the formulas.

use chrono::NaiveDate;
use vilkaar_domain::missing::MissingKind;
use vilkaar_domain::{Money, Rate};

use super::Concern;
use crate::charts::LevelChart;

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
    /// The group in words, as "§ 107, Autismespektrum uanset støttebehov".
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
    /// The end of the term that runs, where tacit renewal has carried the contract past *Slut*.
    pub renewed_to: Option<NaiveDate>,
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
    /// What notice one day after the latest day costs.
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
    /// The case's gap that it is, so that a section that lacks it names the same person; none for what
    /// only the figures need.
    pub kind: Option<MissingKind>,
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
