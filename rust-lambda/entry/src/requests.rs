//! What the core is asked, and what it answers: the same through every door. A door only gathers what a request needs.

use std::fmt;

use consensus::claims::{self, Support};
use consensus::wire::{Estimates, Given, Mode, State};
use consensus::{Awaited, Kind, Panel};
use serde::{Deserialize, Serialize};

use crate::judging::{self, Groups, Judgement};
use crate::replies::{self, Read, ReadRequest};
use crate::weighing::{self, Weighing};

/// A request with all that answering it takes.
#[derive(Debug)]
pub enum Request {
    /// Weigh a panel.
    Weigh(Box<Panel>),
    /// Learn from many panels what their experts are worth.
    Learn(Panels),
    /// Ask a state of experts.
    Estimate(EstimateRequest),
    /// Read one reply.
    Read(Box<ReadRequest>),
    /// Ask whether answers under way can change the outcome.
    Settled(Box<SoFar>),
    /// Judge what some of the experts say by themselves.
    Judge(Box<Groups>),
    /// Hold sentences to the claims that they cite.
    Support(SupportRequest),
}

/// Sentences of one text, each with the claims that it cites.
#[derive(Clone, Debug, Deserialize)]
pub struct SupportRequest {
    /// What was asked; numbers of it may stand in any sentence.
    #[serde(default)]
    pub question: Option<String>,
    /// In their order.
    pub sentences: Vec<Citing>,
}

/// A sentence, and the words of the claims that it cites.
#[derive(Clone, Debug, Deserialize)]
pub struct Citing {
    /// The sentence.
    pub text: String,
    /// The claims.
    pub claims: Vec<String>,
}

/// Panels of one circle and kind.
#[derive(Debug, Deserialize)]
pub struct Panels {
    /// In any order.
    pub panels: Vec<Panel>,
}

/// What a state is asked: what it says of these experts on a day.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct EstimateRequest {
    /// The kind of question that the state belongs to.
    pub kind: Kind,
    /// The experts.
    pub experts: Vec<String>,
    /// The state.
    pub reliability: Given,
    /// The day, since 1970-01-01.
    #[serde(default)]
    pub at: Option<f64>,
    /// Whether the circle lets it decide.
    #[serde(default)]
    pub mode: Option<Mode>,
}

/// A panel some of whose answers are still under way.
#[derive(Debug, Deserialize)]
pub struct SoFar {
    /// What has been answered.
    pub panel: Panel,
    /// Who has not.
    pub awaited: Vec<Awaited>,
}

/// What is answered.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Reply {
    /// To `weigh`.
    Weighing(Box<Weighing>),
    /// To `learn`.
    State(State),
    /// To `estimate`.
    Estimates(Estimates),
    /// To `read`.
    Read(Read),
    /// To `settled`.
    Settled {
        /// Whether nothing under way can change the outcome.
        settled: bool,
    },
    /// To `judge`.
    Judged {
        /// One for each group.
        judgements: Vec<Judgement>,
    },
    /// To `support`.
    Supported {
        /// One for each sentence.
        support: Vec<Support>,
    },
}

/// A request that cannot be answered, whoever asks and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRequest(pub String);

impl fmt::Display for BadRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Answers one request.
///
/// # Errors
/// Fails if a state or a day cannot be; repeating does not help.
pub fn answer(request: Request) -> Result<Reply, BadRequest> {
    Ok(match request {
        Request::Weigh(panel) => Reply::Weighing(Box::new(weighing::weigh(&panel))),
        Request::Learn(Panels { panels }) => Reply::State(consensus::learn(&panels)),
        Request::Estimate(EstimateRequest { kind, experts, reliability, at, mode }) => {
            let refused = || BadRequest("reliability or at: invalid reliability state or date".to_owned());
            Reply::Estimates(consensus::estimate(kind, &reliability, mode, at, &experts).ok_or_else(refused)?)
        }
        Request::Read(read) => Reply::Read(replies::read(&read)),
        Request::Settled(so_far) => Reply::Settled { settled: consensus::settled(&so_far.panel, &so_far.awaited) },
        Request::Judge(groups) => Reply::Judged { judgements: judging::judge(&groups) },
        Request::Support(SupportRequest { question, sentences }) => Reply::Supported {
            support: sentences.iter().map(|citing| supported(question.as_deref(), citing)).collect(),
        },
    })
}

fn supported(question: Option<&str>, Citing { text, claims }: &Citing) -> Support {
    let claims: Vec<&str> = claims.iter().map(String::as_str).collect();
    claims::support(question, text, &claims)
}
