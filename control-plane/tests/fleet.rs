//! Terminals: enrolment, presence, commands, pictures, over HTTP and on both engines.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use waystation_control_plane::identity::Role;
use waystation_kit::{TestTerminal, both_engines};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

fn upload(terminal: &TestTerminal, png: &str) -> Value {
    json!({
        "terminal_id": terminal.id, "hash": "abc", "png": png, "text": "►AV", "taken_at": 1,
        "unknown_glyphs": [{"glyph": "00000000000000aa", "png": png, "context": "K\u{fffd}ABC"}]
    })
}

both_engines! {
    async fn a_code_enrols_one_machine_and_that_machine_again(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let new = json!({"name": "柜台一", "office_no": "PEK099", "pid": "34825"});
        let (status, created) = page.post("/api/v1/terminals", new.clone()).await;
        assert_eq!(status, 201, "{created}");
        assert_eq!(created["terminal"]["state"], "waiting_enrolment");
        assert_eq!(created["terminal"]["owner"], "boss 公司");
        let code = created["enrol_code"].as_str().unwrap().to_owned();
        assert!(created["enrol_command"].as_str().unwrap().contains(&code));
        let enrol = |machine: &'static str, code: String| {
            let machine = json!({"machine_code": machine, "host_name": "PC", "os_info": "Windows 7", "agent_version": "1"});
            app.http.post(app.url("/api/edge/enrol")).json(&json!({"code": code, "machine": machine})).send()
        };
        assert_eq!(enrol("one", code.to_lowercase()).await.unwrap().status(), 200, "case does not matter");
        assert_eq!(enrol("one", code.clone()).await.unwrap().status(), 200, "the answer may have been lost");
        assert_eq!(enrol("two", code.clone()).await.unwrap().status(), 401);
        assert_eq!(enrol("one", "AAAA".to_owned()).await.unwrap().status(), 401);
        let (status, problem) = page.post("/api/v1/terminals", new).await;
        assert_eq!((status, &problem["code"]), (409, &json!("office_pid_taken")));
    }

    async fn a_code_ends_after_a_day_and_when_a_newer_one_is_made(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let new = json!({"name": "柜台一", "office_no": "PEK099", "pid": "1"});
        let (_, first) = page.post("/api/v1/terminals", new).await;
        let id = &first["terminal"]["id"];
        let (_, second) = page.post(&format!("/api/v1/terminals/{id}/enrol-code"), json!({})).await;
        let try_code = |code: &Value| {
            let machine = json!({"machine_code": "m", "host_name": "PC", "os_info": "W", "agent_version": "1"});
            app.http.post(app.url("/api/edge/enrol")).json(&json!({"code": code, "machine": machine})).send()
        };
        assert_eq!(try_code(&first["enrol_code"]).await.unwrap().status(), 401);
        app.clock.advance(Duration::from_hours(25));
        assert_eq!(try_code(&second["enrol_code"]).await.unwrap().status(), 401);
    }

    async fn two_machines_with_one_identity_freeze_it_until_a_person_chooses(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let clone = terminal.at(&app.url(""));
        terminal.poll().await;
        let (status, problem) = clone.poll_as(json!({"state": "ready"}), 0).await;
        assert_eq!((status, &problem["code"]), (403, &json!("terminal_frozen")));
        let (status, _) = terminal.poll_as(json!({"state": "ready"}), 0).await;
        assert_eq!(status, 403, "neither may go on");
        let path = format!("/api/v1/terminals/{}", terminal.id);
        assert_eq!(page.get(&path).await["state"], "frozen");
        assert_eq!(app.number("SELECT dispatchable FROM terminals").await, 0);
        let (status, _) = page.post(&format!("{path}/commands"), json!({"command": "unfreeze"})).await;
        assert_eq!(status, 202);
        terminal.poll().await;
    }

    async fn an_empty_poll_touches_no_row(app: TestApp) {
        let terminal = app.terminal("PEK099", "1").await;
        terminal.poll().await;
        app.execute("UPDATE terminals SET remark = 'as it was'", vec![]).await;
        app.execute("UPDATE terminals SET last_active_at = 5", vec![]).await;
        for _ in 0..20 {
            terminal.poll().await;
        }
        assert_eq!(app.number("SELECT last_active_at FROM terminals").await, 5);
    }

    async fn a_paused_terminal_gets_no_work_until_it_is_resumed(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let terminal = app.terminal("PEK099", "1").await;
        terminal.poll().await;
        let commands = format!("/api/v1/terminals/{}/commands", terminal.id);
        page.post(&commands, json!({"command": "pause"})).await;
        assert_eq!(terminal.poll().await["commands"], json!([{"command": "pause"}]));
        assert_eq!(terminal.poll().await["commands"], json!([]), "told once");
        assert_eq!(app.number("SELECT dispatchable FROM terminals").await, 0);
        page.post(&commands, json!({"command": "resume"})).await;
        assert_eq!(app.number("SELECT dispatchable FROM terminals").await, 1);
        let (status, _) = page.post(&commands, json!({"command": "explode"})).await;
        assert_eq!(status, 400);
    }

    async fn a_picture_and_an_unknown_glyph_reach_the_page_and_the_reading_comes_back(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let terminal = app.terminal("PEK099", "1").await;
        terminal.poll().await;
        let png = STANDARD.encode(PNG);
        assert_eq!(terminal.post("/api/edge/screen", &upload(&terminal, &png)).await.0, 200);
        let path = format!("/api/v1/terminals/{}/screen", terminal.id);
        let picture = page.send(reqwest::Method::GET, &path, None).await;
        assert_eq!(picture.headers()["etag"], "\"abc\"");
        assert_eq!(picture.bytes().await.unwrap(), PNG);
        assert_eq!(page.get(&format!("{path}-text")).await["text"], "►AV");
        let glyphs = page.get("/api/v1/glyphs").await;
        let id = &glyphs["items"][0]["id"];
        assert_eq!(glyphs["items"][0]["context"], "K\u{fffd}ABC");
        let naming = format!("/api/v1/glyphs/{id}");
        assert_eq!(page.post(&naming, json!({"text": "OO"})).await.0, 422, "one character, not two");
        assert_eq!(page.post(&naming, json!({"text": "O"})).await.0, 200);
        let learn = json!([{"command": "learn_glyph", "glyph": "00000000000000aa", "text": "O"}]);
        assert_eq!(terminal.poll().await["commands"], learn);
        assert_eq!(page.get("/api/v1/glyphs").await["items"], json!([]));
    }

    async fn a_picture_that_is_none_is_refused_and_nothing_is_kept(app: TestApp) {
        let terminal = app.terminal("PEK099", "1").await;
        for wrong in ["", "not base64!", &STANDARD.encode(b"GIF89a")] {
            let (status, problem) = terminal.post("/api/edge/screen", &upload(&terminal, wrong)).await;
            assert_eq!((status, &problem["field"]), (422, &json!("png")));
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM screens").await, 0);
        let stranger = app.terminal("PEK099", "2").await;
        let foreign = upload(&terminal, &STANDARD.encode(PNG));
        assert_eq!(stranger.post("/api/edge/screen", &foreign).await.0, 403);
    }

    async fn what_people_say_of_a_terminal_can_be_changed(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let terminal = app.terminal("PEK099", "1").await;
        let path = format!("/api/v1/terminals/{}", terminal.id);
        let change = json!({"name": "前台", "ticketing_codes": ["CTU-01"], "remark": "靠窗"});
        let response = page.send(reqwest::Method::PATCH, &path, Some(change)).await;
        assert_eq!(response.status(), 200);
        let shown = page.get(&path).await;
        assert_eq!((&shown["name"], &shown["ticketing_codes"]), (&json!("前台"), &json!(["CTU-01"])));
        for wrong in [json!({"name": " "}), json!({"ticketing_codes": ["►"]})] {
            assert_eq!(page.send(reqwest::Method::PATCH, &path, Some(wrong)).await.status(), 422);
        }
        let log = page.get(&format!("{path}/log")).await;
        assert!(log.as_array().unwrap().iter().any(|line| line["change"].as_str().unwrap().starts_with("enrolled")));
    }

    async fn hints_lost_with_memory_come_back_from_the_store(app: TestApp) {
        let page = app.page("boss", Role::SuperAdmin).await;
        let terminal = app.terminal("PEK099", "1").await;
        terminal.poll().await;
        let body = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": "2026-11-25"});
        let (_, task) = page.post("/api/v1/tasks/query-av", body).await;
        let (other, address) = app.another_server().await;
        let moved = terminal.at(&format!("http://{address}"));
        other.fleet.refresh().await.unwrap();
        let claimed = moved.poll().await["task"].clone();
        assert_eq!(claimed["task_id"], task["id"]);
        moved.report(&claimed, "done", json!({})).await;
    }
}
