//! The public face: one panel, or many panels jointly.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::auto;
use crate::ballot::Ballot;
use crate::claims::ledger;
use crate::decide::Decision;
use crate::decided;
use crate::fields;
use crate::jointly;
use crate::median;
use crate::plurality::{method_alone, plurality};
use crate::positions;
use crate::ranking;
use crate::reliability::{self, Learning, Shadowed};
use crate::report::{self, Outcome};
use crate::standing;
use crate::typed;
use crate::wire::{Claim, Given, Kind, Panel, Promise, Reliability, State, Tally, Verdict};

/// Weighs one panel on its own, with what is known of its experts if the panel brings it.
pub fn agree(panel: &Panel) -> Verdict {
    if panel.kind == Kind::Ranking {
        return promised(panel, positions::placed(panel, ranking::weigh(panel), false), None);
    }
    if let Some(resolved) = typed::resolve(panel) {
        return resolved.verdict(agree(&resolved.panel));
    }
    if panel.kind == Kind::Auto {
        return auto::weigh(panel, agree);
    }
    let ballot = Ballot::new(panel);
    let method = if median::has_scale(panel) { "choice/median-1".to_owned() } else { method_alone(panel.kind) };
    let outcome = plurality(panel, &ballot, method);
    standing_verdict(panel, ballot, outcome, Learning::Given)
}

/// The panel as the rules weigh it: by the schema of its answers, or by what they turned out to be.
fn resolved(panel: &Panel) -> Cow<'_, Panel> {
    if let Some(typed) = typed::resolve(panel) {
        return Cow::Owned(typed.panel);
    }
    if panel.kind == Kind::Auto { Cow::Owned(auto::resolve(panel)) } else { Cow::Borrowed(panel) }
}

/// Similarity 0 to 1 of opinions i and j of a panel, i < j, abstentions left out.
pub fn pairs(panel: &Panel) -> Vec<(usize, usize, f64)> {
    if panel.kind == Kind::Ranking {
        return ranking::pairs(panel);
    }
    report::pairs(&Ballot::new(&resolved(panel)))
}

/// The claim ledger of long answers; empty for the other kinds, and for typed answers.
pub fn claims(panel: &Panel) -> Vec<Claim> {
    let resolved = resolved(panel);
    if resolved.kind == Kind::Text && panel.schema.is_none() {
        ledger(&resolved, &Ballot::new(&resolved))
    } else {
        Vec::new()
    }
}

/// What panels teach of their experts, feedback included: the state to bring with the next one.
pub fn learn(panels: &[Panel]) -> State {
    let counted = panels.iter().filter(|panel| panel.kind != Kind::Ranking);
    let counted: Vec<Panel> = counted.map(|panel| resolved(panel).into_owned()).collect();
    let weighed = jointly::weigh(&counted, &right_answers(&counted));
    taught(&counted, &weighed.estimates)
}

/// The state that panels teach under joint estimates of their experts.
fn taught(panels: &[Panel], estimates: &BTreeMap<String, f64>) -> State {
    let mut state = reliability::relearn(panels, estimates);
    state.add(&sure(panels, estimates));
    state
}

/// Folds of what outcomes say of verdicts: each is judged with what the others teach, as a new question would be.
const FOLDS: usize = 4;

/// How sure verdicts were, and what became of them.
fn sure(panels: &[Panel], estimates: &BTreeMap<String, f64>) -> BTreeMap<String, Tally> {
    let mut sums = BTreeMap::<String, Tally>::new();
    let judged = |fold: usize| {
        panels.iter().enumerate().filter(move |(at, panel)| at % FOLDS == fold && panel.outcome.is_some())
    };
    for fold in (0..FOLDS).filter(|fold| judged(*fold).next().is_some()) {
        let others = panels.iter().enumerate().filter(|(at, _)| at % FOLDS != fold).map(|(_, panel)| panel.clone());
        let state = reliability::relearn(&others.collect::<Vec<_>>(), estimates);
        for (_, panel) in judged(fold) {
            let known = Panel { reliability: Some(Given::Known(state.clone())), ..panel.clone() };
            let Some(Reliability::Line(report)) = agree(&known).reliability else { continue };
            let told = report.learnt.into_iter().filter(|(name, _)| reliability::names::is_sure(name));
            told.for_each(|(name, tally)| sums.entry(name).or_default().add(tally));
        }
    }
    sums
}

/// Right answers that are known from feedback.
fn right_answers(panels: &[Panel]) -> Vec<Option<&str>> {
    panels.iter().map(|panel| panel.outcome.as_ref()?.answer.as_deref()).collect()
}

/// The verdict with all that a panel weighed on its own tells.
pub(crate) fn standing_verdict(panel: &Panel, mut ballot: Ballot, plain: Outcome, learning: Learning) -> Verdict {
    let Shadowed { outcome, report } = learning.weigh(panel, &ballot, plain);
    let (weights, decision) = (outcome.weights.clone(), outcome.decision.clone());
    let likely = outcome.chance.is_some_and(|chance| chance > 0.5);
    let mut verdict = report::verdict(panel, &ballot, outcome);
    verdict.standing = Some(standing::of(panel, &mut ballot, &weights, decision.as_ref(), &verdict.clusters));
    if panel.kind == Kind::Text {
        decided::settle(panel, &ballot, decision.as_ref(), &mut verdict);
    }
    verdict.reliability = report.map(Reliability::Line);
    let placed = if let (Some(typed), Some(decision)) = (&ballot.typed, &decision) {
        fields::tell(typed, panel, &ballot, &weights, decision, &mut verdict);
        verdict
    } else {
        let placed = positions::placed(panel, verdict, likely);
        // A scale has a median, however the votes are spread.
        if median::has_scale(panel) { Verdict { decided: Some(placed.pick.is_some()), ..placed } } else { placed }
    };
    told(panel, &ballot, decision.as_ref(), placed)
}

