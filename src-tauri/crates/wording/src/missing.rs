//! What is missing, in words: what it is, what to do, and who should get it (design §8, `gaps`).

use vilkaar_domain::comparison::NoHourlyRate;
use vilkaar_domain::missing::{ApprovalLack, MissingItem, MissingKind, MissingWhat};
use vilkaar_domain::stake::NoComparison;

use crate::format::{counted, date};

/// The kind's name where kinds are listed, counted or filtered.
#[must_use]
pub const fn kind(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::ApprovalUnknown => "Godkendelse ukendt",
        MissingKind::FollowUpOverdue => "Opfølgning overskredet",
        MissingKind::NoContract => "Ingen kontrakt",
        MissingKind::NoGoals => "Ingen mål",
        MissingKind::NoHours => "Støttetimer ukendt",
        MissingKind::NoNoticeRule => "Intet opsigelsesvarsel",
        MissingKind::NoRate => "Takst mangler",
        MissingKind::NoSearch => "Ingen afsøgte tilbud",
        MissingKind::NoSignedFile => "Underskreven fil ikke vedhæftet",
        MissingKind::NotComparable => "Pris pr. støttetime kan ikke sammenlignes",
        MissingKind::OfferNotApproved => "Tilbud uden godkendelse",
    }
}

/// What exactly is missing, one whole sentence.
#[must_use]
pub fn detail(what: &MissingWhat) -> String {
    match what {
        MissingWhat::ApprovalUnknown { offer } => {
            format!("Det er ikke oplyst, om {offer} er godkendt af Socialtilsynet.")
        }
        MissingWhat::FollowUpOverdue { goal, due } => {
            format!("Målet {goal} skulle være fulgt op senest {}.", date(*due))
        }
        MissingWhat::NoContract { next_start: Some(start), .. } => {
            format!("Ingen kontrakt gælder før {}.", date(*start))
        }
        MissingWhat::NoContract { ended_on: Some(end), next_start: None } => {
            format!("Kontrakten udløb {}, og ingen ny gælder.", date(*end))
        }
        MissingWhat::NoContract { ended_on: None, next_start: None } => {
            "Ingen kontrakt gælder for opholdet.".to_owned()
        }
        MissingWhat::NoGoals => "Der er ingen indsatsmål at følge op på.".to_owned(),
        MissingWhat::NoHours => {
            "Støttetimer pr. uge er ikke oplyst, så prisen pr. time er ukendt.".to_owned()
        }
        MissingWhat::NoNoticeRule { contract, .. } => {
            format!("{} har intet varsel for kommunen.", the_contract(contract.as_deref()))
        }
        MissingWhat::NoRate { gap } => gap.to().map_or_else(
            || format!("Ingen takst gælder fra {}.", date(gap.from())),
            |to| format!("Ingen takst gælder {} til {}.", date(gap.from()), date(to)),
        ),
        MissingWhat::NoSearch { above_from: None } => {
            "Borgeren er over grænsen, og ingen andre tilbud er afsøgt.".to_owned()
        }
        MissingWhat::NoSearch { above_from: Some(first) } => {
            format!("Borgeren kommer over grænsen {}, og ingen andre tilbud er afsøgt.", date(*first))
        }
        MissingWhat::NoSignedFile { contract, .. } => {
            format!("{} er ikke vedhæftet i underskrevet stand.", the_contract(contract.as_deref()))
        }
        MissingWhat::NotComparable { why } => no_comparison(*why),
        MissingWhat::OfferNotApproved { offer, lack } => match lack {
            ApprovalLack::Ceased { since: Some(since) } => {
                format!("Godkendelsen af {offer} ophørte {}.", date(*since))
            }
            ApprovalLack::Ceased { since: None } => format!("Godkendelsen af {offer} er ophørt."),
            ApprovalLack::OtherParagraph { legal_basis } => {
                format!("{offer} er ikke godkendt til {}.", legal_basis.word())
            }
        },
    }
}

/// Why a price per support hour can't be held against others, one whole sentence.
#[must_use]
pub fn no_comparison(why: NoComparison) -> String {
    match why {
        NoComparison::TooFew { count: 0 } => {
            "Ingen andre sager efter samme paragraf har en pris pr. støttetime.".to_owned()
        }
        NoComparison::TooFew { count } => {
            let others = counted(count, "anden sag", "andre sager");
            format!("Kun {others} efter samme paragraf kan sammenlignes; der skal være fem.")
        }
        NoComparison::NoPrice(NoHourlyRate::NoRate) => {
            "Taksten mangler, så prisen pr. støttetime er ukendt.".to_owned()
        }
        NoComparison::NoPrice(NoHourlyRate::NoHours) => {
            "Støttetimer pr. uge er ikke oplyst eller 0, så prisen pr. time er ukendt.".to_owned()
        }
    }
}

