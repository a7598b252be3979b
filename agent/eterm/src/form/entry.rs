//! What is to stand in the fields of a form. A task that says more than the fields can hold has no entries.

use waystation_shared::flight::{Airline, QueryAv};
use waystation_shared::pnr::{BookPnr, Passenger, PassengerKind};

use crate::command::is_typeable;
use crate::form::Page;
use crate::lexicon::HostDate;

/// A label and what is to stand behind it.
///
/// It is made here only, from characters that can neither end a field nor press anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    label: &'static str,
    content: String,
}

impl Entry {
    fn of(label: &'static str, content: impl Into<String>) -> Option<Self> {
        let content = content.into();
        let fits = !content.is_empty() && content.trim() == content && content.chars().all(is_typeable);
        fits.then_some(Self { label, content })
    }

    /// The label of its field.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        self.label
    }

    /// What is to be typed.
    #[must_use]
    pub fn content(&self) -> &str {
        &self.content
    }

    /// Whether the page has its field, and the field has room.
    #[must_use]
    pub fn fits(&self, page: Page<'_>) -> bool {
        let columns: usize = self.content.chars().map(crate::screen::width).sum();
        page.field(self.label).is_some_and(|field| columns <= field.width)
    }

    /// What stands in its field; nothing when there is no such field.
    #[must_use]
    pub fn shown_on(&self, page: Page<'_>) -> String {
        page.field(self.label).map(|field| field.content).unwrap_or_default()
    }

    /// Whether exactly it stands in its field.
    #[must_use]
    pub fn stands_on(&self, page: Page<'_>) -> bool {
        self.shown_on(page) == self.content
    }
}

