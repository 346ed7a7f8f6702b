//! Votes that stand behind a label anywhere in a reply, or in double brackets.

use std::ops::Range;

use super::commit::{self, Said, later};
use super::{Options, foreign, lines};
use crate::extract::labels::{self, Labelled, Weight};
use crate::extract::{Found, tables};

/// Double brackets hold at most this many bytes.
const LONGEST_HELD: usize = 200;

/// A labelled place and what it says.
struct Vote {
    place: Range<usize>,
    weight: Weight,
    said: Said,
    /// The place is an option and nothing else.
    whole: bool,
}

impl Options<'_> {
    /// What the labelled places of an answer say together: the one option that they name. Where one is called final,
    /// the others led there.
    pub(super) fn labelled(&self, answer: &str) -> Said {
        let mut votes = self.votes(answer);
        if votes.iter().any(|vote| vote.weight == Weight::Final) {
            votes.retain(|vote| vote.weight == Weight::Final);
        }
        let mut options = votes.iter().filter_map(|vote| option_of(vote.said));
        let Some(first) = options.next() else {
            let unclear = votes.iter().any(|vote| vote.weight > Weight::Loose);
            return if unclear { Said::Unclear } else { Said::Nothing };
        };
        let doubted = votes.iter().any(|vote| vote.said == Said::Unclear && vote.weight > Weight::Loose)
            && !votes.iter().any(|vote| vote.whole);
        if doubted || options.any(|other| other != first) {
            return Said::Unclear;
        }
        let last = votes.iter().rfind(|vote| option_of(vote.said).is_some()).map_or(0, |vote| vote.place.end);
        self.unless_taken_back(first, &answer[last..])
    }

    /// Whether another labelled place names another option than the last line does, and nothing in between says why.
    pub(super) fn contested(&self, answer: &str, found: &Found, option: usize) -> bool {
        let votes = self.votes(answer);
        let own = |vote: &&Vote| vote.place.end > found.range.start;
        let last = votes.iter().find(own).is_some_and(|vote| vote.weight == Weight::Final);
        let other = |vote: &&Vote| {
            !own(vote) && vote.weight > Weight::Loose && option_of(vote.said).is_some_and(|other| other != option)
        };
        let others = votes.iter().rfind(other);
        others.is_some_and(|vote| {
            let between = &answer[vote.place.end..found.range.start];
            let turned = || lines::said(between).any(|line| later::retracts(&self.items(line)));
            (!last || vote.weight == Weight::Final) && !turned()
        })
    }

    fn votes(&self, answer: &str) -> Vec<Vote> {
        let lettered = self.is_lettered();
        let own = |found: &Labelled| !foreign::is_foreign(answer, &found.value);
        let mut found: Vec<Labelled> = labels::all(answer).into_iter().filter(own).collect();
        if !lettered {
            found.extend(labels::abbreviated(answer));
        }
        let vote = |Labelled { value, weight }: Labelled| {
            let text = &answer[value.clone()];
            let whole = self.whole(text);
            let said = whole.map_or_else(|| self.judged(text), Said::Option);
            // Prose below a heading like "Conclusion" has its say in its last line.
            let counts = said != Said::Nothing && (weight > Weight::Loose || said != Said::Unclear);
            let said = if self.is_first_of_list(answer, &value, said) { Said::Unclear } else { said };
            counts.then_some(Vote { place: value, weight, said, whole: whole.is_some() })
        };
        found.into_iter().filter_map(vote).collect()
    }

    /// Whether the line below goes on with another option: a list of what could be chosen.
    fn is_first_of_list(&self, answer: &str, value: &Range<usize>, said: Said) -> bool {
        let Said::Option(option) = said else { return false };
        let line = answer[..value.start].rfind('\n').map_or(0, |at| at + 1);
        let bulleted = answer[line..].trim_start().starts_with(['-', '*', '+', '\u{2022}']);
        let next = answer[value.end..].lines().nth(1).unwrap_or("").trim();
        let bare = next.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        bulleted && self.whole(bare).is_some_and(|other| other != option)
    }

    /// What double brackets hold, as judges are asked for: `[[A]]`.
    pub(super) fn bracketed(&self, answer: &str) -> Said {
        let held = answer.match_indices("[[").filter_map(|(at, open)| {
            let start = at + open.len();
            let near =
                (start..=answer.len().min(start + LONGEST_HELD)).rev().find(|&at| answer.is_char_boundary(at))?;
            let end = start + answer[start..near].find("]]")?;
            Some((self.whole(&answer[start..end])?, at..end + 2))
        });
        let held: Vec<(usize, Range<usize>)> = held.collect();
        let Some((option, place)) = held.last().cloned() else { return Said::Nothing };
        let hedged = commit::is_hedged(&self.items(lines::lead_in(answer, place.start)));
        if hedged || held.iter().any(|(other, _)| *other != option) || foreign::is_foreign(answer, &place) {
            return Said::Unclear;
        }
        self.unless_taken_back(option, &answer[place.end..])
    }

    /// Whether a line is a row of a table: what it says, its labels tell.
    pub(super) fn is_tabled(line: &str) -> bool {
        tables::is_row(line)
    }
}

fn option_of(said: Said) -> Option<usize> {
    if let Said::Option(option) = said { Some(option) } else { None }
}
