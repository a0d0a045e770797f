//! The line to the server: made, lost and made again, on a small runtime of its own.
//!
//! Invariants: every wait for the server is bounded. One client at a time; whoever finds it gone makes the next,
//! and nobody makes two. What the server announces and the line's own fate go out as [`Event`]s.

use std::future::{Future, poll_fn};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tokio::task::AbortHandle;
use tokio_postgres::config::SslMode;
use tokio_postgres::{AsyncMessage, Client, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;
use zeroize::Zeroizing;

use super::address::ServerAddress;
use super::error::{Refused, ServerError, refused};
use super::tls::encryption;
use crate::engine::EngineError;
use crate::error::StorageError;

/// How long is waited for what.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For a statement's answer.
    pub statement: Duration,
    /// For somebody else who is writing the same.
    pub lock: Duration,
    /// For many rows, a commit, an import's log.
    pub batch: Duration,
    /// For a lost connection to come back, before the user is told.
    pub reconnect: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            statement: Duration::from_secs(15),
            lock: Duration::from_secs(8),
            batch: Duration::from_secs(300),
            reconnect: Duration::from_secs(8),
        }
    }
}

impl Patience {
    /// For setting up, moving and taking out a whole database: nobody sits and waits for a screen.
    #[must_use]
    pub fn of_an_administrator() -> Self {
        let patience = Self::default();
        Self { statement: patience.batch, lock: patience.batch, ..patience }
    }
}

/// What the line tells of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Event {
    /// The server announced something on a channel.
    Announced {
        /// The channel.
        channel: String,
        /// What came with it.
        payload: String,
    },
    /// The connection is gone.
    Lost,
    /// It is there again.
    Regained,
}

/// Takes events; false when nobody is there to take them any more.
pub(crate) type Listener = Box<dyn FnMut(Event) -> bool + Send>;

/// What both the caller's thread and the runtime's hold.
struct Shared {
    config: Mutex<tokio_postgres::Config>,
    tls: Option<MakeRustlsConnect>,
    /// Without encryption if the server's certificate proves nothing: on this very machine only.
    may_be_plain: bool,
    host: String,
    patience: Patience,
    connecting: tokio::sync::Mutex<()>,
    current: Mutex<Option<Arc<Client>>>,
    driver: Mutex<Option<AbortHandle>>,
    events: Mutex<Option<Listener>>,
}

/// What is behind a lock; a panic elsewhere leaves nothing half done in any of them.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A line to a server.
pub(crate) struct Link {
    runtime: Option<Runtime>,
    shared: Arc<Shared>,
}

impl Link {
    /// Prepares a line; nothing is sent yet.
    pub(crate) fn new(
        address: &ServerAddress,
        login: &str,
        password: Option<&str>,
        patience: Patience,
    ) -> Result<Self, StorageError> {
        let mut config = tokio_postgres::Config::new();
        config
            .host(address.host())
            .port(address.port())
            .dbname(address.database())
            .user(login)
            .application_name("vilkaar")
            .connect_timeout(patience.connect)
            // A cable that was pulled shows as silence only.
            .keepalives(true)
            .keepalives_idle(Duration::from_secs(10))
            .tcp_user_timeout(Duration::from_secs(20))
            // A program that is gone holds no lock for long, and nobody waits for one for ever.
            .options(format!(
                "-c search_path=vilkaar,pg_temp -c timezone=UTC -c lock_timeout={} \
                 -c idle_in_transaction_session_timeout=120000",
                patience.lock.as_millis()
            ));
        if let Some(password) = password {
            config.password(Zeroizing::new(password.as_bytes().to_vec()).as_slice());
        }
        let may_be_plain = address.is_local() && address.root_certificate().is_none();
        let is_socket = address.host().starts_with('/');
        config.ssl_mode(match () {
            () if address.is_plain() || is_socket => SslMode::Disable,
            () if may_be_plain => SslMode::Prefer,
            () => SslMode::Require,
        });
        let tls = if address.is_plain() || is_socket { None } else { Some(encryption(address)?) };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("vilkaar-server")
            .enable_all()
            .build()
            .map_err(|source| StorageError::Io { context: "starting the server's thread", source })?;
        let shared = Shared {
            config: Mutex::new(config),
            tls,
            may_be_plain,
            host: address.host().to_owned(),
            patience,
            connecting: tokio::sync::Mutex::new(()),
            current: Mutex::new(None),
            driver: Mutex::new(None),
            events: Mutex::new(None),
        };
        Ok(Self { runtime: Some(runtime), shared: Arc::new(shared) })
    }

    /// How long is waited for what.
    pub(crate) fn patience(&self) -> Patience {
        self.shared.patience
    }

    /// Where the line's events go from now on; from then on it also mends itself while nobody asks.
    pub(crate) fn send_events_to(&self, listener: Listener) {
        *locked(&self.shared.events) = Some(listener);
    }

    /// Signs in with another password from now on.
    pub(crate) fn set_password(&self, password: &str) {
        locked(&self.shared.config).password(password);
    }

