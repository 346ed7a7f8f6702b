//! One program that is run, without those that only run another: `sudo env A=b nice -n 5 rm -rf /` is `rm -rf /`.

use super::words::Arg;

const WRAPPERS: &str = include_str!("../../../data/command-wrappers.txt");

/// A program and its arguments.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// Its name without the folder; empty where it is not known.
    pub name: String,
    /// The same with its folder, as written.
    pub path: String,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// It gets further arguments from its input, as with `xargs`.
    pub fed: bool,
    /// The sign for which each of them is put in: `xargs -I {}`.
    pub place: Option<String>,
    /// What it is named by is only known when it runs.
    pub hidden: bool,
}

impl Invocation {
    /// The innermost program of a command.
    pub fn of(words: &[Arg]) -> Option<Invocation> {
        let mut words = words;
        let (mut fed, mut place) = (false, None);
        loop {
            let (first, args) = words.split_first()?;
            let (name, path, hidden) = (base(&first.text), first.text.clone(), first.unknown);
            let plain = |fed| Invocation {
                name: name.clone(),
                path: path.clone(),
                args: args.to_vec(),
                fed,
                hidden,
                ..Invocation::default()
            };
            let Some((options, before)) = wrapper(&name) else {
                return Some(Invocation { place, ..plain(fed) });
            };
            if let Some(script) = text_of(&name, args, &options) {
                return Some(Invocation { fed, place, ..Invocation::shell(script) });
            }
            let inner = inner(args, &options, before, true);
            // A wrapper that runs nothing is a program like any other.
            if inner.is_empty() {
                return Some(plain(false));
            }
            if name == "xargs" {
                fed = true;
                place = placed(&args[..args.len() - inner.len()]).or(place);
            }
            words = inner;
        }
    }

    /// A shell that runs a script.
    pub fn shell(script: Arg) -> Invocation {
        let option = Arg { text: "-c".to_owned(), ..Arg::default() };
        Invocation { name: "sh".to_owned(), path: "sh".to_owned(), args: vec![option, script], ..Invocation::default() }
    }

    /// Whether an option is there: a long one, or a letter of a group of short ones.
    pub fn has(&self, option: &str) -> bool {
        self.args.iter().take_while(|arg| arg.text != "--").any(|arg| is_option(&arg.text, option))
    }

    /// The argument after an option, or the rest of it.
    pub fn value(&self, option: &str) -> Option<&Arg> {
        let at = self.args.iter().position(|arg| is_option(&arg.text, option))?;
        self.args.get(at + 1)
    }

    /// Arguments that are no options.
    pub fn operands(&self) -> impl Iterator<Item = &Arg> {
        let end = self.args.iter().position(|arg| arg.text == "--").unwrap_or(self.args.len());
        let options = move |(at, arg): &(usize, &Arg)| *at > end || !arg.text.starts_with('-') || arg.text == "-";
        self.args.iter().enumerate().filter(options).filter(move |(at, _)| *at != end).map(|(_, arg)| arg)
    }
}

/// The name of a program without its folder, in small letters.
pub fn base(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    name.strip_suffix(".exe").map_or_else(|| name.clone(), str::to_owned)
}

fn is_option(text: &str, option: &str) -> bool {
    if text == option || option.starts_with("--") && text.split_once('=').is_some_and(|(name, _)| name == option) {
        return true;
    }
    let letter = option.strip_prefix('-').filter(|letter| letter.chars().count() == 1);
    letter.is_some_and(|letter| text.starts_with('-') && !text.starts_with("--") && text[1..].contains(letter))
}

fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// Whether a program only runs another.
pub fn is_wrapper(name: &str) -> bool {
    wrapper(name).is_some()
}

fn wrapper(name: &str) -> Option<(Vec<&'static str>, usize)> {
    let line = WRAPPERS.lines().find(|line| line.split(' ').next() == Some(name))?;
    let mut parts = line.split(' ').skip(1);
    Some((parts.next()?.split(',').collect(), parts.next()?.parse().ok()?))
}

