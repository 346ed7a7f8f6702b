//! Samples broken at the level of bytes: no panic, no step that computes too long, and every line of a finding within
//! its file.
//!
//! `FUZZ_ROUNDS` asks for more cases, `FUZZ_SECONDS` for as many as go into a time, `FUZZ_SEED` for others. A failure
//! names its seed; one that was mended stays in `seeds.txt`, which every run walks first.

use std::cell::RefCell;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};
use review::panel::{self, Event, Job, Panel};
use review::wire::File;

/// Cases of one seed.
const CASES: u32 = 200;
/// The computing time that the supervisor gives a step.
const STEP: Duration = Duration::from_secs(2);
/// The same for the making of a source.
const MAKING: Duration = Duration::from_secs(20);
/// What hangs is shown after it has computed for so long.
const HANGS: Duration = Duration::from_secs(40);
/// The stack of a worker.
const STACK: usize = 64 << 20;

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

/// A cut, a doubling, a swap of places, a strange character, or a part many times over.
fn broken(text: &str, (what, from, length): (u8, usize, usize)) -> String {
    let chars: Vec<char> = text.chars().collect();
    let from = from % (chars.len() + 1);
    let to = (from + length).min(chars.len());
    let (head, part, tail) = (&chars[..from], &chars[from..to], &chars[to..]);
    let strange = ["\0", "\t", "\r", "{", "]", "&a", "*a", "\"", "'", "${", "\u{2028}", "é", "- ", ": ", "🦀", "\n\n"];
    let middle: String = match what % 5 {
        0 => String::new(),
        1 => part.iter().chain(part).collect(),
        2 => part.iter().rev().collect(),
        3 => part.iter().collect::<String>().repeat(1 + usize::from(what) * 4),
        _ => strange[length % strange.len()].to_owned(),
    };
    head.iter().collect::<String>() + &middle + &tail.iter().collect::<String>()
}

/// The end of one text behind the beginning of another.
fn joined(text: &str, other: &str, at: usize) -> String {
    let cut = |text: &str| (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text[..cut(text)].to_owned() + &other[cut(other)..]
}

thread_local! {
    /// Engines are made once.
    static PANEL: RefCell<Panel> = RefCell::default();
}

/// What is reviewed now, and what the process had computed before: a step that never ends is shown by a watch beside it.
static NOW: Mutex<Option<(Duration, u64, String, String)>> = Mutex::new(None);

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The computing time of this thread or of all, in hundredths of a second, where the system tells.
fn computed(whose: &str) -> Duration {
    let ticks = || {
        let line = fs::read_to_string(format!("/proc/{whose}/stat")).ok()?;
        let mut fields = line.rsplit_once(')')?.1.split_whitespace().skip(11);
        Some(fields.next()?.parse::<u64>().ok()? + fields.next()?.parse::<u64>().ok()?)
    };
    Duration::from_millis(ticks().unwrap_or_default() * 10)
}

/// Reviews one file as a worker does; what is wrong with that, in words.
fn faults(file: File) -> Vec<String> {
    let last = file.text.split('\n').count() as u32;
    let sources = panel::names().into_iter().map(str::to_owned).collect();
    let mut wrong = Vec::new();
    let (mut since, mut bound, mut step) = (computed("thread-self"), STEP, "reading".to_owned());
    PANEL.with_borrow_mut(|panel| {
        panel.review(&Job { file, sources, detail: true, ..Job::default() }, &mut |event| {
            let now = computed("thread-self");
            if now - since > bound {
                wrong.push(format!("{step} computed for {:?}", now - since));
            }
            since = now;
            match event {
                Event::Making(name) => (step, bound) = (name, MAKING),
                Event::Step(name) => (step, bound) = (name, STEP),
                Event::Through { findings, .. } => {
                    let outside = |line: u32, end: u32| line < 1 || line > last || end < line || end > last;
                    let found = findings.iter().filter(|found| outside(found.line, found.end_line));
                    wrong.extend(found.map(|found| format!("outside of the file: {found:?}")));
                }
                _ => {}
            }
        });
    });
    wrong
}

/// The cases of one seed.
fn walk(seed: u64, cases: u32, texts: &[(String, String)]) {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let how = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        prop::collection::vec((any::<u8>(), any::<usize>(), 0_usize..60), 1..4),
        (any::<bool>(), prop::bool::weighted(0.05), prop::bool::weighted(0.15), any::<usize>()),
    );
    let walked = runner.run(&how, |(at, other, breaks, (renamed, deleted, join, cut))| {
        let (path, text) = at.get(texts).clone();
        let path = if renamed { "x.txt".to_owned() } else { path };
        let start = if join { joined(&text, &other.get(texts).1, cut) } else { text.clone() };
        let after = breaks.iter().fold(start, |text, how| broken(&text, *how));
        let after = if deleted { String::new() } else { after };
        *NOW.lock().expect("no panic holds it") = Some((computed("self"), seed, path.clone(), after.clone()));
        let wrong = faults(File { path, text: after, before: Some(text), changed: None });
        prop_assert!(wrong.is_empty(), "{wrong:?}");
        Ok(())
    });
    *NOW.lock().expect("no panic holds it") = None;
    if let Err(why) = walked {
        panic!("seed {seed}: {why}");
    }
}

/// Ends the run with the text that a step never ends with.
fn watch() -> ! {
    loop {
        std::thread::sleep(Duration::from_secs(5));
        let Ok(now) = NOW.lock() else { continue };
        if let Some((since, seed, path, text)) = now.as_ref().filter(|(since, ..)| computed("self") > *since + HANGS) {
            eprintln!("seed {seed}: {path} computes for {:?} now:\n{text}", computed("self") - *since);
            std::process::exit(101);
        }
    }
}

#[test]
fn broken_samples_end_no_source_and_lines_stay_within_the_file() {
    std::thread::spawn(|| watch());
    let work = std::thread::Builder::new().stack_size(STACK).spawn(|| {
        let texts = texts();
        for seed in include_str!("seeds.txt").lines().filter(|line| !line.starts_with('#')) {
            walk(seed.parse().expect("a seed"), CASES, &texts);
        }
        let first = setting("FUZZ_SEED").unwrap_or(1);
        let until = setting("FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
        let rounds = setting("FUZZ_ROUNDS").unwrap_or(400).div_ceil(u64::from(CASES));
        let mut seed = first;
        while until.map_or(seed - first < rounds, |until| Instant::now() < until) {
            if until.is_some() {
                eprintln!("seed {seed}");
            }
            walk(seed, CASES, &texts);
            seed += 1;
        }
        println!("{} cases, seeds {first} to {}", (seed - first) * u64::from(CASES), seed - 1);
    });
    work.expect("a thread").join().expect("no fault");
}
