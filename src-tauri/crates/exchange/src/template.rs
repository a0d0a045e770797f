//! The empty workbook that the program gives away.

/// Is it the sheet of the template that only explains?
pub(crate) fn is_help_sheet(name: &str) -> bool {
    name.trim().to_lowercase() == "vejledning"
}
