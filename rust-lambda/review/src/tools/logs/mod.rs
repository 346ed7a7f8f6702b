//! What a log says, line by line in bounded memory: levels, a histogram over time, percentiles of durations, and the
//! most frequent messages with their changing parts left out.

mod line;
mod moment;
mod spread;
mod template;

use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use line::Line;
use spread::Spread;
use template::Templates;

/// Characters of a line that are looked at.
const LINE: u64 = 16_384;
/// How many bars a histogram has at most.
const BARS: usize = 200;
/// Seconds of a bar, from the finest.
const WIDTHS: [i64; 12] = [1, 5, 15, 60, 300, 900, 3_600, 10_800, 21_600, 86_400, 604_800, 2_592_000];

/// What is asked.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Asked {
    /// The log.
    pub text: String,
    /// How many messages are told; usual: ten.
    pub top: Option<usize>,
}

/// What a log says.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Analysis {
    /// How many lines it has, without blank ones.
    pub lines: u64,
    /// Lines by level; `none` where a line states none.
    pub levels: Vec<Counted>,
    /// The first and the last time that a line states.
    pub from: Option<String>,
    /// The last.
    pub to: Option<String>,
    /// Lines without a time.
    pub without_time: u64,
    /// Lines and errors in equal spans of time, by their beginning; spans without lines are left out.
    pub histogram: Vec<Bar>,
    /// Seconds of a span.
    pub span_seconds: i64,
    /// Durations that lines state, in milliseconds.
    pub durations: Option<spread::Told>,
    /// Messages whose changing parts are left out, the most frequent first.
    pub messages: Vec<template::Told>,
    /// Lines whose message was counted with no other, since there were too many kinds.
    pub other_lines: u64,
}

/// A number of lines.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Of what.
    pub level: &'static str,
    /// How many.
    pub lines: u64,
}

/// A span of time.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Bar {
    /// Its beginning.
    pub from: String,
    /// Lines in it.
    pub lines: u64,
    /// Those of level error or fatal.
    pub errors: u64,
}

/// Analyses a text.
pub fn analyse(asked: &Asked) -> Result<Analysis, String> {
    read(asked.text.as_bytes(), asked.top.unwrap_or(10)).map_err(|error| error.to_string())
}

/// Analyses lines as they come, however many.
pub fn read(mut input: impl BufRead, top: usize) -> io::Result<Analysis> {
    let mut log = Log::default();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        if io::Read::take(&mut input, LINE).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(log.told(top));
        }
        if bytes.last() != Some(&b'\n') {
            // The rest of a long line says nothing new.
            skip_line(&mut input)?;
        }
        log.take(&String::from_utf8_lossy(&bytes));
    }
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let (used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(at) => (at + 1, true),
            None => (buffer.len(), buffer.is_empty()),
        };
        input.consume(used);
        if ended {
            return Ok(());
        }
    }
}

#[derive(Default)]
struct Log {
    lines: u64,
    levels: [u64; line::LEVELS.len()],
    without_time: u64,
    times: Times,
    durations: Spread,
    templates: Templates,
}

impl Log {
    fn take(&mut self, text: &str) {
        if text.trim().is_empty() {
            return;
        }
        let line = Line::read(text.trim_end());
        self.lines += 1;
        self.levels[line.level] += 1;
        match line.seconds {
            Some(seconds) => self.times.take(seconds, line::is_error(line.level)),
            None => self.without_time += 1,
        }
        line.durations.iter().for_each(|milliseconds| self.durations.take(*milliseconds));
        self.templates.take(&line.message, line.level);
    }

    fn told(self, top: usize) -> Analysis {
        let counted = line::LEVELS.iter().zip(self.levels).filter(|(_, lines)| *lines > 0);
        let (messages, other_lines) = self.templates.told(top);
        Analysis {
            lines: self.lines,
            levels: counted.map(|(level, lines)| Counted { level, lines }).collect(),
            from: self.times.bars.keys().next().map(|_| moment::written(self.times.first)),
            to: self.times.bars.keys().next().map(|_| moment::written(self.times.last)),
            without_time: self.without_time,
            span_seconds: WIDTHS[self.times.width],
            histogram: self.times.told(),
            durations: self.durations.told(),
            messages,
            other_lines,
        }
    }
}

/// Bars that become wider when there are too many.
#[derive(Default)]
struct Times {
    width: usize,
    first: i64,
    last: i64,
    bars: std::collections::BTreeMap<i64, (u64, u64)>,
}

impl Times {
    fn take(&mut self, seconds: i64, error: bool) {
        if self.bars.is_empty() {
            (self.first, self.last) = (seconds, seconds);
        }
        (self.first, self.last) = (self.first.min(seconds), self.last.max(seconds));
        self.add(seconds, 1, u64::from(error));
        while self.bars.len() > BARS && self.width + 1 < WIDTHS.len() {
            self.width += 1;
            let bars = std::mem::take(&mut self.bars);
            bars.into_iter().for_each(|(from, (lines, errors))| self.add(from, lines, errors));
        }
        // Times that lie centuries apart are no histogram: the oldest bars go.
        while self.bars.len() > BARS {
            self.bars.pop_first();
        }
    }

    fn add(&mut self, seconds: i64, lines: u64, errors: u64) {
        let width = WIDTHS[self.width];
        let bar = self.bars.entry(seconds.div_euclid(width) * width).or_default();
        bar.0 += lines;
        bar.1 += errors;
    }

    fn told(&self) -> Vec<Bar> {
        let bars = self.bars.iter();
        bars.map(|(from, (lines, errors))| Bar { from: moment::written(*from), lines: *lines, errors: *errors })
            .collect()
    }
}

#[cfg(test)]
mod tests;
