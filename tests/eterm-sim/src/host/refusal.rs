//! Everything the host refuses with.

/// A refusal; its text is the whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
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
    /// No such booking class.
    #[error("CLASS")]
    Class,
    /// No such city or airport, or both ends are the same city.
    #[error("SEGMENT")]
    Segment,
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
    /// Somebody is signed in already.
    #[error("ILLEGAL")]
    Illegal,
    /// The agent has no right to do this here.
    #[error("AUTHORITY")]
    Authority,
    /// The previous command is still being answered.
    #[error("PLEASE WAIT - TRANSACTION IN PROGRESS")]
    InProgress,
}
