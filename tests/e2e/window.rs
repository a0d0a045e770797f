//! Starts and stops the window, and waits for what it shows. Nothing here sleeps: a wait names the
//! state it waits for, and says what the screen showed when it did not come.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::cli::program::{DAY, PASSPHRASE};

/// How long a state may take. Generous, since two cores may build at the same time; a state that
/// comes is seen within a few hundredths of a second.
const PATIENCE: Duration = Duration::from_secs(30);

/// A script that gives the name of what has the focus: its label, its text or its title.
const FOCUSED: &str = "const e = document.activeElement; if (!e || e.matches('body, main, dialog, .body')) return '';\
    const l = e.labels && e.labels.length ? e.labels[0].innerText : '';\
    return [e.getAttribute('aria-label') || '', l, e.innerText || '', e.title || ''].join(' ').trim()";

/// A script that gives the label of the field that has the focus.
const FIELD: &str = "const e = document.activeElement;\
    if (!e?.matches('input, select, textarea')) return '';\
    return e.getAttribute('aria-label') ?? (e.labels?.[0]?.innerText ?? '').trim()";

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The window under test and all that belongs to it. Dropping it ends every process it started.
pub struct Window {
    pub client: Client,
    home: TempDir,
    _processes: Vec<Group>,
    /// None for a second window beside another, which has the turn.
    _turn: Option<MutexGuard<'static, ()>>,
}

/// A process and its children, ended together.
struct Group(Child);

impl Group {
    fn start(command: &mut Command) -> Self {
        Self(command.process_group(0).spawn().expect("a process of the test starts"))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // The driver starts the program and its web processes; a signal to the group reaches all.
        let group = format!("-{}", self.0.id());
        let ended = Command::new("kill").args(["-KILL", "--", &group]).status();
        if !ended.is_ok_and(|status| status.success()) {
            eprintln!("the processes of group {group} had ended");
        }
        if let Err(error) = self.0.wait() {
            eprintln!("group {group}: {error}");
        }
    }
}

impl Window {
    /// The program without a database, as on the first day.
    pub async fn start() -> Self {
        Self::start_on(None).await
    }

    /// The program with the database at this path, locked.
    #[expect(clippy::await_holding_lock, reason = "each test has a thread and a runtime of its own")]
    pub async fn start_on(database: Option<&Path>) -> Self {
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let mut window = Self::start_beside(database).await;
        window._turn = Some(turn);
        window
    }

