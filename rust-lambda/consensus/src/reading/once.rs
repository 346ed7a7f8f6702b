//! Equal replies of a panel are read once.

/// What is read in each different reply; experts often answer with the same words.
pub struct Once<Said, T> {
    known: Vec<(Said, T)>,
}

/// Different replies that are remembered; more are read each for itself.
const MOST_KNOWN: usize = 32;

impl<Said: Copy + PartialEq, T: Clone> Once<Said, T> {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Once { known: Vec::new() }
    }

    /// What `read` finds in a reply, or what it found in one of the same words.
    pub fn read(&mut self, said: Said, read: impl FnOnce(Said) -> T) -> T {
        // Different replies differ in length or in their first bytes: comparing costs less than a hash of the whole.
        if let Some((_, found)) = self.known.iter().find(|(known, _)| *known == said) {
            return found.clone();
        }
        let found = read(said);
        if self.known.len() < MOST_KNOWN {
            self.known.push((said, found.clone()));
        }
        found
    }
}
