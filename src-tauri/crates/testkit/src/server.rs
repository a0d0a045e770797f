//! A throw-away PostgreSQL for tests: made, started and removed again, with nothing of it left.
//!
//! Invariants: it listens on this machine only and on a port of its own; it goes with the process that started
//! it, however that one ends; whoever tests in it has a database of their own. PostgreSQL refuses to run as
//! root, so as root it is started as an unprivileged user.
//!
//! A test process of its own for each test, as cargo-nextest has it, would start a server for each. With
//! `VILKAAR_TEST_POSTGRES`, `VILKAAR_TEST_POSTGRES_PASSWORD` and `VILKAAR_TEST_POSTGRES_CA` they all use one that is
//! there; the example `throwaway_server` starts one and prints the three.

#![allow(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "what fails to be set up is a failed test"
)]

use std::fs::{self, Permissions};
use std::io::Write as _;
use std::net::TcpListener;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::OnceLock;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use uuid::Uuid;

/// The environment's names for a server that is there.
pub const VARIABLES: [&str; 3] =
    ["VILKAAR_TEST_POSTGRES", "VILKAAR_TEST_POSTGRES_PASSWORD", "VILKAAR_TEST_POSTGRES_CA"];

/// The role that may do everything.
const ADMIN: &str = "postgres";

/// What a server does with what is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// It needn't survive a power cut: fast.
    None,
    /// On the disk before it says so, as in earnest.
    Full,
}

/// Where a server is and how to get in as its administrator.
#[derive(Clone, Debug)]
struct Reach {
    port: u16,
    password: String,
    root_certificate: PathBuf,
}

/// A running throw-away server.
#[derive(Debug)]
pub struct Server {
    reach: Reach,
    folder: PathBuf,
    /// Sees the server off when this process is gone: its standard input closes then.
    guardian: Option<(Child, ChildStdin)>,
}

impl Server {
    /// Starts one.
    #[must_use]
    pub fn start() -> Self {
        Self::start_with(Durability::None)
    }

    /// Starts one that keeps what it says it keeps, or not.
    #[must_use]
    pub fn start_with(durability: Durability) -> Self {
        let folder = tempfile::Builder::new().prefix("vilkaar-postgres-").tempdir().unwrap().keep();
        let password = Uuid::now_v7().simple().to_string();
        let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let reach = Reach { port, password, root_certificate: folder.join("ca.pem") };
        certificates(&folder);
        fs::write(folder.join("password"), &reach.password).unwrap();
        if let Some((user, group)) = unprivileged() {
            for entry in fs::read_dir(&folder).unwrap() {
                chown(entry.unwrap().path(), Some(user), Some(group)).unwrap();
            }
            chown(&folder, Some(user), Some(group)).unwrap();
        }
        // The certificate is for everybody to read.
        fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        let data = folder.join("data");
        let mut initdb = own_command("initdb", &folder);
        initdb.arg("-D").arg(&data).args([
            "-U",
            ADMIN,
            "-E",
            "UTF8",
            "--locale=C",
            "-A",
            "scram-sha-256",
            "--no-sync",
        ]);
        done(initdb.arg("--pwfile").arg(folder.join("password")));
        fs::remove_file(folder.join("password")).unwrap();
        let safety = match durability {
            Durability::None => "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n",
            Durability::Full => "fsync = on\n",
        };
        let settings = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = ''\nmax_connections = 200\n\
             password_encryption = 'scram-sha-256'\nssl = on\nssl_cert_file = '{0}/server.pem'\n\
             ssl_key_file = '{0}/server.key'\n{safety}",
            folder.display()
        );
        fs::OpenOptions::new()
            .append(true)
            .open(data.join("postgresql.conf"))
            .unwrap()
            .write_all(settings.as_bytes())
            .unwrap();
        done(pg_ctl(&folder).args(["-w", "-l"]).arg(folder.join("log")).arg("start"));
        Self { guardian: Some(guardian(&folder)), reach, folder }
    }

    /// The server of this process: the one that the environment names, else one started now.
    #[must_use]
    pub fn shared() -> &'static Self {
        static SERVER: OnceLock<Server> = OnceLock::new();
        SERVER.get_or_init(|| Self::of_the_environment().unwrap_or_else(Self::start))
    }

    /// The server that the environment names.
    fn of_the_environment() -> Option<Self> {
        let [url, password, root_certificate] = VARIABLES.map(std::env::var);
        let url = url.ok()?;
        let port = url.rsplit_once(':').and_then(|(_, rest)| rest.split('/').next()?.parse().ok());
        let reach = Reach {
            port: port.unwrap(),
            password: password.unwrap(),
            root_certificate: PathBuf::from(root_certificate.unwrap()),
        };
        Some(Self { reach, folder: PathBuf::new(), guardian: None })
    }

    /// The environment's variables by which other processes use this server.
    #[must_use]
    pub fn variables(&self) -> [(&'static str, String); 3] {
        let [url, password, root_certificate] = VARIABLES;
        [
            (url, format!("postgres://{ADMIN}@127.0.0.1:{}/postgres", self.reach.port)),
            (password, self.reach.password.clone()),
            (root_certificate, self.reach.root_certificate.display().to_string()),
        ]
    }

    /// Its port on this machine.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.reach.port
    }

    /// A new, empty database, removed again with what is given back.
    #[must_use]
    pub fn fresh_database(&self) -> FreshDatabase {
        let name = format!("p{}", Uuid::now_v7().simple());
        psql(&self.reach, "postgres", ADMIN, &self.reach.password, &format!("CREATE DATABASE {name}"))
            .unwrap();
        FreshDatabase { reach: self.reach.clone(), name }
    }

    /// Kills every process of the server at once and starts it again, as a power cut would.
    pub fn restart_immediate(&self) {
        assert!(self.guardian.is_some(), "a server that others use isn't restarted");
        done(pg_ctl(&self.folder).args(["-w", "-l"]).arg(self.folder.join("log")).args([
            "-m",
            "immediate",
            "restart",
        ]));
    }

    /// Stops the server, as when it is gone for good; [`Server::go_on`] brings it back.
    pub fn halt(&self) {
        assert!(self.guardian.is_some(), "a server that others use isn't stopped");
        done(pg_ctl(&self.folder).args(["-w", "-m", "immediate", "stop"]));
    }

    /// Starts a server that was halted.
    pub fn go_on(&self) {
        done(pg_ctl(&self.folder).args(["-w", "-l"]).arg(self.folder.join("log")).arg("start"));
    }

    /// Stops the server and removes it.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some((mut guardian, input)) = self.guardian.take() {
            drop(input);
            // It has done its work, or there is nothing more that could be done here.
            let _ = guardian.wait();
        }
    }
}

