//! The command line, parsed strictly: an unknown flag is an error.

use crate::stream::With;

/// How to call the program.
pub const USAGE: &str = "\
usage: consensus agree [--learn] [--pairs] [--claims] < panels.jsonl > verdicts.jsonl
       consensus infer [--pairs]                      < panels.jsonl > verdicts.jsonl
       consensus read                                 < replies.jsonl > readings.jsonl
       consensus explain                              < verdicts.jsonl
       consensus serve                                < requests > answers
       consensus relate                               < pairs.jsonl > relations.jsonl

  agree    weigh each line as it comes; with --learn a line also uses the lines before it
  infer    read all lines, weigh them jointly
  read     part each reply into reasoning, answer and conclusion, and say which option it chooses
  explain  put verdicts into words and figures: those of agree and infer, and those of the API
  serve    answer the requests of a parent process: '7 weigh {panel}', '8 read {reply}', and learn, estimate, settled,
           judge, support
  relate   tell of every two texts {id, question, a, b} whether they are the same, differ in wording or contradict
  --pairs  add the similarity of every two opinions
  --claims add who supports and who contradicts each claim of a long text";

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// One line in, one line out.
    Agree(With),
    /// All lines jointly.
    Infer {
        /// Add `pairs` to each verdict.
        pairs: bool,
    },
    /// Replies into what they say.
    Read,
    /// Verdicts into words.
    Explain,
    /// Requests of a parent process.
    Serve,
    /// How every two texts stand to each other.
    Relate,
    /// Print the usage and stop.
    Help,
}

/// Reads the arguments after the program's name.
///
/// # Errors
/// Names the argument that is missing, unknown or given twice.
pub fn parse(arguments: &[String]) -> Result<Command, String> {
    let (name, flags) = arguments.split_first().ok_or("a subcommand is missing")?;
    if matches!(name.as_str(), "--help" | "-h" | "help") {
        return Ok(Command::Help);
    }
    let allowed: &[&str] = match name.as_str() {
        "agree" => &["--learn", "--pairs", "--claims"],
        "infer" => &["--pairs"],
        "explain" | "read" | "relate" | "serve" => &[],
        other => return Err(format!("unknown subcommand: {other}")),
    };
    for (at, flag) in flags.iter().enumerate() {
        if !allowed.contains(&flag.as_str()) {
            return Err(format!("unknown argument for {name}: {flag}"));
        }
        if flags[..at].contains(flag) {
            return Err(format!("given twice: {flag}"));
        }
    }
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    Ok(match name.as_str() {
        "agree" => Command::Agree(With { learn: has("--learn"), pairs: has("--pairs"), claims: has("--claims") }),
        "explain" => Command::Explain,
        "serve" => Command::Serve,
        "read" => Command::Read,
        "relate" => Command::Relate,
        _ => Command::Infer { pairs: has("--pairs") },
    })
}

#[cfg(test)]
mod tests {
    use super::{Command, With, parse};

    fn parsed(line: &str) -> Result<Command, String> {
        parse(&line.split_whitespace().map(String::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_contract_is_understood() {
        assert_eq!(parsed("agree"), Ok(Command::Agree(With::default())));
        assert_eq!(
            parsed("agree --pairs --learn"),
            Ok(Command::Agree(With { learn: true, pairs: true, claims: false }))
        );
        assert_eq!(parsed("agree --claims"), Ok(Command::Agree(With { learn: false, pairs: false, claims: true })));
        assert_eq!(parsed("explain"), Ok(Command::Explain));
        assert_eq!(parsed("serve"), Ok(Command::Serve));
        assert_eq!(parsed("read"), Ok(Command::Read));
        assert_eq!(parsed("relate"), Ok(Command::Relate));
        assert_eq!(parsed("infer --pairs"), Ok(Command::Infer { pairs: true }));
        assert_eq!(parsed("--help"), Ok(Command::Help));
    }

    #[test]
    fn anything_else_is_refused() {
        for line in [
            "",
            "vote",
            "infer --learn",
            "infer --claims",
            "explain --pairs",
            "serve --pairs",
            "read --cut",
            "agree --fast",
            "agree panels.jsonl",
            "agree --learn --learn",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
