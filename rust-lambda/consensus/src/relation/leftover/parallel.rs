//! Two statements side by side, and what belongs to which: "The landlord pays the repairs and the tenant pays the heating.",
//! "The tenant pays the heating, the landlord the repairs."
//!
//! Each text is cut in two where it pauses or joins. Words that stand once in both are on one side or the other. If all stay, or
//! all change sides, the same belongs together; if some stay on both sides and others change both ways, something else does.
//!
//! # Performance
//! O(c d n) steps for c and d places to cut and n shared words; only texts of at most [`MOST_TOKENS`] tokens are looked at.

use super::shared::Shared;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};
use crate::relation::tokens::Tokens;

/// Longer texts state more than two things.
const MOST_TOKENS: usize = 40;

/// More places at which a text may be cut are a list.
const MOST_CUTS: usize = 4;

/// Longer parts of a list are statements.
const LONGEST_ITEM: usize = 3;

/// What belongs together in two texts of two statements each, which are cut at two places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same, the statements in the other order.
    Turned([usize; 2]),
    /// In one text it is what is kept apart in the other.
    Crossed,
    /// The same, the statements in one order.
    Kept([usize; 2]),
}

/// How the statements of two texts go together; None where that cannot be told.
pub fn of(shared: &Shared) -> Option<Match> {
    let [a, b] = shared.texts;
    if a.len().max(b.len()) > MOST_TOKENS || a.has_code || b.has_code || !may_differ(shared) {
        return None;
    }
    let cuts = [cuts(shared, 0), cuts(shared, 1)];
    let steps = |text: &Tokens| text.iter().any(|token| shared.language.is_step(token));
    if cuts.iter().any(Vec::is_empty) || steps(a) || steps(b) {
        return None;
    }
    if (0..2).any(|text| lists(shared, text, &cuts[text])) || are_several(shared, &cuts) {
        return None;
    }
    let items = items(shared);
    let pairs = cuts[0].iter().flat_map(|own| cuts[1].iter().map(move |other| [*own, *other]));
    let found: Vec<Match> = pairs.filter_map(|cuts| at(shared, &items, cuts)).collect();
    // In the passive who does it stands where it is done to somebody.
    let by = |text: &Tokens| text.iter().any(|token| shared.language.cue(token) == Some(Cue::By));
    let found: Vec<Match> = found.into_iter().filter(|found| by(a) == by(b) || *found != Match::Crossed).collect();
    let first = |wanted: fn(&Match) -> bool| found.iter().copied().find(wanted);
    first(|found| matches!(found, Match::Turned(_)))
        .or_else(|| first(|found| *found == Match::Crossed))
        .or_else(|| found.first().copied())
}

/// Whether anything that belongs to something stands elsewhere in the other text.
fn may_differ(shared: &Shared) -> bool {
    let [a, b] = shared.texts;
    let moved = || shared.content.windows(2).any(|pair| pair[0][1] > pair[1][1]);
    let denies = |text: &Tokens| text.marks(shared.language).iter().any(|(_, mark)| *mark == Mark::Not);
    moved() || a.numbers > 1 && b.numbers > 1 || denies(a) && denies(b)
}

/// A word that stands once in both texts, and whether it denies.
struct Item {
    places: [usize; 2],
    denies: bool,
}

/// Words that carry a meaning, values and denials.
fn items(shared: &Shared) -> Vec<Item> {
    let [a, b] = shared.texts;
    let language = shared.language;
    let only = |text: &Tokens, wanted: &dyn Fn(usize) -> bool| {
        let mut places = (0..text.len()).filter(|at| wanted(*at));
        places.next().filter(|_| places.next().is_none())
    };
    let denies = |text: &Tokens, at: usize| language.has(&text[at], |mark| *mark == Mark::Not);
    let once = |pair: &&[usize; 2]| {
        let same = |text: &Tokens, at: usize| only(text, &|other| text[other].equals(&text[at])).is_some();
        same(a, pair[0]) && same(b, pair[1]) && !denies(a, pair[0])
    };
    let content = shared.content.iter().filter(once).map(|places| Item { places: *places, denies: false });
    let values = (0..a.len()).filter(|at| a[*at].sort == Sort::Number).filter_map(|at| {
        let places = [a, b].map(|text| only(text, &|other| text[other].equals(&a[at])));
        Some(Item { places: [places[0]?, places[1]?], denies: false })
    });
    let denial = only(a, &|at| denies(a, at)).zip(only(b, &|at| denies(b, at)));
    let denial = denial.map(|(own, other)| Item { places: [own, other], denies: true });
    content.chain(values).chain(denial).collect()
}

