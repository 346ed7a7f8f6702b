//! What the words of a command are once the shell has expanded them, as far as the text alone tells.

use std::collections::HashMap;

use super::escapes::unescaped;
use brush_parser::ParserOptions;
use brush_parser::word::{
    self, BraceExpressionMember, BraceExpressionOrText, Parameter, ParameterExpr, SpecialParameter, TildeExpr,
    WordPiece, WordPieceWithSource,
};

/// How many words braces may make of one.
const MOST: usize = 64;

/// One argument of a command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arg {
    /// Its text; what is not known is left out.
    pub text: String,
    /// Something in it is only known when it runs.
    pub unknown: bool,
    /// A pattern that stands for files.
    pub glob: bool,
    /// The first thing in it is not known: `"$X/y"`.
    pub begins_unknown: bool,
    /// A part of it comes from the network.
    pub downloaded: bool,
    /// A part of it was hidden by an encoding.
    pub decoded: bool,
    /// Scripts whose output becomes a part of it.
    pub scripts: Vec<String>,
}

impl Arg {
    /// Words as one, with blanks between them.
    pub fn joined<'a>(words: impl IntoIterator<Item = &'a Arg>) -> Arg {
        let mut all = Arg::default();
        for (at, word) in words.into_iter().enumerate() {
            if at > 0 {
                all.text.push(' ');
            }
            all.text.push_str(&word.text);
            all.unknown |= word.unknown;
            all.downloaded |= word.downloaded;
            all.decoded |= word.decoded;
        }
        all
    }
}

/// The values that are known.
pub type Variables = HashMap<String, String>;

/// The arguments that a word becomes.
pub fn expand(word: &str, variables: &Variables) -> Vec<Arg> {
    braces(word).iter().flat_map(|word| fields(word, variables)).collect()
}

fn braces(word: &str) -> Vec<String> {
    if !word.contains('{') {
        return vec![word.to_owned()];
    }
    let parsed = word::parse_brace_expansions(word, &ParserOptions::default()).ok().flatten();
    parsed.map_or_else(|| vec![word.to_owned()], |parts| combined(&parts))
}

/// Every choice of every brace with every other, up to a bound.
fn combined(parts: &[BraceExpressionOrText]) -> Vec<String> {
    let mut all = vec![String::new()];
    for part in parts {
        let choices = match part {
            BraceExpressionOrText::Text(text) => vec![text.clone()],
            BraceExpressionOrText::Expr(members) => members.iter().flat_map(member).take(MOST).collect(),
        };
        all = all.iter().flat_map(|head| choices.iter().map(move |tail| format!("{head}{tail}"))).take(MOST).collect();
    }
    all
}

fn member(member: &BraceExpressionMember) -> Vec<String> {
    match member {
        BraceExpressionMember::NumberSequence { start, end, .. } => vec![start.to_string(), end.to_string()],
        BraceExpressionMember::CharSequence { start, end, .. } => vec![start.to_string(), end.to_string()],
        BraceExpressionMember::Child(parts) => combined(parts),
    }
}

/// The fields of a word: an unquoted value that holds blanks becomes several.
fn fields(word: &str, variables: &Variables) -> Vec<Arg> {
    let Ok(pieces) = word::parse(word, &ParserOptions::default()) else {
        return vec![Arg { text: word.to_owned(), unknown: true, ..Arg::default() }];
    };
    let mut fields = Fields { done: Vec::new(), open: None, variables };
    for piece in &pieces {
        fields.piece(piece, false);
    }
    fields.done.extend(fields.open);
    fields.done
}

struct Fields<'a> {
    done: Vec<Arg>,
    open: Option<Arg>,
    variables: &'a Variables,
}

