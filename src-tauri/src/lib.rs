//! The shell: the window, its dialogues, opening of saved files. The only code that names Tauri.
//!
//! It knows nothing of placements: each command goes straight to [`vilkaar_api::Program`].

mod closing;
mod commands;
mod desktop;
mod keyring;
#[cfg(target_os = "linux")]
mod screen_lock;

use std::sync::Arc;

use tauri::Manager;
use vilkaar_api::Program;

pub use commands::handler;
pub use desktop::SystemDesktop;

/// Opens the window and runs until it is closed.
///
/// # Errors
/// Where the system's web view can't be started or the program's folder can't be found.
pub fn run() -> tauri::Result<()> {
    let builder = tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            // A second start brings the first window forward; the folder can be open once only.
            if let Some(window) = app.get_webview_window("main") {
                let raised = window.unminimize().and_then(|()| window.set_focus());
                if let Err(error) = raised {
                    eprintln!("vilkaar: the window could not be raised: {error}");
                }
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(
            tauri_plugin_window_state::Builder::new()
                .with_state_flags(
                    tauri_plugin_window_state::StateFlags::SIZE
                        | tauri_plugin_window_state::StateFlags::POSITION
                        | tauri_plugin_window_state::StateFlags::MAXIMIZED,
                )
                .build(),
        )
        .setup(|app| {
            let desktop = SystemDesktop::new(app.handle().clone());
            let memory = app.path().app_config_dir()?;
            let program = Arc::new(Program::start(Box::new(desktop), Some(&memory)));
            #[cfg(target_os = "linux")]
            {
                let program = Arc::clone(&program);
                screen_lock::watch(move || {
                    // A program that isn't open has nothing to lock.
                    let _ = program.lock();
                });
            }
            app.manage(program);
            Ok(())
        })
        .on_window_event(|window, event| match event {
            tauri::WindowEvent::CloseRequested { api, .. } => {
                if let Some(page) = window.get_webview_window(window.label()) {
                    api.prevent_close();
                    closing::when_kept(page);
                }
            }
            tauri::WindowEvent::Destroyed => {
                if let Some(program) = window.try_state::<Arc<Program>>() {
                    program.close();
                }
            }
            _ => {}
        });
    handler(builder).run(tauri::generate_context!())
}
