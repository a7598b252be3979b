//! Booking, retrieving, changing and cancelling, as a clerk does it.

use super::clerk::{Clerk, ONE_ADULT, settings};
use super::records::SeatKey;
use super::{Effect, ForeignRecords, HostSettings};
use jiff::SignedDuration;
use jiff::civil::date;

/// Two adults and a child with an infant on the first adult.
const FAMILY: &str = "SS CA1212/B/25NOV/TFUPEK/NN3\nNM1林青禾1周一帆1何小满CHD\nXN:IN/林小禾INF(MAR26)/P1\nSSR INFT CA NN1 LIN/XIAOHE 05MAR26/P1/S4\nSSR CHLD CA HK1/03MAR18/P3\nCT CTU/028-00000000\nTK:TL/1200/24NOV/CTU999\n@";

fn sold(clerk: &Clerk, class: &str) -> u16 {
    clerk.host.records().inventory.sold(&SeatKey::new("CA1212", date(2026, 11, 25), class))
}

#[test]
fn a_booking_in_one_transmission_is_kept_and_read_back() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    let answer = clerk.last.answer.text();
    assert!(answer.contains(&locator), "{answer}");
    let airline = clerk.host.records().pnrs[&locator].airline_locator.clone().expect("an airline's locator");
    let expected = format!(
        " 1.林青禾 {locator}\n 2.  CA1212 Y   WE25NOV  TFUPEK HK1   0855 1145          E T1T3\n 3.CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG\n 4.TL/1200/24NOV/CTU999\n 5.SSR FOID CA HK1 NI999999199001010011/P1\n 6.SSR ADTK 1E BY CTU22NOV26/1432 OR CXL CA ALL SEGS\n 7.OSI CA CTCT13000000001\n 8.RMK CA/{airline}\n 9.CTU999"
    );
    assert_eq!(clerk.say(&format!("RT {locator}")), expected);
    assert_eq!(sold(&clerk, "Y"), 1);
}

#[test]
fn a_booking_step_by_step_shows_the_record_as_it_grows_and_ends_with_the_action_status() {
    let mut clerk = Clerk::new();
    clerk.say("AVH/CTUPEK/25NOV/0850/CA/D");
    assert!(
        clerk.say("SD1Y1").starts_with(" 1.  CA1212 Y   WE25NOV  TFUPEK DK1   0855 1145"),
        "{}",
        clerk.last.answer.text()
    );
    assert!(clerk.say("NM1ZHU/QI MS").starts_with(" 1.ZHU/QI MS\n 2.  CA1212"));
    clerk.say("CT 0993-2833333");
    clerk.say("TKTL/1200/24NOV/CTU999");
    let locator = clerk.end();
    let echo = "  CA1212  Y WE25NOV  TFUPEK DK1   0855 1145";
    let answer = clerk.last.answer.text();
    assert!(answer.contains(echo) || answer.contains("自动出票时限: "), "{answer}");
    assert!(clerk.whole(&locator).contains(".0993-2833333"));
    assert_eq!(clerk.say("I"), "PNR IGNORED");
    assert_eq!(clerk.say("RT"), "NO PNR");
}

#[test]
fn a_family_has_its_infant_on_an_adult_and_no_seat_for_it() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(FAMILY);
    let shown = clerk.whole(&locator);
    for row in [
        " 1.林青禾 2.周一帆 3.何小满CHD ",
        "SSR INFT CA  KK1 TFUPEK 1212 B25NOV LIN/XIAOHE 05MAR26/P1",
        "OSI YY 1INF LINXIAOHEINF/P1",
        "SSR CHLD CA HK1 03MAR18/P3",
        "XN/IN/林小禾INF(MAR26)/P1",
    ] {
        assert!(shown.contains(row), "{row} in {shown}");
    }
    assert_eq!(sold(&clerk, "B"), 3);
    assert_eq!(clerk.say("XEP1"), clerk.say("RT"));
    clerk.say("@");
    let shown = clerk.whole(&locator);
    assert!(
        !shown.contains("林小禾") && !shown.contains("INF") && shown.contains("CHLD CA HK1 03MAR18/P2"),
        "{shown}"
    );
    assert_eq!(sold(&clerk, "B"), 2);
}

