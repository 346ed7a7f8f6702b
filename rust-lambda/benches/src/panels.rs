//! Panels of every kind and size.

use std::fmt::Write;

use consensus::Panel;
use consensus::truth::labels::Labels;
use serde_json::{Value, json};

/// Words of the vocabulary that answers are made of.
const WORDS: u64 = 400;

/// A fixed sequence of numbers (a linear congruence): the same work on every run.
fn sequence(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    }
}

/// Reads a panel as the command does.
///
/// # Panics
/// If the line is no panel, which would be a fault of this file.
fn panel(kind: &str, question: &str, options: Option<&[&str]>, answers: &[String]) -> Panel {
    let opinions: Vec<Value> = answers
        .iter()
        .enumerate()
        .map(|(at, answer)| json!({"expert": format!("e{at}"), "family": format!("f{}", at % 5), "answer": answer}))
        .collect();
    let line = json!({"id": "bench", "question": question, "kind": kind, "options": options, "opinions": opinions});
    consensus::line::read(line.to_string().as_bytes()).expect("a panel")
}

/// A word of two or three syllables for each number.
fn word(number: u64) -> String {
    const SYLLABLES: [&str; 20] = [
        "ca", "ren", "ti", "mo", "sal", "ver", "do", "lin", "pa", "ker", "su", "nat", "be", "ros", "gi", "man", "tu",
        "fel", "wo", "dis",
    ];
    let pick = |at: u64| SYLLABLES[(at % 20) as usize];
    let mut word = format!("{}{}", pick(number), pick(number / 20));
    if number.is_multiple_of(3) {
        word.push_str(pick(number * 7 + 3));
    }
    word
}

/// Sentences of the given number of bytes, about: variations of one another, as answers to one question are.
fn prose(next: &mut impl FnMut(u64) -> u64, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 16);
    let mut since_stop = 0;
    let mut common = sequence(99);
    while text.len() < bytes {
        // Two words of three are those that everybody uses at this place.
        let shared = common(WORDS);
        let word = word(if next(3) == 0 { next(WORDS) } else { shared });
        since_stop += 1;
        let stop = if since_stop > 8 + next(9) { ". " } else { " " };
        if stop == ". " {
            since_stop = 0;
        }
        write!(text, "{word}{stop}").expect("writing to a string");
    }
    text.truncate(bytes);
    text
}

/// Long answers: `count` texts of `bytes` bytes.
pub fn texts(count: usize, bytes: usize) -> Panel {
    let mut next = sequence(1);
    let answers: Vec<String> = (0..count).map(|_| prose(&mut next, bytes)).collect();
    panel("text", "How does carenti mosalver dolinpa?", None, &answers)
}

/// Whole replies of about 600 bytes that end in a number; six of ten are right.
pub fn replies(count: usize) -> Panel {
    let mut next = sequence(2);
    let answers: Vec<String> = (0..count)
        .map(|_| {
            let number = if next(10) < 6 { 1234 } else { 1200 + next(60) };
            format!("{} So 17 * {} is needed. The answer is ${number}.00.", prose(&mut next, 550), next(90))
        })
        .collect();
    panel("short", "How much does Janet make?", None, &answers)
}

/// Letters of ten options; half are right.
pub fn letters(count: usize) -> Panel {
    const OPTIONS: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
    let mut next = sequence(3);
    let answers: Vec<String> =
        (0..count).map(|_| OPTIONS[if next(2) == 0 { 4 } else { next(10) as usize }].to_owned()).collect();
    panel("choice", "Which of these?", Some(&OPTIONS), &answers)
}

/// Short answers in words: forty names in several wordings, the first the most common.
pub fn names(count: usize) -> Panel {
    let mut next = sequence(5);
    let answers: Vec<String> = (0..count)
        .map(|_| {
            let name = word(if next(2) == 0 { 7 } else { next(40) });
            if next(3) == 0 { format!("It was {name}, as far as I know.") } else { name }
        })
        .collect();
    panel("short", "Who was it?", None, &answers)
}

/// Bare numbers; six of ten are right.
pub fn numbers(count: usize) -> Panel {
    let mut next = sequence(6);
    let answers: Vec<String> = (0..count).map(|_| if next(10) < 6 { 42 } else { next(1000) }.to_string()).collect();
    panel("short", "How many?", None, &answers)
}

/// Rankings of ten options, each the common order with a few places exchanged.
pub fn rankings(count: usize) -> Panel {
    const OPTIONS: [&str; 10] = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"];
    let mut next = sequence(7);
    let answers: Vec<String> = (0..count)
        .map(|_| {
            let mut order = OPTIONS;
            for _ in 0..3 {
                order.swap(next(10) as usize, next(10) as usize);
            }
            order.join(" > ")
        })
        .collect();
    panel("ranking", "Which first?", Some(&OPTIONS), &answers)
}

/// The panel without families.
pub fn strangers(mut panel: Panel) -> Panel {
    for opinion in &mut panel.opinions {
        opinion.family = None;
    }
    panel
}

/// Labels of a crowd as plain numbers.
#[derive(Clone, Debug)]
pub struct Crowd {
    /// Number of items.
    pub items: usize,
    /// Number of workers.
    pub workers: usize,
    /// Number of classes.
    pub classes: usize,
    /// Item, worker and class of each label, by item.
    pub labels: Vec<(usize, usize, usize)>,
}

impl Crowd {
    /// The shape of S_Rel: 20,232 items, 766 workers, about 97,000 labels in 4 classes. Few workers label much, and
    /// each is right at a rate of its own.
    pub fn like_rel() -> Crowd {
        let (items, workers, classes) = (20_232, 766, 4);
        let mut next = sequence(4);
        let mut labels = Vec::with_capacity(5 * items);
        for item in 0..items {
            let truth = next(4) as usize;
            for _ in 0..4 + usize::from(!item.is_multiple_of(5)) {
                // The least of three is often small: a few workers do most of the work.
                let worker = [next(766), next(766), next(766)].into_iter().min().unwrap_or(0) as usize;
                let skilled = next(100) < 40 + (worker as u64 * 13) % 50;
                labels.push((item, worker, if skilled { truth } else { next(4) as usize }));
            }
        }
        Crowd { items, workers, classes, labels }
    }

    /// The same as flat labels, as the crowd model takes them.
    pub fn flat(&self) -> Labels {
        let mut flat = Labels { options: self.classes, workers: self.workers, starts: vec![0], ..Labels::default() };
        for labels in self.labels.chunk_by(|a, b| a.0 == b.0) {
            flat.each.extend(labels.iter().map(|&(_, worker, class)| (worker * self.classes + class) as u32));
            flat.starts.push(flat.each.len());
            flat.known.push(None);
        }
        flat
    }

    /// The same as panels, one an item.
    pub fn panels(&self) -> Vec<Panel> {
        let options: Vec<String> = (0..self.classes).map(|class| class.to_string()).collect();
        let mut opinions: Vec<Vec<Value>> = vec![Vec::new(); self.items];
        for &(item, worker, class) in &self.labels {
            opinions[item].push(json!({"expert": format!("w{worker}"), "answer": class.to_string()}));
        }
        let lines = opinions.into_iter().enumerate().map(|(item, opinions)| {
            json!({"id": item.to_string(), "kind": "choice", "options": options, "opinions": opinions}).to_string()
        });
        lines.map(|line| consensus::line::read(line.as_bytes()).expect("a panel")).collect()
    }
}
