//! Prints what answers in words are judged by, one JSON line a panel, for `fit/wording.py`:
//!
//!     cargo run --release --example wording < panels.jsonl > wording.jsonl

use std::io::Read;

use consensus::Panel;
use consensus::ballot::Ballot;
use consensus::similarity;
use consensus::text::{brief, quality, standard};
use consensus::words::Points;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    for line in input.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        if let Ok(panel) = consensus::line::read(line) {
            println!("{}", row(&panel));
        }
    }
    Ok(())
}

fn row(panel: &Panel) -> Value {
    let ballot = Ballot::new(panel);
    let votes: Vec<usize> = ballot.votes.iter().map(|vote| vote.opinion).collect();
    match &ballot.compared().points {
        Points::Words(_, profiles) => {
            let points: Vec<usize> = votes.iter().filter_map(|vote| ballot.compared().point_of[*vote]).collect();
            let mut pairs = Vec::new();
            for (i, a) in points.iter().enumerate() {
                for (j, b) in points.iter().enumerate().skip(i + 1) {
                    pairs.push((votes[i], votes[j], similarity::features(&profiles[*a], &profiles[*b])));
                }
            }
            let mut rows = brief::features(panel, &ballot, profiles);
            let all = vec![true; rows.len()];
            standard::standardise(&mut rows, &all);
            json!({"votes": votes, "pairs": pairs, "brief": rows.map_rows(), "classes": ballot.class_of})
        }
        Points::Texts(overlap, _) => {
            let compared = quality::compare(panel, &ballot, overlap);
            let near = quality::near(&compared);
            let versions = quality::versions(&compared, &near);
            let mut rows = compared.features.clone();
            standard::standardise(&mut rows, &near);
            json!({"votes": votes, "near": near, "versions": versions, "quality": rows.map_rows()})
        }
        Points::Apart(_) | Points::Many(..) => json!({}),
    }
}

/// Arrays of any length as lists: serde knows arrays up to 32 only.
trait MapRows {
    fn map_rows(self) -> Vec<Vec<f64>>;
}

impl<const N: usize> MapRows for Vec<[f64; N]> {
    fn map_rows(self) -> Vec<Vec<f64>> {
        self.into_iter().map(|row| row.to_vec()).collect()
    }
}
