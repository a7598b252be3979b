//! Which key types which character, and which keys are lent to characters that have none.
//!
//! Pure: it only plans. The desktop carries the plan out. A lent key is taken away again only
//! after all other lent keys have been used, so a slow window still sees the right character as
//! long as no more than one burst is on its way.

use std::collections::{HashMap, VecDeque};

/// A key, with or without Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Stroke {
    pub(super) keycode: u8,
    pub(super) shift: bool,
}

/// A key to be changed: what it types plain and with Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Lending {
    pub(super) keycode: u8,
    pub(super) keysyms: [u32; 2],
}

/// The keyboard as found, and what was lent since.
#[derive(Debug)]
pub(super) struct Mapping {
    native: HashMap<u32, Stroke>,
    lent: HashMap<u32, Stroke>,
    /// What each spare stroke types now; the longest unused first.
    spare: VecDeque<(Stroke, Option<u32>)>,
}

/// More different characters than there are spare strokes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooMany {
    pub(super) asked: usize,
    pub(super) limit: usize,
}

impl Mapping {
    /// From the keyboard's own keys (key code, plain and shifted keysym) and the codes nobody uses.
    pub(super) fn new(keys: &[Lending], spare: &[u8]) -> Self {
        let mut native = HashMap::new();
        for key in keys {
            for (keysym, shift) in key.keysyms.into_iter().zip([false, true]) {
                native.entry(keysym).or_insert(Stroke { keycode: key.keycode, shift });
            }
        }
        let spare = spare
            .iter()
            .flat_map(|&keycode| [false, true].map(|shift| (Stroke { keycode, shift }, None)))
            .collect();
        Self { native, lent: HashMap::new(), spare }
    }

    /// How many characters without a key of their own fit one burst: half of the spare strokes,
    /// so that the burst before is still in place while this one is typed.
    pub(super) fn burst(&self) -> usize {
        self.spare.len() / 2
    }

    /// The strokes that type this text, and the keys to change first.
    pub(super) fn plan(&mut self, text: &str) -> Result<(Vec<Stroke>, Vec<Lending>), TooMany> {
        let wanted: Vec<u32> = text.chars().map(keysym).collect();
        let missing = self.keep_wanted(&wanted)?;
        let mut changed = Vec::new();
        for keysym in missing {
            if let Some(stroke) = self.lend(keysym)
                && !changed.contains(&stroke.keycode)
            {
                changed.push(stroke.keycode);
            }
        }
        changed.sort_unstable();
        let strokes = wanted.iter().filter_map(|&keysym| self.stroke(keysym)).collect();
        Ok((strokes, changed.into_iter().map(|keycode| self.lending(keycode)).collect()))
    }

    fn stroke(&self, keysym: u32) -> Option<Stroke> {
        self.native.get(&keysym).or_else(|| self.lent.get(&keysym)).copied()
    }

    /// Moves strokes the text uses to the back of the queue; returns keysyms that have none.
    fn keep_wanted(&mut self, wanted: &[u32]) -> Result<Vec<u32>, TooMany> {
        let mut missing = Vec::new();
        let mut kept = Vec::new();
        for &keysym in wanted.iter().filter(|keysym| !self.native.contains_key(keysym)) {
            let seen = if self.lent.contains_key(&keysym) { &mut kept } else { &mut missing };
            if !seen.contains(&keysym) {
                seen.push(keysym);
            }
        }
        let asked = missing.len() + kept.len();
        if asked > self.burst() {
            return Err(TooMany { asked, limit: self.burst() });
        }
        let is_kept = |&(_, keysym): &(Stroke, Option<u32>)| keysym.is_some_and(|k| kept.contains(&k));
        let (last, first): (VecDeque<_>, VecDeque<_>) = self.spare.drain(..).partition(is_kept);
        self.spare = first.into_iter().chain(last).collect();
        Ok(missing)
    }

