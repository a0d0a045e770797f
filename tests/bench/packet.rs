//! Packets of the sample municipality, from the read model to the bytes of the PDF: one, and five hundred on two
//! threads.

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use vilkaar_api::UuidIdentities;
use vilkaar_api::packet::internal_packet;
use vilkaar_application::portfolio::{CaseFacts, Portfolio};
use vilkaar_documents::packet::{Issue, internal};
use vilkaar_domain::Register;
use vilkaar_exchange::{Options, plan, read_path};

use crate::report::{Report, shortest};

pub fn measure(report: &mut Report) {
    let portfolio = sample();
    let case = portfolio.case("S2022-1008").expect("the case is in the sample");
    let one = shortest(20, || packet(&portfolio, case));
    report.add_time("a packet", one, Duration::from_millis(20));
    let many = shortest(1, || {
        std::thread::scope(|scope| {
            for half in 0..2 {
                let portfolio = &portfolio;
                scope.spawn(move || {
                    for case in portfolio.cases().iter().cycle().skip(half * 29).take(250) {
                        packet(portfolio, case);
                    }
                });
            }
        });
    });
    report.add_time("500 packets on two threads", many, Duration::from_secs(5));
}

fn packet(portfolio: &Portfolio, case: &CaseFacts) -> Vec<u8> {
    let issue = Issue {
        municipality: "Egeskov Kommune".to_owned(),
        as_of: portfolio.today(),
        made_at: portfolio.today().into(),
        made_by: Some("Pia Lindskov".to_owned()),
        log_head: None,
    };
    internal(&internal_packet(portfolio, case, issue)).unwrap().pdf().unwrap()
}

fn sample() -> Portfolio {
    let today = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/egeskov-kommune.xlsx");
    let file = read_path(path.as_ref()).unwrap_or_else(|fault| panic!("{:?}", fault.0));
    let plan = plan(&file, &Register::default(), &Options::new(today), &UuidIdentities, &mut |_, _| true);
    let mut register = Register::default();
    for change in plan.unwrap().changes {
        register.apply(change.before.as_ref(), change.after);
    }
    Portfolio::new(Arc::new(register), today)
}
