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
        let are_forms = |token: &Token, at: usize| is_form(token, &b[at]) || language.are_other_forms(token, &b[at]);
        for matches in [&is_equal as &dyn Fn(&Token, usize) -> bool, &are_forms] {
            for (at, token) in a.iter().enumerate().filter(|(_, token)| !token.text.is_empty()) {
                if pairs[at].is_none()
                    && let Some(found) = (0..b.len()).find(|other| free[*other] && matches(token, *other))
                {
                    free[found] = false;
                    pairs[at] = Some(found);
                }
            }
        }
        let free_of = |pairs: &[Option<usize>]| pairs.iter().map(Option::is_none).collect::<Vec<_>>();
        let apart = compounds((a, &free_of(&pairs)), (b, &free));
        let joined = compounds((b, &free), (a, &free_of(&pairs)));
        for [first, whole] in apart {
            pairs[first] = Some(whole);
            pairs[first + 1] = Some(whole);
            free[whole] = false;
        }
        for [first, whole] in joined {
            pairs[whole] = Some(first);
            free[first] = false;
            free[first + 1] = false;
        }
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

/// Words that the one text writes as two and the other as one, as the places of the first half and of the whole: "e-mail",
/// "email". Both have words that are free.
fn compounds(apart: (&Tokens, &[bool]), whole: (&Tokens, &[bool])) -> Vec<[usize; 2]> {
    let halves = (1..apart.0.len()).filter(|at| apart.1[*at - 1] && apart.1[*at]);
    let is_whole = |at: usize, word: &str| {
        let [first, second] = [&apart.0[at - 1].text, &apart.0[at].text];
        word.len() == first.len() + second.len() && word.starts_with(first.as_str()) && word.ends_with(second.as_str())
    };
    let found = halves.filter_map(|at| {
        let place = (0..whole.0.len()).find(|place| whole.1[*place] && is_whole(at, &whole.0[*place].text))?;
        Some([at - 1, place])
    });
    let mut found: Vec<[usize; 2]> = found.collect();
    // Each word belongs to one compound.
    found.dedup_by(|next, last| next[0] - last[0] < 2 || next[1] == last[1]);
    found
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
    stem >= STEM && own.len().max(other.len()) - stem <= MOST_ENDING
}
