//! Opposites, denials and quantities that stand against each other in words left over.

use super::shared::Shared;
use super::{parallel, roles, steps};
use crate::relation::contrast::{Language, ORDER};
use crate::relation::facing::{faced, take_common};
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};

/// Groups of quantities of which one is no other.
const QUANTITIES: [&str; 5] = ["all", "most", "some", "few", "none"];

/// Groups of quantities that make less of what is said.
const QUALIFYING: [&str; 5] = ["about", "most", "some", "few", "only"];

/// Whether two texts say the opposite: by a pair of opposites, by a denial, by the order of steps, by roles, or by one
/// of these more than turns it back.
pub fn turned(shared: &Shared) -> bool {
    let order = steps::order(shared);
    if order == steps::Order::Reversed {
        return true;
    }
    // What stands side by side, and goes together in both, changes no roles.
    let aligned = || matches!(parallel::of(shared), Some(parallel::Match::Turned(_)));
    let turn = match roles::turn(shared) {
        roles::Turn::None => roles::Turn::None,
        turn => {
            if aligned() {
                roles::Turn::None
            } else {
                turn
            }
        }
    };
    let marks = Left::of(shared);
    let ordered = order == steps::Order::Equal;
    let faced = || marks.opposites(shared, ordered) || bound(shared, ordered) && !aligned();
    let opposite = turn != roles::Turn::Converse && faced();
    let reversed = match turn {
        roles::Turn::Swapped => true,
        roles::Turn::Compared => return !opposite,
        _ => false,
    };
    let odd = marks.denials() % 2 == 1;
    if reversed || opposite { reversed || !odd } else { marks.quantities() || (odd && marks.denies(shared)) }
}

/// Whether only one of two sentences says how sure or how much something is, and neither has anything else of its own: "It
/// might be safe.", "Nearly all tests pass.", "at most one disk".
pub fn qualified(shared: &Shared) -> bool {
    let language = shared.language;
    let bare = |text: usize| {
        let tokens = shared.texts[text];
        let turns = |at: usize| language.turns(&tokens[at]) || stands_in_pair(language, tokens, at);
        shared.left[text].iter().all(|at| !language.carries(&tokens[*at]) || turns(*at))
    };
    let brief = shared.texts.iter().all(|text| text.len() <= super::MOST_OF_A_SENTENCE);
    if !brief || !bare(0) || !bare(1) {
        return false;
    }
    let Left([own, other]) = Left::of(shared);
    let qualifies = |(_, mark): &(usize, Mark)| match mark {
        Mark::Quantity(group) => QUALIFYING.contains(group),
        Mark::Modal(group) => *group == "may",
        Mark::Doubt => true,
        Mark::Side(axis, _) => language.bounds == Some(*axis),
        _ => false,
    };
    let only = |some: &[(usize, Mark)], none: &[(usize, Mark)]| none.is_empty() && some.iter().any(qualifies);
    only(&own, &other) || only(&other, &own)
}

/// Whether only words of the grammar are left over, and none that turns a meaning but for an order: "Restart the service.",
/// "The service must be restarted."
pub fn unturned(shared: &Shared) -> bool {
    let ordered = steps::order(shared) == steps::Order::Equal;
    let Left(marks) = Left::of(shared);
    let harmless = |text: usize, (at, mark): &(usize, Mark)| match mark {
        Mark::Modal(group) => matches!(*group, "must" | "should"),
        Mark::Side(..) => {
            let token = &shared.texts[text][*at];
            ordered && shared.language.is_step(token) || shared.language.be.contains(&token.text)
        }
        _ => false,
    };
    let silent = |text: usize, at: usize| {
        let token = &shared.texts[text][at];
        if stands_in_pair(shared.language, shared.texts[text], at) {
            return true;
        }
        match shared.language.cue(token) {
            Some(Cue::Article | Cue::By) => true,
            Some(Cue::Then | Cue::Before | Cue::After) => ordered,
            Some(_) => false,
            None => {
                token.sort == Sort::Word
                    && (shared.language.is_grammar(token)
                        || shared.language.turns(token)
                        || has_synonym(shared, text, at))
            }
        }
    };
    (0..2).all(|text| marks[text].iter().all(|mark| harmless(text, mark)))
        && !roles::is_reversed_passive(shared)
        && (0..2).all(|text| shared.left[text].iter().all(|at| silent(text, *at)))
}

/// Whether the other text has a word of the same meaning left over.
fn has_synonym(shared: &Shared, text: usize, at: usize) -> bool {
    let word = &shared.texts[text][at];
    let others = shared.texts[1 - text];
    shared.left[1 - text].iter().any(|other| shared.language.are_synonyms(word, &others[*other]))
}

/// Whether a word turns a meaning together with the one before it or behind it.
pub(super) fn stands_in_pair(language: &Language, tokens: &[Token], at: usize) -> bool {
    let pair = |first: usize| tokens.get(first).zip(tokens.get(first + 1));
    let one = |first: usize| pair(first).is_some_and(|(word, next)| language.are_one(word, next));
    one(at) || at > 0 && one(at - 1)
}

