//! Samples broken at the level of bytes: no panic, and every line of a finding within its file.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use review::panel::{self, Event, Job, Panel};
use review::wire::File;

fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let folders =
        fs::read_dir(root).expect("samples").map(|entry| entry.expect("a folder").path()).filter(|path| path.is_dir());
    let mut all: Vec<(String, String)> = folders
        .flat_map(|folder| fs::read_dir(folder).expect("files").map(|entry| entry.expect("a file").path()))
        .filter(|path| path.extension().is_none_or(|end| end != "expect"))
        .map(|path| {
            (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(&path).expect("text"))
        })
        .collect();
    all.sort();
    all
}

/// A cut, a doubling, a swap of places or a strange character.
fn broken(text: &str, (what, from, length): (u8, usize, usize)) -> String {
    let chars: Vec<char> = text.chars().collect();
    let from = from % (chars.len() + 1);
    let to = (from + length).min(chars.len());
    let (head, part, tail) = (&chars[..from], &chars[from..to], &chars[to..]);
    let strange = ["\0", "\t", "\r", "{", "]", "&a", "*a", "\"", "'", "${", "\u{2028}", "é", "- ", ": ", "🦀", "\n\n"];
    let middle: String = match what % 4 {
        0 => String::new(),
        1 => part.iter().chain(part).collect(),
        2 => part.iter().rev().collect(),
        _ => strange[length % strange.len()].to_owned(),
    };
    head.iter().collect::<String>() + &middle + &tail.iter().collect::<String>()
}

thread_local! {
    /// Engines are made once.
    static PANEL: RefCell<Panel> = RefCell::default();
}

/// `FUZZ_ROUNDS` asks for a longer walk.
fn rounds() -> u32 {
    std::env::var("FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(400)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: rounds(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn broken_samples_end_no_source_and_lines_stay_within_the_file(
        at in any::<prop::sample::Index>(),
        breaks in prop::collection::vec((any::<u8>(), any::<usize>(), 0_usize..60), 1..4),
        (renamed, deleted) in (any::<bool>(), prop::bool::weighted(0.05)),
    ) {

        let texts = texts();
        let (path, text) = at.get(&texts).clone();
        let path = if renamed { "x.txt".to_owned() } else { path.clone() };
        let after = breaks.iter().fold(text.clone(), |text, how| broken(&text, *how));
        let after = if deleted { String::new() } else { after };
        let last = after.split('\n').count() as u32;
        let file = File { path, text: after, before: Some(text), changed: None };
        let sources = panel::names().into_iter().map(str::to_owned).collect();

        let mut outside = Vec::new();
        PANEL.with_borrow_mut(|panel| panel.review(&Job { file, sources, ..Job::default() }, &mut |event| {
            if let Event::Through { findings, .. } = event {
                outside.extend(findings.into_iter().filter(|f| f.line < 1 || f.line > last || f.end_line < f.line || f.end_line > last));
            }
        }));
        prop_assert!(outside.is_empty(), "{outside:?}");
    }
}
