//! The name to which an answer gives a value: "top_p = 2" says something else than "temperature = 2".

/// Words of a name to which a value is given; more are a sentence.
const MOST_NAMES: usize = 4;

/// What stands before the one sign that gives it a value; None where that is reckoned with.
pub fn name(text: &str) -> Option<&str> {
    let (left, right) = text.split_once('=')?;
    let is_name = |word: &str| {
        word.starts_with(|first: char| first.is_alphabetic() || first == '_')
            && word.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.'))
    };
    let names = left.split_whitespace().count();
    let given = !right.contains('=') && !right.trim().is_empty();
    (given && (1..=MOST_NAMES).contains(&names) && left.split_whitespace().all(is_name)).then_some(left.trim())
}

#[cfg(test)]
mod tests {
    use super::name;

    #[test]
    fn a_name_is_told_from_what_is_reckoned() {
        for (text, given) in [
            ("x = 3", "x"),
            ("top_p = 2", "top_p"),
            ("export HOST_PORT=8080", "export HOST_PORT"),
            ("int n = 0;", "int n"),
        ] {
            assert_eq!(name(text), Some(given), "{text}");
        }
        for text in [
            "144 / 12 = 12",
            "2x + 1 = 5",
            "a == b",
            "f(x) = 2",
            "12",
            "x =",
            "it is said of all these names that n = 2",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
