//! Entries: the commands that read, build, change, price and ticket a passenger record. Several of them, one
//! a line, may be sent in one transmission.

mod names;
mod sale;
mod service;
mod text;

pub use names::{InfantName, NameEntry, NamesEntry};
pub use sale::{SaleFromLine, SaleRequest, SaleWish};
pub use service::{InformationEntry, ServiceEntry};

use super::refusal::Refusal;
use super::request::{DateWord, date_field};
use text::{after, is_office, number_list, time_of_day};

/// What is to be retrieved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retrieval {
    /// `RT`: the record in the work area.
    Current,
    /// `RT KABC12`.
    Locator(String),
    /// `RT:C/KABC12`: with history; without a locator the record in the work area.
    History(Option<String>),
    /// `RTN`: a group with its names.
    GroupNames,
    /// `RT:A`: the items of the record in the work area.
    Items,
    /// `RT:N/DEMO/CA1321/19MAY`.
    Search {
        /// Beginning of the name.
        name: String,
        /// Flight number.
        flight: String,
        /// Date of departure.
        date: DateWord,
    },
}

/// Whose fare is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PriceRequest {
    /// `PAT:A`.
    Adult,
    /// `PAT:A*CH`.
    Child,
    /// `PAT:A*IN`.
    Infant,
    /// `PAT:A#…`: a negotiated fare.
    Negotiated,
}

/// Who is to be ticketed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssueRequest {
    /// Number of the device.
    pub device: u16,
    /// `/P1/2`: passengers by number; empty for all.
    pub passengers: Vec<usize>,
    /// `,ADL` or `,INF`.
    pub only: Option<IssueOnly>,
}

/// A limit on who is ticketed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IssueOnly {
    /// `,ADL`: no infants.
    Seated,
    /// `,INF`: infants alone.
    Infants,
}

/// How a transaction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct End {
    /// `K`: take the airline's answers over.
    pub confirm: bool,
    /// `I`: even if the itinerary does not join.
    pub force: bool,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// `I`, `IG`: empty the work area.
    Ignore,
    /// `RT…`.
    Retrieve(Retrieval),
    /// `SS…`.
    Sell(SaleRequest),
    /// `SD…`.
    SellFromLine(SaleFromLine),
    /// `SA:PEKCAN`: a gap on the ground.
    Gap {
        /// Airport where it begins.
        from: String,
        /// Airport where it ends.
        to: String,
    },
    /// `NM…`.
    Names(NamesEntry),
    /// `GN:12DEMOTOUR`.
    Group {
        /// Seats.
        total: u16,
        /// The group's name.
        name: String,
    },
    /// `XN:IN/…`.
    Infant(InfantName),
    /// `CT…`.
    Contact(String),
    /// `TK:TL/1200/24NOV/CTU999`.
    Limit {
        /// `1200`.
        time: String,
        /// Local date.
        date: DateWord,
        /// Who has to issue.
        office: String,
    },
    /// `SSR…`.
    Service(ServiceEntry),
    /// `OSI…`.
    Information(InformationEntry),
    /// `RMK…`.
    Remark(String),
    /// `EI:…`.
    Endorsement(String),
    /// `FP:…`.
    Payment(String),
    /// `XE5/6`.
    Delete(Vec<usize>),
    /// `XEP1/3`.
    DeletePassengers(Vec<usize>),
    /// `XEPNR`.
    CancelAll,
    /// `2RR`, `2/3RR`.
    Reconfirm(Vec<usize>),
    /// `@`, `\` and their forms.
    End(End),
    /// `PAT:A…`.
    Price(PriceRequest),
    /// `SFC:01`.
    StoreFare(usize),
    /// `ETDZ…`.
    Issue(IssueRequest),
    /// `ETRY:`.
    Retry,
}

