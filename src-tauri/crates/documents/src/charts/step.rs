//! The step chart: a rate's history, the area above P/L shaded and priced, what is only expected
//! dotted, and a missing rate as a gap.

use chrono::NaiveDate;
use vilkaar_domain::Money;

use super::axis::{DayScale, ValueScale, draw_grid, float, grey, spread};
use super::{Certainty, DataTable, Fragment, Hit, RateStep, Size, StepChart};
use crate::canvas::{Align, Canvas, DASHED, DOTTED, SOLID};
use crate::figures;
use crate::fonts::Typesetter;
use crate::palette;
use crate::text::Style;

/// Widest that the labels at the right get, in sizes of their text.
const LABEL_ROOM: f32 = 13.5;

/// A label at the right edge, beside the value it belongs to.
struct EdgeLabel {
    y: f32,
    lines: Vec<(Style, String)>,
}

pub(crate) fn fragment(typesetter: &Typesetter, chart: &StepChart, size: Size) -> Fragment {
    let mut canvas = Canvas::new(typesetter);
    let text = size.text;
    let plain = grey(text);
    let values: Vec<f32> = chart
        .steps
        .iter()
        .map(|step| float(step.rate.kroner()))
        .chain(chart.regulated.iter().map(|step| float(step.rate.kroner())))
        .collect();
    let low = values.iter().copied().fold(f32::MAX, f32::min).min(f32::MAX);
    let high = values.iter().copied().fold(f32::MIN, f32::max);
    // Above the highest rate stands its amount, and above that the name of today.
    let (top, bottom) = (text * 2.6, size.height - text * 1.7);
    let first = chart.steps.iter().map(|step| step.from).min().unwrap_or(chart.today);
    let mut hits = Vec::new();
    if values.is_empty() || first > chart.until {
        canvas.text(plain, 0.0, top, Align::Left, "Ingen takst at vise");
    } else {
        let scale = scale_of(low, high, room_below(chart, text), top, bottom);
        let left =
            scale.ticks.iter().map(|tick| canvas.width(plain, &tick_label(*tick))).fold(0.0, f32::max) + 8.0;
        let right = size.width - text * LABEL_ROOM;
        let days = DayScale { from: first, until: chart.until, left, width: right - left };
        draw_grid(&mut canvas, &scale, left, right, plain, tick_label);
        shade_above(&mut canvas, chart, &days, &scale);
        draw_gaps(&mut canvas, chart, &days, &scale, plain);
        canvas.line((left, bottom), (right, bottom), palette::HEAVY_RULE, 0.75, SOLID);
        days.draw_years(&mut canvas, size.height - text * 0.35, plain);
        days.draw_today(
            &mut canvas,
            chart.today,
            0.0,
            bottom,
            Style::regular(text * 0.95).in_colour(palette::THIRD),
        );
        draw_regulated(&mut canvas, chart, &days, &scale);
        draw_rate(&mut canvas, chart, &days, &scale);
        label_steps(&mut canvas, chart, &days, &scale, text);
        label_edge(&mut canvas, chart, &scale, right + 8.0, bottom, text);
        hits = hit_areas(chart, &days, top, bottom);
    }
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

/// What stands below the lowest rate: the word of a gap, else air, or the line would lie on the axis.
fn room_below(chart: &StepChart, text: f32) -> f32 {
    let has_gap = chart
        .steps
        .windows(2)
        .any(|pair| pair[0].to.and_then(|to| to.succ_opt()).is_some_and(|next_day| next_day < pair[1].from));
    if has_gap { text * 2.2 } else { text * 0.8 }
}

/// A scale with room below the lowest rate; a rate that never changed lies in the middle of a tenth of it.
fn scale_of(low: f32, high: f32, room: f32, top: f32, bottom: f32) -> ValueScale {
    let (low, high) = if high - low < high * 0.02 { (low * 0.95, high * 1.05) } else { (low, high) };
    let mut floor = low;
    let mut scale = ValueScale::new(floor, high, 3.6, top, bottom - top);
    while bottom - scale.y(low) < room && floor > 0.0 {
        floor = (floor - (high - low) * 0.1).max(0.0);
        scale = ValueScale::new(floor, high, 3.6, top, bottom - top);
    }
    scale
}

#[expect(clippy::cast_possible_truncation, reason = "a tick is a round number of kroner")]
fn tick_label(value: f32) -> String {
    figures::whole(Money::from_kroner(value.round() as i64))
}

fn end(days: &DayScale, to: Option<NaiveDate>) -> f32 {
    days.after(to.filter(|to| *to <= days.until))
}

fn shade_above(canvas: &mut Canvas<'_>, chart: &StepChart, days: &DayScale, scale: &ValueScale) {
    for step in chart.steps.iter().filter(|step| step.certainty != Certainty::Expected) {
        for regulated in chart.regulated.iter().filter(|regulated| regulated.rate < step.rate) {
            let left = days.x(step.from.max(regulated.from));
            let right = end(days, step.to).min(end(days, regulated.to));
            let (upper, lower) =
                (scale.y(float(step.rate.kroner())), scale.y(float(regulated.rate.kroner())));
            canvas.rectangle(left, upper, right - left, lower - upper, palette::ACCENT_PALE);
        }
    }
}

fn draw_gaps(canvas: &mut Canvas<'_>, chart: &StepChart, days: &DayScale, scale: &ValueScale, style: Style) {
    for pair in chart.steps.windows(2) {
        let Some(next_day) = pair[0].to.and_then(|to| to.succ_opt()) else { continue };
        if next_day >= pair[1].from {
            continue;
        }
        let (left, right) = (days.x(next_day), days.x(pair[1].from));
        let (top, bottom) = (scale.y(scale.high), scale.y(scale.low));
        canvas.rectangle(left, top, (right - left).max(1.5), bottom - top, palette::GROUND);
        let label = "takst mangler";
        let bad = Style::regular(style.size).in_colour(palette::BAD);
        let x = f32::midpoint(left, right);
        let half = canvas.width(bad, label) / 2.0;
        let x = x.clamp(days.left + half, (days.left + days.width - half).max(days.left + half));
        canvas.text(bad, x, bottom - style.size * 0.5, Align::Centre, label);
    }
}

fn draw_regulated(canvas: &mut Canvas<'_>, chart: &StepChart, days: &DayScale, scale: &ValueScale) {
    let mut points = Vec::new();
    for step in &chart.regulated {
        let y = scale.y(float(step.rate.kroner()));
        points.push((days.x(step.from), y));
        points.push((end(days, step.to), y));
    }
    if points.len() > 1 {
        canvas.polyline(&points, palette::SECOND, 1.0, DASHED);
    }
}

fn draw_rate(canvas: &mut Canvas<'_>, chart: &StepChart, days: &DayScale, scale: &ValueScale) {
    let mut points: Vec<(f32, f32)> = Vec::new();
    let mut previous: Option<&RateStep> = None;
    let flush = |canvas: &mut Canvas<'_>, points: &mut Vec<(f32, f32)>, certainty: Certainty| {
        if points.len() > 1 {
            let (width, dashes) = if certainty == Certainty::Expected { (1.2, DOTTED) } else { (2.0, SOLID) };
            canvas.polyline(points, palette::ACCENT, width, dashes);
        }
        points.clear();
    };
    for step in &chart.steps {
        let y = scale.y(float(step.rate.kroner()));
        let joins = previous.is_some_and(|before| {
            before.to.and_then(|to| to.succ_opt()).is_none_or(|next| next >= step.from)
        });
        let sort_changes = previous.is_some_and(|before| {
            (before.certainty == Certainty::Expected) != (step.certainty == Certainty::Expected)
        });
        if let Some(before) = previous
            && (!joins || sort_changes)
        {
            flush(canvas, &mut points, before.certainty);
            if joins {
                points.push((days.x(step.from), scale.y(float(before.rate.kroner()))));
            }
        }
        points.push((days.x(step.from), y));
        points.push((end(days, step.to), y));
        previous = Some(step);
    }
    if let Some(last) = previous {
        flush(canvas, &mut points, last.certainty);
    }
}

