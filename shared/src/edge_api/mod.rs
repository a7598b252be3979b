//! Messages between the server and the agents. The agent always calls; nothing ever connects in to it.
//!
//! | call | request | answer |
//! |---|---|---|
//! | `POST /api/edge/enrol` | [`EnrolRequest`] | [`EnrolAnswer`] |
//! | `POST /api/get_task` | [`PollRequest`] | [`PollAnswer`] |
//! | `POST /api/task_progress` | [`ProgressRequest`] | [`ProgressAnswer`] |
//! | `POST /api/report_result` | [`ReportRequest`] | [`ReportAnswer`] |
//! | `POST /api/edge/screen` | [`ScreenUpload`] | [`Received`] |
//!
//! All but enrolment carry `Authorization: Bearer` with the token that enrolment handed out.
//! Errors are [`crate::problem::Problem`] bodies.

mod enrol;
mod poll;
mod report;
mod screen;

pub use enrol::{EnrolAnswer, EnrolRequest, MachineInfo};
pub use poll::{AssignedTask, EdgeCommand, PollAnswer, PollRequest, Readiness, TaskParams};
pub use report::{
    Evidence, ProgressAnswer, ProgressRequest, ReportAnswer, ReportRequest, ReportedStatus, StepEnding,
    StepRecord, TaskError, TranscriptEntry,
};
pub use screen::{GlyphPicture, Received, ScreenUpload};
