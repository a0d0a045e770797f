//! The internal packet: what it says, how it breaks over pages, and that both paintings keep their
//! promises (PDF/A and PDF/UA conformance itself is checked by the documents gate).

#![allow(clippy::unwrap_used, reason = "helpers of tests may fail as tests do")]

mod sample;

use std::collections::BTreeSet;

use vilkaar_documents::Document;
use vilkaar_documents::packet::{AbovePriceLevel, InternalPacket, internal};
use vilkaar_documents::scene::{Artifact, Child, Item, Role};

fn composed(packet: &InternalPacket) -> Document {
    internal(packet).unwrap()
}

fn all() -> [Document; 3] {
    [composed(&sample::full()), composed(&sample::empty()), composed(&sample::large())]
}

fn text_of(document: &Document) -> String {
    document.page_texts().join("\n")
}

#[track_caller]
fn assert_says(text: &str, needles: &[&str]) {
    for needle in needles {
        assert!(text.contains(needle), "“{needle}” is not in:\n{text}");
    }
}

#[test]
fn same_input_gives_the_same_bytes() {
    let first = composed(&sample::full());
    assert_eq!(first.pdf().unwrap(), composed(&sample::full()).pdf().unwrap());
    assert_eq!(first.svg_pages(), composed(&sample::full()).svg_pages());
}

#[test]
fn a_later_log_head_gives_another_file_id() {
    let mut packet = sample::full();
    let first = composed(&packet).pdf().unwrap();
    packet.issue.log_head.as_mut().unwrap().hash.replace_range(0..1, "4");
    assert_ne!(first, composed(&packet).pdf().unwrap());
}

#[test]
fn a_full_packet_has_four_to_twelve_pages() {
    let pages = composed(&sample::full()).pages();
    assert!((4..=12).contains(&pages), "{pages}");
}

#[test]
fn every_page_says_internal_its_number_the_day_and_the_log_head() {
    for packet in [sample::full(), sample::large()] {
        let document = composed(&packet);
        let texts = document.page_texts();
        for (index, text) in texts.iter().enumerate() {
            let number = format!("Side {} af {}", index + 1, texts.len());
            assert_says(
                text,
                &[
                    "Internt – må ikke udleveres til leverandøren",
                    number.as_str(),
                    "pr. 20-11-2026",
                    "log nr. 1207, 3f9ac1b2d4e5…, 20-11-2026 09:30 UTC",
                ],
            );
        }
    }
}

#[test]
fn the_cover_names_case_citizen_offer_provider_and_the_days_left() {
    let cover = composed(&sample::full()).page_texts().remove(0);
    assert_says(
        &cover,
        &[
            "Intern forhandlingspakke",
            "Mads Poulsen, 730779-xxxx",
            "S2022-1008",
            "§ 107",
            "Solbakkehus I/S (privat, CVR 12345674)",
            "Genforhandles 01-09-2026 Overskredet 80 dage",
            "Opsig senest 30-11-2026 Om 10 dage; ophør 28-02-2027",
            "31-10-2026, forventet ophør overskredet",
            "Skærpet tilsyn til 14-02-2027",
        ],
    );
}

#[test]
fn the_summary_is_one_page_with_four_figures_and_what_to_bring_up() {
    let texts = composed(&sample::full()).page_texts();
    assert_says(
        &texts[1],
        &[
            "1. Sammenfatning",
            "Kr. pr. år, brutto 1.119.301 kr.",
            "Kr. pr. støttetime 1.150,93 kr.",
            "Over P/L +8,9 %",
            "73.391 kr. om året",
            "Opsig senest 30-11-2026",
            "Tag op ved bordet",
            "Egnet eget tilbud er billigere",
            "Borgeren er over grænsen på 1.000.000 kr.",
        ],
    );
    assert!(texts[2].contains("2. Taksten over tid"));
}

#[test]
fn seven_long_points_still_leave_the_summary_on_one_page() {
    let texts = composed(&sample::large()).page_texts();
    assert!(texts[1].contains("1. Sammenfatning") && texts[2].contains("2. Taksten over tid"));
}

#[test]
fn every_section_says_its_figures() {
    assert_says(
        &text_of(&composed(&sample::full())),
        &[
            "201,07 kr. pr. døgn over P/L (+8,9 %)",
            "2.466,27",
            "Varslet af leverandør",
            "§ 85 støtte",
            "18.069,65",
            "I alt, hvor det er oplyst",
            "121.347,21",
            "1.271.102,50",
            "ingen satser",
            "Varetage egen sundhed",
            "Opnået, niveau 0 den 16-05-2026, udfører",
            "Bagefter",
            "Billigst-bedst-egnet:",
            "for få til sammenligning",
            "2.219,00",
            "Opsagt i dag ophører kontrakten den 18-02-2027",
            "En måneds forsinkelse koster 76.454,37 kr.",
            "Kræver borgerafgørelse",
            "8. Hvad der mangler",
            "2.489,76 kr. × 365 døgn",
            "3f9ac1b2d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f",
        ],
    );
}

