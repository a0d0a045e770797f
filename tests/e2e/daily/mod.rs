//! What a negotiator and a case worker do in a year, in the real window with the keyboard alone, and the figures read
//! back as the window shows them. Every dialogue on the way is checked for accessibility.

mod cases;
mod contracts;
mod drafts;
mod goals;
mod habits;
mod rates;

use std::path::PathBuf;

use fantoccini::key::Key;
use serde_json::json;

use super::accessibility;
use super::window::Window;
use crate::cli::program::Database;

/// The window with the sample municipality, unlocked.
async fn open(sample: &Database) -> Window {
    let window = Window::start_on(Some(&sample.path())).await;
    window.see_text("Adgangssætning").await;
    window.unlock().await;
    window
}

/// Takes what Ctrl+K finds: a command, or a case by its number.
async fn command(window: &Window, words: &str) {
    window.control_key('k').await;
    window.until_focused("Søg").await;
    window.keys(words).await;
    window
        .until_true(
            &format!("{words} found"),
            "const e = document.querySelector('[role=option][aria-selected=true]');\
             return e !== null && e.innerText.toLowerCase().includes(arguments[0].toLowerCase())",
            vec![json!(words)],
        )
        .await;
    window.enter().await;
}

/// Opens a case, and one of its sections with the link that stands under its figures.
async fn case(window: &Window, number: &str, section: &str) {
    command(window, number).await;
    window.see(&format!("//nav//a[.='{section}']")).await;
    if section != "Økonomi" {
        window
            .until_true(
                "the screen with the keyboard at its beginning",
                "return document.querySelector('dialog[open]') === null",
                vec![],
            )
            .await;
        for _ in 0..80 {
            if window.focused_name().await == section {
                break;
            }
            window.key(Key::Tab).await;
        }
        window.enter().await;
        window.see(&format!("//nav//a[.='{section}'][@aria-current='page']")).await;
    }
}

/// Waits for the dialogue of this title, with its first field in reach, and checks it. With `VILKAAR_SHOTS` a folder, a
/// picture is saved there.
async fn dialog(window: &Window, title: &str, picture: &str) {
    window.see(&format!("//dialog[@open]//h2[contains(., '{title}')]")).await;
    check(window, picture).await;
}

/// Checks what is shown for accessibility, and saves a picture of it where one is asked for.
async fn check(window: &Window, picture: &str) {
    window.settled().await;
    if let Some(folder) = std::env::var_os("VILKAAR_SHOTS") {
        window.picture(&PathBuf::from(folder).join(format!("dagligt-{picture}.png"))).await;
    }
    accessibility::check(window, picture).await;
}

/// Waits until this is said at the field with this label: what is wrong, or what is odd.
async fn said(window: &Window, label: &str, sentence: &str) {
    window
        .until_true(
            &format!("«{sentence}» at {label}"),
            "return [...document.querySelectorAll('dialog[open] :is(input, select, textarea)')]\
             .filter(e => (e.labels?.[0]?.innerText ?? '').trim() === arguments[0])\
             .some(e => (e.getAttribute('aria-describedby') ?? '').split(' ')\
             .some(id => document.getElementById(id)?.innerText.replace(/\\s+/g, ' ').includes(arguments[1])))",
            vec![json!(label), json!(sentence)],
        )
        .await;
}

/// Waits until the field with this label is said to be right.
async fn right(window: &Window, label: &str) {
    window
        .until_true(
            &format!("nothing wrong at {label}"),
            "return [...document.querySelectorAll('dialog[open] :is(input, select, textarea)')]\
             .filter(e => (e.labels?.[0]?.innerText ?? '').trim() === arguments[0])\
             .every(e => e.getAttribute('aria-invalid') !== 'true')",
            vec![json!(label)],
        )
        .await;
}

/// Waits until the panel beside the fields tells this of what a save would do.
async fn effect(window: &Window, sentence: &str) {
    window
        .until_true(
            &format!("the effect «{sentence}»"),
            "return (document.querySelector('[data-testid=effect]')?.innerText ?? '')\
             .replace(/\\s+/g, ' ').includes(arguments[0])",
            vec![json!(sentence)],
        )
        .await;
}

/// Waits until a text is nowhere on the screen.
async fn gone(window: &Window, text: &str) {
    let script =
        "return !document.querySelector('main').innerText.replace(/\\s+/g, ' ').includes(arguments[0])";
    window.until_true(&format!("no «{text}»"), script, vec![json!(text)]).await;
}

/// What stands in the field with this label.
async fn value(window: &Window, label: &str) -> String {
    let script = "const e = [...document.querySelectorAll('dialog[open] :is(input, select, textarea)')]\
        .find(e => (e.labels?.[0]?.innerText ?? '').trim() === arguments[0]); return e ? e.value : null";
    let found = window.client.execute(script, vec![json!(label)]).await.unwrap();
    found.as_str().map(str::to_owned).unwrap_or_else(|| panic!("no field {label}"))
}

/// Saves with Ctrl+Enter, which works from every field.
async fn submit(window: &Window) {
    let keys = [Key::Control, Key::Enter, Key::Null].map(char::from);
    window.keys(&keys.iter().collect::<String>()).await;
}

/// Saves, and waits for what the window says of it and for the dialogue to go.
async fn save(window: &Window, message: &str) {
    submit(window).await;
    window.see_text(message).await;
    window.until_true("no dialogue", "return document.querySelector('dialog[open]') === null", vec![]).await;
}

/// Saves in vain: the dialogue stays.
async fn refused(window: &Window, label: &str, sentence: &str) {
    submit(window).await;
    said(window, label, sentence).await;
    window.until_focused(label).await;
}
