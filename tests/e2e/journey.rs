//! The main road in the real window: from nothing to a PDF on the disk, first with the mouse, then
//! with the keyboard alone. Every screen on the way is checked for accessibility.

use std::fs;
use std::path::PathBuf;

use fantoccini::Locator;

use super::accessibility;
use super::window::Window;
use crate::cli::program::{PASSPHRASE, USER, fixture};
use crate::pdf_gate;

/// The words that the packet of the first case in the queue must hold.
const NEEDLES: &[&str] = &["Intern forhandlingspakke", "20-11-2026", "Side 1 af"];

/// Creates a database through the start screens, with its recovery key written down.
async fn create_database(window: &Window) {
    let folder = window.place("Databaser");
    fs::create_dir(&folder).unwrap();
    window.press_starting("Opret database").await;
    window.fill("Kommune", "Egeskov Kommune").await;
    window.fill("Dit navn", USER).await;
    window.answer_dialogs(&[&folder]);
    window.press("Vælg mappe").await;
    window.see_text(&folder.display().to_string()).await;
    window.fill("Adgangssætning", PASSPHRASE).await;
    window.fill("Gentag adgangssætningen", PASSPHRASE).await;
    accessibility::check(window, "Opret database").await;
    window.press("Opret database").await;

    window.see_text("Skriv gendannelsesnøglen ned").await;
    accessibility::check(window, "Gendannelsesnøgle").await;
    let label = window
        .see("//label[starts-with(normalize-space(.), 'Skriv gruppe nr.')]")
        .await
        .text()
        .await
        .unwrap();
    let asked: usize = label.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let groups = window.client.find_all(Locator::Css("[data-testid=recovery-key] b")).await.unwrap();
    let group = groups[asked - 1].text().await.unwrap();
    window.fill("Skriv gruppe nr.", &group).await;
    window.press("Jeg har gemt den").await;
    window.see_text("Sikkerhedskopi et andet sted").await;
    accessibility::check(window, "Sikkerhedskopi").await;
    window.press("Ikke nu").await;
}

#[tokio::test]
async fn a_database_a_workbook_a_case_above_the_limit_and_its_packet() {
    let window = Window::start().await;
    window.see_text("Åbn database").await;
    accessibility::check(&window, "Start").await;
    create_database(&window).await;

    // The empty overview leads to the import.
    window.see_text("Ingen placeringer endnu").await;
    accessibility::check(&window, "Tomt overblik").await;
    window.press("Importér regneark").await;
    window.see_text("Vælg det regneark, I har").await;
    let workbook = PathBuf::from(fixture("egeskov-kommune.xlsx"));
    window.answer_dialogs(&[&workbook]);
    window.press("Vælg fil").await;
    window.see_text("1.228").await;
    accessibility::check(&window, "Import, forhåndsvisning").await;
    window.press_starting("Importér 1.228").await;
    window.see_text("Importen er færdig").await;
    accessibility::check(&window, "Import, færdig").await;

    // Twenty-one cases are above the limit; the first of the queue is opened.
    window.rail("Udgiftstunge sager").await;
    window.see("//nav//a[contains(., 'Udgiftstunge sager')][contains(., '21')]").await;
    window.see_text("Det, der bærer sagen").await;
    accessibility::check(&window, "Udgiftstunge sager").await;
    window.press("Hele sagen").await;
    window.see_text("Takstlinjer").await;

    // Its packet is seen, then saved, and what was saved passes the gate.
    window.press("Forhandlingspakke").await;
    window.see_text("Intern. Må ikke gives til leverandøren.").await;
    window.see("//main//*[name()='svg']").await;
    accessibility::check(&window, "Forhandlingspakke").await;
    let file = window.place("pakke.pdf");
    window.answer_dialogs(&[&file]);
    window.press("Gem PDF").await;
    window.see_text("Gemt som").await;
    pdf_gate::passes(&file, NEEDLES);
    window.close().await;
}