    fn lend(&mut self, keysym: u32) -> Option<Stroke> {
        let (stroke, before) = self.spare.pop_front()?;
        if let Some(before) = before {
            self.lent.remove(&before);
        }
        self.lent.insert(keysym, stroke);
        self.spare.push_back((stroke, Some(keysym)));
        Some(stroke)
    }

    fn lending(&self, keycode: u8) -> Lending {
        let typed = |shift| {
            let stroke = Stroke { keycode, shift };
            self.spare.iter().find(|(spare, _)| *spare == stroke).and_then(|(_, keysym)| *keysym).unwrap_or(0)
        };
        Lending { keycode, keysyms: [typed(false), typed(true)] }
    }
}

/// X11's number for a character: Latin-1 is itself, everything else is Unicode plus a flag.
pub(super) fn keysym(character: char) -> u32 {
    match u32::from(character) {
        latin @ (0x20..=0x7E | 0xA0..=0xFF) => latin,
        other => 0x0100_0000 | other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters() -> Vec<Lending> {
        vec![
            Lending { keycode: 38, keysyms: [u32::from('a'), u32::from('A')] },
            Lending { keycode: 56, keysyms: [u32::from('b'), u32::from('B')] },
        ]
    }

    fn typed(mapping: &Mapping, strokes: &[Stroke]) -> Vec<u32> {
        let lent = |stroke: &Stroke| mapping.lending(stroke.keycode).keysyms[usize::from(stroke.shift)];
        let native = |stroke: &Stroke| mapping.native.iter().find(|(_, s)| *s == stroke).map(|(k, _)| *k);
        strokes.iter().map(|stroke| native(stroke).unwrap_or_else(|| lent(stroke))).collect()
    }

    #[test]
    fn a_letter_uses_its_own_key() {
        let mut mapping = Mapping::new(&letters(), &[200]);
        let (strokes, changes) = mapping.plan("aB").unwrap();
        let expected = [Stroke { keycode: 38, shift: false }, Stroke { keycode: 56, shift: true }];
        assert_eq!(strokes, expected);
        assert!(changes.is_empty());
    }

    #[test]
    fn characters_without_a_key_share_spare_keys_two_by_two() {
        let mut mapping = Mapping::new(&letters(), &[200, 201]);
        let (strokes, changes) = mapping.plan("中文").unwrap();
        assert_eq!(typed(&mapping, &strokes), [keysym('中'), keysym('文')]);
        assert_eq!(changes, [Lending { keycode: 200, keysyms: [keysym('中'), keysym('文')] }]);
    }

    #[test]
    fn a_lent_key_stays_until_all_others_were_used() {
        let mut mapping = Mapping::new(&letters(), &[200, 201]);
        mapping.plan("中文").unwrap();
        let (_, again) = mapping.plan("文").unwrap();
        assert!(again.is_empty(), "already lent");
        let (_, changes) = mapping.plan("国").unwrap();
        assert_eq!(changes[0].keycode, 201, "the unused key comes first");
        assert!(mapping.lent.contains_key(&keysym('中')));
    }

    #[test]
    fn a_burst_leaves_the_burst_before_in_place() {
        let mut mapping = Mapping::new(&letters(), &[200, 201, 202, 203]);
        assert_eq!(mapping.burst(), 4);
        mapping.plan("一二三四").unwrap();
        mapping.plan("五六七八").unwrap();
        for c in "一二三四五六七八".chars() {
            assert!(mapping.lent.contains_key(&keysym(c)), "{c}");
        }
    }

    #[test]
    fn too_many_new_characters_are_refused() {
        let mut mapping = Mapping::new(&letters(), &[200, 201]);
        assert_eq!(mapping.plan("中文国"), Err(TooMany { asked: 3, limit: 2 }));
    }

    #[test]
    fn keysyms_follow_the_unicode_rule() {
        assert_eq!(keysym('A'), 0x41);
        assert_eq!(keysym('°'), 0xB0);
        assert_eq!(keysym('中'), 0x0100_4E2D);
    }
}
