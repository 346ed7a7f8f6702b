//! Numbers as people and models write them, kept as decimal digits: nothing passes through `f64`,
//! so long integers stay exact.

use super::{decimal, localised};

/// Units and nouns behind a number: at most four words, as in "6 rows of red tulips" minus one.
const MOST_UNIT_WORDS: usize = 4;

/// The canonical form of a text that is one number, with or without currency and unit.
pub fn read(text: &str) -> Option<String> {
    let cleaned = clean(&localised::plain(text));
    let trimmed = cleaned.trim();
    if let Some(small) = small_word(trimmed) {
        return Some(small.to_string());
    }
    let (negative, body) = sign_and_currency(trimmed);
    let (number, rest) = leading(body)?;
    if !is_unit(rest) {
        return None;
    }
    Some(with_sign(negative, number))
}

/// A number with its sign at the start of a text, and what follows it.
pub fn signed(text: &str) -> Option<(String, &str)> {
    let spaced = text.find(|letter: char| {
        !(letter.is_ascii_digit() || " -+,.\u{a0}\u{202f}\u{2009}\u{2212}\u{2013}~\u{2248}".contains(letter))
    });
    // Thousands in spaces are drawn together in the head only, so that the rest stays a part of the text.
    let head = clean(&text[..spaced.unwrap_or(text.len())]);
    let (negative, body) = sign_and_currency(head.trim());
    let digits = digits_length(body);
    let goes_on = spaced.is_some_and(|at| text[at..].starts_with(['e', 'E', '/', '*', '^', 'x', '\u{d7}', '\u{b7}']));
    if digits == body.trim_end().len() && !goes_on {
        let number = decimal::decimal(&body[..digits])?;
        // The blank between a number and its unit counts: "5 K" is no thousand.
        let at = text[..spaced.unwrap_or(text.len())].trim_end().len();
        return Some((with_sign(negative, number), &text[at..]));
    }
    let (negative, body) = sign_and_currency(text.trim_start());
    let (number, rest) = leading(body)?;
    Some((with_sign(negative, number), rest))
}

/// A canonical number times a power of ten.
pub fn with_power(number: &str, power: i32) -> Option<String> {
    let digits = number.trim_start_matches('-');
    if digits.contains('/') {
        return None;
    }
    Some(with_sign(digits.len() < number.len(), decimal::shift(digits, power)?))
}

/// A canonical number times an exact scale, which may be a fraction.
pub fn times(number: &str, scale: &str) -> Option<String> {
    let (top, bottom) = parts(number)?;
    let (by, under) = parts(scale)?;
    let negative = top < 0;
    let product = decimal::quotient(top.checked_mul(by)?.checked_abs()?, bottom.checked_mul(under)?)?;
    Some(with_sign(negative, product))
}

/// Whether one canonical number is less than another; false where they are too long to tell.
pub fn is_less(a: &str, b: &str) -> bool {
    let (Some((top, bottom)), Some((by, under))) = (parts(a), parts(b)) else { return false };
    top.checked_mul(under).zip(by.checked_mul(bottom)).is_some_and(|(a, b)| a < b)
}

/// Numerator and denominator.
fn parts(number: &str) -> Option<(i128, i128)> {
    let (top, bottom) = number.split_once('/').unwrap_or((number, "1"));
    let (whole, part) = top.split_once('.').unwrap_or((top, ""));
    let digits: i128 = format!("{whole}{part}").parse().ok()?;
    let scale = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
    Some((digits, scale.checked_mul(bottom.parse().ok()?)?))
}

/// The sum of two canonical numbers, exactly; None where it has too many digits.
pub fn sum(a: &str, b: &str) -> Option<String> {
    let ((a, under_a), (b, under_b)) = (parts(a)?, parts(b)?);
    let top = a.checked_mul(under_b)?.checked_add(b.checked_mul(under_a)?)?;
    let value = decimal::quotient(top.checked_abs()?, under_a.checked_mul(under_b)?)?;
    Some(with_sign(top < 0, value))
}

/// All plain numbers in a text, in order, with their byte ranges.
pub fn all_in(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() || (at > 0 && inside_word(bytes, at)) {
            at += 1;
            continue;
        }
        let length = digits_length(&text[at..]);
        let minus = is_minus(text, at);
        if let Some(number) = decimal::decimal(&text[at..at + length]) {
            let start = if minus { at - 1 } else { at };
            found.push((start..at + length, with_sign(minus, number)));
        }
        at += length.max(1);
    }
    found
}

