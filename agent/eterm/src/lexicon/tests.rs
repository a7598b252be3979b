//! Tests of the host's small words.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

#[test]
fn flights_may_start_with_a_digit_and_have_one_to_four_digits() {
    for right in ["CA1831", "3U8887", "9C8888", "CA1", "CA967", "MU5102A", "8L96"] {
        assert_eq!(right.parse::<FlightNumber>().unwrap().as_str(), right);
    }
    for wrong in ["", "CA", "C1", "CA12345", "CAA", "ca1831", "CA 967", "CA18-1", "CA1831AB", "北京1"] {
        assert!(wrong.parse::<FlightNumber>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_date_prints_as_it_came_with_and_without_year() {
    for text in ["25NOV", "26NOV26", "01JAN", "31DEC99"] {
        assert_eq!(text.parse::<HostDate>().unwrap().to_string(), text);
    }
    for wrong in
        ["", "25", "25nov", "00NOV", "32NOV", "25NOP", "5NOV", "25NOV2", "25NOV2026", "+5NOV", "25NOV+6"]
    {
        assert!(wrong.parse::<HostDate>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_date_without_year_is_the_next_such_day() {
    let word: HostDate = "25NOV".parse().unwrap();
    assert_eq!(word.resolve(date(2026, 11, 25)), Some(date(2026, 11, 25)));
    assert_eq!(word.resolve(date(2026, 11, 26)), Some(date(2027, 11, 25)));
}

#[test]
fn a_glued_year_wins_over_the_next_such_day() {
    let word: HostDate = "25NOV27".parse().unwrap();
    assert_eq!(word.resolve(date(2026, 1, 1)), Some(date(2027, 11, 25)));
    assert!(!word.falls_on(date(2026, 11, 25)));
}

#[test]
fn the_leap_day_waits_for_a_leap_year_and_the_31st_of_february_never_comes() {
    assert_eq!("29FEB".parse::<HostDate>().unwrap().resolve(date(2025, 3, 1)), Some(date(2028, 2, 29)));
    assert_eq!("31FEB".parse::<HostDate>().unwrap().resolve(date(2025, 3, 1)), None);
}

#[test]
fn weekdays_agree_with_the_calendar() {
    assert_eq!(DayOfWeek::of(date(2026, 11, 25)), "WED".parse().unwrap());
    assert_eq!(DayOfWeek::of(date(2026, 11, 29)), "SUN".parse().unwrap());
    assert!("wed".parse::<DayOfWeek>().is_err());
}

#[test]
fn a_status_says_whether_a_seat_can_be_sold_at_once() {
    let status = |text: &str| text.parse::<ClassSeats>().unwrap().status();
    assert_eq!(status("YA"), ClassStatus::MoreThanNine);
    assert_eq!(status("Y3"), ClassStatus::Seats(3));
    assert_eq!(status("SS"), ClassStatus::SoldOut);
    assert!(status("YA").is_sellable() && status("Y1").is_sellable());
    for closed in ["Y0", "YL", "YQ", "YS", "YC", "YX", "YZ", "YK"] {
        assert!(!status(closed).is_sellable(), "{closed}");
    }
}

#[test]
fn a_sub_class_keeps_its_digit() {
    let seats: ClassSeats = "M1S".parse().unwrap();
    assert_eq!((seats.class().as_str(), seats.is_sub_class()), ("M1", true));
    assert_eq!(seats.to_string(), "M1S");
    for wrong in ["", "Y", "1A", "YAA", "ya", "Y-", "M1SS", "Y\u{fffd}"] {
        assert!(wrong.parse::<ClassSeats>().is_err(), "{wrong:?}");
    }
}

#[test]
fn an_elapsed_time_is_kept_as_printed_and_counts_minutes() {
    for (text, minutes) in [("2:15", 135), ("02:15", 135), ("30:30", 1830), ("0:05", 5)] {
        let elapsed: Elapsed = text.parse().unwrap();
        assert_eq!((elapsed.as_str(), elapsed.minutes()), (text, minutes));
    }
    for wrong in ["", ":15", "2:5", "2:60", "100:00", "2.15", "a:15"] {
        assert!(wrong.parse::<Elapsed>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_date_fits_a_weekday_or_no_date_does() {
    let word: HostDate = "25NOV".parse().unwrap();
    let wednesday: Weekday = "WE".parse().unwrap();
    let thursday: Weekday = "TH".parse().unwrap();
    assert_eq!(word.resolve_on(date(2026, 1, 1), |day| wednesday.is(day)), Some(date(2026, 11, 25)));
    assert_eq!(word.resolve_on(date(2026, 1, 1), |day| thursday.is(day)), Some(date(2027, 11, 25)));
    assert_eq!("25NOV26".parse::<HostDate>().unwrap().split_year(), (word, Some("26".to_owned())));
    for wrong in ["", "WED", "we", "XX"] {
        assert!(wrong.parse::<Weekday>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_status_and_a_count_stand_in_one_word() {
    let action: ActionCode = "HK23".parse().unwrap();
    assert_eq!((action.status(), action.count(), action.segment_status().as_str()), ("HK", 23, "HK"));
    for wrong in ["", "HK", "H1", "HK1234", "hk1", "HK1A", "HK-1"] {
        assert!(wrong.parse::<ActionCode>().is_err(), "{wrong:?}");
    }
    assert!("HKX".parse::<SegmentStatus>().is_err() && "S22".parse::<BookingClass>().is_err());
}

#[test]
fn an_amount_is_counted_in_hundredths() {
    for (text, hundredths) in
        [("680.00", 68_000), ("0.05", 5), ("810", 81_000), ("999999999.99", 99_999_999_999)]
    {
        assert_eq!(text.parse::<Amount>().unwrap().hundredths(), hundredths);
    }
    for wrong in ["", ".", "1.", ".50", "1.5", "1.500", "1,000.00", "-1.00", "1.00.00", "1234567890"] {
        assert!(wrong.parse::<Amount>().is_err(), "{wrong:?}");
    }
    let money: Money = "CNY  680.00".parse().unwrap();
    assert_eq!((money.cur.as_str(), money.amount.as_str()), ("CNY", "680.00"));
    assert!("680.00".parse::<Money>().is_err() && "CN".parse::<Money>().is_err());
}

#[test]
fn a_ticket_prints_with_its_dash() {
    for text in ["999-2300000031", "9992300000031"] {
        assert_eq!(text.parse::<TicketNumber>().unwrap().to_string(), "999-2300000031");
    }
    assert_eq!("001-0000000001".parse::<TicketNumber>().unwrap().to_string(), "001-0000000001");
    for wrong in
        ["", "999-230000003", "999-23000000311", "99-92300000031", "999--2300000031", "999-23000O0031"]
    {
        assert!(wrong.parse::<TicketNumber>().is_err(), "{wrong:?}");
    }
}

#[test]
fn a_set_of_tickets_counts_from_the_first_to_the_last_even_over_a_hundred() {
    let numbers = |text: &str| {
        text.parse::<TicketRange>().unwrap().numbers().map(|number| number.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(numbers("220-2300000038-39"), ["220-2300000038", "220-2300000039"]);
    assert_eq!(numbers("220-2300000099-00"), ["220-2300000099", "220-2300000100"]);
    assert_eq!(numbers("2202300000038"), ["220-2300000038"]);
    assert!("220-2300000038-3".parse::<TicketRange>().is_err());
}

#[test]
fn airports_of_one_city_share_its_code() {
    assert_eq!(metropolitan_area("PKX"), metropolitan_area("BJS"));
    assert_eq!(metropolitan_area("PVG"), "SHA");
    assert_eq!(metropolitan_area("URC"), "URC");
}

proptest! {
    #[test]
    fn no_word_accepts_what_it_does_not_print_again(text in "[ -~►\u{fffd}京]{0,8}") {
        let printed = [
            text.parse::<FlightNumber>().map(String::from).ok(),
            text.parse::<Equipment>().map(String::from).ok(),
            text.parse::<Building>().map(String::from).ok(),
            text.parse::<Link>().map(String::from).ok(),
            text.parse::<Elapsed>().map(String::from).ok(),
            text.parse::<HostDate>().map(String::from).ok(),
            text.parse::<ClassSeats>().map(String::from).ok(),
            text.parse::<BookingClass>().map(String::from).ok(),
            text.parse::<SegmentStatus>().map(String::from).ok(),
            text.parse::<ActionCode>().map(String::from).ok(),
            text.parse::<Weekday>().map(String::from).ok(),
            text.parse::<Currency>().map(String::from).ok(),
            text.parse::<Amount>().map(String::from).ok(),
        ];
        for word in printed.into_iter().flatten() {
            prop_assert_eq!(&word, &text);
        }
    }
}
