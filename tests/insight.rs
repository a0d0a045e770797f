//! A citizen's part of the log, over a made-up municipality where people change things and look at each other's cases
//! for a while: all of it, nothing of anybody else, and without a name where none shall stand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use calamine::{Data, Reader as _};
use chrono::{DateTime, TimeDelta, Utc};
use tempfile::TempDir;
use uuid::Uuid;
use vilkaar_api::ProgramClock;
use vilkaar_api::headless::{Errand, Headless};
use vilkaar_api::types::InsightNames;
use vilkaar_application::log::{self, Done, LogQuery};
use vilkaar_application::ports::{Actor, EntityChange, Operation, ReadRecord, Store as _};
use vilkaar_domain::{
    Citizen, CitizenId, Entity, PlacementId, Rate, Register, Role, Roles, Sensitive, User, UserId,
};
use vilkaar_storage::{Database, Unlock};
use vilkaar_testkit::municipality;

use crate::cli::program::{PASSPHRASE, USER};
use crate::pdf_gate;

/// Who works there; two share a surname, so that it stands for neither.
const EMPLOYEES: [&str; 4] = ["Bodil Rævegaard", "Henning Tvilum", "Vibeke Rævegaard", "Yrsa Ågesen"];

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// The municipality with its log, and what each citizen's drawing must hold.
struct Town {
    _keeper: TempDir,
    folder: PathBuf,
    register: Register,
    /// The marks of each citizen's steps, with who took them.
    steps: BTreeMap<CitizenId, Vec<(String, &'static str)>>,
}

static TOWN: LazyLock<Town> = LazyLock::new(made);

fn actor(name: &str) -> Actor {
    let number = EMPLOYEES.iter().position(|known| *known == name).unwrap();
    let person = Uuid::from_u128(0x5000 + u128::try_from(number).unwrap());
    let (name, origin) = (name.to_owned(), "vindue: Placering".to_owned());
    Actor { person, name, origin, roles: Roles::of_first_user() }
}

fn at(minute: usize) -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).unwrap() + TimeDelta::minutes(i64::try_from(minute).unwrap())
}

