//! Published vectors of every scheme, and what a signature must not let through.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

const KEY: &str = "K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h";

const P2_BODY: &str = concat!(
    r#"{"username":"agent01","api_key":"ak_7f3c9d2e","requestId":"REQ202602180002","timestamp":1771396225,"#,
    r#""callbackUrl":"https://cb.example.com/eterm/notify","flightNo":"CA1501","adult":true,"#,
    r#""passengers":[{"name":"张三","idType":"NI","idNo":"11010119900101001X"},"#,
    r#"{"name":"LI/SI","idType":"PP","idNo":"E12345678"}],"remark":null}"#
);

fn members(value: &Value) -> BTreeMap<String, Value> {
    parse_members(value.to_string().as_bytes()).unwrap()
}

#[test]
fn vector_p1_drops_empty_members_and_sorts_the_rest() {
    let request = members(&json!({
        "username": "agent01", "api_key": "ak_7f3c9d2e", "requestId": "REQ202602180001",
        "callbackUrl": "https://cb.example.com/eterm/notify?src=a&v=1",
        "depCity": "PEK", "arrCity": "SHA", "depDate": "2026-03-01", "airline": ""
    }));
    assert_eq!(
        base_string(&request, KEY).unwrap(),
        "api_key=ak_7f3c9d2e&arrCity=SHA&callbackUrl=https://cb.example.com/eterm/notify?src=a&v=1\
         &depCity=PEK&depDate=2026-03-01&requestId=REQ202602180001&username=agent01\
         &key=K9f2mQ7xT4vB8nL1pR6sW3yZ0aC5eG2h"
    );
    assert_eq!(sign(&request, KEY).unwrap(), "9801fd6ab5ebc6ea664aa85497042bdd");
}

