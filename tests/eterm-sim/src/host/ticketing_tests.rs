//! Pricing, issuing, trying again and looking tickets up, as a clerk does it.

use super::clerk::{Clerk, ONE_ADULT, settings};
use super::records::Settlement;
use super::{Arrival, Effect, HostSettings, ServerConduct};
use jiff::SignedDuration;

/// Prices a booking, takes its limit away and reconfirms it: ready for `ETDZ`, which ends the transaction.
fn ready(clerk: &mut Clerk) -> String {
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}\nPAT:A"));
    clerk.say("SFC:01\n@");
    prepare(clerk, &locator);
    locator
}

fn prepare(clerk: &mut Clerk, locator: &str) {
    let limit = clerk.element(locator, "TL/");
    clerk.say(&format!("RT {locator}\nXE{limit}\n2RR"));
}

fn tickets(clerk: &Clerk) -> Vec<String> {
    match clerk.last.effects.as_slice() {
        [Effect::Ticketed { tickets, .. }] => tickets.clone(),
        _ => panic!("not ticketed: {}", clerk.last.answer.text()),
    }
}

fn issue(clerk: &mut Clerk) -> (String, String) {
    let locator = ready(clerk);
    clerk.say("ETDZ 1");
    let number = tickets(clerk).pop().expect("one ticket");
    clerk.wait(SignedDuration::from_secs(2));
    (locator, number)
}

#[test]
fn a_fare_is_shown_chosen_and_stored() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}"));
    assert_eq!(
        clerk.say("PAT:A"),
        ">PAT:A\n01 Y FARE:CNY1490.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:1610.00\n►SFC:01   ►SFN:01\n02 YEX10 FARE:CNY1340.00 TAX:CNY50.00 YQ:CNY70.00  TOTAL:1460.00\n►SFC:02   ►SFN:02\n\nPAGE 1/1       /LPRIC/XXXXXXXXXXXXXXX"
    );
    clerk.say("SFC:02\n@");
    let shown = clerk.whole(&locator);
    for row in [
        ".FC/A/TFU CA PEK 1340.00YEX10 CNY1340.00END",
        ".FN/A/FCNY1340.00/SCNY1340.00/C0.00/XCNY120.00/TCNY50.00CN/TCNY70.00YQ/",
        ".EI/BIANGENGSHOUFEI 变更收费",
        ".FP/CASH,CNY",
    ] {
        assert!(shown.contains(row), "{row} in {shown}");
    }
}

#[test]
fn each_refusal_of_a_price_is_met() {
    let mut clerk = Clerk::new();
    assert_eq!(clerk.say("PAT:A"), "NO PNR");
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("SFC:01"), "NO DISPLAY");
    assert_eq!(clerk.say("PAT:A*CH"), "CAN NOT USE *CH FOR NON CHD PASSENGER");
    assert_eq!(clerk.say("PAT:A*IN"), "INFANT");
    assert_eq!(clerk.say("PAT:A#CGP/CC"), "没有符合条件的运价, 请使用手工处理");
    clerk.say("PAT:A");
    assert_eq!(clerk.say("SFC:03"), "ELE NBR");
    clerk.host.conduct.fare_percent = 150;
    assert!(clerk.say("PAT:A").contains("FARE:CNY2240.00"), "{}", clerk.last.answer.text());
}

#[test]
fn an_issue_comes_in_three_screens_and_leaves_its_numbers_in_the_record() {
    let mut clerk = Clerk::new();
    let locator = ready(&mut clerk);
    assert_eq!(clerk.say("ETDZ 1"), format!("CNY1610.00      {locator}\n999-2300000031"));
    assert_eq!(tickets(&clerk), ["9992300000031"]);
    let later: Vec<&str> = clerk.last.later.iter().map(|later| later.lines[0].as_str()).collect();
    assert_eq!(later, ["ET PROCESSING...  PLEASE WAIT!", "ELECTRONIC TICKET ISSUED"]);
    assert!(clerk.whole(&locator).contains("9992300000031/DPN0001/P1"));
    clerk.wait(SignedDuration::from_secs(1));
    let shown = clerk.whole(&locator);
    for row in [
        "  **ELECTRONIC TICKET PNR**\n 1.林青禾",
        "TFUPEK RR1",
        " 4.T\n",
        "SSR OTHS 1E 1 PNR RR AND PRINTED",
        "SSR TKNE CA HK1 TFUPEK 1212 Y25NOV 9992300000031/1/P1",
        ".TN/999-2300000031/P1",
    ] {
        assert!(shown.contains(row), "{row} in {shown}");
    }
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("ETDZ 1"), "PNR TKTD");
}