/// Adds what became of a decided verdict to what it teaches, and holds it against the promise of its panel.
fn told(panel: &Panel, ballot: &Ballot, decision: Option<&Decision>, mut verdict: Verdict) -> Verdict {
    let share = decision.map(|decision| (decision.class, decision.shares[decision.class]));
    let decided = share.filter(|_| verdict.decided == Some(true));
    let observed = decided.and_then(|(class, share)| reliability::promise::observed(panel, ballot, class, share));
    if let (Some(Reliability::Line(report)), Some((name, tally)), Some(growth)) =
        (&mut verdict.reliability, observed, reliability::growth(panel))
    {
        report.learnt.insert(name, tally.times(growth));
    }
    promised(panel, verdict, share.map(|(_, share)| share))
}

/// The verdict, undecided where its panel asks for a promise that cannot be kept.
fn promised(panel: &Panel, verdict: Verdict, share: Option<f64>) -> Verdict {
    let Some(promise) = reliability::promise::kept(panel, share) else { return verdict };
    let otherwise = verdict.decided == Some(true);
    let promise = Promise { otherwise, kept: otherwise && promise.kept, ..promise };
    Verdict { decided: Some(promise.kept), promise: Some(promise), ..verdict }
}

/// Weighs all panels jointly: experts who are confirmed elsewhere weigh more everywhere.
pub fn infer(panels: &[Panel]) -> Vec<Verdict> {
    infer_each(panels).collect()
}

/// As [`infer`], each verdict made when it is asked for: what one line needs is given back before the next.
pub fn infer_each(panels: &[Panel]) -> Box<dyn Iterator<Item = Verdict> + '_> {
    if panels.iter().any(|panel| panel.kind == Kind::Ranking) {
        return Box::new(infer_beside_rankings(panels).into_iter());
    }
    if panels.iter().any(|panel| panel.schema.is_some() || panel.kind == Kind::Auto) {
        return Box::new(infer_resolved(panels).into_iter());
    }
    infer_plain(panels)
}

/// Panels with a schema or of kind `auto` among the others: each as the rules weigh it.
fn infer_resolved(panels: &[Panel]) -> Vec<Verdict> {
    let typed: Vec<_> = panels.iter().map(typed::resolve).collect();
    let given: Vec<&Panel> =
        panels.iter().zip(&typed).map(|(panel, typed)| typed.as_ref().map_or(panel, |own| &own.panel)).collect();
    let turned = |panel: &&Panel| if panel.kind == Kind::Auto { auto::resolve(panel) } else { (*panel).clone() };
    let plain: Vec<Panel> = given.iter().map(turned).collect();
    let mut verdicts = Vec::with_capacity(panels.len());
    for (at, verdict) in infer_plain(&plain).enumerate() {
        let auto = given[at].kind == Kind::Auto;
        let verdict = if auto { auto::told(given[at], &plain[at], verdict) } else { verdict };
        verdicts.push(typed[at].as_ref().map_or_else(|| verdict.clone(), |typed| typed.verdict(verdict.clone())));
    }
    verdicts
}

fn infer_plain(panels: &[Panel]) -> Box<dyn Iterator<Item = Verdict> + '_> {
    let mut weighed = jointly::weigh(panels, &right_answers(panels));
    let estimates = std::mem::take(&mut weighed.estimates);
    let dated = panels.iter().any(|panel| panel.at.is_some());
    let state = dated.then(|| taught(panels, &estimates));
    // The estimates are the same for all lines; the last one carries them.
    let mut carried = Some((state, estimates));
    let last = panels.len().saturating_sub(1);
    Box::new(panels.iter().enumerate().map(move |(at, panel)| {
        let mut verdict = report::verdict(panel, &weighed.ballots[at], weighed.outcome(at));
        if let Some((state, estimates)) = carried.take_if(|_| at == last) {
            verdict.reliability = state.map(Reliability::Run);
            verdict.estimates = Some(estimates).filter(|estimates| !estimates.is_empty());
        }
        verdict
    }))
}

/// Rankings teach nothing of the experts: each is weighed on its own, the other panels jointly.
fn infer_beside_rankings(panels: &[Panel]) -> Vec<Verdict> {
    let others: Vec<Panel> = panels.iter().filter(|panel| panel.kind != Kind::Ranking).cloned().collect();
    let mut weighed = infer(&others).into_iter();
    let (mut estimates, mut reliability) = (None, None);
    let mut verdicts: Vec<Verdict> = Vec::with_capacity(panels.len());
    for panel in panels {
        let verdict = if panel.kind == Kind::Ranking { None } else { weighed.next() };
        let mut verdict = verdict.unwrap_or_else(|| Verdict { standing: None, ..ranking::weigh(panel) });
        estimates = verdict.estimates.take().or(estimates);
        reliability = verdict.reliability.take().or(reliability);
        verdicts.push(verdict);
    }
    if let Some(last) = verdicts.last_mut() {
        (last.estimates, last.reliability) = (estimates, reliability);
    }
    verdicts
}
