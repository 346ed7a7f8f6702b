//! What became known of the right answer afterwards, in terms of a ballot's classes.

use crate::ballot::Ballot;
use crate::wire::{Opinion, Panel};

/// The class of a ballot that says what `answer` says; the number of classes if none does, None if the
/// answer cannot be read. It is read as if one expert more had given it, so it may be worded like any reply.
pub fn class_of(panel: &Panel, ballot: &Ballot, answer: &str) -> Option<usize> {
    let mut asked = panel.clone();
    asked.opinions.push(Opinion {
        expert: String::new(),
        family: None,
        answer: Some(answer.to_owned()),
        ..Opinion::default()
    });
    let read = Ballot::new(&asked).class_of;
    let known = (*read.last()?)?;
    let same = read[..panel.opinions.len()].iter().position(|other| *other == Some(known));
    Some(same.and_then(|opinion| ballot.class_of[opinion]).unwrap_or(ballot.classes))
}

#[cfg(test)]
mod tests {
    use super::class_of;
    use crate::ballot::Ballot;

    #[test]
    fn a_right_answer_finds_its_class_however_it_is_worded() {
        let line = br#"{"id":"q","kind":"short","opinions":[{"expert":"a","answer":"41"},{"expert":"b","answer":"The answer is $42.00."}]}"#;
        let panel = crate::line::read(line).expect("a panel");
        let ballot = Ballot::new(&panel);
        assert_eq!(class_of(&panel, &ballot, "42"), ballot.class_of[1]);
        assert_eq!(class_of(&panel, &ballot, "7"), Some(ballot.classes));
        assert_eq!(class_of(&panel, &ballot, "I do not know"), None);
    }
}