/// The script that a wrapper gives a shell: `env -S "rm x"`, `watch "rm x"`, `sudo -s "rm x"`.
fn text_of(name: &str, args: &[Arg], options: &[&str]) -> Option<Arg> {
    match name {
        "env" => {
            let (at, arg) = args
                .iter()
                .enumerate()
                .find(|(_, arg)| is_option(&arg.text, "-S") || is_option(&arg.text, "--split-string"))?;
            let joined =
                arg.text.strip_prefix("--split-string=").or_else(|| arg.text.split_once('S').map(|(_, rest)| rest))?;
            let first = (!joined.is_empty() && arg.text != "--split-string")
                .then(|| Arg { text: joined.to_owned(), ..arg.clone() });
            Some(Arg::joined(first.iter().chain(&args[at + 1..])))
        }
        "watch" => {
            let words = inner(args, options, 0, false);
            let whole = args[..args.len() - words.len()]
                .iter()
                .any(|arg| ["-x", "--exec"].iter().any(|option| is_option(&arg.text, option)));
            (!words.is_empty() && !whole).then(|| Arg::joined(words))
        }
        // With -s and -i a shell gets the words, each quoted: one of several is a word as it was.
        "sudo" | "doas" => match inner(args, options, 0, false) {
            [only] if only.text.contains(char::is_whitespace) => Some(only.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// The sign that `xargs` puts its input in for.
fn placed(options: &[Arg]) -> Option<String> {
    let (at, arg) = options.iter().enumerate().find(|(_, arg)| {
        arg.text.starts_with("-I") || arg.text.starts_with("-i") || arg.text.starts_with("--replace")
    })?;
    let sign = arg.text.strip_prefix("--replace").unwrap_or_else(|| &arg.text[2..]).trim_start_matches('=');
    match (sign, arg.text.starts_with("-I")) {
        ("", true) => options.get(at + 1).map(|arg| arg.text.clone()),
        ("", false) => Some("{}".to_owned()),
        (sign, _) => Some(sign.to_owned()),
    }
}

/// What stands behind the options of a program, and behind so many names.
///
/// `assigns`: a word like `A=b` stands there as an option does.
pub fn inner<'a>(args: &'a [Arg], options: &[&str], before: usize, assigns: bool) -> &'a [Arg] {
    let (mut at, mut ended) = (0, false);
    while let Some(arg) = args.get(at) {
        let text = arg.text.as_str();
        let assigns = assigns && text.split_once('=').is_some_and(|(name, _)| is_variable(name));
        if !assigns && (ended || !text.starts_with('-') || text.len() == 1) {
            break;
        }
        ended |= text == "--";
        at += if !assigns && takes_next(text, options) { 2 } else { 1 };
    }
    args.get(at + before..).unwrap_or_default()
}

/// Whether the value of an option is the next word: `-u root`, `-nu root`, `--user root`, but not `-uroot`.
pub fn takes_next(text: &str, options: &[&str]) -> bool {
    if options.contains(&text) {
        return !text.is_empty();
    }
    let Some(group) = text.strip_prefix('-').filter(|group| !group.starts_with('-')) else { return false };
    let valued = |letter: char| options.iter().any(|option| is_letter(option, letter));
    group.find(valued).is_some_and(|at| group[at..].chars().nth(1).is_none())
}

/// Whether an option is this letter behind one dash.
pub fn is_letter(option: &str, letter: char) -> bool {
    let mut letters = option.chars();
    letters.next() == Some('-') && letters.next() == Some(letter) && letters.next().is_none()
}

/// The value of an option in any of its forms: `-c V`, `-cV`, `-lc V`, `--command V`, `--command=V`, `--comm=V`.
///
/// `valued`: other options that take one.
pub fn value_of(args: &[Arg], names: &[&str], valued: &[&str]) -> Option<Arg> {
    let mut at = 0;
    while let Some(arg) = args.get(at).filter(|arg| arg.text != "--") {
        let text = arg.text.as_str();
        let of = |value: &str| Some(Arg { text: value.to_owned(), ..arg.clone() });
        if names.contains(&text) {
            return args.get(at + 1).cloned();
        }
        if let Some((_, value)) = text.split_once('=').filter(|(name, _)| begins(name, names)) {
            return of(value);
        }
        if begins(text, names) {
            return args.get(at + 1).cloned();
        }
        let group = text.strip_prefix('-').filter(|group| !group.starts_with('-') && !valued.contains(&text));
        for (place, letter) in group.into_iter().flat_map(str::char_indices) {
            if names.iter().any(|name| is_letter(name, letter)) {
                let rest = &text[1 + place + letter.len_utf8()..];
                return if rest.is_empty() { args.get(at + 1).cloned() } else { of(rest) };
            }
            if valued.iter().any(|option| is_letter(option, letter)) {
                break;
            }
        }
        at += if takes_next(text, valued) { 2 } else { 1 };
    }
    None
}

/// Whether a word is one of these long options, or the beginning of one, which most programs take for it.
fn begins(text: &str, names: &[&str]) -> bool {
    text.len() > 4 && text.starts_with("--") && names.iter().any(|name| name.starts_with(text))
}
