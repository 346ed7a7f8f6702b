//! Short replies with words and without an answer: several numbers to choose from, the question itself, and the error
//! message of whatever stood between the expert and its reply.

use super::talk::{self, Class};
use super::wavering::{self, OR};
use super::{Asked, conclusion, torn};
use crate::extract::marks;
use crate::json::{self, Value};
use crate::normalise::{fold, number};
use crate::wire::Kind;

/// A longer reply says more than that.
const LONGEST: usize = 120;

/// Words that stand before alternatives.
const LEADS: [&str; 16] = [
    "answer", "final", "antwort", "réponse", "either", "it", "is", "its", "s", "entweder", "es", "ist", "soit", "est",
    "maybe", "probably",
];

/// What is told of such replies.
const NOTHING: &str = "it gives no answer";
const TORN: &str = "it gives several answers that differ";

/// Words behind the last number: a unit.
const MOST_BEHIND: usize = 2;

/// Words in a line of a question from which the line alone is the question.
const LEAST_QUESTION: usize = 3;

/// The place of the answer as the prompt writes it, and what only announces an answer.
const EMPTY: [&str; 14] = [
    "the short answer",
    "short answer",
    "your answer",
    "your answer here",
    "answer here",
    "the answer",
    "insert answer here",
    "your short answer",
    "answer goes here",
    "here is the answer",
    "here is my answer",
    "heres the answer",
    "here is the answer to your question",
    "heres the answer to your question",
];

/// Words that are passed over in front of an announcement.
const POLITE: [&str; 9] = ["sure", "certainly", "of", "course", "okay", "ok", "absolutely", "yes", "answer"];

/// Why a reply holds no answer; None where it holds one.
pub fn why(asked: &Asked, answer: &str) -> Option<&'static str> {
    if repeats(asked.question.unwrap_or_default(), answer) {
        return Some("it repeats the question");
    }
    if asked.kind == Kind::Short && (torn::is_torn(answer) || wavering::wavers(value(answer))) {
        return Some(TORN);
    }
    if announces(answer) {
        return Some(NOTHING);
    }
    let said = conclusion::line(answer).map_or(answer, |(_, said)| said).trim();
    if said.len() > LONGEST {
        return None;
    }
    let question = asked.question.map(fold::tokens).unwrap_or_default();
    match talk::of(said, asked.question.unwrap_or_default(), &question) {
        Some(Class::Failure) => return Some("it is an error message"),
        Some(_) => return Some(NOTHING),
        None => {}
    }
    if is_lone_sign(said) && !talk::is_asked_for(Class::Sign, &question) || asks_back(said, &question) {
        return Some(NOTHING);
    }
    let words = fold::tokens(said);
    if leaves_open(said, &words, &question) {
        return Some(TORN);
    }
    if said.contains('\n') {
        return None;
    }
    (!talk::is_asked_for(Class::Failure, &question) && is_failure(said, &words)).then_some("it is an error message")
}

/// Whether a brief reply leaves several values open, or several of which the question wants one.
fn leaves_open(said: &str, words: &[String], question: &[String]) -> bool {
    let wavers = wavering::wavers(value(said));
    let several = || number::all_in(said).len() > 1 || talk::is_asked_for(Class::Value, question);
    // "3 of 5" is a choice in Dutch alone.
    let of = words.iter().any(|word| word == "of") && !talk::is_asked_for(Class::Dutch, question);
    !said.contains('\n') && !of && are_alternatives(words) && !is_share_twice(said)
        || torn::is_torn(said)
        || wavers && several()
}

/// "5 %, or 0.05" is one value.
fn is_share_twice(said: &str) -> bool {
    let numbers = number::all_in(said);
    let [(_, percent), (_, share)] = &numbers[..] else { return false };
    said.contains('%') && number::times(share, "100").as_ref() == Some(percent)
}

/// A question mark or a dash that stands for an answer; one that is meant stands in quotes or backticks.
fn is_lone_sign(said: &str) -> bool {
    let value = marks::written_value(said, 0..said.len()).map_or(said, |range| &said[range]).trim();
    let only = |signs: &[char]| !value.is_empty() && value.trim_matches(signs).is_empty();
    only(&['?', '\u{ff1f}', ' ']) || only(&['-', '\u{2013}', '\u{2014}', ' ']) || only(&['_', ' ']) && value.len() > 2
}

/// Whether a reply asks the same as the question: "How many are there?" to "How many pallets stand in the hall?".
fn asks_back(said: &str, question: &[String]) -> bool {
    let words = fold::tokens(said);
    let asks = said.ends_with(['?', '\u{ff1f}']) && words.len() >= LEAST_QUESTION;
    asks && question.get(..2).is_some_and(|head| words.starts_with(head))
        && !talk::is_asked_for(Class::Question, question)
}

/// What stands behind `Answer:` on the last line, else the whole.
fn value(answer: &str) -> &str {
    marks::answer_line(answer).map_or(answer, |range| &answer[range])
}

