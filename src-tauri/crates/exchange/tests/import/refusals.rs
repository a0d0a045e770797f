//! Single rules of refusal and warning (design §8), each on a small workbook, and files that aren't read at all.

use rstest::rstest;
use vilkaar_domain::Register;
use vilkaar_exchange::{PlanError, plan, read_bytes, read_path};
use vilkaar_wording::import::FileFault;

use crate::fixtures::*;

/// The problems of one row of *Takster*.
fn of_rate(row: &[&str]) -> Vec<String> {
    let rates: &[&[&str]] = &[RATES, row];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]),
        &Register::default(),
        &options(),
    );
    plan.problems.iter().map(|p| format!("{} {}", p.column, p.code())).collect()
}

#[rstest]
#[case::negative(&["S1", "Grundtakst", "", "#-2394", "pr. døgn", "", "2024-05-15"], &["Beløb amount_negative", "Beløb rate_unusual"])]
#[case::rebate(&["S1", "Rabat", "", "#-100", "pr. døgn", "", "2024-05-15"], &[])]
#[case::correction(&["S1", "Tillæg 1:1", "", "#-100", "pr. døgn", "", "2024-05-15", "", "Rettelse"], &[])]
#[case::five_decimals(&["S1", "Tillæg 1:1", "", "#100.12345", "pr. døgn", "", "2024-05-15"], &["Beløb too_many_decimals"])]
#[case::hours_missing(&["S1", "Ekstra støttetimer", "", "#425", "pr. time", "", "2024-05-15"], &["Antal pr. uge required_missing"])]
#[case::no_days(&["S1", "Dagtilbud", "§ 104", "#544", "pr. døgn (dagtilbud)", "#0", "2024-05-15"], &["Antal pr. uge days_out_of_range"])]
#[case::six_days(&["S1", "Dagtilbud", "§ 104", "#296", "pr. fremmødedag", "#6", "2024-05-15"], &["Antal pr. uge days_out_of_range"])]
#[case::end_first(&["S1", "Tillæg 1:1", "", "#100", "pr. døgn", "", "2024-05-15", "2024-05-14"], &["Gælder til end_before_start"])]
#[case::own_cause(&["S1", "Tillæg 1:1", "", "#100", "pr. døgn", "", "2024-05-15", "", "Aftalt pr. telefon"], &["Årsag cause_unknown"])]
#[case::monthly_called_daily(&["S1", "Grundtakst", "", "#72046", "pr. døgn", "", "2024-05-15"], &["Beløb rate_unusual"])]
#[case::monthly_is_usual(&["S1", "Grundtakst", "", "#72046", "pr. md.", "", "2024-05-15"], &[])]
#[case::yearly_is_usual(&["S1", "Grundtakst", "", "#1000000", "pr. år", "", "2024-05-15"], &[])]
#[case::low(&["S1", "Grundtakst", "", "#499.99", "pr. døgn", "", "2024-05-15"], &["Beløb rate_unusual"])]
#[case::gap(&["S1", "Grundtakst", "", "#2394", "pr. døgn", "", "2024-05-17"], &["Gælder fra rate_gap"])]
#[case::blank_amount(&["S1", "Grundtakst", "", "", "pr. døgn", "", "2024-05-15"], &["Beløb required_missing"])]
#[case::period_in_amount(&["S1", "Grundtakst", "", "72.046 pr. md.", "", "", "2024-05-15"], &[])]
#[case::two_periods(&["S1", "Grundtakst", "", "72.046 pr. md.", "pr. døgn", "", "2024-05-15"], &["Enhed unit_unknown"])]
#[case::day_offer_by_the_hour(&["S1", "Dagtilbud", "§ 104", "#296", "pr. time", "#14", "2024-05-15"], &[])]
#[case::base_rate_once(&["S1", "Grundtakst", "", "#2394", "engangsbeløb", "", "2024-05-15"], &["Enhed unit_unknown"])]
#[case::package_once(&["S1", "Ydelsespakke", "", "#2394", "engangsbeløb", "", "2024-05-15"], &["Enhed unit_unknown"])]
fn a_rate_row_is_judged_by_its_cells(#[case] row: &[&str], #[case] expected: &[&str]) {
    assert_eq!(of_rate(row), expected);
}