impl Entry {
    /// Reads one line of folded text; nothing when it is no entry.
    #[must_use]
    pub fn parse(line: &str) -> Option<Result<Self, Refusal>> {
        if let Some(end) = end(line) {
            return Some(Ok(Self::End(end)));
        }
        if matches!(line, "I" | "IG") {
            return Some(Ok(Self::Ignore));
        }
        if let Some(elements) =
            line.strip_suffix("RR").filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        {
            return Some(number_list(elements).map(Self::Reconfirm));
        }
        let readers: [(&str, Reader); 17] = [
            ("XEPNR", |rest| if rest.is_empty() { Ok(Self::CancelAll) } else { Err(Refusal::Format) }),
            ("XEP", |rest| number_list(rest).map(Self::DeletePassengers)),
            ("XE", |rest| number_list(rest).map(Self::Delete)),
            ("RMK", |rest| remark(rest)),
            ("RT", |rest| retrieval(rest).map(Self::Retrieve)),
            ("SSR", |rest| service::service(rest).map(Self::Service)),
            ("SS", |rest| sale::sale(rest).map(Self::Sell)),
            ("SD", |rest| sale::sale_from_line(rest).map(Self::SellFromLine)),
            ("SFC:", |rest| rest.parse().map(Self::StoreFare).or(Err(Refusal::Format))),
            ("NM", |rest| names::names(rest).map(Self::Names)),
            ("GN", |rest| group(rest)),
            ("XN", |rest| names::infant(rest).map(Self::Infant)),
            ("OSI", |rest| service::information(rest).map(Self::Information)),
            ("PAT:", |rest| price(rest).map(Self::Price)),
            ("ETDZ", |rest| issue(rest).map(Self::Issue)),
            ("ETRY", |rest| if matches!(rest, "" | ":") { Ok(Self::Retry) } else { Err(Refusal::Format) }),
            ("TK", |rest| limit(rest)),
        ];
        let plain = readers.iter().find_map(|(verb, read)| line.strip_prefix(verb).map(read));
        plain.or_else(|| free_text(line))
    }
}

type Builder = fn(String) -> Entry;
type Reader = fn(&str) -> Result<Entry, Refusal>;

/// Entries of one field.
fn free_text(line: &str) -> Option<Result<Entry, Refusal>> {
    let readers: [(&str, Builder); 3] =
        [("CT", Entry::Contact), ("EI", Entry::Endorsement), ("FP", Entry::Payment)];
    if let Some(rest) = line.strip_prefix("SA").and_then(after) {
        return Some(sale::pair(rest).map(|(from, to)| Entry::Gap { from, to }));
    }
    let (rest, build) = readers.iter().find_map(|(verb, build)| Some((line.strip_prefix(verb)?, build)))?;
    let text = after(rest)?;
    Some(if text.is_empty() { Err(Refusal::Format) } else { Ok(build(text.to_owned())) })
}

fn end(line: &str) -> Option<End> {
    match line.strip_prefix(['@', '\\'])? {
        "" => Some(End::default()),
        "K" => Some(End { confirm: true, force: false }),
        "I" => Some(End { confirm: false, force: true }),
        "KI" | "IK" => Some(End { confirm: true, force: true }),
        _ => None,
    }
}

fn remark(rest: &str) -> Result<Entry, Refusal> {
    let text = after(rest).filter(|text| !text.is_empty()).ok_or(Refusal::Format)?;
    if let Some(whom) = text.strip_prefix("TJ ") {
        let office = whom.strip_prefix("AUTH ").unwrap_or(whom).split('/').next().unwrap_or_default();
        return if is_office(office) { Ok(Entry::Remark(text.to_owned())) } else { Err(Refusal::Office) };
    }
    Ok(Entry::Remark(text.to_owned()))
}

