//! Pages of lists: newest first, the cursor is the last id seen.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Items on one page when the caller does not say.
const DEFAULT_LIMIT: i64 = 50;

/// The most items on one page.
const MAX_LIMIT: i64 = 200;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Items wanted; 50 when left out, 200 at most.
    pub limit: Option<i64>,
    /// `next_cursor` of the page before; left out for the first page.
    pub cursor: Option<i64>,
}

impl PageQuery {
    /// The limit in force.
    #[must_use]
    pub fn limit(self) -> i64 {
        self.limit.unwrap_or(DEFAULT_LIMIT).clamp(1, MAX_LIMIT)
    }

    /// Only ids below this belong to the page.
    #[must_use]
    pub fn before(self) -> i64 {
        self.cursor.unwrap_or(i64::MAX)
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items, newest first.
    pub items: Vec<T>,
    /// Where the next page starts; null on the last page.
    pub next_cursor: Option<i64>,
}

/// Makes a page of rows that were asked for with one more than the limit.
#[must_use]
pub fn page_of<T>(mut rows: Vec<T>, limit: i64, id: impl Fn(&T) -> i64) -> Page<T> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_cursor = if more { rows.last().map(id) } else { None };
    Page { items: rows, next_cursor }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_the_next_one_only_when_there_is_more() {
        let full = page_of(vec![9, 8, 7], 2, |id| *id);
        assert_eq!((full.items, full.next_cursor), (vec![9, 8], Some(8)));
        let last = page_of(vec![7], 2, |id| *id);
        assert_eq!(last.next_cursor, None);
    }

    #[test]
    fn a_limit_stays_within_bounds() {
        assert_eq!(PageQuery { limit: Some(0), cursor: None }.limit(), 1);
        assert_eq!(PageQuery { limit: Some(9999), cursor: None }.limit(), 200);
        assert_eq!(PageQuery::default().limit(), 50);
    }
}
