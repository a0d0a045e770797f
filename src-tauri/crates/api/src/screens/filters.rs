//! Filters of lists that somebody saved, for themselves or for everybody.
//!
//! Invariant: one's own filter of a name is there once for each list, and nobody takes out another's.

use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{EntityChange, Identities as _};
use vilkaar_domain::{Entity, RecordId, SavedFilter, UserId};

use super::forms::wrong;
use crate::UuidIdentities;
use crate::errors;
use crate::program::saving::{Decided, Decision};
use crate::types::{ApiError, SaveFilter, SavedFilterRow, SavedFilters};

/// Longest name of a filter.
const NAME_LENGTH: usize = 60;
/// Longest query; the window's own have some hundred characters.
const QUERY_LENGTH: usize = 8_000;
/// Longest name of a list.
const LIST_LENGTH: usize = 40;
/// So many filters one may have of a list: more can't be chosen among.
const MOST: usize = 50;

/// Is it the same name, letters' case aside?
fn is_same_name(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

/// The filters of a list that somebody may use: one's own first, then those that others share, by name.
pub(crate) fn of_list(portfolio: &Portfolio, list: &str, me: UserId) -> SavedFilters {
    let register = portfolio.register();
    let mut filters: Vec<SavedFilterRow> = register
        .saved_filters
        .iter()
        .filter(|filter| filter.list == list && (filter.is_shared || filter.owner == me))
        .map(|filter| SavedFilterRow {
            id: filter.id.to_string(),
            name: filter.name.clone(),
            query: filter.query.clone(),
            is_shared: filter.is_shared,
            is_mine: filter.owner == me,
            owner: register
                .users
                .iter()
                .find(|user| user.id == filter.owner)
                .map_or_else(|| "ukendt".to_owned(), |user| user.name.clone()),
        })
        .collect();
    filters.sort_by_cached_key(|row| (!row.is_mine, row.name.to_lowercase(), row.id.clone()));
    SavedFilters { filters }
}

/// What is to be saved, with what is wrong said at its field.
///
/// # Errors
/// `required`, `too_long`, `query_unreadable`.
pub(crate) fn wanted(request: &SaveFilter) -> Result<SaveFilter, ApiError> {
    let name = errors::required(&request.name, "name", "Giv filteret et navn.")?;
    if name.chars().count() > NAME_LENGTH {
        let sentence = format!("Et filters navn har højst {NAME_LENGTH} tegn.");
        return Err(errors::at("name", "too_long", sentence));
    }
    let list = errors::required(&request.list, "list", "Sig, hvilken liste filteret er til.")?;
    if request.query.len() > QUERY_LENGTH || list.len() > LIST_LENGTH {
        let sentence = "Filteret er for langt til at blive gemt. Fjern nogle af valgene.";
        return Err(errors::at("query", "too_long", sentence));
    }
    if serde_json::from_str::<serde_json::Value>(&request.query).is_err() {
        let sentence = "Filteret kan ikke læses og er ikke gemt. Vælg det på listen igen.";
        return Err(errors::at("query", "query_unreadable", sentence));
    }
    Ok(SaveFilter { name, list, ..request.clone() })
}

/// Decides on saving a filter over one's own of that name.
pub(crate) fn decide_save(portfolio: &Portfolio, wanted: &SaveFilter, me: UserId) -> Decision {
    let mine = || {
        let all = portfolio.register().saved_filters.iter();
        all.filter(|filter| filter.owner == me && filter.list == wanted.list)
    };
    let known = mine().find(|filter| is_same_name(&filter.name, &wanted.name));
    if known.is_none() && mine().count() >= MOST {
        let sentence = format!("Du har {MOST} filtre til listen. Fjern et, du ikke bruger mere.");
        return Decision::Refuse(vec![wrong("name", sentence)]);
    }
    let after = SavedFilter {
        id: known.map_or_else(|| RecordId(UuidIdentities.next()), |known| known.id),
        list: wanted.list.clone(),
        name: wanted.name.clone(),
        owner: me,
        is_shared: wanted.is_shared,
        query: wanted.query.clone(),
    };
    saved(known.cloned(), Some(after))
}

/// One's own filter of an id.
///
/// # Errors
/// `record_unknown`, `not_yours`.
pub(crate) fn own<'p>(portfolio: &'p Portfolio, id: &str, me: UserId) -> Result<&'p SavedFilter, ApiError> {
    let id: Option<Uuid> = id.parse().ok();
    let mut all = portfolio.register().saved_filters.iter();
    let known = all.find(|filter| Some(filter.id.0) == id).ok_or_else(errors::record_unknown)?;
    if known.owner == me {
        return Ok(known);
    }
    Err(errors::plain("not_yours", "Filteret er en andens. Kun den, der har gemt det, kan fjerne det."))
}

