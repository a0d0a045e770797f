//! Rate lines: changed from a date, refused, put right, ended and undone, and what a *trappetakst* proposes.

use fantoccini::key::Key;

use super::{case, check, dialog, effect, gone, open, refused, said, save, value};
use crate::cli::program::Database;

/// 2.739,72 kr. × 365 days, the sample's case just below the limit.
const BEFORE: &str = "999.998";

#[tokio::test]
async fn a_rate_that_takes_a_case_above_the_limit_says_so_before_it_is_saved_and_ctrl_z_takes_it_back() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Økonomi").await;
    window.see_text(BEFORE).await;
    window.choose("Handlinger: Grundtakst", "Ny takst fra …").await;
    dialog(&window, "Ny takst på S2026-1002", "ny-takst").await;
    window.type_at("Gælder fra", "01-02-2026").await;
    window.type_at("Beløb", "2.900,00").await;
    window.type_at("Årsag", "Forhandling").await;
    refused(&window, "Gælder fra", "Den gamle takst begyndte 01-02-2026").await;
    window.type_at("Gælder fra", "01-01-2027").await;
    // 2.900,00 kr. × 365 days.
    effect(&window, "1.058.500").await;
    effect(&window, "kommer over").await;
    effect(&window, "fra 01-01-2027").await;
    effect(&window, "over P/L").await;
    check(&window, "ny-takst-virkning").await;
    save(&window, "Centerchefen skal se den.").await;
    window.see_text("2.900,00").await;
    window.see_text("01-02-2026 til 31-12-2026").await;
    check(&window, "ny-takst-gemt").await;

    window.control_key('z').await;
    dialog(&window, "Fortryd", "fortryd").await;
    window.until_focused("Fortryd ændringen").await;
    window.enter().await;
    window.see_text("Ændringen er fortrudt.").await;
    gone(&window, "2.900,00").await;
    window.see_text("01-02-2026 og frem").await;
    window.see_text(BEFORE).await;
    window.close().await;
}

#[tokio::test]
async fn a_mistake_stays_visible_when_it_is_put_right_and_the_message_undoes_it() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Økonomi").await;
    window.choose("Handlinger: Grundtakst", "Ret fejl").await;
    dialog(&window, "Ret en fejl på S2026-1002", "ret-fejl").await;
    window.type_at("Beløb", "2.700,00").await;
    // 2.700,00 kr. × 365 days.
    effect(&window, "985.500").await;
    refused(&window, "Begrundelse", "Skriv hvorfor").await;
    window.keys("Faktureret efter kontrakten").await;
    save(&window, "Fejlen er rettet").await;
    window.see_text("Rettet: afløst af 2.700,00").await;
    window.see_text("Afløser 2.739,72").await;
    window.see_text("985.500").await;
    check(&window, "fejl-rettet").await;

    window.tab_to("Fortryd").await;
    window.enter().await;
    window.see_text("Ændringen er fortrudt.").await;
    gone(&window, "2.700,00").await;
    window.see_text(BEFORE).await;
    window.close().await;
}

#[tokio::test]
async fn a_line_that_would_be_paid_twice_or_before_the_stay_is_refused_and_one_that_is_right_is_ended() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Økonomi").await;
    window.tab_to("Ny takstlinje").await;
    window.enter().await;
    dialog(&window, "Ny takstlinje på S2026-1002", "ny-takstlinje").await;
    window.type_at("Ydelse", "Grundtakst").await;
    window.type_at("Beløb", "150,00").await;
    window.type_at("Gælder fra", "01-06-2026").await;
    refused(&window, "Gælder fra", "begge ville blive betalt").await;
    check(&window, "ny-takstlinje-fejl").await;
    window.type_at("Gælder fra", "01-01-2026").await;
    said(&window, "Gælder fra", "En takst før indflytningen 01-02-2026 betales ikke.").await;
    window.type_at("Ydelse", "Nattevagt").await;
    window.type_at("Gælder fra", "01-12-2026").await;
    window.type_at("Gælder til", "30-11-2026").await;
    refused(&window, "Gælder til", "før").await;
    window.type_at("Gælder til", "").await;
    assert_eq!(value(&window, "Beløb").await, "150,00");
    // (2.739,72 + 150,00) kr. × 365 days.
    effect(&window, "1.054.748").await;
    save(&window, "Nattevagt").await;

    window.choose("Handlinger: Nattevagt", "Afslut").await;
    dialog(&window, "Afslut en takstlinje på S2026-1002", "afslut-takstlinje").await;
    window.type_at("Sidste dag", "31-12-2026").await;
    effect(&window, "slutter 31-12-2026.").await;
    check(&window, "afslut-takstlinje-virkning").await;
    save(&window, "slutter 31-12-2026.").await;
    window.see_text("01-12-2026 til 31-12-2026").await;
    window.close().await;
}

#[tokio::test]
async fn a_clause_whose_day_has_come_proposes_its_rate_and_becomes_a_line_only_by_hand() {
    let sample = Database::sample();
    let window = open(&sample).await;
    case(&window, "S2026-1002", "Kontrakt").await;
    window.tab_to("Ny trappetakst").await;
    window.enter().await;
    dialog(&window, "Ny trappetakst, S2026-1002", "ny-trappetakst").await;
    window.type_at("Ny takst", "2.800,00").await;
    window.type_at("Fra dato", "01-10-2026").await;
    refused(&window, "Ny takst", "En trappetakst skal være lavere end den, der gælder").await;
    window.type_at("Ny takst", "2.500,00").await;
    said(&window, "Fra dato", "Den lavere takst foreslås med det samme.").await;
    effect(&window, "87.498 kr. mindre om året").await;
    check(&window, "ny-trappetakst-virkning").await;
    save(&window, "rappetakst").await;

    case(&window, "S2026-1002", "Økonomi").await;
    window.see_text("kan træde i kraft 01-10-2026").await;
    window.see_text("Sparer 87.498 kr. om året").await;
    // It is only proposed: what is paid is what was agreed.
    window.see_text(BEFORE).await;
    check(&window, "trappetakst-foreslaaet").await;
    window.tab_to("Gennemfør trappetaksten").await;
    window.key(Key::Enter).await;
    dialog(&window, "Ny takst på S2026-1002", "trappetakst-gennemfoer").await;
    assert_eq!(value(&window, "Beløb").await, "2.500,00");
    assert_eq!(value(&window, "Gælder fra").await, "01-10-2026");
    effect(&window, "912.500").await;
    save(&window, "2.500,00").await;
    window.see_text("01-10-2026 og frem").await;
    gone(&window, "kan træde i kraft").await;
    window.see_text("912.500").await;
    window.close().await;
}
