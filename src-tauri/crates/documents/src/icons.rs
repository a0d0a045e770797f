//! The few icons of documents, drawn, since the fonts have none. They always stand beside their
//! word and are artifacts: status is colour, icon and word, never one of them alone.

use crate::canvas::{Canvas, SOLID};
use crate::palette::{self, Colour};
use crate::scene::{Item, Segment, Stroke};

/// An icon with its own colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// Late or wrong: a circle with an exclamation mark, red.
    Serious,
    /// To look at: a triangle with an exclamation mark, amber.
    Warning,
    /// As it should be: a circle with a tick, green.
    Good,
    /// Unknown or merely told: a circle with an i, grey.
    Note,
    /// To be ticked off by hand on paper: an empty box.
    TickBox,
}

impl Icon {
    /// Its colour, which the word beside it shares.
    #[must_use]
    pub fn colour(self) -> Colour {
        match self {
            Self::Serious => palette::BAD,
            Self::Warning => palette::WARN,
            Self::Good => palette::GOOD,
            Self::Note => palette::THIRD,
            Self::TickBox => palette::INK,
        }
    }

    /// Draws it in a square of `size` with its left top corner at `x`, `y`.
    pub fn draw(self, canvas: &mut Canvas<'_>, x: f32, y: f32, size: f32) {
        let colour = self.colour();
        let width = size * 0.1;
        let (middle_x, middle_y) = (x + size / 2.0, y + size / 2.0);
        let radius = size * 0.43;
        match self {
            Self::Warning => {
                let triangle = vec![
                    Segment::Move(middle_x, y + size * 0.06),
                    Segment::Line(x + size * 0.96, y + size * 0.9),
                    Segment::Line(x + size * 0.04, y + size * 0.9),
                    Segment::Close,
                ];
                canvas.items.push(Item::Path {
                    segments: triangle,
                    fill: None,
                    stroke: Some(Stroke { colour, width, dashes: SOLID }),
                });
                exclamation(canvas, middle_x, y + size * 0.36, size * 0.26, width, colour);
            }
            Self::Serious => {
                canvas.circle(middle_x, middle_y, radius, None, Some((colour, width)));
                exclamation(canvas, middle_x, y + size * 0.26, size * 0.3, width, colour);
            }
            Self::Good => {
                canvas.circle(middle_x, middle_y, radius, None, Some((colour, width)));
                let tick = [
                    (x + size * 0.29, y + size * 0.52),
                    (x + size * 0.44, y + size * 0.66),
                    (x + size * 0.72, y + size * 0.36),
                ];
                canvas.polyline(&tick, colour, width, SOLID);
            }
            Self::TickBox => {
                let (left, right) = (x + size * 0.1, x + size * 0.9);
                let (top, bottom) = (y + size * 0.1, y + size * 0.9);
                let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
                canvas.polyline(&corners, colour, width, SOLID);
            }
            Self::Note => {
                canvas.circle(middle_x, middle_y, radius, None, Some((colour, width)));
                let top = y + size * 0.28;
                canvas.rectangle(middle_x - width / 2.0, top, width, width, colour);
                canvas.rectangle(middle_x - width / 2.0, top + size * 0.17, width, size * 0.28, colour);
            }
        }
    }
}

fn exclamation(canvas: &mut Canvas<'_>, x: f32, top: f32, height: f32, width: f32, colour: Colour) {
    canvas.rectangle(x - width / 2.0, top, width, height, colour);
    canvas.rectangle(x - width / 2.0, top + height + width * 0.7, width, width, colour);
}