    /// A further window while another has the turn: a second user at a PC of their own.
    pub async fn start_beside(database: Option<&Path>) -> Self {
        let home = TempDir::new().unwrap();
        let mut processes = Vec::new();
        let display = match std::env::var("DISPLAY") {
            Ok(display) if !display.is_empty() => display,
            _ => {
                let (screen, display) = own_screen();
                processes.push(screen);
                display
            }
        };
        let port = free_port();
        let mut driver = Command::new("dbus-run-session");
        driver
            .args(["--", "WebKitWebDriver", "--host=127.0.0.1"])
            .arg(format!("--port={port}"))
            .env("DISPLAY", display)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("VILKAAR_PASSPHRASE")
            .env("HOME", home.path())
            .env("TAURI_WEBVIEW_AUTOMATION", "true")
            .env("VILKAAR_DIALOG_ANSWERS", home.path().join("dialog-answers"))
            .env("VILKAAR_ON", DAY)
            // No sound, no accessibility bus and no GPU in a test session.
            .env("NO_AT_BRIDGE", "1")
            .env("LIBGL_ALWAYS_SOFTWARE", "1");
        for folder in ["CONFIG", "DATA", "CACHE", "STATE", "RUNTIME"] {
            let path = home.path().join(folder.to_lowercase());
            fs::create_dir(&path).unwrap();
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o700)).unwrap();
            let name =
                if folder == "RUNTIME" { "XDG_RUNTIME_DIR".to_owned() } else { format!("XDG_{folder}_HOME") };
            driver.env(name, path);
        }
        match database {
            Some(path) => driver.env("VILKAAR_DATABASE", path),
            None => driver.env_remove("VILKAAR_DATABASE"),
        };
        fs::write(home.path().join("dialog-answers"), "").unwrap();
        // What the desktop's services say goes to a file: a pipe of ours would be held open by those that end late.
        let log = home.path().join("window.log");
        let said = fs::File::create(&log).unwrap();
        driver.stdout(said.try_clone().unwrap()).stderr(said);
        processes.push(Group::start(&mut driver));
        until("the driver answers", || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()).await;

        let program = env!("CARGO_BIN_EXE_vilkaar");
        let capabilities = json!({
            "webkitgtk:browserOptions": { "binary": program },
        });
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.as_object().unwrap().clone())
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .unwrap_or_else(|error| {
                let said = fs::read_to_string(&log).unwrap_or_default();
                panic!("the window does not start: {error}\n{said}")
            });
        let window = Self { client, home, _processes: processes, _turn: None };
        window.size(1280, 800).await;
        window
    }

    /// The address of the window's own D-Bus session, as its program has it.
    pub fn bus_address(&self) -> String {
        let home = format!("HOME={}", self.home.path().display());
        for process in fs::read_dir("/proc").unwrap().flatten() {
            let environment = fs::read(process.path().join("environ")).unwrap_or_default();
            let variables: Vec<String> = environment
                .split(|byte| *byte == 0)
                .map(|v| String::from_utf8_lossy(v).into_owned())
                .collect();
            let address = variables.iter().find_map(|v| v.strip_prefix("DBUS_SESSION_BUS_ADDRESS="));
            if let (true, Some(address)) = (variables.contains(&home), address) {
                return address.to_owned();
            }
        }
        panic!("no process of the window has a bus");
    }

    /// A place for what a test writes, gone with the window.
    pub fn place(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// What the next file dialogs answer, in order.
    pub fn answer_dialogs(&self, paths: &[&Path]) {
        let lines: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
        fs::write(self.place("dialog-answers"), lines.join("\n") + "\n").unwrap();
    }

    pub async fn size(&self, width: u32, height: u32) {
        self.client.set_window_rect(0, 0, width, height).await.unwrap();
    }

    /// Waits until an element is there and seen.
    pub async fn see(&self, xpath: &str) -> Element {
        let begun = Instant::now();
        let mut pulse = tokio::time::interval(Duration::from_millis(40));
        loop {
            if let Some(element) = self.visible(xpath).await {
                return element;
            }
            assert!(
                begun.elapsed() < PATIENCE,
                "not seen: {xpath}\nthe screen shows:\n{}",
                self.text().await
            );
            pulse.tick().await;
        }
    }

    async fn visible(&self, xpath: &str) -> Option<Element> {
        for element in self.client.find_all(Locator::XPath(xpath)).await.ok()? {
            // An element that was replaced while we looked isn't seen.
            if element.is_displayed().await.unwrap_or(false) {
                return Some(element);
            }
        }
        None
    }

    /// Waits for a text anywhere on the screen.
    pub async fn see_text(&self, text: &str) {
        self.until_true(
            &format!("«{text}»"),
            "return document.body.innerText.replace(/\\s+/g, ' ').includes(arguments[0])",
            vec![json!(text)],
        )
        .await;
    }

    /// Waits until a script gives true.
    pub async fn until_true(&self, what: &str, script: &str, arguments: Vec<Value>) {
        let begun = Instant::now();
        let mut pulse = tokio::time::interval(Duration::from_millis(40));
        loop {
            if self.client.execute(script, arguments.clone()).await.ok() == Some(Value::Bool(true)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "not seen: {what}\nthe screen shows:\n{}", self.text().await);
            pulse.tick().await;
        }
    }

    /// Waits for a control with this name and presses it.
    pub async fn press(&self, name: &str) {
        self.click(&control(name)).await;
    }

    /// Presses the first control whose name begins so: those that hold a figure or an explanation.
    pub async fn press_starting(&self, name: &str) {
        self.click(&format!(
            "//*[self::button or self::a][starts-with(normalize-space(.), {})]",
            quoted(name)
        ))
        .await;
    }

    /// Goes to a screen by the left rail.
    pub async fn rail(&self, name: &str) {
        self.click(&format!("//nav//a[starts-with(normalize-space(.), {})]", quoted(name))).await;
    }

    /// Goes to a screen by its address.
    pub async fn go(&self, hash: &str) {
        self.client.execute("location.hash = arguments[0]", vec![json!(hash)]).await.unwrap();
    }

    async fn click(&self, xpath: &str) {
        let begun = Instant::now();
        loop {
            match self.see(xpath).await.click().await {
                Ok(()) => return,
                // The page was drawn anew between finding and pressing.
                Err(error) if begun.elapsed() < PATIENCE && passing(&error) => {}
                Err(error) => panic!("{xpath} cannot be pressed: {error}"),
            }
        }
    }

    /// Unlocks the database of the tests.
    pub async fn unlock(&self) {
        self.fill("Adgangssætning", PASSPHRASE).await;
        self.press("Lås op").await;
        self.see("//h1[.='Dagens arbejde']").await;
    }

    pub async fn enter(&self) {
        self.key(Key::Enter).await;
    }

    /// A key with Ctrl held down.
    pub async fn control_key(&self, key: char) {
        self.keys(&format!("{}{key}{}", char::from(Key::Control), char::from(Key::Null))).await;
    }

    /// Waits until the control with this name has the focus.
    pub async fn until_focused(&self, name: &str) {
        self.until_true(
            &format!("the focus at {name}"),
            &format!("const n = (() => {{ {FOCUSED} }})(); return n.includes(arguments[0])"),
            vec![json!(name)],
        )
        .await;
    }

    /// Waits until fonts and pictures are there and the page has been laid out at its size.
    pub async fn settled(&self) {
        let script = "const done = arguments[arguments.length - 1];\
            document.fonts.ready.then(() => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))";
        self.client.execute_async(script, vec![]).await.unwrap();
    }

    /// Nothing is wider than the window.
    pub async fn fits(&self, screen: &str) {
        let script = "const e = document.documentElement; return [e.scrollWidth, e.clientWidth]";
        let widths = self.client.execute(script, vec![]).await.unwrap();
        assert!(widths[0].as_u64() <= widths[1].as_u64(), "{screen} is wider than the window: {widths}");
    }

    /// Fills the field with this label.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.see(&field(label)).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Types into what has the focus, as on a keyboard.
    pub async fn keys(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    /// Steps with Tab until the control with this name has the focus.
    pub async fn tab_to(&self, name: &str) {
        for _ in 0..120 {
            if self.focused_name().await.contains(name) {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("{name} cannot be reached with Tab\n{}", self.text().await);
    }

    /// Steps with Tab to the field of exactly this label.
    async fn tab_to_field(&self, label: &str) {
        for _ in 0..120 {
            let found = self.client.execute(FIELD, vec![]).await.unwrap();
            if found.as_str() == Some(label) {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("the field {label} cannot be reached with Tab\n{}", self.text().await);
    }

    /// Steps with Tab to the field of exactly this label and replaces what stands in it.
    pub async fn type_at(&self, label: &str, text: &str) {
        self.tab_to_field(label).await;
        self.control_key('a').await;
        let typed = if text.is_empty() { char::from(Key::Delete).to_string() } else { text.to_owned() };
        self.keys(&typed).await;
    }

    /// Steps with Tab to the list of exactly this label and goes through it with the arrows until it shows the choice.
    pub async fn pick(&self, label: &str, choice: &str) {
        self.tab_to_field(label).await;
        self.key(Key::Home).await;
        for _ in 0..60 {
            let chosen = "return document.activeElement.selectedOptions[0]?.text ?? ''";
            if self.client.execute(chosen, vec![]).await.unwrap().as_str() == Some(choice) {
                return;
            }
            self.key(Key::Down).await;
        }
        panic!("{choice} is not in the list {label}\n{}", self.text().await);
    }

    /// Opens the menu of a button with the keyboard and takes an action in it. A menu of a record is named by what its
    /// name begins with, `Handlinger: Grundtakst`.
    pub async fn choose(&self, menu: &str, action: &str) {
        for step in 0.. {
            let name = self.focused_name().await;
            if name == menu || (menu.contains(':') && name.starts_with(menu)) {
                break;
            }
            assert!(step < 120, "{menu} cannot be reached with Tab\n{}", self.text().await);
            self.key(Key::Tab).await;
        }
        self.enter().await;
        self.until_true(
            "an open menu",
            "return document.activeElement?.getAttribute('role') === 'menuitem'",
            vec![],
        )
        .await;
        for _ in 0..40 {
            if self.focused_name().await == action {
                self.enter().await;
                return;
            }
            self.key(Key::Down).await;
        }
        panic!("{action} is not in the menu {menu}\n{}", self.text().await);
    }

    /// A single key.
    pub async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    /// The name of what has the focus: its label, its text or its title.
    pub async fn focused_name(&self) -> String {
        let name = self.client.execute(FOCUSED, vec![]).await.unwrap();
        name.as_str().unwrap_or_default().to_owned()
    }

    /// All that the screen shows as text.
    pub async fn text(&self) -> String {
        match self.client.execute("return document.body.innerText", vec![]).await {
            Ok(text) => text.as_str().unwrap_or_default().to_owned(),
            Err(error) => format!("(nothing: {error})"),
        }
    }

    /// Saves a picture of the screen.
    pub async fn picture(&self, path: &Path) {
        fs::write(path, self.client.screenshot().await.unwrap()).unwrap();
    }

    /// Ends the window as a user does, before its processes are ended.
    pub async fn close(self) {
        self.client.clone().close().await.unwrap();
    }
}

/// A button, link, tab or menu item by the name that a user reads.
pub fn control(name: &str) -> String {
    format!(
        "//*[self::button or self::a or self::summary or @role='button' or @role='tab' or @role='menuitem']\
         [normalize-space(.)={name} or @aria-label={name} or @title={name}]",
        name = quoted(name)
    )
}

/// A field by its label.
pub fn field(label: &str) -> String {
    format!(
        "//*[self::input or self::select or self::textarea]\
         [@id=//label[starts-with(normalize-space(.), {label})]/@for or @aria-label={label} \
          or ancestor::label[starts-with(normalize-space(.), {label})]]",
        label = quoted(label)
    )
}

fn quoted(text: &str) -> String {
    assert!(!text.contains('"'), "{text}");
    format!("\"{text}\"")
}

fn passing(error: &CmdError) -> bool {
    matches!(error, CmdError::Standard(_))
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    let mut pulse = tokio::time::interval(Duration::from_millis(20));
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "waited in vain: {what}");
        pulse.tick().await;
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    listener.local_addr().unwrap().port()
}

/// A virtual screen of the window's own, for `cargo test` without `xvfb-run`.
fn own_screen() -> (Group, String) {
    let mut screen = Group::start(
        Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null()),
    );
    let mut number = String::new();
    BufReader::new(screen.0.stdout.take().unwrap())
        .read_line(&mut number)
        .expect("the screen says its number");
    (screen, format!(":{}", number.trim()))
}
