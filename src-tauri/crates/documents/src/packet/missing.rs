//! What is missing, why it matters at the table, and who should get it.

use crate::block::{Block, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::icons::Icon;
use crate::packet::{Concern, InternalPacket, phrases};

pub(super) fn blocks(packet: &InternalPacket) -> Vec<Block> {
    let mut blocks = vec![Block::section("8. Hvad der mangler")];
    if packet.missing.is_empty() {
        blocks.push(Block::status(Icon::Good, "Intet mangler."));
        return blocks;
    }
    let mut items: Vec<_> = packet.missing.iter().collect();
    items.sort_by_key(|item| match item.concern {
        Concern::Serious => 0,
        Concern::Warning => 1,
        Concern::Unknown => 2,
        Concern::None => 3,
    });
    blocks.push(Block::Table(Table {
        columns: vec![
            TableColumn::text("Mangler", 1.0),
            TableColumn::text("Hvorfor det betyder noget", 1.5),
            TableColumn::text("Skaffes af", 0.8),
        ],
        rows: items
            .into_iter()
            .map(|item| {
                TableRow::new(
                    RowKind::Ordinary,
                    vec![
                        TableCell::status(phrases::icon(item.concern), &item.what),
                        item.why.as_str().into(),
                        item.who.as_str().into(),
                    ],
                )
            })
            .collect(),
        heading: TableHeading::Row,
    }));
    blocks
}
