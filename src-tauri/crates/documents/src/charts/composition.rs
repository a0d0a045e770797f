//! What a yearly cost is made of: one lying bar in parts, the largest darkest, each named directly
//! below with its amount and share.

use vilkaar_domain::Money;

use super::axis::{grey, kroner};
use super::{CompositionChart, DataTable, Fragment, Hit, Size};
use crate::canvas::{Align, Canvas};
use crate::figures;
use crate::fonts::Typesetter;
use crate::palette::{self, Colour};
use crate::text::Style;

/// From dark to pale; parts beyond the fourth share the palest.
const SHADES: [Colour; 4] =
    [palette::ACCENT, palette::ACCENT_MIDDLE, palette::ACCENT_SOFT, palette::ACCENT_PALE];
/// White space between parts.
const SEAM: f32 = 1.0;

pub(crate) fn fragment(typesetter: &Typesetter, chart: &CompositionChart, size: Size) -> Fragment {
    let mut canvas = Canvas::new(typesetter);
    let text = size.text;
    let bar_height = text * 2.2;
    let positive: Vec<_> = chart.parts.iter().filter(|part| part.yearly > Money::ZERO).collect();
    let whole: Money = positive.iter().map(|part| part.yearly).sum();
    let row = text * 1.75;
    let mut hits = Vec::new();
    let mut x = 0.0;
    let mut y = bar_height + text * 0.7;
    for (index, part) in positive.iter().enumerate() {
        let colour = SHADES[index.min(SHADES.len() - 1)];
        let width = size.width * kroner(part.yearly) / kroner(whole).max(1.0);
        canvas.rectangle(x, 0.0, (width - SEAM).max(0.5), bar_height, colour);
        let value = format!("{}, {}", figures::whole_kr(part.yearly), figures::percent(part.percent));
        hits.push(Hit { x, y: 0.0, width, height: bar_height, label: part.name.clone(), value });
        // A row per part, keyed by a square of its colour: narrow parts have no room for a label.
        let baseline = y + row / 2.0 + text * 0.35;
        canvas.rectangle(0.0, baseline - text * 0.72, text * 0.75, text * 0.75, colour);
        canvas.text(Style::regular(text), text * 1.4, baseline, Align::Left, &part.name);
        let amount = figures::whole(part.yearly);
        canvas.text(Style::regular(text), size.width - text * 5.0, baseline, Align::Right, &amount);
        canvas.text(grey(text), size.width, baseline, Align::Right, &figures::percent(part.percent));
        x += width;
        y += row;
    }
    if positive.is_empty() {
        canvas.text(grey(text), 0.0, text * 1.2, Align::Left, "Ingen løbende udgift at vise");
    }
    let rows: Vec<Vec<String>> = chart
        .parts
        .iter()
        .map(|part| vec![part.name.clone(), figures::kr_bare(part.yearly), figures::percent(part.percent)])
        .collect();
    let described: Vec<String> = chart
        .parts
        .iter()
        .map(|part| {
            format!("{} {} ({})", part.name, figures::whole_kr(part.yearly), figures::percent(part.percent))
        })
        .collect();
    Fragment {
        title: chart.title.clone(),
        subtitle: chart.subtitle.clone(),
        description: format!("{}.", described.join("; ")),
        width: size.width,
        height: y,
        items: canvas.items,
        table: DataTable { columns: ["Ydelse", "Kr. pr. år", "Andel"].map(str::to_owned).to_vec(), rows },
        hits,
    }
}
