//! The question of a run as the core sees it when it weighs, the same in both modes: `weighedQuestion` in `shared/contract/run.ts` is its twin, and
//! `tests/weighed_questions.json` holds both to the same cuts.

/// UTF-16 units from each end that are kept: the form of the answer is asked for at one of them.
const END: usize = 500;

/// What stands between the two ends.
const GAP: &str = "\n…\n";

/// The question whole, or the two ends of one that the cut makes shorter; no character is cut in two.
pub fn weighed(question: &str) -> String {
    if question.encode_utf16().count() <= 2 * END + GAP.encode_utf16().count() {
        return question.to_owned();
    }
    let beginning: String = within(question.chars()).collect();
    let end: Vec<char> = within(question.chars().rev()).collect();
    format!("{beginning}{GAP}{}", end.into_iter().rev().collect::<String>())
}

/// The characters that fit into an end.
fn within(characters: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    characters
        .scan(0, |units, character| {
            *units += character.len_utf16();
            Some((*units, character))
        })
        .take_while(|(units, _)| *units <= END)
        .map(|(_, character)| character)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::weighed;

    #[derive(Deserialize)]
    struct Case {
        what: String,
        question: Vec<(String, usize)>,
        weighed: Vec<(String, usize)>,
    }

    #[test]
    fn a_question_is_cut_as_in_embedded_mode_and_what_is_cut_is_cut_no_more() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("../../tests/weighed_questions.json")).unwrap();
        let text =
            |parts: &[(String, usize)]| parts.iter().map(|(part, times)| part.repeat(*times)).collect::<String>();
        for Case { what, question, weighed: expected } in cases {
            assert_eq!(weighed(&text(&question)), text(&expected), "{what}");
            assert_eq!(weighed(&text(&expected)), text(&expected), "{what}, again");
        }
    }
}
