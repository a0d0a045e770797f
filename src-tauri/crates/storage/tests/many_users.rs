//! Fifty people at once on one server: in peace, and while cables are cut and the server is killed and starts again.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "what fails to be set up is a failed test")]

use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use vilkaar_application::ports::{Actor, Store};
use vilkaar_storage::{Administration, ServerAddress, SharedDatabase};
use vilkaar_testkit::many_users::{self, Extent};
use vilkaar_testkit::server::{Durability, FreshDatabase, Server};

const USERS: usize = 50;
const PASSWORD: &str = "en prøve med mange ord";

/// A set-up database with fifty people who may change rates.
struct Department {
    server: Server,
    database: FreshDatabase,
    logins: Vec<String>,
}

impl Department {
    fn new(durability: Durability) -> Self {
        let server = Server::start_with(durability);
        let database = server.fresh_database();
        let address: ServerAddress = database.address().parse().unwrap();
        let (login, password) = database.admin();
        Administration::open(&address, login, Some(password)).unwrap().set_up().unwrap();
        let logins = database.negotiators(USERS, PASSWORD);
        let department = Self { server, database, logins };
        let (mut store, actor) = department.open(department.server.port(), 0);
        many_users::prepare(store.as_mut(), actor);
        department
    }

    /// A person's own connection, to the server itself or through a cable at another port.
    fn open(&self, port: u16, number: usize) -> (Box<dyn Store>, Actor) {
        let address = format!("postgres://127.0.0.1:{port}/{}?sslmode=disable", self.database.name());
        let address: ServerAddress = address.parse().unwrap();
        let login = &self.logins[number];
        let given_up = Instant::now() + Duration::from_secs(120);
        loop {
            match SharedDatabase::open(&address, login, PASSWORD) {
                Ok(database) => {
                    let actor = database.actor("test");
                    return (Box::new(database), actor);
                }
                // The cable was cut or the server was down just then.
                Err(error) => assert!(Instant::now() < given_up, "{error}"),
            }
        }
    }
}

/// How much is tried: bounded, or as long as it takes to be sure.
fn extent(seed: u64, pieces: usize) -> Extent {
    let times = if std::env::var_os("VILKAAR_LONG_TESTS").is_some() { 20 } else { 1 };
    Extent { users: USERS, pieces: pieces * times, pause: Duration::ZERO, seed }
}

#[test]
fn what_fifty_people_do_at_once_is_in_the_database_and_in_the_log_exactly_once() {
    let department = Department::new(Durability::None);
    let port = department.server.port();
    let told = many_users::work(extent(1, 20), |number| department.open(port, number));
    assert!(told.clashes > 0, "they met");
    many_users::check(department.open(port, 0).0.as_mut(), &told);
}

#[test]
fn nothing_is_lost_or_written_twice_while_cables_are_cut_and_the_server_is_killed() {
    let department = Department::new(Durability::Full);
    let cable = Cable::to(department.server.port());
    let is_over = AtomicBool::new(false);
    let told = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut rounds = 0;
            while !is_over.load(Ordering::Relaxed) {
                rounds += 1;
                // Between two troubles some work gets done: the number of bytes that went through says so.
                cable.until_passed(200_000, &is_over);
                if rounds % 4 == 0 {
                    department.server.restart_immediate();
                } else {
                    cable.cut();
                }
            }
        });
        let told = many_users::work(extent(2, 12), |number| department.open(cable.port, number));
        is_over.store(true, Ordering::Relaxed);
        told
    });
    assert!(cable.cuts() > 0, "there was trouble");
    many_users::check(department.open(department.server.port(), 0).0.as_mut(), &told);
}

/// A cable between the people and the server that can be cut.
struct Cable {
    port: u16,
    ends: Arc<Mutex<Vec<TcpStream>>>,
    passed: Arc<Passed>,
    cuts: Mutex<usize>,
}

impl Cable {
    fn to(server: u16) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let ends: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
        let passed: Arc<Passed> = Arc::default();
        let (known, counted) = (Arc::clone(&ends), Arc::clone(&passed));
        std::thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                // While the server is down nobody answers at the other end.
                let Ok(far) = TcpStream::connect((Ipv4Addr::LOCALHOST, server)) else { continue };
                for (from, to) in [(&near, &far), (&far, &near)] {
                    let (from, to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
                    let counted = Arc::clone(&counted);
                    std::thread::spawn(move || pass(from, to, &counted));
                }
                known.lock().unwrap().extend([near, far]);
            }
        });
        Self { port, ends, passed, cuts: Mutex::new(0) }
    }

    /// Cuts everything that goes through it.
    fn cut(&self) {
        for end in self.ends.lock().unwrap().drain(..) {
            // One that had ended by itself can't be cut.
            let _ = end.shutdown(Shutdown::Both);
        }
        *self.cuts.lock().unwrap() += 1;
    }

    fn cuts(&self) -> usize {
        *self.cuts.lock().unwrap()
    }

    /// Waits until so many bytes more went through, or it is over.
    fn until_passed(&self, bytes: u64, is_over: &AtomicBool) {
        let mut passed = self.passed.bytes.lock().unwrap();
        let enough = *passed + bytes;
        while *passed < enough && !is_over.load(Ordering::Relaxed) {
            // Nothing goes through any more once it is over, so that is looked at besides.
            passed = self.passed.more.wait_timeout(passed, Duration::from_millis(100)).unwrap().0;
        }
    }
}

/// How much went through.
#[derive(Default)]
struct Passed {
    bytes: Mutex<u64>,
    more: Condvar,
}

/// Passes on what comes until one end is closed, and then closes the other.
fn pass(mut from: TcpStream, mut to: TcpStream, counted: &Passed) {
    let mut counting = Counting { inner: &mut to, counted };
    // A cut cable is what this is for.
    let _ = io::copy(&mut from, &mut counting);
    let _ = to.shutdown(Shutdown::Both);
    let _ = from.shutdown(Shutdown::Both);
}

/// Counts what is written.
struct Counting<'a> {
    inner: &'a mut TcpStream,
    counted: &'a Passed,
}

impl io::Write for Counting<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        *self.counted.bytes.lock().unwrap() += written as u64;
        self.counted.more.notify_all();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
