//! *Dagens arbejde* and *Mangler*.

use std::sync::Arc;

use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{Clock as _, EntityChange};
use vilkaar_documents::{Document, work_list as paper};
use vilkaar_domain::{Entity, Placement};
use vilkaar_wording::{agenda as words, format};

use super::saved_file::told_of;
use super::saving::{Decided, Decision, Saving, operation};
use super::{Program, State, case, record_reads};
use crate::desktop::FileKind;
use crate::errors;
use crate::screens::agenda::{self, Viewer, asked};
use crate::screens::forms::{fields, wrong};
use crate::screens::packet::{pages, write_whole};
use crate::screens::{agenda_marks, gaps, work_list};
use crate::types::*;

/// What the notification is called.
const NOTIFICATION: &str = "Vilkår: dagens arbejde";

impl State {
    /// What is near for whoever signed in, once a day: `3 overskredne, 5 inden 30 dage`. It names nobody and no case,
    /// since it is shown over whatever else is on the screen.
    pub(crate) fn news_of_the_day(&mut self) -> Option<String> {
        let today = self.clock.today();
        let open = self.open_for(UseCase::SeeCases).ok()?;
        let (overdue, due30) = open.near();
        let told = (open.actor("").person, today);
        let news = words::near(overdue, due30)?;
        self.told.insert(told).then_some(news)
    }
}

impl Program {
    /// Shows what is near as a notification of the system's.
    pub(crate) fn tell(&self, near: Option<String>) {
        if let Some(near) = near {
            self.desktop.notify(NOTIFICATION, &near);
        }
    }

    /// The read model and who looks at it.
    fn looked_at(&self, use_case: UseCase) -> Result<(Arc<Portfolio>, Viewer), ApiError> {
        let mut state = self.state();
        let open = state.open_for(use_case)?;
        Ok((Arc::clone(&open.portfolio), open.viewer()))
    }

