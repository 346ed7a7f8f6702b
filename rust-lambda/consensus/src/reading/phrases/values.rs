//! Values in the words of a brief answer: times of day, days of a month, quarters, parts of a whole.

use super::asked::Asked;
use super::words::is_number;
use crate::normalise::{measure, months};

/// The words with each value in one form.
pub fn formed(words: Vec<String>, asked: &Asked<'_>) -> Vec<String> {
    let words = bounded(rated(singled(alone(words))));
    let words = quartered(dated(timed(words)));
    parted(words, asked)
}

/// A month or a day of the week that stands alone: "Jan", "on Sundays".
fn alone(mut words: Vec<String>) -> Vec<String> {
    if words.len() == 2 && words[0] == "on" && months::is_weekday(words[1].trim_end_matches('s')) {
        words.remove(0);
    }
    if let [word] = &mut words[..] {
        if let Some(month) = months::month(word) {
            *word = format!("month {month}");
        } else if let Some(day) = word.strip_suffix('s').filter(|day| months::is_weekday(day)) {
            *word = day.to_owned();
        }
    }
    words
}

/// "18 or more" as at least 18.
fn bounded(mut words: Vec<String>) -> Vec<String> {
    let more = |pair: &[String]| is_number(&pair[0]) && pair[1] == "or_more";
    if let Some(at) = words.windows(2).position(more) {
        words.remove(at + 1);
        words.insert(at, "at least".to_owned());
    }
    words
}

/// What is counted without its plural, and "an hour" as one.
fn singled(words: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let unit = |word: &str| {
        word.len() > 2
            && matches!(measure::known(word), Some(measure::Unit::Known { dimension, .. }) if matches!(&dimension[..], "time" | "month"))
    };
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).map_or("", String::as_str);
        let counted = found.last().is_some_and(|last| is_number(last) || matches!(&last[..], "per" | "each"));
        let named = counted && (unit(word) || !measure::is_known(word));
        let plural = named && word.len() > SHORTEST_PLURAL && word.ends_with('s') && !word.ends_with("ss");
        if found.is_empty() && matches!(&word[..], "a" | "an") && unit(next) {
            found.push("1".to_owned());
        } else if plural && word != "times" {
            found.push(word[..word.len() - 1].to_owned());
        } else {
            found.push(word.clone());
        }
    }
    found
}

/// Letters of a plural.
const SHORTEST_PLURAL: usize = 3;

/// "2 times each day" is 2 times per day, and once per day is each day.
fn rated(words: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in words {
        let counted = found.iter().any(|before| is_number(before));
        let once = found.ends_with(&["1".to_owned(), "times".to_owned()]);
        match &word[..] {
            "each" | "per" if once => {
                found.truncate(found.len() - 2);
                let first = found.iter().any(|before| is_number(before));
                found.push(if first { "per" } else { "each" }.to_owned());
            }
            "each" if counted => found.push("per".to_owned()),
            _ => found.push(word),
        }
    }
    found
}

/// Times of day in hours and minutes: "2 am", "2pm", "9:30", "half past 9". Both ends of a span have the half of the day that
/// stands behind the second.
fn timed(words: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if let [past, minutes, hour, ..] = &words[at..]
            && past == "past"
            && let Some((hour, _)) = clock(hour)
        {
            found.push(format!("{hour:02}:{minutes}"));
            at += 3;
            continue;
        }
        let (value, half, length) = halved(&words[at..]);
        let spanned = words.get(at + length).is_some_and(|next| next == "..");
        let lent = if spanned && half.is_none() { lent(&words[at + length + 1..], value) } else { None };
        match clock(value).and_then(|time| written(time, half.or(lent), value.contains(':'))) {
            Some(time) => found.push(time),
            None => found.extend(words[at..at + length].iter().cloned()),
        }
        at += length;
    }
    found
}

/// A word without "am" or "pm" in it or behind it, whether it is after noon, and how many words that are.
fn halved(words: &[String]) -> (&str, Option<bool>, usize) {
    let half = |word: &str| match word {
        "am" => Some(false),
        "pm" => Some(true),
        _ => None,
    };
    let word = &words[0][..];
    if let Some(after) = words.get(1).and_then(|next| half(next)) {
        return (word, Some(after), 2);
    }
    let glued = ["am", "pm"].iter().find_map(|mark| Some((word.strip_suffix(mark)?, half(mark))));
    let (value, after) = glued.filter(|(value, _)| clock(value).is_some()).unwrap_or((word, None));
    (value, after, 1)
}

