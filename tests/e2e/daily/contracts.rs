//! Contracts: an allonge, notice with its end in words, and the signed file.

use std::fs;

use super::{case, check, dialog, effect, open, refused, save};
use crate::cli::program::Database;

#[tokio::test]
async fn an_allonge_and_a_notice_are_made_by_keyboard_and_their_days_read_back() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2022-1008", "Kontrakt").await;
    window.choose("Handlinger: K-2406", "Lav allonge").await;
    dialog(&window, "Allonge til K-2406", "allonge").await;
    window.type_at("Start", "01-01-2022").await;
    window.type_at("Opsigelse kommune", "når det passer").await;
    refused(&window, "Start", "En allonge kan ikke begynde før").await;
    window.type_at("Start", "01-01-2027").await;
    refused(&window, "Opsigelse kommune", "Varslet kan ikke læses").await;
    window.type_at("Opsigelse kommune", "løbende måned + 1 måned").await;
    window.type_at("Aftalt den", "20-11-2026").await;
    effect(&window, "Opsigelse kommune").await;
    check(&window, "allonge-virkning").await;
    save(&window, "llonge").await;
    // Both stand: what was agreed is never rewritten.
    window.see_text("90 dage").await;
    window.see_text("løbende måned + 1 måned").await;

    window.choose("Handlinger: K-2406, allonge", "Opsig").await;
    dialog(&window, "Opsig K-2406", "opsig").await;
    // Today, by the municipality, under the version that holds today: 90 days.
    effect(&window, "18-02-2027").await;
    check(&window, "opsig-virkning").await;
    window.type_at("Afgørelse truffet den", "21-11-2026").await;
    refused(&window, "Afgørelse truffet den", "kan ikke være truffet efter i dag").await;
    window.type_at("Afgørelse truffet den", "19-11-2026").await;
    save(&window, "Opsigelsen er gemt: kontrakten ophører den 18-02-2027.").await;
    window.see_text("19-11-2026").await;
    check(&window, "opsagt").await;
    window.close().await;
}

#[tokio::test]
async fn a_signed_contract_is_attached_by_keyboard_and_what_is_no_pdf_or_too_large_is_refused() {
    let sample = Database::sample();
    let window = open(&sample).await;
    let (signed, letter, large, copy) =
        ["underskrevet.pdf", "brev.pdf", "stor.pdf", "kopi.pdf"].map(|name| window.place(name)).into();
    let content = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n";
    fs::write(&signed, content).unwrap();
    fs::write(&letter, "Kære leverandør").unwrap();
    // Sixty megabytes that take no room on the disk.
    fs::File::create(&large).unwrap().set_len(60 * 1024 * 1024).unwrap();

    case(&window, "S2026-1002", "Kontrakt").await;
    window.answer_dialogs(&[&letter, &large, &signed, &copy]);
    for sentence in [
        "Filen er ikke en PDF. Gem dokumentet som PDF",
        "der er plads til højst 25 MB",
        "Den underskrevne kontrakt er vedhæftet",
    ] {
        window.tab_to("Vedhæft underskrevet kontrakt").await;
        window.enter().await;
        window.see_text(sentence).await;
    }
    window.see("//li//button[.='underskrevet.pdf']").await;
    check(&window, "vedhaeftet").await;
    window.tab_to("Gem kopi af underskrevet.pdf").await;
    window.enter().await;
    window.see_text("Gemt som").await;
    assert_eq!(fs::read(&copy).unwrap(), content);
    window.close().await;
}
