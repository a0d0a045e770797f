//! The rate's history: chart against P/L, what it has risen above P/L, and every line.

use vilkaar_domain::Money;
use vilkaar_domain::missing::MissingKind;

use crate::block::{Block, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow, plain, strong};
use crate::charts::{Size, step_fragment};
use crate::figures;
use crate::flow::MEASURE;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::packet::summary::price_level_missing;
use crate::packet::{AbovePriceLevel, InternalPacket, LineStanding, RateLineRow, phrases};

pub(super) fn blocks(packet: &InternalPacket, typesetter: &Typesetter) -> Vec<Block> {
    let rates = &packet.rates;
    let mut blocks = vec![Block::section("2. Taksten over tid")];
    if rates.lines.is_empty() {
        blocks.push(phrases::absent(
            "takstlinjer",
            &phrases::owner(packet, MissingKind::NoRate),
            "takstaftalen eller tilbuddets takstblad, så udgiften kan regnes",
        ));
        return blocks;
    }
    if let Some(chart) = &rates.chart {
        let fragment = step_fragment(typesetter, chart, Size::paper(MEASURE, 185.0));
        blocks.push(Block::subsection(&fragment.title, &fragment.subtitle));
        blocks.push(Block::Figure(fragment));
    }
    blocks.push(above_price_level(&rates.above_price_level));
    for gap in &rates.gaps {
        blocks.push(Block::Callout {
            icon: Icon::Serious,
            title: "Takst mangler".to_owned(),
            text: format!(
                "{}. Udgiften de dage er ukendt og tæller ikke som 0 kr.; summer med dem er ufuldstændige. {} skaffer taksten.",
                figures::period(gap.from, gap.to),
                phrases::owner(packet, MissingKind::NoRate)
            ),
        });
    }
    blocks.push(Block::subsection("Takstlinjer", "nyeste først"));
    blocks.push(Block::Table(lines(&rates.lines)));
    blocks
}

fn above_price_level(result: &AbovePriceLevel) -> Block {
    match result {
        AbovePriceLevel::Known { since, per_unit, regulated, unit, percent, yearly } => {
            let direction = if *per_unit < Money::ZERO { "under" } else { "over" };
            Block::Paragraph {
                spans: vec![
                    plain(format!(
                        "Fulgte taksten alene pris- og lønudviklingen fra {since}, var den {} {unit}. Den er ",
                        figures::rate(*regulated)
                    )),
                    strong(format!(
                        "{} {unit} {direction} P/L ({})",
                        figures::kr_bare(per_unit.abs()),
                        figures::signed_percent(*percent)
                    )),
                    plain(format!(", i alt {} om året.", figures::whole_kr(yearly.abs()))),
                ],
                icon: None,
            }
        }
        AbovePriceLevel::YearsMissing(years) => Block::Callout {
            icon: Icon::Warning,
            title: format!("{}.", price_level_missing(years)),
            text: "Uden procenten kan stigningen ud over P/L ikke regnes. Økonomi indtaster den med kilde under Indstillinger."
                .to_owned(),
        },
        AbovePriceLevel::NotComparable => {
            Block::paragraph("Der er kun én grundtakst at gå ud fra, så stigningen ud over P/L kan ikke regnes endnu.")
        }
    }
}

fn lines(rows: &[RateLineRow]) -> Table {
    Table {
        columns: vec![
            TableColumn::text("Ydelse", 1.0),
            TableColumn::figures("Beløb, kr."),
            TableColumn::short("Gælder"),
            TableColumn::figures("Stigning"),
            TableColumn::figures("P/L"),
            TableColumn::figures("Over P/L, kr."),
            TableColumn::short("Årsag"),
        ],
        rows: rows.iter().map(line).collect(),
        heading: TableHeading::Row,
    }
}

fn line(row: &RateLineRow) -> TableRow {
    let (kind, standing) = match row.standing {
        LineStanding::Past => (RowKind::Ordinary, None),
        LineStanding::Current => (RowKind::Ordinary, Some("i kraft")),
        LineStanding::Future => (RowKind::Faint, Some("aftalt, ikke begyndt")),
        LineStanding::Expected => (RowKind::Faint, Some("forventet")),
        LineStanding::Annulled => (RowKind::Faint, Some("annulleret, koster intet")),
    };
    let price_level = match (row.price_level_percent, row.price_level_missing_for) {
        (Some(percent), _) => TableCell::from(figures::percent(percent)),
        (None, Some(year)) => TableCell::status(Icon::Warning, format!("mangler {year}")),
        (None, None) => "–".into(),
    };
    let below = standing.map_or_else(|| row.unit.clone(), |standing| format!("{}, {standing}", row.unit));
    let dash = || "–".to_owned();
    TableRow::new(
        kind,
        vec![
            TableCell::from(row.service.as_str()).with_second(Some(below)),
            figures::rate(row.rate).into(),
            match row.to {
                Some(to) if to == row.from => figures::date(to).into(),
                Some(to) => format!("{} til\n{}", figures::date(row.from), figures::date(to)).into(),
                None => format!("{} og frem", figures::date(row.from)).into(),
            },
            row.increase_percent.map_or_else(dash, figures::signed_percent).into(),
            price_level,
            row.above_price_level.map_or_else(dash, figures::signed).into(),
            row.cause.clone().unwrap_or_else(dash).into(),
        ],
    )
}
