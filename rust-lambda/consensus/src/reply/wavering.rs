//! Short replies that leave several answers open: "It could be 4 or 5.", "Possibly Goethe, possibly Schiller."
//!
//! # Performance
//! Only replies of at most [`LONGEST`] bytes are looked at word by word.

use super::torn::is_brief;
use crate::normalise::{self, fold};

/// A longer reply says more than that it wavers.
const LONGEST: usize = 120;

/// "Or", in the languages of the reading corpus.
pub const OR: [&str; 14] = [
    "or",
    "oder",
    "ou",
    "o",
    "u",
    "of",
    "lub",
    "albo",
    "\u{438}\u{43b}\u{438}",
    "eller",
    "veya",
    "\u{307e}\u{305f}\u{306f}",
    "\u{6216}",
    "\u{6216}\u{8005}",
];

/// How a reply begins that leaves open what it names, folded.
const OPENS: [&str; 40] = [
    "either",
    "it could be",
    "could be",
    "it might be",
    "might be",
    "it may be",
    "may be",
    "maybe",
    "perhaps",
    "possibly",
    "it is either",
    "it was either",
    "its either",
    "entweder",
    "es k\u{f6}nnte",
    "es k\u{f6}nnten",
    "k\u{f6}nnte",
    "vielleicht",
    "m\u{f6}glicherweise",
    "soit",
    "peut etre",
    "cela peut etre",
    "ca peut etre",
    "cela pourrait etre",
    "podria ser",
    "puede ser",
    "quizas",
    "tal vez",
    "potrebbe essere",
    "puo essere",
    "forse",
    "pode ser",
    "poderia ser",
    "talvez",
    "misschien",
    "het kan",
    "moze",
    "by\u{107} moze",
    "\u{43c}\u{43e}\u{436}\u{435}\u{442} \u{431}\u{44b}\u{442}\u{44c}",
    "\u{432}\u{43e}\u{437}\u{43c}\u{43e}\u{436}\u{43d}\u{43e}",
];

/// What says that nothing is decided, folded.
const UNDECIDED: [&str; 12] = [
    "hard to say",
    "hard to tell",
    "cannot tell",
    "cant tell",
    "impossible to tell",
    "impossible to say",
    "not sure which",
    "unsure which",
    "depending on how",
    "schwer zu sagen",
    "difficile a dire",
    "dificil de decir",
];

/// What decides after all.
const DECIDES: [&str; 22] = [
    "but",
    "so",
    "therefore",
    "hence",
    "thus",
    "likely",
    "probably",
    "rather",
    "finally",
    "choose",
    "pick",
    "go",
    "aber",
    "also",
    "daher",
    "mais",
    "donc",
    "pero",
    "ma",
    "mas",
    "maar",
    "\u{43d}\u{43e}",
];

/// Whether a value leaves open which of several answers holds.
pub fn wavers(value: &str) -> bool {
    let value = value.trim();
    if value.len() > LONGEST || value.contains('\n') || !value.contains(' ') {
        return false;
    }
    let words = fold::tokens(value);
    if adds_another(&words) || asks_of_each(value) {
        return true;
    }
    let joined = words.join(" ");
    let folded = |entry: &str| fold::tokens(entry).join(" ");
    let opener = OPENS.iter().map(|entry| folded(entry)).find(|entry| joined.starts_with(&format!("{entry} ")));
    let undecided = UNDECIDED.iter().map(|entry| folded(entry)).find(|entry| joined.contains(entry.as_str()));
    let or = words.iter().skip(1).any(|word| OR.contains(&word.as_str()));
    let again = opener.as_ref().is_some_and(|entry| joined.matches(entry.as_str()).count() > 1);
    let numbers = normalise::number::all_in(value).len();
    if undecided.is_some() {
        return or || again || numbers > 1;
    }
    let decides = words.iter().any(|word| DECIDES.contains(&word.as_str()));
    opener.is_some() && (or || again) && !decides
}

/// "4, or maybe 5": a second answer behind the first.
fn adds_another(words: &[String]) -> bool {
    let hedge = |word: &String| OPENS.iter().any(|entry| fold::words(entry) == *word);
    let hedged = |at: &usize| OR.contains(&words[*at].as_str()) && words.get(at + 1).is_some_and(hedge);
    let brief = |count: usize| (1..=MOST_OF_VALUE).contains(&count);
    (1..words.len()).find(hedged).is_some_and(|at| brief(at) && brief(words.len() - at - 2))
}

/// "42? 43?"
fn asks_of_each(value: &str) -> bool {
    let parts: Vec<&str> = value.split_inclusive(['?', '\u{ff1f}']).map(str::trim).collect();
    let asked = |part: &&str| {
        let number = part.trim_end_matches(['?', '\u{ff1f}']);
        number.len() < part.len() && !normalise::number::all_in(number).is_empty() && is_brief(number)
    };
    parts.len() > 1 && parts.iter().all(asked)
}

/// Words of one of two answers.
const MOST_OF_VALUE: usize = 3;

#[cfg(test)]
mod tests {
    use super::{OPENS, UNDECIDED, wavers};

    const PAIRS: [[&str; 2]; 3] = [["4", "5"], ["Goethe", "Schiller"], ["Paris", "Rome"]];

    #[test]
    fn who_leaves_two_open_wavers_in_every_frame() {
        for [a, b] in PAIRS {
            for opens in OPENS {
                assert!(wavers(&format!("{opens} {a} or {b}.")), "{opens} {a} or {b}");
                assert!(wavers(&format!("{opens} {a}, {opens} {b}")), "{opens} {a}, {opens} {b}");
                assert!(!wavers(&format!("{opens} {a}.")), "{opens} {a}");
            }
            for undecided in UNDECIDED {
                assert!(wavers(&format!("It is {a} or {b}, {undecided}.")), "{undecided}");
            }
            for or in ["oder", "ou", "o", "of", "lub", "\u{438}\u{43b}\u{438}"] {
                assert!(wavers(&format!("Maybe {a} {or} {b}")), "{or}");
            }
        }
    }

    #[test]
    fn who_comes_to_one_answer_does_not() {
        for [a, b] in PAIRS {
            for frame in [
                "{a}",
                "It is {a}.",
                "It could be {a} or {b}, but I choose {a}.",
                "Probably {a}.",
                "{a} and {b}",
                "{a} (or {b})",
                "Maybe {a}.",
                "{a}, not {b}",
                "{a} or more",
            ] {
                let said = frame.replace("{a}", a).replace("{b}", b);
                assert!(!wavers(&said), "{said}");
            }
        }
    }
}
