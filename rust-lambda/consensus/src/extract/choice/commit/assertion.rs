//! Whether a clause asserts an option, and whether a later one leaves it as it is.

use super::clause::Clause;
use crate::extract::choice::lexicon::Class::{
    Advise, Bad, Be, Because, Best, But, Cond, Deny, Doubt, Draft, Fine, Lead, Off, Or, Over, Pick, Reader, Report,
    Retract, Soft, Without,
};
use crate::extract::choice::lexicon::Stance;
use crate::extract::choice::mentions::Item;
use crate::extract::choice::words::Sign;

/// Words of a subject that nobody knows, as in "the fastest engine here is B".
const MOST_UNKNOWN: usize = 3;

/// The option that the clause asserts.
pub fn asserted(clause: &Clause<'_>) -> Option<usize> {
    let items = clause.items;
    let first = items.iter().position(|item| matches!(item, Item::Option(_)))?;
    let Item::Option(Some(chosen)) = items[first] else { return None };
    let turn = items[first..]
        .iter()
        .position(|item| matches!(item, Item::Known(Because | Over)))
        .map_or(items.len(), |at| first + at);
    let (before, behind, rest) = (&items[..first], &items[first + 1..turn], &items[turn..]);
    let asked = clause.closer == Some(Sign::Question);
    let others = behind.iter().any(|item| matches!(item, Item::Option(other) if *other != Some(chosen)));
    let stands = !asked && !others && introduces(before) && ends(behind) && explains(rest, chosen);
    stands.then_some(chosen)
}

/// "The answer is", "I would choose", "So the best option here is".
fn introduces(before: &[Item]) -> bool {
    let never = |item: &Item| {
        matches!(
            item,
            Item::Known(Deny | Bad | Doubt | Draft | Cond | Report | Retract | Or | Over | Without | Reader | Fine)
        )
    };
    let advises = before.contains(&Item::Known(Advise));
    if advises && (before[0] != Item::Known(Advise) || before.contains(&Item::Known(Be))) {
        return false;
    }
    let is = before.iter().rev().find(|item| !matches!(item, Item::Known(Lead))) == Some(&Item::Known(Be));
    let only = before.iter().any(|item| matches!(item, Item::Known(Soft)));
    if before.iter().any(never) || (only && !is) {
        return false;
    }
    let unknown = before.iter().filter(|item| matches!(item, Item::Other | Item::Known(Off))).count();
    let subject = is && before.first() == Some(&Item::Known(Lead)) && !before.contains(&Item::Known(Pick));
    unknown == 0 || (subject && unknown <= MOST_UNKNOWN)
}

/// Nothing, "is right", "this change", or words of the question.
fn ends(behind: &[Item]) -> bool {
    let harmless = |item: &Item| matches!(item, Item::Known(Lead | Best | Be | Pick) | Item::Echo | Item::Option(_));
    let tail = behind.iter().position(|item| *item == Item::Known(Without)).unwrap_or(behind.len());
    let says = behind.iter().any(|item| matches!(item, Item::Known(Best | Pick) | Item::Echo));
    let verb_last = behind.iter().rev().find(|item| **item != Item::Known(Lead)) == Some(&Item::Known(Be));
    let copula = behind.first() == Some(&Item::Known(Be));
    behind[..tail].iter().all(harmless)
        && (!copula || says || verb_last)
        && behind[tail..].iter().all(|item| harmless(item) || matches!(item, Item::Known(Without) | Item::Other))
}

/// A reason, or what was not chosen, may say much, but must not turn around.
fn explains(rest: &[Item], chosen: usize) -> bool {
    let turns = rest.iter().any(|item| matches!(item, Item::Known(Cond | Retract | But | Doubt | Reader)));
    let other = rest.iter().any(|item| matches!(item, Item::Option(other) if *other != Some(chosen)));
    let praised =
        rest.contains(&Item::Known(Best)) && !rest.iter().any(|item| matches!(item, Item::Known(Deny | Bad | Over)));
    !(turns || other && praised)
}

impl Clause<'_> {
    /// Whether a clause behind the vote leaves it as it is. `reason`: a reason is being given; `stance`: how a denial
    /// stands to the vote.
    pub fn agrees(&self, chosen: usize, reason: bool, stance: Stance) -> bool {
        let other = self.items.iter().any(|item| matches!(item, Item::Option(option) if *option != Some(chosen)));
        let itself = self.items.contains(&Item::Option(Some(chosen)));
        let against = self.has(&[Deny, Bad]);
        let asks = self.closer == Some(Sign::Question) && !matches!(self.opener, Some(Sign::Stop | Sign::Line));
        // "Would you like an example?" offers more.
        let offers = self.closer == Some(Sign::Question) && !asks;
        let hearsay = self.has(&[Report, Draft]) && !self.items.contains(&Item::Other) && !offers;
        let turns = hearsay
            || self.has(&[Retract, Doubt, Cond])
            || (self.has(&[Soft]) && !reason)
            || (self.has(&[But]) && !(other && against) && (stance != Stance::Counts || other));
        if turns || asks || self.switches_off() || self.attributes() {
            return false;
        }
        if other {
            return asserted(self).is_none_or(|other| other == chosen) && self.sets_aside(against);
        }
        if itself {
            return !against || reason || stance != Stance::Affirms;
        }
        let bare = self.items.iter().all(|item| matches!(item, Item::Known(Deny | Bad | Lead)));
        let agrees = match stance {
            Stance::SaysNo => true,
            Stance::Refuses | Stance::Counts => !bare,
            Stance::FindsFault => self.denies_something(),
            Stance::Affirms => false,
        };
        !against || reason || agrees
    }

    /// Whether a clause on another option speaks against it, or only of it.
    fn sets_aside(&self, against: bool) -> bool {
        let praised = self.has(&[Best, Fine, Pick]);
        let said = self.items.contains(&Item::Other);
        against || (said && !praised && !self.has(&[Or]))
    }
}
