//! Placements, citizens, offers and providers.

use super::{case, check, command, dialog, effect, open, refused, right, said, save, submit, value};
use crate::cli::program::Database;

#[tokio::test]
async fn a_placement_is_created_put_right_moved_and_ended_by_keyboard_and_bad_input_loses_nothing() {
    let sample = Database::sample();
    let window = open(&sample).await;

    command(&window, "Ny placering").await;
    dialog(&window, "Ny placering", "ny-placering").await;
    window.type_at("Cpr-nr.", "320190-12").await;
    window.type_at("Navn", "Ditte Prøvesen").await;
    said(&window, "Cpr-nr.", "Et cpr-nummer har ti cifre").await;
    window.type_at("Tilbud", "Solbakkehus").await;
    window.pick("Lovgrundlag", "§ 108").await;
    window.type_at("Indflytning", "01-12-2026").await;
    window.type_at("Sagsnr.", "S2022-1008").await;
    said(&window, "Sagsnr.", "S2022-1008").await;
    window.type_at("Grundtakst", "2.500,00").await;
    window.type_at("Støttetimer pr. uge", "400").await;
    said(&window, "Støttetimer pr. uge", "168").await;
    submit(&window).await;
    window.until_focused("Cpr-nr.").await;
    check(&window, "ny-placering-fejl").await;
    // Nothing that was typed is lost.
    for (label, typed) in [
        ("Navn", "Ditte Prøvesen"),
        ("Tilbud", "Solbakkehus"),
        ("Indflytning", "01-12-2026"),
        ("Grundtakst", "2.500,00"),
        ("Støttetimer pr. uge", "400"),
    ] {
        assert_eq!(value(&window, label).await, typed, "{label}");
    }
    window.type_at("Cpr-nr.", "690190-1234").await;
    window.type_at("Sagsnr.", "S2026-2001").await;
    window.type_at("Støttetimer pr. uge", "20").await;
    for label in ["Cpr-nr.", "Sagsnr.", "Støttetimer pr. uge"] {
        right(&window, label).await;
    }
    save(&window, "S2026-2001").await;
    window.see("//h1[.='Ditte Prøvesen']").await;
    // 2.500,00 kr. × 365 days.
    window.see_text("912.500").await;

    window.keys("e").await;
    dialog(&window, "Ret S2026-2001", "ret-placering").await;
    window.type_at("Støttetimer pr. uge", "25").await;
    window.type_at("Heraf efter § 83", "10").await;
    window.type_at("Heraf efter § 85", "15").await;
    save(&window, "S2026-2001").await;
    case(&window, "S2026-2001", "Kontrakt").await;
    window.see_text("25").await;

    window.choose("Handlinger", "Flyt til andet tilbud").await;
    dialog(&window, "Flyt S2026-2001", "flyt").await;
    window.type_at("Tilbud", "Solbakkehus").await;
    said(&window, "Tilbud", "bor der allerede").await;
    window.type_at("Tilbud", "Lindehøj").await;
    window.type_at("Første dag i det nye tilbud", "01-03-2027").await;
    window.type_at("Sagsnr.", "S2026-2002").await;
    window.type_at("Grundtakst", "2.000,00").await;
    effect(&window, "S2026-2002 begynder 01-03-2027 på Lindehøj.").await;
    check(&window, "flyt-virkning").await;
    save(&window, "S2026-2001 er flyttet").await;
    window.see_text("Lindehøj").await;
    window.see_text("730.000").await;

    window.choose("Handlinger", "Afslut placeringen").await;
    dialog(&window, "Afslut S2026-2002", "afslut").await;
    window.type_at("Ophørt den", "28-02-2027").await;
    window.pick("Årsag", "egen bolig").await;
    refused(&window, "Ophørt den", "flytter først ind 01-03-2027").await;
    window.type_at("Ophørt den", "31-12-2027").await;
    effect(&window, "S2026-2002 ophører 31-12-2027.").await;
    check(&window, "afslut-virkning").await;
    save(&window, "S2026-2002 ophører 31-12-2027.").await;
    case(&window, "S2026-2002", "Kontrakt").await;
    window.see_text("egen bolig").await;
    window.close().await;
}

#[tokio::test]
async fn a_provider_with_an_offer_and_its_supervision_is_created_by_keyboard() {
    let sample = Database::sample();
    let window = open(&sample).await;
    command(&window, "Ny leverandør").await;
    dialog(&window, "Ny leverandør", "ny-leverandoer").await;
    window.type_at("Navn", "Fonden Birkely").await;
    window.pick("Ejerform", "Fond").await;
    window.type_at("CVR-nr.", "1234567").await;
    refused(&window, "CVR-nr.", "otte cifre").await;
    // Eight digits that fail the check are pointed out; the number may be new, so it is no hindrance.
    window.type_at("CVR-nr.", "12345678").await;
    said(&window, "CVR-nr.", "modulus 11").await;
    check(&window, "ny-leverandoer-cvr").await;
    window.type_at("Kontaktperson", "Bodil Eriksen").await;
    save(&window, "Birkely").await;

    command(&window, "Leverandører").await;
    window.see_text("Fonden Birkely").await;
    window.tab_to("Fonden Birkely").await;
    window.enter().await;
    window.see("//h1[contains(., 'Fonden Birkely')]").await;
    window.see_text("Bodil Eriksen").await;
    window.tab_to("Nyt tilbud").await;
    window.enter().await;
    dialog(&window, "Nyt tilbud", "nyt-tilbud").await;
    window.type_at("Navn", "Birkehuset").await;
    window.pick("Status", "Skærpet tilsyn").await;
    window.type_at("Fra", "01-10-2026").await;
    window.type_at("Til / frist", "01-09-2026").await;
    refused(&window, "Til / frist", "før").await;
    window.type_at("Til / frist", "01-04-2027").await;
    window.type_at("Kontrolleret den", "20-11-2026").await;
    save(&window, "Birkehuset").await;
    window.see_text("01-04-2027").await;
    check(&window, "leverandoer").await;
    window.close().await;
}
