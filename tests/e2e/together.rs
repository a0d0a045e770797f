//! Several people in real windows: two on one server who see each other's changes and lose none of their own, and
//! somebody who is added to a local database and chooses a passphrase of their own.

use std::time::{Duration, Instant};

use fantoccini::Locator;

use super::accessibility;
use super::screens::visit;
use super::window::{Window, field};
use crate::cli::program::Database;
use crate::shared::{Department, OWN, Person};

/// The case with its history, which tells what was changed and by whom.
const CASE: &str = "#/placering/S2022-1008/historik";

/// A window on the server with somebody signed in.
async fn sign_in(window: &Window, person: &Person) {
    window.see_text("Log ind på").await;
    window.fill("Brugernavn", &person.login).await;
    window.fill("Adgangskode", OWN).await;
    window.press("Log ind").await;
    window.see("//h1[.='Dagens arbejde']").await;
}

/// Opens the form of the case that is shown, and changes a field.
async fn edit(window: &Window, label: &str, value: &str) {
    window.press("Ret").await;
    window.see(&field(label)).await;
    window.fill(label, value).await;
}

#[test]
fn two_people_on_one_server_see_each_others_changes_and_neither_loses_one() {
    // The connections of the two programs that set the department up have runtimes of their own, so they are made
    // and dropped outside the windows'.
    let department = Department::new();
    tokio::runtime::Runtime::new().unwrap().block_on(two_windows(&department));
}

async fn two_windows(department: &Department) {
    let address = department.database.address();
    let karina = Window::start_on(Some(address.as_ref())).await;
    karina.see_text("Log ind på").await;
    accessibility::check(&karina, "Log ind på en server").await;
    sign_in(&karina, &department.karina).await;
    let ole = Window::start_beside(Some(address.as_ref())).await;
    sign_in(&ole, &department.ole).await;

    // Each sees that the other looks at the case.
    karina.go(CASE).await;
    karina.see_text("900.18").await;
    ole.go(CASE).await;
    ole.see_text("Karina Holst ser på sagen").await;
    karina.see_text("Ole Bang ser på sagen").await;

    // Karina changes, and Ole's window shows it within a second of her own.
    edit(&karina, "Sagsbehandler 1", "Ib Østergård").await;
    ole.see_text("Karina Holst retter sagen").await;
    visit(&karina, "ret-placering").await;
    karina.press("Gem").await;
    karina.see_text("Ib Østergård").await;
    let begun = Instant::now();
    ole.see_text("Ib Østergård").await;
    let later = begun.elapsed();
    eprintln!("the other window showed it {} ms after one's own", later.as_millis());
    assert!(later < Duration::from_secs(5), "{later:?}");

    // Ole writes while Karina saves: what he typed stays as it is, and when he saves he is told.
    edit(&ole, "Sagsbehandler 1", "Pia Lindskov").await;
    edit(&karina, "Sagsbehandler 1", "Lis Damgård").await;
    karina.fill("Primær målgruppe", "Angst").await;
    karina.press("Gem").await;
    karina.see_text("Lis Damgård").await;
    let typed = ole.see(&field("Sagsbehandler 1")).await.prop("value").await.unwrap();
    assert_eq!(typed.as_deref(), Some("Pia Lindskov"), "nothing moves under the fingers");
    ole.press("Gem").await;
    ole.see_text("I har rettet samtidig").await;
    ole.see_text("Karina Holst ændrede placeringen").await;
    ole.see_text("Lis Damgård").await;
    visit(&ole, "rettet-samtidig").await;
    ole.see("//input[@type='radio'][@value='mine']").await.click().await.unwrap();
    ole.press("Flet og gem").await;
    ole.see_text("Pia Lindskov").await;
    ole.see_text("Angst").await;
    karina.see_text("Pia Lindskov").await;
    ole.close().await;
    karina.close().await;
}

#[tokio::test]
async fn somebody_who_is_added_signs_in_once_with_what_was_handed_over_and_then_with_their_own() {
    let sample = Database::sample();
    let window = Window::start_on(Some(&sample.path())).await;
    window.unlock().await;
    window.go("#/indstillinger/brugere").await;
    window.see_text("Rollerne afgør, hvem der gør hvad").await;
    visit(&window, "brugere").await;
    window.press("Tilføj bruger").await;
    window.fill("Navn", "Ole Bang").await;
    window.see("//label[contains(., 'sagsbehandler')]//input | //input[@id=//label[contains(., 'sagsbehandler')]/@for]").await.click().await.unwrap();
    visit(&window, "tilfoej-bruger").await;
    window.press("Tilføj").await;
    window.see_text("Til Ole Bang").await;
    visit(&window, "engangsadgangssaetning").await;
    let once = window.client.find(Locator::Css("dialog[open] .secret b")).await;
    let once = once.unwrap().text().await.unwrap();
    window.press("Færdig").await;

    window.control_key('l').await;
    window.see(&field("Hvem er du")).await.select_by_label("Ole Bang").await.unwrap();
    window.fill("Adgangssætning", once.trim()).await;
    window.press("Lås op").await;
    window.see_text("Vælg din egen adgangssætning").await;
    visit(&window, "ny-adgangssaetning").await;
    window.fill("Din nye adgangssætning", "for kort").await;
    window.see_text("der mangler 4").await;
    window.fill("Din nye adgangssætning", OWN).await;
    window.fill("Gentag den nye", OWN).await;
    window.see_text("stærk (4 af 4)").await;
    window.press("Brug denne adgangssætning").await;
    window.see("//h1[.='Dagens arbejde']").await;

    // A case worker has no import and no list of people; the CPR number is shown on purpose.
    assert!(window.client.find(Locator::XPath("//nav//a[contains(., 'Import')]")).await.is_err());
    window.go(CASE).await;
    window.see_text("900.18").await;
    window.press("Vis cpr-nummer").await;
    window.see_text("730779-").await;
    window.go("#/log").await;
    window.see_text("Viste cpr-nummeret").await;
    visit(&window, "log").await;
    window.close().await;
}
