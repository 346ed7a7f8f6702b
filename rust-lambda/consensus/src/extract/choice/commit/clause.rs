//! A place cut at its signs.

use crate::extract::choice::lexicon::Class::{
    self, Bad, Be, Because, But, Cond, Deny, Doubt, Draft, Lead, Off, Or, Pick, Reader, Report, Retract, Soft,
};
use crate::extract::choice::mentions::Item;
use crate::extract::choice::words::Sign;

/// A stretch between two signs.
#[derive(Clone, Copy, Debug)]
pub struct Clause<'a> {
    /// What stands in it.
    pub items: &'a [Item],
    /// The sign in front of it.
    pub opener: Option<Sign>,
    /// The sign behind it.
    pub closer: Option<Sign>,
}

/// The clauses of a place.
pub fn clauses(items: &[Item]) -> Vec<Clause<'_>> {
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

impl Clause<'_> {
    /// Whether it holds a word of these classes.
    pub fn has(&self, classes: &[Class]) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Known(class) if classes.contains(class)))
    }

    /// Whether it begins with a word of these classes.
    pub fn starts(&self, classes: &[Class]) -> bool {
        matches!(self.items.first(), Some(Item::Known(class)) if classes.contains(class))
    }

    /// Whether it names an option.
    pub fn mentions(&self) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Option(_)))
    }

    /// Whether it denies options and says nothing else: "not A", "I can't approve this".
    pub fn only_denies(&self) -> bool {
        let harmless = |item: &Item| matches!(item, Item::Option(_) | Item::Known(Lead | Be | Pick | Deny));
        let denial = self.items.iter().position(|item| *item == Item::Known(Deny));
        let named = self.items.iter().position(|item| matches!(item, Item::Option(_)));
        let in_front = denial.zip(named).is_some_and(|(denial, named)| denial < named);
        in_front && self.closer != Some(Sign::Question) && self.items.iter().all(harmless)
    }

    /// Whether it names another option than the chosen one.
    pub fn names_other(&self, chosen: usize) -> bool {
        self.items.iter().any(|item| matches!(item, Item::Option(option) if *option != Some(chosen)))
    }

    /// Whether its sentence goes on behind it.
    pub fn goes_on(&self) -> bool {
        !matches!(self.closer, Some(Sign::Stop | Sign::Line | Sign::Question | Sign::Colon))
    }

    /// Whether it is a value that denies what it is set for: "approve: false".
    pub fn switches_off(&self) -> bool {
        self.has(&[Off]) && self.items.iter().all(|item| matches!(item, Item::Known(Off | Deny | Bad | Lead)))
    }

    /// Whether it lays what it follows in another's mouth: "approve, says the author".
    pub fn attributes(&self) -> bool {
        self.opener == Some(Sign::Comma) && self.starts(&[Report]) && !self.has(&[Be]) && self.items.len() <= 4
    }

    /// One letter or so in front of a text: "B." or "(B)".
    pub fn is_label(&self) -> bool {
        self.items.len() == 1 && matches!(self.closer, Some(Sign::Stop | Sign::Close))
    }

    /// Whether the clause behind a label repeats what the option says.
    pub fn is_text_of_option(&self) -> bool {
        let words = self.items.iter().filter(|item| matches!(item, Item::Other | Item::Echo)).count();
        let plain = !self.has(&[Deny, Bad, Doubt, Cond]);
        (plain || words >= 3)
            && !self.mentions()
            && !self.starts(&[Cond, Soft, But, Deny, Doubt, Retract, Draft, Reader, Because, Or])
    }

    /// Whether what is denied is named in front of the denial: "the loop never ends", but not "not needed".
    pub fn denies_something(&self) -> bool {
        let denial = self.items.iter().position(|item| matches!(item, Item::Known(Deny | Bad)));
        denial.is_some_and(|at| self.items[..at].iter().any(|item| matches!(item, Item::Other | Item::Echo)))
    }

    /// Whether it is an option and nothing else.
    pub fn is_bare_option(&self) -> bool {
        self.items.iter().all(|item| matches!(item, Item::Option(_)))
    }

    /// Whether it tells what another clause speaks of, in words that are not understood: "With a backup: approve",
    /// "For large teams, choose B". Behind a comma "I choose B" and "B is right" stand for themselves.
    pub fn is_case_of(&self, main: &Clause<'_>) -> bool {
        let unknown = self.items.iter().any(|item| matches!(item, Item::Other | Item::Known(Off)));
        let speaks = main.starts(&[Lead]) || main.has(&[Be]);
        let tells = match self.closer {
            // "Coherence: 4" names what is judged.
            Some(Sign::Colon) => !matches!(self.items.first(), Some(Item::Other | Item::Echo)),
            Some(Sign::Comma) => !speaks,
            _ => false,
        };
        unknown && tells
    }

    /// Whether it begins with another option, as the next one of a list does.
    pub fn begins_with_other(&self, chosen: usize) -> bool {
        matches!(self.items.first(), Some(Item::Option(option)) if *option != Some(chosen))
    }
}
