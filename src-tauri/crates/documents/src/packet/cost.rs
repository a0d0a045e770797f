//! Cost, gross and net: by month this year, and by year.

use crate::block::{Block, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::charts::{BarChart, Size, bar_fragment};
use crate::figures;
use crate::flow::MEASURE;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::packet::{CostYear, InternalPacket, phrases};

/// Months in a row of the table below the chart.
const MONTHS_A_ROW: usize = 6;

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
        blocks.extend(months(chart));
    }
    blocks.push(Block::subsection("Udgift pr. år", "kr."));
    blocks.push(Block::Table(years(&cost.years)));
    for remark in &cost.remarks {
        blocks.push(Block::remark(remark));
    }
    blocks
}

/// The months' exact amounts, half a year to a table.
fn months(chart: &BarChart) -> Vec<Block> {
    chart
        .bars
        .chunks(MONTHS_A_ROW)
        .map(|bars| {
            let mut columns = vec![TableColumn::text("", 0.4)];
            let mut cells: Vec<TableCell> = vec!["Brutto, kr.".into()];
            for bar in bars {
                columns.push(TableColumn {
                    heading: bar.label.clone(),
                    align: crate::canvas::Align::Right,
                    width: crate::block::ColumnWidth::Share(1.0),
                });
                cells.push(match bar.value {
                    Some(value) => figures::kr_bare(value).into(),
                    None => TableCell::status(Icon::Serious, "mangler"),
                });
            }
            let rows = vec![TableRow::new(RowKind::Ordinary, cells)];
            Block::Table(Table { columns, rows, heading: TableHeading::Row })
        })
        .collect()
}

fn years(years: &[CostYear]) -> Table {
    let rows = years
        .iter()
        .map(|year| {
            let note = match (year.incomplete, year.ahead) {
                (true, _) => Some("ufuldstændig: takst mangler"),
                (false, true) => Some("aftalt, ikke brugt"),
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
