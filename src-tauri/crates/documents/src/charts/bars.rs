//! Upright bars from zero against a named line. Only what lies above the line is dark; what is not
//! yet spent is paler and says so; an unknown amount is a gap with the word "mangler".

use rust_decimal::Decimal;
use vilkaar_domain::Money;
use vilkaar_wording::format;

use super::axis::{ValueScale, draw_grid, float, grey, kroner};
use super::{Bar, BarChart, Certainty, DataTable, Fragment, Hit, NamedLine, Size};
use crate::canvas::{Align, Canvas, SOLID};
use crate::figures;
use crate::fonts::Typesetter;
use crate::palette::{self, Colour};
use crate::text::Style;

/// The unit that labels are written in, by the largest amount.
#[derive(Clone, Copy)]
enum Unit {
    Millions,
    Thousands,
}

impl Unit {
    fn of(chart: &BarChart) -> Self {
        let largest = chart.bars.iter().filter_map(|bar| bar.value).max().unwrap_or(Money::ZERO);
        if largest >= Money::from_kroner(1_000_000) { Self::Millions } else { Self::Thousands }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Millions => "mio. kr.",
            Self::Thousands => "t.kr.",
        }
    }

    fn divisor(self) -> Decimal {
        match self {
            Self::Millions => Decimal::from(1_000_000),
            Self::Thousands => Decimal::from(1_000),
        }
    }

    fn label(self, amount: Money) -> String {
        let decimals = match self {
            Self::Millions => 2,
            Self::Thousands => 1,
        };
        format::decimal(amount.kroner() / self.divisor(), decimals)
    }
}

pub(crate) fn fragment(typesetter: &Typesetter, chart: &BarChart, size: Size) -> Fragment {
    let mut canvas = Canvas::new(typesetter);
    let unit = Unit::of(chart);
    let text = size.text;
    let plain = grey(text);
    let largest = chart
        .bars
        .iter()
        .filter_map(|bar| bar.value)
        .chain(chart.line.iter().map(|line| line.value))
        .max()
        .unwrap_or(Money::ZERO);
    let (top, bottom) = (text * 1.6, size.height - text * 1.7);
    let divisor = float(unit.divisor());
    let scale = ValueScale::new(0.0, (kroner(largest) / divisor).max(1.0), 5.0, top, bottom - top);
    let left =
        scale.ticks.iter().map(|tick| canvas.width(plain, &tick_label(*tick))).fold(0.0, f32::max) + 8.0;
    let right = size.width - chart.line.as_ref().map_or(0.0, |line| line_room(&canvas, line, unit, text));
    draw_grid(&mut canvas, &scale, left, right, plain, tick_label);
    let mut hits = Vec::new();
    #[expect(clippy::cast_precision_loss, reason = "some dozen bars")]
    let step = (right - left) / chart.bars.len().max(1) as f32;
    let mut x = left;
    for bar in &chart.bars {
        let place = Place { x: x + step * 0.13, width: step * 0.74, bottom };
        draw_bar(&mut canvas, bar, chart.line.as_ref(), &scale, unit, place, text);
        canvas.text(plain, x + step / 2.0, size.height - text * 0.35, Align::Centre, &bar.label);
        hits.push(Hit {
            x,
            y: top,
            width: step,
            height: bottom - top,
            label: bar.label.clone(),
            value: amount_text(bar.value),
        });
        x += step;
    }
    canvas.line((left, bottom), (right, bottom), palette::HEAVY_RULE, 0.75, SOLID);
    if let Some(line) = &chart.line {
        let y = scale.y(kroner(line.value) / divisor);
        canvas.line((left, y), (right, y), palette::INK, 1.0, SOLID);
        canvas.text(Style::strong(text), right + 6.0, y - text * 0.1, Align::Left, &line.name);
        canvas.text(plain, right + 6.0, y + text * 1.1, Align::Left, &unit.label(line.value));
    }
    Fragment {
        title: chart.title.clone(),
        subtitle: if chart.subtitle.is_empty() {
            unit.name().to_owned()
        } else {
            format!("{}, {}", unit.name(), chart.subtitle)
        },
        description: description(chart),
        width: size.width,
        height: size.height,
        items: canvas.items,
        table: table(chart),
        hits,
    }
}