/// The half of the day of the second end for the first: that of "2-4 pm", while "11-1 pm" begins before noon.
fn lent(words: &[String], first: &str) -> Option<bool> {
    let second = words.first().map(|_| halved(words))?;
    let (from, to) = (clock(first)?.0 % 12, clock(second.0)?.0 % 12);
    second.1.map(|after| after && from <= to)
}

/// Hour and minute of digits: "9", "9:30", "09.30".
fn clock(word: &str) -> Option<(u32, u32)> {
    let (hour, minute) = word.split_once([':', '.']).unwrap_or((word, "00"));
    let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let sound = (1..=2).contains(&hour.len()) && minute.len() == 2 && plain(hour) && plain(minute);
    let time: (u32, u32) = if sound { (hour.parse().ok()?, minute.parse().ok()?) } else { return None };
    (time.0 < 24 && time.1 < 60).then_some(time)
}

/// A time as it counts; digits alone are none.
fn written((hour, minute): (u32, u32), after_noon: Option<bool>, colon: bool) -> Option<String> {
    let hour = match after_noon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(after) => hour % 12 + if after { 12 } else { 0 },
        None if colon => hour,
        None => return None,
    };
    Some(format!("{hour:02}:{minute:02}"))
}

/// A day of a month behind its month: "1 May", "the 1th of May".
fn dated(words: Vec<String>) -> Vec<String> {
    let day = |word: &str| {
        let digits = word.strip_suffix("th").unwrap_or(word);
        digits
            .parse::<u32>()
            .is_ok_and(|day| (1..=31).contains(&day))
            .then(|| digits.trim_start_matches('0').to_owned())
    };
    let month = |word: &str| months::month(word).map(|month| format!("month {month}"));
    let mut found: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let next = |ahead: usize| words.get(at + ahead).map_or("", String::as_str);
        let of = usize::from(next(1) == "of");
        let formed = match (day(&words[at]), month(&words[at])) {
            (Some(day), _) => month(next(1 + of)).map(|month| (month, day, 2 + of)),
            (None, Some(month)) => day(next(1)).map(|day| (month, day, 2)),
            _ => None,
        };
        let Some((month, day, length)) = formed else {
            found.push(words[at].clone());
            at += 1;
            continue;
        };
        if found.last().is_some_and(|last| last == "the") {
            found.pop();
        }
        found.push(format!("{month} day {day}"));
        at += length;
    }
    found
}

/// "the 3th quarter of 2026", "2026 Q3" and "Q3 2026" are one.
fn quartered(words: Vec<String>) -> Vec<String> {
    let quarter = |word: &str| {
        let digit = word.strip_prefix(['q', 'Q'])?;
        matches!(digit, "1" | "2" | "3" | "4").then(|| digit.to_owned())
    };
    let Some(at) = words.iter().position(|word| word == "quarter" || quarter(word).is_some()) else { return words };
    let placed = at.checked_sub(1).and_then(|before| words[before].strip_suffix("th"));
    let (number, from) = match (quarter(&words[at]), placed) {
        (Some(number), _) => (number, at),
        (None, Some(number)) => (number.to_owned(), at - 1),
        _ => return words,
    };
    let rest = words[..from].iter().chain(&words[at + 1..]).filter(|word| !matches!(&word[..], "the" | "of" | "in"));
    std::iter::once(format!("q{number}")).chain(rest.cloned()).collect()
}

/// "18 of 24" is a value of its own; where the question counts and names the whole, it is 18.
fn parted(words: Vec<String>, asked: &Asked<'_>) -> Vec<String> {
    let Some(at) = words.iter().position(|word| word == "of").filter(|at| *at > 0) else { return words };
    let (part, whole) = (&words[at - 1], words.get(at + 1).map_or("", String::as_str));
    let sound = is_number(part) && is_number(whole);
    if sound && asked.counts_of(whole) {
        return words[..at].iter().chain(&words[at + 2..]).cloned().collect();
    }
    words
}
