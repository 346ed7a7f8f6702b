//! Which option a reply chooses.
//!
//! A named option is not a chosen one: a vote is read only where the reply commits itself. The marked places are
//! tried first, then the whole reply if it is one line, then its last line, then a first line that is an option and
//! nothing else. What stands behind the vote may take it back.

mod commit;
mod denial;
mod foreign;
mod forms;
mod half;
mod head;
mod labelled;
mod lexicon;
mod lines;
mod mentions;
mod numeric;
mod opening;
mod retraction;
mod scale;
mod spelling;
mod unmarked;
mod words;

use std::cell::OnceCell;
use std::collections::HashSet;

use super::{Found, Mark, asks, marks};
use crate::normalise::{self, emphasis, verbatim};
use commit::Said;
pub use denial::{denies, denies_alone};
use forms::Forms;
pub use half::{Agreed, agreed, is_half};
use lexicon::Stance;

/// A marked place longer than this is no commitment.
const LONGEST_PLACE: usize = 1_000;

/// Why a reply is no vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoVote {
    /// No option is named where an answer would stand.
    NamesNone,
    /// Options are named, and none is committed to.
    Uncommitted,
    /// The reply was cut off before its vote was whole.
    CutOff,
}

impl NoVote {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            NoVote::NamesNone => "it names none of the options as its answer",
            NoVote::Uncommitted => "it commits itself to none of the options",
            NoVote::CutOff => "it was cut off before its vote was whole",
        }
    }
}

/// The options of one panel, prepared once for all opinions; as words only if an opinion asks for it.
#[derive(Debug)]
pub struct Options<'a> {
    /// Each option as it was given, trimmed.
    given: Vec<&'a str>,
    question: Option<&'a str>,
    forms: OnceCell<Forms<'a>>,
    echo: OnceCell<HashSet<String>>,
}

