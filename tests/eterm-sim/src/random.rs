//! Repeatable randomness: the same seed gives the same flights on every machine and in every release.
//!
//! Quality for games and tests, never for secrets.

/// A `SplitMix64` sequence.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// Starts a sequence from a number and any words that shall give each subject its own sequence.
    #[must_use]
    pub fn new(seed: u64, words: &[&str]) -> Self {
        let mut state = seed ^ 0xcbf2_9ce4_8422_2325;
        for byte in words.iter().flat_map(|word| word.bytes().chain([0xff])) {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        Self(state)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to but not including `limit`; 0 when `limit` is 0.
    pub fn below(&mut self, limit: u16) -> u16 {
        let drawn = self.next() % u64::from(limit.max(1));
        u16::try_from(drawn).unwrap_or(0)
    }

    /// True in `percent` of a hundred draws.
    pub fn chance(&mut self, percent: u16) -> bool {
        self.below(100) < percent
    }

    /// One of `choices`; nothing when there are none.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let count = u16::try_from(choices.len()).unwrap_or(u16::MAX);
        choices.get(usize::from(self.below(count)))
    }
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn the_same_seed_and_words_repeat_the_sequence() {
        let draw = |words: &[&str]| {
            let mut random = Random::new(7, words);
            (0..20).map(|_| random.below(1000)).collect::<Vec<_>>()
        };
        assert_eq!(draw(&["CA1831", "2026-11-25"]), draw(&["CA1831", "2026-11-25"]));
        assert_ne!(draw(&["CA1831", "2026-11-25"]), draw(&["CA183", "12026-11-25"]));
    }

    #[test]
    fn below_stays_below_and_reaches_every_number() {
        let mut random = Random::new(1, &[]);
        let mut seen = [false; 7];
        for _ in 0..500 {
            seen[usize::from(random.below(7))] = true;
        }
        assert_eq!(seen, [true; 7]);
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn nothing_can_be_picked_from_nothing() {
        assert_eq!(Random::new(1, &[]).pick::<u8>(&[]), None);
    }
}
