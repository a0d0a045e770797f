//! Providers and offers by hand, on the sample.

use std::sync::Arc;

use super::*;
use crate::program::saving::{Decided, Decision};
use crate::sample;
use crate::types::FieldValue;

/// A form with what stands in it.
struct Filled<'p> {
    sheet: Box<dyn AnySheet + 'p>,
    base: Vec<FieldValue>,
    mine: Vec<FieldValue>,
}

impl<'p> Filled<'p> {
    fn opened(portfolio: &'p Portfolio, action: FormAction, record: Option<&str>) -> Self {
        let sheet = sheet(portfolio, action, record).unwrap();
        let fields = sheet.form(String::new()).fields.into_iter();
        let base: Vec<FieldValue> =
            fields.map(|field| FieldValue { name: field.name, value: field.value }).collect();
        Self { sheet, mine: base.clone(), base }
    }

    fn with(mut self, typed: &[(&str, &str)]) -> Self {
        for (name, value) in typed {
            let field = self.mine.iter_mut().find(|known| known.name == *name);
            field.unwrap_or_else(|| panic!("no field {name}")).value = (*value).to_owned();
        }
        self
    }

    /// Proves that something is said at a field, and whether it keeps the form from being saved.
    fn says(&self, field: &str, words: &str, is_error: bool) {
        let problems = self.sheet.check(&self.mine).problems;
        let found = problems.iter().any(|problem| {
            problem.field == field && problem.sentence.contains(words) && problem.is_error == is_error
        });
        assert!(found, "{field}, {words}, {is_error}: {problems:?}");
        let is_refused = matches!(self.sheet.decide(&self.base, &self.mine, ""), Decision::Refuse(_));
        assert_eq!(is_refused, problems.iter().any(|problem| problem.is_error));
    }

    fn saved(&self) -> Decided {
        match self.sheet.decide(&self.base, &self.mine, "") {
            Decision::Save(decided) => decided,
            Decision::Refuse(problems) => panic!("{problems:?}"),
            Decision::Clash(found) => panic!("{:?}", found.fields),
        }
    }
}

fn after(portfolio: &Portfolio, decided: &Decided) -> Portfolio {
    let mut register = portfolio.register().clone();
    for change in &decided.changes {
        register.apply(change.before.as_ref(), change.after.clone());
    }
    Portfolio::new(Arc::new(register), portfolio.today())
}

const TIGHTENED: [(&str, &str); 3] =
    [("supervision", "Skærpet tilsyn"), ("supervisionFrom", "15-08-2026"), ("supervisionTo", "14-02-2027")];

#[test]
fn every_provider_and_offer_is_saved_as_it_was_opened() {
    let portfolio = sample::portfolio();
    let register = portfolio.register();
    let providers = register.providers.iter().map(|record| (FormAction::EditProvider, record.id.to_string()));
    let offers = register.offers.iter().map(|record| (FormAction::EditOffer, record.id.to_string()));
    for (action, id) in providers.chain(offers) {
        let decided = Filled::opened(&portfolio, action, Some(&id)).saved();
        assert!(decided.changes.iter().all(|change| change.before == change.after), "{:?}", decided.changes);
    }
}

#[test]
fn a_provider_is_created_with_as_many_contact_persons_as_are_shown() {
    let portfolio = sample::portfolio();
    let filled = Filled::opened(&portfolio, FormAction::NewProvider, None).with(&[
        ("name", "Nybo ApS"),
        ("ownership", "Privat"),
        ("operatingAgreement", "nej"),
        ("cvr", "99 00 00 07"),
        ("contactPerson", "Ida Leder"),
        ("contacts", "2"),
        ("contact2Name", "Per Penge"),
        ("contact2Function", "økonomi"),
        ("contact3Name", "Skjult"),
    ]);
    let later = after(&portfolio, &filled.saved());
    let made = later.register().providers.last().unwrap();
    assert_eq!((made.name.as_str(), made.cvr.as_deref()), ("Nybo ApS", Some("99000007")));
    let further: Vec<(&str, Option<&str>)> =
        made.further_contacts.iter().map(|one| (one.name.as_str(), one.function.as_deref())).collect();
    assert_eq!(further, [("Per Penge", Some("økonomi"))], "what isn't shown isn't saved");
    // Opened again it stands as it was typed, and fewer shown is fewer kept.
    let again = Filled::opened(&later, FormAction::EditProvider, Some(&made.id.to_string()));
    let fewer = again.with(&[("contacts", "1")]);
    let fewer = after(&later, &fewer.saved());
    assert!(fewer.register().providers.last().unwrap().further_contacts.is_empty());
}