/// Whether two texts without blanks between words hold opposites.
pub fn unspaced(a: &[Token], b: &[Token], language: &Language) -> bool {
    let (mut own, mut other) = (language.marks(a), language.marks(b));
    take_common(&mut own, &mut other);
    let sides =
        |marks: &[Mark]| marks.iter().copied().filter(|mark| matches!(mark, Mark::Side(..))).collect::<Vec<_>>();
    let odd = own.iter().chain(&other).filter(|mark| **mark == Mark::Not).count() % 2 == 1;
    let alike = a.iter().filter(|token| b.iter().any(|other| token.equals(other))).count();
    2 * alike >= a.len().min(b.len()) && faced(&sides(&own), &sides(&other)) && !odd
}

/// Whether an opposite stands before the same word in both: "with food", "without food, with a glass of water".
fn bound(shared: &Shared, ordered: bool) -> bool {
    let sides = |text: usize| -> Vec<(usize, usize, usize)> {
        let marks = shared.texts[text].marks(shared.language);
        let behind =
            |at: usize| shared.content.iter().position(|pair| pair[text] > at && is_next(shared, text, at, pair[text]));
        marks
            .iter()
            .filter_map(|(at, mark)| match (*at, *mark) {
                (at, Mark::Side(axis, side)) if !(moves(shared, text, at) || ordered && axis == ORDER) => {
                    Some((axis, side, behind(at)?))
                }
                _ => None,
            })
            .collect()
    };
    let (own, other) = (sides(0), sides(1));
    own.iter().any(|(axis, side, word)| {
        let mut same = other.iter().filter(|found| found.0 == *axis && found.2 == *word).peekable();
        same.peek().is_some() && same.all(|found| found.1 != *side)
    })
}

/// Whether nothing but articles stands between two places.
fn is_next(shared: &Shared, text: usize, at: usize, word: usize) -> bool {
    shared.texts[text][at + 1..word].iter().all(|token| shared.language.cue(token) == Some(Cue::Article))
}

/// Whether a word tells where something comes from or goes: roles are judged by themselves.
fn moves(shared: &Shared, text: usize, at: usize) -> bool {
    matches!(shared.language.cue(&shared.texts[text][at]), Some(Cue::To | Cue::From))
}

/// What is left over of the words that turn a meaning, as place and mark, for each text.
struct Left([Vec<(usize, Mark)>; 2]);

impl Left {
    /// Without the words that have a synonym in the other text.
    fn of(shared: &Shared) -> Left {
        let [mut own, mut other] = shared.texts.map(|text| text.marks(shared.language).into_owned());
        let mut at = 0;
        while let Some((place, mark)) = own.get(at).copied() {
            match other.iter().find(|(_, found)| *found == mark).map(|found| found.0) {
                Some(found) => {
                    own.retain(|(other, _)| *other != place);
                    other.retain(|(other, _)| *other != found);
                }
                None => at += 1,
            }
        }
        Left([own, other])
    }

    /// Whether opposites stand on the two sides; two small words of the grammar are none.
    fn opposites(&self, shared: &Shared, ordered: bool) -> bool {
        let grammar = |text: usize, at: usize| shared.language.is_grammar(&shared.texts[text][at]);
        self.0[0].iter().any(|(at, own)| {
            self.0[1].iter().any(|(found, other)| match (own, other) {
                (Mark::Side(axis, side), Mark::Side(others, opposite)) if axis == others && side != opposite => {
                    if *axis == ORDER { !ordered } else { !(grammar(0, *at) && grammar(1, *found)) }
                }
                _ => false,
            })
        }) || self.prefixed(shared)
    }

    /// Whether a syllable before a word of the one makes a word of the other.
    fn prefixed(&self, shared: &Shared) -> bool {
        shared.left[0].iter().any(|at| {
            let own = &shared.texts[0][*at].text;
            shared.left[1].iter().any(|found| shared.language.prefixed(own, &shared.texts[1][*found].text))
        })
    }

    fn denials(&self) -> usize {
        self.0.iter().flatten().filter(|(_, mark)| *mark == Mark::Not).count()
    }

    /// Whether one denies all that the other says; other words of the other may be a denial too.
    fn denies(&self, shared: &Shared) -> bool {
        let denying = usize::from(self.0[1].iter().any(|(_, mark)| *mark == Mark::Not));
        shared.content.len() > 1 && self.0[1 - denying].is_empty() && shared.left_content(1 - denying).is_empty()
    }

    /// Whether each speaks of another part of something: all, some.
    fn quantities(&self) -> bool {
        let of = |text: usize| {
            let mut groups = self.0[text].iter().filter_map(|(_, mark)| match mark {
                Mark::Quantity(group) if QUANTITIES.contains(group) => Some(*group),
                _ => None,
            });
            groups.next().filter(|_| groups.next().is_none())
        };
        of(0).zip(of(1)).is_some_and(|(own, other)| own != other)
    }
}
