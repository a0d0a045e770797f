//! Rate lines (*takstlinjer*): what is paid, per what, from when to when (domain §2.1).

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::worded;
use crate::calendar::{Period, add_days};
use crate::{PlacementId, Rate, RateLineId};

/// *Ydelse*: what the line pays for. Every other word is an other *Tillæg*, its word kept.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Service {
    /// Grundtakst: flat, or takstgruppe/niveau.
    BaseRate,
    /// Ydelsespakke on a basistakst.
    Package,
    /// Tillæg 1:1.
    OneToOne,
    /// Ekstra støttetimer.
    ExtraHours,
    /// Vågen nattevagt.
    NightWatch,
    /// Dagtilbud (§ 103 or § 104).
    DayOffer,
    /// Dagtimetillæg, because the citizen is home in the daytime.
    DaytimeSupplement,
    /// Transport (§ 105).
    Transport,
    /// Egenbetaling, not part of gross.
    OwnPayment,
    /// Engangsbeløb (indskud and the like).
    OneOff,
    /// Any other tillæg, with its own word.
    Supplement(String),
}

impl Service {
    /// The service of a word; "Transport til dagtilbud" is Transport, an unknown word an other tillæg.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        let trimmed = word.trim();
        match trimmed.to_lowercase().as_str() {
            "grundtakst" => Self::BaseRate,
            "ydelsespakke" => Self::Package,
            "tillæg 1:1" => Self::OneToOne,
            "ekstra støttetimer" => Self::ExtraHours,
            "vågen nattevagt" => Self::NightWatch,
            "dagtilbud" => Self::DayOffer,
            "dagtimetillæg" => Self::DaytimeSupplement,
            "transport" | "transport til dagtilbud" => Self::Transport,
            "egenbetaling" => Self::OwnPayment,
            "engangsbeløb" => Self::OneOff,
            _ => Self::Supplement(trimmed.to_owned()),
        }
    }

    /// The word as users see it.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::BaseRate => "Grundtakst",
            Self::Package => "Ydelsespakke",
            Self::OneToOne => "Tillæg 1:1",
            Self::ExtraHours => "Ekstra støttetimer",
            Self::NightWatch => "Vågen nattevagt",
            Self::DayOffer => "Dagtilbud",
            Self::DaytimeSupplement => "Dagtimetillæg",
            Self::Transport => "Transport til dagtilbud",
            Self::OwnPayment => "Egenbetaling",
            Self::OneOff => "Engangsbeløb",
            Self::Supplement(word) => word,
        }
    }

    /// Grundtakst and Ydelsespakke: what a day of the stay must have, or it is a gap (domain §2.2).
    #[must_use]
    pub const fn is_housing(&self) -> bool {
        matches!(self, Self::BaseRate | Self::Package)
    }

    /// Support: Grundtakst, Ydelsespakke and every tillæg but Dagtimetillæg (domain §2.6).
    #[must_use]
    pub const fn is_support(&self) -> bool {
        matches!(
            self,
            Self::BaseRate
                | Self::Package
                | Self::OneToOne
                | Self::ExtraHours
                | Self::NightWatch
                | Self::Supplement(_)
        )
    }

    /// Taken by bulk indexation: Grundtakst, Ydelsespakke, Tillæg and Dagtimetillæg (domain §2.4).
    #[must_use]
    pub const fn is_indexed(&self) -> bool {
        self.is_support() || matches!(self, Self::DaytimeSupplement)
    }
}

impl From<Service> for String {
    fn from(service: Service) -> Self {
        service.word().to_owned()
    }
}
impl From<String> for Service {
    fn from(word: String) -> Self {
        Self::from_word(&word)
    }
}
impl std::fmt::Display for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

worded! {
    /// *Enhed*: per what the amount is.
    Unit {
        /// Per døgn.
        Day = "pr. døgn",
        /// Per month.
        Month = "pr. md.",
        /// Per year.
        Year = "pr. år",
        /// Per hour × hours a week.
        Hour = "pr. time",
        /// Full place per døgn × step by days a week.
        DayOfferPlace = "pr. døgn (dagtilbud)",
        /// Per day of attendance × days a week × open weeks.
        Attendance = "pr. fremmødedag",
        /// Per trip × trips a week × open weeks.
        Trip = "pr. tur",
        /// Once, on the start date, even before *Indflytning*; never annualised.
        Once = "engangsbeløb",
    }
}

