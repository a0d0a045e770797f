//! What the import says about a cell: what happened, where, and what to do (design §8, *Import*).
//!
//! Every sentence is made from a typed [`Trouble`] by exhaustive `match`, so that a code can't come without
//! its sentence. The value of a cell is quoted only where it is no personal data: never a CPR number.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use vilkaar_domain::Rate;

use crate::format::{counted, date, decimal, number, rate};

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
    /// Not an amount or number.
    AmountUnreadable,
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
    /// The case stands nowhere.
    CaseUnknown,
    /// The goal stands nowhere.
    GoalUnknown,
    /// The offer stands nowhere.
    OfferUnknown,
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
    /// Another name for the same CPR number; the first one is kept.
    NameDiffers {
        /// The row whose name is kept.
        row: u32,
    },
}

impl Trouble {
    /// The stable code of design §8.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::AmountUnreadable => "amount_unreadable",
            Self::AmountNegative => "amount_negative",
            Self::DateUnreadable(_) => "date_unreadable",
            Self::EndBeforeStart { .. } => "end_before_start",
            Self::RateOverlap { .. } => "rate_overlap",
            Self::UnitUnknown => "unit_unknown",
            Self::CaseUnknown => "case_unknown",
            Self::GoalUnknown => "goal_unknown",
            Self::OfferUnknown => "offer_unknown",
            Self::CaseDuplicate { .. } => "case_duplicate",
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
            Self::NameDiffers { .. } => "name_differs",
        }
    }

    /// Does it refuse the row (design §8)?
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::AmountUnreadable
            | Self::AmountNegative
            | Self::DateUnreadable(_)
            | Self::EndBeforeStart { .. }
            | Self::RateOverlap { .. }
            | Self::UnitUnknown
            | Self::CaseUnknown
            | Self::GoalUnknown
            | Self::OfferUnknown
            | Self::CaseDuplicate { .. }
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
            | Self::RequiredColumnMissing => Severity::Error,
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
            | Self::NameDiffers { .. } => Severity::Warning,
        }
    }

    /// A few words for the list of problems, after the column's name: "overlapper", "to tusind".
    #[must_use]
    pub fn short(&self, value: &str) -> String {
        match self {
            Self::AmountUnreadable
            | Self::DateUnreadable(_)
            | Self::UnitUnknown
            | Self::CaseUnknown
            | Self::GoalUnknown
            | Self::OfferUnknown
            | Self::ParagraphUnknown
            | Self::GoalTypeUnknown
            | Self::UndertemaUnknown
            | Self::LevelOutOfRange
            | Self::GoalLevelContradictsType { .. }
            | Self::NoticeRuleUnknown
            | Self::DaysOutOfRange { .. }
            | Self::NumberAmbiguous { .. }
            | Self::CvrCheck
            | Self::CauseUnknown
            | Self::WordUnknown { .. } => value.to_owned(),
            Self::AmountNegative => "negativt".to_owned(),
            Self::EndBeforeStart { .. } => "før begyndelsen".to_owned(),
            Self::RateOverlap { .. } => "overlapper".to_owned(),
            Self::CaseDuplicate { .. } | Self::RowDuplicate { .. } => "findes to gange".to_owned(),
            Self::CprForm => "ikke et CPR-nummer".to_owned(),
            Self::RequiredMissing => "mangler".to_owned(),
            Self::RequiredColumnMissing => "kolonnen mangler".to_owned(),
            Self::RateGap { .. } => "hul før taksten".to_owned(),
            Self::RatesBegin { day, .. } => format!("ingen takst før {}", date(*day)),
            Self::RateUnusual { .. } => format!("usædvanlig: {value}"),
            Self::RenegotiationAfterEnd { .. } | Self::FollowUpAfterEnd { .. } => "efter ophør".to_owned(),
            Self::ColumnUnknown => "ukendt kolonne".to_owned(),
            Self::SheetUnknown => "ukendt ark".to_owned(),
            Self::SheetHidden => "skjult ark".to_owned(),
            Self::ExpectedEndPassed => "overskredet".to_owned(),
            Self::ParagraphAssumed { paragraph } => format!("antaget {paragraph}"),
            Self::RateStartAssumed { .. } => "startdag antaget".to_owned(),
            Self::TooManyDecimals { .. } => "for mange decimaler".to_owned(),
            Self::NameDiffers { .. } => "to navne".to_owned(),
        }
    }

    /// What happened, with the column named where that helps.
    #[must_use]
    pub fn message(&self, column: &str, value: &str) -> String {
        match self {
            Self::AmountUnreadable => format!("»{value}« er ikke et beløb eller tal."),
            Self::AmountNegative => {
                format!("{value} er negativt. Kun en rabat eller en rettelse kan være under nul.")
            }
            Self::DateUnreadable(DateFault::NoSuchDay) => {
                format!("»{value}« findes ikke i kalenderen.")
            }
            Self::DateUnreadable(DateFault::DayMissing) => {
                format!("»{value}« siger ikke, hvilken dag det er.")
            }
            Self::DateUnreadable(DateFault::NotADate) => format!("»{value}« er ikke en dato."),
            Self::EndBeforeStart { start } => {
                format!("{column} {value} ligger før begyndelsen {}.", date(*start))
            }
            Self::RateOverlap { from, to, row } => overlap(*from, *to, *row),
            Self::UnitUnknown => format!("Enheden »{value}« kendes ikke."),
            Self::CaseUnknown => {
                format!("Sagen {value} står hverken i arket Placeringer eller i databasen.")
            }
            Self::GoalUnknown => format!("Målet {value} står hverken i arket Mål eller i databasen."),
            Self::OfferUnknown => {
                format!("Tilbuddet »{value}« står hverken i arket Tilbud eller i databasen.")
            }
            Self::CaseDuplicate { row } => format!("Sagen {value} står allerede i række {row}."),
            Self::RowDuplicate { row } => {
                format!("Rækken siger noget andet end række {row}, som handler om det samme.")
            }
            Self::CprForm => "Cellen er ikke et CPR-nummer: ti cifre, ddmmåå-xxxx.".to_owned(),
            Self::ParagraphUnknown => {
                format!("»{value}« er ikke et lovgrundlag, en placering kan have.")
            }
            Self::GoalTypeUnknown => format!("Måltypen »{value}« findes ikke."),
            Self::UndertemaUnknown => format!("Undertemaet »{value}« findes ikke i VUM 2.0."),
            Self::LevelOutOfRange => format!("»{value}« er ikke et niveau fra 0 til 4."),
            Self::GoalLevelContradictsType { goal_type, start, expected } => {
                format!(
                    "Måltypen {goal_type} passer ikke med startniveau {start} og forventet niveau {expected}."
                )
            }
            Self::NoticeRuleUnknown => format!("»{value}« siger ikke, hvordan der kan opsiges."),
            Self::DaysOutOfRange { most } => {
                format!("{value} kan ikke passe: {column} er mere end 0 og højst {most}.")
            }
            Self::RequiredMissing => format!("{column} mangler."),
            Self::RequiredColumnMissing => format!("Arket har ingen kolonne {column}."),
            Self::RateGap { from, to } if from == to => {
                format!("Der er ingen grundtakst {}.", date(*from))
            }
            Self::RateGap { from, to } => {
                format!("Der er ingen grundtakst fra {} til {}.", date(*from), date(*to))
            }
            Self::RatesBegin { day, cases } => format!(
                "{} har ingen takst fra indflytning til {}, arkets dag.",
                counted(*cases as usize, "ny sag", "nye sager"),
                date(*day)
            ),
            Self::RateUnusual { per_day, usual_from, usual_to } => format!(
                "Taksten svarer til {} kr. pr. døgn; det sædvanlige er {} til {} kr.",
                decimal(*per_day, 2),
                number(*usual_from),
                number(*usual_to)
            ),
            Self::NumberAmbiguous { as_thousands, as_decimal } => format!(
                "{value} kan læses på to måder: {} eller {}. Det er læst som {}.",
                decimal(*as_thousands, 2),
                number(*as_decimal),
                decimal(*as_thousands, 2)
            ),
            Self::CvrCheck => format!("CVR-nummeret {value} kan ikke være rigtigt (modulus 11)."),
            Self::CauseUnknown => format!("Årsagen »{value}« er ikke en af de kendte; ordet er bevaret."),
            Self::RenegotiationAfterEnd { end } => {
                format!("Genforhandlingen {value} ligger efter ophøret {}.", date(*end))
            }
            Self::FollowUpAfterEnd { end } => {
                format!("Opfølgningen {value} ligger efter, at opholdet ophørte {}.", date(*end))
            }
            Self::ColumnUnknown => format!("Kolonnen »{column}« kendes ikke og læses ikke."),
            Self::SheetUnknown => format!("Arket »{value}« kendes ikke og læses ikke."),
            Self::SheetHidden => format!("Arket »{value}« er skjult og læses ikke."),
            Self::ExpectedEndPassed => {
                format!("Det forventede ophør {value} er overskredet, og opholdet er ikke ophørt.")
            }
            Self::ParagraphAssumed { paragraph } => {
                format!("Lovgrundlaget mangler; linjen er læst som {paragraph}.")
            }
            Self::RateStartAssumed { day } => {
                format!("Arket siger ikke, hvilken dag taksten gælder pr.; den gælder fra {}.", date(*day))
            }
            Self::TooManyDecimals { used, decimals } => {
                format!("{value} har mere end {decimals} decimaler og er afrundet til {}.", number(*used))
            }
            Self::WordUnknown { .. } => {
                format!("»{value}« kendes ikke i kolonnen {column}; cellen er ikke læst.")
            }
            Self::NameDiffers { row } => {
                format!("Samme CPR-nummer har et andet navn i række {row}; det navn er beholdt.")
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::AmountUnreadable => "Skriv det med tal, fx 1783,41 eller 1.783,41.".to_owned(),
            Self::AmountNegative => {
                "Skriv beløbet uden minus, eller skriv Rabat i Ydelse eller Rettelse i Årsag.".to_owned()
            }
            Self::DateUnreadable(_) => "Skriv dag, måned og år, fx 31-12-2026.".to_owned(),
            Self::EndBeforeStart { .. } => "Ret den af de to datoer, der er forkert.".to_owned(),
            Self::RateOverlap { .. } => {
                "Slut den ene takst dagen før, den anden begynder, eller udelad rækken.".to_owned()
            }
            Self::UnitUnknown => format!("Vælg en af enhederne: {}.", units()),
            Self::CaseUnknown => "Ret sagsnummeret, eller opret sagen i arket Placeringer.".to_owned(),
            Self::GoalUnknown => "Ret Mål-id, eller opret målet i arket Mål.".to_owned(),
            Self::OfferUnknown => "Ret navnet, eller opret tilbuddet i arket Tilbud.".to_owned(),
            Self::CaseDuplicate { .. } => "Giv rækken sit eget sagsnummer, eller udelad den.".to_owned(),
            Self::RowDuplicate { .. } => "Behold den rigtige række, og udelad den anden.".to_owned(),
            Self::CprForm => "Ret nummeret, eller lad cellen stå tom, hvis det ikke kendes.".to_owned(),
            Self::ParagraphUnknown => {
                "Vælg § 107, § 108, Botilbudslignende eller Andet, eller udelad rækken.".to_owned()
            }
            Self::GoalTypeUnknown => {
                "Vælg Udvikle, Fastholde eller Begrænse tab af funktionsevne.".to_owned()
            }
            Self::UndertemaUnknown => "Vælg et af de officielle undertemaer.".to_owned(),
            Self::LevelOutOfRange => {
                "Skriv et helt tal: 0 ingen, 1 let, 2 moderat, 3 svært, 4 fuldstændig nedsat funktionsevne."
                    .to_owned()
            }
            Self::GoalLevelContradictsType { .. } => {
                "Udvikle: forventet lavere end start. Fastholde: det samme. Begrænse tab: samme eller højere."
                    .to_owned()
            }
            Self::NoticeRuleUnknown => {
                "Skriv fx »løbende måned + 3 måneder«, »90 dage«, »fra dag til dag« eller »kan ikke opsiges«."
                    .to_owned()
            }
            Self::DaysOutOfRange { .. } => "Skriv antallet pr. uge.".to_owned(),
            Self::RequiredMissing => "Udfyld cellen, eller udelad rækken.".to_owned(),
            Self::RequiredColumnMissing => {
                "Vælg under Kolonner, hvilken kolonne det er, eller tilføj den i arket.".to_owned()
            }
            Self::RatesBegin { .. } => {
                "Tidligere takster kan tilføjes på sagen; til da regnes dagene ikke som 0 kr., men som ukendte."
                    .to_owned()
            }
            Self::RateGap { .. } => {
                "Tilføj den takst, der gjaldt, eller lad hullet stå; det regnes ikke som 0 kr.".to_owned()
            }
            Self::RateUnusual { .. } => "Se efter, om beløbet og enheden passer sammen.".to_owned(),
            Self::NumberAmbiguous { .. } => "Vælg den rigtige læsning.".to_owned(),
            Self::CvrCheck => "Se efter på virk.dk; nummeret er importeret, som det står.".to_owned(),
            Self::CauseUnknown => format!("De kendte er {}.", vilkaar_domain::Cause::KNOWN.join(", ")),
            Self::RenegotiationAfterEnd { .. } => "Ret datoen, eller slet den.".to_owned(),
            Self::FollowUpAfterEnd { .. } => "Se efter, om datoen eller ophøret er forkert.".to_owned(),
            Self::ColumnUnknown => "Vælg under Kolonner, hvad den indeholder, hvis den skal med.".to_owned(),
            Self::SheetUnknown => "Giv arket navn som i skabelonen, hvis det skal med.".to_owned(),
            Self::SheetHidden => "Vis arket i regnearket, hvis det skal med.".to_owned(),
            Self::ExpectedEndPassed => "Skriv en ny dato, eller skriv hvornår opholdet ophørte.".to_owned(),
            Self::ParagraphAssumed { .. } => "Skriv lovgrundlaget, hvis det er et andet.".to_owned(),
            Self::RateStartAssumed { .. } => "Vælg arkets dag, hvis det er en anden.".to_owned(),
            Self::TooManyDecimals { .. } => "Ret beløbet, hvis afrundingen er forkert.".to_owned(),
            Self::WordUnknown { known } => format!("De kendte er {}.", known.join(", ")),
            Self::NameDiffers { .. } => "Se efter, om CPR-nummeret er rigtigt i begge rækker.".to_owned(),
        }
    }
}

