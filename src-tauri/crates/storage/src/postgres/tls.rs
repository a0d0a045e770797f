//! Encryption to the server: rustls with `ring`, the system's certificates or the one that the address names.
//!
//! Invariant: a certificate is checked, and that it is for the host asked for. Without encryption only to this
//! very machine.

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::ServerAddress;
use super::error::ServerError;
use crate::engine::EngineError;

/// Makes the encryption of connections to an address.
pub(crate) fn encryption(address: &ServerAddress) -> Result<MakeRustlsConnect, crate::StorageError> {
    let mut roots = RootCertStore::empty();
    match address.root_certificate() {
        Some(file) => {
            let certificates =
                CertificateDer::pem_file_iter(file).map_err(|_| ServerError::CertificateFile)?;
            for certificate in certificates {
                let certificate = certificate.map_err(|_| ServerError::CertificateFile)?;
                roots.add(certificate).map_err(|_| ServerError::CertificateFile)?;
            }
            if roots.is_empty() {
                return Err(ServerError::CertificateFile.into());
            }
        }
        // Those of the system that can be read; one that can't is one that nothing is trusted by.
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| EngineError::Other("TLS without a protocol version".to_owned()))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
