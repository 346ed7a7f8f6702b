//! Two statements in the same words but for one place or two: whoever says a thing in words of one's own changes more.
//! "Open port 443 to the office network." and "Open port 443 to the internet." say two things, and so do "rose to 20
//! euros" and "rose by 20 euros".
//!
//! # Performance
//! Only texts of at most [`MOST_TOKENS`] tokens are looked at, and O(n m / 64) steps are taken for n and m tokens.

use super::apart::is_inflected;
use super::contrast::Language;
use super::hunks::{self, Hunk};
use super::mark::{Cue, Mark};
use super::swapped;
use super::token::{Sort, Token};
use super::tokens::Tokens;

/// In longer texts one word may stand for another.
const MOST_TOKENS: usize = 24;

/// Part of the longer text that both share, in fifths.
const SHARED_FIFTHS: usize = 3;

/// Shorter texts are names.
const LEAST_TOKENS: usize = 3;

/// Places in which two texts may differ and still be one frame with two fillings.
const MOST_PLACES: usize = 2;

/// Tokens of one filling; more is another remark.
const MOST_IN_A_PLACE: usize = 4;

/// Words of one filling that carry something.
const MOST_CARRIED: usize = 2;

/// A preposition that has an opposite and fewer letters is put for many others: `in`, `on`, `at`.
const LEAST_OF_A_DIRECTION: usize = 4;

/// Letters of one filling in a text without blanks.
const MOST_LETTERS: usize = 2;

/// Letters that lead on, deny or limit where only one text has them.
const TURNING: &str = "\u{5230}\u{81f3}\u{4e0d}\u{6ca1}\u{672a}\u{975e}\u{4ec5}\u{53ea}\u{6700}";

/// Whether two texts are one frame with two fillings that are no forms of each other.
pub fn apart(a: &Tokens, b: &Tokens) -> bool {
    let brief = |tokens: &Tokens| (LEAST_TOKENS..=MOST_TOKENS).contains(&tokens.len());
    // Paths and flags carry a command by themselves, and others tell them apart.
    let coded = |tokens: &Tokens| tokens.has_code || tokens.has_command;
    if !brief(a) || !brief(b) || coded(a) || coded(b) {
        return false;
    }
    // Words in another order are no other filling.
    if swapped::is_reordered(a, b) {
        return false;
    }
    let longest = a.len().max(b.len());
    // Of what they share at most, most comparisons fall short.
    let framed = |shared: usize| 5 * shared >= SHARED_FIFTHS * longest;
    if !framed(hunks::most_shared(a, b)) {
        return false;
    }
    let Some((hunks, shared)) = hunks::between(a, b) else { return false };
    if !(1..=MOST_PLACES).contains(&hunks.len()) || !framed(shared) {
        return false;
    }
    let language = a.language_with(b);
    let places = Places { a, b, language };
    if language.is_unspaced() {
        return hunks.iter().any(|hunk| places.tells_unspaced(hunk));
    }
    hunks.iter().any(|hunk| places.tells(hunk))
}

struct Places<'t> {
    a: &'t [Token],
    b: &'t [Token],
    language: &'t Language,
}

