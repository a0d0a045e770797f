//! The fields of what daily work adds: what is agreed and included, notice given, delmål, files, marks on the
//! agenda, notified rates and saved filters.
//! Invariant: as in [`super`], each record is taken apart field by field.

use vilkaar_domain::{
    AgendaMark, AgreedContent, Attachment, ContactPerson, DayOfferSteps, FurtherTerms, Handled, NoticeGiven,
    NoticeRule, NotifiedRate, Postponed, SavedFilter, SubGoal,
};

use super::{Field, count, day, field, text, yes_no};
use crate::format::{date, rate};

/// The steps of a day offer.
pub(super) fn steps(steps: &DayOfferSteps) -> String {
    steps.percent.iter().map(|step| format!("{step} %")).collect::<Vec<_>>().join(", ")
}

/// People to talk to, in one line.
pub(super) fn contacts(contacts: &[ContactPerson]) -> Option<String> {
    let one = |contact: &ContactPerson| {
        let ContactPerson { name, function, phone, email } = contact;
        [Some(name), function.as_ref(), phone.as_ref(), email.as_ref()]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    };
    (!contacts.is_empty()).then(|| contacts.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// Hours by paragraph, night cover, what the rate includes.
pub(super) fn content(content: &AgreedContent) -> Vec<Field> {
    let AgreedContent { hours_83, hours_85, night_cover, included } = content;
    let included = included.as_ref().map(|parts| {
        let words: Vec<&str> = parts.iter().map(|part| part.word()).collect();
        if words.is_empty() { "intet ud over støtten".to_owned() } else { words.join(", ") }
    });
    vec![
        count("timer pr. uge efter § 83", *hours_83),
        count("timer pr. uge efter § 85", *hours_85),
        field("nattedækning", night_cover.map(|cover| cover.word().to_owned())),
        field("det, taksten omfatter,", included),
    ]
}

/// Terms beside dates and notice.
pub(super) fn terms(terms: &FurtherTerms) -> Vec<Field> {
    // When it was recorded is the log's own day.
    let FurtherTerms { notice_on_death, days_to_pay, absence_rule, ean, decision_on, recorded_on: _ } = terms;
    vec![
        field("varsel ved død", notice_on_death.map(NoticeRule::words)),
        field("betalingsfrist", days_to_pay.map(|days| NoticeRule::Days(u32::from(days)).words())),
        text("fraværsregel", absence_rule.as_ref()),
        text("EAN-nr.", ean.as_ref()),
        day("dato for afgørelsen om vilkårene", *decision_on),
    ]
}

/// Notice that was given or received.
pub(super) fn notice_given(notice: Option<&NoticeGiven>) -> Vec<Field> {
    let (said, decided) = match notice {
        None => (None, None),
        Some(NoticeGiven { on, by, ends, decision_on }) => {
            (Some(format!("givet {} af {}, med ophør {}", date(*on), by.word(), date(*ends))), *decision_on)
        }
    };
    vec![field("opsigelse", said), day("dato for afgørelsen om borgeren", decided)]
}

/// A delmål.
pub(super) fn sub_goal(r: &SubGoal) -> Vec<Field> {
    let SubGoal { id: _, goal: _, text: words, deadline, reached_on, remark } = r;
    vec![
        text("delmål", Some(words)),
        day("frist", *deadline),
        day("opnået den", *reached_on),
        text("bemærkning", remark.as_ref()),
    ]
}

/// A file.
pub(super) fn attachment(r: &Attachment) -> Vec<Field> {
    let Attachment { id: _, placement: _, about: _, kind, name, size, sha256, added_on } = r;
    vec![
        field("slags", Some(kind.word().to_owned())),
        text("filnavn", Some(&name.reveal().to_owned())),
        field("størrelse", Some(format!("{size} byte"))),
        text("kontrolsum", Some(sha256)),
        day("vedhæftet den", Some(*added_on)),
    ]
}

/// What was done about an item of the agenda.
pub(super) fn agenda_mark(r: &AgendaMark) -> Vec<Field> {
    let AgendaMark { id: _, placement: _, item: _, handled, postponed, owner } = r;
    let handled =
        handled.as_ref().map(|Handled { on, by, reason }| format!("ja, {} af {by}: {reason}", date(*on)));
    let postponed = postponed
        .as_ref()
        .map(|Postponed { until, by, reason }| format!("til {} af {by}: {reason}", date(*until)));
    vec![field("håndteret", handled), field("udsat", postponed), text("overdraget til", owner.as_ref())]
}

/// A rate that a provider has notified.
pub(super) fn notified_rate(r: &NotifiedRate) -> Vec<Field> {
    let NotifiedRate {
        id: _,
        placement: _,
        line: _,
        new_rate,
        from,
        notified_on,
        source,
        decision,
        decided_on,
        reason,
    } = r;
    vec![
        field("ny takst", Some(format!("{} kr.", rate(*new_rate)))),
        day("gælder fra", Some(*from)),
        day("varslet den", *notified_on),
        text("kilde", source.as_ref()),
        field("afgørelse", decision.map(|decision| decision.word().to_owned())),
        day("afgjort den", *decided_on),
        text("begrundelse", reason.as_ref()),
    ]
}

/// A saved filter.
pub(super) fn saved_filter(r: &SavedFilter) -> Vec<Field> {
    let SavedFilter { id: _, list, name, owner: _, is_shared, query: _ } = r;
    vec![
        text("liste", Some(list)),
        text("navn", Some(name)),
        field("deling med alle", Some(yes_no(*is_shared))),
    ]
}
