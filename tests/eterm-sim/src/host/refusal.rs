//! Everything the host refuses with.

/// A refusal; its text is the whole answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    /// The command is not known.
    #[error("FUNCTION")]
    Function,
    /// The command is known, its form is wrong.
    #[error("FORMAT")]
    Format,
    /// A character the host does not take.
    #[error("INVALID CHAR")]
    InvalidCharacter,
    /// No such date, or it lies outside what is held.
    #[error("DATE")]
    Date,
    /// No such time of day.
    #[error("TIME")]
    Time,
    /// No such airline.
    #[error("AIRLINE")]
    Airline,
    /// No such flight on that day between those places.
    #[error("FLT NUMBER")]
    FlightNumber,
    /// No such booking class.
    #[error("CLASS")]
    Class,
    /// No such city or airport, both ends are the same city, or the element is no segment.
    #[error("SEGMENT")]
    Segment,
    /// A status that cannot be asked for, or that the segment cannot be given.
    #[error("ACTION")]
    Action,
    /// No seats; the text names what was asked for.
    #[error("{0}UNABLE\nUNABLE TO SELL.PLEASE CHECK THE AVAILABILITY WITH \"AV\" AGAIN")]
    Unable(String),
    /// The flight stands in the record already.
    #[error("DUPLICATE SEGMENT")]
    DuplicateSegment,
    /// There is nothing to show.
    #[error("NO DISPLAY")]
    NoDisplay,
    /// The display has no line of that number.
    #[error("SCH NBR")]
    ScheduleNumber,
    /// Nobody is signed in.
    #[error("PLEASE SIGN IN FIRST")]
    SignInFirst,
    /// The agent number is not known.
    #[error("USER GRP")]
    UserGroup,
    /// The password is wrong.
    #[error("PROT SET")]
    Protection,
    /// Not allowed here.
    #[error("ILLEGAL")]
    Illegal,
    /// The office or agent has no right to do this.
    #[error("AUTHORITY")]
    Authority,
    /// The office may not see this record.
    #[error("该PNR不属于本OFFICE, 需要授权")]
    NeedsAuthorisation,
    /// The previous command is still being answered.
    #[error("PLEASE WAIT - TRANSACTION IN PROGRESS")]
    InProgress,
    /// No such record, or none in the work area.
    #[error("NO PNR")]
    NoRecord,
    /// Unfinished work lies in the area.
    #[error("PENDING")]
    Pending,
    /// Segments were held for too long; the work area is empty now.
    #[error("MAX TIME FOR EOT - IGNORE PNR AND RESTART")]
    HeldTooLong,
    /// Somebody else has changed the record since it was read.
    #[error("SIMULTANEOUS MODIFICATION—REENTER MODIFICATION")]
    SimultaneousModification,
    /// No name, or too many.
    #[error("NAMES")]
    Names,
    /// A name that is too short or of a wrong form.
    #[error("CHECK NAME")]
    CheckName,
    /// A name that is too long.
    #[error("NAME LENGTH")]
    NameLength,
    /// A Latin name without a slash.
    #[error("PLS NM1XXXX/XXXXXX")]
    NameWithoutSlash,
    /// A character outside GB2312.
    #[error("超出字库GB2312范围")]
    OutsideCharacterSet,
    /// More seats than one record may hold.
    #[error("SEATS")]
    Seats,
    /// Seats and names differ in number.
    #[error("SEATS/NAMES")]
    SeatsAndNames,
    /// An infant without an adult, without its request, or too old.
    #[error("INFANT")]
    Infant,
    /// An infant's name is wrong.
    #[error("INFANT NAME")]
    InfantName,
    /// A passenger number is missing or wrong.
    #[error("PSGR ID")]
    PassengerNumber,
    /// No element of that number.
    #[error("ELE NBR")]
    ElementNumber,
    /// No way to reach anybody.
    #[error("CONTACT ELEMENT MISSING")]
    ContactMissing,
    /// The same telephone number twice.
    #[error("DUPLICATE TEL NUMBER")]
    DuplicateTelephone,
    /// The same document or service twice.
    #[error("DUP ID")]
    DuplicateId,
    /// A document number of a wrong form.
    #[error("INVALID FOID")]
    InvalidFoid,
    /// A passenger without a document.
    #[error("请输入证件信息")]
    DocumentMissing,
    /// No such kind of special service.
    #[error("SERVICE TYPE")]
    ServiceType,
    /// An office number of a wrong form.
    #[error("OFFICE")]
    Office,
    /// The ticketing limit has not the form of one.
    #[error("FORMAT IS 'TIME/DATE'")]
    TimeAndDate,
    /// The ticketing limit is past, or after the departure.
    #[error("CHECK TKT DATE")]
    TicketingDate,
    /// The ticketing limit has no such time of day.
    #[error("CHECK TKT TIME")]
    TicketingTime,
    /// A new record says nothing of its ticketing.
    #[error("TICKET STATUS ELEMENT MISSING")]
    TicketingMissing,
    /// A ticketing element stands already, or stands in the way.
    #[error("PLEASE CHECK TKT ELEMENT")]
    TicketingElement,
    /// One segment does not begin where the one before ends.
    #[error("CHECK CONTINUITY")]
    Continuity,
    /// Too little time between two segments.
    #[error("CHECK CONNECTION")]
    Connection,
    /// A segment was refused by the airline.
    #[error("CANNOT CANCL OR SPLT PASSENGER IF SEGMENTS ARE NO STATUS")]
    NoStatus,
    /// No fare for this itinerary.
    #[error("没有符合条件的运价, 请使用手工处理")]
    NoFare,
    /// A child's fare without a child.
    #[error("CAN NOT USE *CH FOR NON CHD PASSENGER")]
    NoChild,
    /// Fares were stored for other segments.
    #[error("ITINERARY DOES NOT MATCH FC")]
    ItineraryMismatch,
    /// Somebody to be ticketed has no fare.
    #[error("INCOMPLETE PNR/FN")]
    FareMissing,
    /// Only a person can do this.
    #[error("MANUAL")]
    Manual,
    /// No such device, or it is not under this terminal's control.
    #[error("DEVICE")]
    Device,
    /// The device does not take input.
    #[error("INACTIVE")]
    Inactive,
    /// Another terminal controls the device.
    #[error("TICKET PRINTER IN USE")]
    DeviceInUse,
    /// No ticket numbers left.
    #[error("STOCK")]
    Stock,
    /// Ticketed already.
    #[error("PNR TKTD")]
    Ticketed,
    /// Nothing was issued that could be tried again.
    #[error("CAN NOT RETRY THIS PNR. ETDZ FIRST")]
    NothingToRetry,
    /// The airline has no such record.
    #[error("RMK CA/XXXXX NOT FOUND. PNR MISMATCH")]
    AirlineRecordMissing,
    /// All tickets are issued.
    #[error("PNR TICKETED")]
    AllIssued,
    /// A ticket of another day.
    #[error("CAN NOT RETRAY THIS ET, TICKET IS OUT OF DATE")]
    OutOfDate,
    /// The electronic ticket server did not answer.
    #[error("ELECTRONIC TICKET TRANSACTION TIME OUT!!")]
    ServerTimeOut,
    /// A ticket number without all its digits.
    #[error("PLS INPUT FULL TICKET NUMBER")]
    FullTicketNumber,
    /// No such ticket.
    #[error("TICKET NOT FOUND")]
    TicketNotFound,
    /// No ticket of such a passenger.
    #[error("NO RECORD")]
    NoTicketRecord,
    /// Nobody is booked on such a flight.
    #[error("NO-OP")]
    NothingBooked,
}
