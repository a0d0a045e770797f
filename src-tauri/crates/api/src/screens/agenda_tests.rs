//! *Dagens arbejde* and *Mangler* on the made-up municipality: whose, in which order, and what is done about an item.

use std::sync::Arc;

use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{Register, Role, Roles, Sensitive, User, UserId};

use super::agenda::{Viewer, agenda};
use super::{agenda_marks, gaps, work_list};
use crate::program::saving::Decision;
use crate::sample;
use crate::types::*;

fn all() -> AgendaQuery {
    AgendaQuery { scope: AgendaScope::All, kinds: Vec::new(), within_days: 0, shows_handled: true }
}

fn mine() -> AgendaQuery {
    AgendaQuery { scope: AgendaScope::Mine, ..all() }
}

/// Somebody with a role, linked to an employee or not, and the register that knows them.
fn somebody(role: Role, employee: Option<&str>) -> (Portfolio, Viewer) {
    let mut register = sample::register();
    let (id, roles): (Uuid, Roles) = (Uuid::from_u128(7), [role].into_iter().collect());
    register.users.push(User {
        id: UserId(id),
        name: "Den der logger ind".to_owned(),
        login: None,
        roles: roles.clone(),
        employee: employee.map(str::to_owned),
        removed_on: None,
    });
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let viewer = Viewer::of(&portfolio, id, &roles);
    (portfolio, viewer)
}

/// Does something about items, and gives the portfolio after.
fn done(portfolio: &Portfolio, request: &HandleItem) -> Portfolio {
    let Decision::Save(decided) = agenda_marks::decide(portfolio, request, "Karina Holst").unwrap() else {
        panic!("refused");
    };
    let mut register: Register = portfolio.register().clone();
    for change in decided.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    Portfolio::new(Arc::new(register), portfolio.today())
}

/// The fields that are wrong.
fn wrong(portfolio: &Portfolio, request: &HandleItem) -> Vec<String> {
    match agenda_marks::decide(portfolio, request, "Karina Holst").unwrap() {
        Decision::Refuse(problems) => problems.into_iter().map(|problem| problem.field).collect(),
        Decision::Save(_) | Decision::Clash(_) => Vec::new(),
    }
}

fn request(items: &[&AgendaRow], action: ItemAction) -> HandleItem {
    HandleItem {
        items: items.iter().map(|row| row.item.clone()).collect(),
        action,
        reason: "aftalt i telefon".to_owned(),
        until: None,
        owner: None,
        operation: Uuid::nil().to_string(),
    }
}

#[test]
fn mine_is_what_my_name_in_the_sheet_owns() {
    let (portfolio, viewer) = somebody(Role::CaseWorker, Some("karina holst "));
    let rows = agenda(&portfolio, &viewer, &mine()).rows;
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| row.owner == "Karina Holst"), "{rows:?}");
    let everybodys = agenda(&portfolio, &viewer, &all()).rows;
    let hers = everybodys.iter().filter(|row| row.owner == "Karina Holst").count();
    assert_eq!(rows.len(), hers);
    assert!(everybodys.len() > hers);
}

#[test]
fn what_nobody_owns_is_the_centerchefs_and_nobody_elses() {
    let mut register = sample::register();
    for placement in &mut register.placements {
        placement.case_worker = None;
    }
    let portfolio = Portfolio::new(Arc::new(register), sample::today());
    let of = |role| {
        let roles: Roles = [role].into_iter().collect();
        let found = agenda(&portfolio, &Viewer::of(&portfolio, Uuid::nil(), &roles), &mine());
        (found.rows.len(), found.remark.is_some())
    };
    let (chiefs, remarked) = of(Role::Chief);
    assert!(chiefs > 0 && remarked, "{chiefs}");
    assert_eq!(of(Role::CaseWorker), (0, true), "nobody is linked, and it says what to do");
}

#[test]
fn rows_stand_by_state_then_by_value_and_the_unknown_after_the_known() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let rows = agenda(&portfolio, &viewer, &all()).rows;
    let number = |row: &AgendaRow| {
        row.at_stake.as_ref().map_or(-1, |text| text.replace('.', "").parse::<i64>().unwrap())
    };
    let place =
        |row: &AgendaRow| ["overdue", "due_30", "due_90", "later"].iter().position(|s| *s == row.state);
    for two in rows.windows(2) {
        assert!(
            (place(&two[0]), -number(&two[0])) <= (place(&two[1]), -number(&two[1])),
            "{:?} before {:?}",
            two[0],
            two[1]
        );
    }
    assert!(rows.iter().any(|row| row.kind == "step_rate"), "the sample has a trappetakst");
}

