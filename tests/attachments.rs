//! Files of a case and drafts, as the window asks for them: what is refused, what is kept, and what a lock leaves on
//! the disk.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;
use serde_json::json;
use tempfile::TempDir;
use vilkaar_api::types::*;
use vilkaar_api::{Desktop, FileKind, Program};
use vilkaar_testkit::{municipality, workbook};

use crate::cli::program::{PASSPHRASE, USER};

/// A desktop whose dialogues are answered in advance and that remembers what it was to open.
#[derive(Clone, Default)]
pub struct Desk {
    answers: Arc<Mutex<VecDeque<PathBuf>>>,
    opened: Arc<Mutex<Vec<PathBuf>>>,
}

impl Desk {
    /// Answers the next dialogue.
    pub fn answer(&self, path: &Path) {
        self.answers.lock().unwrap().push_back(path.to_owned());
    }

    fn take(&self) -> Option<PathBuf> {
        self.answers.lock().unwrap().pop_front()
    }
}

impl Desktop for Desk {
    fn pick_folder(&self, _title: &str) -> Option<PathBuf> {
        self.take()
    }
    fn pick_file(&self, _title: &str, _kind: FileKind) -> Option<PathBuf> {
        self.take()
    }
    fn save_file(&self, _title: &str, _name: &str, _kind: FileKind) -> Option<PathBuf> {
        self.take()
    }
    fn open(&self, path: &Path) -> Result<(), String> {
        self.opened.lock().unwrap().push(path.to_owned());
        Ok(())
    }
}

/// A program with a few cases.
struct Bench {
    program: Program,
    desk: Desk,
    folder: TempDir,
    case: String,
    place: String,
}

impl Bench {
    fn new() -> Self {
        let (desk, folder) = (Desk::default(), TempDir::new().unwrap());
        let day = NaiveDate::from_ymd_opt(2026, 11, 20);
        let program = Program::with(Box::new(desk.clone()), Some(folder.path()), day, None);
        let mut bench = Self { program, desk, folder, case: String::new(), place: String::new() };
        bench.answer(bench.folder.path());
        let ChosenPlace { ticket, .. } = bench.program.choose_new_database_folder().unwrap().unwrap();
        bench.place = ticket.clone();
        bench
            .program
            .create_database(CreateDatabase {
                place: ticket,
                municipality: "Egeskov Kommune".to_owned(),
                user: USER.to_owned(),
                passphrase: PASSPHRASE.to_owned(),
            })
            .unwrap();
        let sheet = bench.file("ark.xlsx", &workbook::write(&municipality::of(5)).unwrap());
        bench.answer(&sheet);
        let ImportFile { ticket, .. } = bench.program.import_choose_file().unwrap().unwrap();
        let request = ImportRequest {
            file: ticket,
            day: None,
            mappings: vec![],
            corrections: vec![],
            left_out: vec![],
            leave_out_refused: false,
        };
        bench.program.import_commit(request).unwrap();
        let query = json!({
            "search": "", "filters": [], "sort": "case", "direction": "ascending", "offset": 0, "limit": 10
        });
        let page = bench.program.placements(serde_json::from_value(query).unwrap()).unwrap();
        bench.case = json!(page)["rows"][0]["case"].as_str().unwrap().to_owned();
        bench
    }

    fn answer(&self, path: &Path) {
        self.desk.answer(path);
    }

    /// Writes a file to attach.
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    fn attach(&self, path: &Path) -> Result<Option<SaveOutcome>, ApiError> {
        self.answer(path);
        self.program.attach_file(self.request(AttachTo::Other, None))
    }

    /// A request with a number of its own.
    fn request(&self, to: AttachTo, record: Option<String>) -> AttachFile {
        AttachFile { case: self.case.clone(), to, record, operation: uuid::Uuid::new_v4().to_string() }
    }

    /// The files that the case shows.
    fn files(&self) -> Vec<AttachmentRow> {
        self.program.placement(PlacementRequest { case: self.case.clone() }).unwrap().files
    }

    fn unlock(&self) {
        let session = json!(self.program.session_state().unwrap());
        let database =
            session["database"]["ticket"].as_str().map_or_else(|| self.place.clone(), str::to_owned);
        let unlock = Unlock { database, user: None, passphrase: PASSPHRASE.to_owned() };
        self.program.unlock(unlock).unwrap();
    }
}

/// A PDF of so many bytes.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(size - 6, b'x');
    bytes.extend(b"%%EOF\n");
    bytes
}

