//! A long-lived child of one parent: tagged lines in, tagged lines out, answered in order.
//!
//! ```text
//! in   7 weigh {panel}                                out  7 {"weighed":{verdict}}
//! in   8 read {"kind":"choice","options":[…],…}       out  8 {"read":{"answer":"…",…}}
//! in   9 settled {"panel":{…},"awaited":[…]}          out  9 {"settled":true}
//! ```
//!
//! The number is the caller's own. A line that cannot be read is answered with `{"error":"…"}` under its number, or
//! under 0 where it has none, and the lines after it are answered as ever. Lines end at a line feed and nowhere else.

use std::io::{self, BufRead, Write};

use consensus::{Awaited, Kind, Panel, Verdict, line};
use serde::{Deserialize, Serialize};

use crate::replies::{self, Read, ReadRequest};
use crate::stream::for_each_line;

/// What is answered.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Answer {
    Weighed(Box<Verdict>),
    Read(Read),
    Settled(bool),
    Error(String),
}

#[derive(Deserialize)]
struct SettledRequest {
    panel: Panel,
    awaited: Vec<Awaited>,
}

/// Answers each line before the next is awaited.
///
/// # Errors
/// Fails only if a stream cannot be read or written.
pub fn serve(input: impl BufRead, mut output: impl Write) -> io::Result<()> {
    let mut room = Vec::new();
    for_each_line(input, |_, line| {
        let (number, request) = tagged(line);
        room.clear();
        write!(room, "{number} ")?;
        serde_json::to_writer(&mut room, &answer(request))?;
        room.push(b'\n');
        output.write_all(&room)?;
        output.flush()
    })
}

/// The number of a line and what stands behind it.
fn tagged(line: &[u8]) -> (u64, &[u8]) {
    let (tag, rest) = parted(line.strip_suffix(b"\n").unwrap_or(line));
    let number = std::str::from_utf8(tag).ok().and_then(|tag| tag.parse().ok());
    number.map_or((0, &[][..]), |number| (number, rest))
}

/// What stands before the first space, and what behind it.
fn parted(text: &[u8]) -> (&[u8], &[u8]) {
    let space = text.iter().position(|byte| *byte == b' ');
    space.map_or((text, &[][..]), |at| (&text[..at], &text[at + 1..]))
}

fn answer(request: &[u8]) -> Answer {
    let (word, json) = parted(request);
    let done = match word {
        b"weigh" => line::parse(json).map(weighed),
        b"read" => line::parse::<ReadRequest>(json).map(|request| Answer::Read(replies::read(&request))),
        b"settled" => line::parse::<SettledRequest>(json)
            .map(|request| Answer::Settled(consensus::settled(&request.panel, &request.awaited))),
        _ => Err("a line is a number, then weigh, read or settled, then JSON".to_owned()),
    };
    done.unwrap_or_else(Answer::Error)
}

/// The verdict with everything that can be told of it.
fn weighed(panel: Panel) -> Answer {
    let mut verdict = consensus::agree(&panel);
    verdict.claims = (panel.kind == Kind::Text).then(|| consensus::claims(&panel));
    verdict.pairs = Some(consensus::pairs(&panel));
    Answer::Weighed(Box::new(verdict))
}

#[cfg(test)]
mod tests {
    use super::serve;
    use serde_json::{Value, json};

    fn served(input: &[u8]) -> Vec<(String, Value)> {
        let mut output = Vec::new();
        serve(input, &mut output).expect("memory");
        let text = String::from_utf8(output).expect("UTF-8");
        let line = |line: &str| {
            let (number, answer) = line.split_once(' ').expect("a tag");
            (number.to_owned(), serde_json::from_str(answer).expect("JSON"))
        };
        text.split_terminator('\n').map(line).collect()
    }

    fn panel() -> Value {
        let opinion = |expert: &str, answer: &str| json!({"expert": expert, "answer": answer});
        json!({"id": "a", "kind": "choice", "options": ["yes", "no"],
               "opinions": [opinion("x", "ANSWER: yes"), opinion("y", "ANSWER: yes"), opinion("z", "ANSWER: no")]})
    }

    #[test]
    fn each_request_is_answered_under_its_number_and_in_its_order() {
        let read = json!({"kind": "choice", "options": ["yes", "no"], "reply": "ANSWER: no", "cut": false});
        let settled = |awaited: &[&str]| {
            let awaited: Vec<Value> = awaited.iter().map(|expert| json!({"expert": expert, "family": null})).collect();
            json!({"panel": panel(), "awaited": awaited})
        };
        let input =
            format!("7 weigh {}\n3 read {read}\n9 settled {}\n10 settled {}\n", panel(), settled(&["v"]), settled(&[]));
        let found = served(input.as_bytes());
        let numbers: Vec<&str> = found.iter().map(|(number, _)| number.as_str()).collect();
        assert_eq!(numbers, ["7", "3", "9", "10"]);
        assert_eq!(
            (&found[0].1["weighed"]["answer"], &found[0].1["weighed"]["decided"]),
            (&json!("yes"), &json!(true))
        );
        assert_eq!(found[1].1["read"]["option"], 1);
        assert_eq!((&found[2].1, &found[3].1), (&json!({"settled": false}), &json!({"settled": true})));
    }

    #[test]
    fn a_bad_line_is_answered_with_its_reason_and_the_next_ones_as_ever() {
        let mut input = b"1 weigh {\"id\":\n2 dance {}\nnonsense\n4\n\n5 read {\"kind\":\"text\"}\n6 weigh ".to_vec();
        input.extend([0xff, 0xfe, b'\n']);
        input.extend(format!("7 weigh {}\n", panel()).bytes());
        let found = served(&input);
        let numbers: Vec<&str> = found.iter().map(|(number, _)| number.as_str()).collect();
        assert_eq!(numbers, ["1", "2", "0", "4", "0", "5", "6", "7"]);
        assert!(found[..7].iter().all(|(_, answer)| answer["error"].is_string()), "{found:?}");
        assert_eq!(found[7].1["weighed"]["id"], "a");
    }

    #[test]
    fn separators_of_lines_and_paragraphs_within_an_answer_end_no_line() {
        let reply = "one\u{2028}two\u{2029}three\u{85}four\rfive";
        let input = format!(
            "1 read {}\n2 read {}\n",
            json!({"kind": "text", "reply": reply}),
            json!({"kind": "text", "reply": "x"})
        );
        let found = served(input.as_bytes());
        assert_eq!(found[0].1["read"]["answer"], reply);
        assert_eq!(found[1].1["read"]["answer"], "x");
    }

    #[test]
    fn a_lone_surrogate_in_a_reply_does_not_void_the_request() {
        let found = served(br#"1 read {"kind":"text","reply":"\ud83d cut"}"#);
        assert_eq!(found[0].1["read"]["answer"], "\u{fffd} cut");
    }
}
