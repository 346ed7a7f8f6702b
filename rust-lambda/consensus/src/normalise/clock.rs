//! Times of day: `3 pm`, `15:00`, `15 Uhr`, noon.

/// Words that are a time of day.
const NAMED: [(&str, u32); 18] = [
    ("noon", 12),
    ("midday", 12),
    ("midnight", 0),
    ("mittag", 12),
    ("mitternacht", 0),
    ("midi", 12),
    ("minuit", 0),
    ("mediodía", 12),
    ("medianoche", 0),
    ("mezzogiorno", 12),
    ("mezzanotte", 0),
    ("meio-dia", 12),
    ("meia-noite", 0),
    ("middernacht", 0),
    ("полдень", 12),
    ("полночь", 0),
    ("正午", 12),
    ("午夜", 0),
];

/// What may stand in front of a time and behind it.
const BEFORE: [&str; 8] = ["at ", "um ", "à ", "a las ", "alle ", "às ", "om ", "в "];
const BEHIND: [&str; 4] = [" uhr", "uhr", " uur", " o'clock"];

/// Reads a text that is one time of day; in the form `15:00:00`.
pub fn read(text: &str) -> Option<String> {
    if is_plain_number(text.trim()) {
        return None;
    }
    let lower = text.trim().to_lowercase();
    if lower.len() > 24 {
        return None;
    }
    let bare = BEFORE.iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower).trim();
    if let Some((_, hour)) = NAMED.iter().find(|(name, _)| *name == bare || bare.strip_prefix("12 ") == Some(name)) {
        return Some(written(*hour, 0, 0));
    }
    if let Some(time) = eastern(bare) {
        return Some(time);
    }
    let (rest, half) = halved(bare);
    let (rest, spoken) = match BEHIND.iter().find_map(|word| rest.strip_suffix(word)) {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let parts: Vec<&str> = rest.trim().split([':', '.']).collect();
    let dotted = rest.contains('.') && half.is_none() && !spoken;
    let whole = parts.len() == 1 && half.is_none() && !spoken;
    if dotted || whole || parts.len() > 3 || parts[1..].iter().any(|part| part.len() != 2) {
        return None;
    }
    let numbers: Option<Vec<u32>> = parts.iter().map(|part| digits(part)).collect();
    let numbers = numbers?;
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let hour = match half {
        Some(_) if !(1..=12).contains(&at(0)) => return None,
        Some(after_noon) => at(0) % 12 + if after_noon { 12 } else { 0 },
        None => at(0),
    };
    (hour < 24 && at(1) < 60 && at(2) < 60).then(|| written(hour, at(1), at(2)))
}

/// Whether a text that begins with a digit ends like no time and has no colon: most numbers with a unit.
fn is_plain_number(text: &str) -> bool {
    let ends = |last: u8| !last.is_ascii() || b"mMrRkKsS.".contains(&last);
    let bytes = text.as_bytes();
    bytes.first().is_some_and(u8::is_ascii_digit)
        && !bytes.last().copied().is_some_and(ends)
        && !text.starts_with("12 ")
        && !bytes.contains(&b':')
        && text.is_ascii()
}

/// Without "am" or "pm" at the end, and whether it is after noon.
fn halved(text: &str) -> (&str, Option<bool>) {
    for (marks, after) in [(["am", "a.m.", "a.m"], false), (["pm", "p.m.", "p.m"], true)] {
        if let Some(rest) = marks.iter().find_map(|mark| text.strip_suffix(mark)) {
            return (rest.trim_end(), Some(after));
        }
    }
    (text, None)
}

/// "下午3点", "15時30分".
fn eastern(text: &str) -> Option<String> {
    let (rest, add) = match ["下午", "午後", "晚上"].iter().find_map(|word| text.strip_prefix(word)) {
        Some(rest) => (rest, 12),
        None => (["上午", "午前", "早上"].iter().find_map(|word| text.strip_prefix(word)).unwrap_or(text), 0),
    };
    let (hour, rest) = ["点", "點", "時"].iter().find_map(|sign| rest.split_once(sign))?;
    let minute = rest.strip_suffix('分').unwrap_or(rest);
    let (hour, minute) = (digits(hour)?, if minute.is_empty() { 0 } else { digits(minute)? });
    let hour = if add > 0 && hour < 12 { hour + add } else { hour };
    (hour < 24 && minute < 60).then(|| written(hour, minute, 0))
}

fn digits(text: &str) -> Option<u32> {
    let few = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if few { text.parse().ok() } else { None }
}

fn written(hour: u32, minute: u32, second: u32) -> String {
    format!("{hour:02}:{minute:02}:{second:02}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::read;

    proptest! {
        #[test]
        fn every_minute_is_one_time_in_all_forms(hour in 0_u32..24, minute in 0_u32..60) {
            let (twelve, half) = (if hour % 12 == 0 { 12 } else { hour % 12 }, if hour < 12 { "am" } else { "pm" });
            let expected = Some(format!("{hour:02}:{minute:02}:00"));
            for form in [
                format!("{hour:02}:{minute:02}"),
                format!("{hour}:{minute:02}:00"),
                format!("{twelve}:{minute:02} {half}"),
                format!("{twelve}.{minute:02}{}", half.to_uppercase()),
                format!("at {twelve}:{minute:02} {}.m.", &half[..1]),
                format!("{hour}.{minute:02} Uhr"),
                format!("{hour}\u{6642}{minute}\u{5206}"),
            ] {
                prop_assert_eq!(read(&form), expected.clone(), "{}", form);
            }
        }
    }

    #[test]
    fn other_texts_are_no_time() {
        assert_eq!(read("3 pm"), read("15:00"));
        assert_eq!(read("noon"), read("12 pm"));
        assert_eq!(read("12 am"), read("00:00"));
        for text in ["15", "3.14", "16:9", "25:00", "12:60", "13 pm", "0 am", "1:2:3:4", "1.30 h", "am", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
