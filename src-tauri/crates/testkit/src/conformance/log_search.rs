//! What every store must do when its log is looked through. A server has its own clock and knows itself who asks,
//! so nothing here depends on the instant or the name that an operation was given.

use chrono::TimeDelta;
use vilkaar_application::log::insight::{CitizenQuery, Recorded, What};
use vilkaar_application::log::{Chain, Cursor, Done, EntriesQuery, LogLine, LogPage, LogQuery, Word};
use vilkaar_application::ports::{EntityChange, Operation, ReadRecord, Store};
use vilkaar_domain::CitizenId;

use super::{Made, actor, changed, id, instant, new, operation, records, save};

/// A look into a citizen's file.
fn look(store: &mut dyn Store, second: i64, citizen: u128, what: &str) {
    let (at, citizen) = (instant(second), CitizenId(id(citizen)));
    store.record_read(&ReadRecord { actor: actor(), at, citizen, what: what.to_owned() }).unwrap();
}

/// Saves an operation about a citizen's records.
fn write(store: &mut dyn Store, number: u128, citizen: u128, changes: Vec<EntityChange>) {
    let of = Some(CitizenId(id(citizen)));
    let changes = changes.into_iter().map(|change| EntityChange { citizen: of, ..change }).collect();
    save(store, &operation(number, changes)).unwrap();
}

/// A page with at most this many lines.
fn page(store: &mut dyn Store, query: &LogQuery) -> LogPage {
    let page = store.search_log(&LogQuery { limit: query.limit.max(1), ..query.clone() }).unwrap();
    assert!(page.lines.len() <= query.limit.max(1) as usize);
    page
}

/// Everything that is found.
fn found(store: &mut dyn Store, query: &LogQuery) -> Vec<String> {
    let page = page(store, &LogQuery { limit: 200, ..query.clone() });
    assert_eq!(page.next, None);
    page.lines.iter().map(told).collect()
}

/// A line in short: the operation with its number, or what was seen.
fn told(line: &LogLine) -> String {
    match &line.done {
        Done::Changed { operation, .. } => {
            format!("handling {}", operation.as_u128() - id(500_000).as_u128())
        }
        Done::Read(look) => look.what.clone(),
    }
}

/// A query for words of which the log knows no code.
fn words(words: &[&str]) -> LogQuery {
    let words = words.iter().map(|text| Word { text: (*text).to_owned(), ..Word::default() }).collect();
    LogQuery { words, ..LogQuery::default() }
}

/// The newest lines of the log come first, and changes and looks among each other.
pub fn the_newest_lines_of_the_log_come_first_and_changes_and_looks_among_each_other(made: &mut Made) {
    let store = made.store.as_mut();
    assert_eq!(store.search_log(&LogQuery { limit: 10, ..LogQuery::default() }).unwrap(), LogPage::default());
    write(store, 1, 1, vec![new(records::citizen(1))]);
    look(store, 2, 1, "placering");
    write(store, 3, 2, vec![new(records::citizen(2)), new(records::provider(3, "Solsikken ApS"))]);
    look(store, 4, 2, "forhandlingspakke");
    let lines = page(store, &LogQuery { limit: 10, ..LogQuery::default() }).lines;
    let told: Vec<String> = lines.iter().map(told).collect();
    assert_eq!(told, ["forhandlingspakke", "handling 3", "placering", "handling 1"]);

    let Some(Done::Changed { name, reason, kinds, entries, .. }) = lines.get(1).map(|line| &line.done) else {
        unreachable!("an operation")
    };
    assert_eq!((name.as_str(), reason.as_deref()), ("import", Some("efter ark fra økonomi")));
    assert_eq!(*kinds, [("citizen".to_owned(), 1), ("provider".to_owned(), 1)]);
    let kinds: Vec<&str> = entries.iter().map(|entry| entry.entity_kind.as_str()).collect();
    assert_eq!(kinds.len(), 2, "{kinds:?}");
    assert!(entries.iter().all(|entry| entry.payload.is_some()));
    assert!(entries.is_sorted_by_key(|entry| entry.seq));
}

