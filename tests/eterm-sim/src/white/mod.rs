//! The white screen (白屏): forms with fields and buttons on the same 24 × 80 cells, for availability and booking.
//!
//! `WS` typed as a command on the black screen opens it; it never reaches the host. 【返回黑屏】 leaves it.
//! While it is open the terminal reports the mouse (`CSI ? 1000 h`, `CSI ? 1006 h`).
//!
//! How a reader finds its way, by text alone:
//!
//! - A **field** is `label：[content]` on one row: the label, a full-width colon, and the content between square
//!   brackets, padded with blanks to the field's width. A click on any cell between the brackets selects the
//!   field; what is typed then replaces its content from the left, up to its width in columns. Backspace and
//!   the left arrow take the last character away; Enter selects the next field of the page.
//! - A **button** is its label between `【` and `】`. A click on any of its cells presses it. Nothing else on a
//!   page stands between these brackets.
//! - Row 0 holds the buttons that turn to another page: 【航班查询】 【订座】 【返回黑屏】; what stands after
//!   them is the page's title.
//! - The **message** is on row 22 and begins with `提示：`. `提示：处理中` means that the host has not answered
//!   and clicks are ignored.
//! - The query page has the fields 出发 到达 日期 航空公司 and the buttons 【查询】 【上页】 【下页】. Below them
//!   stands one row for each flight of the page, the fields as in its heading row; 【订n】 at its end goes
//!   to the booking page with that flight filled in.
//! - The booking page has the fields 航班 舱位 日期 出发 到达 姓名 证件 电话 时限 and the button 【预订】. A
//!   date is `YYYY-MM-DD` or as on the black screen; a limit is `1200/24NOV`. Success is the message
//!   `提示：订座成功 编码 KABC12`, failure `提示：订座失败 ` with the host's words.
//!
//! A page sends one command of the black screen to the host, exactly once for each press of its button.

mod field;
mod pages;

pub use field::Field;
pub use pages::{Request, WhiteScreen};
