//! The AWS Lambda door: a consultation's id in, the weighing of its frozen opinions out.

use entry::items::{self, Failure};
use entry::table::Table;
use entry::weighing::{self, Weighing};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;

/// What the state machine sends.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    consultation_id: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let name = std::env::var("TABLE_NAME").map_err(|_| "the environment variable TABLE_NAME is missing")?;
    let table = Table::open(name).await;
    let table = &table;
    lambda_runtime::run(service_fn(move |event: LambdaEvent<Request>| weigh(table, event.payload))).await
}

async fn weigh(table: &Table, request: Request) -> Result<Weighing, Failure> {
    let id = request.consultation_id;
    let run = table.run(&id).await?;
    let opinions = table.opinions(&id).await?;
    Ok(weighing::weigh(&items::panel(&id, run.as_ref(), &opinions)?))
}