#[test]
fn a_provider_is_checked_at_its_fields() {
    let portfolio = sample::portfolio();
    let known = portfolio.register().providers[0].name.to_uppercase();
    let form = |typed: &[(&str, &str)]| {
        Filled::opened(&portfolio, FormAction::NewProvider, None).with(&[("name", "Nybo ApS")]).with(typed)
    };
    form(&[("name", "")]).says("name", "Udfyld navn", true);
    form(&[("name", &known)]).says("name", "allerede en leverandør", true);
    form(&[("name", &"x".repeat(121))]).says("name", "højst 120 tegn", true);
    form(&[("ownership", "Andelsselskab")]).says("ownership", "fra listen", true);
    form(&[("cvr", "9911003")]).says("cvr", "otte cifre", true);
    form(&[("cvr", "DK99110031")]).says("cvr", "otte cifre", true);
    form(&[("cvr", "99110032")]).says("cvr", "modulus 11", false);
    form(&[("email", "ida hos nybo")]).says("email", "ligner ikke", false);
    form(&[("contacts", "9")]).says("contacts", "højst fire", true);
    form(&[("contacts", "2"), ("contact2Phone", "12345678")]).says(
        "contact2Name",
        "kontaktpersonens navn",
        true,
    );
}

#[test]
fn an_offer_is_created_with_its_provider_supervision_and_steps() {
    let portfolio = sample::portfolio();
    let provider = portfolio.register().providers[0].clone();
    let filled = Filled::opened(&portfolio, FormAction::NewOffer, Some(&provider.id.to_string()))
        .with(&[
            ("name", "Nybo"),
            ("pNumber", "1234567890"),
            ("approvedFor", "§ 107; § 108; § 107"),
            ("checkedOn", "20-11-2026"),
            ("checkedBy", "Karina Holst"),
            ("step1", "50"),
            ("step2", "50"),
            ("step3", "80 %"),
            ("step4", "100"),
            ("step5", "100"),
        ])
        .with(&TIGHTENED);
    let later = after(&portfolio, &filled.saved());
    let made = later.register().offers.last().unwrap();
    assert_eq!((made.name.as_str(), made.provider), ("Nybo", Some(provider.id)));
    assert_eq!(made.approved_for, ["§ 107", "§ 108"]);
    assert_eq!(made.day_offer_steps.as_ref().unwrap().percent, [50, 50, 80, 100, 100]);
    // A status without days takes those of the one before away.
    let id = made.id.to_string();
    let known = Filled::opened(&later, FormAction::EditOffer, Some(&id)).with(&[("supervision", "Ukendt")]);
    let later = after(&later, &known.saved());
    let changed = later.register().offers.last().unwrap();
    assert_eq!((changed.supervision_from, changed.supervision_to), (None, None));
}

#[test]
fn a_provider_that_is_not_known_is_created_along_and_told() {
    let portfolio = sample::portfolio();
    let filled = Filled::opened(&portfolio, FormAction::NewOffer, None)
        .with(&[("name", "Nybo"), ("provider", "Nybo ApS")]);
    filled.says("provider", "oprettes som ny leverandør", false);
    let later = after(&portfolio, &filled.saved());
    let made = later.register().providers.last().unwrap();
    assert_eq!(made.name, "Nybo ApS");
    assert_eq!(later.register().offers.last().unwrap().provider, Some(made.id));
}

