//! Rankings counted pair by pair: how many experts put one option above another.

use crate::orders::Levels;

/// For each two options, how many ballots prefer the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    options: usize,
    above: Vec<u32>,
}

impl Tally {
    /// Counts ballots over `options` options.
    pub fn new<'a>(options: usize, ballots: impl Iterator<Item = &'a Levels>) -> Tally {
        let mut tally = Tally { options, above: vec![0; options * options] };
        for ballot in ballots {
            tally.each_pair(ballot, |count| *count += 1);
        }
        tally
    }

    /// Takes one counted ballot out again.
    pub fn remove(&mut self, ballot: &Levels) {
        self.each_pair(ballot, |count| *count -= 1);
    }

    fn each_pair(&mut self, ballot: &Levels, change: impl Fn(&mut u32)) {
        for (a, level_a) in ballot.iter().enumerate() {
            for (b, level_b) in ballot.iter().enumerate() {
                if let (Some(a_level), Some(b_level)) = (level_a, level_b)
                    && a_level < b_level
                {
                    change(&mut self.above[a * self.options + b]);
                }
            }
        }
    }

    /// Number of options.
    pub fn options(&self) -> usize {
        self.options
    }

    /// How many ballots prefer `a` to `b`.
    pub fn prefer(&self, a: usize, b: usize) -> u32 {
        self.above[a * self.options + b]
    }

    /// Whether more ballots prefer `a` to `b` than `b` to `a`.
    pub fn beats(&self, a: usize, b: usize) -> bool {
        self.prefer(a, b) > self.prefer(b, a)
    }

    /// The option that beats every other (Condorcet 1785), if there is one.
    pub fn condorcet_winner(&self) -> Option<usize> {
        (0..self.options).find(|&a| (0..self.options).all(|b| a == b || self.beats(a, b)))
    }
}
