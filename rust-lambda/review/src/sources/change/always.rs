//! Conditions that choose nothing: `WHERE true`, `1 = 1`, `id = id`. What is not surely so counts as a real one.
//! Linear but for nesting, which is bounded.

use crate::statements::Word;

/// How deep brackets are looked into.
const MAX_DEPTH: usize = 16;

/// Whether a condition holds for every row of `table`.
pub fn holds(words: &[Word], table: &str) -> bool {
    truth(words, table, 0) == Some(true)
}

/// Whether a condition holds for no row of `table`.
pub fn fails(words: &[Word], table: &str) -> bool {
    truth(words, table, 0) == Some(false)
}

/// What a condition is for every row; `None`: that depends.
fn truth(words: &[Word], table: &str, deep: usize) -> Option<bool> {
    let first = words.first()?;
    if deep > MAX_DEPTH {
        return None;
    }
    let either: Vec<&[Word]> = parts(words, "OR", first.depth);
    if either.len() > 1 {
        let all: Vec<Option<bool>> = either.iter().map(|part| truth(part, table, deep + 1)).collect();
        return if all.contains(&Some(true)) { Some(true) } else { same(&all, false) };
    }
    let both: Vec<&[Word]> = parts(words, "AND", first.depth);
    if both.len() > 1 {
        let all: Vec<Option<bool>> = both.iter().map(|part| truth(part, table, deep + 1)).collect();
        return if all.contains(&Some(false)) { Some(false) } else { same(&all, true) };
    }
    if first.text == "NOT" {
        return truth(&words[1..], table, deep + 1).map(|is| !is);
    }
    // Brackets around all of it; `( … ) = x` are none.
    if first.text == "(" && closes(words) == Some(words.len() - 1) {
        return truth(&words[1..words.len() - 1], table, deep + 1);
    }
    atom(words, table)
}

fn same(all: &[Option<bool>], what: bool) -> Option<bool> {
    all.iter().all(|one| *one == Some(what)).then_some(what)
}

/// Splits at a word; the `AND` of a `BETWEEN` belongs to it.
fn parts<'a>(words: &'a [Word], at: &str, depth: u32) -> Vec<&'a [Word]> {
    let mut between = false;
    let split = words.split(move |word| {
        let here = word.depth == depth;
        let bound = here && word.text == "AND" && std::mem::take(&mut between);
        between |= here && word.text == "BETWEEN";
        here && word.text == at && !bound
    });
    split.filter(|part| !part.is_empty()).collect()
}

/// Where the bracket closes that the words begin with.
fn closes(words: &[Word]) -> Option<usize> {
    let depth = words.first()?.depth;
    words.iter().position(|word| word.text == ")" && word.depth == depth)
}

fn atom(words: &[Word], table: &str) -> Option<bool> {
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    match texts.as_slice() {
        [one] => literal(one),
        ["EXISTS", "(", "SELECT", rest @ ..] => (!rest.contains(&"FROM")).then_some(true),
        // Keys are never null, and counted from 1.
        [name, "IS", "NOT", "NULL"] => is_key(name).then_some(true),
        [name, ">" | ">=" | "<>" | "!=", number] if is_key(name) => {
            number.parse::<f64>().is_ok_and(|number| number <= 0.0).then_some(true)
        }
        [name, ">" | ">=" | "<>" | "!=", "-", number] if is_key(name) => number.parse::<f64>().is_ok().then_some(true),
        [_, "LIKE" | "ILIKE", text] if text.trim_matches(['\'', '%']).is_empty() && text.contains('%') => Some(true),
        [name, "IN", "(", "SELECT", chosen, "FROM", from, ")"] => {
            (last(name) == last(chosen) && from.eq_ignore_ascii_case(table)).then_some(true)
        }
        _ => compared(&texts),
    }
}

/// Two sides that are the same words, or both literals.
fn compared(texts: &[&str]) -> Option<bool> {
    let at =
        texts.iter().position(|text| matches!(*text, "=" | "==" | "<=>" | "<>" | "!=" | "<" | ">" | "<=" | ">="))?;
    let (left, right) = (&texts[..at], &texts[at + 1..]);
    let holds_if_equal = matches!(texts[at], "=" | "==" | "<=>" | "<=" | ">=");
    if left.is_empty() || right.is_empty() {
        return None;
    }
    // What a call gives may differ from call to call.
    if left == right && !left.contains(&"(") {
        return Some(holds_if_equal);
    }
    let (left, right) = (value(left)?, value(right)?);
    let order = match (left.parse::<f64>(), right.parse::<f64>()) {
        (Ok(left), Ok(right)) => left.partial_cmp(&right)?,
        _ => left.cmp(right),
    };
    Some(match texts[at] {
        "=" | "==" | "<=>" => order.is_eq(),
        "<>" | "!=" => order.is_ne(),
        "<" => order.is_lt(),
        ">" => order.is_gt(),
        "<=" => order.is_le(),
        _ => order.is_ge(),
    })
}

/// The value of a literal.
fn value<'a>(words: &[&'a str]) -> Option<&'a str> {
    let [one] = words else { return None };
    let quoted = one.strip_prefix('\'').and_then(|one| one.strip_suffix('\''));
    quoted.or_else(|| (one.parse::<f64>().is_ok() || matches!(*one, "TRUE" | "FALSE")).then_some(*one))
}

fn literal(word: &str) -> Option<bool> {
    match word {
        "TRUE" | "'t'" | "'true'" | "'1'" => Some(true),
        "FALSE" | "NULL" | "'f'" | "'false'" | "'0'" => Some(false),
        _ => word.parse::<f64>().ok().map(|number| number != 0.0),
    }
}

fn last(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase()
}

fn is_key(name: &str) -> bool {
    last(name) == "id"
}
