//! Work that cannot be taken back: never run again by time, told as unknown, settled once. On both engines.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::time::Duration;

use serde_json::{Value, json};
use waystation_control_plane::identity::Role;
use waystation_kit::{ApiKey, Page, TestApp, TestTerminal, both_engines};

/// Asks for tickets and lets the terminal take the task.
async fn running(app: &TestApp, key: &ApiKey, terminal: &TestTerminal, request_id: &str) -> Value {
    let params = json!({"pnr": "KABC12", "maxFareFen": 80_000});
    let (_, answer) = app.signed(key, "/api/issue_ticket", request_id, params).await;
    let task = terminal.poll().await["task"].clone();
    assert_eq!(task["task_id"], answer["data"]["taskId"], "{answer}");
    task
}

/// The same, and then the agent is not heard of again.
async fn unknown(app: &TestApp, key: &ApiKey, terminal: &TestTerminal, request_id: &str) -> Value {
    let task = running(app, key, terminal, request_id).await;
    app.clock.advance(Duration::from_secs(121));
    app.app.dispatch.reap().await.unwrap();
    assert_eq!(status(app, key, &task).await["status"], "unknown");
    // A sign of life brings the terminal back, and not the task.
    assert_eq!(terminal.poll().await["task"], Value::Null);
    app.app.fleet.flush_presence().await.unwrap();
    task
}

async fn status(app: &TestApp, key: &ApiKey, task: &Value) -> Value {
    let (_, answer) = app.signed(key, "/api/task_status", "ask", json!({"taskId": task["task_id"]})).await;
    answer["data"].clone()
}

/// A report of what the journal says.
fn report(terminal: &TestTerminal, task: &Value, status: &str, ending: &str) -> Value {
    json!({
        "terminal_id": terminal.id, "task_id": task["task_id"], "lease": task["lease"], "status": status,
        "result": (status == "done").then(|| json!({"tickets": ["999-2300000031"]})),
        "error": (status == "failed").then(|| json!({"code": "not_done", "message": "", "retry_safe": true})),
        "finished_at": 1_795_233_600_000_i64,
        "evidence": {"transcript": [], "steps": [{
            "step": "etdz", "command": "ETDZ:1", "written_at": 1_795_233_600_000_i64, "before": "RTKABC12",
            "hash_before": "1b3b8b4a35fb2d2fd6cfbb79e1eb0bf6b6c7a1a1a0b6f8e0f8a5a4b7b8f4b6d2", "ending": ending,
            "check": "DETR"
        }]}
    })
}

async fn send(terminal: &TestTerminal, report: &Value) -> (Value, Value) {
    let (code, answer) = terminal.post("/api/report_result", report).await;
    assert_eq!(code, 200, "{answer}");
    (answer["applied"].clone(), answer["state"].clone())
}

async fn settle(page: &Page, task: &Value, verdict: &str) -> (u16, Value) {
    let body = json!({"verdict": verdict, "note": "已在终端 DETR 核对"});
    page.post(&format!("/api/v1/tasks/{}/settle", task["task_id"]), body).await
}

/// The states that callbacks have been written for, in order.
async fn told(app: &TestApp, page: &Page, task: &Value) -> Vec<String> {
    app.app.webhooks.drain().await.unwrap();
    let list = page.get(&format!("/api/v1/tasks/{}/deliveries", task["task_id"])).await;
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|delivery| delivery["state"].as_str().unwrap().to_owned())
        .collect()
}

