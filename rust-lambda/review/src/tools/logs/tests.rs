//! Logs of several forms, and those that are made to fill the memory.

use super::*;

fn analysed(text: &str) -> Analysis {
    analyse(&Asked { text: text.to_owned(), top: None }).expect("analysed")
}

#[test]
fn levels_times_durations_and_messages_are_told() {
    let text: String = (0..120)
        .map(|at| {
            format!(
                "2026-11-30T10:{:02}:{:02}Z {} request {at} took {} ms\n",
                at / 60,
                at % 60,
                ["INFO", "ERROR"][usize::from(at % 10 == 0)],
                at + 1
            )
        })
        .collect();
    let found = analysed(&text);
    assert_eq!(found.lines, 120);
    assert_eq!(found.levels, [Counted { level: "error", lines: 12 }, Counted { level: "info", lines: 108 }]);
    assert_eq!(
        (found.from.as_deref(), found.to.as_deref()),
        (Some("2026-11-30T10:00:00Z"), Some("2026-11-30T10:01:59Z"))
    );
    assert_eq!(found.histogram.iter().map(|bar| bar.lines).sum::<u64>(), 120);
    assert_eq!(found.histogram.iter().map(|bar| bar.errors).sum::<u64>(), 12);
    let durations = found.durations.expect("durations");
    assert!(
        durations.count == 120
            && (durations.p50 - 60.0).abs() < 1.0
            && (durations.p99 - 119.0).abs() < 1.5
            && durations.max == 120.0
    );
    let templates: Vec<(&str, u64)> = found.messages.iter().map(|told| (told.template.as_str(), told.lines)).collect();
    assert_eq!(templates, [("INFO request <*> took <*> ms", 108), ("ERROR request <*> took <*> ms", 12)]);
}

#[test]
fn objects_of_json_and_lines_of_web_servers_are_read_too() {
    let found = analysed(concat!(
        "{\"time\":\"2026-11-30T10:00:00Z\",\"level\":\"warn\",\"msg\":\"slow\",\"durationMs\":250}\n",
        "{\"time\":1796032800000,\"level\":50,\"msg\":\"slow\",\"elapsed_seconds\":0.5}\n",
        "10.0.0.1 - - [30/Nov/2026:10:00:01 +0000] \"GET /a HTTP/1.1\" 200 12\n",
        "\n  \n",
        "a line of its own\n",
    ));
    assert_eq!((found.lines, found.without_time), (4, 1));
    let levels: Vec<&str> = found.levels.iter().map(|counted| counted.level).collect();
    assert_eq!(levels, ["error", "warn", "none"]);
    assert_eq!(found.durations.expect("durations").count, 2);
    assert_eq!(found.messages[0].lines, 2, "{:?}", found.messages);
}

#[test]
fn a_word_that_only_sounds_like_a_level_or_a_time_is_none() {
    let found = analysed("the errors of others were informative\nversion 1.2.3s of 10min\n");
    assert_eq!(found.levels, [Counted { level: "none", lines: 2 }]);
    assert_eq!((found.durations, found.from), (None, None));
}

#[test]
fn an_empty_log_and_bytes_that_are_no_text_are_told_as_they_are() {
    let found = analysed("");
    assert_eq!((found.lines, found.histogram.len(), found.messages.len()), (0, 0, 0));
    assert_eq!(read(&b"\xff\xfe error\nok\n"[..], 10).expect("read").lines, 2);
}

#[test]
fn a_log_of_any_size_takes_bounded_memory() {
    // Each line has a message, a time and a duration of its own, and one line is as long as all others.
    let lines = (0..60_000).map(|at| {
        let letters: String = format!("{at:05}").chars().map(|c| char::from(b'a' + (c as u8 - b'0'))).collect();
        format!("{}-01-01T00:00:00Z INFO {letters} took {at} ms\n", 1000 + at % 9000)
    });
    let text: String = lines.chain([format!("ERROR {}\nlast\n", "x".repeat(3_000_000))]).collect();
    let found = read(text.as_bytes(), 1000).expect("read");
    assert_eq!(found.lines, 60_002);
    assert!(found.histogram.len() <= BARS && found.messages.len() <= 100 && found.other_lines > 50_000);
}
