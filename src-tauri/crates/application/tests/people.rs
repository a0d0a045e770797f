//! What is promised of adding, changing and removing people, also when it is cut between record and access.
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, NaiveDate, Utc};
use rstest::rstest;
use uuid::Uuid;
use vilkaar_application::log::insight::{CitizenQuery, Recorded};
use vilkaar_application::log::{EntriesQuery, LogPage, LogQuery};
use vilkaar_application::people::{
    self, Access, Details, Doing, Holder, Keys, PeopleError, PeopleProblem, Standing,
};
use vilkaar_application::permission::{Forbidden, UseCase};
use vilkaar_application::ports::{
    Actor, Beside, Clock, Identities, KeptDraft, LogEntry, LogHead, Operation, Progress, ReadRecord, Store,
    StoreError, Verification,
};
use vilkaar_domain::{AttachmentId, Entity, Register, Role, Roles, User, UserId};
use zeroize::Zeroizing;

const KARINA: UserId = UserId(Uuid::from_u128(1));
const IB: UserId = UserId(Uuid::from_u128(2));

/// A database in memory, whose access can be cut off as if the program ended there.
#[derive(Default)]
struct Memory {
    users: Vec<User>,
    holders: Vec<Holder>,
    log: Vec<Operation>,
    is_cut: bool,
    is_shared: bool,
}

#[derive(Debug, PartialEq, Eq)]
enum Failed {
    Cut,
    WrongPassphrase,
}

impl Memory {
    /// Karina, who may do everything, and Ib, who is a case worker.
    fn of_two() -> Self {
        let user = |id, name: &str, roles| User {
            id,
            name: name.to_owned(),
            login: None,
            roles,
            employee: None,
            removed_on: None,
        };
        let holder = |id, name: &str| Holder { id, name: name.to_owned(), is_one_time: false };
        Self {
            users: vec![
                user(KARINA, "Karina Holst", Roles::of_first_user()),
                user(IB, "Ib Øst", roles(&[Role::CaseWorker])),
            ],
            holders: vec![holder(KARINA, "Karina Holst"), holder(IB, "Ib Øst")],
            ..Self::default()
        }
    }

    fn user(&self, id: UserId) -> &User {
        self.users.iter().find(|user| user.id == id).unwrap()
    }

    fn standing(&mut self, name: &str) -> Standing {
        let listed = people::list(self, &karina()).unwrap();
        listed.iter().find(|listed| listed.user.name == name).unwrap().standing
    }

    fn cut(&self) -> Result<(), Failed> {
        if self.is_cut { Err(Failed::Cut) } else { Ok(()) }
    }
}

impl Beside for Memory {
    fn drafts(&mut self) -> Result<Vec<KeptDraft>, StoreError> {
        Ok(Vec::new())
    }
    fn keep_draft(&mut self, _: &KeptDraft) -> Result<(), StoreError> {
        Ok(())
    }
    fn drop_draft(&mut self, _: &str) -> Result<(), StoreError> {
        Ok(())
    }
    fn put_file(&mut self, _: AttachmentId, _: &[u8], _: DateTime<Utc>) -> Result<(), StoreError> {
        Ok(())
    }
    fn file(&mut self, _: AttachmentId) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(None)
    }
}

impl Store for Memory {
    fn register_as_of(&mut self, _: DateTime<Utc>) -> Result<Register, StoreError> {
        self.load()
    }
    fn load(&mut self) -> Result<Register, StoreError> {
        Ok(Register { users: self.users.clone(), ..Register::default() })
    }
    fn save(&mut self, operation: &Operation, _: Progress<'_>) -> Result<LogHead, StoreError> {
        for change in &operation.changes {
            let Some(Entity::User(after)) = &change.after else { panic!("only people") };
            let before = self.users.iter().position(|user| user.id == after.id);
            match (before, &change.before) {
                (None, None) => self.users.push(after.clone()),
                (Some(at), Some(Entity::User(decided))) if self.users[at] == *decided => {
                    self.users[at] = after.clone();
                }
                _ => return Err(StoreError::Conflict { kind: "user".to_owned(), id: after.id.0 }),
            }
        }
        self.log.push(operation.clone());
        Ok(LogHead { seq: 0, hash: String::new(), at: None })
    }
    fn record_reads(&mut self, _: &[ReadRecord]) -> Result<(), StoreError> {
        unreachable!()
    }
    fn history(&mut self, _: &[Uuid], _: u32) -> Result<Vec<LogEntry>, StoreError> {
        unreachable!()
    }
    fn changed_by_hand(&mut self) -> Result<Vec<LogEntry>, StoreError> {
        unreachable!()
    }
    fn search_log(&mut self, _: &LogQuery) -> Result<LogPage, StoreError> {
        unreachable!()
    }
    fn operation_entries(&mut self, _: &EntriesQuery) -> Result<Vec<LogEntry>, StoreError> {
        unreachable!()
    }
    fn citizen_log(&mut self, _: &CitizenQuery) -> Result<Vec<Recorded>, StoreError> {
        unreachable!()
    }
    fn head(&mut self) -> Result<LogHead, StoreError> {
        unreachable!()
    }
    fn note(&mut self, _: &str) -> Result<Option<String>, StoreError> {
        unreachable!()
    }
    fn set_note(&mut self, _: &str, _: &str) -> Result<(), StoreError> {
        unreachable!()
    }
    fn verify(&mut self, _: &[LogHead]) -> Result<Verification, StoreError> {
        unreachable!()
    }
}

