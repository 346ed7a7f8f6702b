//! Shells: which programs are one, and which script one is given.

use super::words::Arg;

const SHELLS: [&str; 11] = ["sh", "bash", "dash", "zsh", "ksh", "ash", "fish", "csh", "tcsh", "mksh", "rbash"];

/// Whether a program is a shell.
pub fn is_shell(name: &str) -> bool {
    SHELLS.contains(&name)
}

/// The script of `-c`. It is no value of that option: it stands behind all options, `bash -c -e -o pipefail -- 'ls'`.
pub fn script(args: &[Arg]) -> Option<Arg> {
    let (mut at, mut asked) = (0, false);
    while let Some(arg) = args.get(at) {
        let text = arg.text.as_str();
        let of = |value: &str| Some(Arg { text: value.to_owned(), ..arg.clone() });
        match text {
            "--" | "-" => {
                at += 1;
                break;
            }
            "--command" | "--init-command" => return args.get(at + 1).cloned(),
            "--rcfile" | "--init-file" => at += 2,
            _ if text.starts_with("--") => {
                let joined = ["--command=", "--init-command="].iter().find_map(|name| text.strip_prefix(name));
                if let Some(script) = joined {
                    return of(script);
                }
                at += 1;
            }
            _ if text.starts_with(['-', '+']) => {
                asked |= text.starts_with('-') && text.contains('c');
                // fish takes the script in the same word.
                if let Some((_, script)) = text.split_once('c').filter(|(_, rest)| rest.contains(char::is_whitespace)) {
                    return of(script);
                }
                at += 1 + text.matches(['o', 'O']).count();
            }
            _ => break,
        }
    }
    args.get(at).filter(|_| asked).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_stands_behind_all_options() {
        for (line, expected) in [
            ("-c|ls", Some("ls")),
            ("-c|--|ls", Some("ls")),
            ("-c|-|ls", Some("ls")),
            ("-lc|ls|-x", Some("ls")),
            ("-c|-e|ls", Some("ls")),
            ("-c|+x|-o|pipefail|ls", Some("ls")),
            ("-euo|pipefail|-c|ls", Some("ls")),
            ("-ceuo|pipefail|ls", Some("ls")),
            ("--rcfile|x|-c|ls", Some("ls")),
            ("--command=ls", Some("ls")),
            ("-cls -la", Some("ls -la")),
            ("x.sh|-c|ls", None),
            ("-x|x.sh", None),
        ] {
            let args: Vec<Arg> = line.split('|').map(|text| Arg { text: text.to_owned(), ..Arg::default() }).collect();
            assert_eq!(script(&args).map(|arg| arg.text).as_deref(), expected, "{line}");
        }
    }
}