/// How well a unit fits a service (domain §2.1).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnitFit {
    /// One of the service's own.
    Usual,
    /// It can be, and is worth a second look.
    Unusual,
    /// It makes no sense: a slip of the hand.
    Wrong,
}

impl Service {
    /// The services with a word of their own, in the order of domain §2.1.
    pub const KNOWN: [Self; 10] = [
        Self::BaseRate,
        Self::Package,
        Self::OneToOne,
        Self::ExtraHours,
        Self::NightWatch,
        Self::DayOffer,
        Self::DaytimeSupplement,
        Self::Transport,
        Self::OwnPayment,
        Self::OneOff,
    ];

    /// Can the service be paid per this unit (the table of domain §2.1)?
    #[must_use]
    pub const fn fit(&self, unit: Unit) -> UnitFit {
        use Unit::{Attendance, Day, DayOfferPlace, Hour, Month, Once, Trip, Year};
        match (self, unit) {
            (Self::BaseRate | Self::Package, Day | Month | Year)
            | (Self::OneToOne | Self::ExtraHours | Self::NightWatch, Hour | Day | Month)
            | (Self::DayOffer, DayOfferPlace | Attendance)
            | (Self::DaytimeSupplement, Day)
            | (Self::Transport, Month | Trip)
            | (Self::OwnPayment, Month)
            | (Self::OneOff, Once)
            | (Self::Supplement(_), Hour | Day | Month | Year | Once) => UnitFit::Usual,
            (Self::OneToOne | Self::ExtraHours | Self::NightWatch, Year)
            | (Self::DayOffer, Day | Month | Year)
            | (Self::DaytimeSupplement, Hour | Month | Year)
            | (Self::Transport, Day | Year | Attendance)
            | (Self::OwnPayment, Day | Year)
            | (Self::Supplement(_), Attendance | Trip | DayOfferPlace) => UnitFit::Unusual,
            _ => UnitFit::Wrong,
        }
    }
}

impl Unit {
    /// Does the unit need *Antal pr. uge*?
    #[must_use]
    pub const fn needs_quantity(self) -> bool {
        matches!(self, Self::Hour | Self::DayOfferPlace | Self::Attendance | Self::Trip)
    }
}

worded! {
    /// *Opkræves af*: who collects the resident's payment.
    Collector {
        /// The municipality (also where blank).
        Municipality = "kommune",
        /// The offer.
        Offer = "tilbud",
    }
}

/// *Årsag*: why a line came. Other words are kept as text, with a warning at import.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cause(String);

impl Cause {
    /// The words of domain §2.1.
    pub const KNOWN: [&'static str; 8] = [
        "Indgået",
        "P/L",
        "Forhandlet",
        "Varslet af leverandør",
        "Ændret støtte",
        "Bevilling",
        "Afgørelse",
        "Rettelse",
    ];

    /// A cause of text, trimmed; a known word takes its official spelling. `None` when blank.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return None;
        }
        // Sheets nearly always spell it officially, and an import reads tens of thousands.
        if Self::KNOWN.contains(&trimmed) {
            return Some(Self(trimmed.to_owned()));
        }
        let lower = trimmed.to_lowercase();
        let known = Self::KNOWN.iter().find(|word| word.to_lowercase() == lower);
        Some(Self((*known.unwrap_or(&trimmed)).to_owned()))
    }

    /// Is it one of the known words?
    #[must_use]
    pub fn is_known(&self) -> bool {
        Self::KNOWN.contains(&self.0.as_str())
    }

    /// The word.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.0
    }
}

