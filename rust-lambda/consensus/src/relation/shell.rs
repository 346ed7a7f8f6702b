//! Commands of a shell: words end at blanks, so `./build` is one and `/ build` are two.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::blocks::Language;
use super::code::Lexed;
use super::prose;
use super::token::{Sort, Token};
use crate::hash::Words;

/// What stands between commands or redirects them, the longest first.
const CONTROLS: [&str; 16] =
    ["<<<", "&>>", "&&", "||", "|&", ";;", ">>", "<<", "&>", ">&", ">|", "|", ";", "&", ">", "<"];

/// Programs by which a line of a shell is known.
const PROGRAMS: &str = "rm cp mv ls cd cat grep egrep sed awk find chmod chown chgrp mkdir rmdir touch ln tar gzip gunzip zip unzip curl wget ssh scp rsync git docker docker-compose podman kubectl helm terraform aws gcloud az npm npx yarn pnpm pip pip3 python python3 node go cargo make cmake apt apt-get yum dnf brew systemctl service journalctl kill killall pkill ps top df du mount umount sudo su echo export set unset source test sort uniq head tail cut tr wc xargs tee dd openssl psql mysql redis-cli mongo sqlite3 ip ifconfig iptables ufw netstat ss ping dig nslookup useradd usermod passwd crontab nohup screen tmux env printenv diff patch jq yq base64 sha256sum md5sum ansible ansible-playbook vagrant nginx java javac mvn gradle bundle gem rails composer php";

static KNOWN: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| PROGRAMS.split(' ').collect());

/// Whether a line is a command with arguments that are none of prose.
pub fn is_command(line: &str, words: &[&str]) -> bool {
    if line.starts_with("$ ") || line.starts_with("#!/") {
        return true;
    }
    let Some(first) = words.first() else { return false };
    if !KNOWN.contains(first) {
        return line.starts_with("./") || line.starts_with("[ -") || line.starts_with("[[ ");
    }
    let argument = |word: &&str| {
        (word.starts_with('-') && word.len() > 1)
            || word.starts_with(['/', '~', '$', '"', '\'', '.'])
            || word.contains(['=', '/', '*', '|', '>', '<', '&', '$', '{', '@'])
    };
    let prose = line.ends_with(['.', '?', '!', ':']) && !line.ends_with(" .");
    words[1..].iter().any(argument) && (!prose || words.len() <= 4) || (words.len() <= 4 && !prose && words.len() > 1)
}

/// The words of commands.
pub fn lex(text: &str, language: Language) -> Lexed {
    let mut lexed = Lexed::default();
    let mut joined = false;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        let line = line.strip_prefix("$ ").unwrap_or(line);
        let before = lexed.tokens.len();
        if !joined && !line.is_empty() && before > 0 && lexed.tokens[before - 1].sort != Sort::Break {
            lexed.tokens.push(Token::code("\n", Sort::Break, number));
        }
        joined = line.ends_with('\\') || ["|", "&&", "||"].iter().any(|end| line.ends_with(end));
        words(line.strip_suffix('\\').unwrap_or(line), number, &mut lexed);
        if language == Language::Docker
            && let Some(first) = lexed.tokens[before..].iter_mut().find(|token| token.sort != Sort::Break)
        {
            *first = Token::code(first.text.to_ascii_uppercase(), first.sort, first.line);
        }
    }
    lexed
}

fn words(line: &str, number: usize, lexed: &mut Lexed) {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        let blanks = rest.len() - rest.trim_start().len();
        if blanks > 0 {
            at += blanks;
            continue;
        }
        if rest.starts_with('#') {
            prose::lex(rest.trim_start_matches('#'), number, &mut lexed.remarks);
            return;
        }
        if let Some(control) = CONTROLS.iter().find(|control| rest.starts_with(**control)) {
            let sort = if *control == ";" { Sort::Break } else { Sort::Sign };
            lexed.tokens.push(Token::code(if *control == ";" { "\n" } else { *control }, sort, number));
            at += control.len();
            continue;
        }
        let (word, length) = word(rest);
        at += length;
        let sort = match word.as_bytes() {
            [b'-', next, ..] if !next.is_ascii_digit() => Sort::Flag,
            _ => Sort::Word,
        };
        lexed.tokens.push(Token::code(word, sort, number));
    }
}

/// One word and its length as it is written; quotes that change nothing are left out.
fn word(rest: &str) -> (String, usize) {
    let mut word = String::new();
    let mut letters = rest.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' | '\'' => {
                let inner = &rest[at + 1..];
                let end = closing(inner, letter);
                let content = &inner[..end];
                word.push_str(&quoted(content, letter));
                while letters.peek().is_some_and(|next| next.0 <= at + 1 + end) {
                    letters.next();
                }
            }
            '\\' => {
                word.push(letter);
                if let Some((_, next)) = letters.next() {
                    word.push(next);
                }
            }
            _ if letter.is_whitespace() => return (word, at),
            _ if at > 0 && CONTROLS.iter().any(|control| rest[at..].starts_with(*control)) => {
                let stream = letter == '>' && word.bytes().all(|byte| byte.is_ascii_digit());
                let amount = letter == '&' && word.ends_with('>');
                if !stream && !amount {
                    return (word, at);
                }
                word.push(letter);
            }
            _ => word.push(letter),
        }
    }
    (word, rest.len())
}

fn closing(inner: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in inner.char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if letter == quote => return at,
            _ => {}
        }
    }
    inner.len()
}

fn quoted(content: &str, quote: char) -> String {
    let expands = content.contains(['$', '`', '\\', '!']);
    let special = content.is_empty()
        || content.contains(|letter: char| letter.is_whitespace() || "*?[]{}()<>|&;#~".contains(letter));
    match (expands, special) {
        (true, _) => format!("{quote}{content}{quote}"),
        (false, true) => format!("'{content}'"),
        (false, false) => content.to_owned(),
    }
}
