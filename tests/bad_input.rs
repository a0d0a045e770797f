//! Bad input as it comes from a window that never asked what is wrong: each save is refused with a sentence at its field,
//! and nothing is written. (A file of 60 MB and one that is no PDF: `attachments`; two windows on one placement: below
//! in one program, in two on a server in `shared`.)

use serde_json::Value;
use tempfile::TempDir;
use vilkaar_api::Program;
use vilkaar_api::types::*;

use crate::driver::{Answers, Filled, same, save, saved, screens};
use crate::undoing::{CASE, GOALS, NEAR, latest, line, sample, shown, unlock};

/// The sample in a program, with what it shows before anything is tried.
struct Office {
    program: Program,
    before: Value,
    newest: Option<String>,
    _folder: TempDir,
}

impl Office {
    fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let program = unlock(&sample(&folder), &Answers::default());
        let before = screens(&program, &[CASE, GOALS, NEAR]);
        let newest = latest(&program);
        Self { program, before, newest, _folder: folder }
    }

    /// Saves without a look at what the check would say: refused with these words at this field, and nothing is written.
    fn refuses(&self, form: &Filled, field: &str, words: &str) {
        let SaveOutcome::Refused { problems } = form.save(&self.program).unwrap() else {
            panic!("{words}: saved")
        };
        let of_field: Vec<&FieldProblem> =
            problems.iter().filter(|problem| problem.is_error && problem.field == field).collect();
        let [problem] = of_field.as_slice() else { panic!("{field}: {problems:?}") };
        assert!(problem.sentence.contains(words), "{}", problem.sentence);
        assert!(problem.sentence.ends_with(['.', '?', '!']), "a sentence: {}", problem.sentence);
        self.writes_nothing(words);
        // While it is typed the same is said.
        let check = form.check(&self.program).unwrap();
        assert!(
            check.problems.iter().any(|known| known.field == field && known.sentence == problem.sentence),
            "{:?}",
            check.problems
        );
    }

    fn writes_nothing(&self, what: &str) {
        assert_eq!(latest(&self.program), self.newest, "{what}");
        same(what, &screens(&self.program, &[CASE, GOALS, NEAR]), &self.before);
        assert!(self.program.verify().unwrap().ok);
    }

    fn form(&self, action: FormAction, case: &str, record: Option<String>, typed: &[(&str, &str)]) -> Filled {
        Filled::open(&self.program, action, Some(case), record.as_deref()).unwrap().with(typed)
    }
}

const GOAL: [(&str, &str); 5] = [
    ("undertema", "Samtale"),
    ("goalType", "Udvikle funktionsevne"),
    ("startLevel", "3 Svært"),
    ("expectedLevel", "1 Let"),
    ("from", "01-11-2026"),
];

#[test]
fn an_end_before_the_start_is_refused_wherever_there_is_one() {
    let office = Office::open();
    let end = office.form(
        FormAction::EndPlacement,
        GOALS,
        None,
        &[("endedOn", "31-08-2023"), ("endReason", "egen bolig")],
    );
    office.refuses(&end, "endedOn", "Opholdet kan ikke slutte før den dag.");
    let typed = [
        ("service", "Nattevagt"),
        ("amount", "150"),
        ("unit", "pr. døgn"),
        ("from", "01-12-2026"),
        ("to", "30-11-2026"),
    ];
    office.refuses(&office.form(FormAction::AddRate, NEAR, None, &typed), "to", "01-12-2026");
    let ended =
        office.form(FormAction::EndRate, NEAR, Some(line(&office.program, NEAR)), &[("to", "31-01-2026")]);
    office.refuses(&ended, "to", "01-02-2026");
    let contract = Some(shown(&office.program, CASE).contracts[0].id.clone());
    let typed = [("start", "01-01-2027"), ("end", "31-12-2026")];
    let amended = office.form(FormAction::AmendContract, CASE, contract, &typed);
    office.refuses(&amended, "end", "Slut ligger før start. Ret en af datoerne.");
}

#[test]
fn a_rate_before_the_stay_and_one_that_would_be_paid_twice_are_refused() {
    let office = Office::open();
    let night = |from| {
        let typed = [("service", "Nattevagt"), ("amount", "150"), ("unit", "pr. døgn"), ("from", from)];
        office.form(FormAction::AddRate, NEAR, None, &typed)
    };
    office.refuses(&night("31-01-2026"), "from", "En takst før indflytningen 01-02-2026 betales ikke.");
    let typed =
        [("service", "Grundtakst"), ("amount", "2.500"), ("unit", "pr. døgn"), ("from", "01-06-2026")];
    let twice = office.form(FormAction::AddRate, NEAR, None, &typed).with(&[("amount", "2.500,00")]);
    office.refuses(&twice, "from", "begge ville blive betalt");
    // A number that can be read in two ways is asked about, not guessed.
    let typed = [("service", "Nattevagt"), ("amount", "1.234"), ("unit", "pr. døgn"), ("from", "01-12-2026")];
    office.refuses(&office.form(FormAction::AddRate, NEAR, None, &typed), "amount", "to måder");
}

