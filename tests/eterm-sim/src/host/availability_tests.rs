//! The worked examples of the reference, column by column.

use super::*;
use crate::flights::model::{ClockTime, FlightNumber, Link, Seats};
use jiff::civil::date;

fn class(text: &str) -> Class {
    let (name, letter) = text.split_at(text.len() - 1);
    let seats = match letter {
        "A" => Seats::Many,
        "L" => Seats::Waitlist,
        "Q" => Seats::Request,
        "S" => Seats::Limit,
        "C" => Seats::Closed,
        "X" => Seats::Cancelled,
        "Z" => Seats::Unknown,
        digit => Seats::Count(digit.parse().expect("a digit")),
    };
    Class { name: name.to_owned(), seats }
}

fn classes(text: &str) -> Vec<Class> {
    text.split_whitespace().map(class).collect()
}

fn clock(text: &str) -> ClockTime {
    let number = |range: std::ops::Range<usize>| text[range].parse::<i16>().expect("digits");
    let days = if text.len() > 4 { text[4..].parse().expect("an offset") } else { 0 };
    ClockTime { days, minutes: number(0..2) * 60 + number(2..4) }
}

/// A leg from its flight, pair, times and equipment; direct sell, seat reservation, electronic ticket.
fn leg(flight: &str, pair: &str, times: (&str, &str), equipment: &str) -> Leg {
    Leg {
        flight: FlightNumber::printed(flight),
        operating: None,
        link: Link::DirectSell,
        classes: Vec::new(),
        sub_classes: Vec::new(),
        from: pair[..3].to_owned(),
        to: pair[3..].to_owned(),
        departure: clock(times.0),
        arrival: clock(times.1),
        equipment: equipment.to_owned(),
        stops: 0,
        seat_reservation: true,
        meal: None,
        electronic_ticket: true,
        departure_terminal: None,
        arrival_terminal: None,
    }
}

trait With: Sized {
    fn selling(self, text: &str) -> Self;
    fn terminals(self, from: &str, to: &str) -> Self;
    fn meal(self, letter: char) -> Self;
    fn flown_as(self, operating: &str) -> Self;
}

impl With for Leg {
    fn selling(self, text: &str) -> Self {
        Self { classes: classes(text), ..self }
    }
    fn terminals(self, from: &str, to: &str) -> Self {
        let known = |terminal: &str| (terminal != "--").then(|| terminal.to_owned());
        Self { departure_terminal: known(from), arrival_terminal: known(to), ..self }
    }
    fn meal(self, letter: char) -> Self {
        Self { meal: Some(letter), ..self }
    }
    fn flown_as(self, operating: &str) -> Self {
        Self { operating: Some(FlightNumber::printed(operating)), ..self }
    }
}

fn header(day: Date, pair: &str) -> Header {
    Header {
        date: day,
        names_year: false,
        from: pair[..3].to_owned(),
        to: pair[3..].to_owned(),
        via: None,
        direct_only: false,
    }
}

fn screen(header: &Header, journeys: &[Journey], notes: &[&str]) -> String {
    let mut rows = vec![header.row()];
    for (index, journey) in journeys.iter().enumerate() {
        let mark = match index {
            0 => Some(PageMark::First),
            _ if index + 1 == journeys.len() => Some(PageMark::More),
            _ => None,
        };
        rows.extend(journey_rows(index + 1, mark, journey, Detail::Full(Continuation::GreaterThan)));
    }
    rows.extend(notes.iter().map(|note| (*note).to_owned()));
    rows.join("\n")
}

fn one_leg(leg: Leg, duration: i16) -> Journey {
    Journey { legs: vec![leg], duration }
}

