//! The fields of a contract: what is agreed, notice, payment, content (domain §3).
//!
//! Invariant: notice is read in the words that the import reads, and no others.

use chrono::NaiveDate;
use vilkaar_domain::{Contract, Included, NightCover, NoticeRule, Payment, Regulation};

use crate::screens::forms::fields::{self, MANY, day_field, text_field, word_field};
use crate::screens::forms::{Field, Said};
use crate::types::FieldKind;

/// The terms while they are typed.
#[derive(Clone)]
pub(super) struct Draft {
    /// *Start*; none until it is typed.
    pub(super) start: Option<NaiveDate>,
    /// The rest; its own start counts only once it is saved.
    pub(super) terms: Contract,
}

const AGREEMENT: &str = "Aftalen";
const NOTICE: &str = "Opsigelse";
const PAYMENT: &str = "Betaling og regulering";
const CONTENT: &str = "Indhold";

/// Wordings of notice that are common; others are read as the import reads them.
pub(super) const RULES: &[&str] = &[
    "fra dag til dag",
    "30 dage",
    "90 dage",
    "1 måned",
    "3 måneder",
    "6 måneder",
    "løbende måned + 1 måned",
    "løbende måned + 3 måneder",
    "løbende måned + 30 dage",
    "kan ikke opsiges",
];

/// The rate includes nothing besides; a blank field is *not known*.
pub(super) const NOTHING: &str = "intet ud over støtten";

/// Hours in a week.
pub(super) const WEEK: i64 = 168;
const WEEK_BOUNDS: &str = "Der er 168 timer i en uge. Skriv et tal mellem 0 og 168.";

fn rule(typed: &str) -> Result<Option<NoticeRule>, Said> {
    match typed {
        "" => Ok(None),
        words => NoticeRule::from_words(words).map(Some).ok_or_else(|| {
            "Varslet kan ikke læses. Skriv det fx som 3 måneder, 90 dage, løbende måned + 3 måneder, fra dag til dag \
             eller kan ikke opsiges."
                .into()
        }),
    }
}

/// A notice rule's field.
macro_rules! rule_field {
    ($name:literal, $label:literal, $($path:ident).+) => {
        Field::<Draft> {
            name: $name,
            label: $label,
            group: NOTICE,
            kind: FieldKind::Suggest,
            unit: None,
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft| draft.$($path).+.map(NoticeRule::words).unwrap_or_default(),
            set: |draft, typed| {
                draft.$($path).+ = rule(typed)?;
                Ok(())
            },
        }
    };
}

/// A field of whole months.
macro_rules! months_field {
    ($name:literal, $label:literal, $group:expr, $($path:ident).+) => {
        Field::<Draft> {
            name: $name,
            label: $label,
            group: $group,
            kind: FieldKind::Number,
            unit: Some("måneder"),
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft| draft.$($path).+.map(|months| months.to_string()).unwrap_or_default(),
            set: |draft, typed| {
                draft.$($path).+ = fields::whole(typed, 1, 120, "Skriv et helt tal fra 1 til 120.")?;
                Ok(())
            },
        }
    };
}

/// A field of hours a week.
macro_rules! hours_field {
    ($name:literal, $label:literal, $($path:ident).+) => {
        Field::<Draft> {
            name: $name,
            label: $label,
            group: CONTENT,
            kind: FieldKind::Number,
            unit: Some("timer/uge"),
            help: None,
            is_required: false,
            shown_when: None,
            get: |draft| fields::show_number(draft.$($path).+),
            set: |draft, typed| {
                draft.$($path).+ = fields::number(typed, 0, WEEK, WEEK_BOUNDS)?;
                Ok(())
            },
        }
    };
}