fn inside_word(bytes: &[u8], at: usize) -> bool {
    bytes[at - 1].is_ascii_alphabetic() || bytes[at - 1] == b'_'
}

/// A hyphen is a minus unless it ties two things: "3-5" holds no -5.
fn is_minus(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let Some(rest) = before.strip_suffix('-') else { return false };
    !rest.chars().next_back().is_some_and(|letter| letter.is_alphanumeric() || letter == ')')
}

/// Typographic minus signs, thin spaces between digits and thousands in spaces become plain.
fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let letters: Vec<char> = text.chars().collect();
    for (at, &letter) in letters.iter().enumerate() {
        match letter {
            '\u{2212}' | '\u{2013}' => cleaned.push('-'),
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' if between_thousands(&letters, at) => {}
            _ => cleaned.push(letter),
        }
    }
    cleaned
}

/// "1 000" but not "1 1/2" and not "10 20".
fn between_thousands(letters: &[char], at: usize) -> bool {
    let digits_after = letters[at + 1..].iter().take_while(|letter| letter.is_ascii_digit()).count();
    let digit_before = at > 0 && letters[at - 1].is_ascii_digit();
    digit_before && digits_after == 3 && letters.get(at + 4) != Some(&'/')
}

fn sign_and_currency(text: &str) -> (bool, &str) {
    let mut negative = false;
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        if let Some(after) = trimmed.strip_prefix('-').filter(|_| !negative) {
            negative = true;
            rest = after;
        } else if let Some(after) = ["\\$", "$", "+", "\u{20ac}", "\u{a3}", "\u{a5}", "~", "\u{2248}", "US$"]
            .iter()
            .find_map(|sign| trimmed.strip_prefix(sign))
        {
            rest = after;
        } else {
            return (negative, trimmed);
        }
    }
}

fn with_sign(negative: bool, number: String) -> String {
    if negative && number != "0" { format!("-{number}") } else { number }
}

/// The number at the start of the text and what follows it.
fn leading(text: &str) -> Option<(String, &str)> {
    let length = digits_length(text);
    let (first, rest) = (decimal::decimal(&text[..length])?, &text[length..]);
    if let Some((power, rest)) = exponent(rest) {
        return Some((decimal::shift(&first, power)?, rest));
    }
    if let Some(answer) = fraction(&first, rest) {
        return Some(answer);
    }
    if let Some(answer) = mixed(&first, rest) {
        return Some(answer);
    }
    if let Some((power, rest)) = bare_power(&first, rest) {
        return Some((decimal::shift("1", power)?, rest));
    }
    Some((first, rest))
}

/// Digits with separators and one point, as far as they belong to one number.
fn digits_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut end = 0;
    while end < bytes.len() {
        let separator = matches!(bytes[end], b',' | b'.');
        let followed = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if bytes[end].is_ascii_digit() || (separator && followed) {
            end += 1;
        } else {
            break;
        }
    }
    end
}

/// "e5", "E-3", "x 10^5", "* 10**5", "\times 10^{5}".
fn exponent(text: &str) -> Option<(i32, &str)> {
    let trimmed = text.trim_start();
    if let Some(rest) = text.strip_prefix(['e', 'E']) {
        return signed_integer(rest);
    }
    let rest = ["\u{d7}", "*", "x", "\u{b7}"].iter().find_map(|sign| trimmed.strip_prefix(sign))?;
    power_of_ten(rest.trim_start().strip_prefix("10")?)
}

fn power_of_ten(text: &str) -> Option<(i32, &str)> {
    let rest = text.strip_prefix("**").or_else(|| text.strip_prefix('^'))?;
    let open = rest.strip_prefix(['(', '{']);
    let (power, after) = signed_integer(open.unwrap_or(rest))?;
    let after = if open.is_some() { after.strip_prefix([')', '}'])? } else { after };
    Some((power, after))
}

fn bare_power<'a>(first: &str, rest: &'a str) -> Option<(i32, &'a str)> {
    if first == "10" { power_of_ten(rest) } else { None }
}

fn signed_integer(text: &str) -> Option<(i32, &str)> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    let end = sign + unsigned.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..end].parse().ok()?;
    Some((value, &text[end..]))
}

/// "/ 4" behind a whole number.
fn fraction<'a>(top: &str, rest: &'a str) -> Option<(String, &'a str)> {
    let after = rest.trim_start().strip_prefix('/')?.trim_start();
    let length = digits_length(after);
    let bottom = decimal::decimal(&after[..length])?;
    Some((decimal::quotient(top.parse().ok()?, bottom.parse().ok()?)?, &after[length..]))
}

