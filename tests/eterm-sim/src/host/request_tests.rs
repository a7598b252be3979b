//! Every spelling of an availability request, and every way to get one wrong.

use super::*;
use jiff::civil::date;

fn parse(text: &str) -> Result<AvailabilityRequest, Refusal> {
    AvailabilityRequest::parse(text.strip_prefix("AV").expect("the verb"))
}

#[test]
fn every_spelling_of_the_full_list_is_understood() {
    let spellings = [
        "AVH/PEKSHA/25NOV",
        "AV:H/PEKSHA/25NOV",
        "AV H/PEKSHA/25NOV",
        "AVH PEKSHA/25NOV",
        "AVH:PEKSHA/25NOV",
    ];
    for text in spellings {
        let request = parse(text).unwrap_or_else(|refusal| panic!("{text}: {refusal}"));
        assert!(request.full, "{text}");
        assert_eq!(request.pair, Pair::Places("PEK".to_owned(), "SHA".to_owned()), "{text}");
        assert_eq!(request.date, DateWord::Next { day: 25, month: 11 }, "{text}");
    }
}

#[test]
fn without_h_the_short_list_is_meant_even_for_a_city_that_begins_with_h() {
    for text in ["AV:PEKSHA/25NOV", "AV PEKSHA/25NOV", "AVPEKSHA/25NOV", "AV/PEKSHA/25NOV"] {
        assert!(!parse(text).expect(text).full, "{text}");
    }
    let hangzhou = parse("AVHGHPEK").expect("a pair");
    assert!(!hangzhou.full);
    assert_eq!(hangzhou.pair, Pair::Places("HGH".to_owned(), "PEK".to_owned()));
}

#[test]
fn the_date_may_be_a_sign_a_day_a_day_with_year_or_nothing() {
    let date_of = |text: &str| parse(text).expect(text).date;
    assert_eq!(date_of("AV:PEKSHA/."), DateWord::Today);
    assert_eq!(date_of("AV:PEKSHA/+"), DateWord::Tomorrow);
    assert_eq!(date_of("AV:PEKSHA/-"), DateWord::Yesterday);
    assert_eq!(date_of("AV:PEKSHA"), DateWord::Today);
    assert_eq!(date_of("AVH/PEKSHA/26NOV26"), DateWord::Exact(date(2026, 11, 26)));
    assert_eq!(date_of("AVH/PEKSHA//CA"), DateWord::Today);
}

#[test]
fn options_come_in_order_and_any_may_be_left_out() {
    let full = parse("AVH/PEKSHA/25NOV/1200/CA/D/Y").expect("all options");
    assert_eq!((full.earliest, full.airline.as_deref()), (Some(720), Some("CA")));
    assert_eq!((full.directness, full.class), (Directness::Direct, Some('Y')));
    let some = parse("AVH/PEKSHA/25NOV/3U/N").expect("some options");
    assert_eq!(
        (some.airline.as_deref(), some.directness, some.class),
        (Some("3U"), Directness::NonStop, None)
    );
    let class_d = parse("AVH/PEKSHA/25NOV/D/D").expect("direct, class D");
    assert_eq!((class_d.directness, class_d.class), (Directness::Direct, Some('D')));
    assert_eq!(parse("AVH/PEKSHA/25NOV/CA/1200"), Err(Refusal::Format));
    assert_eq!(parse("AVH/PEKSHA/25NOV/CA/MU"), Err(Refusal::Format));
}

#[test]
fn the_return_of_the_last_query_takes_a_date() {
    for text in ["AVH/RA/30NOV", "AV:RA/30NOV", "AV:H/RA/30NOV"] {
        let request = parse(text).expect(text);
        assert_eq!(request.pair, Pair::ReturnOfLast);
        assert_eq!(request.date, DateWord::Next { day: 30, month: 11 });
    }
}

#[test]
fn each_wrong_field_is_named() {
    let wrong = [
        ("AVH/PEKSH/25NOV", Refusal::Format),
        ("AVH/PEKSHAX/25NOV", Refusal::Format),
        ("AVH", Refusal::Format),
        ("AVH/PEK5HA/25NOV", Refusal::Format),
        ("AVH/PEKSHA/31FEB", Refusal::Date),
        ("AVH/PEKSHA/25NOX", Refusal::Date),
        ("AVH/PEKSHA/29FEB27", Refusal::Date),
        ("AVH/PEKSHA/25NOV/2400", Refusal::Time),
        ("AVH/PEKSHA/25NOV/1260", Refusal::Time),
        ("AVH/PEKSHA/25NOV/QQ", Refusal::Airline),
        ("AVH/PEKSHA/25NOV/7", Refusal::Class),
        ("AVH/PEKSHA/25NOV/12000", Refusal::Format),
        ("AVH/PEKSHA/25NOV/D/Y/Z", Refusal::Format),
    ];
    for (text, refusal) in wrong {
        assert_eq!(parse(text), Err(refusal), "{text}");
    }
}

#[test]
fn a_date_without_year_is_the_next_one_and_the_past_is_refused() {
    let today = date(2026, 11, 21);
    let resolve = |day, month| DateWord::Next { day, month }.resolve(today);
    assert_eq!(resolve(21, 11), Ok(today));
    assert_eq!(resolve(3, 1), Ok(date(2027, 1, 3)));
    assert_eq!(resolve(20, 11), Err(Refusal::Date), "the next 20NOV is beyond what is held");
    assert_eq!(resolve(29, 2), Err(Refusal::Date), "2027 is no leap year");
    assert_eq!(DateWord::Exact(date(2026, 11, 20)).resolve(today), Err(Refusal::Date));
    assert_eq!(DateWord::Exact(date(2026, 12, 20)).resolve(today), Ok(date(2026, 12, 20)));
    assert_eq!(DateWord::Yesterday.resolve(today), Ok(date(2026, 11, 20)));
    assert_eq!(DateWord::Tomorrow.resolve(today), Ok(date(2026, 11, 22)));
}
