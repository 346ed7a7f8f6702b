//! What the further words of a longer name say: another thing ("New York", "React Native", "Paris, Texas"), or the same
//! with a given name, a title or what it is ("Albert Einstein", "the city of Paris", "Paris, France").
//!
//! # Performance
//! One look at each further word; only answers of a few words are compared so.

mod table;

use std::cell::OnceCell;

use super::words::Word;
use crate::normalise::{fold, label};
use table::Class;

/// Letters of a word that stand in the question in another form: "racecourses", "composed".
const STEM: usize = 5;

/// Further letters of such a form.
const ENDING: usize = 3;

/// Whether a word makes another thing of any name.
fn turns(word: &Word) -> bool {
    !word.aside && (word.exact || word.is_roman() || table::is(&word.text, Class::Turning))
}

/// Whether a word tells which kind of place a name is.
fn is_place_form(word: &Word) -> bool {
    let title = matches!(&word.text[..], "mount" | "mt");
    title || table::is(&word.text, Class::Form) && !table::is(&word.text, Class::Legal)
}

/// The words of the question, which are no news in an answer. Few answers ask for them.
#[derive(Debug, Default)]
pub struct Asked<'a> {
    question: Option<&'a str>,
    words: OnceCell<Vec<String>>,
}

impl<'a> Asked<'a> {
    /// The words of this question.
    pub fn new(question: Option<&'a str>) -> Asked<'a> {
        Asked { question, words: OnceCell::new() }
    }

    fn holds(&self, word: &str) -> bool {
        let words = self.words.get_or_init(|| self.question.map(fold::tokens).unwrap_or_default());
        words.iter().any(|asked| is_form_of(asked, word))
    }
}

fn is_form_of(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if a == b || long.strip_suffix('s') == Some(short) {
        return true;
    }
    let shared = short.bytes().zip(long.bytes()).take_while(|(a, b)| a == b).count();
    shared >= STEM && long.len() - shared <= ENDING
}

/// A longer answer held against a shorter one whose words it has in their order.
pub struct Longer<'a> {
    /// Its words, and whether each stands in the shorter one.
    pub words: &'a [Word],
    pub shared: &'a [bool],
    pub shorter: &'a [Word],
}

