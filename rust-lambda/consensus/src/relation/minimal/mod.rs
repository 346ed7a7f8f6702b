//! Two statements in the same words but for one place or two: whoever says a thing in words of one's own changes more.
//! "Open port 443 to the office network." and "Open port 443 to the internet." say two things, and so do "rose to 20
//! euros" and "rose by 20 euros".
//!
//! # Performance
//! Only texts of at most [`MOST_TOKENS`] tokens are looked at, and O(n m / 64) steps are taken for n and m tokens.

mod places;
mod scripts;
mod turns;
mod unspaced;

use super::hunks::{self, Hunk};
use super::swapped;
use super::tokens::Tokens;
use places::Places;

/// In longer texts one word may stand for another.
const MOST_TOKENS: usize = 24;

/// Part of the longer text that both share, in fifths.
const SHARED_FIFTHS: usize = 3;

/// Shorter texts are names.
const LEAST_TOKENS: usize = 2;

/// Equal words before a last phrase that may be longer.
const LEAST_BEFORE_AN_END: usize = 4;

/// Places in which two texts may differ and still be one frame with two fillings.
const MOST_PLACES: usize = 2;

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
    let most = hunks::most_shared(a, b);
    let one_head = || {
        a.len().min(b.len()) > LEAST_BEFORE_AN_END
            && a.iter().zip(b.iter()).take(LEAST_BEFORE_AN_END).all(|(a, b)| a.equals(b))
    };
    if !framed(most) && (2 * most < longest || !one_head()) {
        return false;
    }
    let Some((hunks, shared)) = hunks::between(a, b) else { return false };
    // A last phrase may be longer behind as many equal words.
    let ends = |hunk: &Hunk| hunk.a.end == a.len() && hunk.b.end == b.len();
    let last = hunks.len() == 1 && hunks.iter().all(ends) && 2 * shared >= longest && one_head();
    if !(1..=MOST_PLACES).contains(&hunks.len()) || !framed(shared) && !last {
        return false;
    }
    let language = a.language_with(b);
    let places = Places { a, b, language };
    if language.is_unspaced() {
        return hunks.iter().any(|hunk| places.tells_unspaced(hunk));
    }
    hunks.iter().any(|hunk| places.tells(hunk))
}
