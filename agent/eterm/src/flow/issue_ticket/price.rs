//! Pricing: asking for the fare of every kind of passenger, choosing, and taking the choice over into the PNR.

use serde::Serialize;
use waystation_shared::pnr::{FareBasis, IssueTicket};

use crate::command::{Command, FareFor, Paging};
use crate::flow::clerk::{Clerk, unfit};
use crate::flow::{Cause, Defect, Refusal};
use crate::journal::StepJournal;
use crate::lexicon::Amount;
use crate::parse::pat::{self, Fare, Fares, PatAnswer};
use crate::parse::pnr::{PassengerType, Pnr};
use crate::ports::{Progress, Terminal};

/// Pages of fares after which nobody reads on.
const MOST_PAGES: usize = 10;

/// The fare of one kind of passenger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PricedFare {
    /// `ADT`, `CHD` or `INF`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// How many of them.
    pub count: i64,
    /// What one of them pays.
    pub fare: Fare,
    #[serde(skip)]
    asked: FareFor,
}

impl PricedFare {
    fn total_fen(&self) -> i64 {
        self.fare.total.hundredths().saturating_mul(self.count)
    }
}

/// What all of them pay together, in fen.
pub(super) fn total_fen(fares: &[PricedFare]) -> i64 {
    fares.iter().map(PricedFare::total_fen).sum()
}

/// Prices everybody in the PNR and holds the sum against the caller's limit.
pub(super) fn price<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    task: &IssueTicket,
    pnr: &Pnr,
) -> Result<Vec<PricedFare>, Cause> {
    let mut fares = Vec::new();
    for (asked, kind, count) in parties(pnr) {
        let offered = offered(clerk, asked)?;
        let fare = choose(offered, asked, task)?;
        fares.push(PricedFare { kind, count, fare, asked });
    }
    let total = total_fen(&fares);
    if total > task.max_fare_fen {
        return unfit(Refusal::FareAboveLimit { total_fen: total, allowed_fen: task.max_fare_fen });
    }
    Ok(fares)
}

/// Takes the chosen fares over. The host numbers what it showed last, so each is shown again, unless it was the last.
pub(super) fn store<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    fares: &[PricedFare],
) -> Result<(), Cause> {
    for priced in fares {
        let number = if fares.len() == 1 {
            priced.fare.n
        } else {
            number_of(&offered(clerk, priced.asked)?, &priced.fare)?
        };
        clerk.edit(&Command::store_fare(number)?)?;
    }
    Ok(())
}

/// Which kinds of passengers there are, and how many.
fn parties(pnr: &Pnr) -> impl Iterator<Item = (FareFor, &'static str, i64)> {
    let count = |wanted: PassengerType| pnr.passengers_of(wanted).count();
    let children = count(PassengerType::Chd) + count(PassengerType::Um);
    let parties = [
        (FareFor::Adult, "ADT", count(PassengerType::Adt)),
        (FareFor::Child, "CHD", children),
        (FareFor::Infant, "INF", pnr.infants.len()),
    ];
    parties
        .into_iter()
        .filter(|(_, _, count)| *count > 0)
        .map(|(asked, kind, count)| (asked, kind, i64::try_from(count).unwrap_or(i64::MAX)))
}

fn offered<T: Terminal, J: StepJournal, P: Progress>(
    clerk: &mut Clerk<'_, '_, T, J, P>,
    asked: FareFor,
) -> Result<Fares, Cause> {
    clerk.ask(&Command::fares(asked), |clerk, first| {
        let mut pages = clerk.more_pages(first)?;
        loop {
            let fares = match pat::read(&pages).map_err(Defect::from)? {
                PatAnswer::Error(answer) => return Err(Cause::Refused(answer)),
                PatAnswer::Fares(fares) => fares,
            };
            if fares.more() && pages.len() < MOST_PAGES {
                pages.push(clerk.show(&Paging::Next.command())?);
                continue;
            }
            return match fares.unreadable.first() {
                Some(first) => {
                    Err(Defect::Rows { count: fares.unreadable.len(), first: first.clone() }.into())
                }
                None => Ok(fares),
            };
        }
    })
}

/// The fare the caller named, or the cheapest. A named fare is an adult's; a child's or an infant's carries its mark.
fn choose(offered: Fares, asked: FareFor, task: &IssueTicket) -> Result<Fare, Cause> {
    let names: Vec<&str> = offered.fares.iter().map(|fare| fare.basis.as_str()).collect();
    let names = names.join(", ");
    let wanted = task.fare_basis.as_ref().map(FareBasis::as_str);
    let mark = match asked {
        FareFor::Adult => "",
        FareFor::Child => "CH",
        FareFor::Infant => "IN",
    };
    let fits = |fare: &Fare| {
        wanted.is_none_or(|wanted| {
            let rest = fare.basis.strip_prefix(wanted);
            rest.is_some_and(|rest| if mark.is_empty() { rest.is_empty() } else { rest.starts_with(mark) })
        })
    };
    let cheapest = offered.fares.into_iter().filter(fits).min_by_key(|fare| fare.total.hundredths());
    match cheapest {
        Some(fare) if fare.cur.as_str() != "CNY" => unfit(Refusal::ForeignCurrency(fare.cur.to_string())),
        Some(fare) => Ok(fare),
        None => unfit(Refusal::NoSuchFare { wanted: wanted.unwrap_or("any").to_owned(), offered: names }),
    }
}

/// Holds the PNR that is about to be ticketed against the one that was priced, and its fares against those chosen:
/// somebody else may have changed it in between.
pub(super) fn check_stored(before: &Pnr, now: &Pnr, fares: &[PricedFare]) -> Result<(), Cause> {
    let otherwise = |words: String| match now.locator() {
        Some(pnr) => unfit(Refusal::PricedOtherwise(pnr.clone(), words)),
        None => Err(Defect::MaybeCut.into()),
    };
    let names = |pnr: &Pnr| pnr.passengers.iter().map(|passenger| passenger.name.clone()).collect::<Vec<_>>();
    if names(before) != names(now) || before.infants.len() != now.infants.len() {
        return otherwise("other people are in it".to_owned());
    }
    let flights = |pnr: &Pnr| {
        let flown = pnr
            .flights()
            .map(|flight| (flight.flight.to_string(), flight.class.clone(), flight.date, flight.count));
        flown.collect::<Vec<_>>()
    };
    if flights(before) != flights(now) {
        return otherwise("it has other flights".to_owned());
    }
    let mut stored: Vec<i64> =
        now.fare.iter().filter_map(|item| item.total.as_ref()).map(Amount::hundredths).collect();
    let mut chosen: Vec<i64> = fares.iter().map(|priced| priced.fare.total.hundredths()).collect();
    stored.sort_unstable();
    chosen.sort_unstable();
    if stored != chosen || now.fare.len() != fares.len() {
        return otherwise(format!("the fares are {stored:?} fen and not {chosen:?}"));
    }
    Ok(())
}

/// Under which number the same fare stands in a list that was shown again.
fn number_of(offered: &Fares, chosen: &Fare) -> Result<u16, Cause> {
    let before_fen = chosen.total.hundredths();
    let same = offered.fares.iter().find(|fare| fare.basis == chosen.basis);
    match same {
        Some(fare) if fare.total.hundredths() == before_fen => Ok(fare.n),
        Some(fare) => unfit(Refusal::FareChanged { before_fen, now_fen: fare.total.hundredths() }),
        None => unfit(Refusal::NoSuchFare { wanted: chosen.basis.clone(), offered: String::new() }),
    }
}
