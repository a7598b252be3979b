//! What a clerk asks of a PNR: tickets, item numbers, Offices, states, and what changed.

#![cfg(test)]

mod common;

use common::pnr::{INFANT, SCHEDULE_CHANGE, SIMPLE, TICKETED, pnr, shown, with_items};
use serde_json::json;
use waystation_eterm::parse::pnr::{Pnr, differences};
use waystation_shared::ids::OfficeNo;

#[test]
fn a_pending_ticket_is_not_a_ticket() {
    let shown = with_items(&[
        "SSR TKNE CA HK1 CTUPEK 4193 G25NOV 9992300000031/DPN1234/P1",
        "SSR TKNE CA HK1 CTUPEK 4193 G25NOV INF9992300000032/1/P1",
    ]);
    let pnr = &shown.pnr;
    assert!(pnr.is_pending_ticket() && pnr.is_ticketed());
    assert_eq!((pnr.tkne[0].coupon, pnr.tkne[0].pending, pnr.tkne[0].pax), (None, true, Some(1)));
    let held = pnr.ticket_numbers();
    assert_eq!(
        (held.len(), held[0].ticket.to_string().as_str(), held[0].infant),
        (1, "999-2300000032", true)
    );
    assert_eq!(pnr.passengers_without_ticket(), [1]);
}

#[test]
fn only_a_pending_ticket_leaves_a_pnr_unticketed() {
    let shown = with_items(&["SSR TKNE CA HK1 CTUPEK 4193 S225NOV26 9992300000031/DPN1234/P1"]);
    assert!(shown.pnr.is_pending_ticket() && !shown.pnr.is_ticketed() && shown.pnr.has_ticket_trace());
    assert_eq!(
        (shown.pnr.tkne[0].class.as_str(), shown.pnr.tkne[0].date.to_string().as_str()),
        ("S2", "25NOV26")
    );
}

#[test]
fn an_element_of_a_strange_form_is_kept_and_is_a_trace() {
    for strange in ["SSR TKNE CA UN1 CTUPEK 4193 G25NOV 9992300000031/1/P1", "SSR TKNE CA HK1 SOMETHING"] {
        let pnr = with_items(&[strange]).pnr;
        assert!(pnr.tkne.is_empty() && !pnr.is_ticketed() && pnr.has_ticket_trace(), "{strange}");
        assert_eq!(pnr.ssr[0].code, "TKNE");
    }
    assert!(with_items(&["OSI 1E CAET TN/9992300000031-9992300000032"]).pnr.has_ticket_trace());
    assert!(!pnr(SIMPLE).has_ticket_trace());
}

#[test]
fn tickets_of_passengers_infants_and_sets_are_listed_once() {
    let pnr = pnr(TICKETED);
    let held: Vec<_> =
        pnr.ticket_numbers().iter().map(|held| (held.ticket.to_string(), held.passenger)).collect();
    assert_eq!(
        held,
        [
            ("876-2300000011".to_owned(), Some(2)),
            ("876-2300000012".to_owned(), Some(3)),
            ("876-2300000013".to_owned(), Some(1))
        ]
    );
    assert!(pnr.is_ticketed() && !pnr.is_pending_ticket() && pnr.passengers_without_ticket().is_empty());
    let set = with_items(&["TN/IN/220-2300000038-39/P1"]).pnr;
    let held: Vec<_> =
        set.ticket_numbers().iter().map(|held| (held.ticket.to_string(), held.infant)).collect();
    assert_eq!(held, [("220-2300000038".to_owned(), true), ("220-2300000039".to_owned(), true)]);
    assert_eq!(set.tn[0].conj_last2.as_deref(), Some("39"));
}

#[test]
fn each_sign_of_tickets_is_seen_alone() {
    assert!(!pnr(SIMPLE).is_ticketed());
    let evidence = with_items(&["T"]).pnr.ticket_evidence();
    assert!(evidence.ticketed_item && !evidence.header && !evidence.confirmed_element);
    assert!(with_items(&["TN/999-2300000031/P1"]).pnr.ticket_evidence().printed_number);
    assert!(pnr(&format!("  **ELECTRONIC TICKET PNR**\n{SIMPLE}")).ticket_evidence().header);
}

#[test]
fn a_ticketed_item_with_text_keeps_its_text() {
    let pnr = with_items(&["T SHA999"]).pnr;
    assert!(pnr.ticketed_item);
    assert_eq!(pnr.other, ["T SHA999"]);
}

#[test]
fn item_numbers_are_those_of_the_display() {
    assert_eq!(shown(SIMPLE).time_limit_items(), [4]);
    assert_eq!(shown(INFANT).fare_items(), [5, 6, 13, 14, 15, 16, 17]);
    assert!(shown(SIMPLE).fare_items().is_empty());
    assert_eq!(shown(TICKETED).authorisation_items(&"SHA999".parse().unwrap()), [18]);
    assert!(shown(TICKETED).authorisation_items(&"SHA998".parse().unwrap()).is_empty());
}