/// `Kontrakten`, or `Kontrakt K-2406` where it has a number.
fn the_contract(number: Option<&str>) -> String {
    number.map_or_else(|| "Kontrakten".to_owned(), |number| format!("Kontrakt {number}"))
}

/// Why it matters at the table, one whole sentence.
#[must_use]
pub const fn why(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::ApprovalUnknown => "Er tilbuddet ikke godkendt, må det kun bruges akut (SEL § 4).",
        MissingKind::FollowUpOverdue => "Uden en frisk måling kan fremgang ikke bruges som argument.",
        MissingKind::NoContract => "Uden kontrakt er hverken pris, timer eller varsel aftalt.",
        MissingKind::NoGoals => "Uden mål kan det ikke vises, hvad støtten skal føre til.",
        MissingKind::NoHours => {
            "Uden timer kendes prisen pr. time ikke, og det leverede kan ikke holdes op mod det betalte."
        }
        MissingKind::NoNoticeRule => "Uden varsel kan ingen opsigelsesfrist regnes.",
        MissingKind::NoRate => "Dage uden takst gør udgiften ufuldstændig og kan koste en efterregning.",
        MissingKind::NoSearch => "Uden afsøgning kan billigst-bedst-egnet ikke vises for centerchefen.",
        MissingKind::NotComparable => "Uden sammenligning kan ingen sige, om prisen er høj.",
        MissingKind::NoSignedFile => "Uden den underskrevne kontrakt kan vilkårene ikke dokumenteres.",
        MissingKind::OfferNotApproved => {
            "Et tilbud uden godkendelse må kun bruges akut: tre uger og højst tre til (SEL § 4)."
        }
    }
}

/// What to do about it, one whole sentence.
#[must_use]
pub const fn what_to_do(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::ApprovalUnknown => "Slå tilbuddet op på Tilbudsportalen, og skriv status og dato.",
        MissingKind::FollowUpOverdue => "Følg målet op, og skriv niveau og resultat.",
        MissingKind::NoContract => "Indgå en kontrakt, eller skriv den, der gælder.",
        MissingKind::NoGoals => "Skriv indsatsmålene med start, forventet niveau og frist.",
        MissingKind::NoHours => "Få timerne oplyst af tilbuddet, og skriv dem på placeringen.",
        MissingKind::NoNoticeRule => "Find varslet i kontrakten, eller aftal et.",
        MissingKind::NoRate => "Find taksten for dagene, og skriv den som takstlinje.",
        MissingKind::NoSearch => "Afsøg andre tilbud, og skriv dem med pris og egnethed.",
        MissingKind::NotComparable => {
            "Skriv takst og støttetimer på de sager, der mangler dem; så bliver der flere at sammenligne med."
        }
        MissingKind::NoSignedFile => "Få kontrakten underskrevet af begge parter, og vedhæft den.",
        MissingKind::OfferNotApproved => "Afklar med Socialtilsynet, om borgeren kan blive boende.",
    }
}

/// What to do and who should get it: `Følg målet op, og skriv niveau og resultat. Ansvarlig: Karina Holst.`
#[must_use]
pub fn task(item: &MissingItem) -> String {
    format!("{} Ansvarlig: {}.", what_to_do(item.what.kind()), item.owner.name())
}

#[cfg(test)]
mod tests {
    use super::*;
    use vilkaar_domain::agenda::Owner;
    use vilkaar_domain::{CaseNumber, LegalBasis, PlacementId};

    #[test]
    fn a_missing_thing_says_what_it_is_what_to_do_and_whose_it_is() {
        let item = MissingItem {
            placement: PlacementId(uuid::Uuid::nil()),
            case: CaseNumber::new("S-1").expect("a number"),
            what: MissingWhat::NoSignedFile {
                id: vilkaar_domain::ContractId(uuid::Uuid::nil()),
                contract: Some("K-2406".to_owned()),
            },
            owner: Owner::CenterChief,
        };
        assert_eq!(kind(item.what.kind()), "Underskreven fil ikke vedhæftet");
        assert_eq!(detail(&item.what), "Kontrakt K-2406 er ikke vedhæftet i underskrevet stand.");
        assert_eq!(
            task(&item),
            "Få kontrakten underskrevet af begge parter, og vedhæft den. Ansvarlig: centerchef."
        );
    }

    #[test]
    fn an_offer_for_another_paragraph_is_said_so() {
        let what = MissingWhat::OfferNotApproved {
            offer: "Villa Bakken".to_owned(),
            lack: ApprovalLack::OtherParagraph { legal_basis: LegalBasis::Section108 },
        };
        assert_eq!(detail(&what), "Villa Bakken er ikke godkendt til § 108.");
    }
}
