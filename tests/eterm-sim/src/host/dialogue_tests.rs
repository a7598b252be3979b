//! A session with the host, command by command.

use crate::flights::{Query, search};
use crate::host::{Host, HostSettings, Reply};
use jiff::civil::{DateTime, date};

fn settings() -> HostSettings {
    HostSettings::plain("PEK099", "34825")
}

fn now() -> DateTime {
    date(2026, 11, 21).at(14, 32, 0, 0)
}

fn signed_in() -> Host {
    Host::new(settings())
}

fn reply(host: &mut Host, text: &str) -> Reply {
    host.transmit("a", text, now())
}

fn ask(host: &mut Host, text: &str) -> String {
    reply(host, text).answer.text()
}

#[test]
fn without_an_agent_only_signing_in_and_the_areas_are_answered() {
    let mut host = Host::new(HostSettings { signed_in: false, ..settings() });
    for text in ["AVH/PEKSHA/25NOV", "PN", "SO", "XYZ", "I", "CP"] {
        assert_eq!(ask(&mut host, text), "PLEASE SIGN IN FIRST", "{text}");
    }
    assert!(ask(&mut host, "DA").starts_with("A  AVAIL\n"));
    assert_eq!(ask(&mut host, "SI:1/demo"), "USER GRP");
    assert_eq!(ask(&mut host, "SI:20999/wrong"), "PROT SET");
    assert_eq!(ask(&mut host, "SI:20999/demo"), "A* 20999 21NOV 1432 12 PEK099");
    assert_eq!(ask(&mut host, "SI:20999/demo"), "ILLEGAL");
    assert!(ask(&mut host, "DA").starts_with("A* 20999 21NOV 1432 12 PEK099\nB  AVAIL\n"));
    assert_eq!(ask(&mut host, "SO"), "20999 SIGNED OUT A");
    assert_eq!(ask(&mut host, "AVH/PEKSHA"), "PLEASE SIGN IN FIRST");
}

#[test]
fn every_refusal_an_availability_query_can_meet_is_met() {
    let mut host = signed_in();
    let refused = [
        ("AVH/PEKSH", "FORMAT"),
        ("AVH/PEKSHA/31FEB", "DATE"),
        ("AVH/PEKSHA/20NOV26", "DATE"),
        ("AVH/PEKSHA/25NOV/2500", "TIME"),
        ("AVH/PEKSHA/25NOV/QQ", "AIRLINE"),
        ("AVH/PEKSHA/25NOV/7", "CLASS"),
        ("AVH/PEKQQQ/25NOV", "SEGMENT"),
        ("AVH/PEKPKX/25NOV", "SEGMENT"),
        ("AVX", "FORMAT"),
        ("HELLO", "FUNCTION"),
        ("AVH/PEK北京", "INVALID CHAR"),
        ("AVH/PEKSHA/25NOV/TV", "NO DISPLAY"),
        ("AVH/RA/30NOV/2359", "NO DISPLAY"),
        ("PN", "NO DISPLAY"),
        ("SD1Y1", "SCH NBR"),
    ];
    for (text, answer) in refused {
        assert_eq!(ask(&mut host, text), answer, "{text}");
    }
}

#[test]
fn the_header_names_the_cities_and_the_limits() {
    let mut host = signed_in();
    let header = |host: &mut Host, text: &str| reply(host, text).answer.lines[0].clone();
    assert_eq!(header(&mut host, "AVH/PEKPVG/25NOV"), " 25NOV(WED) BJSSHA");
    assert_eq!(header(&mut host, "avh/peksha/25nov26/ca/d"), " 25NOV26(WED) BJSSHA VIA CA DIRECT ONLY");
    assert_eq!(header(&mut host, "AV:PEKSHA/."), " 21NOV(SAT) BJSSHA");
    assert_eq!(header(&mut host, "AV:PEKSHA/+"), " 22NOV(SUN) BJSSHA");
    assert_eq!(header(&mut host, "AV:PEKSHA/-"), " 20NOV(FRI) BJSSHA");
    assert_eq!(header(&mut host, "AVH/RA/30NOV"), " 30NOV(MON) SHABJS");
}

#[test]
fn there_is_no_return_before_the_first_query() {
    assert_eq!(ask(&mut signed_in(), "AVH/RA/30NOV"), "NO DISPLAY");
}

#[test]
fn paging_acts_on_the_last_paged_answer_and_any_other_command_loses_it() {
    let mut host = signed_in();
    let first = ask(&mut host, "AVH/PEKSHA/25NOV");
    let second = ask(&mut host, "PN");
    assert_ne!(first, second);
    assert_eq!(ask(&mut host, "PB"), first);
    assert_eq!(ask(&mut host, "PB"), "NO DISPLAY");
    assert_eq!(ask(&mut host, "PN"), second, "a page that does not exist loses nothing");
    for between in ["DA", "I", "XYZ", "CP", "AVH/PEKQQQ"] {
        assert_eq!(ask(&mut host, "AVH/PEKSHA/25NOV"), first);
        ask(&mut host, between);
        assert_eq!(ask(&mut host, "PN"), "NO DISPLAY", "after {between}");
    }
}

#[test]
fn pages_end_and_together_hold_every_flight_once() {
    let mut host = signed_in();
    let mut page = ask(&mut host, "AVH/PEKSHA/25NOV");
    let mut lines = 0;
    for _ in 0..20 {
        let numbered: Vec<&str> =
            page.lines().filter(|row| row.starts_with(|c: char| c.is_ascii_digit())).collect();
        lines += numbered.len();
        if !numbered.iter().any(|row| row[1..3].contains('+')) {
            break;
        }
        page = ask(&mut host, "PN");
    }
    let query = Query::everything("BJS", "SHA", date(2026, 11, 25));
    assert_eq!(lines, search(host.timetable(), &query).len());
    assert_eq!(ask(&mut host, "PN"), "NO DISPLAY");
}

#[test]
fn clearing_pages_clears_the_screen() {
    let answer = reply(&mut signed_in(), "CP").answer;
    assert!(answer.clears_screen && answer.lines.is_empty());
}

#[test]
fn a_sale_from_a_line_is_checked_against_the_display() {
    let mut host = signed_in();
    ask(&mut host, "AVH/PEKSHA/25NOV/CA");
    assert_eq!(ask(&mut host, "SD99Y1"), "SCH NBR");
    ask(&mut host, "AVH/PEKSHA/25NOV/CA");
    assert_eq!(ask(&mut host, "SD1J1"), "CLASS");
}

#[test]
fn an_office_that_may_not_see_counts_gets_rows_without_classes_and_is_told() {
    let mut host = Host::new(HostSettings { hides_counts: true, ..settings() });
    let answer = reply(&mut host, "AVH/PEKSHA/25NOV").answer;
    assert_eq!(answer.lines.last().map(String::as_str), Some("很抱歉，您没有权限查看舱位剩余可订数"));
    assert_eq!(&answer.lines[1][16..46], " ".repeat(30));
}

#[test]
fn the_host_can_sign_the_agent_off() {
    let mut host = signed_in();
    ask(&mut host, "DA");
    host.sign_off("a");
    assert_eq!(ask(&mut host, "AVH/PEKSHA/25NOV"), "PLEASE SIGN IN FIRST");
}
