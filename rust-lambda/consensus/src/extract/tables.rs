//! Cells of Markdown tables.

use std::ops::Range;

/// The values of a table that are named by their row (`| Answer | B |`), or by their column where the table has one
/// row, with what `names` makes of the name. `lines` are the lines of the text.
pub fn cells<T>(text: &str, lines: &[Range<usize>], names: impl Fn(&str) -> Option<T>) -> Vec<(T, Range<usize>)> {
    let rows: Vec<(usize, Vec<Range<usize>>)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| is_row(&text[(*line).clone()]))
        .map(|(at, line)| (at, row(text, line)))
        .collect();
    let mut found = Vec::new();
    for (number, (at, cells)) in rows.iter().enumerate() {
        if let [name, value, ..] = &cells[..]
            && let Some(named) = names(&text[name.clone()])
        {
            found.push((named, value.clone()));
        }
        let ruled = lines.get(at + 1).is_some_and(|next| is_rule(&text[next.clone()]));
        let [(_, only)] = &rows[number + 1..] else { continue };
        if ruled {
            let columns = cells.iter().zip(only);
            found.extend(columns.filter_map(|(name, value)| Some((names(&text[name.clone()])?, value.clone()))));
        }
    }
    found
}

/// Whether a line is a row of a table.
pub fn is_row(line: &str) -> bool {
    line.trim_start().starts_with('|') && !is_rule(line)
}

/// `|---|:--:|`
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains("--") && line.bytes().all(|byte| b"|:- ".contains(&byte))
}

fn row(text: &str, line: &Range<usize>) -> Vec<Range<usize>> {
    let inner = text[line.clone()].trim();
    let from = inner.as_ptr() as usize - text.as_ptr() as usize;
    let bars: Vec<usize> = inner.match_indices('|').map(|(at, _)| from + at).collect();
    let end = from + inner.len();
    let ends = bars.iter().skip(1).copied().chain((!inner.ends_with('|')).then_some(end));
    bars.iter().zip(ends).map(|(start, end)| start + 1..end).collect()
}
