//! The compiled program over pipes.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const GOLDEN: [&str; 3] = [
    include_str!("../../consensus/tests/golden/choice.jsonl"),
    include_str!("../../consensus/tests/golden/short.jsonl"),
    include_str!("../../consensus/tests/golden/text.jsonl"),
];

fn start(arguments: &[&str]) -> Child {
    let mut program = Command::new(env!("CARGO_BIN_EXE_consensus"));
    program.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    program.spawn().expect("the program starts")
}

fn run(arguments: &[&str], input: &[u8]) -> Output {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().expect("the program ends");
    // The program may refuse its arguments without reading; then the pipe breaks.
    let _ = writer.join().expect("the writer ends");
    output
}

fn verdicts(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn line(id: &str, answers: &[&str]) -> String {
    let opinions: Vec<Value> = answers
        .iter()
        .enumerate()
        .map(|(at, answer)| serde_json::json!({"expert": format!("e{at}"), "answer": answer}))
        .collect();
    serde_json::json!({"id": id, "question": null, "kind": "short", "options": null, "opinions": opinions}).to_string()
}

#[test]
fn the_golden_vectors_come_out_as_from_the_library() {
    let vectors: Vec<Value> =
        GOLDEN.iter().flat_map(|file| file.lines()).map(|line| serde_json::from_str(line).expect("a vector")).collect();
    let input: String = vectors.iter().map(|vector| format!("{}\n", vector["line"])).collect();
    let output = run(&["agree"], input.as_bytes());
    assert!(output.status.success() && output.stderr.is_empty());
    let found = verdicts(&output);
    assert_eq!(found.len(), vectors.len());
    for (vector, found) in vectors.iter().zip(found) {
        let panel = serde_json::from_value(vector["line"].clone()).expect("a panel");
        // Both sides through the same text: parsing back may differ from the number in its last bit.
        let expected = serde_json::to_string(&consensus::agree(&panel)).expect("plain data");
        let expected: Value = serde_json::from_str(&expected).expect("JSON");
        assert_eq!(found, expected, "{}", vector["case"]);
    }
}

#[test]
fn a_verdict_is_flushed_before_the_next_line_is_awaited() {
    let mut child = start(&["agree", "--learn"]);
    let mut input = child.stdin.take().expect("a pipe");
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    for round in 0..3 {
        writeln!(input, "{}", line(&format!("q{round}"), &["1", "1", "2"])).expect("the child reads");
        let mut answer = String::new();
        output.read_line(&mut answer).expect("the child answers");
        assert!(answer.contains(&format!("q{round}")), "{answer}");
    }
    drop(input);
    assert!(child.wait().expect("the child ends").success());
}

#[test]
fn a_bad_line_gives_nulls_and_the_stream_goes_on() {
    let input =
        format!("{}\n{{\"id\":\"bad\",\"kind\":7}}\nnot json\n\n{}\n", line("a", &["1", "1"]), line("z", &["2", "2"]));
    for arguments in [&["agree"][..], &["agree", "--learn"], &["infer", "--pairs"]] {
        let output = run(arguments, input.as_bytes());
        assert!(output.status.success());
        let found = verdicts(&output);
        let ids: Vec<&str> = found.iter().map(|verdict| verdict["id"].as_str().expect("an id")).collect();
        assert_eq!(ids, ["a", "bad", "", "", "z"]);
        assert!(found[1]["answer"].is_null() && found[1]["agreement"].is_null() && found[1]["confidence"].is_null());
        assert!(found[1]["method"].as_str().expect("a method").starts_with("unreadable-line: "));
        let errors = String::from_utf8(output.stderr).expect("UTF-8");
        let numbers: Vec<&str> = errors.lines().filter_map(|line| line.split(':').next()).collect();
        assert_eq!(numbers, ["line 2", "line 3", "line 4"]);
    }
}

#[test]
fn windows_line_ends_and_a_missing_last_one_are_fine() {
    let unix = run(&["agree"], format!("{}\n{}\n", line("a", &["1"]), line("b", &["2", "2"])).as_bytes());
    let windows = run(&["agree"], format!("{}\r\n{}", line("a", &["1"]), line("b", &["2", "2"])).as_bytes());
    assert_eq!(unix.stdout, windows.stdout);
    assert!(windows.stderr.is_empty());
}

#[test]
fn a_line_of_three_megabytes_is_one_line() {
    let huge = "word ".repeat(200_000);
    let output =
        run(&["agree"], format!("{}\n{}\n", line("huge", &[&huge, &huge, &huge]), line("next", &["1"])).as_bytes());
    let found = verdicts(&output);
    assert_eq!(found[0]["agreement"], 1.0);
    assert_eq!(found[1]["id"], "next");
}

#[test]
fn pairs_are_given_on_request_only() {
    let input = line("a", &["1", "1", "2"]);
    assert!(verdicts(&run(&["agree"], input.as_bytes()))[0].get("pairs").is_none());
    let pairs = &verdicts(&run(&["agree", "--pairs"], input.as_bytes()))[0]["pairs"];
    assert_eq!(*pairs, serde_json::json!([[0, 1, 1.0], [0, 2, 0.0], [1, 2, 0.0]]));
}

#[test]
fn wrong_arguments_end_with_2_and_the_usage() {
    for arguments in [&[][..], &["infer", "--learn"], &["agree", "--speed"], &["vote"]] {
        let output = run(arguments, b"");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("usage: consensus agree"));
    }
    assert!(run(&["--help"], b"").status.success());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let input: String = (0..60)
        .map(|at| format!("{}\n", line(&format!("q{at}"), &["1", "2", if at % 3 == 0 { "1" } else { "3" }])))
        .collect();
    for arguments in [&["agree", "--pairs"][..], &["agree", "--learn"], &["infer", "--pairs"]] {
        assert_eq!(run(arguments, input.as_bytes()).stdout, run(arguments, input.as_bytes()).stdout);
    }
}

