//! Prints the evidence behind each confidence, one JSON line a panel, for `fit/confidence.py`:
//!
//!     cargo run --release --example evidence < panels.jsonl > evidence.jsonl

use std::io::Read;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = Vec::new();
    std::io::stdin().read_to_end(&mut input)?;
    let lines = input.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let panels: Vec<_> = lines.filter_map(|line| consensus::line::read(line).ok()).collect();
    let verdicts: Vec<_> = panels.iter().map(consensus::agree).zip(consensus::infer(&panels)).collect();
    for ((alone, jointly), (agree, infer)) in consensus::evidence(&panels).iter().zip(verdicts) {
        let pieces = [alone, jointly].map(|evidence| evidence.map(|evidence| evidence.pieces()));
        let row = serde_json::json!({"alone": pieces[0], "jointly": pieces[1], "agree": [agree.pick, agree.answer], "infer": [infer.pick, infer.answer]});
        println!("{row}");
    }
    Ok(())
}