/// The step in force today, else the last agreed one.
fn present(chart: &StepChart) -> Option<usize> {
    let agreed = |step: &RateStep| step.certainty != Certainty::Expected;
    chart
        .steps
        .iter()
        .rposition(|step| {
            agreed(step) && step.from <= chart.today && step.to.is_none_or(|to| to >= chart.today)
        })
        .or_else(|| chart.steps.iter().rposition(agreed))
}

fn label_steps(canvas: &mut Canvas<'_>, chart: &StepChart, days: &DayScale, scale: &ValueScale, text: f32) {
    let present = present(chart);
    let mut taken = f32::MIN;
    for (index, step) in chart.steps.iter().enumerate() {
        if step.certainty == Certainty::Expected {
            continue;
        }
        let is_present = Some(index) == present;
        let style = if is_present { Style::strong(text).in_colour(palette::ACCENT) } else { grey(text) };
        let label = figures::rate(step.rate);
        let (left, right) = (days.x(step.from), end(days, step.to));
        let width = canvas.width(style, &label);
        // The present rate is named over the days that have gone by, clear of the line of today and of the
        // P/L of the years ahead.
        let today = days.x(chart.today);
        let until = if is_present && today - left >= width + 6.0 { today.min(right) } else { right };
        let middle = f32::midpoint(left, until).max(left + width / 2.0 - 2.0);
        let fits = right - left + 6.0 >= width && middle - width / 2.0 > taken;
        if !(fits || is_present && middle - width / 2.0 > taken) {
            continue;
        }
        let y = scale.y(float(step.rate.kroner()));
        let sides = (middle - width / 2.0, middle + width / 2.0);
        canvas.text(style, middle, baseline(chart, days, scale, sides, y, text), Align::Centre, &label);
        taken = middle + width / 2.0 + 2.0;
        if is_present {
            label_difference(canvas, chart, step, scale, middle, text);
        }
    }
}

