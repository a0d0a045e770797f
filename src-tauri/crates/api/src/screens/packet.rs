//! *Forhandlingspakke*: seen, saved, opened and printed from one and the same document.

use std::io::Write;
use std::path::Path;

use sha2::{Digest, Sha256};
use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{Concern, InternalPacket, Issue, LogHead};
use vilkaar_documents::{Document, packet};
use vilkaar_wording::format;

use crate::desktop::FileKind;
use crate::errors;
use crate::packet::ECONOMY;
use crate::program::saved_file::told_of;
use crate::program::{Program, case, record_look, record_read};
use crate::screens::in_file_name;
use crate::screens::placement::side::section_of_missing;
use crate::session::Open;
use crate::types::*;

/// Makes the document of a case, with the log's head on it.
///
/// # Errors
/// Where the log can't be read or the document can't be set.
pub(crate) fn document(
    open: &mut Open,
    portfolio: &Portfolio,
    facts: &CaseFacts,
) -> Result<Document, ApiError> {
    compose(&data(open, portfolio, facts)?)
}

fn compose(data: &InternalPacket) -> Result<Document, ApiError> {
    packet::internal(data).map_err(|error| errors::unexpected(&error.to_string()))
}

fn data(open: &mut Open, portfolio: &Portfolio, facts: &CaseFacts) -> Result<InternalPacket, ApiError> {
    let head = open.database.store().head().map_err(errors::store)?;
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
    Ok(crate::packet::internal_packet(portfolio, facts, issue))
}

/// The packet's own list of what is missing, worst first, each leading to where it is put right.
fn missing(data: &InternalPacket) -> Vec<TodoItem> {
    data.missing
        .iter()
        .map(|item| TodoItem {
            target: None,
            title: item.what.clone(),
            status: Status {
                tone: if item.concern == Concern::Serious { Tone::Bad } else { Tone::Warn },
                text: "Mangler".to_owned(),
            },
            detail: Some(format!("{} Ansvarlig: {}.", item.why, item.who)),
            section: match item.kind {
                Some(kind) => section_of_missing(kind),
                // What only the figures need is økonomi's, or about the goals.
                None if item.who == ECONOMY => PlacementSection::Economy,
                None => PlacementSection::Goals,
            },
        })
        .collect()
}

/// Creates a file that only its owner may read: what the program writes holds personal data.
fn private(path: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a file whole: to a neighbour first, so that an error leaves what was there.
///
/// # Errors
/// `disk_full`, `not_writable` with the place.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), ApiError> {
    let mut neighbour = path.as_os_str().to_owned();
    neighbour.push(".ny");
    let neighbour = std::path::PathBuf::from(neighbour);
    let written = private(&neighbour)
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

/// The pages as they will print, with what screen readers read of each.
pub(crate) fn pages(document: &Document) -> Vec<PacketPage> {
    let said = document.page_texts().into_iter().zip(page_titles(document));
    document
        .svg_pages()
        .into_iter()
        .zip(said)
        .map(|(svg, (text, title))| PacketPage { svg, text, title })
        .collect()
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
    fn packet(&self, number: &str, what: &str) -> Result<(InternalPacket, Document), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::MakePacket)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, number)?;
        record_look(open, &clock, facts, what)?;
        let data = data(open, &portfolio, facts)?;
        let document = compose(&data)?;
        Ok((data, document))
    }

    /// The packet for a file; each file is an entry of the log.
    fn packet_to_save(&self, number: &str) -> Result<(InternalPacket, Document), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::MakePacket)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, number)?;
        record_read(open, &clock, facts, "forhandlingspakke gemt")?;
        let data = data(open, &portfolio, facts)?;
        let document = compose(&data)?;
        Ok((data, document))
    }

    /// The packet's pages as they will print.
    ///
    /// # Errors
    /// `case_unknown`, `locked`.
    pub fn packet_preview(&self, request: PacketRequest) -> Result<PacketPreview, ApiError> {
        let (data, document) = self.packet(&request.case, "forhandlingspakke")?;
        let pages = pages(&document);
        Ok(PacketPreview {
            title: format!("Intern forhandlingspakke, {}", data.case.case_number),
            context: format!(
                "{} A4 · pr. {} · intern",
                format::counted(pages.len(), "side", "sider"),
                format::date(data.issue.as_of)
            ),
            pages,
            missing: missing(&data),
        })
    }

    /// Saves the PDF where the user says.
    ///
    /// # Errors
    /// `case_unknown`, `locked`, and where the file can't be written.
    pub fn packet_save(&self, request: PacketRequest) -> Result<Option<SavedFile>, ApiError> {
        let (data, document) = self.packet_to_save(&request.case)?;
        let name = format!("forhandlingspakke-{}.pdf", in_file_name(&data.case.case_number));
        let Some(path) = self.place_for("Gem forhandlingspakken", &name, FileKind::Pdf) else {
            return Ok(None);
        };
        let bytes = document.pdf().map_err(|error| errors::unexpected(&error.to_string()))?;
        write_whole(&path, &bytes)?;
        let detail = told_of(&format::counted(document.pages(), "side", "sider"), &bytes);
        Ok(Some(self.saved_file(&path, detail)))
    }

    /// Opens a saved file in the system's own program.
    ///
    /// # Errors
    /// `open_failed` where the system has no program for it.
    pub fn packet_open(&self, request: OpenFile) -> Result<(), ApiError> {
        self.permit(UseCase::BeSignedIn)?;
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
        let open = state.open_for(UseCase::MakePacket)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let facts = case(&portfolio, &request.case)?;
        record_read(open, &clock, facts, "forhandlingspakke udskrevet")
    }
}
