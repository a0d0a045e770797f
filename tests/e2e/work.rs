//! The day's work, what is missing, and a bulk indexation, done with the keyboard in the real window and read back
//! through the command line.

use std::path::Path;

use super::accessibility;
use super::screens::visit;
use super::window::Window;
use crate::cli::program::Database;

/// The sample in an unlocked window.
async fn open(path: &Path) -> Window {
    let window = Window::start_on(Some(path)).await;
    window.see_text("Adgangssætning").await;
    window.unlock().await;
    window.see_text("31 til 90 dage").await;
    window
}

/// Waits until the closed window has let the database go.
fn until_free(sample: &Database) {
    let begun = std::time::Instant::now();
    while sample.run(&["cases"]).exit != 0 {
        assert!(begun.elapsed() < std::time::Duration::from_secs(30), "the database is still open");
    }
}

/// Runs a command of Ctrl+K.
async fn run(window: &Window, command: &str) {
    window.control_key('k').await;
    window.until_focused("Søg").await;
    window.keys(command).await;
    window.see_text(command).await;
    window.enter().await;
}

/// Steps with Tab to the row of a list that the keyboard reaches.
async fn tab_to_row(window: &Window) {
    let script = "return document.activeElement?.dataset?.row !== undefined";
    for _ in 0..60 {
        if window.client.execute(script, Vec::new()).await.unwrap().as_bool() == Some(true) {
            return;
        }
        window.keys("\u{e004}").await;
    }
    panic!("no row can be reached with Tab\n{}", window.text().await);
}

#[tokio::test]
async fn an_item_is_handled_put_off_handed_over_and_reopened_with_the_keyboard_and_none_is_lost() {
    let sample = Database::sample();
    let before = sample.rows(&["agenda"]);
    let window = open(&sample.path()).await;
    window.see_text("31 overskredne").await;

    window.tab_to("Følg op på mål").await;
    window.keys("h").await;
    window.until_focused("Hvad er der gjort?").await;
    accessibility::check(&window, "Håndteret").await;
    window.enter().await;
    window.see_text("Skriv en kort begrundelse").await;
    window.until_focused("Hvad er der gjort?").await;
    window.keys("Fulgt op på mødet i dag").await;
    window.enter().await;
    window.see_text("30 overskredne").await;

    window.tab_to("Følg op på mål").await;
    window.keys("u").await;
    window.until_focused("Udsæt til").await;
    window.keys("01-01-2020").await;
    window.tab_to("Hvorfor").await;
    window.keys("Afventer ny leder").await;
    window.enter().await;
    window.until_focused("Udsæt til").await;
    accessibility::check(&window, "Udsæt").await;
    window.control_key('a').await;
    window.keys("15-12-2026").await;
    window.enter().await;
    window.see_text("29 overskredne").await;

    window.tab_to("Følg op på mål").await;
    window.keys("o").await;
    window.until_focused("Overdrag til").await;
    accessibility::check(&window, "Overdrag").await;
    window.keys("Karina Holst").await;
    window.tab_to("Besked").await;
    window.enter().await;
    window.see("//tr//*[contains(., 'Overdraget')]").await;

    window.tab_to("Håndterede").await;
    window.enter().await;
    window.see_text("Fulgt op på mødet i dag").await;
    accessibility::check(&window, "Håndterede").await;
    window.close().await;
    until_free(&sample);

    let after = sample.rows(&["agenda"]);
    assert_eq!(after.len(), before.len() - 1, "only what was handled is gone");
    assert!(after.iter().any(|row| row["due"] == "2026-12-15" && row["kind"] == "goal_follow_up"));

    let window = open(&sample.path()).await;
    window.tab_to("Håndterede").await;
    window.enter().await;
    // A step back needs no reason, so there is no dialogue to confirm.
    window.tab_to("Genåbn").await;
    window.enter().await;
    window.see_text("30 overskredne").await;
    window.close().await;
    until_free(&sample);
    assert_eq!(sample.rows(&["agenda"]).len(), before.len(), "and back again");
}

