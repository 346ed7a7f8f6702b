//! One program that is run, without those that only run another: `sudo env A=b nice -n 5 rm -rf /` is `rm -rf /`.

use super::words::Arg;

const WRAPPERS: &str = include_str!("../../../data/command-wrappers.txt");

/// A program and its arguments.
#[derive(Clone, Debug, Default)]
pub struct Invocation {
    /// Its name without the folder; empty where it is not known.
    pub name: String,
    /// Its arguments.
    pub args: Vec<Arg>,
    /// It gets further arguments from its input, as with `xargs`.
    pub fed: bool,
    /// What it is named by is only known when it runs.
    pub hidden: bool,
}

impl Invocation {
    /// The innermost program of a command.
    pub fn of(words: &[Arg]) -> Option<Invocation> {
        let mut words = words;
        let mut fed = false;
        for _ in 0..16 {
            let (first, args) = words.split_first()?;
            let name = base(&first.text);
            let Some((options, before)) = wrapper(&name) else {
                return Some(Invocation { name, args: args.to_vec(), fed, hidden: first.unknown });
            };
            fed |= name == "xargs" || name == "parallel";
            let inner = inner(args, &options, before);
            // A wrapper that runs nothing is a program like any other.
            if inner.is_empty() {
                return Some(Invocation { name, args: args.to_vec(), fed: false, hidden: first.unknown });
            }
            words = inner;
        }
        None
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
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}

fn is_option(text: &str, option: &str) -> bool {
    if text == option || option.starts_with("--") && text.split_once('=').is_some_and(|(name, _)| name == option) {
        return true;
    }
    let letter = option.strip_prefix('-').filter(|letter| letter.chars().count() == 1);
    letter.is_some_and(|letter| text.starts_with('-') && !text.starts_with("--") && text[1..].contains(letter))
}

fn wrapper(name: &str) -> Option<(Vec<&'static str>, usize)> {
    let line = WRAPPERS.lines().find(|line| line.split(' ').next() == Some(name))?;
    let mut parts = line.split(' ').skip(1);
    Some((parts.next()?.split(',').collect(), parts.next()?.parse().ok()?))
}

fn inner<'a>(args: &'a [Arg], options: &[&str], before: usize) -> &'a [Arg] {
    let mut at = 0;
    while let Some(arg) = args.get(at) {
        let text = arg.text.as_str();
        let assigns = !text.starts_with('-') && text.split_once('=').is_some_and(|(name, _)| !name.contains('/'));
        if options.contains(&text) && !text.is_empty() {
            at += 2;
        } else if text.starts_with('-') && text.len() > 1 || assigns {
            at += 1;
        } else {
            break;
        }
    }
    args.get(at + before..).unwrap_or_default()
}
