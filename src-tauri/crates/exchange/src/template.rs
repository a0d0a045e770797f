//! The empty workbook that the program gives away: a sheet for each subject with its headings, what each column
//! holds, and lists to choose from where a cell takes one of a few words.
//!
//! Invariant: it is written from the same table of columns that the import reads by, so it reads back without a
//! problem.

use rust_xlsxwriter::{Color, DataValidation, Format, FormatAlign, Formula, Workbook, Worksheet, XlsxError};
use vilkaar_domain::{
    Cause, Collector, FigureStatus, FollowUpResult, GoalType, LegalBasis, Ownership, Payment, RefundCover,
    Regulation, Source, SupervisionStatus, SupportNeed, Undertema, Unit,
};

use crate::cells::words::Worded;
use crate::sheets::{Column, Kind};

/// The sheet that explains.
const HELP: &str = "Vejledning";
/// How many rows of a sheet have their lists and formats.
const ROWS: u32 = 2_000;
/// Where the lists begin on the help sheet, out of the way of its text.
const FIRST_LIST_COLUMN: u16 = 6;

/// Is it the sheet of the template that only explains?
pub(crate) fn is_help_sheet(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case(HELP)
}

/// What a column's cells hold.
enum Holds {
    Text,
    Date,
    Amount,
    Number,
    Level,
    Year,
    Rule,
    Words(Vec<&'static str>),
}

impl Holds {
    /// How to fill it in.
    const fn hint(&self) -> &'static str {
        match self {
            Self::Text => "Tekst.",
            Self::Date => "Dato, fx 31-12-2026.",
            Self::Amount => "Kroner, fx 2394,00.",
            Self::Number => "Tal.",
            Self::Level => "0 ingen, 1 let, 2 moderat, 3 svært, 4 fuldstændig nedsat funktionsevne.",
            Self::Year => "Årstal, fx 2026.",
            Self::Rule => {
                "Fx løbende måned + 3 måneder, 90 dage, 3 måneder, fra dag til dag eller kan ikke opsiges."
            }
            Self::Words(_) => "Vælg fra listen.",
        }
    }
}

/// What the column of a kind holds.
fn holds(kind: Kind, key: &str) -> Holds {
    match (kind, key) {
        (Kind::Placements, "legal_basis") => {
            Holds::Words(LegalBasis::ALL.iter().map(|basis| basis.word()).collect())
        }
        (_, "support_need") => Holds::Words(SupportNeed::known()),
        (_, "refund_cover") => Holds::Words(RefundCover::known()),
        (_, "ownership") => Holds::Words(Ownership::known()),
        (_, "operating_agreement") => Holds::Words(vec!["ja", "nej"]),
        (_, "supervision") => Holds::Words(SupervisionStatus::known()),
        (Kind::Rates | Kind::Steps, "service") => Holds::Words(vec![
            "Grundtakst",
            "Ydelsespakke",
            "Tillæg 1:1",
            "Ekstra støttetimer",
            "Vågen nattevagt",
            "Dagtilbud",
            "Dagtimetillæg",
            "Transport til dagtilbud",
            "Egenbetaling",
            "Engangsbeløb",
        ]),
        (_, "unit") => Holds::Words(Unit::ALL.iter().map(|unit| unit.word()).collect()),
        (Kind::Rates, "cause") => Holds::Words(Cause::KNOWN.to_vec()),
        (_, "collected_by") => Holds::Words(Collector::known()),
        (_, "payment") => Holds::Words(Payment::known()),
        (_, "regulation") => Holds::Words(Regulation::known()),
        (_, "undertema") => Holds::Words(Undertema::known()),
        (_, "goal_type") => Holds::Words(GoalType::known()),
        (Kind::FollowUps, "source") => Holds::Words(Source::known()),
        (_, "result") => Holds::Words(FollowUpResult::known()),
        (_, "status") => Holds::Words(FigureStatus::known()),
        (_, "start_level" | "expected_level" | "level") => Holds::Level,
        (_, "notice_municipality" | "notice_provider") => Holds::Rule,
        (_, "year") => Holds::Year,
        (
            _,
            "amount" | "base_rate" | "daily_rate" | "new_rate" | "yearly_price" | "limit_1" | "limit_2"
            | "limit_3",
        ) => Holds::Amount,
        (
            _,
            "support_hours" | "quantity" | "settlement_days" | "open_weeks" | "renews_by_months" | "hours"
            | "places" | "vacant" | "probability" | "percent",
        ) => Holds::Number,
        (
            _,
            "moved_in" | "expected_end" | "ended_on" | "supervision_from" | "supervision_to" | "checked_on"
            | "from" | "to" | "review_on" | "start" | "end" | "minimum_until" | "renegotiate_on"
            | "agreed_on" | "deadline" | "date" | "month" | "born_on" | "expected_start",
        ) => Holds::Date,
        _ => Holds::Text,
    }
}