/// "Den overlapper taksten fra … i række 8."
fn overlap(from: NaiveDate, to: Option<NaiveDate>, row: Option<u32>) -> String {
    let until = to.map_or_else(|| "og frem".to_owned(), |to| format!("til {}", date(to)));
    let place = row.map_or_else(|| "i databasen".to_owned(), |row| format!("i række {row}"));
    format!("Den overlapper samme ydelse fra {} {until} {place}.", date(from))
}

/// The units' words in one list.
fn units() -> String {
    vilkaar_domain::Unit::ALL.iter().map(|unit| unit.word()).collect::<Vec<_>>().join(", ")
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

/// Why a file isn't read at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileFault {
    /// It can't be opened.
    Missing,
    /// More than 50 MB.
    TooLarge,
    /// Protected by a password.
    Encrypted,
    /// Cut off or damaged.
    Damaged,
    /// Unpacks to more than a workbook can be.
    Bomb,
    /// Neither a workbook nor a text file with columns.
    NotATable,
    /// No sheet with headings that are known.
    NothingKnown,
}

impl FileFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "file_missing",
            Self::TooLarge => "file_too_large",
            Self::Encrypted => "file_encrypted",
            Self::Damaged => "file_damaged",
            Self::Bomb => "file_unpacks_too_large",
            Self::NotATable => "file_not_a_table",
            Self::NothingKnown => "file_not_recognised",
        }
    }

    /// What happened and what to do.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => {
                "Filen kan ikke åbnes. Se efter, om den stadig ligger der, og om den er åben i Excel."
            }
            Self::TooLarge => "Filen er over 50 MB. Gem kun de ark, der skal importeres, i en fil for sig.",
            Self::Encrypted => {
                "Filen er beskyttet med en adgangskode. Gem en kopi uden adgangskode, og importér den."
            }
            Self::Damaged => {
                "Filen er beskadiget eller kun hentet delvist. Hent den igen, eller gem den på ny i regnearket."
            }
            Self::Bomb => "Filen pakker ud til langt mere, end et regneark kan være, og er ikke læst.",
            Self::NotATable => {
                "Filen er ikke et regneark. Importér .xlsx, .xlsm, .xlsb, .xls, .ods eller .csv."
            }
            Self::NothingKnown => {
                "Ingen af filens ark har overskrifter, som kendes. Vælg kolonnerne selv, eller brug skabelonen."
            }
        }
    }
}

/// The readings of an ambiguous number, as offered for a choice: "1.234,00" and "1,234".
#[must_use]
pub fn reading(value: Decimal) -> String {
    Rate::new(value)
        .filter(|_| value.scale() <= 2 || value.fract().is_zero())
        .map_or_else(|| number(value), rate)
}
