//! Colours and type sizes, the same on paper as in the window (the tokens of its neutral theme).
//! Every text colour has at least 4.5:1 against white.

/// A colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

impl Colour {
    /// As SVG writes it, `#004d99`.
    #[must_use]
    pub fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

/// Running text.
pub const INK: Colour = Colour(0x1a, 0x1a, 0x1a);
/// Second text colour.
pub const SECOND: Colour = Colour(0x45, 0x45, 0x45);
/// Third text colour: remarks, units, axes.
pub const THIRD: Colour = Colour(0x61, 0x61, 0x61);
/// Lines between rows.
pub const LINE: Colour = Colour(0xec, 0xec, 0xec);
/// Lines between parts, and grid lines.
pub const RULE: Colour = Colour(0xdc, 0xdc, 0xdc);
/// The line under a table's heading, and axes.
pub const HEAVY_RULE: Colour = Colour(0x8e, 0x8e, 0x8e);
/// Ground of callouts.
pub const GROUND: Colour = Colour(0xf5, 0xf5, 0xf5);
/// The accent: what is above budget, the rate itself.
pub const ACCENT: Colour = Colour(0x00, 0x4d, 0x99);
/// Paler accent: ordinary bars.
pub const ACCENT_SOFT: Colour = Colour(0x9e, 0xca, 0xe1);
/// Palest accent: what is not yet spent, the area above P/L.
pub const ACCENT_PALE: Colour = Colour(0xe2, 0xf2, 0xfb);
/// Between accent and soft: what is above budget but not yet spent.
pub const ACCENT_MIDDLE: Colour = Colour(0x6b, 0x96, 0xc4);
/// Wrong or late.
pub const BAD: Colour = Colour(0xcc, 0x00, 0x00);
/// To look at.
pub const WARN: Colour = Colour(0xa6, 0x36, 0x03);
/// As it should be.
pub const GOOD: Colour = Colour(0x2d, 0x6e, 0x00);
/// Paper.
pub const WHITE: Colour = Colour(0xff, 0xff, 0xff);
