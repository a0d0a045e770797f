//! Every screen with the sample municipality: free of violations of WCAG 2.1 A and AA at the width
//! it is designed for and at a wide one, and nothing cut off. With `VILKAAR_SHOTS` a folder, a
//! picture of each is saved there at both sizes, for the README and the user guide.

use std::path::PathBuf;

use super::accessibility;
use super::window::Window;
use crate::cli::program::{Database, fixture};

const SIZES: &[(u32, u32)] = &[(1280, 800), (1920, 1080)];

/// Checks the screen at each size, and saves a picture of it where one is asked for.
pub async fn visit(window: &Window, name: &str) {
    for (width, height) in SIZES {
        window.size(*width, *height).await;
        window.settled().await;
        accessibility::check(window, &format!("{name}, {width}")).await;
        window.fits(name).await;
        if let Some(folder) = std::env::var_os("VILKAAR_SHOTS") {
            let file = PathBuf::from(folder).join(format!("{name}-{width}.png"));
            window.picture(&file).await;
        }
    }
    window.size(1280, 800).await;
}

#[tokio::test]
async fn every_screen_is_accessible_and_fits_at_both_sizes() {
    let sample = Database::sample();
    let window = Window::start_on(Some(&sample.path())).await;
    window.see_text("Adgangssætning").await;
    visit(&window, "laas-op").await;
    window.unlock().await;
    window.see_text("S2022-1008").await;
    visit(&window, "dagens-arbejde").await;
    window.rail("Overblik").await;
    window.see_text("Efter lovgrundlag").await;
    visit(&window, "overblik").await;

    window.rail("Placeringer").await;
    window.see_text("S2022-1008").await;
    visit(&window, "placeringer").await;

    window.go("#/placering/S2022-1008/oekonomi").await;
    window.see_text("900.18").await;
    visit(&window, "placering").await;
    window.go("#/placering/S2022-1008/maal").await;
    window.see_text("Borgers mål og ønsker").await;
    visit(&window, "placering-maal").await;
    window.go("#/placering/S2022-1008/kontrakt").await;
    window.see_text("90 dage").await;
    visit(&window, "placering-kontrakt").await;
    window.go("#/placering/S2022-1008/historik").await;
    window.see_text("Tidspunkt").await;
    visit(&window, "placering-historik").await;

    window.rail("Udgiftstunge sager").await;
    window.see_text("Det, der bærer sagen").await;
    visit(&window, "udgiftstunge-sager").await;

    window.go("#/udskrift").await;
    window.see_text("S2022-1008").await;
    visit(&window, "udskrift").await;
    window.go("#/udskrift/S2022-1008").await;
    window.see("//*[name()='svg']").await;
    visit(&window, "forhandlingspakke").await;

    window.rail("Import").await;
    window.see_text("Vælg det regneark, I har").await;
    let workbook = PathBuf::from(fixture("egeskov-fejl.xlsx"));
    window.answer_dialogs(&[&workbook]);
    window.press("Vælg fil").await;
    window.see_text("Placeringer, række 20").await;
    visit(&window, "import").await;

    window.rail("Indstillinger").await;
    window.see_text("Sikkerhedskopier").await;
    visit(&window, "indstillinger").await;

    window.control_key('k').await;
    window.until_focused("Søg").await;
    window.keys("Poulsen").await;
    window.see_text("Solbakkehus").await;
    visit(&window, "soeg").await;
    window.close().await;
}

#[tokio::test]
async fn the_start_screen_is_accessible_and_fits_at_both_sizes() {
    let window = Window::start().await;
    window.see_text("Opret database").await;
    visit(&window, "start").await;
    window.press_starting("Opret database").await;
    window.see_text("Gentag adgangssætningen").await;
    visit(&window, "opret").await;
    window.close().await;
}
