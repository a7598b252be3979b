//! Answers in pages of twelve rows, as records and tickets have them.

use super::columns::Fields;
use super::command::PageMove;
use super::refusal::Refusal;

/// Rows of a page.
const PAGE_ROWS: usize = 12;
/// Where the marks stand.
const MARK_COLUMN: usize = 79;

/// A paged text and the place reached in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextPages {
    pages: Vec<Vec<String>>,
    current: usize,
}

impl TextPages {
    /// Divides rows into pages: `+` ends a page that another follows, `-` ends the first row of that one.
    #[must_use]
    pub fn divide(rows: &[String]) -> Self {
        let mut pages: Vec<Vec<String>> = rows.chunks(PAGE_ROWS).map(<[String]>::to_vec).collect();
        let last = pages.len().saturating_sub(1);
        for (index, page) in pages.iter_mut().enumerate() {
            if index > 0 {
                mark(page.first_mut(), "-");
            }
            if index < last {
                mark(page.last_mut(), "+");
            }
        }
        Self { pages, current: 0 }
    }

    /// The current page.
    #[must_use]
    pub fn rows(&self) -> Vec<String> {
        self.pages.get(self.current).cloned().unwrap_or_default()
    }

    /// Turns the pages and returns the rows then to be shown.
    ///
    /// # Errors
    /// [`Refusal::NoDisplay`] when there is no such page; the current page stays.
    pub fn turn(&mut self, to: PageMove) -> Result<Vec<String>, Refusal> {
        let remaining = self.current + 1;
        self.current = to.target(self.current, self.pages.len()).ok_or(Refusal::NoDisplay)?;
        if to == PageMove::AllRemaining {
            return Ok(self.pages.iter().skip(remaining).flatten().cloned().collect());
        }
        Ok(self.rows())
    }
}

fn mark(row: Option<&mut String>, text: &str) {
    if let Some(row) = row {
        *row = Fields::default().at(0, row).at(MARK_COLUMN, text).finish();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(count: usize) -> Vec<String> {
        (0..count).map(|number| format!("row {number}")).collect()
    }

    #[test]
    fn pages_have_twelve_rows_and_marks_in_the_last_column() {
        let mut pages = TextPages::divide(&rows(25));
        assert_eq!(pages.rows().len(), 12);
        assert_eq!(pages.rows()[11], format!("{:<79}+", "row 11"));
        assert_eq!(pages.rows()[0], "row 0");
        let second = pages.turn(PageMove::Next).expect("a second page");
        assert_eq!(second[0], format!("{:<79}-", "row 12"));
        assert_eq!(pages.turn(PageMove::Next), Ok(vec![format!("{:<79}-", "row 24")]));
        assert_eq!(pages.turn(PageMove::Next), Err(Refusal::NoDisplay));
        assert_eq!(pages.turn(PageMove::First).map(|rows| rows.len()), Ok(12));
        assert_eq!(pages.turn(PageMove::AllRemaining).map(|rows| rows.len()), Ok(13));
    }

    #[test]
    fn a_short_answer_is_one_page_without_marks() {
        let mut pages = TextPages::divide(&rows(12));
        assert_eq!(pages.rows(), rows(12));
        assert_eq!(pages.turn(PageMove::Next), Err(Refusal::NoDisplay));
        assert_eq!(TextPages::divide(&[]).turn(PageMove::Again), Err(Refusal::NoDisplay));
    }
}
