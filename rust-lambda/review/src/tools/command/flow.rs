//! What flows from one command to the next, and which programs run what flows into them.

use super::invocation::Invocation;
use super::shell::{self, is_shell};
use super::words::Arg;

/// What is known of the output of a command.
#[derive(Clone, Debug, Default)]
pub struct Flow {
    /// It comes from the network.
    pub downloads: bool,
    /// It was hidden by an encoding.
    pub decodes: bool,
    /// The text itself, where it stands in the command.
    pub literal: Option<String>,
    /// The folders from which its lines are paths, as `find` writes them.
    pub paths: Vec<Arg>,
    /// Whether anything flows at all.
    pub any: bool,
}

impl Flow {
    /// A text that stands in the command.
    pub fn literal(text: String) -> Flow {
        Flow { literal: Some(text), any: true, ..Flow::default() }
    }

    /// Both: what comes from either.
    pub fn join(&mut self, other: &Flow) {
        self.literal = match (self.literal.take(), other.any) {
            (kept, false) => kept,
            (None, true) if !self.any => other.literal.clone(),
            _ => None,
        };
        self.downloads |= other.downloads;
        self.paths.extend(other.paths.iter().cloned());
        self.decodes |= other.decodes;
        self.any |= other.any;
    }
}

/// Languages, and the options that take code.
const LANGUAGES: [(&str, &[&str]); 15] = [
    ("python", &["-c"]),
    ("pypy", &["-c"]),
    ("perl", &["-e", "-E"]),
    ("ruby", &["-e"]),
    ("node", &["-e", "-p", "--eval", "--print"]),
    ("nodejs", &["-e", "-p", "--eval", "--print"]),
    ("bun", &["-e", "--eval", "-p", "--print"]),
    ("deno", &["eval"]),
    ("php", &["-r"]),
    ("lua", &["-e"]),
    ("rscript", &["-e"]),
    ("osascript", &["-e"]),
    ("tclsh", &[]),
    ("pwsh", &["-command", "-c", "-encodedcommand", "-enc", "-e"]),
    ("powershell", &["-command", "-c", "-encodedcommand", "-enc", "-e"]),
];

const DOWNLOADERS: [&str; 16] = [
    "curl", "wget", "fetch", "aria2c", "http", "https", "httpie", "lynx", "links", "w3m", "axel", "scurl", "iwr",
    "ftp", "tftp", "xh",
];

const NETWORK: [&str; 8] = ["nc", "ncat", "netcat", "telnet", "socat", "openssl", "websocat", "busybox-nc"];

/// What a program runs.
pub enum Runs {
    /// A script of a shell, in an argument.
    Script(Arg),
    /// Code of another language, in an argument.
    Code(Arg),
    /// What flows into it; `true`: as a script of a shell.
    Input(bool),
    /// A file, or what it is asked for.
    Other,
}

/// Whether a program runs what it is given, in whatever language.
pub fn is_interpreter(name: &str) -> bool {
    let plain = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    is_shell(name) || LANGUAGES.iter().any(|(language, _)| *language == plain)
}

/// What an interpreter runs; none where the program is no interpreter.
pub fn runs(invocation: &Invocation) -> Option<Runs> {
    let name = invocation.name.as_str();
    if is_shell(name) {
        if let Some(script) = shell::script(&invocation.args) {
            return Some(Runs::Script(script));
        }
        let reads = invocation.has("-s") || invocation.operands().next().is_none_or(|first| is_input(&first.text));
        return Some(if reads { Runs::Input(true) } else { Runs::Other });
    }
    let plain = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let (_, options) = LANGUAGES.iter().find(|(language, _)| *language == plain)?;
    let code = options.iter().find_map(|option| {
        let long = |arg: &Arg| arg.text.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')).map(str::to_owned);
        if let Some(text) = invocation.args.iter().find_map(long).filter(|_| option.starts_with("--")) {
            return Some(Arg { text, ..Arg::default() });
        }
        let (at, arg) = invocation.args.iter().enumerate().find(|(_, arg)| takes_code(&arg.text, option))?;
        let joined = arg.text.strip_prefix(option).filter(|rest| !rest.is_empty() && !option.starts_with("--"));
        let joined = joined.map(|rest| Arg { text: rest.to_owned(), ..arg.clone() });
        joined.filter(|_| option.len() == 2).or_else(|| invocation.args.get(at + 1).cloned())
    });
    if let Some(code) = code {
        return Some(Runs::Code(code));
    }
    let module = invocation.has("-m") || invocation.has("--version") || invocation.has("-V");
    let reads = !module && invocation.operands().next().is_none_or(|first| is_input(&first.text));
    Some(if reads { Runs::Input(false) } else { Runs::Other })
}