#[test]
fn availability_shows_what_is_sold_and_ignoring_gives_it_back() {
    let mut clerk = Clerk::new();
    let before = clerk.say("AVH/CTUPEK/25NOV/0850/SC/D");
    assert!(before.contains("M2"), "{before}");
    let full = clerk.say("SS SC4006/M/25NOV/TFUPEK/NN2");
    assert!(full.contains("SC4006 M"), "{full}");
    let after = clerk.say("AVH/CTUPEK/25NOV/0850/SC/D");
    assert!(after.contains("M0"), "{after}");
    clerk.say("I");
    assert!(clerk.say("AVH/CTUPEK/25NOV/0850/SC/D").contains("M2"));
}

#[test]
fn each_refusal_of_a_sale_is_met() {
    let mut clerk = Clerk::new();
    let unable = "SC  4006 M  25NOV  TFUPEK NN3  UNABLE\nUNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN";
    for (text, answer) in [
        ("SS SC4006/M/25NOV/TFUPEK/NN3", unable),
        ("SS CA1212/X/25NOV/TFUPEK/NN1", "CLASS"),
        ("SS CA9999/Y/25NOV/TFUPEK/NN1", "FLT NUMBER"),
        ("SS CA1212/Y/25NOV/CTUSHA/NN1", "SEGMENT"),
        ("SS CA1212/Y/20NOV26/TFUPEK/NN1", "DATE"),
        ("SS CA1210/B/21NOV/CTUPEK/NN1", "DATE"),
        ("SS CA1212/Y/25NOV/TFUPEK/NN10", "SEATS"),
        ("SS CA1212/Y/25NOV/TFUPEK/HK1", "ACTION"),
        ("SS CA1212/Y/25NOV/CTUPEK/NN1\nSS CA1212/B/25NOV/TFUPEK/NN1", "DUPLICATE SEGMENT"),
    ] {
        assert_eq!(clerk.say(text), answer, "{text}");
        clerk.say("I");
    }
}

#[test]
fn each_refusal_of_an_end_is_met_in_the_order_of_the_rules() {
    let mut clerk = Clerk::new();
    assert_eq!(clerk.say("@"), "NO PNR");
    assert_eq!(clerk.say("SS CA1212/Y/25NOV/TFUPEK/NN2\n@"), "NAMES");
    assert_eq!(clerk.say("NM1林青禾\n@"), "SEATS/NAMES");
    assert_eq!(clerk.say("NM1周一帆\nXN:IN/林小禾INF(MAR26)/P1\n@"), "INFANT");
    assert_eq!(clerk.say("SSR INFT CA NN1 LIN/XIAOHE 05MAR26/P1\n@"), "CONTACT ELEMENT MISSING");
    assert_eq!(clerk.say("OSI CA CTCT13000000001\n@"), "TICKET STATUS ELEMENT MISSING");
    assert_eq!(clerk.say("TK:TL/1200/24NOV/CTU999\nSS CA1211/Y/27NOV/PEKTFU/NN2"), "SEGMENT");
    clerk.say("@");
    assert!(matches!(clerk.last.effects.as_slice(), [Effect::Booked { .. }]));
    assert_eq!(clerk.say("NM1林青禾\n@"), "SEGMENT");
}

#[test]
fn an_itinerary_that_does_not_join_is_kept_only_by_force() {
    let mut clerk = Clerk::new();
    let text = ONE_ADULT.replacen('\n', "\nSS CA1212/Y/27NOV/TFUPEK/NN1\n", 1);
    assert_eq!(clerk.say(&text), "CHECK CONTINUITY");
    clerk.say("@I");
    assert!(matches!(clerk.last.effects.as_slice(), [Effect::Booked { .. }]));
}

