//! What our own rules say, as data.

#![expect(ambiguous_glob_reexports, reason = "each list keeps its name within its module")]

mod containers;
mod files;
mod kubernetes;
mod rights;
mod workflows;

pub use containers::*;
pub use files::*;
pub use kubernetes::*;
pub use rights::*;
pub use workflows::*;

use crate::rule::Rule;

/// All of them.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    let lists = [containers::ALL, files::ALL, kubernetes::ALL, rights::ALL, workflows::ALL];
    lists.into_iter().flatten().copied()
}
