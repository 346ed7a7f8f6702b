//! Settings: credentials in plain sight, and checks that are switched off.

use super::catalogue::{ENV_NO_TLS_CHECK, ENV_SECRET};
use super::compose::is_credential;
use super::weakened;
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
        let number = at as u32 + 1;
        if is_credential(key.trim(), value) {
            found.own(&ENV_SECRET, (number, number), None, key.trim());
        }
        if weakened::by_variable(key.trim(), value).is_some() {
            found.own(&ENV_NO_TLS_CHECK, (number, number), None, key.trim());
        }
    }
}
