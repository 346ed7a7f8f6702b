//! What comes in and what goes out, and nothing else: the ground that every other module stands on.

mod claim;
mod given;
mod panel;
mod ranking;
mod relation;
mod reliability;
mod state;
mod verdict;

pub use claim::Claim;
pub use panel::{Kind, Opinion, Panel};
pub use ranking::{Kemeny, Ranking};
pub use relation::Relation;
pub use reliability::{Basis, Estimates, Feedback, Mode, Promise, Reliability, Report, Shadow, Skill};
pub use state::{Given, State, Tally, VERSION};
pub use verdict::{Cluster, Coverage, Dissent, Field, FieldRole, FieldValue, Position, Stability, Standing, Verdict};