#[test]
fn supervision_asks_for_the_days_that_its_status_has() {
    let portfolio = sample::portfolio();
    let form = |typed: &[(&str, &str)]| {
        Filled::opened(&portfolio, FormAction::NewOffer, None)
            .with(&[("name", "Nybo")])
            .with(&TIGHTENED)
            .with(typed)
    };
    form(&[("supervisionFrom", "")]).says("supervisionFrom", "tilsyn begyndte", true);
    form(&[("supervisionTo", "")]).says("supervisionTo", "tilsyn slutter", true);
    form(&[("supervisionTo", "14-08-2026")]).says("supervisionTo", "slutter før, det begynder", true);
    form(&[("supervisionTo", "15-02-2027")]).says("supervisionTo", "højst 6 måneder", false);
    assert!(form(&[]).sheet.check(&form(&[]).mine).problems.is_empty());
    let order = [("supervision", "Påbud"), ("supervisionFrom", "")];
    form(&order).with(&[("supervisionTo", "")]).says("supervisionTo", "påbuddets frist", true);
    form(&[("supervision", "Påbud"), ("supervisionTo", "01-08-2026")]).says(
        "supervisionTo",
        "før påbuddet",
        true,
    );
    let ceased = [("supervision", "Godkendelse ophørt"), ("supervisionFrom", "")];
    form(&ceased).says("supervisionFrom", "godkendelsen ophørte", true);
    form(&[("supervision", "Godkendt måske")]).says("supervision", "fra listen", true);
}

#[test]
fn an_offer_is_checked_at_its_other_fields() {
    let portfolio = sample::portfolio();
    let known = portfolio.register().offers[0].name.to_uppercase();
    let form = |typed: &[(&str, &str)]| {
        Filled::opened(&portfolio, FormAction::NewOffer, None).with(&[("name", "Nybo")]).with(typed)
    };
    form(&[("name", &known)]).says("name", "allerede et tilbud", true);
    form(&[("pNumber", "123")]).says("pNumber", "ti cifre", false);
    form(&[("checkedOn", "21-11-2026")]).says("checkedOn", "ikke kommet endnu", true);
    form(&[("step1", "60")]).says("step2", "alle fem trin", true);
    form(&[("step1", "101")]).says("step1", "mellem 0 og 100", true);
    let falling = [("step1", "60"), ("step2", "50"), ("step3", "85"), ("step4", "100"), ("step5", "100")];
    form(&falling).says("step2", "koster mindre", false);
}

#[test]
fn taking_an_approval_away_tells_who_lives_there_and_steps_tell_what_they_cost() {
    let portfolio = sample::portfolio();
    let facts = portfolio.case("S2022-1008").unwrap();
    let id = portfolio.offer(facts).unwrap().id.to_string();
    let form =
        |typed: &[(&str, &str)]| Filled::opened(&portfolio, FormAction::EditOffer, Some(&id)).with(typed);
    let ceased = [("supervision", "Godkendelse ophørt"), ("supervisionFrom", "01-11-2026")];
    form(&ceased).says("supervision", "uden godkendelse", false);
    let steps = [("step1", "1"), ("step2", "1"), ("step3", "1"), ("step4", "1"), ("step5", "1")];
    let with_day_offer =
        portfolio.register().rate_lines.iter().find(|line| {
            line.unit == vilkaar_domain::Unit::DayOfferPlace && line.to.is_none() && !line.annulled
        });
    let placement = with_day_offer.map(|line| line.placement).unwrap();
    let offer = portfolio.register().placements.iter().find(|known| known.id == placement).unwrap().offer;
    let filled = Filled::opened(&portfolio, FormAction::EditOffer, Some(&offer.to_string())).with(&steps);
    let effect = filled.sheet.check(&filled.mine).effect.unwrap();
    assert!(effect.rows.iter().any(|row| row.before != row.after), "{:?}", effect.rows);
}

#[test]
fn a_record_that_is_gone_and_a_form_of_another_command_are_refused() {
    let portfolio = sample::portfolio();
    let code = |action, record| sheet(&portfolio, action, record).err().unwrap().code;
    assert_eq!(code(FormAction::EditOffer, Some("x")), "record_unknown");
    assert_eq!(code(FormAction::EditProvider, None), "record_unknown");
    assert_eq!(code(FormAction::NewOffer, Some("x")), "record_unknown");
    assert_eq!(code(FormAction::EditPlacement, None), "action_unknown");
}