#[test]
fn one_block_of_lines_issues_and_its_end_is_not_missed() {
    let mut clerk = Clerk::new();
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}\nPAT:A"));
    clerk.say("SFC:01\n@");
    let limit = clerk.element(&locator, "TL/");
    clerk.say(&format!("RT {locator}\nXE{limit}\n2RR\nETDZ 1\n@"));
    assert_eq!(tickets(&clerk).len(), 1);
}

#[test]
fn each_refusal_of_an_issue_is_met() {
    let mut clerk = Clerk::new();
    assert_eq!(clerk.say("ETDZ 1"), "NO PNR");
    let locator = clerk.book(ONE_ADULT);
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("ETDZ 2"), "DEVICE");
    assert_eq!(clerk.say("ETDZ 1"), "ACTION");
    clerk.say("2RR");
    assert_eq!(clerk.say("ETDZ 1"), "PLEASE CHECK TKT ELEMENT");
}

#[test]
fn fares_documents_and_stock_are_wanted_in_this_order() {
    let mut clerk = Clerk::new();
    let text = ONE_ADULT.replace("SSR FOID CA HK/NI999999199001010011/P1\n", "");
    let locator = clerk.book(&text);
    prepare(&mut clerk, &locator);
    assert_eq!(clerk.say("ETDZ 1"), "INCOMPLETE PNR/FN");
    clerk.say("PAT:A");
    clerk.say("SFC:01");
    assert_eq!(clerk.say("ETDZ 1"), "请输入证件信息");
    clerk.say("SSR FOID CA HK/PPE00000001/P1");
    clerk.say("PAT:A");
    clerk.say("SFC:01");
    assert_eq!(clerk.say("ETDZ 1"), "MANUAL", "two fares for one passenger");
    assert!(clerk.host.records().tickets.is_empty());
}

#[test]
fn a_fare_of_another_itinerary_is_refused() {
    let mut clerk = Clerk::new();
    let locator = ready(&mut clerk);
    clerk.say("SS CA1210/Y/27NOV/CTUPEK/NN1\n@I");
    assert_eq!(clerk.last.answer.text(), "ITINERARY DOES NOT MATCH FC");
    assert_eq!(clerk.host.records().pnrs[&locator].segments.len(), 1);
}

#[test]
fn a_device_must_be_controlled_ready_and_stocked() {
    let mut clerk = Clerk::at(HostSettings { stock: 1, ..settings() });
    let locator = ready(&mut clerk);
    clerk.say("XI:1");
    assert_eq!(clerk.say("ETDZ 1"), "INACTIVE");
    clerk.say("TI:1");
    clerk.say("XC:1");
    assert_eq!(clerk.say("ETDZ 1"), "DEVICE");
    assert_eq!(clerk.say("EC:1"), "ACCEPTED");
    assert!(clerk.say("DI:1").contains("INPUT:ACTIVE"));
    assert!(clerk.say("TOL:").contains("2300000031-2300000031   LEFT      1"));
    clerk.say("ETDZ 1");
    assert_eq!(tickets(&clerk).len(), 1);
    assert_eq!(
        clerk.host.records().tickets.values().next().map(|ticket| ticket.locator.clone()),
        Some(locator)
    );
    ready(&mut clerk);
    assert_eq!(clerk.say("ETDZ 1"), "STOCK");
    assert_eq!(clerk.say("TN:1X/2300000031-2300000099"), "STOCK", "used numbers are not loaded again");
    assert_eq!(clerk.say("TN:1X/2400000000-2400000099"), "ACCEPTED");
    clerk.say("ETDZ 1");
    assert_eq!(tickets(&clerk), ["9992400000000"]);
}