impl<'a> Options<'a> {
    /// Prepares the options. The words of the question, where it is known, may come back in a vote.
    pub fn new(options: &'a [String], question: Option<&'a str>) -> Options<'a> {
        let given = options.iter().map(|option| option.trim()).collect();
        Options { given, question, forms: OnceCell::new(), echo: OnceCell::new() }
    }

    /// Index of the option that an answer chooses. The answer is without reasoning.
    ///
    /// # Errors
    /// Says why it chooses none.
    pub fn vote(&self, answer: &str) -> Result<usize, NoVote> {
        if let Some(exact) = self.whole(answer) {
            return Ok(exact);
        }
        let opened = opening::without(answer);
        if opened.len() < answer.len() {
            return self.vote(opened);
        }
        if let Some(option) = self.numbered(answer) {
            return Ok(option);
        }
        if self.is_only_denied(answer) {
            return Err(NoVote::Uncommitted);
        }
        let said = self
            .copied(answer)
            .or_else(|| self.in_marks(answer))
            .or_else(|| self.bracketed(answer))
            .or_else(|| self.in_json(answer).map_or(Said::Nothing, Said::Option))
            .or_else(|| self.labelled(answer));
        match said {
            Said::Option(option) => return Ok(option),
            Said::Unclear => return Err(NoVote::Uncommitted),
            Said::Nothing => {}
        }
        let option = self.spoken(answer)?;
        if self.is_contradicted(answer, option) { Err(NoVote::Uncommitted) } else { Ok(option) }
    }

    /// As [`Options::vote`], for an answer that was cut off: only a mark that is whole counts.
    ///
    /// # Errors
    /// Says why it chooses none.
    pub fn vote_of_cut(&self, answer: &str) -> Result<usize, NoVote> {
        let marks = super::marked(answer).into_iter().filter(|found| found.mark < Mark::Phrase);
        let labelled = super::labelled(answer);
        let mut marks = marks.chain(self.phrases(answer)).chain(labelled);
        let whole = marks.find(|found| lines::is_whole(answer, found)).ok_or(NoVote::CutOff)?;
        let value = super::text(answer, &whole);
        let closed = answer[whole.range.end..].contains(['\n', '"', '}', '.', '*', ')']);
        let longer = |option: usize| {
            self.given
                .iter()
                .any(|other| other.len() > self.given[option].len() && other.starts_with(self.given[option]))
        };
        match self.whole(&value) {
            Some(option) if closed || !longer(option) => Ok(option),
            _ if closed => self.vote(answer).map_err(|_| NoVote::CutOff),
            _ => Err(NoVote::CutOff),
        }
    }

    /// What the last line says if it is `Answer:` and an option as it is written, or with marks around it.
    fn copied(&self, answer: &str) -> Said {
        let line = super::last_line(answer);
        let Some(range) = marks::written_value(answer, line) else { return Said::Nothing };
        let Some(option) = self.spelled(&answer[range.clone()]) else { return Said::Nothing };
        let found = Found { range, mark: Mark::AnswerLine };
        if self.asks_back(&answer[found.range.clone()], Said::Option(option))
            || self.contested(answer, &found, option)
            || foreign::is_foreign(answer, &found.range)
        {
            return Said::Unclear;
        }
        Said::Option(option)
    }

    /// What the marked places of a reply say, the surest first.
    fn in_marks(&self, answer: &str) -> Said {
        let marked = super::marked(answer).into_iter().filter(|found| found.mark < Mark::Phrase);
        let mut said = marked.map(|found| match self.in_mark(answer, &found) {
            Said::Option(_) if foreign::is_foreign(answer, &found.range) => Said::Unclear,
            said => said,
        });
        said.find(|said| *said != Said::Nothing).unwrap_or(Said::Nothing)
    }

    /// What a marked place and the text behind it say together.
    fn in_mark(&self, answer: &str, found: &Found) -> Said {
        let value = super::text(answer, found);
        let said = match self.whole(&value) {
            Some(option) => Said::Option(option),
            None => self.judged(&value),
        };
        let said = if self.asks_back(&value, said) { Said::Unclear } else { said };
        let Said::Option(option) = said else {
            // What stands in a box or a field may be a value whose letter is told elsewhere.
            let silent = said == Said::Nothing && found.mark == Mark::AnswerLine;
            return if silent { Said::Unclear } else { said };
        };
        if found.mark == Mark::AnswerLine && self.contested(answer, found, option) {
            return Said::Unclear;
        }
        self.unless_taken_back(option, &answer[found.range.end..])
    }

    /// Whether the yes or no of a place only asks back: "Yes, please send me the query."
    fn asks_back(&self, place: &str, said: Said) -> bool {
        let Said::Option(option) = said else { return false };
        let pole = |word: &str| lexicon::agreement(&word.to_lowercase()).is_some();
        if !pole(self.given[option]) {
            return false;
        }
        let words = words::pieces(place);
        let said = words.iter().filter_map(words::Piece::word).find(|word| pole(&word.raw));
        let said = said.map(|word| &place[word.start + word.raw.len()..]);
        let behind = said.or_else(|| lexicon::behind_agreement(place)).unwrap_or("");
        asks::back(behind, &asks::in_question(self.question))
    }

    fn judged(&self, place: &str) -> Said {
        if place.len() > LONGEST_PLACE {
            return Said::Unclear;
        }
        if let Some(option) = self.whole(place) {
            return Said::Option(option);
        }
        if words::opens_denied(place) {
            return Said::Unclear;
        }
        let counts = scale::end(&self.given).is_some();
        let stance =
            |option: usize| if counts { Stance::Counts } else { lexicon::stance(&self.given[option].to_lowercase()) };
        commit::judge(&self.items(place), &stance)
    }

    fn items(&self, place: &str) -> Vec<mentions::Item> {
        let tags = !self.given.iter().any(|option| option.contains('<'));
        let echo = self.echo.get_or_init(|| lines::echo(self.question.unwrap_or("")));
        self.forms().items(&self.plain(place, tags), &|word| echo.contains(word))
    }

    /// A place as it is read: without markup, and without the end of the scale.
    fn plain(&self, place: &str, tags: bool) -> String {
        let cleaned = words::cleaned(place, tags);
        scale::end(&self.given).map_or_else(|| cleaned.clone(), |end| scale::bare(&cleaned, end))
    }

    /// Whether an option is one letter.
    fn is_lettered(&self) -> bool {
        self.given.iter().any(|option| option.chars().count() == 1)
    }

    fn forms(&self) -> &Forms<'a> {
        self.forms.get_or_init(|| Forms::new(&self.given))
    }

    /// The value of a JSON object that is the whole answer, in a field that names a decision.
    fn in_json(&self, answer: &str) -> Option<usize> {
        let [decisions, findings] = lines::decisions(answer);
        let decided: Vec<Option<usize>> = decisions.iter().map(|value| self.whole(value)).collect();
        let found = || findings.iter().map(|value| self.whole(value)).filter(Option::is_some).collect();
        let votes = if decided.is_empty() { found() } else { decided };
        let first = *votes.first()?;
        if votes.iter().all(|vote| *vote == first) { first } else { None }
    }
}

/// "A) Paris" may be chosen by "A" and by "Paris".
fn label_and_text(option: &str) -> Option<(&str, &str)> {
    let (label, text) = option.trim().trim_start_matches('(').split_once([')', '.', ':'])?;
    let short = (1..=2).contains(&label.len()) && label.chars().all(|sign| sign.is_ascii_alphanumeric());
    (short && text.starts_with(' ')).then_some((label, text))
}

#[cfg(test)]
mod tests;
