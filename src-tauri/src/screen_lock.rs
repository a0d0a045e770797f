//! Locks the program with the screen, where the system tells of it in a safe way: the desktops of Linux send a
//! signal on D-Bus (`ActiveChanged` of their screen saver, `Lock` of systemd's login manager). On other systems,
//! and where there is no D-Bus, the idle lock alone does it.
//!
//! Invariant: a signal can only close the program, never open it, so it needs no proof of its sender.

use zbus::MatchRule;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;

/// Screen savers that say so: the common one, and those of GNOME, MATE and Cinnamon.
const SCREEN_SAVERS: &[&str] = &[
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.cinnamon.ScreenSaver",
];

/// Calls `lock` each time the screen is locked, from threads of its own that end with the program. A bus that can't
/// be reached is passed over.
pub fn watch(lock: impl Fn() + Clone + Send + 'static) {
    for interface in SCREEN_SAVERS {
        let lock = lock.clone();
        spawn(move || listen(&Connection::session()?, interface, "ActiveChanged", &lock));
    }
    spawn(move || listen(&Connection::system()?, "org.freedesktop.login1.Session", "Lock", &lock));
}

/// A thread that lasts as long as its bus does.
fn spawn(listen: impl FnOnce() -> zbus::Result<()> + Send + 'static) {
    // Without the thread, or without the bus, the idle lock is left: nothing to tell the user.
    let _ = std::thread::Builder::new().name("screen lock".to_owned()).spawn(move || {
        let _ = listen();
    });
}

/// Waits for a signal that says "locked": with the word true, or without one.
fn listen(
    bus: &Connection,
    interface: &'static str,
    member: &'static str,
    lock: &dyn Fn(),
) -> zbus::Result<()> {
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(interface)?.member(member)?.build();
    for message in MessageIterator::for_match_rule(rule, bus, None)? {
        let message = message?;
        if message.body().deserialize::<bool>().unwrap_or(true) {
            lock();
        }
    }
    Ok(())
}