#[test]
fn a_file_is_attached_opened_saved_and_taken_off_and_a_lock_leaves_no_copy() {
    let bench = Bench::new();
    let content = pdf(3_000_000);
    let saved = bench.attach(&bench.file("Kontrakt for Bodil.pdf", &content)).unwrap();
    assert!(matches!(saved, Some(SaveOutcome::Saved { .. })), "{saved:?}");
    let files = bench.files();
    let [file] = files.as_slice() else { panic!("{files:?}") };
    assert_eq!(file.name, "Kontrakt for Bodil.pdf");
    let request = AttachmentRequest { id: file.id.clone() };

    bench.program.open_attachment(request.clone()).unwrap();
    bench.program.open_attachment(request.clone()).unwrap();
    let copies = bench.desk.opened.lock().unwrap().clone();
    assert_eq!(copies.len(), 2);
    for copy in &copies {
        assert_eq!(std::fs::read(copy).unwrap(), content);
        assert!(!copy.display().to_string().contains("Bodil"), "{}", copy.display());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(copy).unwrap().permissions().mode() & 0o077, 0);
        }
    }
    let target = bench.folder.path().join("kopi");
    bench.answer(&target);
    bench.program.save_attachment(request.clone()).unwrap().unwrap();
    assert_eq!(std::fs::read(target.with_extension("pdf")).unwrap(), content);

    bench.program.lock().unwrap();
    assert!(copies.iter().all(|copy| !copy.exists() && !copy.parent().unwrap().exists()));
    assert_eq!(bench.program.open_attachment(request.clone()).unwrap_err().code, "locked");
    bench.unlock();
    assert_eq!(bench.files().len(), 1);

    // Another lock at the end of the program, and nothing left of its copies.
    bench.program.open_attachment(request.clone()).unwrap();
    let copy = bench.desk.opened.lock().unwrap().last().unwrap().clone();
    assert!(copy.exists());
    assert!(matches!(bench.program.remove_attachment(request.clone()), Ok(SaveOutcome::Saved { .. })));
    assert!(bench.files().is_empty());
    for refused in [
        bench.program.open_attachment(request.clone()).unwrap_err(),
        bench.program.remove_attachment(request.clone()).unwrap_err(),
        bench.program.save_attachment(request).unwrap_err(),
    ] {
        assert_eq!(refused.code, "file_unknown");
    }
    assert_eq!(json!(bench.program.verify().unwrap())["problems"]["rows"], json!([]));
    bench.program.close();
    assert!(!copy.exists());
}

#[test]
fn what_is_no_whole_open_pdf_of_25_mb_is_refused_with_a_sentence_and_nothing_is_kept() {
    let bench = Bench::new();
    let large = bench.file("Bodil 2.pdf", &pdf(60_000_000));
    let mut cut = pdf(5_000);
    cut.truncate(4_000);
    for (path, code, words) in [
        (large, "file_too_large", "60,0 MB"),
        (bench.file("Bodil 1.pdf", b""), "file_empty", "tom"),
        (bench.file("Bodil 5.pdf", b"PK\x03\x04 et brev i Word"), "file_office", "Word"),
        (bench.file("Bodil 7.pdf", b"Hej Bodil, her er rapporten"), "file_no_pdf", "ikke en PDF"),
        (bench.file("Bodil 3.pdf", &cut), "file_truncated", "slutningen mangler"),
        (
            bench.file("Bodil 4.pdf", b"%PDF-1.7\ntrailer<</Encrypt 5 0 R>>\n%%EOF"),
            "file_sealed",
            "certifikat",
        ),
        (bench.folder.path().join("Bodil 6.pdf"), "file_unreadable", "ikke læses"),
    ] {
        let refused = bench.attach(&path).unwrap_err();
        assert_eq!(refused.code, code);
        assert!(refused.message.contains(words), "{}", refused.message);
        assert!(!refused.message.contains("Bodil"), "{}", refused.message);
    }
    assert!(bench.files().is_empty());
    assert!(
        bench.program.attach_file(bench.request(AttachTo::Other, None)).unwrap().is_none(),
        "the dialogue was closed"
    );
    let unknown = bench.request(AttachTo::Contract, Some("x".to_owned()));
    assert_eq!(bench.program.attach_file(unknown).unwrap_err().code, "contract_unknown");
}