impl Fields<'_> {
    fn piece(&mut self, piece: &WordPieceWithSource, quoted: bool) {
        match &piece.piece {
            WordPiece::Text(text) => self.text(text, !quoted),
            WordPiece::SingleQuotedText(text) => self.text(text, false),
            WordPiece::AnsiCQuotedText(text) => self.text(&unescaped(text), false),
            WordPiece::EscapeSequence(text) => {
                let plain = text.strip_prefix('\\').unwrap_or(text);
                self.text(if plain == "\n" { "" } else { plain }, false);
            }
            WordPiece::DoubleQuotedSequence(inner) | WordPiece::GettextDoubleQuotedSequence(inner) => {
                self.text("", false);
                inner.iter().for_each(|piece| self.piece(piece, true));
            }
            WordPiece::TildeExpansion(TildeExpr::Home | TildeExpr::UserHome(_)) => self.text("~", false),
            WordPiece::TildeExpansion(_) => self.unknown(),
            WordPiece::ParameterExpansion(expansion) => self.parameter(expansion, quoted),
            WordPiece::CommandSubstitution(script) | WordPiece::BackquotedCommandSubstitution(script) => {
                self.unknown();
                self.arg().scripts.push(script.clone());
            }
            WordPiece::ArithmeticExpression(_) => self.unknown(),
        }
    }

    fn parameter(&mut self, expansion: &ParameterExpr, quoted: bool) {
        let value = match expansion {
            ParameterExpr::Parameter { parameter: Parameter::Named(name), indirect: false } => self.value(name),
            ParameterExpr::Parameter { parameter: Parameter::Positional(at), indirect: false } => {
                self.value(&at.to_string())
            }
            ParameterExpr::Parameter {
                parameter: Parameter::Special(SpecialParameter::AllPositionalParameters { .. }),
                ..
            } => {
                return match self.value("@") {
                    Some(value) => self.spread(&value),
                    None => self.unknown(),
                };
            }
            ParameterExpr::UseDefaultValues { parameter: Parameter::Named(name), default_value, .. }
            | ParameterExpr::AssignDefaultValues { parameter: Parameter::Named(name), default_value, .. } => {
                self.value(name).or_else(|| default_value.clone())
            }
            // It ends the command where it is not set: whatever it is, it is not empty.
            ParameterExpr::IndicateErrorIfNullOrUnset { parameter: Parameter::Named(name), .. } => {
                Some(self.value(name).unwrap_or_else(|| "value".to_owned()))
            }
            _ => None,
        };
        match value {
            Some(value) if quoted => self.text(&value, false),
            Some(value) => self.spread(&value),
            None => self.unknown(),
        }
    }

    /// A value that holds blanks becomes several fields.
    fn spread(&mut self, value: &str) {
        for (at, part) in value.split_whitespace().enumerate() {
            if at > 0 || value.starts_with(char::is_whitespace) {
                self.done.extend(self.open.take());
            }
            self.text(part, true);
        }
        if value.ends_with(char::is_whitespace) {
            self.done.extend(self.open.take());
        }
    }

    fn value(&self, name: &str) -> Option<String> {
        match name {
            "IFS" => Some(" ".to_owned()),
            "HOME" => Some("~".to_owned()),
            "PWD" => Some(".".to_owned()),
            name => self.variables.get(name).cloned(),
        }
    }

    fn text(&mut self, text: &str, bare: bool) {
        let arg = self.arg();
        arg.glob |= bare && text.contains(['*', '?', '[']);
        arg.text.push_str(text);
    }

    fn unknown(&mut self) {
        let arg = self.arg();
        arg.begins_unknown |= arg.text.is_empty();
        arg.unknown = true;
    }

    fn arg(&mut self) -> &mut Arg {
        self.open.get_or_insert_with(Arg::default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(word: &str) -> Vec<String> {
        let variables = Variables::from([("A".to_owned(), "rm -rf".to_owned())]);
        expand(word, &variables).into_iter().map(|arg| arg.text).collect()
    }

    #[test]
    fn a_word_becomes_what_the_shell_makes_of_it() {
        for (word, expected) in [
            ("r\\m", vec!["rm"]),
            ("'r'\"m\"", vec!["rm"]),
            ("$'\\x72\\155'", vec!["rm"]),
            ("rm${IFS}-rf${IFS}/", vec!["rm", "-rf", "/"]),
            ("$A", vec!["rm", "-rf"]),
            ("\"$A\"", vec!["rm -rf"]),
            ("{rm,-rf,/}", vec!["rm", "-rf", "/"]),
            ("~/x", vec!["~/x"]),
            ("${B:-/etc}", vec!["/etc"]),
            ("''", vec![""]),
        ] {
            assert_eq!(texts(word), expected, "{word}");
        }
    }

    #[test]
    fn what_only_a_run_tells_is_unknown() {
        let of = |word: &str| expand(word, &Variables::new()).pop().expect("a field");
        assert!(of("$B").begins_unknown && of("x$B").unknown && !of("x$B").begins_unknown);
        assert_eq!(of("$(curl x)").scripts, ["curl x"]);
        assert!(of("*").glob && !of("'*'").glob && !of("\\*").glob);
    }
}
