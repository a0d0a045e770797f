//! A year's work, step by step: undone, each leaves every figure and record as it was.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;
use vilkaar_api::Program;
use vilkaar_api::types::*;
use vilkaar_application::ports::Store as _;
use vilkaar_domain::Register;
use vilkaar_storage::{Database, SharedDatabase, Unlock as Key};
use vilkaar_testkit::{municipality, workbook};

use super::{CASE, GOALS, NEAR, latest, line, new_id, sample, shown, undo, unlock};
use crate::cli::program::PASSPHRASE;
use crate::driver::{Answers, same, save, saved, screens, whole_agenda};
use crate::shared::{Department, OWN};

/// Somebody's day: each step undone and made again, so that the next stands on it.
struct Day<'p> {
    program: &'p Program,
    answers: &'p Answers,
    folder: TempDir,
    cases: Vec<&'static str>,
    begun: Value,
    done: Vec<String>,
}

impl<'p> Day<'p> {
    fn begin(program: &'p Program, answers: &'p Answers) -> Self {
        let cases = vec![CASE, GOALS, NEAR];
        let begun = screens(program, &cases);
        Self { program, answers, folder: TempDir::new().unwrap(), cases, begun, done: Vec::new() }
    }

    fn screens(&self) -> Value {
        screens(self.program, &self.cases)
    }

    /// Does something, undoes it, does it again: the screens are what they were before and after.
    fn step(&mut self, what: &str, act: impl FnOnce(&Program) -> String) {
        let before = self.screens();
        let operation = act(self.program);
        let after = self.screens();
        // Not `assert_ne`, which would print two whole programs.
        assert!(before != after, "{what} shows nowhere");
        let offered = self.program.undoable().unwrap();
        let sentence = offered.latest.map(|latest| (latest.operation, latest.sentence)).unwrap();
        assert_eq!(sentence.0, operation, "{what}: {}", sentence.1);
        assert_eq!(offered.refusal, None, "{what}");
        let undone = saved(undo(self.program, &operation).unwrap());
        same(&format!("{what}, undone"), &self.screens(), &before);
        let again = saved(undo(self.program, &undone).unwrap());
        same(&format!("{what}, made again"), &self.screens(), &after);
        self.done.push(again);
    }

    fn file(&self, name: &str, bytes: &[u8]) {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        self.answers.next(&path);
    }

    /// Everything that a year brings.
    fn everything(&mut self) {
        self.rates();
        self.offers();
        self.contracts();
        self.goals();
        self.agenda();
        self.notified_rates();
        self.files();
        self.whole_case();
        self.import();
    }

    fn rates(&mut self) {
        self.step("a rate from a date", |program| {
            let typed = [("from", "01-11-2026"), ("amount", "2.900,00"), ("cause", "Forhandling")];
            save(program, FormAction::ChangeRate, Some(NEAR), Some(&line(program, NEAR)), &typed)
        });
        self.step("a mistake put right", |program| {
            let typed = [("amount", "2.400,00")];
            save(program, FormAction::CorrectRate, Some(CASE), Some(&line(program, CASE)), &typed)
        });
        self.step("a new line", |program| {
            let typed =
                [("service", "Nattevagt"), ("amount", "150"), ("unit", "pr. døgn"), ("from", "01-12-2026")];
            save(program, FormAction::AddRate, Some(GOALS), None, &typed)
        });
        self.step("a line ended", |program| {
            let typed = [("to", "31-12-2026")];
            save(program, FormAction::EndRate, Some(GOALS), Some(&line(program, GOALS)), &typed)
        });
    }

    fn offers(&mut self) {
        self.step("a provider", |program| {
            save(program, FormAction::NewProvider, None, None, &[("name", "Fonden Birkely")])
        });
        self.step("a search", |program| {
            let typed = [("offer", "Birkehuset"), ("date", "01-11-2026"), ("dailyRate", "2.100,00")];
            save(program, FormAction::NewSearchedOffer, Some(CASE), None, &typed)
        });
        self.step("a citizen's name", |program| {
            save(program, FormAction::EditCitizen, Some(CASE), None, &[("name", "Mads Prøve")])
        });
        self.step("a placement's own fields", |program| {
            let typed = [("supportHours", "21"), ("supportNeed", "Højt støttebehov"), ("chance", "70")];
            save(program, FormAction::EditPlacement, Some(NEAR), None, &typed)
        });
    }

