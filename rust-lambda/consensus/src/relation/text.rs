//! A text prepared for comparison, and how it stands to another.

use super::head::{Polarity, polarity};
use super::leftover::beyond::Beyond;
use super::token::Token;
use super::tokens::Tokens;
use super::{
    apart, blocks, code, facing, judge, leftover, listed, minimal, replaced, reworded, sentences, stated, swapped,
};
use crate::wire::Relation;

/// Longer texts are compared by their first bytes.
const LONGEST: usize = 16_384;

/// A text prepared for comparison.
#[derive(Clone, Debug)]
pub struct Text<'a> {
    pub(super) raw: &'a str,
    cut: bool,
    pub(super) tokens: Tokens,
    /// Comments in code: they do nothing, but they say something.
    remarks: Vec<Token>,
    /// The language, where all of the text is code.
    language: Option<blocks::Language>,
    pub(super) polarity: Option<Polarity>,
}

impl<'a> Text<'a> {
    /// Prepares a text.
    pub fn new(raw: &'a str) -> Text<'a> {
        let (part, cut) = part_of(raw);
        let read = if is_factorial(part) { blocks::read_as(part, blocks::Language::Other) } else { blocks::read(part) };
        Text {
            raw: raw.trim(),
            cut,
            tokens: Tokens::new(read.tokens),
            remarks: read.remarks,
            language: read.language,
            polarity: polarity(raw, None),
        }
    }

    /// The same text read as code of a language.
    fn as_code(&self, language: blocks::Language) -> Text<'a> {
        let (part, cut) = part_of(self.raw);
        let lexed = code::lex(part, language);
        Text {
            cut,
            tokens: Tokens::new(lexed.tokens),
            remarks: lexed.remarks,
            language: Some(language),
            ..self.clone()
        }
    }

    /// How this text stands to another.
    pub fn relation_to(&self, other: &Text) -> Relation {
        if self.raw == other.raw {
            return Relation::Same;
        }
        if let (Some(own), Some(others)) = (self.polarity, other.polarity)
            && own != others
        {
            return Relation::Contradicts;
        }
        match (self.language, other.language) {
            (Some(language), None) => self.compare(&other.as_code(language)).min(self.compare(other)),
            (None, Some(language)) => self.as_code(language).compare(other).min(self.compare(other)),
            (Some(a), Some(b)) if a != b => {
                self.compare(other).min(self.as_code(b).compare(other)).min(self.compare(&other.as_code(a)))
            }
            _ => self.compare(other),
        }
    }

    /// Whether two short texts say something else: in one word, or in what can be told apart in whatever words.
    pub fn is_apart_from(&self, other: &Text) -> bool {
        let numbered = || swapped::is_numbered(self.raw) && swapped::is_numbered(other.raw);
        // Words in another order are no other words, and their order has been judged.
        if swapped::is_reordered(&self.tokens, &other.tokens) {
            return numbered();
        }
        apart::by_one_word(&self.tokens, &other.tokens)
            || stated::apart(&self.tokens, &other.tokens)
            || sentences::apart(&self.tokens, &other.tokens)
            || minimal::apart(&self.tokens, &other.tokens)
    }

    /// Whether two short statements are one frame with two fillings.
    pub fn is_one_frame_with(&self, other: &Text) -> bool {
        apart::by_one_word(&self.tokens, &other.tokens) || minimal::apart(&self.tokens, &other.tokens)
    }

    /// How two texts in unlike words stand to each other by what only one of them has; None where that tells nothing.
    pub fn left_over(&self, other: &Text) -> Option<Relation> {
        if swapped::is_reordered(&self.tokens, &other.tokens) {
            return leftover::are_crossed(&self.tokens, &other.tokens).then_some(Relation::Contradicts);
        }
        leftover::relation(&self.tokens, &other.tokens)
    }

    /// Whether two sentences that nothing tells apart say the same in other forms of the same words.
    pub fn says_same(&self, other: &Text) -> bool {
        leftover::says_same(&self.tokens, &other.tokens)
    }

    /// Whether two texts are mostly one to the letter, and say something else in several words of one place.
    pub fn is_replaced(&self, other: &Text, question: &Text) -> bool {
        replaced::is_replaced(&self.tokens, &other.tokens, &question.tokens)
    }

    /// Whether two texts in prose are one frame, and each has words of its own in it.
    pub fn is_filled_otherwise(&self, other: &Text, question: &Text) -> bool {
        leftover::is_filled_otherwise(&self.tokens, &other.tokens, &question.tokens)
    }

    /// Whether it begins as a question that is answered by yes or no.
    pub fn asks_whether(&self) -> bool {
        reworded::answered::asks_whether(&self.tokens)
    }

    /// The yes or no that it says to a question in the question's own words.
    pub fn answered(&self, question: &Text) -> Option<Polarity> {
        if self.cut { None } else { reworded::answered::answered(&self.tokens, &question.tokens) }
    }

