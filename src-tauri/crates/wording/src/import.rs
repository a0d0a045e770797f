//! What the import says about a cell: what happened, where, and what to do (design §8, *Import*).
//!
//! Every sentence is made from a typed [`Trouble`] by exhaustive `match`, so that a code can't come without
//! its sentence. The value of a cell is quoted only where it is no personal data: never a CPR number.

mod fault;
mod sentence;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::Rate;

pub use fault::FileFault;

use crate::format::{number, rate};

/// Does a problem refuse its row?
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The row is refused.
    Error,
    /// The row is read as the sentence says.
    Warning,
}

impl Severity {
    /// The stable word of the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Why a cell is no date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateFault {
    /// *31.6.2024*: the month has no such day.
    NoSuchDay,
    /// *marts 2024*: the day is missing.
    DayMissing,
    /// Anything else.
    NotADate,
}

/// What is wrong, or was assumed, at a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// Not an amount of money.
    AmountUnreadable,
    /// Not a number of hours, days, places.
    NumberUnreadable,
    /// An amount below zero that is neither *rabat* nor a correction.
    AmountNegative,
    /// Not a date.
    DateUnreadable(DateFault),
    /// An end before its start.
    EndBeforeStart {
        /// The start.
        start: NaiveDate,
    },
    /// Two lines of one service at once.
    RateOverlap {
        /// First day of the other line.
        from: NaiveDate,
        /// Last day of the other line.
        to: Option<NaiveDate>,
        /// The other line's row in the same sheet; none when it is in the database.
        row: Option<u32>,
    },
    /// Not a unit.
    UnitUnknown,
    /// A service of every day as a one-off.
    UnitOnce {
        /// The service's word.
        service: String,
    },
    /// The case stands nowhere.
    CaseUnknown,
    /// The goal stands nowhere.
    GoalUnknown,
    /// The offer stands nowhere.
    OfferUnknown,
    /// A row without a case number about the same citizen, offer and move-in day as one further up.
    StayDuplicate {
        /// The row that came first.
        row: u32,
    },
    /// The case number was used further up.
    CaseDuplicate {
        /// The row that has it.
        row: u32,
    },
    /// Another row says the same thing differently.
    RowDuplicate {
        /// The row that came first.
        row: u32,
    },
    /// Not a CPR number.
    CprForm,
    /// Not a legal basis that a placement can have.
    ParagraphUnknown,
    /// Not a måltype.
    GoalTypeUnknown,
    /// Not an undertema.
    UndertemaUnknown,
    /// Not a level 0–4.
    LevelOutOfRange,
    /// Levels that the måltype doesn't allow.
    GoalLevelContradictsType {
        /// The måltype's word.
        goal_type: &'static str,
        /// Start level.
        start: u8,
        /// Expected level.
        expected: u8,
    },
    /// Not a notice rule.
    NoticeRuleUnknown,
    /// More days, hours or trips a week than there are, or none.
    DaysOutOfRange {
        /// The most there can be.
        most: u16,
    },
    /// A required cell is blank.
    RequiredMissing,
    /// A required column isn't in the sheet.
    RequiredColumnMissing,
    /// Days of the stay without a basic rate.
    RateGap {
        /// First day without.
        from: NaiveDate,
        /// Last day without.
        to: NaiveDate,
    },
    /// New cases of a sheet whose rates begin on the sheet's day, after the citizens moved in.
    RatesBegin {
        /// The sheet's day.
        day: NaiveDate,
        /// How many cases.
        cases: u32,
    },
    /// A basic rate outside the usual.
    RateUnusual {
        /// What it comes to a day.
        per_day: Decimal,
        /// Usual from, kr. a day.
        usual_from: Decimal,
        /// Usual to, kr. a day.
        usual_to: Decimal,
    },
    /// A point followed by exactly three digits.
    NumberAmbiguous {
        /// Read as thousands; this reading is used until another is chosen.
        as_thousands: Decimal,
        /// Read as a decimal point.
        as_decimal: Decimal,
    },
    /// The CVR number fails modulus 11.
    CvrCheck,
    /// Not one of the known causes.
    CauseUnknown,
    /// *Genforhandles* after the end.
    RenegotiationAfterEnd {
        /// The end.
        end: NaiveDate,
    },
    /// A follow-up after the stay.
    FollowUpAfterEnd {
        /// The last day of the stay.
        end: NaiveDate,
    },
    /// A column that isn't read.
    ColumnUnknown,
    /// A sheet that isn't read.
    SheetUnknown,
    /// A hidden sheet that isn't read.
    SheetHidden,
    /// *Forventet ophør* is past and the citizen still lives there.
    ExpectedEndPassed,
    /// A line's paragraph was assumed.
    ParagraphAssumed {
        /// The assumed one.
        paragraph: &'static str,
    },
    /// The day that a rate starts on was assumed.
    RateStartAssumed {
        /// The assumed day.
        day: NaiveDate,
    },
    /// More decimals than a rate or an amount has; rounded.
    TooManyDecimals {
        /// The rounded value.
        used: Decimal,
        /// Decimals that there is room for.
        decimals: u32,
    },
    /// A word that isn't on the list of the column; the cell is not read.
    WordUnknown {
        /// The words of the list.
        known: Vec<&'static str>,
    },
    /// Another provider than the offer has; the offer's is kept.
    ProviderDiffers {
        /// The offer's provider.
        known: String,
    },
    /// Another name for the same CPR number; the first one is kept.
    NameDiffers {
        /// The row whose name is kept.
        row: u32,
    },
    /// A hand changed the field since an import; the hand's is kept.
    KeptByHand {
        /// What stands, in words; "" for nothing.
        kept: String,
        /// What the sheet says, in words; "" for nothing.
        sheet: String,
    },
    /// A hand took out what an earlier import made of the row.
    TakenOutByHand,
    /// A contract that was known from another day: the same with its start put right.
    ContractMoved {
        /// The start that it had.
        start: NaiveDate,
    },
    /// A new contract that runs at the same time as a known one that the file has no row for.
    ContractBeside {
        /// The known one's start.
        start: NaiveDate,
    },
    /// A contract that could be one of several that are known.
    ContractAmbiguous {
        /// Their starts.
        starts: Vec<NaiveDate>,
    },
}

