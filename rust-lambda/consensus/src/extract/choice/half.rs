//! What a yes or a no with more words comes to. It may be half of one: "mostly yes", "yes, but only if it is signed".
//!
//! # Performance
//! One look at the words of the first sentence.

use super::lexicon::{self, Class};
use super::words::{self, Piece, Sign};
use crate::extract::aside;
use crate::normalise::fold;

/// Words in front of the yes.
const MOST_BEFORE: usize = 4;

/// Words between the yes and an "if" that is its condition; further behind it belongs to a reason: "Yes, it returns None
/// if the list is empty."
const NEAR: usize = 2;

/// Bytes of a word that says yes or no, with signs around it.
const LONGEST_AGREEMENT: usize = 16;

/// Bytes that are looked at.
const REACH: usize = 200;

/// Beside a yes: as much as a no is left. In small letters, accents kept.
const HALVES: &str = "mostly partly partially almost nearly sometimes usually often rarely seldom largely somewhat theory \
    principle caveats caveat reservations exceptions restrictions limitations depending depends meist meistens \
    teilweise teils fast beinahe manchmal grundsätzlich bedingt eingeschränkt ausnahmen souvent parfois \
    partiellement presque théorie principe parcialmente casi veces teoría principio mayormente depende \
    dependiendo parzialmente quasi talvolta teoria quase princípio gedeeltelijk deels bijna soms meestal \
    частично почти иногда";

/// Conditions that begin a reason as well, when they stand far behind the yes.
const IFS: &str = "if when once wenn falls si quand se quando cuando als wanneer indien если もし 如果";

/// Words that begin a clause of their own behind a yes: "Yes, first seen in 2010."
const OWN: &str = "first yet later before after später bevor avant prima antes eerst pas сначала 先";

/// What a text that begins with a yes or a no comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreed {
    /// Half of it is taken back.
    Half,
    /// The word, with reasons behind it.
    Explained(String),
}

/// Reads a text that begins with a yes or a no, or has one behind a few words, and says more.
pub fn agreed(text: &str) -> Option<Agreed> {
    if !may_agree(text) {
        return None;
    }
    if aside::halves(text, &|word| lexicon::agreement(word).is_some()) {
        return Some(Agreed::Half);
    }
    let reach = (0..=REACH.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let line = text[..reach].trim_start().lines().next().unwrap_or("");
    let cleaned = words::cleaned(line, true);
    let pieces = words::pieces(&cleaned);
    let agrees = |piece: &Piece| piece.lower().is_some_and(|word| lexicon::agreement(word).is_some());
    let at = pieces.iter().take(MOST_BEFORE + 1).position(agrees)?;
    let (before, behind) = (&pieces[..at], &pieces[at + 1..]);
    let silent =
        |piece: &Piece| matches!(lexicon::class_at(std::slice::from_ref(piece)), None | Some((Class::Lead, _)));
    if before.iter().any(is_halving) || (before.iter().all(silent) && is_taken_back(behind)) {
        return Some(Agreed::Half);
    }
    let word = pieces[at].lower().filter(|word| before.is_empty() && is_explained(word, behind))?;
    Some(Agreed::Explained(word.clone()))
}

/// Whether reasons stand behind a yes or no, or nothing but what says it again: "Yes, it is.", "No, never."
fn is_explained(word: &str, behind: &[Piece]) -> bool {
    let Some((Piece::Sign(_), behind)) = behind.split_first() else { return false };
    if matches!(lexicon::class_at(behind), Some((Class::Because, _))) {
        return true;
    }
    let denies = lexicon::agreement(word) == Some(false);
    let again = |piece: &Piece| match lexicon::class_at(std::slice::from_ref(piece)).map(|(class, _)| class) {
        Some(Class::Be | Class::Lead) => true,
        Some(Class::Deny) => denies,
        _ => piece.word().is_none(),
    };
    !behind.is_empty() && behind.iter().all(again)
}

/// Whether a text takes half of its yes or no back.
pub fn is_half(text: &str) -> bool {
    agreed(text) == Some(Agreed::Half) || aside::turns(text)
}

/// A quick look at the first words: most answers are no yes and no no.
fn may_agree(text: &str) -> bool {
    let short = |word: &str| word.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    text.trim_start().starts_with(fold::unspaced)
        || text
            .split_whitespace()
            .take(MOST_BEFORE + 1)
            .filter(|word| word.len() <= LONGEST_AGREEMENT)
            .any(|word| lexicon::agreement(&short(word)).is_some())
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|known| known == word)
}

