//! Who is meant: CPR numbers, case numbers and values that must not show up in logs.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

/// A value that identifies a person: printed as `***` by `Debug`, so that it never enters a log.
/// It is stored and serialised as it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sensitive(String);

impl Sensitive {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the screen, the document or the database on purpose.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Sensitive {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// A CPR number of the form `ddmmåå-xxxx` with a real date in it.
///
/// Never rejected by modulus 11 (not valid since 2007). A first digit of the day raised by 6 marks an
/// *erstatningspersonnummer*, the only kind that demo data and tests use (domain §6).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cpr(Sensitive);

impl Cpr {
    /// Reads `ddmmåå-xxxx`, `ddmmååxxxx` or nine digits that have lost a leading zero.
    /// `None` when it isn't a CPR number with a possible date.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        if trimmed.chars().any(|c| !c.is_ascii_digit() && c != '-' && c != ' ') {
            return None;
        }
        let mut digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
        if digits.len() == 9 {
            digits.insert(0, '0');
        }
        if digits.len() != 10 {
            return None;
        }
        let cpr = Self(Sensitive::new(format!("{}-{}", &digits[..6], &digits[6..])));
        cpr.born_on_checked().map(|_| cpr)
    }

    /// The number as `ddmmåå-xxxx`.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.reveal()
    }

    /// The number as shown by default: `ddmmåå-xxxx`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}-xxxx", self.0.reveal().get(..6).unwrap_or("xxxxxx"))
    }

    /// Is this an *erstatningspersonnummer* (day raised by 60)?
    #[must_use]
    pub fn is_replacement(&self) -> bool {
        self.number(0, 2).is_some_and(|day| day > 60)
    }

    /// The day of birth; the century by the 7th digit (domain §6).
    #[must_use]
    pub fn born_on(&self) -> Option<NaiveDate> {
        self.born_on_checked()
    }

    fn number(&self, from: usize, to: usize) -> Option<u32> {
        self.0.reveal().get(from..to)?.parse().ok()
    }

    fn born_on_checked(&self) -> Option<NaiveDate> {
        let day = match self.number(0, 2)? {
            raised @ 61..=91 => raised - 60,
            day => day,
        };
        let (month, year) = (self.number(2, 4)?, i32::try_from(self.number(4, 6)?).ok()?);
        let century = match (self.number(7, 8)?, year) {
            (0..=3, _) | (4 | 9, 37..=99) => 1900,
            (4 | 9, _) | (5..=8, 0..=57) => 2000,
            _ => 1800,
        };
        NaiveDate::from_ymd_opt(century + year, month, day)
    }

    /// Age in whole years on a day; `None` without a day of birth.
    #[must_use]
    pub fn age_on(&self, day: NaiveDate) -> Option<i32> {
        let born = self.born_on()?;
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        Some(day.year() - born.year() - i32::from(!had_birthday))
    }
}

impl fmt::Debug for Cpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Does a CVR number have eight digits that pass its modulus-11 check (domain §5)? Space and hyphens don't matter.
#[must_use]
pub fn cvr_passes(text: &str) -> bool {
    let digits: Vec<u32> = text.chars().filter_map(|c| c.to_digit(10)).collect();
    let plain = text.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
    let weighted = digits.iter().zip([2, 7, 6, 5, 4, 3, 2, 1]).map(|(digit, weight)| digit * weight);
    digits.len() == 8 && plain && weighted.sum::<u32>() % 11 == 0
}

/// The municipality's own number of a case: KLE-like `29.21.04-P20-1-18` or free text, never blank.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseNumber(String);

impl CaseNumber {
    /// A case number from text, trimmed; `None` when blank.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        (!trimmed.is_empty()).then(|| Self(trimmed.to_owned()))
    }

    /// The text of the number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Is this a case number that can't name anybody? Free text is allowed there, and people have written names and CPR
    /// numbers in it, also ones short of a digit. What can name somebody stands in no file's name and no calendar.
    #[must_use]
    pub fn names_nobody(case: &str) -> bool {
        let is_of_numbers = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-');
        let longest_run = case.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0);
        case.chars().count() <= LONGEST_NUMBER
            && case.chars().all(is_of_numbers)
            && longest_run > 0
            && !matches!(longest_run, 9 | 10)
            && (is_kle(case) || !holds_cpr(case))
    }
}

/// No case number is longer than this: what is, is a sentence.
const LONGEST_NUMBER: usize = 24;

/// Is it a number of KLE's own form, `29.21.04-P20-1-18`: subject, facet, serial number and year? Its digits are none of a
/// person's, also where ten of them in a row could be read as such.
fn is_kle(case: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let is_subject = |text: &str| {
        let parts: Vec<&str> = text.split('.').collect();
        parts.len() == 3 && parts.iter().all(|part| part.len() == 2 && are_digits(part))
    };
    let is_facet = |text: &str| {
        let mut chars = text.chars();
        chars.next().is_some_and(|c| c.is_ascii_uppercase()) && text.len() == 3 && are_digits(chars.as_str())
    };
    let parts: Vec<&str> = case.split('-').collect();
    matches!(parts.as_slice(), [subject, facet, serial, year]
        if is_subject(subject)
            && is_facet(facet)
            && serial.len() <= 3
            && are_digits(serial)
            && year.len() == 2
            && are_digits(year))
}

/// Could some part be a CPR number, however it is divided, or is it six digits and four?
fn holds_cpr(case: &str) -> bool {
    let digits: Vec<char> = case.chars().filter(char::is_ascii_digit).collect();
    let parts: Vec<&str> = case.split(|c: char| !c.is_ascii_digit()).collect();
    parts.windows(2).any(|two| matches!(two, [six, four] if (six.len(), four.len()) == (6, 4)))
        || digits.windows(10).any(|ten| Cpr::parse(&ten.iter().collect::<String>()).is_some())
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Declares a typed id, so that one kind of record can't be taken for another.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    )+};
}

id! {
    /// A citizen. Everything groups by this id; CPR only matches at import.
    CitizenId,
    /// A placement (case).
    PlacementId,
    /// A rate line.
    RateLineId,
    /// A contract version.
    ContractId,
    /// An indsatsmål.
    GoalId,
    /// A follow-up of a goal.
    FollowUpId,
    /// An offer (*tilbud*).
    OfferId,
    /// A provider (*leverandør*).
    ProviderId,
    /// Somebody who signs in.
    UserId,
    /// A file of a case.
    AttachmentId,
    /// Any other record: delivered hours, step rates, searched and own offers, budgets, settings.
    RecordId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_kles_own_form_names_nobody_whatever_its_digits_and_another_with_a_cpr_does() {
        for case in ["27.06.04-P20-1-18", "29.21.04-P20-1-18", "27.36.04-G01-12-26"] {
            assert!(CaseNumber::names_nobody(case), "{case}");
        }
        for case in ["27.06.04-2011", "S-2706042011", "27.06.04-P20-1-2011", "270604-P20-11"] {
            assert!(!CaseNumber::names_nobody(case), "{case}");
        }
    }

    #[test]
    fn a_cvr_number_is_checked_by_modulus_11() {
        for (cvr, passes) in [
            ("99000007", true),
            ("99 11 00-31", true),
            ("99110032", false),
            ("9911003", false),
            ("DK99000007", false),
        ] {
            assert_eq!(cvr_passes(cvr), passes, "{cvr}");
        }
    }
}
