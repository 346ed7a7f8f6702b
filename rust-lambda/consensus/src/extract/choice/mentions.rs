//! Where a place names the options.

use super::forms::{Fitting, Forms, Sort, fit};
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

impl Forms<'_> {
    /// The option of which a cleaned text is one spelling in words, and nothing else.
    pub fn whole(&self, cleaned: &str) -> Option<usize> {
        let pieces = words::pieces(cleaned);
        let (at, _) = pieces.iter().enumerate().find(|(_, piece)| piece.word().is_some())?;
        let (found, fitting) = self.longest(cleaned, &pieces, at)?;
        pieces[at + fitting.length..].iter().all(|piece| piece.word().is_none()).then_some(found).flatten()
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
            let named = self.longest(text, &pieces, at).filter(|(_, fitting)| {
                known.is_none_or(|(_, longer)| longer <= fitting.length) && self.chooses(fitting, &pieces, at, &items)
            });
            let (item, length) = match (named, known) {
                (Some((option, fitting)), _) => (Item::Option(option), fitting.length),
                (None, None) if word.lower == "no" => (self.lacking(text, &pieces, at), 1),
                (None, Some((class, length))) => (inside(class, &word.lower, items.last()), length),
                (None, None) if echo(&word.folded) => (Item::Echo, 1),
                (None, None) => (Item::Other, 1),
            };
            items.push(item);
            at += length;
        }
        settle_past(&mut items);
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
    fn longest(&self, text: &str, pieces: &[Piece], at: usize) -> Option<(Option<usize>, Fitting<'_>)> {
        let word = pieces[at].word()?;
        let fitting = self.beginning(&word.folded).filter_map(|(option, form)| {
            let length = fit(form, pieces, at)?;
            Some(Fitting { option, form, length })
        });
        let fitting: Vec<Fitting> = fitting.collect();
        let most = fitting.iter().map(|fitting| fitting.form.words.len()).max()?;
        let mut longest = fitting.into_iter().filter(|fitting| fitting.form.words.len() == most);
        let first = longest.next()?;
        let rivals: Vec<usize> = longest.map(|other| other.option).filter(|option| *option != first.option).collect();
        if rivals.is_empty() {
            return Some((Some(first.option), first));
        }
        let written = rivals.into_iter().chain([first.option]).filter(|option| self.written(text, word, *option));
        let exact = written.max_by_key(|option| self.given[*option].len());
        Some((exact, first))
    }

    /// Whether the words stand for the option here, and not for an article, a pronoun or a determiner.
    fn chooses(&self, fitting: &Fitting, pieces: &[Piece], at: usize, before: &[Item]) -> bool {
        let Fitting { option, form, length } = *fitting;
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
            let named = |at: usize| pieces.get(at).and_then(Piece::word).is_some_and(|word| self.names(word, option));
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
        let named =
            |(option, form): (usize, &super::forms::Form)| option != but && form.letter.as_ref() == Some(&word.raw);
        self.beginning(&word.folded).any(named)
    }

    /// Whether the option stands here as it is spelt, signs included.
    fn written(&self, text: &str, word: &Word, option: usize) -> bool {
        let given = self.given[option];
        let Some(lead) = given.find(word.raw.as_str()) else { return false };
        text[..word.start].ends_with(&given[..lead]) && text[word.start..].starts_with(&given[lead..])
    }
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

/// What was thought before is a draft, and "now" leads in, unless both or a "but" make a turn.
fn settle_past(items: &mut [Item]) {
    let past = items.iter().position(|item| *item == Item::Known(Class::Past));
    let turns = |item: &Item| matches!(item, Item::Known(Class::Now | Class::But));
    if past.is_some_and(|past| items[past..].iter().any(turns)) {
        return;
    }
    for item in items {
        match item {
            Item::Known(Class::Past) => *item = Item::Known(Class::Draft),
            Item::Known(Class::Now) => *item = Item::Known(Class::Lead),
            _ => {}
        }
    }
}