impl Access for Memory {
    fn holders(&mut self) -> Result<Vec<Holder>, StoreError> {
        Ok(self.holders.clone())
    }
    fn withholds(&self) -> bool {
        self.is_shared
    }
}

impl Keys for Memory {
    type Error = Failed;
    type Withdrawn = &'static str;

    fn confirm(&mut self, passphrase: &str) -> Result<(), Failed> {
        if passphrase == "karinas" { Ok(()) } else { Err(Failed::WrongPassphrase) }
    }
    fn give(&mut self, id: UserId, name: &str) -> Result<Zeroizing<String>, Failed> {
        self.cut()?;
        self.holders.push(Holder { id, name: name.to_owned(), is_one_time: true });
        Ok(Zeroizing::new("engang".to_owned()))
    }
    fn renew(&mut self, id: UserId) -> Result<Zeroizing<String>, Failed> {
        self.cut()?;
        self.holders.iter_mut().find(|holder| holder.id == id).unwrap().is_one_time = true;
        Ok(Zeroizing::new("engang".to_owned()))
    }
    fn rename(&mut self, id: UserId, name: &str) -> Result<(), Failed> {
        self.cut()?;
        name.clone_into(&mut self.holders.iter_mut().find(|holder| holder.id == id).unwrap().name);
        Ok(())
    }
    fn renew_recovery(&mut self, _: &str) -> Result<Zeroizing<String>, Failed> {
        self.cut()?;
        Ok(Zeroizing::new("nøgle".to_owned()))
    }
    fn withdraw(&mut self, id: UserId, _: &str) -> Result<&'static str, Failed> {
        self.cut()?;
        self.holders.retain(|holder| holder.id != id);
        Ok("nøgler")
    }
}

struct Fixed;
impl Clock for Fixed {
    fn today(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(2025, 1, 1).unwrap()
    }
    fn now(&self) -> DateTime<Utc> {
        "2026-11-22T09:00:00Z".parse().unwrap()
    }
}
struct Numbers;
static NUMBER: AtomicU64 = AtomicU64::new(1000);
impl Identities for Numbers {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(NUMBER.fetch_add(1, Ordering::Relaxed)))
    }
}

fn roles(roles: &[Role]) -> Roles {
    roles.iter().copied().collect()
}

fn actor(id: UserId, roles: Roles) -> Actor {
    Actor { person: id.0, name: "Karina Holst".to_owned(), origin: "vindue: Brugere".to_owned(), roles }
}

fn karina() -> Actor {
    actor(KARINA, Roles::of_first_user())
}

fn doing(actor: Actor) -> Doing<'static> {
    Doing { actor, clock: &Fixed, ids: &Numbers, reason: Some("ny kollega".to_owned()) }
}