#[test]
fn families_are_priced_and_ticketed_by_kind() {
    let mut clerk = Clerk::new();
    let locator = clerk.book("SS CA1212/Y/25NOV/TFUPEK/NN2\nNM1林青禾1何小满CHD\nXN:IN/林小禾INF(MAR26)/P1\nSSR INFT CA NN1 LIN/XIAOHE 05MAR26/P1\nSSR FOID CA HK/PPE00000001/P1\nSSR FOID CA HK/PPE00000002/P2\nCT CTU/028-00000000\nTK:TL/1200/24NOV/CTU999\n@");
    for request in ["PAT:A", "PAT:A*CH", "PAT:A*IN"] {
        clerk.say(&format!("RT {locator}\n{request}"));
        clerk.say("SFC:01\n@");
    }
    let shown = clerk.whole(&locator);
    assert!(shown.contains("FC/A/TFU CA PEK 1490.00Y CNY1490.00END/P1\n"), "{shown}");
    assert!(shown.contains("FC/IN/TFU CA PEK 150.00YIN90 CNY150.00END\n"), "{shown}");
    assert!(
        shown.contains("FN/A/IN/FCNY150.00/SCNY150.00/C0.00/TEXEMPTCN/TEXEMPTYQ/ACNY150.00\n"),
        "{shown}"
    );
    let limit = clerk.element(&locator, "TL/");
    clerk.say(&format!("RT {locator}\nXE{limit}\n3RR\nETDZ 1,INF"));
    assert_eq!(tickets(&clerk).len(), 1);
    clerk.wait(SignedDuration::from_secs(2));
    assert!(clerk.whole(&locator).contains("INF9992300000031/1/P1"));
    clerk.say("ETDZ 1/P1,ADL");
    assert_eq!(tickets(&clerk).len(), 1);
    clerk.wait(SignedDuration::from_secs(2));
    clerk.say(&format!("RT {locator}"));
    clerk.say("ETDZ 1");
    assert_eq!(tickets(&clerk).len(), 1, "only the child is left");
    clerk.wait(SignedDuration::from_secs(2));
    let list = clerk.say(&format!("DETR:CN/{locator}"));
    assert_eq!(list.matches("DETR:TN/999-").count(), 3);
    assert!(list.ends_with("END OF SELECTION LIST"), "{list}");
}

#[test]
fn a_pending_ticket_is_tried_again_on_the_same_day() {
    let mut clerk = Clerk::new();
    let locator = ready(&mut clerk);
    assert_eq!(clerk.say("ETRY:"), "CAN NOT RETRY THIS PNR. ETDZ FIRST");
    clerk.host.conduct.server = ServerConduct::Pending;
    clerk.say("ETDZ 1");
    let number = tickets(&clerk).pop().expect("one ticket");
    clerk.wait(SignedDuration::from_hours(1));
    assert!(!clerk.whole(&locator).contains("**ELECTRONIC TICKET PNR**"));
    assert_eq!(clerk.say(&format!("DETR:TN/{number}")), "TICKET NOT FOUND");
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("ETDZ 1"), "PNR TKTD");
    assert_eq!(clerk.say("ETRY:"), "ELECTRONIC TICKET TRANSACTION TIME OUT!!");
    clerk.host.conduct.server = ServerConduct::Prompt;
    assert_eq!(clerk.say("ETRY:"), "ET PROCESSING...  PLEASE WAIT!");
    assert_eq!(
        clerk.last.effects,
        [Effect::Retried { locator: locator.clone(), tickets: vec![number.clone()] }]
    );
    clerk.wait(SignedDuration::from_secs(1));
    assert!(clerk.say(&format!("DETR:TN/{number}")).contains("OPEN FOR USE"));
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("ETRY:"), "PNR TICKETED");
}

#[test]
fn a_pending_ticket_of_yesterday_is_out_of_date() {
    let mut clerk = Clerk::new();
    let locator = ready(&mut clerk);
    clerk.host.conduct.server = ServerConduct::Pending;
    clerk.say("ETDZ 1");
    clerk.wait(SignedDuration::from_hours(24));
    clerk.say(&format!("RT {locator}"));
    assert_eq!(clerk.say("ETRY:"), "CAN NOT RETRAY THIS ET, TICKET IS OUT OF DATE");
}

#[test]
fn the_ticket_server_can_fail_in_every_way_and_the_records_tell_the_truth() {
    use ServerConduct::{
        LateMessage, NothingIssued, Pending, Prompt, SilentAfterAmount, SilentAfterProcessing, TimeOut,
        TimeOutIssued,
    };
    for (conduct, screens, issued) in [
        (Prompt, 3, true),
        (LateMessage, 3, true),
        (SilentAfterAmount, 1, true),
        (SilentAfterProcessing, 2, true),
        (Pending, 2, false),
        (NothingIssued, 1, false),
        (TimeOut, 1, false),
        (TimeOutIssued, 1, true),
    ] {
        let mut clerk = Clerk::new();
        let locator = ready(&mut clerk);
        clerk.host.conduct.server = conduct;
        clerk.say("ETDZ 1");
        assert_eq!(1 + clerk.last.later.len(), screens, "{conduct:?}");
        let waiting = clerk.last.later.iter().any(|later| later.arrival == Arrival::Waiting);
        assert_eq!(waiting, conduct == LateMessage, "{conduct:?}");
        clerk.wait(SignedDuration::from_mins(1));
        let header = clerk.whole(&locator).contains("**ELECTRONIC TICKET PNR**");
        assert_eq!(header, issued, "{conduct:?}");
        let sold = clerk.say("TSL").contains(&locator);
        assert_eq!(sold, issued || conduct == Pending, "{conduct:?}");
    }
}

