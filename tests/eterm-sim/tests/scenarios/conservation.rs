//! Whatever several clerks send, in any order and under any fault: seats are conserved, no ticket number is
//! given twice, and the record of effects agrees with the records.

use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;
use waystation_eterm_sim::fault::{Control, Fault};
use waystation_eterm_sim::host::records::Pnr;
use waystation_eterm_sim::host::{Effect, Workplace};
use waystation_eterm_sim::service::{Service, settings_for_tests};

/// A step of one of two clerks; `LOC` stands for the last locator.
fn step() -> impl Strategy<Value = (usize, String, u32)> {
    let known = proptest::sample::select(vec![
        "I",
        "RT LOC",
        "RT",
        "RT LOC\nPAT:A",
        "SFC:01\n@",
        "SS CA1212/Y/25NOV/TFUPEK/NN2\nNM1林青禾1周一帆\nCT 1\nTK:TL/1200/24NOV/CTU999\nSSR FOID CA HK/PPE00000001/P1\nSSR FOID CA HK/PPE00000002/P2\n@",
        "SS CA1212/B/25NOV/TFUPEK/NN1\nNM1ZHU/QI\nXN:IN/DEMO/BABYINF(MAR26)/P1\nSSR INFT CA NN1 DEMO/BABY 05MAR26/P1\nCT 2\nTKTL/1200/24NOV/CTU999\n@",
        "SS CA1210/Y/27NOV/CTUPEK/NN1",
        "SS CA1212/Y/27NOV/TFUPEK/LL1",
        "XEP1",
        "XEP1\n@",
        "XE3",
        "XE4/5",
        "XE2",
        "2RR",
        "3RR",
        "@",
        "\\KI",
        "XEPNR",
        "XEPNR@",
        "ETDZ 1",
        "ETDZ:1/P1,ADL",
        "ETRY:",
        "RMK X\n@",
        "RMK TJ AUTH SHA999\n@",
        "TSL",
        "PN",
        "ML:C/CA1212/25NOV",
        "DETR:CN/LOC",
        "SO",
        "SI:20999/demo",
    ]);
    let text = prop_oneof![12 => known.prop_map(str::to_owned), 1 => "[A-Z0-9@:/ ]{1,30}", 1 => "\\PC{0,12}"];
    (0_usize..2, text, prop_oneof![6 => 0_u32..40, 1 => 290_u32..400])
}

const FAULTS: [Fault; 16] = [
    Fault::None,
    Fault::NoAnswer,
    Fault::NotReceived,
    Fault::LinkLost,
    Fault::SignOff,
    Fault::ChangedMeanwhile,
    Fault::StockOut,
    Fault::LateMessage,
    Fault::SilentAfterAmount,
    Fault::SilentAfterProcessing,
    Fault::TicketPending,
    Fault::NothingIssued,
    Fault::ServerTimeOut,
    Fault::ServerTimeOutIssued,
    Fault::Garbage,
    Fault::Half,
];

fn assert_conserved(service: &Service) {
    service.look(|host| {
        let records = host.records();
        let kept: u32 = records.pnrs.values().map(Pnr::seats_held).sum();
        assert_eq!(records.inventory.total(), kept, "with empty work areas only kept records hold seats");
        let named: Vec<&String> = records.tickets.keys().collect();
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len());
    });
    let mut issued = BTreeSet::new();
    let mut booked = BTreeSet::new();
    for effect in service.audit().into_iter().flat_map(|entry| entry.effects) {
        match effect {
            Effect::Booked { locator } => assert!(booked.insert(locator)),
            Effect::Ticketed { tickets, .. } => {
                assert!(tickets.into_iter().all(|ticket| issued.insert(ticket)));
            }
            Effect::Changed { locator, .. }
            | Effect::Cancelled { locator }
            | Effect::Retried { locator, .. } => {
                assert!(booked.contains(&locator));
            }
        }
    }
    service.look(|host| {
        assert_eq!(host.records().tickets.keys().cloned().collect::<BTreeSet<_>>(), issued);
        assert_eq!(host.records().pnrs.keys().cloned().collect::<BTreeSet<_>>(), booked);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn seats_are_conserved_and_tickets_unique_whatever_is_sent(
        steps in proptest::collection::vec((step(), proptest::sample::select(FAULTS.to_vec())), 1..60),
    ) {
        let service = Service::new(settings_for_tests());
        service.control(Control { reconnect_ms: Some(1000), ..Control::default() });
        let mut now = date(2026, 11, 21).at(9, 0, 0, 0);
        let sessions: Vec<_> = ["a", "b"]
            .map(|name| service.session(name, Workplace { office: "CTU999".into(), pid: "6999".into() }, now))
            .into();
        let mut last = "KNONE2".to_owned();
        for ((clerk, text, seconds), fault) in steps {
            now = now.saturating_add(SignedDuration::from_secs(i64::from(seconds)));
            service.control(Control { fault: Some(fault), count: Some(1), ..Control::default() });
            let exchange = sessions[clerk].transmit(&text.replace("LOC", &last), now).expect("no files");
            for screen in exchange.screens {
                prop_assert!(screen.answer.lines.iter().all(|line| line.chars().count() <= 80), "{:?}", screen.answer.lines);
            }
            let effects: Vec<Effect> = service.audit().into_iter().flat_map(|entry| entry.effects).collect();
            for effect in effects {
                if let Effect::Booked { locator } = effect {
                    last = locator;
                }
            }
        }
        service.control(Control { fault: Some(Fault::None), ..Control::default() });
        for session in &sessions {
            session.transmit("SI:20999/demo", now).expect("no files");
            session.transmit("I", now).expect("no files");
            session.transmit("I", now).expect("no files");
        }
        assert_conserved(&service);
    }
}
