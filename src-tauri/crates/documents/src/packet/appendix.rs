//! The appendix: the formula behind every line's cost, how the other figures are worked out, and
//! the log's head in full, so that anyone can check the packet against the database.

use crate::block::{Block, RowKind, Table, TableColumn, TableHeading, TableRow, plain, strong};
use crate::figures;
use crate::packet::{FormulaYear, InternalPacket, phrases};

pub(super) fn blocks(packet: &InternalPacket) -> Vec<Block> {
    let mut blocks = vec![Block::section("Bilag. Sådan er beløbene regnet")];
    if packet.appendix.is_empty() {
        blocks.push(phrases::absent(
            "takstlinjer at regne på",
            &phrases::negotiator(&packet.case),
            "taksterne med enhed og gyldighed",
        ));
    }
    for year in &packet.appendix {
        blocks.push(Block::subsection(&format!("Udgift {}", year.year), "brutto, en række pr. takstlinje"));
        blocks.push(Block::Table(formulas(year)));
    }
    blocks.push(Block::subsection("Regnemåder", ""));
    blocks.push(Block::List(
        METHODS.iter().map(|(what, how)| vec![strong(format!("{what}: ")), plain(how)]).collect(),
    ));
    if let Some(head) = &packet.issue.log_head {
        blocks.push(Block::remark(format!(
            "Loggens nyeste post: nr. {}, {}, {}. Pakken kan holdes op mod den.",
            head.number,
            head.at.format("%d-%m-%Y %H:%M:%S UTC"),
            head.hash
        )));
    }
    blocks
}

const METHODS: &[(&str, &str)] = &[
    (
        "Udgift i en periode",
        "hver takstlinje tæller fra indflytning til ophør, begge dage med; dage giver måneder, måneder giver året, på øren.",
    ),
    (
        "Kr. pr. år (helårsvirkning)",
        "de linjer, der er i kraft på dagen, ganget op til et helt år på 365 dage; egenbetaling og engangsbeløb tæller ikke.",
    ),
    (
        "Over P/L",
        "ny takst minus den gamle ganget med hvert års P/L efter den gamles startår til og med den nyes.",
    ),
    (
        "Kr. pr. støttetime",
        "grundtakst, ydelsespakke og tillæg på et år (uden dagtimetillæg og basistakst) delt med støttetimer pr. uge × 365 / 7.",
    ),
    (
        "Sammenlignelig takst",
        "grundtakst og ydelsespakke pr. døgn uden den købsmoms, kommunen får tilbage (private tilbud uden driftsoverenskomst), i samme prisår.",
    ),
    (
        "Netto",
        "brutto minus egenbetaling, momsrefusion og central refusion efter serviceloven § 176, regnet pr. borger og kalenderår.",
    ),
];

fn formulas(year: &FormulaYear) -> Table {
    let mut rows: Vec<TableRow> = year
        .rows
        .iter()
        .map(|row| {
            TableRow::new(
                RowKind::Ordinary,
                vec![
                    row.service.as_str().into(),
                    figures::period(row.from, Some(row.to)).into(),
                    row.formula.as_str().into(),
                    figures::kr_bare(row.gross).into(),
                ],
            )
        })
        .collect();
    rows.push(TableRow::new(
        RowKind::Total,
        vec!["I alt".into(), "".into(), "".into(), figures::kr_bare(year.sum).into()],
    ));
    Table {
        columns: vec![
            TableColumn::text("Ydelse", 0.8),
            TableColumn::short("Regnet for"),
            TableColumn::text("Formel", 1.7),
            TableColumn::figures("Beløb, kr."),
        ],
        rows,
        heading: TableHeading::Row,
    }
}
