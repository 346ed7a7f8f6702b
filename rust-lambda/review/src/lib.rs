//! Reviews files of a deployment by rules.
//!
//! Sources stand behind one trait ([`source::Source`]); each is an expert of its own with findings and a vote. Foreign
//! engines bring most rules; `change` and `own` say what no other says. A file is read once ([`document::Document`])
//! into trees that know their lines. Every step runs in a worker process ([`worker`]) that its parent
//! ([`supervisor`]) may end: what a rule cannot finish is told as not reviewed, and the others go on. No clock but
//! for these bounds, no network, no file is opened. The cost of our own rules is linear in the text.

pub mod called;
pub mod document;
pub mod doubled;
pub mod expression;
pub mod folder;
pub mod given;
pub mod kind;
pub mod modules;
pub mod moved;
pub mod network;
pub mod objects;
pub mod off;
pub mod panel;
pub mod path;
pub mod plan;
pub mod queues;
pub mod readings;
pub mod reviewer;
pub mod rule;
pub mod source;
pub mod sources;
pub mod statements;
pub mod stream;
pub mod supervisor;
pub mod team;
pub mod template;
pub mod text;
pub mod tools;
pub mod tree;
pub mod types;
pub mod unread;
pub mod users;
pub mod variables;
pub mod vote;
pub mod wire;
pub mod worker;