#[test]
fn the_same_file_with_the_same_number_is_attached_once_whatever_became_of_the_answer() {
    let bench = Bench::new();
    let report = bench.file("Rapport.pdf", &pdf(5_000));
    let request = bench.request(AttachTo::Other, None);
    let attach = |path: &Path, request: &AttachFile| {
        bench.answer(path);
        let outcome = bench.program.attach_file(request.clone()).unwrap().unwrap();
        let SaveOutcome::Saved { operation, .. } = outcome else { panic!("{outcome:?}") };
        operation
    };
    let first = attach(&report, &request);
    let [file] = bench.files().try_into().unwrap();
    // The answer was lost, or there were two clicks.
    assert_eq!(attach(&report, &request), first);
    let [again] = bench.files().try_into().unwrap();
    assert_eq!(again.id, file.id);
    // Another file, chosen instead, is another attachment; so is the same file another time.
    attach(&bench.file("Brev.pdf", &pdf(6_000)), &request);
    attach(&report, &bench.request(AttachTo::Other, None));
    assert_eq!(bench.files().len(), 3);
    let unreadable = AttachFile { operation: "x".to_owned(), ..request.clone() };
    bench.answer(&report);
    assert_eq!(bench.program.attach_file(unreadable).unwrap_err().code, "form_unknown");
    // Two at once.
    let request = bench.request(AttachTo::Other, None);
    let third = bench.file("Tredje.pdf", &pdf(7_000));
    bench.answer(&third);
    bench.answer(&third);
    std::thread::scope(|both| {
        for _ in 0..2 {
            both.spawn(|| bench.program.attach_file(request.clone()).unwrap().unwrap());
        }
    });
    assert_eq!(bench.files().len(), 4);
    assert_eq!(json!(bench.program.verify().unwrap())["problems"]["rows"], json!([]));
}

/// A PDF of a page, locked by another program with these passwords.
fn locked(bench: &Bench, name: &str, passwords: [&str; 2], strength: &[&str]) -> PathBuf {
    use lopdf::{Document, Object, dictionary};
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let page = document.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
    });
    let tree = dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 };
    document.objects.insert(pages, Object::Dictionary(tree));
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let (open, locked) = (bench.folder.path().join("aaben.pdf"), bench.folder.path().join(name));
    document.save(&open).unwrap();
    let mut qpdf = std::process::Command::new("qpdf");
    let [user, owner] = passwords;
    qpdf.arg("--allow-weak-crypto")
        .args(["--encrypt", user, owner])
        .args(strength)
        .arg("--")
        .arg(&open)
        .arg(&locked);
    let output = qpdf.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    locked
}

#[test]
fn a_pdf_that_opens_without_a_password_is_attached_and_one_that_needs_it_is_refused() {
    let bench = Bench::new();
    for (number, strength) in
        (1..).zip([["40"].as_slice(), &["128"], &["128", "--use-aes=y"], &["256"], &["256", "--print=none"]])
    {
        let owners = locked(&bench, &format!("ejer-{number}.pdf"), ["", "ejerens ord"], strength);
        let saved = bench.attach(&owners).unwrap();
        assert!(matches!(saved, Some(SaveOutcome::Saved { .. })), "{strength:?} {saved:?}");
        let users =
            locked(&bench, &format!("bruger-{number}.pdf"), ["brugerens ord", "ejerens ord"], strength);
        let refused = bench.attach(&users).unwrap_err();
        assert_eq!(refused.code, "file_encrypted", "{strength:?}");
        assert!(refused.message.contains("kun åbnes med en adgangskode"), "{}", refused.message);
    }
    assert_eq!(bench.files().len(), 5);
}

#[test]
fn a_draft_survives_a_lock_and_one_that_is_too_long_says_so() {
    let bench = Bench::new();
    let draft = |key: &str, reason: &str| -> Draft {
        serde_json::from_value(json!({
            "key": key, "title": "Ret placering", "values": [{ "name": "offer", "value": "Solsikken" }], "base": [],
            "request": { "action": "editPlacement", "case": bench.case, "record": null, "proposed": [] },
            "reason": reason
        }))
        .unwrap()
    };
    bench.program.keep_draft(draft("a", "fordi")).unwrap();
    bench.program.keep_draft(draft("b", "")).unwrap();
    bench.program.keep_draft(draft("a", "fordi han flytter")).unwrap();
    let refused = bench.program.keep_draft(draft("c", &"x".repeat(300_000))).unwrap_err();
    assert_eq!(refused.code, "draft_too_long");
    assert!(refused.message.contains("200 kB"), "{}", refused.message);
    bench.program.lock().unwrap();
    assert_eq!(bench.program.drafts().unwrap_err().code, "locked");
    bench.unlock();
    let kept = bench.program.drafts().unwrap().drafts;
    let told: Vec<(&str, &str)> =
        kept.iter().map(|kept| (kept.draft.key.as_str(), kept.draft.reason.as_str())).collect();
    assert_eq!(told, [("a", "fordi han flytter"), ("b", "")]);
    bench.program.drop_draft(DraftRequest { key: "a".to_owned() }).unwrap();
    assert_eq!(bench.program.drafts().unwrap().drafts.len(), 1);
}