impl Trouble {
    /// The stable code of design §8.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountUnreadable | Self::NumberUnreadable => "amount_unreadable",
            Self::AmountNegative => "amount_negative",
            Self::DateUnreadable(_) => "date_unreadable",
            Self::EndBeforeStart { .. } => "end_before_start",
            Self::RateOverlap { .. } => "rate_overlap",
            Self::UnitUnknown | Self::UnitOnce { .. } => "unit_unknown",
            Self::CaseUnknown => "case_unknown",
            Self::GoalUnknown => "goal_unknown",
            Self::OfferUnknown => "offer_unknown",
            Self::CaseDuplicate { .. } | Self::StayDuplicate { .. } => "case_duplicate",
            Self::RowDuplicate { .. } => "row_duplicate",
            Self::CprForm => "cpr_form",
            Self::ParagraphUnknown => "paragraph_unknown",
            Self::GoalTypeUnknown => "goal_type_unknown",
            Self::UndertemaUnknown => "undertema_unknown",
            Self::LevelOutOfRange => "level_out_of_range",
            Self::GoalLevelContradictsType { .. } => "goal_level_contradicts_type",
            Self::NoticeRuleUnknown => "notice_rule_unknown",
            Self::DaysOutOfRange { .. } => "days_out_of_range",
            Self::RequiredMissing | Self::RequiredColumnMissing => "required_missing",
            Self::RateGap { .. } | Self::RatesBegin { .. } => "rate_gap",
            Self::RateUnusual { .. } => "rate_unusual",
            Self::NumberAmbiguous { .. } => "number_ambiguous",
            Self::CvrCheck => "cvr_check",
            Self::CauseUnknown => "cause_unknown",
            Self::RenegotiationAfterEnd { .. } => "renegotiation_after_end",
            Self::FollowUpAfterEnd { .. } => "follow_up_after_end",
            Self::ColumnUnknown => "column_unknown",
            Self::SheetUnknown => "sheet_unknown",
            Self::SheetHidden => "sheet_hidden",
            Self::ExpectedEndPassed => "expected_end_passed",
            Self::ParagraphAssumed { .. } => "paragraph_assumed",
            Self::RateStartAssumed { .. } => "rate_start_assumed",
            Self::TooManyDecimals { .. } => "too_many_decimals",
            Self::WordUnknown { .. } => "word_unknown",
            Self::ProviderDiffers { .. } => "provider_differs",
            Self::NameDiffers { .. } => "name_differs",
            Self::KeptByHand { .. } => "kept_by_hand",
            Self::TakenOutByHand => "taken_out_by_hand",
            Self::ContractMoved { .. } => "contract_moved",
            Self::ContractBeside { .. } => "contract_beside",
            Self::ContractAmbiguous { .. } => "contract_ambiguous",
        }
    }

    /// Does it refuse the row (design §8)?
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::AmountUnreadable
            | Self::NumberUnreadable
            | Self::AmountNegative
            | Self::DateUnreadable(_)
            | Self::EndBeforeStart { .. }
            | Self::RateOverlap { .. }
            | Self::UnitUnknown
            | Self::UnitOnce { .. }
            | Self::CaseUnknown
            | Self::GoalUnknown
            | Self::OfferUnknown
            | Self::CaseDuplicate { .. }
            | Self::StayDuplicate { .. }
            | Self::RowDuplicate { .. }
            | Self::CprForm
            | Self::ParagraphUnknown
            | Self::GoalTypeUnknown
            | Self::UndertemaUnknown
            | Self::LevelOutOfRange
            | Self::GoalLevelContradictsType { .. }
            | Self::NoticeRuleUnknown
            | Self::DaysOutOfRange { .. }
            | Self::RequiredMissing
            | Self::RequiredColumnMissing
            | Self::ContractAmbiguous { .. } => Severity::Error,
            Self::RateGap { .. }
            | Self::RatesBegin { .. }
            | Self::RateUnusual { .. }
            | Self::NumberAmbiguous { .. }
            | Self::CvrCheck
            | Self::CauseUnknown
            | Self::RenegotiationAfterEnd { .. }
            | Self::FollowUpAfterEnd { .. }
            | Self::ColumnUnknown
            | Self::SheetUnknown
            | Self::SheetHidden
            | Self::ExpectedEndPassed
            | Self::ParagraphAssumed { .. }
            | Self::RateStartAssumed { .. }
            | Self::TooManyDecimals { .. }
            | Self::WordUnknown { .. }
            | Self::ProviderDiffers { .. }
            | Self::NameDiffers { .. }
            | Self::KeptByHand { .. }
            | Self::TakenOutByHand
            | Self::ContractMoved { .. }
            | Self::ContractBeside { .. } => Severity::Warning,
        }
    }
}

