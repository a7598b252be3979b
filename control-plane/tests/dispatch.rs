//! The life of a task, over HTTP, on both engines.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use waystation_control_plane::identity::Role;
use waystation_kit::{ApiKey, TestApp, TestTerminal, both_engines};

fn query() -> Value {
    json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25"})
}

/// Submits a query and answers its task id.
async fn submit(app: &TestApp, key: &ApiKey, request_id: &str) -> i64 {
    let (status, answer) = app.signed(key, "/api/query_av", request_id, query()).await;
    assert_eq!((status, answer["code"].as_i64()), (200, Some(0)), "{answer}");
    answer["data"]["taskId"].as_i64().unwrap()
}

async fn status(app: &TestApp, key: &ApiKey, task: i64) -> Value {
    let (_, answer) = app.signed(key, "/api/task_status", "ask", json!({"taskId": task})).await;
    answer["data"].clone()
}

/// Makes a query into something that cannot be taken back.
async fn make_irreversible(app: &TestApp, task: i64) {
    let sql = r#"UPDATE tasks SET kind = 'cancel_pnr', params = '{"pnr":"KABC12"}' WHERE id = ?1"#;
    app.execute(sql, vec![task]).await;
}

/// Tells the server that the task has begun.
async fn progress(terminal: &TestTerminal, task: &Value) {
    let step = json!({"terminal_id": terminal.id, "task_id": task["task_id"], "lease": task["lease"], "step": "RT KABC12"});
    assert_eq!(terminal.post("/api/task_progress", &step).await.0, 200);
}