#[test]
fn own_offers_come_first_whatever_they_cost() {
    let mut packet = sample::full();
    for offer in &mut packet.comparison.searched {
        if offer.name == "Egeskov Bofællesskab" {
            offer.comparable_rate = Some(vilkaar_domain::Money::from_kroner(9_000));
        }
    }
    let text = text_of(&composed(&packet));
    let section = &text[text.rfind("Afsøgte tilbud").unwrap()..];
    assert!(section.find("Egeskov Bofællesskab") < section.find("Solbakkehus"));
}

#[test]
fn years_without_a_percent_give_no_figure_but_their_names() {
    let mut packet = sample::full();
    packet.rates.above_price_level = AbovePriceLevel::YearsMissing(vec![2019]);
    let text = text_of(&composed(&packet));
    assert_says(&text, &["P/L mangler for 2019"]);
    assert!(!text.contains("over P/L (+"));
    assert_says(&text_of(&composed(&sample::large())), &["P/L mangler for 2019, 2020 og 2021"]);
}

#[test]
fn empty_sections_say_what_is_missing_and_who_should_get_it() {
    let text = text_of(&composed(&sample::empty()));
    assert_says(
        &text,
        &[
            "Mangler: takstlinjer. Forhandleren skaffer",
            "Mangler: støttetimer pr. uge. Sagsbehandleren skaffer",
            "Mangler: oplysning om leverede timer. Sagsbehandleren skaffer",
            "Mangler: udgift. Forhandleren skaffer",
            "Mangler: mål. Sagsbehandleren skaffer",
            "Mangler: afsøgte tilbud. Sagsbehandleren skaffer",
            "Mangler: sammenligningsgruppe.",
            "Ingen kontrakt i kraft. Uden kontrakt",
            "Forhandleren skaffer den underskrevne kontrakt",
            "centerchefen udpeger en",
        ],
    );
}

#[test]
fn what_is_unknown_is_never_printed_as_zero_kroner() {
    let text = text_of(&composed(&sample::empty()));
    assert!(!text.contains("0,00"), "{text}");
    assert!(!text.contains(" 0 kr."), "{text}");
    assert_says(&text, &["Kr. pr. år, brutto ukendt Takst mangler"]);
}

#[test]
fn people_named_are_asked_by_name() {
    let mut packet = sample::full();
    packet.goals.clear();
    assert_says(&text_of(&composed(&packet)), &["Mangler: mål. Sagsbehandler Mette Holm skaffer"]);
}

#[test]
fn no_glyph_is_notdef_and_nothing_in_danish_is_unmapped() {
    for document in all() {
        assert!(document.unmapped_characters().is_empty(), "{:?}", document.unmapped_characters());
        for item in document.scene().pages.iter().flat_map(|page| &page.items) {
            if let Item::Text(text) = item {
                assert!(text.glyphs.iter().all(|glyph| glyph.id != 0), "{}", text.text);
            }
        }
    }
}

#[test]
fn a_name_in_another_script_is_reported_and_still_gives_a_file() {
    let mut packet = sample::full();
    packet.case.citizen_name = vilkaar_domain::Sensitive::new("李 Łukasz Şahin");
    let document = composed(&packet);
    assert_eq!(document.unmapped_characters(), &BTreeSet::from(['李']));
    assert!(document.pdf().unwrap().starts_with(b"%PDF-1.7"));
}

#[test]
fn table_headings_repeat_on_each_page_as_artifacts() {
    let document = composed(&sample::large());
    let scene = document.scene();
    let mut real = 0;
    let mut repeated = 0;
    for page in &scene.pages {
        let mut artifact = false;
        for item in &page.items {
            match item {
                Item::BeginArtifact(kind) => artifact = *kind == Artifact::Layout,
                Item::BeginContent { .. } => artifact = false,
                Item::Text(text) if text.text == "Over P/L, kr." => {
                    if artifact {
                        repeated += 1;
                    } else {
                        real += 1;
                    }
                }
                _ => {}
            }
        }
    }
    assert_eq!(real, 1);
    assert!(repeated >= 1, "the long table does not break");
}

#[test]
fn no_heading_is_stranded_at_the_foot_of_a_page() {
    for document in all() {
        let scene = document.scene();
        for entry in &scene.outline {
            let mut below = false;
            let mut inside = false;
            for item in &scene.pages[entry.page].items {
                match item {
                    Item::BeginContent { node, .. } => {
                        inside = !matches!(scene.nodes[*node].role, Role::Heading(_));
                    }
                    Item::BeginArtifact(_) | Item::End => inside = false,
                    Item::Text(text) if inside && text.y > entry.y + 14.0 => below = true,
                    _ => {}
                }
            }
            assert!(below, "“{}” on page {} stands alone", entry.title, entry.page + 1);
        }
    }
}

