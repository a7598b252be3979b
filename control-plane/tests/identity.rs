//! People's sessions and partners' signed requests, over HTTP, on both engines.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use waystation_control_plane::identity::{
    self, KeyRules, Role, SecretError, ensure_first_user, issue_sign_in_link, restrict_api_key,
};
use waystation_control_plane::platform::store::StoreError;
use waystation_kit::{ApiKey, TestApp, both_engines, signed_body};
use waystation_shared::ids::UserId;
use waystation_shared::sign::{self, RequestParts};

const GOOD: &str = "correct horse battery";

async fn call(app: &TestApp, method: Method, path: &str, cookie: &str, body: Option<Value>) -> Response {
    let request =
        app.http.request(method, app.url(path)).header("x-waystation", "1").header("cookie", cookie);
    let request = if let Some(body) = body { request.json(&body) } else { request };
    request.send().await.unwrap()
}

async fn code(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap_or_default();
    let code = body["error"].as_str().or(body["code"].as_str()).unwrap_or_default();
    (status, code.to_owned())
}

fn cookie_of(response: &Response) -> String {
    let sent = response.headers()["set-cookie"].to_str().unwrap();
    assert!(sent.contains("HttpOnly") && sent.contains("SameSite=Strict"), "{sent}");
    sent.split(';').next().unwrap().to_owned()
}

async fn link(app: &TestApp, user: UserId) -> String {
    let now = app.clock.now();
    let issued = app.app.platform.store.write(move |tx| issue_sign_in_link(tx, user, now)).await;
    let token = issued.unwrap_or_else(|error: SecretError| panic!("{error}"));
    format!("/api/v1/sign-in-links/{token}")
}

/// A user who has signed in by a link and set [`GOOD`] as the password; answers the cookie.
async fn with_password(app: &TestApp, username: &str) -> String {
    let user = app.user(username, Role::User).await;
    let path = link(app, user).await;
    let response = call(app, Method::POST, &path, "", Some(json!({"password": GOOD}))).await;
    assert_eq!(response.status(), 200);
    cookie_of(&response)
}

async fn sign_in(app: &TestApp, username: &str, password: &str) -> Response {
    let body = json!({"username": username, "password": password});
    call(app, Method::POST, "/api/v1/session", "", Some(body)).await
}

async fn session_status(app: &TestApp, cookie: &str) -> u16 {
    call(app, Method::GET, "/api/v1/session", cookie, None).await.status().as_u16()
}

async fn restrict(app: &TestApp, key: &ApiKey, rules: KeyRules) {
    let name = key.api_key.clone();
    let changed = app.app.platform.store.write(move |tx| restrict_api_key(tx, &name, &rules)).await;
    assert!(changed.unwrap_or_else(|error: StoreError| panic!("{error}")));
    app.clock.advance(Duration::from_secs(11));
}

const OPEN: KeyRules = KeyRules { enabled: true, require_timestamp: false, ip_allow_list: Vec::new() };

fn query() -> Value {
    json!({"depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25"})
}

fn post(app: &TestApp, body: &Value) -> RequestBuilder {
    app.http.post(app.url("/api/query_av")).json(body)
}

/// Writes members as a form or query does.
fn as_form(members: &Value) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in members.as_object().unwrap() {
        form.append_pair(name, value.as_str().unwrap());
    }
    form.finish()
}

fn post_form(app: &TestApp, members: &Value) -> RequestBuilder {
    let request = app.http.post(app.url("/api/query_av")).body(as_form(members));
    request.header("content-type", "application/x-www-form-urlencoded")
}

/// Signs `members` afresh with the key's secret.
fn resigned(key: &ApiKey, mut body: Value) -> Value {
    body.as_object_mut().unwrap().remove("sign");
    let members: BTreeMap<String, Value> = sign::parse_members(body.to_string().as_bytes()).unwrap();
    body["sign"] = json!(sign::sign(&members, &key.md5_key).unwrap());
    body
}

