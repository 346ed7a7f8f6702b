//! Symbols in which each sign counts: `f''`, and units whose prefix is told by its case alone, `MPa` and `mPa`.

/// Units before which an M and an m are two prefixes.
const BASES: [&str; 10] = ["Pa", "W", "eV", "Hz", "V", "A", "J", "N", "Bq", "Sv"];

/// A symbol as it counts; None for any other word. A unit stands behind a number.
pub fn exact(word: &str, measured: bool) -> Option<String> {
    if measured && word.starts_with(['m', 'M']) && BASES.contains(&&word[1..]) {
        let prefix = if word.starts_with('M') { "mega" } else { "milli" };
        return Some(format!("{prefix}{}", word[1..].to_lowercase()));
    }
    let mut letters = word.chars();
    letters.next().filter(|letter| letter.is_alphabetic())?;
    let primes = letters.as_str();
    let marked = !primes.is_empty() && primes.chars().all(|sign| matches!(sign, '\'' | '\u{2019}' | '\u{2032}'));
    // The mark is part of the symbol, and no end of a quotation.
    marked.then(|| word.replace(['\u{2019}', '\u{2032}'], "'"))
}
