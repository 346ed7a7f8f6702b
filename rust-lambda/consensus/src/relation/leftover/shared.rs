//! Which words two texts share, and which are left over.

use crate::relation::contrast::Language;
use crate::relation::token::{STEM, Token};
use crate::relation::tokens::Tokens;

/// Letters at the end of a word by which its forms differ.
const MOST_ENDING: usize = 3;

/// Two texts, word by word.
pub struct Shared<'t> {
    /// The texts.
    pub texts: [&'t Tokens; 2],
    /// Their language.
    pub language: &'static Language,
    /// Places of the words that both have and that carry meaning.
    pub content: Vec<[usize; 2]>,
    /// Places of all tokens that only the one has.
    pub left: [Vec<usize>; 2],
}

impl<'t> Shared<'t> {
    /// Pairs equal tokens, then forms of one word; each token once.
    pub fn of(a: &'t Tokens, b: &'t Tokens, language: &'static Language) -> Shared<'t> {
        let mut shared = Shared { texts: [a, b], language, content: Vec::new(), left: [Vec::new(), Vec::new()] };
        let mut free: Vec<bool> = vec![true; b.len()];
        let mut pairs: Vec<Option<usize>> = vec![None; a.len()];
        let is_equal = |token: &Token, at: usize| b.keys[at] == token.key(false) && token.equals(&b[at]);
        for forms in [false, true] {
            for (at, token) in a.iter().enumerate().filter(|(_, token)| !token.text.is_empty()) {
                if pairs[at].is_some() {
                    continue;
                }
                // Most words have no forms of their own: that is asked once for all words of the other text.
                let form = if forms { language.form(token) } else { None };
                let are_forms = |other: &Token| is_form(token, other) || form.is_some() && language.form(other) == form;
                let matches = |at: usize| if forms { are_forms(&b[at]) } else { is_equal(token, at) };
                if let Some(found) = (0..b.len()).find(|other| free[*other] && matches(*other)) {
                    free[found] = false;
                    pairs[at] = Some(found);
                }
            }
        }
        join_compounds(a, b, &mut pairs, &mut free);
        for (at, pair) in pairs.iter().enumerate() {
            match pair {
                Some(other) if at > 0 && pairs[at - 1] == Some(*other) => {}
                Some(other) if shared.carries(&a[at]) => shared.content.push([at, *other]),
                Some(_) => {}
                None => shared.left[0].push(at),
            }
        }
        shared.left[1].extend((0..b.len()).filter(|at| free[*at]));
        shared
    }

    /// Whether a word carries a meaning of its own.
    pub fn carries(&self, token: &Token) -> bool {
        self.language.carries(token)
    }

    /// Places of the words left over in one text that carry a meaning.
    pub fn left_content(&self, text: usize) -> Vec<usize> {
        self.left[text].iter().copied().filter(|at| self.carries(&self.texts[text][*at])).collect()
    }
}

/// Pairs words that the one text writes as two and the other as one: "e-mail", "email".
fn join_compounds(a: &Tokens, b: &Tokens, pairs: &mut [Option<usize>], free: &mut [bool]) {
    let is_whole = |first: &Token, second: &Token, whole: &Token| {
        let (first, second, whole) = (first.text.as_str(), second.text.as_str(), whole.text.as_str());
        whole.len() == first.len() + second.len() && whole.starts_with(first) && whole.ends_with(second)
    };
    for at in 0..pairs.len() {
        if pairs[at].is_some() {
            continue;
        }
        let next = at + 1;
        if pairs.get(next) == Some(&None)
            && let Some(whole) = (0..free.len()).find(|place| free[*place] && is_whole(&a[at], &a[next], &b[*place]))
        {
            (pairs[at], pairs[next], free[whole]) = (Some(whole), Some(whole), false);
        }
        let halves = |first: &usize| free[*first] && free[*first + 1] && is_whole(&b[*first], &b[*first + 1], &a[at]);
        if let Some(first) = (0..free.len().saturating_sub(1)).find(halves).filter(|_| pairs[at].is_none()) {
            (pairs[at], free[first], free[first + 1]) = (Some(first), false, false);
        }
    }
}

/// Whether two words are forms of one: `close`, `closed`.
pub fn is_form(a: &Token, b: &Token) -> bool {
    // Most words begin otherwise.
    if a.stem().is_none_or(|stem| b.stem() != Some(stem)) {
        return false;
    }
    let letters = |word: &Token| word.text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>();
    let (own, other) = (letters(a), letters(b));
    let stem = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
    // "Ship", "shipping": a letter that only doubles the last one is no ending.
    let doubled = |word: &[char]| word.len() > stem + 1 && word[stem] == word[stem - 1];
    let ending = |word: &[char]| word.len() - stem - usize::from(doubled(word));
    stem >= STEM && ending(&own).max(ending(&other)) <= MOST_ENDING
}
