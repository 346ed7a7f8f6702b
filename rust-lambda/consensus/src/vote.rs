//! One vote.

/// One expert's answer. An expert who is listed twice with one answer has one vote.
#[derive(Clone, Debug)]
pub struct Vote {
    /// Number of the opinion in the panel.
    pub opinion: usize,
    /// Number of the expert among the different experts of the panel.
    pub expert: usize,
    /// Number of the answer class.
    pub class: usize,
    /// Weight before reliability: less than one for mates who say the same, and for an expert with
    /// several answers.
    pub weight: f64,
}
