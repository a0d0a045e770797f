//! The made-up municipality of the fixtures as a read model, for this crate's tests.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;
use uuid::Uuid;
use vilkaar_application::portfolio::Portfolio;
use vilkaar_application::ports::Identities;
use vilkaar_domain::Register;
use vilkaar_exchange::{Options, plan, read_path};

/// Ids by number, so that a test gives the same each time.
struct Numbers(AtomicU64);

impl Identities for Numbers {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, Ordering::Relaxed)))
    }
}

/// The day of the fixtures.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

/// The workbook's register.
pub(crate) fn register() -> Register {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixtures/egeskov-kommune.xlsx");
    let file = read_path(&path).unwrap();
    let ids = Numbers(AtomicU64::new(1));
    let mut register = Register::default();
    let plan = plan(&file, &register, &Options::new(today()), &ids, &mut |_, _| true).unwrap();
    assert!(plan.can_commit(), "the fixture has no refused rows");
    for change in plan.changes {
        register.apply(change.before.as_ref(), change.after);
    }
    register
}

/// The workbook as a read model on its day.
pub(crate) fn portfolio() -> Portfolio {
    Portfolio::new(Arc::new(register()), today())
}