/// A database for one test.
#[derive(Debug)]
pub struct FreshDatabase {
    reach: Reach,
    name: String,
}

impl FreshDatabase {
    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its address as the program takes it, with the server's root certificate.
    #[must_use]
    pub fn address(&self) -> String {
        let root = self.reach.root_certificate.display();
        format!("postgres://localhost:{}/{}?sslrootcert={root}", self.reach.port, self.name)
    }

    /// Its address with another host or other options.
    #[must_use]
    pub fn address_by(&self, host: &str, options: &str) -> String {
        format!("postgres://{host}:{}/{}{options}", self.reach.port, self.name)
    }

    /// The role that may do everything, and its password.
    #[must_use]
    pub fn admin(&self) -> (&'static str, &str) {
        (ADMIN, &self.reach.password)
    }

    /// Runs SQL as the role that may do everything, with psql; the rows, fields with `|` between.
    ///
    /// # Errors
    /// What psql said.
    pub fn sql(&self, text: &str) -> Result<String, String> {
        psql(&self.reach, &self.name, ADMIN, &self.reach.password, text)
    }

    /// Lets so many negotiators sign in to a database that is set up; their logins. Faster than adding each as an
    /// administrator would, and known to the server only: no record tells of them.
    #[must_use]
    pub fn negotiators(&self, number: usize, password: &str) -> Vec<String> {
        let name = &self.name;
        let logins: Vec<String> = (0..number).map(|number| format!("p{number}_{name}")).collect();
        let sql: String = logins
            .iter()
            .enumerate()
            .map(|(number, login)| {
                format!(
                    "CREATE ROLE {login} LOGIN PASSWORD '{password}' IN ROLE {name}_forhandler;
                     INSERT INTO vilkaar.server_people VALUES ('{login}', '{}', false, 'Bruger {number}');",
                    Uuid::now_v7()
                )
            })
            .collect();
        self.sql(&sql).unwrap();
        logins
    }

    /// Runs SQL as another role, with psql.
    ///
    /// # Errors
    /// What psql said.
    pub fn sql_as(&self, login: &str, password: &str, text: &str) -> Result<String, String> {
        psql(&self.reach, &self.name, login, password, text)
    }
}

impl Drop for FreshDatabase {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // With the server gone it is gone too.
        let _ = psql(&self.reach, "postgres", ADMIN, &self.reach.password, &sql);
    }
}

