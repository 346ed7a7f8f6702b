//! A long-lived child of one parent: tagged lines in, tagged lines out, answered in order.
//!
//! ```text
//! in   7 weigh {panel}                                out  7 {"pick":"ada","option":1,…}
//! in   8 learn {"panels":[…]}                         out  8 {"version":1,"experts":{…}}
//! in   9 estimate {"kind":"short","experts":[…],…}    out  9 {"evidence":40.0,"weighs":true,…}
//! in  10 read {"kind":"choice","options":[…],…}       out 10 {"answer":"…","option":0}
//! in  11 settled {"panel":{…},"awaited":[…]}          out 11 {"settled":true}
//! in  12 judge {"panel":{…},"seats":[…],"groups":[…]} out 12 {"judgements":[…]}
//! in  13 support {"sentences":[{"text":…,"claims":…}]} out 13 {"support":["holds",…]}
//! ```
//!
//! The number is the caller's own; the answers are those of the Lambda function. So are failures: a line that cannot be
//! read or answered gives `{"errorType":"…","errorMessage":"…"}` under its number, or under 0 where it has none, and the
//! lines after it are answered as ever. Lines end at a line feed and nowhere else.

use std::io::{self, BufRead, Write};

use consensus::line;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::requests::{self, Reply, Request};
use crate::stream::for_each_line;

/// What is said of a line that cannot be answered; repeating it does not help.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Refusal {
    error_type: &'static str,
    error_message: String,
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
        match answer(request) {
            Ok(reply) => serde_json::to_writer(&mut room, &reply)?,
            Err(refusal) => serde_json::to_writer(&mut room, &refusal)?,
        }
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

fn answer(line: &[u8]) -> Result<Reply, Refusal> {
    let unread = |error_message| Refusal { error_type: "BadLine", error_message };
    let request = request(line).map_err(unread)?;
    requests::answer(request).map_err(|bad| Refusal { error_type: "BadItem", error_message: bad.to_string() })
}

fn request(line: &[u8]) -> Result<Request, String> {
    let (word, json) = parted(line);
    match word {
        b"weigh" => boxed(json).map(Request::Weigh),
        b"learn" => line::parse(json).map(Request::Learn),
        b"estimate" => line::parse(json).map(Request::Estimate),
        b"read" => boxed(json).map(Request::Read),
        b"settled" => boxed(json).map(Request::Settled),
        b"judge" => boxed(json).map(Request::Judge),
        b"support" => line::parse(json).map(Request::Support),
        _ => {
            Err("a line is a number, then weigh, learn, estimate, read, settled, judge or support, then JSON"
                .to_owned())
        }
    }
}

fn boxed<T: DeserializeOwned>(json: &[u8]) -> Result<Box<T>, String> {
    line::parse(json).map(Box::new)
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
        assert_eq!((&found[0].1["option"], &found[0].1["decided"]), (&json!(0), &json!(true)));
        assert_eq!(found[1].1["option"], 1);
        assert_eq!((&found[2].1, &found[3].1), (&json!({"settled": false}), &json!({"settled": true})));
    }

    #[test]
    fn sentences_are_held_to_the_claims_that_they_cite() {
        let citing = |text: &str| json!({"text": text, "claims": ["The retention period is 30 days."]});
        let asked = json!({"sentences": [citing("The retention period is 30 days."), citing("The retention period is 7 days.")]});
        let found = served(format!("1 support {asked}\n2 support {{\"sentences\": []}}\n").as_bytes());
        assert_eq!(found[0].1, json!({"support": ["holds", "contradicts"]}));
        assert_eq!(found[1].1, json!({"support": []}));
    }

    #[test]
    fn what_panels_teach_can_be_asked_for_and_asked_of() {
        let mut taught = panel();
        taught["at"] = json!(20_454);
        taught["outcome"] = json!({"answer": "yes"});
        let learn = json!({"panels": [taught]});
        let found = served(format!("1 learn {learn}\n").as_bytes());
        assert_eq!(found[0].1["experts"]["x"], json!({"right": 1.0, "asked": 1.0}));
        let of = |state: &Value| json!({"kind": "choice", "experts": ["x", "z"], "reliability": state, "at": 20_454});
        let input = format!("2 estimate {}\n3 estimate {}\n", of(&found[0].1), of(&json!({"version": 9})));
        let found = served(input.as_bytes());
        assert_eq!(found[0].1, json!({"evidence": 1.0, "weighs": false, "estimates": {"x": 0.6, "z": 0.4}}));
        assert_eq!(found[1].1["errorType"], "BadItem");
    }

    #[test]
    fn a_bad_line_is_answered_with_its_reason_and_the_next_ones_as_ever() {
        let mut input = b"1 weigh {\"id\":\n2 dance {}\nnonsense\n4\n\n5 read {\"kind\":\"text\"}\n6 weigh ".to_vec();
        input.extend([0xff, 0xfe, b'\n']);
        input.extend(format!("7 weigh {}\n", panel()).bytes());
        let found = served(&input);
        let numbers: Vec<&str> = found.iter().map(|(number, _)| number.as_str()).collect();
        assert_eq!(numbers, ["1", "2", "0", "4", "0", "5", "6", "7"]);
        assert!(found[..7].iter().all(|(_, answer)| answer["errorMessage"].is_string()), "{found:?}");
        assert_eq!(found[7].1["option"], 0);
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
        assert_eq!(found[0].1["answer"], reply);
        assert_eq!(found[1].1["answer"], "x");
    }

    #[test]
    fn a_lone_surrogate_in_a_reply_does_not_void_the_request() {
        let found = served(br#"1 read {"kind":"text","reply":"\ud83d cut"}"#);
        assert_eq!(found[0].1["answer"], "\u{fffd} cut");
    }
}
