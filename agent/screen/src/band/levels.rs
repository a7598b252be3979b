//! The brightness of one text row: the only loops over pixels.
//!
//! Most of a screen is paper, so every block of pixels is compared with paper first; only a block
//! that shows something else is turned into levels pixel by pixel. Blocks have a fixed length and
//! every loop does one simple step, so that the compiler makes vector code of them. Knows nothing
//! of cells.

/// Pixels in a block.
pub(super) const BLOCK: usize = 64;

/// One value for each pixel of a block.
pub(super) type Block = [u8; BLOCK];

/// Levels of the pixels of one text row, made full blocks in width.
#[derive(Debug, Clone)]
pub(super) struct Levels {
    /// A scan line of paper as wide as the grid.
    paper: Vec<u32>,
    /// By scan line and then from left to right.
    blocks: Vec<Block>,
    /// Whether the block of that place in `blocks` is paper and nothing else.
    is_paper: Vec<bool>,
    /// The darkest level of each pixel column.
    lows: Vec<Block>,
    /// The brightest level of each pixel column.
    highs: Vec<Block>,
}

impl Levels {
    /// Room for text rows of `width` × `height` pixels.
    pub(super) fn new(width: usize, height: usize) -> Self {
        let across = width.div_ceil(BLOCK);
        Self {
            paper: vec![0; width],
            blocks: vec![[0; BLOCK]; across * height],
            is_paper: vec![false; across * height],
            lows: vec![[0; BLOCK]; across],
            highs: vec![[0; BLOCK]; across],
        }
    }

    /// Number of blocks in a scan line.
    pub(super) fn across(&self) -> usize {
        self.lows.len()
    }

    /// Takes the scan lines of a text row.
    pub(super) fn load<'a>(&mut self, lines: impl Iterator<Item = &'a [u32]> + Clone) {
        self.choose_paper(lines.clone().next());
        self.lows.fill([u8::MAX; BLOCK]);
        self.highs.fill([0; BLOCK]);
        for (place, line) in lines.enumerate() {
            self.load_line(place, line);
        }
        self.widen_by_paper();
    }

    /// The last pixel of a row's first scan line is paper on nearly every screen. Where it is not,
    /// reading takes longer but comes to the same.
    fn choose_paper(&mut self, first_line: Option<&[u32]>) {
        if let Some(colour) = first_line.and_then(<[u32]>::last)
            && self.paper.first() != Some(colour)
        {
            self.paper.fill(*colour);
        }
    }

    fn load_line(&mut self, place: usize, line: &[u32]) {
        let across = self.lows.len();
        let colour = self.paper.first().copied().unwrap_or_default();
        let places = place * across..(place + 1) * across;
        let (Some(levels), Some(is_paper)) =
            (self.blocks.get_mut(places.clone()), self.is_paper.get_mut(places))
        else {
            return;
        };
        if line == self.paper {
            levels.fill([level(colour); BLOCK]);
            is_paper.fill(true);
            return;
        }
        let (whole, rest) = line.as_chunks::<BLOCK>();
        let mut last = [colour; BLOCK];
        last.iter_mut().zip(rest).for_each(|(place, pixel)| *place = *pixel);
        let pixels = whole.iter().chain((!rest.is_empty()).then_some(&last));
        let columns = self.lows.iter_mut().zip(&mut self.highs);
        for (((pixels, levels), is_paper), (lows, highs)) in pixels.zip(levels).zip(is_paper).zip(columns) {
            *is_paper = is_one_colour(pixels, colour);
            if *is_paper {
                *levels = [level(colour); BLOCK];
            } else {
                let own = brightness(pixels);
                widen(lows, highs, &own);
                *levels = own;
            }
        }
    }

    fn widen_by_paper(&mut self) {
        let paper = [self.paper_level(); BLOCK];
        let across = self.lows.len();
        let columns = self.lows.iter_mut().zip(&mut self.highs);
        for (block, (lows, highs)) in columns.enumerate() {
            if self.is_paper.iter().skip(block).step_by(across).any(|is_paper| *is_paper) {
                widen(lows, highs, &paper);
            }
        }
    }

    fn paper_level(&self) -> u8 {
        self.paper.first().copied().map_or(0, level)
    }

    /// The scan lines of one block, top first; `None` where it is all paper.
    pub(super) fn column_of_blocks(&self, block: usize) -> impl Iterator<Item = Option<&Block>> {
        let across = self.across();
        let flags = self.is_paper.iter().skip(block).step_by(across);
        let blocks = self.blocks.iter().skip(block).step_by(across);
        flags.zip(blocks).map(|(is_paper, block)| (!is_paper).then_some(block))
    }

    /// A block of paper.
    pub(super) fn paper_block(&self) -> Block {
        [self.paper_level(); BLOCK]
    }

    /// The levels of one pixel column, top first.
    pub(super) fn column(&self, x: usize) -> impl Iterator<Item = u8> {
        let blocks = self.blocks.iter().skip(x / BLOCK).step_by(self.across());
        blocks.filter_map(move |block| block.get(x % BLOCK).copied())
    }

    /// The levels of the topmost scan line.
    pub(super) fn first_line(&self) -> &[u8] {
        self.blocks.get(..self.across()).unwrap_or_default().as_flattened()
    }

    /// The darkest level of every pixel column.
    pub(super) fn lows(&self) -> &[u8] {
        self.lows.as_flattened()
    }

    /// The brightest level of every pixel column.
    pub(super) fn highs(&self) -> &[u8] {
        self.highs.as_flattened()
    }
}

