//! Fonts and shaping. The four faces are parsed once per process; shaped words are cached per
//! document only, so that no citizen's text outlives the document it stands in.
//!
//! Invariant: no `.notdef` glyph is ever given out (it breaks PDF/UA). A character that the fonts
//! lack is drawn by its nearest likeness; failing that by a hollow square, and reported.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Face, ShapePlan, UnicodeBuffer, script};

use crate::error::DocumentError;

/// The faces of IBM Plex Sans that documents use.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub enum FontFace {
    /// 400.
    Regular,
    /// 600.
    SemiBold,
    /// 700.
    Bold,
    /// 400 italic.
    Italic,
}

impl FontFace {
    /// All of them, in the order of their index.
    pub const ALL: [Self; 4] = [Self::Regular, Self::SemiBold, Self::Bold, Self::Italic];

    /// The font file.
    #[must_use]
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/IBMPlexSans-Regular.ttf"),
            Self::SemiBold => include_bytes!("../fonts/IBMPlexSans-SemiBold.ttf"),
            Self::Bold => include_bytes!("../fonts/IBMPlexSans-Bold.ttf"),
            Self::Italic => include_bytes!("../fonts/IBMPlexSans-Italic.ttf"),
        }
    }

    /// The PostScript name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Regular => "IBMPlexSans-Regular",
            Self::SemiBold => "IBMPlexSans-SemiBold",
            Self::Bold => "IBMPlexSans-Bold",
            Self::Italic => "IBMPlexSans-Italic",
        }
    }

    /// CSS weight.
    #[must_use]
    pub fn weight(self) -> &'static str {
        match self {
            Self::Regular | Self::Italic => "400",
            Self::SemiBold => "600",
            Self::Bold => "700",
        }
    }
}

/// One glyph of a shaped run; lengths in em.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Glyph {
    /// Glyph id in the whole font.
    pub id: u16,
    /// Advance after kerning.
    pub advance: f32,
    /// Advance without kerning, as the font's own table has it.
    pub natural: f32,
    /// First byte of the characters it stands for.
    pub start: usize,
    /// First byte after them.
    pub end: usize,
}

/// The parsed faces, each with its shaping plan for Latin script (making a plan costs more than
/// shaping a word with it).
pub struct FontSet {
    faces: [Face<'static>; 4],
    latin: [ShapePlan; 4],
}

/// The fonts of this process.
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn fonts() -> Result<&'static FontSet, DocumentError> {
    static FONTS: OnceLock<Option<FontSet>> = OnceLock::new();
    FONTS
        .get_or_init(|| {
            let [a, b, c, d] = FontFace::ALL.map(|face| Face::from_slice(face.bytes(), 0));
            let faces = [a?, b?, c?, d?];
            let latin = [0, 1, 2, 3].map(|index: usize| {
                ShapePlan::new(&faces[index], Direction::LeftToRight, Some(script::LATIN), None, &[])
            });
            Some(FontSet { faces, latin })
        })
        .as_ref()
        .ok_or(DocumentError::Font)
}

impl FontSet {
    /// A parsed face.
    #[must_use]
    pub fn face(&self, face: FontFace) -> &Face<'static> {
        &self.faces[face as usize]
    }

    /// Units per em.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a font has at most 16.384 units per em")]
    pub fn units_per_em(&self, face: FontFace) -> f32 {
        self.face(face).units_per_em() as f32
    }
}

/// Shaped texts of one face.
type ShapedTexts = HashMap<Box<str>, Arc<[Glyph]>>;

/// Shapes text for one document and remembers what it shaped.
pub struct Typesetter {
    fonts: &'static FontSet,
    cache: RefCell<[ShapedTexts; 4]>,
    unmapped: RefCell<BTreeSet<char>>,
}

/// What a character is drawn as. The fonts lack these; each is drawn by its nearest likeness.
fn likeness(character: char) -> Option<char> {
    Some(match character {
        '\u{2010}' | '\u{2011}' | '\u{2012}' => '-',
        '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' => '\u{A0}',
        '\t' | '\n' | '\r' => ' ',
        '●' | '▪' | '■' => '•',
        '✔' | '☑' => '✓',
        '✘' | '✖' => '✗',
        '▲' => '↑',
        '▼' => '↓',
        '\u{2032}' => '\'',
        '\u{2033}' => '"',
        _ => return None,
    })
}

/// Has the character no appearance (soft hyphen, joiners, byte order mark, control characters)?
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}')
        || (character.is_control() && !matches!(character, '\t' | '\n' | '\r'))
}

