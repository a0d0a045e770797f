//! Ways of breaking a good PDF that no reader would see on the page. The gate must refuse every
//! one; neither profile alone catches all of them.

use std::path::{Path, PathBuf};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};

/// How one broken copy differs from the good file.
type Mutation = fn(&mut Document);

const MUTATIONS: &[(&str, Mutation)] = &[
    ("no_language", |pdf| drop_from_catalog(pdf, b"Lang")),
    ("no_title_shown", |pdf| drop_from_catalog(pdf, b"ViewerPreferences")),
    ("no_output_intent", |pdf| drop_from_catalog(pdf, b"OutputIntents")),
    ("figure_without_alternative", |pdf| {
        change_elements(pdf, b"Figure", |element| drop(element.remove(b"Alt")));
    }),
    ("header_cell_without_scope", |pdf| {
        change_elements(pdf, b"TH", |element| drop(element.remove(b"A")));
    }),
    ("heading_level_left_out", |pdf| {
        change_elements(pdf, b"H2", |element| element.set("S", Object::Name(b"H3".to_vec())));
    }),
    ("row_with_a_paragraph_for_a_cell", |pdf| {
        change_elements(pdf, b"TD", |element| element.set("S", Object::Name(b"P".to_vec())));
    }),
    ("font_without_characters", |pdf| {
        change_dictionaries(pdf, |dictionary| {
            dictionary.has_type(b"Font") && dictionary.remove(b"ToUnicode").is_some()
        });
    }),
    ("metadata_without_conformance", |pdf| {
        change_metadata(pdf, b"pdfaid:part", b"pdfaid:prt");
    }),
    ("text_outside_the_structure", untag_first_paragraph),
    ("wrong_glyph_widths", |pdf| {
        change_dictionaries(pdf, |dictionary| match dictionary.get_mut(b"DescendantFonts") {
            Ok(Object::Array(fonts)) => fonts.iter_mut().any(|font| font.as_dict_mut().is_ok_and(widen)),
            _ => widen(dictionary),
        });
    }),
    ("script_that_runs_on_opening", |pdf| {
        let mut action = Dictionary::new();
        action.set("S", Object::Name(b"JavaScript".to_vec()));
        action.set("JS", Object::String(b"app.alert(1)".to_vec(), StringFormat::Literal));
        pdf.catalog_mut().unwrap().set("OpenAction", Object::Dictionary(action));
    }),
    ("page_that_is_not_marked", |pdf| drop_from_catalog(pdf, b"MarkInfo")),
];

/// Writes every broken copy into the folder and gives the name of the defect with the file.
pub fn write_all(good: &Path, folder: &Path) -> Vec<(&'static str, PathBuf)> {
    let bytes = std::fs::read(good).unwrap();
    MUTATIONS
        .iter()
        .map(|(name, mutate)| {
            let mut pdf = Document::load_mem(&bytes).unwrap();
            mutate(&mut pdf);
            let path = folder.join(format!("{name}.pdf"));
            pdf.save(&path).unwrap();
            (*name, path)
        })
        .collect()
}

/// An unbroken copy saved the same way: proves that it is the defect that is refused.
pub fn write_unchanged(good: &Path, path: &Path) {
    let mut pdf = Document::load_mem(&std::fs::read(good).unwrap()).unwrap();
    pdf.save(path).unwrap();
}

fn drop_from_catalog(pdf: &mut Document, key: &[u8]) {
    let removed = pdf.catalog_mut().unwrap().remove(key);
    assert!(removed.is_some(), "{} was there", String::from_utf8_lossy(key));
}

/// Changes every element of the structure tree with this tag, of which there must be one.
fn change_elements(pdf: &mut Document, tag: &[u8], change: fn(&mut Dictionary)) {
    let found = change_dictionaries(pdf, |dictionary| {
        let element = dictionary.has(b"P") && dictionary.has(b"K");
        let tagged = dictionary.get(b"S").is_ok_and(|name| name.as_name().is_ok_and(|name| name == tag));
        if element && tagged {
            change(dictionary);
        }
        element && tagged
    });
    assert!(found > 0, "no {}", String::from_utf8_lossy(tag));
}

/// Hands every dictionary to a change that says whether it changed it; gives how many it did.
fn change_dictionaries(pdf: &mut Document, change: impl Fn(&mut Dictionary) -> bool) -> usize {
    let mut changed = 0;
    for object in pdf.objects.values_mut() {
        let dictionary = match object {
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => &mut stream.dict,
            _ => continue,
        };
        changed += usize::from(change(dictionary));
    }
    assert!(changed > 0, "nothing to break");
    changed
}

/// Makes a glyph of a font wider than it is drawn. (The widths of a font are a glyph number and a list, which
/// tells them from the W of a stream.)
fn widen(font: &mut Dictionary) -> bool {
    let Ok(Object::Array(widths)) = font.get_mut(b"W") else { return false };
    let Some(Object::Array(list)) = widths.get_mut(1) else { return false };
    let Some(width) = list.last_mut() else { return false };
    *width = Object::Integer(width.as_i64().unwrap_or(500) + 400);
    true
}

fn change_metadata(pdf: &mut Document, from: &[u8], to: &[u8]) {
    let id = pdf.catalog().unwrap().get(b"Metadata").unwrap().as_reference().unwrap();
    let stream = pdf.get_object_mut(id).unwrap().as_stream_mut().unwrap();
    let text = String::from_utf8(stream.get_plain_content().unwrap()).unwrap();
    let changed = text.replace(std::str::from_utf8(from).unwrap(), std::str::from_utf8(to).unwrap());
    assert_ne!(text, changed);
    stream.set_plain_content(changed.into_bytes());
}

/// Takes the marks off the first paragraph of the second page, so that its text belongs to nothing.
fn untag_first_paragraph(pdf: &mut Document) {
    let page: ObjectId = pdf.page_iter().nth(1).expect("a second page");
    let mut content = Content::decode(&pdf.get_page_content(page)).unwrap();
    let begin = content
        .operations
        .iter()
        .position(|operation| {
            operation.operator == "BDC"
                && operation.operands[0].as_name().is_ok_and(|name| name != b"Artifact")
        })
        .expect("marked content");
    let end = begin
        + content.operations[begin..]
            .iter()
            .position(|operation| operation.operator == "EMC")
            .expect("its end");
    content.operations.remove(end);
    content.operations.remove(begin);
    let stream = lopdf::Stream::new(Dictionary::new(), content.encode().unwrap());
    let id = pdf.add_object(stream);
    pdf.get_dictionary_mut(page).unwrap().set("Contents", Object::Reference(id));
}