fn is_halving(piece: &Piece) -> bool {
    piece.lower().is_some_and(|word| is_in(HALVES, word))
}

/// Whether what stands behind a yes, up to the end of its sentence, takes half of it back.
fn is_taken_back(behind: &[Piece]) -> bool {
    let (mut at, mut said, mut turned) = (0, 0, false);
    while let Some(piece) = behind.get(at) {
        let Piece::Word(word) = piece else {
            if matches!(piece, Piece::Sign(Sign::Stop | Sign::Question | Sign::Line)) {
                return false;
            }
            at += 1;
            continue;
        };
        let class = lexicon::class_at(&behind[at..]);
        let opposite = lexicon::agreement(&word.lower).is_some() && said > 0;
        match class.map(|(class, _)| class) {
            Some(Class::Because) => return false,
            Some(Class::Cond) if !is_in(IFS, &word.lower) || said <= NEAR || turned => return true,
            Some(Class::Soft) if (said == 0 && !is_in(OWN, &word.lower)) || turned => return true,
            Some(Class::Deny) if turned && is_quantity(&behind[at + 1..]) => return true,
            Some(Class::But) => turned = true,
            _ if is_halving(piece) && (said <= NEAR || turned) || opposite && turned => return true,
            _ => {}
        }
        at += class.map_or(1, |(_, length)| length.max(1));
        said += 1;
    }
    false
}

/// Of all: in small letters.
const ALL: &str =
    "always all every everywhere fully entirely completely immer alle ganz toujours siempre todos sempre tutti altijd";

/// "but not always" leaves a part; "but not slow" leaves all.
fn is_quantity(behind: &[Piece]) -> bool {
    behind.first().and_then(Piece::lower).is_some_and(|word| is_in(ALL, word))
}

#[cfg(test)]
mod tests {
    use super::{Agreed, agreed, is_half};

    #[test]
    fn half_of_a_yes_is_none() {
        for half in [
            "mostly yes",
            "Partly yes.",
            "Yes, partially.",
            "In theory, yes",
            "yes if approved",
            "Yes, if it is signed.",
            "Yes, but only if you never deploy it.",
            "Yes, unless it rains.",
            "Yes, provided that it is signed.",
            "Yes, it is safe as long as it is signed.",
            "Yes, except on Sundays",
            "Yes \u{2014} with caveats",
            "Yes, but not always.",
            "Yes, only on Sundays.",
            "No, unless it is signed.",
            "Mostly no",
            "Ja, aber nur wenn es signiert ist.",
            "Ja, sofern es signiert ist.",
            "Oui, mais seulement si c'est sign\u{e9}.",
            "S\u{ed}, salvo los domingos.",
            "S\u{ec}, a meno che piova.",
        ] {
            assert!(is_half(half), "{half}");
        }
    }

    #[test]
    fn reasons_leave_the_word() {
        assert_eq!(agreed("Yes, because it is signed."), Some(Agreed::Explained("yes".to_owned())));
        assert_eq!(agreed("No, since 2010."), Some(Agreed::Explained("no".to_owned())));
        assert_eq!(agreed("Ja, weil es neu ist."), Some(Agreed::Explained("ja".to_owned())));
        assert_eq!(agreed("Yes, it is."), Some(Agreed::Explained("yes".to_owned())));
        assert_eq!(agreed("No, it is not."), Some(Agreed::Explained("no".to_owned())));
        assert_eq!(agreed("No, never."), Some(Agreed::Explained("no".to_owned())));
        assert_eq!(agreed("Yes, it is not."), None);
        assert_eq!(agreed("Yes, Minister"), None);
    }

    #[test]
    fn a_whole_yes_stays_one() {
        for whole in [
            "yes",
            "Yes, because it is signed if it is new.",
            "Yes, it is.",
            "Yes, definitely.",
            "Absolutely yes",
            "Yes. Only if it is new it must be signed.",
            "Yes, it returns None if the list is empty.",
            "Yes, but it is slow.",
            "Yes, since 2010.",
            "No, never.",
            "No, it is not.",
            "Yes, 3599 is prime.",
            "Paris, if you ask me",
            "Only on Sundays",
            "Ja, weil es signiert ist.",
            "Oui, c'est s\u{fb}r.",
        ] {
            assert!(!is_half(whole), "{whole}");
        }
    }
}
