//! All sources that are built in, made when first needed: a Dockerfile never pays for the schemas of CloudFormation.

mod readings;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use crate::called::Within;
use crate::document::Document;
use crate::folder::Sibling;
use crate::moved::Other;
use crate::off::Off;
use crate::source::{Found, Made, Source};
use crate::sources;
use crate::team::Team;
use crate::unread;
use crate::users::Users;
use crate::wire::{File, Finding, NotReviewed};

/// One file to review, and by whom.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Job {
    /// The file.
    pub file: File,
    /// The sources that speak.
    pub sources: Vec<String>,
    /// Sources (`docker`) and rules (`docker/DF001`) that ended an earlier attempt.
    #[serde(default)]
    pub skip: Vec<String>,
    /// Whether each rule is told before it runs, not only each source: asked for where an earlier attempt ended.
    #[serde(default)]
    pub detail: bool,
    /// Whether comments in the file may silence rules.
    #[serde(default)]
    pub allowances: bool,
    /// The only rule file of the team that speaks: it is tried on a sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
    /// Files of its folder that give its variables values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub folder: Vec<Sibling>,
    /// Files of the change from or to which its resources may have moved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Other>,
    /// What it calls.
    #[serde(default, skip_serializing_if = "Within::is_empty")]
    pub within: Within,
    /// Who uses the values that it gives.
    #[serde(default, skip_serializing_if = "Users::is_whole")]
    pub users: Users,
}

/// What happens while a file is reviewed.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Event {
    /// What the file is, who reads it, and what keeps everybody from reading it.
    Read {
        /// The kind's name.
        kind: String,
        /// The sources that read it.
        sources: Vec<String>,
        /// What was not understood.
        missed: Vec<NotReviewed>,
    },
    /// A source is being made.
    Making(String),
    /// A source, or a rule of it, is about to run.
    Step(String),
    /// A source is through.
    Through {
        /// Its name.
        source: String,
        /// Its version.
        version: String,
        /// How many rules it has.
        rules: usize,
        /// What it found.
        findings: Vec<Finding>,
        /// What it could not review.
        missed: Vec<NotReviewed>,
    },
    /// What a tool says, or why it does not.
    Told(Result<serde_json::Value, String>),
    /// The file is done.
    Done,
    /// The process is about to end, and why.
    Panic(String),
}

/// The stack of a thread that makes a source.
const MAKER_STACK: usize = 16 << 20;

/// The sources, made lazily.
pub struct Panel {
    off: Off,
    places: Vec<Place>,
    built_in: usize,
}

struct Place {
    name: &'static str,
    make: fn() -> Made,
    reads: fn(&Document) -> bool,
    made: Option<Result<Box<dyn Source>, String>>,
}

/// The names of all sources that are built in.
pub fn names() -> Vec<&'static str> {
    sources::ALL.iter().map(|(name, _, _)| *name).collect()
}

impl Default for Panel {
    fn default() -> Panel {
        let places =
            sources::ALL.iter().map(|(name, make, reads)| Place { name, make: *make, reads: *reads, made: None });
        let places: Vec<Place> = places.collect();
        Panel { off: Off::read(), built_in: places.len(), places }
    }
}

impl Panel {
    /// Takes a team's own rules, in the place of those of another.
    pub fn take(&mut self, team: Team) {
        self.places.truncate(self.built_in);
        let made = sources::team::all(team).into_iter();
        let made = made.map(|(name, source)| Place {
            name,
            make: || Err("no team has given it rules".to_owned()),
            reads: sources::team::reads,
            made: Some(Ok(source)),
        });
        self.places.extend(made);
    }

