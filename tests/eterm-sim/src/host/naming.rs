//! Names, infants, documents and everything else that is written into a record.

use super::dialogue::{Dialogue, Shown};
use super::display::day_month_year;
use super::entry::{Entry, InfantName, InformationEntry, NamesEntry, ServiceEntry};
use super::records::{Content, ElementId, Group, PassengerKind, Pnr, Service, TravellerKind};
use super::refusal::Refusal;
use super::request::{DateWord, date_field};
use jiff::civil::{Date, DateTime};

/// Names of a record that is no group.
const MOST_NAMES: usize = 9;
/// Airlines that take one contact telephone of an agency and no second.
const ONE_TELEPHONE: [&str; 4] = ["MU", "FM", "KN", "KY"];

impl Dialogue<'_> {
    pub(super) fn names(&mut self, NamesEntry(names): NamesEntry) -> Result<Shown, Refusal> {
        let area = self.area()?;
        let most = match &area.pnr.group {
            Some(group) => usize::from(group.total),
            // Names are added to a record that was kept only when it is a group.
            None if area.version > 0 => 0,
            None => MOST_NAMES,
        };
        if area.pnr.passengers.len() + names.len() > most {
            return Err(Refusal::Names);
        }
        for name in names {
            area.pnr.add_passenger(&name.name, name.kind);
        }
        area.changed = true;
        Ok(Shown::Area)
    }

    pub(super) fn group(&mut self, total: u16, name: String) -> Result<Shown, Refusal> {
        let area = self.area()?;
        if area.pnr.group.is_some() || !area.pnr.passengers.is_empty() {
            return Err(Refusal::Names);
        }
        if !(10..=99).contains(&total) {
            return Err(Refusal::Seats);
        }
        let text = format!("TCP {total} {name}");
        area.pnr.group = Some(Group { total, name });
        let (code, carrier) = ("GRPS".to_owned(), "1E".to_owned());
        area.pnr.add(Content::Service(Service {
            code,
            carrier,
            action: String::new(),
            text,
            passenger: None,
        }));
        area.changed = true;
        Ok(Shown::Area)
    }

    pub(super) fn infant(&mut self, infant: InfantName) -> Result<Shown, Refusal> {
        let area = self.area()?;
        let adult = adult(&area.pnr, infant.adult)?;
        let carries =
            |content: &Content| matches!(content, Content::Infant { adult: whose, .. } if *whose == adult);
        if area.pnr.items.iter().any(|item| carries(&item.content)) {
            return Err(Refusal::Infant);
        }
        area.pnr.add(Content::Infant { name: infant.name, born: infant.born, adult });
        area.changed = true;
        Ok(Shown::Area)
    }

    pub(super) fn service(&mut self, entry: ServiceEntry) -> Result<Shown, Refusal> {
        let today = self.now.date();
        let area = self.area()?;
        let passenger = passenger(&area.pnr, &entry)?;
        check_airline(&area.pnr, &entry.carrier)?;
        let text = match (entry.code.as_str(), passenger) {
            ("FOID", Some(whose)) => document(&area.pnr, &entry.text, whose)?,
            ("INFT", Some(whose)) => infant_request(&area.pnr, &entry, whose, today)?,
            ("CHLD", Some(whose)) => child(&area.pnr, &entry.text, whose)?,
            ("DOCS", Some(_)) if entry.text.split('/').count() < 8 => return Err(Refusal::Format),
            ("FOID" | "INFT" | "CHLD" | "DOCS", None) => return Err(Refusal::PassengerNumber),
            _ => entry.text.clone(),
        };
        let action = match entry.action.as_str() {
            _ if entry.code == "INFT" => "KK1".to_owned(),
            "" => String::new(),
            code => format!("{code}1"),
        };
        let ServiceEntry { code, carrier, .. } = entry;
        if let ("INFT", Some(whose)) = (code.as_str(), passenger) {
            area.pnr.add(infant_information(&text, whose));
        }
        area.pnr.add(Content::Service(Service { code, carrier, action, text, passenger }));
        area.changed = true;
        Ok(Shown::Area)
    }

    /// Items of which nothing else depends.
    pub(super) fn item(&mut self, entry: Entry) -> Result<Shown, Refusal> {
        let now = self.now;
        let office = self.session.workplace().office.clone();
        let area = self.area()?;
        let content = content(&area.pnr, entry, now)?;
        let foreign = area.pnr.office != office;
        if foreign && matches!(&content, Content::Remark(text) if text.starts_with("TJ ")) {
            return Err(Refusal::Authority);
        }
        area.pnr.add(content);
        area.changed = true;
        Ok(Shown::Area)
    }
}