/// A dated rate line. Never overwritten: it is closed and succeeded by another.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RateLine {
    /// Id of the record.
    pub id: RateLineId,
    /// The placement it belongs to.
    pub placement: PlacementId,
    /// *Ydelse*.
    pub service: Service,
    /// The line's own paragraph as text ("§ 108", "§ 104", "§ 105", "Botilbudslignende"): budgets and forecasts go by it.
    pub paragraph: String,
    /// *Beløb*, kr. per unit; negative only for *rabat* and corrections.
    pub amount: Rate,
    /// *Enhed*.
    pub unit: Unit,
    /// *Antal pr. uge*: hours, days or trips a week; present where the unit needs it.
    pub quantity: Option<Decimal>,
    /// *Gælder fra*, the first day.
    pub from: NaiveDate,
    /// *Gælder til*, the last day; open if none.
    pub to: Option<NaiveDate>,
    /// *Årsag*.
    pub cause: Option<Cause>,
    /// *Afregningsdage pr. år*: a fixed number of days a year that a daily rate is settled with (334).
    pub settlement_days: Option<u16>,
    /// *Åbne uger* a year; 52 if none.
    pub open_weeks: Option<Decimal>,
    /// *Revurderes den*.
    pub review_on: Option<NaiveDate>,
    /// *Opkræves af*; the municipality if none.
    pub collected_by: Option<Collector>,
    /// The line was wrong and is annulled by a correction: it costs nothing from its start and stays visible.
    pub annulled: bool,
    /// The annulled line that this one corrects.
    pub corrects: Option<RateLineId>,
    /// Code of a package, where the rate is one of a model's.
    pub package_code: Option<String>,
    /// Where the rate stands: an offer's list and its year, a decision.
    pub source: Option<String>,
}

impl RateLine {
    /// The days the line was agreed for; a line whose end was put before its start has none.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        Period::new(self.from, self.to)
    }

    /// Is the line in force on the day, the stay left aside? Annulled lines never are.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        !self.annulled && self.period().is_some_and(|period| period.contains(day))
    }

    /// Is it paid once? Such lines are on one day and never overlap.
    #[must_use]
    pub fn is_one_off(&self) -> bool {
        self.unit == Unit::Once || self.service == Service::OneOff
    }

    /// The days that both lines are agreed for, where the two are of one *Ydelse* and paragraph: an overlap, which
    /// would be paid twice (design §8). None for annulled lines and one-offs.
    #[must_use]
    pub fn overlap(&self, other: &Self) -> Option<Period> {
        let can = |line: &Self| !line.annulled && !line.is_one_off();
        let is_same = self.placement == other.placement
            && self.paragraph == other.paragraph
            && self.service.word().to_lowercase() == other.service.word().to_lowercase();
        if self.id == other.id || !is_same || !can(self) || !can(other) {
            return None;
        }
        self.period()?.intersection(&other.period()?)
    }

    /// What the rate is a day, for rates by day, month and year (md. × 12 / 365, år / 365); kr., not rounded.
    #[must_use]
    pub fn kroner_a_day(&self) -> Option<Decimal> {
        let kroner = self.amount.kroner();
        match self.unit {
            Unit::Day => Some(kroner),
            Unit::Month => Some(kroner * Decimal::from(12) / Decimal::from(365)),
            Unit::Year => Some(kroner / Decimal::from(365)),
            _ => None,
        }
    }

    /// The line as it is once another succeeds it from a day: closed the day before, never made longer.
    #[must_use]
    pub fn closed_before(&self, day: NaiveDate) -> Self {
        let last = add_days(day, -1);
        Self { to: Some(self.to.map_or(last, |to| to.min(last))), ..self.clone() }
    }

    /// The line as it is once its successor has begun: closed the day before, and no longer to be reviewed where the
    /// successor has taken the day over.
    #[must_use]
    pub fn closed_by(&self, successor: &Self) -> Self {
        let review_on = self.review_on.filter(|_| successor.review_on != self.review_on);
        Self { review_on, ..self.closed_before(successor.from) }
    }

    /// The line as a correction leaves it: it costs nothing from its start, and stays.
    #[must_use]
    pub fn as_annulled(&self) -> Self {
        Self { annulled: true, ..self.clone() }
    }

    /// Open weeks a year: as stated, else 52 (domain §2.1).
    #[must_use]
    pub fn weeks(&self) -> Decimal {
        self.open_weeks.unwrap_or(Decimal::from(52))
    }
}
