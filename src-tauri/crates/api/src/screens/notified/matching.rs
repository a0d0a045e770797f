//! Which case and line a row of a provider's sheet is about.
//!
//! Invariant: a row that could mean two lines is matched to none, and neither is one that contradicts itself: a case
//! number that is mistyped must not give one citizen's rate to another.

use chrono::NaiveDate;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_domain::calendar::add_days;
use vilkaar_domain::{Contract, RateLine, Service};
use vilkaar_exchange::cells::squeezed;
use vilkaar_wording::format;

/// What a row says of whom it is about.
pub(super) struct About {
    pub(super) number: Option<String>,
    pub(super) initials: Option<String>,
    pub(super) contract: Option<String>,
    pub(super) offer: Option<String>,
    /// The offer stands in a column that may be the ward's (*Afdeling*).
    pub(super) is_ward: bool,
}

/// The case of a row: by *Sagsnr.*, else by contract number, initials and offer together, as far as they are there.
///
/// # Errors
/// A sentence: none or several fit, or the row says different things of it.
pub(super) fn case<'p>(portfolio: &'p Portfolio, about: &About) -> Result<&'p CaseFacts, String> {
    if let Some(number) = &about.number {
        let facts = portfolio.case(number).ok_or_else(|| format!("Sagsnr. {number} findes ikke."))?;
        return contradiction(portfolio, facts, about).map_or(Ok(facts), Err);
    }
    if about.initials.is_none() && about.contract.is_none() {
        return Err("Rækken har hverken Sagsnr., Borger eller Kontraktnr.".to_owned());
    }
    let fits = |told: Option<&String>, is_so: &dyn Fn(&str) -> Option<bool>| {
        told.is_none_or(|told| is_so(told) == Some(true))
    };
    let is_meant = |facts: &&CaseFacts| {
        fits(about.contract.as_ref(), &|told| has_contract(portfolio, facts, told))
            && fits(about.initials.as_ref(), &|told| is_person(portfolio, facts, told))
            && fits(about.offer.as_ref(), &|told| is_offer(portfolio, facts, told))
    };
    let found: Vec<&CaseFacts> = portfolio.open_cases().filter(is_meant).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err("Ingen løbende sag passer med rækken. Skriv Sagsnr. i den.".to_owned()),
        several => Err(format!("{} sager passer med rækken. Skriv Sagsnr. i den.", several.len())),
    }
}

/// What else the row says that the case of its number isn't.
fn contradiction(portfolio: &Portfolio, facts: &CaseFacts, about: &About) -> Option<String> {
    let case = &facts.priced.case;
    let is_not = |told: Option<&String>, is_so: &dyn Fn(&str) -> Option<bool>, words: &str| {
        told.filter(|told| is_so(told) == Some(false))
            .map(|told| format!("Rækken siger »{told}«, men {case} {words}. Ret den af dem, der er forkert."))
    };
    is_not(about.initials.as_ref(), &|told| may_be_person(portfolio, facts, told), "er en anden borger")
        .or_else(|| {
            let has = |told: &str| has_contract(portfolio, facts, told);
            is_not(about.contract.as_ref(), &has, "har et andet kontraktnr.")
        })
        .or_else(|| {
            // A ward's name says nothing of the offer's.
            let offer = about.offer.as_ref().filter(|_| !about.is_ward);
            is_not(offer, &|told| is_offer(portfolio, facts, told), "er på et andet tilbud")
        })
}

/// Has the case a contract of the number? None where no number is known.
fn has_contract(portfolio: &Portfolio, facts: &CaseFacts, told: &str) -> Option<bool> {
    let of_case = |contract: &&Contract| contract.placement == facts.priced.placement;
    let numbers: Vec<&str> = portfolio
        .register()
        .contracts
        .iter()
        .filter(of_case)
        .filter_map(|contract| contract.number.as_deref())
        .collect();
    (!numbers.is_empty()).then(|| numbers.iter().any(|known| squeezed(known) == squeezed(told)))
}