    fn contracts(&mut self) {
        let without = |program: &Program| {
            let kinds = vec!["no_contract".to_owned()];
            program.gaps(GapsQuery { kinds, search: String::new() }).unwrap().rows[0].case.clone()
        };
        self.step("a contract", |program| {
            let case = without(program);
            let (first, rule) = ("01-12-2026", "løbende måned + 3 måneder");
            let typed = [("start", first), ("noticeMunicipality", rule), ("renegotiateOn", "01-06-2027")];
            save(program, FormAction::NewContract, Some(&case), None, &typed)
        });
        self.step("an allonge", |program| {
            let contract = shown(program, CASE).contracts[0].id.clone();
            let typed = [("start", "01-01-2027"), ("noticeMunicipality", "løbende måned + 1 måned")];
            save(program, FormAction::AmendContract, Some(CASE), Some(&contract), &typed)
        });
        let version = |program: &Program| {
            let contracts = shown(program, CASE).contracts;
            let with = |contract: &&Contract| {
                contract
                    .actions
                    .iter()
                    .any(|open| matches!(open.action, FormAction::GiveNotice | FormAction::WithdrawNotice))
            };
            contracts.iter().find(with).unwrap().id.clone()
        };
        self.step("notice given", |program| {
            let typed = [("decisionOn", "12-11-2026")];
            save(program, FormAction::GiveNotice, Some(CASE), Some(&version(program)), &typed)
        });
        self.step("notice withdrawn", |program| {
            save(program, FormAction::WithdrawNotice, Some(CASE), Some(&version(program)), &[])
        });
        self.step("a trappetakst", |program| {
            let typed = [("newRate", "2.500,00"), ("from", "01-12-2026")];
            save(program, FormAction::NewStepRate, Some(NEAR), None, &typed)
        });
    }

    fn goals(&mut self) {
        self.step("a goal", |program| {
            let typed = [
                ("undertema", "Samtale"),
                ("goalType", "Udvikle funktionsevne"),
                ("startLevel", "3 Svært"),
                ("expectedLevel", "1 Let"),
                ("from", "01-11-2026"),
                ("deadline", "01-11-2027"),
            ];
            save(program, FormAction::NewGoal, Some(GOALS), None, &typed)
        });
        self.step("a sub goal", |program| {
            let goal = shown(program, GOALS).goals[0].record.clone();
            let typed = [("text", "Ringer selv til egen læge"), ("deadline", "01-03-2027")];
            save(program, FormAction::NewSubGoal, Some(GOALS), Some(&goal), &typed)
        });
        self.step("a follow-up of all goals with delivered hours", |program| {
            let sheet = program.follow_up_sheet(PlacementRequest { case: GOALS.to_owned() }).unwrap();
            assert_eq!(sheet.goals.len(), 3);
            let row = |goal: &FollowUpGoal| GoalFollowUp {
                goal: goal.id.clone(),
                level: "1".to_owned(),
                result: "Træf afgørelse om fortsættelse af indsats".to_owned(),
                remark: "Set ved besøg".to_owned(),
            };
            let hours = sheet.months.iter().map(|month| MonthHours {
                month: month.month.clone(),
                hours: "12,5".to_owned(),
                base: month.delivered.clone().unwrap_or_default(),
            });
            let input = FollowUpInput {
                case: GOALS.to_owned(),
                date: sheet.today,
                source: "Sagsbehandler".to_owned(),
                goals: sheet.goals.iter().map(row).collect(),
                hours: hours.collect(),
            };
            assert!(input.hours.len() > 1, "{:?}", input.hours);
            saved(program.save_follow_ups(SaveFollowUps { operation: sheet.operation, input }).unwrap())
        });
        self.step("a follow-up put right", |program| {
            let goal = shown(program, GOALS).goals[0].clone();
            let entry = goal.follow_up_actions[0].record.clone();
            save(program, FormAction::EditFollowUp, Some(GOALS), entry.as_deref(), &[("level", "0 Ingen")])
        });
    }

