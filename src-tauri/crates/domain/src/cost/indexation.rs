//! Bulk indexation by P/L: which lines are raised on 1 January, to what, and which are left out and
//! why (domain §2.4). A proposal only; nothing is changed here.
//!
//! Invariant: an ended line is never raised, and every line of the cases asked about is accounted for.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::price_index::{MissingYears, PriceTable};
use crate::calendar::{add_days, add_months};
use crate::notice::contract_in_force;
use crate::{CaseFile, Money, PlacementId, Rate, RateLine, RateLineId, Regulation, Service, Unit};

/// Why a line isn't raised.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LeftOut {
    /// Annulled, or its days are over by 1 January.
    Ended,
    /// It begins on or after 1 January: a new price is agreed already.
    NotBegun,
    /// *Engangsbeløb*.
    OneOff,
    /// Egenbetaling.
    OwnPayment,
    /// Transport or dagtilbud: not among the services that P/L raises.
    OtherService,
    /// No contract is in force on 1 January.
    NoContract,
    /// The contract doesn't say how it is regulated.
    RegulationUnknown,
    /// *Årlig tilbudstakst*: follows the offer's new list.
    OfferList,
    /// *Fast*.
    Fixed,
    /// Agreed within the months chosen.
    AgreedLately,
    /// The case is above the limit and is negotiated one by one.
    AboveLimit,
}

/// What happens to a line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IndexDecision {
    /// Raised to this rate, rounded to øre.
    Raised(Rate),
    /// Left as it is.
    LeftOut(LeftOut),
}

/// A line of the proposal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IndexedLine {
    /// The case.
    pub placement: PlacementId,
    /// The line.
    pub line: RateLineId,
    /// *Ydelse*.
    pub service: Service,
    /// Today's rate.
    pub old: Rate,
    /// What happens to it.
    pub decision: IndexDecision,
}

/// What the one who indexes chose.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct IndexationChoice {
    /// The year whose P/L is applied from 1 January.
    pub year: i32,
    /// Lines agreed within so many months before 1 January are left out.
    pub agreed_within_months: u32,
    /// Cases above the limit too.
    pub above_limit_too: bool,
}

/// The proposal for a case, line by line in the order of the case file.
///
/// # Errors
/// The year has no percent.
pub fn propose(
    file: &CaseFile<'_>,
    is_above_limit: bool,
    choice: IndexationChoice,
    table: &PriceTable,
) -> Result<Vec<IndexedLine>, MissingYears> {
    let missing = || MissingYears(vec![choice.year]);
    let percent = table.percent(choice.year).ok_or_else(missing)?;
    let first = NaiveDate::from_ymd_opt(choice.year, 1, 1).ok_or_else(missing)?;
    Ok(file
        .rate_lines
        .iter()
        .map(|line| {
            let decision = match reason_to_leave_out(file, line, first, is_above_limit, choice) {
                Some(reason) => IndexDecision::LeftOut(reason),
                None => IndexDecision::Raised(raised(line.amount, percent)),
            };
            IndexedLine {
                placement: line.placement,
                line: line.id,
                service: line.service.clone(),
                old: line.amount,
                decision,
            }
        })
        .collect())
}

/// A rate raised by a percent, rounded to øre.
#[must_use]
pub fn raised(rate: Rate, percent: Decimal) -> Rate {
    let kroner = rate.kroner() * (Decimal::ONE + percent / Decimal::ONE_HUNDRED);
    Rate::from_scaled(Money::round(kroner).oere().saturating_mul(100))
}

fn reason_to_leave_out(
    file: &CaseFile<'_>,
    line: &RateLine,
    first: NaiveDate,
    is_above_limit: bool,
    choice: IndexationChoice,
) -> Option<LeftOut> {
    if line.annulled
        || line.to.is_some_and(|to| to < first)
        || file.placement.ended_on.is_some_and(|end| end < first)
    {
        return Some(LeftOut::Ended);
    }
    if line.unit == Unit::Once || line.service == Service::OneOff {
        return Some(LeftOut::OneOff);
    }
    match line.service {
        Service::OwnPayment => return Some(LeftOut::OwnPayment),
        ref service if !service.is_indexed() => return Some(LeftOut::OtherService),
        _ => {}
    }
    if line.from >= first {
        return Some(LeftOut::NotBegun);
    }
    let regulation = match contract_in_force(&file.contracts, first) {
        None => return Some(LeftOut::NoContract),
        Some(contract) => contract.regulation,
    };
    match regulation {
        None => return Some(LeftOut::RegulationUnknown),
        Some(Regulation::OfferList) => return Some(LeftOut::OfferList),
        Some(Regulation::Fixed) => return Some(LeftOut::Fixed),
        Some(Regulation::PriceAndWage) => {}
    }
    let months = i32::try_from(choice.agreed_within_months).unwrap_or(i32::MAX);
    if months > 0 && line.from > add_days(add_months(first, -months), -1) {
        return Some(LeftOut::AgreedLately);
    }
    (is_above_limit && !choice.above_limit_too).then_some(LeftOut::AboveLimit)
}
