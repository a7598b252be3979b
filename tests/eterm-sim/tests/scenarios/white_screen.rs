//! Query and booking through the white screen, with nothing but clicks and typing.

use crate::desk::{Desk, LATENCY};
use waystation_eterm_sim::client::width;
use waystation_eterm_sim::fault::{Control, Fault};
use waystation_eterm_sim::host::Effect;

fn columns(text: &str) -> usize {
    text.chars().filter_map(width).sum()
}

/// Clicks the first cell of a text, or the cell so many columns after it.
fn click(desk: &mut Desk, text: &str, beyond: usize) {
    let shown = desk.text();
    let found =
        shown.lines().enumerate().find_map(|(row, line)| Some((row, line.split_once(text)?.0.to_owned())));
    let (row, before) = found.unwrap_or_else(|| panic!("no {text} in {shown}"));
    desk.keys(format!("\x1b[<0;{};{}M", columns(&before) + beyond + 1, row + 1).as_bytes());
    desk.keys(format!("\x1b[<0;{};{}m", columns(&before) + beyond + 1, row + 1).as_bytes());
}

fn fill(desk: &mut Desk, label: &str, content: &str) {
    click(desk, &format!("{label}：["), columns(label) + 3);
    desk.keys(content.as_bytes());
}

fn open() -> Desk {
    let mut desk = Desk::new();
    desk.send("WS");
    assert!(desk.simulator.frame().mouse && desk.audit().is_empty());
    desk
}

fn query(desk: &mut Desk) {
    for (label, content) in [("出发", "CTU"), ("到达", "PEK"), ("日期", "2026-11-25"), ("航空公司", "CA")]
    {
        fill(desk, label, content);
    }
    click(desk, "【查询】", 0);
}

fn book(desk: &mut Desk) {
    query(desk);
    desk.wait(LATENCY);
    click(desk, "【订2】", 2);
    for (label, content) in [
        ("舱位", "Y"),
        ("姓名", "林青禾"),
        ("证件", "PPE00000001"),
        ("电话", "13000000001"),
        ("时限", "1200/24NOV"),
    ] {
        fill(desk, label, content);
    }
    click(desk, "【预订】", 0);
}

#[test]
fn flights_are_found_and_one_is_booked() {
    let mut desk = open();
    book(&mut desk);
    assert!(desk.text().contains("提示：处理中") && desk.is_locked());
    desk.wait(LATENCY);
    let effects: Vec<Effect> = desk.audit().into_iter().flat_map(|entry| entry.effects).collect();
    let [Effect::Booked { locator }] = effects.as_slice() else { panic!("{effects:?} on {}", desk.text()) };
    assert!(desk.text().contains(&format!("提示：订座成功 编码 {locator}")), "{}", desk.text());
    click(&mut desk, "【返回黑屏】", 0);
    assert!(!desk.simulator.frame().mouse);
    assert!(desk.ask(&format!("RT {locator}")).contains("1.林青禾"));
}

#[test]
fn an_answer_that_is_lost_leaves_a_booking_the_form_knows_nothing_of() {
    let mut desk = open();
    desk.control(Control {
        fault: Some(Fault::LinkLost),
        count: Some(1),
        on: Some("@".to_owned()),
        ..Control::default()
    });
    book(&mut desk);
    desk.wait(LATENCY);
    assert!(desk.text().contains("提示：失去与通信服务器的连接!"), "{}", desk.text());
    assert!(desk.audit().iter().any(|entry| !entry.effects.is_empty()));
    click(&mut desk, "【预订】", 0);
    assert!(desk.text().contains("提示：请先与服务器建立连接!"));
}

#[test]
fn a_wrong_field_is_refused_in_the_hosts_words() {
    let mut desk = open();
    fill(&mut desk, "出发", "QQQ");
    click(&mut desk, "【查询】", 0);
    desk.wait(LATENCY);
    assert!(desk.text().contains("提示：查询失败 FORMAT"), "{}", desk.text());
}