#[test]
fn names_and_passengers_are_limited_and_checked() {
    let mut clerk = Clerk::new();
    let ten = "NM".to_owned() + &"1DEMO/ALPHA".repeat(10);
    assert_eq!(clerk.say(&ten), "NAMES");
    assert_eq!(clerk.say("NM1䶮一帆"), "超出字库GB2312范围");
    clerk.say("SS CA1212/Y/25NOV/TFUPEK/NN2\nNM1林青禾1何小满CHD");
    for (text, answer) in [
        ("XN:IN/林小禾INF(MAR26)/P2", "INFANT"),
        ("XN:IN/林小禾INF(MAR26)/P3", "PSGR ID"),
        ("SSR FOID CA HK/NI999999199013010011/P1", "INVALID FOID"),
        ("SSR FOID CA HK/NI99999919900101001/P1", "INVALID FOID"),
        ("SSR FOID CA HK/PPE00000001", "PSGR ID"),
        ("SSR FOID MU HK/PPE00000001/P1", "AIRLINE"),
        ("SSR INFT CA NN1 LIN/XIAOHE 05MAR24/P1", "INFANT"),
        ("SSR INFT CA NN1 XIAOHE 05MAR26/P1", "INFANT NAME"),
        ("SSR CHLD CA HK1/03MAR18/P1", "PSGR ID"),
        ("OSI CA CTCM13000000002/P3", "PSGR ID"),
        ("TK:TL/1200/26NOV/CTU999", "CHECK TKT DATE"),
        ("TK:TL/1200/21NOV/CTU999", "CHECK TKT DATE"),
        ("TK:TL/2400/24NOV/CTU999", "CHECK TKT TIME"),
        ("XE9", "ELE NBR"),
        ("XE1", "ILLEGAL"),
        ("4RR", "SEGMENT"),
    ] {
        assert_eq!(clerk.say(text), answer, "{text}");
    }
    clerk.say("SSR FOID CA HK/NI999999199001010011/P1");
    assert_eq!(clerk.say("SSR FOID CA HK/NI999999199001010011/P2"), "DUP ID");
    clerk.say("TK:TL/1200/24NOV/CTU999");
    assert_eq!(clerk.say("TK:TL/1300/24NOV/CTU999"), "PLEASE CHECK TKT ELEMENT");
    clerk.say("CT CTU/028-00000000");
    assert_eq!(clerk.say("CT CTU/028-00000000"), "DUPLICATE TEL NUMBER");
}

#[test]
fn a_group_takes_more_than_nine_and_hides_its_names() {
    let mut clerk = Clerk::new();
    let text = "GN:12DEMOTOUR\nSS CA1212/Y/25NOV/TFUPEK/NN12\nNM1林青禾1周一帆\nCT CTU/028-00000000\nTK:TL/1200/24NOV/CTU999\n@";
    let locator = clerk.book(text);
    let shown = clerk.say(&format!("RT {locator}"));
    assert!(shown.starts_with(&format!(" 0.12DEMOTOUR NM2 {locator}\n 3.  CA1212 Y")), "{shown}");
    assert!(shown.contains("SSR GRPS 1E TCP 12 DEMOTOUR"));
    assert!(clerk.say("RTN").starts_with(&format!(" 0.12DEMOTOUR NM2 {locator}\n 1.林青禾 2.周一帆\n 3.")));
}

#[test]
fn elements_are_meant_by_the_numbers_of_the_last_display() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    let first = clerk.element(&locator, "OSI CA CTCT");
    clerk.say("RMK ONE\nRMK TWO");
    let limit = clerk.say("RT").lines().position(|row| row.contains("TL/")).expect("a limit") + 1;
    clerk.say(&format!("XE{limit}\nXE{first}\nRMK THREE"));
    let shown = clerk.say("RT");
    assert!(!shown.contains("TL/1200") && !shown.contains("CTCT") && shown.contains("RMK THREE"), "{shown}");
    assert!(shown.contains(&format!("{limit:>2}.SSR FOID")), "numbers close up: {shown}");
}

