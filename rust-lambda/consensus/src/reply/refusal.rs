//! Replies that answer nothing: refusals, and sentences that say that nothing can be said.

use crate::normalise::fold;

/// A refusal with more bytes gives reasons that may hold an answer.
const LONGEST: usize = 300;

/// How such a reply begins, folded.
const BEGINNINGS: [&str; 33] = [
    "i cannot determine",
    "i cant determine",
    "i am unable to",
    "im unable to",
    "im sorry but i",
    "im sorry i cant",
    "im sorry i cannot",
    "sorry i cant",
    "sorry i cannot",
    "i am sorry but i",
    "i cannot answer",
    "i cant answer",
    "i cannot help",
    "i cant help",
    "i do not know",
    "i dont know",
    "it cannot be determined",
    "it is not possible to",
    "there is no answer",
    "there is no clear answer",
    "no clear answer",
    "no answer",
    "as an ai",
    "i must decline",
    "i wont answer",
    "i will not answer",
    "cannot determine",
    "ich kann das nicht",
    "ich weiss es nicht",
    "je ne sais pas",
    "no lo se",
    "non lo so",
    "nao sei",
];

/// Such replies as a whole, folded.
const WHOLE: [&str; 4] = ["unknown", "n a", "not determinable", "unbekannt"];

/// Whether a short reply refuses or says that it does not know.
pub fn refuses(answer: &str) -> bool {
    if answer.len() > LONGEST {
        return false;
    }
    let words = fold::tokens(answer).join(" ");
    let words = words.strip_prefix("answer ").unwrap_or(&words);
    let begins =
        |beginning: &&str| words.strip_prefix(*beginning).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
    WHOLE.contains(&words) || BEGINNINGS.iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::refuses;

    #[test]
    fn refusals_are_no_answers() {
        for reply in
            ["I cannot determine this.", "I'm sorry, but I can't help with that.", "Answer: unknown", "I don't know"]
        {
            assert!(refuses(reply), "{reply}");
        }
        for reply in ["391", "Unknown Pleasures", "I know: 391", "Nobody"] {
            assert!(!refuses(reply), "{reply}");
        }
    }
}