#[test]
fn a_ticket_face_has_every_field_in_its_place() {
    let mut clerk = Clerk::new();
    let (locator, number) = issue(&mut clerk);
    let airline = clerk.host.records().pnrs[&locator].airline_locator.clone().expect("a locator");
    let expected = format!(
        "DETR:TN/999-2300000031\nISSUED BY: AIR CHINA                 ORG/DST: CTU/BJS                 BSP-D\nE/R: BIANGENGSHOUFEI 变更收费\nTOUR CODE:\nPASSENGER: 林青禾\nEXCH:                               CONJ TKT:\nO FM:1TFU CA    1212  Y 25NOV 0855 OK Y                        20K OPEN FOR USE\n     T1T3 RL:{airline}  /{locator}1E\n  TO: PEK\nFC: 25NOV26TFU CA PEK1490.00CNY1490.00END\nFARE:           CNY 1490.00|FOP:CASH(CNY)\nTAX:            CNY 50.00CN|OI:                                                +"
    );
    assert_eq!(clerk.say(&format!("DETR:TN/{number}")), expected);
    assert_eq!(
        clerk.say("PN"),
        "TAX:            CNY 70.00YQ|                                                   -\nTOTAL:          CNY 1610.00|TKTN: 999-2300000031"
    );
    let other = clerk.say_at("SHA888", &format!("DETR:TN/{number}"));
    assert!(
        other.contains("FARE:                      |FOP:CASH(CNY)") && !other.contains("1490.00|"),
        "{other}"
    );
}

#[test]
fn tickets_are_found_by_record_and_document_and_show_their_papers_and_history() {
    let mut clerk = Clerk::new();
    let (locator, number) = issue(&mut clerk);
    let face = clerk.say(&format!("DETR:TN/{number}"));
    let airline = clerk.host.records().pnrs[&locator].airline_locator.clone().expect("a locator");
    for query in [format!("CN/{locator}"), format!("CN/{airline},C"), "NI/999999199001010011".to_owned()] {
        assert_eq!(clerk.say(&format!("DETR:{query}")), face, "{query}");
    }
    assert_eq!(
        clerk.say(&format!("DETR:TN/{number},F")),
        "NAME: 林青禾                TKTN:9992300000031\nRCPT:\n  1   NI999999199001010011"
    );
    assert!(clerk.say(&format!("DETR:TN/{number},H")).contains("ISSUED: 21NOV26 RVAL: 00"));
    assert!(clerk.say(&format!("DETR:TN/{number},S")).contains("TFU-PEK 航班 CA1212"));
    assert_eq!(clerk.say("DETR:TN/999-2300000999"), "TICKET NOT FOUND");
    assert_eq!(clerk.say("DETR:TN/999-23"), "PLS INPUT FULL TICKET NUMBER");
    assert_eq!(clerk.say("DETR:NI/999999199001010022"), "NO RECORD");
}

#[test]
fn a_cancelled_record_keeps_its_ticket_numbers_and_loses_what_the_airline_got() {
    let mut clerk = Clerk::new();
    let (locator, number) = issue(&mut clerk);
    clerk.say(&format!("RT {locator}\nXEPNR@"));
    let shown = clerk.whole(&locator);
    assert!(shown.contains("TN/999-2300000031/P1") && !shown.contains("TKNE"), "{shown}");
    assert_eq!(clerk.host.records().tickets[&number].settlement, Settlement::Issued);
}

#[test]
fn tickets_are_not_deleted_by_hand() {
    let mut clerk = Clerk::new();
    let (locator, _) = issue(&mut clerk);
    let number = clerk.element(&locator, "TKNE");
    assert_eq!(clerk.say(&format!("XE{number}")), "ILLEGAL");
}

#[test]
fn a_record_the_airline_is_not_known_to_have_is_not_tried_again() {
    let mut clerk = Clerk::new();
    let locator = ready(&mut clerk);
    clerk.host.conduct.server = ServerConduct::Pending;
    clerk.say("ETDZ 1");
    let remark = clerk.element(&locator, "RMK CA/");
    clerk.say(&format!("RT {locator}\nXE{remark}\n@"));
    clerk.say(&format!("RT {locator}"));
    clerk.host.conduct.server = ServerConduct::Prompt;
    assert_eq!(clerk.say("ETRY:"), "RMK CA/XXXXX NOT FOUND. PNR MISMATCH");
}
