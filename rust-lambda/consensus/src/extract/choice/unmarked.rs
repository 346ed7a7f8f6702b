//! What a reply says whose place for the answer has no mark: its sentences that name one, its last line, its first.

use super::commit::Said;
use super::{Mark, NoVote, Options, commit, foreign, lines, marks};
use crate::extract::Found;

/// A line longer than this is reasoning, in which options are named without being chosen.
const LONGEST_LINE: usize = 300;

/// So few words in front of "answer" at the start of a sentence tell which answer it is: "Alternative answer", "Your
/// colleague's answer".
const MOST_QUALIFIERS: usize = 2;

/// Only so many sentences that name an answer are looked at, from the end.
const MOST_PHRASES: usize = 6;

impl Options<'_> {
    /// What the sentences of a reply without a mark say.
    pub(super) fn spoken(&self, answer: &str) -> Result<usize, NoVote> {
        for found in self.phrases(answer) {
            match self.in_mark(answer, &found) {
                Said::Option(_) if foreign::is_foreign(answer, &found.range) => return Err(NoVote::Uncommitted),
                Said::Option(option) => return Ok(option),
                // A last line that is an option alone is surer than a sentence.
                Said::Unclear => break,
                Said::Nothing => {}
            }
        }
        self.unmarked(answer)
    }

    /// Sentences that name the answer, the last first, those left out that only speak of one.
    pub(super) fn phrases(&self, answer: &str) -> impl Iterator<Item = Found> {
        let definite = |phrase: &marks::Phrase| {
            let lead = lines::lead_in(answer, phrase.noun);
            let opens = lead.contains(char::is_whitespace) && lead.split_whitespace().count() <= MOST_QUALIFIERS;
            (!opens || self.is_plain(lead)) && !lines::is_indefinite(lead) && !commit::is_hedged(&self.items(lead))
        };
        let phrases: Vec<_> =
            marks::phrases(answer, &marks::CHOICE_VERBS).take(MOST_PHRASES).filter(definite).collect();
        phrases.into_iter().map(|phrase| Found { range: phrase.value, mark: Mark::Phrase })
    }

    /// What a reply without a mark says.
    pub(super) fn unmarked(&self, answer: &str) -> Result<usize, NoVote> {
        // An object says what it says in its fields; a passage for others is no line of the answer.
        let object = answer.trim_start().starts_with('{') && answer.trim_end().ends_with('}');
        let Some(last) = lines::last_said(answer).filter(|_| !object) else { return Err(NoVote::NamesNone) };
        let place = last.as_ptr() as usize - answer.as_ptr() as usize;
        if foreign::is_foreign(answer, &(place..place + last.len()))
            || foreign::opens_passage(last)
            || Self::is_tabled(last)
        {
            return Err(NoVote::Uncommitted);
        }
        match self.in_line(last) {
            said if self.asks_back(&answer[place..], said) => Err(NoVote::Uncommitted),
            Said::Option(option) if self.is_listed(answer, option) => Err(NoVote::Uncommitted),
            Said::Option(option) => Ok(option),
            said => {
                self.at_head(answer).ok_or(if said == Said::Nothing { NoVote::NamesNone } else { NoVote::Uncommitted })
            }
        }
    }

    /// A line, or the last sentence of a long one.
    pub(super) fn in_line(&self, line: &str) -> Said {
        if let Some(option) = self.whole(line) {
            return Said::Option(option);
        }
        if line.len() <= LONGEST_LINE {
            let said = self.judged(line);
            if said != Said::Unclear {
                return said;
            }
        }
        let last = lines::last_sentence(line);
        if last.len() == line.len() || last.len() > LONGEST_LINE || !lines::concludes(last) {
            return Said::Unclear;
        }
        self.judged(last)
    }

    /// A first line that is an option alone, with its reasons behind.
    pub(super) fn at_head(&self, answer: &str) -> Option<usize> {
        let mut lines = lines::said(answer);
        let option = self.whole(lines.next()?)?;
        let next = lines.next()?;
        let listed = matches!(self.in_line(next), Said::Option(other) if other != option) && lines::is_short(next);
        let behind = lines::behind_first(answer);
        let asks = self.asks_back(answer, Said::Option(option));
        (!asks && !listed && self.unless_taken_back(option, behind) == Said::Option(option)).then_some(option)
    }

    /// Whether the line above the last names another option in the same way.
    pub(super) fn is_listed(&self, answer: &str, option: usize) -> bool {
        let above = lines::said(answer).rev().nth(1);
        let head = |line: &str| self.in_line(line.trim_start_matches(|sign: char| !sign.is_alphanumeric()));
        let short = above
            .is_some_and(|line| lines::is_short(line) && matches!(head(line), Said::Option(other) if other != option));
        let label = |line| lines::label(line).and_then(|label| self.whole(label));
        let labelled = lines::last_said(answer).and_then(label) == Some(option);
        short
            || (labelled
                && lines::said(answer).rev().skip(1).any(|line| label(line).is_some_and(|other| other != option)))
    }
}
