//! Words in another order, and what tells why they could be.

use std::ops::Range;

use super::{Shared, Words};
use crate::relation::contrast::Language;
use crate::relation::mark::{Cue, Mark};
use crate::relation::token::{Sort, Token};

/// More moved parts are another text.
const MOST_RUNS: usize = 6;

/// Of fewer words one may do to the other what the other does to it.
const LEAST_TURNED: usize = 4;

/// Whether each two words that changed places could: one of them stands behind the same preposition in both texts, one
/// of the texts is in the passive, tells a reason or gives an order, or they are the two sides of "is".
pub fn is_harmless(shared: &Shared, words: &Words) -> bool {
    let runs = runs(words);
    if runs.len() > MOST_RUNS || !voices_alike(shared, words) || !reasons_alike(shared, words) {
        return false;
    }
    let parts: Vec<[Part; 2]> =
        runs.iter().map(|run| [0, 1].map(|text| Part::of(shared, words, text, run.start))).collect();
    let sides = [0, 1].iter().all(|text| is_two_sides(shared, words, &runs, *text));
    let turned = runs.len() == 2
        && words.content.len() >= LEAST_TURNED
        && [0, 1].iter().all(|text| is_one_sentence(shared, *text));
    (0..runs.len()).all(|first| {
        (first + 1..runs.len()).all(|second| {
            let at = |run: usize| words.content[runs[run].start][1];
            at(first) < at(second) || sides || turned || may_change([&parts[first], &parts[second]])
        })
    })
}

/// Whether all shared words stand in one order in both texts.
pub fn is_kept(words: &Words) -> bool {
    words.content.windows(2).all(|pair| pair[0][1] < pair[1][1])
}

/// What leads to a part of a text.
#[derive(Debug, PartialEq)]
struct Part {
    /// The preposition or conjunction before it.
    lead: Option<u64>,
    by: bool,
    /// "Of the user", "the user's".
    of: bool,
    owns: bool,
    reason: bool,
    /// A verb in the passive.
    passive: bool,
    /// The verb of an order.
    order: bool,
}

impl Part {
    fn of(shared: &Shared, words: &Words, text: usize, first: usize) -> Part {
        let tokens = shared.texts[text];
        let at = words.content[first][text];
        let before = words.content.iter().map(|pair| pair[text]).filter(|place| *place < at).max();
        let gap = &tokens[before.map_or(0, |place| place + 1)..at];
        let language = shared.language;
        let cue = |wanted: Cue| gap.iter().any(|token| language.cue(token) == Some(wanted));
        // "It is fast": what a verb stands behind leads to nothing.
        let mut row = gap.iter().rev().take_while(|token| !language.be.contains(&token.text));
        let lead = row.find(|token| leads(language, token)).map(|token| token.key(false));
        let alone = !tokens.iter().any(|token| language.be.contains(&token.text));
        Part {
            lead,
            by: cue(Cue::By),
            of: gap.iter().any(|token| token.text == language.of),
            owns: is_owner(&tokens[at].text),
            reason: cue(Cue::Because) || cue(Cue::So),
            passive: is_passive(shared, words.content[first], text),
            order: before.is_none() && gap.is_empty() && alone,
        }
    }
}

/// Whether two parts may stand in either order.
fn may_change(parts: [&[Part; 2]; 2]) -> bool {
    let alike = |[own, other]: &[Part; 2]| own.lead.is_some() && own.lead == other.lead;
    // "For adults A, for children B": nothing but the order tells what belongs to what.
    let both = alike(parts[0]) && alike(parts[1]) && parts[0][0].lead == parts[1][0].lead;
    let voice = |[own, other]: &[Part; 2]| own.by != other.by || own.passive != other.passive;
    // "Caused by A, not by B": who does it in the one does it in the other.
    let agents = |[own, other]: &[Part; 2]| i8::from(own.by) - i8::from(other.by);
    let exchanged = agents(parts[0]) * agents(parts[1]) < 0;
    let ordered = |[own, other]: &[Part; 2]| (own.order && other.passive) || (own.passive && other.order);
    let genitive = |[own, other]: &[Part; 2]| (own.of && other.owns) || (own.owns && other.of);
    let reason = |[own, other]: &[Part; 2]| own.reason || other.reason;
    !both
        && !exchanged
        && parts.iter().any(|part| alike(part) || voice(part) || ordered(part) || genitive(part) || reason(part))
}

/// Whether a word of grammar leads to what stands behind it: a preposition, a conjunction.
pub fn leads(language: &Language, token: &Token) -> bool {
    let silent = token.sort == Sort::Word && !language.carries(token);
    silent
        && language.cue(token) != Some(Cue::Article)
        && !language.be.contains(&token.text)
        && !language.has(token, |mark| matches!(mark, Mark::Not | Mark::Modal(_) | Mark::Quantity(_)))
        && !language.joins(token)
}

