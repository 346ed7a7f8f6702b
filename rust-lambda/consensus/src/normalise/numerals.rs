//! Numbers in words of Chinese, Japanese and Russian, which no library at hand reads.

/// Values of the Chinese and Japanese signs below ten.
const DIGITS: [(char, u64); 12] = [
    ('零', 0),
    ('〇', 0),
    ('一', 1),
    ('二', 2),
    ('两', 2),
    ('三', 3),
    ('四', 4),
    ('五', 5),
    ('六', 6),
    ('七', 7),
    ('八', 8),
    ('九', 9),
];

/// Signs that multiply what stands before them within a group of four digits.
const TENS: [(char, u64); 3] = [('十', 10), ('百', 100), ('千', 1_000)];

/// Signs that multiply a whole group.
const GROUPS: [(char, u64); 4] = [('万', 10_000), ('萬', 10_000), ('亿', 100_000_000), ('億', 100_000_000)];

/// Russian numerals below a thousand.
const RUSSIAN: [(&str, u64); 40] = [
    ("ноль", 0),
    ("один", 1),
    ("одна", 1),
    ("одно", 1),
    ("два", 2),
    ("две", 2),
    ("три", 3),
    ("четыре", 4),
    ("пять", 5),
    ("шесть", 6),
    ("семь", 7),
    ("восемь", 8),
    ("девять", 9),
    ("десять", 10),
    ("одиннадцать", 11),
    ("двенадцать", 12),
    ("тринадцать", 13),
    ("четырнадцать", 14),
    ("пятнадцать", 15),
    ("шестнадцать", 16),
    ("семнадцать", 17),
    ("восемнадцать", 18),
    ("девятнадцать", 19),
    ("двадцать", 20),
    ("тридцать", 30),
    ("сорок", 40),
    ("пятьдесят", 50),
    ("шестьдесят", 60),
    ("семьдесят", 70),
    ("восемьдесят", 80),
    ("девяносто", 90),
    ("сто", 100),
    ("двести", 200),
    ("триста", 300),
    ("четыреста", 400),
    ("пятьсот", 500),
    ("шестьсот", 600),
    ("семьсот", 700),
    ("восемьсот", 800),
    ("девятьсот", 900),
];

/// The digits of a number in words of small letters; None for anything else.
pub fn read(text: &str) -> Option<String> {
    eastern(text).or_else(|| russian(text)).map(|value| value.to_string())
}

fn value<Name: PartialEq>(table: &[(Name, u64)], name: &Name) -> Option<u64> {
    table.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
}

fn eastern(text: &str) -> Option<u64> {
    let (mut whole, mut group, mut digit): (u64, u64, Option<u64>) = (0, 0, None);
    let mut last_ten = u64::MAX;
    for sign in text.chars() {
        if let Some(own) = value(&DIGITS, &sign) {
            // Two digits side by side are read one by one, as in a year, which is no number in words.
            if digit.is_some_and(|before| before > 0) {
                return None;
            }
            digit = Some(own);
        } else if let Some(ten) = value(&TENS, &sign) {
            if ten >= last_ten {
                return None;
            }
            group += digit.take().unwrap_or(1) * ten;
            last_ten = ten;
        } else {
            let below = group + digit.take().unwrap_or(0);
            let grown = below.checked_mul(value(&GROUPS, &sign)?).filter(|product| *product > 0)?;
            whole = whole.checked_add(grown)?;
            (group, last_ten) = (0, u64::MAX);
        }
    }
    if text.is_empty() { None } else { whole.checked_add(group + digit.unwrap_or(0)) }
}

fn russian(text: &str) -> Option<u64> {
    let (mut whole, mut group, mut last): (u64, u64, u64) = (0, 0, u64::MAX);
    let mut any = false;
    for word in text.split([' ', '-']).filter(|word| !word.is_empty()) {
        any = true;
        if matches!(word, "тысяча" | "тысячи" | "тысяч") && whole == 0 {
            (whole, group, last) = (group.max(1) * 1_000, 0, u64::MAX);
            continue;
        }
        let own = value(&RUSSIAN, &word)?;
        // Hundreds, then tens, then ones.
        let rank = match own {
            100.. => 100,
            20..=99 => 20,
            _ => 1,
        };
        if rank >= last {
            return None;
        }
        (group, last) = (group + own, rank);
    }
    any.then_some(whole + group)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn numbers_in_words_are_read() {
        for (text, digits) in [
            ("四十二", "42"),
            ("十七", "17"),
            ("百", "100"),
            ("两千", "2000"),
            ("三万五千", "35000"),
            ("一百零五", "105"),
            ("零", "0"),
            ("сорок два", "42"),
            ("сто", "100"),
            ("две тысячи пятьсот", "2500"),
            ("тысяча", "1000"),
        ] {
            assert_eq!(read(text).as_deref(), Some(digits), "{text}");
        }
        for text in ["", "万", "一九九八", "是", "три два", "сорок домов", "十百"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