#[tokio::test]
async fn what_is_missing_leads_to_the_very_field_and_is_gone_when_it_is_filled_in() {
    let sample = Database::sample();
    let has = |gap: &str| sample.rows(&["gaps"]).iter().filter(|row| row["gap"] == gap).count();
    assert_eq!(has("no_hours"), 1);
    let window = open(&sample.path()).await;
    run(&window, "Mangler").await;
    window.see_text("Støttetimer ukendt").await;
    window.tab_to("Støttetimer ukendt").await;
    window.enter().await;
    window.see_text("1 mangel").await;
    tab_to_row(&window).await;
    window.enter().await;
    window.until_focused("Støttetimer pr. uge").await;
    accessibility::check(&window, "Ret placeringen").await;
    window.keys("40 timer om dagen").await;
    window.enter().await;
    window.see_text("Skriv kun antallet af timer").await;
    window.until_focused("Støttetimer pr. uge").await;
    window.control_key('a').await;
    window.keys("21").await;
    window.enter().await;
    window.see_text("Gemt").await;
    window.close().await;
    until_free(&sample);
    assert_eq!(has("no_hours"), 0);
}

#[tokio::test]
async fn a_bulk_indexation_is_one_step_and_its_undo_leaves_every_figure_as_it_was() {
    let sample = Database::sample();
    let figures =
        || (sample.json(&["cases"]), sample.json(&["cost", "--year", "2027"]), sample.json(&["agenda"]));
    let before = figures();
    let window = open(&sample.path()).await;
    run(&window, "Regulér takster").await;
    window.see_text("Reguleres").await;
    window.tab_to("Regulér ").await;
    window.enter().await;
    window.see_text("Taksterne gælder fra 01-01-2027").await;
    accessibility::check(&window, "Regulér").await;
    window.tab_to("Regulér 14 linjer").await;
    window.enter().await;
    window.see_text("linjer er reguleret").await;
    window.close().await;
    until_free(&sample);
    let raised = figures();
    assert_ne!(raised.1, before.1, "2027 is dearer");

    let window = open(&sample.path()).await;
    window.control_key('z').await;
    window.see("//dialog[@open]//*[contains(., 'Fortryd')]").await;
    accessibility::check(&window, "Fortryd").await;
    window.enter().await;
    window.see_text("er fortrudt").await;
    window.close().await;
    until_free(&sample);
    assert_eq!(figures(), before);
}

#[tokio::test]
async fn the_screens_of_daily_work_are_accessible_and_fit_at_both_sizes() {
    let sample = Database::sample();
    let window = open(&sample.path()).await;
    visit(&window, "dagens-arbejde").await;
    window.go("#/mangler").await;
    window.see_text("Ingen kontrakt").await;
    visit(&window, "mangler").await;
    window.go("#/leverandoerer").await;
    window.see_text("Solbakkehus I/S").await;
    visit(&window, "leverandoerer").await;
    window.press("Solbakkehus I/S").await;
    window.see_text("Kontaktpersoner").await;
    visit(&window, "leverandoer").await;
    window.go("#/takstregulering").await;
    window.see_text("Reguleres").await;
    visit(&window, "takstregulering").await;
    window.go("#/takstregulering/varslede").await;
    window.see_text("Varslede takster").await;
    visit(&window, "varslede-takster").await;
    window.go("#/takstregulering/pl").await;
    window.see_text("Nyt år").await;
    visit(&window, "pl").await;
    window.go("#/placering/S2022-1008/maal").await;
    window.press("Følg op på alle mål").await;
    window.see_text("Gem opfølgningen").await;
    visit(&window, "opfoelgning").await;
    window.keys("\u{e00c}").await;
    window.go("#/placering/S2026-1002/oekonomi").await;
    window.see_text("Takstlinjer").await;
    window.tab_to("Ny takstlinje").await;
    window.enter().await;
    window.see_text("Gælder fra").await;
    visit(&window, "ny-takst").await;
    window.keys("\u{e00c}").await;
    window.go("#/arbejdsliste").await;
    window.see("//main//*[name()='svg']").await;
    visit(&window, "arbejdsliste").await;
    window.close().await;
}
