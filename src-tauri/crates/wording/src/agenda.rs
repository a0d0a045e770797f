//! What is due, in words: kinds, states and days (screens: *Dagens arbejde*, *Overblik*, a placement).
//!
//! Invariant: a state is always a word, since colour never carries meaning alone.

use vilkaar_domain::agenda::{AgendaItem, AgendaKind, AgendaSubject, DueState, Owner};
use vilkaar_domain::{Handled, NoticeRule, Postponed, Service, SupervisionStatus};

use crate::format::{counted, date, kr_whole, rate};

/// The kind's name where kinds are listed or filtered.
#[must_use]
pub const fn kind(kind: AgendaKind) -> &'static str {
    match kind {
        AgendaKind::Approval => "Tilbud ikke godkendt",
        AgendaKind::ContractEnd => "Kontrakt slutter",
        AgendaKind::GoalFollowUp => "Mål følges op",
        AgendaKind::Notice => "Opsig senest",
        AgendaKind::RateReview => "Takst revurderes",
        AgendaKind::Renegotiation => "Genforhandles",
        AgendaKind::StayEnd => "Forventet ophør",
        AgendaKind::StepRate => "Trappetakst",
        AgendaKind::Supervision => "Tilsyn",
    }
}

/// What an item is, short: `Tillæg revurderes`, `Skærpet tilsyn slutter`.
#[must_use]
pub const fn what(subject: &AgendaSubject) -> &'static str {
    match subject {
        AgendaSubject::ContractEnd { renews_by_months: Some(_), .. } => "Kontrakt forlænges",
        AgendaSubject::RateReview { service, .. } => match service {
            Service::BaseRate => "Grundtakst revurderes",
            Service::Package => "Ydelsespakke revurderes",
            Service::DayOffer => "Dagtilbud revurderes",
            Service::Transport => "Transport revurderes",
            Service::OwnPayment => "Egenbetaling revurderes",
            Service::OneOff => "Engangsbeløb revurderes",
            Service::OneToOne
            | Service::ExtraHours
            | Service::NightWatch
            | Service::DaytimeSupplement
            | Service::Supplement(_) => "Tillæg revurderes",
        },
        AgendaSubject::Supervision { status: SupervisionStatus::Tightened, .. } => "Skærpet tilsyn slutter",
        AgendaSubject::Supervision { status: SupervisionStatus::Order, .. } => "Frist for påbud",
        AgendaSubject::Approval { .. }
        | AgendaSubject::ContractEnd { renews_by_months: None, .. }
        | AgendaSubject::GoalFollowUp { .. }
        | AgendaSubject::Notice { .. }
        | AgendaSubject::Renegotiation { .. }
        | AgendaSubject::StayEnd
        | AgendaSubject::StepRate { .. }
        | AgendaSubject::Supervision { .. } => kind(subject.kind()),
    }
}

/// What is to be done, as one says it to oneself: `Genforhandl`, `Følg op på mål`.
#[must_use]
pub const fn to_do(subject: &AgendaSubject) -> &'static str {
    match subject {
        AgendaSubject::Approval { .. } => "Afklar tilbuddets godkendelse",
        AgendaSubject::ContractEnd { renews_by_months: Some(_), .. } => "Tag stilling til forlængelsen",
        AgendaSubject::ContractEnd { renews_by_months: None, .. } => "Aftal, hvad der følger kontrakten",
        AgendaSubject::GoalFollowUp { .. } => "Følg op på mål",
        AgendaSubject::Notice { .. } => "Tag stilling til opsigelse",
        AgendaSubject::RateReview { service, .. } => match service {
            Service::BaseRate => "Revurder grundtakst",
            Service::Package => "Revurder ydelsespakke",
            Service::DayOffer => "Revurder dagtilbud",
            Service::Transport => "Revurder transport",
            Service::OwnPayment => "Revurder egenbetaling",
            Service::OneOff => "Revurder engangsbeløb",
            Service::OneToOne
            | Service::ExtraHours
            | Service::NightWatch
            | Service::DaytimeSupplement
            | Service::Supplement(_) => "Revurder tillæg",
        },
        AgendaSubject::Renegotiation { .. } => "Genforhandl",
        AgendaSubject::StayEnd => "Afklar ophør",
        AgendaSubject::StepRate { .. } => "Aftal trappetaksten",
        AgendaSubject::Supervision { status: SupervisionStatus::Order, .. } => "Følg op på påbud",
        AgendaSubject::Supervision { .. } => "Følg op på tilsyn",
    }
}

/// What somebody did: `Håndteret 20-11-2026 af Karina Holst: aftalt i telefon`.
#[must_use]
pub fn handled(handled: &Handled) -> String {
    format!("Håndteret {} af {}: {}", date(handled.on), handled.by, handled.reason)
}

/// What somebody did: `Udsat fra 01-09-2026 til 01-12-2026 af Karina Holst: afventer ny leder`.
#[must_use]
pub fn postponed(item: &AgendaItem, postponed: &Postponed) -> String {
    format!(
        "Udsat fra {} til {} af {}: {}",
        date(item.key.due),
        date(postponed.until),
        postponed.by,
        postponed.reason
    )
}

/// Whose it was: `Overdraget fra Karina Holst`.
#[must_use]
pub fn handed_over(from: &Owner) -> String {
    format!("Overdraget fra {}", from.name())
}

/// What is near, as the program says it on starting: `3 overskredne, 5 inden 30 dage`; nothing where nothing is.
#[must_use]
pub fn near(overdue: usize, due30: usize) -> Option<String> {
    let overdue = (overdue > 0).then(|| counted(overdue, "overskredet", "overskredne"));
    let due30 = (due30 > 0).then(|| format!("{due30} inden 30 dage"));
    let parts: Vec<String> = overdue.into_iter().chain(due30).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The state's word: Overskredet, Inden 30 dage, Inden 90 dage, Senere.
#[must_use]
pub const fn state(state: DueState) -> &'static str {
    match state {
        DueState::Overdue => "Overskredet",
        DueState::Due30 => "Inden 30 dage",
        DueState::Due90 => "Inden 90 dage",
        DueState::Later => "Senere",
    }
}

