//! Where a place names the options.

use std::collections::HashMap;

use super::lexicon::{self, Class};
use super::words::{self, Piece, Sign, Word};

/// What a piece of a place is to the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// An option by its index; None: one of several that cannot be told apart here.
    Option(Option<usize>),
    /// A word of the lexicon.
    Known(Class),
    /// A word of the question.
    Echo,
    /// Any other word.
    Other,
    /// A sign.
    Sign(Sign),
}

/// How a form names its option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sort {
    /// The option, or its label or text.
    Full,
    /// Another form of its word: "approved" for "approve".
    Bent,
    /// "yep" for "yes".
    Agrees,
}

#[derive(Debug)]
struct Form {
    words: Vec<String>,
    option: usize,
    sort: Sort,
    /// The one letter as the option writes it.
    letter: Option<String>,
}

/// The options in all the forms in which a reply may name them.
#[derive(Debug)]
pub struct Forms<'a> {
    given: Vec<&'a str>,
    by_first: HashMap<String, Vec<Form>>,
}

impl<'a> Forms<'a> {
    /// Prepares the forms of trimmed options.
    pub fn new(given: &[&'a str]) -> Forms<'a> {
        let mut forms = Forms { given: given.to_vec(), by_first: HashMap::new() };
        for (option, text) in given.iter().enumerate() {
            let parts = super::label_and_text(text);
            for part in std::iter::once(*text).chain(parts.into_iter().flat_map(|(label, text)| [label, text])) {
                forms.add(option, part, Sort::Full);
            }
        }
        for (option, text) in given.iter().enumerate() {
            for bent in
                bent(text).into_iter().filter(|bent| !given.iter().any(|other| other.eq_ignore_ascii_case(bent)))
            {
                forms.add(option, &bent, Sort::Bent);
            }
        }
        forms.add_agreement();
        forms
    }

    fn add(&mut self, option: usize, text: &str, sort: Sort) {
        let words: Vec<Word> =
            words::pieces(&words::cleaned(text, false)).iter().filter_map(|piece| piece.word().cloned()).collect();
        let Some(first) = words.first() else { return };
        let letter = (words.len() == 1 && first.raw.chars().count() == 1 && first.raw.chars().all(char::is_alphabetic))
            .then(|| first.raw.clone());
        let known = first.folded.clone();
        let form = Form { words: words.into_iter().map(|word| word.folded).collect(), option, sort, letter };
        self.by_first.entry(known).or_default().push(form);
    }

    /// Where exactly one option says yes, every word for yes names it; no likewise.
    fn add_agreement(&mut self) {
        for said in [true, false] {
            let says = |text: &&str| lexicon::agreement(&text.to_lowercase()) == Some(said);
            let mut saying = self.given.iter().enumerate().filter(|(_, text)| says(text)).map(|(option, _)| option);
            if let (Some(option), None) = (saying.next(), saying.next()) {
                for word in lexicon::words_of(said) {
                    if !self.given.iter().any(|given| given.to_lowercase() == *word) {
                        self.add(option, word, Sort::Agrees);
                    }
                }
            }
        }
    }

    /// The option of which a cleaned text is one spelling in words, and nothing else.
    pub fn whole(&self, cleaned: &str) -> Option<usize> {
        let pieces = words::pieces(cleaned);
        let (at, _) = pieces.iter().enumerate().find(|(_, piece)| piece.word().is_some())?;
        let (found, _, length) = self.longest(cleaned, &pieces, at)?;
        pieces[at + length..].iter().all(|piece| piece.word().is_none()).then_some(found).flatten()
    }

    /// The pieces of a place by what they are to the options; `echo` tells the words of the question.
    pub fn items(&self, text: &str, echo: &dyn Fn(&str) -> bool) -> Vec<Item> {
        let pieces = words::pieces(text);
        let mut items = Vec::new();
        let mut at = 0;
        while at < pieces.len() {
            let Piece::Word(word) = &pieces[at] else {
                items.extend(match &pieces[at] {
                    Piece::Sign(sign) => Some(Item::Sign(*sign)),
                    Piece::Word(_) => None,
                });
                at += 1;
                continue;
            };
            let known = lexicon::class_at(&pieces[at..]);
            let named = self.longest(text, &pieces, at).filter(|(_, form, length)| {
                known.is_none_or(|(_, longer)| longer <= *length) && self.chooses(form, &pieces, at, *length, &items)
            });
            let (item, length) = match (named, known) {
                (Some((option, _, length)), _) => (Item::Option(option), length),
                (None, None) if word.lower == "no" => (self.lacking(text, &pieces, at), 1),
                (None, Some((class, length))) => (inside(class, &word.lower, items.last()), length),
                (None, None) if echo(&word.folded) => (Item::Echo, 1),
                (None, None) => (Item::Other, 1),
            };
            items.push(item);
            at += length;
        }
        items
    }

    /// "no downtime" says nothing of an option; a bare "no", or one before an option, denies.
    fn lacking(&self, text: &str, pieces: &[Piece], at: usize) -> Item {
        let behind = pieces[at + 1..].iter().take_while(|piece| piece.word().is_some()).count();
        let names = (at + 1..at + 1 + behind).any(|at| self.longest(text, pieces, at).is_some());
        let verb = matches!(lexicon::class_at(&pieces[at + 1..]), Some((Class::Pick | Class::Be, _)));
        let denies = behind == 0 || names || verb || is_pronoun(pieces.get(at + 1));
        Item::Known(if denies { Class::Deny } else { Class::Without })
    }

    /// The longest form at this piece: its option, itself, and the number of pieces. Options of the same words are
    /// told apart by their signs and case.
    fn longest(&self, text: &str, pieces: &[Piece], at: usize) -> Option<(Option<usize>, &Form, usize)> {
        let word = pieces[at].word()?;
        let forms = self.by_first.get(&word.folded)?;
        let fitting: Vec<(&Form, usize)> =
            forms.iter().filter_map(|form| Some((form, fit(form, pieces, at)?))).collect();
        let most = fitting.iter().map(|(form, _)| form.words.len()).max()?;
        let mut longest = fitting.into_iter().filter(|(form, _)| form.words.len() == most);
        let (form, length) = longest.next()?;
        let rivals: Vec<usize> = longest.map(|(form, _)| form.option).filter(|option| *option != form.option).collect();
        if rivals.is_empty() {
            return Some((Some(form.option), form, length));
        }
        let written = rivals.into_iter().chain([form.option]).filter(|option| self.written(text, word, *option));
        let exact = written.max_by_key(|option| self.given[*option].len());
        Some((exact, form, length))
    }

    /// Whether the words stand for the option here, and not for an article, a pronoun or a determiner.
    fn chooses(&self, form: &Form, pieces: &[Piece], at: usize, length: usize, before: &[Item]) -> bool {
        let Some(word) = pieces[at].word() else { return false };
        let next = pieces.get(at + length);
        if length == 1 && is_other_pole(word, &pieces[..at]) {
            return false;
        }
        if form.sort == Sort::Agrees {
            let lead = before
                .iter()
                .all(|item| matches!(item, Item::Known(Class::Lead | Class::Be | Class::Best) | Item::Sign(_)));
            return lead && ends(next);
        }
        if let Some(letter) = &form.letter {
            let named =
                |at: usize| pieces.get(at).and_then(Piece::word).is_some_and(|word| self.names(word, form.option));
            // "A y B", "A of B": a short word between two letters joins them in some language.
            let joined = next.and_then(Piece::word).is_some_and(|word| word.raw.chars().count() <= LONGEST_JOINT);
            let pronoun = matches!(word.raw.as_str(), "I" | "i");
            let beside = named(at + length) || (joined && !pronoun && named(at + length + 1));
            return beside || stands_out(word, letter, at.checked_sub(1).map(|at| &pieces[at]), &pieces[at + length..]);
        }
        // "no" before a noun is a determiner.
        let determiner =
            length == 1 && lexicon::agreement(&word.lower) == Some(false) && !ends(next) && !is_pronoun(next);
        let goes_on = matches!(
            lexicon::class_at(&pieces[at + length..]),
            Some((Class::Because | Class::Over | Class::But | Class::Be | Class::Or | Class::Deny | Class::Retract, _))
        );
        !word.tied && (!determiner || goes_on)
    }

    /// Whether a word is one letter that another option writes just so.
    fn names(&self, word: &Word, but: usize) -> bool {
        let forms = self.by_first.get(&word.folded);
        forms
            .is_some_and(|forms| forms.iter().any(|form| form.option != but && form.letter.as_ref() == Some(&word.raw)))
    }

    /// Whether the option stands here as it is spelt, signs included.
    fn written(&self, text: &str, word: &Word, option: usize) -> bool {
        let given = self.given[option];
        let Some(lead) = given.find(word.raw.as_str()) else { return false };
        text[..word.start].ends_with(&given[..lead]) && text[word.start..].starts_with(&given[lead..])
    }
}

/// Number of pieces that the form takes here; signs between its words do not count.
fn fit(form: &Form, pieces: &[Piece], at: usize) -> Option<usize> {
    let mut end = at;
    for word in &form.words {
        while end > at && matches!(pieces.get(end), Some(Piece::Sign(_))) {
            end += 1;
        }
        if pieces.get(end)?.word()?.folded != *word {
            return None;
        }
        end += 1;
    }
    Some(end - at)
}

/// "while" and "wait" turn a sentence at the head of a clause; inside one they are words like others: "it is locked
/// while the index is built", "writers wait".
fn inside(class: Class, word: &str, before: Option<&Item>) -> Item {
    let within = matches!(before, Some(Item::Other | Item::Echo)) && (class == Class::Retract || word == "while");
    if within { Item::Other } else { Item::Known(class) }
}

/// "and" or "then" in any language has at most this many letters.
const LONGEST_JOINT: usize = 4;

/// Whether a word says the opposite of one in front of it in the same clause: "ja und nein".
fn is_other_pole(word: &Word, before: &[Piece]) -> bool {
    let Some(says) = lexicon::agreement(&word.lower) else { return false };
    let clause = before.iter().rev().map_while(Piece::lower);
    clause.into_iter().any(|lower| lexicon::agreement(lower) == Some(!says))
}

fn ends(next: Option<&Piece>) -> bool {
    next.is_none_or(|piece| piece.word().is_none())
}

fn is_pronoun(next: Option<&Piece>) -> bool {
    let lower = next.and_then(Piece::lower).map_or("", String::as_str);
    matches!(lower, "it" | "this" | "that" | "i" | "we" | "you" | "they" | "there" | "the" | "because")
}

/// Letters that are words of their own in some language.
const WORDS_OF_ONE_LETTER: [&str; 15] = ["a", "e", "i", "o", "u", "y", "а", "и", "в", "о", "с", "я", "у", "к", "à"];

/// Nouns after which one letter is a name.
const NOUNS: [&str; 20] = [
    "option",
    "choice",
    "letter",
    "answer",
    "antwort",
    "buchstabe",
    "réponse",
    "lettre",
    "opción",
    "respuesta",
    "letra",
    "opzione",
    "risposta",
    "opção",
    "resposta",
    "alternativa",
    "optie",
    "antwoord",
    "вариант",
    "ответ",
];

fn stands_out(word: &Word, letter: &str, before: Option<&Piece>, behind: &[Piece]) -> bool {
    if word.tied {
        return false;
    }
    if behind.first() == Some(&Piece::Sign(Sign::Equals)) {
        return false;
    }
    let noun = before.and_then(Piece::lower).is_some_and(|lower| NOUNS.contains(&lower.as_str()));
    let ended = ends(behind.first());
    if word.raw != letter {
        // "(i)" numbers a list.
        if matches!(word.raw.as_str(), "i" | "v" | "x") {
            return false;
        }
        let introduced = before.is_none_or(|piece| piece.word().is_none())
            || before.is_some_and(|piece| {
                matches!(
                    lexicon::class_at(std::slice::from_ref(piece)),
                    Some((Class::Be | Class::Pick | Class::Best, _))
                )
            });
        return word.wrapped || (ended && (noun || introduced));
    }
    if !WORDS_OF_ONE_LETTER.contains(&word.lower.as_str()) {
        return true;
    }
    let next = behind.first().and_then(Piece::lower).map_or("", String::as_str);
    let pronoun = word.raw == "I" && next != "is";
    let joins = match lexicon::class_at(behind) {
        Some((Class::Because | Class::Over | Class::Or, _)) => true,
        Some((Class::Be | Class::But, _)) => !pronoun,
        _ => next == "and" || next == "und" || next == "et",
    };
    word.wrapped || ended || joins || (noun && !pronoun)
}

/// "approved", "rejects" and the like for an option of one Latin word.
fn bent(option: &str) -> Vec<String> {
    let plain = option.len() >= 4 && option.bytes().all(|byte| byte.is_ascii_alphabetic());
    if !plain {
        return Vec::new();
    }
    let stem = option.to_ascii_lowercase();
    match stem.strip_suffix('e') {
        Some(short) => vec![format!("{stem}d"), format!("{stem}s"), format!("{short}al")],
        None => vec![format!("{stem}ed"), format!("{stem}s"), format!("{stem}es")],
    }
}
