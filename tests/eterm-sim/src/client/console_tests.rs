//! What each key does.

use super::*;

fn client() -> Client {
    Client::new(Highlighting::Colour)
}

fn type_text(client: &mut Client, text: &str) {
    for character in text.chars() {
        let key = if character == SOE { Key::StartOfEntry } else { Key::Character(character) };
        assert_eq!(client.press(key), None);
    }
}

fn press(client: &mut Client, keys: &[Key]) {
    for key in keys {
        assert_eq!(client.press(*key), None);
    }
}

fn row(client: &Client, index: usize) -> String {
    client.visible_screen().rows()[index].text()
}

fn caret(client: &Client) -> (usize, usize) {
    (client.caret().row, client.caret().column)
}

fn rows(lines: &[&str]) -> Answer {
    Answer::rows(lines.iter().map(|line| (*line).to_owned()).collect())
}

#[test]
fn typing_echoes_locally_and_hanzi_move_the_caret_by_two() {
    let mut client = client();
    type_text(&mut client, "►NM1试A");
    assert_eq!(row(&client, 0), "►NM1试A");
    assert_eq!(caret(&client), (0, 7));
    assert_eq!(client.status_bar(), "已连接服务器  键盘可用  行：1 列：8  改写");
}

#[test]
fn typing_overwrites_and_insert_mode_pushes_right() {
    let mut client = client();
    type_text(&mut client, "ABCD");
    press(
        &mut client,
        &[Key::Move(CaretMove::Home), Key::Character('x'), Key::ToggleInsert, Key::Character('试')],
    );
    assert_eq!(row(&client, 0), "x试BCD");
    assert!(client.status_bar().ends_with("插入"));
}

#[test]
fn typing_past_column_eighty_goes_on_in_the_next_row() {
    let mut client = client();
    type_text(&mut client, &"X".repeat(80));
    assert_eq!(caret(&client), (1, 0));
    press(&mut client, &[Key::Move(CaretMove::Up), Key::Move(CaretMove::End)]);
    assert_eq!(caret(&client), (0, 79));
    type_text(&mut client, "试");
    assert_eq!((row(&client, 0), row(&client, 1)), ("X".repeat(80), "试".to_owned()));
}

#[test]
fn typing_past_the_last_row_scrolls() {
    let mut client = client();
    type_text(&mut client, "first");
    press(&mut client, &[Key::Return; 23]);
    type_text(&mut client, "last");
    press(&mut client, &[Key::Return]);
    assert_eq!(row(&client, 0), "");
    assert_eq!(row(&client, 22), "last");
    assert_eq!(caret(&client), (23, 0));
}

#[test]
fn return_starts_a_row_and_sends_nothing() {
    let mut client = client();
    type_text(&mut client, "►DA");
    press(&mut client, &[Key::Return]);
    assert_eq!((caret(&client), client.keyboard()), ((1, 0), KeyboardState::Available));
}

#[test]
fn transmit_sends_the_entry_before_the_caret_and_locks_the_keyboard() {
    let mut client = client();
    type_text(&mut client, "►OLD");
    press(&mut client, &[Key::Return]);
    type_text(&mut client, "►AVH/PEKSHA");
    let sent = client.press(Key::Transmit).expect("something is sent");
    assert_eq!(sent.text, "AVH/PEKSHA");
    assert_eq!(client.keyboard(), KeyboardState::Locked(sent.transaction));
    assert_eq!(client.status_bar(), "已连接服务器  键盘锁定  行：2 列：12  改写");
    type_text(&mut client, "ignored");
    assert_eq!(client.press(Key::Transmit), None, "a locked keyboard sends nothing");
    assert_eq!(row(&client, 1), "►AVH/PEKSHA");
}

#[test]
fn an_answer_stands_below_the_command_and_the_caret_on_a_fresh_row() {
    let mut client = client();
    type_text(&mut client, "►DA");
    let sent = client.press(Key::Transmit).expect("sent");
    client.show(&rows(&["one", "two"]));
    assert_eq!([row(&client, 0), row(&client, 1), row(&client, 2)], ["►DA", "one", "two"]);
    assert_eq!(caret(&client), (3, 0));
    assert!(matches!(client.keyboard(), KeyboardState::Locked(_)));
    client.unlock(sent.transaction);
    assert_eq!(client.keyboard(), KeyboardState::Available);
}

#[test]
fn an_answer_erases_what_stood_under_it() {
    let mut client = client();
    client.show(&rows(&["a", "b", "c", "d"]));
    press(&mut client, &[Key::Move(CaretMove::Up), Key::Move(CaretMove::Up), Key::Move(CaretMove::Up)]);
    client.show(&rows(&["X"]));
    assert_eq!([row(&client, 1), row(&client, 2), row(&client, 3)], ["X", "", ""]);
}

