//! What an annualised cost comes to net: as if the lines of one day ran a whole year (domain §2.2,
//! §2.5, §2.6). It stands beside the annualised gross on the placement and in the packet.
//!
//! Invariant: the rules are those of a calendar year's refund, VAT and egenbetaling; without limits for
//! the year, in a gap, or where another municipality pays, the net is unknown.

use chrono::{Datelike, NaiveDate};

use super::PricedCase;
use super::line::Purse;
use super::refund::{refund_of, spread};
use super::vat::vat_refund;
use crate::{Citizen, Money, PlacementId, RefundLimits, Settings};

/// The annualised cost of a case, gross to net.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AnnualisedNet {
    /// *Helårsvirkning*, gross.
    pub gross: Money,
    /// Annualised egenbetaling that the municipality collects.
    pub own_payment: Money,
    /// Purchase VAT that comes back.
    pub vat_refund: Money,
    /// The case's part of the citizen's state refund.
    pub refund: Money,
    /// What is left.
    pub net: Money,
}

/// The annualised net of one of a citizen's cases on a day. The refund is the citizen's, over all own
/// cases in force that day, spread by gross; `limits` are those of the day's year.
#[must_use]
pub fn annualised_net(
    placement: PlacementId,
    cases: &[&PricedCase],
    citizen: Option<&Citizen>,
    day: NaiveDate,
    limits: Option<&RefundLimits>,
    settings: &Settings,
) -> Option<AnnualisedNet> {
    let limits = limits?;
    let year = day.year();
    let mut own: Vec<(PlacementId, AnnualisedNet)> = Vec::new();
    for case in cases.iter().filter(|case| case.is_own_cost) {
        let gross = case.annualised_on(day)?;
        let own_payment = case
            .lines()
            .iter()
            .filter(|line| line.purse() == Purse::OwnPaymentToMunicipality && line.counts_on(day))
            .map(|line| line.annualised())
            .sum();
        let vat_refund = vat_refund(gross, case.has_vat_share, year, settings);
        let net = gross - own_payment - vat_refund;
        own.push((
            case.placement,
            AnnualisedNet { gross, own_payment, vat_refund, refund: Money::ZERO, net },
        ));
    }
    let base: Money = own.iter().map(|(_, row)| row.net).sum();
    let is_covered = citizen.is_some_and(|citizen| citizen.is_covered_by_refund(year));
    let refund = if is_covered { refund_of(base.max(Money::ZERO), limits) } else { Money::ZERO };
    let grosses: Vec<Money> = own.iter().map(|(_, row)| row.gross).collect();
    own.into_iter()
        .zip(spread(refund, &grosses))
        .find(|((id, _), _)| *id == placement)
        .map(|((_, row), share)| AnnualisedNet { refund: share, net: row.net - share, ..row })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::examples::{Example, day, kr};
    use crate::{CitizenId, Cpr, Ownership, RecordId, RefundCover, Service, Unit};

    fn limits() -> RefundLimits {
        RefundLimits {
            id: RecordId(uuid::Uuid::nil()),
            year: 2026,
            limit_1: Money::from_kroner(980_000),
            limit_2: Money::from_kroner(1_920_000),
            limit_3: Money::from_kroner(2_420_000),
            status: None,
        }
    }

    fn citizen() -> Citizen {
        Citizen {
            id: CitizenId(uuid::Uuid::from_u128(1)),
            cpr: Cpr::parse("730779-1395"),
            name: None,
            refund_cover: RefundCover::ByAge,
        }
    }

    fn net(example: &Example, limits: Option<&RefundLimits>) -> Option<AnnualisedNet> {
        let case = example.priced();
        let settings = Settings::default();
        annualised_net(case.placement, &[&case], Some(&citizen()), day("20-11-2026"), limits, &settings)
    }

    #[test]
    fn the_net_is_gross_less_egenbetaling_vat_and_refund() {
        let example = Example::new("S-1008", "15-02-2022").provider(Ownership::Private, Some(false)).line(
            Service::BaseRate,
            "2466.27",
            Unit::Day,
            "01-01-2026",
            "",
        );
        let found = net(&example, Some(&limits())).unwrap();
        assert_eq!(
            (found.gross, found.vat_refund, found.refund),
            (kr("900.188,55"), kr("41.408,67"), kr("0"))
        );
        assert_eq!(found.net, kr("858.779,88"));
        let dear = Example::new("S-2", "15-02-2022")
            .line(Service::BaseRate, "1180000", Unit::Year, "01-01-2026", "")
            .line(Service::OwnPayment, "10000", Unit::Month, "01-01-2026", "");
        let found = net(&dear, Some(&limits())).unwrap();
        // 1.180.000 − 120.000 is 80.000 above limit 1.
        assert_eq!(
            (found.own_payment, found.refund, found.net),
            (kr("120.000"), kr("20.000"), kr("1.040.000"))
        );
    }

    #[test]
    fn without_limits_or_in_a_gap_or_paid_by_another_the_net_is_unknown() {
        let example = Example::new("S-1", "15-02-2022").line(
            Service::BaseRate,
            "2000",
            Unit::Day,
            "01-01-2026",
            "31-10-2026",
        );
        assert_eq!(net(&example, None), None);
        assert_eq!(net(&example, Some(&limits())), None);
        let mut other =
            Example::new("S-1", "15-02-2022").line(Service::BaseRate, "2000", Unit::Day, "01-01-2026", "");
        other.placement.paying_municipality = Some("Birkelund".to_owned());
        assert_eq!(net(&other, Some(&limits())), None);
    }
}
