//! What is known of types of resources, as data (`data/types/*.txt`): which may go without loss, which have nothing
//! to judge. Patterns are few, and asked once for each type of a file.

/// Types that may be destroyed without loss of data.
const STATELESS: &str = include_str!("../data/types/stateless.txt");

/// Types that have nothing to judge.
const HARMLESS: &str = include_str!("../data/types/harmless.txt");

/// Types of Terraform that rules of `posture` judge.
const POSTURE: &str = include_str!("../data/types/posture.txt");

/// Whether a type may go without loss of data. What is on no list may hold some.
pub fn is_stateless(kind: &str) -> bool {
    rows(STATELESS).any(|pattern| matches(pattern, kind))
}

/// Whether a type of Terraform has nothing to judge.
pub fn is_harmless(kind: &str) -> bool {
    rows(HARMLESS).any(|pattern| matches(pattern, kind))
}

/// The types of Terraform that rules of `posture` judge.
pub fn of_posture() -> impl Iterator<Item = &'static str> {
    rows(POSTURE)
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a pattern with `*` and `?` covers a text. Linear but for the last `*`.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[place] => {
                at += 1;
                place += 1;
            }
            _ => {
                let Some((starred, from)) = star else { return false };
                star = Some((starred, from + 1));
                at = starred + 1;
                place = from + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}
