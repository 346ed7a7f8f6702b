//! The instructions of a Dockerfile, each as a whole.

/// An instruction with its lines joined.
pub(super) struct Instruction {
    /// What it does, in capitals.
    pub word: String,
    /// What stands behind the word, with the documents that follow.
    pub rest: String,
    /// Its first and last line.
    pub lines: (u32, u32),
}

impl Instruction {
    /// The instruction itself: `ONBUILD` says when another one counts.
    pub fn at_last(mut self) -> Instruction {
        while self.word == "ONBUILD" {
            let (word, rest) = self.rest.split_once(char::is_whitespace).unwrap_or((&self.rest, ""));
            (self.word, self.rest) = (word.to_ascii_uppercase(), rest.trim_start().to_owned());
        }
        self
    }
}

/// All instructions, with continued lines and documents that stand in them. Linear.
pub(super) fn instructions(text: &str) -> Vec<Instruction> {
    let mut all: Vec<Instruction> = Vec::new();
    let (mut open, mut document) = (false, None::<String>);
    // `# escape=` in the first line says by which sign a line goes on.
    let escape = if text.lines().next().is_some_and(|line| line.replace(' ', "").eq_ignore_ascii_case("#escape=`")) {
        '`'
    } else {
        '\\'
    };
    for (at, line) in text.lines().enumerate() {
        let number = at as u32 + 1;
        let trimmed = line.trim();
        if let (Some(end), Some(last)) = (&document, all.last_mut()) {
            last.rest.push('\n');
            last.rest.push_str(line);
            last.lines.1 = number;
            if trimmed == end {
                document = None;
            }
            continue;
        }
        if trimmed.is_empty() || trimmed.starts_with('#') {
            continue;
        }
        let (said, goes_on) = trimmed.strip_suffix(escape).map_or((trimmed, false), |said| (said, true));
        match all.last_mut().filter(|_| open) {
            Some(last) => {
                last.rest.push(' ');
                last.rest.push_str(said);
                last.lines.1 = number;
            }
            None => {
                let (word, rest) = said.split_once(char::is_whitespace).unwrap_or((said, ""));
                let (word, rest) = (word.to_ascii_uppercase(), rest.trim().to_owned());
                all.push(Instruction { word, rest, lines: (number, number) });
            }
        }
        open = goes_on;
        document = heredoc(said).filter(|_| !goes_on);
    }
    all
}

/// The word that ends a document which begins in a line.
fn heredoc(line: &str) -> Option<String> {
    let (_, after) = line.split_once("<<").filter(|(_, after)| !after.starts_with('<'))?;
    let word: String =
        after.trim_start_matches(['-', '"', '\'']).chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty()).then_some(word)
}
