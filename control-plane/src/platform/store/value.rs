//! Values that go into statements and come out of rows, the same on both engines: integers, text, bytes.

use waystation_shared::ids::{ApiKeyId, DeliveryId, Lease, OfficeNo, TaskId, TerminalId, UserId};
use waystation_shared::task::{TaskKind, TaskSource, TaskState};
use waystation_shared::time::Timestamp;

use super::StoreError;

/// One parameter of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Param<'a> {
    /// SQL NULL.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// Anything that can be a parameter.
pub trait ToParam {
    /// Borrows the value as a parameter.
    fn to_param(&self) -> Param<'_>;
}

/// One column of a row, borrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column<'a> {
    /// SQL NULL.
    Null,
    /// `BIGINT`.
    Int(i64),
    /// `TEXT`.
    Text(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
}

/// Anything a column can become.
pub trait FromColumn: Sized {
    /// What the type expects, for error messages.
    const EXPECTED: &'static str;

    /// Takes the value, or `None` when the column holds something else.
    fn from_column(column: Column<'_>) -> Option<Self>;
}

/// One row of an answer.
pub struct Row<'a>(pub(super) RowOf<'a>);

pub(super) enum RowOf<'a> {
    Sqlite(&'a rusqlite::Row<'a>),
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The column at `index`, from 0.
    ///
    /// # Errors
    /// [`StoreError::BadColumn`] when it holds something else.
    pub fn get<T: FromColumn>(&self, index: usize) -> Result<T, StoreError> {
        let column = match &self.0 {
            RowOf::Sqlite(row) => super::sqlite::column(row, index)?,
            RowOf::Postgres(row) => super::postgres::column(row, index)?,
        };
        T::from_column(column).ok_or_else(|| StoreError::BadColumn {
            index,
            expected: T::EXPECTED,
            found: match column {
                Column::Null => "nothing".to_owned(),
                Column::Int(number) => number.to_string(),
                Column::Text(text) => format!("{:?}", text.chars().take(40).collect::<String>()),
                Column::Bytes(bytes) => format!("{} bytes", bytes.len()),
            },
        })
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> Param<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> Param<'_> {
        self.as_ref().map_or(Param::Null, T::to_param)
    }
}

impl ToParam for i64 {
    fn to_param(&self) -> Param<'_> {
        Param::Int(*self)
    }
}

impl ToParam for bool {
    fn to_param(&self) -> Param<'_> {
        Param::Int(i64::from(*self))
    }
}

impl ToParam for str {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}

impl ToParam for String {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self)
    }
}

impl ToParam for [u8] {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}

impl ToParam for Vec<u8> {
    fn to_param(&self) -> Param<'_> {
        Param::Bytes(self)
    }
}

impl ToParam for OfficeNo {
    fn to_param(&self) -> Param<'_> {
        Param::Text(self.as_str())
    }
}

impl FromColumn for i64 {
    const EXPECTED: &'static str = "an integer";

    fn from_column(column: Column<'_>) -> Option<Self> {
        if let Column::Int(number) = column { Some(number) } else { None }
    }
}

impl FromColumn for bool {
    const EXPECTED: &'static str = "0 or 1";

    fn from_column(column: Column<'_>) -> Option<Self> {
        match column {
            Column::Int(0) => Some(false),
            Column::Int(1) => Some(true),
            Column::Int(_) | Column::Null | Column::Text(_) | Column::Bytes(_) => None,
        }
    }
}

impl FromColumn for String {
    const EXPECTED: &'static str = "text";

    fn from_column(column: Column<'_>) -> Option<Self> {
        if let Column::Text(text) = column { Some(text.to_owned()) } else { None }
    }
}

impl FromColumn for Vec<u8> {
    const EXPECTED: &'static str = "bytes";

    fn from_column(column: Column<'_>) -> Option<Self> {
        if let Column::Bytes(bytes) = column { Some(bytes.to_vec()) } else { None }
    }
}

impl<T: FromColumn> FromColumn for Option<T> {
    const EXPECTED: &'static str = T::EXPECTED;

    fn from_column(column: Column<'_>) -> Option<Self> {
        if column == Column::Null { Some(None) } else { T::from_column(column).map(Some) }
    }
}

macro_rules! number_columns {
    ($($name:ident),+) => {$(
        impl ToParam for $name {
            fn to_param(&self) -> Param<'_> {
                Param::Int(self.0)
            }
        }

        impl FromColumn for $name {
            const EXPECTED: &'static str = stringify!($name);

            fn from_column(column: Column<'_>) -> Option<Self> {
                i64::from_column(column).map(Self)
            }
        }
    )+};
}

number_columns!(ApiKeyId, DeliveryId, Lease, TaskId, TerminalId, Timestamp, UserId);

/// Lets a type that is written as one word be a column.
#[macro_export]
macro_rules! text_columns {
    ($($name:ty),+ $(,)?) => {$(
        impl $crate::platform::store::ToParam for $name {
            fn to_param(&self) -> $crate::platform::store::Param<'_> {
                $crate::platform::store::Param::Text(self.as_str())
            }
        }

        impl $crate::platform::store::FromColumn for $name {
            const EXPECTED: &'static str = stringify!($name);

            fn from_column(column: $crate::platform::store::Column<'_>) -> Option<Self> {
                if let $crate::platform::store::Column::Text(text) = column { text.parse().ok() } else { None }
            }
        }
    )+};
}

text_columns!(TaskKind, TaskSource, TaskState);

impl FromColumn for OfficeNo {
    const EXPECTED: &'static str = "an Office number";

    fn from_column(column: Column<'_>) -> Option<Self> {
        if let Column::Text(text) = column { text.parse().ok() } else { None }
    }
}
