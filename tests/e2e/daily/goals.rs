//! Goals, the follow-up of all of them at once, and the hours delivered.

use fantoccini::key::Key;

use super::{case, check, dialog, open, refused, said, save};
use crate::cli::program::Database;
use crate::e2e::window::Window;

#[tokio::test]
async fn a_goal_is_set_and_all_goals_are_followed_up_by_keyboard() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Mål").await;
    window.tab_to("Nyt mål").await;
    window.enter().await;
    dialog(&window, "Nyt mål, S2026-1002", "nyt-maal").await;
    window.type_at("Borgers mål og ønsker", "Jeg vil kunne tage bussen alene").await;
    window.pick("Undertema", "Samtale").await;
    window.pick("Måltype", "Udvikle funktionsevne").await;
    window.pick("Startniveau", "1 Let").await;
    window.pick("Forventet niveau", "3 Svært").await;
    window.type_at("Fra", "01-11-2026").await;
    window.type_at("Frist", "01-10-2026").await;
    refused(&window, "Forventet niveau", "lavere end startniveauet").await;
    said(&window, "Frist", "Fristen ligger før målets start").await;
    check(&window, "nyt-maal-fejl").await;
    window.pick("Startniveau", "3 Svært").await;
    window.pick("Forventet niveau", "1 Let").await;
    window.type_at("Frist", "01-11-2027").await;
    save(&window, "Målet er oprettet").await;
    window.see_text("Jeg vil kunne tage bussen alene").await;

    window.tab_to("Følg op på alle mål").await;
    window.enter().await;
    dialog(&window, "Opfølgning, S2026-1002", "opfoelgning").await;
    window.type_at("Dato", "20-11-2026").await;
    source(&window, "Sagsbehandler").await;
    // From 4 to 3 where 2 is expected, and from 3 to 1 where 1 is.
    level(&window, "S2026-1002-M1", '3').await;
    result(&window, "S2026-1002-M1", "Træf afgørelse om fortsættelse af indsats").await;
    level(&window, "S2026-1002-M2", '1').await;
    // 15 hours a week are bought: 64,3 in April.
    window.type_at("Leveret, timer, april 2026", "40,0").await;
    for text in ["På vej", "Opnået", "−24,3 timer", "timer betalt og ikke leveret"] {
        window.see_text(text).await;
    }
    check(&window, "opfoelgning-udfyldt").await;
    save(&window, "2 opfølgninger og timer for 1 måned er gemt.").await;
    for text in ["På vej 20-11-2026", "Opnået 20-11-2026", "Følges op senest 20-11-2027.", "−24,3 timer"]
    {
        window.see_text(text).await;
    }
    check(&window, "maal").await;
    window.close().await;
}

/// Steps with Tab to the choice of who has judged, and goes through it with the arrows.
async fn source(window: &Window, who: &str) {
    until_in(window, "e.name === 'source'").await;
    window.keys(" ").await;
    for _ in 0..6 {
        let script = "return document.querySelector('[name=source]:checked')?.value ?? ''";
        if window.client.execute(script, vec![]).await.unwrap().as_str() == Some(who) {
            return;
        }
        window.key(Key::Down).await;
    }
    panic!("{who} is no source\n{}", window.text().await);
}

/// Steps with Tab to a goal's level and types it.
async fn level(window: &Window, goal: &str, digit: char) {
    let group =
        format!("e.closest('[role=radiogroup]')?.getAttribute('aria-label')?.startsWith('Niveau, {goal}')");
    until_in(window, &group).await;
    window.keys(&digit.to_string()).await;
}

/// Steps with Tab to what a follow-up of a goal came to, and goes through it with the arrows.
async fn result(window: &Window, goal: &str, choice: &str) {
    let name = format!("e.getAttribute('aria-label')?.startsWith('Resultat, {goal}')");
    until_in(window, &name).await;
    for _ in 0..6 {
        let chosen = "return document.activeElement.value";
        if window.client.execute(chosen, vec![]).await.unwrap().as_str() == Some(choice) {
            return;
        }
        window.key(Key::Down).await;
    }
    panic!("{choice} is no result\n{}", window.text().await);
}

/// Steps with Tab until this holds of the element `e` that has the focus.
async fn until_in(window: &Window, holds: &str) {
    let script = format!("const e = document.activeElement; return e !== null && ({holds}) === true");
    for _ in 0..120 {
        if window.client.execute(&script, vec![]).await.unwrap().as_bool() == Some(true) {
            return;
        }
        window.key(Key::Tab).await;
    }
    panic!("{holds} cannot be reached with Tab\n{}", window.text().await);
}