pub(super) const FIELDS: &[Field<Draft>] = &[
    text_field!(Draft, Text, "number", "Kontraktnr.", "Aftalen", terms.number),
    day_field!(Draft, "start", "Start", "Aftalen", start).required(),
    day_field!(Draft, "end", "Slut", "Aftalen", terms.end).help("Tom betyder, at kontrakten er åben."),
    day_field!(Draft, "agreedOn", "Aftalt den", "Aftalen", terms.agreed_on),
    day_field!(Draft, "minimumUntil", "Mindsteperiode til", "Aftalen", terms.minimum_until),
    months_field!("renewsBy", "Forlænges stiltiende med", AGREEMENT, terms.renews_by_months)
        .help("Ved Slut forlænges kontrakten så længe ad gangen, til den opsiges."),
    day_field!(Draft, "renegotiateOn", "Genforhandles", "Aftalen", terms.renegotiate_on),
    text_field!(Draft, Suggest, "negotiator", "Forhandler", "Aftalen", terms.negotiator),
    months_field!("followUpMonths", "Opfølgning på mål hver", AGREEMENT, terms.follow_up_months)
        .help("Tom betyder kommunens egen takt: hver 3. måned ved § 107, hver 12. ellers."),
    rule_field!("noticeMunicipality", "Opsigelse kommune", terms.notice_municipality),
    rule_field!("noticeProvider", "Opsigelse leverandør", terms.notice_provider),
    rule_field!("noticeOnDeath", "Ved borgerens død", terms.terms.notice_on_death),
    word_field!(Draft, Payment, "payment", "Betaling", "Betaling og regulering", terms.payment),
    Field {
        name: "daysToPay",
        label: "Betalingsfrist",
        group: PAYMENT,
        kind: FieldKind::Number,
        unit: Some("dage"),
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| draft.terms.terms.days_to_pay.map(|days| days.to_string()).unwrap_or_default(),
        set: |draft, typed| {
            let bounds = "Betalingsfristen er højst 30 dage. Skriv et helt tal fra 1 til 30.";
            let days = fields::whole(typed, 1, 30, bounds)?;
            draft.terms.terms.days_to_pay = days.and_then(|days| u8::try_from(days).ok());
            Ok(())
        },
    },
    word_field!(Draft, Regulation, "regulation", "Regulering", "Betaling og regulering", terms.regulation),
    text_field!(Draft, LongText, "absenceRule", "Fravær", "Betaling og regulering", terms.terms.absence_rule)
        .help("Hvad der betales, mens borgeren er væk, med kontraktens ord."),
    Field {
        name: "ean",
        label: "EAN-nr.",
        group: PAYMENT,
        kind: FieldKind::Text,
        unit: None,
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| draft.terms.terms.ean.clone().unwrap_or_default(),
        set: |draft, typed| {
            let digits: String = typed.chars().filter(|letter| !letter.is_whitespace()).collect();
            if !digits.is_empty() && (digits.len() != 13 || !digits.chars().all(|c| c.is_ascii_digit())) {
                return Err("Et EAN-nr. har 13 cifre.".into());
            }
            draft.terms.terms.ean = fields::text(&digits);
            Ok(())
        },
    },
    day_field!(Draft, "decisionOn", "Afgørelse truffet den", "Indhold", terms.terms.decision_on)
        .help("Får borgeren færre timer eller skal flytte, kræver det en afgørelse om borgeren."),
    hours_field!("hours83", "Timer efter § 83", terms.content.hours_83),
    hours_field!("hours85", "Timer efter § 85", terms.content.hours_85),
    word_field!(Draft, NightCover, "nightCover", "Nattedækning", "Indhold", terms.content.night_cover),
    Field {
        name: "included",
        label: "Taksten omfatter",
        group: CONTENT,
        kind: FieldKind::Many,
        unit: None,
        help: None,
        is_required: false,
        shown_when: None,
        get: |draft| match draft.terms.content.included.as_deref() {
            None => String::new(),
            Some([]) => NOTHING.to_owned(),
            Some(parts) => parts.iter().map(|part| part.word()).collect::<Vec<_>>().join(MANY),
        },
        set: |draft, typed| {
            draft.terms.content.included = match typed {
                "" => None,
                NOTHING => Some(Vec::new()),
                words if words.contains(NOTHING) => {
                    return Err(
                        "Vælg enten, hvad taksten omfatter, eller at den intet andet omfatter.".into()
                    );
                }
                words => Some(fields::words(words, Included::from_word)?),
            };
            Ok(())
        },
    },
];