#[test]
fn several_are_handled_at_once_kept_with_the_reason_and_reopened() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let rows = agenda(&portfolio, &viewer, &all()).rows;
    // When a follow-up is handled, the next goal's comes up.
    let two: Vec<&AgendaRow> = rows.iter().filter(|row| row.kind != "goal_follow_up").take(2).collect();
    let after = done(&portfolio, &request(&two, ItemAction::Handle));
    let found = agenda(&after, &viewer, &all());
    assert_eq!(found.rows.len() + 2, rows.len());
    assert_eq!(found.handled.len(), 2);
    let told = found.handled[0].handled.as_deref().unwrap();
    assert_eq!(told, "Håndteret 20-11-2026 af Karina Holst: aftalt i telefon");
    let reopened = done(&after, &request(&two, ItemAction::Reopen));
    assert_eq!(reopened.register().agenda_marks, []);
    assert_eq!(agenda(&reopened, &viewer, &all()).rows.len(), rows.len());
}

#[test]
fn what_is_put_off_and_handed_over_says_so() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let first = agenda(&portfolio, &viewer, &all()).rows.remove(0);
    let mut put_off = request(&[&first], ItemAction::Postpone);
    put_off.until = Some("1.2.2027".to_owned());
    let mut over = request(&[&first], ItemAction::HandOver);
    over.owner = Some("CENTERCHEF".to_owned());
    let after = done(&done(&portfolio, &put_off), &over);
    let rows = agenda(&after, &viewer, &all()).rows;
    let row = rows.iter().find(|row| row.item == first.item).expect("it stays");
    assert_eq!(
        (row.due.as_str(), row.state.as_str(), row.owner.as_str()),
        ("01-02-2027", "due_90", "centerchef")
    );
    let postponed = format!("Udsat fra {} til 01-02-2027 af Karina Holst: aftalt i telefon", first.due);
    assert_eq!(row.postponed.as_deref(), Some(postponed.as_str()));
    assert_eq!(row.handed_over.as_deref(), Some(format!("Overdraget fra {}", first.owner).as_str()));
    // On the day that it was put off to it is there again, however long the program was closed.
    let later = Portfolio::new(after.register_handle(), add_days(sample::today(), 120));
    let rows = agenda(&later, &viewer, &all()).rows;
    assert!(rows.iter().any(|row| row.item == first.item && row.state == "overdue"));
}

#[test]
fn what_somebody_handled_meanwhile_is_refused_with_who_and_when_and_reopening_keeps_the_hand_over() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let first = agenda(&portfolio, &viewer, &all()).rows.remove(0);
    let mut over = request(&[&first], ItemAction::HandOver);
    over.owner = Some("centerchef".to_owned());
    let mut put_off = request(&[&first], ItemAction::Postpone);
    put_off.until = Some("1.2.2027".to_owned());
    let handle = request(&[&first], ItemAction::Handle);
    let after = done(&done(&done(&portfolio, &over), &put_off), &handle);
    for stale in [&over, &put_off, &handle] {
        let Decision::Refuse(problems) = agenda_marks::decide(&after, stale, "Jens Krogh").unwrap() else {
            panic!("{:?} overwrote what Karina did", stale.action);
        };
        let told = "Karina Holst har håndteret opgaven den 20-11-2026; genåbn den først.";
        assert_eq!(problems[0].field, "items");
        assert_eq!(problems[0].sentence, format!("{}: {told}", first.case));
    }
    let reopened = done(&after, &request(&[&first], ItemAction::Reopen));
    let [mark] = reopened.register().agenda_marks.as_slice() else { panic!("the hand-over is kept") };
    assert_eq!((&mark.handled, &mark.postponed), (&None, &None));
    assert_eq!(mark.owner.as_deref(), Some("centerchef"));
}

#[test]
fn a_deadline_that_is_ahead_is_put_off_to_its_day_at_most() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let rows = agenda(&portfolio, &viewer, &all()).rows;
    let put_off = |row: &AgendaRow, until: &str| HandleItem {
        until: Some(until.to_owned()),
        ..request(&[row], ItemAction::Postpone)
    };
    let is_legal = |row: &&AgendaRow| {
        ["notice", "contract_end", "step_rate", "supervision"].contains(&row.kind.as_str())
    };
    let ahead = rows.iter().find(|row| is_legal(row) && row.state != "overdue").expect("one ahead");
    assert_eq!(wrong(&portfolio, &put_off(ahead, "20-11-2028")), ["until"]);
    assert_eq!(wrong(&portfolio, &put_off(ahead, &ahead.due)), Vec::<String>::new());
    let other = rows.iter().find(|row| !is_legal(row) && row.state != "overdue").expect("one ahead");
    assert_eq!(wrong(&portfolio, &put_off(other, "20-11-2028")), Vec::<String>::new());
    if let Some(overdue) = rows.iter().find(|row| is_legal(row) && row.state == "overdue") {
        assert_eq!(wrong(&portfolio, &put_off(overdue, "20-11-2028")), Vec::<String>::new());
    }
}