#[test]
fn a_page_of_twenty_two_rows_leaves_the_command_on_the_first_row() {
    let mut client = client();
    press(&mut client, &[Key::Return; 10]);
    type_text(&mut client, "►PN");
    client.show(&rows(&["row"; 22]));
    assert_eq!(row(&client, 0), "►PN");
    assert_eq!(row(&client, 22), "row");
    assert_eq!(caret(&client), (23, 0));
}

#[test]
fn a_longer_answer_scrolls_away_at_the_top() {
    let mut client = client();
    let lines: Vec<String> = (0..40).map(|number| number.to_string()).collect();
    client.show(&Answer::rows(lines));
    assert_eq!((row(&client, 0), row(&client, 22)), ("17".to_owned(), "39".to_owned()));
}

#[test]
fn clear_screen_goes_home_and_erase_stops_at_the_line_end() {
    let mut client = client();
    type_text(&mut client, "ABCDEF");
    press(&mut client, &[Key::Return]);
    type_text(&mut client, "GH");
    press(&mut client, &[Key::Move(CaretMove::Up), Key::EraseToLineEnd]);
    assert_eq!((row(&client, 0), row(&client, 1)), ("AB".to_owned(), "GH".to_owned()));
    press(&mut client, &[Key::ClearScreen]);
    assert_eq!((client.visible_screen(), caret(&client)), (Screen::default(), (0, 0)));
}

#[test]
fn the_caret_moves_over_whole_characters_and_stays_on_the_screen() {
    let mut client = client();
    press(&mut client, &[Key::Move(CaretMove::Left), Key::Move(CaretMove::Up)]);
    assert_eq!(caret(&client), (0, 0));
    type_text(&mut client, "试A");
    press(&mut client, &[Key::Move(CaretMove::Left), Key::Move(CaretMove::Left)]);
    assert_eq!(caret(&client), (0, 0));
    press(&mut client, &[Key::Move(CaretMove::Right)]);
    assert_eq!(caret(&client), (0, 2));
    press(&mut client, &[Key::Move(CaretMove::End)]);
    assert_eq!(caret(&client), (0, 3));
    press(&mut client, &[Key::Move(CaretMove::Down); 30]);
    assert_eq!(caret(&client), (23, 3));
    press(&mut client, &[Key::Move(CaretMove::Right); 200]);
    assert_eq!(caret(&client), (23, 79));
}

#[test]
fn history_shows_past_screens_until_another_key_is_pressed() {
    let mut client = client();
    type_text(&mut client, "PAST");
    press(&mut client, &[Key::ClearScreen]);
    type_text(&mut client, "NOW");
    press(&mut client, &[Key::PreviousScreen]);
    assert_eq!(row(&client, 0), "PAST");
    press(&mut client, &[Key::Character('!')]);
    assert_eq!(row(&client, 0), "NOW!");
}

#[test]
fn a_waiting_message_shows_in_the_status_bar_until_it_is_read() {
    let mut client = client();
    client.hold_message("TKT OK\nKABC12");
    assert_eq!(client.status_bar(), "已连接服务器  键盘可用  接收等待  行：1 列：1  改写");
    press(&mut client, &[Key::ShowMessage]);
    assert_eq!((row(&client, 0), row(&client, 1)), ("TKT OK".to_owned(), "KABC12".to_owned()));
    assert!(!client.status_bar().contains("接收等待"));
}

#[test]
fn a_pop_up_covers_a_row_until_a_key_is_pressed_and_spoils_nothing() {
    let mut client = client();
    client.show(&rows(&["row"; 20]));
    client.pop_up("系统通知");
    assert_eq!(row(&client, POP_UP_ROW), "系统通知");
    press(&mut client, &[Key::Move(CaretMove::Left)]);
    assert_eq!(row(&client, POP_UP_ROW), "row");
}

#[test]
fn unlocking_by_hand_makes_the_late_unlock_of_that_transmission_harmless() {
    let mut client = client();
    let first = client.press(Key::Transmit).expect("sent");
    press(&mut client, &[Key::Unlock]);
    assert_eq!(client.keyboard(), KeyboardState::Available);
    let second = client.press(Key::Transmit).expect("sent");
    client.unlock(first.transaction);
    assert_eq!(client.keyboard(), KeyboardState::Locked(second.transaction));
}

#[test]
fn without_a_link_nothing_is_sent_and_the_client_says_so() {
    let mut client = client();
    client.set_connected(false);
    type_text(&mut client, "►DA");
    assert_eq!(client.press(Key::Transmit), None);
    assert!(client.visible_screen().text().contains("请先与服务器建立连接!"));
    assert_eq!(client.keyboard(), KeyboardState::Available);
    assert!(client.status_bar().starts_with("未连接服务器"));
}
