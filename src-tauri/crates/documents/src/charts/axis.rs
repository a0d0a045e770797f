//! Scales: round tick marks, days along the x axis, and labels that don't run into each other.
//! Exact values become coordinates here and nowhere earlier.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use vilkaar_domain::Money;

use crate::canvas::{Align, Canvas, DOTTED, SOLID};
use crate::palette;
use crate::text::Style;

/// An exact value as a coordinate.
pub(super) fn float(value: Decimal) -> f32 {
    value.to_f32().unwrap_or(0.0)
}

/// An amount in kroner as a coordinate.
pub(super) fn kroner(amount: Money) -> f32 {
    float(amount.kroner())
}

/// A linear scale of values to heights.
#[derive(Clone, Debug)]
pub(super) struct ValueScale {
    pub(super) low: f32,
    pub(super) high: f32,
    pub(super) ticks: Vec<f32>,
    top: f32,
    height: f32,
}

impl ValueScale {
    /// A scale for values between `low` and `high` with about `wanted` round ticks.
    pub(super) fn new(low: f32, high: f32, wanted: f32, top: f32, height: f32) -> Self {
        let span = (high - low).max(high.abs() * 0.02).max(1.0);
        let step = round_step(span / wanted);
        let first = (low / step).floor() * step;
        let last = (high / step).ceil() * step;
        let mut ticks = Vec::new();
        let mut tick = first;
        while tick <= last + step * 0.01 && ticks.len() < 40 {
            ticks.push(tick);
            tick += step;
        }
        Self { low: first, high: last.max(first + step), ticks, top, height }
    }

    /// The height of a value on the page.
    pub(super) fn y(&self, value: f32) -> f32 {
        self.top + self.height * (1.0 - (value - self.low) / (self.high - self.low))
    }
}

/// 1, 2, 2.5 or 5 times a power of ten, at least `wanted`.
fn round_step(wanted: f32) -> f32 {
    let power = 10.0_f32.powf(wanted.max(f32::MIN_POSITIVE).log10().floor());
    for factor in [1.0, 2.0, 2.5, 5.0] {
        if power * factor >= wanted * 0.999 {
            return power * factor;
        }
    }
    power * 10.0
}

/// Days along the x axis.
#[derive(Clone, Copy, Debug)]
pub(super) struct DayScale {
    pub(super) from: NaiveDate,
    pub(super) until: NaiveDate,
    pub(super) left: f32,
    pub(super) width: f32,
}

impl DayScale {
    /// Left edge of a day; days outside lie on the edge.
    #[expect(clippy::cast_precision_loss, reason = "a stay has at most some ten thousand days")]
    pub(super) fn x(&self, day: NaiveDate) -> f32 {
        let all = ((self.until - self.from).num_days() + 1).max(1) as f32;
        let days = (day.clamp(self.from, self.until.succ_opt().unwrap_or(self.until)) - self.from).num_days();
        self.left + self.width * days as f32 / all
    }

    /// Right edge of a day; `None` is the end of the axis.
    pub(super) fn after(&self, day: Option<NaiveDate>) -> f32 {
        match day.and_then(|day| day.succ_opt()) {
            Some(next) => self.x(next),
            None => self.left + self.width,
        }
    }

    /// Writes the years below the axis, each in the middle of its days shown.
    pub(super) fn draw_years(&self, canvas: &mut Canvas<'_>, baseline: f32, style: Style) {
        let wide_enough = canvas.width(style, "2026") + 4.0;
        let mut last_right = f32::MIN;
        for year in self.from.year()..=self.until.year() {
            let (Some(first), Some(last)) =
                (NaiveDate::from_ymd_opt(year, 1, 1), NaiveDate::from_ymd_opt(year, 12, 31))
            else {
                continue;
            };
            let middle = f32::midpoint(self.x(first), self.after(Some(last)));
            let (left, right) = (middle - wide_enough / 2.0, middle + wide_enough / 2.0);
            if left >= last_right && left >= self.left - wide_enough {
                canvas.text(style, middle, baseline, Align::Centre, &year.to_string());
                last_right = right;
            }
        }
    }

    /// Draws today as a thin dotted line with its name on top.
    pub(super) fn draw_today(
        &self,
        canvas: &mut Canvas<'_>,
        today: NaiveDate,
        top: f32,
        bottom: f32,
        style: Style,
    ) {
        if today < self.from || today > self.until {
            return;
        }
        let x = self.x(today);
        canvas.line((x, top), (x, bottom), palette::THIRD, 0.75, DOTTED);
        canvas.text(style, x - 3.0, top + style.size * 0.8, Align::Right, "i dag");
    }
}

/// Draws grid lines with their values at the left.
pub(super) fn draw_grid(
    canvas: &mut Canvas<'_>,
    scale: &ValueScale,
    left: f32,
    right: f32,
    style: Style,
    label: impl Fn(f32) -> String,
) {
    for tick in &scale.ticks {
        let y = scale.y(*tick);
        canvas.line((left, y), (right, y), palette::LINE, 0.75, SOLID);
        canvas.text(style, left - 6.0, y + style.size * 0.35, Align::Right, &label(*tick));
    }
}

/// Moves labels apart so that each keeps `height` to the next; the order by wish is kept.
pub(super) fn spread(wanted: &[f32], heights: &[f32], lowest: f32) -> Vec<f32> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]));
    let mut placed = wanted.to_vec();
    let mut free = f32::MIN;
    for index in &order {
        placed[*index] = placed[*index].max(free);
        free = placed[*index] + heights[*index];
    }
    let mut ceiling = lowest;
    for index in order.iter().rev() {
        placed[*index] = placed[*index].min(ceiling - heights[*index]);
        ceiling = placed[*index];
    }
    placed
}

/// Grey label style.
pub(super) fn grey(size: f32) -> Style {
    Style::regular(size).in_colour(palette::SECOND)
}
