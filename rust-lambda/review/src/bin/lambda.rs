//! The AWS Lambda entry point: takes the request of a line and gives its answer.

use std::sync::Mutex;

use lambda_runtime::{Error, LambdaEvent, service_fn};
use review::reviewer::Reviewer;
use review::wire::{Reply, Request};

fn main() -> Result<(), Error> {
    // Started by the function itself: what must be stoppable runs in a process of its own.
    if std::env::args().nth(1).as_deref() == Some("worker") {
        return Ok(review::worker::run()?);
    }
    serve()
}

#[tokio::main(flavor = "current_thread")]
async fn serve() -> Result<(), Error> {
    let reviewer = &Mutex::new(Reviewer::default());
    lambda_runtime::run(service_fn(async move |event: LambdaEvent<Request>| answer(reviewer, event.payload))).await
}

/// One request at a time comes to a function, so nothing waits for the lock.
fn answer(reviewer: &Mutex<Reviewer>, request: Request) -> Result<Reply, Error> {
    Ok(reviewer.lock().map_err(|_| "an earlier request failed")?.answer(request))
}
