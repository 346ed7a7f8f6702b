//! The AWS Lambda entry point. Five requests: `weigh` the frozen opinions of one consultation, `learn`
//! from many consultations of one circle, `estimate` experts from a state, `read` one reply, and ask
//! whether the outstanding answers of an open consultation can still change its outcome (`settled`).

use consensus::Panel;
use consensus::wire::{Feedback, State};
use entry::items::{self, Attributes, Failure};
use entry::replies::{self, Read, ReadRequest};
use entry::table::Table;
use entry::weighing::{self, EstimateRequest, Estimates, Weighing};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::{Deserialize, Serialize};

/// What the state machine sends, or the scheduled job.
#[derive(Deserialize)]
#[serde(untagged)]
enum Request {
    /// Weigh one consultation.
    #[serde(rename_all = "camelCase")]
    Weigh {
        consultation_id: String,
        /// What became known of the right answer.
        #[serde(default)]
        outcome: Option<Feedback>,
    },
    /// Learn from many.
    Learn { learn: Lesson },
    /// Ask a state of experts.
    Estimate { estimate: EstimateRequest },
    /// Read one reply.
    Read { read: Box<ReadRequest> },
    /// Ask whether answers under way can change the outcome.
    Settled { settled: Open },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Open {
    consultation_id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Lesson {
    consultation_ids: Vec<String>,
}

/// What goes back.
#[derive(Serialize)]
#[serde(untagged)]
enum Reply {
    Weighing(Box<Weighing>),
    State(State),
    Estimates(Estimates),
    Read(Read),
    Settled(Settled),
}

#[derive(Serialize)]
struct Settled {
    settled: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let name = std::env::var("TABLE_NAME").map_err(|_| "the environment variable TABLE_NAME is missing")?;
    let table = Table::open(name).await;
    let table = &table;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Request>| answer(table, event.payload))).await
}

async fn answer(table: &Table, request: Request) -> Result<Reply, Failure> {
    Ok(match request {
        Request::Weigh { consultation_id, outcome } => {
            Reply::Weighing(Box::new(weigh(table, &consultation_id, outcome).await?))
        }
        Request::Estimate { estimate } => {
            let refused = || Failure::BadItem("invalid reliability state or date".to_owned());
            Reply::Estimates(weighing::estimate(estimate).ok_or_else(refused)?)
        }
        Request::Read { read } => Reply::Read(replies::read(&read)),
        Request::Settled { settled } => {
            Reply::Settled(Settled { settled: settle(table, &settled.consultation_id).await? })
        }
        Request::Learn { learn } => Reply::State(relearn(table, &learn.consultation_ids).await?),
    })
}

async fn weigh(table: &Table, id: &str, outcome: Option<Feedback>) -> Result<Weighing, Failure> {
    let run = table.run(id).await?;
    let opinions = table.opinions(id).await?;
    let mut panel = items::panel(id, run.as_ref(), &opinions)?;
    panel.outcome = outcome;
    Ok(weighing::weigh(&with_known(table, run.as_ref(), panel).await?))
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

async fn settle(table: &Table, id: &str) -> Result<bool, Failure> {
    // The run first: an opinion that comes in between is then awaited no more.
    let run = table.run(id).await?;
    let opinions = table.opinions(id).await?;
    let panel = items::panel_so_far(id, run.as_ref(), &opinions)?;
    let awaited = run.as_ref().map_or_else(|| Ok(Vec::new()), |run| items::awaited(run, &opinions))?;
    Ok(consensus::settled(&with_known(table, run.as_ref(), panel).await?, &awaited))
}

/// Consultations that are gone, still open or malformed teach nothing: one of them must not keep a circle from
/// learning. Those of another circle are refused.
async fn relearn(table: &Table, ids: &[String]) -> Result<State, Failure> {
    let mut panels: Vec<Panel> = Vec::new();
    let mut first = None;
    for id in ids {
        let run = table.run(id).await?;
        let opinions = table.opinions(id).await?;
        let panel = match items::panel(id, run.as_ref(), &opinions) {
            Err(Failure::RunNotFound(_) | Failure::RunNotClosed(_) | Failure::BadItem(_)) => continue,
            other => other?,
        };
        let circle =
            run.as_ref().map(items::circle).transpose()?.map(|circle| circle.map(|word| word.map(str::to_owned)));
        if first.get_or_insert_with(|| circle.clone()) != &circle {
            return Err(Failure::BadItem(format!("consultation {id} belongs to another circle")));
        }
        panels.push(items::with_feedback(panel, table.feedback(id).await?.as_ref()));
    }
    Ok(consensus::learn(&panels))
}
