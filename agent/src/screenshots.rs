//! When to send a picture of the screen: when it has changed, after every task, and when a person asks; never more
//! often than the settings allow. Decides only; it neither looks nor sends.

use std::time::Duration;

use waystation_shared::edge_api::GlyphPicture;
use waystation_shared::time::Timestamp;

/// A picture that may leave the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaskedPicture {
    /// Hash of the unmasked picture, hex.
    pub hash: String,
    /// PNG with passenger documents blotted out.
    pub png: Vec<u8>,
    /// The screen as text, masked like the picture.
    pub text: String,
    /// Glyphs on it that the agent cannot read.
    pub unknown_glyphs: Vec<GlyphPicture>,
}

/// What to do about the screen as it is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// Take a picture and send it.
    Send,
    /// The same, but not before this time has passed.
    Later(Duration),
    /// Nothing new to show.
    Nothing,
}

/// Remembers what was sent last and whether somebody waits for a picture.
#[derive(Debug, Clone)]
pub struct Screenshots {
    at_least: Duration,
    wanted: bool,
    last: Option<(String, Timestamp)>,
}

impl Screenshots {
    /// Nothing sent yet. `at_least` is the least time between two pictures.
    #[must_use]
    pub const fn new(at_least: Duration) -> Self {
        Self { at_least, wanted: false, last: None }
    }

    /// Somebody wants a picture, changed or not.
    pub const fn want(&mut self) {
        self.wanted = true;
    }

    /// What to do about a screen with this hash; `None` when there is no screen to be seen.
    #[must_use]
    pub fn decide(&self, hash: Option<&str>, now: Timestamp) -> Decision {
        let Some(hash) = hash else { return Decision::Nothing };
        let Some((sent, at)) = &self.last else { return Decision::Send };
        if !self.wanted && sent == hash {
            return Decision::Nothing;
        }
        // A clock that was set back must not stop the pictures.
        let passed = u64::try_from(now.millis_since(*at)).map_or(self.at_least, Duration::from_millis);
        match self.at_least.saturating_sub(passed) {
            Duration::ZERO => Decision::Send,
            left => Decision::Later(left),
        }
    }

    /// A picture was taken: whoever wanted one until now will see it. Who asks while it is on its way gets another.
    pub const fn taken(&mut self) {
        self.wanted = false;
    }

    /// The picture with this hash has arrived.
    pub fn sent(&mut self, hash: String, now: Timestamp) {
        self.last = Some((hash, now));
    }

    /// Hash of the last picture, empty when there was none.
    #[must_use]
    pub fn last_hash(&self) -> &str {
        self.last.as_ref().map_or("", |(hash, _)| hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    fn after_one() -> Screenshots {
        let mut shots = Screenshots::new(Duration::from_secs(2));
        shots.sent("aa".to_owned(), NOW);
        shots
    }

    fn at(millis: u64) -> Timestamp {
        NOW.plus(Duration::from_millis(millis))
    }

    #[test]
    fn the_first_screen_is_shown_at_once() {
        let shots = Screenshots::new(Duration::from_secs(2));
        assert_eq!(shots.decide(Some("aa"), NOW), Decision::Send);
        assert_eq!(shots.last_hash(), "");
    }

    #[test]
    fn a_screen_that_stays_the_same_is_shown_once() {
        assert_eq!(after_one().decide(Some("aa"), at(60_000)), Decision::Nothing);
        assert_eq!(after_one().last_hash(), "aa");
    }

    #[test]
    fn a_change_is_shown_but_not_too_soon() {
        assert_eq!(after_one().decide(Some("bb"), at(500)), Decision::Later(Duration::from_millis(1_500)));
        assert_eq!(after_one().decide(Some("bb"), at(2_000)), Decision::Send);
    }

    #[test]
    fn whoever_asks_gets_a_picture_of_an_unchanged_screen_once() {
        let mut shots = after_one();
        shots.want();
        assert_eq!(shots.decide(Some("aa"), at(1_000)), Decision::Later(Duration::from_secs(1)));
        assert_eq!(shots.decide(Some("aa"), at(2_000)), Decision::Send);
        shots.taken();
        shots.sent("aa".to_owned(), at(2_000));
        assert_eq!(shots.decide(Some("aa"), at(9_000)), Decision::Nothing);
    }

    #[test]
    fn who_asks_while_a_picture_is_on_its_way_gets_another() {
        let mut shots = after_one();
        shots.taken();
        shots.want();
        shots.sent("aa".to_owned(), at(2_000));
        assert_eq!(shots.decide(Some("aa"), at(9_000)), Decision::Send);
    }

    #[test]
    fn without_a_screen_the_wish_is_kept() {
        let mut shots = after_one();
        shots.want();
        assert_eq!(shots.decide(None, at(5_000)), Decision::Nothing);
        assert_eq!(shots.decide(Some("aa"), at(5_000)), Decision::Send);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_stop_the_pictures() {
        assert_eq!(after_one().decide(Some("bb"), Timestamp(0)), Decision::Send);
    }
}
