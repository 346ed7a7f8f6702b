//! A rule of our own, as data.

use crate::wire::{Confidence, Severity};

/// What a rule says when it fires.
pub struct Rule {
    /// Its id: source, kind and topic in words.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// The topic that all sources share.
    pub topic: &'static str,
    /// The number of the weakness, 0 for none.
    pub cwe: u16,
    /// One line.
    pub title: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What to do.
    pub fix: &'static str,
}

/// Makes a catalogue: a constant for each rule, whose name is its id, and the list of all.
macro_rules! rules {
    ($($name:ident $severity:ident $confidence:ident $topic:literal $cwe:literal $title:literal $why:literal $fix:literal)*) => {
        $(
            #[doc = $title]
            pub const $name: $crate::rule::Rule = $crate::rule::Rule {
                id: stringify!($name),
                severity: $crate::wire::Severity::$severity,
                confidence: $crate::wire::Confidence::$confidence,
                topic: $topic,
                cwe: $cwe,
                title: $title,
                why: $why,
                fix: $fix,
            };
        )*
        /// All of them.
        pub const ALL: &[&$crate::rule::Rule] = &[$(&$name),*];
    };
}

pub(crate) use rules;