    /// Whether it says nothing but what was asked, behind a yes or no or as a statement.
    pub fn echoes(&self, question: &Text) -> bool {
        let said = match self.polarity {
            Some(polarity) => reworded::answered::echoes(&self.tokens, polarity, &question.tokens),
            None => reworded::answered::repeated(&self.tokens, &question.tokens).is_some(),
        };
        said && !self.cut
    }

    /// Whether two texts say the same in the same words put otherwise; what only one of them repeats of the question counts
    /// for nothing.
    pub fn is_reworded(&self, other: &Text, question: &Text) -> bool {
        let both = reworded::without_head(&self.tokens, self.polarity)
            .zip(reworded::without_head(&other.tokens, other.polarity))
            .filter(|_| !self.cut && !other.cut);
        both.is_some_and(|(own, others)| reworded::is_reworded(&own, &others, &question.tokens))
    }

    /// Whether two sentences in unlike words say something else by what only one of them has.
    pub fn is_told_from(&self, other: &Text) -> bool {
        leftover::tells_apart(&self.tokens, &other.tokens) || minimal::apart(&self.tokens, &other.tokens)
    }

    /// Whether two have changed places around what one of them does to the other, or lines that are run one by one.
    pub(super) fn is_turned_round(&self, other: &Text) -> bool {
        // Of the languages of braces, a configuration calls nothing.
        let calls = |text: &Text| [");", ")\n"].iter().any(|end| text.raw.contains(end));
        let runs = |text: &Text| match text.language {
            Some(blocks::Language::Brace) => calls(text),
            language => language.is_some_and(blocks::Language::runs_in_order),
        };
        if runs(self) && runs(other) {
            return swapped::is_reordered(&self.tokens, &other.tokens);
        }
        !swapped::lists(self.raw) && !swapped::lists(other.raw) && swapped::is_swapped(&self.tokens, &other.tokens)
    }

    /// Whether both list the same things in another order, and nothing puts one after another.
    fn lists_as(&self, other: &Text) -> bool {
        let (own, others) = (&self.tokens, &other.tokens);
        if own.has_code || !swapped::is_reordered(own, others) {
            return false;
        }
        let language = own.language_with(others);
        let head = own.iter().zip(others.iter()).take_while(|(a, b)| a.equals(b)).count();
        let tail = own.iter().rev().zip(others.iter().rev()).take_while(|(a, b)| a.equals(b)).count();
        !own[head..own.len() - tail].iter().any(|token| language.is_step(token))
            && listed::are_one_list(self.raw, other.raw, language)
    }

    /// Whether two values of both belong to other words in the one than in the other.
    pub fn ties_otherwise(&self, other: &Text) -> bool {
        leftover::ties_otherwise(&self.tokens, &other.tokens)
    }

    /// Whether each has a word that counts, denies or has an opposite, and of which the other has no equal.
    pub fn turns_otherwise(&self, other: &Text) -> bool {
        facing::turn_otherwise(&self.tokens, &other.tokens)
    }

    /// Whether what the one orders or forbids is left open, forbidden or ordered by the other.
    pub fn binds_otherwise(&self, other: &Text) -> bool {
        facing::bind_otherwise(&self.tokens, &other.tokens)
    }

    /// What it has that stands in none of the others.
    pub fn beyond(&self, others: &[Text]) -> Option<Beyond> {
        let others: Vec<&[Token]> = others.iter().map(|other| &other.tokens[..]).collect();
        leftover::beyond::of(&self.tokens, &others)
    }

    /// Whether two texts differ in amounts that convert into each other and in nothing else.
    pub fn is_converted(&self, other: &Text) -> bool {
        judge::are_converted(&self.tokens, &other.tokens)
    }

    fn compare(&self, other: &Text) -> Relation {
        let found = judge::relation(&self.tokens, &other.tokens, self.tokens.language_with(&other.tokens), true);
        if found == Relation::Differs && self.is_turned_round(other) {
            return Relation::Contradicts;
        }
        let states_as = || swapped::is_reordered(&self.tokens, &other.tokens) && self.states_as(other);
        if found == Relation::Contradicts && (self.lists_as(other) || states_as()) {
            return Relation::Differs;
        }
        let unequal = self.remarks.len() != other.remarks.len()
            || !self.remarks.iter().zip(&other.remarks).all(|(a, b)| a.equals(b))
            || self.cut
            || other.cut;
        if found == Relation::Same && unequal { Relation::Differs } else { found }
    }
}

/// `5!` is no excited five.
fn is_factorial(text: &str) -> bool {
    text.strip_suffix('!')
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()))
}

/// The first bytes of a text, and whether it is longer.
fn part_of(raw: &str) -> (&str, bool) {
    let end = (0..=LONGEST.min(raw.len())).rev().find(|&at| raw.is_char_boundary(at)).unwrap_or(0);
    (raw[..end].trim(), end < raw.len())
}
