//! The summary page: four figures, what to bring up, and where the case stands.

use vilkaar_domain::Money;

use crate::block::{Block, KeyFigure, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::figures;
use crate::icons::Icon;
use crate::packet::cover::{label_table, notice_figure};
use crate::packet::{
    AbovePriceLevel, ComparableOffer, Concern, InternalPacket, OfferOwnership, Outcome, phrases,
};

pub(super) fn blocks(packet: &InternalPacket) -> Vec<Block> {
    let mut blocks = vec![
        Block::section("1. Sammenfatning"),
        Block::Band(vec![yearly(packet), hourly(packet), above_price_level(packet), notice_figure(packet)]),
        Block::paragraph(in_words(packet)),
        Block::subsection("Tag op ved bordet", "vigtigst først"),
    ];
    if packet.summary.talking_points.is_empty() {
        blocks.push(Block::paragraph(
            "Der er endnu intet fundet at tage op. Se hvad der mangler i afsnit 8: med de oplysninger kan taksten vurderes.",
        ));
    } else {
        blocks.push(Block::Table(talking_points(packet)));
    }
    blocks.push(Block::subsection("Sådan står sagen", ""));
    blocks.push(Block::Table(status(packet)));
    blocks
}

fn yearly(packet: &InternalPacket) -> KeyFigure {
    let summary = &packet.summary;
    let (value, unit, remark, icon) = match (summary.annualised, summary.annualised_net) {
        (Some(gross), Some(net)) => {
            (figures::whole(gross), "kr.".to_owned(), format!("Netto {}", figures::whole_kr(net)), None)
        }
        (Some(gross), None) => {
            (figures::whole(gross), "kr.".to_owned(), "Netto kendes ikke".to_owned(), None)
        }
        (None, _) => ("ukendt".to_owned(), String::new(), "Takst mangler".to_owned(), Some(Icon::Serious)),
    };
    KeyFigure { label: "Kr. pr. år, brutto".to_owned(), value, unit, remark, icon }
}

fn hourly(packet: &InternalPacket) -> KeyFigure {
    let summary = &packet.summary;
    let label = "Kr. pr. støttetime".to_owned();
    let Some(rate) = summary.hourly_rate else {
        let remark = "Støttetimer eller takst mangler".to_owned();
        let value = "ukendt".to_owned();
        return KeyFigure { label, value, unit: String::new(), remark, icon: Some(Icon::Warning) };
    };
    let mut remark = summary
        .hours_per_week
        .map_or(String::new(), |hours| format!("{} timer om ugen", figures::number(hours)));
    if let Some(median) = summary.hourly_median {
        remark = format!("{remark}; median {}", figures::kr_bare(median)).trim_start_matches("; ").to_owned();
    }
    KeyFigure { label, value: figures::kr_bare(rate), unit: "kr.".to_owned(), remark, icon: None }
}

fn above_price_level(packet: &InternalPacket) -> KeyFigure {
    let label = "Over P/L".to_owned();
    match &packet.rates.above_price_level {
        AbovePriceLevel::Known { since, percent, yearly, .. } => KeyFigure {
            label,
            value: figures::signed_percent(*percent).replace("\u{a0}%", ""),
            unit: "%".to_owned(),
            remark: format!("{} om året siden {since}", figures::signed_whole_kr(*yearly)),
            icon: (*yearly > Money::ZERO).then_some(Icon::Warning),
        },
        AbovePriceLevel::YearsMissing(years) => KeyFigure {
            label,
            value: "ukendt".to_owned(),
            unit: String::new(),
            remark: price_level_missing(years),
            icon: Some(Icon::Warning),
        },
        AbovePriceLevel::NotComparable => KeyFigure {
            label,
            value: "–".to_owned(),
            unit: String::new(),
            remark: "Kun én takst at gå ud fra".to_owned(),
            icon: None,
        },
    }
}

/// "P/L mangler for 2019", "P/L mangler for 2019, 2020 og 2021".
pub(super) fn price_level_missing(years: &[i32]) -> String {
    let names: Vec<String> = years.iter().map(i32::to_string).collect();
    let list = match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} og {last}", rest.join(", ")),
        None => "et år".to_owned(),
    };
    format!("P/L mangler for {list}")
}

