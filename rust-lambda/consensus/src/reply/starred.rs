//! A glob between asterisks, or a pattern between underscores, where the question asks for one: `*test*` is no emphasis then.

use std::ops::Range;

use super::talk::{self, Class};
use crate::extract::{last_said_line, marks};
use crate::normalise::fold;

/// Whether a question asks for a pattern.
pub fn is_asked_for(question: &str) -> bool {
    talk::is_asked_for(Class::Pattern, &fold::tokens(question))
}

/// Where the pattern stands that looks like an emphasised word: alone in the last line, or behind its label.
pub fn place(reply: &str) -> Option<Range<usize>> {
    let line = last_said_line(reply);
    let range = marks::written_value(reply, line.clone())
        .or_else(|| (reply.trim() == reply[line.clone()].trim()).then_some(line))?;
    let value = reply[range.clone()].trim().trim_matches('`');
    let single = |sign: char| {
        let inner = value.strip_prefix(sign).and_then(|rest| rest.strip_suffix(sign));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.starts_with(sign) && !inner.ends_with(sign))
    };
    let start = range.start + reply[range.clone()].find(value)?;
    ((single('*') || single('_')) && !value.contains(char::is_whitespace)).then(|| start..start + value.len())
}

/// Whether a reply may end with a pattern between two signs; bold ends with two on each side.
pub fn may_be_at_end(reply: &str) -> bool {
    let end = reply.trim_end_matches(['.', '`', ' ', '\n']);
    end.ends_with(['*', '_']) && !end.ends_with("**")
}

#[cfg(test)]
mod tests {
    use super::{is_asked_for, place};

    #[test]
    fn a_glob_keeps_its_asterisks() {
        for reply in
            ["*test*", "`*test*`", "Answer: *test*", "Answer: `*test*`", "It matches all of them.\n\nAnswer: *test*"]
        {
            assert_eq!(place(reply).map(|range| &reply[range]), Some("*test*"), "{reply}");
        }
        assert_eq!(place("_a_").map(|range| &"_a_"[range]), Some("_a_"));
        for reply in ["**test**", "test", "*a b*", "See *test* for more."] {
            assert_eq!(place(reply), None, "{reply}");
        }
        assert!(is_asked_for("Which glob matches every file?") && !is_asked_for("Which word is it?"));
    }
}
