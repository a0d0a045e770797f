//! The internal packet's template: its sections in order, its running text and metadata.

use crate::block::Block;
use crate::document::Document;
use crate::error::DocumentError;
use crate::figures;
use crate::flow::RunningText;
use crate::fonts::Typesetter;
use crate::packet::{
    InternalPacket, appendix, comparison, contract, cost, cover, goals, missing, rates, summary, support,
};
use crate::scene::Metadata;

/// Said on every page.
pub(super) const MARKING: &str = "Internt – må ikke udleveres til leverandøren";

/// Digits of the log's hash at the foot; the last page has all of them.
const SHORT_HASH: usize = 12;

/// Sets the internal negotiation packet (*Intern forhandlingspakke*).
///
/// # Errors
/// [`DocumentError::Font`] when a built-in font cannot be parsed.
pub fn internal(packet: &InternalPacket) -> Result<Document, DocumentError> {
    let typesetter = Typesetter::new()?;
    let mut blocks: Vec<Block> = Vec::new();
    blocks.extend(cover::blocks(packet));
    blocks.push(Block::PageBreak);
    blocks.extend(summary::blocks(packet));
    blocks.push(Block::PageBreak);
    blocks.extend(rates::blocks(packet, &typesetter));
    blocks.extend(support::blocks(packet, &typesetter));
    blocks.extend(cost::blocks(packet, &typesetter));
    blocks.extend(goals::blocks(packet, &typesetter));
    blocks.extend(comparison::blocks(packet, &typesetter));
    blocks.extend(contract::blocks(packet));
    blocks.extend(missing::blocks(packet));
    blocks.extend(appendix::blocks(packet));
    Ok(Document::compose(&typesetter, metadata(packet), &running(packet), blocks))
}

fn running(packet: &InternalPacket) -> RunningText {
    let issue = &packet.issue;
    let mut foot = format!("pr. {}", figures::date(issue.as_of));
    if let Some(head) = &issue.log_head {
        let short: String = head.hash.chars().take(SHORT_HASH).collect();
        foot.push_str(&format!(
            " · log nr. {}, {short}…, {}",
            head.number,
            head.at.format("%d-%m-%Y %H:%M UTC")
        ));
    }
    RunningText {
        head: format!("{} · {} · {}", issue.municipality, packet.case.case_number, packet.case.offer),
        marking: MARKING.to_owned(),
        foot,
    }
}

/// The title names the case and the offer, not the citizen: it shows up in file lists and title bars.
fn metadata(packet: &InternalPacket) -> Metadata {
    let issue = &packet.issue;
    Metadata {
        title: format!("Intern forhandlingspakke, {}, {}", packet.case.case_number, packet.case.offer),
        author: issue.municipality.clone(),
        subject: format!("{MARKING}. Pr. {}.", figures::date(issue.as_of)),
        keywords: vec!["forhandlingspakke".to_owned(), "internt".to_owned(), packet.case.paragraph.clone()],
        made_at: issue.made_at,
        identity: format!(
            "internal/{}/{}/{}",
            packet.case.case_number,
            issue.as_of,
            issue.log_head.as_ref().map_or("", |head| head.hash.as_str())
        ),
    }
}
