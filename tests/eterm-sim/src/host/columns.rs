//! Text by display column: a hanzi takes two columns, everything else one.

/// Columns a text takes.
#[must_use]
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|character| if is_wide(character) { 2 } else { 1 }).sum()
}

/// Hanzi, kana and full-width forms.
pub(super) fn is_wide(character: char) -> bool {
    matches!(u32::from(character), 0x2e80..=0xa4cf | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0xfe30..=0xfe4f | 0xff01..=0xff60 | 0xffe0..=0xffe6)
}

/// A row that is filled from left to right.
#[derive(Debug, Default)]
pub(super) struct Fields(String);

impl Fields {
    /// Fills up with blanks to a column and writes there; what stands there already is never overwritten.
    pub(super) fn at(mut self, column: usize, text: &str) -> Self {
        let gap = column.saturating_sub(columns(&self.0));
        self.0.extend(std::iter::repeat_n(' ', gap));
        self.0.push_str(text);
        self
    }

    /// The row without trailing blanks.
    pub(super) fn finish(self) -> String {
        self.0.trim_end().to_owned()
    }
}

/// Rows of an item: 79 columns, further rows begin with four blanks. A row breaks at a blank, which is
/// dropped, or after a slash; a word that fits no row is broken hard.
pub(super) fn wrap(text: &str) -> Vec<String> {
    const WIDTH: usize = 79;
    let mut rows = Vec::new();
    let mut rest = text.to_owned();
    loop {
        let fits = fitting(&rest, WIDTH);
        if fits >= rest.len() {
            rows.push(rest);
            return rows;
        }
        let indent = if rows.is_empty() { 4 } else { 5 };
        let end = break_at(&rest, fits, indent);
        let (row, next) = rest.split_at_checked(end).unwrap_or((&rest, ""));
        let (row, next) = (row.trim_end().to_owned(), format!("    {}", next.trim_start()));
        rows.push(row);
        rest = next;
    }
}

/// Bytes of the longest beginning that takes no more than so many columns.
fn fitting(text: &str, width: usize) -> usize {
    let mut used = 0;
    for (at, character) in text.char_indices() {
        used += if is_wide(character) { 2 } else { 1 };
        if used > width {
            return at;
        }
    }
    text.len()
}

/// Where a row ends: after its last blank or slash beyond the indent, else where it is full.
fn break_at(text: &str, fits: usize, indent: usize) -> usize {
    let row = text.get(..fits).unwrap_or(text);
    let at_blank = text.get(fits..).is_some_and(|rest| rest.starts_with(' ')).then_some(fits);
    let inside = row.rfind([' ', '/']).map(|at| at + 1).filter(|end| *end > indent);
    at_blank.or(inside).unwrap_or(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hanzi_take_two_columns() {
        assert_eq!(columns("林青禾 KABC12"), 13);
        assert_eq!(Fields::default().at(2, "林").at(6, "x").at(0, "y").finish(), "  林  xy");
    }

    #[test]
    fn a_long_item_breaks_at_blanks_and_after_slashes() {
        let fare = "13.FN/A/FCNY1090.00/SCNY1090.00/C0.00/XCNY120.00/TCNY50.00CN/TCNY70.00YQ/ACNY1210.00";
        assert_eq!(
            wrap(fare),
            ["13.FN/A/FCNY1090.00/SCNY1090.00/C0.00/XCNY120.00/TCNY50.00CN/TCNY70.00YQ/", "    ACNY1210.00"]
        );
        let remark = " 8.SSR OTHS 1E DUPE BKG FOUND PLS HV PAX CANX DUPE OR BKG WILL BE AUTO CANX ON 05JAN27";
        assert_eq!(wrap(remark).last().map(String::as_str), Some("    05JAN27"));
        assert_eq!(wrap("short"), ["short"]);
    }

    #[test]
    fn no_row_is_longer_than_seventy_nine_columns_even_without_a_place_to_break() {
        for text in ["试".repeat(200), "X".repeat(500), "A ".repeat(300), "/".repeat(300)] {
            let rows = wrap(&text);
            assert!(rows.iter().all(|row| columns(row) <= 79), "{rows:?}");
            let letters = |text: &str| text.chars().filter(|character| *character != ' ').count();
            assert_eq!(rows.iter().map(|row| letters(row)).sum::<usize>(), letters(&text));
        }
    }
}