/// Whether a reply is the question, or a line of it that asks, and nothing else.
fn repeats(question: &str, answer: &str) -> bool {
    if answer.len() > 4 * question.len() + LONGEST || question.is_empty() {
        return false;
    }
    let joined = |text: &str| fold::tokens(text).concat();
    let bare = answer.trim().strip_prefix("<question>").and_then(|rest| rest.strip_suffix("</question>"));
    let said = joined(bare.unwrap_or_else(|| value(answer)));
    let asks = |line: &&str| fold::tokens(line).len() >= LEAST_QUESTION && line.trim_end().ends_with(['?', '\u{ff1f}']);
    let long = |line: &&str| fold::tokens(line).len() > 2 * LEAST_QUESTION;
    let is_said = |line: &str| said == joined(line);
    !said.is_empty()
        && (fold::tokens(question).len() > 1 && said == joined(question)
            || [question.lines().next(), question.lines().last()].into_iter().flatten().filter(asks).any(is_said)
            || question.lines().next().filter(long).is_some_and(is_said))
}

/// Whether a reply leaves the place of its answer as it was, or only says that an answer follows.
fn announces(answer: &str) -> bool {
    let said = answer.trim();
    if said.len() > LONGEST || said.contains('\n') {
        return false;
    }
    let words = fold::tokens(said);
    let polite = words.iter().take_while(|word| POLITE.contains(&word.as_str())).count();
    let led =
        polite > 0 || said.contains(['<', '[', '{']) || words.first().is_some_and(|word| word.starts_with("here"));
    led && (0..=polite).any(|skipped| EMPTY.contains(&words[skipped..].join(" ").as_str()))
}

/// "41 or 42", "either 3, 4 or 5 days".
fn are_alternatives(words: &[String]) -> bool {
    let leads = words.iter().take_while(|word| LEADS.contains(&word.as_str())).count();
    let mut rest = &words[leads..];
    let mut numbers = 0;
    while let Some((first, behind)) = rest.split_first() {
        let joined = OR.contains(&first.as_str());
        if !(is_number(first) || joined && numbers > 0) {
            break;
        }
        numbers += usize::from(!joined);
        rest = behind;
    }
    let joined = words.iter().any(|word| OR.contains(&word.as_str()));
    joined && numbers > 1 && rest.len() <= MOST_BEHIND && !OR.contains(&words[words.len() - rest.len() - 1].as_str())
}

fn is_number(word: &str) -> bool {
    word.starts_with(|first: char| first.is_ascii_digit()) && word.parse::<f64>().is_ok()
}

/// "Error: 429 Too Many Requests", or an object that holds an error and nothing else.
fn is_failure(said: &str, words: &[String]) -> bool {
    let code = |word: &String| word.len() == 3 && word.starts_with(['4', '5']) && word.parse::<u16>().is_ok();
    let named = matches!(words.first().map(String::as_str), Some("error" | "http"));
    if named && words.iter().skip(1).take(2).any(code) {
        return true;
    }
    let node = if said.starts_with('{') { json::read(said) } else { None };
    node.is_some_and(
        |node| matches!(&node.value, Value::Object(members) if members.len() == 1 && node.get("error").is_some()),
    )
}

#[cfg(test)]
mod tests {
    use super::why;
    use crate::reply::Asked;
    use crate::wire::Kind;

    fn of(question: &str, answer: &str) -> Option<&'static str> {
        why(&Asked { question: Some(question), kind: Kind::Short, ..Asked::default() }, answer)
    }

    #[test]
    fn several_numbers_to_choose_from_are_no_answer() {
        for answer in ["41 or 42", "Either 41 or 42.", "It is 41 or 42", "3, 4 or 5 days", "Answer: 41 oder 42"] {
            assert!(of("How many?", answer).is_some(), "{answer}");
        }
        for answer in ["42", "2 or more", "5 to 10", "between 41 and 43", "heads or tails", "41 and 42", "1 in 2", "or"]
        {
            assert_eq!(of("How many?", answer), None, "{answer}");
        }
    }

    #[test]
    fn the_question_itself_is_no_answer() {
        assert!(of("Which city is the largest?", "Which city is the largest?").is_some());
        for (question, answer) in [
            ("What is 17*23?", "What is 17 * 23?"),
            ("What is 17*23?", "<question>What is 17*23?</question>"),
            ("Some context.\nWhich city is the largest?", "Answer: Which city is the largest?"),
        ] {
            assert!(of(question, answer).is_some(), "{answer}");
        }
        assert_eq!(of("Paris?", "Paris"), None);
        assert_eq!(of("Which of these is a question?\nIs it raining?\nIt rains.", "Is it raining?"), None);
        assert_eq!(of("Which line is wrong?\nThe sky is blue.\nThe sea is dry.", "The sea is dry."), None);
    }

    #[test]
    fn what_only_announces_an_answer_is_none() {
        for place in super::EMPTY {
            for frame in ["<{}>", "Answer: <{}>", "Answer: {}", "[{}]", "Sure! {}:"] {
                let reply = frame.replace("{}", place);
                assert!(of("Which city?", &reply).is_some(), "{reply}");
            }
        }
        for answer in ["Here is the answer: Canberra", "The answer", "Canberra", "Sure, Canberra"] {
            assert_eq!(of("Which city?", answer), None, "{answer}");
        }
    }

    #[test]
    fn an_error_message_is_no_answer_unless_it_is_asked_for() {
        for answer in ["Error: 429 Too Many Requests", "HTTP 503", r#"{"error": {"message": "rate limit"}}"#] {
            assert!(of("How many?", answer).is_some(), "{answer}");
            assert_eq!(of("Which error does the server return?", answer), None, "{answer}");
        }
        for answer in ["Error handling", "error 12", r#"{"error": 1, "value": 2}"#, "{}"] {
            assert_eq!(of("What is missing?", answer), None, "{answer}");
        }
    }
}
