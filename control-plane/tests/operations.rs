//! The eight operations from the call to the agent, and their bad input, on both engines.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use serde_json::{Value, json};
use waystation_control_plane::identity::Role;
use waystation_kit::{both_engines, signed_body};
use waystation_shared::task::TaskKind;

fn booking() -> Value {
    json!({
        "segments": [
            {"flightNo": "ca4193", "cabin": "g", "depDate": "2026-11-25", "depCity": "ctu", "arrCity": "pek"}
        ],
        "passengers": [
            {"name": "林青禾", "type": "ADT", "idType": "ni", "idNo": " 99999919900101001x", "mobile": "13000000002"},
            {"name": "zhu/qi", "type": "adt", "idType": "PP", "idNo": "e00000002"}
        ],
        "contact": {"phone": "028-00000000", "mobile": ""},
        "ticketLimit": "2026-11-24 12:00"
    })
}

/// Right parameters, as carelessly written as a partner may write them.
fn right(kind: TaskKind) -> Value {
    match kind {
        TaskKind::QueryAv => json!({"depCity": "pek", "arrCity": "SHA", "depDate": "2026-11-25"}),
        TaskKind::BookPnr => booking(),
        TaskKind::ExtractPnr | TaskKind::CancelPnr | TaskKind::ExtractTicketNo => json!({"pnr": " kabc12 "}),
        TaskKind::CancelPassenger => json!({"pnr": "kabc12", "passengers": ["林青禾", "zhu/qi"]}),
        TaskKind::IssueTicket => json!({"pnr": "kabc12", "maxFareFen": 80_000}),
        TaskKind::AuthorizePnr => json!({"pnr": "kabc12", "officeNo": "sha999"}),
    }
}

/// What the agent is to get.
fn clean(kind: TaskKind) -> Value {
    match kind {
        TaskKind::QueryAv => {
            json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25", "direct": false})
        }
        TaskKind::BookPnr => json!({
            "segments": [
                {"flightNo": "CA4193", "cabin": "G", "depDate": "2026-11-25", "depCity": "CTU", "arrCity": "PEK"}
            ],
            "passengers": [
                {"name": "林青禾", "type": "ADT", "idType": "NI", "idNo": "99999919900101001X", "mobile": "13000000002"},
                {"name": "ZHU/QI", "type": "ADT", "idType": "PP", "idNo": "E00000002"}
            ],
            "contact": {"phone": "028-00000000"},
            "ticketLimit": "2026-11-24 12:00"
        }),
        TaskKind::ExtractPnr | TaskKind::CancelPnr | TaskKind::ExtractTicketNo => json!({"pnr": "KABC12"}),
        TaskKind::CancelPassenger => json!({"pnr": "KABC12", "passengers": ["林青禾", "ZHU/QI"]}),
        TaskKind::IssueTicket => json!({"pnr": "KABC12", "maxFareFen": 80_000, "device": 1}),
        TaskKind::AuthorizePnr => json!({"pnr": "KABC12", "officeNo": "SHA999"}),
    }
}

fn path(kind: TaskKind) -> String {
    format!("/api/{kind}")
}

/// `right(kind)` with `value` at `pointer`.
fn wrong(kind: TaskKind, pointer: &str, value: &Value) -> Value {
    let mut params = right(kind);
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = params.pointer_mut(parent).unwrap();
    let place = match name.parse::<usize>() {
        Ok(index) => &mut parent[index],
        Err(_) => &mut parent[name],
    };
    *place = value.clone();
    params
}

