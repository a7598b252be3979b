//! Looks whether everything a terminal needs is in place, and says what to mend.
//!
//! It looks in the order in which things depend on each other and leaves out what cannot be judged
//! before something else is mended. It types a probe and clears it again; it never sends.

use std::fmt;

use waystation_eterm::ports::{NotReady, TerminalError};

use crate::desk::Desk;
use crate::terminal::{EtermWindow, Pace};

/// More than any plausible screen needs; below it the Chinese characters are missing.
const FULL_ATLAS: usize = 7_000;
/// A clock further off than this makes the times on the page misleading.
const SKEW_TO_MENTION_MILLIS: u64 = 30_000;
/// A clock further off than this makes leases and dates wrong.
const SKEW_TO_MEND_MILLIS: u64 = 300_000;

/// What was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The Eterm window and its desktop.
    Window,
    /// What calibration has learned.
    Atlas,
    /// The grid and the status bar, as read now.
    Grid,
    /// Whether typed keys appear as typed.
    Keys,
    /// The way to the server.
    Server,
    /// This machine's clock.
    Clock,
}

/// How it was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// As it should be.
    Good,
    /// Works, but should be looked after.
    Doubtful,
    /// No work is possible until it is mended.
    Broken,
}

/// One finding, in both languages; a bad one ends with what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub part: Part,
    /// How it was found.
    pub health: Health,
    /// For people, in Chinese.
    pub chinese: String,
    /// The same in English.
    pub english: String,
}

/// What a call to the server has shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// Server time less this machine's time, in milliseconds; `None` when the server told none.
    pub skew_millis: Option<i64>,
}

/// All findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// In the order of looking.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The worst that was found.
    #[must_use]
    pub fn health(&self) -> Health {
        self.findings.iter().map(|finding| finding.health).max().unwrap_or(Health::Good)
    }

    /// 0 when the terminal can work, 1 when something is broken.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        u8::from(self.health() == Health::Broken)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let sign = match finding.health {
                Health::Good => "✓",
                Health::Doubtful => "!",
                Health::Broken => "✗",
            };
            writeln!(formatter, "{sign} {}\n  {}", finding.chinese, finding.english)?;
        }
        Ok(())
    }
}

/// Looks at the window and at the server. `call` asks the server once; its error is in words.
pub fn examine<D: Desk, P: Pace>(
    window: &mut EtermWindow<D, P>,
    call: impl FnOnce() -> Result<Contact, String>,
) -> Report {
    let mut findings = examine_window(window);
    match call() {
        Ok(contact) => {
            findings.push(good(Part::Server, "服务器可以连接", "the server answers"));
            findings.push(examine_clock(contact));
        }
        Err(reason) => findings.push(broken(
            Part::Server,
            format!("无法连接服务器（{reason}）：请检查网络和服务器地址，必要时重新登记"),
            format!(
                "the server does not answer ({reason}): check the network and the address, or enrol again"
            ),
        )),
    }
    Report { findings }
}

fn examine_window<D: Desk, P: Pace>(window: &mut EtermWindow<D, P>) -> Vec<Finding> {
    if let Err(error) = window.locate() {
        return vec![obstacle(Part::Window, &error)];
    }
    let mut findings = vec![good(Part::Window, "已找到 Eterm 窗口", "the Eterm window is there")];
    let atlas = examine_atlas(window.learned().map(|learned| learned.atlas().len()));
    let is_learned = atlas.health != Health::Broken;
    findings.push(atlas);
    if !is_learned {
        return findings;
    }
    if let Err(error) = window.readiness() {
        findings.push(obstacle(Part::Grid, &error));
        return findings;
    }
    findings.push(good(Part::Grid, "屏幕和状态栏可以识别", "screen and status bar can be read"));
    findings.push(match window.try_keys() {
        Ok(()) => good(Part::Keys, "键盘输入正常", "typed keys appear as typed"),
        Err(error) => obstacle(Part::Keys, &error),
    });
    findings
}

