//! How models and their servers spell what is thinking, what is the answer, and where a reply ends. Names are in
//! small letters; case, attributes and blanks inside a tag do not matter.

/// Tags around thinking: `<think>`, `[THINK]`, `◁think▷`.
pub const THINKING: [&str; 16] = [
    "think",
    "thinking",
    "thought",
    "thoughts",
    "thought_process",
    "reasoning",
    "reasoning_content",
    "reflection",
    "seed:think",
    "think:opensource",
    "antthinking",
    "antml:thinking",
    "inner_monologue",
    "internal_monologue",
    "scratchpad",
    "chain_of_thought",
];

/// Tags around the answer. They count where they stand at the start of a line or behind thinking.
pub const ANSWER: [&str; 4] = ["answer", "final_answer", "final", "solution"];

/// Marks of tokenisers that open thinking, and those that close it.
pub const THINKING_MARKS: [(&str, &str); 6] = [
    ("<|begin_of_thought|>", "<|end_of_thought|>"),
    ("<|START_THINKING|>", "<|END_THINKING|>"),
    ("<|thinking|>", "<|/thinking|>"),
    ("<|think|>", "<|/think|>"),
    ("<|channel>thought", "<channel|>"),
    ("<|inner_prefix|>", "<|inner_suffix|>"),
];

/// Marks of tokenisers around the answer.
pub const ANSWER_MARKS: [(&str, &str); 5] = [
    ("<|begin_of_solution|>", "<|end_of_solution|>"),
    ("<|START_RESPONSE|>", "<|END_RESPONSE|>"),
    ("<|begin_of_box|>", "<|end_of_box|>"),
    ("[BEGIN FINAL RESPONSE]", "[END FINAL RESPONSE]"),
    ("<|channel>final", "<channel|>"),
];

/// A reply that begins so is thinking up to the second sentence, which introduces the answer.
pub const SPOKEN: [(&str, &str); 3] = [
    ("Here is my thought process:", "Here is my response:"),
    ("Here are my reasoning steps:", "[BEGIN FINAL RESPONSE]"),
    ("Here's my thought process:", "Here's my response:"),
];

/// Info strings of a fence around thinking.
pub const FENCES: [&str; 4] = ["think", "thinking", "thought", "reasoning"];

/// Marks that leak at the end of a reply.
pub const ENDS: [&str; 26] = [
    "<|im_end|>",
    "</s>",
    "<eos>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|eot|>",
    "<|end|>",
    "<|return|>",
    "<|call|>",
    "<|endoftext|>",
    "<|end_of_text|>",
    "<|end_of_turn|>",
    "<end_of_turn>",
    "<turn|>",
    "<|END_OF_TURN_TOKEN|>",
    "<|END_RESPONSE|>",
    "<|endofassistant|>",
    "<|end_of_role|>",
    "<\u{ff5c}end\u{2581}of\u{2581}sentence\u{ff5c}>",
    "<|user|>",
    "<|assistant|>",
    "<|im_start|>",
    "[EOS]",
    "[/INST]",
    "<pad>",
    "<end_of_utterance>",
];

/// Marks that leak at the start of a reply.
pub const STARTS: [&str; 8] = [
    "<|im_start|>assistant",
    "<|start_header_id|>assistant<|end_header_id|>",
    "<|start|>assistant<|message|>",
    "<start_of_turn>model",
    "<|assistant|>",
    "<bos>",
    "<s>",
    "<|begin_of_text|>",
];

/// How other names in brackets begin that have no bar behind the bracket.
pub const LEAKS: [&str; 12] = [
    "details",
    "s>",
    "channel",
    "eos",
    "bos",
    "pad",
    "end_of_",
    "end final",
    "begin final",
    "turn",
    "start_of_turn",
    "inst",
];
