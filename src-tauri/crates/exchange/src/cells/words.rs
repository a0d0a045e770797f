//! Cells that hold one word of a list: goal types, undertemaer, levels, owner forms, yes and no.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use vilkaar_domain::{
    Collector, FigureStatus, FollowUpResult, GoalType, Level, Ownership, Payment, RefundCover, Regulation,
    Service, Source, SupervisionStatus, SupportNeed, Undertema,
};

use super::squeezed;
use crate::grid::Cell;

/// A word of a list, in the spelling of the list or near it.
pub trait Worded: Sized + Copy + 'static {
    /// The value of a word; `None` when the list doesn't have it.
    fn read(text: &str) -> Option<Self>;
    /// The official words.
    fn known() -> Vec<&'static str>;
}

/// Reads by the official word and by other words in use (compared squeezed).
macro_rules! worded {
    ($($type:ident { $($word:literal => $value:ident),* $(,)? })+) => {$(
        impl Worded for $type {
            fn read(text: &str) -> Option<Self> {
                // Nearly every cell has the official word as it is spelled; that costs no allocation.
                if let Some(value) = Self::ALL.iter().copied().find(|value| value.word() == text) {
                    return Some(value);
                }
                let word = squeezed(text);
                match word.as_str() {
                    $($word => return Some(Self::$value),)*
                    _ => {}
                }
                Self::ALL.iter().copied().find(|value| squeezed(value.word()) == word)
            }
            fn known() -> Vec<&'static str> {
                Self::ALL.iter().map(|value| value.word()).collect()
            }
        }
    )+};
}

worded! {
    GoalType { "udvikle" => Develop, "fastholde" => Maintain, "begrænsetab" => LimitLoss }
    Undertema {}
    Source { "leverandør" => Provider, "tilbud" => Provider, "botilbud" => Provider, "pårørende" => Relatives, "rådgiver" => CaseWorker }
    FollowUpResult {
        "fortsættelse" => Continue, "fortsættelseafindsats" => Continue, "fortsætter" => Continue,
        "afslutning" => End, "afslutningafindsats" => End, "afsluttes" => End,
        "afslutningogvisitertilny" => EndAndRefer, "afslutningafindsatsogvisitertilny" => EndAndRefer,
    }
    SupportNeed {
        "intet" => None, "let" => Mild, "moderat" => Moderate, "højt" => High, "stort" => High,
        "fuldstændigt" => Full, "fuldt" => Full,
    }
    Ownership { "kommune" => Municipal, "region" => Regional, "selvejendeinstitution" => SelfGoverning }
    SupervisionStatus { "ophørt" => Ceased, "skærpet" => Tightened }
    RefundCover { "j" => Yes, "n" => No, "alder" => ByAge }
    Payment { "forudbetalt" => Ahead, "bagudbetalt" => Arrears }
    Regulation { "pl" => PriceAndWage, "plregulering" => PriceAndWage, "tilbudstakst" => OfferList, "uændret" => Fixed }
    Collector { "kommunen" => Municipality, "tilbuddet" => Offer, "botilbuddet" => Offer }
    FigureStatus { "skøn" => Estimate, "verificeret" => Confirmed }
}

/// What a cell of levels says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LevelCell {
    /// A level 0–4, by its number or its word.
    Level(Level),
    /// *Ikke vurderet*.
    NotAssessed,
    /// No level.
    Unreadable,
}

/// Reads a level.
#[must_use]
pub fn level(cell: Cell<'_>) -> LevelCell {
    let of_number = |number: Decimal| {
        let whole = number.is_integer().then(|| number.to_u8()).flatten();
        whole.and_then(Level::new).map_or(LevelCell::Unreadable, LevelCell::Level)
    };
    match cell {
        Cell::Number(number) => of_number(number),
        Cell::Text(text) => {
            let word = squeezed(text);
            if word == "ikkevurderet" {
                return LevelCell::NotAssessed;
            }
            let named = |level: &Level| {
                let name = squeezed(level.word());
                let rest = word.strip_prefix(&level.number().to_string()).unwrap_or(&word);
                rest == name || rest.strip_prefix(&name) == Some("nedsatfunktionsevne")
            };
            match (0..=4).filter_map(Level::new).find(named) {
                Some(level) => LevelCell::Level(level),
                None => text.replace(',', ".").parse().map_or(LevelCell::Unreadable, of_number),
            }
        }
        Cell::Blank | Cell::Date(_) | Cell::Flag(_) => LevelCell::Unreadable,
    }
}

/// Yes or no.
#[must_use]
pub fn yes_or_no(cell: Cell<'_>) -> Option<bool> {
    match cell {
        Cell::Flag(flag) => Some(flag),
        Cell::Text(text) => match squeezed(text).as_str() {
            "ja" | "j" | "x" | "yes" | "sand" => Some(true),
            "nej" | "n" | "no" | "falsk" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// *Ydelse*: a service by its word; a niveau or number after it stays part of the same service.
#[must_use]
pub fn service(text: &str) -> Service {
    const OFFICIAL: [Service; 10] = [
        Service::BaseRate,
        Service::OwnPayment,
        Service::DayOffer,
        Service::Transport,
        Service::ExtraHours,
        Service::NightWatch,
        Service::OneToOne,
        Service::Package,
        Service::DaytimeSupplement,
        Service::OneOff,
    ];
    if let Some(service) = OFFICIAL.iter().find(|service| service.word() == text) {
        return service.clone();
    }
    match Service::from_word(text) {
        Service::Supplement(word) => {
            let lower = word.to_lowercase();
            let begins = |start: &str| {
                lower.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            };
            if begins("grundtakst") || begins("døgntakst") || begins("takstgruppe") || begins("takstniveau")
            {
                Service::BaseRate
            } else if begins("ydelsespakke") {
                Service::Package
            } else if begins("dagtilbud") {
                Service::DayOffer
            } else if begins("transport") || begins("kørsel") {
                Service::Transport
            } else if begins("egenbetaling") {
                Service::OwnPayment
            } else {
                Service::Supplement(word)
            }
        }
        known => known,
    }
}
