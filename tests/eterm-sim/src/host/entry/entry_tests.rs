//! Every spelling of an entry, and every way to get one wrong.

use super::*;
use crate::host::records::TravellerKind::{self, Adult, Child, Unaccompanied};

fn parse(line: &str) -> Result<Entry, Refusal> {
    Entry::parse(line).unwrap_or_else(|| panic!("{line} is no entry"))
}

#[test]
fn records_are_retrieved_in_every_spelling() {
    for line in ["RT KABC12", "RT:KABC12", "RTKABC12"] {
        assert_eq!(parse(line), Ok(Entry::Retrieve(Retrieval::Locator("KABC12".to_owned()))), "{line}");
    }
    assert_eq!(parse("RT"), Ok(Entry::Retrieve(Retrieval::Current)));
    assert_eq!(parse("RTN"), Ok(Entry::Retrieve(Retrieval::GroupNames)));
    assert_eq!(parse("RT:C/KABC12"), Ok(Entry::Retrieve(Retrieval::History(Some("KABC12".to_owned())))));
    for line in ["RT:N/ZHU/QI/CA1321/19MAY", "RT/ZHU/QI/CA1321/19MAY"] {
        let Ok(Entry::Retrieve(Retrieval::Search { name, flight, date })) = parse(line) else {
            panic!("{line}")
        };
        assert_eq!((name.as_str(), flight.as_str()), ("ZHU/QI", "CA1321"));
        assert_eq!(date, DateWord::Next { day: 19, month: 5 });
    }
    for line in ["RT KAB", "RT:N/DEMO", "RT:C/!", "RT KABC123"] {
        assert_eq!(parse(line), Err(Refusal::Format), "{line}");
    }
}

#[test]
fn sales_name_flight_class_date_pair_and_seats() {
    let Ok(Entry::Sell(sale)) = parse("SS CA1537/Y/1OCT/PEKNKG/NN1/1225 1400") else { panic!("a sale") };
    assert_eq!((sale.flight.as_str(), sale.class.as_str(), sale.count), ("CA1537", "Y", 1));
    assert_eq!(sale.date, DateWord::Next { day: 1, month: 10 });
    let Ok(Entry::Sell(plain)) = parse("SS: CZ3461/M1/28DEC/CSXCTU/2") else { panic!("a sale") };
    assert_eq!((plain.class.as_str(), plain.count, plain.wish), ("M1", 2, SaleWish::Need));
    let wrong = [
        ("SS CA1537/Y/1OCT/PEKNKG", Refusal::Format),
        ("SS CA1537/YY/1OCT/PEKNKG/NN1", Refusal::Class),
        ("SS CA1537/Y/32OCT/PEKNKG/NN1", Refusal::Date),
        ("SS CA1537/Y/1OCT/PEKNK/NN1", Refusal::Segment),
        ("SS CA1537/Y/1OCT/PEKNKG/HK1", Refusal::Action),
        ("SS CA1537/Y/1OCT/PEKNKG/NN0", Refusal::Seats),
        ("SS CAX/Y/1OCT/PEKNKG/NN1", Refusal::FlightNumber),
    ];
    for (line, refusal) in wrong {
        assert_eq!(parse(line), Err(refusal), "{line}");
    }
}

#[test]
fn a_sale_from_a_line_has_seats_behind_the_class_or_the_slash() {
    let expect = |line: &str, class: &str, wish, count| {
        let sale = SaleFromLine { line: 1, class: class.to_owned(), wish, count };
        assert_eq!(parse(line), Ok(Entry::SellFromLine(sale)), "{line}");
    };
    expect("SD1Y1", "Y", SaleWish::Need, 1);
    expect("SD 1Y/RR3", "Y", SaleWish::Reconfirmed, 3);
    expect("SD:1M1/LL1", "M1", SaleWish::Waitlist, 1);
    assert_eq!(parse("SDY1"), Err(Refusal::Format));
    assert_eq!(parse("SD12"), Err(Refusal::Format));
}

#[test]
fn names_are_chinese_or_have_a_slash() {
    let Ok(Entry::Names(NamesEntry(names))) =
        parse("NM1林青禾1何小满CHD1唐小试(UM8)1ZHU/QI MS1DEMO/BETA CHD")
    else {
        panic!("names")
    };
    let kinds: Vec<TravellerKind> = names.iter().map(|name| name.kind).collect();
    assert_eq!(kinds, [Adult, Child, Unaccompanied, Adult, Child]);
    assert_eq!(names[3].name, "ZHU/QI MS");
    let Ok(Entry::Names(NamesEntry(family))) = parse("NM 2SMITH/JOHN/MARY") else { panic!("names") };
    assert_eq!(
        family.iter().map(|name| name.name.as_str()).collect::<Vec<_>>(),
        ["SMITH/JOHN", "SMITH/MARY"]
    );
}

#[test]
fn each_wrong_name_is_told_what_is_wrong_with_it() {
    let wrong = [
        ("NM1DEMO", Refusal::NameWithoutSlash),
        ("NM1D/ALPHA", Refusal::CheckName),
        ("NM1DEMO/", Refusal::CheckName),
        ("NM1林", Refusal::CheckName),
        ("NM林青禾", Refusal::Names),
        ("NM", Refusal::Names),
        ("NM1䶮一帆", Refusal::OutsideCharacterSet),
        ("NM1DEMO/ALPHA-X", Refusal::InvalidCharacter),
        ("NM1唐小试(UM2)", Refusal::CheckName),
        ("NM2SMITH/JOHN", Refusal::Names),
    ];
    for (line, refusal) in wrong {
        assert_eq!(parse(line), Err(refusal), "{line}");
    }
    assert_eq!(parse(&format!("NM1DEMO/{}", "A".repeat(30))), Err(Refusal::NameLength));
}