/// Why a row is refused or left out because another one is.
#[must_use]
pub fn consequence(what: Dependence, key: &str, sheet: &str, row: u32) -> String {
    let place = if sheet.is_empty() { format!("række {row}") } else { format!("{sheet}, række {row}") };
    match what {
        Dependence::Case => format!("Sagen {key} ({place}) er ikke læst."),
        Dependence::Goal => format!("Målet {key} ({place}) er ikke læst."),
        Dependence::Offer => format!("Tilbuddet {key} ({place}) er ikke læst."),
    }
}

/// What a row can't be without.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Dependence {
    /// Its case.
    Case,
    /// Its goal.
    Goal,
    /// Its offer.
    Offer,
}

/// The readings of an ambiguous number, as offered for a choice: "1.234,00" and "1,234".
#[must_use]
pub fn reading(value: Decimal) -> String {
    Rate::new(value)
        .filter(|_| value.scale() <= 2 || value.fract().is_zero())
        .map_or_else(|| number(value), rate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ambiguous_number_names_both_readings_and_how_to_write_each() {
        let trouble =
            Trouble::NumberAmbiguous { as_thousands: Decimal::from(1234), as_decimal: Decimal::new(1234, 3) };
        assert_eq!(
            trouble.message("Beløb", "1.234"),
            "1.234 kan læses på to måder: 1.234,00 eller 1,234. Det er læst som 1.234,00."
        );
        assert_eq!(trouble.advice(), "Skriv 1234,00 eller 1,234.");
        assert_eq!(trouble.severity(), Severity::Warning);
    }

    #[test]
    fn an_error_says_what_happened_and_what_to_do() {
        let trouble = Trouble::AmountUnreadable;
        assert_eq!(trouble.message("Beløb", "to tusind"), "»to tusind« er ikke et beløb.");
        assert_eq!(trouble.advice(), "Skriv det med tal, fx 1783,41 eller 1.783,41.");
        assert_eq!(trouble.short("to tusind"), "to tusind");
    }

    #[test]
    fn a_wrong_cpr_number_is_never_quoted() {
        for text in [
            Trouble::CprForm.message("CPR-nr.", "771065-168"),
            Trouble::CprForm.short("771065-168"),
            Trouble::CprForm.advice(),
        ] {
            assert!(!text.contains("771065"), "{text}");
        }
    }

    #[test]
    fn an_overlap_names_the_other_line_and_where_it_stands() {
        let from = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        let in_file = Trouble::RateOverlap { from, to: None, row: Some(8) };
        assert_eq!(
            in_file.message("Gælder fra", ""),
            "Den overlapper samme ydelse fra 01-01-2025 og frem i række 8."
        );
        let known = Trouble::RateOverlap { from, to: None, row: None };
        assert!(known.message("Gælder fra", "").ends_with("i databasen."));
    }
}