/// One fault of every sort and every operation: where, what, the code, the field.
fn faults() -> Vec<(TaskKind, &'static str, Value, &'static str, &'static str)> {
    use TaskKind::{
        AuthorizePnr, BookPnr, CancelPassenger, CancelPnr, ExtractPnr, ExtractTicketNo, IssueTicket, QueryAv,
    };
    let adult = |number: usize| json!({"name": "ZHU/QI", "type": "ADT", "idType": "PP", "idNo": format!("E{number:08}")});
    let ten: Value = (0..10).map(adult).collect();
    let infant = json!({"name": "LIN/XIAOHE", "type": "INF", "birth": "2026-03-05"});
    vec![
        (QueryAv, "/depCity", json!("QQQ"), "unknown_city", "depCity"),
        (BookPnr, "/passengers/1/idNo", json!("E-1"), "invalid_field", "passengers[1].idNo"),
        (BookPnr, "/passengers/0/name", json!("林►"), "invalid_field", "passengers[0].name"),
        (BookPnr, "/passengers/0/seat", json!("12A"), "unknown_field", "passengers[0].seat"),
        (BookPnr, "/passengers/0/idNo", json!(""), "invalid_field", "passengers[0].idNo"),
        (BookPnr, "/passengers/0/type", json!("DOG"), "invalid_field", "passengers[0].type"),
        (BookPnr, "/passengers", ten, "too_many_passengers", "passengers"),
        (BookPnr, "/passengers", json!([adult(1), infant, infant]), "infant_without_adult", "passengers"),
        (BookPnr, "/segments/0/flightNo", json!("CA"), "invalid_field", "segments[0].flightNo"),
        (BookPnr, "/segments/0/depDate", json!("2026-11-20"), "date_in_past", "segments[0].depDate"),
        (BookPnr, "/segments/0/depDate", json!("2029-11-20"), "date_too_far", "segments[0].depDate"),
        (BookPnr, "/segments/0/arrCity", json!("QQQ"), "unknown_city", "segments[0].arrCity"),
        (BookPnr, "/segments", json!("CA1831"), "invalid_field", "segments"),
        (BookPnr, "/contact", json!({}), "invalid_field", "contact"),
        (BookPnr, "/ticketLimit", Value::Null, "missing_field", "ticketLimit"),
        (ExtractPnr, "/pnr", json!("KABC-1"), "invalid_field", "pnr"),
        (ExtractPnr, "/officeNo", json!("PEK"), "invalid_field", "officeNo"),
        (ExtractPnr, "/officeNo", json!("PEK555"), "office_not_allowed", "officeNo"),
        (ExtractPnr, "/terminalId", json!(99_999), "terminal_unknown", "terminalId"),
        (CancelPassenger, "/passengers", json!([]), "invalid_field", "passengers"),
        (CancelPassenger, "/passengers/1", json!("林青禾"), "invalid_field", "passengers[1]"),
        (CancelPassenger, "/passengers", json!([7]), "invalid_field", "passengers[0]"),
        (CancelPnr, "/pnr", Value::Null, "missing_field", "pnr"),
        (CancelPnr, "/force", json!(true), "unknown_field", "force"),
        (IssueTicket, "/maxFareFen", json!(0), "invalid_field", "maxFareFen"),
        (IssueTicket, "/maxFareFen", Value::Null, "missing_field", "maxFareFen"),
        (IssueTicket, "/device", json!(300), "invalid_field", "device"),
        (IssueTicket, "/fareBasis", json!("Y@"), "invalid_field", "fareBasis"),
        (ExtractTicketNo, "/pnr", json!(123_456), "invalid_field", "pnr"),
        (AuthorizePnr, "/officeNo", Value::Null, "missing_field", "officeNo"),
        (AuthorizePnr, "/officeNo", json!("SHA99\u{1f600}"), "invalid_field", "officeNo"),
    ]
}

