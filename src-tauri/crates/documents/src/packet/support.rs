//! What the rate buys: hours a week, kroner per hour, what was paid and not delivered.

use rust_decimal::Decimal;
use vilkaar_domain::Money;
use vilkaar_domain::missing::MissingKind;
use vilkaar_wording::format::counted;

use crate::block::{
    Block, Column, KeyFigure, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow,
};
use crate::charts::{Size, composition_fragment};
use crate::figures;
use crate::flow::MEASURE;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::packet::{DeliveredHours, InternalPacket, SupportSection, phrases};

pub(super) fn blocks(packet: &InternalPacket, typesetter: &Typesetter) -> Vec<Block> {
    let support = &packet.support;
    let mut blocks = vec![Block::section("3. Hvad taksten køber")];
    if support.hours.is_empty() {
        blocks.push(phrases::absent(
            "støttetimer pr. uge",
            &phrases::owner(packet, MissingKind::NoHours),
            "bestillingens timer (§ 83, § 85 og nat), så prisen pr. time kan regnes og holdes op mod det leverede",
        ));
    } else {
        blocks.push(Block::Band(band(packet)));
    }
    let mut left = Vec::new();
    if !support.hours.is_empty() {
        left.push(Block::subsection("Bestilte timer", "pr. uge"));
        left.push(Block::Table(hours(support)));
    }
    if let Some(chart) = &support.composition {
        // Beside the hours where there are any, else over the whole width.
        let share = if left.is_empty() { 1.0 } else { 0.56 };
        let width = if left.is_empty() { MEASURE } else { (MEASURE - 22.0) * share };
        let fragment = composition_fragment(typesetter, chart, Size::paper(width, 0.0));
        let right = vec![Block::subsection(&fragment.title, &fragment.subtitle), Block::Figure(fragment)];
        if left.is_empty() {
            blocks.extend(right);
        } else {
            blocks.push(Block::Columns(vec![
                Column { share: 1.0 - share, blocks: left },
                Column { share, blocks: right },
            ]));
        }
    } else {
        blocks.extend(left);
    }
    if !support.includes.is_empty() {
        blocks.push(Block::paragraph(format!("Taksten rummer desuden {}.", support.includes.join(", "))));
    }
    blocks.push(Block::subsection("Betalt og leveret", "timer pr. måned"));
    if support.delivered.iter().any(|row| row.delivered.is_some()) {
        blocks.push(Block::Table(delivered(&support.delivered)));
    } else {
        blocks.push(phrases::absent(
            "oplysning om leverede timer",
            &phrases::case_worker(&packet.case),
            "leverandørens opgørelse; uden den ved vi ikke, om vi får det, vi betaler for",
        ));
    }
    blocks
}

fn band(packet: &InternalPacket) -> Vec<KeyFigure> {
    let summary = &packet.summary;
    let support = &packet.support;
    let figure = |label: &str, value: Option<String>, unit: &str, remark: String| KeyFigure {
        label: label.to_owned(),
        unit: if value.is_some() { unit.to_owned() } else { String::new() },
        icon: value.is_none().then_some(Icon::Warning),
        value: value.unwrap_or_else(|| "ukendt".to_owned()),
        remark,
    };
    let lost: Option<Money> =
        support.delivered.iter().filter_map(|row| row.undelivered).reduce(|sum, amount| sum + amount);
    vec![
        figure(
            "Støttetimer pr. uge",
            summary.hours_per_week.map(figures::number),
            "timer",
            support.night_cover.clone().unwrap_or_default(),
        ),
        figure(
            "Kr. pr. støttetime",
            summary.hourly_rate.map(figures::kr_bare),
            "kr.",
            support.support_yearly.map_or(String::new(), |yearly| {
                format!("Støtten koster {} om året", figures::whole_kr(yearly))
            }),
        ),
        figure("Betalt, ikke leveret", lost.map(figures::whole), "kr.", lost_remark(&support.delivered)),
    ]
}

/// Over which periods the loss is known; a period without a price isn't one without a loss.
fn lost_remark(periods: &[DeliveredHours]) -> String {
    let told = periods.iter().filter(|row| row.delivered.is_some());
    let (priced, unpriced): (Vec<_>, Vec<_>) = told.partition(|row| row.undelivered.is_some());
    match (priced.len(), unpriced.len()) {
        (0, 0) => "Leverede timer er ikke oplyst".to_owned(),
        (0, _) => "Takst mangler".to_owned(),
        (count, 0) => format!("I {}", counted(count, "periode", "perioder")),
        (count, without) => {
            format!("I {}; takst mangler i {without}", counted(count, "periode", "perioder"))
        }
    }
}

fn hours(support: &SupportSection) -> Table {
    let mut rows: Vec<TableRow> = support
        .hours
        .iter()
        .map(|(kind, hours)| {
            TableRow::new(RowKind::Ordinary, vec![kind.as_str().into(), figures::number(*hours).into()])
        })
        .collect();
    if support.hours.len() > 1 {
        let sum: Decimal = support.hours.iter().map(|(_, hours)| *hours).sum();
        rows.push(TableRow::new(RowKind::Total, vec!["I alt".into(), figures::number(sum).into()]));
    }
    Table {
        columns: vec![TableColumn::text("Ydelse", 1.0), TableColumn::figures("Timer")],
        rows,
        heading: TableHeading::Row,
    }
}

fn delivered(periods: &[DeliveredHours]) -> Table {
    let mut rows: Vec<TableRow> = periods.iter().map(delivered_row).collect();
    // A sum only over periods that are known, or it would count the unknown as delivered.
    let known: Vec<&DeliveredHours> = periods.iter().filter(|row| row.delivered.is_some()).collect();
    let paid: Decimal = known.iter().map(|row| row.paid).sum();
    let got: Decimal = known.iter().filter_map(|row| row.delivered).sum();
    let lost: Money = known.iter().filter_map(|row| row.undelivered).sum();
    let label = if known.len() == periods.len() { "I alt" } else { "I alt, hvor det er oplyst" };
    rows.push(TableRow::new(
        RowKind::Total,
        vec![
            label.into(),
            figures::tenths(paid).into(),
            figures::tenths(got).into(),
            figures::tenths(got - paid).into(),
            figures::kr_bare(lost).into(),
        ],
    ));
    Table {
        columns: vec![
            TableColumn::text("Periode", 1.0),
            TableColumn::figures("Betalt, timer"),
            TableColumn::figures("Leveret, timer"),
            TableColumn::figures("Forskel, timer"),
            TableColumn::figures("Betalt, ikke leveret, kr."),
        ],
        rows,
        heading: TableHeading::Row,
    }
}

fn delivered_row(row: &DeliveredHours) -> TableRow {
    let unknown = || TableCell::status(Icon::Warning, "ikke oplyst");
    TableRow::new(
        RowKind::Ordinary,
        vec![
            row.period.as_str().into(),
            figures::tenths(row.paid).into(),
            row.delivered.map_or_else(unknown, |hours| figures::tenths(hours).into()),
            row.delivered.map_or_else(|| "–".into(), |hours| figures::tenths(hours - row.paid).into()),
            row.undelivered.map_or_else(|| "–".into(), |amount| figures::kr_bare(amount).into()),
        ],
    )
}