both_engines! {
    async fn a_query_goes_from_submission_to_its_result(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "34825").await;
        let task = submit(app, &key, "REQ1").await;
        assert_eq!(status(app, &key, task).await["status"], "assigned");
        let assigned = terminal.poll().await["task"].clone();
        assert_eq!((&assigned["task_id"], &assigned["kind"]), (&json!(task), &json!("query_av")));
        assert_eq!(assigned["params"]["depDate"], "2026-11-25");
        assert_eq!(status(app, &key, task).await["status"], "running");
        let (code, answer) = terminal.report(&assigned, "done", json!({"av": {"journeys": []}})).await;
        assert_eq!((code, &answer["applied"], &answer["state"]), (200, &json!(true), &json!("done")));
        let done = status(app, &key, task).await;
        assert_eq!(done["status"], "done");
        assert_eq!(done["result"]["av"]["journeys"], json!([]));
        assert_eq!(done["terminal"]["officeNo"], "PEK099");
        assert_eq!(app.number("SELECT success_count FROM terminals").await, 1);
        assert_eq!(app.number("SELECT current_task_count FROM terminals").await, 0);
    }

    async fn the_same_request_is_the_same_task_and_another_is_refused(app: TestApp) {
        let key = app.partner("agent01").await;
        app.terminal("PEK099", "34825").await;
        let first = submit(app, &key, "REQ1").await;
        assert_eq!(submit(app, &key, "REQ1").await, first);
        let other = json!({"depCity": "PEK", "arrCity": "CAN", "depDate": "2026-11-25"});
        let (status, answer) = app.signed(&key, "/api/query_av", "REQ1", other).await;
        assert_eq!((status, answer["error"].as_str()), (409, Some("request_id_conflict")));
        assert_eq!(answer["requestId"], "REQ1");
        let stranger = app.partner("agent02").await;
        assert_ne!(submit(app, &stranger, "REQ1").await, first, "request ids belong to their user");
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 2);
    }

    async fn racing_repeats_of_one_request_make_one_task(app: TestApp) {
        let key = app.partner("agent01").await;
        app.terminal("PEK099", "34825").await;
        let racing = futures_util::future::join_all((0..24).map(|_| submit(app, &key, "REQ1"))).await;
        assert!(racing.iter().all(|task| *task == racing[0]), "{racing:?}");
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 1);
        assert_eq!(app.number("SELECT current_task_count FROM terminals").await, 1);
    }

    async fn nothing_is_stored_of_a_request_that_is_wrong(app: TestApp) {
        let key = app.partner("agent01").await;
        app.terminal("PEK099", "34825").await;
        let with = |name: &str, value: Value| {
            let mut params = query();
            params[name] = value;
            params
        };
        for (params, error, field) in [
            (with("depCity", json!("QQQ")), "unknown_city", "depCity"),
            (with("arrCity", json!("PEK")), "same_city", "arrCity"),
            (with("depDate", json!("2026-11-20")), "date_in_past", "depDate"),
            (with("depDate", json!("2026-02-30")), "invalid_field", "depDate"),
            (with("cabin", json!("Y\r@")), "invalid_field", "cabin"),
            (with("airline", json!("►AV")), "invalid_field", "airline"),
            (with("colour", json!("red")), "unknown_field", "colour"),
            (with("terminalId", json!(99)), "terminal_unknown", "terminalId"),
            (with("officeNo", json!("CAN999")), "office_not_allowed", "officeNo"),
            (with("callbackUrl", json!("http://10.0.0.8/x")), "callback_url_invalid", "callbackUrl"),
        ] {
            let (_, answer) = app.signed(&key, "/api/query_av", "REQ1", params).await;
            assert_eq!((answer["error"].as_str(), answer["field"].as_str()), (Some(error), Some(field)), "{answer}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 0);
    }

    async fn one_terminal_runs_one_task_at_a_time_in_order(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "34825").await;
        let tasks = [submit(app, &key, "A").await, submit(app, &key, "B").await];
        let first = terminal.poll().await["task"].clone();
        assert_eq!(first["task_id"], tasks[0]);
        let (_, busy) = terminal
            .poll_as(json!({"state": "busy", "task_id": first["task_id"], "lease": first["lease"]}), 0)
            .await;
        assert_eq!(busy["task"], Value::Null);
        terminal.report(&first, "done", json!({})).await;
        assert_eq!(terminal.poll().await["task"]["task_id"], tasks[1]);
        terminal.report(&json!({"task_id": tasks[1], "lease": 1}), "done", json!({})).await;
    }

    async fn tasks_spread_evenly_over_terminals(app: TestApp) {
        let key = app.partner("agent01").await;
        for pid in ["1", "2", "3", "4"] {
            app.terminal("PEK099", pid).await;
        }
        for number in 0..40 {
            submit(app, &key, &format!("R{number}")).await;
        }
        assert_eq!(app.number("SELECT MIN(current_task_count) FROM terminals").await, 10);
        assert_eq!(app.number("SELECT MAX(current_task_count) FROM terminals").await, 10);
    }

    async fn many_racing_agents_never_run_one_task_twice(app: TestApp) {
        let key = app.partner("agent01").await;
        let mut terminals = Vec::new();
        for pid in 0..8 {
            terminals.push(app.terminal("PEK099", &pid.to_string()).await);
        }
        let (_other, address) = app.another_server().await;
        let submitting = (0..64).map(|number| {
            let (app, key) = (&app, &key);
            async move { submit(app, key, &format!("R{number}")).await }
        });
        let submitted = futures_util::future::join_all(submitting).await;
        // Two polls of every terminal at once, on two servers that share nothing but the store.
        let racing = terminals.iter().flat_map(|terminal| {
            [terminal.at(&app.url("")), terminal.at(&format!("http://{address}"))]
        });
        let racers: Vec<_> = racing.collect();
        let claimed = futures_util::future::join_all(racers.iter().map(TestTerminal::poll)).await;
        let mut running: Vec<i64> =
            claimed.iter().filter_map(|answer| answer["task"]["task_id"].as_i64()).collect();
        running.sort_unstable();
        let before = running.len();
        running.dedup();
        assert_eq!(running.len(), before, "a task was handed out twice");
        assert_eq!(running.len(), terminals.len(), "every terminal got one task");
        assert_eq!(submitted.len(), 64);
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks WHERE state = 'running'").await, 8);
        assert_eq!(app.number("SELECT MAX(lease) FROM tasks").await, 1);
    }

    async fn a_lost_answer_is_handed_out_again_under_a_new_lease(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "34825").await;
        submit(app, &key, "REQ1").await;
        let first = terminal.poll().await["task"].clone();
        assert_eq!(terminal.poll().await["task"], Value::Null, "too early to tell that it was lost");
        app.clock.advance(Duration::from_secs(3));
        app.app.fleet.refresh().await.unwrap();
        let again = terminal.poll().await["task"].clone();
        assert_eq!(again["task_id"], first["task_id"]);
        assert!(again["lease"].as_i64() > first["lease"].as_i64());
        let (_, late) = terminal.report(&first, "done", json!({"from": "the first run"})).await;
        assert_eq!((&late["applied"], &late["state"]), (&json!(false), &json!("running")));
        let (_, answer) = terminal.report(&again, "done", json!({"from": "the second run"})).await;
        assert_eq!(answer["applied"], true);
        assert_eq!(app.number("SELECT COUNT(*) FROM task_reports").await, 2, "the late report is kept");
        let task = first["task_id"].as_i64().unwrap();
        assert_eq!(status(app, &key, task).await["result"]["from"], "the second run");
    }

    async fn a_repeated_report_gets_the_same_answer_and_changes_nothing(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "34825").await;
        submit(app, &key, "REQ1").await;
        let task = terminal.poll().await["task"].clone();
        let (_, first) = terminal.report(&task, "done", json!({})).await;
        let (_, second) = terminal.report(&task, "done", json!({})).await;
        assert_eq!((&first["applied"], &second["applied"]), (&json!(true), &json!(true)));
        assert_eq!(app.number("SELECT success_count FROM terminals").await, 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM outbox").await, 1);
    }

    async fn a_query_whose_lease_has_ended_goes_to_another_terminal(app: TestApp) {
        let key = app.partner("agent01").await;
        let lost = app.terminal("PEK099", "1").await;
        let task = submit(app, &key, "REQ1").await;
        let claimed = lost.poll().await["task"].clone();
        let other = app.terminal("PEK099", "2").await;
        app.clock.advance(Duration::from_secs(21));
        other.poll().await;
        app.app.fleet.flush_presence().await.unwrap();
        app.app.dispatch.reap().await.unwrap();
        app.app.dispatch.assign_waiting().await.unwrap();
        let again = other.poll().await["task"].clone();
        assert_eq!(again["task_id"], task);
        let (_, late) = lost.report(&claimed, "done", json!({})).await;
        assert_eq!(late["applied"], false);
        other.report(&again, "done", json!({})).await;
        assert_eq!(app.number("SELECT COUNT(*) FROM terminals WHERE current_task_count <> 0").await, 0);
    }

    async fn progress_extends_the_lease_and_shows_the_step(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let id = submit(app, &key, "REQ1").await;
        let task = terminal.poll().await["task"].clone();
        let step = json!({"terminal_id": terminal.id, "task_id": id, "lease": task["lease"], "step": "第 2 页"});
        app.clock.advance(Duration::from_secs(15));
        let (_, answer) = terminal.post("/api/task_progress", &step).await;
        assert_eq!(answer["lease_ms"], 20_000);
        app.clock.advance(Duration::from_secs(15));
        app.app.dispatch.reap().await.unwrap();
        let running = status(app, &key, id).await;
        assert_eq!((&running["status"], &running["step"]), (&json!("running"), &json!("第 2 页")));
        let stale = json!({"terminal_id": terminal.id, "task_id": id, "lease": 99, "step": "x"});
        assert_eq!(terminal.post("/api/task_progress", &stale).await.1["lease_ms"], 0);
        terminal.report(&task, "done", json!({})).await;
    }

    async fn a_task_fails_after_its_terminal_was_lost_too_often(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let id = submit(app, &key, "REQ1").await;
        for _ in 0..6 {
            app.app.fleet.refresh().await.unwrap();
            terminal.poll().await;
            app.clock.advance(Duration::from_secs(3));
        }
        let failed = status(app, &key, id).await;
        assert_eq!((&failed["status"], &failed["error"]["code"]), (&json!("failed"), &json!("terminal_lost")));
        assert_eq!(failed["error"]["retrySafe"], true);
        assert_eq!(app.number("SELECT current_task_count FROM terminals").await, 0);
    }

    async fn irreversible_work_is_never_run_again_by_time(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let id = submit(app, &key, "REQ1").await;
        let task = terminal.poll().await["task"].clone();
        make_irreversible(app, id).await;
        progress(&terminal, &task).await;
        app.clock.advance(Duration::from_secs(3));
        app.app.fleet.refresh().await.unwrap();
        assert_eq!(terminal.poll().await["task"], Value::Null, "its terminal has begun it: not handed out again");
        app.clock.advance(Duration::from_mins(5));
        app.app.dispatch.reap().await.unwrap();
        assert_eq!(status(app, &key, id).await["status"], "unknown");
        app.app.dispatch.assign_waiting().await.unwrap();
        assert_eq!(terminal.poll().await["task"], Value::Null);
        let (_, settled) = terminal.report(&task, "done", json!({"ticket": "999-2300000031"})).await;
        assert_eq!((&settled["applied"], &settled["state"]), (&json!(true), &json!("done")));
        assert_eq!(app.number("SELECT current_task_count FROM terminals").await, 0);
    }

    async fn an_irreversible_task_whose_terminal_never_spoke_of_it_is_handed_out_again_as_the_same_claim(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        let id = submit(app, &key, "REQ1").await;
        let lost = terminal.poll().await["task"].clone();
        make_irreversible(app, id).await;
        assert_eq!(terminal.poll().await["task"], Value::Null, "too early to tell that it was lost");
        app.clock.advance(Duration::from_secs(3));
        app.app.fleet.refresh().await.unwrap();
        let again = terminal.poll().await["task"].clone();
        assert_eq!((&again["task_id"], &again["lease"]), (&json!(id), &lost["lease"]));
        assert_eq!(app.number("SELECT attempts FROM tasks").await, 1);
        terminal.report(&again, "done", json!({})).await;
    }

    async fn an_unclaimed_task_leaves_a_terminal_that_cannot_work(app: TestApp) {
        let key = app.partner("agent01").await;
        let locked = app.terminal("PEK099", "1").await;
        let id = submit(app, &key, "REQ1").await;
        locked.poll_as(json!({"state": "not_ready", "reason": "locked"}), 0).await;
        app.app.fleet.flush_presence().await.unwrap();
        app.app.dispatch.reap().await.unwrap();
        assert_eq!(status(app, &key, id).await["status"], "pending");
        let other = app.terminal("PEK099", "2").await;
        app.app.dispatch.assign_waiting().await.unwrap();
        assert_eq!(other.poll().await["task"]["task_id"], id);
        other.report(&json!({"task_id": id, "lease": 1}), "done", json!({})).await;
    }

    async fn a_task_that_no_terminal_takes_expires_and_says_so(app: TestApp) {
        let key = app.partner("agent01").await;
        let id = submit(app, &key, "REQ1").await;
        assert_eq!(status(app, &key, id).await["status"], "pending");
        app.clock.advance(Duration::from_secs(601));
        app.app.dispatch.reap().await.unwrap();
        let expired = status(app, &key, id).await;
        assert_eq!((&expired["status"], &expired["error"]["code"]), (&json!("expired"), &json!("no_terminal")));
    }

    async fn a_silent_terminal_leaves_dispatch_and_comes_back(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        app.clock.advance(Duration::from_secs(26));
        app.app.fleet.flush_presence().await.unwrap();
        assert_eq!(app.number("SELECT dispatchable FROM terminals").await, 0);
        let id = submit(app, &key, "REQ1").await;
        assert_eq!(status(app, &key, id).await["status"], "pending");
        terminal.poll().await;
        app.app.fleet.flush_presence().await.unwrap();
        app.app.dispatch.assign_waiting().await.unwrap();
        let task = terminal.poll().await["task"].clone();
        assert_eq!(task["task_id"], id);
        terminal.report(&task, "done", json!({})).await;
    }

    async fn a_named_terminal_or_office_is_kept_to(app: TestApp) {
        let key = app.partner("agent01").await;
        let named = app.terminal("PEK099", "1").await;
        app.terminal("SHA888", "2").await;
        for number in 0..3 {
            let params = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25", "terminalId": named.id});
            app.signed(&key, "/api/query_av", &format!("T{number}"), params).await;
            let params = json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25", "officeNo": "SHA888"});
            app.signed(&key, "/api/query_av", &format!("O{number}"), params).await;
        }
        assert_eq!(app.number("SELECT current_task_count FROM terminals WHERE office_no = 'PEK099'").await, 3);
        assert_eq!(app.number("SELECT current_task_count FROM terminals WHERE office_no = 'SHA888'").await, 3);
    }

    async fn a_held_poll_ends_as_soon_as_a_task_arrives(app: TestApp) {
        let key = app.partner("agent01").await;
        let terminal = app.terminal("PEK099", "1").await;
        terminal.poll().await;
        let held = terminal.poll_as(json!({"state": "ready"}), 10_000);
        let submitting = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            submit(app, &key, "REQ1").await
        };
        let started = std::time::Instant::now();
        let ((_, answer), id) = tokio::join!(held, submitting);
        assert_eq!(answer["task"]["task_id"], id);
        assert!(started.elapsed() < Duration::from_secs(5), "held until the end");
        terminal.report(&answer["task"], "done", json!({})).await;
    }

    async fn a_page_submits_watches_and_cancels(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let body = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": "2026-11-25"});
        let (status, created) = page.post("/api/v1/tasks/query-av", body).await;
        assert_eq!(status, 201, "{created}");
        let id = &created["id"];
        let list = page.get("/api/v1/tasks?state=pending,assigned&q=PEK").await;
        assert_eq!((&list["items"][0]["id"], &list["counts"]["pending"]), (id, &json!(1)));
        assert_eq!(list["items"][0]["customer"], "clerk 公司");
        let (status, cancelled) = page.post(&format!("/api/v1/tasks/{id}/cancel"), json!({})).await;
        assert_eq!((status, &cancelled["state"]), (200, &json!("cancelled")));
        let (status, problem) = page.post(&format!("/api/v1/tasks/{id}/cancel"), json!({})).await;
        assert_eq!((status, &problem["code"]), (409, &json!("task_not_cancellable")));
        let detail = page.get(&format!("/api/v1/tasks/{id}")).await;
        let states: Vec<_> = detail["log"].as_array().unwrap().iter().map(|line| line["state"].as_str().unwrap()).collect();
        assert_eq!(states, ["pending", "cancelled"]);
        let overview = page.get("/api/v1/overview").await;
        assert_eq!(overview["tasks"]["queued"], 0);
    }

    async fn a_form_that_is_sent_twice_makes_one_task(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let send = |date: &'static str| {
            let body = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": date});
            page.send_once("/api/v1/tasks/query-av", "key-1", body)
        };
        let (first, second) = tokio::join!(send("2026-11-25"), send("2026-11-25"));
        assert_eq!((first.0, &first.1["id"]), (201, &second.1["id"]));
        assert_eq!(send("2026-11-26").await.0, 409);
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 1);
    }

    async fn a_list_is_paged_by_its_cursor(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let body = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": "2026-11-25"});
        for _ in 0..5 {
            page.post("/api/v1/tasks/query-av", body.clone()).await;
        }
        let first = page.get("/api/v1/tasks?limit=3").await;
        let cursor = first["next_cursor"].as_i64().unwrap();
        let second = page.get(&format!("/api/v1/tasks?limit=3&cursor={cursor}")).await;
        assert_eq!((first["items"].as_array().unwrap().len(), second["items"].as_array().unwrap().len()), (3, 2));
        assert_eq!(second["next_cursor"], Value::Null);
        let wrong = page.send(Method::GET, "/api/v1/tasks?state=flying", None).await;
        assert_eq!(wrong.status(), 422);
    }

    async fn a_task_of_somebody_else_does_not_exist(app: TestApp) {
        let (key, stranger) = (app.partner("agent01").await, app.partner("agent02").await);
        let id = submit(app, &key, "REQ1").await;
        let (status, answer) = app.signed(&stranger, "/api/task_status", "ask", json!({"taskId": id})).await;
        assert_eq!((status, answer["error"].as_str()), (200, Some("task_unknown")));
    }
}