    /// *Dagens arbejde*.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn agenda(&self, request: AgendaQuery) -> Result<Agenda, ApiError> {
        let (portfolio, viewer) = self.looked_at(UseCase::SeeCases)?;
        Ok(agenda::agenda(&portfolio, &viewer, &request))
    }

    /// Handles, puts off, hands over or reopens items, as one operation.
    ///
    /// # Errors
    /// `forbidden`, `locked`; `item_unknown` where one of them isn't there any more; `connection_lost`: send it again.
    pub fn handle_item(&self, request: HandleItem) -> Result<SaveOutcome, ApiError> {
        let by = self.state().open_for(UseCase::HandleAgenda)?.actor("").name;
        let action = format!("{:?}", request.action);
        let until = request.until.as_deref().unwrap_or_default();
        let owner = request.owner.as_deref().unwrap_or_default();
        let mut parts = vec![action.as_str(), &request.reason, until, owner];
        parts.extend(request.items.iter().map(String::as_str));
        let saving = Saving {
            use_case: UseCase::HandleAgenda,
            origin: "Dagens arbejde",
            name: "agenda",
            operation: operation(&request.operation, &parts)?,
            reason: &request.reason,
        };
        self.save_decided(&saving, |portfolio| agenda_marks::decide(portfolio, &request, &by))
    }

    /// Sets the chance of a case in the value at stake.
    ///
    /// # Errors
    /// `forbidden`, `locked`, `case_unknown`; `connection_lost`: send it again.
    pub fn set_chance(&self, request: SetChance) -> Result<SaveOutcome, ApiError> {
        let typed = request.percent.as_deref().unwrap_or_default().trim();
        let saving = Saving {
            use_case: UseCase::EditPlacement,
            origin: "Chance for resultat",
            name: "edit",
            operation: operation(&request.operation, &[&request.case, typed])?,
            reason: "",
        };
        self.save_decided(&saving, |portfolio| {
            let facts = case(portfolio, &request.case)?;
            let bare = typed.trim_end_matches('%').trim();
            let chance = match fields::whole(bare, 0, 100, "Chancen er mellem 0 og 100 procent.") {
                Ok(chance) => chance.and_then(|percent| u8::try_from(percent).ok()),
                Err(sentence) => return Ok(Decision::Refuse(vec![wrong("percent", sentence)])),
            };
            let before = portfolio.placement(facts);
            let after = Placement { chance, ..before.clone() };
            let shared = portfolio.register().settings.chance;
            let message = chance.map_or_else(
                || format!("Sagen følger igen den fælles chance på {shared} %."),
                |percent| format!("Chancen er sat til {percent} %."),
            );
            let change = EntityChange {
                before: Some(Entity::Placement(before.clone())),
                after: Some(Entity::Placement(after)),
                citizen: Some(before.citizen),
                reason: None,
            };
            Ok(Decision::Save(Decided { changes: vec![change], message, case: None }))
        })
    }

    /// Saves a calendar file where the user says. It holds nobody's data, so it is no read of a citizen's file.
    ///
    /// # Errors
    /// `forbidden`, `locked`, and where the file can't be written.
    pub fn agenda_calendar(&self, request: AgendaQuery) -> Result<Option<SavedFile>, ApiError> {
        let (portfolio, viewer) = self.looked_at(UseCase::SeeCases)?;
        let events = work_list::events(&portfolio, &viewer, &request);
        let now = self.state().clock.now();
        let text = vilkaar_exchange::calendar::file("Dagens arbejde", &events, now);
        let name = "dagens-arbejde.ics";
        let Some(path) = self.place_for("Gem kalenderen", name, FileKind::Calendar) else { return Ok(None) };
        write_whole(&path, text.as_bytes())?;
        let ticket = self.state().tickets.issue(&path);
        let detail = format::counted(events.len(), "begivenhed", "begivenheder");
        Ok(Some(SavedFile { ticket, display_path: path.display().to_string(), detail }))
    }

    /// Makes the work list. What leaves the program is logged as read, for each citizen on it.
    fn work_list(&self, request: &AgendaQuery, leaves: Option<&str>) -> Result<(String, Document), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::SeeCases)?;
        let (portfolio, viewer) = (Arc::clone(&open.portfolio), open.viewer());
        if let Some(what) = leaves {
            let cases = asked(&portfolio, &viewer, request).into_iter().map(|(facts, _)| facts);
            record_reads(open, &clock, cases, what)?;
        }
        let name = open.actor("").name;
        drop(state);
        let list = work_list::list(&portfolio, &viewer, request, &name);
        let document = paper::paper(&list).map_err(|error| errors::unexpected(&error.to_string()))?;
        Ok((list.title(), document))
    }

    /// The work list's pages as they will print.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn work_list_preview(&self, request: AgendaQuery) -> Result<PacketPreview, ApiError> {
        let (title, document) = self.work_list(&request, None)?;
        let pages = pages(&document);
        let context = format!("{} A4 · intern", format::counted(pages.len(), "side", "sider"));
        Ok(PacketPreview { title, context, pages, missing: Vec::new() })
    }

    /// Saves it as PDF where the user says.
    ///
    /// # Errors
    /// `forbidden`, `locked`, and where the file can't be written or the read can't be logged.
    pub fn work_list_save(&self, request: AgendaQuery) -> Result<Option<SavedFile>, ApiError> {
        let (_, document) = self.work_list(&request, Some("arbejdsliste gemt"))?;
        let day = self.state().clock.today();
        let name = format!("arbejdsliste-{day}.pdf");
        let Some(path) = self.place_for("Gem arbejdslisten", &name, FileKind::Pdf) else { return Ok(None) };
        let bytes = document.pdf().map_err(|error| errors::unexpected(&error.to_string()))?;
        write_whole(&path, &bytes)?;
        let detail = told_of(&format::counted(document.pages(), "side", "sider"), &bytes);
        Ok(Some(self.saved_file(&path, detail)))
    }

    /// Logs the print; the window prints the pages that it shows.
    ///
    /// # Errors
    /// `forbidden`, `locked`, and where the print can't be logged.
    pub fn work_list_print(&self, request: AgendaQuery) -> Result<(), ApiError> {
        self.work_list(&request, Some("arbejdsliste udskrevet")).map(drop)
    }

    /// *Mangler*.
    ///
    /// # Errors
    /// `forbidden`, `locked`.
    pub fn gaps(&self, request: GapsQuery) -> Result<Gaps, ApiError> {
        Ok(gaps::gaps(&*self.portfolio(UseCase::SeeCases)?, &request))
    }
}
