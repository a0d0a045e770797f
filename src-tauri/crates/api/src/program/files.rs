//! Files of a case: attached, looked at, saved elsewhere, taken off.
//!
//! Invariants: what stands in a file is in the database before its record is. A file's name is personal data: it is in
//! no error and no log line of the program. Every look into a file is in the log before it is shown.

use std::io::Read as _;
use std::path::Path;

use uuid::Uuid;
use vilkaar_application::permission::UseCase;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::{Clock as _, EntityChange, MOST_BYTES};
use vilkaar_domain::{Attachment, AttachmentId, AttachmentKind, Contract, Entity, Placement, Sensitive};
use vilkaar_wording::format;

use super::saving::{self, Decided, Decision, Saving};
use super::{Program, case, pdf, record_read};
use crate::desktop::FileKind;
use crate::errors;
use crate::screens::packet::{sha256, write_whole};
use crate::types::*;

/// What the log of reads calls a look into a file.
const LOOK: &str = "vedhæftet fil";

/// A file of that name is kept under no longer one.
const LONGEST_NAME: usize = 150;

/// There is no such file.
fn unknown() -> ApiError {
    errors::plain(
        "file_unknown",
        "Filen er ikke på sagen længere; en anden har måske fjernet den. Åbn sagen igen.",
    )
}

/// The file can't be read where it lies. Its name isn't told.
fn unreadable() -> ApiError {
    errors::plain(
        "file_unreadable",
        "Filen kunne ikke læses. Se efter, at den ligger der endnu og ikke er åben i et andet program, og prøv igen.",
    )
}

/// Reads a PDF that is to be attached.
///
/// # Errors
/// `file_too_large` with both sizes, `file_empty`, `file_no_pdf`, `file_truncated`, `file_encrypted`,
/// `file_unreadable`.
fn read_pdf(path: &Path) -> Result<Vec<u8>, ApiError> {
    let file = std::fs::File::open(path).map_err(|_| unreadable())?;
    let size = file.metadata().map_err(|_| unreadable())?.len();
    let most = MOST_BYTES as u64;
    if size > most {
        return Err(too_large(size));
    }
    let mut bytes = Vec::new();
    // It may grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|_| unreadable())?;
    if bytes.len() as u64 > most {
        return Err(too_large(bytes.len() as u64));
    }
    pdf::check(&bytes).map_err(|wrong| errors::plain(wrong.code(), wrong.sentence()))?;
    Ok(bytes)
}

/// The file is larger than is kept.
fn too_large(size: u64) -> ApiError {
    errors::plain(
        "file_too_large",
        format!(
            "Filen fylder {}, og der er plads til højst 25 MB. Gem den med færre billeder eller i lavere opløsning, eller del \
             den i to.",
            format::size(size)
        ),
    )
}

/// The name that a file is kept under: its own, without a path, of a length that every system takes.
fn kept_name(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}

/// A file with its placement.
fn find<'p>(portfolio: &'p Portfolio, id: &str) -> Result<(&'p Attachment, &'p Placement), ApiError> {
    let id: Uuid = id.parse().map_err(|_| unknown())?;
    let register = portfolio.register();
    let file = register.attachments.iter().find(|file| file.id.0 == id).ok_or_else(unknown)?;
    let placement =
        register.placements.iter().find(|known| known.id == file.placement).ok_or_else(unknown)?;
    Ok((file, placement))
}

/// The contract of a placement that a file belongs to.
fn contract<'p>(portfolio: &'p Portfolio, placement: &Placement, id: &str) -> Result<&'p Contract, ApiError> {
    let of_case = |known: &&Contract| known.placement == placement.id && known.id.0.to_string() == id;
    portfolio.register().contracts.iter().find(of_case).ok_or_else(|| {
        errors::plain(
            "contract_unknown",
            "Kontrakten er ikke på sagen længere. Åbn sagen igen, og vælg den dér.",
        )
    })
}

