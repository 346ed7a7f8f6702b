//! Which words two texts share, and which are left over.

use crate::relation::contrast::Language;
use crate::relation::token::{Sort, Token};

/// Letters that two forms of one word begin with.
const STEM: usize = 4;

/// Letters at the end of a word by which its forms differ.
const MOST_ENDING: usize = 3;

/// Two texts, word by word.
pub struct Shared<'t> {
    /// The texts.
    pub texts: [&'t [Token]; 2],
    /// Their language.
    pub language: &'static Language,
    /// Places of the words that both have and that carry meaning.
    pub content: Vec<[usize; 2]>,
    /// Places of all tokens that only the one has.
    pub left: [Vec<usize>; 2],
}

impl<'t> Shared<'t> {
    /// Pairs equal tokens, then forms of one word; each token once.
    pub fn of(a: &'t [Token], b: &'t [Token], language: &'static Language) -> Shared<'t> {
        let mut shared = Shared { texts: [a, b], language, content: Vec::new(), left: [Vec::new(), Vec::new()] };
        let mut free: Vec<bool> = vec![true; b.len()];
        let mut pairs: Vec<Option<usize>> = vec![None; a.len()];
        for matches in [Token::equals as fn(&Token, &Token) -> bool, is_form] {
            for (at, token) in a.iter().enumerate().filter(|(_, token)| !token.text.is_empty()) {
                if pairs[at].is_none()
                    && let Some(found) = (0..b.len()).find(|other| free[*other] && matches(token, &b[*other]))
                {
                    free[found] = false;
                    pairs[at] = Some(found);
                }
            }
        }
        for (at, pair) in pairs.iter().enumerate() {
            match pair {
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
        token.sort == Sort::Word && !self.language.is_grammar(token) && self.language.cue(token).is_none()
    }

    /// Places of the words left over in one text that carry a meaning.
    pub fn left_content(&self, text: usize) -> Vec<usize> {
        self.left[text].iter().copied().filter(|at| self.carries(&self.texts[text][*at])).collect()
    }
}

/// Whether two words are forms of one: `close`, `closed`.
pub fn is_form(a: &Token, b: &Token) -> bool {
    if a.sort != Sort::Word || b.sort != Sort::Word || has_digit(a) || has_digit(b) {
        return false;
    }
    let (mut own, mut other) =
        (a.text.chars().flat_map(char::to_lowercase), b.text.chars().flat_map(char::to_lowercase));
    let mut stem = 0;
    loop {
        match (own.next(), other.next()) {
            (Some(left), Some(right)) if left == right => stem += 1,
            // Most words differ at once, and need no look at how long they are.
            _ if stem < STEM => return false,
            (left, right) => {
                let ending = |next: Option<char>, rest: usize| usize::from(next.is_some()) + rest;
                let longest = ending(left, own.count()).max(ending(right, other.count()));
                return longest <= MOST_ENDING;
            }
        }
    }
}

/// Whether a word holds a digit: then each letter counts.
pub fn has_digit(token: &Token) -> bool {
    token.text.bytes().any(|byte| byte.is_ascii_digit())
}
