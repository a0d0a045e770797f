//! Lying bars from zero: offers compared, or cases by size. Name and amount stand left of each bar, so
//! that amounts line up; a limit is a thin named line, and what the chart is about is dark.

use super::axis::{grey, kroner};
use super::{DataTable, Emphasis, Fragment, Hit, RankBar, RankChart, Size};
use crate::canvas::{Align, Canvas, SOLID};
use crate::figures;
use crate::fonts::Typesetter;
use crate::palette;
use crate::text::Style;

/// Height of a bar's row, in sizes of the text.
const ROW: f32 = 2.1;
/// The names take at most this share of the width.
const NAMES: f32 = 0.4;

pub(crate) fn fragment(typesetter: &Typesetter, chart: &RankChart, size: Size) -> Fragment {
    let mut canvas = Canvas::new(typesetter);
    let text = size.text;
    let row = text * ROW;
    let name_style = |bar: &RankBar| match bar.emphasis {
        Emphasis::Subject => Style::strong(text),
        Emphasis::Own | Emphasis::Other => grey(text),
    };
    let names = chart
        .bars
        .iter()
        .map(|bar| canvas.width(name_style(bar), &bar.label))
        .fold(0.0, f32::max)
        .min(size.width * NAMES);
    let amounts = chart
        .bars
        .iter()
        .map(|bar| canvas.width(name_style(bar), &figures::kr_bare(bar.value)))
        .fold(0.0, f32::max);
    let amounts_right = names + 14.0 + amounts;
    let left = amounts_right + 12.0;
    let right = size.width;
    let largest = chart
        .bars
        .iter()
        .map(|bar| bar.value)
        .chain(chart.line.iter().map(|line| line.value))
        .max()
        .map_or(1.0, kroner)
        .max(1.0);
    let x_of = |value| left + (right - left) * (kroner(value) / largest).max(0.0);
    let top = if chart.line.is_some() { text * 1.6 } else { 2.0 };
    let mut y = top;
    let mut hits = Vec::new();
    for bar in &chart.bars {
        let end = x_of(bar.value);
        let (bar_top, bar_height) = (y + row * 0.17, row * 0.66);
        let baseline = y + row / 2.0 + text * 0.35;
        // The table has the whole name.
        let label = canvas.shortened(name_style(bar), &bar.label, names);
        canvas.text(name_style(bar), 0.0, baseline, Align::Left, &label);
        let colour = match bar.emphasis {
            Emphasis::Subject => palette::ACCENT,
            Emphasis::Own | Emphasis::Other => palette::ACCENT_SOFT,
        };
        canvas.rectangle(left, bar_top, end - left, bar_height, colour);
        canvas.text(name_style(bar), amounts_right, baseline, Align::Right, &figures::kr_bare(bar.value));
        hits.push(Hit {
            x: 0.0,
            y,
            width: size.width,
            height: row,
            label: bar.label.clone(),
            value: figures::kr(bar.value),
        });
        y += row;
    }
    canvas.line((left, top), (left, y), palette::HEAVY_RULE, 0.75, SOLID);
    if let Some(line) = &chart.line {
        let x = x_of(line.value);
        canvas.line((x, top - 3.0), (x, y), palette::INK, 0.9, SOLID);
        let label = format!("{} {}", line.name, figures::kr_bare(line.value));
        let half = canvas.width(grey(text), &label) / 2.0;
        let x = x.clamp(left + half, (size.width - half).max(left + half));
        canvas.text(grey(text), x, text, Align::Centre, &label);
    }
    Fragment {
        title: chart.title.clone(),
        subtitle: chart.subtitle.clone(),
        description: description(chart),
        width: size.width,
        height: y + 3.0,
        items: canvas.items,
        table: DataTable {
            columns: vec![chart.category.clone(), chart.measure.clone()],
            rows: chart.bars.iter().map(|bar| vec![bar.label.clone(), figures::kr_bare(bar.value)]).collect(),
        },
        hits,
    }
}

fn description(chart: &RankChart) -> String {
    let bars: Vec<String> =
        chart.bars.iter().map(|bar| format!("{} {}", bar.label, figures::kr(bar.value))).collect();
    let mut text = format!("{}.", bars.join("; "));
    if let Some(line) = &chart.line {
        text.push_str(&format!(" {}: {}.", line.name, figures::kr(line.value)));
    }
    text
}
