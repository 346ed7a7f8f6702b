//! Forms of which every sign counts although their letters are words of prose: half-open intervals, statements of SQL,
//! logical formulas.

use crate::normalise::number;

/// Words that join or turn statements.
const CONNECTIVES: [&str; 9] = ["and", "or", "not", "xor", "nand", "nor", "implies", "iff", "then"];

/// Letters of a name in a formula.
const LONGEST_NAME: usize = 2;

/// Letters of a function.
const LONGEST_FUNCTION: usize = 4;

/// What statements of SQL begin with, and what follows in each.
const STATEMENTS: [(&str, &str); 9] = [
    ("select", "from"),
    ("insert", "into"),
    ("update", "set"),
    ("delete", "from"),
    ("create", ""),
    ("alter", ""),
    ("drop", ""),
    ("truncate", ""),
    ("with", "as"),
];

/// The characters of such an answer as they count.
pub fn of(bare: &str) -> Option<String> {
    interval(bare).or_else(|| is_statement(bare).then(|| statement(bare))).or_else(|| formula(bare))
}

/// "[0, 1)", "(a, b]": one end belongs to it, the other does not.
fn interval(bare: &str) -> Option<String> {
    let (open, close) = (bare.chars().next()?, bare.chars().next_back()?);
    let half = matches!((open, close), ('[', ')') | ('(', ']') | ('[', '[') | (']', ']'));
    let inner = bare.get(1..bare.len() - 1).filter(|inner| half && !inner.contains(['[', ']', '(', ')']))?;
    let sign = if inner.contains(';') { ';' } else { ',' };
    let (from, to) = inner.split_once(sign).filter(|(_, to)| !to.contains(sign))?;
    let end = |end: &str| number::read(end).unwrap_or_else(|| end.split_whitespace().collect());
    Some(format!("{open}{},{}{close}", end(from), end(to)))
}

/// Whether a text is one statement: in capitals, or with signs that sentences have none of.
fn is_statement(bare: &str) -> bool {
    let first = bare.split_whitespace().next().unwrap_or("");
    let small = first.to_ascii_lowercase();
    let Some((_, next)) = STATEMENTS.iter().find(|(word, _)| *word == small) else { return false };
    let capital = first.bytes().all(|letter| letter.is_ascii_uppercase());
    let follows = |word: &str| next.is_empty() || word.eq_ignore_ascii_case(next);
    let second = bare.split_whitespace().skip(1).find(|word| follows(word));
    let written = second.is_some_and(|word| capital && word.bytes().all(|letter| !letter.is_ascii_lowercase()));
    let said = |word: &str| matches!(word, "the" | "a" | "an" | "all" | "each" | "every" | "your" | "one" | "of");
    let signed = bare.contains(['=', '*', ';', '(']) || !bare.split_whitespace().any(said);
    let signed = signed && !bare.ends_with(['.', '!', '?']);
    let comment = bare.contains("--") && bare.contains('\n');
    !comment && second.is_some() && (written || small == first && signed)
}

/// In small letters and without the blanks that say nothing, but for what stands in quotes.
fn statement(bare: &str) -> String {
    let mut kept = String::with_capacity(bare.len());
    let mut quote = None;
    for letter in bare.trim_end_matches(';').trim_end().chars() {
        match quote {
            None if matches!(letter, '\'' | '"' | '`') => quote = Some(letter),
            Some(open) if letter == open => quote = None,
            _ => {}
        }
        if quote.is_some() {
            kept.push(letter);
        } else if letter.is_whitespace() {
            if !kept.ends_with([' ', '(', ',', '=', '<', '>']) {
                kept.push(' ');
            }
        } else {
            if matches!(letter, ')' | ',' | '=' | '<' | '>') && kept.ends_with(' ') {
                kept.pop();
            }
            kept.extend(letter.to_lowercase());
        }
    }
    kept
}

