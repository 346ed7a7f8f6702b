//! Texts of the same words on other lines: in prose they are one, in code a line that belongs elsewhere is another.

use std::ops::Range;

use crate::normalise::Key;
use crate::relation;
use crate::wire::{Panel, Relation};

/// A reading before keys are numbered: its key, and the bytes of the reply that it stands in.
type Read = Option<(Option<Key>, Range<usize>)>;

/// Gives texts of the same words keys of their own where their lines and blanks contradict each other. The first by
/// content keeps the shared key, so that no order of the experts matters.
pub fn part(panel: &Panel, each: &mut [Read]) {
    let text =
        |at: usize, span: &Range<usize>| panel.opinions[at].answer.as_deref().map_or("", |all| &all[span.clone()]);
    let keyed = each.iter().enumerate().filter_map(|(at, read)| {
        let (key, span) = read.as_ref()?;
        Some((key.as_ref()?, text(at, span).trim(), at))
    });
    let mut keyed: Vec<(&Key, &str, usize)> = keyed.collect();
    keyed.sort_unstable();
    let mut apart: Vec<(usize, String)> = Vec::new();
    for texts in keyed.chunk_by(|a, b| a.0 == b.0) {
        let (_, first, _) = texts[0];
        let mut last = (first, false);
        for (_, text, at) in &texts[1..] {
            // Equal texts stand side by side.
            if last.0 != *text {
                last = (text, relation::of(first, text) == Relation::Contradicts);
            }
            if last.1 {
                // No key of words ends so.
                apart.push((*at, format!("{text}\n\n")));
            }
        }
    }
    for (at, text) in apart {
        if let Some((key, _)) = &mut each[at] {
            *key = Some(Key::Quoted(text));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::reading::read;
    use crate::wire::{Kind, Opinion, Panel};

    /// Whether two texts have one key.
    fn are_one(a: &str, b: &str) -> bool {
        let opinions = [("x", a), ("y", b)].map(|(expert, answer)| Opinion {
            expert: expert.to_owned(),
            answer: Some(answer.to_owned()),
            ..Opinion::default()
        });
        let panel = Panel { kind: Kind::Text, opinions: opinions.to_vec(), ..Panel::default() };
        let readings = read(&panel);
        readings.key(0) == readings.key(1)
    }

    #[test]
    fn lines_and_blanks_count_in_code_alone() {
        for (a, b) in [
            ("if a:\n    b()\n    c()", "if a:\n    b()\nc()"),
            ("a:\n  b: 1\n  c: 2", "a:\n  b: 1\nc: 2"),
            ("print('a  b')", "print('a b')"),
            ("rm -rf a\nls b", "rm -rf a ls b"),
        ] {
            assert!(!are_one(a, b) && !are_one(b, a), "{a:?} / {b:?}");
        }
        for (a, b) in [
            ("The cat sat\non the mat.", "The cat sat on the mat."),
            ("if (a) {\n  b();\n}", "if (a) { b(); }"),
            ("def f():\n  return 1", "def f():\n      return 1"),
            ("Use this:\n\n- a\n- b", "Use this:\n- a\n- b"),
        ] {
            assert!(are_one(a, b) && are_one(b, a), "{a:?} / {b:?}");
        }
    }
}
