//! What the marks of a reply are judged by, looked for once: however many marks a reply has, it is read in one pass.

use std::cell::OnceCell;

/// What was seen of a reply.
pub struct Seen<'a> {
    reply: &'a str,
    /// Where the line starts in which the reading stands.
    line: usize,
    /// Up to here line feeds were looked for.
    read: usize,
    last_closing: OnceCell<Option<usize>>,
    first_reasoning: OnceCell<Option<usize>>,
}

/// How a block of details says that it holds reasoning.
const REASONING: &str = "type=\"reasoning\"";

impl<'a> Seen<'a> {
    /// Reads a reply from a place on.
    pub fn new(reply: &'a str, from: usize) -> Seen<'a> {
        Seen { reply, line: from, read: from, last_closing: OnceCell::new(), first_reasoning: OnceCell::new() }
    }

    /// Where the line of a place starts; places come in order.
    pub fn line_start(&mut self, at: usize) -> usize {
        let at = at.max(self.read);
        if let Some(feed) = memchr::memrchr(b'\n', &self.reply.as_bytes()[self.read..at]) {
            self.line = self.read + feed + 1;
        }
        self.read = at;
        self.line
    }

    /// Whether a closing tag stands behind a place.
    pub fn closes_behind(&self, at: usize) -> bool {
        self.last_closing.get_or_init(|| self.reply.rfind("</")).is_some_and(|last| last >= at)
    }

    /// Whether a block of reasoning is opened in front of a place.
    pub fn reasons_before(&self, at: usize) -> bool {
        self.first_reasoning
            .get_or_init(|| self.reply.find(REASONING))
            .is_some_and(|first| first + REASONING.len() <= at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Seen;

    proptest! {
        #[test]
        fn what_was_seen_is_what_looking_again_finds(
            text in "[a<\n/ ]{0,40}",
            mut places in prop::collection::vec(0_usize..40, 0..8),
        ) {
            places.sort_unstable();
            let mut seen = Seen::new(&text, 0);
            for at in places.into_iter().filter(|at| *at <= text.len()) {
                prop_assert_eq!(seen.line_start(at), text[..at].rfind('\n').map_or(0, |feed| feed + 1));
                prop_assert_eq!(seen.closes_behind(at), text[at..].contains("</"));
            }
        }
    }
}
