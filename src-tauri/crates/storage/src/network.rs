//! Is a folder on a network share? A database there is refused: locks and forced writes don't hold over
//! the network, and SQLite databases on shares get damaged.
//!
//! Invariant: only file systems that are a network's own are refused. FUSE and 9p are not: they carry
//! local disks (NTFS, a virtual machine's) as often as distant ones.

use std::path::Path;

use crate::error::StorageError;

/// Is the folder on a network share? A place for backups may be, a database may not.
#[must_use]
pub fn is_network_share(folder: &Path) -> bool {
    share_of(folder).is_some()
}

/// Refuses a folder on a network share. A place that can't be asked is let through: what follows will tell.
///
/// # Errors
/// [`StorageError::NetworkShare`] with the kind.
pub(crate) fn refuse_share(folder: &Path) -> Result<(), StorageError> {
    match share_of(folder) {
        Some(kind) => Err(StorageError::NetworkShare { kind: kind.to_owned() }),
        None => Ok(()),
    }
}

/// The kind of network share that a folder is on, if any.
#[cfg(unix)]
pub(crate) fn share_of(folder: &Path) -> Option<&'static str> {
    let statistics = rustix::fs::statfs(folder).ok()?;
    // The type of the field differs between platforms; the numbers are 32 bits, some with the sign set.
    let number = i128::from(statistics.f_type);
    network_kind(u32::try_from(number & 0xFFFF_FFFF).ok()?)
}

/// The kind of network share that a folder is on, if any. Windows resolves a mapped drive to its share.
#[cfg(not(unix))]
pub(crate) fn share_of(folder: &Path) -> Option<&'static str> {
    use std::path::{Component, Prefix};
    let real = std::fs::canonicalize(folder).ok()?;
    match real.components().next() {
        Some(Component::Prefix(prefix))
            if matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..)) =>
        {
            Some("SMB")
        }
        _ => None,
    }
}

/// The network file systems of Linux by their magic number (statfs(2)).
#[cfg(unix)]
const fn network_kind(magic: u32) -> Option<&'static str> {
    match magic {
        0x6969 => Some("NFS"),
        0x517B | 0xFE53_4D42 => Some("SMB"),
        0xFF53_4D42 => Some("CIFS"),
        0x564C => Some("NCP"),
        0x7375_7245 => Some("Coda"),
        0x5346_414F | 0x6B41_4653 => Some("AFS"),
        0x00C3_6400 => Some("Ceph"),
        _ => None,
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn nfs_and_smb_are_network_shares_and_local_disks_are_not() {
        for magic in [0x6969, 0x517B, 0xFF53_4D42, 0xFE53_4D42] {
            assert!(network_kind(magic).is_some(), "{magic:#x}");
        }
        // ext4, xfs, btrfs, tmpfs, overlayfs, FUSE, 9p
        for magic in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630, 0x6573_5546, 0x0102_1997] {
            assert_eq!(network_kind(magic), None, "{magic:#x}");
        }
    }

    #[test]
    fn a_folder_on_this_disk_is_let_through() {
        assert!(refuse_share(&std::env::temp_dir()).is_ok());
    }
}