impl Places<'_> {
    /// Whether what stands in one place makes another statement.
    fn tells(&self, hunk: &Hunk) -> bool {
        let (own, other) = (&self.a[hunk.a.clone()], &self.b[hunk.b.clone()]);
        if let ([own], [other]) = (own, other)
            && is_letter(own)
            && is_letter(other)
        {
            return true;
        }
        let (own, other) = (self.bare(own), self.bare(other));
        if own.len().max(other.len()) > MOST_IN_A_PLACE {
            return false;
        }
        let (own, other) = (self.without(&own, &other), self.without(&other, &own));
        let carries = |token: &&Token| token.sort == Sort::Word && !self.language.is_grammar(token);
        let carried = |tokens: &[Token]| tokens.iter().filter(carries).count();
        match (carried(&own), carried(&other)) {
            (0, 0) => self.directs_otherwise(&own, &other) || self.binds_otherwise(&own, &other),
            (0, _) | (_, 0) if own.is_empty() || other.is_empty() => self.limits(hunk, &own, &other),
            // "the main thread", "any thread"
            (0, _) => self.turns(&own) || self.binds_otherwise(&own, &other),
            (_, 0) => self.turns(&other) || self.binds_otherwise(&own, &other),
            (own, other) => own.max(other) <= MOST_CARRIED,
        }
    }

    /// Without articles.
    fn bare(&self, tokens: &[Token]) -> Vec<Token> {
        let article =
            |token: &&Token| self.language.cue(token) != Some(Cue::Article) || self.marked(std::slice::from_ref(token));
        tokens.iter().filter(article).cloned().collect()
    }

    /// Without words that the other filling has in another form, or for which it has one of the same meaning.
    fn without(&self, tokens: &[Token], others: &[Token]) -> Vec<Token> {
        let marks = |token: &Token| self.language.marks(std::slice::from_ref(token));
        let synonyms = |a: &Token, b: &Token| {
            let own = marks(a);
            !own.is_empty() && own == marks(b)
        };
        let held = |token: &&Token| {
            !others.iter().any(|other| {
                token.sort == other.sort
                    && (token.equals(other)
                        || is_inflected(&token.text, &other.text) && !is_past(token, other) && !faces(token, other)
                        || synonyms(token, other))
            })
        };
        tokens.iter().filter(held).cloned().collect()
    }

    /// Whether a filling counts, denies, or takes one side of a pair of opposites.
    fn marked(&self, tokens: &[Token]) -> bool {
        self.language.marks(tokens).iter().any(|mark| !matches!(mark, Mark::Modal(_)))
    }

    fn is(&self, token: &Token, cue: Cue) -> bool {
        self.language.cue(token) == Some(cue)
    }

    /// Whether words of the grammar alone turn what is said.
    fn turns(&self, tokens: &[Token]) -> bool {
        let short = |token: &Token| token.text.chars().count() < LEAST_OF_A_DIRECTION;
        let turns = |token: &Token| {
            self.language.has(token, |mark| match mark {
                Mark::Modal(_) => false,
                Mark::Side(..) => !short(token),
                _ => true,
            })
        };
        tokens.iter().any(|token| turns(token) || self.is(token, Cue::Except))
    }

    /// Whether both lead on, and not to the same: "to 20", "by 20"; "from 2", "up to 2".
    fn directs_otherwise(&self, own: &[Token], other: &[Token]) -> bool {
        let (own, other) = (self.directions(own), self.directions(other));
        !own.is_empty() && !other.is_empty() && own != other
    }

    fn directions(&self, tokens: &[Token]) -> Vec<(Option<Cue>, Vec<Mark>)> {
        let sides = |tokens: &[Token]| -> Vec<Mark> {
            self.language.marks(tokens).into_iter().filter(|mark| matches!(mark, Mark::Side(..))).collect()
        };
        if tokens.len() > 1 && !sides(tokens).is_empty() {
            return vec![(None, sides(tokens))];
        }
        let of = |token: &Token| {
            let cue = self.language.cue(token).filter(|cue| !matches!(cue, Cue::Article | Cue::Than | Cue::Nearly));
            let long = token.text.chars().count() >= LEAST_OF_A_DIRECTION;
            let sides = if long { sides(std::slice::from_ref(token)) } else { Vec::new() };
            (cue.is_some() || !sides.is_empty()).then_some((cue, sides))
        };
        tokens.iter().filter_map(of).collect()
    }

    /// Whether only one of two is a mere possibility, or lies in the future.
    fn binds_otherwise(&self, own: &[Token], other: &[Token]) -> bool {
        let modal = |tokens: &[Token], group: &str| {
            self.language.marks(tokens).iter().any(|mark| matches!(mark, Mark::Modal(found) if *found == group))
        };
        ["may", "will"].iter().any(|group| modal(own, group) != modal(other, group))
    }

    /// Whether what only one of two adds leaves something out, counts, or turns the word behind it: "all regions but
    /// Paris", "at least one", "no less", "to 20".
    fn limits(&self, hunk: &Hunk, own: &[Token], other: &[Token]) -> bool {
        let (added, next) =
            if own.is_empty() { (other, self.b.get(hunk.b.end)) } else { (own, self.a.get(hunk.a.end)) };
        let Some((first, last)) = added.first().zip(added.last()) else { return false };
        if is_other_script(first) || added.len() > 1 && self.is(first, Cue::Except) {
            return true;
        }
        let has = |tokens: &[Token], wanted: fn(&Mark) -> bool| self.language.marks(tokens).iter().any(wanted);
        let numbered = |token: &Token| {
            token.sort == Sort::Number || has(std::slice::from_ref(token), |mark| matches!(mark, Mark::Number(_)))
        };
        if added.len() > 1
            && has(added, |mark| matches!(mark, Mark::Side(..)))
            && added.iter().chain(next).any(numbered)
        {
            return true;
        }
        let Some(next) = next else { return false };
        let nearly = added.iter().any(|token| self.is(token, Cue::Nearly));
        nearly && has(std::slice::from_ref(next), |mark| matches!(mark, Mark::Quantity(_)))
            || self.language.are_one(last, next)
            || added.len() == 1 && numbered(next) && matches!(self.language.cue(first), Some(Cue::To | Cue::By))
    }

    /// Whether other letters stand for words, or only one text leads on or denies. Endings in letters of sound are put in
    /// many ways.
    fn tells_unspaced(&self, hunk: &Hunk) -> bool {
        let (own, other) = (&self.a[hunk.a.clone()], &self.b[hunk.b.clone()]);
        let says = |tokens: &[Token]| tokens.iter().any(|token| token.text.chars().any(is_han));
        let turned = |tokens: &[Token]| tokens.iter().any(|token| TURNING.contains(token.text.as_str()));
        let marks = self.language.marks(own);
        let synonyms = !marks.is_empty() && marks == self.language.marks(other);
        !synonyms
            && own.len().max(other.len()) <= MOST_LETTERS
            && (says(own) && says(other) || turned(own) != turned(other))
    }
}

