//! Locks the program with the screen, where the system tells of it in a safe way: the desktops of Linux send a
//! signal on D-Bus (`ActiveChanged` of their screen saver, `Lock` of systemd's login manager for the login session
//! that the program runs in; others on the same machine have theirs). On other systems, and where there is no
//! D-Bus, the idle lock alone does it.
//!
//! Invariant: a signal can only close the program, never open it, so it needs no proof of its sender.

use zbus::MatchRule;
use zbus::blocking::{Connection, MessageIterator};
use zbus::message::Type;
use zbus::zvariant::OwnedObjectPath;

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
        spawn(move || listen(&Connection::session()?, rule(interface, "ActiveChanged", None)?, &lock));
    }
    spawn(move || {
        let bus = Connection::system()?;
        let session = own_session(&bus)?;
        listen(&bus, rule("org.freedesktop.login1.Session", "Lock", Some(&session))?, &lock)
    });
}

/// A thread that lasts as long as its bus does.
fn spawn(listen: impl FnOnce() -> zbus::Result<()> + Send + 'static) {
    // Without the thread, or without the bus, the idle lock is left: nothing to tell the user.
    let _ = std::thread::Builder::new().name("screen lock".to_owned()).spawn(move || {
        let _ = listen();
    });
}

/// The login session that the program runs in: by its process, or by what the session told it (a desktop that
/// starts programs as services of the user).
///
/// # Errors
/// Where it runs in none that the login manager knows.
fn own_session(bus: &Connection) -> zbus::Result<OwnedObjectPath> {
    let ask =
        |method: &str, of: &dyn Fn(&str) -> zbus::Result<zbus::Message>| of(method)?.body().deserialize();
    let (service, path) = ("org.freedesktop.login1", "/org/freedesktop/login1");
    let manager = Some("org.freedesktop.login1.Manager");
    let by_process = ask("GetSessionByPID", &|method| {
        bus.call_method(Some(service), path, manager, method, &std::process::id())
    });
    match (by_process, std::env::var("XDG_SESSION_ID")) {
        (Err(_), Ok(id)) => {
            ask("GetSession", &|method| bus.call_method(Some(service), path, manager, method, &id))
        }
        (by_process, _) => by_process,
    }
}

/// The rule of a signal, from one object where it is named.
fn rule(
    interface: &'static str,
    member: &'static str,
    from: Option<&OwnedObjectPath>,
) -> zbus::Result<MatchRule<'static>> {
    let rule = MatchRule::builder().msg_type(Type::Signal).interface(interface)?.member(member)?;
    let rule = match from {
        Some(path) => rule.path(path.clone())?,
        None => rule,
    };
    Ok(rule.build())
}

/// Waits for a signal that says "locked": with the word true, or without one.
fn listen(bus: &Connection, rule: MatchRule<'static>, lock: &dyn Fn()) -> zbus::Result<()> {
    for message in MessageIterator::for_match_rule(rule, bus, None)? {
        let message = message?;
        if message.body().deserialize::<bool>().unwrap_or(true) {
            lock();
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_of_another_login_session_is_not_ours() {
        let signal = |path: &str, member: &str| {
            zbus::Message::signal(path, "org.freedesktop.login1.Session", member).unwrap().build(&()).unwrap()
        };
        let own = OwnedObjectPath::try_from("/org/freedesktop/login1/session/_32").unwrap();
        let rule = rule("org.freedesktop.login1.Session", "Lock", Some(&own)).unwrap();
        assert!(rule.matches(&signal("/org/freedesktop/login1/session/_32", "Lock")).unwrap());
        assert!(!rule.matches(&signal("/org/freedesktop/login1/session/_33", "Lock")).unwrap());
        assert!(!rule.matches(&signal("/org/freedesktop/login1/session/_32", "Unlock")).unwrap());
    }
}
