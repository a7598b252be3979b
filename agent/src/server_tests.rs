//! Addresses, refusals and skew; the calls themselves are tested with the work loop.

use super::*;

fn problem(status: u16, code: &str) -> ServerError {
    ServerError::Refused(Box::new(Problem {
        kind: "/docs/errors".to_owned(),
        status,
        code: code.to_owned(),
        title: "终端已冻结".to_owned(),
        detail: Some("两台机器使用同一身份".to_owned()),
        field: None,
        request_id: "r-17".to_owned(),
    }))
}

fn at_noon() -> Timestamp {
    Timestamp(1_795_000_000_000)
}

#[test]
fn an_address_may_have_a_path_and_a_slash_or_none() {
    for (given, used) in [
        ("http://10.0.0.1:8080", "http://10.0.0.1:8080/"),
        ("https://waystation.example/east/", "https://waystation.example/east/"),
        ("https://waystation.example/east", "https://waystation.example/east/"),
    ] {
        assert_eq!(parse_address(given).unwrap().as_str(), used);
    }
    assert_eq!(
        parse_address("http://a.example/east").unwrap().join("api/get_task").unwrap().path(),
        "/east/api/get_task"
    );
}

#[test]
fn what_is_no_address_is_told_how_one_looks() {
    for wrong in ["", "waystation.example", "ftp://waystation.example", "http://", "localhost:80"] {
        let error = parse_address(wrong).unwrap_err();
        assert!(error.to_string().contains("https://waystation.example"), "{wrong}: {error}");
    }
}

#[test]
fn clients_can_be_made_for_both_schemes() {
    assert!(Server::unknown_to("http://127.0.0.1:1", at_noon).is_ok());
    let secure = Server::unknown_to("https://127.0.0.1:1", at_noon);
    assert!(matches!(secure, Ok(_) | Err(ServerError::Tls(_))), "{secure:?}");
}

#[test]
fn a_refusal_is_shown_in_the_servers_words_with_its_number() {
    assert_eq!(
        problem(403, "terminal_frozen").to_string(),
        "终端已冻结: 两台机器使用同一身份 (terminal_frozen, request r-17)"
    );
}

#[test]
fn refusals_of_the_caller_are_told_from_refusals_of_the_call() {
    assert_eq!(problem(409, "terminal_frozen").about_identity(), Some(IdentityProblem::Frozen));
    assert_eq!(problem(401, "unknown_token").about_identity(), Some(IdentityProblem::UnknownToken));
    assert_eq!(problem(404, "task_not_found").about_identity(), None);
    assert_eq!(ServerError::Unavailable { status: 503, retry_after: None }.about_identity(), None);
}

#[test]
fn skew_is_how_far_the_server_is_ahead() {
    let server = Server::unknown_to("http://127.0.0.1:1", at_noon).unwrap();
    assert_eq!(server.skew_millis(), None);
    server.measure_skew(at_noon().plus(Duration::from_mins(1)), at_noon());
    assert_eq!(server.skew_millis(), Some(60_000));
}

#[test]
fn a_slow_call_says_nothing_about_skew() {
    let server = Server::unknown_to("http://127.0.0.1:1", at_noon).unwrap();
    server.measure_skew(at_noon(), at_noon().minus(Duration::from_secs(20)));
    assert_eq!(server.skew_millis(), None);
}

#[test]
fn nobody_there_is_told_with_its_cause() {
    let server = Server::unknown_to("http://127.0.0.1:1", at_noon).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let error = runtime.block_on(server.report(Vec::new())).unwrap_err();
    assert!(error.to_string().contains("refused"), "{error}");
}

#[test]
fn only_plain_http_to_another_machine_is_in_the_clear() {
    let clear =
        |address: &str| Server::unknown_to(address, at_noon).map(|server| server.sends_in_the_clear());
    assert!(clear("http://10.0.0.1").unwrap());
    assert!(!clear("http://127.0.0.1:8080").unwrap());
    assert!(clear("https://10.0.0.1").is_ok_and(|clear| !clear) || clear("https://10.0.0.1").is_err());
}
