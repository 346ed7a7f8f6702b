//! What of a file no source reads, known before any is asked: a language that cannot be read, a kind that nobody knows,
//! documents beside the one that counts.

use crate::document::Document;
use crate::doubled;
use crate::kind::{Kind, keys};
use crate::users::{self, Users};
use crate::wire::NotReviewed;

/// How gaps begin that say of a file or a document for whom it is not: whoever reads every document has read it.
const OF_OTHERS: [&str; 3] = ["of no kind that a source knows", "a document of ", "another document of the kind"];

/// Whether a gap is none for the rules of a team, which read every document of whatever kind.
pub fn is_of_others(why: &str) -> bool {
    OF_OTHERS.iter().any(|form| why.starts_with(form))
}

/// What of a file nobody can read, or not everybody.
pub fn of(document: &Document, users: &Users) -> Vec<NotReviewed> {
    let mut missed = Vec::new();
    let mut say = |line: Option<u32>, why: String| {
        missed.push(NotReviewed { path: document.path.clone(), line, why });
    };
    let last = document.line_count();
    if let Some(unreadable) = &document.unreadable {
        say(unreadable.line.map(|line| line.clamp(1, last)), unreadable.why.clone());
    } else if document.kind == Kind::Unknown {
        say(None, "of no kind that a source knows; only secrets were looked for".to_owned());
    }
    for broken in &document.broken {
        say(broken.line.map(|line| line.clamp(1, last)), format!("one of its documents is {}", broken.why));
    }
    if let Some((line, why)) = users::unused(document, users) {
        say(Some(line.clamp(1, last)), why);
    }
    if let Some(key) = doubled::of(document).filter(|_| document.kind != Kind::Unknown) {
        say(
            Some(key.line.clamp(1, last)),
            format!("says {} twice: not every reader takes the one that was read", key.text),
        );
    }
    if document.cut {
        let why = "its variables are given more values than are looked at: some of them count for nobody";
        say(None, why.to_owned());
    }
    // A reader of the file's kind passes over its other documents, and most over a second one of the kind.
    let mut same = 0;
    if document.trees.len() > 1 && document.kind != Kind::Unknown {
        for other in document.trees.iter().filter(|tree| !tree.is_null()) {
            match keys::of(other) {
                Some(kind) if kind == document.kind => {
                    same += 1;
                    if same > 1 && document.kind != Kind::Kubernetes {
                        say(Some(other.line), "another document of the kind: not every source reads it".to_owned());
                    }
                }
                Some(kind) => say(Some(other.line), format!("a document of another kind: {}", kind.name())),
                None => say(Some(other.line), "a document of no kind that a source knows".to_owned()),
            }
        }
    }
    if let Some(why) = document.before.as_ref().and_then(|before| before.unreadable.as_ref()) {
        say(None, format!("the former text: {}", why.why));
    }
    missed
}
