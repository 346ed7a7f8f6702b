use proptest::prelude::*;

use super::{part, said};

fn parted(reply: &str) -> (Option<String>, String) {
    let part = part(reply);
    (part.reasoning(reply), part.answer(reply))
}

#[test]
fn thinking_in_every_spelling_is_parted() {
    for (open, close) in [
        ("<think>", "</think>"),
        ("<Thinking>", "</Thinking>"),
        ("<thought>", "</thought>"),
        ("<reasoning>", "</reasoning>"),
        ("<reflection>", "</reflection>"),
        ("<seed:think>", "</seed:think>"),
        ("[THINK]", "[/THINK]"),
        ("\u{25c1}think\u{25b7}", "\u{25c1}/think\u{25b7}"),
        ("<think id=\"1\" >", "</think >"),
        ("<|channel|>analysis<|message|>", "<|end|><|start|>assistant<|channel|>final<|message|>"),
        ("analysis", "assistantfinal"),
        ("<|channel>thought\n", "<channel|>"),
        ("Here is my thought process:\n", "Here is my response:\n"),
        ("<|START_THINKING|>", "<|END_THINKING|><|START_RESPONSE|>"),
        ("<details type=\"reasoning\">\n", "\n</details>"),
        ("```thinking\n", "\n```\n"),
        ("", "</think>"),
        ("<think>", "</think><answer>"),
        ("<think>a<think>b</think>", "</think>"),
        ("```\n<think>", "</think>\n```\n"),
    ] {
        for gap in ["", "\n", "\n\n"] {
            let reply = format!("{open}Hmm, A looks right. The answer is A.{close}{gap}B");
            let (reasoning, answer) = parted(&reply);
            assert_eq!(answer, "B", "{reply}");
            assert!(reasoning.expect(&reply).contains("A looks right"), "{reply}");
        }
    }
}

#[test]
fn an_open_block_leaves_no_answer() {
    for reply in [
        "<think>The answer is A",
        "[THINK]A",
        "analysisWe need A",
        "<|channel|>analysis<|message|>A",
        "<think></think>",
        "<think>a</think> \n",
    ] {
        assert_eq!(parted(reply).1, "", "{reply}");
    }
}

#[test]
fn several_blocks_are_all_parted() {
    let reply = "<think>one</think>First.\n<think>two</think>\nSecond.";
    assert_eq!(parted(reply), (Some("one\n\ntwo".into()), "First.\n\nSecond.".into()));
}

#[test]
fn an_answer_may_stand_right_behind_the_thinking() {
    for answer in ["```json\n{\"a\": 1}\n```", "{\"a\": 1}", "[1]", "true", "\"b\"", "**B**"] {
        for (open, close) in [("<think>", "</think>"), ("[THINK]", "[/THINK]")] {
            let reply = format!("{open}It is so.{close}{answer}");
            assert_eq!(parted(&reply), (Some("It is so.".into()), answer.to_owned()), "{reply}");
        }
    }
}

#[test]
fn a_tag_that_is_only_mentioned_stays() {
    for reply in [
        "Use the `<think>` tag.",
        "Models write <think> before and </think> behind it.",
        "The closing tag is \"</think>\", not \"</thinking>\".",
        "Like so:\n```xml\n<think>\nplan\n</think>\n```\nThat is all.",
        "analysis of the data shows B",
        "Analysis: B",
        "See [reasoning](http://example.com) and [1].",
        "a < b and b > a",
        "Text with [THINK] in the middle of it",
        "if a[think] < 3 {}",
        "Here is what I found: B",
        "<p>B</p>",
        "```html\n<details>\n<summary>x</summary>\n</details>\n```",
    ] {
        assert_eq!(parted(reply), (None, reply.to_owned()), "{reply}");
    }
}

#[test]
fn the_answer_in_its_own_tags_is_the_answer() {
    assert_eq!(parted("<answer>391</answer>").1, "391");
    assert_eq!(parted("17 * 23 is 391.\n<answer>391</answer>").1, "391");
    assert_eq!(parted("Plants take in carbon dioxide.\n<answer>").1, "Plants take in carbon dioxide.\n<answer>");
    assert_eq!(parted("<|begin_of_box|>7<|end_of_box|>").1, "7");
}

#[test]
fn leaked_marks_are_taken_off() {
    for mark in ["<|im_end|>", "</s>", "<eos>", "<|eot_id|>", "<|endoftext|>", " </s>\n", "<|return|>", "</s></s>"] {
        assert_eq!(said(&format!("391{mark}")), "391", "{mark}");
    }
    assert_eq!(said("<s>old</s>"), "<s>old</s>");
    assert_eq!(said("<|im_start|>assistant\n391<|im_end|>").trim(), "391");
}

proptest! {
    #[test]
    fn the_parts_are_stretches_of_the_reply_and_do_not_overlap(pieces in prop::collection::vec(prop::sample::select(vec![
        "<think>", "</think>", "[THINK]", "[/THINK]", "<answer>", "</answer>", "```", "\n", " B ", "word", "`", "<|im_end|>", "</s>",
        "analysis", "assistantfinal", "<|channel|>", "final", "<|message|>", "\u{25c1}think\u{25b7}", "\u{e9}", "<", "thinking\n",
    ]), 0..14)) {
        let reply = pieces.concat();
        let part = part(&reply);
        let mut ranges: Vec<_> = part.reasoning.iter().chain(&part.answer).cloned().collect();
        ranges.sort_by_key(|range| range.start);
        for pair in ranges.windows(2) {
            prop_assert!(pair[0].end <= pair[1].start, "{reply:?}: {ranges:?}");
        }
        for range in &ranges {
            prop_assert!(reply.get(range.clone()).is_some(), "{reply:?}: {range:?}");
        }
        let said = said(&reply).as_bytes().as_ptr_range();
        let whole = reply.as_bytes().as_ptr_range();
        prop_assert!(whole.start <= said.start && said.end <= whole.end, "{reply:?}: said stands elsewhere");
    }

    #[test]
    fn an_answer_is_parted_no_further(thought in "[a-z .]{1,30}", answer in "[A-Za-z0-9 .,]{1,30}") {
        prop_assume!(!answer.trim().is_empty());
        let once = parted(&format!("<think>{thought}</think>\n{answer}")).1;
        prop_assert_eq!(parted(&once), (None, once.clone()));
        prop_assert_eq!(once, answer.trim());
    }
}