/// What a file is, and what the user is told when it is there.
const fn kind_of(to: AttachTo) -> (AttachmentKind, &'static str) {
    match to {
        AttachTo::Contract => (
            AttachmentKind::SignedContract,
            "Den underskrevne kontrakt er vedhæftet. Filen ligger krypteret i databasen; originalen kan slettes.",
        ),
        AttachTo::Notice => {
            (AttachmentKind::NoticeLetter, "Opsigelsen er vedhæftet og ligger krypteret i databasen.")
        }
        AttachTo::StatusReport => {
            (AttachmentKind::StatusReport, "Statusrapporten er vedhæftet og ligger krypteret i databasen.")
        }
        AttachTo::Other => (AttachmentKind::Other, "Filen er vedhæftet og ligger krypteret i databasen."),
    }
}

/// Is a file of this kind the contract's, so that only whoever edits contracts puts it on and takes it off?
const fn is_of_contract(kind: AttachmentKind) -> bool {
    matches!(kind, AttachmentKind::SignedContract | AttachmentKind::NoticeLetter)
}

/// What is attached, and to what.
struct Attaching {
    case: String,
    kind: AttachmentKind,
    /// The contract, for what belongs to one.
    record: Option<String>,
    /// The contract is on file from now on.
    is_signed: bool,
    message: &'static str,
}

impl Attaching {
    /// What the roles must allow: what is signed or given belongs to the contract, whoever may attach other files.
    const fn use_case(&self) -> UseCase {
        if self.record.is_some() { UseCase::EditContracts } else { UseCase::AttachFiles }
    }

    /// What a request asks for.
    fn of(request: AttachFile) -> Result<Self, ApiError> {
        let (kind, message) = kind_of(request.to);
        let of_contract = matches!(request.to, AttachTo::Contract | AttachTo::Notice);
        if of_contract && request.record.is_none() {
            return Err(errors::plain(
                "contract_unknown",
                "Vælg den kontrakt, filen hører til, på sagens side.",
            ));
        }
        let record = request.record.filter(|_| of_contract);
        let is_signed = request.to == AttachTo::Contract;
        Ok(Self { case: request.case, kind, record, is_signed, message })
    }

    /// What tells one attachment from another, beside the window's own number.
    fn parts<'a>(&'a self, digest: &'a str) -> [&'a str; 4] {
        [&self.case, self.kind.word(), self.record.as_deref().unwrap_or_default(), digest]
    }

    /// The changes: the file's record, and the contract's where it is signed by it. None for the record yields only
    /// the check that the case and the contract are there.
    fn changes(
        &self,
        portfolio: &Portfolio,
        file: Option<&Attachment>,
    ) -> Result<Vec<EntityChange>, ApiError> {
        let facts = case(portfolio, &self.case)?;
        let placement = portfolio.placement(facts);
        let citizen = Some(placement.citizen);
        let contract = self.record.as_deref().map(|id| contract(portfolio, placement, id)).transpose()?;
        let mut changes = Vec::new();
        if let Some(file) = file {
            let file = Attachment {
                placement: placement.id,
                about: contract.map(|contract| contract.id.0),
                ..file.clone()
            };
            changes.push(EntityChange {
                before: None,
                after: Some(Entity::Attachment(file)),
                citizen,
                reason: None,
            });
        }
        if let Some(contract) = contract.filter(|contract| self.is_signed && !contract.has_signed_file) {
            let after = Contract { has_signed_file: true, ..contract.clone() };
            changes.push(EntityChange {
                before: Some(Entity::Contract(contract.clone())),
                after: Some(Entity::Contract(after)),
                citizen,
                reason: None,
            });
        }
        Ok(changes)
    }
}