#[test]
fn what_is_wrong_is_said_at_its_field_and_nothing_is_saved() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let first = agenda(&portfolio, &viewer, &all()).rows.remove(0);
    let put_off = |until: &str| HandleItem {
        until: Some(until.to_owned()),
        ..request(&[&first], ItemAction::Postpone)
    };
    for until in ["", "20-11-2026", "01-01-2020", "21-11-2028", "snart"] {
        assert_eq!(wrong(&portfolio, &put_off(until)), ["until"], "{until}");
    }
    assert_eq!(wrong(&portfolio, &put_off("20-11-2028")), Vec::<String>::new());
    let blank = HandleItem { reason: " ".to_owned(), ..request(&[&first], ItemAction::Handle) };
    assert_eq!(wrong(&portfolio, &blank), ["reason"]);
    assert_eq!(wrong(&portfolio, &request(&[], ItemAction::Reopen)), ["items"]);
    let to = |owner: &str| HandleItem {
        owner: Some(owner.to_owned()),
        ..request(&[&first], ItemAction::HandOver)
    };
    assert_eq!(
        wrong(&portfolio, &to("Karina Host")),
        ["owner"],
        "a name misspelt would hide it from everybody"
    );
    let gone = HandleItem { items: vec![first.item.replace("20", "19")], ..request(&[], ItemAction::Handle) };
    assert!(agenda_marks::decide(&portfolio, &gone, "x").is_err_and(|error| error.code == "item_unknown"));
}

#[test]
fn every_item_and_everything_missing_leads_somewhere() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    for row in agenda(&portfolio, &viewer, &all()).rows {
        assert_eq!(row.target.case.as_deref(), Some(row.case.as_str()));
        assert!(row.target.section.is_some());
        assert!(row.target.action.is_some() || row.kind == "goal_follow_up", "{row:?}");
    }
    let found = gaps::gaps(&portfolio, &GapsQuery { kinds: Vec::new(), search: String::new() });
    assert_eq!(found.rows.len(), portfolio.missing().count());
    let counted: u32 = found.kinds.iter().map(|kind| kind.count).sum();
    assert_eq!(counted as usize, found.rows.len());
    assert!(found.rows.iter().all(|row| row.target.section.is_some()));
    let field = |kind: &str| {
        found.rows.iter().find(|row| row.kind == kind).map(|row| row.target.field.clone().unwrap_or_default())
    };
    assert_eq!(field("no_hours").as_deref(), Some("supportHours"));
    assert_eq!(field("no_contract").as_deref(), Some("start"));
}

#[test]
fn gaps_stand_worst_and_dearest_first_and_are_found_by_words_and_kind() {
    let portfolio = sample::portfolio();
    let asked = |kinds: &[&str], search: &str| {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        gaps::gaps(&portfolio, &GapsQuery { kinds, search: search.to_owned() })
    };
    let whole = asked(&[], "");
    assert_eq!(whole.rows[0].kind, "no_contract");
    let one = asked(&["no_goals"], "");
    assert!(one.rows.iter().all(|row| row.kind == "no_goals"));
    assert_eq!(one.kinds.len(), whole.kinds.len(), "the others are still offered");
    let case = &whole.rows[0].case;
    let found = asked(&[], &case.to_lowercase());
    assert!(!found.rows.is_empty() && found.rows.iter().all(|row| row.case == *case));
    assert_eq!(asked(&[], "findes ikke").context, "Intet mangler");
}

#[test]
fn calendar_and_work_list_name_no_citizen() {
    let (portfolio, viewer) = somebody(Role::Negotiator, None);
    let events = work_list::events(&portfolio, &viewer, &all());
    let mut uids: Vec<&str> = events.iter().map(|event| event.uid.as_str()).collect();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), events.len(), "each event has its own");
    let at = chrono::DateTime::from_timestamp(1_700_000_000, 0).unwrap();
    let calendar = vilkaar_exchange::calendar::file("Dagens arbejde", &events, at).replace("\r\n ", "");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), events.len());
    let list = work_list::list(&portfolio, &viewer, &all(), "Karina Holst");
    let paper = vilkaar_documents::work_list::paper(&list).unwrap();
    assert!(paper.unmapped_characters().is_empty(), "{:?}", paper.unmapped_characters());
    let printed = paper.page_texts().join("\n");
    assert!(printed.contains("S2022-1008") && printed.contains("Overskredet"), "{printed}");
    let register = portfolio.register();
    for citizen in &register.citizens {
        let name = citizen.name.as_ref().map(Sensitive::reveal).unwrap_or_default();
        for text in [&calendar, &printed] {
            assert!(!text.contains(name), "{name}");
        }
        let cpr = citizen.cpr.as_ref().map(|cpr| cpr.reveal().to_owned()).unwrap_or_default();
        assert!(!calendar.contains(&cpr) && !printed.contains(&cpr));
    }
    for offer in &register.offers {
        assert!(!calendar.contains(&offer.name), "{}", offer.name);
    }
    assert!(!calendar.contains("kr."), "no amount");
}

#[test]
fn what_is_near_is_the_viewers_own_whichever_day_the_program_is_opened() {
    let (portfolio, viewer) = somebody(Role::CaseWorker, Some("Karina Holst"));
    let (overdue, due30) = super::agenda::near(&portfolio, &viewer);
    let later = Portfolio::new(portfolio.register_handle(), add_days(sample::today(), 31));
    let (overdue_later, _) = super::agenda::near(&later, &viewer);
    assert!(overdue_later >= overdue + due30, "{overdue_later} < {overdue} + {due30}");
}
