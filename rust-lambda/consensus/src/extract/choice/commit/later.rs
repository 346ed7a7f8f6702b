//! What a later sentence does to a vote.

use crate::extract::choice::lexicon::Class::{
    self, Bad, But, Cond, Deny, Doubt, Lead, Or, Pick, Reader, Report, Retract, Soft,
};
use crate::extract::choice::mentions::Item;

/// What a later sentence does to a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Later {
    /// Nothing.
    Leaves,
    /// It takes the vote back or makes it doubtful.
    Doubts,
    /// It says that another option is meant.
    Replaces,
}

/// A sentence of no more pieces may doubt a vote without naming it: "But I am not sure".
const SHORT: usize = 10;

/// Whether a line begins by taking back what stands above it.
pub fn retracts(items: &[Item]) -> bool {
    items.iter().filter(|item| !matches!(item, Item::Sign(_))).take(3).any(|item| *item == Item::Known(Retract))
}

/// What a later sentence does to the vote for `chosen`.
pub fn takes_back(items: &[Item], chosen: usize) -> Later {
    let words: Vec<Item> = items.iter().copied().filter(|item| !matches!(item, Item::Sign(_))).collect();
    let has =
        |classes: &[Class]| words.iter().any(|item| matches!(item, Item::Known(class) if classes.contains(class)));
    let starts = |classes: &[Class]| {
        words.iter().take(2).any(|item| matches!(item, Item::Known(class) if classes.contains(class)))
    };
    let itself = words.contains(&Item::Option(Some(chosen)));
    let other = words.iter().any(|item| matches!(item, Item::Option(option) if *option != Some(chosen)));
    let plain = !words.contains(&Item::Other);
    let short = words.len() <= SHORT;
    if starts(&[Reader]) {
        return Later::Leaves;
    }
    if words.iter().take(3).any(|item| matches!(item, Item::Known(Retract))) {
        return if other { Later::Replaces } else { Later::Doubts };
    }
    let conditions = starts(&[Cond, Soft]) && (short || itself || other);
    let turns = starts(&[But]) && (itself || other || (short && has(&[Deny, Doubt, Cond, Soft, Bad])));
    let denies = starts(&[Deny]) && plain && (short || itself);
    let doubts = has(&[Doubt]) && short && (plain || itself);
    let rejects = itself && (has(&[Bad]) || (has(&[Deny]) && plain));
    let chooses = other
        && !itself
        && plain
        && !has(&[Deny, Bad, Or, Report])
        && (has(&[Pick]) || words.iter().all(|item| matches!(item, Item::Option(_) | Item::Known(Lead))));
    if conditions || turns || denies || doubts || rejects || chooses { Later::Doubts } else { Later::Leaves }
}