both_engines! {
    async fn every_operation_goes_from_its_signed_call_to_its_result(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "34825").await;
        for &kind in TaskKind::ALL {
            let (status, answer) = app.signed(&key, &path(kind), kind.as_str(), right(kind)).await;
            assert_eq!((status, &answer["code"]), (200, &json!(0)), "{kind}: {answer}");
            let (_, again) = app.signed(&key, &path(kind), kind.as_str(), right(kind)).await;
            assert_eq!(again["data"], answer["data"], "{kind}: a repeated request is the same task");
            let task = terminal.poll().await["task"].clone();
            assert_eq!((&task["kind"], &task["params"]), (&json!(kind), &clean(kind)), "{kind}");
            let (_, ended) = terminal.report(&task, "done", json!({"of": kind})).await;
            assert_eq!(ended["state"], "done", "{kind}");
            let (_, status) = app.signed(&key, "/api/task_status", "ask", json!({"taskId": task["task_id"]})).await;
            assert_eq!((&status["data"]["status"], &status["data"]["result"]["of"]), (&json!("done"), &json!(kind)));
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 8);
    }

    async fn what_is_wrong_is_named_by_its_path_and_nothing_is_stored(app: TestApp) {
        let key = app.partner("agent01").await;
        app.terminal("PEK099", "1").await;
        for (number, (kind, pointer, value, code, field)) in faults().into_iter().enumerate() {
            let params = wrong(kind, pointer, &value);
            let (status, answer) = app.signed(&key, &path(kind), &format!("R{number}"), params).await;
            assert_eq!(status, 200, "{kind} {pointer}: {answer}");
            assert_eq!((&answer["error"], &answer["field"]), (&json!(code), &json!(field)), "{kind} {pointer}: {answer}");
            let said = answer["msg"].as_str().unwrap().replace(field, "").replace("Office", "");
            let chinese = said.chars().filter(|mark| ('\u{4e00}'..='\u{9fff}').contains(mark)).count();
            let english = said.split(|mark: char| !mark.is_ascii_lowercase()).filter(|word| word.len() > 2).count();
            assert!(chinese > 3 && english == 0, "{kind} {pointer}: {said}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 0);
    }

    async fn the_page_asks_for_every_operation_by_one_path(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        for &kind in TaskKind::ALL {
            let body = json!({"kind": kind, "params": right(kind), "office_no": "pek099"});
            let (status, created) = page.send_once("/api/v1/tasks", kind.as_str(), body.clone()).await;
            assert_eq!(status, 201, "{kind}: {created}");
            assert_eq!(page.send_once("/api/v1/tasks", kind.as_str(), body).await, (201, created), "{kind}");
            let task = terminal.poll().await["task"].clone();
            assert_eq!((&task["kind"], &task["params"]), (&json!(kind), &clean(kind)), "{kind}");
            terminal.report(&task, "done", json!({})).await;
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 8);
        for (kind, pointer, value, code, field) in faults() {
            if pointer.starts_with("/officeNo") || pointer == "/terminalId" {
                continue;
            }
            let (status, problem) =
                page.post("/api/v1/tasks", json!({"kind": kind, "params": wrong(kind, pointer, &value)})).await;
            assert_eq!((status, &problem["code"], &problem["field"]), (422, &json!(code), &json!(field)), "{problem}");
            assert!(problem["title"].as_str().unwrap().is_ascii(), "{problem}");
        }
        for (name, value, code) in [
            ("kind", json!("fly"), "invalid_field"),
            ("terminal_id", json!(99_999), "terminal_unknown"),
            ("terminal_id", json!("x"), "invalid_field"),
            ("office_no", json!("PEK555"), "office_not_allowed"),
        ] {
            let mut body = json!({"kind": "extract_pnr", "params": {"pnr": "KABC12"}});
            body[name] = value;
            let (_, problem) = page.post("/api/v1/tasks", body).await;
            assert_eq!((&problem["code"], &problem["field"]), (&json!(code), &json!(name)), "{problem}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 8);
    }

    async fn a_form_books_with_its_structures_as_json_text(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let as_text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let texts: serde_json::Map<_, _> =
            booking().as_object().unwrap().iter().map(|(name, value)| (name.clone(), json!(as_text(value)))).collect();
        let body = signed_body(&key, "REQ1", Value::Object(texts));
        let form: Vec<_> = body.as_object().unwrap().iter().map(|(name, value)| (name, as_text(value))).collect();
        let response = app.http.post(app.url("/api/book_pnr")).form(&form).send().await.unwrap();
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["code"], 0, "{answer}");
        assert_eq!(terminal.poll().await["task"]["params"], clean(TaskKind::BookPnr));
    }

    async fn the_office_of_an_authorisation_chooses_no_terminal(app: TestApp) {
        let key = app.partner("agent01").await;
        let here = app.terminal("PEK099", "1").await;
        let there = app.terminal("SHA999", "2").await;
        let authorise = json!({"pnr": "KABC12", "officeNo": "SHA999", "terminalId": here.id});
        app.signed(&key, "/api/authorize_pnr", "A", authorise).await;
        assert_eq!(here.poll().await["task"]["params"]["officeNo"], "SHA999");
        app.signed(&key, "/api/extract_pnr", "B", json!({"pnr": "KABC12", "officeNo": "sha999"})).await;
        assert_eq!(there.poll().await["task"]["params"], json!({"pnr": "KABC12"}));
    }

    async fn the_same_request_for_another_operation_is_refused(app: TestApp) {
        let key = app.partner("agent01").await;
        let pnr = json!({"pnr": "KABC12"});
        assert_eq!(app.signed(&key, "/api/extract_pnr", "R", pnr.clone()).await.1["code"], 0);
        let (status, answer) = app.signed(&key, "/api/cancel_pnr", "R", pnr).await;
        assert_eq!((status, &answer["error"]), (409, &json!("request_id_conflict")));
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 1);
    }

    async fn why_a_task_failed_is_told_with_its_code_and_whether_to_repeat(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        for (number, (code, claimed, safe)) in
            [("class_not_sold", true, true), ("already_ticketed", true, false), ("brand_new", true, true),
             ("fare_above_limit", false, false)].into_iter().enumerate()
        {
            let params = right(TaskKind::IssueTicket);
            app.signed(&key, "/api/issue_ticket", &format!("R{number}"), params).await;
            let task = terminal.poll().await["task"].clone();
            let report = json!({
                "terminal_id": terminal.id, "task_id": task["task_id"], "lease": task["lease"], "status": "failed",
                "error": {"code": code, "message": "UNABLE", "retry_safe": claimed}, "finished_at": 1
            });
            terminal.post("/api/report_result", &report).await;
            let (_, status) = app.signed(&key, "/api/task_status", "ask", json!({"taskId": task["task_id"]})).await;
            let error = &status["data"]["error"];
            assert_eq!((&error["code"], &error["detail"], &error["retrySafe"]), (&json!(code), &json!("UNABLE"), &json!(safe)));
            assert_eq!(error["message"].as_str().unwrap().is_ascii(), code == "brand_new", "{error}");
        }
    }
}
