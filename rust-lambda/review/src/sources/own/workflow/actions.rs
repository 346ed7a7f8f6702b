//! What outputs of actions hold, as data (`data/workflow-actions.txt`).

use crate::types::matches;

const TABLE: &str = include_str!("../../../../data/workflow-actions.txt");

/// Ends of names of outputs that tell of something, and hold no text that somebody wrote.
const TELLING: [&str; 12] =
    ["id", "url", "number", "sha", "commit", "count", "status", "conclusion", "outcome", "hit", "exists", "digest"];

/// What an output of an action holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// What outsiders write, whatever the action is given.
    Theirs,
    /// What the action is given.
    Given,
    /// Nothing of either.
    Nothing,
}

/// The name of an action, without its version, in small letters.
pub(super) fn name(uses: &str) -> String {
    uses.split('@').next().unwrap_or_default().to_ascii_lowercase()
}

/// What an output of an action holds.
pub(super) fn holds(uses: &str, output: &str) -> Holds {
    let (name, output) = (name(uses), output.to_ascii_lowercase());
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for (action, outputs) in rows.filter_map(|line| line.split_once(' ')) {
        if action == "!" && outputs == name {
            return Holds::Nothing;
        }
        if action == name && outputs.split('|').any(|pattern| matches(pattern, &output)) {
            return Holds::Theirs;
        }
    }
    if TELLING.iter().any(|end| output.ends_with(end)) { Holds::Nothing } else { Holds::Given }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_holds_what_its_row_says() {
        for (uses, output, expected) in [
            ("tj-actions/changed-files@v44", "all_changed_files", Holds::Theirs),
            ("TJ-Actions/Changed-Files@v44", "ALL_CHANGED_FILES", Holds::Theirs),
            ("tj-actions/changed-files@v44", "any_changed", Holds::Given),
            ("dorny/paths-filter@v3", "src_files", Holds::Theirs),
            ("dorny/paths-filter@v3", "src", Holds::Given),
            ("docker/metadata-action@v5", "tags", Holds::Nothing),
            ("acme/thing@v1", "text", Holds::Given),
            ("acme/thing@v1", "comment-id", Holds::Nothing),
            ("./.github/actions/x", "text", Holds::Given),
        ] {
            assert_eq!(holds(uses, output), expected, "{uses} {output}");
        }
    }
}
