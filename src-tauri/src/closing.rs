//! Closes the window once its page has kept what is typed. A page that doesn't answer is closed all the same.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use tauri::{Runtime, WebviewWindow};

/// Asks the page (`ui/src/app/leaving.ts`); a page that has nothing to keep has no answer of its own.
const ASK: &str = "window.vilkaarMayClose ? window.vilkaarMayClose() : true";
/// How long the page may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// Between two questions.
const PAUSE: Duration = Duration::from_millis(30);

/// Closes the window from a thread of its own, since the page answers on the window's.
pub fn when_kept<R: Runtime>(window: WebviewWindow<R>) {
    std::thread::spawn(move || {
        let begun = Instant::now();
        while may_not_yet(&window, PATIENCE.saturating_sub(begun.elapsed())) {
            std::thread::sleep(PAUSE);
        }
        if let Err(error) = window.destroy() {
            eprintln!("vilkaar: the window could not be closed: {error}");
        }
    });
}

/// Does the page still keep something? Not when it gives no answer within the time that is left.
fn may_not_yet<R: Runtime>(window: &WebviewWindow<R>, left: Duration) -> bool {
    let (answer, heard) = mpsc::channel();
    let asked = window.eval_with_callback(ASK, move |said| {
        // Nobody hears an answer that comes too late.
        let _ = answer.send(said);
    });
    asked.is_ok() && heard.recv_timeout(left).is_ok_and(|said| said == "false")
}
