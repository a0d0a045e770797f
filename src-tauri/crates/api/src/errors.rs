//! How an error of the core becomes what the window and the command line say: code, field, sentence.
//!
//! Invariant: nothing personal; what was not expected gets an incident number, which stands in the
//! sentence and in the program's own error output with the technical words.

use std::sync::atomic::{AtomicU32, Ordering};

use vilkaar_application::permission::UseCase;
use vilkaar_application::ports::StoreError;
use vilkaar_storage::StorageError;
use vilkaar_wording::format;

use crate::types::ApiError;

static INCIDENTS: AtomicU32 = AtomicU32::new(1);

/// An error without a field.
pub(crate) fn plain(code: &str, message: impl Into<String>) -> ApiError {
    ApiError { code: code.to_owned(), field: None, message: message.into(), incident: None }
}

/// An error at a field of the request.
pub(crate) fn at(field: &str, code: &str, message: impl Into<String>) -> ApiError {
    ApiError { field: Some(field.to_owned()), ..plain(code, message) }
}

/// Something nobody foresaw. `technical` must not hold personal data; it goes to the error output.
#[must_use]
pub fn unexpected(technical: &str) -> ApiError {
    let number = INCIDENTS.fetch_add(1, Ordering::Relaxed);
    let incident = format!("{}-{number}", std::process::id());
    eprintln!("vilkaar: incident {incident}: {technical}");
    ApiError {
        code: "unexpected".to_owned(),
        field: None,
        message: format!(
            "Der skete en fejl, som programmet ikke kender. Intet er gemt af det, der var i gang. Prøv igen; sker det igen, så oplys hændelse {incident} til den, der hjælper jer."
        ),
        incident: Some(incident),
    }
}

/// An error of a database folder.
pub(crate) fn storage(error: StorageError) -> ApiError {
    match error.code() {
        "unexpected" => unexpected(&error.to_string()),
        code => plain(code, error.sentence()),
    }
}

/// The same, at the field where the key was typed when that is what was wrong.
pub(crate) fn storage_at(error: StorageError, field: &str) -> ApiError {
    let told = storage(error);
    match told.code.as_str() {
        "wrong_passphrase"
        | "server_refused_sign_in"
        | "passphrase_empty"
        | "passphrase_same"
        | "recovery_key_mistyped"
        | "recovery_key_wrong" => ApiError { field: Some(field.to_owned()), ..told },
        "user_needed" | "user_unknown" => ApiError { field: Some("user".to_owned()), ..told },
        _ => told,
    }
}

/// An error of saving or reading.
pub(crate) fn store(error: StoreError) -> ApiError {
    let (code, message) = vilkaar_storage::describe(&error);
    match error {
        StoreError::Other(technical) => unexpected(&technical),
        _ => plain(code, message),
    }
}

/// Nothing is open.
pub(crate) fn locked() -> ApiError {
    plain("locked", "Programmet er låst. Lås op med din adgangssætning.")
}

/// The person's roles don't allow it.
pub(crate) fn forbidden(use_case: UseCase) -> ApiError {
    let roles: Vec<&str> = use_case.roles().iter().map(|role| role.word()).collect();
    plain(
        "forbidden",
        format!(
            "Du har ikke adgang til at {}. Det har {}. Bed administratoren om rollen, hvis du mangler den.",
            use_case.words(),
            format::list(&roles)
        ),
    )
}

/// Signed in with a one-time passphrase.
pub(crate) fn new_passphrase_needed() -> ApiError {
    plain(
        "new_passphrase_needed",
        "Vælg først din egen; den, du loggede ind med, har en anden lavet til dig og skal skiftes nu.",
    )
}

/// Something is to be changed while the knowledge of a past day is shown.
pub(crate) fn past_is_read_only(day: chrono::NaiveDate) -> ApiError {
    plain(
        "past_is_read_only",
        format!(
            "Du ser, hvad der var noteret den {}, og det kan ikke ændres. Gå tilbage til nu for at rette.",
            format::date(day)
        ),
    )
}

/// It concerns a folder on this PC, and the database is on a server.
pub(crate) fn server_takes_care() -> ApiError {
    plain(
        "server_takes_care",
        "Databasen ligger på en server, så det er serverens opgave. Spørg den, der driver serveren; vejledningen står i driftsdokumentet.",
    )
}

/// The window named a place that it wasn't given.
pub(crate) fn ticket_unknown() -> ApiError {
    plain("ticket_unknown", "Stedet kendes ikke længere. Vælg det igen.")
}

/// There is no such case.
pub(crate) fn case_unknown(case: &str) -> ApiError {
    plain(
        "case_unknown",
        format!("Der er ingen sag med nummeret {case}. Se efter i listen over placeringer."),
    )
}

/// There is no such record any more.
pub(crate) fn record_unknown() -> ApiError {
    plain(
        "record_unknown",
        "Det, du vil rette, er her ikke længere. En anden kan have ændret det; gå tilbage, og åbn det igen.",
    )
}

/// The command doesn't know the form that is asked for.
pub(crate) fn action_unknown() -> ApiError {
    plain("action_unknown", "Formularen kendes ikke her. Åbn den igen fra den side, den hører til.")
}

/// A text field that must be filled; trimmed.
///
/// # Errors
/// `required` at the field with the sentence given.
pub(crate) fn required(value: &str, field: &str, sentence: &str) -> Result<String, ApiError> {
    let trimmed = value.trim();
    if trimmed.is_empty() { Err(at(field, "required", sentence)) } else { Ok(trimmed.to_owned()) }
}

/// Refuses a passphrase that is easy to guess, with advice, at the field. `known` are names that others know.
///
/// # Errors
/// `passphrase_weak`.
pub(crate) fn strong(passphrase: &str, field: &str, known: &[String]) -> Result<(), ApiError> {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    vilkaar_application::passphrase::check(passphrase, &known)
        .map_err(|weakness| at(field, "passphrase_weak", vilkaar_wording::passphrase::weakness(&weakness)))
}
