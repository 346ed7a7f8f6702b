//! The last line in which an expert says what its answer comes to: `Conclusion: …`, in many languages.

use std::ops::Range;

use crate::extract::{last_said_line, says};

/// How the line begins, in small letters.
const NAMES: [&str; 20] = [
    "conclusion",
    "final conclusion",
    "schlussfolgerung",
    "schluss",
    "fazit",
    "conclusión",
    "conclusion finale",
    "conclusione",
    "conclusão",
    "conclusie",
    "вывод",
    "заключение",
    "结论",
    "結論",
    "结论是",
    "الخلاصة",
    "الاستنتاج",
    "निष्कर्ष",
    "in conclusion",
    "zusammenfassung",
];

/// A conclusion is one line of at most this many bytes.
const LONGEST: usize = 600;

/// Where the line and what it says stand in an answer; None where the last line is none.
pub fn line(answer: &str) -> Option<(Range<usize>, &str)> {
    let range = last_said_line(answer);
    let text = &answer[range.clone()];
    if text.len() > LONGEST || !says(text) {
        return None;
    }
    let marks = ['*', '_', '#', '>', '-', ' ', '`', '\t'];
    let bare = text.trim_start_matches(marks);
    let colon = bare.find([':', '\u{ff1a}'])?;
    let name = bare[..colon].trim_matches(marks).to_lowercase();
    if !NAMES.contains(&name.as_str()) {
        return None;
    }
    let said = bare[colon..].trim_start_matches([':', '\u{ff1a}']);
    let said = said.trim().trim_matches(['*', '_', '`']).trim();
    (!said.is_empty()).then_some((range, said))
}

/// The answer without the line of the conclusion, and without the rule or the fence that set it off.
pub fn without(answer: &str, line: &Range<usize>) -> String {
    let mut kept = answer[..line.start].trim_end();
    while let Some(rest) = ["---", "***", "___"].iter().find_map(|rule| kept.strip_suffix(rule)) {
        kept = rest.trim_end();
    }
    let open = kept.matches("```").count() % 2 == 1;
    if open && let Some(at) = kept.rfind("```").filter(|at| !says(kept[*at..].trim())) {
        kept = kept[..at].trim_end();
    }
    kept.to_owned()
}

#[cfg(test)]
mod tests {
    use super::{line, without};

    fn parted(answer: &str) -> Option<(String, String)> {
        line(answer).map(|(range, said)| (without(answer, &range), said.to_owned()))
    }

    #[test]
    fn the_last_line_is_taken_off() {
        for last in [
            "Conclusion: use B",
            "**Conclusion:** use B",
            "**Conclusion: use B**",
            "conclusion : use B",
            "## Conclusion: use B",
            "Fazit: use B",
            "Conclusi\u{f3}n: use B",
            "\u{7ed3}\u{8bba}\u{ff1a}use B",
            "---\nConclusion: use B",
            "```\nConclusion: use B\n```",
            "`Conclusion: use B`",
        ] {
            let found = parted(&format!("A locks.\n\n{last}\n"));
            assert_eq!(found, Some(("A locks.".to_owned(), "use B".to_owned())), "{last}");
        }
    }

    #[test]
    fn another_line_is_no_conclusion() {
        for answer in
            ["Conclusion: use B\n\nThat is all.", "In the end: use B", "Conclusion:", "", "The conclusion is B"]
        {
            assert_eq!(parted(answer), None, "{answer}");
        }
    }
}
