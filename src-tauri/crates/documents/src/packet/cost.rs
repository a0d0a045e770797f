//! Cost, gross and net: by month this year, and by year.

use chrono::Datelike;

use crate::block::{Block, Column, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::charts::{BarChart, Size, bar_fragment};
use crate::figures;
use crate::flow::MEASURE;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::packet::{CostYear, InternalPacket, phrases};

/// Months below each other in the tables under the chart.
const MONTHS_A_COLUMN: usize = 4;

pub(super) fn blocks(packet: &InternalPacket, typesetter: &Typesetter) -> Vec<Block> {
    let cost = &packet.cost;
    let mut blocks = vec![Block::section("4. Udgift, brutto og netto")];
    if cost.years.is_empty() {
        blocks.push(phrases::absent(
            "udgift",
            &phrases::negotiator(&packet.case),
            "takster og indflytningsdato, så udgiften kan regnes",
        ));
        return blocks;
    }
    if let Some(chart) = &cost.chart {
        let fragment = bar_fragment(typesetter, chart, Size::paper(MEASURE, 150.0));
        blocks.push(Block::subsection(&fragment.title, &fragment.subtitle));
        blocks.push(Block::Figure(fragment));
        blocks.push(months(chart));
    }
    blocks.push(Block::subsection("Udgift pr. år", "kr."));
    blocks.push(Block::Table(years(&cost.years, packet.issue.as_of.year())));
    if !cost.remarks.is_empty() {
        // One paragraph: single lines would stray to the next page.
        blocks.push(Block::remark(cost.remarks.join(" ")));
    }
    blocks
}

/// The months' exact amounts, in columns beside each other.
fn months(chart: &BarChart) -> Block {
    let columns = chart
        .bars
        .chunks(MONTHS_A_COLUMN)
        .map(|bars| {
            let rows = bars
                .iter()
                .map(|bar| {
                    let amount = match bar.value {
                        Some(value) => figures::kr_bare(value).into(),
                        None => TableCell::status(Icon::Serious, "mangler"),
                    };
                    TableRow::new(RowKind::Ordinary, vec![bar.label.as_str().into(), amount])
                })
                .collect();
            let columns = vec![TableColumn::text("Måned", 1.0), TableColumn::figures("Brutto, kr.")];
            Column {
                share: 1.0,
                blocks: vec![Block::Table(Table { columns, rows, heading: TableHeading::Row })],
            }
        })
        .collect();
    Block::Columns(columns)
}

fn years(years: &[CostYear], this_year: i32) -> Table {
    let rows = years
        .iter()
        .map(|year| {
            let note = match (year.incomplete, year.ahead) {
                (true, _) => Some("ufuldstændig: takst mangler"),
                (false, true) if year.year == this_year => Some("resten er aftalt"),
                (false, true) => Some("aftalt"),
                (false, false) => None,
            };
            let unknown = || TableCell::status(Icon::Warning, "ingen satser");
            TableRow::new(
                RowKind::Ordinary,
                vec![
                    TableCell::from(year.year.to_string()).with_second(note.map(str::to_owned)),
                    figures::kr_bare(year.gross).into(),
                    figures::kr_bare(year.own_payment).into(),
                    figures::kr_bare(year.vat_refund).into(),
                    year.refund.map_or_else(unknown, |amount| figures::kr_bare(amount).into()),
                    year.net.map_or_else(|| "–".into(), |amount| figures::kr_bare(amount).into()),
                ],
            )
        })
        .collect();
    Table {
        columns: vec![
            TableColumn::text("År", 1.0),
            TableColumn::figures("Brutto"),
            TableColumn::figures("Egenbetaling"),
            TableColumn::figures("Momsrefusion"),
            TableColumn::figures("Central refusion"),
            TableColumn::figures("Netto"),
        ],
        rows,
        heading: TableHeading::Row,
    }
}
