//! Reviews a file through a worker and outlives it. The core's release profile aborts on a panic, and no thread can be
//! stopped: so what must be stoppable runs in a process of its own.

use std::collections::BTreeSet;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::Serialize;

use crate::panel::{Event, Job};
use crate::team::Team;
use crate::wire::{Finding, NotReviewed};

/// How long one step may compute.
const STEP: Duration = Duration::from_secs(2);
/// Before so long no step is looked after.
const AT_ONCE: Duration = Duration::from_millis(20);
/// How long a source may take to be made.
const MAKING: Duration = Duration::from_secs(20);
/// However little the machine lets it compute, a step ends after so many times its bound.
const PATIENCE: u32 = 8;
/// How often one file may end a worker before the rest of its sources is given up.
const ATTEMPTS: usize = 13;

/// How often rules of one source may end a worker over one file before the rest of them is given up.
const MOST_ENDS: usize = 4;

/// What became of one file.
#[derive(Default)]
pub struct Outcome {
    /// Its kind.
    pub kind: String,
    /// Each source that read it: name, version, rules, whether it could review.
    pub sources: Vec<(String, String, usize, bool)>,
    /// All findings.
    pub findings: Vec<Finding>,
    /// What was not reviewed.
    pub missed: Vec<NotReviewed>,
    /// A worker has ended over it, which may go well another time: on a machine that is less busy, say.
    pub ended: bool,
}

/// A worker that is started when needed and again after it ended.
#[derive(Default)]
pub struct Supervisor {
    worker: Option<Worker>,
}

struct Worker {
    child: Child,
    input: ChildStdin,
    events: Receiver<Event>,
    /// The team whose rules it has.
    team: Arc<Team>,
    /// It has gone over its time.
    late: bool,
    /// The sources that it has made.
    made: BTreeSet<String>,
}

impl Supervisor {
    /// Whether its worker has made a source, which costs a source with much data tenths of a second.
    pub fn has_made(&self, source: &str) -> bool {
        self.worker.as_ref().is_some_and(|worker| worker.made.contains(source))
    }

    /// Reviews one file, by a team's own rules too.
    pub fn review(&mut self, mut job: Job, team: &Arc<Team>) -> Outcome {
        let mut outcome = Outcome::default();
        for _ in 0..ATTEMPTS {
            let Err(ended) = self.attempt(&mut job, team, &mut outcome) else { return outcome };
            self.worker = None;
            outcome.ended = true;
            if !job.detail && !ended.step.is_empty() {
                // Which rule it was is told the second time: hardly a file needs it, and telling costs more than most rules.
                job.detail = true;
                continue;
            }
            let (step, why) = (ended.step, ended.why);
            let source = step.split('/').next().unwrap_or_default().to_owned();
            if step.is_empty() {
                outcome.missed.push(missed(&job, format!("it could not be read: {why}")));
                return outcome;
            }
            outcome.missed.push(missed(&job, format!("{}: {why}", step.replacen('/', " rule ", 1))));
            if step == source {
                outcome.sources.push((source.clone(), String::new(), 0, false));
            }
            job.skip.push(step);
            // Rules of one source must not use up what the other sources have.
            if ends_of(&source, &job.skip) >= MOST_ENDS {
                outcome.missed.push(missed(&job, format!("{source}: given up: its rules ended the review too often")));
                outcome.sources.push((source.clone(), String::new(), 0, false));
                job.skip.push(source);
            }
        }
        outcome.missed.push(missed(&job, "given up: it ended the review too often".to_owned()));
        outcome
    }

    /// Runs a tool; why it says nothing, where it does not.
    pub fn tool(&mut self, name: String, input: serde_json::Value) -> Result<serde_json::Value, String> {
        let asked = (name, input);
        let mut why = String::new();
        let told =
            self.ready(|worker| worker.order("tool", &asked)).map_err(|error| error.to_string()).and_then(|worker| {
                loop {
                    match worker.next(STEP) {
                        Ok(Event::Told(told)) => return told,
                        Ok(Event::Panic(said)) => why = format!("it failed: {said}"),
                        Ok(_) => {}
                        Err(RecvTimeoutError::Timeout) => {
                            return Err(format!("it took longer than {} s", STEP.as_secs()));
                        }
                        Err(RecvTimeoutError::Disconnected) => {
                            return Err("it ended the process (out of stack or memory)".to_owned());
                        }
                    }
                }
            });
        // A worker that has refused is well; one that is late or gone is not.
        if told.is_err() && (!why.is_empty() || self.worker.as_mut().is_none_or(Worker::is_lost)) {
            self.worker = None;
        }
        told.map_err(|said| if why.is_empty() { said } else { why })
    }

    /// A worker that has been given its work; one that went between two jobs is replaced.
    fn ready(&mut self, give: impl Fn(&mut Worker) -> io::Result<()>) -> io::Result<&mut Worker> {
        if self.worker.as_mut().is_none_or(|worker| give(worker).is_err()) {
            let mut fresh = start()?;
            give(&mut fresh)?;
            self.worker = Some(fresh);
        }
        self.worker.as_mut().ok_or_else(|| io::Error::other("no worker"))
    }

