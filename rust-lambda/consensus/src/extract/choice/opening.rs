//! What may stand in front of a choice and leaves it as it is: "If I had to choose: B", "❌ No".

use super::lexicon;

/// Bytes of an opening.
const LONGEST: usize = 80;

/// Heads and entries of the data.
fn entries(class: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../../../../../layers/knowledge/replies/openings.txt").lines();
    let own = lines.filter_map(move |line| line.strip_prefix(class)?.split_once(": "));
    own.flat_map(|(_, list)| list.split(" | "))
}

/// The reply without such an opening.
pub fn without(answer: &str) -> &str {
    let trimmed = answer.trim_start();
    forced(trimmed).or_else(|| signed(trimmed)).unwrap_or(answer)
}

/// What stands behind "If I had to choose:"; an option in place of the sign would be a condition.
fn forced(text: &str) -> Option<&str> {
    let bare = text.trim_start_matches(['*', '_']);
    bare.chars().next().filter(|first| first.is_alphabetic())?;
    let end = bare.find([':', ',']).filter(|end| *end <= LONGEST)?;
    let lower = bare[..end].trim_end_matches(['*', '_', ' ']).to_lowercase();
    let known = entries("forced").any(|entry| entry == lower);
    let rest = bare[end + 1..].trim_start_matches(['*', '_', ' ']);
    (known && !rest.is_empty()).then_some(rest)
}

/// A no behind the sign for it; a yes there would say both.
fn signed(text: &str) -> Option<&str> {
    if text.is_empty() || text.as_bytes()[0].is_ascii() {
        return None;
    }
    let rest = entries("sign").find_map(|sign| text.strip_prefix(sign))?;
    let rest = rest.trim_start_matches(['\u{fe0f}', ' ', '*', '_', '-', '\u{2013}', '\u{2014}', ':']);
    let word = rest.split(|sign: char| !sign.is_alphanumeric()).next().unwrap_or("").to_lowercase();
    (lexicon::agreement(&word) == Some(false)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn an_opening_leaves_the_choice() {
        for (reply, choice) in [
            ("If I had to choose: B", "B"),
            ("**If I had to pick one:** B", "B"),
            ("If forced to choose, MongoDB.", "MongoDB."),
            ("Si je devais choisir : B", "B"),
            ("\u{274c} No", "No"),
            ("\u{1f44e} **No**", "No**"),
        ] {
            assert_eq!(without(reply), choice, "{reply}");
        }
        for reply in ["If I had to choose B, I would quit.", "\u{274c} Yes", "\u{274c} B", "If B: no", "B", ""] {
            assert_eq!(without(reply), reply, "{reply}");
        }
    }
}
