//! Whether a place commits itself to one option.
//!
//! It does where one clause asserts one option, and what stands before and behind denies, doubts, conditions and
//! takes back nothing and asserts no other. What is not understood commits to nothing: a vote that is missing does
//! less harm than one that was never given.

mod assertion;
mod clause;
pub mod later;

use super::lexicon::Class::{
    Advise, Bad, Be, Because, But, Cond, Deny, Doubt, Draft, Fine, Lead, Now, Or, Over, Past, Pick, Reader, Report,
    Retract,
};
use super::lexicon::Stance;
use super::mentions::Item;
use super::words::Sign;
use assertion::asserted;
use clause::{Clause, clauses};

/// What a place says of the options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It names none, and denies or doubts nothing.
    Nothing,
    /// It names options, or denies or doubts, and commits itself to none.
    Unclear,
    /// It commits itself to the option of this index.
    Option(usize),
}

impl Said {
    /// What another place says, where this one says nothing.
    pub fn or_else(self, other: impl FnOnce() -> Said) -> Said {
        if self == Said::Nothing { other() } else { self }
    }
}

/// Reads a place; `stance` tells the options that a denial agrees with.
pub fn judge(items: &[Item], stance: &dyn Fn(usize) -> Stance) -> Said {
    if let Some(rest) = behind_past(items) {
        let said = judge(&rest, stance);
        return if said == Said::Nothing { Said::Unclear } else { said };
    }
    let clauses = clauses(items);
    let Some(main) = clauses.iter().position(|clause| clause.mentions() && !clause.starts(&[Because])) else {
        let unclear =
            items.iter().any(|item| matches!(item, Item::Option(_) | Item::Known(Deny | Doubt | Cond | Retract | Bad)));
        return if unclear { Said::Unclear } else { Said::Nothing };
    };
    let asks = |clause: &Clause<'_>| clause.closer == Some(Sign::Question) && !clause.has(&[Retract]);
    let (first, main) = (main, behind_denials(&clauses, main));
    let before = clauses[..first]
        .iter()
        .all(|clause| asks(clause) || !clause.has(&[Deny, Bad, Doubt, Draft, Cond, Report, Retract, Or]));
    let plain = clauses[..first].iter().all(|clause| !clause.is_case_of(&clauses[main]));
    let Some(chosen) = asserted(&clauses[main]).filter(|_| before && plain) else { return Said::Unclear };
    if clauses[main].has(&[Advise]) && !is_sole_advice(&clauses, main, chosen) {
        return Said::Unclear;
    }
    let listed = clauses[main].is_bare_option()
        && clauses[main].closer == Some(Sign::Comma)
        && clauses.get(main + 1).is_some_and(|next| next.begins_with_other(chosen) && !next.has(&[Deny, Bad, Over]));
    if listed {
        return Said::Unclear;
    }
    let mut reason = clauses[main].has(&[Because]);
    let mut skipping = false;
    let text = usize::from(clauses[main].is_label() && clauses.get(main + 1).is_some_and(Clause::is_text_of_option));
    for clause in &clauses[main + 1 + text..] {
        if matches!(clause.opener, Some(Sign::Stop | Sign::Line | Sign::Question)) {
            (reason, skipping) = (false, false);
        }
        reason |= clause.has(&[Because]);
        skipping |= clause.starts(&[Reader]);
        if !skipping && !clause.agrees(chosen, reason, stance(chosen)) {
            return Said::Unclear;
        }
    }
    Said::Option(chosen)
}

/// What stands behind the turn from an earlier opinion to the one that is held: "At first reject, but now approve."
fn behind_past(items: &[Item]) -> Option<Vec<Item>> {
    let past = items.iter().position(|item| *item == Item::Known(Past))?;
    let turns = |item: &Item| matches!(item, Item::Known(Now | But));
    let turn = past + items[past..].iter().position(turns)?;
    let opens = items[..past].iter().all(|item| matches!(item, Item::Known(Lead) | Item::Other | Item::Sign(_)));
    let rest = items[turn..].iter().skip_while(|item| turns(item));
    opens.then(|| rest.filter(|item| **item != Item::Known(Now)).copied().collect())
}

/// The clause that counts where those in front of it only deny other options: "I can't approve this. Reject."
fn behind_denials(clauses: &[Clause<'_>], main: usize) -> usize {
    let denying = clauses[main..].iter().take_while(|clause| clause.only_denies()).count();
    let Some(clause) = clauses.get(main + denying).filter(|_| denying > 0) else { return main };
    let plain = clause.items.iter().all(|item| matches!(item, Item::Option(_) | Item::Known(Lead | Be | Pick)));
    // "Not A, B" may go on with what is denied.
    let fresh = clause.opener != Some(Sign::Comma) || clause.items.len() > 1;
    let denied = |option: usize| {
        clauses[main..main + denying].iter().any(|clause| clause.items.contains(&Item::Option(Some(option))))
    };
    let asserts = asserted(clause).is_some_and(|option| !denied(option));
    if plain && fresh && asserts { main + denying } else { main }
}

/// Whether advice stands for itself: no case in front of it, and no other option beside it that is not set aside.
fn is_sole_advice(clauses: &[Clause<'_>], main: usize, chosen: usize) -> bool {
    let unknown = |clause: &Clause<'_>| clause.items.iter().filter(|item| **item == Item::Other).count();
    // "Recommendation: use B", but neither "For logs, use B" nor "The author wrote: use B".
    let case = |clause: &Clause<'_>| unknown(clause) > usize::from(!clause.goes_on());
    let ended = |clause: &Clause<'_>| matches!(clause.closer, Some(Sign::Stop | Sign::Line | Sign::Question));
    let beside = |clause: &Clause<'_>| clause.names_other(chosen) && !clause.has(&[Deny, Bad, Over]);
    !clauses[..main].iter().any(|clause| !ended(clause) && case(clause))
        && !clauses[main].has(&[Fine])
        && !clauses[main..].iter().any(beside)
}

/// Whether the beginning of a sentence denies, doubts or conditions the rest, or lays it in another's mouth.
pub fn is_hedged(lead: &[Item]) -> bool {
    let sentence = lead.iter().any(|item| matches!(item, Item::Known(Doubt | Draft | Past | Cond | Reader | Retract)));
    let clause = lead.iter().rposition(|item| matches!(item, Item::Sign(_))).map_or(lead, |at| &lead[at..]);
    sentence || clause.iter().any(|item| matches!(item, Item::Known(Deny | Bad | Report | Or)))
}