    fn agenda(&mut self) {
        let item = |program: &Program| {
            let rows = program.agenda(whole_agenda()).unwrap().rows;
            rows.into_iter().find(|row| row.case == CASE && row.kind == "renegotiation").unwrap().item
        };
        let request = |program: &Program, action, until: Option<&str>, owner: Option<&str>| HandleItem {
            items: vec![item(program)],
            action,
            reason: "aftalt i telefon".to_owned(),
            until: until.map(str::to_owned),
            owner: owner.map(str::to_owned),
            operation: new_id(),
        };
        self.step("an item handed over", |program| {
            let request = request(program, ItemAction::HandOver, None, Some("Karina Holst"));
            saved(program.handle_item(request).unwrap())
        });
        self.step("an item put off", |program| {
            let request = request(program, ItemAction::Postpone, Some("15-12-2026"), None);
            saved(program.handle_item(request).unwrap())
        });
        self.step("an item handled", |program| {
            saved(program.handle_item(request(program, ItemAction::Handle, None, None)).unwrap())
        });
        self.step("a chance", |program| {
            let percent = Some("80".to_owned());
            let request = SetChance { case: CASE.to_owned(), percent, operation: new_id() };
            saved(program.set_chance(request).unwrap())
        });
    }

    fn notified_rates(&mut self) {
        let notified = |program: &Program| {
            let rows = program.notified_rates().unwrap().rows;
            rows.into_iter().find(|row| row.case == NEAR).unwrap()
        };
        let decide = |program: &Program, choice| {
            let row = notified(program);
            let request = DecideNotified {
                ids: vec![row.id],
                seen: vec![row.seen],
                choice,
                reason: "over P/L".to_owned(),
                operation: new_id(),
            };
            saved(program.decide_notified(request).unwrap())
        };
        self.step("a notified rate", |program| {
            let typed = [("newRate", "2.950,00"), ("from", "01-01-2027"), ("source", "brev af 2. november")];
            let record = line(program, NEAR);
            save(program, FormAction::NewNotifiedRate, Some(NEAR), Some(&record), &typed)
        });
        self.step("it is taken to negotiation", |program| decide(program, NotifiedChoice::Negotiate));
        self.step("it is accepted", |program| decide(program, NotifiedChoice::Accept));
        self.step("P/L of a year", |program| {
            let typed = [("year", "2031"), ("percent", "2,9"), ("status", "estimat"), ("source", "KL")];
            save(program, FormAction::NewPriceIndex, None, None, &typed)
        });
    }

    fn files(&mut self) {
        self.file("underskrevet.pdf", b"%PDF-1.7\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n");
        self.step("a signed contract attached", |program| {
            let record = Some(shown(program, NEAR).contracts[0].id.clone());
            let request = AttachFile {
                case: NEAR.to_owned(),
                to: AttachTo::Contract,
                record,
                operation: uuid::Uuid::new_v4().to_string(),
            };
            saved(program.attach_file(request).unwrap().unwrap())
        });
        let attached = |program: &Program| AttachmentRequest {
            id: shown(program, NEAR).contracts[0].files[0].id.clone(),
        };
        self.step("and taken off", |program| saved(program.remove_attachment(attached(program)).unwrap()));
        let off = self.done.pop().unwrap();
        saved(undo(self.program, &off).unwrap());
        // What was taken off and put back can be opened: its content is there again.
        self.program.open_attachment(attached(self.program)).unwrap();
    }

