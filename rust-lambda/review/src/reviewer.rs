//! From a request to an answer: files shared out among a few workers, findings in one order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::called;
use crate::folder;
use crate::moved;
use crate::panel::{self, Job};
use crate::queues::{Queues, SLOW};
use crate::supervisor::{Outcome, Supervisor};
use crate::team::{Folder, Team, trial};
use crate::users;
use crate::vote::vote;
use crate::wire::{Answer, File, Finding, NotReviewed, Reply, Request, Reviewed, TeamFile, ToolAnswer, Vote, Voted};

/// The largest file that anybody reads, in bytes.
const MAX_BYTES: usize = 16_000_000;

/// The most workers at a time.
const MAX_WORKERS: usize = 4;

/// Reviews requests; its workers live as long as it does.
pub struct Reviewer {
    workers: Vec<Supervisor>,
    known: Option<Known>,
}

/// A team's folder, tried.
#[derive(Clone)]
struct Known {
    files: Vec<TeamFile>,
    team: Arc<Team>,
    refused: Vec<NotReviewed>,
    /// When it was tried, where trying it again may come to something else.
    unsettled: Option<Instant>,
}

/// How long a trial holds over which a worker has ended: a rule that never ends must not cost each review its time.
const UNSETTLED: Duration = Duration::from_secs(60);

impl Known {
    fn of(files: Vec<TeamFile>, folder: Folder, outcomes: Vec<Outcome>, now: Instant) -> Known {
        let unsettled = outcomes.iter().any(|outcome| outcome.ended).then_some(now);
        let (team, refused) = trial::judge(folder, outcomes);
        Known { files, team: Arc::new(team), refused, unsettled }
    }

    /// Whether it is what a trial of these files would come to now.
    fn holds(&self, files: &[TeamFile], now: Instant) -> bool {
        self.files == files && self.unsettled.is_none_or(|tried| now.saturating_duration_since(tried) < UNSETTLED)
    }
}

impl Default for Reviewer {
    fn default() -> Reviewer {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let workers = (0..cores.min(MAX_WORKERS)).map(|_| Supervisor::default()).collect();
        Reviewer { workers, known: None }
    }
}

impl Reviewer {
    /// Answers a request, whatever it asks for.
    pub fn answer(&mut self, request: Request) -> Reply {
        let Some(name) = request.tool else { return Reply::Review(Box::new(self.review(request))) };
        let told = self.tool(name, request.input.unwrap_or_default());
        let (result, refused) = told.map_or_else(|why| (None, Some(why)), |said| (Some(said), None));
        Reply::Tool(ToolAnswer { id: request.id, result, refused })
    }

    /// Runs a tool where it may be ended.
    pub fn tool(&mut self, name: String, input: serde_json::Value) -> Result<serde_json::Value, String> {
        self.workers.first_mut().ok_or("there is no worker")?.tool(name, input)
    }

    /// Reviews all files of a request.
    pub fn review(&mut self, request: Request) -> Answer {
        let Known { team, refused, .. } = self.team(request.rules);
        let (sources, unknown) = asked(request.sources.as_deref(), &team);
        let allowances = request.options.allowances.unwrap_or(false);
        let jobs = jobs(request.files, &sources, allowances);
        let outcomes = self.share_out(&jobs, &team);
        let mut answer = assemble(request.id, &jobs, outcomes, &sources, unknown);
        answer.not_reviewed.extend(refused);
        answer
    }

    /// The rules of a team that hold on their samples; those of the last request are known.
    fn team(&mut self, files: Vec<TeamFile>) -> Known {
        if let Some(known) = self.known.as_ref().filter(|known| known.holds(&files, Instant::now())) {
            return known.clone();
        }
        let folder = Folder::of(&files);
        let outcomes = self.share_out(&trial::jobs(&folder), &Arc::new(trial::everything(&folder)));
        self.known.insert(Known::of(files, folder, outcomes, Instant::now())).clone()
    }

    fn share_out(&mut self, jobs: &[Job], team: &Arc<Team>) -> Vec<Outcome> {
        let queues = Queues::of(jobs);
        let outcomes: Vec<Mutex<Option<Outcome>>> = jobs.iter().map(|_| Mutex::new(None)).collect();
        let busy = self.workers.len().min(jobs.len());
        std::thread::scope(|scope| {
            for (at, worker) in self.workers[..busy].iter_mut().enumerate() {
                let (queues, outcomes) = (&queues, &outcomes);
                scope.spawn(move || {
                    while let Some(at) = queues.next(at == 0, worker.has_made(SLOW)) {
                        let (Some(job), Some(place)) = (jobs.get(at), outcomes.get(at)) else { return };
                        let outcome = if job.file.text.len() > MAX_BYTES {
                            too_large(job)
                        } else {
                            worker.review(job.clone(), team)
                        };
                        if let Ok(mut place) = place.lock() {
                            *place = Some(outcome);
                        }
                    }
                });
            }
        });
        outcomes.into_iter().map(|place| place.into_inner().ok().flatten().unwrap_or_default()).collect()
    }
}

