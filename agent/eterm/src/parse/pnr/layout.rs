//! How rows of a PNR begin: ` 5.SSR …`, `001 X3.  MU2542 …`, or with blanks when they go on from the row above.

/// A row that begins an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered<'a> {
    /// The number of the item.
    pub(super) number: u16,
    /// Marked `X`: no longer in force.
    pub(super) cancelled: bool,
    /// What stands behind the point; its blanks are columns.
    pub(super) body: &'a str,
}

/// The number in front of a row: right-aligned in two columns, or behind the three digits of a transaction.
pub(super) fn numbered(row: &str) -> Option<Numbered<'_>> {
    let rest = behind_transaction(row).unwrap_or(row);
    let digits = rest.trim_start_matches(' ');
    let indent = rest.len() - digits.len();
    let (cancelled, digits) = digits.strip_prefix('X').map_or((false, digits), |digits| (true, digits));
    let (number, body) = digits.split_once('.')?;
    let is_number = (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let fits = cancelled || indent <= 1;
    if fits && is_number { Some(Numbered { number: number.parse().ok()?, cancelled, body }) } else { None }
}

/// What follows `001 `: one of its blanks belongs to the alignment of the number.
fn behind_transaction(row: &str) -> Option<&str> {
    let (digits, rest) = row.split_at_checked(4)?;
    let transaction = digits.strip_suffix(' ')?;
    transaction.bytes().all(|byte| byte.is_ascii_digit()).then(|| rest.strip_prefix(' ').unwrap_or(rest))
}

/// Whether a row tells of a past transaction: `005     HDQCA …`, or the states a segment went through.
pub(super) fn is_history(row: &str) -> bool {
    behind_transaction(row).is_some() || is_status_history(row)
}

/// `NN(001)  DK(001)  HK(001)`.
fn is_status_history(row: &str) -> bool {
    let is_state = |word: &str| {
        matches!(word.as_bytes(), [first, second, b'(', digits @ .., b')']
            if first.is_ascii_uppercase()
                && second.is_ascii_uppercase()
                && digits.len() == 3
                && digits.iter().all(u8::is_ascii_digit))
    };
    !row.trim().is_empty() && row.split_whitespace().all(is_state)
}

/// Whether a row goes on from the one above.
pub(super) fn is_continuation(row: &str) -> bool {
    row.starts_with("   ")
}

/// Whether the body of an item begins like a segment: a column for `*` between two blanks, then a flight or a gap.
pub(super) fn is_segment(body: &str) -> bool {
    let behind = body.strip_prefix("  ").or_else(|| body.strip_prefix(" *"));
    behind.is_some_and(|text| !text.trim().is_empty())
}