/// Where a step's amount stands: over its line, or under it where P/L's dashed line would strike it.
fn baseline(
    chart: &StepChart,
    days: &DayScale,
    scale: &ValueScale,
    (left, right): (f32, f32),
    y: f32,
    text: f32,
) -> f32 {
    let is_struck = |baseline: f32| {
        let (upper, lower) = (baseline - text * 0.85, baseline + text * 0.25);
        let mut before: Option<f32> = None;
        chart.regulated.iter().any(|step| {
            let (from, to) = (days.x(step.from), end(days, step.to));
            let line = scale.y(float(step.rate.kroner()));
            // The riser from the step before counts where it begins below the amount.
            let (high, low) = before.map_or((line, line), |other| (line.min(other), line.max(other)));
            before = Some(line);
            let is_along = from < right && to > left && line > upper && line < lower;
            let is_across = from > left && from < right && high < lower && low > upper;
            is_along || is_across
        })
    };
    let (over, under) = (y - text * 0.45, y + text * 1.15);
    if is_struck(over) && !is_struck(under) { under } else { over }
}

/// The height of the shaded area today, written in it where there is room.
fn label_difference(
    canvas: &mut Canvas<'_>,
    chart: &StepChart,
    step: &RateStep,
    scale: &ValueScale,
    x: f32,
    text: f32,
) {
    let Some(regulated) = regulated_on(chart, chart.today.max(step.from)) else { return };
    let (upper, lower) = (scale.y(float(step.rate.kroner())), scale.y(float(regulated.kroner())));
    if lower - upper < text * 1.5 {
        return;
    }
    let difference = Money::round(step.rate.kroner() - regulated.kroner());
    let style = Style::strong(text).in_colour(palette::ACCENT);
    canvas.text(
        style,
        x,
        f32::midpoint(upper, lower) + text * 0.35,
        Align::Centre,
        &figures::signed(difference),
    );
}

fn regulated_on(chart: &StepChart, day: NaiveDate) -> Option<vilkaar_domain::Rate> {
    chart
        .regulated
        .iter()
        .rfind(|step| step.from <= day && step.to.is_none_or(|to| to >= day))
        .map(|step| step.rate)
}

