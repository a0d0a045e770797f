//! The cover: whose case, which offer, and the days that decide.

use crate::block::{Block, KeyFigure, RowKind, Table, TableCell, TableColumn, TableHeading, TableRow};
use crate::figures;
use crate::icons::Icon;
use crate::packet::{InternalPacket, LatestNotice, phrases};
use crate::palette;
use crate::text::{Span, Style};

pub(super) fn blocks(packet: &InternalPacket) -> Vec<Block> {
    let case = &packet.case;
    let line =
        |text: String, style: Style| Block::Paragraph { spans: vec![Span::new(text, style)], icon: None };
    let mut citizen = case.citizen_name.reveal().to_owned();
    if let Some(cpr) = &case.citizen_cpr_masked {
        citizen = format!("{citizen}, {}", cpr.reveal());
    }
    vec![
        Block::Space(1.0),
        line(packet.issue.municipality.clone(), Style::strong(11.0).in_colour(palette::ACCENT)),
        Block::Heading { level: 1, text: "Intern forhandlingspakke".to_owned(), remark: None },
        line(format!("{} · {}", case.offer, case.paragraph), Style::regular(15.0)),
        line(
            format!(
                "{citizen} · sag {} · {} {}",
                case.case_number,
                match (case.is_cancelled, case.moved_in > packet.issue.as_of) {
                    (true, _) => "skulle være begyndt",
                    (false, true) => "planlagt fra",
                    (false, false) => "siden",
                },
                figures::date(case.moved_in)
            ),
            Style::regular(11.0).in_colour(palette::SECOND),
        ),
        Block::Space(14.0),
        Block::Band(deadlines(packet)),
        Block::Callout {
            icon: Icon::Serious,
            title: "Internt.".to_owned(),
            text: "Pakken rummer kommunens egne tal og vurderinger og må ikke udleveres til leverandøren. \
                   Leverandøren får et andet dokument."
                .to_owned(),
        },
        Block::Space(6.0),
        Block::Table(facts(packet)),
        Block::Space(8.0),
        line("Indhold".to_owned(), Style::strong(11.5)),
        Block::Contents,
    ]
}

fn deadlines(packet: &InternalPacket) -> Vec<KeyFigure> {
    let today = packet.issue.as_of;
    let mut figures = Vec::new();
    let renegotiation = packet.deadlines.renegotiation;
    let (icon, remark) = match renegotiation {
        Some(day) => phrases::days_left(today, day),
        None => (Some(Icon::Warning), format!("{} aftaler en dato", phrases::negotiator(&packet.case))),
    };
    figures.push(KeyFigure {
        label: "Genforhandles".to_owned(),
        value: renegotiation.map_or_else(|| "ingen dato".to_owned(), figures::date),
        unit: String::new(),
        remark,
        icon,
    });
    figures.push(notice_figure(packet));
    let end = packet.contract.as_ref().map(|contract| contract.renewed_to.or(contract.end));
    let (value, remark, icon) = match end {
        Some(Some(day)) => {
            let (icon, remark) = phrases::days_left(today, day);
            (figures::date(day), remark, icon)
        }
        Some(None) => ("løbende".to_owned(), "Uden slutdato".to_owned(), None),
        None => ("ingen".to_owned(), "Ingen kontrakt i kraft".to_owned(), Some(Icon::Serious)),
    };
    figures.push(KeyFigure {
        label: "Kontrakten slutter".to_owned(),
        value,
        unit: String::new(),
        remark,
        icon,
    });
    figures
}

