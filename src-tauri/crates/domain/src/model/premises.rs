//! What figures rest on besides the placements: delivered hours, step rates, searched and own offers,
//! young people expected, budgets, P/L, refund limits and dated settings.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Service, worded};
use crate::{GoalId, Money, PlacementId, Rate, RecordId};

/// *Leverede timer* of a month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DeliveredHours {
    /// Id of the record.
    pub id: RecordId,
    /// The placement.
    pub placement: PlacementId,
    /// The month, as its first day.
    pub month: NaiveDate,
    /// Hours in the month.
    pub hours: Decimal,
}

/// *Trappetakst*: a clause that lowers the rate at a date or when a goal is opnået (domain §4).
/// It enters the forecast as expected, never as certain.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct StepRate {
    /// Id of the record.
    pub id: RecordId,
    /// The placement.
    pub placement: PlacementId,
    /// The service whose rate steps.
    pub service: Service,
    /// *Fra dato*.
    pub from: Option<NaiveDate>,
    /// *Når mål er opnået*, confirmed by a sagsbehandler.
    pub when_goal: Option<GoalId>,
    /// *Ny takst*, in the unit of the line it replaces.
    pub new_rate: Rate,
}

/// *Afsøgte tilbud*: an offer that was looked at for a placement.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SearchedOffer {
    /// Id of the record.
    pub id: RecordId,
    /// The placement it was searched for.
    pub placement: PlacementId,
    /// *Dato*.
    pub date: Option<NaiveDate>,
    /// *Leverandør*.
    pub provider: Option<String>,
    /// *Tilbud*.
    pub offer: String,
    /// *Lovgrundlag* as text.
    pub paragraph: Option<String>,
    /// *Døgntakst*, kr.
    pub daily_rate: Option<Rate>,
    /// *Egnethed*.
    pub suitability: Option<String>,
    /// *Begrundelse*.
    pub reason: Option<String>,
    /// *Kilde*.
    pub source: Option<String>,
}

/// *Egne tilbud*: the municipality's own portfolio.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OwnOffer {
    /// Id of the record.
    pub id: RecordId,
    /// *Tilbud*.
    pub name: String,
    /// *Lovgrundlag*, any paragraph as text.
    pub paragraph: Option<String>,
    /// *Pladser*.
    pub places: Option<u32>,
    /// *Ledige*.
    pub vacant: Option<u32>,
    /// *Døgntakst*, kr.
    pub daily_rate: Option<Rate>,
}

/// *Kommende unge*: a young person expected.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExpectedYouth {
    /// Id of the record.
    pub id: RecordId,
    /// *Id*, without a name.
    pub key: String,
    /// *Målgruppe*.
    pub target_group: Option<String>,
    /// *Fødselsdato*.
    pub born_on: Option<NaiveDate>,
    /// *Forventet start*.
    pub expected_start: Option<NaiveDate>,
    /// *Forventet lovgrundlag* as text.
    pub paragraph: Option<String>,
    /// *Sandsynlighed %*, 0–100.
    pub probability: Option<Decimal>,
    /// *Forventet årspris*.
    pub yearly_price: Option<Money>,
}

/// *Budget* of a year and paragraph.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BudgetLine {
    /// Id of the record.
    pub id: RecordId,
    /// *År*.
    pub year: i32,
    /// *Lovgrundlag*, any paragraph as text.
    pub paragraph: String,
    /// *Budget*.
    pub amount: Money,
}

worded! {
    /// How sure a dated figure is.
    FigureStatus {
        /// Verified.
        Confirmed = "bekræftet",
        /// An estimate.
        Estimate = "estimat",
    }
}

/// *P/L* of a year (domain §2.4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PriceIndex {
    /// Id of the record.
    pub id: RecordId,
    /// *År*.
    pub year: i32,
    /// *Procent*: 3.1 is 3,1 %.
    pub percent: Decimal,
    /// *Status*.
    pub status: Option<FigureStatus>,
    /// *Kilde*.
    pub source: Option<String>,
}

/// *Refusionsgrænser* of a year (SEL § 176, domain §2.5).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RefundLimits {
    /// Id of the record.
    pub id: RecordId,
    /// *År*.
    pub year: i32,
    /// *Grænse 1*: 25 % above it.
    pub limit_1: Money,
    /// *Grænse 2*: 50 % above it.
    pub limit_2: Money,
    /// *Grænse 3*: 75 % above it.
    pub limit_3: Money,
    /// *Status*.
    pub status: Option<FigureStatus>,
}

/// A value that counts from a day on; the first one also before its day ("past days use today's limit
/// where none was dated earlier", design §8).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The first day; none is "always".
    pub from: Option<NaiveDate>,
    /// The value.
    pub value: T,
}

/// Steps of a day offer by whole days a week, in percent of the full place (domain §2.1).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DayOfferSteps {
    /// Percent for 1, 2, 3, 4 and 5 days a week.
    pub percent: [u8; 5],
}

impl Default for DayOfferSteps {
    /// 1–2 days 60 %, 3 days 85 %, 4–5 days 100 % (Roskilde).
    fn default() -> Self {
        Self { percent: [60, 60, 85, 100, 100] }
    }
}

/// The dated settings that figures rest on; each can be corrected by the user, none is a constant in code.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The municipality's name, for papers and the window.
    pub municipality: String,
    /// The limit of an udgiftstung sag, strictly above it (domain §2.3), kr. a year.
    pub limit: Vec<Dated<Money>>,
    /// The share of a private rate that is purchase VAT, percent (domain §2.6).
    pub vat_percent: Vec<Dated<Decimal>>,
    /// Months between follow-ups in § 107.
    pub follow_up_months_107: u32,
    /// Months between follow-ups otherwise.
    pub follow_up_months_other: u32,
    /// Steps of day offers.
    pub day_offer_steps: DayOfferSteps,
    /// The free-choice margin in § 108, percent (domain §2.7).
    pub free_choice_percent: Decimal,
    /// From when the free-choice rule is in force; *unverified*, so none until it is entered.
    pub free_choice_from: Option<NaiveDate>,
    /// A Grundtakst or Ydelsespakke below this many kr. a day is warned about.
    pub usual_rate_from: Money,
    /// … and above this.
    pub usual_rate_to: Money,
    /// *Chance* in percent that a negotiation brings a rate down, where a case has none of its own.
    pub chance: u8,
    /// Months that skærpet tilsyn lasts at most (domain §5).
    pub tightened_months: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            municipality: String::new(),
            limit: vec![Dated { from: None, value: Money::from_kroner(1_000_000) }],
            vat_percent: vec![Dated { from: None, value: Decimal::new(46, 1) }],
            follow_up_months_107: 3,
            follow_up_months_other: 12,
            day_offer_steps: DayOfferSteps::default(),
            free_choice_percent: Decimal::TEN,
            free_choice_from: None,
            usual_rate_from: Money::from_kroner(500),
            usual_rate_to: Money::from_kroner(15_000),
            chance: 50,
            tightened_months: 6,
        }
    }
}

/// The value in force on a day: the latest that began on or before it, else the earliest of all.
#[must_use]
pub fn in_force<T>(values: &[Dated<T>], day: NaiveDate) -> Option<&T> {
    values
        .iter()
        .filter(|dated| dated.from.is_none_or(|from| from <= day))
        .max_by_key(|dated| dated.from)
        .or_else(|| values.iter().min_by_key(|dated| dated.from))
        .map(|dated| &dated.value)
}
