//! Charts, built once: as scene fragments for documents and as standalone SVG with data table and
//! hit areas for the window. Direct labels instead of legends; bars start at zero and only what lies
//! above the budget or the limit is dark; P/L is dashed, expected is dotted or pale.

mod axis;
mod bars;
mod composition;
mod data;
mod level;
mod rank;
mod step;

pub use data::*;

use crate::error::DocumentError;
use crate::fonts::Typesetter;
use crate::scene::Item;
use crate::svg;

/// How large a chart is and how large its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width in points or pixels.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Size of labels.
    pub text: f32,
}

impl Size {
    /// For the window: 12 px labels.
    #[must_use]
    pub const fn screen(width: f32, height: f32) -> Self {
        Self { width, height, text: 12.0 }
    }

    /// For paper: 8.5 pt labels.
    #[must_use]
    pub const fn paper(width: f32, height: f32) -> Self {
        Self { width, height, text: 8.5 }
    }
}

/// The figures of a chart as a table (*vis som tabel*).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct DataTable {
    /// Column headings.
    pub columns: Vec<String>,
    /// Rows, a text per column.
    pub rows: Vec<Vec<String>>,
}

/// An area that answers to pointer and focus, in the SVG's own units.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Hit {
    /// Left.
    pub x: f32,
    /// Top.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// What it is, as "01-01-2026 og frem".
    pub label: String,
    /// Its value, as "2.466,27 kr. pr. døgn".
    pub value: String,
}

impl Hit {
    /// Left, top, width and height in whole pixels.
    #[must_use]
    pub fn pixels(&self) -> (i32, i32, u32, u32) {
        let (width, height) = (pixels(self.width).unsigned_abs(), pixels(self.height).unsigned_abs());
        (pixels(self.x), pixels(self.y), width, height)
    }
}

/// A length in whole pixels; a chart is a few thousand wide at most.
#[expect(clippy::cast_possible_truncation, reason = "rounded, and held to what a screen can have")]
fn pixels(length: f32) -> i32 {
    length.round().clamp(-100_000.0, 100_000.0) as i32
}

/// A chart for the window.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ChartSvg {
    /// Heading, not drawn.
    pub title: String,
    /// Second half of the heading, not drawn.
    pub subtitle: String,
    /// What it shows, in sentences.
    pub description: String,
    /// Width in whole pixels.
    pub width: u32,
    /// Height in whole pixels.
    pub height: u32,
    /// The picture, with `<title>` and `<desc>`.
    pub svg: String,
    /// The same as a table.
    pub table: DataTable,
    /// Areas for hover and focus.
    pub hits: Vec<Hit>,
}

/// A chart drawn but not yet placed; its left top corner is the origin.
#[derive(Clone, Debug, PartialEq)]
pub struct Fragment {
    /// Heading.
    pub title: String,
    /// Second half of the heading.
    pub subtitle: String,
    /// What it shows, in sentences.
    pub description: String,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
    /// Display list: text, rectangles and paths only.
    pub items: Vec<Item>,
    /// The figures.
    pub table: DataTable,
    /// Hit areas.
    pub hits: Vec<Hit>,
}

impl Fragment {
    /// The text alternative on paper.
    #[must_use]
    pub fn alternative(&self) -> String {
        if self.subtitle.is_empty() {
            format!("{}. {}", self.title, self.description)
        } else {
            format!("{}, {}. {}", self.title, self.subtitle, self.description)
        }
    }

    fn into_svg(self) -> ChartSvg {
        let svg = svg::standalone(&self.items, self.width, self.height, &self.title, &self.description);
        ChartSvg {
            title: self.title,
            subtitle: self.subtitle,
            description: self.description,
            width: pixels(self.width).unsigned_abs(),
            height: pixels(self.height).unsigned_abs(),
            svg,
            table: self.table,
            hits: self.hits,
        }
    }
}

/// A rate over time against P/L.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn step_chart(chart: &StepChart, size: Size) -> Result<ChartSvg, DocumentError> {
    Ok(step_fragment(&Typesetter::new()?, chart, size).into_svg())
}

/// Cost by month or year against a budget.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn bar_chart(chart: &BarChart, size: Size) -> Result<ChartSvg, DocumentError> {
    Ok(bar_fragment(&Typesetter::new()?, chart, size).into_svg())
}

/// Named things by size against a limit. The height follows the number of bars.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn rank_chart(chart: &RankChart, size: Size) -> Result<ChartSvg, DocumentError> {
    Ok(rank_fragment(&Typesetter::new()?, chart, size).into_svg())
}

/// A goal's level over time.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn level_chart(chart: &LevelChart, size: Size) -> Result<ChartSvg, DocumentError> {
    Ok(level_fragment(&Typesetter::new()?, chart, size).into_svg())
}

/// What a yearly cost is made of.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn composition_chart(chart: &CompositionChart, size: Size) -> Result<ChartSvg, DocumentError> {
    Ok(composition_fragment(&Typesetter::new()?, chart, size).into_svg())
}

pub(crate) use bars::fragment as bar_fragment;
pub(crate) use composition::fragment as composition_fragment;
pub(crate) use level::fragment as level_fragment;
pub(crate) use rank::fragment as rank_fragment;
pub(crate) use step::fragment as step_fragment;
