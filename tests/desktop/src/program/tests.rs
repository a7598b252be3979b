use super::*;

fn shell(name: &str, script: &str) -> (Program, PathBuf) {
    let log_dir = std::env::temp_dir().join(format!("waystation-desktop-{name}-{}", std::process::id()));
    let program = Launch::new(name, "sh").arg("-c").arg(script).start(&log_dir).unwrap();
    (program, log_dir)
}

fn a_second() -> Duration {
    Duration::from_secs(5)
}

fn number(line: &str) -> Option<i32> {
    line.parse().ok()
}

fn exists(process: i32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    !stat.is_empty() && !stat.contains(") Z ")
}

#[test]
fn a_line_of_the_output_is_found_when_it_is_complete() {
    let (mut program, log_dir) = shell("complete", "printf 4; sleep 0.1; echo 2; sleep 60");
    assert_eq!(program.wait_for_line("a number", a_second(), number).unwrap(), 42);
    assert!(program.is_running());
    drop(program);
    fs::remove_dir_all(log_dir).unwrap();
}

#[test]
fn output_of_an_earlier_start_is_not_taken_for_this_one() {
    let (mut first, log_dir) = shell("earlier", "echo 1");
    assert_eq!(first.wait_for_line("a number", a_second(), number).unwrap(), 1);
    let mut second = Launch::new("earlier", "sh").args(["-c", "echo 2"]).start(&log_dir).unwrap();
    assert_eq!(second.wait_for_line("a number", a_second(), number).unwrap(), 2);
    fs::remove_dir_all(log_dir).unwrap();
}

#[test]
fn a_program_that_ends_too_early_is_reported_with_its_last_words() {
    let (mut program, log_dir) = shell("early", "echo no licence >&2; exit 3");
    let error = program.wait_for_line("a number", a_second(), number).unwrap_err().to_string();
    assert!(error.contains("exit status: 3") && error.contains("no licence"), "{error}");
    fs::remove_dir_all(log_dir).unwrap();
}

#[test]
fn a_program_that_says_nothing_is_not_waited_for_for_ever() {
    let (mut program, log_dir) = shell("silent", "sleep 60");
    let error = program.wait_for_line("a number", Duration::from_millis(50), number).unwrap_err();
    assert!(matches!(error, StartError::Slow { .. }), "{error}");
    drop(program);
    fs::remove_dir_all(log_dir).unwrap();
}

#[test]
fn what_a_program_started_itself_is_stopped_with_it() {
    let (mut program, log_dir) = shell("family", "sleep 60 & echo $!; wait");
    let grandchild = program.wait_for_line("the id of its child", a_second(), number).unwrap();
    assert!(exists(grandchild));
    program.stop();
    assert!(!exists(grandchild));
    fs::remove_dir_all(log_dir).unwrap();
}

#[test]
fn stopping_lets_a_program_tidy_up_and_killing_does_not() {
    let script = "trap 'echo tidy; exit 0' TERM; echo 1; while :; do sleep 0.05; done";
    for (name, kill, tidied) in [("asked", false, true), ("killed", true, false)] {
        let (mut program, log_dir) = shell(name, script);
        program.wait_for_line("a number", a_second(), number).unwrap();
        if kill {
            program.kill();
        } else {
            program.stop();
        }
        let log = fs::read_to_string(log_dir.join(format!("{name}.log"))).unwrap();
        assert_eq!(log.contains("tidy"), tidied, "{log}");
        fs::remove_dir_all(log_dir).unwrap();
    }
}

#[test]
fn a_missing_program_is_named_with_the_way_to_get_it() {
    let error =
        Launch::new("nothing", "/no/such/program").start(&std::env::temp_dir()).unwrap_err().to_string();
    assert!(error.contains("/no/such/program") && error.contains("cargo xtask setup"), "{error}");
}
