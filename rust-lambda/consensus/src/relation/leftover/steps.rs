//! The order of steps: "rotate the key before you delete the old one", "first rotate the key, then delete the old one".

use super::shared::Shared;
use crate::relation::mark::Cue;

/// How the steps of two texts stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// One of them tells no order, or nothing shows which.
    Unknown,
    /// The same comes first.
    Equal,
    /// What comes first in the one comes last in the other.
    Reversed,
}

/// Where a text is cut into steps, and whether the former one comes first.
type Cut = (usize, bool);

/// How the steps of two texts stand to each other, by the words that both have.
pub fn order(shared: &Shared) -> Order {
    if is_led_otherwise(shared) {
        return Order::Reversed;
    }
    let (Some(own), Some(other)) = (cut(shared, 0), cut(shared, 1)) else { return Order::Unknown };
    let early = |text: usize, (place, forward): Cut, at: usize| (shared.content[at][text] < place) == forward;
    let once = |at: usize| {
        // A word that stands in both steps tells neither.
        let [a, b] = shared.content[at];
        let alone = |text: usize, place: usize| {
            let word = &shared.texts[text][place];
            shared.texts[text].iter().filter(|token| token.equals(word)).count() == 1
        };
        alone(0, a) && alone(1, b)
    };
    let (mut equal, mut forth, mut back) = (0_usize, 0, 0);
    for at in (0..shared.content.len()).filter(|at| once(*at)) {
        match (early(0, own, at), early(1, other, at)) {
            (true, false) => forth += 1,
            (false, true) => back += 1,
            _ => equal += 1,
        }
    }
    // The part that stays belongs to one of the steps: "Alice signs, then Bob" and "Bob signs, then Alice".
    if forth > 0 && back > 0 {
        return Order::Reversed;
    }
    // What is named once may stand in either step: "delete the old key after you have rotated it".
    if equal > forth + back { Order::Equal } else { Order::Unknown }
}

/// Whether both begin with the same step, and the first and the last thing have changed places: "once the backup is done,
/// upgrade", "once the upgrade is done, back up".
fn is_led_otherwise(shared: &Shared) -> bool {
    let leads = |text: usize| {
        let first = shared.texts[text].first().and_then(|first| shared.language.cue(first));
        first.filter(|cue| matches!(cue, Cue::Before | Cue::After))
    };
    let ends = |text: usize| {
        let place = |pair: &&[usize; 2]| pair[text];
        Some((shared.content.iter().min_by_key(place)?, shared.content.iter().max_by_key(place)?))
    };
    let turned = || ends(0).zip(ends(1)).is_some_and(|((first, last), other)| first != last && other == (last, first));
    leads(0).is_some() && leads(0) == leads(1) && turned()
}

/// The one place at which a text tells what comes first.
fn cut(shared: &Shared, text: usize) -> Option<Cut> {
    let tokens = shared.texts[text];
    // "It is fixed for three years. After that it follows the index."
    let follows = |at: usize| tokens[at].opens && at > 0 && shared.language.next_step(&tokens[at..]).is_some();
    let cue = |at: &usize| match shared.language.cue(&tokens[*at]) {
        Some(Cue::After) if follows(*at) => Some(Cue::Then),
        cue => cue,
    };
    let cuts = |wanted: &[Cue]| -> Vec<(usize, Cue)> {
        let found = (1..tokens.len()).filter_map(|at| cue(&at).map(|cue| (at, cue)));
        found.filter(|(_, cue)| wanted.contains(cue)).collect()
    };
    // "Then" closes what came before it, whatever that was put after.
    let found = match &cuts(&[Cue::Then])[..] {
        [then] => *then,
        [] => match &cuts(&[Cue::Before, Cue::After])[..] {
            [only] => *only,
            _ => return None,
        },
        _ => return None,
    };
    Some((found.0, found.1 != Cue::After))
}
