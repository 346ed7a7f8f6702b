//! What the entry points share: the command line's words, the line loops, and the Lambda's view of a run.

pub mod command;
pub mod explaining;
#[cfg(feature = "lambda")]
pub mod items;
pub mod judging;
pub mod relating;
pub mod replies;
pub mod requests;
pub mod serve;
pub mod stream;
#[cfg(feature = "lambda")]
pub mod table;
#[cfg(feature = "lambda")]
mod texts;
#[cfg(feature = "lambda")]
mod time;
pub mod weighing;

/// Comparing texts makes many small values: the system's own allocator took a fifth of the time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;
