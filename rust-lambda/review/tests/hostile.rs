//! Hostile files: bounded time and memory, named, and the others go on. Through the program, since it is the worker's
//! parent that must hold.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use review::wire::{Answer, File, Request};

fn ask(files: Vec<File>) -> (Answer, Duration) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_review"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program");
    let request = Request { id: "q".to_owned(), files, ..Request::default() };
    let since = Instant::now();
    let mut input = child.stdin.take().expect("a pipe");
    let mut line = serde_json::to_string(&request).expect("a request");
    line.push('\n');
    input.write_all(line.as_bytes()).expect("written");
    let mut answer = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut answer).expect("an answer");
    drop(input);
    child.wait().expect("an end");
    (serde_json::from_str(&answer).expect(&answer), since.elapsed())
}

fn file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text, ..File::default() }
}

/// Merges that take quadratic time: what no bound of size finds, the bound of time ends.
fn slow() -> String {
    let keys: Vec<String> = (0..30_000).map(|key| format!("k{key}: 1")).collect();
    let merges: Vec<String> = (0..60).map(|at| format!("  - <<: *a\n    x{at}: 1\n")).collect();
    format!("a: &a {{{}}}\nb:\n{}", keys.join(","), merges.concat())
}

/// Aliases that double thirty times: a few lines that write out to a billion.
fn bomb() -> String {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..30 {
        text.push_str(&format!("a{level}: &a{level} [*a{}, *a{}]\n", level - 1, level - 1));
    }
    text
}

/// Locals that double forty times.
fn locals() -> String {
    let more: String = (1..40).map(|at| format!("  a{at} = [local.a{0}, local.a{0}]\n", at - 1)).collect();
    format!("locals {{\n  a0 = [\"x\"]\n{more}}}\nresource \"aws_s3_bucket\" \"a\" {{\n  b = local.a39\n}}\n")
}

/// Substitutions that make a thousand times the text.
fn grows() -> String {
    let sub = "${A}".repeat(200_000);
    format!(
        "Parameters: {{A: {{Type: String, Default: {}}}}}\nResources:\n  T: {{Type: 'A::B::C', Properties: {{N: !Sub '{sub}'}}}}\n",
        "x".repeat(4_000)
    )
}

/// Conditions in conditions.
fn branches() -> String {
    let deep = "!If [C, ".repeat(60);
    format!("Resources:\n  T: {{Type: 'A::B::C', Properties: {{N: {deep}1{}}}}}\n", ", 2]".repeat(60))
}

fn hostile() -> Vec<File> {
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    vec![
        file("bomb.yaml", bomb()),
        file("deep.json", deep("[", "]")),
        file("deep.yaml", deep("[", "]")),
        file("deep-map.json", format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000))),
        file("deep.tf", format!("resource \"a\" \"b\" {{\n  c = {}\n}}", deep("[", "]"))),
        file("deep.sql", format!("SELECT {}1{};", "(".repeat(10_000), ")".repeat(10_000))),
        file("indented.yaml", (0..10_000).map(|depth| format!("{}a:\n", " ".repeat(depth.min(2_000)))).collect()),
        file("nul.yaml", "a: \0\0\0\nResources: \0".to_owned()),
        file("Dockerfile", format!("FROM a\nRUN {}", "a && \\\n".repeat(20_000))),
        file("long.sql", "UPDATE a SET b = 1;\n".repeat(200_000)),
        file("deep-where.sql", format!("DELETE FROM a WHERE {}1{};", "(NOT ".repeat(10_000), ")".repeat(10_000))),
        file("begins.sql", format!("DELETE FROM a WHERE b IN {}", "(DELETE FROM a WHERE b IN ".repeat(20_000))),
        file("texts.sql", "EXECUTE 'DELETE FROM a';".repeat(20_000)),
        file("locals.tf", locals()),
        file("grows.template", grows()),
        file("branches.template", branches()),
        file(
            "stars.json",
            format!(
                "{{\"Statement\": [{{\"Effect\": \"Allow\", \"Action\": [\"{}x\"], \"Resource\": \"*\"}}]}}",
                "*a".repeat(50_000)
            ),
        ),
        file("long.yaml", format!("apiVersion: v1\nkind: X\nm:\n{}", "  - 'a'\n".repeat(900_000))),
        file("quotes.sql", "$a ".repeat(500_000)),
        file("large.txt", "x".repeat(17_000_000)),
        file("empty.yaml", String::new()),
        file("empty.tf", "\u{feff}".to_owned()),
        file("cr.yaml", "a: 1\rb: 2\r\nc:\t3\r".to_owned()),
    ]
}

#[test]
fn hostile_files_are_named_and_their_neighbour_is_reviewed() {
    let mut files = hostile();
    let told = ["bomb.yaml", "deep.json", "deep.yaml", "deep-map.json", "deep.tf", "large.txt"];
    files.push(file("slow.yaml", slow()));
    files.push(file("compose.yaml", "services:\n  a:\n    image: a:1\n    privileged: true\n".to_owned()));
    let (answer, took) = ask(files);
    assert_eq!(answer.files.len(), 25);
    assert!(
        answer.not_reviewed.iter().any(|missed| missed.path == "slow.yaml" && missed.why.contains("longer than 2 s"))
    );
    for path in told {
        assert!(answer.not_reviewed.iter().any(|missed| missed.path == path), "{path}: {:?}", answer.not_reviewed);
    }
    let of_long = answer.findings.iter().filter(|finding| finding.file == "long.sql").count();
    assert_eq!(of_long, 2_000);
    assert!(answer.not_reviewed.iter().any(|missed| missed.path == "long.sql" && missed.why.contains("198000 more")));
    assert!(answer.findings.iter().any(|finding| finding.rule == "COMPOSE_PRIVILEGED" && finding.line == 4));
    // Every step has its bound; all of them together stay far below what a busy machine needs.
    assert!(took < Duration::from_secs(120), "{took:?}");
}

#[test]
fn a_line_that_is_no_request_gets_an_error_and_the_next_its_answer() {
    let mut output = Vec::new();
    review::stream::serve(&b"{\n\xff\xfe\n\n{\"id\":\"b\"}\n"[..], &mut output).expect("served");
    let lines: Vec<serde_json::Value> = output
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("JSON"))
        .collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0]["error"].is_string() && lines[0]["id"].is_null() && lines[1]["error"].is_string());
    assert_eq!(lines[2]["id"], "b");
}

#[test]
fn equal_input_gives_equal_bytes() {
    let files =
        || vec![file("a.sql", "DELETE FROM a;".to_owned()), file("b.yaml", "services: {a: {image: b}}".to_owned())];
    let bytes = || serde_json::to_string(&ask(files()).0).expect("JSON");
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_key_that_a_template_repeats_is_a_finding_and_costs_no_time() {
    let repeated = |line: &str, times: usize| {
        format!("Resources:\n  Net:\n    Type: AWS::EC2::Subnet\n    Properties:\n{}", line.repeat(times))
    };
    let line = "      AvailabilityZone: !Select [0, !GetAZs \"\"]\n";
    let told = |times: usize| {
        let (answer, _) = ask(vec![file("net.yaml", repeated(line, times))]);
        let found = answer.findings.iter().filter(|found| found.rule == "F0000").count();
        let slow = answer.not_reviewed.iter().any(|missed| missed.why.contains("took longer"));
        (found, slow, answer.not_reviewed.iter().any(|missed| missed.why.contains("stands")))
    };
    // Twice is told by the engine itself, at both places; often, by us.
    assert_eq!(told(2), (2, false, false));
    assert_eq!(told(400), (1, false, true));
}
