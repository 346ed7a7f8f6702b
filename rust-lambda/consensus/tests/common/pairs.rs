//! Pairs of brief answers that are one or two, each in its frames.

#[path = "found.rs"]
pub mod found;

pub use found::found;

/// A question, frames, and the pairs that are put into them.
pub type Case = (&'static str, &'static [&'static str], &'static [[&'static str; 2]]);

/// Each pair in each frame.
pub fn framed(frames: &[&str], pairs: &[[&str; 2]]) -> Vec<[String; 2]> {
    let of = |frame: &&str| pairs.iter().map(|pair| pair.map(|word| frame.replace("{}", word))).collect::<Vec<_>>();
    frames.iter().flat_map(of).collect()
}

/// The pairs of some cases that are not what they should be.
pub fn wrong(cases: &[Case], one: bool) -> Vec<String> {
    cases.iter().flat_map(|(question, frames, pairs)| found(question, &framed(frames, pairs), one)).collect()
}