/// Is the case's citizen meant, by name or initials, names in the middle left out or not? None where no name is known.
fn is_person(portfolio: &Portfolio, facts: &CaseFacts, told: &str) -> Option<bool> {
    let name = portfolio.citizen_name(facts).filter(|name| !name.trim().is_empty())?;
    let parts: Vec<String> = name.split([' ', '-']).map(squeezed).filter(|part| !part.is_empty()).collect();
    let first_and_last = |parts: &[String]| match parts {
        [first, .., last] => Some((first.clone(), last.clone())),
        _ => None,
    };
    let initials = |parts: &[String]| parts.iter().filter_map(|part| part.chars().next()).collect::<String>();
    let ends = first_and_last(&parts);
    let short = ends.as_ref().map(|(first, last)| initials(&[first.clone(), last.clone()]));
    let told_parts: Vec<String> =
        told.split([' ', '-']).map(squeezed).filter(|part| !part.is_empty()).collect();
    let word = squeezed(told);
    Some(
        squeezed(name) == word
            || initials(&parts) == word
            || short.is_some_and(|short| short == word)
            || (ends.is_some() && first_and_last(&told_parts) == ends),
    )
}

/// Can the case's citizen be meant, however short or turned about the name is? False only where it is another's: other
/// initials, or a name of which not two parts are theirs, or the only one. None where it isn't a name (a client number), or
/// no name is known.
fn may_be_person(portfolio: &Portfolio, facts: &CaseFacts, told: &str) -> Option<bool> {
    if told.contains(|letter: char| letter.is_ascii_digit()) {
        return None;
    }
    if is_person(portfolio, facts, told)? {
        return Some(true);
    }
    let name = portfolio.citizen_name(facts)?;
    let parts = |text: &str| -> Vec<String> {
        text.split([' ', '-', ',', '.']).map(squeezed).filter(|part| !part.is_empty()).collect()
    };
    let (known, told) = (parts(name), parts(told));
    let is_letter = |part: &String| part.chars().count() == 1;
    let begins = |letter: &String| known.iter().any(|part| part.starts_with(letter.as_str()));
    let (letters, words): (Vec<&String>, Vec<&String>) = told.iter().partition(|part| is_letter(part));
    let is_known = match words.as_slice() {
        // "K. M."
        [] => true,
        // "Karl", "K. Mogensen"; of two letters or three they are initials, and those were unlike.
        [word] => known.contains(word),
        // "Peter Jensen" isn't Karl Jensen: a surname is shared by too many.
        several => several.iter().filter(|word| known.contains(word)).count() >= 2,
    };
    Some(is_known && letters.into_iter().all(begins))
}

/// Is the case's offer meant? A sheet may leave a word of its name out. None where the offer isn't known.
fn is_offer(portfolio: &Portfolio, facts: &CaseFacts, told: &str) -> Option<bool> {
    let (name, told) = (squeezed(portfolio.offer_name(facts)?), squeezed(told));
    let is_part = |whole: &str, part: &str| part.chars().count() >= 4 && whole.contains(part);
    Some(name == told || is_part(&name, &told) || is_part(&told, &name))
}

/// The line of a service that is in force on the day before the new rate counts.
///
/// # Errors
/// A sentence: there is none, or there are several.
pub(super) fn line<'p>(
    portfolio: &'p Portfolio,
    facts: &CaseFacts,
    service: &Service,
    from: NaiveDate,
) -> Result<&'p RateLine, String> {
    let on = add_days(from, -1);
    let is_meant = |line: &&RateLine| {
        line.placement == facts.priced.placement
            && squeezed(line.service.word()) == squeezed(service.word())
            && line.is_in_force(on)
            && !line.is_one_off()
    };
    let found: Vec<&RateLine> = portfolio.register().rate_lines.iter().filter(is_meant).collect();
    match found.as_slice() {
        [only] => Ok(only),
        [] => Err(format!("Sagen har ingen {} i kraft {}.", service.word(), format::date(on))),
        several => Err(format!(
            "Sagen har {} linjer af {} i kraft {}. Skriv varslet på den rigtige linje i stedet.",
            several.len(),
            service.word(),
            format::date(on)
        )),
    }
}