impl Program {
    /// Asks for a PDF, keeps what stands in it, and notes it on the case; the signed contract also on the contract.
    ///
    /// The same file with the same operation again is attached once, under the same id: two clicks, or an answer that was
    /// lost on its way.
    ///
    /// # Errors
    /// `case_unknown`, `contract_unknown`; what is wrong with the file; `forbidden`, `locked`; what saving answers.
    pub fn attach_file(&self, request: AttachFile) -> Result<Option<SaveOutcome>, ApiError> {
        let portfolio = self.portfolio(UseCase::AttachFiles)?;
        let number = request.operation.clone();
        let attaching = Attaching::of(request)?;
        self.permit(attaching.use_case())?;
        // Before the user looks for a file: is there anything to attach it to?
        attaching.changes(&portfolio, None)?;
        let Some(path) = self.desktop.pick_file("Vælg den PDF, der skal vedhæftes", FileKind::Pdf) else {
            return Ok(None);
        };
        let bytes = read_pdf(&path)?;
        let digest = sha256(&bytes);
        let operation = saving::operation(&number, &attaching.parts(&digest))?;
        let file = {
            let mut state = self.state();
            let clock = state.clock;
            state.open_for(attaching.use_case())?;
            let id = *state.attaching.entry(operation).or_insert_with(|| AttachmentId(Uuid::now_v7()));
            let open = state.open_for(attaching.use_case())?;
            open.database.store().put_file(id, &bytes, clock.now()).map_err(errors::store)?;
            Attachment {
                id,
                // The placement's own stands in its place below.
                placement: vilkaar_domain::PlacementId(Uuid::nil()),
                about: None,
                kind: attaching.kind,
                name: Sensitive::new(kept_name(&path)),
                size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
                sha256: digest,
                added_on: clock.today(),
            }
        };
        let saving = Saving {
            use_case: attaching.use_case(),
            origin: "Vedhæft fil",
            name: "attach",
            operation,
            reason: "",
        };
        let outcome = self.save_decided(&saving, |portfolio| {
            let changes = attaching.changes(portfolio, Some(&file))?;
            Ok(Decision::Save(Decided { changes, message: attaching.message.to_owned(), case: None }))
        })?;
        Ok(Some(outcome))
    }

    /// Takes a file off its case. It can be undone for thirty days: so long what stands in it is kept.
    ///
    /// # Errors
    /// `file_unknown`, `forbidden`, `locked`; what saving answers.
    pub fn remove_attachment(&self, request: AttachmentRequest) -> Result<SaveOutcome, ApiError> {
        let portfolio = self.portfolio(UseCase::AttachFiles)?;
        let (file, _) = find(&portfolio, &request.id)?;
        let use_case = if is_of_contract(file.kind) { UseCase::EditContracts } else { UseCase::AttachFiles };
        self.permit(use_case)?;
        let saving = Saving {
            use_case,
            origin: "Fjern fil",
            name: "remove_attachment",
            operation: Uuid::now_v7(),
            reason: "",
        };
        self.save_decided(&saving, |portfolio| {
            let changes = removal(portfolio, &request.id)?;
            let message = if changes.len() > 1 {
                "Filen er fjernet fra sagen, og kontrakten står igen uden underskrevet fil. Det kan fortrydes i 30 dage; så \
                 slettes indholdet."
            } else {
                "Filen er fjernet fra sagen. Det kan fortrydes i 30 dage; så slettes indholdet."
            };
            Ok(Decision::Save(Decided { changes, message: message.to_owned(), case: None }))
        })
    }

    /// Opens a temporary copy in the system's own program.
    ///
    /// # Errors
    /// `file_unknown`, `file_missing`, `open_failed`, `forbidden`, `locked`; where the look can't be logged.
    pub fn open_attachment(&self, request: AttachmentRequest) -> Result<(), ApiError> {
        let (_, bytes) = self.look_into(&request)?;
        let copy = {
            let mut state = self.state();
            // Locked meanwhile: then nothing is shown.
            state.open_for(UseCase::SeeCases)?;
            state.copies.write(&bytes).map_err(|_| {
                errors::plain(
                    "copy_failed",
                    "Der kunne ikke laves en midlertidig kopi at vise. Se efter, om disken er fuld, og prøv igen.",
                )
            })?
        };
        self.desktop.open(&copy).map_err(|_| {
            // It goes with the others when the program locks; nothing shows it.
            let _ = std::fs::remove_file(&copy);
            errors::plain(
                "open_failed",
                "Computeren har ikke et program, der kan vise PDF-filer. Gem i stedet en kopi, og åbn den et andet sted.",
            )
        })
    }

