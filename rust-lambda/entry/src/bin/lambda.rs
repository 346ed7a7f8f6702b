//! The AWS Lambda entry point. Seven requests: `weigh` the frozen opinions of one consultation, `learn`
//! from many consultations of one circle, `estimate` experts from a state, `read` one reply, and ask
//! whether the outstanding answers of an open consultation can still change its outcome (`settled`),
//! `judge` what some of its experts say by themselves, and hold sentences to the claims that they cite (`support`).
//! Consultations come as ids and are read from the table; the answers are those of every entry point.

use std::collections::BTreeMap;

use consensus::Panel;
use consensus::wire::{Feedback, Given};
use entry::items::{self, Answers, Attributes, Failure};
use entry::judging::Groups;
use entry::replies::ReadRequest;
use entry::requests::{self, EstimateRequest, Panels, Reply, Request, SoFar, SupportRequest};
use entry::table::Table;
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;

/// What the state machine sends, or the scheduled job.
#[derive(Deserialize)]
#[serde(untagged)]
enum Event {
    /// Weigh one consultation.
    #[serde(rename_all = "camelCase")]
    Weigh {
        consultation_id: String,
        /// What became known of the right answer.
        #[serde(default)]
        outcome: Option<Feedback>,
        /// Which answers, where experts were asked more than once.
        #[serde(default)]
        answers: Answers,
        /// Whether it is still open: what is in is weighed then.
        #[serde(default)]
        open: bool,
    },
    /// Learn from many.
    Learn { learn: Lesson },
    /// Ask a state of experts.
    Estimate { estimate: EstimateRequest },
    /// Read one reply.
    Read { read: Box<ReadRequest> },
    /// Ask whether answers under way can change the outcome.
    Settled { settled: Open },
    /// Judge groups of experts of one consultation.
    Judge { judge: Part },
    /// Hold sentences to the claims that they cite.
    Support { support: SupportRequest },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    consultation_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    consultation_id: String,
    groups: Vec<Vec<String>>,
    /// What is taken as known of the experts, in place of what the table says now.
    #[serde(default)]
    reliability: Option<Given>,
    /// Whether each group is all that there is: nobody else is awaited.
    #[serde(default)]
    alone: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lesson {
    consultation_ids: Vec<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let name = std::env::var("TABLE_NAME").map_err(|_| "the environment variable TABLE_NAME is missing")?;
    let table = Table::open(name, std::env::var("TEXTS_BUCKET").ok()).await;
    let table = &table;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Event>| answer(table, event.payload))).await
}

async fn answer(table: &Table, event: Event) -> Result<Reply, Failure> {
    let request = match event {
        Event::Weigh { consultation_id, open: true, .. } => weigh_so_far(table, &consultation_id).await?,
        Event::Weigh { consultation_id, outcome, answers, .. } => {
            weigh(table, &consultation_id, outcome, answers).await?
        }
        Event::Learn { learn } => Request::Learn(Panels { panels: taught(table, &learn.consultation_ids).await? }),
        Event::Estimate { estimate } => Request::Estimate(estimate),
        Event::Read { read } => Request::Read(read),
        Event::Settled { settled } => so_far(table, &settled.consultation_id).await?,
        Event::Judge { judge } => groups(table, judge).await?,
        Event::Support { support } => Request::Support(support),
    };
    requests::answer(request).map_err(|bad| Failure::BadItem(bad.to_string()))
}

async fn weigh(table: &Table, id: &str, outcome: Option<Feedback>, answers: Answers) -> Result<Request, Failure> {
    let run = table.run(id).await?;
    let opinions = table.opinions(id).await?;
    let mut panel = items::panel(id, run.as_ref(), &opinions, answers)?;
    if answers == Answers::All {
        // What means the same does so whoever has said it.
        return Ok(Request::Weigh(Box::new(Panel { skill: BTreeMap::new(), ..panel })));
    }
    panel.outcome = outcome;
    Ok(Request::Weigh(Box::new(with_known(table, run.as_ref(), panel).await?)))
}

async fn weigh_so_far(table: &Table, id: &str) -> Result<Request, Failure> {
    let run = table.run(id).await?;
    let panel = items::panel_so_far(id, run.as_ref(), &table.opinions(id).await?)?;
    Ok(Request::Weigh(Box::new(with_known(table, run.as_ref(), panel).await?)))
}

/// Adds what is known of the experts where the circle learns.
async fn with_known(table: &Table, run: Option<&Attributes>, panel: Panel) -> Result<Panel, Failure> {
    if let Some(run) = run
        && let Some(partition) = items::reliability_partition(run)?
    {
        return Ok(items::with_reliability(panel, run, &table.reliability(&partition).await?));
    }
    Ok(panel)
}

async fn so_far(table: &Table, id: &str) -> Result<Request, Failure> {
    // The run first: an opinion that comes in between is then awaited no more.
    let run = table.run(id).await?;
    let opinions = table.opinions(id).await?;
    let panel = items::panel_so_far(id, run.as_ref(), &opinions)?;
    let awaited = run.as_ref().map_or_else(|| Ok(Vec::new()), |run| items::awaited(run, &opinions))?;
    Ok(Request::Settled(Box::new(SoFar { panel: with_known(table, run.as_ref(), panel).await?, awaited })))
}

async fn groups(table: &Table, part: Part) -> Result<Request, Failure> {
    let Part { consultation_id, groups, reliability, alone } = part;
    let run = table.run(&consultation_id).await?;
    let opinions = table.opinions(&consultation_id).await?;
    let panel = items::panel_so_far(&consultation_id, run.as_ref(), &opinions)?;
    let seats = run.as_ref().filter(|_| !alone).map_or_else(|| Ok(Vec::new()), items::seats)?;
    let mut panel = with_known(table, run.as_ref(), panel).await?;
    // A circle that does not learn has no state, and takes none.
    if panel.reliability.is_some() && reliability.is_some() {
        panel.reliability = reliability;
    }
    Ok(Request::Judge(Box::new(Groups { panel, seats, groups })))
}

/// Consultations that are gone, still open or malformed teach nothing: one of them must not keep a circle from
/// learning. Those of another circle are refused.
async fn taught(table: &Table, ids: &[String]) -> Result<Vec<Panel>, Failure> {
    let mut panels: Vec<Panel> = Vec::new();
    let mut first = None;
    for id in ids {
        let run = table.run(id).await?;
        let opinions = table.opinions(id).await?;
        let panel = match items::panel(id, run.as_ref(), &opinions, Answers::First) {
            Err(Failure::RunNotFound(_) | Failure::RunNotClosed(_) | Failure::BadItem(_)) => continue,
            other => other?,
        };
        let circle =
            run.as_ref().map(items::circle).transpose()?.map(|circle| circle.map(|word| word.map(str::to_owned)));
        if first.get_or_insert_with(|| circle.clone()) != &circle {
            return Err(Failure::BadItem(format!("consultation {id} belongs to another circle")));
        }
        let feedback = table.feedback(id).await?;
        panels.push(items::with_feedback(panel, run.as_ref(), &opinions, feedback.as_ref())?);
    }
    Ok(panels)
}
