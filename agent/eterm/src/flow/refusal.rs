//! Why a task is not begun, or not gone on with, although the host has refused nothing; and what the host's refusals
//! are called outside.

use thiserror::Error;
use waystation_shared::pnr::{BookingFault, Locator};

use crate::parse::error::ErrorAnswer;

/// What a look at the PNR has shown, before anything of it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The parameters contradict each other.
    #[error(transparent)]
    Booking(#[from] BookingFault),
    /// It has been cancelled.
    #[error("PNR {0} has been cancelled")]
    Cancelled(Locator),
    /// There are tickets, so it must not be changed or ticketed again.
    #[error("PNR {0} has tickets already")]
    AlreadyTicketed(Locator),
    /// Tickets are there: refund or void them first.
    #[error("PNR {0} has tickets; refund or void them before anything is cancelled")]
    Ticketed(Locator),
    /// A ticket waits for its airline.
    #[error("a ticket of PNR {0} waits for its airline; a person has to see to it")]
    TicketPending(Locator),
    /// A segment is in a state that does not allow it.
    #[error("segment {flight} has the status {status}")]
    SegmentStatus {
        /// The flight.
        flight: String,
        /// Its status.
        status: String,
    },
    /// Who is in it cannot be seen.
    #[error("the names of PNR {0} are hidden in a group; a person has to issue its tickets")]
    HiddenNames(Locator),
    /// The fare that was stored is not the one that was chosen, or the PNR is not the one that was priced.
    #[error("PNR {0} is not as it was priced: {1}; nothing was issued")]
    PricedOtherwise(Locator, String),
    /// Nobody of this name is booked.
    #[error("no passenger is called {0}")]
    PassengerNotFound(String),
    /// Several are.
    #[error("several passengers are called {0}")]
    PassengerAmbiguous(String),
    /// Nobody would be left.
    #[error("nobody would be left; cancel the whole PNR instead")]
    NobodyLeft,
    /// An infant would be left without its adult.
    #[error("{0} carries an infant, who would be left alone")]
    InfantLeftAlone(String),
    /// The offered fares do not include the one that was asked for.
    #[error("no fare {wanted} is offered; there are: {offered}")]
    NoSuchFare {
        /// What was asked for.
        wanted: String,
        /// What there is, separated by commas.
        offered: String,
    },
    /// It would cost more than the caller allows.
    #[error("all tickets together cost {total_fen} fen, allowed are {allowed_fen} fen")]
    FareAboveLimit {
        /// What it would cost.
        total_fen: i64,
        /// What the caller allows.
        allowed_fen: i64,
    },
    /// The fare was another a moment ago.
    #[error("the fare has changed from {before_fen} to {now_fen} fen while it was being stored")]
    FareChanged {
        /// At the first look.
        before_fen: i64,
        /// At the second.
        now_fen: i64,
    },
    /// A fare in a currency that is not yuan.
    #[error("the fare is in {0}, not in CNY")]
    ForeignCurrency(String),
    /// What stands in the work area is not what was asked for.
    #[error("the work area does not hold what was entered: {0}; it was dropped")]
    WorkAreaDiffers(String),
}

impl Refusal {
    /// Stable name.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Booking(_) => "invalid_booking",
            Self::Cancelled(_) => "pnr_cancelled",
            Self::AlreadyTicketed(_) => "already_ticketed",
            Self::Ticketed(_) => "ticketed_pnr",
            Self::TicketPending(_) => "ticket_pending",
            Self::SegmentStatus { .. } => "segment_status",
            Self::HiddenNames(_) => "hidden_names",
            Self::PassengerNotFound(_) => "passenger_not_found",
            Self::PassengerAmbiguous(_) => "passenger_ambiguous",
            Self::NobodyLeft => "nobody_left",
            Self::InfantLeftAlone(_) => "infant_without_adult",
            Self::NoSuchFare { .. } => "no_fare",
            Self::FareAboveLimit { .. } => "fare_above_limit",
            Self::FareChanged { .. } | Self::PricedOtherwise(..) => "fare_changed",
            Self::ForeignCurrency(_) => "foreign_currency",
            Self::WorkAreaDiffers(_) => "work_area_differs",
        }
    }
}

/// Stable names of the host's refusals, by the code of the error table.
const NAMES: [(&[&str], &str); 15] = [
    (&["NO PNR", "RL"], "pnr_not_found"),
    (&["PNR CANCELLED"], "pnr_cancelled"),
    (&["UNABLE", "CLASS", "SCH NBR"], "class_not_sold"),
    (
        &[
            "NAMES",
            "CHECK NAME",
            "NAME LENGTH",
            "PLS NM1XXXX/XXXXXX",
            "NO NAME CHANGE FOR",
            "存在不支持的汉字",
            "超出字库GB2312范围",
        ],
        "name_refused",
    ),
    (&["INVALID FOID", "请输入证件信息", "不正确的证件号码", "DUP ID"], "document_refused"),
    (&["INFANT", "INFANT NAME"], "infant_without_adult"),
    (&["AUTHORITY", "需要授权"], "office_not_authorised"),
    (&["STOCK"], "ticket_stock_empty"),
    (&["INCOMPLETE PNR/FN"], "not_priced"),
    (&["PNR TKTD"], "already_ticketed"),
    (&["SIMULTANEOUS MODIFICATION"], "pnr_changed_meanwhile"),
    (&["CHECK CONTINUITY", "CHECK CONNECTION", "MARRIED SEGMENT EXIST"], "continuity"),
    (&["CHECK TKT DATE", "CHECK TKT TIME", "FORMAT IS 'TIME/DATE'"], "ticketing_limit_refused"),
    (&["DEVICE", "INPUT", "OUTPUT", "INACTIVE", "TICKET PRINTER IN USE"], "device_refused"),
    (&["没有适用运价", "没有符合条件的运价"], "no_fare"),
];

/// What a refusal of the host is called outside.
pub(super) fn name_of(answer: &ErrorAnswer) -> &'static str {
    let code = answer.code.as_str();
    NAMES.iter().find(|(texts, _)| texts.contains(&code)).map_or("host_refused", |(_, name)| name)
}
