//! Whether a place commits itself to one option.
//!
//! It does where one clause asserts one option, and what stands before and behind denies, doubts, conditions and
//! takes back nothing and asserts no other. What is not understood commits to nothing: a vote that is missing does
//! less harm than one that was never given.

use super::lexicon::Class::{
    self, Advise, Bad, Be, Because, Best, But, Cond, Deny, Doubt, Draft, Fine, Lead, Off, Or, Over, Pick, Reader,
    Report, Retract, Soft, Without,
};
use super::lexicon::Stance;
use super::mentions::Item;
use super::words::Sign;

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

/// A stretch between two signs.
#[derive(Clone, Copy, Debug)]
struct Clause<'a> {
    items: &'a [Item],
    /// The sign in front of it.
    opener: Option<Sign>,
    /// The sign behind it.
    closer: Option<Sign>,
}

/// Words of a subject that nobody knows, as in "the fastest engine here is B".
const MOST_UNKNOWN: usize = 3;

/// Reads a place; `stance` tells the options that a denial agrees with.
pub fn judge(items: &[Item], stance: &dyn Fn(usize) -> Stance) -> Said {
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
    let Some(chosen) = asserted(&clauses[main]).filter(|_| before) else { return Said::Unclear };
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
    let sentence = lead.iter().any(|item| matches!(item, Item::Known(Doubt | Draft | Cond | Reader | Retract)));
    let clause = lead.iter().rposition(|item| matches!(item, Item::Sign(_))).map_or(lead, |at| &lead[at..]);
    sentence || clause.iter().any(|item| matches!(item, Item::Known(Deny | Bad | Report | Or)))
}

fn clauses(items: &[Item]) -> Vec<Clause<'_>> {
    let mut clauses = Vec::new();
    let (mut start, mut opener) = (0, None);
    for at in 0..=items.len() {
        let sign = match items.get(at) {
            Some(Item::Sign(sign)) => Some(*sign),
            Some(_) => continue,
            None => None,
        };
        if at > start {
            clauses.push(Clause { items: &items[start..at], opener, closer: sign });
            opener = sign;
        } else {
            opener = stronger(opener, sign);
        }
        start = at + 1;
    }
    clauses
}

/// Of two signs side by side the one that ends more.
fn stronger(a: Option<Sign>, b: Option<Sign>) -> Option<Sign> {
    let ends = |sign: &Option<Sign>| matches!(sign, Some(Sign::Stop | Sign::Line | Sign::Question));
    if ends(&a) || b.is_none() { a } else { b }
}

/// The option that the clause asserts.
fn asserted(clause: &Clause<'_>) -> Option<usize> {
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

impl Clause<'_> {
    fn has(&self, classes: &[Class]) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Known(class) if classes.contains(class)))
    }

    fn starts(&self, classes: &[Class]) -> bool {
        matches!(self.items.first(), Some(Item::Known(class)) if classes.contains(class))
    }

    fn mentions(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Option(_)))
    }

    /// Whether it denies options and says nothing else: "not A", "I can't approve this".
    fn only_denies(&self) -> bool {
        let harmless = |item: &Item| matches!(item, Item::Option(_) | Item::Known(Lead | Be | Pick | Deny));
        let denial = self.items.iter().position(|item| *item == Item::Known(Deny));
        let named = self.items.iter().position(|item| matches!(item, Item::Option(_)));
        let in_front = denial.zip(named).is_some_and(|(denial, named)| denial < named);
        in_front && self.closer != Some(Sign::Question) && self.items.iter().all(harmless)
    }

    fn names_other(&self, chosen: usize) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Option(option) if *option != Some(chosen)))
    }

    /// Whether its sentence goes on behind it.
    fn goes_on(&self) -> bool {
        !matches!(self.closer, Some(Sign::Stop | Sign::Line | Sign::Question | Sign::Colon))
    }

    /// Whether it is a value that denies what it is set for: "approve: false".
    fn switches_off(&self) -> bool {
        self.has(&[Off]) && self.items.iter().all(|item| matches!(item, Item::Known(Off | Deny | Bad | Lead)))
    }

    /// Whether it lays what it follows in another's mouth: "approve, says the author".
    fn attributes(&self) -> bool {
        self.opener == Some(Sign::Comma) && self.starts(&[Report]) && !self.has(&[Be]) && self.items.len() <= 4
    }

    /// One letter or so in front of a text: "B." or "(B)".
    fn is_label(&self) -> bool {
        self.items.len() == 1 && matches!(self.closer, Some(Sign::Stop | Sign::Close))
    }

    /// Whether the clause behind a label repeats what the option says.
    fn is_text_of_option(&self) -> bool {
        let words = self.items.iter().filter(|item| matches!(item, Item::Other | Item::Echo)).count();
        let plain = !self.has(&[Deny, Bad, Doubt, Cond]);
        (plain || words >= 3)
            && !self.mentions()
            && !self.starts(&[Cond, Soft, But, Deny, Doubt, Retract, Draft, Reader, Because, Or])
    }

    /// Whether a clause behind the vote leaves it as it is. `reason`: a reason is being given; `stance`: how a denial
    /// stands to the vote.
    fn agrees(&self, chosen: usize, reason: bool, stance: Stance) -> bool {
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

    /// Whether what is denied is named in front of the denial: "the loop never ends", but not "not needed".
    fn denies_something(&self) -> bool {
        let denial = self.items.iter().position(|item| matches!(item, Item::Known(Deny | Bad)));
        denial.is_some_and(|at| self.items[..at].iter().any(|item| matches!(item, Item::Other | Item::Echo)))
    }

    /// Whether it is an option and nothing else.
    fn is_bare_option(&self) -> bool {
        self.items.iter().all(|item| matches!(item, Item::Option(_)))
    }

    /// Whether it begins with another option, as the next one of a list does.
    fn begins_with_other(&self, chosen: usize) -> bool {
        matches!(self.items.first(), Some(Item::Option(option)) if *option != Some(chosen))
    }

    /// Whether a clause on another option speaks against it, or only of it.
    fn sets_aside(&self, against: bool) -> bool {
        let praised = self.has(&[Best, Fine, Pick]);
        let said = self.items.contains(&Item::Other);
        against || (said && !praised && !self.has(&[Or]))
    }
}