/// Whether all pixels of a block have this colour; gives up at the first sixteen that have not.
fn is_one_colour(pixels: &[u32; BLOCK], colour: u32) -> bool {
    let (parts, _) = pixels.as_chunks::<16>();
    parts.iter().all(|part| part.iter().fold(0, |difference, pixel| difference | (pixel ^ colour)) == 0)
}

/// A quarter of each of red, green and blue, added up, for every pixel: 0 to 189.
fn brightness(pixels: &[u32; BLOCK]) -> Block {
    pixels.map(level)
}

/// The quarters cannot carry into each other, so three additions of whole pixels do.
const fn level(pixel: u32) -> u8 {
    let quarters = (pixel >> 2) & 0x3F_3F3F;
    quarters.wrapping_add(quarters >> 8).wrapping_add(quarters >> 16).to_le_bytes()[0]
}

fn widen(lows: &mut Block, highs: &mut Block, levels: &Block) {
    // In copies, which cannot overlap: else every block would first be checked for that.
    let (mut low, mut high) = (*lows, *highs);
    for ((low, high), level) in low.iter_mut().zip(&mut high).zip(levels) {
        *low = (*low).min(*level);
        *high = (*high).max(*level);
    }
    (*lows, *highs) = (low, high);
}

/// One bit per pixel: whether it is brighter than its threshold.
pub(super) fn brighter(levels: &Block, thresholds: &Block) -> u64 {
    let mut flags = [0; BLOCK];
    for (flag, (level, threshold)) in flags.iter_mut().zip(levels.iter().zip(thresholds)) {
        *flag = u8::from(level > threshold);
    }
    gather(&flags)
}

/// One bit per flag. The product gathers the lowest bits of eight bytes in its top byte.
fn gather(flags: &Block) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    eights.iter().rev().fold(0, |line, eight| {
        (line << 8) | (u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56)
    })
}

/// Minima or maxima of every few neighbouring values; keeps its memory.
#[derive(Debug, Clone, Default)]
pub(super) struct Windows {
    picked: Vec<u8>,
    wider: Vec<u8>,
}

