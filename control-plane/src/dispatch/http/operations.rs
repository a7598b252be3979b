//! The operations on a terminal, one line each: path, parameters, and what is checked beyond single fields.
//!
//! A new kind is a new line; the open API, the page, the description and the checks follow from it.

use std::borrow::Cow;
use std::marker::PhantomData;

use axum::extract::{FromRef, State};
use jiff::civil::Date;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use waystation_shared::edge_api::TaskParams;
use waystation_shared::flight::QueryAv;
use waystation_shared::ids::{OfficeNo, TerminalId};
use waystation_shared::pnr::{
    AuthorizePnr, BookPnr, CancelPassenger, CancelPnr, ExtractPnr, ExtractTicketNo, IssueTicket,
};
use waystation_shared::task::TaskKind;

use super::checks;
use super::fault::Fault;
use super::fields::Fields;
use crate::dispatch::Dispatch;
use crate::fleet::TerminalChoice;
use crate::identity::{Identity, Signed};
use crate::platform::http::{Envelope, EnvelopeError};

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $path:tt, $kind:ident($params:ident) as $call:ident $(, $check:path)?;)+) => {
        $(
            #[doc = concat!("Body of `", $path, "`.")]
            type $call = SignedCall<$params>;

            $(#[$doc])*
            ///
            /// The answer comes by callback and by `/api/task_status`.
            #[utoipa::path(post, path = $path, tag = "open api", request_body = $call,
                responses((status = 200, description = "`{\"code\":0,\"msg\":\"ok\",\"requestId\":…,\"data\":{\"taskId\":…}}`"),
                    (status = 401, description = "The key or the signature is wrong"),
                    (status = 409, description = "The requestId was used for another request")))]
            async fn $name(
                State(dispatch): State<Dispatch>,
                signed: Signed<Fields>,
            ) -> Result<Envelope, EnvelopeError> {
                dispatch.submit_signed(TaskKind::$kind, signed).await
            }
        )+

        /// The signed calls that make a task.
        pub(super) fn routes<S>() -> OpenApiRouter<S>
        where
            Dispatch: FromRef<S>,
            Identity: FromRef<S>,
            S: Clone + Send + Sync + 'static,
        {
            OpenApiRouter::new()$(.routes(routes!($name)))+
        }

        /// Reads and checks the parameters of a kind; `today` is the date at the Office.
        pub(super) fn read_params(kind: TaskKind, fields: Fields, today: Date) -> Result<TaskParams, Fault> {
            match kind {
                $(TaskKind::$kind => {
                    let params: $params = fields.read()?;
                    $($check(&params, today)?;)?
                    Ok(TaskParams::$kind(params.into()))
                })+
            }
        }
    };
}

operations! {
    /// Queries the availability of flights.
    query_av = "/api/query_av", QueryAv(QueryAv) as QueryAvCall, checks::availability;
    /// Books a PNR.
    book_pnr = "/api/book_pnr", BookPnr(BookPnr) as BookPnrCall, checks::booking;
    /// Reads a PNR.
    extract_pnr = "/api/extract_pnr", ExtractPnr(ExtractPnr) as ExtractPnrCall;
    /// Takes passengers out of a PNR.
    cancel_passenger = "/api/cancel_passenger", CancelPassenger(CancelPassenger) as CancelPassengerCall, checks::names;
    /// Cancels a PNR.
    cancel_pnr = "/api/cancel_pnr", CancelPnr(CancelPnr) as CancelPnrCall;
    /// Issues the tickets of a PNR.
    issue_ticket = "/api/issue_ticket", IssueTicket(IssueTicket) as IssueTicketCall, checks::ticketing;
    /// Reads the ticket numbers of a PNR and the state of each ticket.
    extract_ticket_no = "/api/extract_ticket_no", ExtractTicketNo(ExtractTicketNo) as ExtractTicketNoCall;
    /// Lets another Office work on a PNR; `officeNo` is that Office.
    authorize_pnr = "/api/authorize_pnr", AuthorizePnr(AuthorizePnr) as AuthorizePnrCall;
}

/// Takes out of `fields` where the task may run. The Office of an authorisation is a parameter of its own.
pub(super) fn take_choice(kind: TaskKind, fields: &mut Fields) -> Result<TerminalChoice, Fault> {
    let terminal: Option<i64> = fields.take("terminalId")?;
    let office: Option<OfficeNo> =
        if kind == TaskKind::AuthorizePnr { None } else { fields.take("officeNo")? };
    Ok(match (terminal, office) {
        (Some(terminal), _) => TerminalChoice::Only(TerminalId(terminal)),
        (None, Some(office)) => TerminalChoice::Office(office),
        (None, None) => TerminalChoice::Any,
    })
}

/// Describes a signed call: the members of `T`, where it may run, and who asks.
pub(super) struct SignedCall<T>(PhantomData<T>);

/// Members of every signed call: name, description, whether it must be there.
const SIGNED_MEMBERS: [(&str, &str, bool); 6] = [
    ("username", "Name of the user; may be left out when the X-Signature header signs", false),
    ("api_key", "Public half of the key; may be left out when the X-Signature header signs", false),
    (
        "requestId",
        "The caller's name of this request: 1 to 64 letters, digits, `.`, `_`, `:` and `-`. A repeated id answers the same task",
        false,
    ),
    ("sign", "Signature over all members; left out when the X-Signature header signs", false),
    ("timestamp", "Unix seconds, at most 300 from the server's time", false),
    ("callbackUrl", "Where the result is sent", true),
];

impl<T: ToSchema> PartialSchema for SignedCall<T> {
    fn schema() -> RefOr<Schema> {
        let RefOr::T(Schema::Object(mut object)) = T::schema() else { return T::schema() };
        for (name, description, required) in SIGNED_MEMBERS {
            object.properties.insert(name.to_owned(), described(Type::String, description));
            object.required.extend(required.then(|| name.to_owned()));
        }
        object
            .properties
            .insert("terminalId".to_owned(), described(Type::Integer, "Only this terminal may run it"));
        let office = described(Type::String, "Only terminals of this Office may run it");
        object.properties.entry("officeNo".to_owned()).or_insert(office);
        RefOr::T(Schema::Object(object))
    }
}

impl<T: ToSchema> ToSchema for SignedCall<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}Call", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        T::schemas(schemas);
    }
}

fn described(kind: Type, description: &str) -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(SchemaType::Type(kind)).description(Some(description)).build().into()
}

#[cfg(test)]
mod tests;