/// The log is searched by person, citizen, time, kind and chain, and by several of them at once.
pub fn the_log_is_searched_by_person_citizen_time_kind_and_chain(made: &mut Made) {
    let store = made.store.as_mut();
    write(store, 1, 1, vec![new(records::citizen(1)), new(records::provider(11, "Solsikken ApS"))]);
    look(store, 2, 1, "placering");
    write(store, 3, 2, vec![new(records::citizen(2))]);
    look(store, 4, 2, "forhandlingspakke");
    let all = page(store, &LogQuery { limit: 10, ..LogQuery::default() }).lines;
    let everything = LogQuery::default();
    let kinds = |kinds: &[&str]| kinds.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>();

    let of = |citizen| LogQuery { citizen: Some(CitizenId(id(citizen))), ..everything.clone() };
    assert_eq!(found(store, &of(1)), ["placering", "handling 1"]);
    assert_eq!(found(store, &LogQuery { chain: Some(Chain::Changes), ..of(2) }), ["handling 3"]);
    assert_eq!(found(store, &LogQuery { chain: Some(Chain::Reads), ..of(2) }), ["forhandlingspakke"]);
    assert!(found(store, &of(3)).is_empty());

    let by = |person| LogQuery { person: Some(person), ..everything.clone() };
    assert_eq!(found(store, &by(all[0].person)).len(), 4);
    assert!(found(store, &by(id(77_777))).is_empty());

    assert_eq!(found(store, &LogQuery { kinds: kinds(&["provider"]), ..everything.clone() }), ["handling 1"]);
    let two = LogQuery { kinds: kinds(&["provider", "citizen"]), ..everything.clone() };
    assert_eq!(found(store, &two), ["handling 3", "handling 1"], "a look is of no kind");
    assert!(found(store, &LogQuery { kinds: kinds(&["provider"]), ..of(2) }).is_empty());
    let line = page(store, &LogQuery { kinds: kinds(&["provider"]), ..everything.clone() }).lines.remove(0);
    let Done::Changed { kinds, entries, .. } = line.done else { unreachable!("an operation") };
    assert_eq!(kinds, [("provider".to_owned(), 1)], "only what was asked for is counted");
    assert_eq!(entries.len(), 1);

    // From the third line's instant on, before the first's.
    let period = LogQuery { from: Some(all[2].at), before: Some(all[0].at), ..everything.clone() };
    assert_eq!(found(store, &period), ["handling 3", "placering"]);
    let none = LogQuery { from: Some(all[0].at + TimeDelta::seconds(1)), ..everything };
    assert!(found(store, &none).is_empty());
}

/// Words are looked for in who, where, what and why, whatever their case, and only as they stand: what means
/// something in a pattern doesn't here.
pub fn words_are_looked_for_in_who_where_what_and_why_and_only_as_they_stand(made: &mut Made) {
    let store = made.store.as_mut();
    let because = |number, reason: &str, changes| Operation {
        reason: Some(reason.to_owned()),
        ..operation(number, changes)
    };
    save(store, &because(1, "Åben sag: 100% ØKONOMI", vec![new(records::citizen(1))])).unwrap();
    let (before, after) = (records::provider(2, "Solsikken ApS"), records::provider(2, "Solsikken A/S"));
    save(store, &because(2, "1000 poster", vec![new(before.clone())])).unwrap();
    save(store, &because(3, "it's \"$1\" !_", vec![changed(before, after)])).unwrap();
    look(store, 4, 1, "placering");
    for (asked, expected) in [
        (&["åben"] as &[&str], &["handling 1"] as &[&str]),
        (&["ÅBEN", "økonomi"], &["handling 1"]),
        (&["åben", "poster"], &[]),
        (&["0%"], &["handling 1"]),
        (&["_"], &["handling 3"]),
        (&["!"], &["handling 3"]),
        (&["it's"], &["handling 3"]),
        (&["\"$1\""], &["handling 3"]),
        (&["rettelse"], &["handling 3"]),
        (&["vindue"], &["placering", "handling 3", "handling 2", "handling 1"]),
        (&["plaCering"], &["placering"]),
        (&["'; DROP TABLE reads; --"], &[]),
    ] {
        assert_eq!(found(store, &words(asked)), expected, "{asked:?}");
    }
    // A word that stands for a code of the log.
    let word = Word { text: "leverandør".to_owned(), kinds: vec!["provider".to_owned()], ..Word::default() };
    let query = LogQuery { words: vec![word], ..LogQuery::default() };
    assert_eq!(found(store, &query), ["handling 3", "handling 2"]);
    let word = Word { text: "så".to_owned(), reads: vec!["placer".to_owned()], ..Word::default() };
    assert_eq!(found(store, &LogQuery { words: vec![word], ..LogQuery::default() }), ["placering"]);
    let word =
        Word { text: "læste ind".to_owned(), operations: vec!["import".to_owned()], ..Word::default() };
    assert_eq!(found(store, &LogQuery { words: vec![word], ..LogQuery::default() }).len(), 3);
}