#[test]
fn a_cancelled_record_stays_with_its_history_and_frees_its_seats() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("XEPNR@"), format!("PNR CANCELLED {locator}"));
    assert_eq!(clerk.last.effects, [Effect::Cancelled { locator: locator.clone() }]);
    let shown = clerk.whole(&locator);
    assert!(
        shown.starts_with("   *THIS PNR WAS ENTIRELY CANCELLED*\n002     CTU999 20999 1432 21NOV26 /RLC2"),
        "{shown}"
    );
    assert!(
        shown.contains(&format!("     X1.林青禾(001) {locator}\n001 X2.  CA1212 Y   WE25NOV  TFUPEK DL1 ")),
        "{shown}"
    );
    assert!(shown.contains("       NN(001)  DK(001)  HK(001)  DL(002)"), "{shown}");
    assert!(shown.contains("001 X4.TL/1200/24NOV/CTU999") && shown.ends_with("001  9.CTU999"), "{shown}");
    assert_eq!(sold(&clerk, "Y"), 0);
    assert_eq!(clerk.say("XEPNR@"), "NO PNR");
}

#[test]
fn cancelling_in_two_entries_takes_effect_with_the_second() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}"));
    clerk.say("XEPNR");
    assert_eq!(clerk.last.effects, []);
    assert_eq!(clerk.say("\\"), format!("PNR CANCELLED {locator}"));
}

#[test]
fn seats_are_held_for_five_minutes_and_not_longer() {
    let mut clerk = Clerk::new();
    clerk.say("SS CA1212/Y/25NOV/TFUPEK/NN1\nNM1林青禾");
    clerk.wait(SignedDuration::from_mins(5));
    clerk.say("CT CTU/028-00000000");
    clerk.wait(SignedDuration::from_secs(1));
    assert_eq!(clerk.say("TK:TL/1200/24NOV/CTU999"), "MAX TIME FOR EOT - IGNORE PNR AND RESTART");
    assert_eq!((clerk.say("RT").as_str(), sold(&clerk, "Y")), ("NO PNR", 0));
}

#[test]
fn who_comes_second_is_told_that_somebody_else_was_quicker() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}\nRMK MINE"));
    clerk.say_from("b", &format!("RT {locator}\nRMK THEIRS\n@"));
    assert_eq!(clerk.say("@"), "SIMULTANEOUS MODIFICATION—REENTER MODIFICATION");
    clerk.say("I");
    let shown = clerk.whole(&locator);
    assert!(shown.contains("RMK THEIRS") && !shown.contains("MINE"), "{shown}");
}

#[test]
fn another_office_needs_authorisation_and_gets_it_by_a_remark() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    assert!(clerk.say_at("SHA888", &format!("RT {locator}")).contains("需要授权"));
    clerk.say(&format!("RT {locator}\nRMK TJ AUTH SHA888\n@"));
    let [Effect::Changed { authorised, .. }] = clerk.last.effects.as_slice() else { panic!("a change") };
    assert_eq!(authorised, &["SHA888"]);
    assert!(clerk.say_at("SHA888", &format!("RT {locator}")).contains("RMK TJ AUTH SHA888"));
    assert_eq!(clerk.say_at("SHA888", "RMK TJ AUTH CAN777"), "AUTHORITY");
    assert_eq!(clerk.say("RMK TJ AUTH SHA8"), "OFFICE");
    let item = clerk.element(&locator, "TJ AUTH");
    clerk.say(&format!("XE{item}\n@"));
    assert!(clerk.say_at("SHA888", "I").contains("IGNORED"));
    assert!(clerk.say_at("SHA888", &format!("RT {locator}")).contains("需要授权"));
}