#[tokio::test]
async fn the_whole_road_can_be_gone_with_the_keyboard_alone() {
    let sample = crate::cli::program::Database::sample();
    let window = Window::start_on(Some(&sample.path())).await;

    // The passphrase has the focus from the start, and Enter unlocks.
    window.see_text("Adgangssætning").await;
    window.until_focused("Adgangssætning").await;
    window.keys(PASSPHRASE).await;
    window.enter().await;
    window.see("//h1[.='Dagens arbejde']").await;

    // Ctrl+K finds a case by its number.
    window.control_key('k').await;
    window.until_focused("Søg").await;
    window.keys("S2022-1008").await;
    window.see_text("Solbakkehus").await;
    window.enter().await;
    window.see_text("900.18").await;

    window.tab_to("Forhandlingspakke").await;
    window.enter().await;
    window.see_text("Gem PDF").await;
    let file = window.place("pakke.pdf");
    window.answer_dialogs(&[&file]);
    window.tab_to("Gem PDF").await;
    window.enter().await;
    window.see_text("Gemt som").await;
    pdf_gate::passes(&file, NEEDLES);

    // Ctrl+L locks, and nothing of the case stays on the page.
    window.control_key('l').await;
    window.see_text("Lås op").await;
    let shown = window.text().await;
    assert!(!shown.contains("Solbakkehus"), "{shown}");
    let page = window.client.source().await.unwrap();
    assert!(!page.contains("Mads Poulsen"), "the page holds a name after locking");
    window.close().await;
}

#[tokio::test]
async fn a_wrong_passphrase_is_said_at_the_field_and_the_field_keeps_the_focus() {
    let sample = crate::cli::program::Database::create();
    let window = Window::start_on(Some(&sample.path())).await;
    window.see_text("Adgangssætning").await;
    window.fill("Adgangssætning", "noget helt andet").await;
    window.press("Lås op").await;
    let error = window.see("//*[@role='alert']").await.text().await.unwrap();
    assert!(error.to_lowercase().contains("adgangssætning"), "{error}");
    accessibility::check(&window, "Forkert adgangssætning").await;
    window.fill("Adgangssætning", PASSPHRASE).await;
    window.press("Lås op").await;
    window.see("//h1[.='Dagens arbejde']").await;
    window.close().await;
}

#[tokio::test]
async fn a_faulty_workbook_shows_its_problems_at_their_cells_and_writes_nothing() {
    let sample = crate::cli::program::Database::create();
    let window = Window::start_on(Some(&sample.path())).await;
    window.unlock().await;
    window.rail("Import").await;
    let workbook = PathBuf::from(fixture("egeskov-fejl.xlsx"));
    window.answer_dialogs(&[&workbook]);
    window.press("Vælg fil").await;
    window.see_text("Problemer").await;
    window.see_text("Placeringer, række 20").await;
    accessibility::check(&window, "Import med fejl").await;
    window.rail("Placeringer").await;
    window.see_text("Ingen placeringer endnu").await;
    window.close().await;
}

#[tokio::test]
async fn the_window_locks_with_the_screen_and_nothing_of_a_case_stays_on_the_page() {
    let sample = crate::cli::program::Database::sample();
    let window = Window::start_on(Some(&sample.path())).await;
    window.unlock().await;
    window.go("#/placering/S2022-1008/oekonomi").await;
    window.see_text("Mads Poulsen").await;
    let bus = format!("--bus={}", window.bus_address());
    let signal = ["/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver.ActiveChanged"];
    let send = |locked: &str| {
        let sent = std::process::Command::new("dbus-send")
            .args([bus.as_str(), "--type=signal"])
            .args(signal)
            .arg(format!("boolean:{locked}"))
            .status();
        assert!(sent.unwrap().success());
    };
    // The screen that comes back locks nothing; the one that goes away does.
    send("false");
    window.see_text("Mads Poulsen").await;
    send("true");
    window.see_text("Lås op").await;
    let page = window.client.source().await.unwrap();
    let around = page.find("Mads Poulsen").map(|at| &page[at.saturating_sub(200)..page.len().min(at + 80)]);
    assert_eq!(around, None, "the page holds a name after locking");
    window.close().await;
}