/// Pages of the log miss nothing and repeat nothing, of any length, also while it grows.
pub fn pages_of_the_log_miss_nothing_and_repeat_nothing_while_it_grows(made: &mut Made) {
    let store = made.store.as_mut();
    for number in 1..=20 {
        write(store, number, 1, vec![new(records::citizen(number))]);
        // Three looks of one instant, and of the operation's.
        for what in ["placering", "beregning", "opsigelse"] {
            look(store, i64::try_from(number).unwrap(), 1, &format!("{what} {number}"));
        }
    }
    let whole: Vec<Cursor> = page(store, &LogQuery { limit: 200, ..LogQuery::default() })
        .lines
        .iter()
        .map(LogLine::cursor)
        .collect();
    assert_eq!(whole.len(), 80);
    let mut newer = 1_000;
    for limit in [1, 3, 7, 80] {
        let mut seen = Vec::new();
        let mut query =
            LogQuery { limit, before: Some(whole[0].at + TimeDelta::microseconds(1)), ..LogQuery::default() };
        loop {
            let page = page(store, &query);
            seen.extend(page.lines.iter().map(LogLine::cursor));
            // Somebody goes on working meanwhile.
            newer += 1;
            write(store, newer, 1, vec![new(records::citizen(newer))]);
            look(store, i64::try_from(newer).unwrap(), 1, "placering");
            let Some(next) = page.next else { break };
            query = LogQuery { after: Some(next), before: None, ..query };
        }
        assert_eq!(seen, whole, "pages of {limit}");
    }
}

/// An operation of three thousand entries is one line with its count, and can be opened.
pub fn an_operation_of_three_thousand_entries_is_one_line_that_can_be_opened(made: &mut Made) {
    let store = made.store.as_mut();
    write(store, 1, 1, vec![new(records::citizen(9_999))]);
    save(store, &operation(2, (1..=3_000).map(|number| new(records::citizen(number))).collect())).unwrap();
    let page = page(store, &LogQuery { limit: 10, ..LogQuery::default() });
    assert_eq!(page.lines.iter().map(told).collect::<Vec<_>>(), ["handling 2", "handling 1"]);
    let Done::Changed { operation, kinds, entries, .. } = &page.lines[0].done else {
        unreachable!("an operation")
    };
    assert_eq!(*kinds, [("citizen".to_owned(), 3_000)]);
    assert!(entries.is_empty(), "of a large operation the entries are asked for");
    let mut query =
        EntriesQuery { operation: *operation, citizen: None, kinds: Vec::new(), after: 0, limit: 200 };
    let mut opened = 0;
    loop {
        let entries = store.operation_entries(&query).unwrap();
        let Some(last) = entries.last() else { break };
        assert!(entries.iter().all(|entry| entry.operation_id == query.operation && entry.payload.is_some()));
        opened += entries.len();
        query.after = last.seq;
    }
    assert_eq!(opened, 3_000);
    query = EntriesQuery { after: 0, kinds: vec!["provider".to_owned()], ..query };
    assert!(store.operation_entries(&query).unwrap().is_empty());
}

/// A citizen's log holds every change and look of that citizen and no other, oldest first.
pub fn a_citizens_log_holds_every_change_and_look_of_that_citizen_and_no_other(made: &mut Made) {
    let store = made.store.as_mut();
    let mut expected: [Vec<String>; 3] = Default::default();
    for number in 1..=90_u128 {
        // Citizens take turns unevenly, with changes and looks among each other.
        let citizen = (number * number / 7) % 3;
        let of = 1 + citizen;
        let tell = if number % 4 == 0 {
            look(store, i64::try_from(number).unwrap(), of, &format!("kig {number}"));
            format!("kig {number}")
        } else {
            write(store, number, of, vec![new(records::citizen(1_000 + number))]);
            format!("post {}", id(1_000 + number))
        };
        expected[usize::try_from(citizen).unwrap()].push(tell);
    }
    save(
        store,
        &operation(200, vec![EntityChange { citizen: None, ..new(records::provider(5, "Alles ApS")) }]),
    )
    .unwrap();
    let tell = |recorded: &Recorded| match &recorded.what {
        What::Change(entry) => format!("post {}", entry.entity_id),
        What::Look(look) => look.what.clone(),
    };
    for (citizen, expected) in (1..).zip(&expected) {
        let citizen = CitizenId(id(citizen));
        let log = store.citizen_log(&CitizenQuery { citizen, from: None, before: None }).unwrap();
        assert_eq!(log.iter().map(tell).collect::<Vec<_>>(), *expected);
        for recorded in &log {
            match &recorded.what {
                What::Look(look) => assert_eq!(look.citizen, citizen),
                What::Change(entry) => assert!(entry.payload.is_some()),
            }
        }
        let (first, last) = (log[3].at, log[10].at);
        let part =
            store.citizen_log(&CitizenQuery { citizen, from: Some(first), before: Some(last) }).unwrap();
        assert_eq!(part, log[3..10], "from an instant on, before another");
    }
}