#[test]
fn verdicts_are_explained_and_what_is_none_is_named() {
    let input = format!("{}\nnot json\n{}\n", line("a", &["1", "1", "2"]), line("z", &["2"]));
    let verdicts = run(&["agree"], input.as_bytes());
    let explained = run(&["explain"], &verdicts.stdout);
    assert!(explained.status.success() && explained.stderr.is_empty());
    let words = String::from_utf8(explained.stdout).expect("UTF-8");
    assert!(words.contains("For it: e0 and e1, with 67% of the weight."), "{words}");
    assert_eq!(words.split("\n\n").count(), 3);
    let panels = run(&["explain"], input.as_bytes());
    let errors = String::from_utf8(panels.stderr).expect("UTF-8");
    assert_eq!(
        errors.lines().filter_map(|line| line.split(':').next()).collect::<Vec<_>>(),
        ["line 1", "line 2", "line 3"]
    );
}

/// The panel that the README pipes into the program: what its `echo` says between quotes, in one line.
fn shown_panel() -> String {
    let readme = include_str!("../../README.md");
    let start = readme.find("echo '").expect("an example") + "echo '".len();
    let end = start + readme[start..].find('\'').expect("the end of the example");
    readme[start..end].replace('\n', "")
}

#[test]
fn the_panel_of_the_readme_is_weighed() {
    let output = run(&["agree"], format!("{}\n", shown_panel()).as_bytes());
    let [verdict] = &verdicts(&output)[..] else { panic!("one verdict") };
    assert_eq!(
        (&verdict["decided"], &verdict["clusters"][0]["experts"]),
        (&true.into(), &serde_json::json!(["ada", "bob"]))
    );
}

#[test]
fn every_field_of_a_panel_that_the_readme_names_is_read() {
    let readme = include_str!("../../README.md");
    let section = readme.split("### Weigh panels").nth(1).and_then(|rest| rest.split("\nA verdict is").next());
    let rows = section.expect("the section").lines().filter(|row| row.starts_with("| `"));
    let names: Vec<&str> =
        rows.flat_map(|row| row.split(" | ").next()).flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect();
    assert!(names.len() > 8, "{names:?}");
    let mut panel: Value = serde_json::from_str(&shown_panel()).expect("a panel");
    for name in names {
        // A field that is known does not take a value of any type.
        let known = panel.get(name).cloned();
        panel[name] = serde_json::json!([{"of": "no type"}]);
        let output = run(&["agree"], format!("{panel}\n").as_bytes());
        assert_ne!(verdicts(&output)[0]["method"], "short/plurality-1", "{name}");
        match known {
            Some(value) => panel[name] = value,
            None => drop(panel.as_object_mut().and_then(|fields| fields.remove(name))),
        }
    }
}
