//! What is typed and clicked, without a host.

use super::*;
use crate::flights::{Timetable, search};
use jiff::civil::date;

fn rows(white: &WhiteScreen) -> Vec<String> {
    white.screen().rows().iter().map(Row::text).collect()
}

/// The cell where a text begins.
fn find(white: &WhiteScreen, text: &str) -> (usize, usize) {
    let rows = rows(white);
    let found =
        rows.iter().enumerate().find_map(|(row, line)| Some((row, line.split_once(text)?.0.to_owned())));
    let (row, before) = found.unwrap_or_else(|| panic!("no {text} in {rows:#?}"));
    (row, before.chars().filter_map(crate::client::width).sum())
}

fn click(white: &mut WhiteScreen, text: &str) -> Option<Request> {
    let (row, column) = find(white, text);
    white.press(Key::Click { row, column })
}

fn fill(white: &mut WhiteScreen, label: &str, content: &str) {
    let (row, column) = find(white, &format!("{label}：["));
    let after = column + label.chars().filter_map(crate::client::width).sum::<usize>() + 3;
    assert_eq!(white.press(Key::Click { row, column: after }), None);
    for character in content.chars() {
        assert_eq!(white.press(Key::Character(character)), None);
    }
}

fn today() -> Date {
    date(2026, 11, 21)
}

fn searched() -> WhiteScreen {
    let mut white = WhiteScreen::new("CTU999");
    for (label, content) in [("出发", "CTU"), ("到达", "pek"), ("日期", "2026-11-25"), ("航空公司", "CA")]
    {
        fill(&mut white, label, content);
    }
    assert_eq!(click(&mut white, "【查询】"), Some(Request::Transmit("AVH/CTUPEK/25NOV26/CA".to_owned())));
    white
}

#[test]
fn a_field_is_filled_by_a_click_and_typing_and_a_second_click_starts_anew() {
    let mut white = WhiteScreen::new("CTU999");
    fill(&mut white, "出发", "PEKINGX");
    assert!(rows(&white)[2].contains("出发：[PEKI]"), "{}", rows(&white)[2]);
    fill(&mut white, "出发", "SH");
    white.press(Key::Character('A'));
    white.press(Key::Move(CaretMove::Left));
    assert!(rows(&white)[2].contains("出发：[SH  ]"));
    white.press(Key::Return);
    white.press(Key::Character('C'));
    assert!(rows(&white)[2].contains("到达：[C   ]"));
}

#[test]
fn a_query_waits_for_its_answer_and_lists_flights() {
    let mut white = searched();
    assert!(rows(&white)[22].contains("提示：处理中"));
    assert_eq!(click(&mut white, "【查询】"), None, "it is asked once");
    let query = white.query(today()).expect("a query");
    white.receive(&[" 25NOV26(WED) CTUBJS VIA CA".to_owned()], search(&Timetable::generate(1), &query));
    assert!(rows(&white)[22].contains("个航班") && rows(&white)[6].contains("CA1210"), "{:#?}", rows(&white));
}

#[test]
fn a_flight_is_chosen_from_the_list_and_booked_in_one_transmission() {
    let mut white = searched();
    let query = white.query(today()).expect("a query");
    white.receive(&[" 25NOV26(WED)".to_owned()], search(&Timetable::generate(1), &query));
    click(&mut white, "【订2】");
    for (label, content) in [
        ("舱位", "Y"),
        ("姓名", "林青禾"),
        ("证件", "PPE00000001"),
        ("电话", "13000000001"),
        ("时限", "1200/24NOV"),
    ] {
        fill(&mut white, label, content);
    }
    let text = "I\nSS CA1212/Y/25NOV26/TFUPEK/NN1\nNM1林青禾\nOSI CA CTCT13000000001\nTK:TL/1200/24NOV/CTU999\nSSR FOID CA HK/PPE00000001/P1\n@";
    assert_eq!(click(&mut white, "【预订】"), Some(Request::Transmit(text.to_owned())));
    white.receive(
        &["  CA1212  Y WE25NOV  TFUPEK DK1   0855 1145".to_owned(), "KABC12 -   航空公司".to_owned()],
        vec![],
    );
    assert!(rows(&white)[22].contains("提示：订座成功 编码 KABC12"));
}

#[test]
fn a_refusal_is_repeated_in_the_hosts_words() {
    let mut white = WhiteScreen::new("CTU999");
    click(&mut white, "【订座】");
    click(&mut white, "【预订】");
    white.receive(&["FLT NUMBER".to_owned()], vec![]);
    assert!(rows(&white)[22].contains("提示：订座失败 FLT NUMBER"));
    let mut white = searched();
    white.receive(&["NO DISPLAY".to_owned()], vec![]);
    assert!(rows(&white)[22].contains("提示：查询失败 NO DISPLAY"));
}

#[test]
fn an_answer_that_never_comes_is_given_up_by_unlocking() {
    let mut white = searched();
    white.press(Key::Unlock);
    assert!(rows(&white)[22].contains("提示：未收到主机应答"));
    assert_eq!(click(&mut white, "【返回黑屏】"), Some(Request::Leave));
}

#[test]
fn long_lists_have_pages() {
    let mut white = searched();
    let query = Query::everything("BJS", "SHA", date(2026, 11, 25));
    let flights = search(&Timetable::generate(1), &query);
    let last = flights.last().expect("flights").legs[0].flight.to_string();
    white.receive(&[" 25NOV".to_owned()], flights.clone());
    for _ in 0..flights.len() / LIST_ROWS + 2 {
        click(&mut white, "【下页】");
    }
    assert!(rows(&white).iter().any(|row| row.contains(&last)), "{:#?}", rows(&white));
    for _ in 0..9 {
        click(&mut white, "【上页】");
    }
    assert!(rows(&white)[6].contains(flights[0].legs[0].flight.as_str()));
}

#[test]
fn a_click_on_nothing_does_nothing_and_every_row_fits() {
    let mut white = searched();
    white.receive(
        &[" 25NOV".to_owned()],
        search(&Timetable::generate(1), &Query::everything("CTU", "LON", today())),
    );
    let before = rows(&white);
    for row in 0..25 {
        assert_eq!(white.press(Key::Click { row, column: 79 }), None);
    }
    assert_eq!(rows(&white), before);
    assert!(before.iter().all(|row| row.chars().filter_map(crate::client::width).sum::<usize>() <= COLUMNS));
}
