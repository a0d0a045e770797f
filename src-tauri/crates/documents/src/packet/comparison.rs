//! Comparable offers: own first, then by price; and where the case lies in the own portfolio.

use vilkaar_domain::missing::MissingKind;

use crate::block::{Block, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::charts::{Emphasis, NamedLine, RankBar, RankChart, Size, rank_fragment};
use crate::figures;
use crate::flow::MEASURE;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::packet::{Benchmark, ComparableOffer, InternalPacket, OfferOwnership, phrases};

/// Fewest others to compare with (domain §2.6).
const FEWEST: usize = 5;

pub(super) fn blocks(packet: &InternalPacket, typesetter: &Typesetter) -> Vec<Block> {
    let comparison = &packet.comparison;
    let mut blocks = vec![Block::section("6. Sammenlignelige tilbud")];
    blocks.push(Block::subsection(
        "Afsøgte tilbud",
        "egne først; sammenlignelig takst er uden moms og i samme prisår",
    ));
    if !comparison.searched.is_empty() {
        let mut offers: Vec<&ComparableOffer> = comparison.searched.iter().collect();
        // Own offers first, then the present one, then the cheapest; an unknown price last.
        offers.sort_by_key(|offer| {
            let rank = match offer.ownership {
                OfferOwnership::Own => 0,
                OfferOwnership::Present => 1,
                OfferOwnership::Other => 2,
            };
            (rank, offer.comparable_rate.is_none(), offer.comparable_rate)
        });
        if let Some(block) = chart(&offers, packet, typesetter) {
            blocks.push(block);
        }
        blocks.push(Block::Table(searched(&offers)));
    }
    if comparison.searched.iter().all(|offer| offer.ownership != OfferOwnership::Other) {
        blocks.push(phrases::absent(
            "afsøgte tilbud",
            &phrases::owner(packet, MissingKind::NoSearch),
            "mindst to egnede tilbud med pris og svar, egne tilbud først; ellers er billigst-bedst-egnet ikke vist",
        ));
    }
    if let Some(verdict) = &comparison.verdict {
        blocks.push(Block::Callout {
            icon: Icon::Note,
            title: "Billigst-bedst-egnet:".to_owned(),
            text: verdict.clone(),
        });
    }
    blocks.push(Block::subsection("Blandt egne placeringer", "sagen selv regnes ikke med"));
    if comparison.benchmarks.is_empty() {
        blocks.push(phrases::absent(
            "sammenligningsgruppe",
            &phrases::case_worker(&packet.case),
            "målgruppe og støttebehov, så sagen kan holdes op mod kommunens andre",
        ));
    } else {
        blocks.push(Block::Table(benchmarks(&comparison.benchmarks)));
    }
    blocks
}

fn chart(offers: &[&ComparableOffer], packet: &InternalPacket, typesetter: &Typesetter) -> Option<Block> {
    let bars: Vec<RankBar> = offers
        .iter()
        .filter_map(|offer| {
            Some(RankBar {
                label: offer.name.clone(),
                value: offer.comparable_rate?,
                emphasis: match offer.ownership {
                    OfferOwnership::Own => Emphasis::Own,
                    OfferOwnership::Present => Emphasis::Subject,
                    OfferOwnership::Other => Emphasis::Other,
                },
            })
        })
        .collect();
    if bars.len() < 2 {
        return None;
    }
    let median = packet
        .comparison
        .benchmarks
        .iter()
        .find(|benchmark| benchmark.measure.contains("døgn"))
        .and_then(|benchmark| benchmark.percentiles)
        .map(|percentiles| NamedLine {
            name: "Median, egne placeringer".to_owned(),
            value: percentiles.median,
        });
    let chart = RankChart {
        title: "Sammenlignelig takst".to_owned(),
        subtitle: "kr. pr. døgn".to_owned(),
        category: "Tilbud".to_owned(),
        measure: "Kr. pr. døgn".to_owned(),
        bars,
        line: median,
    };
    Some(Block::Figure(rank_fragment(typesetter, &chart, Size::paper(MEASURE, 0.0))))
}

fn searched(offers: &[&ComparableOffer]) -> Table {
    Table {
        columns: vec![
            TableColumn::text("Tilbud", 1.1),
            TableColumn::figures("Takst, kr. pr. døgn"),
            TableColumn::figures("Sammenlignelig, kr."),
            TableColumn::figures("Forskel, kr. pr. år"),
            TableColumn::text("Egnethed og svar", 1.5),
        ],
        rows: offers.iter().map(|offer| searched_row(offer)).collect(),
        heading: TableHeading::Row,
    }
}

fn searched_row(offer: &ComparableOffer) -> TableRow {
    let ownership = match offer.ownership {
        OfferOwnership::Own => "eget tilbud",
        OfferOwnership::Present => "nuværende",
        OfferOwnership::Other => "",
    };
    let mut second: Vec<String> = vec![ownership.to_owned()];
    second.extend(offer.provider.clone());
    second.extend(offer.looked_at.map(|day| format!("afsøgt {}", figures::date(day))));
    second.retain(|text| !text.is_empty());
    let suitability = offer
        .suitability
        .as_deref()
        .map_or_else(|| TableCell::status(Icon::Warning, "Egnethed ikke vurderet"), TableCell::from);
    let mut remark = offer.remark.clone().unwrap_or_default();
    if offer.best {
        // Nobody has said that it is suitable: then it is merely the cheapest.
        let why = if offer.suitability.is_some() { "Billigst-bedst-egnet" } else { "Billigst" };
        remark = format!("{why}. {remark}").trim_end().to_owned();
    }
    TableRow::new(
        if offer.best { RowKind::Strong } else { RowKind::Ordinary },
        vec![
            TableCell::from(offer.name.as_str()).with_second(Some(second.join(", "))),
            offer.daily_rate.map_or_else(
                || TableCell::status(Icon::Warning, "ukendt"),
                |rate| figures::rate(rate).into(),
            ),
            offer.comparable_rate.map_or_else(|| "–".into(), |rate| figures::kr_bare(rate).into()),
            offer.yearly_difference.map_or_else(|| "–".into(), |amount| figures::whole(amount).into()),
            suitability.with_second(Some(remark)),
        ],
    )
}

fn benchmarks(benchmarks: &[Benchmark]) -> Table {
    let rows = benchmarks
        .iter()
        .map(|benchmark| {
            let enough = benchmark.percentiles.filter(|_| benchmark.count >= FEWEST);
            let group = match enough {
                Some(_) => benchmark.group.clone(),
                None => format!("{}: for få til sammenligning", benchmark.group),
            };
            let mut cells: Vec<TableCell> = vec![
                TableCell::from(benchmark.measure.as_str()).with_second(Some(group)),
                benchmark.count.to_string().into(),
            ];
            match enough {
                Some(percentiles) => cells.extend(
                    [percentiles.p10, percentiles.median, percentiles.p75]
                        .map(|value| TableCell::from(figures::kr_bare(value))),
                ),
                None => cells.extend(["–", "–", "–"].map(TableCell::from)),
            }
            cells.push(benchmark.this_case.map_or_else(
                || TableCell::status(Icon::Warning, "ukendt"),
                |value| figures::kr_bare(value).into(),
            ));
            TableRow::new(RowKind::Ordinary, cells)
        })
        .collect();
    Table {
        columns: vec![
            TableColumn::text("Mål", 1.0),
            TableColumn::figures("Antal"),
            TableColumn::figures("P10"),
            TableColumn::figures("Median"),
            TableColumn::figures("P75"),
            TableColumn::figures("Denne sag"),
        ],
        rows,
        heading: TableHeading::Row,
    }
}