fn in_words(packet: &InternalPacket) -> String {
    let summary = &packet.summary;
    let amount = figures::whole_kr(summary.next_twelve_months);
    let mut text = match summary.annualised {
        Some(_) => {
            format!("De næste tolv måneder koster placeringen {amount} brutto med de aftalte takster.")
        }
        None => format!(
            "Hvad de næste tolv måneder koster, kendes ikke helt, fordi takst mangler; det kendte er {amount} brutto."
        ),
    };
    let limit = figures::whole_kr(summary.limit.limit);
    match (summary.limit.above_since, summary.limit.above_from) {
        (Some(since), _) => text.push_str(&format!(
            " Borgeren er over grænsen på {limit} og har været det siden {}: centerchefen skal med.",
            figures::date(since)
        )),
        (None, Some(from)) => text.push_str(&format!(
            " Borgeren kommer over grænsen på {limit} den {}: centerchefen skal med.",
            figures::date(from)
        )),
        // The amount ends in "kr.", which is the sentence's full stop too.
        (None, None) => text.push_str(&format!(" Borgeren er ikke over grænsen på {limit}")),
    }
    text
}

fn talking_points(packet: &InternalPacket) -> Table {
    let mut rows: Vec<TableRow> = Vec::new();
    for point in &packet.summary.talking_points {
        let amount = point.yearly.map_or_else(String::new, figures::whole);
        rows.push(TableRow::new(
            RowKind::Ordinary,
            vec![
                TableCell::from(point.headline.as_str()).strong(),
                point.detail.as_str().into(),
                amount.into(),
            ],
        ));
    }
    Table {
        columns: vec![
            TableColumn::text("Hvad", 1.0),
            TableColumn::text("Hvorfor, og hvad vi beder om", 2.1),
            TableColumn::figures("Kr. pr. år"),
        ],
        rows,
        heading: TableHeading::Row,
    }
}

fn status(packet: &InternalPacket) -> Table {
    let mut rows: Vec<(&str, TableCell)> = Vec::new();
    rows.push(("Mål", goals(packet)));
    let contract = match &packet.contract {
        None => TableCell::status(Icon::Serious, "Ingen kontrakt i kraft"),
        Some(contract) if !contract.signed_file => {
            TableCell::status(Icon::Warning, "Kontrakt i kraft, men den underskrevne fil er ikke vedhæftet")
        }
        Some(_) => TableCell::status(Icon::Good, "Underskrevet kontrakt i kraft"),
    };
    rows.push(("Kontrakt", contract));
    if let Some(contract) = &packet.contract {
        let decision = match contract.decision_made {
            Some(day) => TableCell::status(Icon::Good, format!("Truffet den {}", figures::date(day))),
            None => TableCell::status(Icon::Warning, "Opsigelse eller færre timer kræver borgerafgørelse"),
        };
        rows.push(("Afgørelse", decision));
    }
    let is_other = |offer: &&ComparableOffer| offer.ownership == OfferOwnership::Other;
    let others = packet.comparison.searched.iter().filter(is_other).count();
    let searched = match others {
        0 => TableCell::status(Icon::Warning, "Ingen tilbud afsøgt"),
        1 => "1 tilbud afsøgt".into(),
        _ => format!("{others} tilbud afsøgt").into(),
    };
    rows.push(("Sammenligning", searched.with_second(packet.comparison.verdict.clone())));
    let serious = packet.missing.iter().filter(|item| item.concern == Concern::Serious).count();
    let missing = match (packet.missing.len(), serious) {
        (0, _) => TableCell::status(Icon::Good, "Intet"),
        (all, 0) => TableCell::status(Icon::Warning, format!("{all}, se afsnit 8")),
        (all, serious) => {
            let word = if serious == 1 { "alvorlig" } else { "alvorlige" };
            TableCell::status(Icon::Serious, format!("{all}, heraf {serious} {word}, se afsnit 8"))
        }
    };
    rows.push(("Mangler", missing));
    label_table(rows)
}

fn goals(packet: &InternalPacket) -> TableCell {
    let all = packet.goals.len();
    if all == 0 {
        return TableCell::status(Icon::Warning, "Ingen mål; sagsbehandleren sætter dem");
    }
    let reached = packet.goals.iter().filter(|goal| goal.outcome == Outcome::Reached).count();
    let behind = packet.goals.iter().filter(|goal| goal.behind).count();
    let text = format!(
        "{reached} af {all} opnået{}",
        if behind > 0 { format!(", {behind} bagefter") } else { String::new() }
    );
    let words: Vec<String> = packet
        .goals
        .iter()
        .map(|goal| format!("{}: {}", goal.title, phrases::outcome(goal.outcome).1.to_lowercase()))
        .collect();
    let cell = if behind > 0 { TableCell::status(Icon::Warning, text) } else { TableCell::from(text) };
    cell.with_second(Some(words.join("; ")))
}
