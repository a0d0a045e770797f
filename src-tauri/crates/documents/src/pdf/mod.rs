//! The PDF back end: printpdf paints pages and embeds fonts, then a pass over its `lopdf` document
//! adds what it can't express (structure tree, XMP, output intent, outline, ids), so that the file
//! conforms to PDF/A-2a and PDF/UA-1.
//!
//! Invariant: the same scene gives the same bytes. Nothing is taken from a clock or a counter.

mod metadata;
mod paint;
mod structure;

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Document as Pdf, SaveOptions};
use printpdf::{FontId, FontMetrics, Mm, ParsedFont, PdfDocument, PdfFont, PdfPage, PdfSaveOptions};
use rustybuzz::ttf_parser::GlyphId;
use subsetter::GlyphRemapper;

use crate::error::DocumentError;
use crate::fonts::{FontFace, fonts};
use crate::scene::{Item, Scene};

/// Shorter streams don't gain from compression.
const SHORTEST_STREAM: usize = 128;

/// The glyphs in use of each face, renumbered.
type Remapped = BTreeMap<FontFace, GlyphRemapper>;

/// Paints a scene as a PDF file.
///
/// # Errors
/// When a font can't be reduced to the glyphs in use, or the file can't be put together.
pub fn render(scene: &Scene) -> Result<Vec<u8>, DocumentError> {
    let mut remapped = Remapped::new();
    for item in scene.pages.iter().flat_map(|page| &page.items) {
        if let Item::Text(text) = item {
            let remapper = remapped.entry(text.face).or_default();
            for glyph in text.glyphs.iter() {
                remapper.remap(glyph.id);
            }
        }
    }
    let mut document = PdfDocument::new(&scene.metadata.title);
    for (face, remapper) in &remapped {
        let font = PdfFont::new(subset(*face, remapper)?);
        document.resources.fonts.map.insert(font_id(*face), font);
    }
    let pages = scene
        .pages
        .iter()
        .map(|page| PdfPage::new(Mm(210.0), Mm(297.0), paint::operations(scene, page, &remapped)))
        .collect();
    document.with_pages(pages);
    let options =
        PdfSaveOptions { optimize: true, subset_fonts: false, secure: true, image_optimization: None };
    // printpdf warns of what it left out; conformance tests would show it, and nothing here is optional.
    let mut pdf = document.to_lopdf_document(&options, &mut Vec::new());
    complete(&mut pdf, scene)?;
    compress(&mut pdf)?;
    let mut bytes = Vec::with_capacity(128 * 1024);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(3)
        .build();
    pdf.save_with_options(&mut bytes, options).map_err(DocumentError::Write)?;
    Ok(bytes)
}

/// A fixed id per face: printpdf would draw one from a process-wide counter.
fn font_id(face: FontFace) -> FontId {
    FontId(format!("F{}", face as usize))
}

fn subset(face: FontFace, remapper: &GlyphRemapper) -> Result<ParsedFont, DocumentError> {
    let bytes = subsetter::subset(face.bytes(), 0, remapper).map_err(|_| DocumentError::Subset)?;
    let font = fonts()?.face(face);
    let widths: BTreeMap<u16, u16> = remapper
        .remapped_gids()
        .zip(0..)
        .map(|(old, new)| (new, font.glyph_hor_advance(GlyphId(old)).unwrap_or(0)))
        .collect();
    let metrics = FontMetrics { ascent: font.ascender(), descent: font.descender() };
    let name = format!("{}+{}", letters(&bytes, 6), face.name());
    let units = u16::try_from(font.units_per_em()).unwrap_or(1000);
    let mut parsed =
        ParsedFont::with_glyph_data(bytes, 0, Some(name), BTreeMap::new(), widths, units, metrics);
    let bounds = font.global_bounding_box();
    parsed.pdf_font_metrics.x_min = bounds.x_min;
    parsed.pdf_font_metrics.y_min = bounds.y_min;
    parsed.pdf_font_metrics.x_max = bounds.x_max;
    parsed.pdf_font_metrics.y_max = bounds.y_max;
    parsed.pdf_font_metrics.us_weight_class = font.weight().to_number();
    Ok(parsed)
}

/// Capital letters worked out from bytes (FNV-1a): subset tags and file ids.
fn letters(bytes: &[u8], count: u32) -> String {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (0..count).map(|index| char::from(b'A' + u8::try_from((hash >> (index * 7)) % 26).unwrap_or(0))).collect()
}

/// Compresses streams. `lopdf` does it at the highest level, which takes longer than all the rest of
/// a packet and saves two percent.
fn compress(pdf: &mut Pdf) -> Result<(), DocumentError> {
    for object in pdf.objects.values_mut() {
        let Ok(stream) = object.as_stream_mut() else { continue };
        if !stream.allows_compression || stream.dict.has(b"Filter") || stream.content.len() < SHORTEST_STREAM
        {
            continue;
        }
        let mut encoder = ZlibEncoder::new(Vec::with_capacity(stream.content.len() / 2), Compression::new(3));
        encoder.write_all(&stream.content).map_err(DocumentError::Write)?;
        let compressed = encoder.finish().map_err(DocumentError::Write)?;
        if compressed.len() < stream.content.len() {
            stream.dict.set("Filter", "FlateDecode");
            stream.set_content(compressed);
        }
    }
    Ok(())
}

fn complete(pdf: &mut Pdf, scene: &Scene) -> Result<(), DocumentError> {
    pdf.version = "1.7".to_owned();
    metadata::file_ids(pdf, &scene.metadata)?;
    let pages: Vec<lopdf::ObjectId> = pdf.get_pages().into_values().collect();
    if pages.len() != scene.pages.len() {
        return Err(DocumentError::Structure("pages"));
    }
    let areas = structure::number_pages(pdf, scene, &pages)?;
    let tree = structure::tree(pdf, scene, &pages, &areas);
    let outline = structure::outline(pdf, scene, &pages);
    let xmp = metadata::xmp(pdf, &scene.metadata);
    let intent = metadata::output_intent(pdf);
    structure::catalog(pdf, tree, outline, xmp, intent)
}
