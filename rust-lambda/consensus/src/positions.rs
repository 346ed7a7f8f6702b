//! Whether the answers lead to one answer and no other, and the answers that experts stand behind.
//!
//! Where answers are counted, a panel is decided if one answer weighs more than every other and, among several
//! answering experts, at least two give the same one, or known experts make it likelier right than not. A ranking is decided if one option comes first alone.

use std::cmp::Ordering;

use crate::hash;
use crate::wire::{Cluster, Kind, Panel, Position, Verdict};

/// Shares closer than this are a dead heat: rounding of sums in fixed point.
const TIED: f64 = 1e-9;

/// The verdict with its positions, and with whether it is decided.
/// `likely` says that known experts make the leading answer likelier right than not.
pub(crate) fn placed(panel: &Panel, verdict: Verdict, likely: bool) -> Verdict {
    let positions = positions(panel, &verdict);
    let decided = match panel.kind {
        Kind::Choice | Kind::Short => Some(singled_out(&positions, likely)),
        Kind::Ranking => Some(comes_first_alone(&verdict)),
        Kind::Text | Kind::Auto => return verdict,
    };
    Verdict { decided, positions: Some(positions), ..verdict }
}

/// Clusters with weight, each with whose words stand for it.
fn positions(panel: &Panel, verdict: &Verdict) -> Vec<Position> {
    let dissent = verdict.standing.as_ref().map_or(&[][..], |standing| &standing.dissent);
    let position = |cluster: &Cluster| {
        let other = dissent.iter().find(|other| other.experts == cluster.experts);
        let leading = verdict.pick.as_ref().filter(|pick| other.is_none() && cluster.experts.contains(pick));
        let (pick, span) = match (leading, other) {
            (Some(pick), _) => (pick.clone(), verdict.span),
            (None, Some(other)) => (other.pick.clone(), other.span),
            (None, None) => (spokesman(panel, cluster)?, None),
        };
        Some(Position { experts: cluster.experts.clone(), share: cluster.share, pick, span })
    };
    verdict.clusters.iter().filter(|cluster| cluster.share > 0.0).filter_map(position).collect()
}

/// The expert of a cluster whose words hash lowest, then whose name comes first.
fn spokesman(panel: &Panel, cluster: &Cluster) -> Option<String> {
    let members = panel.opinions.iter().filter(|opinion| cluster.experts.contains(&opinion.expert));
    let words = |answer: &Option<String>| hash::of_parts(&[answer.as_deref().unwrap_or("")]);
    members.min_by_key(|opinion| (words(&opinion.answer), &opinion.expert)).map(|opinion| opinion.expert.clone())
}

/// One answer alone is decided; of several one must weigh most, and somebody must agree with somebody or be known to be good.
fn singled_out(positions: &[Position], likely: bool) -> bool {
    let mut answering: Vec<&String> = positions.iter().flat_map(|position| &position.experts).collect();
    answering.sort_unstable();
    answering.dedup();
    match (answering.len(), positions) {
        (0, _) => false,
        (1, positions) => positions.len() == 1,
        (_, positions) => {
            let backed = likely || positions.iter().any(|position| position.experts.len() > 1);
            backed && !dead_heat(positions)
        }
    }
}

fn dead_heat(positions: &[Position]) -> bool {
    let mut shares: Vec<f64> = positions.iter().map(|position| position.share).collect();
    shares.sort_by(|a, b| b.partial_cmp(a).unwrap_or(Ordering::Equal));
    matches!(shares[..], [first, second, ..] if first - second < TIED)
}

fn comes_first_alone(verdict: &Verdict) -> bool {
    let first = verdict.ranking.as_ref().and_then(|ranking| ranking.order.first());
    first.is_some_and(|layer| layer.len() == 1)
}