fn content(pnr: &Pnr, entry: Entry, now: DateTime) -> Result<Content, Refusal> {
    match entry {
        Entry::Contact(text) => contact(pnr, &text),
        Entry::Limit { time, date, office } => {
            let date = limit_date(pnr, &time, date, now)?;
            Ok(Content::Limit { time, date, office })
        }
        Entry::Information(information) => self::information(pnr, information),
        Entry::Remark(text) => Ok(Content::Remark(text)),
        Entry::Endorsement(text) => Ok(Content::Endorsement(text)),
        Entry::Payment(text) => {
            let infant = text.strip_prefix("IN/");
            let kind = if infant.is_some() { PassengerKind::Infant } else { PassengerKind::Adult };
            Ok(Content::Payment { kind, text: infant.unwrap_or(&text).to_owned() })
        }
        Entry::Ignore
        | Entry::Retrieve(_)
        | Entry::Sell(_)
        | Entry::SellFromLine(_)
        | Entry::Gap { .. }
        | Entry::Names(_)
        | Entry::Group { .. }
        | Entry::Infant(_)
        | Entry::Service(_)
        | Entry::Delete(_)
        | Entry::DeletePassengers(_)
        | Entry::CancelAll
        | Entry::Reconfirm(_)
        | Entry::End(_)
        | Entry::Price(_)
        | Entry::StoreFare(_)
        | Entry::Issue(_)
        | Entry::Retry => Err(Refusal::Format),
    }
}

/// The agency's line is made of a contact that begins with a city; any other stands as it is.
fn contact(pnr: &Pnr, text: &str) -> Result<Content, Refusal> {
    let line = match text.split_once('/') {
        Some((city, telephone)) if city.len() == 3 => {
            format!("{city}/T {city}/T {telephone}/{} DEMO TRAVEL SERVICE/LI DEMO ABCDEFG", city_name(city))
        }
        Some(_) | None => text.to_owned(),
    };
    let known = pnr.items.iter().any(|item| item.content == Content::Contact(line.clone()));
    if known { Err(Refusal::DuplicateTelephone) } else { Ok(Content::Contact(line)) }
}

fn city_name(code: &str) -> &str {
    match code {
        "CTU" => "CHENGDU",
        "SHA" => "SHANGHAI",
        "PEK" | "BJS" => "BEIJING",
        "CAN" => "GUANGZHOU",
        "WUH" => "WUHAN",
        other => other,
    }
}

fn limit_date(pnr: &Pnr, time: &str, date: DateWord, now: DateTime) -> Result<Date, Refusal> {
    if pnr.items.iter().any(|item| item.content.rank() == Content::Ticketed.rank()) {
        return Err(Refusal::TicketingElement);
    }
    let date = date.resolve(now.date()).or(Err(Refusal::TicketingDate))?;
    let clock = format!("{:02}{:02}", now.hour(), now.minute());
    let past = date == now.date() && *time <= *clock;
    let after_departure = pnr.flights().any(|(_, flown)| date > flown.date);
    if past || after_departure { Err(Refusal::TicketingDate) } else { Ok(date) }
}

fn information(pnr: &Pnr, entry: InformationEntry) -> Result<Content, Refusal> {
    let InformationEntry { carrier, text, passengers } = entry;
    check_airline(pnr, &carrier)?;
    let find = |number: &usize| pnr.passenger(*number).map(|one| one.id).ok_or(Refusal::PassengerNumber);
    let passengers: Vec<ElementId> = passengers.iter().map(find).collect::<Result<_, _>>()?;
    let second = |content: &Content| {
        let Content::Information { carrier: other, text: known, .. } = content else { return false };
        let both_agency = text.starts_with("CTCT") && known.starts_with("CTCT");
        *other == carrier && (*known == text || (both_agency && ONE_TELEPHONE.contains(&carrier.as_str())))
    };
    if pnr.items.iter().any(|item| second(&item.content)) {
        return Err(Refusal::DuplicateTelephone);
    }
    Ok(Content::Information { carrier, text, passengers })
}

/// Services go to an airline of the itinerary, once there is one.
fn check_airline(pnr: &Pnr, carrier: &str) -> Result<(), Refusal> {
    let flown = pnr.flights().any(|(_, flown)| flown.airline() == carrier);
    let general = matches!(carrier, "YY" | "1E");
    if flown || general || pnr.segments.is_empty() { Ok(()) } else { Err(Refusal::Airline) }
}

