//! Every route of the API description, called without a credential: none may answer but the few that are
//! meant for anybody.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use reqwest::Method;
use serde_json::{Value, json};
use waystation_control_plane::identity::Role;
use waystation_control_plane::router;
use waystation_kit::both_engines;

/// What anybody may call: signing in, and enrolment, whose code is the credential.
const OPEN_TO_ALL: [&str; 4] = [
    "POST /api/v1/session",
    "GET /api/v1/sign-in-links/{token}",
    "POST /api/v1/sign-in-links/{token}",
    "POST /api/edge/enrol",
];

fn routes() -> Vec<(Method, String)> {
    let description = serde_json::to_value(router::openapi()).unwrap();
    let paths = description["paths"].as_object().unwrap().clone();
    paths
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys().filter_map(|name| {
                Method::from_bytes(name.to_uppercase().as_bytes()).ok().filter(|_| name != "parameters")
            });
            methods.map(|method| (method, path.clone())).collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let description = serde_json::to_value(router::openapi()).unwrap();
    let items = description["paths"].as_object().unwrap().values();
    let names: Vec<_> = items
        .flat_map(|item| item.as_object().unwrap().values())
        .filter_map(|operation| operation["operationId"].as_str())
        .collect();
    let unique: std::collections::HashSet<_> = names.iter().collect();
    assert!(names.len() > 25 && unique.len() == names.len(), "{names:?}");
}

both_engines! {
    async fn no_route_answers_without_a_credential(app: TestApp) {
        let routes = routes();
        assert!(routes.len() > 25, "only {} routes are described", routes.len());
        for (method, path) in routes {
            if OPEN_TO_ALL.contains(&format!("{method} {path}").as_str()) {
                continue;
            }
            let concrete = path.replace("{id}", "1").replace("{token}", "x");
            let request = app.http.request(method.clone(), app.url(&concrete)).header("x-waystation", "1");
            let request = if method == Method::GET { request } else { request.json(&json!({})) };
            let response = request.send().await.unwrap();
            let status = response.status();
            let body: Value = response.json().await.unwrap();
            // The open API tells a partner which member of its envelope is missing.
            let refused = status == 401 || body["error"] == "missing_field" && body["data"].is_null();
            assert!(refused, "{method} {path} answered {status}: {body}");
        }
    }

    async fn a_stale_credential_is_no_credential(app: TestApp) {
        for (name, value) in [
            ("cookie", "waystation_session=AAAA"),
            ("authorization", "Bearer AAAA"),
            ("authorization", "Basic YWRtaW46YWRtaW4="),
        ] {
            for path in ["/api/v1/tasks", "/api/v1/terminals"] {
                let response = app.http.get(app.url(path)).header(name, value).send().await.unwrap();
                assert_eq!(response.status(), 401, "{name}: {value}");
            }
            let poll = json!({"terminal_id": 1, "sequence": 1, "agent_version": "1", "readiness": {"state": "ready"}});
            let response =
                app.http.post(app.url("/api/get_task")).header(name, value).json(&poll).send().await.unwrap();
            assert_eq!(response.status(), 401, "{name}: {value}");
        }
    }

    async fn a_page_call_that_changes_something_needs_the_header_of_the_page(app: TestApp) {
        let page = app.page("clerk", Role::Admin).await;
        let body = json!({"dep_city": "PEK", "arr_city": "SHA", "dep_date": "2026-11-25"});
        let forged = page.forged("/api/v1/tasks/query-av", &body).await;
        assert_eq!(forged, (403, json!("csrf_header_missing")));
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 0);
        assert_eq!(page.post("/api/v1/tasks/query-av", body).await.0, 201);
    }

    async fn an_unknown_path_of_the_api_is_a_problem_and_any_other_is_the_page(app: TestApp) {
        let response = app.http.get(app.url("/api/v1/nothing")).send().await.unwrap();
        assert_eq!(response.status(), 404);
        let problem: Value = response.json().await.unwrap();
        assert_eq!(problem["code"], "no_such_path");
        let response = app.http.delete(app.url("/api/get_task")).send().await.unwrap();
        assert_eq!(response.status(), 405);
        let response = app.http.get(app.url("/tasks/17")).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers().contains_key("content-security-policy"));
    }

    async fn bodies_that_are_too_large_binary_or_broken_have_their_own_answers(app: TestApp) {
        let terminal = app.terminal("PEK099", "1").await;
        let send = |body: Vec<u8>, media_type: &'static str| {
            let request = app.http.post(app.url("/api/get_task")).bearer_auth(&terminal.token);
            request.header("content-type", media_type).header("accept-language", "en").body(body).send()
        };
        for (body, media_type, status, code) in [
            (vec![b' '; 10 * 1024 * 1024], "application/json", 413, "body_too_large"),
            (vec![0xff, 0xfe, 0x00], "application/json", 400, "malformed_json"),
            (b"{\"terminal_id\": ".to_vec(), "application/json", 400, "malformed_json"),
            (b"{\"terminal_id\": \"x\"}".to_vec(), "application/json", 400, "malformed_json"),
            (b"{}".to_vec(), "text/plain", 415, "not_json"),
        ] {
            let response = send(body, media_type).await.unwrap();
            assert_eq!(response.status(), status, "{code}");
            let problem: Value = response.json().await.unwrap();
            assert_eq!(problem["code"], code);
            assert!(problem["requestId"].is_string() && problem["title"].is_string());
        }
    }
}