impl Longer<'_> {
    /// Whether it names the same as the shorter one: none of its further words makes another thing of it.
    pub fn is_the_same(&self, asked: &Asked<'_>) -> bool {
        let further = || (0..self.words.len()).filter(|at| !self.shared[*at]);
        if further().any(|at| turns(&self.words[at]))
            || self.is_only_mentioned()
            || self.is_labelled(asked)
            || self.is_bounded(asked)
        {
            return false;
        }
        let Some(first) = self.shared.iter().position(|shared| *shared) else { return false };
        let last = self.shared.iter().rposition(|shared| *shared).unwrap_or(first);
        if further().any(|at| !self.words[at].name && table::is(&self.words[at].text, Class::Verb)) {
            return true;
        }
        further().all(|at| {
            let word = &self.words[at];
            word.aside
                || !word.is_cased()
                || (word.lead && at < first)
                || match at {
                    _ if at < first => self.may_stand_before(at, first),
                    _ if at < last => self.may_stand_between(word, first),
                    _ => self.may_stand_behind(at, last),
                }
                || asked.holds(&word.text)
        })
    }

    /// Whether the shorter answer stands in the brackets of the longer one: "Schiller (with Goethe)" is no Goethe.
    fn is_only_mentioned(&self) -> bool {
        let aside = self.words.iter().zip(self.shared).filter(|(_, shared)| **shared).all(|(word, _)| word.aside);
        let said = |class| self.words.iter().any(|word| word.aside && table::is(&word.text, class));
        // "Myanmar (formerly known as Burma)" names it.
        let beside = said(Class::Place) && !said(Class::Verb);
        aside && beside && !self.shorter.iter().any(|word| word.aside)
    }

    /// Whether a number is that of a week or of a month in the longer answer alone: "May 2024", "2024".
    fn is_labelled(&self, asked: &Asked<'_>) -> bool {
        let number = |word: &Word| word.exact && word.text.bytes().all(|byte| byte.is_ascii_digit());
        let [only] = self.shorter else { return false };
        let at = self.shared.iter().position(|shared| *shared).unwrap_or_default();
        let Some(before) = at.checked_sub(1).map(|before| &self.words[before].text).filter(|_| number(only)) else {
            return false;
        };
        let added = at > 1 && label::is_added(&format!("{} {before}", self.words[at - 2].text));
        added || label::of(before, &only.text).is_some() && !asked.holds(before)
    }

    /// Whether the longer answer bounds the day or the number that the shorter one is: "before 3 May", "3 May".
    fn is_bounded(&self, asked: &Asked<'_>) -> bool {
        let at = self.shared.iter().position(|shared| *shared).unwrap_or_default();
        let number =
            self.shorter.iter().any(|word| word.exact && word.text.starts_with(|first: char| first.is_ascii_digit()));
        let bound = |word: &Word| table::is(&word.text, Class::Bound) && !asked.holds(&word.text);
        number && self.words[..at].iter().any(bound)
    }

    /// Titles, given names, and what it is: "the city of York", while the University of York is another thing.
    fn may_stand_before(&self, at: usize, first: usize) -> bool {
        let word = &self.words[at];
        if self.is_of_a_kind() && word.name {
            return false;
        }
        let before = &self.words[first - 1];
        if before.text == "of" && !before.name {
            return word.text == "of" || table::is(&word.text, Class::Realm);
        }
        let last = self.shorter.last();
        // "Prince Edward Island" and "Mount Washington" are named so.
        let of_place = last.is_some_and(is_place_form) && table::is(&word.text, Class::Title);
        let of_region = last.is_some_and(|name| table::is(&name.text, Class::Region)) && is_place_form(word);
        if word.name && (of_place || of_region) {
            return false;
        }
        self.is_title(word)
            || table::is(&word.text, Class::Realm)
            || !(self.is_noun(first)
                || self.are_keywords(word, first)
                || (word.name && table::is(&word.text, Class::Part)))
    }

    /// Whether the shorter answer is named after what it is: "Labour Court", "Vice President".
    fn is_of_a_kind(&self) -> bool {
        self.shorter.last().is_some_and(|last| last.name && table::is(&last.text, Class::Head))
    }

    /// Whether a title stands before whoever bears it: "Captain James Cook". Before a single name it may be part of it,
    /// "Captain America".
    fn is_title(&self, word: &Word) -> bool {
        table::is(&word.text, Class::Title) && !(self.shorter.len() == 1 && table::is(&word.text, Class::Part))
    }

    /// Middle names and particles: "Johann Wolfgang von Goethe". Two who have other initials are two persons.
    fn may_stand_between(&self, word: &Word, first: usize) -> bool {
        if self.are_keywords(word, first) || self.is_of_a_kind() && word.name {
            return false;
        }
        // "Siemens Energy AG" is no "Siemens AG".
        if self.shorter.last().is_some_and(|last| table::is(&last.text, Class::Legal)) {
            return table::is(&word.text, Class::Legal);
        }
        if word.is_initial() {
            return !self.shorter[1..].iter().any(Word::is_initial);
        }
        word.name || !self.is_noun(first) || table::is(&word.text, Class::Place)
    }

    /// What it is, where it is, whose it is; any other word behind a name makes another one.
    fn may_stand_behind(&self, at: usize, last: usize) -> bool {
        let (word, next) = (&self.words[at], &self.words[last + 1]);
        if !next.name && (table::is(&next.text, Class::Place) || (next.text == "of" && self.shorter.len() > 1)) {
            return true;
        }
        if word.item {
            return !(table::is(&word.text, Class::Region) && self.is_known_elsewhere());
        }
        // The Ohio is no Ohio, and a token has no banks.
        let place = is_place_form(word) && !table::is(&word.text, Class::Legal);
        let other = |name: &Word| name.exact || table::is(&name.text, Class::Region);
        if place && self.shorter.last().is_some_and(other) {
            return false;
        }
        table::is(&word.text, Class::Form) || (!word.name && table::is(&word.text, Class::Kind))
    }

    /// "Paris" alone is not the one in Texas.
    fn is_known_elsewhere(&self) -> bool {
        let city = self.shorter.last().is_some_and(|word| table::is(&word.text, Class::City));
        city && self.shorter.len() <= 2
    }

    /// Whether the shorter answer is no name and no token: "dark matter" is a matter of its own, "the file a.ts" is a.ts.
    fn is_noun(&self, first: usize) -> bool {
        let named = |word: &Word| word.name || word.exact;
        !named(&self.words[first]) || self.shorter.first().is_some_and(|word| !named(word))
    }

    /// Keywords of code stand for themselves: "UNION", "UNION ALL".
    fn are_keywords(&self, word: &Word, first: usize) -> bool {
        word.capitals && self.words[first].capitals
    }
}
