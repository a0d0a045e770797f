//! What names one item of the agenda, so that what was done about it is kept with it and with nothing else.
//!
//! Invariant: the key holds the day and the cause, so the next term, the next follow-up, a date that was moved and an
//! offer whose standing got worse are items of their own. What was done about the old one says nothing about them.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use uuid::Uuid;

use super::AgendaKind;
use crate::PlacementId;

/// Why there is an item of a kind that comes of several things, one worse than the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ItemCause {
    /// The offer isn't approved for the placement's paragraph.
    OtherParagraph,
    /// *Godkendelse ophørt*.
    Ceased,
    /// *Skærpet tilsyn*.
    Tightened,
    /// *Påbud*.
    Order,
}

impl ItemCause {
    /// Every cause.
    const ALL: [Self; 4] = [Self::OtherParagraph, Self::Ceased, Self::Tightened, Self::Order];

    /// Its code in a key, which never changes.
    const fn code(self) -> &'static str {
        match self {
            Self::OtherParagraph => "other_paragraph",
            Self::Ceased => "ceased",
            Self::Tightened => "tightened",
            Self::Order => "order",
        }
    }
}

/// The name of an item: its kind, its case, the record that it is about, the day that the records give it and why.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ItemKey {
    /// Its kind.
    pub kind: AgendaKind,
    /// Its case: an offer's supervision is an item of every case there.
    pub placement: PlacementId,
    /// The contract, line, goal, trappetakst, offer or placement that it is about.
    pub record: Uuid,
    /// Its day by the records, whatever it was put off to.
    pub due: NaiveDate,
    /// Why, where the kind comes of several things.
    pub cause: Option<ItemCause>,
}

/// `renegotiation/<case>/<record>/2026-09-01`, `supervision/<case>/<record>/2026-09-01/order`: as [`crate::AgendaMark::item`] holds it.
impl fmt::Display for ItemKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}/{}", self.kind.code(), self.placement.0, self.record, self.due)?;
        self.cause.map_or(Ok(()), |cause| write!(f, "/{}", cause.code()))
    }
}

/// The text names no item.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("no item of the agenda")]
pub struct NoItem;

impl FromStr for ItemKey {
    type Err = NoItem;

    fn from_str(text: &str) -> Result<Self, NoItem> {
        let mut parts = text.split('/');
        let (Some(kind), Some(placement), Some(record), Some(due), cause, None) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(NoItem);
        };
        let cause_of = |code| ItemCause::ALL.into_iter().find(|cause| cause.code() == code).ok_or(NoItem);
        Ok(Self {
            kind: AgendaKind::from_code(kind).ok_or(NoItem)?,
            placement: PlacementId(placement.parse().map_err(|_| NoItem)?),
            record: record.parse().map_err(|_| NoItem)?,
            due: due.parse().map_err(|_| NoItem)?,
            cause: cause.map(cause_of).transpose()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::examples::day;

    #[test]
    fn a_key_is_read_back_from_its_text_and_another_text_is_none() {
        let causes = [None].into_iter().chain(ItemCause::ALL.map(Some));
        for (kind, cause) in AgendaKind::ALL.into_iter().zip(causes.cycle()) {
            let key = ItemKey {
                kind,
                placement: PlacementId(Uuid::from_u128(7)),
                record: Uuid::from_u128(8),
                due: day("2026-09-01"),
                cause,
            };
            assert_eq!(key.to_string().parse(), Ok(key));
            assert_eq!(format!("{key}/").parse::<ItemKey>(), Err(NoItem));
        }
        for text in ["", "renegotiation", "renegotiation/x/y/2026-09-01", "nothing/1/2/2026-01-01"] {
            assert_eq!(text.parse::<ItemKey>(), Err(NoItem), "{text}");
        }
    }
}
