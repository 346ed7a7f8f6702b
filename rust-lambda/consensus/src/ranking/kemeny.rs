//! Kemeny's order (Daedalus 88, 1959): the one from which the ballots are least far in all.
//!
//! ```text
//! distance(order) = sum over pairs a above b of the ballots that prefer b to a     (Kendall's tau)
//! ```
//!
//! The options fall into groups such that each member of an earlier group beats each member of a
//! later one; a Kemeny order keeps the groups apart (Truchon 1998, extended Condorcet criterion). A
//! group of up to [`EXACT`] options is solved exactly, by dynamic programming over its subsets. A
//! larger one (the problem is NP-hard: Bartholdi, Tovey, Trick 1989) starts from the given order and
//! moves single options while that helps; `bound`, the sum of the smaller side of every duel, says
//! how much better it could be at most.
//!
//! # Performance
//! O(2^g g^2) for an exact group of g <= 8, O(g^3) a round of moves for a larger one.

use super::tally::Tally;

/// Largest group that is solved exactly.
pub const EXACT: usize = 8;

/// Rounds of moves; each one lowers the distance, so this only ends what has long been good.
const MOST_ROUNDS: usize = 100;

/// An order with its distance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The options, best first.
    pub order: Vec<usize>,
    /// Ballots against it, summed over pairs.
    pub distance: u64,
    /// No order has a smaller distance than this.
    pub bound: u64,
    /// Whether no order has a smaller distance.
    pub exact: bool,
}

/// A Kemeny order. Among equals `start` decides: all options, in an order that does not depend on
/// how they are listed.
pub fn order(tally: &Tally, start: &[usize]) -> Order {
    let groups = groups(tally, start);
    let mut exact = true;
    let mut order = Vec::with_capacity(start.len());
    for group in groups {
        exact &= group.len() <= EXACT;
        order.extend(if group.len() <= EXACT { by_subsets(tally, &group) } else { by_moves(tally, group) });
    }
    let distance = distance(tally, &order);
    let bound = bound(tally);
    Order { exact: exact || distance == bound, bound: if exact { distance } else { bound }, order, distance }
}

/// Ballots against an order, summed over pairs.
pub fn distance(tally: &Tally, order: &[usize]) -> u64 {
    let below = |at: usize| order[at + 1..].iter().map(move |&b| u64::from(tally.prefer(b, order[at])));
    (0..order.len()).flat_map(below).sum()
}

fn bound(tally: &Tally) -> u64 {
    let smaller = |a: usize, b: usize| u64::from(tally.prefer(a, b).min(tally.prefer(b, a)));
    (0..tally.options()).flat_map(|a| (0..a).map(move |b| smaller(a, b))).sum()
}

/// The strongly connected parts of "is not beaten by", best first; members in the order of `start`.
fn groups(tally: &Tally, start: &[usize]) -> Vec<Vec<usize>> {
    let mut left = start.to_vec();
    let mut groups = Vec::new();
    while let Some(&first) = left.first() {
        // Who reaches `first` by a chain of "not beaten by": the groups up to and including its own.
        let reaching = closure(&left, first, |from, to| !tally.beats(from, to));
        let reached = closure(&reaching, first, |from, to| !tally.beats(to, from));
        if reached.len() == reaching.len() {
            left.retain(|option| !reached.contains(option));
            groups.push(reached);
        } else {
            // Somebody above is not in its group: settle those first.
            let above: Vec<usize> = reaching.iter().copied().filter(|option| !reached.contains(option)).collect();
            groups.extend(self::groups(tally, &above));
            groups.push(reached.clone());
            left.retain(|option| !reaching.contains(option));
        }
    }
    groups
}

/// The members of `among` connected with `first`, in their order.
fn closure(among: &[usize], first: usize, linked: impl Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut found = vec![first];
    let mut at = 0;
    while at < found.len() {
        let fresh: Vec<usize> =
            among.iter().copied().filter(|&next| !found.contains(&next) && linked(found[at], next)).collect();
        found.extend(fresh);
        at += 1;
    }
    among.iter().copied().filter(|option| found.contains(option)).collect()
}

/// The best order of a set ends in some option, after the best order of the others.
fn by_subsets(tally: &Tally, group: &[usize]) -> Vec<usize> {
    let sets = 1_usize << group.len();
    let mut best: Vec<(u64, usize)> = vec![(0, 0); sets];
    for set in 1..sets {
        let members = || (0..group.len()).filter(move |member| set >> member & 1 == 1);
        let ending = |last: usize| {
            let against = members().map(|member| u64::from(tally.prefer(group[last], group[member])));
            (best[set & !(1 << last)].0 + against.sum::<u64>(), last)
        };
        // Among equals the later of `start` goes to the end.
        best[set] = members().map(ending).min_by_key(|&(cost, last)| (cost, group.len() - last)).unwrap_or_default();
    }
    let mut order = Vec::with_capacity(group.len());
    let mut set = sets - 1;
    while set > 0 {
        let last = best[set].1;
        order.push(group[last]);
        set &= !(1 << last);
    }
    order.reverse();
    order
}

/// Moves single options to their best place until no move helps.
fn by_moves(tally: &Tally, mut order: Vec<usize>) -> Vec<usize> {
    for _ in 0..MOST_ROUNDS {
        let mut moved = false;
        for from in 0..order.len() {
            let to = best_place(tally, &order, from);
            if to != from {
                let option = order.remove(from);
                order.insert(to, option);
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    order
}

/// Where the option at `from` costs least, the nearest place among equals.
fn best_place(tally: &Tally, order: &[usize], from: usize) -> usize {
    let gain =
        |option: usize, over: usize| i64::from(tally.prefer(option, over)) - i64::from(tally.prefer(over, option));
    let (mut best, mut best_gain) = (from, 0);
    for direction in [-1_isize, 1] {
        let mut sum = 0;
        let mut at = from as isize + direction;
        while let Some(&over) = usize::try_from(at).ok().and_then(|at| order.get(at)) {
            sum += if direction < 0 { gain(order[from], over) } else { gain(over, order[from]) };
            if sum > best_gain {
                (best, best_gain) = (at as usize, sum);
            }
            at += direction;
        }
    }
    best
}
