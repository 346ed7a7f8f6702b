//! Escapes by which a shell lets a text be hidden.

/// Of `$'…'`: the escapes by which text is hidden.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('\\') {
        plain.push_str(head);
        let digits = |from: usize, most: usize, radix: u32| {
            let digits: String = tail.chars().skip(from).take(most).take_while(|c| c.is_digit(radix)).collect();
            let code = u32::from_str_radix(&digits, radix).ok().and_then(char::from_u32);
            code.map(|code| (code, from + digits.len()))
        };
        let known = match tail.chars().next() {
            Some('x') => digits(1, 2, 16),
            Some('u') => digits(1, 4, 16),
            Some('0'..='7') => digits(0, 3, 8),
            Some('n') => Some(('\n', 1)),
            Some('t') => Some(('\t', 1)),
            Some(other) => Some((other, other.len_utf8())),
            None => None,
        };
        match known {
            Some((char, length)) => {
                plain.push(char);
                rest = &tail[length..];
            }
            None => rest = tail,
        }
    }
    plain + rest
}
