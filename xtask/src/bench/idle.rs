//! What an agent without work costs: resident memory and processor time of its process group over a minute.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::run::Run;
use crate::stage::{PACKAGES, Plan, Stage};
use crate::workspace::Workspace;
use crate::{setup, ui};

/// Time for the first polls, the first picture, and whatever else happens once.
const SETTLING: Duration = Duration::from_secs(15);
const MEASURED: Duration = Duration::from_mins(1);
/// The kernel's unit of processor time, which is the same on every Linux.
const TICKS_PER_SECOND: f64 = 100.0;

/// Starts the demo's programs in release form and weighs the agent.
///
/// # Errors
/// When they do not come up or somebody asks to stop.
pub(super) fn measure(workspace: &Workspace, json: bool) -> Result<(), Failure> {
    let interrupt = Interrupt::listen()?;
    setup::packages()?;
    ui::perform(workspace)?;
    Run::cargo().words("build --quiet --release").words(PACKAGES).show()?;
    let data = workspace.programs("bench-data").join("idle");
    let plan = Plan { programs: workspace.programs("release"), data, port: 0 };
    let mut stage = plan.start(&interrupt)?;
    rest(&mut stage, SETTLING, &interrupt)?;
    let before = Cost::of_group(stage.agent_id());
    let start = Instant::now();
    rest(&mut stage, MEASURED, &interrupt)?;
    let after = Cost::of_group(stage.agent_id());
    let seconds = start.elapsed().as_secs_f64();
    let percent = (after.ticks - before.ticks) / TICKS_PER_SECOND / seconds * 100.0;
    let megabytes = after.resident_kilobytes / 1024.0;
    if !json {
        println!(
            "idle agent over {seconds:.0} s: {megabytes:.1} MB resident, {percent:.2} % of one processor"
        );
    }
    println!("{}", json!({"bench": "idle", "rss_mb": rounded(megabytes), "cpu_percent": rounded(percent)}));
    Ok(())
}

fn rest(stage: &mut Stage, length: Duration, interrupt: &Interrupt) -> Result<(), Failure> {
    let start = Instant::now();
    while start.elapsed() < length {
        interrupt.check()?;
        stage.check()?;
        std::thread::sleep(Duration::from_millis(500));
    }
    Ok(())
}

/// What a process group has used.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Cost {
    ticks: f64,
    resident_kilobytes: f64,
}

impl Cost {
    fn of_group(group: u32) -> Self {
        let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
        processes.fold(Self::default(), |sum, process| {
            let read = |name| fs::read_to_string(process.path().join(name)).unwrap_or_default();
            let Some(ticks) = ticks_in_group(&read("stat"), group) else { return sum };
            Self {
                ticks: sum.ticks + ticks,
                resident_kilobytes: sum.resident_kilobytes + resident(&read("status")),
            }
        })
    }
}

/// User and system time in a `/proc/PID/stat`, when the process belongs to the group.
fn ticks_in_group(stat: &str, group: u32) -> Option<f64> {
    // The name before it may hold blanks and brackets of its own.
    let (_, fields) = stat.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let number = |index: usize| fields.get(index).and_then(|field| field.parse::<u32>().ok());
    (number(2)? == group).then_some(f64::from(number(11)?) + f64::from(number(12)?))
}

/// Resident kilobytes in a `/proc/PID/status`.
fn resident(status: &str) -> f64 {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0)
}

fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_behind_a_name_with_blanks() {
        let stat = "4711 (a (odd) name) S 1 4700 4700 0 -1 4194304 1 2 3 4 70 30 5 6 20 0 1 0 9";
        assert_eq!(ticks_in_group(stat, 4700).map(|ticks| format!("{ticks}")), Some("100".to_owned()));
        assert_eq!(ticks_in_group(stat, 4711), None);
        assert_eq!(ticks_in_group("", 1), None);
    }

    #[test]
    fn memory_is_read_in_kilobytes() {
        assert_eq!(format!("{}", resident("Name:\tx\nVmRSS:\t    1536 kB\n")), "1536");
        assert_eq!(format!("{}", resident("Name:\tx\n")), "0");
    }

    #[test]
    fn this_very_process_has_a_cost() {
        let group = rustix::process::getpgrp().as_raw_nonzero().get().unsigned_abs();
        assert!(Cost::of_group(group).resident_kilobytes > 0.0);
    }
}
