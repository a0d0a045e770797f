//! Where a shared database is: `postgres://[user@]host[:port]/database[?sslrootcert=FILE]`.
//!
//! Invariant: an address never holds a password, so it may be shown, kept and given as an argument. One with
//! a password in it is refused, not stripped: it stands in a shell's history by then.

use std::fmt::{self, Write as _};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::error::ServerError;

/// PostgreSQL's own port.
const PORT: u16 = 5432;

/// The address of a shared database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerAddress {
    user: Option<String>,
    host: String,
    port: u16,
    database: String,
    root_certificate: Option<PathBuf>,
    is_plain: bool,
}

impl ServerAddress {
    /// Is this text meant as the address of a server, and not as a folder?
    #[must_use]
    pub fn is_meant_by(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// The name to sign in with, where the address holds one.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The server's name, or the folder of its socket.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The database's name on the server.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The file with the certificate that the server's own must be signed by, where the address names one.
    #[must_use]
    pub fn root_certificate(&self) -> Option<&Path> {
        self.root_certificate.as_deref()
    }

    /// Is encryption switched off on purpose? Only on this very machine.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.is_plain
    }

    /// Is the server this very machine, so that nobody is in between?
    #[must_use]
    pub fn is_local(&self) -> bool {
        ["localhost", "127.0.0.1", "::1"].contains(&self.host.as_str()) || self.host.starts_with('/')
    }

    /// The same server and database for somebody else, or for nobody named.
    #[must_use]
    pub fn with_user(&self, user: Option<&str>) -> Self {
        Self { user: user.map(str::to_owned), ..self.clone() }
    }

    /// The same server, whose certificate is signed by the one in this file.
    #[must_use]
    pub fn with_root_certificate(self, file: PathBuf) -> Self {
        Self { root_certificate: Some(file), ..self }
    }
}

impl FromStr for ServerAddress {
    type Err = ServerError;

    fn from_str(text: &str) -> Result<Self, ServerError> {
        let unreadable = || ServerError::AddressUnreadable;
        let rest = ["postgres://", "postgresql://"]
            .iter()
            .find_map(|scheme| text.trim().strip_prefix(scheme))
            .ok_or_else(unreadable)?;
        let (rest, options) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, database) = rest.split_once('/').ok_or_else(unreadable)?;
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (Some(user), place),
            None => (None, authority),
        };
        if user.is_some_and(|user| user.contains(':')) {
            return Err(ServerError::PasswordInAddress);
        }
        let (host, port) = split_port(place).ok_or_else(unreadable)?;
        let mut address = Self {
            user: user.filter(|user| !user.is_empty()).map(decoded).transpose()?,
            host: decoded(host)?,
            port,
            database: decoded(database)?,
            root_certificate: None,
            is_plain: false,
        };
        for option in options.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').ok_or_else(unreadable)?;
            match name {
                "sslrootcert" => address.root_certificate = Some(PathBuf::from(decoded(value)?)),
                "sslmode" => address.is_plain = value == "disable",
                "user" => address.user = Some(decoded(value)?),
                "host" => address.host = decoded(value)?,
                "password" | "passfile" => return Err(ServerError::PasswordInAddress),
                _ => return Err(unreadable()),
            }
        }
        if address.host.is_empty() || address.database.is_empty() || address.database.contains('/') {
            return Err(unreadable());
        }
        if address.is_plain && !address.is_local() {
            return Err(ServerError::PlainRefused);
        }
        Ok(address)
    }
}

/// Host and port, `[::1]:5432` too.
fn split_port(place: &str) -> Option<(&str, u16)> {
    let (host, port) = match place.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?,
        None => match place.split_once(':') {
            Some((host, _)) => (host, place.get(host.len()..)?),
            None => (place, ""),
        },
    };
    match port.strip_prefix(':') {
        Some(port) => Some((host, port.parse().ok()?)),
        None if port.is_empty() => Some((host, PORT)),
        None => None,
    }
}

/// A part of an address with its `%20` as what they mean.
fn decoded(part: &str) -> Result<String, ServerError> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte == b'%' {
            let digits = rest.get(..2).and_then(|digits| str::from_utf8(digits).ok());
            let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
            bytes.push(value.ok_or(ServerError::AddressUnreadable)?);
            rest = rest.get(2..).unwrap_or_default();
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| ServerError::AddressUnreadable)
}

/// A part of an address, with what would end it written as `%2F`.
fn encoded(part: &str) -> String {
    let mut text = String::with_capacity(part.len());
    for byte in part.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                text.push(char::from(byte))
            }
            // Writing into a String can't fail.
            _ => {
                let _ = write!(text, "%{byte:02X}");
            }
        }
    }
    text
}

impl fmt::Display for ServerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        if let Some(user) = &self.user {
            write!(f, "{}@", encoded(user))?;
        }
        if self.host.contains(':') {
            write!(f, "[{}]", self.host)?;
        } else {
            f.write_str(&encoded(&self.host))?;
        }
        if self.port != PORT {
            write!(f, ":{}", self.port)?;
        }
        write!(f, "/{}", encoded(&self.database))?;
        let mut mark = '?';
        if let Some(file) = &self.root_certificate {
            // A file's name is mostly slashes, which are harmless here.
            write!(f, "{mark}sslrootcert={}", encoded(&file.to_string_lossy()).replace("%2F", "/"))?;
            mark = '&';
        }
        if self.is_plain {
            write!(f, "{mark}sslmode=disable")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_written_as_it_was_read() {
        for text in [
            "postgres://karina.holst@db.egeskov.dk/vilkaar",
            "postgres://db.egeskov.dk:5433/vilkaar?sslrootcert=/etc/ssl/egeskov.pem",
            "postgres://localhost/vilkaar?sslmode=disable",
            "postgres://[::1]:5433/vilkaar",
            "postgres://%C3%A5se@db/vilkaar",
            "postgres://%2Fvar%2Frun%2Fpostgresql/vilkaar",
        ] {
            let address: ServerAddress = text.parse().unwrap();
            assert_eq!(address.to_string(), text);
        }
        let address: ServerAddress = "postgresql://%C3%A5se@db/vilkaar".parse().unwrap();
        assert_eq!((address.user(), address.port()), (Some("åse"), 5432));
    }

    #[test]
    fn a_password_in_an_address_is_refused() {
        for text in
            ["postgres://karina:hemmelig@db/vilkaar", "postgres://karina@db/vilkaar?password=hemmelig"]
        {
            assert_eq!(text.parse::<ServerAddress>(), Err(ServerError::PasswordInAddress));
        }
    }

    #[test]
    fn an_unencrypted_connection_is_refused_but_to_this_very_machine() {
        let elsewhere = "postgres://db.egeskov.dk/vilkaar?sslmode=disable".parse::<ServerAddress>();
        assert_eq!(elsewhere, Err(ServerError::PlainRefused));
        assert!("postgres://127.0.0.1/vilkaar?sslmode=disable".parse::<ServerAddress>().is_ok());
    }

    #[test]
    fn what_is_no_address_is_refused_as_that() {
        for text in [
            "postgres://",
            "http://db/vilkaar",
            "postgres://db",
            "postgres://db:x/v",
            "postgres://db/v?a",
            "postgres://db/%zz",
        ] {
            assert_eq!(text.parse::<ServerAddress>(), Err(ServerError::AddressUnreadable), "{text}");
        }
    }
}
