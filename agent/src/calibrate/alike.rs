//! Characters a font draws alike, and which of them an Eterm screen means.
//!
//! The host writes ASCII and hanzi. Where a font draws a Greek or Cyrillic letter like a Latin one,
//! or a rare symbol like a common one, the common one is meant. Two ASCII characters that look
//! alike, or two hanzi, are never decided here: that would be guessing.

use std::collections::BTreeSet;

use waystation_screen::{Atlas, Collision};

/// Prefers the one character of each group that a screen can mean.
pub(super) fn decide(atlas: &mut Atlas) {
    for collision in atlas.collisions() {
        let meant = match &collision {
            Collision::SameBitmap { preferred: Some(_), .. } => None,
            Collision::SameBitmap { characters, preferred: None } => meant(characters),
            Collision::Pair { wide, halves } => is_wide_meant(*wide, *halves).then_some(*wide),
        };
        // Every member of a collision has been learned, so it can be preferred.
        let _learned = meant.map(|meant| atlas.prefer(meant));
    }
}

/// Groups of which no member is meant rather than another: they read as unknown.
pub(super) fn undecided(atlas: &Atlas) -> Vec<Collision> {
    let is_open = |collision: &Collision| match collision {
        Collision::SameBitmap { preferred, .. } => preferred.is_none(),
        Collision::Pair { wide, halves } => !is_wide_meant(*wide, *halves),
    };
    atlas.collisions().into_iter().filter(is_open).collect()
}

/// Characters that cannot be expected to read as themselves.
pub(super) fn unreliable(atlas: &Atlas) -> BTreeSet<char> {
    let of = |collision: Collision| match collision {
        Collision::SameBitmap { characters, preferred } => {
            characters.into_iter().filter(|character| preferred != Some(*character)).collect()
        }
        Collision::Pair { wide, halves } if is_wide_meant(wide, halves) => {
            halves.into_iter().flatten().collect()
        }
        Collision::Pair { wide, halves } => halves.into_iter().flatten().chain([wide]).collect::<Vec<_>>(),
    };
    atlas.collisions().into_iter().flat_map(of).collect()
}

/// Whether two narrow signs that look like the wide character are rarer than it.
fn is_wide_meant(wide: char, halves: [Option<char>; 2]) -> bool {
    halves.into_iter().flatten().all(|half| rarity(half) > rarity(wide))
}

/// Takes everything over that the atlas does not have yet.
pub(super) fn merge(atlas: &mut Atlas, other: &Atlas) {
    for character in other.characters() {
        if let Some(bitmap) = other.bitmap(character) {
            // A character known with another bitmap keeps the one it was learned with in this run.
            let _kept = atlas.learn(bitmap.clone(), character);
        }
    }
}

/// The only member of the commonest kind, if there is only one.
fn meant(characters: &[char]) -> Option<char> {
    let commonest = characters.iter().map(|character| rarity(*character)).min()?;
    let mut candidates = characters.iter().filter(|character| rarity(**character) == commonest);
    let first = candidates.next()?;
    candidates.next().is_none().then_some(*first)
}

/// How unlikely a character is on an Eterm screen.
const fn rarity(character: char) -> u8 {
    match character {
        '!'..='~' | '►' => 0,
        '\u{4E00}'..='\u{9FFF}' => 1,
        // Full-width forms and the punctuation of Chinese text.
        '\u{FF01}'..='\u{FF5E}' | '、' | '。' | '《' | '》' | '“' | '”' | '…' | '·' => 2,
        // Kana and the general signs of GB2312.
        '\u{3000}'..='\u{30FF}' | '\u{2000}'..='\u{20FF}' | '\u{2190}'..='\u{23FF}' => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use waystation_screen::{CellSize, GlyphBitmap};

    use super::*;

    fn atlas(groups: &[&str]) -> Atlas {
        let mut atlas = Atlas::new(CellSize { width: 10, height: 4 });
        for (number, group) in groups.iter().enumerate() {
            let bitmap = GlyphBitmap::new(8, &[0, 2 << number, 4, 0]).unwrap();
            for character in group.chars() {
                atlas.learn(bitmap.clone(), character).unwrap();
            }
        }
        atlas
    }

    #[test]
    fn a_latin_letter_is_meant_rather_than_its_foreign_twins() {
        let mut atlas = atlas(&["AАΑ", "·•"]);
        assert_eq!((undecided(&atlas).len(), unreliable(&atlas).len()), (2, 5));
        decide(&mut atlas);
        assert!(undecided(&atlas).is_empty());
        assert_eq!(unreliable(&atlas), BTreeSet::from(['А', 'Α', '•']));
    }

    #[test]
    fn two_of_the_same_kind_are_never_decided() {
        let mut atlas = atlas(&["Il", "已己"]);
        decide(&mut atlas);
        assert_eq!(undecided(&atlas).len(), 2);
        assert_eq!(unreliable(&atlas), BTreeSet::from(['I', 'l', '已', '己']));
    }

    #[test]
    fn what_a_person_has_decided_stays() {
        let mut atlas = atlas(&["AА"]);
        atlas.prefer('А').unwrap();
        decide(&mut atlas);
        assert_eq!(unreliable(&atlas), BTreeSet::from(['A']));
    }

    #[test]
    fn a_hanzi_is_meant_rather_than_line_drawing_beside_a_blank() {
        assert!(is_wide_meant('一', [Some('━'), None]));
        assert!(is_wide_meant('二', [Some('═'), Some('═')]));
        assert!(!is_wide_meant('：', [Some(':'), None]), "a colon and a blank are common");
        assert!(!is_wide_meant('Ⅰ', [Some('I'), None]));
    }

    #[test]
    fn merging_keeps_what_was_learned_now() {
        let (mut now, before) = (atlas(&["A", "B"]), atlas(&["B", "C", "D"]));
        let of_b = now.bitmap('B').cloned();
        merge(&mut now, &before);
        assert_eq!(now.characters().collect::<String>(), "ABCD");
        assert_eq!(now.bitmap('B').cloned(), of_b);
    }
}
