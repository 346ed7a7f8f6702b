//! What a question says of its answers: what it lets them choose among, and which of its words tell two of them apart.
//!
//! Words of the question carry no news in an answer. They count all the same where two answers turn on them: "Does the tenant
//! or the landlord pay?"

pub mod advice;
pub mod alternatives;
pub mod facing;
mod phrase;
pub mod table;
mod turns;

pub use turns::Turns;