#[test]
fn nothing_is_drawn_outside_the_page_or_into_the_foot() {
    for document in all() {
        let scene = document.scene();
        for (number, page) in scene.pages.iter().enumerate() {
            let mut footer = false;
            for item in &page.items {
                match item {
                    Item::BeginArtifact(kind) => footer = *kind == Artifact::Footer,
                    Item::BeginContent { .. } => footer = false,
                    Item::Text(text) => {
                        let right = text.x + document_width(text);
                        assert!(
                            text.x >= 40.0 && right <= scene.width - 50.0,
                            "page {}: {}",
                            number + 1,
                            text.text
                        );
                        assert!(
                            footer || text.y <= scene.height - 62.0,
                            "page {}: {}",
                            number + 1,
                            text.text
                        );
                    }
                    _ => {}
                }
            }
        }
    }
}

fn document_width(text: &vilkaar_documents::scene::TextItem) -> f32 {
    let seen = text.text.trim_end().len();
    text.glyphs.iter().filter(|glyph| glyph.start < seen).map(|glyph| glyph.advance).sum::<f32>() * text.size
}

#[test]
fn a_row_taller_than_a_page_goes_on_and_loses_no_word() {
    let document = composed(&sample::large());
    let text = text_of(&document);
    let found = text.matches("fylder mere end").count();
    assert!((88..=90).contains(&found), "{found} of 90; lines may part the words");
    assert!(text.matches("intet").count() >= 90);
}

#[test]
fn content_is_marked_once_never_nested_and_every_mark_has_its_node() {
    for document in all() {
        let scene = document.scene();
        let mut marked = BTreeSet::new();
        for (page_index, page) in scene.pages.iter().enumerate() {
            let mut open = false;
            for item in &page.items {
                match item {
                    Item::BeginContent { mark, node } => {
                        assert!(!open);
                        open = true;
                        assert_eq!(page.owners[*mark], *node);
                        assert!(marked.insert((page_index, *mark)));
                    }
                    Item::BeginArtifact(_) => {
                        assert!(!open);
                        open = true;
                    }
                    Item::End => {
                        assert!(open);
                        open = false;
                    }
                    _ => assert!(open, "unmarked content on page {}", page_index + 1),
                }
            }
            assert!(!open);
        }
        let in_tree: BTreeSet<(usize, usize)> = scene
            .nodes
            .iter()
            .flat_map(|node| &node.children)
            .filter_map(|child| match child {
                Child::Mark { page, mark } => Some((*page, *mark)),
                Child::Node(_) | Child::Area { .. } => None,
            })
            .collect();
        assert_eq!(marked, in_tree);
    }
}

#[test]
fn heading_levels_are_never_skipped_and_figures_have_a_text() {
    for document in all() {
        let mut last = 0;
        for node in &document.scene().nodes {
            match node.role {
                Role::Heading(level) => {
                    assert!(level <= last + 1, "level {level} after {last}");
                    last = level;
                }
                Role::Figure => assert!(node.alternative.as_ref().is_some_and(|text| text.len() > 20)),
                _ => {}
            }
        }
    }
}

#[test]
fn the_windows_pages_keep_to_its_content_security_policy() {
    for document in all() {
        let pages = document.svg_pages();
        assert_eq!(pages.len(), document.pages());
        for page in pages {
            for forbidden in ["style=", "<style", "<script", "data:", "href", "onload", "<foreignObject"] {
                assert!(!page.contains(forbidden), "{forbidden}");
            }
            assert!(
                page.contains("role=\"document\"") && page.contains("aria-label=\"Intern forhandlingspakke")
            );
            assert_eq!(page.matches("<g").count(), page.matches("</g>").count());
        }
    }
}

#[test]
fn text_from_outside_cannot_break_out_of_the_svg() {
    let mut packet = sample::full();
    packet.case.offer = "<script>alert(\"1\")</script> & 'Søn'".to_owned();
    let page = composed(&packet).svg_pages().remove(0);
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;"));
    assert!(composed(&packet).pdf().is_ok());
}

#[test]
fn the_title_of_the_file_does_not_name_the_citizen() {
    let document = composed(&sample::full());
    assert_eq!(document.title(), "Intern forhandlingspakke, S2022-1008, Solbakkehus");
    let debug = format!("{:?}", sample::full());
    assert!(!debug.contains("Poulsen") && !debug.contains("730779"));
}

#[test]
fn contents_give_the_page_of_each_section_and_lead_there() {
    let document = composed(&sample::full());
    let cover = document.page_texts().remove(0);
    for entry in document.scene().outline.iter().filter(|entry| entry.level == 2) {
        let line = format!("{} {}", entry.title, entry.page + 1);
        assert!(cover.contains(&line), "{line} is not in:\n{cover}");
        assert!(document.scene().pages[0].links.iter().any(|link| {
            link.page == entry.page
                && (link.y - entry.y).abs() < 0.01
                && link.description.contains(&entry.title)
        }));
    }
}

#[test]
fn the_words_of_the_packet_are_as_agreed() {
    let document = composed(&sample::full());
    insta::assert_snapshot!("full_packet", document.page_texts().join("\n\n----\n\n"));
    let document = composed(&sample::empty());
    insta::assert_snapshot!("empty_packet", document.page_texts().join("\n\n----\n\n"));
}
