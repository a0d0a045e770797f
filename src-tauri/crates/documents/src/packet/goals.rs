//! Goals: outcome in words, level over time, next follow-up.

use vilkaar_domain::missing::MissingKind;

use crate::block::{BODY, Block, Column, SMALL};
use crate::charts::{Size, level_fragment};
use crate::figures;
use crate::flow::MEASURE;
use crate::fonts::Typesetter;
use crate::icons::Icon;
use crate::packet::{GoalReport, InternalPacket, Outcome, phrases};
use crate::palette;
use crate::text::{Span, Style};

/// The chart's share of the width.
const CHART: f32 = 0.44;

pub(super) fn blocks(packet: &InternalPacket, typesetter: &Typesetter) -> Vec<Block> {
    let mut blocks = vec![Block::section("5. Mål og progression")];
    if packet.goals.is_empty() {
        blocks.push(phrases::absent(
            "mål",
            &phrases::owner(packet, MissingKind::NoGoals),
            "indsatsmål med start, forventet niveau og frist; uden mål kan vi ikke vise, om indsatsen virker",
        ));
        return blocks;
    }
    let count = |outcome| packet.goals.iter().filter(|goal| goal.outcome == outcome).count();
    blocks.push(Block::paragraph(format!(
        "{} af {} mål er opnået, {} på vej. Niveauet går fra 0 (ingen) til 4 (fuldstændig nedsat funktionsevne); \
         lavere er bedre. Skalaen for fremgang er kommunens egen. Fyldt punkt: målt af sagsbehandler; åbent punkt: \
         af udfører, borger eller pårørende; firkant: start.",
        count(Outcome::Reached),
        packet.goals.len(),
        match count(Outcome::OnTrack) {
            0 => "ingen er".to_owned(),
            1 => "1 er".to_owned(),
            many => format!("{many} er"),
        },
    )));
    for goal in &packet.goals {
        blocks.push(goal_block(packet, goal, typesetter));
    }
    blocks
}

fn goal_block(packet: &InternalPacket, goal: &GoalReport, typesetter: &Typesetter) -> Block {
    let grey = Style::regular(SMALL).in_colour(palette::THIRD);
    let mut left = vec![Block::subsection(&goal.title, "")];
    let deadline =
        goal.deadline.map_or_else(|| "uden frist".to_owned(), |day| format!("frist {}", figures::date(day)));
    left.push(Block::Paragraph {
        spans: vec![Span::new(format!("{}, {deadline}", goal.goal_type), grey)],
        icon: None,
    });
    let (icon, word) = phrases::outcome(goal.outcome);
    let coloured = |style: Style| style.in_colour(icon.colour());
    let mut spans = vec![Span::new(word, coloured(Style::strong(BODY)))];
    if let Some(latest) = &goal.latest {
        spans.push(Span::new(format!(", {latest}"), coloured(Style::regular(BODY))));
    }
    left.push(Block::Paragraph { spans, icon: Some(icon) });
    if goal.behind {
        left.push(Block::status(Icon::Serious, "Bagefter"));
    }
    if let Some(wish) = &goal.wish {
        left.push(Block::paragraph(format!("Borgerens ønske: {wish}")));
    }
    if let Some(remark) = &goal.remark {
        left.push(Block::paragraph(remark));
    }
    if let Some(next) = goal.next_follow_up {
        let overdue = next < packet.issue.as_of;
        let text = format!("Næste opfølgning {}", figures::date(next));
        left.push(if overdue {
            let (_, days) = phrases::days_left(packet.issue.as_of, next);
            Block::status(Icon::Serious, format!("{text}. {days}"))
        } else {
            Block::remark(text)
        });
    }
    let mut right = vec![Block::Space(10.0)];
    match &goal.chart {
        Some(chart) => {
            let width = (MEASURE - 22.0) * CHART;
            right.push(Block::Figure(level_fragment(typesetter, chart, Size::paper(width, 84.0))));
        }
        None => right.push(phrases::absent(
            "måling",
            &phrases::case_worker(&packet.case),
            "en opfølgning med niveau",
        )),
    }
    Block::Columns(vec![Column { share: 1.0 - CHART, blocks: left }, Column { share: CHART, blocks: right }])
}