#[rstest]
#[case("0", "", "Afregningsdage pr. år", "0 kan ikke passe: Afregningsdage pr. år er fra 1 til 366.")]
#[case("367", "", "Afregningsdage pr. år", "367 kan ikke passe: Afregningsdage pr. år er fra 1 til 366.")]
#[case("", "0", "Åbne uger", "0 kan ikke passe: Åbne uger er fra 1 til 53.")]
#[case("", "54", "Åbne uger", "54 kan ikke passe: Åbne uger er fra 1 til 53.")]
fn no_days_or_weeks_of_a_year_price_nothing(
    #[case] days: &str,
    #[case] weeks: &str,
    #[case] column: &str,
    #[case] message: &str,
) {
    let rates: &[&[&str]] = &[
        &["Sagsnr.", "Ydelse", "Beløb", "Enhed", "Gælder fra", "Afregningsdage pr. år", "Åbne uger"],
        &["S1", "Grundtakst", "#2394", "pr. døgn", "2024-05-15", days, weeks],
    ];
    let file = workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]);
    let plan = planned(&file, &Register::default(), &options());
    assert_eq!(told(&plan), [(2, column, "days_out_of_range")]);
    assert_eq!(plan.problems[0].message(), message);
}

#[test]
fn a_refused_rate_row_makes_no_gap_and_says_its_own_error_only() {
    let rates: &[&[&str]] = &[
        RATES,
        &["S1", "Grundtakst", "", "firs", "pr. døgn", "", "2024-05-15", "2025-12-31"],
        &["S1", "Grundtakst", "", "#2489.76", "pr. døgn", "", "2026-01-01"],
    ];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Takster", rates)]),
        &Register::default(),
        &options(),
    );
    assert_eq!(told(&plan), [(2, "Beløb", "amount_unreadable")]);
}

#[test]
fn an_offer_that_the_file_s_own_sheet_of_offers_does_not_have_is_unknown() {
    let offers: &[&[&str]] = &[&["Tilbud", "Leverandør"], &["Lindebo", "Fonden Nordlys"]];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Tilbud", offers)]),
        &Register::default(),
        &options(),
    );
    assert_eq!(told(&plan), [(2, "Tilbud", "offer_unknown")]);
    assert_eq!(plan.problems[0].choices[0].value, "Lindebo");
}

#[test]
fn goals_and_follow_ups_are_judged_by_the_rules_of_vum() {
    let placements: &[&[&str]] = &[
        &["Sagsnr.", "Lovgrundlag", "Tilbud", "Indflytning", "Ophørt den"],
        &["S1", "§ 108", "Lindehøj", "2024-05-15", "2026-06-30"],
    ];
    let goals: &[&[&str]] = &[
        &["Sagsnr.", "Mål-id", "Undertema", "Måltype", "Startniveau", "Forventet niveau", "Fra", "Frist"],
        &["S1", "M1", "Lave mad", "Udvikle funktionsevne", "#3", "#2", "2025-01-01", "2026-01-01"],
        &["S1", "M2", "Sove", "Fastholde funktionsevne", "#3", "#3", "2025-01-01", ""],
        &["S1", "M3", "Spise", "Fastholde funktionsevne", "#3", "#2", "2025-01-01", ""],
        &["S1", "M4", "Spise", "Begrænse tab af funktionsevne", "#3", "#2", "2025-01-01", ""],
        &["S1", "M5", "Spise", "Udvikle funktionsevne", "", "#2", "2025-01-01", "2024-01-01"],
    ];
    let follow_ups: &[&[&str]] = &[
        &["Mål-id", "Dato", "Niveau", "Kilde"],
        &["M1", "2025-04-01", "#3", "Sagsbehandler"],
        &["M1", "2026-07-01", "#2", "Udfører"],
        &["M9", "2025-04-01", "#3", "Borger"],
        &["M1", "2025-05-01", "#7", "Borger"],
        &["M2", "2025-05-01", "#2", "Borger"],
    ];
    let file = workbook(&[("Placeringer", placements), ("Mål", goals), ("Opfølgning", follow_ups)]);
    let plan = planned(&file, &Register::default(), &options());
    assert_eq!(
        told(&plan),
        [
            (3, "Undertema", "undertema_unknown"),
            (4, "Forventet niveau", "goal_level_contradicts_type"),
            (5, "Forventet niveau", "goal_level_contradicts_type"),
            (6, "Startniveau", "required_missing"),
            (6, "Frist", "end_before_start"),
            (3, "Dato", "follow_up_after_end"),
            (4, "Mål-id", "goal_unknown"),
            (5, "Niveau", "level_out_of_range"),
        ]
    );
    let by_consequence = plan.rows.last().unwrap();
    assert_eq!(by_consequence.because.as_deref(), Some("Målet M2 (Mål, række 3) er ikke læst."));
}

