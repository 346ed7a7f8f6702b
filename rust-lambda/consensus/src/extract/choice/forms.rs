//! The options in all the forms in which a reply may name them.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::lexicon;
use super::words::{self, Piece, Word};
use crate::hash::Words;

/// How a form names its option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The option, or its label or text.
    Full,
    /// Another form of its word: "approved" for "approve".
    Bent,
    /// "yep" for "yes".
    Agrees,
}

/// One form.
#[derive(Debug)]
pub struct Form {
    /// Its words without case and accents.
    pub words: Vec<String>,
    /// The option; of a form that agrees 0 for yes, 1 for no.
    option: usize,
    /// How it names its option.
    pub sort: Sort,
    /// The one letter as the option writes it.
    pub letter: Option<String>,
}

/// A form that stands at some piece.
#[derive(Clone, Copy, Debug)]
pub struct Fitting<'f> {
    /// The option that it names.
    pub option: usize,
    /// The form.
    pub form: &'f Form,
    /// Number of pieces that it takes.
    pub length: usize,
}

/// The options in all the forms in which a reply may name them.
#[derive(Debug)]
pub struct Forms<'a> {
    /// Each option as it was given, trimmed.
    pub given: Vec<&'a str>,
    by_first: HashMap<String, Vec<Form>>,
    /// The one option that says yes and the one that says no, which every word for yes or no names.
    poles: [Option<usize>; 2],
}

/// Words as forms, by their first word.
type Agreeing = HashMap<String, Vec<(&'static str, Form)>, Words>;

/// Every word for yes and no.
static AGREEING: LazyLock<Agreeing> = LazyLock::new(|| {
    let mut agreeing = Agreeing::default();
    for (pole, said) in [true, false].into_iter().enumerate() {
        for word in lexicon::words_of(said) {
            if let Some((first, form)) = form(pole, word, Sort::Agrees) {
                agreeing.entry(first).or_default().push((word, form));
            }
        }
    }
    agreeing
});

impl<'a> Forms<'a> {
    /// Prepares the forms of trimmed options.
    pub fn new(given: &[&'a str]) -> Forms<'a> {
        let poles = [true, false].map(|said| only(given, said));
        let mut forms = Forms { given: given.to_vec(), by_first: HashMap::new(), poles };
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
        forms
    }

    fn add(&mut self, option: usize, text: &str, sort: Sort) {
        if let Some((first, form)) = form(option, text, sort) {
            self.by_first.entry(first).or_default().push(form);
        }
    }

    /// The forms that begin with a word, each with the option that it names here.
    pub fn beginning(&self, folded: &str) -> impl Iterator<Item = (usize, &Form)> {
        let own = self.by_first.get(folded).into_iter().flatten().map(|form| (form.option, form));
        let agreeing = if self.poles == [None; 2] { None } else { AGREEING.get(folded) };
        let agreeing = agreeing.into_iter().flatten().filter_map(|(word, form)| {
            let option = self.poles[form.option]?;
            let given = self.given.iter().any(|given| given.to_lowercase() == *word);
            (!given).then_some((option, form))
        });
        own.chain(agreeing)
    }
}

/// The only option that says yes, or no.
fn only(given: &[&str], said: bool) -> Option<usize> {
    let says = |text: &&str| lexicon::agreement(&text.to_lowercase()) == Some(said);
    let mut saying = given.iter().enumerate().filter(|(_, text)| says(text)).map(|(option, _)| option);
    saying.next().filter(|_| saying.next().is_none())
}

/// A text as a form, with its first word; None where it has no word.
fn form(option: usize, text: &str, sort: Sort) -> Option<(String, Form)> {
    let pieces = words::pieces(&words::cleaned(text, false)).into_iter();
    let words: Vec<Word> =
        pieces.filter_map(|piece| if let Piece::Word(word) = piece { Some(word) } else { None }).collect();
    let first = words.first()?;
    let letter = (words.len() == 1 && first.raw.chars().count() == 1 && first.raw.chars().all(char::is_alphabetic))
        .then(|| first.raw.clone());
    let known = first.folded.clone();
    Some((known, Form { words: words.into_iter().map(|word| word.folded).collect(), option, sort, letter }))
}

/// Number of pieces that the form takes here; signs between its words do not count.
pub fn fit(form: &Form, pieces: &[Piece], at: usize) -> Option<usize> {
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
