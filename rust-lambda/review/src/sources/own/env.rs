//! Settings: credentials in plain sight.

use super::catalogue::ENV_SECRET;
use super::compose::is_credential;
use crate::document::Document;
use crate::source::Found;

/// Reviews lines of `KEY=value`.
pub fn review(document: &Document, found: &mut Found<'_>) {
    for (at, line) in document.text.lines().enumerate() {
        let line_text = line.trim().trim_start_matches("export ");
        let Some((key, value)) = line_text.split_once(['=', ':']).filter(|_| !line_text.starts_with(['#', ';', '!']))
        else {
            continue;
        };
        let value = value.trim().trim_matches(['"', '\'']);
        if is_credential(key.trim(), value) {
            let number = at as u32 + 1;
            found.own(&ENV_SECRET, (number, number), None, key.trim());
        }
    }
}
