//! What stands behind a vote and may take it back.

use super::commit::Said;
use super::commit::later::{self, Later};
use super::{Options, lines};

impl Options<'_> {
    /// The vote, unless what follows takes it back.
    pub(super) fn unless_taken_back(&self, option: usize, behind: &str) -> Said {
        for sentence in lines::later(behind) {
            match self.judged_later(sentence, option) {
                Said::Nothing => {}
                said => return said,
            }
        }
        Said::Option(option)
    }

    /// What a later sentence makes of a vote; Nothing where it leaves it.
    pub(super) fn judged_later(&self, sentence: &str, option: usize) -> Said {
        let items = self.items(sentence);
        match later::takes_back(&items, option) {
            Later::Leaves => Said::Nothing,
            Later::Doubts => Said::Unclear,
            Later::Replaces => {
                let place = lines::behind_retraction(sentence);
                match self.judged(place) {
                    Said::Option(other) if !lines::is_supposed(place) => Said::Option(other),
                    _ => Said::Unclear,
                }
            }
        }
    }
}