#[test]
fn a_renegotiation_after_the_contract_s_or_the_stay_s_end_is_warned_about() {
    let contracts: &[&[&str]] =
        &[&["Sagsnr.", "Start", "Slut", "Genforhandles"], &["S1", "2024-05-15", "2026-12-31", "2027-01-01"]];
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Kontrakter", contracts)]),
        &Register::default(),
        &options(),
    );
    assert_eq!(told(&plan), [(2, "Genforhandles", "renegotiation_after_end")]);
    assert!(plan.can_commit());
}

#[test]
fn an_unknown_sheet_is_named_and_the_known_ones_are_read() {
    let plan = planned(
        &workbook(&[("Placeringer", ONE_CASE), ("Kaffeliste", &[&["Navn", "Kopper"], &["Ida", "#3"]])]),
        &Register::default(),
        &options(),
    );
    assert_eq!(plan.created, 1);
    assert_eq!((plan.problems[0].code(), plan.problems[0].value.as_str()), ("sheet_unknown", "Kaffeliste"));
}

#[test]
fn a_workbook_of_other_things_is_not_recognised() {
    let file = workbook(&[("Kaffe", &[&["Navn"], &["Ida"]]), ("Te", &[&["Navn"], &["Ole"]])]);
    let refused = plan(&file, &Register::default(), &options(), &ids(), &mut |_, _| true);
    assert_eq!(refused.err(), Some(PlanError::File(FileFault::NothingKnown)));
}

#[test]
fn a_truncated_workbook_is_refused_as_damaged() {
    let bytes = std::fs::read(path("egeskov-kommune.xlsx")).unwrap();
    for length in [100, bytes.len() / 2, bytes.len() - 30] {
        assert_eq!(read_bytes("bog.xlsx", &bytes[..length]).unwrap_err().0, FileFault::Damaged);
    }
}

#[test]
fn a_flipped_byte_in_a_sheet_is_found() {
    let mut bytes = std::fs::read(path("egeskov-kommune.xlsx")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x55;
    assert_eq!(read_bytes("bog.xlsx", &bytes).unwrap_err().0, FileFault::Damaged);
}

#[test]
fn an_encrypted_workbook_is_refused_with_its_reason() {
    // What Excel writes for a password: a compound file with a stream named EncryptedPackage.
    let mut bytes = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    bytes.extend([0; 1024]);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.extend([0; 1024]);
    assert_eq!(read_bytes("bog.xlsx", &bytes).unwrap_err().0, FileFault::Encrypted);
}

#[test]
fn a_file_over_fifty_megabytes_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("stor.csv");
    std::fs::File::create(&path).unwrap().set_len(vilkaar_exchange::MAX_FILE_BYTES + 1).unwrap();
    assert_eq!(read_path(&path).unwrap_err().0, FileFault::TooLarge);
}

#[test]
fn a_missing_file_a_picture_and_an_empty_file_are_refused() {
    assert_eq!(read_path(&path("findes-ikke.xlsx")).unwrap_err().0, FileFault::Missing);
    assert_eq!(
        read_bytes("billede.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap_err().0,
        FileFault::NotATable
    );
    assert_eq!(read_bytes("tom.csv", b" \r\n").unwrap_err().0, FileFault::NotATable);
}

#[test]
fn an_archive_that_unpacks_to_more_than_a_workbook_can_be_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 4 * 1024 * 1024];
    for _ in 0..130 {
        archive.write_all(&zeros).unwrap();
    }
    let mut bytes = archive.finish().unwrap().into_inner();
    assert_eq!(read_bytes("bombe.xlsx", &bytes).unwrap_err().0, FileFault::Bomb);
    // The same with a small size claimed in the directory, which is where a bomb lies.
    let claimed = (130_u32 * 4 * 1024 * 1024).to_le_bytes();
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..*at + 4] == claimed).collect();
    for at in places {
        bytes[at..at + 4].copy_from_slice(&1000_u32.to_le_bytes());
    }
    let refused = read_bytes("bombe.xlsx", &bytes).unwrap_err().0;
    assert!(matches!(refused, FileFault::Bomb | FileFault::Damaged));
}

#[test]
fn a_small_archive_that_unpacks_to_a_hundred_times_its_size_is_refused() {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let spaces = vec![b' '; 1024 * 1024];
    for _ in 0..60 {
        archive.write_all(&spaces).unwrap();
    }
    let bytes = archive.finish().unwrap().into_inner();
    assert!(bytes.len() < 100_000);
    assert_eq!(read_bytes("bombe.xlsx", &bytes).unwrap_err().0, FileFault::Bomb);
}

#[test]
fn the_workbook_of_a_large_municipality_is_no_bomb() {
    let made = vilkaar_testkit::municipality::of(3_000);
    let bytes = vilkaar_testkit::workbook::write(&made).unwrap();
    assert!(read_bytes("stor.xlsx", &bytes).is_ok());
}