async fn refusal(request: RequestBuilder) -> (u16, String) {
    code(request.send().await.unwrap()).await
}

fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

both_engines! {
    async fn the_first_start_makes_one_administrator_without_a_password(app: TestApp) {
        let now = app.clock.now();
        let again = app.app.platform.store.write(move |tx| ensure_first_user(tx, now)).await;
        assert!(again.unwrap_or_else(|error: identity::AddUserError| panic!("{error}")).is_none());
        let bare = "SELECT COUNT(*) FROM users WHERE role = 'super_admin' AND password_hash IS NULL";
        assert_eq!(app.number(bare).await, 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM sign_in_links").await, 1);
        assert_eq!(code(sign_in(app, "admin", "").await).await, refused(401, "wrong_credentials"));
        assert_eq!(code(sign_in(app, "admin", "admin").await).await, refused(401, "wrong_credentials"));
    }

    async fn a_link_lets_in_once_and_sets_the_password(app: TestApp) {
        let user = app.user("zhang", Role::Admin).await;
        let path = link(app, user).await;
        let seen: Value = call(app, Method::GET, &path, "", None).await.json().await.unwrap();
        assert_eq!((&seen["username"], &seen["display_name"]), (&json!("zhang"), &json!("zhang 公司")));
        let weak = call(app, Method::POST, &path, "", Some(json!({"password": "1234567890"}))).await;
        assert_eq!(code(weak).await, refused(422, "weak_password"));
        let entered = call(app, Method::POST, &path, "", Some(json!({"password": GOOD}))).await;
        let cookie = cookie_of(&entered);
        let shown: Value = entered.json().await.unwrap();
        assert_eq!((&shown["user"]["role"], &shown["language"]), (&json!("admin"), &json!("zh-CN")));
        assert_eq!(session_status(app, &cookie).await, 200);
        assert_eq!(code(call(app, Method::POST, &path, "", Some(json!({}))).await).await, refused(410, "link_used"));
        assert_eq!(code(call(app, Method::GET, &path, "", None).await).await, refused(410, "link_used"));
        assert_eq!(sign_in(app, "zhang", GOOD).await.status(), 200);
    }

    async fn an_old_link_and_an_invented_one_let_nobody_in(app: TestApp) {
        let user = app.user("zhang", Role::User).await;
        let path = link(app, user).await;
        app.clock.advance(Duration::from_hours(24));
        assert_eq!(code(call(app, Method::POST, &path, "", Some(json!({}))).await).await, refused(410, "link_used"));
        let invented = call(app, Method::POST, "/api/v1/sign-in-links/AAAA", "", Some(json!({}))).await;
        assert_eq!(code(invented).await, refused(404, "link_unknown"));
        assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
    }

    async fn a_race_for_one_link_has_one_winner(app: TestApp) {
        let user = app.user("zhang", Role::User).await;
        let path = link(app, user).await;
        let racing = (0..8).map(|_| call(app, Method::POST, &path, "", Some(json!({}))));
        let answers = futures_util::future::join_all(racing).await;
        assert_eq!(answers.iter().filter(|answer| answer.status() == 200).count(), 1);
        assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 1);
    }

    async fn wrong_names_and_wrong_passwords_are_told_alike_and_slowed_down(app: TestApp) {
        with_password(app, "zhang").await;
        for _ in 0..5 {
            assert_eq!(code(sign_in(app, "zhang", "wrong").await).await, refused(401, "wrong_credentials"));
            assert_eq!(code(sign_in(app, "nobody", "wrong").await).await, refused(401, "wrong_credentials"));
        }
        assert_eq!(code(sign_in(app, "zhang", GOOD).await).await, refused(429, "too_many_attempts"));
        assert_eq!(code(sign_in(app, "nobody", GOOD).await).await, refused(429, "too_many_attempts"));
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(sign_in(app, "zhang", GOOD).await.status(), 200);
    }

    async fn signing_out_ends_the_session_at_once(app: TestApp) {
        let cookie = with_password(app, "zhang").await;
        assert_eq!(session_status(app, &cookie).await, 200);
        let out = call(app, Method::DELETE, "/api/v1/session", &cookie, None).await;
        assert_eq!(out.status(), 204);
        assert!(out.headers()["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
        assert_eq!(session_status(app, &cookie).await, 401);
        assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
    }

    async fn a_session_ends_after_twelve_hours_and_is_then_forgotten(app: TestApp) {
        let cookie = with_password(app, "zhang").await;
        app.clock.advance(Duration::from_hours(12) - Duration::from_secs(1));
        assert_eq!(session_status(app, &cookie).await, 200);
        app.clock.advance(Duration::from_secs(1));
        assert_eq!(session_status(app, &cookie).await, 401);
        app.app.identity.tidy().await.unwrap();
        assert_eq!(app.number("SELECT COUNT(*) FROM sessions").await, 0);
    }

    async fn a_disabled_user_is_out_within_seconds(app: TestApp) {
        let cookie = with_password(app, "zhang").await;
        assert_eq!(session_status(app, &cookie).await, 200);
        app.execute("UPDATE users SET enabled = 0 WHERE username = 'zhang'", Vec::new()).await;
        app.clock.advance(Duration::from_secs(4));
        assert_eq!(session_status(app, &cookie).await, 401);
        assert_eq!(code(sign_in(app, "zhang", GOOD).await).await, refused(401, "wrong_credentials"));
    }

    async fn changing_the_password_needs_the_present_one_and_ends_other_sessions(app: TestApp) {
        let mine = with_password(app, "zhang").await;
        let other = cookie_of(&sign_in(app, "zhang", GOOD).await);
        let path = "/api/v1/session/password";
        for body in [json!({"new": "another good one"}), json!({"current": "wrong", "new": "another good one"})] {
            let refusal = call(app, Method::POST, path, &mine, Some(body)).await;
            assert_eq!(code(refusal).await, refused(422, "wrong_password"));
        }
        let body = json!({"current": GOOD, "new": "another good one"});
        assert_eq!(call(app, Method::POST, path, &mine, Some(body)).await.status(), 204);
        assert_eq!((session_status(app, &mine).await, session_status(app, &other).await), (200, 401));
        assert_eq!(sign_in(app, "zhang", GOOD).await.status(), 401);
        assert_eq!(sign_in(app, "zhang", "another good one").await.status(), 200);
    }

    async fn what_changes_something_needs_the_pages_own_header(app: TestApp) {
        let cookie = with_password(app, "zhang").await;
        let bare = |method: Method, path: &str| app.http.request(method, app.url(path)).header("cookie", &cookie);
        let body = json!({"username": "zhang", "password": GOOD});
        let expected = refused(403, "csrf_header_missing");
        assert_eq!(refusal(bare(Method::POST, "/api/v1/session").json(&body)).await, expected);
        assert_eq!(refusal(bare(Method::DELETE, "/api/v1/session")).await, expected);
        assert_eq!(bare(Method::GET, "/api/v1/session").send().await.unwrap().status(), 200);
        assert_eq!(session_status(app, "").await, 401);
        assert_eq!(session_status(app, "waystation_session=guess").await, 401);
    }

    async fn the_cookie_is_secure_when_the_page_came_by_https(app: TestApp) {
        let user = app.user("zhang", Role::User).await;
        let path = link(app, user).await;
        let request = app.http.post(app.url(&path)).header("x-waystation", "1").json(&json!({}));
        let response = request.header("origin", "https://station.example.com").send().await.unwrap();
        assert!(response.headers()["set-cookie"].to_str().unwrap().ends_with("; Secure"));
    }

    async fn users_see_their_own_keys_and_administrators_all_without_secrets(app: TestApp) {
        let first = app.partner("agent01").await;
        app.partner("agent02").await;
        let all = app.page("boss", Role::Admin).await.get("/api/v1/api-keys").await;
        assert_eq!(all["items"].as_array().unwrap().len(), 2);
        assert_eq!(all["items"][1]["api_key"], first.api_key.as_str());
        assert!(!all.to_string().contains(&first.md5_key));
        let none = app.page("clerk", Role::User).await.get("/api/v1/api-keys").await;
        assert_eq!(none["items"], json!([]));
    }

    async fn a_request_may_be_signed_as_json_form_or_query(app: TestApp) {
        let key = app.partner("agent01").await;
        let first = app.signed(&key, "/api/query_av", "REQ1", query()).await.1;
        let task = first["data"]["taskId"].as_i64().unwrap();
        let mut form = signed_body(&key, "REQ1", query());
        form["direct"] = json!("true");
        let form = resigned(&key, form);
        assert_eq!(refusal(post_form(app, &form)).await, refused(409, "request_id_conflict"), "direct was not in the first");
        let same = post_form(app, &signed_body(&key, "REQ1", query()));
        let same: Value = same.send().await.unwrap().json().await.unwrap();
        assert_eq!(same["data"]["taskId"], task);
        let ask = signed_body(&key, "ASK", json!({"taskId": task.to_string()}));
        let ask = app.http.get(app.url(&format!("/api/task_status?{}", as_form(&ask))));
        let got: Value = ask.send().await.unwrap().json().await.unwrap();
        assert_eq!((&got["code"], &got["requestId"]), (&json!(0), &json!("ASK")), "{got}");
    }

    async fn scheme_v2_covers_method_path_and_body(app: TestApp) {
        let key = app.partner("agent01").await;
        let mut body = query();
        body["callbackUrl"] = json!("http://127.0.0.1:9/callback");
        let text = body.to_string();
        let timestamp = app.clock.now().unix_seconds().to_string();
        let parts = RequestParts {
            method: "POST", path: "/api/query_av", query: &[], timestamp: &timestamp, nonce: "REQ1",
            body: text.as_bytes(),
        };
        let send = |text: String, signature: String, timestamp: String| {
            app.http.post(app.url("/api/query_av")).header("content-type", "application/json").body(text)
                .header("x-api-key", &key.api_key).header("x-timestamp", timestamp)
                .header("x-nonce", "REQ1").header("x-signature", format!("v2={signature}"))
        };
        let right = sign::v2_sign(&parts, &key.md5_key);
        let accepted = send(text.clone(), right.clone(), timestamp.clone()).send().await.unwrap();
        let accepted: Value = accepted.json().await.unwrap();
        assert_eq!((&accepted["code"], &accepted["requestId"]), (&json!(0), &json!("REQ1")), "{accepted}");
        let task = &accepted["data"]["taskId"];
        let old = app.signed(&key, "/api/query_av", "REQ1", query()).await.1;
        assert_eq!(&old["data"]["taskId"], task, "the same request under the older scheme is the same request");
        let changed = text.replace("SHA", "CAN");
        assert_eq!(refusal(send(changed, right.clone(), timestamp.clone())).await, refused(401, "bad_signature"));
        let elsewhere = sign::v2_sign(&RequestParts { path: "/api/task_status", ..parts }, &key.md5_key);
        assert_eq!(refusal(send(text.clone(), elsewhere, timestamp.clone())).await, refused(401, "bad_signature"));
        let late = (app.clock.now().unix_seconds() - 301).to_string();
        let signed_late = sign::v2_sign(&RequestParts { timestamp: &late, ..parts }, &key.md5_key);
        assert_eq!(refusal(send(text, signed_late, late)).await, refused(401, "timestamp_invalid"));
    }

    async fn checks_come_in_the_promised_order(app: TestApp) {
        let key = app.partner("agent01").await;
        let elsewhere: KeyRules = KeyRules { ip_allow_list: vec!["192.0.2.0/24".parse().unwrap()], ..OPEN };
        // Everything is wrong at first; mending one thing at a time shows the next check.
        let mut body = signed_body(&key, "REQ 1", query());
        body["timestamp"] = json!(1);
        body["sign"] = json!("0".repeat(32));
        body["username"] = json!("somebody");
        body["api_key"] = json!("ak_nothere");
        restrict(app, &key, KeyRules { enabled: false, ..elsewhere.clone() }).await;
        assert_eq!(refusal(post(app, &body)).await, refused(401, "bad_signature"));
        body["api_key"] = json!(key.api_key);
        assert_eq!(refusal(post(app, &body)).await, refused(403, "key_disabled"));
        restrict(app, &key, elsewhere).await;
        assert_eq!(refusal(post(app, &body)).await, refused(401, "username_mismatch"));
        body["username"] = json!("agent01");
        assert_eq!(refusal(post(app, &body)).await, refused(403, "address_not_allowed"));
        restrict(app, &key, OPEN).await;
        assert_eq!(refusal(post(app, &body)).await, refused(401, "timestamp_invalid"));
        body["timestamp"] = json!(app.clock.now().unix_seconds());
        assert_eq!(refusal(post(app, &body)).await, refused(401, "bad_signature"));
        let body = resigned(&key, body);
        assert_eq!(refusal(post(app, &body)).await, refused(200, "invalid_field"));
        let mut body = body;
        body["requestId"] = json!("REQ-1");
        assert_eq!(post(app, &resigned(&key, body)).send().await.unwrap().status(), 200);
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 1);
    }

    async fn an_unknown_key_and_a_wrong_signature_are_told_alike(app: TestApp) {
        let key = app.partner("agent01").await;
        let mut unknown = signed_body(&key, "REQ1", query());
        let mut wrong = unknown.clone();
        unknown["api_key"] = json!("ak_nothere");
        wrong["arrCity"] = json!("CAN");
        let mut texts = Vec::new();
        for body in [unknown, wrong] {
            let mut answer: Value = post(app, &body).send().await.unwrap().json().await.unwrap();
            assert_eq!(answer["requestId"], "REQ1");
            answer.as_object_mut().unwrap().remove("traceId");
            texts.push(answer);
        }
        assert_eq!(texts[0], texts[1]);
    }

    async fn a_timestamp_is_checked_when_sent_and_needed_when_the_key_says_so(app: TestApp) {
        let key = app.partner("agent01").await;
        let at = |offset: i64| {
            let mut body = signed_body(&key, &format!("REQ{offset}"), query());
            body["timestamp"] = json!(app.clock.now().unix_seconds() + offset);
            post(app, &resigned(&key, body))
        };
        for (offset, status) in [(-300, 200), (300, 200), (-301, 401), (301, 401)] {
            assert_eq!(at(offset).send().await.unwrap().status(), status, "{offset}");
        }
        restrict(app, &key, KeyRules { require_timestamp: true, ..OPEN }).await;
        assert_eq!(refusal(post(app, &signed_body(&key, "REQX", query()))).await, refused(401, "timestamp_invalid"));
        assert_eq!(at(0).send().await.unwrap().status(), 200);
    }

    async fn a_key_is_bound_to_its_addresses(app: TestApp) {
        let key = app.partner("agent01").await;
        restrict(app, &key, KeyRules { ip_allow_list: vec!["127.0.0.0/8".parse().unwrap()], ..OPEN }).await;
        assert_eq!(post(app, &signed_body(&key, "REQ1", query())).send().await.unwrap().status(), 200);
        restrict(app, &key, KeyRules { ip_allow_list: vec!["192.0.2.7".parse().unwrap()], ..OPEN }).await;
        let request = post(app, &signed_body(&key, "REQ2", query()));
        let forged = request.header("x-forwarded-for", "192.0.2.7").header("x-real-ip", "192.0.2.7");
        assert_eq!(refusal(forged).await, refused(403, "address_not_allowed"));
    }

    async fn text_that_was_signed_as_one_member_cannot_come_back_as_two(app: TestApp) {
        let key = app.partner("agent01").await;
        let body = signed_body(&key, "REQ1", json!({
            "depCity": "PEK", "arrCity": "SHA", "depDate": "2026-11-25",
            "callbackUrl": "http://127.0.0.1:9/callback?src=a&d=1"
        }));
        let mut split = body.clone();
        split["callbackUrl"] = json!("http://127.0.0.1:9/callback?src=a");
        split["d"] = json!("1");
        let answer: Value = post(app, &split).send().await.unwrap().json().await.unwrap();
        assert_eq!((&answer["error"], &answer["field"]), (&json!("unknown_field"), &json!("d")), "{answer}");
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 0);
        assert_eq!(post(app, &body).send().await.unwrap().status(), 200);
    }

    async fn wrong_members_are_named_and_nothing_is_stored(app: TestApp) {
        let key = app.partner("agent01").await;
        for (name, value, error) in [
            ("depCity", Value::Null, "missing_field"),
            ("sign", Value::Null, "missing_field"),
            ("username", Value::Null, "missing_field"),
            ("api_key", Value::Null, "missing_field"),
            ("requestId", Value::Null, "missing_field"),
            ("depDate", json!(20_261_125), "invalid_field"),
            ("arrCity", json!("SHA\r@"), "invalid_field"),
            ("callbackUrl", json!(7), "invalid_field"),
            ("airlines", json!("CA"), "unknown_field"),
            ("direct", json!(0.5), "invalid_field"),
        ] {
            let mut body = signed_body(&key, "REQ1", query());
            body[name] = value.clone();
            let body = if name == "sign" || name == "direct" { body } else { resigned(&key, body) };
            let answer: Value = post(app, &body).send().await.unwrap().json().await.unwrap();
            assert_eq!((&answer["error"], &answer["field"]), (&json!(error), &json!(name)), "{value} {answer}");
        }
        assert_eq!(app.number("SELECT COUNT(*) FROM tasks").await, 0);
    }

    async fn the_last_use_of_a_key_is_written_down_now_and_then(app: TestApp) {
        let key = app.partner("agent01").await;
        app.signed(&key, "/api/task_status", "ASK", json!({"taskId": 1})).await;
        assert_eq!(app.number("SELECT COUNT(*) FROM api_keys WHERE last_used_at IS NOT NULL").await, 0);
        app.app.identity.tidy().await.unwrap();
        assert_eq!(app.number("SELECT last_used_at FROM api_keys").await, app.clock.now().0);
    }

    async fn secrets_are_not_in_the_store_and_open_only_for_their_own_key(app: TestApp) {
        let key = app.partner("agent01").await;
        let other = app.partner("agent02").await;
        let secret = key.md5_key.clone();
        let found = app.app.platform.store.read(move |reader| {
            let sql = "SELECT sealed_md5_key FROM api_keys";
            let sealed: Vec<Vec<u8>> = reader.query(sql, &[], |row| row.get(0))?;
            let shows = |bytes: &Vec<u8>| bytes.windows(8).any(|part| secret.as_bytes().starts_with(part));
            Ok::<_, StoreError>(sealed.iter().any(shows))
        });
        assert!(!found.await.unwrap());
        let swap = "UPDATE api_keys SET sealed_md5_key = (SELECT k.sealed_md5_key FROM api_keys k WHERE k.id = 1)
                    WHERE id = 2";
        assert_eq!(app.execute(swap, Vec::new()).await, 1);
        let mut forged = signed_body(&key, "REQ1", query());
        forged["username"] = json!("agent02");
        forged["api_key"] = json!(other.api_key);
        assert_eq!(post(app, &resigned(&key, forged)).send().await.unwrap().status(), 500);
    }
}
