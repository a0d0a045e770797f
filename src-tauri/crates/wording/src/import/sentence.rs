//! The sentences of a [`Trouble`]: a few words for the list, what happened, what to do.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{DateFault, Trouble};
use crate::format::{counted, date, decimal, list, number};

impl Trouble {
    /// A few words for the list of problems, after the column's name: "overlapper", "to tusind".
    #[must_use]
    pub fn short(&self, value: &str) -> String {
        match self {
            Self::AmountUnreadable
            | Self::NumberUnreadable
            | Self::DateUnreadable(_)
            | Self::UnitUnknown
            | Self::UnitOnce { .. }
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
            Self::CaseDuplicate { .. } | Self::StayDuplicate { .. } | Self::RowDuplicate { .. } => {
                "findes to gange".to_owned()
            }
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
            Self::ProviderDiffers { .. } => value.to_owned(),
            Self::NameDiffers { .. } => "to navne".to_owned(),
            Self::KeptByHand { .. } => "rettet i vinduet".to_owned(),
            Self::TakenOutByHand => "fjernet i vinduet".to_owned(),
            Self::ContractMoved { .. } => "ny startdag".to_owned(),
            Self::ContractBeside { .. } => "kan være den samme".to_owned(),
            Self::ContractAmbiguous { .. } => "kan være flere".to_owned(),
        }
    }

    /// What happened, with the column named where that helps.
    #[must_use]
    pub fn message(&self, column: &str, value: &str) -> String {
        match self {
            Self::AmountUnreadable => format!("»{value}« er ikke et beløb."),
            Self::NumberUnreadable => format!("»{value}« er ikke et tal."),
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
            Self::UnitOnce { service } => {
                format!("{service} løber over tid og kan ikke være et engangsbeløb.")
            }
            Self::CaseUnknown => {
                format!("Sagen {value} står hverken i arket Placeringer eller i databasen.")
            }
            Self::GoalUnknown => format!("Målet {value} står hverken i arket Mål eller i databasen."),
            Self::OfferUnknown => {
                format!("Tilbuddet »{value}« står hverken i arket Tilbud eller i databasen.")
            }
            Self::CaseDuplicate { row } => format!("Sagen {value} står allerede i række {row}."),
            Self::StayDuplicate { row } => {
                format!("Samme borger, tilbud og indflytningsdag står allerede i række {row}.")
            }
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
            Self::DaysOutOfRange { most: most @ (53 | 366) } => {
                format!("{value} kan ikke passe: {column} er fra 1 til {most}.")
            }
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
            Self::ProviderDiffers { known } => {
                format!("Tilbuddets leverandør er {known}; »{value}« er ikke brugt.")
            }
            Self::NameDiffers { row } => {
                format!("Samme CPR-nummer har et andet navn i række {row}; det navn er beholdt.")
            }
            Self::KeptByHand { kept, sheet } => match (kept.as_str(), sheet.as_str()) {
                (kept, "") => {
                    format!("Arket siger intet, men i vinduet er det rettet til {kept}, som er beholdt.")
                }
                ("", sheet) => {
                    format!("Arket siger {sheet}, men i vinduet står der intet. Det er beholdt.")
                }
                (kept, sheet) => {
                    format!("Arket siger {sheet}, men i vinduet er det rettet til {kept}, som er beholdt.")
                }
            },
            Self::TakenOutByHand => {
                "Rækken blev importeret før og er siden fjernet i vinduet. Den er ikke oprettet igen."
                    .to_owned()
            }
            Self::ContractMoved { start } => {
                format!("Læst som kontrakten fra {} med rettet start.", date(*start))
            }
            Self::ContractBeside { start } => {
                format!(
                    "Oprettet som en ny kontrakt. Den løber samtidig med kontrakten fra {}, som arket ikke nævner, og kan være den samme.",
                    date(*start)
                )
            }
            Self::ContractAmbiguous { starts } => {
                let days: Vec<String> = starts.iter().map(|day| date(*day)).collect();
                let days: Vec<&str> = days.iter().map(String::as_str).collect();
                format!("Rækken kan være hver af kontrakterne fra {} med rettet start.", list(&days))
            }
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn advice(&self) -> String {
        match self {
            Self::AmountUnreadable => "Skriv det med tal, fx 1783,41 eller 1.783,41.".to_owned(),
            Self::NumberUnreadable => "Skriv det med cifre, fx 14 eller 2,5.".to_owned(),
            Self::AmountNegative => {
                "Skriv beløbet uden minus, eller skriv Rabat i Ydelse eller Rettelse i Årsag.".to_owned()
            }
            Self::DateUnreadable(_) => "Skriv dag, måned og år, fx 31-12-2026.".to_owned(),
            Self::EndBeforeStart { .. } => "Ret den af de to datoer, der er forkert.".to_owned(),
            Self::RateOverlap { .. } => {
                "Slut den ene takst dagen før, den anden begynder, eller udelad rækken.".to_owned()
            }
            Self::UnitUnknown => format!("Vælg en af enhederne: {}.", units()),
            Self::UnitOnce { .. } => {
                "Vælg pr. døgn, pr. md. eller pr. år, eller ret ydelsen, hvis beløbet betales én gang.".to_owned()
            }
            Self::CaseUnknown => "Ret sagsnummeret, eller opret sagen i arket Placeringer.".to_owned(),
            Self::GoalUnknown => "Ret Mål-id, eller opret målet i arket Mål.".to_owned(),
            Self::OfferUnknown => "Ret navnet, eller opret tilbuddet i arket Tilbud.".to_owned(),
            Self::CaseDuplicate { .. } => "Giv rækken sit eget sagsnummer, eller udelad den.".to_owned(),
            Self::StayDuplicate { .. } => {
                "Udelad den ene række, eller giv dem hver sit sagsnummer, hvis det er to ophold.".to_owned()
            }
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
            Self::DaysOutOfRange { most: 53 | 366 } => {
                "Skriv antallet pr. år, eller lad cellen stå tom.".to_owned()
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
            Self::NumberAmbiguous { as_thousands, as_decimal } => {
                let exact = |value: &Decimal| value.to_string().replace('.', ",");
                format!("Skriv {},00 eller {}.", exact(as_thousands), exact(as_decimal))
            }
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
            Self::ProviderDiffers { .. } => "Ret leverandøren i arket Tilbud, hvis den er skiftet.".to_owned(),
            Self::NameDiffers { .. } => "Se efter, om CPR-nummeret er rigtigt i begge rækker.".to_owned(),
            Self::KeptByHand { .. } => {
                "Ret arket, så de to siger det samme, eller ret sagen i vinduet, hvis arket har ret.".to_owned()
            }
            Self::TakenOutByHand => "Slet rækken i arket, eller opret den igen på sagen.".to_owned(),
            Self::ContractMoved { .. } => {
                "Er det en ny kontrakt, så lad rækken med den gamle blive stående i arket med dens slutdag.".to_owned()
            }
            Self::ContractBeside { .. } => {
                "Er det den samme, så udelad rækken, og ret kontrakten i vinduet. Er det en ny, så skriv slutdagen på den gamle.".to_owned()
            }
            Self::ContractAmbiguous { .. } => {
                "Skriv kontraktnr., ret starten i vinduet, eller udelad rækken.".to_owned()
            }
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
