//! Two mends of Rego for the engine: what it reads in another sense than OPA, or not at all, is written in the form that
//! it knows. Texts and comments are left as they are.

use std::sync::LazyLock;

use regex::{Captures, Regex};

static IMPORT: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?m)^[ \t]*import[ \t]+(data(?:\.\w+)+)(?:[ \t]+as[ \t]+(\w+))?").ok());
static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(^|[^.\w])(\w+)((?:\.\w+)+\()").ok());

/// A text with both mends.
pub fn all(text: &str) -> String {
    called_in_full(&walks_as_relation(text))
}

/// Writes calls of imported functions in full: `lib.f(x)` as `data.team.lib.f(x)`. The engine knows imports of values,
/// not of functions.
fn called_in_full(text: &str) -> String {
    let (Some(import), Some(call)) = (IMPORT.as_ref(), CALL.as_ref()) else { return text.to_owned() };
    let imports = import.captures_iter(text).filter_map(|found| {
        let path = found.get(1)?.as_str();
        Some((found.get(2).map_or_else(|| path.rsplit('.').next().unwrap_or(path), |alias| alias.as_str()), path))
    });
    let imports: Vec<(&str, &str)> = imports.collect();
    if imports.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (part, is_code) in parts(text) {
        if !is_code {
            out.push_str(part);
            continue;
        }
        out.push_str(&call.replace_all(part, |found: &Captures<'_>| {
            let path = imports.iter().find(|(alias, _)| *alias == &found[2]).map_or(&found[2], |(_, path)| *path);
            format!("{}{path}{}", &found[1], &found[3])
        }));
    }
    out
}

/// Code, and what is none: texts and comments.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['"', '`', '#']) {
        let (code, from) = rest.split_at(at);
        let end = match from.as_bytes()[0] {
            b'#' => from.find('\n').unwrap_or(from.len()),
            b'`' => from[1..].find('`').map_or(from.len(), |end| end + 2),
            _ => end_of_text(from),
        };
        parts.extend([(code, true), (&from[..end], false)]);
        rest = &from[end..];
    }
    parts.push((rest, true));
    parts
}

/// Where a text in quotes ends that begins here; at the line's end where nothing closes it.
fn end_of_text(from: &str) -> usize {
    let mut escaped = false;
    for (at, c) in from.char_indices().skip(1) {
        match c {
            '"' if !escaped => return at + 1,
            '\n' => return at,
            _ => escaped = c == '\\' && !escaped,
        }
    }
    from.len()
}

/// Writes `[path, value] := walk(x)` as `walk(x, [path, value])`, which is the same. The engine gives nothing for the
/// first, in silence: a rule would pass for one that is kept.
fn walks_as_relation(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("walk(") {
        let (before, from) = rest.split_at(at);
        let target = before.trim_end().strip_suffix('=').map(|left| left.strip_suffix(':').unwrap_or(left).trim_end());
        let open = target.filter(|left| left.ends_with(']')).and_then(|left| left.rfind('['));
        match (target, open, closing(&from[4..])) {
            (Some(target), Some(open), Some(end)) => {
                out.push_str(&target[..open]);
                out.push_str(&format!("walk({}, {})", &from[5..4 + end], &target[open..]));
                rest = &from[4 + end + 1..];
            }
            _ => {
                out.push_str(before);
                out.push_str("walk(");
                rest = &from[5..];
            }
        }
    }
    out + rest
}

/// Where the bracket closes that a text opens with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walk_in_the_form_that_gives_nothing_is_written_in_the_other() {
        let text = "CxPolicy[r] { [path, x] := walk(input.document[0]); walk(a, [p, y]); r := path }";
        let mended = "CxPolicy[r] { walk(input.document[0], [path, x]); walk(a, [p, y]); r := path }";
        assert_eq!(walks_as_relation(text), mended);
        assert_eq!(walks_as_relation("[a, b] = walk(f(x[1]))\n"), "walk(f(x[1]), [a, b])\n");
        assert_eq!(walks_as_relation("x := [1] walk("), "x := [1] walk(");
    }

    #[test]
    fn imported_functions_are_called_in_full_but_in_no_text_and_no_comment() {
        let text = "import data.a.lib\nimport data.b as c\n# lib.f(x)\ndeny { lib.f(x.lib.g(1)); m := \"lib.f(\\\"\"; not c.h(lib.v); other.lib.k(2) }";
        let mended = "import data.a.lib\nimport data.b as c\n# lib.f(x)\ndeny { data.a.lib.f(x.lib.g(1)); m := \"lib.f(\\\"\"; not data.b.h(lib.v); other.lib.k(2) }";
        assert_eq!(all(text), mended);
        assert_eq!(all("no \"end\nlib.f(`"), "no \"end\nlib.f(`");
    }
}
