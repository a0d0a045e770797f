//! What one takes out while another has it open or on the screen: it leaves the other's screens, and the form on it says
//! who took it out and keeps what was typed. In one program, and in two on a server.

use serde_json::{Value, json};
use tempfile::TempDir;
use vilkaar_api::Program;
use vilkaar_api::types::*;

use super::{CASE, GOALS, new_id, sample, shown, undo, unlock};
use crate::driver::{Answers, Filled, save, saved};
use crate::shared::{Department, OWN, Person};

/// Two who look at the same: in one program, or each in their own.
struct Two<'p> {
    /// Takes out.
    first: &'p Program,
    /// Has it open.
    second: &'p Program,
    answers: &'p Answers,
    /// Waits until the second program knows.
    until: &'p dyn Fn(&str, &dyn Fn() -> bool),
    /// How the first is named to the second.
    who: &'p str,
}

impl Two<'_> {
    /// Something is added and opened, taken out, and saved in vain.
    fn out(
        &self,
        what: &str,
        word: &str,
        add: impl Fn(&Program) -> String,
        open: impl Fn(&Program) -> Option<Filled>,
    ) {
        let operation = add(self.first);
        (self.until)(what, &|| open(self.second).is_some());
        let form = open(self.second).unwrap();
        let before = form.0.values.clone();
        saved(undo(self.first, &operation).unwrap());
        (self.until)(what, &|| open(self.second).is_none());
        for attempt in 0..2 {
            let told = form.save(self.second).unwrap_err();
            assert_eq!(told.code, "record_unknown", "{what}, {attempt}: {}", told.message);
            let opening = format!("{} taget det, du retter ({word}), ud ", self.who);
            assert!(told.message.starts_with(&opening), "{what}: {}", told.message);
            assert!(told.message.contains("det, du har skrevet, står her endnu"), "{}", told.message);
        }
        assert_eq!(form.0.values, before);
        // While it is typed it is said too, and nothing breaks.
        assert_eq!(form.check(self.second).unwrap_err().code, "record_unknown", "{what}");
        assert!(self.second.verify().is_ok_and(|found| found.ok), "{what}");
    }

    fn everything(&self) {
        self.out(
            "a rate line",
            "takstlinje",
            |program| {
                let typed = [
                    ("service", "Nattevagt"),
                    ("amount", "150,00"),
                    ("unit", "pr. døgn"),
                    ("from", "01-12-2026"),
                ];
                save(program, FormAction::AddRate, Some(CASE), None, &typed)
            },
            |program| {
                let lines = shown(program, CASE).economy.lines;
                let id = lines.into_iter().find(|line| line.service == "Nattevagt")?.id;
                let form = Filled::open(program, FormAction::EndRate, Some(CASE), id.as_deref()).ok()?;
                Some(form.with(&[("to", "31-12-2026")]))
            },
        );
        self.out(
            "a contract",
            "kontrakt",
            |program| {
                let contract = shown(program, CASE).contracts[0].id.clone();
                let typed = [("start", "01-01-2027")];
                save(program, FormAction::AmendContract, Some(CASE), Some(&contract), &typed)
            },
            |program| {
                let contracts = shown(program, CASE).contracts;
                let newest = contracts.iter().find(|contract| contract.title.contains("01-01-2027"))?;
                let form =
                    Filled::open(program, FormAction::CorrectContract, Some(CASE), Some(&newest.id)).ok()?;
                Some(form.with(&[("negotiator", "Ib Øst")]))
            },
        );
        let goal =
            |program: &Program| shown(program, CASE).goals.into_iter().find(|goal| goal.measured.is_none());
        self.out(
            "a goal",
            "mål",
            |program| {
                let typed = [
                    ("undertema", "Samtale"),
                    ("goalType", "Fastholde funktionsevne"),
                    ("startLevel", "2 Moderat"),
                    ("expectedLevel", "2 Moderat"),
                    ("from", "01-11-2026"),
                ];
                save(program, FormAction::NewGoal, Some(CASE), None, &typed)
            },
            |program| {
                let record = goal(program)?.record;
                let form = Filled::open(program, FormAction::EditGoal, Some(CASE), Some(&record)).ok()?;
                Some(form.with(&[("wording", "Ringer selv til egen læge")]))
            },
        );
        self.follow_up();
        self.attachment();
        self.filter();
    }

    /// A follow-up, put right in a form; and its goal's sheet, open meanwhile, is saved all the same.
    fn follow_up(&self) {
        let case = || PlacementRequest { case: GOALS.to_owned() };
        self.out(
            "a follow-up",
            "opfølgning",
            |program| {
                let sheet = program.follow_up_sheet(case()).unwrap();
                let row = |goal: &FollowUpGoal| GoalFollowUp {
                    goal: goal.id.clone(),
                    level: "2".to_owned(),
                    result: String::new(),
                    remark: String::new(),
                };
                let goals = sheet.goals.iter().map(row).collect();
                let (date, source) = (sheet.today, "Sagsbehandler".to_owned());
                let input = FollowUpInput { case: case().case, date, source, goals, hours: vec![] };
                let request = SaveFollowUps { operation: sheet.operation, input };
                saved(program.save_follow_ups(request).unwrap())
            },
            |program| {
                let goal = shown(program, GOALS).goals[0].clone();
                let newest = &goal.follow_ups.rows[0];
                let record = goal.follow_up_actions[0].record.as_deref();
                let is_new = newest.iter().any(|cell| cell.contains("20-11-2026"));
                let form = Filled::open(program, FormAction::EditFollowUp, Some(GOALS), record).ok();
                form.filter(|_| is_new).map(|form| form.with(&[("level", "3 Svært")]))
            },
        );
    }

    /// A file leaves the other's case, and opening or saving it says so.
    fn attachment(&self) {
        let folder = TempDir::new().unwrap();
        let report = folder.path().join("status.pdf");
        std::fs::write(&report, b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n").unwrap();
        self.answers.next(&report);
        let request = AttachFile {
            case: CASE.to_owned(),
            to: AttachTo::StatusReport,
            record: None,
            operation: uuid::Uuid::new_v4().to_string(),
        };
        saved(self.first.attach_file(request).unwrap().unwrap());
        let files = || shown(self.second, CASE).files;
        (self.until)("the file", &|| !files().is_empty());
        let request = AttachmentRequest { id: files()[0].id.clone() };
        self.second.open_attachment(request.clone()).unwrap();
        saved(self.first.remove_attachment(request.clone()).unwrap());
        (self.until)("the file is gone", &|| files().is_empty());
        let (opened, removed) =
            (self.second.open_attachment(request.clone()), self.second.remove_attachment(request));
        for told in [opened.unwrap_err(), removed.unwrap_err()] {
            assert_eq!(told.code, "file_unknown", "{}", told.message);
        }
    }

    /// A shared filter leaves the other's list.
    fn filter(&self) {
        let filters = || -> Value {
            let list = ListRequest { list: "placements".to_owned() };
            json!(self.second.saved_filters(list).unwrap().filters)
        };
        let request = SaveFilter {
            list: "placements".to_owned(),
            name: "Dyre".to_owned(),
            query: "{}".to_owned(),
            is_shared: true,
            operation: new_id(),
        };
        let id = self.first.save_filter(request).unwrap().filters[0].id.clone();
        (self.until)("the filter", &|| filters() != json!([]));
        let operation = new_id();
        self.first.remove_filter(RemoveFilter { id: id.clone(), operation }).unwrap();
        (self.until)("the filter is gone", &|| filters() == json!([]));
        let operation = new_id();
        let told = self.second.remove_filter(RemoveFilter { id, operation }).unwrap_err();
        assert_eq!(told.code, "record_unknown", "{}", told.message);
    }
}