#[test]
fn a_host_that_masks_shows_other_offices_no_documents_and_lets_them_change_nothing() {
    let mut clerk = Clerk::at(HostSettings { foreign_records: ForeignRecords::Masked, ..settings() });
    let locator = clerk.book(ONE_ADULT);
    let shown = clerk.say_at("SHA888", &format!("RT {locator}"));
    assert!(
        shown.contains(" 5.SSR FOID\n") && shown.contains(".RMK\n") && !shown.contains("NI9999"),
        "{shown}"
    );
    for text in ["RMK X", "XEP1", "XE4", "@", "2RR"] {
        assert_eq!(clerk.say_at("SHA888", text), "AUTHORITY", "{text}");
    }
}

#[test]
fn records_are_found_by_name_flight_and_date() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    assert!(clerk.say("RT:N/林青/CA1212/25NOV").contains(&locator));
    assert_eq!(clerk.say("RT/周一帆/CA1212/25NOV"), "NO PNR");
    let second = clerk.book(&ONE_ADULT.replace("NI999999199001010011", "PPE00000001"));
    let list = clerk.say("RT:N/林青禾/CA1212/25NOV");
    assert!(list.contains(&locator) && list.contains(&second), "{list}");
    assert_eq!(clerk.say("RT KABCD9"), "NO PNR");
    clerk.say(&format!("RT {locator}\nRMK X"));
    assert_eq!(clerk.say(&format!("RT {second}")), "PENDING");
}

#[test]
fn a_movement_list_counts_the_seats_of_a_flight() {
    let mut clerk = Clerk::new();
    assert_eq!(clerk.say("ML:C/CA1212/25NOV"), "NO-OP");
    let locator = clerk.book(ONE_ADULT);
    clerk.book(FAMILY);
    let list = clerk.say("ML:C/CA1212/25NOV");
    let row = format!(" 001   0林青禾         {locator} Y HK1  CTU999 21NOV      K    T");
    assert!(list.starts_with("MULTI\nCA1212 /25NOV          C\nTFUPEK\n"), "{list}");
    assert!(list.contains(&row) && list.ends_with("TOTAL NUMBER    4"), "{list}");
}

#[test]
fn requests_wait_for_the_airline_and_its_answer_is_taken_over() {
    let mut clerk = Clerk::new();
    let text = ONE_ADULT.replace("CA1212/Y", "CZ1212/W").replace("TFUPEK", "CTUPKX").replace(" CA ", " CZ ");
    let locator = clerk.book(&text);
    assert!(clerk.whole(&locator).contains("CTUPKX HN1"), "{}", clerk.whole(&locator));
    assert!(clerk.host.airline_answers(&locator, super::records::Status::Kk));
    assert!(clerk.whole(&locator).contains("CTUPKX KK1"));
    clerk.say("RMK X\n@K");
    assert!(clerk.whole(&locator).contains("CTUPKX HK1"));
    assert_eq!(clerk.host.records().inventory.total(), 1);
}

#[test]
fn a_waitlisted_seat_is_none() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(&ONE_ADULT.replace("CA1212/Y", "CA1212/H").replace("NN1", "LL1"));
    assert!(clerk.whole(&locator).contains("TFUPEK HL1"));
    assert_eq!(clerk.host.records().inventory.total(), 0);
}

#[test]
fn a_strict_host_deletes_only_what_was_seen() {
    let mut clerk = Clerk::at(HostSettings { takes_unseen: false, ..settings() });
    let remarks = "\nRMK ONE\nRMK TWO\nRMK THREE\nRMK FOUR\nRMK FIVE\n@";
    let locator = clerk.book(&ONE_ADULT.replace("\n@", remarks));
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("XE13"), "ELE NBR");
    clerk.say("RT");
    clerk.say("PN");
    assert!(clerk.say("XE13").contains("RMK FIVE"), "{}", clerk.last.answer.text());
    assert!(!clerk.whole_area().contains("RMK CA/"));
}
