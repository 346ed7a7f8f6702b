//! The endings of two words of one stem.

/// Letters at the end of a word by which its forms differ.
const MOST_ENDING: usize = 3;

/// What two words of one stem have behind it: `deploy`, `deployed`; None where they have no stem in common. A letter
/// that only doubles the last one is no ending: `stop`, `stopped`.
pub fn of(a: &str, b: &str) -> Option<[String; 2]> {
    // "f''" is no form of "f'".
    if a.ends_with('\'') || b.ends_with('\'') {
        return None;
    }
    // Most words begin otherwise.
    let first = |word: &str| word.chars().next().map(|letter| letter.to_lowercase().next());
    if first(a) != first(b) {
        return None;
    }
    let letters = |word: &str| word.to_lowercase().chars().collect::<Vec<_>>();
    let (a, b) = (letters(a), letters(b));
    let stem = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    // "login" and "logout" share three letters and are no forms of one word.
    let ending = |word: &[char]| -> String {
        let rest = &word[stem..];
        let doubled = stem > 0 && rest.len() > 1 && rest[0] == word[stem - 1];
        rest[usize::from(doubled)..].iter().collect()
    };
    let endings = [ending(&a), ending(&b)];
    let short = endings.iter().all(|ending| ending.chars().count() <= MOST_ENDING);
    ((stem > MOST_ENDING || stem == a.len().min(b.len())) && short).then_some(endings)
}
