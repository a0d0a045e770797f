//! What every list can do, by keyboard: a filter saved and shared, another case worker in several cases, everything as it
//! was recorded on a past day, and lists on paper, in a workbook and in a calendar.

use std::fs;

use calamine::{Data, Reader as _};
use fantoccini::key::Key;
use serde_json::json;

use super::{check, command, dialog, gone, open};
use crate::cli::program::Database;
use crate::e2e::window::Window;

/// Steps with Tab to the first row of a list.
async fn first_row(window: &Window) {
    for _ in 0..80 {
        let script = "return document.activeElement?.dataset?.row ?? null";
        if window.client.execute(script, vec![]).await.unwrap().is_string() {
            return;
        }
        window.key(Key::Tab).await;
    }
    panic!("no row can be reached with Tab\n{}", window.text().await);
}

/// Waits until the chip of a filter is pressed in.
async fn chosen(window: &Window, filter: &str) {
    window
        .until_true(
            &format!("the filter {filter} is on"),
            "return [...document.querySelectorAll('button.chip[aria-pressed=true]')]\
             .some(chip => chip.innerText.includes(arguments[0]))",
            vec![json!(filter)],
        )
        .await;
}

#[tokio::test]
async fn a_filter_is_saved_shared_and_used_again_and_several_cases_get_another_case_worker_by_keyboard() {
    let sample = Database::sample();
    let window = open(&sample).await;
    command(&window, "Placeringer").await;
    window.see_text("S2022-1008").await;
    window.tab_to("Over 1,0 mio.").await;
    window.enter().await;
    chosen(&window, "Over 1,0 mio.").await;
    gone(&window, "S2022-1008").await;
    window.tab_to("Gem filter").await;
    window.enter().await;
    dialog(&window, "Gemte filtre", "gem-filter").await;
    window.type_at("Navn", "Dyre sager").await;
    window.tab_to("Del med alle i afdelingen").await;
    window.keys(" ").await;
    window.tab_to("Gem filter").await;
    window.enter().await;
    window.until_true("no dialogue", "return document.querySelector('dialog[open]') === null", vec![]).await;
    chosen(&window, "Dyre sager").await;
    window.tab_to("Over 1,0 mio.").await;
    window.enter().await;
    window.see_text("S2022-1008").await;
    // It stands there after the window has gone, and brings the list back.
    window.close().await;
    let window = open(&sample).await;
    command(&window, "Placeringer").await;
    window.see_text("S2022-1008").await;
    window.tab_to("Dyre sager").await;
    window.enter().await;
    chosen(&window, "Over 1,0 mio.").await;
    gone(&window, "S2022-1008").await;

    first_row(&window).await;
    window.keys(" ").await;
    window.key(Key::Down).await;
    window.keys(" ").await;
    window.tab_to("Skift sagsbehandler i 2 sager").await;
    window.enter().await;
    dialog(&window, "Skift sagsbehandler i 2 sager", "skift-sagsbehandler").await;
    window.type_at("Ny sagsbehandler", "Ib Østergård").await;
    window.type_at("Begrundelse", "Ny fordeling").await;
    window.enter().await;
    window.see_text("er nu Ib Østergård på 2 sager.").await;
    check(&window, "skiftet-sagsbehandler").await;
    // One step back for both.
    window.control_key('z').await;
    dialog(&window, "Fortryd", "fortryd-sagsbehandler").await;
    window.until_focused("Fortryd ændringen").await;
    window.enter().await;
    window.see_text("Ændringen er fortrudt.").await;
    window.close().await;
}

#[tokio::test]
async fn everything_is_shown_as_it_was_recorded_on_a_past_day_and_a_day_before_the_first_is_refused() {
    let sample = Database::sample();
    let window = open(&sample).await;
    command(&window, "Placeringer").await;
    window.see_text("S2022-1008").await;
    window.tab_to("20-11-2026").await;
    window.enter().await;
    dialog(&window, "Vis tallene pr.", "pr-dato").await;
    window.type_at("Som det stod den", "31-12-1999").await;
    window.enter().await;
    window.see_text("Den 31-12-1999 var der intet noteret i databasen endnu.").await;
    check(&window, "pr-dato-fejl").await;
    // The day on which the sample was read in is the PC's own.
    let today = chrono::Local::now().date_naive().format("%d-%m-%Y").to_string();
    window.type_at("Som det stod den", &today).await;
    window.enter().await;
    window.see_text(&format!("Du ser alt, som det stod den {today}. Intet kan ændres herfra.")).await;
    window.see_text("S2022-1008").await;
    gone(&window, "Ny placering").await;
    check(&window, "som-det-stod").await;
    window.tab_to("Tilbage til nu").await;
    window.enter().await;
    window.see_text("Ny placering").await;
    window.close().await;
}

#[tokio::test]
async fn a_list_is_saved_as_a_workbook_a_calendar_and_a_work_list_by_keyboard() {
    let sample = Database::sample();
    let window = open(&sample).await;
    let [calendar, paper, book] =
        ["kalender.ics", "arbejdsliste.pdf", "placeringer.xlsx"].map(|name| window.place(name));
    window.answer_dialogs(&[&calendar, &paper, &book]);
    window.see_text("31 overskredne").await;
    window.tab_to("Kalenderfil").await;
    window.enter().await;
    window.see_text("Kalenderfilen er gemt som").await;
    let text = fs::read_to_string(&calendar).unwrap();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.contains("BEGIN:VEVENT"), "{text}");
    for personal in ["Poulsen", "730779"] {
        assert!(!text.contains(personal), "{personal} is nobody's business in a calendar");
    }

    window.tab_to("Arbejdsliste").await;
    window.enter().await;
    window.see("//main//*[name()='svg']").await;
    window.see_text("Intern: navne står på papiret.").await;
    check(&window, "arbejdsliste").await;
    // The print is the web view's own; it is asked for, and the log has it by then.
    window
        .client
        .execute("window.print = () => { document.body.dataset.printed = 'ja' }", vec![])
        .await
        .unwrap();
    window.tab_to("Udskriv").await;
    window.enter().await;
    window.until_true("printed", "return document.body.dataset.printed === 'ja'", vec![]).await;
    window.tab_to("Gem PDF").await;
    window.enter().await;
    window.see_text("Gemt som").await;
    assert!(fs::read(&paper).unwrap().starts_with(b"%PDF"));

    command(&window, "Placeringer").await;
    window.see_text("S2022-1008").await;
    window.tab_to("Eksportér").await;
    window.enter().await;
    window.see_text("Listen er gemt som").await;
    let mut found: calamine::Xlsx<_> = calamine::open_workbook(&book).unwrap();
    let cells = found.worksheet_range("Placeringer").unwrap();
    assert!(cells.rows().any(|row| row[0] == Data::String("S2022-1008".to_owned())));
    window.close().await;
}
