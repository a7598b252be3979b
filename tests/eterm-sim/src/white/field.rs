//! A field of a form.

use crate::client::width;

/// A labelled place to type in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// What stands before the colon.
    pub label: &'static str,
    /// What was typed.
    pub content: String,
    /// Row on the screen.
    pub row: usize,
    /// Column of the label's first cell.
    pub column: usize,
    /// Columns between the brackets.
    pub width: usize,
}

fn columns(text: &str) -> usize {
    text.chars().filter_map(width).sum()
}

impl Field {
    /// An empty field.
    #[must_use]
    pub fn new(label: &'static str, (row, column): (usize, usize), width: usize) -> Self {
        Self { label, content: String::new(), row, column, width }
    }

    /// The column of the first cell between the brackets.
    #[must_use]
    pub fn start(&self) -> usize {
        self.column + columns(self.label) + 3
    }

    /// The column after what was typed.
    #[must_use]
    pub fn end_of_content(&self) -> usize {
        self.start() + columns(&self.content)
    }

    /// `label：[content  ]`
    #[must_use]
    pub fn text(&self) -> String {
        let gap = self.width.saturating_sub(columns(&self.content));
        format!("{}：[{}{}]", self.label, self.content, " ".repeat(gap))
    }

    /// Whether a cell lies between its brackets.
    #[must_use]
    pub fn is_at(&self, row: usize, column: usize) -> bool {
        row == self.row && (self.start()..self.start() + self.width).contains(&column)
    }

    /// Adds a character when it has room.
    pub fn add(&mut self, character: char) {
        if width(character).is_some_and(|wide| columns(&self.content) + wide <= self.width) {
            self.content.push(character);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_drawn_with_its_label_and_takes_no_more_than_its_width() {
        let mut field = Field::new("姓名", (4, 2), 7);
        "林青禾X周".chars().for_each(|character| field.add(character));
        assert_eq!(field.text(), "姓名：[林青禾X]");
        assert_eq!((field.start(), field.end_of_content()), (9, 16));
        assert!(field.is_at(4, 9) && field.is_at(4, 15) && !field.is_at(4, 16) && !field.is_at(5, 9));
    }
}