    /// The client that is there, or a new one.
    pub(crate) fn client(&self) -> Result<Arc<Client>, Refused> {
        if let Some(client) = locked(&self.shared.current).as_ref().filter(|client| !client.is_closed()) {
            return Ok(Arc::clone(client));
        }
        let Some(runtime) = &self.runtime else { return Err(Refused::Engine(EngineError::Disconnected)) };
        runtime.block_on(client(&self.shared))
    }

    /// Gives up the present connection: what it is doing can't be known any more.
    pub(crate) fn break_off(&self) {
        locked(&self.shared.current).take();
        if let Some(driver) = locked(&self.shared.driver).take() {
            driver.abort();
        }
    }

    /// Waits for work on the line, so long and no longer.
    pub(crate) fn wait<T>(
        &self,
        limit: Duration,
        work: impl Future<Output = Result<T, EngineError>>,
    ) -> Result<T, EngineError> {
        let Some(runtime) = &self.runtime else { return Err(EngineError::Disconnected) };
        let outcome = runtime.block_on(async { tokio::time::timeout(limit, work).await });
        outcome.unwrap_or_else(|_| {
            self.break_off();
            Err(EngineError::Timeout)
        })
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        locked(&self.shared.events).take();
        locked(&self.shared.current).take();
        // Not waited for: whoever drops a line may be on a thread that mustn't block.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The client that is there, or a new one.
async fn client(shared: &Arc<Shared>) -> Result<Arc<Client>, Refused> {
    let _one_at_a_time = shared.connecting.lock().await;
    if let Some(client) = locked(&shared.current).as_ref().filter(|client| !client.is_closed()) {
        return Ok(Arc::clone(client));
    }
    let limit = shared.patience.connect;
    let timeout = || Refused::Server(ServerError::Timeout { host: shared.host.clone() });
    let client = tokio::time::timeout(limit, connect(shared)).await.map_err(|_| timeout())??;
    let client = Arc::new(client);
    // A program that is gone is noticed while its statement waits. Not every system can; such a server notices at the
    // statement's end.
    let noticing = client.batch_execute("SET client_connection_check_interval = 2000");
    match tokio::time::timeout(limit, noticing).await.map_err(|_| timeout())? {
        Err(error) if error.as_db_error().is_none() => return Err(refused(&error, &shared.host)),
        _ => {}
    }
    if locked(&shared.events).is_some() {
        let listen =
            tokio::time::timeout(limit, client.batch_execute(LISTEN)).await.map_err(|_| timeout())?;
        listen.map_err(|error| refused(&error, &shared.host))?;
    }
    *locked(&shared.current) = Some(Arc::clone(&client));
    tell(shared, Event::Regained);
    Ok(client)
}

/// What the program wants to hear of.
pub(crate) const LISTEN: &str = "LISTEN vilkaar_changes; LISTEN vilkaar_presence";

/// Makes a connection and sets off the task that moves its bytes.
async fn connect(shared: &Arc<Shared>) -> Result<Client, Refused> {
    let mut config = locked(&shared.config).clone();
    let Some(tls) = &shared.tls else {
        let connection = config.connect(NoTls).await;
        let (client, connection) = connection.map_err(|error| refused(&error, &shared.host))?;
        drive(shared, connection);
        return Ok(client);
    };
    match config.connect(tls.clone()).await {
        Ok((client, connection)) => {
            drive(shared, connection);
            Ok(client)
        }
        Err(error) => match refused(&error, &shared.host) {
            Refused::Server(ServerError::Certificate { .. }) if shared.may_be_plain => {
                config.ssl_mode(SslMode::Disable);
                let (client, connection) =
                    config.connect(NoTls).await.map_err(|error| refused(&error, &shared.host))?;
                drive(shared, connection);
                Ok(client)
            }
            other => Err(other),
        },
    }
}

/// Moves the bytes of a connection, hands on what the server announces, and sees to the next one at its end.
fn drive<S, T>(shared: &Arc<Shared>, mut connection: tokio_postgres::Connection<S, T>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let own = Arc::clone(shared);
    let task = tokio::spawn(async move {
        while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(told) = message {
                let (channel, payload) = (told.channel().to_owned(), told.payload().to_owned());
                tell(&own, Event::Announced { channel, payload });
            }
        }
        drop(connection);
        tokio::spawn(mend(own));
    });
    *locked(&shared.driver) = Some(task.abort_handle());
}

/// Tells of the loss and makes connections until one holds, as long as somebody listens.
async fn mend(shared: Arc<Shared>) {
    tell(&shared, Event::Lost);
    let mut pause = Duration::from_millis(100);
    while locked(&shared.events).is_some() {
        if client(&shared).await.is_ok() {
            return;
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(Duration::from_secs(5));
    }
}

/// Sends an event to whoever listens; nobody is told twice, and a listener that is gone is forgotten.
fn tell(shared: &Shared, event: Event) {
    let mut events = locked(&shared.events);
    if events.as_mut().is_some_and(|listener| !listener(event)) {
        *events = None;
    }
}