/// `-c`, `-ccode`, `-pe`: the last letter of a group takes the code.
fn takes_code(text: &str, option: &str) -> bool {
    let lower = text.to_lowercase();
    lower == option
        || text == option
        || option.len() == 2
            && !text.starts_with("--")
            && text.len() < 6
            && text
                .strip_prefix('-')
                .is_some_and(|group| group.chars().all(char::is_alphanumeric) && group.ends_with(&option[1..]))
}

fn is_input(text: &str) -> bool {
    text == "-" || text == "/dev/stdin" || text == "/proc/self/fd/0" || text == "/dev/fd/0"
}

/// Whether a program brings something from the network to its output.
pub fn downloads(invocation: &Invocation) -> bool {
    let name = invocation.name.as_str();
    let copies = ["aws", "gsutil", "gcloud", "az", "mc", "rclone", "kubectl", "ssh", "scp"].contains(&name);
    DOWNLOADERS.contains(&name)
        || copies && invocation.args.iter().any(|arg| arg.text == "-" || arg.text == "cat")
        || NETWORK.contains(&name)
            && !(name == "openssl" && invocation.args.first().is_none_or(|arg| arg.text != "s_client"))
}

/// Whether a program speaks to the network both ways.
pub fn speaks(name: &str) -> bool {
    NETWORK.contains(&name) && name != "openssl"
}

/// Whether a program turns what was written so that nobody reads it into what is meant.
pub fn decodes(invocation: &Invocation) -> bool {
    let has = |options: &[&str]| options.iter().any(|option| invocation.has(option));
    match invocation.name.as_str() {
        "base64" | "base32" | "gbase64" | "basenc" => has(&["-d", "-D", "--decode"]),
        "xxd" => has(&["-r"]),
        "openssl" => has(&["-d"]),
        "gzip" | "xz" | "bzip2" | "zstd" | "lz4" => has(&["-d", "--decompress"]),
        "gpg" | "gpg2" => has(&["-d", "--decrypt"]),
        "gunzip" | "zcat" | "xzcat" | "bzcat" | "uudecode" | "rev" | "tr" | "tac" => true,
        "echo" | "printf" => invocation.args.iter().any(|arg| arg.text.contains("\\x") || arg.text.contains("\\0")),
        _ => false,
    }
}

/// The text that a program writes, where it stands in the command.
pub fn written(invocation: &Invocation) -> Option<String> {
    if !["echo", "printf"].contains(&invocation.name.as_str()) || invocation.args.iter().any(|arg| arg.unknown) {
        return None;
    }
    let texts: Vec<&str> = invocation.args.iter().map(|arg| arg.text.as_str()).collect();
    let options = texts.iter().take_while(|text| ["-n", "-e", "-ne", "-en", "-E", "--"].contains(*text)).count();
    let format = ["%s", "%s\\n", "%b", "%b\\n"];
    let skip = options
        + usize::from(texts.get(options).is_some_and(|text| invocation.name == "printf" && format.contains(text)));
    Some(texts[skip..].join(" ").replace("\\n", "\n"))
}
