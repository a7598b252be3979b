//! The head line: ` 25NOV(WED) BJSSHA VIA MU DIRECT ONLY`.

use crate::parse::av::AvHeader;
use crate::screen::UNREADABLE;

/// The head line, and whether the row said something more that has no field.
pub(super) struct Header {
    pub(super) header: AvHeader,
    pub(super) has_more_text: bool,
}

pub(super) fn read(row: &str) -> Option<Header> {
    if row.contains(UNREADABLE) {
        return None;
    }
    let mut words = row.split(' ').filter(|word| !word.is_empty());
    let (date, dow) = words.next()?.strip_suffix(')')?.split_once('(')?;
    let pair = words.next()?;
    let mut header = AvHeader {
        date: date.parse().ok()?,
        dow: dow.parse().ok()?,
        from: pair.get(..3)?.parse().ok()?,
        to: pair.get(3..)?.parse().ok()?,
        via: None,
        direct_only: false,
    };
    let mut has_more_text = false;
    while let Some(word) = words.next() {
        match (word, words.clone().next()) {
            ("VIA", Some(carrier))
                if header.via.is_none() && carrier.parse::<waystation_shared::flight::Airline>().is_ok() =>
            {
                header.via = carrier.parse().ok();
                words.next();
            }
            ("DIRECT", Some("ONLY")) => {
                header.direct_only = true;
                words.next();
            }
            _ => has_more_text = true,
        }
    }
    Some(Header { header, has_more_text })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_behind_the_city_pair_are_fields() {
        let read = read(" 27NOV(FRI) URCSHA VIA MU DIRECT ONLY").unwrap();
        assert_eq!(read.header.via.unwrap().as_str(), "MU");
        assert!(read.header.direct_only && !read.has_more_text);
    }

    #[test]
    fn the_leading_blank_may_be_missing_and_the_year_glued_on() {
        let read = read("26NOV26(THU) CTULON").unwrap();
        assert_eq!((read.header.date.to_string().as_str(), read.header.to.as_str()), ("26NOV26", "LON"));
        assert!(read.header.via.is_none() && !read.header.direct_only);
    }

    #[test]
    fn a_word_without_a_field_is_noticed() {
        for row in [" 27NOV(FRI) URCSHA NON-STOP", " 27NOV(FRI) URCSHA VIA", " 27NOV(FRI) URCSHA DIRECT"] {
            assert!(read(row).unwrap().has_more_text, "{row}");
        }
    }

    #[test]
    fn nothing_that_is_only_similar_is_a_head_line() {
        for row in [
            "",
            "25NOV(WED)",
            "25NOV(WED) BJS",
            "25NOV(WED BJSSHA",
            "25NOV(WEB) BJSSHA",
            "2\u{fffd}NOV(WED) BJSSHA",
            "25NOV(WED) 北京SHA",
            " 25NOV(WED) BJSSHA \u{fffd}IA MU",
        ] {
            assert!(read(row).is_none(), "{row}");
        }
    }
}