/// What a blank cell means, where it means something (domain §7).
fn blank_means(kind: Kind, key: &str) -> &'static str {
    match (kind, key) {
        (Kind::Rates, "to") | (Kind::Contracts, "end") => "Tom: løber videre.",
        (_, "ended_on") => "Tom: opholdet er ikke ophørt.",
        (_, "open_weeks") => "Tom: 52 uger.",
        (_, "collected_by") => "Tom: kommunen.",
        (_, "paying_municipality") => "Tom: handlekommunen.",
        (_, "refund_cover") => "Tom: følger alder.",
        (Kind::Rates, "paragraph") => "Tom: sagens; transport § 105, dagtilbud § 104.",
        (_, "settlement_days") => "Tom: kalenderdage.",
        _ => "",
    }
}

/// The template as the bytes of an .xlsx file.
///
/// # Errors
/// [`XlsxError`] when the workbook can't be put together.
pub fn template() -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let heading =
        Format::new().set_bold().set_background_color(Color::RGB(0xe6_ec_f2)).set_align(FormatAlign::Top);
    let required = heading.clone().set_font_color(Color::RGB(0x00_3d_73));
    let mut lists: Vec<(String, Vec<&'static str>)> = Vec::new();
    for kind in Kind::TEMPLATE {
        let sheet = workbook.add_worksheet();
        sheet.set_name(kind.name())?;
        sheet.set_freeze_panes(1, 0)?;
        for (at, column) in (0_u16..).zip(kind.columns()) {
            let format = if column.required { &required } else { &heading };
            sheet.write_string_with_format(0, at, column.label, format)?;
            format_column(sheet, at, kind, column, &mut lists)?;
        }
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(HELP)?;
    write_help(sheet, &heading, &lists)?;
    workbook.save_to_buffer()
}

/// Width, number format and list of a column.
fn format_column(
    sheet: &mut Worksheet,
    at: u16,
    kind: Kind,
    column: &Column,
    lists: &mut Vec<(String, Vec<&'static str>)>,
) -> Result<(), XlsxError> {
    let width = u16::try_from(column.label.chars().count()).unwrap_or(20).clamp(10, 30) + 2;
    sheet.set_column_width(at, width)?;
    match holds(kind, column.key) {
        Holds::Date => sheet.set_column_format(at, &Format::new().set_num_format("dd-mm-yyyy"))?,
        Holds::Amount => sheet.set_column_format(at, &Format::new().set_num_format("#,##0.00"))?,
        // Numbers of cases and persons must not turn into figures: a leading zero would be lost.
        Holds::Text | Holds::Rule => sheet.set_column_format(at, &Format::new().set_num_format("@"))?,
        Holds::Words(words) => {
            let list = match lists.iter().position(|(_, known)| *known == words) {
                Some(list) => list,
                None => {
                    lists.push((column.label.to_owned(), words.clone()));
                    lists.len() - 1
                }
            };
            let letter = rust_xlsxwriter::utility::column_number_to_name(
                FIRST_LIST_COLUMN + u16::try_from(list).unwrap_or_default(),
            );
            let range = format!("={HELP}!${letter}$2:${letter}${}", words.len() + 1);
            // Any other word may still be written: the import says what it makes of it.
            let validation =
                DataValidation::new().allow_list_formula(Formula::new(range)).show_error_message(false);
            sheet.add_data_validation(1, at, ROWS, at, &validation)?
        }
        Holds::Number | Holds::Level | Holds::Year => sheet,
    };
    Ok(())
}

/// The sheet that explains every column, and the lists beside it.
fn write_help(
    sheet: &mut Worksheet,
    heading: &Format,
    lists: &[(String, Vec<&'static str>)],
) -> Result<(), XlsxError> {
    for (at, (text, width)) in (0_u16..).zip([
        ("Ark", 18),
        ("Kolonne", 24),
        ("Skal udfyldes", 14),
        ("Sådan", 60),
        ("Hvis cellen er tom", 40),
    ]) {
        sheet.write_string_with_format(0, at, text, heading)?;
        sheet.set_column_width(at, width)?;
    }
    let columns =
        Kind::TEMPLATE.into_iter().flat_map(|kind| kind.columns().iter().map(move |column| (kind, column)));
    for (row, (kind, column)) in (1_u32..).zip(columns) {
        sheet.write_string(row, 0, kind.name())?;
        sheet.write_string(row, 1, column.label)?;
        let required = match (kind, column.key) {
            (Kind::Rates, "quantity") => "hvor enheden kræver det",
            _ if column.required => "ja",
            _ => "",
        };
        sheet.write_string(row, 2, required)?;
        sheet.write_string(row, 3, holds(kind, column.key).hint())?;
        sheet.write_string(row, 4, blank_means(kind, column.key))?;
    }
    for (at, (name, words)) in (FIRST_LIST_COLUMN..).zip(lists) {
        sheet.write_string_with_format(0, at, name, heading)?;
        sheet.set_column_width(at, 24)?;
        for (row, word) in (1_u32..).zip(words) {
            sheet.write_string(row, at, *word)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}
