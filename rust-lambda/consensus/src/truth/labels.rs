//! Labels of a crowd in flat arrays: items that all have the same options.

use super::Votes;

/// Labels by item, with what is known of the right options.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// Number of options.
    pub options: usize,
    /// Number of workers.
    pub workers: usize,
    /// Where the labels of each item begin in `each`, and one more for the end.
    pub starts: Vec<usize>,
    /// Place of worker and option among the tables: `worker * options + option`.
    pub each: Vec<u32>,
    /// The option known to be right, for each item.
    pub known: Vec<Option<usize>>,
}

impl Labels {
    /// Flattens votes; `places` holds the option of each class for every item.
    pub fn new(votes: &Votes, places: &[Vec<usize>], options: usize) -> Labels {
        let mut labels = Labels { options, workers: votes.experts.len(), starts: vec![0], ..Labels::default() };
        for (item, place) in votes.items.iter().zip(places) {
            labels.each.extend(item.votes.iter().map(|vote| (vote.0 * options + place[vote.1]) as u32));
            labels.starts.push(labels.each.len());
            labels.known.push(item.known.and_then(|class| place.get(class).copied()));
        }
        labels
    }

    /// Number of items.
    pub fn items(&self) -> usize {
        self.known.len()
    }

    /// The labels of one item.
    pub fn of(&self, item: usize) -> &[u32] {
        &self.each[self.starts[item]..self.starts[item + 1]]
    }

    /// Part of the labels behind each option, flat by item; even where nobody labelled.
    pub fn shares(&self) -> Vec<f64> {
        let mut shares = vec![0.0; self.items() * self.options];
        for (item, row) in shares.chunks_mut(self.options).enumerate() {
            let labels = self.of(item);
            if let Some(known) = self.known[item] {
                row[known] = 1.0;
                continue;
            }
            if labels.is_empty() {
                row.fill(1.0 / self.options as f64);
            }
            for label in labels {
                row[*label as usize % self.options] += 1.0 / labels.len() as f64;
            }
        }
        shares
    }
}
