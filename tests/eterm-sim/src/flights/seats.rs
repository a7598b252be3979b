//! What each flight has left on each date: drawn anew from seed, flight and date, so that it never has to
//! be stored and never depends on the order of questions.

use super::model::{Class, Seats};
use crate::random::Random;

/// The classes of one flight on one date, in the airline's order.
pub fn classes(ladder: &str, random: &mut Random) -> Vec<Class> {
    ladder.chars().map(|letter| Class { name: letter.to_string(), seats: seats(random) }).collect()
}

/// Sub-classes: on three flights of ten, up to five of them.
pub fn sub_classes(ladder: &str, random: &mut Random) -> Vec<Class> {
    if !random.chance(30) {
        return Vec::new();
    }
    let count = usize::from(1 + random.below(5));
    let discounted = ladder.chars().skip_while(|letter| *letter != 'Y').skip(1).step_by(2);
    discounted.take(count).map(|letter| Class { name: format!("{letter}1"), seats: seats(random) }).collect()
}

fn seats(random: &mut Random) -> Seats {
    match random.below(100) {
        0..=48 => Seats::Many,
        49..=66 => Seats::Count(u8::try_from(1 + random.below(9)).unwrap_or(1)),
        67..=68 => Seats::Count(0),
        69..=79 => Seats::Limit,
        80..=86 => Seats::Request,
        87..=92 => Seats::Waitlist,
        93..=96 => Seats::Closed,
        97..=97 => Seats::Cancelled,
        _ => Seats::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_keep_the_ladder_and_every_state_occurs() {
        let mut random = Random::new(3, &[]);
        let drawn: Vec<Class> = (0..100).flat_map(|_| classes("FAYBM", &mut random)).collect();
        assert!(
            drawn.chunks(5).all(|five| five.iter().map(|c| c.name.as_str()).eq(["F", "A", "Y", "B", "M"]))
        );
        for letter in "A19 0LQSCXZ".chars().filter(|letter| *letter != ' ') {
            assert!(drawn.iter().any(|class| class.seats.letter() == letter), "no {letter}");
        }
    }

    #[test]
    fn sub_classes_are_discounted_classes_with_a_digit() {
        let mut random = Random::new(4, &[]);
        let drawn: Vec<_> = (0..50).map(|_| sub_classes("FAYBMUHQV", &mut random)).collect();
        assert!(drawn.iter().any(Vec::is_empty));
        let names: Vec<_> = drawn.iter().flatten().map(|class| class.name.as_str()).collect();
        assert!(names.contains(&"B1") && names.contains(&"U1"));
        assert!(!names.contains(&"F1") && !names.contains(&"Y1"));
    }
}