/// Decides on taking a filter out.
///
/// # Errors
/// `record_unknown`, `not_yours`.
pub(crate) fn decide_removal(portfolio: &Portfolio, id: &str, me: UserId) -> Result<Decision, ApiError> {
    let known = own(portfolio, id, me)?.clone();
    Ok(saved(Some(known), None))
}

fn saved(before: Option<SavedFilter>, after: Option<SavedFilter>) -> Decision {
    let change = EntityChange {
        before: before.map(Entity::SavedFilter),
        after: after.map(Entity::SavedFilter),
        citizen: None,
        reason: None,
    };
    Decision::Save(Decided { changes: vec![change], message: "Gemt.".to_owned(), case: None })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sample;

    const ME: UserId = UserId(Uuid::from_u128(1));
    const OTHER: UserId = UserId(Uuid::from_u128(2));

    fn request(name: &str, is_shared: bool) -> SaveFilter {
        SaveFilter {
            list: "placements".to_owned(),
            name: name.to_owned(),
            query: "{\"filters\":[]}".to_owned(),
            is_shared,
            operation: String::new(),
        }
    }

    fn after(portfolio: &Portfolio, decision: Decision) -> Portfolio {
        let Decision::Save(decided) = decision else { panic!("not saved") };
        let mut register = portfolio.register().clone();
        for change in decided.changes {
            register.apply(change.before.as_ref(), change.after);
        }
        Portfolio::new(Arc::new(register), portfolio.today())
    }

    #[test]
    fn one_s_own_of_the_same_name_is_replaced_and_others_are_left() {
        let portfolio = sample::portfolio();
        let portfolio = after(&portfolio, decide_save(&portfolio, &request("Dyre", false), ME));
        let portfolio = after(&portfolio, decide_save(&portfolio, &request("dyre", true), ME));
        let portfolio = after(&portfolio, decide_save(&portfolio, &request("Dyre", false), OTHER));
        let seen = of_list(&portfolio, "placements", ME).filters;
        let seen: Vec<(&str, bool)> = seen.iter().map(|row| (row.name.as_str(), row.is_mine)).collect();
        assert_eq!(seen, [("dyre", true)], "another's own is not seen");
        let theirs = of_list(&portfolio, "placements", OTHER).filters;
        let theirs: Vec<(&str, bool)> = theirs.iter().map(|row| (row.name.as_str(), row.is_mine)).collect();
        assert_eq!(theirs, [("Dyre", true), ("dyre", false)], "a shared one is, after one's own");
        assert!(of_list(&portfolio, "agenda", ME).filters.is_empty());
    }

    #[test]
    fn only_one_s_own_filter_is_taken_out() {
        let portfolio = sample::portfolio();
        let portfolio = after(&portfolio, decide_save(&portfolio, &request("Dyre", true), ME));
        let id = portfolio.register().saved_filters[0].id.to_string();
        assert_eq!(decide_removal(&portfolio, &id, OTHER).err().unwrap().code, "not_yours");
        assert_eq!(decide_removal(&portfolio, "x", ME).err().unwrap().code, "record_unknown");
        let portfolio = after(&portfolio, decide_removal(&portfolio, &id, ME).unwrap());
        assert!(portfolio.register().saved_filters.is_empty());
    }

    #[test]
    fn name_and_query_are_bounded() {
        for (name, query, code) in [
            ("  ", "{}", "required"),
            (&*"x".repeat(61), "{}", "too_long"),
            ("Dyre", &*format!("\"{}\"", "x".repeat(8_000)), "too_long"),
            ("Dyre", "ikke json", "query_unreadable"),
        ] {
            let asked = SaveFilter { query: query.to_owned(), ..request(name, false) };
            assert_eq!(wanted(&asked).err().unwrap().code, code, "{name}");
        }
    }
}
