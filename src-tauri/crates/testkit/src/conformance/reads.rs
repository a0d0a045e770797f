//! Looks into many files at once, as when a list leaves the program.

use vilkaar_application::log::{Chain, LogQuery};
use vilkaar_application::ports::ReadRecord;
use vilkaar_domain::CitizenId;

use super::{Made, actor, id, instant};

/// So many citizens as a large municipality has.
const MANY: u128 = 3_000;

/// Looks into many files at once are each in the log, and the chain holds; none at all leave it as it was.
pub fn looks_into_many_files_at_once_are_each_in_the_log(made: &mut Made) {
    let store = made.store.as_mut();
    let read = |number: u128| ReadRecord {
        actor: actor(),
        at: instant(1),
        citizen: CitizenId(id(number)),
        what: "liste eksporteret".to_owned(),
    };
    store.record_read(&read(1)).unwrap();
    let reads: Vec<ReadRecord> = (1..=MANY).map(read).collect();
    store.record_reads(&reads).unwrap();
    store.record_reads(&[]).unwrap();
    let looks = |citizen: Option<u128>| LogQuery {
        chain: Some(Chain::Reads),
        citizen: citizen.map(|number| CitizenId(id(number))),
        limit: 200,
        ..LogQuery::default()
    };
    assert_eq!(store.search_log(&looks(Some(1))).unwrap().lines.len(), 2);
    assert_eq!(store.search_log(&looks(Some(MANY))).unwrap().lines.len(), 1);
    assert_eq!(store.search_log(&looks(None)).unwrap().lines.len(), 200);
    assert_eq!(store.head().unwrap().seq, 0);
    assert!(store.verify(&[]).unwrap().ok());
}