fn made() -> Town {
    let keeper = TempDir::new().unwrap();
    let folder = keeper.path().join("Egeskov.vilkaar");
    let (mut database, _) = Database::create(&folder, USER, PASSPHRASE).unwrap();
    let mut register = municipality::of(24);
    for (number, citizen) in register.citizens.iter_mut().enumerate() {
        citizen.name = Some(Sensitive::new(format!("Ida{number:02} Eksempel{number:02}")));
    }
    for (number, placement) in register.placements.iter_mut().enumerate() {
        placement.case_worker = Some(EMPLOYEES[number % EMPLOYEES.len()].to_owned());
    }
    let citizen_of: BTreeMap<PlacementId, CitizenId> =
        register.placements.iter().map(|placement| (placement.id, placement.citizen)).collect();
    let of = |placement| citizen_of.get(&placement).copied();
    let new = |after, citizen| EntityChange { before: None, after: Some(after), citizen, reason: None };
    let mut changes: Vec<EntityChange> = Vec::new();
    changes.extend(register.citizens.iter().map(|r| new(Entity::Citizen(r.clone()), Some(r.id))));
    changes.extend(register.providers.iter().map(|r| new(Entity::Provider(r.clone()), None)));
    changes.extend(register.offers.iter().map(|r| new(Entity::Offer(r.clone()), None)));
    changes.extend(register.placements.iter().map(|r| new(Entity::Placement(r.clone()), Some(r.citizen))));
    changes.extend(register.rate_lines.iter().map(|r| new(Entity::RateLine(r.clone()), of(r.placement))));
    changes.extend(register.contracts.iter().map(|r| new(Entity::Contract(r.clone()), of(r.placement))));
    let mut people = EMPLOYEES.map(|name| (actor(name).person, name)).to_vec();
    people.push((database.persons()[0].id, USER));
    changes.extend(people.into_iter().map(|(id, name)| {
        let (id, name, roles) = (UserId(id), name.to_owned(), Roles::of_first_user());
        new(Entity::User(User { id, name, login: None, roles, employee: None, removed_on: None }), None)
    }));
    let save = |database: &mut Database, number: usize, who: &str, changes| {
        let id = Uuid::from_u128(0x9000_0000 + u128::try_from(number).unwrap());
        let name = "import".to_owned();
        let operation = Operation { id, name, actor: actor(who), at: at(number), changes, reason: None };
        database.save(&operation, &mut |_, _| true).unwrap();
    };
    save(&mut database, 0, EMPLOYEES[0], changes);

    let mut dice = Dice(107);
    let mut steps: BTreeMap<CitizenId, Vec<(String, &'static str)>> = BTreeMap::new();
    for number in 1..=240 {
        let who = EMPLOYEES[dice.below(EMPLOYEES.len())];
        let line = dice.below(register.rate_lines.len());
        let citizen = of(register.rate_lines[line].placement).unwrap();
        let mark = format!("trin{number:04}");
        if dice.below(3) == 0 {
            let read =
                ReadRecord { actor: actor(who), at: at(number), citizen, what: format!("bilaget {mark}") };
            database.record_read(&read).unwrap();
        } else {
            // Somebody writes another citizen and a colleague into the reason.
            let other: &Citizen = &register.citizens[dice.below(register.citizens.len())];
            let (name, cpr) = (other.name.as_ref().unwrap().reveal(), other.cpr.as_ref().unwrap().reveal());
            let colleague = EMPLOYEES[dice.below(EMPLOYEES.len())];
            let reason = format!("{mark} som hos {name}, {cpr}, se {colleague}s notat; {name}s sag");
            let before = register.rate_lines[line].clone();
            register.rate_lines[line].amount = Rate::from_scaled(20_000_000 + i64::try_from(number).unwrap());
            let after = Entity::RateLine(register.rate_lines[line].clone());
            let before = Some(Entity::RateLine(before));
            let change =
                EntityChange { before, after: Some(after), citizen: Some(citizen), reason: Some(reason) };
            save(&mut database, number, who, vec![change]);
        }
        steps.entry(citizen).or_default().push((mark, who));
    }
    Town { _keeper: keeper, folder, register, steps }
}

impl Town {
    /// A copy of the database for one test: a folder has one opener.
    fn copy(&self) -> (TempDir, PathBuf) {
        let keeper = TempDir::new().unwrap();
        let folder = keeper.path().join("Egeskov.vilkaar");
        std::fs::create_dir(&folder).unwrap();
        for entry in std::fs::read_dir(&self.folder).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), folder.join(entry.file_name())).unwrap();
            }
        }
        (keeper, folder)
    }

    fn case_of(&self, citizen: CitizenId) -> String {
        let of = |placement: &&vilkaar_domain::Placement| placement.citizen == citizen;
        self.register.placements.iter().find(of).unwrap().case.to_string()
    }

    /// Draws a citizen's part to a file beside the database.
    fn draw(&self, folder: &Path, citizen: CitizenId, name: &str, names: InsightNames) -> PathBuf {
        let out = folder.with_file_name(name);
        let mut program = Headless::open(folder, Some(USER), PASSPHRASE, None, Errand::Insight).unwrap();
        program.insight(&self.case_of(citizen), &out, names).unwrap();
        out
    }
}

