//! Prints the evidence behind each confidence, one JSON line a panel, for `fit/confidence.py`:
//!
//!     cargo run --release --example evidence < panels.jsonl > evidence.jsonl

use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let lines = input.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let panels: Vec<_> = lines.filter_map(|line| consensus::line::read(line).ok()).collect();
    let mut learner = consensus::Learner::new();
    let inferred = consensus::infer(&panels);
    for ((panel, evidence), infer) in panels.iter().zip(consensus::evidence(&panels)).zip(inferred) {
        let alone = evidence.alone.map(|evidence| evidence.alone());
        let [jointly, learnt] = [evidence.jointly, evidence.learnt]
            .map(|evidence| evidence.and_then(|evidence| Some(evidence.believed(evidence.model?))));
        let (agree, learn) = (consensus::agree(panel), learner.agree(panel));
        let row = serde_json::json!({
            "alone": alone, "jointly": jointly, "learnt": learnt,
            "agree": [agree.pick, agree.answer], "infer": [infer.pick, infer.answer], "learn": [learn.pick, learn.answer],
        });
        println!("{row}");
    }
    Ok(())
}