    /// Sends the file once. What is through is not asked again.
    fn attempt(&mut self, job: &mut Job, team: &Arc<Team>, outcome: &mut Outcome) -> Result<(), Ended> {
        let mut ended = Ended::default();
        let worker = self
            .ready(|worker| worker.send(job, team))
            .map_err(|error| ended.because(format!("no worker: {error}")))?;
        let mut bound = STEP;
        loop {
            match worker.next(bound) {
                Ok(Event::Read { kind, missed, .. }) => {
                    outcome.kind = kind;
                    if job.skip.is_empty() {
                        outcome.missed.extend(missed);
                    }
                }
                Ok(Event::Making(step)) => (ended.step, bound) = (step, MAKING),
                Ok(Event::Step(step)) => (ended.step, bound) = (step, STEP),
                Ok(Event::Through { source, version, rules, findings, missed }) => {
                    worker.made.insert(source.clone());
                    job.skip.push(source.clone());
                    let read = !missed.iter().any(|missed| missed.line.is_none()) || !findings.is_empty();
                    outcome.sources.push((source, version, rules, read));
                    outcome.findings.extend(findings);
                    outcome.missed.extend(missed);
                }
                Ok(Event::Told(_)) => {}
                Ok(Event::Panic(why)) => ended.why = format!("it failed: {why}"),
                Ok(Event::Done) => return Ok(()),
                Err(RecvTimeoutError::Timeout) => {
                    return Err(ended.because(format!("it took longer than {} s", bound.as_secs())));
                }
                Err(RecvTimeoutError::Disconnected) => {
                    return Err(ended.because("it ended the process (out of stack or memory)".to_owned()));
                }
            }
        }
    }
}

/// Where a worker ended, and why.
#[derive(Default)]
struct Ended {
    step: String,
    why: String,
}

impl Ended {
    fn because(&mut self, why: String) -> Ended {
        let said = std::mem::take(&mut self.why);
        Ended { step: std::mem::take(&mut self.step), why: if said.is_empty() { why } else { said } }
    }
}

/// How many rules of a source have ended a worker.
fn ends_of(source: &str, skip: &[String]) -> usize {
    skip.iter().filter(|step| step.strip_prefix(source).is_some_and(|rest| rest.starts_with('/'))).count()
}

fn missed(job: &Job, why: String) -> NotReviewed {
    NotReviewed { path: job.file.path.clone(), line: None, why }
}

impl Worker {
    /// Whether it has ended, or is still at work on what it was given up for.
    fn is_lost(&mut self) -> bool {
        self.late || !matches!(self.child.try_wait(), Ok(None))
    }

    /// Sends a job, and before it the team's rules where the worker has others.
    fn send(&mut self, job: &Job, team: &Arc<Team>) -> io::Result<()> {
        if !Arc::ptr_eq(team, &self.team) && team != &self.team {
            self.order("team", team.as_ref())?;
        }
        self.team = Arc::clone(team);
        self.order("job", job)
    }

    /// One line, an `Order` of the worker, without a copy of what it holds.
    fn order(&mut self, what: &str, of: &impl Serialize) -> io::Result<()> {
        let mut line = format!("{{\"{what}\":").into_bytes();
        serde_json::to_writer(&mut line, of)?;
        line.extend_from_slice(b"}\n");
        self.input.write_all(&line)?;
        self.input.flush()
    }

    /// The next event within a bound of computing time; on a busy machine the clock says little.
    fn next(&mut self, bound: Duration) -> Result<Event, RecvTimeoutError> {
        let since = Instant::now();
        // Hardly a step takes as long as to be worth a look at the system's table.
        match self.events.recv_timeout(AT_ONCE) {
            Err(RecvTimeoutError::Timeout) => {}
            event => {
                self.late |= event.is_err();
                return event;
            }
        }
        let used = computed(self.child.id());
        let mut wait = bound;
        loop {
            match self.events.recv_timeout(wait) {
                Err(RecvTimeoutError::Timeout) if since.elapsed() < bound * PATIENCE => {
                    match (used, computed(self.child.id())) {
                        (Some(from), Some(to)) if to.saturating_sub(from) < bound => wait = Duration::from_millis(100),
                        _ => {
                            self.late = true;
                            return Err(RecvTimeoutError::Timeout);
                        }
                    }
                }
                event => {
                    self.late |= event.is_err();
                    return event;
                }
            }
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The computing time of a process, where the system tells: hundredths of a second, in Linux' own table.
fn computed(id: u32) -> Option<Duration> {
    let line = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let mut fields = line.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 10))
}

fn start() -> io::Result<Worker> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("no pipes"));
    };
    let (sender, events) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let Ok(event) = serde_json::from_str(&line) else { continue };
            if sender.send(event).is_err() {
                return;
            }
        }
    });
    Ok(Worker { child, input, events, team: Arc::default(), late: false, made: BTreeSet::new() })
}
