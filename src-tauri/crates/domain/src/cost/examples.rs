//! Cases built in a few words, for the tests of everything that costs.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::PricedCase;
use crate::{
    CaseFile, CaseNumber, CitizenId, LegalBasis, OfferId, Ownership, Placement, PlacementId, Provider,
    ProviderId, Rate, RateLine, RateLineId, Service, Settings, Unit,
};

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%d-%m-%Y").unwrap()
}

pub(crate) fn kr(text: &str) -> crate::Money {
    let kroner: Decimal = text.replace('.', "").replace(',', ".").parse().unwrap();
    crate::Money::round(kroner)
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A case that owns its records.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub placement: Placement,
    pub lines: Vec<RateLine>,
    pub provider: Option<Provider>,
}

impl Example {
    pub fn new(case: &str, moved_in: &str) -> Self {
        let id = case.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
        let placement = Placement {
            id: PlacementId(Uuid::from_u128(id)),
            case: CaseNumber::new(case).unwrap(),
            citizen: CitizenId(Uuid::from_u128(1)),
            offer: OfferId(Uuid::from_u128(1)),
            legal_basis: LegalBasis::Section108,
            target_group: None,
            secondary_target_group: None,
            support_need: None,
            moved_in: day(moved_in),
            expected_end: None,
            ended_on: None,
            support_hours: None,
            case_worker: None,
            second_case_worker: None,
            acting_municipality: None,
            paying_municipality: None,
            base_rate: None,
            content: crate::AgreedContent::default(),
            end_reason: None,
            moved_from: None,
            chance: None,
        };
        Self { placement, lines: Vec::new(), provider: None }
    }

    pub fn ended(mut self, on: &str) -> Self {
        self.placement.ended_on = Some(day(on));
        self
    }

    pub fn provider(mut self, ownership: Ownership, operating_agreement: Option<bool>) -> Self {
        self.provider = Some(Provider {
            id: ProviderId(Uuid::from_u128(1)),
            name: "Fonden Nordlys".to_owned(),
            ownership: Some(ownership),
            operating_agreement,
            cvr: None,
            contact_person: None,
            phone: None,
            email: None,
            further_contacts: Vec::new(),
        });
        self
    }

    /// A line: service, amount, unit, first day, last day ("" is open).
    pub fn line(mut self, service: Service, amount: &str, unit: Unit, from: &str, to: &str) -> Self {
        let id = self.placement.id.0.as_u128() * 100 + self.lines.len() as u128;
        self.lines.push(RateLine {
            id: RateLineId(Uuid::from_u128(id)),
            placement: self.placement.id,
            service,
            paragraph: "§ 108".to_owned(),
            amount: Rate::new(decimal(amount)).unwrap(),
            unit,
            quantity: None,
            from: day(from),
            to: if to.is_empty() { None } else { Some(day(to)) },
            cause: None,
            settlement_days: None,
            open_weeks: None,
            review_on: None,
            collected_by: None,
            annulled: false,
            corrects: None,
            package_code: None,
            source: None,
        });
        self
    }

    /// Changes the line added last.
    pub fn with(mut self, change: impl FnOnce(&mut RateLine)) -> Self {
        change(self.lines.last_mut().unwrap());
        self
    }

    pub fn per_week(self, quantity: &str) -> Self {
        let quantity = decimal(quantity);
        self.with(|line| line.quantity = Some(quantity))
    }

    pub fn file(&self) -> CaseFile<'_> {
        CaseFile {
            placement: &self.placement,
            citizen: None,
            offer: None,
            provider: self.provider.as_ref(),
            rate_lines: self.lines.iter().collect(),
            contracts: Vec::new(),
            goals: Vec::new(),
            delivered_hours: Vec::new(),
            step_rates: Vec::new(),
            searched_offers: Vec::new(),
            attachments: Vec::new(),
            agenda_marks: Vec::new(),
            notified_rates: Vec::new(),
            price_indexes: &[],
        }
    }

    pub fn priced(&self) -> PricedCase {
        PricedCase::new(&self.file(), &Settings::default())
    }
}

/// The worked example of domain §2.2: lines A, B, C and D.
pub(crate) fn worked_example() -> Example {
    Example::new("S-1", "15-05-2024")
        .line(Service::BaseRate, "2394.00", Unit::Day, "15-05-2024", "31-12-2025")
        .line(Service::BaseRate, "2489.76", Unit::Day, "01-01-2026", "")
        .line(Service::ExtraHours, "425.00", Unit::Hour, "01-03-2026", "31-08-2026")
        .per_week("14")
        .line(Service::DayOffer, "544.00", Unit::DayOfferPlace, "01-01-2025", "")
        .per_week("3")
        .line(Service::Transport, "3480.25", Unit::Month, "10-02-2026", "")
}
