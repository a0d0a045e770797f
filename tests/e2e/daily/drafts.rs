//! What is typed and not saved: there again after the window has gone.

use serde_json::json;

use super::{case, check, dialog, open, save, value};
use crate::cli::program::Database;
use crate::e2e::window::Window;

/// Waits until the program has kept what was typed.
async fn kept(window: &Window) {
    let script = "const done = arguments[arguments.length - 1];\
        const ask = () => window.__TAURI_INTERNALS__.invoke('drafts')\
        .then(({ drafts }) => drafts.length > 0 ? done(true) : requestAnimationFrame(ask));\
        ask()";
    window.client.execute_async(script, vec![json!(null)]).await.unwrap();
}

#[tokio::test]
async fn what_is_typed_is_offered_again_after_the_window_has_gone_and_is_continued() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Økonomi").await;
    window.keys("e").await;
    dialog(&window, "Ret S2026-1002", "ret-placering").await;
    window.type_at("Sagsbehandler 1", "Ib Østergård").await;
    kept(&window).await;
    // The window is gone without a word, as in a power cut.
    window.close().await;

    let window = open(&sample).await;
    window.see_text("Du har 1 kladde, der ikke blev gemt.").await;
    window.tab_to("Vis kladder").await;
    window.enter().await;
    dialog(&window, "Kladder", "kladder").await;
    window.tab_to("Åbn: Ret S2026-1002").await;
    window.enter().await;
    dialog(&window, "Ret S2026-1002", "kladde-fortsat").await;
    window.see_text("Fortsat fra kladden").await;
    assert_eq!(value(&window, "Sagsbehandler 1").await, "Ib Østergård");
    window.close().await;
}

#[tokio::test]
async fn locking_asks_first_and_the_form_offers_what_was_typed_when_it_is_opened_again() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Økonomi").await;
    window.keys("e").await;
    dialog(&window, "Ret S2026-1002", "ret-placering").await;
    window.type_at("Sagsbehandler 1", "Ib Østergård").await;
    window.control_key('l').await;
    dialog(&window, "Lås Vilkår", "laas-med-kladde").await;
    window.until_focused("Bliv her").await;
    window.tab_to("Lås").await;
    window.enter().await;
    window.see_text("Lås op").await;

    window.unlock().await;
    case(&window, "S2026-1002", "Økonomi").await;
    window.keys("e").await;
    window.see_text("Du har en kladde fra").await;
    check(&window, "kladde-tilbudt").await;
    window.until_focused("Fortsæt kladden").await;
    window.enter().await;
    window.see_text("Fortsat fra kladden").await;
    assert_eq!(value(&window, "Sagsbehandler 1").await, "Ib Østergård");
    save(&window, "S2026-1002").await;
    window.keys("e").await;
    dialog(&window, "Ret S2026-1002", "ret-placering").await;
    assert_eq!(value(&window, "Sagsbehandler 1").await, "Ib Østergård");
    window.close().await;
}