/// How near the day is: `143 dage over`, `om 5 dage`, `i dag`.
#[must_use]
pub fn days(days: i64) -> String {
    match days {
        0 => "i dag".to_owned(),
        1 => "om 1 dag".to_owned(),
        -1 => "1 dag over".to_owned(),
        ahead @ 2.. => format!("om {ahead} dage"),
        past => format!("{} dage over", past.unsigned_abs()),
    }
}

/// What is to be done about an item and why, one whole sentence. It tells the day of the records, whatever the item
/// was put off to.
#[must_use]
pub fn detail(item: &AgendaItem) -> String {
    let due = date(item.key.due);
    let is_past = item.is_past_its_day();
    match &item.subject {
        AgendaSubject::Approval { used_from, .. } => format!(
            "Tilbuddet er brugt uden godkendelse fra {}; akut brug må vare tre uger, til {due}.",
            date(*used_from)
        ),
        AgendaSubject::ContractEnd { renews_by_months: Some(months), .. } if is_past => format!(
            "Perioden udløb {due} og blev stiltiende forlænget med {}; det er ikke håndteret.",
            NoticeRule::Months(*months).words()
        ),
        AgendaSubject::ContractEnd { renews_by_months: Some(months), .. } => format!(
            "Perioden udløber {due} og forlænges stiltiende med {}, hvis ingen opsiger.",
            NoticeRule::Months(*months).words()
        ),
        AgendaSubject::ContractEnd { renews_by_months: None, .. } if is_past => {
            format!("Kontrakten sluttede {due}, og ingen ny gælder.")
        }
        AgendaSubject::ContractEnd { renews_by_months: None, .. } => format!("Kontrakten slutter {due}."),
        AgendaSubject::GoalFollowUp { undertema, .. } if is_past => {
            let theme = undertema.map(|theme| format!(" {}", theme.word())).unwrap_or_default();
            format!("Målet{theme} skulle være fulgt op senest {due}.")
        }
        AgendaSubject::GoalFollowUp { undertema: Some(undertema), .. } => {
            format!("Målet {} skal følges op senest {due}.", undertema.word())
        }
        AgendaSubject::GoalFollowUp { undertema: None, .. } => format!("Målet skal følges op senest {due}."),
        AgendaSubject::Notice { latest, .. } if is_past => {
            format!("Sidste dag at opsige, så kontrakten ophører senest {}, var {due}.", date(latest.wanted))
        }
        AgendaSubject::Notice { latest, .. } => {
            format!("Opsig senest {due}, hvis kontrakten skal ophøre senest {}.", date(latest.wanted))
        }
        AgendaSubject::RateReview { service, .. } if is_past => {
            format!("{} skulle være revurderet {due}.", service.word())
        }
        AgendaSubject::RateReview { service, .. } => format!("{} revurderes {due}.", service.word()),
        AgendaSubject::Renegotiation { .. } if is_past => {
            format!("Kontrakten skulle være genforhandlet {due}.")
        }
        AgendaSubject::Renegotiation { .. } => format!("Kontrakten genforhandles {due}."),
        AgendaSubject::StayEnd if is_past => {
            format!("Opholdet ventedes at ophøre {due}, men fortsætter.")
        }
        AgendaSubject::StayEnd => format!("Opholdet ventes at ophøre {due}."),
        AgendaSubject::StepRate { service, new_rate, yearly_saving, .. } => {
            let word = service.word();
            let (new, saving) = (rate(*new_rate), kr_whole(*yearly_saving));
            if is_past {
                format!(
                    "{word} skulle efter trappetaksten være faldet til {new} {due}; det er ikke aftalt, og hvert år koster det {saving}"
                )
            } else {
                format!("{word} falder efter trappetaksten til {new} {due} og sparer {saving} om året.")
            }
        }
        AgendaSubject::Supervision { status: SupervisionStatus::Order, .. } if is_past => {
            format!("Tilbuddets påbud havde frist {due}.")
        }
        AgendaSubject::Supervision { .. } if is_past => {
            format!("Tilbuddets skærpede tilsyn skulle slutte {due}.")
        }
        AgendaSubject::Supervision { status: SupervisionStatus::Order, .. } => {
            format!("Tilbuddets påbud har frist {due}.")
        }
        AgendaSubject::Supervision { .. } => format!("Tilbuddets skærpede tilsyn slutter {due}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(-143, "143 dage over")]
    #[case(-1, "1 dag over")]
    #[case(0, "i dag")]
    #[case(1, "om 1 dag")]
    #[case(5, "om 5 dage")]
    fn days_are_said_from_today(#[case] count: i64, #[case] words: &str) {
        assert_eq!(days(count), words);
    }

    #[test]
    fn every_state_has_its_word() {
        let words = [-1, 0, 31, 91].map(|count| state(DueState::of_days(count)));
        assert_eq!(words, ["Overskredet", "Inden 30 dage", "Inden 90 dage", "Senere"]);
    }

    #[test]
    fn a_supplement_is_reviewed_as_a_tillaeg_and_a_base_rate_by_its_name() {
        let review = |service| {
            what(&AgendaSubject::RateReview { line: vilkaar_domain::RateLineId(uuid::Uuid::nil()), service })
        };
        assert_eq!(review(Service::NightWatch), "Tillæg revurderes");
        assert_eq!(review(Service::BaseRate), "Grundtakst revurderes");
    }
}