/// Whether two forms of a word say the same: the passive of one, an owner, one and many. "Expires" is not "expired".
pub fn is_same_form(shared: &Shared, places: [usize; 2]) -> bool {
    let [own, other] = [0, 1].map(|text| &shared.texts[text][places[text]]);
    let many = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
    own.equals(other)
        || is_passive(shared, places, 0) != is_passive(shared, places, 1)
        || is_owner(&own.text) != is_owner(&other.text)
        || many(&own.text, &other.text)
        || many(&other.text, &own.text)
}

/// Whether a word ends as that of an owner does: "user's", "users'".
fn is_owner(word: &str) -> bool {
    word.ends_with(['\'', '\u{2019}']) || ["'s", "\u{2019}s"].iter().any(|end| word.ends_with(end))
}

/// Shared words that stand in one row in both texts.
fn runs(words: &Words) -> Vec<Range<usize>> {
    let mut ranks: Vec<usize> = (0..words.content.len()).collect();
    ranks.sort_unstable_by_key(|at| words.content[*at][1]);
    let mut place = vec![0; ranks.len()];
    ranks.iter().enumerate().for_each(|(rank, at)| place[*at] = rank);
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in 0..place.len() {
        match runs.last_mut() {
            Some(run) if place[at] == place[at - 1] + 1 => run.end = at + 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

/// Whether a word is in the passive: behind a form of "be", in another form than the other text has or done by somebody. A
/// denial between them counts for nothing.
fn is_passive(shared: &Shared, places: [usize; 2], text: usize) -> bool {
    let by = shared.texts[text].iter().any(|token| shared.language.cue(token) == Some(Cue::By));
    if !by && shared.texts[0][places[0]].equals(&shared.texts[1][places[1]]) {
        return false;
    }
    let denies = |token: &&Token| shared.language.has(token, |mark| *mark == Mark::Not);
    let before = shared.texts[text][..places[text]].iter().rev().find(|token| !denies(token));
    before.is_some_and(|token| shared.language.is_copula(token))
}

/// Whether no word that only one text has in the passive stands where it stood: "calls", "is called".
fn voices_alike(shared: &Shared, words: &Words) -> bool {
    let moved = |at: usize| {
        let [own, other] = words.content[at];
        words.content.iter().any(|pair| (pair[0] < own) != (pair[1] < other))
    };
    let turned = |at: &usize| {
        let passive = |text: usize| is_passive(shared, words.content[*at], text);
        passive(0) != passive(1)
    };
    (0..words.content.len()).filter(turned).all(moved)
}

/// Whether what is a reason in the one is none of what follows in the other.
fn reasons_alike(shared: &Shared, words: &Words) -> bool {
    let cues = |text: usize, wanted: Cue| -> Vec<usize> {
        let tokens = shared.texts[text];
        (0..tokens.len()).filter(|at| shared.language.cue(&tokens[*at]) == Some(wanted)).collect()
    };
    let [own, other] = [0, 1].map(|text| (cues(text, Cue::Because), cues(text, Cue::So)));
    match ((&own.0[..], &own.1[..]), (&other.0[..], &other.1[..])) {
        // A colon tells a reason too.
        (([], []), _) | (_, ([], [])) => true,
        (([a], []), ([b], [])) => {
            let same = words.behind(0, *a) == words.behind(1, *b);
            // What stands behind it is the reason, but for a text that begins with it.
            let within = |text: usize, own: usize, other: usize| {
                let found = words.behind(text, own).map(|found| words.content[found][1 - text]);
                found.is_some_and(|place| place > other)
            };
            let last = words.any_before(0, *a) && words.any_before(1, *b);
            same || last && within(0, *a, *b) && within(1, *b, *a)
        }
        (([], [a]), ([], [b])) => words.behind(0, *a) == words.behind(1, *b),
        (([because], []), ([], [so])) => words.behind(0, *because).is_some_and(|found| words.content[found][1] < *so),
        (([], [so]), ([because], [])) => words.behind(1, *because).is_some_and(|found| words.content[found][0] < *so),
        _ => false,
    }
}

/// Whether a text is one sentence that joins nothing: then a part of it can stand at either end.
fn is_one_sentence(shared: &Shared, text: usize) -> bool {
    let language = shared.language;
    language.subject_first
        && !shared.texts[text].iter().skip(1).any(|token| token.opens)
        && !shared.texts[text].iter().any(|token| language.joins(token))
}

/// Whether nothing but "is" stands between the two parts of a text.
fn is_two_sides(shared: &Shared, words: &Words, runs: &[Range<usize>], text: usize) -> bool {
    let [first, second] = runs else { return false };
    let tokens = shared.texts[text];
    let is = |token: &Token| shared.language.is_copula(token);
    let ends = |run: &Range<usize>| (words.content[run.start][text], words.content[run.end - 1][text]);
    let (own, other) = (ends(first), ends(second));
    let gap = if own.1 < other.0 { &tokens[own.1 + 1..other.0] } else { &tokens[other.1 + 1..own.0] };
    let joins = |token: &Token| is(token) || super::counts(shared.language, token);
    tokens.iter().filter(|token| is(token)).count() == 1
        && gap.iter().any(is)
        && gap.iter().all(|token| joins(token) || shared.language.cue(token) == Some(Cue::Article))
}