impl Windows {
    /// What `pick` leaves of every `width` values in a row, at the place of the first of them.
    pub(super) fn over(&mut self, values: &[u8], width: usize, pick: impl Fn(u8, u8) -> u8) -> &[u8] {
        self.picked.clear();
        self.picked.extend_from_slice(values);
        let mut reach = 1;
        while reach < width {
            let step = reach.min(width - reach);
            let ahead = self.picked.get(step..).unwrap_or_default();
            self.wider.clear();
            self.wider.extend(self.picked.iter().zip(ahead).map(|(value, other)| pick(*value, *other)));
            std::mem::swap(&mut self.picked, &mut self.wider);
            reach += step;
        }
        &self.picked
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAPER: u32 = 0xFF_FFFF;

    /// Scan lines of paper with some other pixels, as screens are.
    fn lines(width: usize, height: usize) -> impl Strategy<Value = Vec<Vec<u32>>> {
        let pixel = prop_oneof![40 => Just(PAPER), 1 => 0..=PAPER];
        prop::collection::vec(prop::collection::vec(pixel, width), height)
    }

    fn loaded(lines: &[Vec<u32>], width: usize) -> Levels {
        let mut levels = Levels::new(width, lines.len());
        levels.load(lines.iter().map(Vec::as_slice));
        levels
    }

    fn slow_level(pixel: u32) -> u8 {
        let [_, red, green, blue] = pixel.to_be_bytes();
        red / 4 + green / 4 + blue / 4
    }

    proptest! {
        #[test]
        fn every_pixel_has_its_level_and_every_column_its_extremes(
            (width, lines) in (1..200_usize).prop_flat_map(|width| (Just(width), lines(width, 5))),
        ) {
            let levels = loaded(&lines, width);
            for x in 0..width {
                let expected: Vec<u8> = lines.iter().map(|line| slow_level(line[x])).collect();
                prop_assert_eq!(levels.column(x).collect::<Vec<u8>>(), expected.clone());
                prop_assert_eq!(Some(&levels.lows()[x]), expected.iter().min());
                prop_assert_eq!(Some(&levels.highs()[x]), expected.iter().max());
            }
        }

        #[test]
        fn a_block_passed_over_is_paper_and_nothing_else(lines in lines(150, 4)) {
            let levels = loaded(&lines, 150);
            for (block, x) in (0..150).step_by(BLOCK).enumerate() {
                for (line, block) in lines.iter().zip(levels.column_of_blocks(block)) {
                    let paper = lines[0][149];
                    prop_assert_eq!(block.is_none(), line[x..150.min(x + BLOCK)].iter().all(|pixel| *pixel == paper));
                }
            }
        }

        #[test]
        fn a_bit_is_set_where_a_level_is_above_its_threshold(
            levels: [[u8; 32]; 2], thresholds: [[u8; 32]; 2],
        ) {
            let block = |halves: [[u8; 32]; 2]| -> Block { halves.as_flattened().try_into().unwrap() };
            let bits = brighter(&block(levels), &block(thresholds));
            for (x, (level, threshold)) in block(levels).iter().zip(block(thresholds)).enumerate() {
                prop_assert_eq!(bits >> x & 1 == 1, *level > threshold);
            }
        }

        #[test]
        fn windows_hold_the_extreme_of_their_values(values: Vec<u8>, width in 1..40_usize) {
            let mut windows = Windows::default();
            let expected: Vec<u8> = values.windows(width).map(|window| *window.iter().min().unwrap()).collect();
            let found = windows.over(&values, width, u8::min);
            prop_assert_eq!(found.get(..expected.len()), Some(expected.as_slice()));
        }
    }

    #[test]
    fn a_row_may_come_after_one_on_other_paper() {
        let mut levels = Levels::new(70, 1);
        for colour in [PAPER, 0, 0x12_3456] {
            let line = vec![colour; 70];
            levels.load(std::iter::once(line.as_slice()));
            assert_eq!(levels.paper_block(), [slow_level(colour); BLOCK]);
            assert!(levels.column_of_blocks(0).all(|block| block.is_none()));
            assert_eq!((levels.lows()[69], levels.highs()[69]), (slow_level(colour), slow_level(colour)));
        }
    }
}
