//! Fares offered by pricing: the worked examples to the letter, and what must not be taken for a fare.

#![cfg(test)]

use proptest::prelude::*;
use serde_json::Value;
use waystation_eterm::lexicon::Amount;
use waystation_eterm::parse::parse_text;
use waystation_eterm::parse::pat::{self, Fares, PatAnswer};
use waystation_eterm::screen::Screen;

const ONE: &str = include_str!("screens/pat_1.txt");
const ROUND_TRIP: &str = include_str!("screens/pat_2.txt");

fn fares(pages: &[&str]) -> Fares {
    let pages: Vec<Screen> = pages.iter().map(|page| Screen::from_text(page)).collect();
    match pat::read(&pages).unwrap() {
        PatAnswer::Fares(fares) => fares,
        PatAnswer::Error(answer) => panic!("an error answer: {answer:?}"),
    }
}

#[test]
fn the_worked_examples_are_read_to_the_letter() {
    let examples = [
        (ONE, include_str!("screens/pat_1.json")),
        (ROUND_TRIP, include_str!("screens/pat_2.json")),
        (include_str!("screens/pat_3.txt"), include_str!("screens/pat_3.json")),
        (include_str!("screens/pat_4.txt"), include_str!("screens/pat_4.json")),
    ];
    for (screen, expected) in examples {
        let expected: Value = serde_json::from_str(expected).unwrap();
        assert_eq!(parse_text("pat", screen).unwrap(), expected);
        assert_eq!(
            serde_json::to_value(serde_json::from_value::<Fares>(expected.clone()).unwrap()).unwrap(),
            expected
        );
    }
}

#[test]
fn pages_are_joined_and_the_last_one_says_whether_more_follows() {
    let first = ROUND_TRIP.replace("PAGE 1/1", "PAGE 1/2");
    assert!(fares(&[&first]).more());
    let joined = fares(&[
        &first,
        "03 F FARE:CNY10.00 TAX:CNY1.00 YQ:CNY2.00  TOTAL:13.00\n►SFC:03   ►SFN:03\nPAGE 2/2",
    ]);
    assert_eq!((joined.fares.len(), joined.page, joined.more()), (3, Some((2, 2)), false));
}

#[test]
fn the_cheapest_fare_is_chosen_by_its_total() {
    assert_eq!(fares(&[ROUND_TRIP]).cheapest().unwrap().n, 2);
    assert_eq!("680.00".parse::<Amount>().unwrap().hundredths(), 68_000);
    assert!("680.005".parse::<Amount>().is_err() && "680.5".parse::<Amount>().is_err());
}

#[test]
fn a_fare_whose_parts_do_not_make_its_total_is_no_fare() {
    let fares = fares(&[&ROUND_TRIP.replace("TOTAL:3450.00", "TOTAL:3540.00")]);
    assert_eq!((fares.fares.len(), fares.unreadable.len()), (1, 1));
    assert_eq!(fares.unreadable[0].row, 3);
    let alone = self::fares(&[&ONE.replace("TOTAL:800.00", "TOTAL:80.00")]);
    assert!(alone.fares.is_empty() && alone.unreadable.len() == 1);
}

#[test]
fn a_fare_in_another_form_or_currency_is_not_taken_for_a_message() {
    for other in ["YQ:USD70.00", "YQ:CNY70.0", "XX:CNY70.00"] {
        let fares =
            fares(&[&format!("{ONE}\n{}", ONE.lines().nth(1).unwrap().replace("YQ:CNY70.00", other))]);
        assert_eq!((fares.fares.len(), fares.unreadable.len()), (1, 1), "{other}");
    }
}

#[test]
fn the_older_form_with_fare_calculations_is_kept_as_message() {
    let fares = fares(&[&format!("WUH MU PVG 810.00Y CNY810.00END\n{}\nHELLO", ONE.replace(">PAT:A\n", ""))]);
    assert_eq!(fares.message.as_deref(), Some("WUH MU PVG 810.00Y CNY810.00END\nHELLO"));
}

#[test]
fn no_fare_is_an_error_answer() {
    let read = parse_text("pat", ">PAT:A\n没有符合条件的运价, 请使用手工处理\n>").unwrap();
    assert_eq!(read["code"], "没有符合条件的运价");
    assert_eq!(parse_text("pat", "HELLO").unwrap_err().code(), "other_screen");
}

#[test]
fn an_unreadable_fare_is_told_and_the_others_stay() {
    let fares = fares(&[&ROUND_TRIP.replace("3210.00", "321\u{fffd}.00")]);
    assert_eq!((fares.fares.len(), fares.unreadable[0].row), (1, 3));
    assert_eq!(parse_text("pat", &ONE.replace("G FARE", "\u{fffd} FARE")).unwrap_err().code(), "unreadable");
}

/// Basis, fare, airport tax and fuel charge in hundredths; none is exempt.
type DrawnFare = (String, i64, Option<i64>, Option<i64>);

proptest! {
    #[test]
    fn every_list_of_fares_is_read_back(drawn in prop::collection::vec(
        ("[A-Z]{1,3}[0-9]{0,2}", 0i64..1_000_000, prop::option::of(1i64..10_000), prop::option::of(1i64..10_000)), 1..8)) {
        let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
        let tax = |cents: Option<i64>, code| cents.map_or(format!("TEXEMPT{code}"), |cents| format!("CNY{}", money(cents)));
        let row = |(index, (basis, fare, cn, yq)): (usize, &DrawnFare)| {
            let number = index + 1;
            let total = money(fare + cn.unwrap_or_default() + yq.unwrap_or_default());
            let (fare, cn, yq) = (money(*fare), tax(*cn, "CN"), tax(*yq, "YQ"));
            format!("{number:02} {basis} FARE:CNY{fare} TAX:{cn} YQ:{yq}  TOTAL:{total}\n►SFC:{number:02}   ►SFN:{number:02}")
        };
        let screen = drawn.iter().enumerate().map(row).collect::<Vec<_>>().join("\n");
        let read = fares(&[&screen]);
        prop_assert!(read.unreadable.is_empty() && read.message.is_none());
        for (read, (basis, fare, cn, yq)) in read.fares.iter().zip(&drawn) {
            prop_assert_eq!(&read.basis, basis);
            prop_assert_eq!(read.fare.hundredths(), *fare);
            prop_assert_eq!(read.cn.as_ref().map(Amount::hundredths), *cn);
            prop_assert_eq!(read.yq.as_ref().map(Amount::hundredths), *yq);
        }
        prop_assert_eq!(read.fares.len(), drawn.len());
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse_text("pat", &text);
    }
}
