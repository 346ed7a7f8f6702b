//! Places in a text.

/// Where the lines of a text begin.
#[derive(Clone, Debug)]
pub struct Lines {
    starts: Vec<usize>,
}

impl Lines {
    /// Finds the lines: linear in the text.
    pub fn new(text: &str) -> Lines {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(breaks).collect() }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, byte: usize) -> u32 {
        self.starts.partition_point(|start| *start <= byte).max(1) as u32
    }

    /// How many lines there are. A break at the end of the text begins no line.
    pub fn count(&self, text: &str) -> u32 {
        let empty_last = text.ends_with('\n') && self.starts.len() > 1;
        (self.starts.len() - usize::from(empty_last)) as u32
    }
}