/// Names of a letter or two joined by words, with brackets or a denial: there the order of all of them counts.
fn formula(bare: &str) -> Option<String> {
    if bare.contains(|sign: char| !(sign.is_alphanumeric() || " ()_".contains(sign))) {
        return None;
    }
    let denies = |word: &str| word.eq_ignore_ascii_case("not");
    if !bare.contains('(') && !bare.split(' ').any(denies) {
        return None;
    }
    let words: Vec<&str> = bare.split([' ', '(', ')']).filter(|word| !word.is_empty()).collect();
    let joins = |word: &&&str| CONNECTIVES.iter().any(|known| word.eq_ignore_ascii_case(known));
    let (joined, denied) = (words.iter().filter(joins).count(), words.iter().any(|word| denies(word)));
    let names = words.iter().filter(|word| !joins(word));
    // "It" and "so" are words.
    let written = |name: &str| name.chars().any(|letter| letter.is_uppercase() || letter.is_numeric());
    let is_name = |name: &&&str| matches!(name.chars().count(), 1) || name.len() <= LONGEST_NAME && written(name);
    let brief = names.clone().all(|name| is_name(&name));
    let ordered = bare.contains('(') && bare.contains(')') || denied;
    if is_product(bare, &words) {
        return Some(tight(bare));
    }
    if joined == 0 || names.count() < 2 || !brief || !ordered {
        return None;
    }
    Some(tight(unwrapped(bare)))
}

/// A call among names of a few letters: "log(a) b". One call alone is a name of its own, and the bracket of "file(s)" none.
fn is_product(bare: &str, words: &[&str]) -> bool {
    let letters: Vec<char> = bare.chars().collect();
    let calls = letters.windows(2).any(|pair| pair[0].is_alphanumeric() && pair[1] == '(');
    let one = bare.ends_with(')') && bare.matches('(').count() == 1;
    calls && !one && !bare.contains("(s)") && words.len() > 2 && words.iter().all(|word| word.len() <= LONGEST_FUNCTION)
}

/// One blank between words and none beside brackets.
fn tight(text: &str) -> String {
    let joins = |word: &str| CONNECTIVES.iter().any(|known| word.eq_ignore_ascii_case(known));
    let mut kept = String::with_capacity(text.len());
    for word in spread(text).split_whitespace() {
        let word = if joins(word) { word.to_lowercase() } else { word.to_owned() };
        if !kept.is_empty() && !kept.ends_with('(') && word != ")" {
            kept.push(' ');
        }
        kept.push_str(&word);
    }
    kept
}

/// With blanks around brackets.
fn spread(text: &str) -> String {
    text.replace('(', " ( ").replace(')', " ) ")
}

/// Without brackets around all of it.
fn unwrapped(text: &str) -> &str {
    let text = text.trim();
    let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return text };
    let mut depth = 0_i32;
    let whole = inner.chars().all(|sign| {
        depth += i32::from(sign == '(') - i32::from(sign == ')');
        depth >= 0
    });
    if whole { unwrapped(inner) } else { text }
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn each_sign_counts() {
        for (a, b) in [
            ("[0, 1)", "(0, 1]"),
            ("A and (B or C)", "(A and B) or C"),
            ("not (A or B)", "(not A) or B"),
            ("NOT A OR B", "NOT (A OR B)"),
            ("SELECT * FROM t WHERE n LIKE 'x%'", "SELECT * FROM t WHERE n LIKE '%x'"),
            ("SELECT x FROM t -- WHERE y", "SELECT x FROM t WHERE y"),
        ] {
            assert!(of(a).is_some() && of(b).is_some(), "{a}");
            assert_ne!(of(a), of(b), "{a}");
        }
    }

    #[test]
    fn what_says_nothing_does_not_count() {
        for (a, b) in [
            ("[0, 1)", "[0,1.0)"),
            ("(A and (B or C))", "a AND ( b OR c )".to_uppercase().replace(" OR ", " or ").as_str()),
            ("SELECT a, b FROM t WHERE x = 1;", "select a,b from t where x=1"),
        ] {
            assert_eq!(of(a), of(b), "{a}");
        }
    }

    #[test]
    fn prose_has_none_of_these_forms() {
        for text in
            ["Update the index (nightly).", "Select one from the list.", "A or B", "it is (not) so", "[1, 2]", ""]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
