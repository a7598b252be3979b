//! What stands where on a form, found by its text alone.

use crate::form::Press;
use crate::screen::{Position, Screen, width};

/// What the message begins with.
const MESSAGE: &str = "提示：";
/// The message while the host has not answered; clicks are ignored then.
const WAITING: &str = "处理中";
/// Columns of `【`.
const BRACKET: usize = 2;

/// A form as it is on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    screen: &'a Screen,
}

/// A place to type in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its first cell, behind the bracket.
    pub start: Position,
    /// Columns between its brackets.
    pub width: usize,
    /// What stands in it, without the blanks behind.
    pub content: String,
}

impl<'a> Page<'a> {
    /// Looks at a screen as a form.
    #[must_use]
    pub const fn of(screen: &'a Screen) -> Self {
        Self { screen }
    }

    /// Whether a form is open at all: only there is a button that leads back.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.button(Press::leave().text()).is_some()
    }

    /// Whether the host still owes an answer.
    #[must_use]
    pub fn is_waiting(self) -> bool {
        self.message() == Some(WAITING)
    }

    /// What the form says, without its prefix.
    #[must_use]
    pub fn message(self) -> Option<&'a str> {
        self.screen.rows().find_map(message_in)
    }

    /// The field with this label; `None` when there is none, or more than one.
    #[must_use]
    pub fn field(self, label: &str) -> Option<Field> {
        let opening = format!("{label}：[");
        let (place, _, rest) = self.only(&opening, |before| before.is_empty() || before.ends_with(' '))?;
        let (content, _) = rest.split_once(']')?;
        let start = Position { column: place.column + columns(&opening), ..place };
        Some(Field { start, width: columns(content), content: content.trim_end_matches(' ').to_owned() })
    }

    /// A cell of the button with this text; `None` when there is none, or more than one.
    #[must_use]
    pub fn button(self, text: &str) -> Option<Position> {
        let (place, ..) = self.only(text, |_| true)?;
        Some(Position { column: place.column + BRACKET, ..place })
    }

    /// The one place of a text where what stands before it fits: its first cell, what is before and what behind.
    fn only(self, text: &str, fits: impl Fn(&str) -> bool) -> Option<(Position, &'a str, &'a str)> {
        let found = self.screen.rows().enumerate().flat_map(|(row, line)| {
            line.match_indices(text).filter_map(move |(index, _)| {
                let (before, rest) = line.split_at_checked(index)?;
                let place = Position { row, column: columns(before) };
                Some((place, before, rest.strip_prefix(text)?))
            })
        });
        let mut fitting = found.filter(|(_, before, _)| fits(before));
        match (fitting.next(), fitting.next()) {
            (Some(place), None) => Some(place),
            (None | Some(_), _) => None,
        }
    }
}

/// The message, if this is its row.
pub(super) fn message_in(row: &str) -> Option<&str> {
    row.trim_start().strip_prefix(MESSAGE).map(str::trim)
}

fn columns(text: &str) -> usize {
    text.chars().map(width).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "  【航班查询】  【订座】  【返回黑屏】  白屏 订座

  航班：[CA1212 ]   舱位：[Y ]        日期：[          ]

  姓名：[林青禾  ]
  【预订】

  提示：订座成功 编码 KABC12";

    #[test]
    fn a_field_is_found_by_its_label_with_the_cells_between_its_brackets() {
        let screen = Screen::from_text(FORM);
        let page = Page::of(&screen);
        let field = page.field("舱位").unwrap();
        assert_eq!((field.start, field.width), (Position { row: 2, column: 27 }, 2));
        assert_eq!(field.content, "Y");
        let name = page.field("姓名").unwrap();
        assert_eq!(
            (name.width, name.content.as_str()),
            (8, "林青禾"),
            "a Chinese character takes two columns"
        );
        assert_eq!(page.field("日期").unwrap().content, "");
    }

    #[test]
    fn a_label_that_is_only_the_end_of_another_is_not_it() {
        let screen = Screen::from_text("  航空公司：[CA]");
        assert!(Page::of(&screen).field("公司").is_none());
        assert!(Page::of(&screen).field("航空公司").is_some());
    }

    #[test]
    fn what_stands_there_twice_is_not_chosen_between() {
        let screen = Screen::from_text(" 日期：[1]  日期：[2]\n 【预订】\n 【预订】");
        assert!(Page::of(&screen).field("日期").is_none());
        assert!(Page::of(&screen).button("【预订】").is_none());
    }

    #[test]
    fn a_button_is_a_cell_inside_its_brackets_and_its_whole_name() {
        let screen = Screen::from_text(FORM);
        let page = Page::of(&screen);
        assert_eq!(page.button("【订座】"), Some(Position { row: 0, column: 18 }));
        assert_eq!(page.button("【预订】"), Some(Position { row: 5, column: 4 }));
        assert!(page.button("【查询】").is_none(), "【航班查询】 is another button");
    }

    #[test]
    fn an_unreadable_cell_hides_what_it_is_part_of_and_nothing_else() {
        let screen = Screen::from_text("  舱\u{fffd}\u{fffd}：[Y]  日期：[A]\n  【预\u{fffd}\u{fffd}】");
        let page = Page::of(&screen);
        assert!(page.field("舱位").is_none() && page.button("【预订】").is_none());
        assert_eq!(page.field("日期").unwrap().start, Position { row: 0, column: 20 });
    }

    #[test]
    fn a_black_screen_is_no_form() {
        let screen = Screen::from_text("►AVH/CTUPEK\n 25NOV26(WED) CTUBJS");
        assert!(!Page::of(&screen).is_open() && Page::of(&screen).message().is_none());
    }

    #[test]
    fn the_message_says_whether_the_host_still_owes_an_answer() {
        let screen = Screen::from_text(FORM);
        let page = Page::of(&screen);
        assert!(page.is_open() && !page.is_waiting());
        assert_eq!(page.message(), Some("订座成功 编码 KABC12"));
        assert!(Page::of(&Screen::from_text("  提示：处理中")).is_waiting());
    }
}
