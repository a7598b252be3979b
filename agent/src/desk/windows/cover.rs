//! Whether a window can be seen as a whole. Pure.

/// A part of the screen, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Area {
    /// First column; negative on a monitor left of the main one.
    pub(super) left: i32,
    /// First row.
    pub(super) top: i32,
    /// Columns.
    pub(super) width: i32,
    /// Rows.
    pub(super) height: i32,
}

impl Area {
    const fn right(self) -> i32 {
        self.left + self.width
    }

    const fn bottom(self) -> i32 {
        self.top + self.height
    }

    const fn overlaps(self, other: Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    const fn contains(self, other: Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }
}

/// Whether anything in front lies over the area, or part of it lies outside the screen.
pub(super) fn is_hidden(own: Area, screen: Area, in_front: &[Area]) -> bool {
    !screen.contains(own) || in_front.iter().any(|other| own.overlaps(*other))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Area = Area { left: -1280, top: 0, width: 3200, height: 1080 };
    const OWN: Area = Area { left: 100, top: 100, width: 800, height: 600 };

    fn at(left: i32, top: i32) -> Area {
        Area { left, top, width: 50, height: 50 }
    }

    #[test]
    fn a_window_with_nothing_over_it_is_seen() {
        assert!(!is_hidden(OWN, SCREEN, &[]));
        assert!(
            !is_hidden(OWN, SCREEN, &[at(50, 100), at(900, 100), at(100, 700), at(100, 50)]),
            "they touch"
        );
    }

    #[test]
    fn a_corner_of_another_window_is_enough_to_hide_it() {
        assert!(is_hidden(OWN, SCREEN, &[at(51, 51)]));
        assert!(is_hidden(OWN, SCREEN, &[at(0, 0), at(400, 300)]), "the last of several");
    }

    #[test]
    fn a_window_that_leaves_the_screen_is_hidden_even_if_only_by_a_row() {
        assert!(is_hidden(Area { top: 481, ..OWN }, SCREEN, &[]));
        assert!(is_hidden(Area { left: -1281, ..OWN }, SCREEN, &[]));
        assert!(!is_hidden(Area { left: -1280, top: 480, ..OWN }, SCREEN, &[]), "on the second monitor");
    }
}