/// Whether a letter stands for a word, and is no particle.
fn is_han(letter: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&letter) && !"\u{7684}\u{4e86}\u{5730}\u{5f97}\u{4e5f}\u{5c31}".contains(letter)
}

/// Whether one word tells who does something and the other to whom it is done: `employer`, `employee`.
fn faces(a: &Token, b: &Token) -> bool {
    let of = |does: &Token, has: &Token| does.text.ends_with('r') && has.text.ends_with("ee");
    of(a, b) || of(b, a)
}

/// Whether a token is one letter: clause (a).
fn is_letter(token: &Token) -> bool {
    matches!(token.text.as_bytes(), [letter] if letter.is_ascii_alphabetic())
}

/// Whether a word is written in letters of which no table of words is kept: there each word of its own counts.
fn is_other_script(token: &Token) -> bool {
    let known = |letter: char| matches!(letter, '\0'..='\u{52f}' | '\u{1e00}'..='\u{1eff}' | '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}');
    token.text.chars().any(|letter| letter.is_alphabetic() && !known(letter))
}

/// Whether one of two forms of a word tells of what was, and the other of what is: `expired`, `expires`.
fn is_past(a: &Token, b: &Token) -> bool {
    let of = |past: &Token, present: &Token| {
        past.text.ends_with("ed") && present.text.ends_with('s') && !present.text.ends_with("ss")
    };
    of(a, b) || of(b, a)
}