impl Typesetter {
    /// A typesetter for one document.
    ///
    /// # Errors
    /// [`DocumentError::Font`] when a built-in font cannot be parsed.
    pub fn new() -> Result<Self, DocumentError> {
        Ok(Self { fonts: fonts()?, cache: RefCell::default(), unmapped: RefCell::default() })
    }

    /// The parsed faces.
    #[must_use]
    pub fn fonts(&self) -> &'static FontSet {
        self.fonts
    }

    /// Characters that were drawn as a hollow square because the fonts lack them.
    #[must_use]
    pub fn unmapped(&self) -> BTreeSet<char> {
        self.unmapped.borrow().clone()
    }

    /// Shapes a run. Digits are all of one width in this family, so columns of amounts line up.
    ///
    /// Words are shaped one by one, since most of a document's words recur in it; the fonts have no
    /// kerning with the space.
    pub fn shape(&self, face: FontFace, text: &str) -> Arc<[Glyph]> {
        if let Some(glyphs) = self.cache.borrow()[face as usize].get(text) {
            return Arc::clone(glyphs);
        }
        let glyphs: Arc<[Glyph]> = if text.trim_matches(' ').contains(' ') {
            let mut glyphs = Vec::with_capacity(text.len());
            let mut base = 0;
            for word in text.split_inclusive(' ') {
                for part in [word.trim_end_matches(' '), &word[word.trim_end_matches(' ').len()..]] {
                    let shifted =
                        |glyph: &Glyph| Glyph { start: glyph.start + base, end: glyph.end + base, ..*glyph };
                    if !part.is_empty() {
                        glyphs.extend(self.shape(face, part).iter().map(shifted));
                    }
                    base += part.len();
                }
            }
            glyphs.into()
        } else {
            self.shape_anew(face, text).into()
        };
        self.cache.borrow_mut()[face as usize].insert(text.into(), Arc::clone(&glyphs));
        glyphs
    }

    /// Width of a run in points.
    #[must_use]
    pub fn width(&self, face: FontFace, size: f32, text: &str) -> f32 {
        advance(&self.shape(face, text)) * size
    }

    fn shape_anew(&self, face: FontFace, text: &str) -> Vec<Glyph> {
        let font = self.fonts.face(face);
        let units = self.fonts.units_per_em(face);
        let mut buffer = UnicodeBuffer::new();
        for (at, character) in text.char_indices() {
            if !is_invisible(character) {
                // Byte offsets fit: no run of text comes near 4 GB.
                buffer.add(self.drawable(font, character), u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        buffer.guess_segment_properties();
        let latin = buffer.script() == script::LATIN && buffer.direction() == Direction::LeftToRight;
        let common = !text.chars().any(char::is_alphabetic);
        let shaped = if latin || common {
            buffer.set_direction(Direction::LeftToRight);
            buffer.set_script(script::LATIN);
            rustybuzz::shape_with_plan(font, &self.fonts.latin[face as usize], buffer)
        } else {
            rustybuzz::shape(font, &[], buffer)
        };
        let (infos, positions) = (shaped.glyph_infos(), shaped.glyph_positions());
        let mut glyphs = Vec::with_capacity(infos.len());
        for (index, (info, position)) in infos.iter().zip(positions).enumerate() {
            let start = info.cluster as usize;
            let end = infos[index + 1..]
                .iter()
                .map(|next| next.cluster as usize)
                .find(|next| *next > start)
                .unwrap_or(text.len());
            let id = u16::try_from(info.glyph_id).unwrap_or(0);
            glyphs.push(Glyph {
                id,
                #[expect(clippy::cast_precision_loss, reason = "advances are a few thousand units")]
                advance: position.x_advance as f32 / units,
                natural: f32::from(font.glyph_hor_advance(GlyphId(id)).unwrap_or(0)) / units,
                start,
                end,
            });
        }
        glyphs
    }

    fn drawable(&self, font: &Face<'static>, character: char) -> char {
        let has = |c: char| font.glyph_index(c).is_some();
        let wanted = match likeness(character) {
            Some(other) if !has(character) || character.is_control() => other,
            _ => character,
        };
        if has(wanted) {
            return wanted;
        }
        // Combining marks may still compose with their base; the shaper normalises those it knows.
        self.unmapped.borrow_mut().insert(character);
        if has('□') { '□' } else { '?' }
    }
}

/// Width of shaped glyphs in em.
#[must_use]
pub fn advance(glyphs: &[Glyph]) -> f32 {
    glyphs.iter().map(|glyph| glyph.advance).sum()
}