#[derive(Clone, Copy)]
struct Place {
    x: f32,
    width: f32,
    bottom: f32,
}

fn line_room(canvas: &Canvas<'_>, line: &NamedLine, unit: Unit, text: f32) -> f32 {
    canvas.width(Style::strong(text), &line.name).max(canvas.width(grey(text), &unit.label(line.value))) + 8.0
}

/// Colour below the line and above it.
fn colours(certainty: Certainty) -> (Colour, Colour) {
    match certainty {
        Certainty::Spent => (palette::ACCENT_SOFT, palette::ACCENT),
        Certainty::Agreed | Certainty::Expected => (palette::ACCENT_PALE, palette::ACCENT_MIDDLE),
    }
}

fn draw_bar(
    canvas: &mut Canvas<'_>,
    bar: &Bar,
    line: Option<&NamedLine>,
    scale: &ValueScale,
    unit: Unit,
    place: Place,
    text: f32,
) {
    let middle = place.x + place.width / 2.0;
    let Some(value) = bar.value else {
        let bad = Style::regular(text * 0.95).in_colour(palette::BAD);
        canvas.text(bad, middle, place.bottom - text * 0.5, Align::Centre, "mangler");
        return;
    };
    let divisor = float(unit.divisor());
    let y = scale.y(kroner(value) / divisor).min(place.bottom);
    let (below, above) = colours(bar.certainty);
    let over = line.is_some_and(|line| value > line.value);
    match line.filter(|_| over) {
        Some(line) => {
            let at = scale.y(kroner(line.value) / divisor);
            canvas.rectangle(place.x, at, place.width, place.bottom - at, below);
            canvas.rectangle(place.x, y, place.width, at - y, above);
        }
        None => canvas.rectangle(place.x, y, place.width, place.bottom - y, below),
    }
    let style = if over { Style::strong(text) } else { grey(text) };
    let label = unit.label(value);
    if canvas.width(style, &label) <= place.width * 1.35 {
        // A label that the line would strike through stands above the line.
        let struck = line
            .map(|line| scale.y(kroner(line.value) / divisor))
            .filter(|at| !over && *at < y + 1.0 && *at > y - text * 1.5);
        canvas.text(style, middle, struck.unwrap_or(y) - text * 0.4, Align::Centre, &label);
    }
    let word = match bar.certainty {
        Certainty::Spent => return,
        Certainty::Agreed => "aftalt",
        Certainty::Expected => "forventet",
    };
    let small = grey(text * 0.95);
    if canvas.width(small, word) <= place.width + 4.0 && place.bottom - y > text * 2.0 {
        canvas.text(small, middle, place.bottom - text * 0.5, Align::Centre, word);
    }
}

fn tick_label(value: f32) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').replace('.', ",")
}

fn amount_text(value: Option<Money>) -> String {
    value.map_or_else(|| "takst mangler".to_owned(), figures::kr)
}

fn table(chart: &BarChart) -> DataTable {
    let rows = chart
        .bars
        .iter()
        .map(|bar| {
            let certainty = match bar.certainty {
                Certainty::Spent => "brugt",
                Certainty::Agreed => "aftalt",
                Certainty::Expected => "forventet",
            };
            vec![
                bar.label.clone(),
                bar.value.map_or_else(|| "mangler".to_owned(), figures::kr_bare),
                certainty.to_owned(),
            ]
        })
        .collect();
    let columns = vec![chart.category.clone(), chart.measure.clone(), "Status".to_owned()];
    DataTable { columns, rows }
}

fn description(chart: &BarChart) -> String {
    let bars: Vec<String> =
        chart.bars.iter().map(|bar| format!("{} {}", bar.label, amount_text(bar.value))).collect();
    let mut text = format!("{}.", bars.join("; "));
    if let Some(line) = &chart.line {
        let over = chart.bars.iter().filter(|bar| bar.value.is_some_and(|value| value > line.value)).count();
        text.push_str(&format!(" {}: {}; {over} over.", line.name, figures::kr(line.value)));
    }
    text
}
