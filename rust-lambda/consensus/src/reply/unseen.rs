//! Replies in which nothing can be seen: signs without width, blanks of all scripts, an empty fence, a lone tag.

/// A longer reply shows something.
const LONGEST: usize = 200;

/// What shows as nothing where a reply is shown.
const EMPTY: [&str; 8] = ["&nbsp;", "&#160;", "&zwnj;", "&zwj;", "<br>", "<br/>", "<br />", "<p></p>"];

/// Whether nothing of a reply can be seen.
pub fn is_blank(reply: &str) -> bool {
    let said = reply.trim();
    if said.is_empty() {
        return true;
    }
    if said.len() > LONGEST {
        return said.chars().all(is_unseen);
    }
    let named = without_label(said);
    let shown = EMPTY.iter().fold(named.to_owned(), |left, empty| left.replace(empty, ""));
    let bare: String = shown.chars().filter(|letter| !is_unseen(*letter)).collect();
    bare.is_empty() || is_empty_fence(&shown) || has_unseen(named) && bare.chars().all(|sign| "*_`#>".contains(sign))
}

/// Without "Answer:" in front, which alone says nothing.
fn without_label(said: &str) -> &str {
    let lower = said.to_ascii_lowercase();
    let bare = lower.trim_start_matches(['*', '_', '#', '>', '-', ' ']);
    let rest = ["final answer", "answer", "antwort", "r\u{e9}ponse", "respuesta", "risposta", "resposta", "antwoord"]
        .iter()
        .find_map(|label| bare.strip_prefix(label));
    let rest = rest.map(|rest| rest.trim_start_matches(['*', '_'])).and_then(|rest| rest.strip_prefix(':'));
    let marked = lower.starts_with(['*', '_']);
    let rest = rest.map(|rest| if marked { rest.trim_start_matches(['*', '_']) } else { rest });
    rest.map_or(said, |rest| &said[said.len() - rest.len()..])
}

fn has_unseen(text: &str) -> bool {
    text.chars().any(|letter| is_unseen(letter) && !letter.is_ascii_whitespace())
}

/// A fence, with its language at most, and nothing in it.
fn is_empty_fence(text: &str) -> bool {
    let inner = text.trim().strip_prefix("```").and_then(|rest| rest.strip_suffix("```"));
    let line = inner.and_then(|inner| inner.split_once('\n'));
    line.is_some_and(|(language, code)| !language.contains(' ') && code.chars().all(is_unseen))
}

/// Blanks and signs that have no shape of their own.
pub fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(
            letter,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
                | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::{is_blank, is_unseen};

    #[test]
    fn no_sign_without_a_shape_is_an_answer() {
        let unseen: Vec<char> = ('\0'..='\u{e0fff}').filter(|letter| is_unseen(*letter)).collect();
        assert!(unseen.len() > 100);
        for sign in unseen {
            for frame in
                ["{}", "{}{}{}", "Answer: {}", "**Answer:** {}", "Answer: **{}**", "Antwort: {}", "```\n{}\n```"]
            {
                // A blank between marks is as good as none, and "****" can be seen.
                if frame.ends_with("{}**") && sign.is_ascii_whitespace() {
                    continue;
                }
                let reply = frame.replace("{}", &sign.to_string());
                assert!(is_blank(&reply), "{:x} in {frame}", sign as u32);
            }
            assert!(!is_blank(&format!("{sign}42{sign}")), "{:x}", sign as u32);
        }
    }

    #[test]
    fn signs_that_can_be_seen_are() {
        for reply in ["**", "*", "---", "_", "&", "<", "```\nx\n```", "<br>x", "0", "\u{939}\u{948}", "Answer: **", "#"]
        {
            assert!(!is_blank(reply), "{reply}");
        }
        for reply in ["&nbsp;", "<br>", "```\n```", "```sql\n```", "Answer:", "Answer: <br>", "\u{3000}"] {
            assert!(is_blank(reply), "{reply}");
        }
    }
}