/// "1/2" behind a whole number and a space.
fn mixed<'a>(whole: &str, rest: &'a str) -> Option<(String, &'a str)> {
    let after = rest.strip_prefix(' ')?;
    let length = digits_length(after);
    let top: i128 = decimal::decimal(&after[..length])?.parse().ok()?;
    let below = after[length..].strip_prefix('/')?;
    let length = digits_length(below);
    let bottom: i128 = decimal::decimal(&below[..length])?.parse().ok()?;
    let whole: i128 = whole.parse().ok()?;
    let top = whole.checked_mul(bottom)?.checked_add(top)?;
    Some((decimal::quotient(top, bottom)?, &below[length..]))
}

/// What may follow a number without changing it: "%", a degree sign, "cm", "miles per hour".
pub fn is_unit(rest: &str) -> bool {
    let rest = rest.trim().trim_start_matches(['%', '\u{b0}', '\\']).trim();
    if rest.is_empty() {
        return true;
    }
    let letters = rest.chars().all(|letter| letter.is_alphabetic() || " /^.23\u{b2}\u{b3}-\u{b7}*".contains(letter));
    let starts = rest.starts_with(char::is_alphabetic);
    let joined = rest.split_whitespace().any(|word| matches!(word, "and" | "or" | "to" | "pi" | "i" | "sqrt"));
    // One letter right behind a number is a variable ("9n"), except for litres and the like.
    let variable = rest.len() == 1 && !"gmLlsK".contains(rest);
    let scale = rest.split_whitespace().next().is_some_and(|word| {
        matches!(word.to_ascii_lowercase().as_str(), "thousand" | "million" | "billion" | "trillion" | "dozen")
    });
    // "5 x 2" is a product.
    let product = rest.split_whitespace().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    letters
        && starts
        && !joined
        && !product
        && !variable
        && !scale
        && !rest.split_whitespace().any(is_greek_factor)
        && rest.split_whitespace().count() <= MOST_UNIT_WORDS
        && !rest
            .split(|letter: char| !letter.is_alphabetic())
            .any(|word| word.starts_with("pi") && word.len() <= LONGEST_PI)
}

/// Letters of the number pi with a variable behind it: "pi", "pir".
const LONGEST_PI: usize = 3;

/// "36π" is no 36: a Greek letter is a factor, but for micro and ohm, and in Greek words.
fn is_greek_factor(word: &str) -> bool {
    let greek = |letter: char| matches!(letter, '\u{3b1}'..='\u{3c9}' | '\u{391}'..='\u{3a8}') && letter != '\u{3bc}';
    let written = word.chars().count() > 2 && word.chars().all(|letter| letter.is_alphabetic() && !letter.is_ascii());
    !written && word.chars().any(greek)
}

/// Number words to twenty.
fn small_word(text: &str) -> Option<usize> {
    const WORDS: [&str; 21] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    WORDS.iter().position(|word| word.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::{all_in, read};

    #[test]
    fn huge_and_odd_numbers_stay_exact() {
        assert_eq!(read("00012345678901234567890"), Some("12345678901234567890".into()));
        assert_eq!(read("1e400000000"), None);
        assert_eq!(read("1e-3"), Some("0.001".into()));
        assert_eq!(read("1/0"), None);
        assert_eq!(read("10/4"), Some("2.5".into()));
        assert_eq!(read("1/3"), Some("1/3".into()));
        assert_eq!(read("1 1/2"), Some("1.5".into()));
        assert_eq!(read("-0"), Some("0".into()));
        assert_eq!(read("1,00"), Some("1".into()));
    }

    #[test]
    fn units_are_dropped_and_variables_kept() {
        assert_eq!(read("6 miles per hour"), Some("6".into()));
        assert_eq!(read("10%"), Some("10".into()));
        assert_eq!(read("9n"), None);
        assert_eq!(read("25pi"), None);
        assert_eq!(read("7 hours and 30 minutes"), None);
        assert_eq!(read("3 million"), None);
    }

    #[test]
    fn numbers_are_found_in_prose() {
        let found: Vec<String> =
            all_in("from 3-5 to -7.50, 1,200 of A4").into_iter().map(|(_, number)| number).collect();
        assert_eq!(found, ["3", "5", "-7.5", "1200"]);
    }
}
