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
mod scale;
mod words;

use std::cell::OnceCell;
use std::collections::HashSet;

use super::{Found, Mark, asks, marks};
use crate::normalise::{self, emphasis, verbatim};
use commit::Said;
use commit::later::{self, Later};
pub use denial::{denies, denies_alone};
use forms::Forms;
pub use half::{Agreed, agreed, is_half};
use lexicon::Stance;

/// A line longer than this is reasoning, in which options are named without being chosen.
const LONGEST_LINE: usize = 300;

/// A marked place longer than this is no commitment.
const LONGEST_PLACE: usize = 1_000;

/// So few words in front of "answer" at the start of a sentence tell which answer it is: "Alternative answer", "Your
/// colleague's answer".
const MOST_QUALIFIERS: usize = 2;

/// Only so many sentences that name an answer are looked at, from the end.
const MOST_PHRASES: usize = 6;

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

    /// The option whose spelling the reply is, to the letter.
    pub fn exact(&self, reply: &str) -> Option<usize> {
        let trimmed = reply.trim();
        self.unique(|at| self.given[at] == trimmed)
    }

    /// Index of the option that an answer chooses. The answer is without reasoning.
    ///
    /// # Errors
    /// Says why it chooses none.
    pub fn vote(&self, answer: &str) -> Result<usize, NoVote> {
        if let Some(exact) = self.whole(answer) {
            return Ok(exact);
        }
        match self.copied(answer) {
            Said::Option(option) => return Ok(option),
            Said::Unclear => return Err(NoVote::Uncommitted),
            Said::Nothing => {}
        }
        let marked = super::marked(answer).into_iter().filter(|found| found.mark < Mark::Phrase);
        for found in marked {
            match self.in_mark(answer, &found) {
                Said::Option(_) if foreign::is_foreign(answer, &found.range) => return Err(NoVote::Uncommitted),
                Said::Option(option) => return Ok(option),
                Said::Unclear => return Err(NoVote::Uncommitted),
                Said::Nothing => {}
            }
        }
        for said in [self.bracketed(answer), self.in_json(answer).map_or(Said::Nothing, Said::Option)] {
            match said {
                Said::Option(option) => return Ok(option),
                Said::Unclear => return Err(NoVote::Uncommitted),
                Said::Nothing => {}
            }
        }
        match self.labelled(answer) {
            Said::Option(option) => return Ok(option),
            Said::Unclear => return Err(NoVote::Uncommitted),
            Said::Nothing => {}
        }
        let option = self.spoken(answer)?;
        if self.is_contradicted(answer, option) { Err(NoVote::Uncommitted) } else { Ok(option) }
    }

    /// What the sentences of a reply without a mark say.
    fn spoken(&self, answer: &str) -> Result<usize, NoVote> {
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

    /// The option that a place spells: as it stands, else with the fewest pairs of marks taken off and without a full stop.
    fn spelled(&self, place: &str) -> Option<usize> {
        if place.len() > LONGEST_PLACE {
            return self.exact(place);
        }
        // Of `***x***` the bold first; where that leads nowhere, mark by mark.
        self.peeled_to(place, emphasis::peeled).or_else(|| self.peeled_to(place, emphasis::peeled_once))
    }

    fn peeled_to(&self, place: &str, peel: fn(&str) -> Option<&str>) -> Option<usize> {
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

    /// Sentences that name the answer, the last first, those left out that only speak of one.
    fn phrases(&self, answer: &str) -> impl Iterator<Item = Found> {
        let definite = |phrase: &marks::Phrase| {
            let lead = lines::lead_in(answer, phrase.noun);
            let opens = lead.contains(char::is_whitespace) && lead.split_whitespace().count() <= MOST_QUALIFIERS;
            (!opens || self.is_plain(lead)) && !lines::is_indefinite(lead) && !commit::is_hedged(&self.items(lead))
        };
        let phrases: Vec<_> =
            marks::phrases(answer, &marks::CHOICE_VERBS).take(MOST_PHRASES).filter(definite).collect();
        phrases.into_iter().map(|phrase| Found { range: phrase.value, mark: Mark::Phrase })
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

    /// What a reply without a mark says.
    fn unmarked(&self, answer: &str) -> Result<usize, NoVote> {
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
    fn in_line(&self, line: &str) -> Said {
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
        if last.len() == line.len() || last.len() > LONGEST_LINE || !self.concludes(last) {
            return Said::Unclear;
        }
        self.judged(last)
    }

    /// Whether a sentence begins as a conclusion does: "So I choose".
    fn concludes(&self, sentence: &str) -> bool {
        lines::concludes(sentence)
    }

    /// A first line that is an option alone, with its reasons behind.
    fn at_head(&self, answer: &str) -> Option<usize> {
        let mut lines = lines::said(answer);
        let option = self.whole(lines.next()?)?;
        let next = lines.next()?;
        let listed = matches!(self.in_line(next), Said::Option(other) if other != option) && lines::is_short(next);
        let behind = lines::behind_first(answer);
        let asks = self.asks_back(answer, Said::Option(option));
        (!asks && !listed && self.unless_taken_back(option, behind) == Said::Option(option)).then_some(option)
    }

    /// Whether the line above the last names another option in the same way.
    fn is_listed(&self, answer: &str, option: usize) -> bool {
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

    /// The vote, unless what follows takes it back.
    fn unless_taken_back(&self, option: usize, behind: &str) -> Said {
        for sentence in lines::later(behind) {
            match self.judged_later(sentence, option) {
                Said::Nothing => {}
                said => return said,
            }
        }
        Said::Option(option)
    }

    /// What a later sentence makes of a vote; Nothing where it leaves it.
    fn judged_later(&self, sentence: &str, option: usize) -> Said {
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

    /// The place is the option and nothing else. The spelling as given is preferred, because
    /// options may differ only by case or signs.
    fn whole(&self, place: &str) -> Option<usize> {
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

    /// The value of a JSON object that is the whole answer, in a field that names a decision.
    fn in_json(&self, answer: &str) -> Option<usize> {
        let [decisions, findings] = lines::decisions(answer);
        let decided: Vec<Option<usize>> = decisions.iter().map(|value| self.whole(value)).collect();
        let found = || findings.iter().map(|value| self.whole(value)).filter(Option::is_some).collect();
        let votes = if decided.is_empty() { found() } else { decided };
        let first = *votes.first()?;
        if votes.iter().all(|vote| *vote == first) { first } else { None }
    }

    /// The one option for which the test holds.
    fn unique(&self, test: impl Fn(usize) -> bool) -> Option<usize> {
        let mut passing = (0..self.given.len()).filter(|&at| test(at));
        let first = passing.next()?;
        passing.next().is_none().then_some(first)
    }
}

/// "A) Paris" may be chosen by "A" and by "Paris".
fn label_and_text(option: &str) -> Option<(&str, &str)> {
    let (label, text) = option.trim().trim_start_matches('(').split_once([')', '.', ':'])?;
    let short = (1..=2).contains(&label.len()) && label.chars().all(|sign| sign.is_ascii_alphanumeric());
    (short && text.starts_with(' ')).then_some((label, text))
}

/// The signs of a text that are no punctuation.
fn signs(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|sign| verbatim::is_sign(*sign) && !matches!(sign, '[' | ']' | '{' | '}' | '_'))
}

/// Without brackets and quotes around the whole.
fn unwrapped(place: &str) -> &str {
    normalise::bare(place).trim_matches(['(', ')', '[', ']', '"', '\'', '{', '}', ' ', '\u{201c}', '\u{201d}'])
}

#[cfg(test)]
mod tests;