/// The latest day of notice; the summary shows it too.
pub(super) fn notice_figure(packet: &InternalPacket) -> KeyFigure {
    let today = packet.issue.as_of;
    let label = "Opsig senest".to_owned();
    let figure = |value: String, remark: String, icon| KeyFigure {
        label: label.clone(),
        value,
        unit: String::new(),
        remark,
        icon,
    };
    match &packet.deadlines.latest_notice {
        Some(LatestNotice { last_day: Some(day), last_workday, wanted_end, .. }) => {
            let day = last_workday.unwrap_or(*day);
            let (icon, left) = phrases::days_left(today, day);
            figure(figures::date(day), format!("{left}; ophør {}", figures::date(*wanted_end)), icon)
        }
        Some(LatestNotice { earliest_end: Some(end), wanted_end, .. }) => figure(
            "for sent".to_owned(),
            format!("Ønsket {}; tidligst {}", figures::date(*wanted_end), figures::date(*end)),
            Some(Icon::Serious),
        ),
        Some(LatestNotice { wanted_end, .. }) => figure(
            "ingen dag".to_owned(),
            format!("Kan ikke ophøre {}", figures::date(*wanted_end)),
            Some(Icon::Serious),
        ),
        None => {
            figure("ukendt".to_owned(), "Varsel eller ønsket ophør mangler".to_owned(), Some(Icon::Warning))
        }
    }
}

fn facts(packet: &InternalPacket) -> Table {
    let case = &packet.case;
    let mut rows: Vec<(&str, TableCell)> = Vec::new();
    let missing = |what: &str| TableCell::status(Icon::Warning, format!("mangler ({what})"));
    let known =
        |value: &Option<String>, who: &str| value.as_deref().map_or_else(|| missing(who), TableCell::from);
    let provider = case.provider.as_ref().map(|name| match (&case.cvr, &case.owner_form) {
        (Some(cvr), Some(form)) => format!("{name} ({form}, CVR {cvr})"),
        (Some(cvr), None) => format!("{name} (CVR {cvr})"),
        (None, Some(form)) => format!("{name} ({form})"),
        (None, None) => name.clone(),
    });
    rows.push(("Leverandør", known(&provider, "forhandleren skaffer navn og CVR")));
    let worker = "sagsbehandleren skaffer den";
    rows.push(("Målgruppe", known(&case.target_group, worker)));
    rows.push(("Støttebehov", known(&case.support_need, "sagsbehandleren vurderer det")));
    if case.is_cancelled {
        rows.push(("Ophold", "Annulleret: det begyndte aldrig".into()));
    } else if let Some(end) = case.ended {
        rows.push(("Ophørt den", figures::date(end).into()));
    } else if let Some(end) = case.expected_end {
        let cell = if end < packet.issue.as_of {
            TableCell::status(Icon::Warning, format!("{}, forventet ophør overskredet", figures::date(end)))
        } else {
            figures::date(end).into()
        };
        rows.push(("Forventet ophør", cell));
    }
    if let Some(payer) = &case.paid_by_other {
        rows.push(("Betales af", TableCell::status(Icon::Note, format!("{payer} (mellemkommunal)"))));
    }
    rows.push(("Forhandler", known(&case.negotiator, "centerchefen udpeger en")));
    rows.push(("Sagsbehandler", known(&case.case_worker, "centerchefen udpeger en")));
    let supervision = match &case.supervision {
        Some(status) => {
            let checked = status
                .checked_on
                .map_or(String::new(), |day| format!(", kontrolleret {}", figures::date(day)));
            TableCell::status(phrases::icon(status.concern), format!("{}{checked}", status.text))
        }
        None => missing("forhandleren slår op på Tilbudsportalen"),
    };
    rows.push(("Socialtilsyn", supervision));
    if let Some(name) = &packet.issue.made_by {
        rows.push(("Udarbejdet af", format!("{name}, pr. {}", figures::date(packet.issue.as_of)).into()));
    }
    label_table(rows)
}

/// A table of labels and values.
pub(super) fn label_table(rows: Vec<(&str, TableCell)>) -> Table {
    Table {
        columns: vec![TableColumn::short("Oplysning"), TableColumn::text("Indhold", 1.0)],
        rows: rows
            .into_iter()
            .map(|(label, value)| TableRow::new(RowKind::Ordinary, vec![label.into(), value]))
            .collect(),
        heading: TableHeading::FirstColumn,
    }
}
