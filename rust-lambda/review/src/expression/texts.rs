//! Functions of Terraform on texts.

use super::operators::number;
use super::{Evaluated, LONGEST, Without, list, made, text, written};
use crate::network;
use crate::tree::{Node, Value};

/// A function by its name. A text that would be longer than `LONGEST` has no value.
pub(super) fn call(name: &str, args: &[Node]) -> Evaluated {
    let word = |at: usize| args.get(at).ok_or(Without::Failing).and_then(written);
    let one = || word(0);
    let says = |holds: bool| Ok(made(Value::Bool(holds)));
    match name {
        "lower" => one().and_then(|one| bounded(one.to_lowercase())),
        "upper" => one().and_then(|one| bounded(one.to_uppercase())),
        "trimspace" => one().map(|one| text(one.trim())),
        "chomp" => one().map(|one| text(one.trim_end_matches(['\n', '\r']))),
        "strrev" => one().map(|one| text(one.chars().rev().collect::<String>())),
        "trim" => Ok(text(one()?.trim_matches(word(1)?.chars().collect::<Vec<_>>().as_slice()))),
        "trimprefix" => Ok(text(one()?.strip_prefix(word(1)?.as_str()).unwrap_or(&one()?))),
        "trimsuffix" => Ok(text(one()?.strip_suffix(word(1)?.as_str()).unwrap_or(&one()?))),
        "startswith" => says(one()?.starts_with(&word(1)?)),
        "endswith" => says(one()?.ends_with(&word(1)?)),
        "strcontains" => says(one()?.contains(&word(1)?)),
        "split" => {
            let (apart, whole) = (one()?, word(1)?);
            let parts: Vec<Node> = if apart.is_empty() {
                whole.chars().map(String::from).map(text).collect()
            } else {
                whole.split(apart.as_str()).map(text).collect()
            };
            Ok(list(parts))
        }
        "join" => {
            let (apart, items) = (one()?, || args[1..].iter().flat_map(Node::one_or_many));
            let length = items().map(|item| item.text().map_or(0, str::len) + apart.len()).sum::<usize>();
            if length > LONGEST + apart.len() {
                return Err(Without::Unknown);
            }
            Ok(text(items().map(written).collect::<Result<Vec<_>, _>>()?.join(&apart)))
        }
        "replace" => {
            let (whole, from, to) = (one()?, word(1)?, word(2)?);
            // Between slashes stands a pattern.
            let pattern = from.len() > 1 && from.starts_with('/') && from.ends_with('/');
            if pattern || from.is_empty() {
                return Err(Without::Unknown);
            }
            // Known before it is made: each place in a long text may take another long one.
            let length = whole.len() + whole.matches(&from).count() * to.len().saturating_sub(from.len());
            if length > LONGEST { Err(Without::Unknown) } else { Ok(text(whole.replace(&from, &to))) }
        }
        "substr" => {
            let [_, from, length] = args else { return Err(Without::Failing) };
            let (from, length) = (number(from)?, number(length)?);
            let rest = one()?.chars().skip(from.max(0.0) as usize).collect::<String>();
            let taken = if length < 0.0 { usize::MAX } else { length as usize };
            if from < 0.0 { Err(Without::Unknown) } else { Ok(text(rest.chars().take(taken).collect::<String>())) }
        }
        "format" => format(&one()?, &args[1..]).map(text),
        "formatlist" => formatted(&one()?, &args[1..]),
        "cidrsubnet" => {
            let [_, more, at] = args else { return Err(Without::Failing) };
            network::part(&one()?, number(more)?, number(at)?).map(text).ok_or(Without::Failing)
        }
        _ => Err(Without::Unknown),
    }
}

fn bounded(made: String) -> Evaluated {
    if made.len() > LONGEST { Err(Without::Unknown) } else { Ok(text(made)) }
}

/// `%s`, `%d`, `%v`, `%q` and `%%`; a form with a width has no value here.
fn format(form: &str, args: &[Node]) -> Result<String, Without> {
    let (mut made, mut args) = (String::new(), args.iter());
    let mut letters = form.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '%' => match letters.next() {
                Some('%') => made.push('%'),
                Some('s' | 'd' | 'v') => made.push_str(&written(args.next().ok_or(Without::Failing)?)?),
                Some('q') => made.push_str(&format!("\"{}\"", written(args.next().ok_or(Without::Failing)?)?)),
                _ => return Err(Without::Unknown),
            },
            letter => made.push(letter),
        }
        if made.len() > LONGEST {
            return Err(Without::Unknown);
        }
    }
    Ok(made)
}

/// `format` once for each item of the longest list.
fn formatted(form: &str, args: &[Node]) -> Evaluated {
    let longest = args.iter().map(|arg| arg.items().len()).max().unwrap_or(0).min(1_000);
    let row = |at: usize| -> Vec<Node> { args.iter().map(|arg| arg.items().get(at).unwrap_or(arg).clone()).collect() };
    let mut left = LONGEST;
    let made = (0..longest).map(|at| {
        let made = format(form, &row(at))?;
        left = left.checked_sub(made.len()).ok_or(Without::Unknown)?;
        Ok(text(made))
    });
    made.collect::<Result<Vec<_>, Without>>().map(list)
}