#[test]
fn every_form_of_an_authorisation_is_read() {
    let pnr =
        with_items(&["RMK TJ AUTH SHA999", "RMK TJ AUTH PEK999/T", "RMK TJ CAN999", "RMK TJ HELLO"]).pnr;
    let offices: Vec<&str> = pnr.authorised_offices().iter().map(OfficeNo::as_str).collect();
    assert_eq!(offices, ["SHA999", "PEK999", "CAN999"]);
    assert_eq!(pnr.other, ["RMK TJ HELLO"]);
}

#[test]
fn every_status_must_be_allowed() {
    assert!(pnr(SIMPLE).all_flights_are(&["HK", "HL"]));
    assert!(!pnr(SCHEDULE_CHANGE).all_flights_are(&["HK", "TK"]), "one flight is UN");
    assert!(!pnr(" 1.林青禾 KABC12\n 2.CTU999").all_flights_are(&["HK"]), "there is no flight");
}

#[test]
fn a_pnr_is_the_same_as_itself_whatever_its_numbers_and_order() {
    assert!(differences(&pnr(SIMPLE), &pnr(SIMPLE)).is_empty());
    let one =
        with_items(&["OSI CA CTCT13000000001", "RMK TJ AUTH SHA999", "RMK TJ AUTH PEK999", "CTU999"]).pnr;
    let other =
        with_items(&["RMK TJ AUTH PEK999", "OSI CA CTCT13000000001", "RMK TJ AUTH SHA999", "CTU999"]).pnr;
    assert!(differences(&one, &other).is_empty());
}

#[test]
fn a_new_authorisation_is_the_only_difference() {
    let after = pnr(&SIMPLE.replace("10.CTU999", "10.RMK TJ AUTH SHA999\n11.CTU999"));
    let found = differences(&pnr(SIMPLE), &after);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field.as_str(), &found[0].gained), ("auth", &vec![json!("SHA999")]));
    assert!(found[0].lost.is_empty());
}

#[test]
fn an_item_that_stands_twice_is_not_the_same_as_once() {
    let once = with_items(&["OSI CA CTCT13000000001", "CTU999"]).pnr;
    let twice = with_items(&["OSI CA CTCT13000000001", "OSI CA CTCT13000000001", "CTU999"]).pnr;
    assert_eq!(differences(&once, &twice)[0].gained.len(), 1);
    assert_eq!(differences(&twice, &once)[0].lost.len(), 1);
}

#[test]
fn a_passenger_who_goes_takes_only_his_own_items() {
    let before = "\
 1.林青禾 2.周一帆 3.DEMO/GAMMA MR KDEM05
 4.  3U8804 Y   TU01DEC  XIYCTU HK3   1345 1525          E T3T1
 5.SSR FOID 3U HK1 NI999999199001010011/P1
 6.SSR FOID 3U HK1 NI999999198802020033/P2
 7.SSR FOID 3U HK1 PPE00000001/P3
 8.CTU999";
    let after = "\
 1.林青禾 2.DEMO/GAMMA MR KDEM05
 3.  3U8804 Y   TU01DEC  XIYCTU HK2   1345 1525          E T3T1
 4.SSR FOID 3U HK1 NI999999199001010011/P1
 5.SSR FOID 3U HK1 PPE00000001/P2
 6.CTU999";
    let found = differences(&pnr(before), &pnr(after));
    let fields: Vec<&str> = found.iter().map(|difference| difference.field.as_str()).collect();
    assert_eq!(fields, ["passengers", "segments", "ssr"]);
    assert_eq!(found[0].lost[0]["name"], "周一帆");
    assert_eq!(
        (found[1].lost[0]["count"].as_u64(), found[1].gained[0]["count"].as_u64()),
        (Some(3), Some(2))
    );
    assert_eq!((found[2].lost.len(), found[2].gained.len()), (1, 0), "the third passenger is now the second");
    assert_eq!(found[2].lost[0]["pax"], json!(["周一帆"]));
}

#[test]
fn a_change_of_state_is_told_with_both_states() {
    let after = pnr(&SIMPLE.replace("HK1   0700", "RR1   0700"));
    let found = differences(&pnr(SIMPLE), &after);
    assert_eq!(
        (found[0].lost[0]["status"].as_str(), found[0].gained[0]["status"].as_str()),
        (Some("HK"), Some("RR"))
    );
    let cancelled = Pnr { cancelled: true, ..pnr(SIMPLE) };
    assert_eq!(differences(&pnr(SIMPLE), &cancelled)[0].field, "cancelled");
    let ticketed = Pnr { locator: None, ..pnr(SIMPLE) };
    assert_eq!(differences(&pnr(SIMPLE), &ticketed)[0].lost, [json!("KABC12")]);
}
