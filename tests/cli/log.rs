//! The log on the command line: what was done and seen, newest first, and a citizen's part of it in a file.

use super::program::{Database, USER};

#[test]
fn the_log_tells_newest_first_what_was_done_and_seen_and_an_import_is_one_line() {
    let database = Database::sample();
    database.json(&["explain", "S2024-1009", "--year", "2026"]);
    let packet = database.beside("pakke.pdf");
    database.json(&["packet", "S2022-1008", "--audience", "internal", "--out", packet.to_str().unwrap()]);
    let rows = database.rows(&["log"]);
    let first: Vec<(&str, &str, &str)> = rows
        .iter()
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap_or_default();
            assert_eq!(text("who"), USER);
            assert!(text("at").ends_with('Z'), "{row}");
            (text("chain"), text("what"), text("case"))
        })
        .take(3)
        .collect();
    assert_eq!(first[0], ("read", "Gemte forhandlingspakken som PDF", "S2022-1008"));
    assert_eq!(first[1], ("read", "Så beregningen af udgiften", "S2024-1009"));
    assert!(first[2].1.starts_with("Importerede 58 placeringer, 57 borgere"), "{first:?}");
    assert_eq!(rows[2]["reason"], "Import af egeskov-kommune.xlsx");
    assert!(rows[2]["entries"].as_u64().unwrap() > 1_000);
    assert_eq!(rows[2]["origin"], "Kommandolinjen: import");

    let table = database.run(&["log"]).out;
    assert!(table.starts_with("Tidspunkt"), "{table}");
    let at = table.lines().nth(1).unwrap().get(..16).unwrap();
    assert!(chrono::NaiveDateTime::parse_from_str(at, "%d-%m-%Y %H.%M").is_ok(), "{at}");
}

#[test]
fn the_log_is_narrowed_by_citizen_day_person_words_and_number() {
    let database = Database::sample();
    database.json(&["explain", "S2024-1009", "--year", "2026"]);
    let whats = |options: &[&str]| -> Vec<String> {
        let rows = database.rows(&[&["log"], options].concat());
        rows.iter().map(|row| row["what"].as_str().unwrap().to_owned()).collect()
    };
    let all = whats(&[]);
    assert!(all.len() >= 3, "{all:?}");
    assert_eq!(whats(&["--limit", "1"]), all[..1]);
    assert_eq!(whats(&["--person", &USER.to_lowercase()]), all);
    assert_eq!(whats(&["--from", "2000-01-01", "--to", "2099-12-31"]), all);
    assert!(whats(&["--to", "2000-01-01"]).is_empty());
    assert_eq!(whats(&["--text", "beregningen UDGIFTEN"]), ["Så beregningen af udgiften"]);
    assert!(whats(&["--text", "findes slet ikke"]).is_empty());

    // The citizen's entries are a look into the file; it stands there at once.
    let of = whats(&["--citizen-of", "S2024-1009"]);
    assert_eq!(of[..2], ["Så, hvad loggen siger om borgeren", "Så beregningen af udgiften"]);
    assert!(of[2].starts_with("Importerede 1 placering, 1 borger"), "only the citizen's are counted: {of:?}");
    assert_eq!(of.len(), 3);
}

#[test]
fn a_drawing_is_written_as_pdf_and_as_workbook_and_is_itself_in_the_log() {
    let database = Database::sample();
    for (name, what) in [
        ("indsigt.pdf", "Gemte borgerens indsigt i loggen som PDF"),
        ("indsigt.XLSX", "Gemte borgerens indsigt i loggen som regneark"),
    ] {
        let file = database.beside(name);
        let written = database.json(&["insight", "S2024-1009", "--out", file.to_str().unwrap()]);
        let count = |key: &str| written[key].as_u64().unwrap();
        assert_eq!(count("entries"), count("changes") + count("looks"));
        assert!(std::fs::metadata(&file).unwrap().len() > 5_000);
        let newest = &database.rows(&["log", "--limit", "1"])[0];
        assert_eq!((newest["what"].as_str(), newest["case"].as_str()), (Some(what), Some("S2024-1009")));
    }
    assert!(database.json(&["verify"])["ok"].as_bool().unwrap());
}

#[test]
fn what_the_log_cannot_find_and_a_drawing_cannot_be_is_told() {
    let database = Database::sample();
    let out = database.beside("indsigt.txt");
    let out = out.to_str().unwrap();
    let pdf = database.beside("indsigt.pdf");
    for (arguments, exit, code) in [
        (&["log", "--citizen-of", "S1999-1"] as &[&str], 1, "case_unknown"),
        (&["log", "--person", "Nogen Anden"], 1, "person_unknown"),
        (&["log", "--limit", "0"], 2, "usage"),
        (&["log", "--from", "i går"], 2, "usage"),
        (&["log", "--without-names"], 2, "usage"),
        (&["insight", "S2024-1009"], 2, "usage"),
        (&["insight", "S2024-1009", "--out", out], 1, "format_unknown"),
        (&["insight", "S1999-1", "--out", pdf.to_str().unwrap()], 1, "case_unknown"),
        (&["cases", "--person", USER], 2, "usage"),
    ] {
        database.run(arguments).is_error(exit, code);
    }
    assert!(!pdf.exists());
    let help = database.run(&["--help"]).out;
    assert!(help.contains("--citizen-of SAG") && help.contains("insight SAG"), "{help}");
}

#[test]
fn the_command_line_makes_a_new_recovery_key_once() {
    let database = Database::create();
    let made = database.json(&["recovery-key"]);
    assert!(made["recovery_key"].as_str().unwrap().len() > 20);
    let newest = &database.rows(&["log", "--limit", "1"])[0];
    assert_eq!(newest["reason"], "Ny gendannelsesnøgle");
}

#[test]
fn a_head_that_was_printed_is_looked_for_by_its_number_and_a_foreign_one_is_named() {
    let database = Database::sample();
    let verified = database.json(&["verify"]);
    let (number, hash) = (verified["log_entries"].as_u64().unwrap(), verified["head"].as_str().unwrap());
    let (whole, short) = (format!("{number}:{hash}"), format!("{number}:{}…", &hash[..12]));
    assert!(database.json(&["verify", "--head", &whole, "--head", &short])["ok"].as_bool().unwrap());
    let foreign = format!("{number}:{}", "ab".repeat(8));
    let answer = database.run(&["--json", "verify", "--head", &whole, "--head", &foreign]);
    answer.is_error(1, "verification_failed");
    let problem = &answer.refused_json()["problems"][0];
    assert_eq!(problem["code"], "head_unknown");
    assert!(problem["detail"].as_str().unwrap().contains(&number.to_string()), "{problem}");
    database.run(&["verify", "--head", "1234"]).is_error(2, "usage");
    database.run(&["cases", "--head", &whole]).is_error(2, "usage");
}