    /// Reviews one file and tells each step as it comes.
    pub fn review(&mut self, job: &Job, tell: &mut dyn FnMut(Event)) {
        let document = Document::read(&job.file.path, &job.file.text).with_before(job.file.before.as_deref());
        let others = job.others.iter().map(Other::read).collect();
        let (changed, within) = (job.file.changed.clone(), Rc::new(job.within.clone()));
        let document = Document { changed, allowances: job.allowances, others, within, ..document };
        let readings = document.in_folder(&job.folder);
        let Some(document) = readings.first() else { return tell(Event::Done) };
        let speaks = |place: &Place| {
            job.sources.iter().any(|name| name == place.name) && !job.skip.iter().any(|name| name == place.name)
        };
        let asked: Vec<usize> = (0..self.places.len())
            .filter(|at| speaks(&self.places[*at]) && (self.places[*at].reads)(document))
            // Of a deleted file only its former text says anything.
            .filter(|at| !document.is_deleted() || ["change", "secrets"].contains(&self.places[*at].name))
            .collect();
        tell(Event::Read {
            kind: document.kind.name().to_owned(),
            sources: asked.iter().map(|at| self.places[*at].name.to_owned()).collect(),
            missed: unread::of(document, &job.users),
        });
        if !job.detail {
            self.make(&asked, tell);
        }
        for at in asked {
            let off = &self.off;
            let place = &mut self.places[at];
            if place.made.is_none() {
                tell(Event::Making(place.name.to_owned()));
            }
            let make = place.make;
            let made = place.made.get_or_insert_with(|| wider(make()));
            tell(Event::Step(place.name.to_owned()));
            let through = run(place.name, made, &readings, off, job, tell);
            tell(through);
        }
        tell(Event::Done);
    }

    /// Makes what is needed and not there yet, beside one another: the first file waits for the slowest source and not
    /// for all of them. What fails in this is made again by itself, and then it is known what failed.
    fn make(&mut self, asked: &[usize], tell: &mut dyn FnMut(Event)) {
        let wanted: Vec<usize> = asked.iter().copied().filter(|at| self.places[*at].made.is_none()).collect();
        if wanted.len() < 2 {
            return;
        }
        tell(Event::Making(self.places[wanted[0]].name.to_owned()));
        let makers: Vec<fn() -> Made> = wanted.iter().map(|at| self.places[*at].make).collect();
        let made: Vec<Option<Made>> = std::thread::scope(|scope| {
            let thread = || std::thread::Builder::new().stack_size(MAKER_STACK);
            let started: Vec<_> = makers.into_iter().map(|make| thread().spawn_scoped(scope, make).ok()).collect();
            started.into_iter().map(|started| started.and_then(|thread| thread.join().ok())).collect()
        });
        for (at, made) in wanted.into_iter().zip(made) {
            self.places[at].made = made.map(wider);
        }
    }
}

/// The same, for one thread alone.
fn wider(made: Made) -> Result<Box<dyn Source>, String> {
    made.map(|source| source as Box<dyn Source>)
}

fn run(
    name: &'static str,
    made: &mut Result<Box<dyn Source>, String>,
    readings: &[Document],
    off: &Off,
    job: &Job,
    tell: &mut dyn FnMut(Event),
) -> Event {
    let prefix = format!("{name}/");
    let skip: Vec<String> = job.skip.iter().filter_map(|rule| rule.strip_prefix(&prefix).map(str::to_owned)).collect();
    let mut step = |rule: &str| {
        if job.detail {
            tell(Event::Step(format!("{prefix}{rule}")));
        }
    };
    let (mut version, mut rules) = (String::new(), 0);
    let mut told = readings::Told::default();
    // Others read the text alone, which is the same in each reading.
    let readings = if readings::differs(name) { readings } else { &readings[..readings.len().min(1)] };
    for document in readings {
        let mut found = Found::new(name, document, off, &skip, &mut step).only(job.only.as_deref());
        match made {
            Ok(source) if document.text.len() > source.limit() => {
                found.missed(None, &format!("larger than {} bytes", source.limit()));
                (version, rules) = (source.version(), source.rules());
            }
            Ok(source) => {
                source.review(document, &mut found);
                version = source.version();
                rules = job.only.as_deref().map_or(source.rules(), |file| source.rules_in(file));
            }
            Err(why) => found.missed(None, &format!("could not start: {why}")),
        }
        if found.more > 0 {
            found.missed(None, &format!("{} more findings are not told", found.more));
        }
        told.take(document, found.findings, found.not_reviewed);
    }
    let (findings, missed) = told.all(readings.len());
    let rules = rules.saturating_sub(off.count(name));
    Event::Through { source: name.to_owned(), version, rules, findings, missed }
}