#[test]
fn an_infant_has_a_month_of_birth_and_an_adult() {
    let infant = InfantName { name: "林小禾INF".to_owned(), born: "MAR26".to_owned(), adult: 1 };
    for line in ["XN:IN/林小禾INF(MAR26)/P1", "XN/IN/林小禾INF(MAR26)/P1", "XN IN/林小禾INF(MAR26)/P1"]
    {
        assert_eq!(parse(line), Ok(Entry::Infant(infant.clone())), "{line}");
    }
    assert_eq!(parse("XN:IN/林小禾INF(MAR26)"), Err(Refusal::PassengerNumber));
    assert_eq!(parse("XN:IN/林小禾(MAR26)/P1"), Err(Refusal::InfantName));
    assert_eq!(parse("XN:IN/林小禾INF(XXX26)/P1"), Err(Refusal::Date));
}

#[test]
fn services_and_information_are_taken_apart() {
    let Ok(Entry::Service(foid)) = parse("SSR FOID CA HK/NI999999199001010011/P1") else {
        panic!("a service")
    };
    assert_eq!(
        (foid.action.as_str(), foid.text.as_str(), foid.passenger),
        ("HK", "NI999999199001010011", Some(1))
    );
    let Ok(Entry::Service(infant)) = parse("SSR INFT MU NN1 LIN/XIAOHE 05MAR26/P1/S2") else {
        panic!("a service")
    };
    assert_eq!(
        (infant.text.as_str(), infant.passenger, infant.segment),
        ("LIN/XIAOHE 05MAR26", Some(1), Some(2))
    );
    let docs = "SSR DOCS CX HK1 P/CN/E00000002/CN/12MAR86/M/29OCT34/DEMO/ALPHA/P1";
    let Ok(Entry::Service(docs)) = parse(docs) else { panic!("a service") };
    assert_eq!(docs.text, "P/CN/E00000002/CN/12MAR86/M/29OCT34/DEMO/ALPHA");
    let Ok(Entry::Information(osi)) = parse("OSI CA CTCM13000000002/P1/2") else { panic!("information") };
    assert_eq!((osi.text.as_str(), osi.passengers), ("CTCM13000000002", vec![1, 2]));
    assert_eq!(parse("SSR XXXX CA HK/NI1/P1"), Err(Refusal::ServiceType));
    assert_eq!(parse("SSR FOID QQ HK/NI1/P1"), Err(Refusal::Airline));
    assert_eq!(parse("SSR FOID CA UN/NI1/P1"), Err(Refusal::Action));
    assert_eq!(parse("OSI QQ TEXT"), Err(Refusal::Airline));
    assert_eq!(parse("OSI CA CTCT12"), Err(Refusal::Format));
}

#[test]
fn a_ticketing_limit_names_what_is_wrong() {
    for line in ["TK:TL/1200/24NOV/CTU999", "TKTL/1200/24NOV/CTU999", "TK TL/1200/24NOV/CTU999"] {
        assert!(matches!(parse(line), Ok(Entry::Limit { .. })), "{line}");
    }
    assert_eq!(parse("TK:TL/24NOV/CTU999"), Err(Refusal::TimeAndDate));
    assert_eq!(parse("TK:TL/2500/24NOV/CTU999"), Err(Refusal::TicketingTime));
    assert_eq!(parse("TK:TL/1200/24NOV/CTU9"), Err(Refusal::Office));
    assert_eq!(parse("TK:TL/1200/99NOV/CTU999"), Err(Refusal::TimeAndDate));
}

#[test]
fn ends_deletions_and_ticketing_are_told_apart() {
    assert_eq!(parse("@"), Ok(Entry::End(End::default())));
    assert_eq!(parse("\\KI"), Ok(Entry::End(End { confirm: true, force: true })));
    assert_eq!(parse("XE5/6"), Ok(Entry::Delete(vec![5, 6])));
    assert_eq!(parse("XEP1/3"), Ok(Entry::DeletePassengers(vec![1, 3])));
    assert_eq!(parse("XEPNR"), Ok(Entry::CancelAll));
    assert_eq!(parse("2/3RR"), Ok(Entry::Reconfirm(vec![2, 3])));
    let issue = |device, passengers, only| Ok(Entry::Issue(IssueRequest { device, passengers, only }));
    assert_eq!(parse("ETDZ 1"), issue(1, vec![], None));
    assert_eq!(parse("ETDZ:1/P1/2,ADL"), issue(1, vec![1, 2], Some(IssueOnly::Seated)));
    assert_eq!(parse("ETDZ 1,INF"), issue(1, vec![], Some(IssueOnly::Infants)));
    assert_eq!(parse("ETDZ X"), Err(Refusal::Device));
    assert_eq!(parse("PAT:A*CH"), Ok(Entry::Price(PriceRequest::Child)));
    assert_eq!(parse("SFC:01"), Ok(Entry::StoreFare(1)));
    assert_eq!(parse("RMK TJ AUTH SHA99"), Err(Refusal::Office));
    assert_eq!(Entry::parse("HELLO"), None);
}