/// Everything that a workbook's parts hold, properties and all.
fn raw_text(workbook: &Path) -> String {
    let output = Command::new("unzip").arg("-p").arg(workbook).output().expect("unzip is there");
    assert!(output.status.success());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The rows of the entries' sheet below its headings: who, and what with all that stands with it.
fn rows(workbook: &Path) -> Vec<(String, String)> {
    let mut book = calamine::open_workbook_auto(workbook).unwrap();
    let sheet = book.worksheet_range("Poster").unwrap();
    sheet
        .rows()
        .skip(1)
        .map(|row| {
            assert!(matches!(row[0], Data::DateTime(_)), "a real instant: {:?}", row[0]);
            let texts: Vec<String> = row[2..].iter().map(ToString::to_string).collect();
            (row[1].to_string(), texts.join(" "))
        })
        .collect()
}

#[test]
fn a_citizens_drawing_holds_every_change_and_look_and_nothing_of_another() {
    let (_keeper, folder) = TOWN.copy();
    let mut entries = 0;
    for (number, citizen) in TOWN.register.citizens.iter().enumerate() {
        // The paper of some, the sheet of all: they are made of the same.
        let sheet = TOWN.draw(&folder, citizen.id, "indsigt.xlsx", InsightNames::Named);
        let mut texts = vec![raw_text(&sheet)];
        if number % 8 == 0 {
            texts.push(pdf_gate::text_of(&TOWN.draw(
                &folder,
                citizen.id,
                "indsigt.pdf",
                InsightNames::Named,
            )));
        }
        let own: BTreeSet<&str> =
            TOWN.steps.get(&citizen.id).into_iter().flatten().map(|(mark, _)| mark.as_str()).collect();
        entries += own.len();
        for text in &texts {
            for (mark, _) in TOWN.steps.values().flatten() {
                assert_eq!(text.contains(mark), own.contains(mark.as_str()), "{mark}");
            }
            for known in &TOWN.register.citizens {
                let (name, cpr) =
                    (known.name.as_ref().unwrap().reveal(), known.cpr.as_ref().unwrap().reveal());
                let is_own = known.id == citizen.id;
                assert_eq!(text.contains(name), is_own, "a name");
                assert_eq!(text.contains(cpr), is_own, "a CPR number");
                assert_eq!(text.contains(&TOWN.case_of(known.id)), is_own, "a case");
            }
        }
        let lines = rows(&sheet);
        let told = lines.iter().filter(|(_, text)| own.iter().any(|mark| text.contains(mark))).count();
        assert_eq!(told, own.len(), "each step is one line");
        assert!(lines.iter().any(|(_, text)| text.contains("Oprettede borgeren.")));
        let (_, last) = lines.last().unwrap();
        assert!(last.contains("indsigt i loggen"), "the drawing itself stands in it: {last}");
    }
    assert_eq!(entries, 240);
}

#[test]
fn without_names_no_employees_name_stands_anywhere_and_each_is_one_number() {
    let (_keeper, folder) = TOWN.copy();
    for citizen in TOWN.steps.keys().take(6) {
        let named = raw_text(&TOWN.draw(&folder, *citizen, "med.xlsx", InsightNames::Named));
        assert!(EMPLOYEES.iter().any(|name| named.contains(name)));
        let sheet = TOWN.draw(&folder, *citizen, "uden.xlsx", InsightNames::Numbered);
        let paper = TOWN.draw(&folder, *citizen, "uden.pdf", InsightNames::Numbered);
        let about = Command::new("pdfinfo").arg(&paper).output().expect("pdfinfo is there");
        let about = String::from_utf8_lossy(&about.stdout).into_owned();
        for text in [raw_text(&sheet), pdf_gate::text_of(&paper), about] {
            for part in EMPLOYEES.iter().chain(&[USER]).flat_map(|name| name.split(' ')) {
                assert!(!text.contains(part), "{part}");
            }
        }
        let mut numbers: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for (who, text) in rows(&sheet) {
            if let Some((_, name)) = TOWN.steps[citizen].iter().find(|(mark, _)| text.contains(mark)) {
                numbers.entry(name).or_default().insert(who);
            }
        }
        let all: BTreeSet<&String> = numbers.values().flatten().collect();
        assert!(numbers.values().all(|numbers| numbers.len() == 1), "{numbers:?}");
        assert_eq!(all.len(), numbers.len(), "two persons have two numbers: {numbers:?}");
        assert!(all.iter().all(|number| number.starts_with("Medarbejder ")), "{numbers:?}");
    }
}

#[test]
fn an_administrator_finds_people_and_settings_in_the_log_and_no_citizen() {
    let (_keeper, folder) = TOWN.copy();
    let unlock = Unlock::Passphrase { user: Some(USER), passphrase: PASSPHRASE };
    let mut database = Database::open(&folder, unlock).unwrap();
    let roles: Roles = [Role::Administrator].into_iter().collect();
    let administrator = Actor { roles, ..actor(EMPLOYEES[1]) };
    let clock = ProgramClock::default();
    let citizen = TOWN.register.citizens[0].id;
    let query = LogQuery { limit: 200, ..LogQuery::default() };
    let page = log::search(&mut database, &administrator, &clock, &query).unwrap();
    assert_eq!(page.lines.len(), 1, "the one operation in which people were made");
    for line in page.lines {
        let Done::Changed { kinds, .. } = line.done else { panic!("a look") };
        assert_eq!(kinds, [("user".to_owned(), 5)]);
    }
    let of = LogQuery { citizen: Some(citizen), ..query.clone() };
    assert!(log::search(&mut database, &administrator, &clock, &of).unwrap().lines.is_empty());
    let reader = Actor { roles: Roles::of_first_user(), ..administrator };
    assert_eq!(log::search(&mut database, &reader, &clock, &query).unwrap().lines.len(), 200);
    assert!(!log::search(&mut database, &reader, &clock, &of).unwrap().lines.is_empty());
}
