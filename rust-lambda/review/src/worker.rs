//! The process that reviews: a job a line comes in, its events go out, all of them before the next step begins. A
//! rule that never ends or exhausts the stack takes only this process with it; its parent then knows the step.

use std::io::{self, BufRead, Write};
use std::sync::Mutex;

use serde::Deserialize;

use crate::panel::{Event, Job, Panel};
use crate::team::Team;
use crate::tools;

/// The memory that one worker may have: 3 GB of addresses.
const MEMORY: u64 = 3 << 30;

/// The stack of the thread that reviews: parsers recurse.
const STACK: usize = 64 << 20;

/// What a worker is told, a line each.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Order {
    /// The team's own rules from here on.
    Team(Team),
    /// A file to review.
    Job(Box<Job>),
    /// A tool to run: its name and input.
    Tool((String, serde_json::Value)),
}

/// Reviews jobs from standard input until it ends.
pub fn run() -> io::Result<()> {
    // Where the system knows no such limit the time alone bounds a worker.
    let _ = rlimit::setrlimit(rlimit::Resource::AS, MEMORY, MEMORY);
    std::panic::set_hook(Box::new(|panic| {
        let why = panic.payload_as_str().unwrap_or("a panic without words").to_owned();
        let at = panic.location().map(|at| format!(" ({}:{})", short(at.file()), at.line())).unwrap_or_default();
        say(&Event::Panic(format!("{why}{at}")));
    }));
    let work = std::thread::Builder::new().stack_size(STACK).spawn(|| {
        let mut panel = Panel::default();
        for line in io::stdin().lock().lines() {
            match serde_json::from_str(&line?)? {
                Order::Team(team) => panel.take(team),
                Order::Job(job) => panel.review(&job, &mut |event| say(&event)),
                Order::Tool((name, input)) => say(&Event::Told(tools::run(&name, input))),
            }
        }
        Ok(())
    })?;
    work.join().unwrap_or_else(|_| Err(io::Error::other("the worker panicked")))
}

/// The last two parts of a path of a source file.
fn short(path: &str) -> String {
    let mut parts: Vec<&str> = path.rsplit('/').take(3).collect();
    parts.reverse();
    parts.join("/")
}

/// What is said and not yet written.
static SAID: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Says an event. What is over is written with what comes next: half as many writes, and the parent is woken half as
/// often.
fn say(event: &Event) {
    let Ok(mut said) = SAID.lock() else { return };
    if serde_json::to_writer(&mut *said, event).is_ok() {
        said.push(b'\n');
    }
    if matches!(event, Event::Read { .. } | Event::Through { .. }) {
        return;
    }
    let mut out = io::stdout().lock();
    // A parent that is gone needs no answer; the next read of standard input ends this process.
    let _ = out.write_all(&said).and_then(|()| out.flush());
    said.clear();
}
