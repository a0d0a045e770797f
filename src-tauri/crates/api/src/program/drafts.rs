//! Forms left half-way: kept in the database beside the records, so that a crash or a lock loses nothing.
//!
//! Invariant: everybody sees their own drafts only, and none of them is in the log: nothing is saved yet.

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::{self, Clock as _, LONGEST_DRAFT, StoreError};

use super::{Program, instant};
use crate::errors;
use crate::types::*;

impl Program {
    /// One's own drafts, newest first. What another version of the program kept and this one can't read isn't shown.
    ///
    /// # Errors
    /// `locked`, and where the database can't be read.
    pub fn drafts(&self) -> Result<Drafts, ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::BeSignedIn)?;
        let kept = open.database.store().drafts().map_err(errors::store)?;
        let drafts = kept.into_iter().filter_map(|kept| {
            let draft = serde_json::from_str(&kept.content).ok()?;
            Some(KeptDraft { draft, at: instant(kept.at) })
        });
        Ok(Drafts { drafts: drafts.collect() })
    }

    /// Keeps a draft in the place of the one of the same form.
    ///
    /// # Errors
    /// `draft_too_long`, `locked`, and where the database can't be written.
    pub fn keep_draft(&self, request: Draft) -> Result<(), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::BeSignedIn)?;
        let content =
            serde_json::to_string(&request).map_err(|error| errors::unexpected(&error.to_string()))?;
        let draft = ports::KeptDraft { key: request.key, content, at: clock.now() };
        open.database.store().keep_draft(&draft).map_err(|error| match error {
            StoreError::TooLong => errors::plain(
                "draft_too_long",
                format!(
                    "Kladden er for lang til at blive gemt undervejs: der er plads til {} kB. Gem formularen nu, eller gør \
                     teksten kortere; det, du har skrevet, står her endnu.",
                    LONGEST_DRAFT / 1000
                ),
            ),
            error => errors::store(error),
        })
    }

    /// Drops one of one's own drafts: its form was saved, or thrown away.
    ///
    /// # Errors
    /// `locked`, and where the database can't be written.
    pub fn drop_draft(&self, request: DraftRequest) -> Result<(), ApiError> {
        let mut state = self.state();
        let open = state.open_for(UseCase::BeSignedIn)?;
        open.database.store().drop_draft(&request.key).map_err(errors::store)
    }
}