fn details(name: &str, held: &[Role]) -> Details {
    Details { name: name.to_owned(), roles: roles(held), employee: Some(" Bo V. ".to_owned()) }
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, PeopleError<Failed>>) -> PeopleProblem {
    match outcome.unwrap_err() {
        PeopleError::Problem(problem) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn somebody_added_is_recorded_in_the_log_and_gets_a_one_time_passphrase() {
    let mut memory = Memory::of_two();
    let (user, once) =
        people::add(&mut memory, doing(karina()), &details(" Bo Vest ", &[Role::Finance])).unwrap();
    assert_eq!((user.name.as_str(), once.as_str()), ("Bo Vest", "engang"));
    assert_eq!(user.employee.as_deref(), Some("Bo V."));
    assert_eq!(memory.standing("Bo Vest"), Standing::OneTime);
    let [operation] = memory.log.as_slice() else { panic!() };
    assert_eq!((operation.name.as_str(), operation.reason.as_deref()), ("people", Some("ny kollega")));
    assert_eq!(operation.changes[0].after, Some(Entity::User(user)));
}

#[test]
fn cut_before_access_was_given_the_list_says_so_and_adding_again_gives_it() {
    let mut memory = Memory { is_cut: true, ..Memory::of_two() };
    let bo = details("Bo Vest", &[Role::Finance]);
    assert_eq!(people::add(&mut memory, doing(karina()), &bo).unwrap_err(), PeopleError::Access(Failed::Cut));
    assert_eq!(memory.standing("Bo Vest"), Standing::WithoutAccess);
    memory.is_cut = false;
    let other_roles = details("bo vest", &[Role::Chief]);
    let (user, _) = people::add(&mut memory, doing(karina()), &other_roles).unwrap();
    assert_eq!(memory.users.len(), 3, "the same record");
    assert_eq!(user.roles, roles(&[Role::Chief]));
    assert_eq!(memory.standing("bo vest"), Standing::OneTime);
}

#[test]
fn cut_before_access_was_taken_there_are_no_roles_and_removing_again_takes_it() {
    let mut memory = Memory { is_cut: true, ..Memory::of_two() };
    let removed = people::remove(&mut memory, doing(karina()), IB, "karinas");
    assert_eq!(removed.unwrap_err(), PeopleError::Access(Failed::Cut));
    assert_eq!(memory.standing("Ib Øst"), Standing::StillOpens);
    memory.is_cut = false;
    assert_eq!(people::remove(&mut memory, doing(karina()), IB, "karinas").unwrap(), Some("nøgler"));
    let day = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    assert_eq!(
        memory.standing("Ib Øst"),
        Standing::Removed(day),
        "the day it was done, not the one looked at"
    );
    assert_eq!(memory.log.len(), 1, "logged once");
    assert_eq!(problem(people::remove(&mut memory, doing(karina()), IB, "karinas")), PeopleProblem::Unknown);
}

#[test]
fn a_wrong_passphrase_is_told_before_anything_is_changed() {
    let mut memory = Memory::of_two();
    let removed = people::remove(&mut memory, doing(karina()), IB, "forkert");
    assert_eq!(removed.unwrap_err(), PeopleError::Access(Failed::WrongPassphrase));
    assert_eq!((memory.standing("Ib Øst"), memory.log.len()), (Standing::Ordinary, 0));
}

#[test]
fn access_without_a_record_is_shown_without_roles_and_can_be_taken() {
    let mut memory = Memory::of_two();
    let stranger = UserId(Uuid::from_u128(9));
    memory.holders.push(Holder { id: stranger, name: "Ukendt".to_owned(), is_one_time: false });
    let listed = people::list(&mut memory, &karina()).unwrap();
    let unknown = listed.iter().find(|listed| listed.user.id == stranger).unwrap();
    assert_eq!((unknown.standing, unknown.user.roles.is_empty()), (Standing::Unrecorded, true));
    assert_eq!(
        problem(people::add(&mut memory, doing(karina()), &details("ukendt", &[Role::Chief]))),
        PeopleProblem::NameTaken("Ukendt".to_owned())
    );
    assert_eq!(people::remove(&mut memory, doing(karina()), stranger, "karinas").unwrap(), Some("nøgler"));
    assert!(memory.user(stranger).removed_on.is_some(), "the log knows of whom access was taken");
}

#[rstest]
#[case::blank("  ", &[Role::Finance], PeopleProblem::NameBlank)]
#[case::taken("karina HOLST ", &[Role::Finance], PeopleProblem::NameTaken("Karina Holst".to_owned()))]
#[case::composed("Ib \u{00d8}st", &[Role::Finance], PeopleProblem::NameTaken("Ib Øst".to_owned()))]
#[case::no_role("Bo Vest", &[], PeopleProblem::RolesEmpty)]
#[case::manager("Bo Vest", &[Role::Finance, Role::Manager], PeopleProblem::RoleNeedsServer(Role::Manager))]
#[case::clerk("Bo Vest", &[Role::Clerk], PeopleProblem::RoleNeedsServer(Role::Clerk))]
fn what_is_not_possible_is_told_and_nothing_is_changed(
    #[case] name: &str,
    #[case] held: &[Role],
    #[case] expected: PeopleProblem,
) {
    let mut memory = Memory::of_two();
    assert_eq!(problem(people::add(&mut memory, doing(karina()), &details(name, held))), expected);
    assert_eq!((memory.users.len(), memory.holders.len(), memory.log.len()), (2, 2, 0));
}

#[test]
fn roles_that_withhold_can_be_given_where_a_server_keeps_them() {
    let mut memory = Memory { is_shared: true, ..Memory::of_two() };
    people::add(&mut memory, doing(karina()), &details("Bo Vest", &[Role::Manager])).unwrap();
}

#[test]
fn the_name_of_somebody_who_was_removed_is_free_again_for_another_record() {
    let mut memory = Memory::of_two();
    people::remove(&mut memory, doing(karina()), IB, "karinas").unwrap();
    let (user, _) = people::add(&mut memory, doing(karina()), &details("Ib Øst", &[Role::Finance])).unwrap();
    assert_ne!(user.id, IB);
    assert_eq!(memory.users.len(), 3);
}

#[test]
fn the_last_administrator_who_can_sign_in_keeps_the_role() {
    let mut memory = Memory::of_two();
    let less = details("Karina Holst", &[Role::Negotiator]);
    let attempt = |memory: &mut Memory| people::change(memory, doing(karina()), KARINA, &less);
    assert_eq!(problem(attempt(&mut memory)), PeopleProblem::LastAdministrator);

    // An administrator without access helps nobody.
    memory.is_cut = true;
    people::add(&mut memory, doing(karina()), &details("Bo Vest", &[Role::Administrator])).unwrap_err();
    assert_eq!(problem(attempt(&mut memory)), PeopleProblem::LastAdministrator);

    memory.is_cut = false;
    people::add(&mut memory, doing(karina()), &details("Bo Vest", &[Role::Administrator])).unwrap();
    assert_eq!(attempt(&mut memory).unwrap().roles, roles(&[Role::Negotiator]));
}

#[test]
fn the_last_administrator_is_not_removed_by_somebody_with_roles_from_before() {
    let mut memory = Memory::of_two();
    // Ib was an administrator when he signed in and isn't any more.
    let ib = actor(IB, roles(&[Role::Administrator]));
    assert_eq!(
        problem(people::remove(&mut memory, doing(ib), KARINA, "karinas")),
        PeopleProblem::LastAdministrator
    );
}

#[test]
fn nobody_removes_themself_or_renews_their_own_passphrase() {
    let mut memory = Memory::of_two();
    assert_eq!(
        problem(people::remove(&mut memory, doing(karina()), KARINA, "karinas")),
        PeopleProblem::RemovesSelf
    );
    assert_eq!(problem(people::renew(&mut memory, doing(karina()), KARINA)), PeopleProblem::RenewsSelf);
}

#[test]
fn roles_name_and_link_are_changed_together_and_a_cut_rename_is_mended_by_saving_again() {
    let mut memory = Memory { is_cut: true, ..Memory::of_two() };
    let changed = details("Ib Østergaard", &[Role::Finance, Role::Chief]);
    assert_eq!(
        people::change(&mut memory, doing(karina()), IB, &changed).unwrap_err(),
        PeopleError::Access(Failed::Cut)
    );
    assert_eq!(memory.holders[1].name, "Ib Øst");
    memory.is_cut = false;
    let user = people::change(&mut memory, doing(karina()), IB, &changed).unwrap();
    assert_eq!((memory.holders[1].name.as_str(), memory.log.len()), ("Ib Østergaard", 1));
    assert_eq!(user.employee.as_deref(), Some("Bo V."));
    // Nothing changed, nothing logged.
    people::change(&mut memory, doing(karina()), IB, &changed).unwrap();
    assert_eq!(memory.log.len(), 1);
    let unlinked = Details { employee: Some("  ".to_owned()), ..changed };
    assert_eq!(people::change(&mut memory, doing(karina()), IB, &unlinked).unwrap().employee, None);
}

#[test]
fn a_renewed_passphrase_is_logged_though_the_record_does_not_change() {
    let mut memory = Memory::of_two();
    let doing = Doing { reason: None, ..doing(karina()) };
    let (user, once) = people::renew(&mut memory, doing, IB).unwrap();
    assert_eq!((user.id, once.as_str()), (IB, "engang"));
    assert_eq!(memory.standing("Ib Øst"), Standing::OneTime);
    assert_eq!(memory.log[0].reason.as_deref(), Some("Ny engangssætning"));
}

#[test]
fn only_an_administrator_gets_at_any_of_it() {
    let others: Vec<Role> = Role::ALL.iter().copied().filter(|role| *role != Role::Administrator).collect();
    let (mut memory, other) = (Memory::of_two(), actor(IB, roles(&others)));
    let forbidden = || PeopleError::Forbidden(Forbidden(UseCase::ManagePeople));
    let bo = details("Bo Vest", &[Role::Finance]);
    assert_eq!(people::add(&mut memory, doing(other.clone()), &bo).unwrap_err(), forbidden());
    assert_eq!(people::change(&mut memory, doing(other.clone()), KARINA, &bo).unwrap_err(), forbidden());
    assert_eq!(people::renew(&mut memory, doing(other.clone()), KARINA).unwrap_err(), forbidden());
    assert_eq!(
        people::remove(&mut memory, doing(other.clone()), KARINA, "karinas").unwrap_err(),
        forbidden()
    );
    assert_eq!(people::list(&mut memory, &other).unwrap_err(), StoreError::Forbidden);
    assert!(memory.log.is_empty());
}
