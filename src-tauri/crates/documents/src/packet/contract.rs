//! Contract and notice in words: what is agreed, when it can end, what a month's delay costs, and
//! that notice is no decision about the citizen (domain §3).

use vilkaar_domain::calendar::Period;
use vilkaar_domain::missing::MissingKind;
use vilkaar_wording::notice::{DelayKind, delay_kind};

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
                phrases::owner(packet, MissingKind::NoContract)
            ),
        });
        return blocks;
    };
    blocks.push(Block::Table(label_table(facts(contract))));
    blocks.push(Block::subsection("Kommunens opsigelse", ""));
    match &contract.municipality_notice {
        Some(notice) => blocks.extend(notice_blocks(notice, contract.delay.as_ref())),
        None => blocks.push(phrases::absent(
            "kommunens opsigelsesvarsel",
            &phrases::owner(packet, MissingKind::NoNoticeRule),
            "varslet fra kontrakten; uden det kan ingen frist regnes",
        )),
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
        Some(notice) => blocks.extend(notice_blocks(notice, None)),
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
    if let Some(day) = contract.renewed_to {
        rows.push(("Forlænget til", figures::date(day).into()));
    }
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

/// The deadline first, as the cover has it, with what a late notice costs; then what notice today gives.
fn notice_blocks(notice: &NoticeInWords, delay: Option<&DelayCost>) -> Vec<Block> {
    let rule = strong(format!("Varsel: {}. ", notice.rule));
    let Some(latest) = &notice.latest else {
        return vec![Block::Paragraph { spans: vec![rule, plain(&notice.given_today)], icon: None }];
    };
    let mut blocks = vec![Block::Paragraph { spans: vec![rule, plain(latest)], icon: None }];
    blocks.extend(delay.map(delay_block));
    blocks.push(Block::paragraph(&notice.given_today));
    blocks
}

fn delay_block(delay: &DelayCost) -> Block {
    let days = format!("{} til {}", figures::date(delay.from), figures::date(delay.to));
    let kind = Period::new(delay.from, Some(delay.to)).map_or(DelayKind::Longer, |days| delay_kind(&days));
    let Some(amount) = delay.amount else {
        let (what, days) = match kind {
            DelayKind::Day => ("hver dag senere", figures::date(delay.from)),
            DelayKind::Month => ("en måneds forsinkelse", days),
            DelayKind::Longer => ("en opsigelse en dag for sent", days),
        };
        return Block::status(
            Icon::Warning,
            format!("Hvad {what} koster, kendes ikke: taksten mangler {days}."),
        );
    };
    let (before, after) = match kind {
        DelayKind::Day => ("Hver dag senere koster ".to_owned(), ".".to_owned()),
        DelayKind::Month => ("En måneds forsinkelse koster ".to_owned(), format!(", udgiften {days}.")),
        DelayKind::Longer => {
            (format!("Sendes opsigelsen en dag for sent, koster det dagene fra {days}: "), ".".to_owned())
        }
    };
    // An amount ends in "kr.", which is a sentence's full stop too.
    let after = if after == "." { String::new() } else { after };
    Block::Paragraph { spans: vec![plain(before), strong(figures::kr(amount)), plain(after)], icon: None }
}