fn retrieval(rest: &str) -> Result<Retrieval, Refusal> {
    let rest = rest.trim_start_matches([':', ' ']);
    let search = rest.strip_prefix("N/").or_else(|| rest.strip_prefix('/'));
    match rest {
        "" => return Ok(Retrieval::Current),
        "N" => return Ok(Retrieval::GroupNames),
        "A" => return Ok(Retrieval::Items),
        "C" | "U1" => return Ok(Retrieval::History(None)),
        _ => (),
    }
    if let Some(search) = search {
        return name_search(search);
    }
    if let Some(of) = rest.strip_prefix("C/") {
        return locator(of).map(|of| Retrieval::History(Some(of)));
    }
    locator(rest).map(Retrieval::Locator)
}

/// A name may hold a slash itself: flight and date are the last two fields.
fn name_search(search: &str) -> Result<Retrieval, Refusal> {
    let mut fields = search.rsplitn(3, '/');
    let (date, flight, name) = (fields.next(), fields.next(), fields.next());
    let (Some(date), Some(flight), Some(name)) = (date, flight, name) else { return Err(Refusal::Format) };
    if name.is_empty() || !(3..=7).contains(&flight.len()) {
        return Err(Refusal::Format);
    }
    Ok(Retrieval::Search { name: name.to_owned(), flight: flight.to_owned(), date: date_field(date)? })
}

fn locator(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let fits = (5..=6).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if fits { Ok(text.to_owned()) } else { Err(Refusal::Format) }
}

fn group(rest: &str) -> Result<Entry, Refusal> {
    let rest = rest.trim_start_matches([':', ' ']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (total, name) = rest.split_at_checked(digits).ok_or(Refusal::Format)?;
    let total = total.parse().or(Err(Refusal::Format))?;
    let fits = name.len() >= 2 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ');
    if fits { Ok(Entry::Group { total, name: name.to_owned() }) } else { Err(Refusal::Names) }
}

fn limit(rest: &str) -> Result<Entry, Refusal> {
    let rest = rest.trim_start_matches([':', ' ']);
    let rest = rest.strip_prefix("TL").ok_or(Refusal::Format)?;
    let fields: Vec<&str> = rest.trim_start_matches(['/', ' ']).split('/').map(str::trim).collect();
    let [time, date, office] = fields.as_slice() else { return Err(Refusal::TimeAndDate) };
    if time.len() != 4 || !time.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::TimeAndDate);
    }
    time_of_day(time).or(Err(Refusal::TicketingTime))?;
    if !is_office(office) {
        return Err(Refusal::Office);
    }
    let date = date_field(date).or(Err(Refusal::TimeAndDate))?;
    Ok(Entry::Limit { time: (*time).to_owned(), date, office: (*office).to_owned() })
}

fn price(rest: &str) -> Result<PriceRequest, Refusal> {
    match rest {
        "A" => Ok(PriceRequest::Adult),
        "A*CH" => Ok(PriceRequest::Child),
        "A*IN" => Ok(PriceRequest::Infant),
        other if other.starts_with("A#") => Ok(PriceRequest::Negotiated),
        _ => Err(Refusal::Format),
    }
}

/// `1`, `:1/P1/2,ADL`, ` 1,INF`.
fn issue(rest: &str) -> Result<IssueRequest, Refusal> {
    let rest = after(rest).ok_or(Refusal::Format)?;
    let (rest, only) = match rest.rsplit_once(',') {
        None => (rest, None),
        Some((rest, "INF")) => (rest, Some(IssueOnly::Infants)),
        Some((rest, "ADL")) => (rest, Some(IssueOnly::Seated)),
        Some(_) => return Err(Refusal::Format),
    };
    let (device, passengers) = rest.split_once("/P").map_or((rest, None), |(one, two)| (one, Some(two)));
    let device = device.trim().parse().or(Err(Refusal::Device))?;
    let passengers =
        passengers.map_or(Ok(Vec::new()), |list| number_list(list).or(Err(Refusal::PassengerNumber)))?;
    Ok(IssueRequest { device, passengers, only })
}

#[cfg(test)]
#[path = "entry_tests.rs"]
mod tests;