/// Each file with what the others say of it.
pub fn jobs(files: Vec<File>, sources: &[String], allowances: bool) -> Vec<Job> {
    let said = folder::siblings(&files).into_iter().zip(users::users(&files));
    let said: Vec<_> = said.zip(moved::others(&files).into_iter().zip(called::within(&files))).collect();
    let job = |(file, ((folder, users), (others, within)))| Job {
        file,
        sources: sources.to_vec(),
        allowances,
        folder,
        users,
        others,
        within,
        ..Job::default()
    };
    files.into_iter().zip(said).map(job).collect()
}

/// The sources of a request that are built in, or have rules of the team, and those that are not.
fn asked(sources: Option<&[String]>, team: &Team) -> (Vec<String>, Vec<String>) {
    let mut names = panel::names();
    names.extend(team.sources());
    let Some(sources) = sources else { return (names.iter().map(|name| (*name).to_owned()).collect(), Vec::new()) };
    sources.iter().cloned().partition(|source| names.contains(&source.as_str()))
}

fn too_large(job: &Job) -> Outcome {
    let why = format!("larger than {MAX_BYTES} bytes");
    Outcome {
        kind: "unknown".to_owned(),
        missed: vec![NotReviewed { path: job.file.path.clone(), line: None, why }],
        ..Outcome::default()
    }
}

/// One answer of many outcomes; equal input gives equal bytes.
fn assemble(id: String, jobs: &[Job], outcomes: Vec<Outcome>, sources: &[String], unknown: Vec<String>) -> Answer {
    let mut answer = Answer { id, ..Answer::default() };
    let mut told: BTreeMap<String, (String, usize, usize, usize)> =
        sources.iter().map(|source| (source.clone(), (String::new(), 0, 0, 0))).collect();
    for (job, outcome) in jobs.iter().zip(outcomes) {
        let mut read = Vec::new();
        for (source, version, rules, reviewed) in outcome.sources {
            let known = told.entry(source.clone()).or_default();
            if !version.is_empty() {
                (known.0, known.1) = (version, rules);
            }
            if reviewed {
                known.2 += 1;
                read.push(source);
            } else {
                known.3 += 1;
            }
        }
        read.sort();
        let kind = if outcome.kind.is_empty() { "unknown".to_owned() } else { outcome.kind };
        answer.files.push(Reviewed { path: job.file.path.clone(), kind, sources: read });
        answer.not_reviewed.extend(outcome.missed);
        answer.findings.extend(outcome.findings);
    }
    answer.not_reviewed.sort();
    answer.not_reviewed.dedup();
    let order = |finding: &Finding| {
        (
            finding.file.clone(),
            finding.line,
            finding.rule.clone(),
            finding.source.clone(),
            finding.end_line,
            finding.title.clone(),
        )
    };
    answer.findings.sort_by_cached_key(order);
    answer.findings.dedup_by_key(|finding| (order(finding), finding.resource.clone()));
    answer.sources = told.into_iter().map(|(source, known)| voted(source, known, &answer.findings)).collect();
    answer.sources.extend(unknown.into_iter().map(not_built_in));
    answer
}

fn voted(source: String, known: (String, usize, usize, usize), findings: &[Finding]) -> Voted {
    let (version, rules, read, missed) = known;
    let own: Vec<&Finding> = findings.iter().filter(|finding| finding.source == source).collect();
    let (vote, reason) = vote(&own, read, missed);
    Voted { source, version, rules, spoke: read > 0, vote, reason }
}

fn not_built_in(source: String) -> Voted {
    let reason =
        if source.starts_with("team-") { "the team has no such rules" } else { "this build has no such source" };
    let reason = reason.to_owned();
    Voted { source, version: String::new(), rules: 0, spoke: false, vote: Vote::Abstain, reason }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TeamFile {
        TeamFile { path: path.to_owned(), text: text.to_owned() }
    }

    /// A rule whose sample was read to the end, or over which a worker ended.
    fn tried(ended: bool, now: Instant) -> (Vec<TeamFile>, Known) {
        let files = vec![file("x.guard", "rule x {}"), file("x.bad.yaml", "a: 1\n")];
        let outcome = Outcome { ended, ..Outcome::default() };
        (files.clone(), Known::of(files.clone(), Folder::of(&files), vec![outcome], now))
    }

    #[test]
    fn a_trial_holds_for_its_files_until_one_that_a_worker_ended_over_may_go_better() {
        let now = Instant::now();
        let later = |seconds| now + Duration::from_secs(seconds);
        let (files, settled) = tried(false, now);
        assert_eq!(settled.refused.len(), 1);
        assert!(settled.holds(&files, later(86_400)) && !settled.holds(&files[1..], now));
        let (files, unsettled) = tried(true, now);
        assert!(unsettled.holds(&files, later(59)) && !unsettled.holds(&files, later(60)));
    }
}