#[test]
fn vector_p2_writes_nested_values_as_sorted_compact_json() {
    let request = parse_members(P2_BODY.as_bytes()).unwrap();
    let base = base_string(&request, KEY).unwrap();
    assert!(
        base.starts_with("adult=true&api_key=ak_7f3c9d2e&callbackUrl=https://cb.example.com/eterm/notify&")
    );
    assert!(base.contains(r#"passengers=[{"idNo":"11010119900101001X","idType":"NI","name":"张三"},"#));
    assert!(!base.contains("remark"));
    assert_eq!(sign(&request, KEY).unwrap(), "34b7541d331127d2eb6338cbeed8e473");
}

#[test]
fn vector_p3_signs_a_post_with_its_body() {
    let parts = RequestParts {
        method: "POST",
        path: "/api/book_pnr",
        query: &[],
        timestamp: "1771396225",
        nonce: "REQ202602180002",
        body: P2_BODY.as_bytes(),
    };
    assert!(
        string_to_sign(&parts)
            .ends_with("\nb5343a2928af497cc7ed98a330ec4b7db23786665a253a184d099c10aa231f6e")
    );
    assert_eq!(v2_sign(&parts, KEY), "a6be3b07857fa70722a9729b56ee50485b5d9880e8d43ac3edbaa186b5ce1ae9");
}

#[test]
fn vector_p4_signs_a_query_with_text_outside_ascii() {
    let query = [("taskId".to_owned(), "1001".to_owned()), ("q".to_owned(), "票 号+1".to_owned())];
    let parts = RequestParts {
        method: "GET",
        path: "/api/task_status",
        query: &query,
        timestamp: "1771396225",
        nonce: "REQ202602180003",
        body: b"",
    };
    assert_eq!(canonical_query(&query), "q=%E7%A5%A8%20%E5%8F%B7%2B1&taskId=1001");
    let signature = "6f402c888577fedd7f4e276d4bdfdb11761bbfef306c30273e7892c756f475c7";
    assert!(v2_verify(&parts, KEY, signature));
    assert!(v2_verify(&parts, KEY, &format!("v2={}", signature.to_uppercase())));
    assert!(!v2_verify(&RequestParts { path: "/api/get_task", ..parts }, KEY, signature));
}

#[test]
fn vector_p5_signs_our_callback() {
    let callback = members(&json!({
        "requestId": "REQ202602180002", "taskId": "1001", "status": "success",
        "result": {"pnr": "HX7K2M"}, "timestamp": 1_771_396_290
    }));
    assert_eq!(sign(&callback, KEY).unwrap(), "e2e98aad9c9702999e2954a4d3417393");
}

#[test]
fn vector_w1_is_the_one_of_the_standard_webhooks_libraries() {
    let secret = WebhookSecret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let header = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let body = r#"{"test": 2432232314}"#;
    assert_eq!(secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body), header);
    assert!(secret.verify("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body, &format!("v1,old {header}")));
    assert!(!secret.verify("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_331, body, header));
}

#[test]
fn vector_w2_signs_a_finished_task() {
    let secret = WebhookSecret::parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=").unwrap();
    let body = r#"{"type":"task.finished","timestamp":"2026-02-18T06:30:25Z","data":{"task_id":1001,"status":"success","pnr":"HX7K2M"}}"#;
    assert_eq!(
        secret.sign("evt_01J0000000000000000000001", 1_771_396_225, body),
        "v1,8PBEFxv3MsRXwxYJgu/28z/QXS1N+8073gYgtL31R8c="
    );
}

#[test]
fn a_webhook_secret_must_be_long_enough_and_never_shows_itself() {
    assert_eq!(WebhookSecret::parse("whsec_c2hvcnQ="), Err(InvalidWebhookSecret));
    assert_eq!(WebhookSecret::parse("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), Err(InvalidWebhookSecret));
    let secret = WebhookSecret::from_bytes(vec![7; 32]).unwrap();
    assert_eq!(WebhookSecret::parse(&secret.reveal()), Ok(secret.clone()));
    assert_eq!(format!("{secret:?}"), "WebhookSecret(…)");
}

#[test]
fn a_name_that_stands_twice_is_refused_at_any_depth() {
    for body in [r#"{"a":1,"a":2}"#, r#"{"a":{"b":1,"b":1}}"#, r#"{"a":[{"b":1,"b":1}]}"#] {
        let error = parse_members(body.as_bytes()).unwrap_err();
        assert!(error.to_string().contains("stands twice"), "{error}");
    }
}

#[test]
fn a_body_that_is_no_object_says_what_it_is() {
    let error = parse_members(b"[1]").unwrap_err();
    assert_eq!(error.to_string(), "the body must be a JSON object, not an array");
    assert!(parse_members(b"\xff\xfe").is_err());
}

#[test]
fn a_fraction_is_refused_because_languages_print_it_differently() {
    let request = members(&json!({"amount": 1.5}));
    assert_eq!(sign(&request, KEY), Err(Unsignable("amount".to_owned())));
    assert!(sign(&members(&json!({"fares": [{"amount": 0.1}]})), KEY).is_err());
}

#[test]
fn zero_false_and_empty_lists_are_signed_but_null_is_not() {
    let request = members(&json!({"a": 0, "b": false, "c": [], "d": {}, "e": null, "f": "", "sign": "x"}));
    assert_eq!(base_string(&request, "k").unwrap(), "a=0&b=false&c=[]&d={}&key=k");
}

proptest! {
    #[test]
    fn any_change_of_a_value_changes_the_signature(text in "[a-z]{1,12}", other in "[a-z]{1,12}") {
        prop_assume!(text != other);
        let (request, changed) = (members(&json!({"depCity": text})), members(&json!({"depCity": other})));
        let signature = sign(&request, KEY).unwrap().to_uppercase();
        prop_assert_eq!(verify(&request, KEY, &signature), Ok(true));
        prop_assert_eq!(verify(&changed, KEY, &signature), Ok(false));
    }

    #[test]
    fn canonical_json_reads_back_as_the_same_value(text in any::<String>(), number in any::<i64>()) {
        let value = json!({"z": text, "a": [number, {"c": null, "b": true}]});
        prop_assert_eq!(serde_json::from_str::<Value>(&canonical_json(&value)).unwrap(), value);
    }
}