#[test]
fn a_level_of_5_is_refused_on_a_goal_and_on_a_follow_up() {
    let office = Office::open();
    for field in ["startLevel", "expectedLevel"] {
        let goal = office.form(FormAction::NewGoal, GOALS, None, &GOAL).with(&[(field, "5")]);
        office.refuses(&goal, field, "Niveauet går fra 0 (ingen) til 4");
    }
    let entry = shown(&office.program, GOALS).goals[0].follow_up_actions[0].record.clone();
    let wrong = office.form(FormAction::EditFollowUp, GOALS, entry, &[("level", "5")]);
    office.refuses(&wrong, "level", "Niveauet går fra 0 (ingen) til 4");
    let sheet = office.program.follow_up_sheet(PlacementRequest { case: GOALS.to_owned() }).unwrap();
    let goal = sheet.goals[0].id.clone();
    let row = |level: &str| GoalFollowUp {
        goal: goal.clone(),
        level: level.to_owned(),
        result: String::new(),
        remark: "Set ved besøg".to_owned(),
    };
    let month = &sheet.months[0];
    let hours = MonthHours {
        month: month.month.clone(),
        // 40 hours a day.
        hours: "1240".to_owned(),
        base: month.delivered.clone().unwrap_or_default(),
    };
    let input = FollowUpInput {
        case: GOALS.to_owned(),
        date: "21-11-2026".to_owned(),
        source: String::new(),
        goals: vec![row("5")],
        hours: vec![hours],
    };
    let request = SaveFollowUps { operation: sheet.operation.clone(), input };
    let SaveOutcome::Refused { problems } = office.program.save_follow_ups(request).unwrap() else {
        panic!("saved")
    };
    for (field, words) in [
        (format!("level-{goal}"), "Niveauet går fra 0 (ingen) til 4"),
        ("date".to_owned(), "Opfølgningen kan ikke ligge efter i dag."),
        ("source".to_owned(), "Vælg, hvem der har vurderet målene."),
        (format!("hours-{}", month.month), "Skriv højst så mange."),
    ] {
        let said = problems.iter().find(|problem| problem.field == field && problem.is_error);
        assert!(said.is_some_and(|said| said.sentence.contains(words)), "{field}: {problems:?}");
    }
    office.writes_nothing("a sheet");
}

#[test]
fn a_deadline_before_the_start_is_refused() {
    let office = Office::open();
    let goal = office.form(FormAction::NewGoal, GOALS, None, &GOAL).with(&[("deadline", "31-10-2026")]);
    office.refuses(&goal, "deadline", "Fristen ligger før målets start");
}

#[test]
fn two_contracts_at_once_are_refused_with_the_way_out() {
    let office = Office::open();
    let contract = office.form(FormAction::NewContract, CASE, None, &[("start", "01-01-2027")]);
    office.refuses(&contract, "start", "To kontrakter ville gælde");
}

#[test]
fn forty_hours_a_day_are_refused() {
    use FormAction::{AddRate, EditDeliveredHours, EditPlacement};
    let office = Office::open();
    let extra = [
        ("service", "Ekstra støttetimer"),
        ("amount", "425,00"),
        ("unit", "pr. time"),
        ("from", "01-12-2026"),
    ];
    for (action, record, typed, field, text, words) in [
        (EditPlacement, None, &[][..], "supportHours", "280", "168"),
        (EditPlacement, None, &[], "supportHours", "40 timer om dagen", "168"),
        (EditPlacement, None, &[], "hours83", "168,5", "168"),
        (AddRate, None, &extra, "quantity", "280", "168"),
        (EditDeliveredHours, Some("2026-10".to_owned()), &[], "hours", "1240", "744 timer"),
    ] {
        let form = office.form(action, NEAR, record, typed).with(&[(field, text)]);
        office.refuses(&form, field, words);
    }
}

#[test]
fn the_second_of_two_windows_on_one_placement_is_told_who_changed_what_and_keeps_its_text() {
    let office = Office::open();
    let form = |typed: &[(&str, &str)]| office.form(FormAction::EditPlacement, CASE, None, typed);
    let second = form(&[("caseWorker", "Bo Vest"), ("supportHours", "21")]);
    let first = [("caseWorker", "Ib Øst"), ("targetGroup", "Angst")];
    let first = save(&office.program, FormAction::EditPlacement, Some(CASE), None, &first);
    let before = screens(&office.program, &[CASE]);
    let SaveOutcome::Clashed { clash } = second.save(&office.program).unwrap() else { panic!("saved over") };
    assert!(clash.sentence.contains("ændrede selv placeringen"), "{}", clash.sentence);
    let told: Vec<_> = clash
        .fields
        .iter()
        .map(|field| (field.name.as_str(), field.theirs.as_str(), field.mine.as_str(), field.is_contested))
        .collect();
    assert_eq!(
        told,
        [("caseWorker", "Ib Øst", "Bo Vest", true), ("targetGroup", "Angst", "Udviklingshæmning", false)]
    );
    assert_eq!(latest(&office.program).as_deref(), Some(first.as_str()));
    same("nothing is saved yet", &screens(&office.program, &[CASE]), &before);

    // Chosen: its own case worker over theirs, and what only they changed stays.
    let mut chosen = second.clone();
    chosen.0.base = clash.now;
    let theirs = chosen.0.base.iter().find(|value| value.name == "targetGroup").unwrap().clone();
    let chosen = chosen.with(&[("targetGroup", &theirs.value)]);
    saved(chosen.save(&office.program).unwrap());
    let value = |name: &str| {
        let fields = form(&[]).0.base;
        fields.into_iter().find(|field| field.name == name).unwrap().value
    };
    assert_eq!(
        [value("caseWorker"), value("targetGroup"), value("supportHours")],
        ["Bo Vest", "Angst", "21"].map(str::to_owned)
    );
}