fn examine_atlas(learned: Option<usize>) -> Finding {
    match learned {
        None | Some(0) => broken(
            Part::Atlas,
            "尚未校准字体：请打开 Eterm 后运行 calibrate".to_owned(),
            "the font was never calibrated: open Eterm and run calibrate".to_owned(),
        ),
        Some(count) if count < FULL_ATLAS => Finding {
            part: Part::Atlas,
            health: Health::Doubtful,
            chinese: format!("只认识 {count} 个字符，中文可能无法识别：请运行完整的 calibrate"),
            english: format!(
                "only {count} characters are known, Chinese may be unreadable: run a full calibrate"
            ),
        },
        Some(count) => {
            good(Part::Atlas, &format!("认识 {count} 个字符"), &format!("{count} characters are known"))
        }
    }
}

fn examine_clock(contact: Contact) -> Finding {
    let Some(skew) = contact.skew_millis else {
        return Finding {
            part: Part::Clock,
            health: Health::Doubtful,
            chinese: "服务器没有给出时间：无法检查本机时钟".to_owned(),
            english: "the server told no time: this machine's clock could not be checked".to_owned(),
        };
    };
    let (off, seconds) = (skew.unsigned_abs(), skew.unsigned_abs() / 1000);
    if off < SKEW_TO_MENTION_MILLIS {
        return good(Part::Clock, "本机时钟准确", "this machine's clock is right");
    }
    Finding {
        part: Part::Clock,
        health: if off < SKEW_TO_MEND_MILLIS { Health::Doubtful } else { Health::Broken },
        chinese: format!("本机时钟与服务器相差 {seconds} 秒：请打开自动对时"),
        english: format!("this machine's clock is {seconds} s off the server's: switch on automatic time"),
    }
}

fn good(part: Part, chinese: &str, english: &str) -> Finding {
    Finding { part, health: Health::Good, chinese: chinese.to_owned(), english: english.to_owned() }
}

const fn broken(part: Part, chinese: String, english: String) -> Finding {
    Finding { part, health: Health::Broken, chinese, english }
}

fn obstacle(part: Part, error: &TerminalError) -> Finding {
    let chinese = match error {
        TerminalError::NotReady(reason) => in_chinese(*reason).to_owned(),
        TerminalError::EchoMismatch { typed, shown } => {
            format!("输入“{typed}”但屏幕显示“{shown}”：请关闭中文输入法和大写锁定，必要时重新校准")
        }
        TerminalError::TimedOut { after, .. } => {
            format!("{} 秒内屏幕没有反应：请检查 Eterm 是否正常", after.as_secs())
        }
        TerminalError::Lost(reason) => format!("窗口或桌面出错（{reason}）：请重新打开 Eterm"),
        TerminalError::Unreadable(_) => "屏幕上有无法识别的字符：请重新校准".to_owned(),
    };
    broken(part, chinese, error.to_string())
}

