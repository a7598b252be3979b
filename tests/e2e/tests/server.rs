//! The server as an operator knows it: start, stop, administration from the shell, backup.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use waystation_e2e::{Server, program};
use waystation_fakes::post;

/// Opens a connection that stays open, as a browser with the page does.
fn open_stream(server: &Server, path: &str, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(server.host()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n", server.host()).unwrap();
    stream
}

#[test]
fn a_first_start_prints_a_link_and_a_second_start_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let printed = server.output();
    assert!(printed.contains("sign in once at http://127.0.0.1:"), "{printed}");
    server.administer(&["user", "add", "--username", "agent01"]);
    server.stop();
    let again = Server::start(folder.path());
    assert!(!again.output().contains("sign in once"), "only the first start makes a user");
    let keys = again.administer(&["api-key", "add", "--username", "agent01"]);
    assert!(keys["api_key"].as_str().unwrap().starts_with("ak_"));
    assert_eq!(keys["md5_key"].as_str().unwrap().len(), 32);
}

#[test]
fn an_open_page_and_a_held_poll_do_not_hold_up_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut server = Server::start(folder.path());
    let link = server.administer(&["user", "add", "--username", "boss"])["sign_in_path"].clone();
    let token = link.as_str().unwrap().trim_start_matches("/welcome/");
    let answer =
        server.post_with(&format!("/api/v1/sign-in-links/{token}"), "X-Waystation: 1\r\n", &json!({}));
    let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let mut page = open_stream(&server, "/api/v1/events", &format!("Cookie: {cookie}\r\n"));
    let mut first = [0; 15];
    page.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    let started = Instant::now();
    server.stop();
    assert!(started.elapsed() < Duration::from_secs(5), "stopping took {:?}", started.elapsed());
    let mut rest = String::new();
    page.read_to_string(&mut rest).unwrap();
    assert!(rest.contains("event: hello"), "the stream ended in order: {rest}");
}

#[test]
fn a_backup_of_a_running_server_starts_as_a_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    server.administer(&["user", "add", "--username", "agent01"]);
    let copy = tempfile::tempdir().unwrap();
    std::fs::copy(folder.path().join("server/secret.key"), copy_folder(copy.path()).join("secret.key"))
        .unwrap();
    let file = copy.path().join("server/waystation.db");
    let told = server.administer(&["backup", "--to", file.to_str().unwrap()]);
    assert!(told["bytes"].as_u64().unwrap() > 0);
    let restored = Server::start(copy.path());
    restored.administer(&["api-key", "add", "--username", "agent01"]);
}

fn copy_folder(copy: &std::path::Path) -> std::path::PathBuf {
    let folder = copy.join("server");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn a_mistake_on_the_command_line_says_how_to_mend_it() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    for (arguments, hint) in [
        (&["api-key", "add", "--username", "nobody"][..], "waystation user add"),
        (&["terminal", "enrol-code", "--office", "PEK", "--pid", "1"], "three capital letters"),
        (&["terminal", "enrol-code", "--office", "PEK099", "--pid", "x"], "1 to 8 digits"),
        (&["user", "add", "--username", "admin"], "choose another name"),
    ] {
        let told = server.administer_badly(arguments);
        assert!(told.contains(hint), "{arguments:?}: {told}");
    }
}

#[test]
fn api_sign_shows_the_base_string_of_every_scheme() {
    let sign = |arguments: &[&str], body: &str| -> Value {
        let mut child = Command::new(program("waystation"))
            .arg("api-sign")
            .args(["--key", "K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(body.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let body = r#"{"username":"agent01","api_key":"ak_7f3c9d2e","requestId":"REQ202602180001",
        "callbackUrl":"https://cb.example.com/eterm/notify?src=a&v=1","depCity":"PEK","arrCity":"SHA",
        "depDate":"2026-03-01","airline":""}"#;
    let signed = sign(&["--scheme", "v1"], body);
    assert_eq!(signed["sign"], "9801fd6ab5ebc6ea664aa85497042bdd");
    assert!(signed["base_string"].as_str().unwrap().starts_with("api_key=ak_7f3c9d2e&arrCity=SHA"));
    let query = [
        "--scheme",
        "v2",
        "--method",
        "GET",
        "--path",
        "/api/task_status?q=%E7%A5%A8%20%E5%8F%B7%2B1&taskId=1001",
        "--timestamp",
        "1771396225",
        "--nonce",
        "REQ202602180003",
    ];
    let signed = sign(&query, "");
    assert_eq!(signed["sign"], "v2=6f402c888577fedd7f4e276d4bdfdb11761bbfef306c30273e7892c756f475c7");
}

#[test]
fn operators_see_that_it_lives_and_what_it_does() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path());
    for (path, expected) in [
        ("/healthz", "ok"),
        ("/readyz", "ready"),
        ("/metrics", "waystation_open_tasks{state=\"pending\"} 0"),
        ("/openapi.json", "\"openapi\":\"3.1"),
    ] {
        let mut stream = open_stream(&server, path, "Connection: close\r\n");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200") && answer.contains(expected), "{path}: {answer:.300}");
    }
    let refused = post(&server.host(), "/api/query_av", "{").unwrap();
    assert_eq!(refused.start, "HTTP/1.1 400 Bad Request");
    assert!(refused.body.contains("malformed_json"), "{}", refused.body);
}
