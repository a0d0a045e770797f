//! Structure tree, outline and catalogue: what PDF/UA needs and printpdf can't write.

use lopdf::{Dictionary, Document as Pdf, Object, ObjectId, dictionary};

use super::metadata::text_string;
use crate::error::DocumentError;
use crate::scene::{Child, Node, Role, Scene};

/// The standard structure type of a role.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Section => "Sect",
        Role::Heading(1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(_) => "H4",
        Role::Paragraph => "P",
        Role::List => "L",
        Role::ListItem => "LI",
        Role::Label => "Lbl",
        Role::ListBody => "LBody",
        Role::Table => "Table",
        Role::TableHead => "THead",
        Role::TableBody => "TBody",
        Role::Row => "TR",
        Role::ColumnHeading | Role::RowHeading => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
        Role::Contents => "TOC",
        Role::ContentsEntry => "TOCI",
        Role::Reference => "Reference",
        Role::Link => "Link",
    }
}

fn integer(value: usize) -> Object {
    Object::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// Ties each page to its entry of the parent tree and adds its link areas, whose ids it returns by
/// page. Their own entries of the parent tree follow the pages'.
pub(super) fn number_pages(
    pdf: &mut Pdf,
    scene: &Scene,
    pages: &[ObjectId],
) -> Result<Vec<Vec<ObjectId>>, DocumentError> {
    let mut areas = Vec::with_capacity(pages.len());
    let mut key = pages.len();
    for (index, id) in pages.iter().enumerate() {
        let mut own = Vec::new();
        for link in &scene.pages[index].links {
            let [left, top, right, bottom] = link.bounds;
            let area = dictionary! {
                "Type" => "Annot",
                "Subtype" => "Link",
                "Rect" => vec![left.into(), (scene.height - bottom).into(), right.into(), (scene.height - top).into()],
                "Border" => vec![0.into(), 0.into(), 0.into()],
                "F" => 4,
                "Contents" => text_string(&link.description),
                "P" => *id,
                "StructParent" => integer(key),
                "Dest" => vec![
                    pages[link.page].into(), "XYZ".into(), 0.into(), (scene.height - link.y + 8.0).into(), Object::Null,
                ],
            };
            own.push(pdf.add_object(area));
            key += 1;
        }
        let page = pdf.get_object_mut(*id)?.as_dict_mut()?;
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        if own.is_empty() {
            page.remove(b"Annots");
        } else {
            page.set("Annots", own.iter().copied().map(Object::from).collect::<Vec<_>>());
        }
        page.set("MediaBox", vec![0.into(), 0.into(), scene.width.into(), scene.height.into()]);
        page.set("StructParents", integer(index));
        page.set("Tabs", "S");
        areas.push(own);
    }
    Ok(areas)
}

/// Writes the structure tree; returns its root.
pub(super) fn tree(pdf: &mut Pdf, scene: &Scene, pages: &[ObjectId], areas: &[Vec<ObjectId>]) -> ObjectId {
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = scene.nodes.iter().map(|_| pdf.new_object_id()).collect();
    let mut parents = vec![root; scene.nodes.len()];
    for (index, node) in scene.nodes.iter().enumerate() {
        for child in &node.children {
            if let Child::Node(id) = child {
                parents[*id] = ids[index];
            }
        }
    }
    for (index, node) in scene.nodes.iter().enumerate() {
        let element = element(node, parents[index], &ids, pages, areas, scene.height);
        pdf.set_object(ids[index], element);
    }
    let mut numbers: Vec<Object> = Vec::new();
    for (index, page) in scene.pages.iter().enumerate() {
        let owners = page.owners.iter().map(|node| ids[*node].into()).collect();
        numbers.push(integer(index));
        numbers.push(pdf.add_object(Object::Array(owners)).into());
    }
    let mut next_key = pages.len();
    for link in scene.pages.iter().flat_map(|page| &page.links) {
        numbers.push(integer(next_key));
        numbers.push(ids[link.node].into());
        next_key += 1;
    }
    let parent_tree = pdf.add_object(dictionary! { "Nums" => numbers });
    let first = ids.first().copied().unwrap_or(root);
    let tree = dictionary! {
        "Type" => "StructTreeRoot",
        "K" => first,
        "ParentTree" => parent_tree,
        "ParentTreeNextKey" => integer(next_key),
    };
    pdf.set_object(root, tree);
    root
}

fn element(
    node: &Node,
    parent: ObjectId,
    ids: &[ObjectId],
    pages: &[ObjectId],
    areas: &[Vec<ObjectId>],
    height: f32,
) -> Dictionary {
    let first_page = node.children.iter().find_map(|child| match child {
        Child::Mark { page, .. } => Some(*page),
        Child::Node(_) | Child::Area { .. } => None,
    });
    let mut children: Vec<Object> = node
        .children
        .iter()
        .map(|child| match child {
            Child::Node(id) => ids[*id].into(),
            Child::Mark { page, mark } if Some(*page) == first_page => integer(*mark),
            Child::Mark { page, mark } => Object::Dictionary(dictionary! {
                "Type" => "MCR", "Pg" => pages[*page], "MCID" => integer(*mark),
            }),
            Child::Area { page, link } => Object::Dictionary(dictionary! {
                "Type" => "OBJR", "Pg" => pages[*page], "Obj" => areas[*page][*link],
            }),
        })
        .collect();
    let mut element = dictionary! { "Type" => "StructElem", "S" => role_name(node.role), "P" => parent };
    if let Some(page) = first_page {
        element.set("Pg", pages[page]);
    }
    match children.len() {
        0 => {}
        1 => element.set("K", children.remove(0)),
        _ => element.set("K", children),
    }
    if let Some(text) = &node.alternative {
        element.set("Alt", text_string(text));
    }
    if let Some(text) = &node.title {
        element.set("T", text_string(text));
    }
    match node.role {
        Role::ColumnHeading => element.set("A", dictionary! { "O" => "Table", "Scope" => "Column" }),
        Role::RowHeading => element.set("A", dictionary! { "O" => "Table", "Scope" => "Row" }),
        Role::List => element.set("A", dictionary! { "O" => "List", "ListNumbering" => "Disc" }),
        Role::Figure => {
            if let Some((_, [left, top, right, bottom])) = node.bounds {
                let bounds: Vec<Object> =
                    vec![left.into(), (height - bottom).into(), right.into(), (height - top).into()];
                element.set("A", dictionary! { "O" => "Layout", "Placement" => "Block", "BBox" => bounds });
            }
        }
        _ => {}
    }
    element
}

/// Writes the outline, nested by heading level; `None` without headings.
pub(super) fn outline(pdf: &mut Pdf, scene: &Scene, pages: &[ObjectId]) -> Option<ObjectId> {
    let entries = &scene.outline;
    if entries.is_empty() {
        return None;
    }
    let root = pdf.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| pdf.new_object_id()).collect();
    // The cover's title (level 1) and the sections (level 2) are all top entries; the rest nests.
    let parents: Vec<Option<usize>> = entries
        .iter()
        .enumerate()
        .map(|(index, entry)| {
            (entry.level > 2).then(|| (0..index).rev().find(|at| entries[*at].level < entry.level)).flatten()
        })
        .collect();
    let children_of = |parent: Option<usize>| -> Vec<usize> {
        (0..entries.len()).filter(|index| parents[*index] == parent).collect()
    };
    for (index, entry) in entries.iter().enumerate() {
        let siblings = children_of(parents[index]);
        let place = siblings.iter().position(|sibling| *sibling == index).unwrap_or(0);
        let children = children_of(Some(index));
        let top = (scene.height - entry.y + 8.0).min(scene.height);
        let mut item = dictionary! {
            "Title" => text_string(&entry.title),
            "Parent" => parents[index].map_or(root, |parent| ids[parent]),
            "Dest" => vec![pages[entry.page].into(), "XYZ".into(), 0.into(), top.into(), Object::Null],
        };
        if let Some(previous) = place.checked_sub(1).and_then(|at| siblings.get(at)) {
            item.set("Prev", ids[*previous]);
        }
        if let Some(next) = siblings.get(place + 1) {
            item.set("Next", ids[*next]);
        }
        if let (Some(first), Some(last)) = (children.first(), children.last()) {
            item.set("First", ids[*first]);
            item.set("Last", ids[*last]);
            item.set("Count", Object::Integer(-i64::try_from(children.len()).unwrap_or(0)));
        }
        pdf.set_object(ids[index], item);
    }
    let top = children_of(None);
    let (first, last) = (top.first()?, top.last()?);
    pdf.set_object(
        root,
        dictionary! {
            "Type" => "Outlines", "First" => ids[*first], "Last" => ids[*last], "Count" => integer(top.len()),
        },
    );
    Some(root)
}

/// Enters everything in the catalogue.
pub(super) fn catalog(
    pdf: &mut Pdf,
    tree: ObjectId,
    outline: Option<ObjectId>,
    xmp: ObjectId,
    intent: Dictionary,
) -> Result<(), DocumentError> {
    let root = pdf.trailer.get(b"Root")?.as_reference()?;
    let catalog = pdf.get_object_mut(root)?.as_dict_mut()?;
    catalog.remove(b"PageLayout");
    catalog.set("PageMode", "UseOutlines");
    catalog.set("Lang", Object::string_literal("da-DK"));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
    catalog.set("StructTreeRoot", tree);
    catalog.set("MarkInfo", dictionary! { "Marked" => true });
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
    }
    Ok(())
}
