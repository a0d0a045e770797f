//! What each role may see of records, of entries of the log and of a register, and who changes which files.

use chrono::{DateTime, NaiveDate, Utc};
use vilkaar_domain::{
    AttachmentId, AttachmentKind, FollowUpId, GoalId, PlacementId, RecordId, Role, Sensitive, UserId,
};

use super::*;
use crate::ports::{EntityChange, LogPayload, StoreError};

const ME: Uuid = Uuid::from_u128(7);

fn actor(roles: &[Role]) -> Actor {
    let roles = roles.iter().copied().collect();
    Actor { person: ME, name: "Karina Holst".to_owned(), origin: String::new(), roles }
}

fn day() -> NaiveDate {
    DateTime::<Utc>::UNIX_EPOCH.date_naive()
}

fn follow_up() -> Entity {
    Entity::FollowUp(FollowUp {
        id: FollowUpId(Uuid::from_u128(1)),
        goal: GoalId(Uuid::from_u128(2)),
        date: day(),
        level: None,
        source: None,
        result: None,
        remark: Some("sover dårligt".to_owned()),
    })
}

fn sub_goal() -> Entity {
    Entity::SubGoal(SubGoal {
        id: RecordId(Uuid::from_u128(3)),
        goal: GoalId(Uuid::from_u128(2)),
        text: "Ringer selv til lægen".to_owned(),
        deadline: Some(day()),
        reached_on: None,
        remark: None,
    })
}

fn file(kind: AttachmentKind) -> Entity {
    Entity::Attachment(Attachment {
        id: AttachmentId(Uuid::from_u128(4)),
        placement: PlacementId(Uuid::from_u128(5)),
        about: None,
        kind,
        name: Sensitive::new("Om Bodil.pdf".to_owned()),
        size: 1,
        sha256: String::new(),
        added_on: day(),
    })
}

fn filter(owner: Uuid, is_shared: bool) -> Entity {
    Entity::SavedFilter(SavedFilter {
        id: RecordId(Uuid::from_u128(6)),
        list: "placements".to_owned(),
        name: "Dyre".to_owned(),
        owner: UserId(owner),
        is_shared,
        query: "{}".to_owned(),
    })
}

fn entry(before: Option<Entity>, after: Option<Entity>) -> LogEntry {
    let about = after.as_ref().or(before.as_ref()).unwrap();
    LogEntry {
        seq: 1,
        operation_id: Uuid::nil(),
        at: DateTime::UNIX_EPOCH,
        who: String::new(),
        origin: String::new(),
        operation: String::new(),
        entity_kind: about.kind().to_owned(),
        entity_id: about.id(),
        payload: Some(LogPayload { before, after }),
        reason: None,
    }
}

/// What an entry says to somebody.
fn told(roles: &[Role], before: Option<Entity>, after: Option<Entity>) -> Option<LogPayload> {
    let actor = actor(roles);
    let mut entry = entry(before, after);
    Reader::from(&actor).withhold(&mut entry);
    entry.payload
}

#[test]
fn what_a_role_may_not_read_is_taken_out_of_an_entry() {
    let remark = |roles: &[Role]| {
        let LogPayload { before, after } = told(roles, Some(follow_up()), Some(follow_up())).unwrap();
        assert_eq!(before, after);
        match after {
            Some(Entity::FollowUp(follow_up)) => follow_up.remark,
            _ => None,
        }
    };
    assert_eq!(remark(&[Role::Finance]), None);
    assert_eq!(remark(&[Role::Finance, Role::Administrator]), None);
    assert!(remark(&[Role::Finance, Role::CaseWorker]).is_some());
    assert!(remark(&[Role::Chief]).is_some());
    let words = |roles: &[Role]| match told(roles, None, Some(sub_goal())).unwrap().after {
        Some(Entity::SubGoal(step)) => step.text,
        _ => String::new(),
    };
    assert_eq!(words(&[Role::Finance]), "(ses ikke med din rolle)");
    assert_eq!(words(&[Role::CaseWorker]), "Ringer selv til lægen");
}