/// Where the second statement of a text may begin.
fn cuts(shared: &Shared, text: usize) -> Vec<usize> {
    let tokens = shared.texts[text];
    let joins = |at: usize| shared.language.joins(&tokens[at]) && tokens[at].text != shared.language.or;
    let opens = |at: usize| tokens[at].opens && !tokens[at - 1].is_title();
    let begins = |at: &usize| opens(*at) || tokens[at - 1].pauses && !joins(*at) || joins(*at);
    (1..tokens.len()).filter(begins).take(MOST_CUTS).collect()
}

/// Whether texts say more than two things: in three sentences, or in two that join more.
fn are_several(shared: &Shared, cuts: &[Vec<usize>; 2]) -> bool {
    let opened = |text: usize| cuts[text].iter().filter(|at| shared.texts[text][**at].opens).count();
    let (own, other) = (opened(0), opened(1));
    own.max(other) > 1 || own + other > 0 && cuts.iter().all(|cuts| cuts.len() > 1)
}

/// Whether what stands between two cuts is an item of a list: "a passport, a photo and a letter".
fn lists(shared: &Shared, text: usize, cuts: &[usize]) -> bool {
    let language = shared.language;
    let item = |part: &[Token]| {
        let said: Vec<&Token> = part.iter().filter(|token| !language.joins(token)).collect();
        let leads = |token: &Token| !language.carries(token) && language.cue(token) != Some(Cue::Article);
        let plain = |token: &&Token| token.sort == Sort::Word && leads(token) && !language.turns(token);
        said.len() <= LONGEST_ITEM
            && !said.first().is_some_and(plain)
            && !said.iter().any(|token| language.be.contains(&token.text))
    };
    cuts.windows(2).any(|cut| item(&shared.texts[text][cut[0]..cut[1]]))
}

/// How the texts go together if they are cut at these places.
fn at(shared: &Shared, items: &[Item], cuts: [usize; 2]) -> Option<Match> {
    let side = |item: &Item, text: usize| item.places[text] >= cuts[text];
    let count = |own: bool, other: bool| {
        items.iter().filter(|item| !item.denies && side(item, 0) == own && side(item, 1) == other).count()
    };
    let (first, second, forth, back) = (count(false, false), count(true, true), count(false, true), count(true, false));
    let denied = items.iter().find(|item| item.denies).map(|item| side(item, 0) != side(item, 1));
    let kept = first > 0 && second > 0 && forth + back == 0;
    let changed = forth > 0 && back > 0 && second == 0;
    match denied {
        _ if first > 0 && second > 0 && forth > 0 && back > 0 => Some(Match::Crossed),
        // "Two like it and three do not.", "Two do not like it and three do."
        Some(moved) if kept && moved || changed && !moved => Some(Match::Crossed),
        _ if kept => Some(Match::Kept(cuts)),
        _ if changed && (first == 0 || is_left_out(shared, items, cuts)) => Some(Match::Turned(cuts)),
        _ => None,
    }
}

/// Whether what both texts say on their first side alone is left out on the second: it stands between what changes sides, or the
/// second side ends without it: "but dogs are not".
fn is_left_out(shared: &Shared, items: &[Item], cuts: [usize; 2]) -> bool {
    let ends = |text: usize| {
        let last = &shared.texts[text][shared.texts[text].len() - 1];
        let denies = shared.language.has(last, |mark| *mark == Mark::Not);
        denies || shared.language.be.contains(&last.text)
    };
    let between = |text: usize| {
        let within = |item: &&Item| item.places[text] < cuts[text];
        let stays = |item: &&Item| item.places[1 - text] < cuts[1 - text];
        let places = |stay: bool| {
            let found = items.iter().filter(within).filter(move |item| stays(item) == stay);
            found.map(|item| item.places[text])
        };
        let (moved, kept) = ((places(false).min(), places(false).max()), places(true).min());
        matches!((moved, kept), ((Some(first), Some(last)), Some(kept)) if first < kept && kept < last)
    };
    (0..2).all(ends) || (0..2).all(between)
}
