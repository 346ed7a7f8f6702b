//! Which option a place is, and nothing beside it: to the letter, without its marks, or as its words are read.

use super::{LONGEST_PLACE, Options, emphasis, normalise, verbatim, words};

impl Options<'_> {
    /// The option whose spelling the reply is, to the letter.
    pub fn exact(&self, reply: &str) -> Option<usize> {
        let trimmed = reply.trim();
        self.unique(|at| self.given[at] == trimmed)
    }

    /// The option that a place spells: as it stands, else with the fewest pairs of marks taken off and without a full stop.
    pub(super) fn spelled(&self, place: &str) -> Option<usize> {
        if place.len() > LONGEST_PLACE {
            return self.exact(place);
        }
        // Of `***x***` the bold first; where that leads nowhere, mark by mark.
        self.peeled_to(place, emphasis::peeled).or_else(|| self.peeled_to(place, emphasis::peeled_once))
    }

    pub(super) fn peeled_to(&self, place: &str, peel: fn(&str) -> Option<&str>) -> Option<usize> {
        let mut text = place.trim();
        loop {
            if let Some(option) = self.unique(|at| self.given[at] == text) {
                return Some(option);
            }
            let stopped = text.strip_suffix('.').map(str::trim_end);
            if let Some(option) = stopped.and_then(|text| self.unique(|at| self.given[at] == text)) {
                return Some(option);
            }
            text = peel(text)?.trim();
        }
    }

    /// The place is the option and nothing else. The spelling as given is preferred, because
    /// options may differ only by case or signs.
    pub(super) fn whole(&self, place: &str) -> Option<usize> {
        if let Some(exact) = self.spelled(place) {
            return Some(exact);
        }
        if place.len() > LONGEST_PLACE || words::opens_denied(place) {
            return None;
        }
        let bare = unwrapped(place);
        if let Some(exact) = self.unique(|at| self.given[at] == bare) {
            return Some(exact);
        }
        let turned = place.contains(['?', '~', '<', '+', '#']);
        let named = if turned { None } else { self.forms().whole(&self.plain(place, true)) };
        // A sign that only one of them has makes another answer of it.
        named.filter(|&option| signs(bare).eq(signs(self.given[option])))
    }

    /// The one option for which the test holds.
    pub(super) fn unique(&self, test: impl Fn(usize) -> bool) -> Option<usize> {
        let mut passing = (0..self.given.len()).filter(|&at| test(at));
        let first = passing.next()?;
        passing.next().is_none().then_some(first)
    }
}

/// The signs of a text that are no punctuation.
fn signs(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|sign| verbatim::is_sign(*sign) && !matches!(sign, '[' | ']' | '{' | '}' | '_'))
}

/// Without brackets and quotes around the whole.
fn unwrapped(place: &str) -> &str {
    normalise::bare(place).trim_matches(['(', ')', '[', ']', '"', '\'', '{', '}', ' ', '\u{201c}', '\u{201d}'])
}
