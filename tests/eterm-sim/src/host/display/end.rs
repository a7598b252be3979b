//! The answer to the end of a transaction, and to a sale that failed.

use super::{day_month, offset, weekday};
use crate::host::columns::Fields;
use crate::host::records::{Flown, Pnr, Segment, Status};
use jiff::civil::Date;

/// The segments with the statuses they had when the transaction ended, and the locator before or after them.
pub(in crate::host) fn rows(pnr: &Pnr, acted: &[(Segment, Status)], limit: Option<&str>) -> Vec<String> {
    let locator = pnr.locator.as_deref().unwrap_or_default();
    let segments = acted.iter().filter_map(|(segment, status)| segment_row(segment, *status));
    let notice = "  航空公司使用自动出票时限, 请检查PNR".to_owned();
    let advertisement = "  *** 预订酒店指令HC, 详情   HC:HELP   ***".to_owned();
    match (limit, locator.bytes().map(usize::from).sum::<usize>() % 4) {
        (Some(limit), 0) => vec![format!("{locator} - 请及时出票, 自动出票时限: {limit}")],
        (Some(_), 1) => {
            let first = format!("{locator} -EOT SUCCESSFUL, BUT ASR UNUSED FOR 1 OR MORE SEGMENTS");
            std::iter::once(first).chain(segments).chain([notice]).collect()
        }
        (Some(_), _) => segments.chain([format!("{locator} - {notice}"), advertisement]).collect(),
        (None, 0) => segments.chain([locator.to_owned(), advertisement]).collect(),
        (None, _) => segments.chain([locator.to_owned()]).collect(),
    }
}

/// `  CA4193  G WE25NOV  CTUPEK DK1   0700 0935`
fn segment_row(segment: &Segment, status: Status) -> Option<String> {
    let flown = segment.flown.as_ref()?;
    let row = Fields::default()
        .at(1, if flown.codeshare { "*" } else { " " })
        .at(2, &format!("{}{:>4}", flown.airline(), flown.number()))
        .at(10, &flown.class)
        .at(12, &format!("{}{}", weekday(flown.date), day_month(flown.date)))
        .at(21, &format!("{}{}", segment.from, segment.to))
        .at(28, &format!("{}{}", status.code(), flown.count))
        .at(34, &flown.departure)
        .at(39, &flown.arrival)
        .at(43, &offset(flown.arrival_days));
    Some(row.finish())
}

/// `3U  8900 A  29AUG  KWLSYX NN2  `, before the word that refuses it.
pub(in crate::host) fn unable(flown: &Flown, from: &str, to: &str, asked: Status) -> String {
    let date: Date = flown.date;
    Fields::default()
        .at(0, flown.airline())
        .at(4, &format!("{:>4}", flown.number()))
        .at(9, &flown.class)
        .at(12, &day_month(date))
        .at(19, &format!("{from}{to}"))
        .at(26, &format!("{}{}", asked.code(), flown.count))
        .finish()
        + "  "
}