/// The passenger meant; the only one when none is named.
fn passenger(pnr: &Pnr, entry: &ServiceEntry) -> Result<Option<ElementId>, Refusal> {
    match (entry.passenger, pnr.passengers.as_slice()) {
        (Some(number), _) => pnr.passenger(number).map(|one| Some(one.id)).ok_or(Refusal::PassengerNumber),
        (None, [only]) => Ok(Some(only.id)),
        (None, _) => Ok(None),
    }
}

fn adult(pnr: &Pnr, number: usize) -> Result<ElementId, Refusal> {
    let passenger = pnr.passenger(number).ok_or(Refusal::PassengerNumber)?;
    if passenger.kind == TravellerKind::Adult { Ok(passenger.id) } else { Err(Refusal::Infant) }
}

/// `NI…`, `PP…`, `ID…`; one for each passenger, none for two.
fn document(pnr: &Pnr, text: &str, whose: ElementId) -> Result<String, Refusal> {
    let (kind, number) = text.split_at_checked(2).ok_or(Refusal::InvalidFoid)?;
    let plain = number.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let fits = match kind {
        "NI" => is_national_id(number),
        "PP" | "ID" => plain && (4..=20).contains(&number.len()),
        _ => false,
    };
    if !fits {
        return Err(Refusal::InvalidFoid);
    }
    let known = |content: &Content| {
        matches!(content, Content::Service(service)
            if service.code == "FOID" && (service.text == text || service.passenger == Some(whose)))
    };
    if pnr.items.iter().any(|item| known(&item.content)) {
        Err(Refusal::DuplicateId)
    } else {
        Ok(text.to_owned())
    }
}

/// Eighteen characters with a date of birth among them; only the last may be an `X`.
fn is_national_id(number: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| number.get(range).and_then(|part| part.parse::<i16>().ok());
    let born = match (digits(6..10), digits(10..12), digits(12..14)) {
        (Some(year), Some(month), Some(day)) => {
            let (month, day) = (i8::try_from(month).unwrap_or(0), i8::try_from(day).unwrap_or(0));
            Date::new(year, month, day).is_ok_and(|date| date.year() >= 1900)
        }
        _ => false,
    };
    let body = number.bytes().take(17).all(|byte| byte.is_ascii_digit());
    number.len() == 18 && body && born && number.ends_with(|last: char| last.is_ascii_digit() || last == 'X')
}

/// `CTUSHA 5406 E06DEC LIN/XIAOHE 05MAR26`
fn infant_request(pnr: &Pnr, entry: &ServiceEntry, whose: ElementId, today: Date) -> Result<String, Refusal> {
    adult(pnr, pnr.passenger_number(whose))?;
    let (name, born) = entry.text.rsplit_once(' ').ok_or(Refusal::InfantName)?;
    let born = birthday(born, today)?;
    if !name.contains('/') {
        return Err(Refusal::InfantName);
    }
    let wanted = entry.segment.map(|number| pnr.elements().get(number.wrapping_sub(1)).copied());
    let mut flights = pnr.flights().filter(|(segment, _)| wanted.is_none_or(|id| id == Some(segment.id)));
    let (segment, flown) = flights.next().ok_or(Refusal::Segment)?;
    let second_birthday = born.saturating_add(jiff::Span::new().years(2));
    if flown.date >= second_birthday {
        return Err(Refusal::Infant);
    }
    let day = super::session::day_month(flown.date);
    let (pair, class) = (format!("{}{}", segment.from, segment.to), &flown.class);
    Ok(format!("{pair} {} {class}{day} {name} {}", flown.number(), day_month_year(born)))
}

/// `OSI YY 1INF LINXIAOHEINF/P1`, from the name in the request.
fn infant_information(request: &str, whose: ElementId) -> Content {
    let name: String =
        request.split(' ').skip(3).take(1).flat_map(str::chars).filter(|c| *c != '/').collect();
    Content::Information {
        carrier: "YY".to_owned(),
        text: format!("1INF {name}INF"),
        passengers: vec![whose],
    }
}

fn child(pnr: &Pnr, text: &str, whose: ElementId) -> Result<String, Refusal> {
    let kind = pnr.passengers.iter().find(|passenger| passenger.id == whose).map(|passenger| passenger.kind);
    if kind == Some(TravellerKind::Adult) {
        return Err(Refusal::PassengerNumber);
    }
    match date_field(text) {
        Ok(DateWord::Exact(_)) => Ok(text.to_owned()),
        Ok(_) | Err(_) => Err(Refusal::Date),
    }
}

/// A birthday of the past with its year.
fn birthday(text: &str, today: Date) -> Result<Date, Refusal> {
    match date_field(text) {
        Ok(DateWord::Exact(date)) if date <= today => Ok(date),
        Ok(_) | Err(_) => Err(Refusal::Infant),
    }
}
