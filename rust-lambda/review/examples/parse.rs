//! `parse LANGUAGE SECONDS FILE…`: how fast the trees with positions are read, for `npm run bench -- review`. Prints a
//! JSON list, one entry a parser.

use std::hint::black_box;
use std::time::Instant;

use review::tree::{hcl, json, yaml};
use serde_json::{Value, json};

type Parser = (&'static str, fn(&str) -> bool);

fn parsers(language: &str) -> Vec<Parser> {
    match language {
        "yaml" => vec![("ours", |text| black_box(yaml::read(text)).is_ok())],
        "hcl" => vec![("ours", |text| black_box(hcl::read(text)).is_ok())],
        _ => vec![
            ("ours", |text| black_box(json::read(text)).is_ok()),
            ("serde_json", |text| black_box(serde_json::from_str::<Value>(text)).is_ok()),
        ],
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let language = arguments.next().expect("a language");
    let seconds: f64 = arguments.next().and_then(|said| said.parse().ok()).expect("seconds");
    let texts: Vec<String> = arguments.map(|path| std::fs::read_to_string(path).expect("text")).collect();
    let size: usize = texts.iter().map(String::len).sum();
    let mut found = Vec::new();
    for (name, parse) in parsers(&language) {
        let (since, mut rounds) = (Instant::now(), 0);
        while rounds == 0 || since.elapsed().as_secs_f64() < seconds {
            for text in &texts {
                assert!(parse(text), "{name} cannot read what {language} is");
            }
            rounds += 1;
        }
        found.push(json!({ "name": name, "bytes": size * rounds, "seconds": since.elapsed().as_secs_f64() }));
    }
    println!("{}", Value::from(found));
}
