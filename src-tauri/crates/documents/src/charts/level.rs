//! A goal's level over time. 0 is best and stands lowest; the wanted level is a dashed green line
//! with its number; a sagsbehandler's point is filled, others' are hollow.

use super::axis::{DayScale, grey};
use super::{DataTable, Fragment, Hit, LevelChart, LevelPoint, MeasuredBy, Size};
use crate::canvas::{Align, Canvas, DASHED, SOLID};
use crate::figures;
use crate::fonts::Typesetter;
use crate::palette;
use crate::text::Style;

/// The highest level there is.
const HIGHEST: u8 = 4;

pub(crate) fn fragment(typesetter: &Typesetter, chart: &LevelChart, size: Size) -> Fragment {
    let mut canvas = Canvas::new(typesetter);
    let text = size.text;
    let plain = grey(text * 0.95);
    let (top, bottom) = (text * 0.6, size.height - text * 1.7);
    let goal_label = format!("mål {}", chart.expected);
    let green = Style::regular(text * 0.95).in_colour(palette::GOOD);
    let left = canvas.width(plain, "4") + 6.0;
    let right = size.width - canvas.width(green, &goal_label) - 8.0;
    let days = DayScale { from: chart.from, until: chart.until.max(chart.from), left, width: right - left };
    let y_of = |level: u8| bottom - (bottom - top) * f32::from(level.min(HIGHEST)) / f32::from(HIGHEST);
    for level in 0..=HIGHEST {
        canvas.line((left, y_of(level)), (right, y_of(level)), palette::LINE, 0.75, SOLID);
    }
    for level in [0, HIGHEST] {
        canvas.text(plain, left - 5.0, y_of(level) + text * 0.33, Align::Right, &level.to_string());
    }
    let wanted = y_of(chart.expected);
    canvas.line((left, wanted), (right, wanted), palette::GOOD, 1.0, DASHED);
    canvas.text(green, right + 4.0, wanted + text * 0.33, Align::Left, &goal_label);
    let mut line = vec![(days.x(chart.from), y_of(chart.start))];
    line.extend(chart.points.iter().map(|point| (days.x(point.date), y_of(point.level))));
    if line.len() > 1 {
        canvas.polyline(&line, palette::ACCENT, 1.6, SOLID);
    }
    let radius = text * 0.27;
    let mut hits = Vec::new();
    if let Some((x, y)) = line.first().copied() {
        canvas.rectangle(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8, palette::ACCENT);
        hits.push(hit(x, y, text, figures::date(chart.from), format!("start, niveau {}", chart.start)));
    }
    for point in &chart.points {
        let (x, y) = (days.x(point.date), y_of(point.level));
        let fill = match point.measured_by {
            MeasuredBy::CaseWorker => palette::ACCENT,
            MeasuredBy::Provider | MeasuredBy::CitizenOrRelative => palette::WHITE,
        };
        canvas.circle(x, y, radius, Some(fill), Some((palette::ACCENT, 1.2)));
        hits.push(hit(x, y, text, figures::date(point.date), value_of(point)));
    }
    days.draw_years(&mut canvas, size.height - text * 0.4, plain);
    Fragment {
        title: chart.title.clone(),
        subtitle: chart.subtitle.clone(),
        description: description(chart),
        width: size.width,
        height: size.height,
        items: canvas.items,
        table: table(chart),
        hits,
    }
}

fn hit(x: f32, y: f32, text: f32, label: String, value: String) -> Hit {
    Hit { x: x - text, y: y - text, width: text * 2.0, height: text * 2.0, label, value }
}

fn source(measured_by: MeasuredBy) -> &'static str {
    match measured_by {
        MeasuredBy::CaseWorker => "sagsbehandler",
        MeasuredBy::Provider => "udfører",
        MeasuredBy::CitizenOrRelative => "borger eller pårørende",
    }
}

fn value_of(point: &LevelPoint) -> String {
    format!("niveau {}, {}", point.level, source(point.measured_by))
}

fn table(chart: &LevelChart) -> DataTable {
    let mut rows = vec![vec![figures::date(chart.from), chart.start.to_string(), "start".to_owned()]];
    rows.extend(chart.points.iter().map(|point| {
        vec![figures::date(point.date), point.level.to_string(), source(point.measured_by).to_owned()]
    }));
    DataTable { columns: ["Dato", "Niveau", "Målt af"].map(str::to_owned).to_vec(), rows }
}

fn description(chart: &LevelChart) -> String {
    let mut text = format!("Startniveau {}, ønsket niveau {} (0 er bedst).", chart.start, chart.expected);
    if chart.points.is_empty() {
        text.push_str(" Ikke målt.");
    } else {
        let points: Vec<String> = chart
            .points
            .iter()
            .map(|point| format!("{}: {}", figures::date(point.date), value_of(point)))
            .collect();
        text.push_str(&format!(" {}.", points.join("; ")));
    }
    text
}