/// Runs SQL with psql, statement by statement; the first that fails ends it.
fn psql(reach: &Reach, database: &str, login: &str, password: &str, sql: &str) -> Result<String, String> {
    let mut command = Command::new(program("psql"));
    command
        .args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "localhost", "-p"])
        .arg(reach.port.to_string())
        .args(["-U", login, "-d", database, "-f", "-"])
        .env("PGPASSWORD", password)
        .env("PGSSLMODE", "verify-full")
        .env("PGSSLROOTCERT", &reach.root_certificate)
        .env("PGCONNECT_TIMEOUT", "10")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    // psql that gave up before it read everything says why on its own.
    let _ = child.stdin.take().unwrap().write_all(sql.as_bytes());
    let output = child.wait_with_output().map_err(|error| error.to_string())?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

/// A process that outlives this one just long enough to stop the server and remove its folder.
fn guardian(folder: &Path) -> (Child, ChildStdin) {
    let mut command = Command::new("sh");
    as_unprivileged(&mut command, folder);
    let work = "cat >/dev/null; \"$1\" -D \"$2/data\" -m immediate stop >/dev/null 2>&1; cd /; rm -rf \"$2\"";
    command.args(["-c", work, "sh"]).arg(program("pg_ctl")).arg(folder).process_group(0);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    let input = child.stdin.take().unwrap();
    (child, input)
}

/// An authority that signs certificates.
fn authority(name: &str) -> CertifiedIssuer<'static, KeyPair> {
    let mut authority = CertificateParams::new(Vec::<String>::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    authority.distinguished_name.push(DnType::CommonName, name);
    CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap()
}

/// An authority of this server's own and its certificate for `localhost`.
fn certificates(folder: &Path) {
    let (authority, key) = (authority("En prøves egen udsteder"), KeyPair::generate().unwrap());
    let mut server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    server.distinguished_name.push(DnType::CommonName, "localhost");
    let server = server.signed_by(&key, &authority).unwrap();
    fs::write(folder.join("ca.pem"), authority.pem()).unwrap();
    fs::write(folder.join("server.pem"), server.pem()).unwrap();
    fs::write(folder.join("server.key"), key.serialize_pem()).unwrap();
    fs::set_permissions(folder.join("server.key"), Permissions::from_mode(0o600)).unwrap();
}

/// A certificate of an authority that no server here was signed by, for a test of a wrong one.
///
/// # Errors
/// When the file can't be written.
pub fn foreign_authority(file: &Path) -> std::io::Result<()> {
    fs::write(file, authority("En fremmed udsteder").pem())
}

/// The user and group to run as, when this is root: Debian's `postgres`, else `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    let number = |flag: &str, name: &str| {
        let output = Command::new("id").args([flag, name]).output().ok()?;
        String::from_utf8_lossy(&output.stdout).trim().parse::<u32>().ok()
    };
    let own = Command::new("id").arg("-u").output().unwrap();
    (String::from_utf8_lossy(&own.stdout).trim() == "0").then(|| {
        ["postgres", "nobody"]
            .iter()
            .find_map(|name| Some((number("-u", name)?, number("-g", name)?)))
            .unwrap_or((65_534, 65_534))
    })
}

/// Makes a command run as the server's user, in the server's folder.
fn as_unprivileged(command: &mut Command, folder: &Path) {
    if let Some((user, group)) = unprivileged() {
        command.uid(user).gid(group);
    }
    command.current_dir(folder).env("HOME", folder).env("LC_ALL", "C");
}

/// A command of PostgreSQL's as the server's user.
fn own_command(name: &str, folder: &Path) -> Command {
    let mut command = Command::new(program(name));
    as_unprivileged(&mut command, folder);
    command
}

/// pg_ctl on a server's data.
fn pg_ctl(folder: &Path) -> Command {
    let mut command = own_command("pg_ctl", folder);
    command.arg("-D").arg(folder.join("data"));
    command
}

/// Runs a command that must succeed. Its output goes to a file that it shares with nobody: the server that
/// pg_ctl starts would hold a pipe open for ever.
fn done(command: &mut Command) {
    let Output { status, stderr, .. } = {
        let mut said = tempfile::tempfile().unwrap();
        let status = command
            .stdin(Stdio::null())
            .stdout(said.try_clone().unwrap())
            .stderr(said.try_clone().unwrap())
            .status()
            .unwrap();
        let mut stderr = Vec::new();
        std::io::Seek::rewind(&mut said).unwrap();
        std::io::Read::read_to_end(&mut said, &mut stderr).unwrap();
        Output { status, stdout: Vec::new(), stderr }
    };
    assert!(status.success(), "{command:?}: {}", String::from_utf8_lossy(&stderr));
}

/// A program of PostgreSQL's: of the newest version that Debian has installed, else from the search path.
fn program(name: &str) -> PathBuf {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin").join(name)))
        })
        .filter(|(_, path)| path.is_file())
        .collect();
    versions.sort();
    versions.pop().map_or_else(|| PathBuf::from(name), |(_, path)| path)
}
