//! Lines that call a program.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::token::is_coded;
use crate::hash::Words;
use crate::normalise::operator;

/// Programs whose names are no words of prose and no products: a line that begins with one is a command.
const PROGRAMS: &str = "rm cp mv ls cd mkdir rmdir chmod chown chgrp ln dd tar gzip gunzip wget curl ssh scp rsync kubectl systemctl \
    journalctl sudo apt-get egrep grep sed awk du df ps wc tr xargs tee pkill killall useradd userdel usermod umount su \
    echo unset crontab nohup printenv nslookup sqlite3 psql pip pip3 npx yarn pnpm jq yq chroot ifconfig iptables netstat";

/// Programs that are words as well: a line is a command where an argument looks like none of prose.
const WORDY: &str = "make cat find touch less go cargo git docker podman helm terraform aws gcloud az npm node python \
    python3 java php ruby perl sort head tail cut kill top service mount source set export openssl mysql redis-cli \
    nginx cmake brew dnf yum apt patch diff uniq dig ping env test bash sh zsh vim nano man time watch";

/// Words of sentences.
const PROSE: &str = "the of is are was were it they this that which with your you we he she because has have";

static KNOWN: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| PROGRAMS.split_whitespace().collect());
static KNOWN_WORDY: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| WORDY.split_whitespace().collect());
static SAID: LazyLock<HashSet<&str, Words>> = LazyLock::new(|| PROSE.split_whitespace().collect());

/// `make foo`: a word of prose, and what is made.
pub fn is_target(bare: &str) -> bool {
    let mut tokens = bare.split_whitespace();
    matches!(tokens.next(), Some("make" | "Make")) && tokens.next().is_some() && tokens.next().is_none()
}

/// A program and its arguments.
pub fn is_command(first: &str, bare: &str) -> bool {
    let first = if matches!(first, "$" | "sudo") { bare.split_whitespace().nth(1).unwrap_or("") } else { first };
    let program = first.starts_with("./") || KNOWN.contains(first);
    if !program && !KNOWN_WORDY.contains(first) {
        return false;
    }
    let coded = |token: &str| {
        is_flag(token) || operator::is_hard(token) || is_coded(token) || token.chars().count() == 1 && token != "a"
    };
    let argued = bare.split_whitespace().skip(1).any(coded);
    // A file may be called "the", but nothing is said of a command.
    let said = |token: &str| matches!(token, "is" | "are" | "was" | "were");
    if program { argued || !bare.split_whitespace().any(said) } else { argued && !is_sentence(bare.split_whitespace()) }
}

/// `-v`, `--force`.
fn is_flag(token: &str) -> bool {
    let name = token.trim_start_matches('-');
    (1..=2).contains(&(token.len() - name.len())) && name.starts_with(|first: char| first.is_ascii_alphabetic())
}

/// Whether some words are a sentence: one of its words may be the name of a value, as in "x < it".
pub fn is_sentence<'a>(tokens: impl Iterator<Item = &'a str>) -> bool {
    let (mut count, mut said) = (0, 0);
    for token in tokens {
        count += 1;
        said += usize::from(SAID.contains(token));
    }
    said > 1 || said == 1 && count > 3
}
