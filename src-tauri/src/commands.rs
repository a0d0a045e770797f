//! The Tauri commands, made from the table in `vilkaar_api`: each runs its body on a thread for
//! blocking work, so that the window never waits for a database or a file.

use std::sync::Arc;

use tauri::State;
use vilkaar_api::Program;
use vilkaar_api::types::*;

/// Runs a body off the window's thread; a body that panics becomes an unexpected error with a number.
async fn run<T: Send + 'static>(
    program: &State<'_, Arc<Program>>,
    body: impl FnOnce(&Program) -> Result<T, ApiError> + Send + 'static,
) -> Result<T, ApiError> {
    let program = Arc::clone(program.inner());
    match tauri::async_runtime::spawn_blocking(move || body(&program)).await {
        Ok(answer) => answer,
        Err(_) => Err(vilkaar_api::unexpected("a command ended early")),
    }
}

/// One Tauri command per line of the table.
macro_rules! tauri_commands {
    ($($_access:ident: $name:ident($($request:ty)?) -> $response:ty;)+) => {
        mod bodies {
            use super::*;
            $(tauri_commands!(@command $name($($request)?) -> $response);)+
        }

        /// Gives the builder the program's commands.
        #[must_use]
        pub fn handler<R: tauri::Runtime>(builder: tauri::Builder<R>) -> tauri::Builder<R> {
            builder.invoke_handler(tauri::generate_handler![$(bodies::$name),+])
        }
    };
    (@command $name:ident() -> $response:ty) => {
        #[tauri::command]
        pub(super) async fn $name(program: State<'_, Arc<Program>>) -> Result<$response, ApiError> {
            run(&program, |program| program.$name()).await
        }
    };
    (@command $name:ident($request:ty) -> $response:ty) => {
        #[tauri::command]
        pub(super) async fn $name(
            program: State<'_, Arc<Program>>,
            request: $request,
        ) -> Result<$response, ApiError> {
            run(&program, move |program| program.$name(request)).await
        }
    };
}

vilkaar_api::for_each_command!(tauri_commands);
