//! Looking tickets up: `DETR`.

use super::dialogue::Dialogue;
use super::display::ticket;
use super::records::Ticket;
use super::refusal::Refusal;

/// What a ticket is looked up by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TicketKey {
    /// `TN/9992300000031`: thirteen digits.
    Number(String),
    /// `CN/KABC12`.
    Locator(String),
    /// `CN/NX1Y2Z,C`.
    AirlineLocator(String),
    /// `NI/999999199001010011`, `PP/E00000001`, with its kind.
    Document(String),
    /// `NM/DEMO`.
    Name(String),
}

/// What of a ticket is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketView {
    /// Its face.
    Face,
    /// `,F`: documents.
    Documents,
    /// `,H`: history.
    History,
    /// `,S`: the itinerary in Chinese.
    Itinerary,
}

/// A look at tickets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketQuery {
    /// What it is looked up by.
    pub key: TicketKey,
    /// What is shown.
    pub view: TicketView,
}

impl TicketQuery {
    /// Reads what follows `DETR`.
    ///
    /// # Errors
    /// [`Refusal::Format`], or [`Refusal::FullTicketNumber`] when digits are missing.
    pub(super) fn parse(rest: &str) -> Result<Self, Refusal> {
        let rest = rest.trim_start_matches([':', ' ']);
        let (rest, option) = rest.split_once(',').map_or((rest, None), |(rest, option)| (rest, Some(option)));
        let (kind, value) = rest.split_once('/').ok_or(Refusal::Format)?;
        let value = value.trim().to_owned();
        if value.is_empty() {
            return Err(Refusal::Format);
        }
        let key = match (kind, option) {
            ("TN", _) => TicketKey::Number(full_number(&value)?),
            ("CN", Some("C")) => TicketKey::AirlineLocator(value),
            ("CN", _) => TicketKey::Locator(value),
            ("NI" | "PP" | "ID", _) => TicketKey::Document(format!("{kind}{value}")),
            ("NM", _) => TicketKey::Name(value),
            _ => return Err(Refusal::Format),
        };
        let view = match option {
            None | Some("C" | "R") => TicketView::Face,
            Some("F") => TicketView::Documents,
            Some("H") => TicketView::History,
            Some("S") => TicketView::Itinerary,
            Some(other) if other.starts_with("AIR/") => TicketView::Face,
            Some(_) => return Err(Refusal::Format),
        };
        Ok(Self { key, view })
    }
}

fn full_number(text: &str) -> Result<String, Refusal> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let full = digits.len() == 13 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if full { Ok(digits) } else { Err(Refusal::FullTicketNumber) }
}

impl Dialogue<'_> {
    pub(super) fn ticket(&self, query: &TicketQuery) -> Result<Vec<String>, Refusal> {
        let found: Vec<&Ticket> = self
            .records
            .tickets
            .values()
            .filter(|one| one.is_issued() && is_meant(one, &query.key))
            .collect();
        let by_number = matches!(query.key, TicketKey::Number(_));
        let [only] = found.as_slice() else {
            return match found.len() {
                0 if by_number => Err(Refusal::TicketNotFound),
                0 => Err(Refusal::NoTicketRecord),
                _ => Ok(ticket::list(&found)),
            };
        };
        let sees_money = only.office == self.session.workplace().office;
        Ok(match query.view {
            TicketView::Face => ticket::face(only, sees_money),
            TicketView::Documents => ticket::documents(only),
            TicketView::History => ticket::history(only),
            TicketView::Itinerary => ticket::itinerary(only),
        })
    }
}

fn is_meant(ticket: &Ticket, key: &TicketKey) -> bool {
    match key {
        TicketKey::Number(number) => ticket.number == *number,
        TicketKey::Locator(locator) => ticket.locator == *locator,
        TicketKey::AirlineLocator(locator) => ticket.airline_locator == *locator,
        TicketKey::Document(document) => ticket.documents.contains(document),
        TicketKey::Name(name) => ticket.passenger.starts_with(name.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tickets_are_looked_up_by_number_record_document_or_name() {
        let key = |rest: &str| TicketQuery::parse(rest).map(|query| query.key);
        let number = Ok(TicketKey::Number("9992300000031".to_owned()));
        assert_eq!(key(":TN/999-2300000031"), number);
        assert_eq!(key(":TN/9992300000031,AIR/CA"), number);
        assert_eq!(key(":CN/KABC12"), Ok(TicketKey::Locator("KABC12".to_owned())));
        assert_eq!(key(":CN/NX1Y2Z,C"), Ok(TicketKey::AirlineLocator("NX1Y2Z".to_owned())));
        assert_eq!(key(":NI/1"), Ok(TicketKey::Document("NI1".to_owned())));
        assert_eq!(key(":TN/999-230000003"), Err(Refusal::FullTicketNumber));
        assert_eq!(key(":XX/1"), Err(Refusal::Format));
        assert_eq!(key(":TN/9992300000031,Z"), Err(Refusal::Format));
        assert_eq!(
            TicketQuery::parse(":TN/9992300000031,H").map(|query| query.view),
            Ok(TicketView::History)
        );
    }
}
