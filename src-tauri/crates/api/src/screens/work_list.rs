//! The agenda as it leaves the screen: on paper, and as a calendar file.
//!
//! Invariant: both hold what the screen shows with the same question, and neither names a citizen.

use sha2::{Digest as _, Sha256};
use vilkaar_application::portfolio::Portfolio;
use vilkaar_documents::work_list::{WorkGroup, WorkList, WorkRow};
use vilkaar_domain::agenda::{DueState, ItemKey};
use vilkaar_exchange::calendar::CalendarEntry;
use vilkaar_wording::{agenda as words, format};

use super::agenda::{Found, Viewer, asked, context, most_valuable_first};
use crate::types::{AgendaQuery, AgendaScope};

/// The list on paper.
pub(crate) fn list(portfolio: &Portfolio, viewer: &Viewer, query: &AgendaQuery, name: &str) -> WorkList {
    let mut found = asked(portfolio, viewer, query);
    most_valuable_first(&mut found);
    let counts = DueState::ALL.map(|state| found.iter().filter(|(_, item)| item.state == state).count());
    let groups = DueState::ALL
        .into_iter()
        .map(|state| WorkGroup {
            name: words::state(state).to_owned(),
            rows: found.iter().filter(|(_, item)| item.state == state).map(|found| row(*found)).collect(),
        })
        .filter(|group| !group.rows.is_empty())
        .collect();
    WorkList {
        municipality: portfolio.register().settings.municipality.clone(),
        as_of: portfolio.today(),
        whose: match query.scope {
            AgendaScope::Mine => format!("Opgaver hos {name}"),
            AgendaScope::All => "Alles opgaver".to_owned(),
        },
        context: format!("{}.", context(counts)),
        groups,
    }
}

fn row((facts, item): Found<'_>) -> WorkRow {
    let marked = &item.marked;
    let postponed = marked.postponed.as_ref().map(|postponed| words::postponed(item, postponed));
    let handed_over = marked.handed_over_from.as_ref().map(words::handed_over);
    let told: Vec<String> =
        [Some(words::detail(item)), postponed, handed_over].into_iter().flatten().collect();
    WorkRow {
        what: words::to_do(&item.subject).to_owned(),
        detail: told.join(" "),
        case: item.case.to_string(),
        due: format::date(item.due),
        status: words::days(item.days),
        is_overdue: item.state == DueState::Overdue,
        owner: item.owner.name().to_owned(),
        at_stake: facts.at_stake().map_or_else(|| "ukendt".to_owned(), format::kr_whole_bare),
    }
}

/// The items as events of a calendar.
pub(crate) fn events(portfolio: &Portfolio, viewer: &Viewer, query: &AgendaQuery) -> Vec<CalendarEntry> {
    asked(portfolio, viewer, query)
        .into_iter()
        .map(|(_, item)| CalendarEntry {
            uid: uid(&item.key),
            day: item.due,
            what: words::what(&item.subject).to_owned(),
            case: item.case.to_string(),
        })
        .collect()
}

/// The UID of an item's event: a digest, as ids are the database's own business. It leaves the day out, so that a date
/// that was moved moves the event. The ids are unique over all databases and stay when one is moved to a server.
fn uid(key: &ItemKey) -> String {
    let named = format!("vilkaar/{}/{}/{}", key.kind.code(), key.placement.0, key.record);
    let digest = Sha256::digest(named.as_bytes());
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    format!("{}@vilkaar", uuid::Builder::from_custom_bytes(bytes).into_uuid())
}