fn label_edge(
    canvas: &mut Canvas<'_>,
    chart: &StepChart,
    scale: &ValueScale,
    x: f32,
    bottom: f32,
    text: f32,
) {
    let mut labels = Vec::new();
    if let (Some(note), Some(index)) = (&chart.note, present(chart)) {
        let lines = vec![(Style::strong(text), note.strong.clone()), (grey(text), note.plain.clone())];
        labels.push(EdgeLabel { y: scale.y(float(chart.steps[index].rate.kroner())) - text, lines });
    }
    if let Some(last) = chart.regulated.last() {
        let lines = vec![(grey(text), format!("P/L alene {}", figures::rate(last.rate)))];
        labels.push(EdgeLabel { y: scale.y(float(last.rate.kroner())), lines });
    }
    if let Some(step) = chart.steps.last().filter(|step| step.certainty == Certainty::Expected) {
        let accent = Style::strong(text).in_colour(palette::ACCENT);
        let lines = vec![
            (accent, format!("Forventet {}", figures::rate(step.rate))),
            (grey(text), format!("fra {}", figures::date(step.from))),
        ];
        labels.push(EdgeLabel { y: scale.y(float(step.rate.kroner())), lines });
    }
    #[expect(clippy::cast_precision_loss, reason = "at most two lines")]
    let heights: Vec<f32> = labels.iter().map(|label| label.lines.len() as f32 * text * 1.25 + 2.0).collect();
    let wanted: Vec<f32> = labels.iter().map(|label| label.y - text * 0.65).collect();
    for (label, mut y) in labels.iter().zip(spread(&wanted, &heights, bottom + text * 0.5)) {
        for (style, line) in &label.lines {
            canvas.text(*style, x, y + text, Align::Left, line);
            y += text * 1.25;
        }
    }
}

fn hit_areas(chart: &StepChart, days: &DayScale, top: f32, bottom: f32) -> Vec<Hit> {
    chart
        .steps
        .iter()
        .map(|step| {
            let left = days.x(step.from);
            Hit {
                x: left,
                y: top,
                width: (end(days, step.to) - left).max(0.0),
                height: bottom - top,
                label: figures::period(step.from, step.to),
                value: format!("{} {}", figures::rate(step.rate), chart.unit),
            }
        })
        .collect()
}

fn table(chart: &StepChart) -> DataTable {
    let rows = chart
        .steps
        .iter()
        .map(|step| {
            let regulated = regulated_on(chart, step.from);
            vec![
                figures::period(step.from, step.to),
                figures::rate(step.rate),
                regulated.map_or_else(|| "P/L mangler".to_owned(), figures::rate),
                match step.certainty {
                    Certainty::Expected => "forventet".to_owned(),
                    Certainty::Spent | Certainty::Agreed => "aftalt".to_owned(),
                },
            ]
        })
        .collect();
    let columns = ["Gælder", &chart.unit, "P/L alene", "Status"].map(str::to_owned).to_vec();
    DataTable { columns, rows }
}

fn description(chart: &StepChart) -> String {
    let (Some(first), Some(index)) = (chart.steps.first(), present(chart)) else {
        return "Der er ingen takst at vise.".to_owned();
    };
    let now = &chart.steps[index];
    let mut text = format!(
        "Taksten går fra {} fra {} til {} {} fra {}.",
        figures::rate(first.rate),
        figures::date(first.from),
        figures::rate(now.rate),
        chart.unit,
        figures::date(now.from),
    );
    match regulated_on(chart, chart.today.max(now.from)) {
        Some(regulated) => {
            text.push_str(&format!(" Reguleret med P/L alene ville den være {}.", figures::rate(regulated)));
        }
        None => text.push_str(" P/L mangler."),
    }
    if let Some(step) = chart.steps.iter().find(|step| step.certainty == Certainty::Expected) {
        text.push_str(&format!(" Forventet {} fra {}.", figures::rate(step.rate), figures::date(step.from)));
    }
    text
}