    fn whole_case(&mut self) {
        self.step("a new case worker on several cases", |program| {
            let request = ChangeCaseWorker {
                cases: [CASE, GOALS, NEAR].map(str::to_owned).to_vec(),
                is_second: true,
                to: "Ib Øst".to_owned(),
                operation: new_id(),
                reason: "Ny fordeling".to_owned(),
            };
            saved(program.change_case_worker(request).unwrap())
        });
        let filter = |query: &str| SaveFilter {
            list: "placements".to_owned(),
            name: "Dyre".to_owned(),
            query: query.to_owned(),
            is_shared: true,
            operation: new_id(),
        };
        self.step("a saved filter", |program| {
            program.save_filter(filter("{\"search\":\"a\"}")).unwrap();
            latest(program).unwrap()
        });
        self.step("the filter replaced", |program| {
            program.save_filter(filter("{\"search\":\"b\"}")).unwrap();
            latest(program).unwrap()
        });
        self.step("the filter taken out", |program| {
            let list = ListRequest { list: "placements".to_owned() };
            let id = program.saved_filters(list).unwrap().filters[0].id.clone();
            program.remove_filter(RemoveFilter { id, operation: new_id() }).unwrap();
            latest(program).unwrap()
        });
        self.step("a placement moved", |program| {
            let typed =
                [("offer", "Lindehøj"), ("movedIn", "01-03-2027"), ("case", "S2027-1"), ("rate", "2.000,00")];
            save(program, FormAction::MovePlacement, Some(NEAR), None, &typed)
        });
        self.step("a placement ended", |program| {
            let typed = [("endedOn", "31-10-2026"), ("endReason", "egen bolig")];
            save(program, FormAction::EndPlacement, Some(GOALS), None, &typed)
        });
        self.step("a placement opened again", |program| {
            save(program, FormAction::ReopenPlacement, Some(GOALS), None, &[])
        });
    }

    fn import(&mut self) {
        self.file("flere.xlsx", &workbook::write(&municipality::of(40)).unwrap());
        self.step("an import", |program| {
            let file = program.import_choose_file().unwrap().unwrap().ticket;
            let request = ImportRequest {
                file,
                day: None,
                mappings: vec![],
                corrections: vec![],
                left_out: vec![],
                leave_out_refused: false,
            };
            assert!(program.import_commit(request).unwrap().counts.created > 100);
            latest(program).unwrap()
        });
    }

    /// Ctrl+Z, again and again, to where the day began.
    fn back_to_the_beginning(self) {
        for operation in self.done.iter().rev() {
            assert_eq!(latest(self.program).as_deref(), Some(operation.as_str()));
            saved(undo(self.program, operation).unwrap());
        }
        same("the day undone", &self.screens(), &self.begun);
        assert!(self.program.verify().unwrap().ok);
    }
}

fn local_records(place: &Path) -> Register {
    let key = Key::Passphrase { user: None, passphrase: PASSPHRASE };
    let mut database = Database::open(place, key).map_err(|error| error.to_string()).unwrap();
    database.load().unwrap()
}

#[test]
fn whatever_is_done_by_hand_is_one_step_and_undone_leaves_every_figure_and_record_as_it_was() {
    let (folder, answers) = (TempDir::new().unwrap(), Answers::default());
    let place = sample(&folder);
    let before = local_records(&place);
    let program = unlock(&place, &answers);
    let mut day = Day::begin(&program, &answers);
    day.everything();
    day.back_to_the_beginning();
    program.close();
    drop(program);
    assert!(local_records(&place) == before, "the records are what they were");
}

#[test]
fn on_a_server_too_it_is_one_step_and_undone_leaves_every_figure_and_record_as_it_was() {
    let department = Department::new();
    let karina = &department.karina;
    let records = || {
        let address = department.database.address().parse().unwrap();
        let mut database = SharedDatabase::open(&address, &karina.login, OWN).unwrap();
        database.load().unwrap()
    };
    let before = records();
    let mut day = Day::begin(&karina.program, &karina.answers);
    day.everything();
    day.back_to_the_beginning();
    assert!(records() == before, "the records are what they were");
}