    /// Saves a copy where the user says.
    ///
    /// # Errors
    /// `file_unknown`, `file_missing`, `forbidden`, `locked`; where the look can't be logged or the copy not written.
    pub fn save_attachment(&self, request: AttachmentRequest) -> Result<Option<SavedFile>, ApiError> {
        let portfolio = self.portfolio(UseCase::SeeCases)?;
        let (file, _) = find(&portfolio, &request.id)?;
        let title = "Gem en kopi af den vedhæftede fil";
        let Some(path) = self.place_for(title, file.name.reveal(), FileKind::Pdf) else { return Ok(None) };
        let (_, bytes) = self.look_into(&request)?;
        write_whole(&path, &bytes).map_err(|error| {
            let sentence = match error.code.as_str() {
                "disk_full" => "Disken er fuld, så kopien kunne ikke gemmes. Gør plads, og prøv igen.",
                "folder_missing" => "Mappen findes ikke længere. Vælg en anden mappe til kopien.",
                _ => "Kopien kunne ikke gemmes dér. Vælg et andet sted, eller luk filen, hvis den er åben.",
            };
            errors::plain(&error.code, sentence)
        })?;
        let detail = format!("{}, kontrolsum {}…", format::size(bytes.len() as u64), &sha256(&bytes)[..8]);
        Ok(Some(self.saved_file(&path, detail)))
    }

    /// Logs the look, then gives the file's record and what stands in it.
    fn look_into(&self, request: &AttachmentRequest) -> Result<(Attachment, Vec<u8>), ApiError> {
        let mut state = self.state();
        let clock = state.clock;
        let open = state.open_for(UseCase::SeeCases)?;
        let portfolio = std::sync::Arc::clone(&open.portfolio);
        let (file, placement) = find(&portfolio, &request.id)?;
        record_read(open, &clock, case(&portfolio, placement.case.as_str())?, LOOK)?;
        let content = open.database.store().file(file.id).map_err(errors::store)?;
        let content = content.ok_or_else(|| {
            errors::plain(
                "file_missing",
                "Det, der står i filen, er ikke i databasen længere. Vedhæft den igen, hvis du har den et andet sted.",
            )
        })?;
        // Put whole, and checked against its own digest by the store: it must also be the one that the record tells of.
        if sha256(&content) != file.sha256 {
            return Err(errors::store(vilkaar_application::ports::StoreError::Damaged(
                "a file that isn't its record's".to_owned(),
            )));
        }
        Ok((file.clone(), content))
    }
}

/// What taking a file off its case changes: with the last signed file of a contract goes the mark that it is there.
fn removal(portfolio: &Portfolio, id: &str) -> Result<Vec<EntityChange>, ApiError> {
    let (file, placement) = find(portfolio, id)?;
    let register = portfolio.register();
    let citizen = Some(placement.citizen);
    let mut changes = vec![EntityChange {
        before: Some(Entity::Attachment(file.clone())),
        after: None,
        citizen,
        reason: None,
    }];
    let is_signed =
        |other: &Attachment| other.kind == AttachmentKind::SignedContract && other.about == file.about;
    let is_last =
        is_signed(file) && !register.attachments.iter().any(|other| other.id != file.id && is_signed(other));
    let contract = register.contracts.iter().find(|contract| Some(contract.id.0) == file.about);
    if let Some(contract) = contract.filter(|contract| is_last && contract.has_signed_file) {
        let after = Contract { has_signed_file: false, ..contract.clone() };
        changes.push(EntityChange {
            before: Some(Entity::Contract(contract.clone())),
            after: Some(Entity::Contract(after)),
            citizen,
            reason: None,
        });
    }
    Ok(changes)
}