#[test]
fn finance_sees_what_was_signed_and_given_and_no_report_about_the_citizen() {
    for (kind, is_seen) in [
        (AttachmentKind::SignedContract, true),
        (AttachmentKind::NoticeLetter, true),
        (AttachmentKind::StatusReport, false),
        (AttachmentKind::Other, false),
    ] {
        let seen = |roles: &[Role]| Reader::from(&actor(roles)).seen(file(kind)).is_some();
        assert_eq!(seen(&[Role::Finance]), is_seen, "{kind}");
        assert!(seen(&[Role::Finance, Role::CaseWorker]) && seen(&[Role::Chief]));
        assert!(!seen(&[Role::Administrator]));
        assert_eq!(told(&[Role::Finance], None, Some(file(kind))).is_some(), is_seen);
        assert_eq!(told(&[Role::Finance], Some(file(kind)), None).is_some(), is_seen);
    }
}

#[test]
fn a_filter_that_another_keeps_for_themselves_is_nobody_elses_to_see() {
    let other = Uuid::from_u128(8);
    let seen = |filter: Entity| Reader::from(&actor(&[Role::Negotiator])).seen(filter).is_some();
    assert!(seen(filter(ME, false)) && seen(filter(ME, true)) && seen(filter(other, true)));
    assert!(!seen(filter(other, false)));
    let unshared = told(&[Role::Chief], Some(filter(other, true)), Some(filter(other, false)));
    assert_eq!(unshared, None);
}

#[test]
fn a_register_holds_what_the_reader_may_see_and_every_figure() {
    let mut register = Register::default();
    for record in [follow_up(), sub_goal(), file(AttachmentKind::Other), filter(ME, false)] {
        register.put(record);
    }
    let seen_by = |roles: &[Role]| {
        let mut seen = register.clone();
        Reader::from(&actor(roles)).conceal(&mut seen);
        seen
    };
    assert_eq!(seen_by(&[Role::CaseWorker]), register);
    let seen = seen_by(&[Role::Finance]);
    assert!(seen.attachments.is_empty() && seen.saved_filters == register.saved_filters);
    assert_eq!((seen.follow_ups.len(), &seen.follow_ups[0].remark), (1, &None));
    assert_eq!(seen.sub_goals[0].deadline, Some(day()));
    assert_ne!(seen.sub_goals[0].text, register.sub_goals[0].text);
}

#[test]
fn a_file_of_the_contract_is_put_on_and_taken_off_by_whoever_edits_contracts() {
    let may = |role: Role, kind: AttachmentKind, is_removed: bool| {
        let (before, after) = if is_removed { (Some(file(kind)), None) } else { (None, Some(file(kind))) };
        let change = EntityChange { before, after, citizen: None, reason: None };
        match actor(&[role]).authorise_changes(&[change]) {
            Ok(()) => true,
            Err(error) => {
                assert_eq!(error, StoreError::Forbidden);
                false
            }
        }
    };
    for is_removed in [false, true] {
        for kind in [AttachmentKind::SignedContract, AttachmentKind::NoticeLetter] {
            assert!(may(Role::Negotiator, kind, is_removed));
            assert!(!may(Role::CaseWorker, kind, is_removed), "{kind}");
        }
        for kind in [AttachmentKind::StatusReport, AttachmentKind::Other] {
            assert!(may(Role::CaseWorker, kind, is_removed));
            assert!(!may(Role::Finance, kind, is_removed));
        }
    }
    // Nor by turning another file into one.
    let swapped = EntityChange {
        before: Some(file(AttachmentKind::SignedContract)),
        after: Some(file(AttachmentKind::Other)),
        citizen: None,
        reason: None,
    };
    assert_eq!(actor(&[Role::CaseWorker]).authorise_changes(&[swapped]), Err(StoreError::Forbidden));
}

#[test]
fn the_fields_that_are_looked_at_are_those_of_the_table_of_permissions() {
    let kinds = ["citizen", "goal", "follow_up", "sub_goal", "provider", "searched_offer"];
    let of = |kind: &'static str| {
        Role::ALL.iter().flat_map(move |role| withheld(kind, *role)).map(move |field| (kind, *field))
    };
    let mut listed: Vec<(&str, &str)> = kinds.into_iter().flat_map(of).collect();
    listed.sort_unstable();
    listed.dedup();
    listed.retain(|place| *place != ("citizen", "cpr"));
    let mut looked_at = FIELDS.to_vec();
    looked_at.sort_unstable();
    assert_eq!(listed, looked_at);
}
