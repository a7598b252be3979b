//! Commands: their texts, their effects, and that nothing from outside can smuggle a second one.

#![cfg(test)]

use jiff::civil::{Date, date};
use proptest::prelude::*;
use waystation_eterm::command::{
    Availability, Command, CommandError, Options, Paging, Routing, return_availability,
};
use waystation_eterm::step::{EffectKind, Harmless};
use waystation_shared::flight::QueryAv;

const DAY: Date = date(2026, 11, 25);

fn availability(options: Options) -> Availability {
    Availability { from: "PEK".parse().unwrap(), to: "SHA".parse().unwrap(), date: DAY, options }
}

fn text(options: Options) -> String {
    availability(options).command().unwrap().text().to_owned()
}

#[test]
fn a_plain_question_is_pair_and_date() {
    assert_eq!(text(Options::default()), "AVH/PEKSHA/25NOV");
    let first = Availability { date: date(2027, 1, 1), ..availability(Options::default()) };
    assert_eq!(first.command().unwrap().text(), "AVH/PEKSHA/01JAN");
}

#[test]
fn all_options_come_in_the_order_of_the_host() {
    let all = Options {
        time: Some("1200".parse().unwrap()),
        airline: Some("CA".parse().unwrap()),
        routing: Some(Routing::Direct),
        class: Some("Y".parse().unwrap()),
    };
    assert_eq!(text(all), "AVH/PEKSHA/25NOV/1200/CA/D/Y");
}

#[test]
fn every_option_may_stand_alone() {
    let none = Options::default;
    assert_eq!(text(Options { time: Some("0800".parse().unwrap()), ..none() }), "AVH/PEKSHA/25NOV/0800");
    assert_eq!(text(Options { airline: Some("3U".parse().unwrap()), ..none() }), "AVH/PEKSHA/25NOV/3U");
    assert_eq!(text(Options { routing: Some(Routing::NonStop), ..none() }), "AVH/PEKSHA/25NOV/N");
    assert_eq!(text(Options { class: Some("Y".parse().unwrap()), ..none() }), "AVH/PEKSHA/25NOV/Y");
}

#[test]
fn a_class_that_looks_like_a_routing_is_refused_without_one() {
    for class in ["D", "N"] {
        let class = Some(class.parse().unwrap());
        let error =
            availability(Options { class: class.clone(), ..Options::default() }).command().unwrap_err();
        assert_eq!(error.code(), "ambiguous_class");
        assert!(matches!(error, CommandError::AmbiguousClass(_)));
        let routed = Options { class, routing: Some(Routing::Direct), ..Options::default() };
        assert!(availability(routed).command().is_ok());
    }
}

#[test]
fn a_query_from_the_server_becomes_the_same_question() {
    let query = r#"{"depCity":"CTU","arrCity":"LON","depDate":"2026-11-26","depTime":"1800","airline":"CA","direct":true,"cabin":"J"}"#;
    let query: QueryAv = serde_json::from_str(query).unwrap();
    assert_eq!(Availability::from(&query).command().unwrap().text(), "AVH/CTULON/26NOV/1800/CA/D/J");
}

#[test]
fn the_way_back_depends_on_the_question_before() {
    let command = return_availability(date(2026, 11, 30)).unwrap();
    assert_eq!((command.text(), command.effect()), ("AVH/RA/30NOV", EffectKind::Positional));
}

#[test]
fn every_command_knows_its_effect() {
    assert_eq!(availability(Options::default()).command().unwrap().effect(), EffectKind::ReadOnly);
    assert_eq!((Command::work_areas().text(), Command::work_areas().effect()), ("DA", EffectKind::ReadOnly));
    assert_eq!((Command::ignore().text(), Command::ignore().effect()), ("I", EffectKind::Harmless));
    assert_eq!(Command::<Harmless>::clear_pages().to_string(), "CP");
    let pages =
        [Paging::Next, Paging::Previous, Paging::First, Paging::Last, Paging::Current, Paging::AllRemaining];
    let texts: Vec<String> = pages.iter().map(|page| page.command().to_string()).collect();
    assert_eq!(texts, ["PN", "PB", "PF", "PL", "PG", "PN1"]);
    assert!(pages.iter().all(|page| page.command().effect() == EffectKind::Positional));
}

/// What the host, the client or a gateway could take for something else than part of one field.
fn is_dangerous(mark: char) -> bool {
    mark.is_control() || !mark.is_ascii() || "►▶>■▪?(@\\^".contains(mark) || mark.is_ascii_lowercase()
}

/// Texts as an attacker would write them, besides any text at all.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[A-Z]{2,3}[►▶>■▪?(@\\\\\r\n\u{1e}\u{10}\u{7f}/:]{0,2}[A-Z0-9]{0,4}",
        "[A-Z]{1,3}",
        "[0-9]{4}",
        "[A-Z0-9]{2}",
    ]
}

proptest! {
    #[test]
    fn no_text_from_outside_can_put_anything_but_its_field_into_a_command(
        texts in [hostile(), hostile(), hostile(), hostile(), hostile()],
        day in 1i8..=28,
        direct in any::<bool>(),
    ) {
        let [from, to, time, airline, class] = texts;
        let (Ok(from), Ok(to)) = (from.parse(), to.parse()) else { return Ok(()) };
        let options = Options {
            time: time.parse().ok(),
            airline: airline.parse().ok(),
            routing: direct.then_some(Routing::Direct),
            class: class.parse().ok(),
        };
        let fields = 2 + [options.time.is_some(), options.airline.is_some(), direct, options.class.is_some()]
            .iter().filter(|set| **set).count();
        let question = Availability { from, to, date: date(2026, 11, day), options };
        let Ok(command) = question.command() else { return Ok(()) };
        prop_assert!(!command.text().chars().any(is_dangerous), "{}", command);
        prop_assert!(command.text().starts_with("AVH/"));
        prop_assert_eq!(command.text().matches('/').count(), fields);
    }

    #[test]
    fn a_query_in_json_is_refused_or_harmless(city in hostile(), airline in hostile(), class in hostile()) {
        let json = serde_json::json!({
            "depCity": city, "arrCity": "SHA", "depDate": "2026-11-25", "airline": airline, "cabin": class,
        });
        if let Ok(query) = serde_json::from_value::<QueryAv>(json)
            && let Ok(command) = Availability::from(&query).command()
        {
            prop_assert!(!command.text().chars().any(is_dangerous));
        }
    }

    #[test]
    fn every_day_of_the_calendar_has_a_five_letter_date(days in 0i32..1500) {
        let day = DAY.checked_add(jiff::Span::new().days(days)).unwrap();
        let command = Availability { date: day, ..availability(Options::default()) }.command().unwrap();
        let shown = command.text().rsplit('/').next().unwrap().to_owned();
        prop_assert_eq!(shown.len(), 5);
        let two_digits = format!("{:02}", day.day());
        prop_assert!(shown.starts_with(&two_digits), "{}", shown);
    }
}
