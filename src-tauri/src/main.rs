//! The desktop program Vilkår.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    match vilkaar::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Vilkår kunne ikke åbne sit vindue: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
