//! Numbers as they are printed and divided.

/// A value with two digits after the point, as people and JSON lines want it.
#[must_use]
pub fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// A count as a number to divide by; exact up to four thousand million.
#[must_use]
pub fn float(count: u64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_rounded_for_people() {
        assert_eq!(format!("{} {}", rounded(0.666_66), rounded(12.0)), "0.67 12");
    }

    #[test]
    fn counts_are_exact() {
        assert_eq!(format!("{}", float(4_000_000_000)), "4000000000");
    }
}
