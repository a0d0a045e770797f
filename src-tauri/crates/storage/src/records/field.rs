//! How each type of the domain is written in a column: amounts as whole øre, rates and other decimals as
//! text, days as ISO text, ids as such, official words as themselves.
//!
//! Invariant: `read(write(value)) == value`. A text that the program didn't write there is unreadable,
//! never a guess.

use std::borrow::Cow;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::{
    AgreedContent, AttachmentId, AttachmentKind, CaseNumber, Cause, CitizenId, Collector, ContactPerson,
    ContractId, Cpr, Dated, DayOfferSteps, EndReason, FigureStatus, FollowUpId, FollowUpResult, FurtherTerms,
    GoalId, GoalType, Handled, LegalBasis, Level, Money, NoticeGiven, NoticeRule, NotifiedDecision, OfferId,
    Ownership, Payment, PlacementId, Postponed, ProviderId, Rate, RateLineId, RecordId, RefundCover,
    Regulation, Roles, Sensitive, Service, Source, SupervisionStatus, SupportNeed, Undertema, Unit, UserId,
};

use crate::engine::Cell;

/// A type that a column can hold.
pub(crate) trait Field: Sized {
    /// The value for the database.
    fn write(&self) -> Cell<'_>;
    /// The value of the database; `None` when it isn't one.
    fn read(cell: Cell<'_>) -> Option<Self>;
}

/// The text of a cell, if it is text.
fn text(cell: Cell<'_>) -> Option<Cow<'_, str>> {
    match cell {
        Cell::Text(text) => Some(text),
        _ => None,
    }
}

impl<T: Field> Field for Option<T> {
    fn write(&self) -> Cell<'_> {
        self.as_ref().map_or(Cell::Null, Field::write)
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Null => Some(None),
            cell => T::read(cell).map(Some),
        }
    }
}

impl Field for String {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.as_str())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        text(cell).map(Cow::into_owned)
    }
}

impl Field for bool {
    fn write(&self) -> Cell<'_> {
        Cell::Integer(i64::from(*self))
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Integer(0) => Some(false),
            Cell::Integer(1) => Some(true),
            _ => None,
        }
    }
}

/// Whole numbers that fit in 64 bits.
macro_rules! whole {
    ($($number:ty),+) => {$(
        impl Field for $number {
            fn write(&self) -> Cell<'_> {
                Cell::Integer(i64::from(*self))
            }
            fn read(cell: Cell<'_>) -> Option<Self> {
                match cell {
                    Cell::Integer(number) => <$number>::try_from(number).ok(),
                    _ => None,
                }
            }
        }
    )+};
}
whole!(i32, u32, u16, u8);

/// Typed ids, as ids: 16 bytes, in the order of their age.
macro_rules! id {
    ($($id:ident),+) => {$(
        impl Field for $id {
            fn write(&self) -> Cell<'_> {
                Cell::Id(self.0)
            }
            fn read(cell: Cell<'_>) -> Option<Self> {
                cell.id().map($id)
            }
        }
    )+};
}
id!(
    CitizenId,
    PlacementId,
    RateLineId,
    ContractId,
    GoalId,
    FollowUpId,
    OfferId,
    ProviderId,
    RecordId,
    UserId,
    AttachmentId
);

/// Official words, exactly as the domain spells them.
macro_rules! word {
    ($($kind:ident),+) => {$(
        impl Field for $kind {
            fn write(&self) -> Cell<'_> {
                Cell::from(self.word())
            }
            fn read(cell: Cell<'_>) -> Option<Self> {
                let word = text(cell)?;
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    )+};
}
word!(
    RefundCover,
    Payment,
    Regulation,
    GoalType,
    Source,
    FollowUpResult,
    Undertema,
    Ownership,
    SupervisionStatus,
    LegalBasis,
    SupportNeed,
    FigureStatus,
    Unit,
    Collector,
    EndReason,
    AttachmentKind,
    NotifiedDecision
);

/// Legal dates are ISO text, which also sorts as the days do.
impl Field for NaiveDate {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.to_string())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        let text = text(cell)?;
        // The form that nearly all have, read without chrono's general parser: there are 100,000 of them.
        if let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text.as_bytes() {
            let digits = [y1, y2, y3, y4, m1, m2, d1, d2];
            if digits.iter().all(u8::is_ascii_digit) {
                let number = |part: &[u8]| part.iter().fold(0, |sum, d| sum * 10 + u32::from(d - b'0'));
                let year = i32::try_from(number(&digits[..4])).ok()?;
                return Self::from_ymd_opt(year, number(&digits[4..6]), number(&digits[6..]));
            }
        }
        text.parse().ok()
    }
}

impl Field for Decimal {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.to_string())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        text(cell)?.parse().ok()
    }
}

impl Field for Rate {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.to_string())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        text(cell)?.parse().ok().and_then(Self::new)
    }
}

impl Field for Money {
    fn write(&self) -> Cell<'_> {
        Cell::Integer(self.oere())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Integer(oere) => Some(Self::from_oere(oere)),
            _ => None,
        }
    }
}

impl Field for Level {
    fn write(&self) -> Cell<'_> {
        Cell::Integer(i64::from(self.number()))
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Integer(level) => u8::try_from(level).ok().and_then(Self::new),
            _ => None,
        }
    }
}

