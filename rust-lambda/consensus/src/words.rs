//! Answers in words: how alike they are, and which of them mean the same.

use crate::cluster;
use crate::normalise::Key;
use crate::panel::{Kind, Panel};
use crate::reading::Readings;
use crate::similarity::{self, Profile, Profiler};

/// Mean similarity from which short answers in words mean the same (chosen on open-qa dev).
const SHORT_LINK: f64 = 0.45;

/// Mean similarity from which long texts say much the same.
const TEXT_LINK: f64 = 0.6;

/// Similarities by opinion.
#[derive(Clone, Debug)]
pub enum Likeness {
    /// Typed answers: 1 within a class, 0 across.
    Classes(Vec<Option<usize>>),
    /// Answers in words: a full square in the order of the panel, and its width.
    Table(usize, Vec<f64>),
}

impl Likeness {
    /// Similarity 0 to 1 of two opinions.
    pub fn of(&self, i: usize, j: usize) -> f64 {
        match self {
            _ if i == j => 1.0,
            Likeness::Classes(classes) => f64::from(classes[i].is_some() && classes[i] == classes[j]),
            Likeness::Table(width, table) => table[i * width + j],
        }
    }
}

/// Clusters of answers in words. Each different answer is one point, shown by one of its opinions: by what was read as the
/// answer, since reasons that are worded alike must not glue different names together.
pub fn classify(
    panel: &Panel,
    readings: &Readings,
    points: &[Option<usize>],
    keys: &[&Key],
) -> (Vec<Option<usize>>, Likeness) {
    let distinct = keys.len();
    let profiler = Profiler::new(panel.question.as_deref());
    let mut profiles: Vec<Option<Profile>> = vec![None; distinct];
    for (opinion, point) in points.iter().enumerate() {
        let Some(point) = *point else { continue };
        if profiles[point].is_none() {
            let answer = panel.opinions[opinion].answer.as_deref();
            let read = readings.each[opinion].as_ref().map(|reading| reading.span.clone());
            profiles[point] = answer.zip(read).map(|(answer, read)| profiler.profile(&answer[read]));
        }
    }
    let profiles: Vec<Profile> = profiles.into_iter().flatten().collect();
    let (compare, link): (fn(&Profile, &Profile) -> f64, f64) = match panel.kind {
        Kind::Text => (similarity::cosine, TEXT_LINK),
        Kind::Choice | Kind::Short => (similarity::short, SHORT_LINK),
    };
    let width = points.len();
    let mut between = vec![1.0; distinct * distinct];
    for a in 0..distinct {
        for b in a + 1..distinct {
            // Two exact values that differ have nothing in common, however alike they are written.
            let differ = keys[a].is_exact() && keys[b].is_exact();
            let value = if differ { 0.0 } else { compare(&profiles[a], &profiles[b]) };
            between[a * distinct + b] = value;
            between[b * distinct + a] = value;
        }
    }
    let classes = cluster::average_link(distinct, link, |a, b| between[a * distinct + b]);
    let mut table = vec![0.0; width * width];
    for (i, a) in points.iter().enumerate() {
        for (j, b) in points.iter().enumerate() {
            if let (Some(a), Some(b)) = (a, b) {
                table[i * width + j] = between[a * distinct + b];
            }
        }
    }
    (points.iter().map(|point| point.map(|point| classes[point])).collect(), Likeness::Table(width, table))
}
