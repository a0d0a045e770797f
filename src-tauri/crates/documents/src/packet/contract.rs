//! Contract and notice in words: what is agreed, when it can end, what a month's delay costs, and
//! that notice is no decision about the citizen (domain §3).

use crate::block::{Block, TableCell, plain, strong};
use crate::figures;
use crate::icons::Icon;
use crate::packet::cover::label_table;
use crate::packet::{ContractFacts, DelayCost, InternalPacket, NoticeInWords, phrases};

pub(super) fn blocks(packet: &InternalPacket) -> Vec<Block> {
    let mut blocks = vec![Block::section("7. Kontrakt og opsigelse")];
    let Some(contract) = &packet.contract else {
        blocks.push(Block::Callout {
            icon: Icon::Serious,
            title: "Ingen kontrakt i kraft.".to_owned(),
            text: format!(
                "Uden kontrakt er hverken pris, timer eller varsel aftalt. {} skaffer den underskrevne kontrakt eller indgår en ny.",
                phrases::negotiator(&packet.case)
            ),
        });
        return blocks;
    };
    blocks.push(Block::Table(label_table(facts(contract))));
    blocks.push(Block::subsection("Kommunens opsigelse", ""));
    match &contract.municipality_notice {
        Some(notice) => blocks.extend(notice_blocks(notice)),
        None => blocks.push(phrases::absent(
            "kommunens opsigelsesvarsel",
            &phrases::negotiator(&packet.case),
            "varslet fra kontrakten; uden det kan ingen frist regnes",
        )),
    }
    if let Some(delay) = &contract.delay {
        blocks.push(delay_block(delay));
    }
    blocks.push(match contract.decision_made {
        Some(day) => Block::status(Icon::Good, format!("Afgørelse om borgeren er truffet den {}.", figures::date(day))),
        None => Block::Callout {
            icon: Icon::Warning,
            title: "Kræver borgerafgørelse.".to_owned(),
            text: format!(
                "Opsigelse er ingen afgørelse om borgeren. {} træffer afgørelse, før tilbuddet opsiges, timerne sættes ned eller borgeren flytter.",
                phrases::case_worker(&packet.case)
            ),
        },
    });
    blocks.push(Block::subsection("Leverandørens opsigelse", ""));
    match &contract.provider_notice {
        Some(notice) => blocks.extend(notice_blocks(notice)),
        None => blocks.push(phrases::absent(
            "leverandørens opsigelsesvarsel",
            &phrases::negotiator(&packet.case),
            "varslet fra kontrakten",
        )),
    }
    if !contract.clauses.is_empty() {
        blocks.push(Block::subsection("Aftalt om taksten", "forventet, indtil det sker"));
        blocks.push(Block::List(contract.clauses.iter().map(|clause| vec![plain(clause)]).collect()));
    }
    blocks
}

fn facts(contract: &ContractFacts) -> Vec<(&str, TableCell)> {
    let missing = |text: &str| TableCell::status(Icon::Warning, text);
    let mut rows: Vec<(&str, TableCell)> = vec![
        ("Kontraktnr.", contract.number.as_deref().map_or_else(|| missing("mangler"), TableCell::from)),
        ("Gælder", figures::period(contract.start, contract.end).into()),
    ];
    if let Some(day) = contract.minimum_term {
        rows.push(("Mindsteperiode til", figures::date(day).into()));
    }
    if let Some(renewal) = &contract.renewal {
        rows.push(("Stiltiende forlængelse", renewal.as_str().into()));
    }
    rows.push((
        "Regulering",
        contract.regulation.as_deref().map_or_else(|| missing("ikke aftalt"), TableCell::from),
    ));
    rows.push((
        "Underskrevet fil",
        if contract.signed_file {
            TableCell::status(Icon::Good, "Vedhæftet")
        } else {
            missing("Ikke vedhæftet")
        },
    ));
    rows.extend(
        contract.further.iter().map(|(label, text)| (label.as_str(), TableCell::from(text.as_str()))),
    );
    rows
}

fn notice_blocks(notice: &NoticeInWords) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph {
        spans: vec![strong(format!("Varsel: {}. ", notice.rule)), plain(&notice.given_today)],
        icon: None,
    }];
    if let Some(latest) = &notice.latest {
        blocks.push(Block::paragraph(latest));
    }
    blocks
}

fn delay_block(delay: &DelayCost) -> Block {
    let period = format!("{} til {}", figures::date(delay.from), figures::date(delay.to));
    match delay.amount {
        Some(amount) => Block::Paragraph {
            spans: vec![
                plain("En måneds forsinkelse koster "),
                strong(figures::kr(amount)),
                plain(format!(", udgiften {period}.")),
            ],
            icon: None,
        },
        None => Block::status(
            Icon::Warning,
            format!("Hvad en måneds forsinkelse koster, kendes ikke: taksten mangler {period}."),
        ),
    }
}