#[test]
fn code_share_sub_classes_and_twenty_classes_stand_in_their_columns() {
    let air_china = leg("CA1831", "PEKSHA", ("0730", "0945"), "33A").meal('B').terminals("T3", "T2");
    let journeys = [
        one_leg(
            Leg { sub_classes: classes("M1A H1S V1S"), ..air_china.clone() }
                .selling("F8 A2 YA BA MA UA HA QA VA WS SS TS LS NS KQ"),
            135,
        ),
        one_leg(
            Leg { flight: FlightNumber::printed("ZH1831"), ..air_china }
                .flown_as("CA1831")
                .selling("F4 YA BA MA UQ HQ QQ VQ"),
            135,
        ),
        one_leg(
            leg("MU5102", "PEKSHA", ("0800", "1010"), "789")
                .meal('S')
                .terminals("T2", "T2")
                .selling("J7 C5 D3 QL I0 W6 P5 YA BA MA EA HA KS LS NS RS SQ VQ TQ ZQ"),
            130,
        ),
        one_leg(
            leg("HO1252", "PKXSHA", ("0905", "1125"), "320")
                .terminals("--", "T2")
                .selling("CA YA BA MA UA HA QA VA WS"),
            140,
        ),
    ];
    let notes = ["**  CA  PLEASE CHECK IN 45 MINUTES BEFORE DEPARTURE AT PEK"];
    let expected = "\x20\
25NOV(WED) BJSSHA
1-  CA1831  DS# F8 A2 YA BA MA UA HA QA VA WS  PEKSHA 0730   0945   33A 0^B  E
>               SS TS LS NS KQ                                      T3 T2  2:15
               ** M1A H1S V1S
2  *ZH1831  DS# F4 YA BA MA UQ HQ QQ VQ        PEKSHA 0730   0945   33A 0^B  E
>   CA1831                                                          T3 T2  2:15
3   MU5102  DS# J7 C5 D3 QL I0 W6 P5 YA BA MA  PEKSHA 0800   1010   789 0^S  E
>               EA HA KS LS NS RS SQ VQ TQ ZQ                       T2 T2  2:10
4+  HO1252  DS# CA YA BA MA UA HA QA VA WS     PKXSHA 0905   1125   320 0^   E
>                                                                   -- T2  2:20
**  CA  PLEASE CHECK IN 45 MINUTES BEFORE DEPARTURE AT PEK";
    assert_eq!(screen(&header(date(2026, 11, 25), "BJSSHA"), &journeys, &notes), expected);
}

#[test]
fn connections_show_offsets_on_both_times_and_the_total_on_the_last_leg() {
    let first = Journey {
        legs: vec![
            leg("CA4194", "CTUPEK", ("1800", "2040"), "330")
                .meal('D')
                .terminals("T2", "T3")
                .selling("F4 A2 YA BA MA UA HA QA VS WS SS TS"),
            leg("CA855", "PEKLHR", ("1330+1", "1730+1"), "77W")
                .meal('M')
                .terminals("T3", "2")
                .selling("F2 P1 J9 C6 D4 Z2 R1 YA BA MA UA HA QA VL WL SL"),
        ],
        duration: 30 * 60 + 30,
    };
    let second = Journey {
        legs: vec![
            leg("3U8887", "CTUPEK", ("1500", "1735"), "321")
                .meal('S')
                .terminals("T1", "T3")
                .selling("C8 YA TA WA MA HA KS LQ"),
            Leg {
                seat_reservation: false,
                ..leg("LX3551", "PEKLHR", ("0200+1", "0615+1"), "333")
                    .flown_as("CA937")
                    .terminals("T3", "2")
                    .selling("J4 C4 D4 ZC YA BA MC UC")
            },
        ],
        duration: 23 * 60 + 15,
    };
    let header = Header { names_year: true, ..header(date(2026, 11, 26), "CTULON") };
    let expected = "\x20\
26NOV26(THU) CTULON
1-  CA4194  DS# F4 A2 YA BA MA UA HA QA VS WS  CTUPEK 1800   2040   330 0^D  E
>               SS TS                                               T2 T3
    CA855   DS# F2 P1 J9 C6 D4 Z2 R1 YA BA MA     LHR 1330+1 1730+1 77W 0^M  E
>               UA HA QA VL WL SL                                   T3 2  30:30
2+  3U8887  DS# C8 YA TA WA MA HA KS LQ        CTUPEK 1500   1735   321 0^S  E
>                                                                   T1 T3
   *LX3551  DS# J4 C4 D4 ZC YA BA MC UC           LHR 0200+1 0615+1 333 0    E
>   CA937                                                           T3 2  23:15";
    assert_eq!(screen(&header, &[first, second], &[]), expected);
}