impl Field for Sensitive {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.reveal())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        text(cell).map(Cow::into_owned).map(Self::new)
    }
}

impl Field for Cpr {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.reveal())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        Self::parse(&text(cell)?)
    }
}

impl Field for CaseNumber {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.as_str())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        Self::new(&text(cell)?)
    }
}

impl Field for Service {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.word())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        text(cell).map(|word| Self::from_word(&word))
    }
}

impl Field for Cause {
    fn write(&self) -> Cell<'_> {
        Cell::from(self.word())
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        Self::new(&text(cell)?)
    }
}

impl Field for NoticeRule {
    fn write(&self) -> Cell<'_> {
        match self {
            Self::SameDay => Cell::from("same_day"),
            Self::Days(days) => Cell::from(format!("days:{days}")),
            Self::Months(months) => Cell::from(format!("months:{months}")),
            Self::RunningMonthPlusMonths(months) => Cell::from(format!("running_month_months:{months}")),
            Self::RunningMonthPlusDays(days) => Cell::from(format!("running_month_days:{days}")),
            Self::Never => Cell::from("never"),
        }
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        let text = text(cell)?;
        let (rule, number) =
            text.split_once(':').map_or((&*text, None), |(rule, number)| (rule, number.parse().ok()));
        match (rule, number) {
            ("same_day", None) => Some(Self::SameDay),
            ("days", Some(days)) => Some(Self::Days(days)),
            ("months", Some(months)) => Some(Self::Months(months)),
            ("running_month_months", Some(months)) => Some(Self::RunningMonthPlusMonths(months)),
            ("running_month_days", Some(days)) => Some(Self::RunningMonthPlusDays(days)),
            ("never", None) => Some(Self::Never),
            _ => None,
        }
    }
}

/// Small lists that are only ever read as a whole stand as JSON text in their column; amounts in them are
/// strings of kroner, as everywhere in JSON.
macro_rules! json {
    ($($list:ty),+ $(,)?) => {$(
        impl Field for $list {
            fn write(&self) -> Cell<'_> {
                // These types hold strings and whole numbers only, which always can be written.
                serde_json::to_string(self).map_or(Cell::Null, Cell::from)
            }
            fn read(cell: Cell<'_>) -> Option<Self> {
                serde_json::from_str(&text(cell)?).ok()
            }
        }
    )+};
}
json!(
    Vec<String>,
    Vec<Dated<Money>>,
    Vec<Dated<Decimal>>,
    DayOfferSteps,
    Roles,
    AgreedContent,
    FurtherTerms,
    NoticeGiven,
    Vec<ContactPerson>,
    Handled,
    Postponed,
);

impl Field for uuid::Uuid {
    fn write(&self) -> Cell<'_> {
        Cell::Id(*self)
    }
    fn read(cell: Cell<'_>) -> Option<Self> {
        cell.id()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Is a value read back as it was written?
    fn kept<T: Field + PartialEq>(value: &T) -> bool {
        T::read(value.write()).as_ref() == Some(value)
    }

    proptest! {
        #[test]
        fn every_day_of_the_calendar_is_read_back(year in -9_999..99_999_i32, ordinal in 1..=366_u32) {
            if let Some(day) = NaiveDate::from_yo_opt(year, ordinal) {
                prop_assert!(kept(&day));
            }
        }

        #[test]
        fn every_amount_rate_and_decimal_is_read_back(number in any::<i64>(), scale in 0..=12_u32) {
            prop_assert!(kept(&Money::from_oere(number)));
            prop_assert!(kept(&Rate::from_scaled(number)));
            let decimal = Decimal::new(number, scale);
            prop_assert!(kept(&decimal));
            prop_assert_eq!(Decimal::read(decimal.write()).map(|d| d.scale()), Some(scale));
        }

        #[test]
        fn every_notice_rule_is_read_back(number in any::<u32>()) {
            for rule in [
                NoticeRule::SameDay,
                NoticeRule::Days(number),
                NoticeRule::Months(number),
                NoticeRule::RunningMonthPlusMonths(number),
                NoticeRule::RunningMonthPlusDays(number),
                NoticeRule::Never,
            ] {
                prop_assert!(kept(&rule));
            }
        }

        #[test]
        fn a_text_that_the_program_did_not_write_is_never_a_guess(text in ".{0,12}") {
            let cell = || Cell::from(text.as_str());
            prop_assert!(NaiveDate::read(cell()).is_none_or(|day| day.to_string() == text));
            prop_assert!(Undertema::read(cell()).is_none());
            prop_assert!(NoticeRule::read(cell()).is_none());
            prop_assert!(Level::read(cell()).is_none());
            prop_assert!(Money::read(cell()).is_none());
        }
    }

    #[test]
    fn every_official_word_is_read_back() {
        assert!(Undertema::ALL.iter().all(kept));
        assert!(Unit::ALL.iter().all(kept));
        assert!(FollowUpResult::ALL.iter().all(kept));
        assert!(SupervisionStatus::ALL.iter().all(kept));
        assert!(SupportNeed::ALL.iter().all(kept));
        assert!(LegalBasis::ALL.iter().all(kept));
    }
}