/// The fields of the query page for a question; `None` when it asks for a time, a class or direct flights, for which
/// the form has no field.
#[must_use]
pub fn query_entries(query: &QueryAv) -> Option<Vec<Entry>> {
    if query.direct || query.dep_time.is_some() || query.cabin.is_some() {
        return None;
    }
    [
        Some(Entry::of("出发", query.dep_city.as_str())),
        Some(Entry::of("到达", query.arr_city.as_str())),
        Some(Entry::of("日期", query.dep_date.to_string())),
        query.airline.as_ref().map(|airline: &Airline| Entry::of("航空公司", airline.as_str())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The fields of the booking page for a booking; `None` unless it is one adult on one flight whom the agency's mobile
/// reaches: the form has no fields for more.
#[must_use]
pub fn booking_entries(booking: &BookPnr) -> Option<Vec<Entry>> {
    let ([segment], [passenger], None) =
        (booking.segments.as_slice(), booking.passengers.as_slice(), &booking.group)
    else {
        return None;
    };
    let (Some(mobile), None) = (&booking.contact.mobile, &booking.contact.phone) else { return None };
    let limit = booking.ticket_limit.0;
    [
        Entry::of("航班", segment.flight_no.as_str()),
        Entry::of("舱位", segment.cabin.as_str()),
        Entry::of("日期", segment.dep_date.to_string()),
        Entry::of("出发", segment.dep_city.as_str()),
        Entry::of("到达", segment.arr_city.as_str()),
        Entry::of("姓名", passenger.name.as_str()),
        Entry::of("证件", document_of(passenger)?),
        Entry::of("电话", mobile.as_str()),
        Entry::of("时限", format!("{}/{}", limit.strftime("%H%M"), HostDate::without_year(limit.date()))),
    ]
    .into_iter()
    .collect()
}

/// `NI999999199001010011`, of somebody of whom there is nothing more to say than the form asks.
fn document_of(passenger: &Passenger) -> Option<String> {
    let is_plain =
        passenger.kind == PassengerKind::Adult && passenger.mobile.is_none() && passenger.document.is_none();
    let number = passenger.id_no.as_ref().filter(|_| is_plain)?;
    Some([passenger.id_type?.as_str(), number.as_str()].concat())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::screen::Screen;

    fn texts(entries: Option<Vec<Entry>>) -> Option<Vec<(&'static str, String)>> {
        entries.map(|entries| entries.into_iter().map(|entry| (entry.label, entry.content)).collect())
    }

    fn query(more: &Value) -> Option<Vec<Entry>> {
        let mut query = json!({"depCity": "CTU", "arrCity": "PEK", "depDate": "2026-11-25"});
        query.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        query_entries(&serde_json::from_value(query).unwrap())
    }

    fn booking(path: &str, value: Value) -> Option<Vec<Entry>> {
        let mut booking = json!({
            "segments": [{"flightNo": "CA1212", "cabin": "Y", "depDate": "2026-11-25", "depCity": "TFU", "arrCity": "PEK"}],
            "passengers": [{"name": "林青禾", "type": "ADT", "idType": "PP", "idNo": "E00000001", "mobile": null}],
            "contact": {"mobile": "13000000001", "phone": null},
            "ticketLimit": "2026-11-24 12:00",
            "group": null
        });
        if let Some(place) = booking.pointer_mut(path) {
            *place = value;
        }
        booking_entries(&serde_json::from_value(booking).unwrap())
    }

    #[test]
    fn a_question_becomes_the_fields_of_the_query_page() {
        let plain = query(&json!({"airline": "CA"}));
        let expected = [("出发", "CTU"), ("到达", "PEK"), ("日期", "2026-11-25"), ("航空公司", "CA")];
        assert_eq!(texts(plain).unwrap(), expected.map(|(label, text)| (label, text.to_owned())));
        assert_eq!(query(&json!({})).unwrap().len(), 3, "an airline that was not asked for stays empty");
    }

    #[test]
    fn what_the_query_page_has_no_field_for_has_no_entries() {
        for more in [json!({"depTime": "1200"}), json!({"direct": true}), json!({"cabin": "Y"})] {
            assert!(query(&more).is_none(), "{more}");
        }
    }

    #[test]
    fn a_booking_becomes_the_fields_of_the_booking_page() {
        let entries = texts(booking("/group", Value::Null)).unwrap();
        let expected = [
            ("航班", "CA1212"),
            ("舱位", "Y"),
            ("日期", "2026-11-25"),
            ("出发", "TFU"),
            ("到达", "PEK"),
            ("姓名", "林青禾"),
            ("证件", "PPE00000001"),
            ("电话", "13000000001"),
            ("时限", "1200/24NOV"),
        ];
        assert_eq!(entries, expected.map(|(label, text)| (label, text.to_owned())));
    }

    #[test]
    fn what_the_booking_page_has_no_field_for_has_no_entries() {
        let child =
            json!({"name": "何小满", "type": "CHD", "idType": "PP", "idNo": "E1", "birth": "2018-03-03"});
        let flight = json!({"flightNo": "CA1", "cabin": "Y", "depDate": "2026-11-26", "depCity": "PEK", "arrCity": "SHA"});
        let cases = [
            ("/passengers/0/mobile", json!("13000000002")),
            ("/passengers/0/type", json!("INF")),
            ("/passengers/0", child),
            ("/passengers", json!([])),
            ("/contact/phone", json!("028-00000000")),
            ("/contact/mobile", Value::Null),
            ("/segments", json!([flight, flight])),
            ("/group", json!({"name": "DEMOTOUR", "size": 12})),
        ];
        for (path, value) in cases {
            assert!(booking(path, value.clone()).is_none(), "{path} = {value}");
        }
    }

    #[test]
    fn an_entry_fits_a_field_that_is_there_and_wide_enough() {
        let screen = Screen::from_text("  姓名：[林青禾]  舱位：[Y ]");
        let page = Page::of(&screen);
        assert!(Entry::of("姓名", "周林青").unwrap().fits(page));
        assert!(!Entry::of("姓名", "周林青禾").unwrap().fits(page), "eight columns in six");
        assert!(!Entry::of("证件", "NI1").unwrap().fits(page));
    }

    #[test]
    fn an_entry_stands_in_its_field_to_the_letter() {
        let screen = Screen::from_text("  姓名：[林青禾]  舱位：[Y ]");
        let page = Page::of(&screen);
        assert!(Entry::of("姓名", "林青禾").unwrap().stands_on(page));
        assert!(!Entry::of("姓名", "林青").unwrap().stands_on(page));
        assert_eq!(Entry::of("舱位", "F").unwrap().shown_on(page), "Y");
        assert_eq!(Entry::of("时限", "F").unwrap().shown_on(page), "");
    }

    proptest! {
        #[test]
        fn nothing_that_could_leave_a_field_or_press_a_button_is_typed(text in any::<String>()) {
            if let Some(entry) = Entry::of("姓名", text) {
                prop_assert!(!entry.content.contains(['[', ']', '【', '】', '：', '►', '@']));
                prop_assert!(!entry.content.contains(char::is_control));
            }
        }
    }
}