both_engines! {
    async fn a_silent_agent_leaves_the_outcome_unknown_and_the_task_where_it_is(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let task = unknown(app, &key, &terminal, "REQ1").await;
        let other = app.terminal("PEK099", "2").await;
        app.clock.advance(Duration::from_hours(24));
        app.app.dispatch.reap().await.unwrap();
        app.app.dispatch.assign_waiting().await.unwrap();
        assert_eq!(other.poll().await["task"], Value::Null);
        assert_eq!(terminal.poll().await["task"], Value::Null);
        let data = status(app, &key, &task).await;
        assert_eq!((&data["status"], &data["error"]["code"]), (&json!("unknown"), &json!("outcome_unknown")));
        assert_eq!((&data["error"]["retrySafe"], &data["finishedAt"]), (&json!(false), &Value::Null));
        assert_eq!(app.number("SELECT COUNT(*) FROM terminals WHERE current_task_count <> 0").await, 0);
    }

    async fn steps_keep_irreversible_work_alive_and_are_shown(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let task = running(app, &key, &terminal, "REQ1").await;
        let step = json!({"terminal_id": terminal.id, "task_id": task["task_id"], "lease": task["lease"], "step": "出票"});
        for _ in 0..4 {
            app.clock.advance(Duration::from_secs(100));
            assert_eq!(terminal.post("/api/task_progress", &step).await.1["lease_ms"], 120_000);
            app.app.dispatch.reap().await.unwrap();
        }
        let data = status(app, &key, &task).await;
        assert_eq!((&data["status"], &data["step"]), (&json!("running"), &json!("出票")));
        app.clock.advance(Duration::from_secs(121));
        app.app.dispatch.reap().await.unwrap();
        assert_eq!(terminal.post("/api/task_progress", &step).await.1["lease_ms"], 0, "too late to go on");
        assert_eq!(status(app, &key, &task).await["status"], "unknown");
    }

    async fn a_late_report_settles_what_was_unknown_and_nothing_replaces_it(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let task = unknown(app, &key, &terminal, "REQ1").await;
        let of_another_claim = {
            let mut stray = report(&terminal, &task, "done", "done");
            stray["lease"] = json!(99);
            stray
        };
        assert_eq!(send(&terminal, &of_another_claim).await, (json!(false), json!("unknown")));
        let done = report(&terminal, &task, "done", "done");
        assert_eq!(send(&terminal, &done).await, (json!(true), json!("done")));
        assert_eq!(send(&terminal, &done).await, (json!(true), json!("done")), "a duplicate is answered alike");
        for (late, ending) in [("failed", "not_done"), ("unknown", "unknown")] {
            assert_eq!(send(&terminal, &report(&terminal, &task, late, ending)).await, (json!(false), json!("done")));
        }
        let data = status(app, &key, &task).await;
        assert_eq!((&data["result"]["tickets"][0], &data["error"]), (&json!("999-2300000031"), &Value::Null));
        assert_eq!(app.number("SELECT COUNT(*) FROM task_reports").await, 4, "every report is kept");
    }

    async fn an_agent_that_cannot_tell_may_tell_later(app: TestApp) {
        let key = app.partner("agent01").await;
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        for (request_id, later, state) in [("REQ1", "done", "done"), ("REQ2", "failed", "failed")] {
            let task = running(app, &key, &terminal, request_id).await;
            let first = report(&terminal, &task, "unknown", "unknown");
            assert_eq!(send(&terminal, &first).await, (json!(true), json!("unknown")));
            assert_eq!(send(&terminal, &first).await, (json!(true), json!("unknown")));
            assert_eq!(status(app, &key, &task).await["error"]["code"], "outcome_unknown");
            assert_eq!(told(app, &page, &task).await, ["pending"], "the partner hears that it is unknown");
            assert_eq!(send(&terminal, &report(&terminal, &task, later, "done")).await, (json!(true), json!(state)));
            assert_eq!(told(app, &page, &task).await, ["stopped", "pending"], "and then only how it ended");
            assert_eq!(told(app, &page, &task).await.len(), 2);
        }
    }

    async fn the_evidence_of_an_unknown_task_is_there_to_be_judged(app: TestApp) {
        let key = app.partner("agent01").await;
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let task = running(app, &key, &terminal, "REQ1").await;
        let mut honest = report(&terminal, &task, "unknown", "unknown");
        let step = &mut honest["evidence"]["steps"][0];
        step["before"] = json!("abc");
        step["hash_before"] = json!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let mut forged = step.clone();
        forged["before"] = json!("abd");
        honest["evidence"]["steps"].as_array_mut().unwrap().push(forged);
        send(&terminal, &honest).await;
        let list = page.get("/api/v1/tasks?state=unknown").await;
        assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["error"]["code"]), (1, &json!("outcome_unknown")));
        assert_eq!(list["counts"]["unknown"], 1);
        let detail = page.get(&format!("/api/v1/tasks/{}", task["task_id"])).await;
        let steps = &detail["steps"];
        assert_eq!((&steps[0]["step"], &steps[0]["ending"], &steps[0]["check"]), (&json!("etdz"), &json!("unknown"), &json!("DETR")));
        assert_eq!((&steps[0]["intact"], &steps[1]["intact"]), (&json!(true), &json!(false)));
    }

    async fn a_person_settles_what_nobody_else_can_tell(app: TestApp) {
        let key = app.partner("agent01").await;
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        for (request_id, verdict, code) in [("REQ1", "done", Value::Null), ("REQ2", "failed", json!("not_done"))] {
            let task = unknown(app, &key, &terminal, request_id).await;
            assert_eq!(told(app, &page, &task).await, ["pending"]);
            let (code_of, settled) = settle(&page, &task, verdict).await;
            assert_eq!((code_of, &settled["state"]), (200, &json!(verdict)), "{settled}");
            let data = status(app, &key, &task).await;
            assert_eq!((&data["status"], &data["error"]["code"]), (&json!(verdict), &code));
            assert!(data["finishedAt"].is_number());
            assert_eq!(told(app, &page, &task).await, ["stopped", "pending"]);
            let detail = page.get(&format!("/api/v1/tasks/{}", task["task_id"])).await;
            let last = detail["log"].as_array().unwrap().last().unwrap().clone();
            assert_eq!((&last["by"], &last["message"], &last["state"]), (&json!("clerk 公司"), &json!("已在终端 DETR 核对"), &json!(verdict)));
            let (status, problem) = settle(&page, &task, "done").await;
            assert_eq!((status, &problem["code"]), (409, &json!("task_not_unknown")));
            let late = send(&terminal, &report(&terminal, &task, "done", "done")).await;
            assert_eq!(late, (json!(false), json!(verdict)), "a late report is kept and changes nothing");
        }
    }

    async fn a_settlement_needs_a_reason_and_an_unknown_task(app: TestApp) {
        let key = app.partner("agent01").await;
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let task = running(app, &key, &terminal, "REQ1").await;
        assert_eq!(settle(&page, &task, "done").await.1["code"], "task_not_unknown");
        let path = format!("/api/v1/tasks/{}/settle", task["task_id"]);
        for (body, status, code) in [
            (json!({"verdict": "done", "note": " ok "}), 422, "invalid_field"),
            (json!({"verdict": "done", "note": "长".repeat(501)}), 422, "invalid_field"),
            (json!({"verdict": "unknown", "note": "looked"}), 400, "malformed_json"),
            (json!({"verdict": "done"}), 400, "malformed_json"),
            (json!({"verdict": "done", "note": "looked", "result": 7}), 400, "malformed_json"),
        ] {
            let (answered, problem) = page.post(&path, body).await;
            assert_eq!((answered, &problem["code"]), (status, &json!(code)), "{problem}");
        }
        let (status, problem) = page.post("/api/v1/tasks/9999/settle", json!({"verdict": "done", "note": "looked"})).await;
        assert_eq!((status, &problem["code"]), (404, &json!("task_unknown")));
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks WHERE state = 'running'").await, 1);
    }

    async fn what_a_person_found_is_the_result_and_what_the_agent_found_stays_without_it(app: TestApp) {
        let key = app.partner("agent01").await;
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        for (request_id, found, result) in [
            ("REQ1", json!({"tickets": ["999-1"]}), json!({"tickets": ["999-1"]})),
            ("REQ2", Value::Null, json!({"seen": "half"})),
        ] {
            let task = running(app, &key, &terminal, request_id).await;
            let mut partly = report(&terminal, &task, "unknown", "unknown");
            partly["result"] = json!({"seen": "half"});
            send(&terminal, &partly).await;
            let body = json!({"verdict": "done", "note": "票号已核对", "result": found});
            assert_eq!(page.post(&format!("/api/v1/tasks/{}/settle", task["task_id"]), body).await.0, 200);
            assert_eq!(status(app, &key, &task).await["result"], result);
        }
    }

    async fn of_two_people_only_the_first_decides(app: TestApp) {
        let key = app.partner("agent01").await;
        let (anna, bert) = (app.page("anna", Role::Admin).await, app.page("bert", Role::Admin).await);
        let terminal = app.terminal("PEK099", "1").await;
        for number in 0..8 {
            let task = unknown(app, &key, &terminal, &format!("REQ{number}")).await;
            let (yes, no) = tokio::join!(settle(&anna, &task, "done"), settle(&bert, &task, "failed"));
            let mut answers = [yes.0, no.0];
            answers.sort_unstable();
            assert_eq!(answers, [200, 409], "{yes:?} {no:?}");
            let expected = if yes.0 == 200 { "done" } else { "failed" };
            assert_eq!(status(app, &key, &task).await["status"], expected);
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM task_log WHERE user_id IS NOT NULL").await, 8);
        assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 16, "each was news twice");
    }

    async fn of_a_person_and_a_late_report_only_the_first_decides(app: TestApp) {
        let key = app.partner("agent01").await;
        let page = app.page("clerk", Role::Admin).await;
        let terminal = app.terminal("PEK099", "1").await;
        for number in 0..8 {
            let task = unknown(app, &key, &terminal, &format!("REQ{number}")).await;
            let done = report(&terminal, &task, "done", "done");
            let ((settled, _), (applied, _)) = tokio::join!(settle(&page, &task, "failed"), send(&terminal, &done));
            let expected = if settled == 200 { "failed" } else { "done" };
            assert_eq!(applied, json!(settled != 200), "{settled}");
            let data = status(app, &key, &task).await;
            assert_eq!(data["status"], expected);
            assert_eq!(data["result"].is_null(), expected == "failed", "{data}");
        }
    }

    async fn racing_duplicates_of_a_report_settle_once(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let task = unknown(app, &key, &terminal, "REQ1").await;
        let (done, failed) = (report(&terminal, &task, "done", "done"), report(&terminal, &task, "failed", "not_done"));
        let racing = (0..12).map(|number| send(&terminal, if number % 2 == 0 { &done } else { &failed }));
        let answers = futures_util::future::join_all(racing).await;
        let state = status(app, &key, &task).await["status"].clone();
        assert!(answers.iter().all(|(_, seen)| *seen == state), "{answers:?}");
        assert_eq!(app.number("SELECT COUNT(*) FROM task_reports WHERE applied = 1").await, 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 2);
    }

    async fn a_query_of_a_dead_agent_runs_elsewhere_within_half_a_minute(app: TestApp) {
        let key = app.partner("agent01").await;
        let dead = app.terminal("PEK099", "1").await;
        let query = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25"});
        app.signed(&key, "/api/query_av", "REQ1", query).await;
        let task = dead.poll().await["task"].clone();
        let other = app.terminal("PEK099", "2").await;
        // The dead one looks the better choice until it has been silent for long enough.
        app.execute("UPDATE terminals SET last_assigned_at = 9000000000000 WHERE id = ?1", vec![other.id]).await;
        let mut seconds = 0;
        let again = loop {
            app.clock.advance(Duration::from_secs(1));
            seconds += 1;
            assert!(seconds <= 30, "not recovered");
            app.app.fleet.flush_presence().await.unwrap();
            app.app.dispatch.reap().await.unwrap();
            app.app.dispatch.assign_waiting().await.unwrap();
            if seconds % 3 == 0 {
                let polled = other.poll().await["task"].clone();
                if polled.is_object() {
                    break polled;
                }
            }
        };
        assert_eq!(again["task_id"], task["task_id"]);
        assert!(seconds <= 24, "recovered after {seconds} s: the lease, the loops and a poll make less");
        other.report(&again, "done", json!({})).await;
    }
}