const fn in_chinese(reason: NotReady) -> &'static str {
    match reason {
        NotReady::WindowMissing => "没有找到 Eterm 窗口：请打开 Eterm，或修改设置中的窗口规则",
        NotReady::WindowCovered => "Eterm 窗口被其他窗口遮挡：请移开其他窗口",
        NotReady::Locked => "桌面已锁定或远程桌面已断开：请解锁并保持登录",
        NotReady::SignedOff => "Eterm 未连接或未签到：请连接并签到",
        NotReady::KeyboardLocked => "Eterm 键盘锁定：请等待或按 Ctrl+F12 解锁",
        NotReady::PopUp => "Eterm 上有弹出窗口，或状态栏无法识别：请关闭弹窗，必要时重新校准",
        NotReady::WrongSize => "窗口大小与校准时不同：请恢复窗口大小或重新校准",
        NotReady::Uncalibrated => "尚未校准字体：请打开 Eterm 后运行 calibrate",
        NotReady::ImeOn => "中文输入法已打开：请切换到英文输入",
        NotReady::Paused => "终端已暂停：请在网页上恢复",
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::desk::WindowRule;
    use crate::desk::fake::{FakeDesk, FakePace, Faults, Obstacle, learned};
    use crate::terminal::Timing;

    const RIGHT: Contact = Contact { skew_millis: Some(120) };

    fn window(desk: &FakeDesk) -> EtermWindow<FakeDesk, FakePace> {
        let timing = Timing {
            unlock: Duration::from_millis(200),
            echo: Duration::from_millis(200),
            ..Timing::default()
        };
        let mut window =
            EtermWindow::new(desk.clone(), desk.pace(), WindowRule::default()).with_timing(timing);
        window.learn(learned()).unwrap();
        window
    }

    fn report(faults: Faults) -> Report {
        examine(&mut window(&FakeDesk::new(faults)), || Ok(RIGHT))
    }

    fn parts(report: &Report) -> Vec<(Part, Health)> {
        report.findings.iter().map(|finding| (finding.part, finding.health)).collect()
    }

    #[test]
    fn a_terminal_in_order_is_found_in_order_and_left_clean() {
        let desk = FakeDesk::new(Faults::default()).shows("SOMETHING");
        let report = examine(&mut window(&desk), || Ok(RIGHT));
        let found = parts(&report);
        assert_eq!(found.iter().filter(|(_, health)| *health == Health::Good).count(), 5);
        assert_eq!(found[1], (Part::Atlas, Health::Doubtful), "the small atlas of the test is mentioned");
        assert_eq!(report.exit_code(), 0);
        assert_eq!(desk.sends(), 0);
        assert!(desk.client.borrow().typed.iter().any(|typed| typed.contains("0123456789")));
    }

    #[test]
    fn a_missing_window_hides_what_depends_on_it_but_not_the_server() {
        let report = report(Faults { obstacle: Some(Obstacle::WindowMissing), ..Faults::default() });
        assert_eq!(
            parts(&report).iter().map(|(part, _)| *part).collect::<Vec<_>>(),
            [Part::Window, Part::Server, Part::Clock]
        );
        assert_eq!(report.exit_code(), 1);
    }

    #[test]
    fn an_uncalibrated_window_says_what_to_run() {
        let desk = FakeDesk::new(Faults::default());
        let mut fresh = EtermWindow::new(desk.clone(), desk.pace(), WindowRule::default());
        let report = examine(&mut fresh, || Ok(RIGHT));
        assert_eq!(parts(&report)[1], (Part::Atlas, Health::Broken));
        assert!(
            report.to_string().contains("运行 calibrate") && report.to_string().contains("run calibrate")
        );
    }

    #[test]
    fn keys_that_get_lost_are_found() {
        let report = report(Faults { lost_keys: 1_000, ..Faults::default() });
        assert_eq!(parts(&report)[3], (Part::Keys, Health::Broken));
    }

    #[test]
    fn a_signed_off_terminal_is_found_at_its_status_bar() {
        let report = report(Faults { obstacle: Some(Obstacle::Disconnected), ..Faults::default() });
        assert_eq!(parts(&report)[2], (Part::Grid, Health::Broken));
        assert!(report.findings[2].chinese.contains("签到"));
    }

    #[test]
    fn a_server_out_of_reach_is_told_with_its_reason() {
        let report =
            examine(&mut window(&FakeDesk::new(Faults::default())), || Err("connection refused".to_owned()));
        let last = report.findings.last().unwrap();
        assert_eq!((last.part, last.health), (Part::Server, Health::Broken));
        assert!(last.english.contains("connection refused") && last.chinese.contains("connection refused"));
    }

    #[test]
    fn a_clock_is_judged_by_how_far_it_is_off_in_either_direction() {
        for (skew, health) in
            [(29_999, Health::Good), (-30_000, Health::Doubtful), (-300_000, Health::Broken)]
        {
            assert_eq!(examine_clock(Contact { skew_millis: Some(skew) }).health, health, "{skew}");
        }
        assert_eq!(examine_clock(Contact { skew_millis: None }).health, Health::Doubtful);
    }

    #[test]
    fn every_obstacle_says_in_chinese_what_to_do() {
        for reason in [
            NotReady::WindowMissing,
            NotReady::WindowCovered,
            NotReady::Locked,
            NotReady::SignedOff,
            NotReady::KeyboardLocked,
            NotReady::PopUp,
            NotReady::WrongSize,
            NotReady::Uncalibrated,
            NotReady::ImeOn,
            NotReady::Paused,
        ] {
            assert!(in_chinese(reason).contains("：请"), "{reason:?}");
        }
    }
}
