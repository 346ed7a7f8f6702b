//! What the benches work on, and the rivals that do the same work.
//!
//! ```sh
//! cargo bench -p benches
//! ```
//!
//! Panels are made of a fixed sequence of numbers, so that every run does the same work. They are read
//! through [`consensus::line`], as the command reads them.

pub mod panels;
pub mod rivals;