#[test]
fn what_is_taken_out_while_a_form_is_open_on_it_is_told_and_the_form_keeps_its_text() {
    let (folder, answers) = (TempDir::new().unwrap(), Answers::default());
    let program = unlock(&sample(&folder), &answers);
    let at_once = |what: &str, holds: &dyn Fn() -> bool| assert!(holds(), "{what}");
    let two =
        Two { first: &program, second: &program, answers: &answers, until: &at_once, who: "Du har selv" };
    two.everything();
}

#[test]
fn on_a_server_it_leaves_the_others_screens_and_their_form_says_who_took_it_out() {
    let department = Department::new();
    let (karina, ole) = (&department.karina, &department.ole);
    let comes = |what: &str, holds: &dyn Fn() -> bool| {
        ole.until(what, |_| holds());
    };
    // Somebody with Karina's roles at another PC, since a sagsbehandler has no form of rates.
    let second = Person::new(&karina.login);
    second.sign_in(&department.database.address(), OWN);
    let comes_there = |what: &str, holds: &dyn Fn() -> bool| {
        second.until(what, |_| holds());
    };
    let two = Two {
        first: &karina.program,
        second: &second.program,
        answers: &karina.answers,
        until: &comes_there,
        who: "Du har selv",
    };
    two.everything();
    let two = Two {
        first: &karina.program,
        second: &ole.program,
        answers: &karina.answers,
        until: &comes,
        who: "Karina Holst har",
    };
    two.follow_up();
    two.attachment();
    two.filter();
}