#[test]
fn stops_closed_classes_and_a_paper_ticket_stand_in_their_columns() {
    let journeys = [
        one_leg(
            Leg {
                link: Link::ScheduleChanged,
                seat_reservation: false,
                stops: 1,
                ..leg("MU5636", "URCSHA", ("0905", "1655"), "738")
                    .terminals("T2", "T2")
                    .selling("F0 Y7 B4 M2 EL HL KX LC NC RC SC VC TC WZ")
            },
            470,
        ),
        one_leg(
            leg("MU5600", "URCPVG", ("1210", "1710"), "32L")
                .meal('L')
                .terminals("T2", "T1")
                .selling("J8 C8 D8 QS I8 YA BA MA EA HA KA LA NQ RQ"),
            300,
        ),
        one_leg(
            Leg {
                electronic_ticket: false,
                ..leg("FM9222", "URCPVG", ("2130", "0225+1"), "73E")
                    .terminals("T2", "T1")
                    .selling("J8 C8 D8 YA BA MA")
            },
            295,
        ),
    ];
    let header =
        Header { via: Some("MU".to_owned()), direct_only: true, ..header(date(2026, 11, 27), "URCSHA") };
    let notes = ["『**  MU  FARE    URCSHA/SHAURC   YI:MU/TZ305』"];
    let expected = "\x20\
27NOV(FRI) URCSHA VIA MU DIRECT ONLY
1-  MU5636  AS# F0 Y7 B4 M2 EL HL KX LC NC RC  URCSHA 0905   1655   738 1    E
>               SC VC TC WZ                                         T2 T2  7:50
2   MU5600  DS# J8 C8 D8 QS I8 YA BA MA EA HA  URCPVG 1210   1710   32L 0^L  E
>               KA LA NQ RQ                                         T2 T1  5:00
3+  FM9222  DS# J8 C8 D8 YA BA MA              URCPVG 2130   0225+1 73E 0^
>                                                                   T2 T1  4:55
『**  MU  FARE    URCSHA/SHAURC   YI:MU/TZ305』";
    assert_eq!(screen(&header, &journeys, &notes), expected);
}

#[test]
fn the_short_list_is_one_row_a_flight_with_ten_classes() {
    let flight =
        leg("MU5102", "PEKSHA", ("0800", "1010"), "789").selling("J7 C5 D3 QL I0 W6 P5 YA BA MA EA HA");
    let rows = journey_rows(3, None, &one_leg(flight, 130), Detail::Short);
    assert_eq!(rows, ["3   MU5102  DS# J7 C5 D3 QL I0 W6 P5 YA BA MA  PEKSHA 0800   1010   789 0^   E"]);
}

#[test]
fn a_line_number_of_two_digits_pushes_the_mark_right() {
    let flight = leg("MU5102", "PEKSHA", ("0800", "1010"), "789").flown_as("CZ1");
    let rows = journey_rows(10, Some(PageMark::More), &one_leg(flight, 130), Detail::Short);
    assert!(rows[0].starts_with("10+*MU5102  DS#"), "{}", rows[0]);
}

#[test]
fn a_continuation_may_begin_with_the_start_of_entry_mark() {
    let flight = leg("MU5102", "PEKSHA", ("0800", "1010"), "789");
    let rows = journey_rows(1, None, &one_leg(flight, 130), Detail::Full(Continuation::StartOfEntry));
    assert!(rows[1].starts_with("►  "), "{}", rows[1]);
}
