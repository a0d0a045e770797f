//! *Forhandlingspakke*: seen, saved, opened and printed from one and the same document.

use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_application::ports::Store;
use vilkaar_documents::packet::{Issue, LogHead};
use vilkaar_documents::{Document, packet};
use vilkaar_wording::format;

use crate::desktop::FileKind;
use crate::program::{Program, case, record_read};
use crate::session::Open;
use crate::types::*;
use crate::{errors, screens};

/// Makes the document of a case, with the log's head on it.
///
/// # Errors
/// Where the log can't be read or the document can't be set.
pub(crate) fn document(
    open: &mut Open,
    portfolio: &Portfolio,
    facts: &CaseFacts,
) -> Result<Document, ApiError> {
    let head = open.database.head().map_err(errors::store)?;
    let issue = Issue {
        municipality: portfolio.register().settings.municipality.clone(),
        as_of: portfolio.today(),
        // The day, not the hour: the same case on the same day gives the same file, byte for byte.
        made_at: portfolio.today().into(),
        made_by: Some(open.actor("").name),
        log_head: head.at.map(|at| LogHead {
            number: head.seq,
            hash: head.hash,
            at: at.with_timezone(&chrono::Local).naive_local(),
        }),
    };
    let data = crate::packet::internal_packet(portfolio, facts, issue);
    packet::internal(&data).map_err(|error| errors::unexpected(&error.to_string()))
}

/// Writes a file whole: to a neighbour first, so that an error leaves what was there.
///
/// # Errors
/// `disk_full`, `not_writable` with the place.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let mut neighbour = path.as_os_str().to_owned();
    neighbour.push(".ny");
    let neighbour = std::path::PathBuf::from(neighbour);
    let written = std::fs::File::create(&neighbour)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&neighbour, path));
    written.map_err(|error| {
        // What is left of the neighbour is of no use; that it can't be removed changes nothing for the user.
        let _ = std::fs::remove_file(&neighbour);
        let place = path.display();
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => errors::plain(
                "disk_full",
                format!("Disken er fuld, så {place} kunne ikke skrives. Gør plads, og prøv igen."),
            ),
            std::io::ErrorKind::NotFound => errors::plain(
                "folder_missing",
                format!("Mappen til {place} findes ikke. Vælg en anden mappe."),
            ),
            _ => errors::plain(
                "not_writable",
                format!(
                    "Der kan ikke skrives i {place}. Vælg et andet sted, eller luk filen, hvis den er åben."
                ),
            ),
        }
    })
}

/// Lower-case hexadecimal SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// For each page the heading of the first section that begins on it, else of the one it goes on with.
fn page_titles(document: &Document) -> Vec<String> {
    let outline = &document.scene().outline;
    let mut running = document.title().to_owned();
    (0..document.pages())
        .map(|page| {
            let mut here = outline.iter().filter(|entry| entry.page == page);
            let title = here.next().map_or_else(|| running.clone(), |entry| entry.title.clone());
            running = here.next_back().map_or_else(|| title.clone(), |entry| entry.title.clone());
            title
        })
        .collect()
}

impl Program {
    /// Makes the packet of a case; the read is logged first.
    fn packet(&self, number: &str, what: &str) -> Result<(Document, String), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open()?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, number)?;
        record_read(open, &clock, facts, what)?;
        let document = document(open, &portfolio, facts)?;
        Ok((document, portfolio.placement(facts).case.to_string()))
    }

    /// The packet's pages as they will print.
    ///
    /// # Errors
    /// `case_unknown`, `locked`.
    pub fn packet_preview(&self, request: PacketRequest) -> Result<PacketPreview, ApiError> {
        let (document, case_number) = self.packet(&request.case, "forhandlingspakke")?;
        let portfolio = self.portfolio()?;
        let facts = case(&portfolio, &request.case)?;
        let pages: Vec<PacketPage> = document
            .svg_pages()
            .into_iter()
            .zip(document.page_texts())
            .zip(page_titles(&document))
            .map(|((svg, text), title)| PacketPage { svg, text, title })
            .collect();
        Ok(PacketPreview {
            title: format!("Intern forhandlingspakke, {case_number}"),
            context: format!(
                "{} A4 · pr. {} · intern",
                format::counted(pages.len(), "side", "sider"),
                format::date(portfolio.today())
            ),
            pages,
            missing: screens::placement::side::missing(&portfolio, &portfolio.file(facts), facts),
        })
    }

    /// Saves the PDF where the user says.
    ///
    /// # Errors
    /// `case_unknown`, `locked`, and where the file can't be written.
    pub fn packet_save(&self, request: PacketRequest) -> Result<Option<SavedFile>, ApiError> {
        let (document, case_number) = self.packet(&request.case, "forhandlingspakke gemt")?;
        // The name holds the case number only: file names must not tell who it is about.
        let safe: String = case_number
            .chars()
            .map(|c| if c.is_alphanumeric() || "-._".contains(c) { c } else { '_' })
            .collect();
        let name = format!("forhandlingspakke-{safe}.pdf");
        let Some(mut path) = self.desktop.save_file("Gem forhandlingspakken", &name, FileKind::Pdf) else {
            return Ok(None);
        };
        if path.extension().is_none() {
            path.set_extension("pdf");
        }
        let bytes = document.pdf().map_err(|error| errors::unexpected(&error.to_string()))?;
        write_whole(&path, &bytes)?;
        let detail = format!(
            "{}, {} kB, kontrolsum {}…",
            format::counted(document.pages(), "side", "sider"),
            bytes.len().div_ceil(1000),
            &sha256(&bytes)[..8],
        );
        let ticket = self.state().tickets.issue(&path);
        Ok(Some(SavedFile { ticket, display_path: path.display().to_string(), detail }))
    }

    /// Opens a saved file in the system's own program.
    ///
    /// # Errors
    /// `open_failed` where the system has no program for it.
    pub fn packet_open(&self, request: OpenFile) -> Result<(), ApiError> {
        let path = self.state().tickets.path(&request.ticket)?;
        self.desktop.open(&path).map_err(|_| {
            errors::plain(
                "open_failed",
                format!("Filen kunne ikke åbnes med et andet program. Den ligger i {}.", path.display()),
            )
        })
    }

    /// Logs the print; the window prints the pages that it shows.
    ///
    /// # Errors
    /// `case_unknown`, `locked`, and where the print can't be logged.
    pub fn packet_print(&self, request: PacketRequest) -> Result<(), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open()?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        record_read(open, &clock, facts, "forhandlingspakke udskrevet")
    }
}
