//! The pseudonym that a leder reads in the place of the CPR number.

use vilkaar_application::ports::{EntityChange, Operation, Store as _};
use vilkaar_domain::{CitizenId, Cpr, Entity, RefundCover, Role, Sensitive};
use vilkaar_storage::SharedDatabase;

use crate::rules::filled;
use crate::{id, operation, provider};

#[test]
fn the_pseudonym_gives_the_same_age_on_every_new_years_day_and_nobody_s_number() {
    let mut filled = filled();
    let mut changes = Vec::new();
    // Days of birth all over the year, both kinds of number, and every century that the 7th digit tells.
    for (number, (day, month)) in
        [(1, 1), (61, 1), (2, 1), (31, 12), (91, 12), (29, 2), (1, 2), (61, 12), (30, 6)]
            .into_iter()
            .enumerate()
    {
        for year in [0, 24, 36, 37, 57, 58, 60, 99] {
            for seventh in [0, 3, 4, 5, 8, 9] {
                let text = format!("{day:02}{month:02}{year:02}-{seventh}123");
                let Some(cpr) = Cpr::parse(&text) else { continue };
                let number = 10_000 + number as u128 * 1_000 + year * 10 + seventh;
                let after = Entity::Citizen(vilkaar_domain::Citizen {
                    id: CitizenId(id(number)),
                    cpr: Some(cpr),
                    name: Some(Sensitive::new("Opdigtet")),
                    refund_cover: RefundCover::ByAge,
                });
                changes.push(EntityChange { before: None, after: Some(after), citizen: None, reason: None });
            }
        }
    }
    let people = Operation { changes, ..operation(&filled.owner, None, provider(1, "")) };
    filled.owner.save(&people, &mut |_, _| true).unwrap();
    let whole = filled.owner.load().unwrap().citizens;
    let (_, login, password) = filled.people.iter().find(|(role, ..)| *role == Role::Manager).unwrap();
    let mut manager = SharedDatabase::open(&filled.department.address, login, password).unwrap();
    let shown = manager.load().unwrap().citizens;
    assert!(shown.len() > 300 && shown.len() == whole.len(), "{}", shown.len());
    for (shown, whole) in shown.iter().zip(&whole) {
        let known =
            |citizen: &vilkaar_domain::Citizen| citizen.cpr.as_ref().map(|cpr| cpr.reveal().to_owned());
        assert!(known(shown).is_some_and(|cpr| cpr.ends_with("000")));
        for year in 1850..2150 {
            assert_eq!(
                shown.is_covered_by_refund(year),
                whole.is_covered_by_refund(year),
                "{:?}",
                known(whole)
            );
        }
    }
}
