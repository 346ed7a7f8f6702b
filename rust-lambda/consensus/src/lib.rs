//! The core of Circle of Experts: several experts answer one question; this library weighs their
//! answers, without gold and without asking a model.
//!
//! It is pure arithmetic: no input or output, no clock, no threads, and the same bytes for the same
//! input. Three functions are its face:
//!
//! - [`agree`] weighs one panel on its own,
//! - [`Learner`] weighs panels one after the other, each with what the earlier ones taught,
//! - [`infer`] weighs many panels jointly.
//!
//! ```
//! let line = br#"{"id":"q1","kind":"short","opinions":[
//!     {"expert":"ada","answer":"42"},
//!     {"expert":"bob","answer":"The answer is $42.00."},
//!     {"expert":"cyd","answer":"41"}]}"#;
//! let panel = consensus::line::read(line).expect("a panel");
//! let verdict = consensus::agree(&panel);
//! assert_eq!(verdict.clusters[0].experts, ["ada", "bob"]);
//! assert!((verdict.agreement.unwrap() - 1.0 / 3.0).abs() < 1e-12);
//! ```
//!
//! The ground is [`wire`]: what comes in and goes out. The steps, each a module: [`extract`] finds the answer in a reply, [`normalise`] types it,
//! [`reading`] settles a panel's answers among each other, [`similarity`] and [`cluster`] tell what
//! means the same, [`ballot`] counts who says it, [`truth`] learns who is reliable, [`decide`] picks,
//! [`agreement`] and [`calibrate`] give the two numbers, [`report`] writes the verdict.

pub mod agreement;
pub mod auto;
pub mod ballot;
pub mod calibrate;
pub mod claims;
pub mod cluster;
mod coefficients;
pub mod conclusion;
pub mod decide;
mod decided;
mod engine;
pub mod explain;
pub mod extract;
mod fields;
pub mod hash;
pub mod independence;
pub mod injection;
mod jointly;
pub mod json;
mod learner;
mod limits;
pub mod line;
mod majority;
pub mod meaning;
mod median;
mod mention;
pub mod normalise;
pub mod orders;
mod places;
mod plurality;
mod poles;
mod positions;
mod question;
pub mod ranking;
pub mod reading;
pub mod relation;
pub mod reliability;
pub mod reply;
pub mod report;
pub mod scan;
mod settled;
mod short_words;
pub mod similarity;
pub mod stability;
pub mod standing;
pub mod text;
pub mod total;
pub mod truth;
pub mod typed;
pub mod vote;
pub mod wire;
pub mod words;

pub use engine::{agree, claims, infer, infer_each, learn, pairs};
pub use learner::{EvidenceByMode, Learner, evidence};
pub use reliability::estimate;
pub use settled::{Awaited, settled};
pub use truth::stream::Standings;
pub use wire::{Claim, Cluster, Kind, Opinion, Panel, Verdict};
